//! Measures of a case with their scores, and what is due in a team.

use axum::Json;
use axum::extract::State;
use hemma_app::measure::{CaseMeasure, ScoreShown, TeamLine};
use hemma_domain::access::{CaseAction, TeamAction};
use hemma_domain::code::Code as _;
use hemma_domain::ids::{CaseId, TeamId};
use hemma_domain::instrument::{Confirmation, Ratio};
use hemma_domain::measure::{self as domain, State as MeasureState};
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use crate::api::{ApiError, ApiPath, ApiQuery, ApiVisit, Part, Refused, Window};
use crate::http::Site;
use crate::http::route::{Access, Routes};

/// The routes of this resource.
pub fn routes() -> Routes {
    Routes::default()
        .get(
            "/api/v1/cases/{case}/measures",
            Access::Case(CaseAction::See),
            of_case,
        )
        .get(
            "/api/v1/teams/{team}/measures",
            Access::Team(TeamAction::SeeMeasures),
            of_team,
        )
}

/// One measure of a case.
#[derive(Debug, Serialize, ToSchema)]
pub struct Measure {
    pub id: Uuid,
    pub instrument: String,
    pub instrument_version: u32,
    pub respondent: Option<Uuid>,
    pub due_on: String,
    pub opens_on: String,
    pub closes_on: String,
    /// `due`, `done`, `declined`, `unreachable` or `not_asked`.
    pub state: &'static str,
    /// Why it was declined, or why nobody was asked.
    pub reason: Option<&'static str>,
    pub attempts: usize,
    /// They answered on their own, by a link.
    pub by_link: bool,
    /// How the interview went; for those who release scores.
    pub note: String,
    pub released: bool,
    /// Empty where you may not see them, or not yet.
    pub scores: Vec<Score>,
}

/// One score, exact.
#[derive(Debug, Serialize, ToSchema)]
pub struct Score {
    pub scale: String,
    pub rule: String,
    pub rule_version: u32,
    /// Whether the authors or the licence holder vouch for the rule.
    pub confirmed: bool,
    /// The sum of what the answers count.
    pub k: i64,
    /// How many items were counted.
    pub n: u32,
    /// How many items the scale has.
    pub items: u32,
    /// Nothing where too few items were answered.
    pub numerator: Option<i64>,
    /// Nothing where too few items were answered.
    pub denominator: Option<i64>,
    /// Compared exactly; nothing where the scale has no cut-off.
    pub cut_off_met: Option<bool>,
    /// A fraction as in `111/2`, from the norm table for age and sex on the day of the answers; nothing without one.
    pub norm: Option<String>,
}

/// One measure of a team: no name, no answer, no score.
#[derive(Debug, Serialize, ToSchema)]
pub struct TeamMeasure {
    pub id: Uuid,
    /// The case's code.
    pub code: String,
    pub instrument: String,
    pub due_on: String,
    pub closes_on: String,
    /// `due`, `done`, `declined`, `unreachable` or `not_asked`.
    pub state: &'static str,
    /// Why it was declined, or why nobody was asked.
    pub reason: Option<&'static str>,
    pub attempts: usize,
}

/// The measures of a case, the first due first.
#[utoipa::path(get, operation_id = "case_measures", path = "/api/v1/cases/{case}/measures",
    params(("case" = Uuid, Path), Window),
    responses((status = 200, body = Part<Measure>), Refused))]
pub async fn of_case(
    visit: ApiVisit,
    State(site): State<Site>,
    ApiPath(case): ApiPath<CaseId>,
    ApiQuery(window): ApiQuery<Window>,
) -> Result<Json<Part<Measure>>, ApiError> {
    let read = site.app.case_measures(&visit.0.ctx, case).await;
    let read = read.map_err(ApiError::of(&visit))?;
    Part::of(&visit, &window, read.lines, Measure::from).map(Json)
}

/// What is due in a team, the first due first.
#[utoipa::path(get, operation_id = "team_measures", path = "/api/v1/teams/{team}/measures",
    params(("team" = Uuid, Path), Window),
    responses((status = 200, body = Part<TeamMeasure>), Refused))]
pub async fn of_team(
    visit: ApiVisit,
    State(site): State<Site>,
    ApiPath(team): ApiPath<TeamId>,
    ApiQuery(window): ApiQuery<Window>,
) -> Result<Json<Part<TeamMeasure>>, ApiError> {
    let read = site.app.team_measures(&visit.0.ctx, team).await;
    let read = read.map_err(ApiError::of(&visit))?;
    Part::of(&visit, &window, read.lines, TeamMeasure::from).map(Json)
}

fn reason(measure: &domain::Measure) -> Option<&'static str> {
    match measure.state {
        MeasureState::Declined { why, .. } => Some(why.code()),
        MeasureState::NotAsked { why } => Some(why.code()),
        MeasureState::Due | MeasureState::Done { .. } | MeasureState::Unreachable => None,
    }
}

impl From<CaseMeasure> for Measure {
    fn from(one: CaseMeasure) -> Measure {
        let measure = &one.measure;
        Measure {
            id: measure.id.0,
            instrument: measure.instrument.clone(),
            instrument_version: measure.instrument_version,
            respondent: measure.respondent.map(|person| person.0),
            due_on: measure.window.due_on.to_string(),
            opens_on: measure.window.opens_on.to_string(),
            closes_on: measure.window.closes_on.to_string(),
            state: measure.state.code().code(),
            reason: reason(measure),
            attempts: one.attempts,
            by_link: matches!(
                measure.state,
                MeasureState::Done {
                    by: domain::Hand::Link(_),
                    ..
                }
            ),
            note: one.note.clone(),
            released: measure.released.is_some(),
            scores: one.scores.iter().map(Score::from).collect(),
        }
    }
}

impl From<&ScoreShown> for Score {
    fn from(one: &ScoreShown) -> Score {
        let value = one.kept.value();
        Score {
            scale: one.kept.scale.clone(),
            rule: one.kept.rule.clone(),
            rule_version: one.kept.rule_version,
            confirmed: one.confirmation != Confirmation::NotConfirmed,
            k: one.kept.k,
            n: one.kept.n,
            items: one.kept.items,
            numerator: value.map(Ratio::num),
            denominator: value.map(Ratio::den),
            cut_off_met: one.reading.as_ref().and_then(|read| read.cut_off_met),
            norm: one.norm.map(|norm| norm.to_string()),
        }
    }
}

impl From<TeamLine> for TeamMeasure {
    fn from(one: TeamLine) -> TeamMeasure {
        let measure = &one.measure;
        TeamMeasure {
            id: measure.id.0,
            code: one.code.clone(),
            instrument: measure.instrument.clone(),
            due_on: measure.window.due_on.to_string(),
            closes_on: measure.window.closes_on.to_string(),
            state: measure.state.code().code(),
            reason: reason(measure),
            attempts: one.attempts,
        }
    }
}
