//! Funded projects: the list, one with all that is kept of it, and what its teams give out.

mod compose;
pub mod one;
mod samples;
pub mod team;

pub use samples::samples;

use askama::Template;
use axum::Form;
use axum::extract::{Path, State};
use axum::response::{IntoResponse as _, Redirect, Response};
use hemma_app::error::Error;
use hemma_app::project::{ProjectInput, ProjectLine};
use hemma_app::review::Reading;
use hemma_domain::access::{NetworkAction, TeamAction};
use hemma_domain::ids::{NetworkId, TeamId};
use hemma_domain::project::Project;
use hemma_domain::time::Day;

use crate::http::Site;
use crate::http::error::PageError;
use crate::http::form::{self, Faults};
use crate::http::route::{Access, Routes};
use crate::http::url;
use crate::http::visit::Visit;
use crate::lang::Lang;
use crate::page::review::words;
use crate::page::team_week::Signal;
use crate::page::{Frame, render, unprocessable};

/// The routes of these pages.
pub fn routes() -> Routes {
    const KEEP: Access = Access::Network(NetworkAction::KeepProjects);
    const GIVE: Access = Access::Team(TeamAction::GiveFigures);
    Routes::default()
        .get("/networks/{network}/projects", KEEP, get)
        .make("/networks/{network}/projects", KEEP, post)
        .get("/networks/{network}/projects/{project}", KEEP, one::get)
        .post("/networks/{network}/projects/{project}", KEEP, one::post)
        .make(
            "/networks/{network}/projects/{project}/items",
            KEEP,
            one::post_item,
        )
        .post(
            "/networks/{network}/projects/{project}/items/{item}",
            KEEP,
            one::post_step,
        )
        .get(
            "/networks/{network}/projects/{project}/file",
            KEEP,
            one::get_file,
        )
        .get("/teams/{team}/projects", GIVE, team::get)
        .post("/teams/{team}/projects/{project}/{year}", GIVE, team::post)
}

/// A project in the list.
#[derive(Debug, Clone)]
pub struct ProjectRow {
    pub url: String,
    pub name: String,
    pub funder: String,
    pub period: String,
    pub teams: usize,
    /// What is due next, or late.
    pub next: Option<Signal>,
}

/// A project as it is typed.
#[derive(Debug, Clone, Default)]
pub struct ProjectForm {
    pub version: i64,
    pub name: String,
    pub funder: String,
    pub diary: String,
    pub purpose: String,
    pub begins: String,
    pub ends: String,
    /// The teams that are ticked.
    pub teams: Vec<String>,
}

/// The projects of a network.
#[derive(Template)]
#[template(path = "project/list.html")]
pub struct ProjectsPage {
    pub frame: Frame,
    pub lang: Lang,
    pub url: String,
    pub rows: Vec<ProjectRow>,
    /// Id and name of all teams of the network.
    pub teams: Vec<(String, String)>,
    pub form: ProjectForm,
    pub faults: Faults,
}

/// One figure of a year, with how sure it is.
#[derive(Debug, Clone, Default)]
pub struct FigureCell {
    pub value: String,
    /// `9 av 12, 47–91 %`; empty where nothing can be said.
    pub behind: String,
}

/// A reading with what stands behind it: a share of few is no more than its interval.
pub(super) fn cell(reading: Reading, lang: Lang) -> FigureCell {
    let value = reading.value;
    let behind = [words::parts(reading, lang), words::interval(reading, lang)];
    let behind: Vec<String> = behind.into_iter().filter(|text| !text.is_empty()).collect();
    FigureCell {
        value: value.map_or_else(
            || "–".to_owned(),
            |value| words::number(reading.figure, value, lang),
        ),
        behind: behind.join(", "),
    }
}

impl ProjectForm {
    /// The fields of a form whose boxes have one name.
    pub(super) fn of(fields: Vec<(String, String)>) -> ProjectForm {
        let mut form = ProjectForm::default();
        for (name, value) in fields {
            match name.as_str() {
                "version" => form.version = value.parse().unwrap_or_default(),
                "name" => form.name = value,
                "funder" => form.funder = value,
                "diary" => form.diary = value,
                "purpose" => form.purpose = value,
                "begins" => form.begins = value,
                "ends" => form.ends = value,
                "teams" => form.teams.push(value),
                _ => {}
            }
        }
        form
    }

