//! Ratings of colleagues: what one is asked, and what a team's rounds say.

use axum::Json;
use axum::extract::State;
use hemma_app::round::{MyRating, RoundShown};
use hemma_domain::access::TeamAction;
use hemma_domain::code::Code as _;
use hemma_domain::ids::TeamId;
use hemma_domain::instrument::{Confirmation, Ratio};
use hemma_domain::round::{Reading, ScaleResult};
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use crate::api::{ApiError, ApiPath, ApiQuery, ApiVisit, Part, Refused, Window};
use crate::http::Site;
use crate::http::route::{Access, Routes};

/// The routes of this resource.
pub fn routes() -> Routes {
    Routes::default()
        .get("/api/v1/ratings", Access::SignedIn, mine)
        .get(
            "/api/v1/teams/{team}/ratings",
            Access::Team(TeamAction::SeeRatings),
            of_team,
        )
}

/// A round that asks you.
#[derive(Debug, Serialize, ToSchema)]
pub struct Rating {
    pub id: Uuid,
    pub team: Uuid,
    pub instrument: String,
    pub instrument_version: u32,
    /// `group_leader` or `consultant`.
    pub about: &'static str,
    /// Whose work it is about.
    pub subject: Uuid,
    pub opens_on: String,
    pub due_on: String,
    pub closes_on: String,
    /// How many must answer for anybody to see a number.
    pub raters_min: u32,
    /// You have answered; what, nobody can tell.
    pub answered: bool,
}

/// A round of a team. No single answer, and nobody who gave one.
#[derive(Debug, Serialize, ToSchema)]
pub struct RatingRound {
    pub id: Uuid,
    pub instrument: String,
    pub instrument_version: u32,
    /// `group_leader` or `consultant`.
    pub about: &'static str,
    /// Whose work it is about.
    pub subject: Uuid,
    pub opens_on: String,
    pub due_on: String,
    pub closes_on: String,
    /// `open` or `closed`.
    pub state: &'static str,
    pub asked: u32,
    pub answered: u32,
    /// How many must answer for anybody to see a number.
    pub raters_min: u32,
    /// Empty while it is open, and where too few answered.
    pub scales: Vec<RatingScale>,
    /// Codes of what the numbers say together.
    pub patterns: Vec<String>,
}

/// One scale of a round, exact: the mean of the raters' means.
#[derive(Debug, Serialize, ToSchema)]
pub struct RatingScale {
    pub scale: String,
    pub rule: String,
    pub rule_version: u32,
    /// Whether the authors or the licence holder vouch for the rule.
    pub confirmed: bool,
    /// How many answers count.
    pub counted: u32,
    /// How many have too few items answered.
    pub left_out: u32,
    /// Nothing where too few count.
    pub numerator: Option<i64>,
    /// Nothing where too few count.
    pub denominator: Option<i64>,
}

/// The rounds that ask you today, whose last day comes first.
#[utoipa::path(get, operation_id = "my_ratings", path = "/api/v1/ratings", params(Window),
    responses((status = 200, body = Part<Rating>), Refused))]
pub async fn mine(
    visit: ApiVisit,
    State(site): State<Site>,
    ApiQuery(window): ApiQuery<Window>,
) -> Result<Json<Part<Rating>>, ApiError> {
    let read = site.app.my_ratings(&visit.0.ctx).await;
    let read = read.map_err(ApiError::of(&visit))?;
    Part::of(&visit, &window, read, Rating::from).map(Json)
}

/// The rounds of a team that you may read, colleague by colleague, the newest first.
#[utoipa::path(get, operation_id = "team_ratings", path = "/api/v1/teams/{team}/ratings",
    params(("team" = Uuid, Path), Window),
    responses((status = 200, body = Part<RatingRound>), Refused))]
pub async fn of_team(
    visit: ApiVisit,
    State(site): State<Site>,
    ApiPath(team): ApiPath<TeamId>,
    ApiQuery(window): ApiQuery<Window>,
) -> Result<Json<Part<RatingRound>>, ApiError> {
    let read = site.app.team_ratings(&visit.0.ctx, team).await;
    let read = read.map_err(ApiError::of(&visit))?;
    let rounds = read.series.into_iter().flat_map(|one| one.rounds).collect();
    Part::of(&visit, &window, rounds, RatingRound::from).map(Json)
}

impl From<MyRating> for Rating {
    fn from(one: MyRating) -> Rating {
        let round = one.round;
        Rating {
            id: round.id.0,
            team: round.team.0,
            instrument: round.instrument,
            instrument_version: round.instrument_version,
            about: round.about.code(),
            subject: round.subject.0,
            opens_on: round.window.opens_on.to_string(),
            due_on: round.window.due_on.to_string(),
            closes_on: round.window.closes_on.to_string(),
            raters_min: round.raters_min,
            answered: one.answered,
        }
    }
}

impl From<RoundShown> for RatingRound {
    fn from(one: RoundShown) -> RatingRound {
        let (scales, patterns) = match &one.reading {
            Reading::Open | Reading::TooFew(_) => (Vec::new(), Vec::new()),
            Reading::Found(found) => (
                found
                    .scales
                    .iter()
                    .map(|scale| of_scale(scale, &one))
                    .collect(),
                found.patterns.clone(),
            ),
        };
        let round = one.round;
        RatingRound {
            id: round.id.0,
            instrument: round.instrument,
            instrument_version: round.instrument_version,
            about: round.about.code(),
            subject: round.subject.0,
            opens_on: round.window.opens_on.to_string(),
            due_on: round.window.due_on.to_string(),
            closes_on: round.window.closes_on.to_string(),
            state: round.state.code().code(),
            asked: one.turnout.asked,
            answered: one.turnout.answered,
            raters_min: round.raters_min,
            scales,
            patterns,
        }
    }
}

fn of_scale(one: &ScaleResult, round: &RoundShown) -> RatingScale {
    let rule = round
        .scorer
        .instrument()
        .scale(&one.scale)
        .map(|scale| &scale.rule);
    let value = one.outcome.value();
    RatingScale {
        scale: one.scale.clone(),
        rule: rule.map(|rule| rule.code.clone()).unwrap_or_default(),
        rule_version: rule.map_or(0, |rule| rule.version),
        confirmed: rule.is_some_and(|rule| rule.confirmation != Confirmation::NotConfirmed),
        counted: one.spread.counted,
        left_out: one.spread.left_out,
        numerator: value.map(Ratio::num),
        denominator: value.map(Ratio::den),
    }
}
