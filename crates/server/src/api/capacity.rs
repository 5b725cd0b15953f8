//! A team's room for families: loads, who leaves soon, who waits, and the law's clocks.

use axum::Json;
use axum::extract::State;
use hemma_app::capacity::{
    ClosedFamily as AppClosed, Closing as AppClosing, Line as AppLine, TeamFigures,
};
use hemma_domain::access::{BoardAction, TeamAction};
use hemma_domain::code::Code as _;
use hemma_domain::ids::{BoardId, TeamId};
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use crate::api::{ApiError, ApiPath, ApiVisit, Refused, Words};
use crate::http::Site;
use crate::http::route::{Access, Routes};

/// The routes of this resource.
pub fn routes() -> Routes {
    Routes::default()
        .get(
            "/api/v1/teams/{team}/capacity",
            Access::Team(TeamAction::SeeCapacity),
            get,
        )
        .get(
            "/api/v1/teams/{team}/closed",
            Access::Team(TeamAction::SeeCapacity),
            closed,
        )
        .get(
            "/api/v1/boards/{board}/unit",
            Access::Board(BoardAction::SeeUnit),
            unit,
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

/// The families that a team has taken leave of.
#[derive(Debug, Serialize, ToSchema)]
pub struct ClosedFamilies {
    /// The last to end first.
    pub families: Vec<ClosedFamily>,
    /// There are older ones.
    pub more: bool,
}

/// How one treatment ended.
#[derive(Debug, Serialize, ToSchema)]
pub struct ClosedFamily {
    pub line: Line,
    pub ended_on: String,
    /// A closing reason of the programme.
    pub reason: String,
    pub programme: String,
    pub programme_version: u32,
    /// Months after closing of the next follow-up; null where none is left.
    pub follow_up_months: Option<u32>,
    pub follow_up_on: Option<String>,
}

/// A board's teams, without any family.
#[derive(Debug, Serialize, ToSchema)]
pub struct BoardUnit {
    pub teams: Vec<UnitTeam>,
    /// The first to run out first.
    pub clocks: Vec<UnitClock>,
}

/// One team in numbers.
#[derive(Debug, Serialize, ToSchema)]
pub struct UnitTeam {
    pub team: Uuid,
    pub name: String,
    pub programme: Words,
    pub therapists: usize,
    pub open: usize,
    pub waiting: usize,
    pub referred: usize,
    /// Families there is room for; null where the programme limits nothing.
    pub free: Option<u32>,
    /// Therapists with more families than the programme allows.
    pub over: usize,
}

/// A clock of the law that runs for a case of one of the teams.
#[derive(Debug, Serialize, ToSchema)]
pub struct UnitClock {
    /// The case's code.
    pub code: String,
    /// The team's name.
    pub team: String,
    /// `carry_out` or `lvu_review`.
    pub kind: &'static str,
    /// The last day in time.
    pub by: String,
    /// `over`, `near`, `running`.
    pub state: &'static str,
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

/// The families that a team has taken leave of.
#[utoipa::path(get, operation_id = "closed_families", path = "/api/v1/teams/{team}/closed",
    params(("team" = Uuid, Path)),
    responses((status = 200, body = ClosedFamilies), Refused))]
pub async fn closed(
    visit: ApiVisit,
    State(site): State<Site>,
    ApiPath(team): ApiPath<TeamId>,
) -> Result<Json<ClosedFamilies>, ApiError> {
    let read = site.app.closed_families(&visit.0.ctx, team).await;
    let read = read.map_err(ApiError::of(&visit))?;
    Ok(Json(ClosedFamilies {
        families: read.cases.into_iter().map(ClosedFamily::from).collect(),
        more: read.has_more,
    }))
}

/// A board's teams in numbers.
#[utoipa::path(get, operation_id = "unit", path = "/api/v1/boards/{board}/unit",
    params(("board" = Uuid, Path)),
    responses((status = 200, body = BoardUnit), Refused))]
pub async fn unit(
    visit: ApiVisit,
    State(site): State<Site>,
    ApiPath(board): ApiPath<BoardId>,
) -> Result<Json<BoardUnit>, ApiError> {
    let read = site.app.unit(&visit.0.ctx, board).await;
    let read = read.map_err(ApiError::of(&visit))?;
    let today = visit.0.ctx.today();
    let clocks = read
        .clocks
        .into_iter()
        .map(|(code, team, clock)| UnitClock {
            code,
            team,
            kind: clock.kind.code(),
            by: clock.by.to_string(),
            state: clock.state(today).code(),
        });
    Ok(Json(BoardUnit {
        teams: read.teams.into_iter().map(UnitTeam::from).collect(),
        clocks: clocks.collect(),
    }))
}

impl From<AppClosed> for ClosedFamily {
    fn from(one: AppClosed) -> ClosedFamily {
        ClosedFamily {
            line: Line::from(one.line),
            ended_on: one.on.to_string(),
            reason: one.reason,
            programme: one.programme.code.clone(),
            programme_version: one.programme.version,
            follow_up_months: one.next.map(|(months, _)| months),
            follow_up_on: one.next.map(|(_, on)| on.to_string()),
        }
    }
}

impl From<TeamFigures> for UnitTeam {
    fn from(one: TeamFigures) -> UnitTeam {
        UnitTeam {
            team: one.team.id.0,
            name: one.team.name,
            programme: Words::from(&one.programme),
            therapists: one.therapists,
            open: one.open,
            waiting: one.waiting,
            referred: one.referred,
            free: one.free,
            over: one.over,
        }
    }
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
