//! What was decided on a case, and who carried it.

use axum::Json;
use axum::extract::State;
use hemma_domain::access::CaseAction;
use hemma_domain::case;
use hemma_domain::code::Code as _;
use hemma_domain::ids::CaseId;
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use crate::api::{ApiError, ApiPath, ApiVisit, Refused};
use crate::http::Site;
use crate::http::route::{Access, Routes};

/// The routes of this resource.
pub fn routes() -> Routes {
    Routes::default().get(
        "/api/v1/cases/{case}/care",
        Access::Case(CaseAction::Manage),
        get,
    )
}

/// What was decided on a case, and who carried it.
#[derive(Debug, Serialize, ToSchema)]
pub struct CaseCare {
    /// The newest decision of the referring authority; while the case is open.
    pub assignment: Option<Assignment>,
    /// The newest first.
    pub rulings: Vec<Ruling>,
    /// The newest first; from opening on.
    pub cares: Vec<Care>,
}

/// The referring authority's decision.
#[derive(Debug, Serialize, ToSchema)]
pub struct Assignment {
    pub authority: String,
    pub handler: String,
    pub handler_phone: String,
    /// The decision's number at the authority.
    pub number: String,
    pub decided_on: String,
    /// The ground in law, as in `sol_11_1`.
    pub basis: &'static str,
    pub from: String,
    pub to: Option<String>,
    /// When the board first reviewed a measure under LVU 22 §.
    pub reviewed_on: Option<String>,
    pub reason: String,
}

/// One decision on the case.
#[derive(Debug, Serialize, ToSchema)]
pub struct Ruling {
    /// As in `accepted`.
    pub kind: &'static str,
    pub on: String,
    pub by: Uuid,
    pub by_name: String,
    /// Empty where none was asked for.
    pub reason: String,
}

/// Who carried the case, from when to when.
#[derive(Debug, Serialize, ToSchema)]
pub struct Care {
    pub staff: Uuid,
    pub name: String,
    /// `therapist`, `family_resource`, `psychiatrist`.
    pub role: &'static str,
    pub from: String,
    /// The first day no longer.
    pub to: Option<String>,
}

/// What was decided on a case, and who carried it.
#[utoipa::path(get, operation_id = "care", path = "/api/v1/cases/{case}/care",
    params(("case" = Uuid, Path)), responses((status = 200, body = CaseCare), Refused))]
pub async fn get(
    visit: ApiVisit,
    State(site): State<Site>,
    ApiPath(case): ApiPath<CaseId>,
) -> Result<Json<CaseCare>, ApiError> {
    let read = site.app.manage(&visit.0.ctx, case).await;
    let read = read.map_err(ApiError::of(&visit))?;
    let rulings = read.rulings.into_iter().map(|(one, name)| Ruling {
        kind: one.kind.code(),
        on: one.on.to_string(),
        by: one.by.0,
        by_name: name,
        reason: one.reason,
    });
    let cares = read.cares.into_iter().map(|(one, name)| Care {
        staff: one.staff.0,
        name,
        role: one.role.code(),
        from: one.from.to_string(),
        to: one.to.map(|day| day.to_string()),
    });
    Ok(Json(CaseCare {
        assignment: read.assignment.map(Assignment::from),
        rulings: rulings.collect(),
        cares: cares.collect(),
    }))
}

impl From<case::Assignment> for Assignment {
    fn from(one: case::Assignment) -> Assignment {
        Assignment {
            decided_on: one.decided_on.to_string(),
            basis: one.basis.code(),
            from: one.from.to_string(),
            to: one.to.map(|day| day.to_string()),
            reviewed_on: one.reviewed_on.map(|day| day.to_string()),
            authority: one.authority,
            handler: one.handler,
            handler_phone: one.handler_phone,
            number: one.number,
            reason: one.reason,
        }
    }
}
