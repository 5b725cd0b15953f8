//! Half-yearly reviews as they are written, with the figures that stand in them.

use axum::Json;
use axum::extract::State;
use hemma_app::review::{
    Drawn, Funnel as FoundFunnel, Line, NetworkDocument, Quarterly, TeamDocument, Written,
};
use hemma_domain::access::{ReviewAction, TeamAction};
use hemma_domain::code::Code as _;
use hemma_domain::ids::{NetworkId, TeamId};
use hemma_domain::review::{Action, Signed};
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use super::plot::{Funnel, TimeInTreatment};
use super::{Figure, Target, TeamFigures};
use crate::api::fidelity::Interval;
use crate::api::{ApiError, ApiPath, ApiVisit, Refused, moment};
use crate::http::Site;
use crate::http::route::{Access, Routes};

/// The routes of this resource.
pub(super) fn routes() -> Routes {
    Routes::default()
        .get(
            "/api/v1/teams/{team}/reviews/{term}",
            Access::Team(TeamAction::SeeReview),
            of_team,
        )
        .get(
            "/api/v1/networks/{network}/reviews/{programme}/{term}",
            Access::Review(ReviewAction::See),
            of_network,
        )
}

/// What was written of a half-year.
#[derive(Debug, Serialize, ToSchema)]
pub struct ReviewText {
    pub summary: String,
    pub goals: String,
    pub actions: Vec<ReviewedAction>,
    /// The actions of the half-year before, and what became of them.
    pub followed_up: Vec<ReviewedAction>,
    /// The leader of the team, or of the network; none before they signed.
    pub leader: Option<Signature>,
    pub consultant: Option<Signature>,
    /// Both have signed.
    pub is_signed: bool,
    /// 0 before anything was written.
    pub version: i64,
}

/// What somebody is to do after a review.
#[derive(Debug, Serialize, ToSchema)]
pub struct ReviewedAction {
    pub number: u32,
    pub what: String,
    pub owner: Uuid,
    pub owner_name: String,
    pub due_on: String,
    /// `open`, `done`, `partly` or `not_done`.
    pub outcome: &'static str,
    pub remark: String,
}

/// Who signed, and when.
#[derive(Debug, Serialize, ToSchema)]
pub struct Signature {
    pub by: Uuid,
    pub name: String,
    pub at: String,
}

/// A figure beside that of the half-year before.
#[derive(Debug, Serialize, ToSchema)]
pub struct ComparedFigure {
    pub now: Figure,
    pub before: Figure,
    pub target: Option<Target>,
}

/// A figure's way here.
#[derive(Debug, Serialize, ToSchema)]
pub struct WayHere {
    /// As the column of `indicators.csv`.
    pub figure: &'static str,
    /// Quarters of a team, half-years of a network, the oldest first.
    pub terms: Vec<WayPoint>,
}

/// One term of a chart.
#[derive(Debug, Serialize, ToSchema)]
pub struct WayPoint {
    pub term: String,
    pub runs: bool,
    /// None where it is hidden, or there is nothing to divide by.
    pub value: Option<f64>,
    /// The 95 % interval of the value.
    pub interval: Option<Interval>,
    /// None of a network, whose half-years are not watched.
    pub expected: Option<f64>,
    /// Below it, it is more than chance; none where only higher is watched, or nothing is known.
    pub lower: Option<f64>,
    pub upper: Option<f64>,
    pub signal: bool,
}

/// A team's half-yearly review.
#[derive(Debug, Serialize, ToSchema)]
pub struct TeamReviewDocument {
    pub team: Uuid,
    pub name: String,
    pub board: String,
    pub programme: String,
    pub term: String,
    /// The last day that is counted, where somebody has signed; the figures are those of today otherwise.
    pub kept_on: Option<String>,
    pub text: ReviewText,
    pub figures: Vec<ComparedFigure>,
    /// Kept as they were when somebody signed, as the figures are.
    pub way_here: Vec<WayHere>,
    /// It was signed before these were kept: `way_here` is empty.
    pub lacks_drawings: bool,
}

/// The half-yearly review of a network's programme.
#[derive(Debug, Serialize, ToSchema)]
pub struct NetworkReviewDocument {
    pub network: Uuid,
    pub name: String,
    pub programme: String,
    pub term: String,
    /// The last day that is counted, where somebody has signed; the figures are those of today otherwise.
    pub kept_on: Option<String>,
    /// Counts below this are hidden, and others from which they could be worked out.
    pub hidden_below: u32,
    pub text: ReviewText,
    /// All teams together.
    pub figures: Vec<ComparedFigure>,
    pub teams: Vec<TeamFigures>,
    /// Of every share that can be shown.
    pub funnels: Vec<Funnel>,
    pub time_in_treatment: TimeInTreatment,
    pub way_here: Vec<WayHere>,
}

/// A team's half-yearly review. Whoever is outside the team reads it once both have signed.
#[utoipa::path(get, operation_id = "team_review_document", path = "/api/v1/teams/{team}/reviews/{term}",
    params(("team" = Uuid, Path), ("term" = String, Path, description = "A half-year: `2026H2`.")),
    responses((status = 200, body = TeamReviewDocument), Refused))]
