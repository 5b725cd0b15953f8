//! A team's room for families: loads, who leaves soon, who waits, and the law's clocks.

use axum::Json;
use axum::extract::State;
use hemma_app::capacity::{Closing as AppClosing, Line as AppLine};
use hemma_domain::access::TeamAction;
use hemma_domain::code::Code as _;
use hemma_domain::ids::TeamId;
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use crate::api::{ApiError, ApiPath, ApiVisit, Refused};
use crate::http::Site;
use crate::http::route::{Access, Routes};

/// The routes of this resource.
pub fn routes() -> Routes {
    Routes::default().get(
        "/api/v1/teams/{team}/capacity",
        Access::Team(TeamAction::SeeCapacity),
        get,
    )
}

/// A team's room for families.
#[derive(Debug, Serialize, ToSchema)]
pub struct Capacity {
    pub team: Uuid,
    pub name: String,
    pub therapists: Vec<Therapist>,
    /// Families there is room for; null where the programme limits nothing.
    pub free: Option<u32>,
    /// Open families.
    pub open: usize,
    /// The first to end on top.
    pub closings: Vec<Closing>,
    /// In the order of the list.
    pub waiting: Vec<Line>,
    pub referred: Vec<Line>,
    pub clocks: Vec<Clock>,
    pub follow_ups: Vec<FollowUp>,
}

/// What one therapist carries.
#[derive(Debug, Serialize, ToSchema)]
pub struct Therapist {
    pub staff: Uuid,
    pub name: String,
    pub families: u32,
    /// Null where the programme sets no limit.
    pub limit: Option<u32>,
}

/// A case in a list.
#[derive(Debug, Serialize, ToSchema)]
pub struct Line {
    pub case: Uuid,
    pub code: String,
    /// Null for those who see codes alone.
    pub label: Option<String>,
    pub received_on: String,
}

/// When a treatment is expected to end.
#[derive(Debug, Serialize, ToSchema)]
pub struct Closing {
    pub line: Line,
    pub opened_on: String,
    /// First and last day of the programme's length; null where it knows none.
    pub earliest: Option<String>,
    pub latest: Option<String>,
    pub therapist: Option<String>,
}

/// A clock of the law that runs for a case.
#[derive(Debug, Serialize, ToSchema)]
pub struct Clock {
    pub line: Line,
    /// `carry_out` or `lvu_review`.
    pub kind: &'static str,
    /// The last day in time.
    pub by: String,
    /// `over`, `near`, `running`.
    pub state: &'static str,
}

/// A follow-up that is due.
#[derive(Debug, Serialize, ToSchema)]
pub struct FollowUp {
    pub case: Uuid,
    pub code: String,
    /// Months after closing.
    pub months: u32,
    pub due_on: String,
}

/// A team's room for families.
#[utoipa::path(get, operation_id = "team_capacity", path = "/api/v1/teams/{team}/capacity",
    params(("team" = Uuid, Path)),
    responses((status = 200, body = Capacity), Refused))]
pub async fn get(
    visit: ApiVisit,
    State(site): State<Site>,
    ApiPath(team): ApiPath<TeamId>,
) -> Result<Json<Capacity>, ApiError> {
    let read = site
        .app
        .capacity(&visit.0.ctx, team)
        .await
        .map_err(ApiError::of(&visit))?;
    let today = visit.0.ctx.today();
    let therapists = read.therapists.into_iter().map(|(name, load)| Therapist {
        staff: load.staff.0,
        name,
        families: load.used(),
        limit: load.limit,
    });
    let clocks = read.clocks.into_iter().map(|(line, clock)| Clock {
        line: Line::from(line),
        kind: clock.kind.code(),
        by: clock.by.to_string(),
        state: clock.state(today).code(),
    });
    let follow_ups = read.follow_ups.into_iter().map(|due| FollowUp {
        case: due.case.0,
        code: due.code,
        months: due.months,
        due_on: due.due_on.to_string(),
    });
    Ok(Json(Capacity {
        team: read.team.id.0,
        name: read.team.name,
        therapists: therapists.collect(),
        free: read.free,
        open: read.open_count,
        closings: read.closings.into_iter().map(Closing::from).collect(),
        waiting: read.waiting.into_iter().map(Line::from).collect(),
        referred: read.referred.into_iter().map(Line::from).collect(),
        clocks: clocks.collect(),
        follow_ups: follow_ups.collect(),
    }))
}

impl From<AppLine> for Line {
    fn from(line: AppLine) -> Line {
        Line {
            case: line.id.0,
            code: line.code,
            label: line.label,
            received_on: line.received_on.to_string(),
        }
    }
}

impl From<AppClosing> for Closing {
    fn from(closing: AppClosing) -> Closing {
        let (earliest, latest) = closing.between.unzip();
        Closing {
            line: Line::from(closing.line),
            opened_on: closing.opened_on.to_string(),
            earliest: earliest.map(|day| day.to_string()),
            latest: latest.map(|day| day.to_string()),
            therapist: closing.therapist,
        }
    }
}
