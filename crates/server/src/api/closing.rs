//! How a treatment ended, and what its follow-ups found.

use axum::Json;
use axum::extract::State;
use hemma_domain::access::CaseAction;
use hemma_domain::code::Code as _;
use hemma_domain::followup;
use hemma_domain::ids::CaseId;
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use crate::api::case::Case;
use crate::api::goal::Goals;
use crate::api::{ApiError, ApiPath, ApiVisit, Refused};
use crate::http::Site;
use crate::http::route::{Access, Routes};

/// The routes of this resource.
pub fn routes() -> Routes {
    Routes::default()
        .get(
            "/api/v1/cases/{case}/closing",
            Access::Case(CaseAction::Manage),
            get,
        )
        .get(
            "/api/v1/cases/{case}/follow-ups",
            Access::Case(CaseAction::See),
            follow_ups,
        )
}

/// A case as it is closed.
#[derive(Debug, Serialize, ToSchema)]
pub struct CaseClosing {
    /// With stage, last day and reason.
    pub case: Case,
    /// The overarching goals with what became of them.
    pub stable: Goals,
    /// What was found at closing; empty before.
    pub outcomes: Vec<Outcome>,
}

/// One outcome of the programme.
#[derive(Debug, Serialize, ToSchema)]
pub struct Outcome {
    /// The outcome's code in the programme.
    pub outcome: String,
    /// `yes`, `no`, `unknown`.
    pub value: &'static str,
}

/// The follow-ups after a treatment.
#[derive(Debug, Serialize, ToSchema)]
pub struct CaseFollowUps {
    /// The first due first; empty before closing.
    pub follow_ups: Vec<CaseFollowUp>,
}

/// One follow-up after a treatment.
#[derive(Debug, Serialize, ToSchema)]
pub struct CaseFollowUp {
    /// Months after closing.
    pub months: u32,
    pub due_on: String,
    /// Null while nobody has asked the family.
    pub done_on: Option<String>,
    pub done_by: Option<Uuid>,
    pub done_by_name: Option<String>,
    /// Why it could not be done; empty otherwise.
    pub remark: String,
    pub outcomes: Vec<Outcome>,
}

/// A case as it is closed.
#[utoipa::path(get, operation_id = "closing", path = "/api/v1/cases/{case}/closing",
    params(("case" = Uuid, Path)), responses((status = 200, body = CaseClosing), Refused))]
pub async fn get(
    visit: ApiVisit,
    State(site): State<Site>,
    ApiPath(case): ApiPath<CaseId>,
) -> Result<Json<CaseClosing>, ApiError> {
    let read = site.app.closing(&visit.0.ctx, case).await;
    let read = read.map_err(ApiError::of(&visit))?;
    Ok(Json(CaseClosing {
        outcomes: outcomes(&read.outcomes, 0),
        stable: Goals::of(Vec::new(), read.goals),
        case: Case::from(read.head),
    }))
}

/// The follow-ups after a treatment.
#[utoipa::path(get, operation_id = "follow_ups", path = "/api/v1/cases/{case}/follow-ups",
    params(("case" = Uuid, Path)), responses((status = 200, body = CaseFollowUps), Refused))]
pub async fn follow_ups(
    visit: ApiVisit,
    State(site): State<Site>,
    ApiPath(case): ApiPath<CaseId>,
) -> Result<Json<CaseFollowUps>, ApiError> {
    let read = site.app.follow_ups(&visit.0.ctx, case).await;
    let read = read.map_err(ApiError::of(&visit))?;
    let name = |by| {
        let known = read.names.iter().find(|(staff, _)| *staff == by);
        known.map(|(_, name)| name.clone())
    };
    let follow_ups = read.due.iter().map(|one| CaseFollowUp {
        months: one.months,
        due_on: one.due_on.to_string(),
        done_on: one.done.map(|(on, _)| on.to_string()),
        done_by: one.done.map(|(_, by)| by.0),
        done_by_name: one.done.and_then(|(_, by)| name(by)),
        remark: one.remark.clone(),
        outcomes: outcomes(&read.outcomes, one.months),
    });
    Ok(Json(CaseFollowUps {
        follow_ups: follow_ups.collect(),
    }))
}

/// What was found so many months after closing; 0 at closing itself.
fn outcomes(all: &[followup::Outcome], months: u32) -> Vec<Outcome> {
    all.iter()
        .filter(|one| one.months == months)
        .map(|one| Outcome {
            outcome: one.code.clone(),
            value: one.value.code(),
        })
        .collect()
}
