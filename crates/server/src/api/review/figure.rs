//! One figure of a team, with its way here and what stands behind it.

use axum::Json;
use axum::extract::State;
use hemma_app::review::{CaseLine, PostLine, Shown, TeamFigure as Found};
use hemma_domain::ids::TeamId;
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use super::document::WayPoint;
use super::{Asked, Figure, HeldFigure, Target};
use crate::api::{ApiError, ApiPath, ApiQuery, ApiVisit, Refused};
use crate::http::Site;

/// One figure of a team in a term.
#[derive(Debug, Serialize, ToSchema)]
pub struct TeamFigure {
    pub team: Uuid,
    pub term: String,
    #[serde(flatten)]
    pub now: HeldFigure,
    /// The same of the term before.
    pub before: Figure,
    /// Its quarters, the oldest first; empty for whoever sees no small counts.
    pub way_here: Vec<WayPoint>,
    /// None where the reader may not see them, or the figure rests on none.
    pub cases: Option<Vec<CaseBehind>>,
    /// The posts of therapists; none where the reader may not see them, or the figure rests on none.
    pub posts: Option<Vec<PostBehind>>,
}

/// A case behind a figure.
#[derive(Debug, Serialize, ToSchema)]
pub struct CaseBehind {
    /// None where the reader may not open it.
    pub case: Option<Uuid>,
    pub code: String,
    pub opened_on: String,
    pub closed_on: Option<String>,
    /// What it adds.
    pub adds: Figure,
}

/// A therapist's post behind a figure.
#[derive(Debug, Serialize, ToSchema)]
pub struct PostBehind {
    pub name: String,
    pub from: String,
    /// The first day after it; none while it goes on.
    pub to: Option<String>,
    /// What it adds.
    pub adds: Figure,
}

/// One figure of a team, by its code.
#[utoipa::path(get, operation_id = "team_figure", path = "/api/v1/teams/{team}/review/{figure}",
    params(("team" = Uuid, Path),
        ("figure" = String, Path, description = "As the column of `indicators.csv`: `pct_completed`."), Asked),
    responses((status = 200, body = TeamFigure), Refused))]
pub async fn of_team(
    visit: ApiVisit,
    State(site): State<Site>,
    ApiPath((team, figure)): ApiPath<(TeamId, String)>,
    ApiQuery(asked): ApiQuery<Asked>,
) -> Result<Json<TeamFigure>, ApiError> {
    let what = (figure.as_str(), asked.term());
    let read = site.app.team_figure(&visit.0.ctx, team, what).await;
    Ok(Json(read.map_err(ApiError::of(&visit))?.into()))
}

impl From<Found> for TeamFigure {
    fn from(found: Found) -> TeamFigure {
        let behind = |cases: Vec<CaseLine>| cases.iter().map(CaseBehind::from).collect();
        let of_posts = |posts: Vec<PostLine>| posts.iter().map(PostBehind::from).collect();
        TeamFigure {
            team: found.review.team.id.0,
            term: found.review.term.to_string(),
            now: HeldFigure {
                figure: Figure::from(found.line.now),
                target: found.line.held.as_ref().map(Target::from),
                signal: found.line.signal,
            },
            before: Figure::from(found.line.before),
            way_here: found.quarters.iter().map(WayPoint::from).collect(),
            cases: found.cases.map(behind),
            posts: found.posts.map(of_posts),
        }
    }
}

impl From<&CaseLine> for CaseBehind {
    fn from(one: &CaseLine) -> CaseBehind {
        CaseBehind {
            case: one.may_see.then_some(one.case.0),
            code: one.code.clone(),
            opened_on: one.opened_on.to_string(),
            closed_on: one.closed.as_ref().map(|(on, _)| on.to_string()),
            adds: Figure::from(Shown::Whole(one.reading)),
        }
    }
}

impl From<&PostLine> for PostBehind {
    fn from(one: &PostLine) -> PostBehind {
        PostBehind {
            name: one.name.clone(),
            from: one.from.to_string(),
            to: one.to.map(|to| to.to_string()),
            adds: Figure::from(Shown::Whole(one.reading)),
        }
    }
}
