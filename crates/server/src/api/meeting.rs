//! A team's meeting: which families are taken up, and in which order.

use axum::Json;
use axum::extract::State;
use hemma_domain::access::TeamAction;
use hemma_domain::ids::TeamId;
use serde::Serialize;
use utoipa::ToSchema;

use crate::api::team_week::Family;
use crate::api::{ApiError, ApiPath, ApiVisit, Refused};
use crate::http::Site;
use crate::http::route::{Access, Routes};

/// The routes of this resource.
pub fn routes() -> Routes {
    Routes::default().get(
        "/api/v1/teams/{team}/meeting",
        Access::Team(TeamAction::RunMeeting),
        get,
    )
}

/// The meeting about last week.
#[derive(Debug, Serialize, ToSchema)]
pub struct Meeting {
    /// The week that is talked about, as in `2026-W47`.
    pub week: String,
    /// In the order of the meeting.
    pub families: Vec<MeetingFamily>,
}

/// One family's place in the meeting.
#[derive(Debug, Serialize, ToSchema)]
pub struct MeetingFamily {
    pub family: Family,
    /// Left out this time.
    pub skipped: bool,
}

/// The meeting about last week.
#[utoipa::path(get, operation_id = "meeting", path = "/api/v1/teams/{team}/meeting",
    params(("team" = Uuid, Path)), responses((status = 200, body = Meeting), Refused))]
pub async fn get(
    visit: ApiVisit,
    State(site): State<Site>,
    ApiPath(team): ApiPath<TeamId>,
) -> Result<Json<Meeting>, ApiError> {
    let read = site.app.meeting(&visit.0.ctx, team).await;
    let read = read.map_err(ApiError::of(&visit))?;
    let families = read.rows.into_iter().map(|(row, skipped)| MeetingFamily {
        family: Family::from(row),
        skipped,
    });
    Ok(Json(Meeting {
        week: read.week.to_string(),
        families: families.collect(),
    }))
}
