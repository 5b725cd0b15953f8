//! The month's report on a team: counts beside the months before.

use axum::Json;
use axum::extract::State;
use hemma_app::month_report::MonthReport as Found;
use hemma_domain::access::TeamAction;
use hemma_domain::code::Code as _;
use hemma_domain::ids::TeamId;
use hemma_domain::month::Month;
use hemma_domain::month_report::Value;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

use crate::api::review::Figure;
use crate::api::{ApiError, ApiPath, ApiQuery, ApiVisit, Refused};
use crate::http::Site;
use crate::http::route::{Access, Routes};

/// The routes of this resource.
pub fn routes() -> Routes {
    Routes::default().get(
        "/api/v1/teams/{team}/month-report",
        Access::Team(TeamAction::SeeMonthReport),
        get,
    )
}

/// Which month is asked for.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct AskedMonth {
    /// `2026-10`; the last month that has ended by default, and where the text names none.
    #[param(example = "2026-10")]
    month: Option<String>,
}

/// What a line says of a month.
#[derive(Debug, Serialize, ToSchema)]
pub struct MonthValue {
    pub month: String,
    /// So many; of so many where `of` is given.
    pub count: u32,
    /// How many were due; null for a plain count.
    pub of: Option<u32>,
}

/// A line over the months, the oldest first.
#[derive(Debug, Serialize, ToSchema)]
pub struct MonthLine {
    /// `on_time`, `supervised`, `consulted`, `consultations`, `by_leader`, `by_consultant`, `answered`, `overdue`, `done`,
    /// `interviews`, `leader_ratings` or `consultant_ratings`.
    pub line: &'static str,
    /// More is worse.
    pub burden: bool,
    pub months: Vec<MonthValue>,
}

/// The report on a month.
#[derive(Debug, Serialize, ToSchema)]
pub struct MonthReport {
    pub team: Uuid,
    pub name: String,
    pub month: String,
    /// It has not ended: counted up to now.
    pub runs: bool,
    /// Who leads the team.
    pub leaders: Vec<String>,
    pub lines: Vec<MonthLine>,
    /// The quarter of the month.
    pub quarter: String,
    /// What the interviews say of the quarter; null where the programme has no such figure.
    pub adherence: Option<Figure>,
    /// Somebody vouches for the rule by which interviews are scored.
    pub rule_is_confirmed: bool,
}

/// A team's report on a month.
#[utoipa::path(get, operation_id = "month_report", path = "/api/v1/teams/{team}/month-report",
    params(("team" = Uuid, Path), AskedMonth), responses((status = 200, body = MonthReport), Refused))]
pub async fn get(
    visit: ApiVisit,
    State(site): State<Site>,
    ApiPath(team): ApiPath<TeamId>,
    ApiQuery(asked): ApiQuery<AskedMonth>,
) -> Result<Json<MonthReport>, ApiError> {
    let month: Option<Month> = asked.month.as_deref().and_then(|month| month.parse().ok());
    let read = site.app.month_report(&visit.0.ctx, team, month).await;
    let read = read.map_err(ApiError::of(&visit))?;
    Ok(Json(MonthReport::from(read)))
}

impl From<Found> for MonthReport {
    fn from(found: Found) -> MonthReport {
        let months = found.months;
        let lines = found.lines.into_iter().map(|(line, values)| MonthLine {
            line: line.code(),
            burden: line.is_burden(),
            months: months
                .iter()
                .zip(values)
                .map(|(month, value)| MonthValue {
                    month: month.to_string(),
                    count: match value {
                        Value::Count(count) | Value::Part(count, _) => count,
                    },
                    of: match value {
                        Value::Count(_) => None,
                        Value::Part(_, of) => Some(of),
                    },
                })
                .collect(),
        });
        let (term, line) = found.adherence;
        MonthReport {
            lines: lines.collect(),
            team: found.team.id.0,
            name: found.team.name,
            month: found.month.to_string(),
            runs: found.runs,
            leaders: found.leaders,
            quarter: term.to_string(),
            rule_is_confirmed: found.rule_is_confirmed,
            adherence: line.map(|line| Figure::from(line.now)),
        }
    }
}
