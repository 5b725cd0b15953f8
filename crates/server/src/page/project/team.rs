//! The projects that pay for a team's work, and the figures that its leader gives out for them.

use askama::Template;
use axum::extract::{Path, State};
use axum::response::{IntoResponse as _, Redirect, Response};
use hemma_app::project::{TeamProject, TeamYear};
use hemma_app::review::Shown;
use hemma_domain::ids::{ProjectId, TeamId};

use super::{FigureCell, cell, period};
use crate::http::Site;
use crate::http::error::PageError;
use crate::http::url;
use crate::http::visit::Visit;
use crate::lang::Lang;
use crate::page::review::words;
use crate::page::team_week::Signal;
use crate::page::{Frame, render};

/// A year of a project.
#[derive(Debug, Clone)]
pub struct YearView {
    pub year: String,
    /// Where it is given out.
    pub url: String,
    pub state: Signal,
    /// Whether there is anything to give that was not given yet.
    pub can_give: bool,
    pub figures: Vec<(String, FigureCell)>,
}

/// A project that pays for the team's work.
#[derive(Debug, Clone)]
pub struct TeamProjectView {
    pub id: String,
    pub name: String,
    pub told: String,
    pub purpose: String,
    pub years: Vec<YearView>,
}

/// The projects of a team.
#[derive(Template)]
#[template(path = "project/team.html")]
pub struct TeamProjectsPage {
    pub frame: Frame,
    pub lang: Lang,
    pub review: String,
    pub projects: Vec<TeamProjectView>,
}

fn year(one: &TeamYear, base: &str, lang: Lang) -> YearView {
    let (state, can_give) = match (one.given, one.is_stale) {
        (None, _) => (Signal::new("due", "due", lang.t("project-not-given")), true),
        (Some(at), true) => {
            let told = lang.t1("project-given-stale", "time", lang.full_moment(at));
            (Signal::new("due", "due", told), true)
        }
        (Some(at), false) => {
            let told = lang.t1("project-given", "time", lang.full_moment(at));
            (Signal::new("ok", "ok", told), false)
        }
    };
    YearView {
        year: one.year.to_string(),
        url: format!("{base}/{}", one.year),
        state,
        can_give,
        figures: one
            .readings
            .iter()
            .map(|reading| {
                let name = words::name(Shown::Whole(*reading), lang);
                (name, cell(*reading, lang))
            })
            .collect(),
    }
}

fn view(team: TeamId, one: &TeamProject, lang: Lang) -> TeamProjectView {
    let project = &one.project;
    let base = format!("{}/{}", url::team_projects(team), project.id);
    TeamProjectView {
        id: project.id.to_string(),
        name: project.name.clone(),
        told: format!("{} · {}", project.funder, period(project, lang)),
        purpose: project.purpose.clone(),
        years: one.years.iter().map(|of| year(of, &base, lang)).collect(),
    }
}

pub(super) async fn get(
    visit: Visit,
    State(site): State<Site>,
    Path(id): Path<TeamId>,
) -> Result<Response, PageError> {
    let found = site.app.team_projects(&visit.ctx, id).await;
    let found = found.map_err(PageError::to(&visit))?;
    let page = TeamProjectsPage {
        frame: Frame::of(&visit, "project-team-title"),
        lang: visit.lang,
        review: url::review(id),
        projects: found.iter().map(|one| view(id, one, visit.lang)).collect(),
    };
    render(&visit, &page)
}

pub(super) async fn post(
    visit: Visit,
    State(site): State<Site>,
    Path((team, project, year)): Path<(TeamId, ProjectId, String)>,
) -> Result<Response, PageError> {
    // What is no year is none of the project's.
    let year = year.parse().unwrap_or_default();
    let given = site
        .app
        .give_figures(&visit.ctx, team, (project, year))
        .await;
    given.map_err(PageError::to(&visit))?;
    let to = format!("{}?done=project-given", url::team_projects(team));
    Ok(Redirect::to(&to).into_response())
}