    pub(super) fn kept(one: &Project) -> ProjectForm {
        ProjectForm {
            version: one.version,
            name: one.name.clone(),
            funder: one.funder.clone(),
            diary: one.diary.clone(),
            purpose: one.purpose.clone(),
            begins: one.begins.to_string(),
            ends: one.ends.to_string(),
            teams: one.teams.iter().map(ToString::to_string).collect(),
        }
    }

    pub(super) fn read(&self, today: Day) -> Result<ProjectInput, Error> {
        let wrong = |field: &str| Error::invalid(field, "project-fault-day");
        let begins = form::day(&self.begins, today).ok_or_else(|| wrong("begins"))?;
        let ends = form::day_from(&self.ends, begins).ok_or_else(|| wrong("ends"))?;
        let team = |id: &String| {
            id.parse::<TeamId>()
                .map_err(|_| Error::invalid("teams", "project-fault-teams"))
        };
        Ok(ProjectInput {
            name: self.name.trim().to_owned(),
            funder: self.funder.trim().to_owned(),
            diary: self.diary.trim().to_owned(),
            purpose: self.purpose.trim().to_owned(),
            begins,
            ends,
            teams: self.teams.iter().map(team).collect::<Result<_, _>>()?,
        })
    }
}

pub(super) fn period(one: &Project, lang: Lang) -> String {
    let (from, to) = (lang.full_day(one.begins), lang.full_day(one.ends));
    format!("{from} – {to}")
}

pub(super) fn options(teams: &[(TeamId, String)]) -> Vec<(String, String)> {
    teams
        .iter()
        .map(|(id, name)| (id.to_string(), name.clone()))
        .collect()
}

fn row(line: &ProjectLine, today: Day, lang: Lang) -> ProjectRow {
    let one = &line.project;
    let next = line.next.as_ref().map(|item| {
        let on = item.on.map(|on| lang.full_day(on)).unwrap_or_default();
        let told = lang.t2(
            "project-next",
            ("title", item.title.as_str()),
            ("day", on.as_str()),
        );
        match item.is_late(today) {
            true => Signal::new("over", "overdue", told),
            false => Signal::new("none", "calendar", told),
        }
    });
    ProjectRow {
        url: url::project(one.network, one.id),
        name: one.name.clone(),
        funder: one.funder.clone(),
        period: period(one, lang),
        teams: one.teams.len(),
        next,
    }
}

async fn page(
    visit: &Visit,
    site: &Site,
    id: NetworkId,
    (form, faults): (ProjectForm, Faults),
) -> Result<ProjectsPage, PageError> {
    let found = site.app.projects(&visit.ctx, id).await;
    let found = found.map_err(PageError::to(visit))?;
    let (lang, today) = (visit.lang, visit.ctx.today());
    Ok(ProjectsPage {
        frame: Frame::of(visit, "project-title"),
        lang,
        url: url::projects(id),
        rows: found
            .lines
            .iter()
            .map(|line| row(line, today, lang))
            .collect(),
        teams: options(&found.teams),
        form,
        faults,
    })
}

async fn get(
    visit: Visit,
    State(site): State<Site>,
    Path(id): Path<NetworkId>,
) -> Result<Response, PageError> {
    let blank = (ProjectForm::default(), Faults::none());
    render(&visit, &page(&visit, &site, id, blank).await?)
}

async fn post(
    visit: Visit,
    State(site): State<Site>,
    Path(id): Path<NetworkId>,
    Form(fields): Form<Vec<(String, String)>>,
) -> Result<Response, PageError> {
    let form = ProjectForm::of(fields);
    let made = match form.read(visit.ctx.today()) {
        Ok(input) => site.app.new_project(&visit.ctx, id, input).await,
        Err(err) => Err(err),
    };
    match made {
        Ok(project) => {
            let to = format!("{}?done=project", url::project(id, project));
            Ok(Redirect::to(&to).into_response())
        }
        Err(Error::Invalid(faults)) => {
            let typed = (form, Faults::of(faults));
            let page = page(&visit, &site, id, typed).await?;
            Ok(unprocessable(render(&visit, &page)?))
        }
        Err(err) => Err(PageError::to(&visit)(err)),
    }
}