pub async fn of_team(
    visit: ApiVisit,
    State(site): State<Site>,
    ApiPath((team, term)): ApiPath<(TeamId, String)>,
) -> Result<Json<TeamReviewDocument>, ApiError> {
    let read = site.app.review_document(&visit.0.ctx, team, &term).await;
    Ok(Json(read.map_err(ApiError::of(&visit))?.into()))
}

/// The half-yearly review of a network's programme. Whoever does not write it reads it once both have signed.
#[utoipa::path(get, operation_id = "network_review_document",
    path = "/api/v1/networks/{network}/reviews/{programme}/{term}",
    params(("network" = Uuid, Path),
        ("programme" = String, Path, description = "A programme's code: `MST-CAN`."),
        ("term" = String, Path, description = "A half-year: `2026H2`.")),
    responses((status = 200, body = NetworkReviewDocument), Refused))]
pub async fn of_network(
    visit: ApiVisit,
    State(site): State<Site>,
    ApiPath((network, programme, term)): ApiPath<(NetworkId, String, String)>,
) -> Result<Json<NetworkReviewDocument>, ApiError> {
    let at = (network, programme.as_str(), term.as_str());
    let read = site.app.network_review_document(&visit.0.ctx, at).await;
    Ok(Json(read.map_err(ApiError::of(&visit))?.into()))
}

impl From<&Written> for ReviewText {
    fn from(written: &Written) -> ReviewText {
        let document = &written.document;
        let name = |id| written.names.get(&id).cloned().unwrap_or_default();
        let action = |one: &Action| ReviewedAction {
            number: one.number,
            what: one.what.clone(),
            owner: one.owner.0,
            owner_name: name(one.owner),
            due_on: one.due_on.to_string(),
            outcome: one.outcome.code(),
            remark: one.remark.clone(),
        };
        let signature = |one: Signed| Signature {
            by: one.by.0,
            name: name(one.by),
            at: moment(one.at),
        };
        let previous = written.previous.iter().flat_map(|one| &one.actions);
        ReviewText {
            summary: document.summary.clone(),
            goals: document.goals.clone(),
            actions: document.actions.iter().map(action).collect(),
            followed_up: previous.map(action).collect(),
            leader: document.leader.map(signature),
            consultant: document.consultant.map(signature),
            is_signed: document.is_signed(),
            version: document.version,
        }
    }
}

impl From<&Line> for ComparedFigure {
    fn from(line: &Line) -> ComparedFigure {
        ComparedFigure {
            now: Figure::from(line.now),
            before: Figure::from(line.before),
            target: line.held.as_ref().map(Target::from),
        }
    }
}

impl From<&Drawn> for WayHere {
    fn from(one: &Drawn) -> WayHere {
        WayHere {
            figure: one.figure.code(),
            terms: one.quarters.iter().map(WayPoint::from).collect(),
        }
    }
}

impl From<&Quarterly> for WayPoint {
    fn from(one: &Quarterly) -> WayPoint {
        WayPoint {
            term: one.term.to_string(),
            runs: one.runs,
            value: one.reading.value,
            interval: one.reading.interval.map(Interval::from),
            expected: one.usual.map(|usual| usual.expected),
            lower: one.usual.and_then(|usual| usual.lower),
            upper: one.usual.and_then(|usual| usual.upper),
            signal: one.signal,
        }
    }
}

fn kept_on(written: &Written) -> Option<String> {
    written.frozen_on().map(|day| day.to_string())
}

impl From<TeamDocument> for TeamReviewDocument {
    fn from(found: TeamDocument) -> TeamReviewDocument {
        let review = &found.review;
        TeamReviewDocument {
            team: review.team.id.0,
            name: review.team.name.clone(),
            board: review.board.clone(),
            programme: review.team.programme.clone(),
            term: review.term.to_string(),
            kept_on: kept_on(&found.written),
            text: ReviewText::from(&found.written),
            figures: review.lines.iter().map(ComparedFigure::from).collect(),
            way_here: found.drawn.iter().map(WayHere::from).collect(),
            lacks_drawings: found.lacks_drawings,
        }
    }
}

impl From<NetworkDocument> for NetworkReviewDocument {
    fn from(found: NetworkDocument) -> NetworkReviewDocument {
        let review = found.review;
        let funnels: Vec<FoundFunnel> = review
            .funnels()
            .into_iter()
            .filter_map(|figure| review.funnel(figure))
            .collect();
        NetworkReviewDocument {
            network: found.network.id.0,
            name: found.network.name,
            kept_on: kept_on(&found.written),
            text: ReviewText::from(&found.written),
            figures: found.lines.iter().map(ComparedFigure::from).collect(),
            way_here: found.drawn.iter().map(WayHere::from).collect(),
            funnels: funnels.iter().map(Funnel::from).collect(),
            time_in_treatment: TimeInTreatment::from(&review.time),
            term: review.term.to_string(),
            hidden_below: review.least,
            programme: review.programme,
            teams: review.teams.into_iter().map(TeamFigures::from).collect(),
        }
    }
}
