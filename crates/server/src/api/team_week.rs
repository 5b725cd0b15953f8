//! A team's week: a row for each family.

use axum::Json;
use axum::extract::State;
use hemma_domain::access::TeamAction;
use hemma_domain::case::Safety;
use hemma_domain::code::Code as _;
use hemma_domain::ids::TeamId;
use hemma_domain::team_week;
use hemma_domain::time::Week;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

use crate::api::{ApiError, ApiPath, ApiQuery, ApiVisit, Refused, week};
use crate::http::Site;
use crate::http::route::{Access, Routes};

/// The routes of this resource.
pub fn routes() -> Routes {
    Routes::default().get(
        "/api/v1/teams/{team}/week",
        Access::Team(TeamAction::SeeWeek),
        get,
    )
}

/// Which week is asked for.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct Asked {
    /// As in `2026-W47`; this week by default.
    #[param(example = "2026-W47")]
    week: Option<String>,
}

impl Asked {
    /// The week, read; none where the query names none.
    pub fn week(&self, visit: &ApiVisit) -> Result<Option<Week>, ApiError> {
        self.week
            .as_deref()
            .map(|week| week.parse().map_err(|_| ApiError::invalid(visit)))
            .transpose()
    }
}

/// A team's week.
#[derive(Debug, Serialize, ToSchema)]
pub struct TeamWeek {
    pub team: Uuid,
    pub name: String,
    pub board: String,
    pub week: String,
    /// The week whose summaries are talked about in this one.
    pub summed_up: String,
    pub families: Vec<Family>,
}

/// One family's row.
#[derive(Debug, Serialize, ToSchema)]
pub struct Family {
    pub case: Uuid,
    pub code: String,
    /// Null where the reader may not see the family.
    pub label: Option<String>,
    pub therapist: String,
    pub treatment_week: Option<i64>,
    /// Contacts that count, and how many the programme asks for.
    pub contacts: u32,
    pub minimum: Option<u32>,
    /// `reached`, `on_the_way`, `behind`.
    pub pace: &'static str,
    /// Where the summary stands; null where there is nothing to sum up.
    pub summary: Option<&'static str>,
    /// Weeks whose summary is late, the oldest first.
    pub late: Vec<String>,
    /// The day for which the next interview is planned.
    pub next_interview_on: Option<String>,
    /// `current`, `overdue`, `missing`; null where the programme has no plan.
    pub safety: Option<&'static str>,
    pub steps_met: u32,
    pub steps_partly: u32,
    pub steps_unmet: u32,
    pub steps_unjudged: u32,
    pub tasks_open: u32,
    pub tasks_overdue: u32,
    pub incidents_unread: u32,
    /// Calls of the night that nobody has taken over.
    pub calls_open: u32,
    pub feedback_unanswered: u32,
    /// What calls for somebody's eyes, the gravest first, as in `no_plan`.
    pub concerns: Vec<&'static str>,
}

/// A team's week.
#[utoipa::path(get, operation_id = "team_week", path = "/api/v1/teams/{team}/week",
    params(("team" = Uuid, Path), Asked),
    responses((status = 200, body = TeamWeek), Refused))]
pub async fn get(
    visit: ApiVisit,
    State(site): State<Site>,
    ApiPath(team): ApiPath<TeamId>,
    ApiQuery(asked): ApiQuery<Asked>,
) -> Result<Json<TeamWeek>, ApiError> {
    let read = site
        .app
        .team_week(&visit.0.ctx, team, asked.week(&visit)?)
        .await
        .map_err(ApiError::of(&visit))?;
    Ok(Json(TeamWeek {
        team: read.team.id.0,
        name: read.team.name,
        board: read.board.name,
        week: read.week.to_string(),
        summed_up: read.summed_up.to_string(),
        families: read.rows.into_iter().map(Family::from).collect(),
    }))
}

impl From<team_week::FamilyWeek> for Family {
    fn from(row: team_week::FamilyWeek) -> Family {
        let figures = row.figures;
        Family {
            case: row.case.id.0,
            code: row.case.code,
            label: row.may_see.then_some(row.case.label),
            therapist: row.therapist,
            treatment_week: row.treatment_week,
            contacts: figures.contacts,
            minimum: row.minimum,
            pace: row.pace.code(),
            summary: row.summary.map(week::state),
            late: row.late.iter().map(ToString::to_string).collect(),
            next_interview_on: row.next_interview.map(|day| day.to_string()),
            safety: row.safety.map(|safety| match safety {
                Safety::Current { .. } => "current",
                Safety::Overdue { .. } => "overdue",
                Safety::Missing => "missing",
            }),
            steps_met: figures.steps_met,
            steps_partly: figures.steps_partly,
            steps_unmet: figures.steps_unmet,
            steps_unjudged: figures.steps_unjudged,
            tasks_open: figures.tasks_open,
            tasks_overdue: figures.tasks_overdue,
            incidents_unread: figures.incidents_unread,
            calls_open: figures.calls_open,
            feedback_unanswered: figures.feedback_unanswered,
            concerns: row.concerns.iter().map(|concern| concern.code()).collect(),
        }
    }
}
