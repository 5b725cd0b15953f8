//! The consultant's desk: no name of a family.

use axum::Json;
use axum::extract::State;
use hemma_app::desk::DeskCase as Found;
use hemma_domain::access::CaseAction;
use hemma_domain::ids::CaseId;
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use crate::api::week::{self, Week};
use crate::api::{ApiError, ApiPath, ApiVisit, Refused, Words};
use crate::http::Site;
use crate::http::route::{Access, Routes};

/// The routes of this resource.
pub fn routes() -> Routes {
    Routes::default()
        .get("/api/v1/desk", Access::SignedIn, get)
        .get(
            "/api/v1/desk/cases/{case}/weeks/{week}",
            Access::Case(CaseAction::SeeUnnamed),
            get_week,
        )
}

/// The desk.
#[derive(Debug, Serialize, ToSchema)]
pub struct Desk {
    /// What is unread first, then what asks something.
    pub cases: Vec<DeskCase>,
    /// Families that are not taken in yet, the oldest first.
    pub incoming: Vec<Incoming>,
}

/// One family in treatment.
#[derive(Debug, Serialize, ToSchema)]
pub struct DeskCase {
    pub case: Uuid,
    pub code: String,
    pub programme: String,
    /// The team's name.
    pub team: String,
    /// What stands for each member of the household.
    pub household: Vec<String>,
    pub phase: Option<Words>,
    /// Where last week's summary stands; null where there is nothing to sum up.
    pub summary: Option<&'static str>,
    /// The latest week that was handed in.
    pub latest: Option<String>,
    /// It changed since you last read it.
    pub unread: bool,
    /// Weeks whose question has no answer from the consultant, the oldest first.
    pub questions: Vec<String>,
}

/// A family that is not taken in yet.
#[derive(Debug, Serialize, ToSchema)]
pub struct Incoming {
    pub case: Uuid,
    pub code: String,
    pub programme: String,
    /// The team's name.
    pub team: String,
    pub received_on: String,
}

/// A week whose texts hold no recorded name.
#[derive(Debug, Serialize, ToSchema)]
pub struct UnnamedWeek {
    pub code: String,
    /// What stands for each member of the household.
    pub household: Vec<String>,
    pub week: Week,
}

/// The families of every team that one consults.
#[utoipa::path(get, operation_id = "desk", path = "/api/v1/desk",
    responses((status = 200, body = Desk), Refused))]
pub async fn get(visit: ApiVisit, State(site): State<Site>) -> Result<Json<Desk>, ApiError> {
    let read = site.app.desk(&visit.0.ctx, visit.0.lang.0).await;
    let read = read.map_err(ApiError::of(&visit))?;
    let incoming = read.incoming.into_iter().map(|(case, team)| Incoming {
        case: case.id.0,
        code: case.code,
        programme: case.programme,
        team,
        received_on: case.received_on.to_string(),
    });
    Ok(Json(Desk {
        cases: read.cases.into_iter().map(DeskCase::from).collect(),
        incoming: incoming.collect(),
    }))
}

/// One week of a case without names. Reading it marks it as read.
#[utoipa::path(get, operation_id = "week_unnamed", path = "/api/v1/desk/cases/{case}/weeks/{week}",
    params(("case" = Uuid, Path), ("week" = String, Path, description = "As in 2026-W47.")),
    responses((status = 200, body = UnnamedWeek), Refused))]
pub async fn get_week(
    visit: ApiVisit,
    State(site): State<Site>,
    ApiPath((case, week)): ApiPath<(CaseId, String)>,
) -> Result<Json<UnnamedWeek>, ApiError> {
    let week = week.parse().map_err(|_| ApiError::not_found(&visit))?;
    let language = visit.0.lang.0;
    let read = site
        .app
        .week_page_unnamed(&visit.0.ctx, (case, week), language)
        .await;
    let read = read.map_err(ApiError::of(&visit))?;
    Ok(Json(UnnamedWeek {
        code: read.page.head.case.code.clone(),
        household: read.household,
        week: Week::from(read.page),
    }))
}

impl From<Found> for DeskCase {
    fn from(one: Found) -> DeskCase {
        DeskCase {
            case: one.case.id.0,
            code: one.case.code,
            programme: one.case.programme,
            team: one.team,
            household: one.household,
            phase: one.phase.as_ref().map(Words::from),
            summary: one.state.map(week::state),
            latest: one.latest.map(|latest| latest.week.to_string()),
            unread: one.unread,
            questions: one.questions.iter().map(ToString::to_string).collect(),
        }
    }
}
