//! A case with its people.

use axum::Json;
use axum::extract::State;
use hemma_app::case::CaseHead;
use hemma_domain::access::CaseAction;
use hemma_domain::case::Stage;
use hemma_domain::code::Code as _;
use hemma_domain::ids::CaseId;
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use crate::api::person::Person;
use crate::api::{ApiError, ApiPath, ApiVisit, Refused};
use crate::http::Site;
use crate::http::route::{Access, Routes};

/// The routes of this resource.
pub fn routes() -> Routes {
    Routes::default().get("/api/v1/cases/{case}", Access::Case(CaseAction::See), get)
}

/// A family's course of treatment.
#[derive(Debug, Serialize, ToSchema)]
pub struct Case {
    pub id: Uuid,
    /// The board's short code.
    pub code: String,
    pub label: String,
    pub team: Uuid,
    pub board: Uuid,
    pub programme: String,
    pub programme_version: u32,
    /// `referred`, `waiting`, `declined`, `open`, `closed`.
    pub stage: &'static str,
    /// A phase of the programme; only while open.
    pub phase: Option<String>,
    /// ISO 8601 days.
    pub received_on: String,
    pub opened_on: Option<String>,
    pub ended_on: Option<String>,
    /// A reason of the programme, or of declining.
    pub end_reason: Option<String>,
    /// When the safety plan must be looked at again; null without a plan.
    pub safety_review_on: Option<String>,
    pub protected: bool,
    pub staff_warning: bool,
    /// The week of treatment, from 1.
    pub treatment_week: Option<i64>,
    pub carers: Vec<Carer>,
    pub persons: Vec<Person>,
}

/// Somebody who carries the case today.
#[derive(Debug, Serialize, ToSchema)]
pub struct Carer {
    pub staff: Uuid,
    pub name: String,
    /// `therapist`, `family_resource`, `psychiatrist`.
    pub role: &'static str,
}

/// A case by id.
#[utoipa::path(get, operation_id = "case", path = "/api/v1/cases/{case}",
    params(("case" = Uuid, Path)), responses((status = 200, body = Case), Refused))]
pub async fn get(
    visit: ApiVisit,
    State(site): State<Site>,
    ApiPath(case): ApiPath<CaseId>,
) -> Result<Json<Case>, ApiError> {
    let head = site
        .app
        .case_overview(&visit.0.ctx, case)
        .await
        .map_err(ApiError::of(&visit))?;
    Ok(Json(Case::from(head)))
}

impl From<CaseHead> for Case {
    fn from(head: CaseHead) -> Case {
        let (stage, phase, ended_on, end_reason) = stage(&head.case.stage);
        Case {
            id: head.case.id.0,
            team: head.case.team.0,
            board: head.case.board.0,
            stage,
            phase,
            received_on: head.case.received_on.to_string(),
            opened_on: head.case.opened_on().map(|day| day.to_string()),
            ended_on,
            end_reason,
            safety_review_on: head.case.safety_review_on.map(|day| day.to_string()),
            protected: head.case.protected,
            staff_warning: head.case.staff_warning,
            treatment_week: head.treatment_week,
            carers: head
                .carers
                .into_iter()
                .map(|carer| Carer {
                    staff: carer.staff.0,
                    name: carer.name,
                    role: carer.role.code(),
                })
                .collect(),
            persons: Person::of_case(head.persons),
            code: head.case.code,
            label: head.case.label,
            programme: head.case.programme,
            programme_version: head.case.programme_version,
        }
    }
}

/// Code, phase, last day and reason of a stage.
type StageView = (&'static str, Option<String>, Option<String>, Option<String>);

fn stage(stage: &Stage) -> StageView {
    match stage {
        Stage::Referred => ("referred", None, None, None),
        Stage::Waiting { .. } => ("waiting", None, None, None),
        Stage::Declined { on, reason } => (
            "declined",
            None,
            Some(on.to_string()),
            Some(reason.code().to_owned()),
        ),
        Stage::Open { phase, .. } => ("open", Some(phase.clone()), None, None),
        Stage::Closed { on, reason, .. } => {
            ("closed", None, Some(on.to_string()), Some(reason.clone()))
        }
    }
}
