//! Incidents.

use axum::Json;
use axum::extract::State;
use hemma_domain::access::CaseAction;
use hemma_domain::code::Code as _;
use hemma_domain::ids::CaseId;
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use crate::api::{ApiError, ApiPath, ApiQuery, ApiVisit, Part, Refused, Window, moment};
use crate::http::Site;
use crate::http::route::{Access, Routes};

/// The routes of this resource.
pub fn routes() -> Routes {
    Routes::default().get(
        "/api/v1/cases/{case}/incidents",
        Access::Case(CaseAction::See),
        list,
    )
}

/// Something that happened, and what was done.
#[derive(Debug, Serialize, ToSchema)]
pub struct Incident {
    pub id: Uuid,
    /// As in `violence` or `near_miss`.
    pub kind: &'static str,
    pub at: String,
    pub what: String,
    /// `none`, `distress`, `injury`, `medical_care`, `unknown`.
    pub harm: &'static str,
    /// Which step of the safety plan was used, and whether it held.
    pub step_used: String,
    pub child_safe_now: bool,
    /// What was reported on, as in `worry` or `police`.
    pub reports: Vec<&'static str>,
    pub persons: Vec<Uuid>,
    pub recorded_by: String,
    pub recorded_at: String,
    /// When and by whom it was read; null while nobody did.
    pub reviewed_at: Option<String>,
    pub reviewed_by: Option<String>,
}

/// The incidents of a case, the newest first.
#[utoipa::path(get, operation_id = "incidents", path = "/api/v1/cases/{case}/incidents",
    params(("case" = Uuid, Path), Window),
    responses((status = 200, body = Part<Incident>), Refused))]
pub async fn list(
    visit: ApiVisit,
    State(site): State<Site>,
    ApiPath(case): ApiPath<CaseId>,
    ApiQuery(window): ApiQuery<Window>,
) -> Result<Json<Part<Incident>>, ApiError> {
    let read = site
        .app
        .incidents(&visit.0.ctx, case)
        .await
        .map_err(ApiError::of(&visit))?;
    Part::of(&visit, &window, read.told, |told| {
        let one = told.incident;
        Incident {
            id: one.id.0,
            kind: one.kind.code(),
            at: moment(one.at),
            what: one.what,
            harm: one.harm.code(),
            step_used: one.step_used,
            child_safe_now: one.child_safe_now,
            reports: one.reports.iter().map(|report| report.code()).collect(),
            persons: one.persons.iter().map(|person| person.0).collect(),
            recorded_by: told.recorded_by,
            recorded_at: moment(one.recorded_at),
            reviewed_at: one.reviewed.map(|(at, _)| moment(at)),
            reviewed_by: told.reviewed_by,
        }
    })
    .map(Json)
}
