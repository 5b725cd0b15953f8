//! Funded projects of a network.

use axum::Json;
use axum::extract::State;
use hemma_app::project::{OneProject, ProjectFigures, ProjectLine};
use hemma_app::review::Reading;
use hemma_domain::access::NetworkAction;
use hemma_domain::code::Code as _;
use hemma_domain::ids::{NetworkId, ProjectId};
use hemma_domain::programme::{Goal, Hundredths};
use hemma_domain::project::{Item, Target};
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use crate::api::fidelity::Interval;
use crate::api::review::rule_confirmed;
use crate::api::{ApiError, ApiPath, ApiQuery, ApiVisit, Part, Refused, Window};
use crate::http::Site;
use crate::http::route::{Access, Routes};

/// The routes of this resource.
pub fn routes() -> Routes {
    const KEEP: Access = Access::Network(NetworkAction::KeepProjects);
    Routes::default()
        .get("/api/v1/networks/{network}/projects", KEEP, list)
        .get("/api/v1/networks/{network}/projects/{project}", KEEP, get)
}

/// A project in the list.
#[derive(Debug, Serialize, ToSchema)]
pub struct Project {
    pub id: Uuid,
    pub name: String,
    pub funder: String,
    pub first_day: String,
    pub last_day: String,
    pub teams: Vec<Uuid>,
    /// Something that was due is not done.
    pub late: bool,
}

/// A project with all that is kept of it.
#[derive(Debug, Serialize, ToSchema)]
pub struct ProjectDetail {
    pub id: Uuid,
    pub name: String,
    pub funder: String,
    pub diary: String,
    pub purpose: String,
    pub first_day: String,
    pub last_day: String,
    pub items: Vec<ProjectItem>,
    pub years: Vec<ProjectYear>,
    /// Everything that was given out, together.
    pub together: Vec<ProjectFigure>,
}

/// A goal, an instalment, an account, a risk or a decision.
#[derive(Debug, Serialize, ToSchema)]
pub struct ProjectItem {
    pub id: Uuid,
    pub kind: &'static str,
    pub title: String,
    pub text: String,
    pub on: Option<String>,
    /// In öre.
    pub amount: Option<i64>,
    pub goal: Option<ProjectGoal>,
    pub done: Option<String>,
}

/// What a figure should be, in its unit, and whether all that was given out meets it.
#[derive(Debug, Serialize, ToSchema)]
pub struct ProjectGoal {
    pub figure: &'static str,
    pub at_least: Option<f64>,
    pub below: Option<f64>,
    /// The upper end, itself included.
    pub at_most: Option<f64>,
    /// None where nothing of it was given out.
    pub met: Option<bool>,
}

/// What was given out of a year.
#[derive(Debug, Serialize, ToSchema)]
pub struct ProjectYear {
    pub year: i16,
    pub figures: Vec<ProjectFigure>,
    /// Teams whose leader gave out nothing of it yet.
    pub lacking: Vec<Uuid>,
}

/// One figure.
#[derive(Debug, Serialize, ToSchema)]
pub struct ProjectFigure {
    pub figure: &'static str,
    pub value: Option<f64>,
    pub numerator: Option<i64>,
    pub denominator: Option<i64>,
    /// The 95 % interval.
    pub interval: Option<Interval>,
    /// Whether the authors or the licence holder vouch for the rule of the scores that it is made of; null where it is made
    /// of none.
    pub rule_confirmed: Option<bool>,
}

impl From<ProjectLine> for Project {
    fn from(line: ProjectLine) -> Project {
        let one = line.project;
        Project {
            id: one.id.0,
            name: one.name,
            funder: one.funder,
            first_day: one.begins.to_string(),
            last_day: one.ends.to_string(),
            teams: one.teams.iter().map(|team| team.0).collect(),
            late: line.is_late,
        }
    }
}

fn goal(target: Target, figures: &ProjectFigures) -> ProjectGoal {
    let (mut at_least, mut below, mut at_most) = (None, None, None);
    let number = |limit: Hundredths| Some(f64::from(limit.0) / 100.0);
    match target.goal {
        Goal::AtLeast(least) => at_least = number(least),
        Goal::Below(most) => below = number(most),
        Goal::Within(least, most) => (at_least, at_most) = (number(least), number(most)),
    }
    ProjectGoal {
        figure: target.figure.code(),
        at_least,
        below,
        at_most,
        met: figures.meets(target),
    }
}

impl ProjectItem {
    fn of(one: &Item, figures: &ProjectFigures) -> ProjectItem {
        ProjectItem {
            id: one.id.0,
            kind: one.kind.code(),
            title: one.title.clone(),
            text: one.text.clone(),
            on: one.on.map(|day| day.to_string()),
            amount: one.amount.map(|amount| amount.0),
            goal: one.target.map(|target| goal(target, figures)),
            done: one.done.map(|day| day.to_string()),
        }
    }
}

impl From<&Reading> for ProjectFigure {
    fn from(one: &Reading) -> ProjectFigure {
        ProjectFigure {
            figure: one.figure.code(),
            value: one.value,
            numerator: one.parts.map(|(part, _)| part),
            denominator: one.parts.map(|(_, of)| of),
            interval: one.interval.map(Interval::from),
            rule_confirmed: rule_confirmed(*one),
        }
    }
}

impl From<OneProject> for ProjectDetail {
    fn from(found: OneProject) -> ProjectDetail {
        let one = found.project;
        let figures = |all: &[Reading]| all.iter().map(ProjectFigure::from).collect();
        let years = found.figures.years.iter();
        ProjectDetail {
            items: found
                .items
                .iter()
                .map(|one| ProjectItem::of(one, &found.figures))
                .collect(),
            years: years
                .map(|year| ProjectYear {
                    year: year.year,
                    figures: figures(&year.readings),
                    lacking: year.lacking.iter().map(|team| team.0).collect(),
                })
                .collect(),
            together: figures(&found.figures.whole),
            id: one.id.0,
            name: one.name,
            funder: one.funder,
            diary: one.diary,
            purpose: one.purpose,
            first_day: one.begins.to_string(),
            last_day: one.ends.to_string(),
        }
    }
}

/// The projects of a network.
#[utoipa::path(get, operation_id = "projects", path = "/api/v1/networks/{network}/projects",
    params(("network" = Uuid, Path), Window), responses((status = 200, body = Part<Project>), Refused))]
pub async fn list(
    visit: ApiVisit,
    State(site): State<Site>,
    ApiPath(network): ApiPath<NetworkId>,
    ApiQuery(window): ApiQuery<Window>,
) -> Result<Json<Part<Project>>, ApiError> {
    let found = site.app.projects(&visit.0.ctx, network).await;
    let found = found.map_err(ApiError::of(&visit))?;
    Part::of(&visit, &window, found.lines, Project::from).map(Json)
}

/// One project with what is kept of it and what its teams gave out.
#[utoipa::path(get, operation_id = "project", path = "/api/v1/networks/{network}/projects/{project}",
    params(("network" = Uuid, Path), ("project" = Uuid, Path)), responses((status = 200, body = ProjectDetail), Refused))]
pub async fn get(
    visit: ApiVisit,
    State(site): State<Site>,
    ApiPath(at): ApiPath<(NetworkId, ProjectId)>,
) -> Result<Json<ProjectDetail>, ApiError> {
    let found = site.app.project(&visit.0.ctx, at).await;
    Ok(Json(found.map_err(ApiError::of(&visit))?.into()))
}
