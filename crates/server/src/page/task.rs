//! Tasks: one's own, and a team's.

mod edit;

use askama::Template;
use axum::Form;
use axum::extract::{Path, State};
use axum::response::{IntoResponse as _, Redirect, Response};
use hemma_app::error::Error;
use hemma_app::task::{Done, NewTask, TaskLine, TaskList};
use hemma_domain::access::TeamAction;
use hemma_domain::ids::{TaskId, TeamId};
use hemma_domain::task::Task;
use hemma_domain::team_week::{Nearness, nearness};
use hemma_domain::time::Day;
use serde::Deserialize;

use crate::http::Site;
use crate::http::error::PageError;
use crate::http::form::{self, Faults};
use crate::http::route::{Access, Routes};
use crate::http::url;
use crate::http::visit::Visit;
use crate::lang::Lang;
use crate::page::team_week::Signal;
use crate::page::{Frame, Sampled, Samples, render, sampled, unprocessable};

/// The routes of this page.
pub fn routes() -> Routes {
    Routes::default()
        .get("/tasks", Access::SignedIn, get)
        .make("/tasks", Access::SignedIn, post)
        .post("/tasks/{task}/done", Access::SignedIn, post_done)
        .with(edit::routes())
        .get(
            "/teams/{team}/tasks",
            Access::Team(TeamAction::SeeTasks),
            get_team,
        )
        .make(
            "/teams/{team}/tasks",
            Access::Team(TeamAction::WriteTasks),
            post_team,
        )
}

/// A new task as it is typed.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct TaskForm {
    pub text: String,
    pub due: String,
    pub owner: String,
    pub case: String,
    pub team: String,
}

impl TaskForm {
    /// What was typed, read; `owner` is who promises where the form does not ask.
    pub fn read(
        &self,
        team: TeamId,
        owner: hemma_domain::ids::StaffId,
        today: Day,
    ) -> Result<NewTask, Faults> {
        let mut faults = Faults::none();
        let due_on = form::day_from(&self.due, today);
        if due_on.is_none() && !self.due.trim().is_empty() {
            faults.add("due", "task-due-unknown");
        }
        let case = self.case.parse().ok();
        if case.is_none() && !self.case.is_empty() {
            faults.add("case", "task-case-unknown");
        }
        let owner = if self.owner.is_empty() {
            owner
        } else if let Ok(owner) = self.owner.parse() {
            owner
        } else {
            faults.add("owner", "task-owner-unknown");
            owner
        };
        if !faults.is_empty() {
            return Err(faults);
        }
        Ok(NewTask {
            team,
            case,
            owner,
            text: self.text.clone(),
            due_on,
            from_week: None,
        })
    }
}

/// Whether a task is done, as its button says.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
struct DoneForm {
    version: i64,
    done: String,
    back: String,
}

/// The form for a new task with its choices: value and words.
#[derive(Debug, Clone, Default)]
pub struct FormView {
    pub action: String,
    pub text: String,
    pub due: String,
    pub owner: String,
    pub case: String,
    pub team: String,
    pub staff: Vec<(String, String)>,
    pub cases: Vec<(String, String)>,
    pub teams: Vec<(String, String)>,
    pub faults: Faults,
}

impl FormView {
    /// The form as it was typed, with the choices of a list of tasks.
    pub fn of(list: &TaskList, action: String, typed: TaskForm, faults: Faults) -> FormView {
        FormView {
            action,
            text: typed.text,
            due: typed.due,
            owner: typed.owner,
            case: typed.case,
            team: typed.team,
            staff: list
                .staff
                .iter()
                .map(|(id, name)| (id.to_string(), name.clone()))
                .collect(),
            cases: list
                .cases
                .iter()
                .map(|(id, code, label)| (id.to_string(), format!("{code} {label}")))
                .collect(),
            teams: list
                .teams
                .iter()
                .map(|team| (team.id.to_string(), team.name.clone()))
                .collect(),
            faults,
        }
    }
}

/// A task in a list.
#[derive(Debug, Clone)]
pub struct LineView {
    pub id: String,
    pub version: i64,
    pub text: String,
    pub due: Option<Signal>,
    pub code: String,
    /// Empty where the reader may not open the case.
    pub case_url: String,
    /// Empty where all tasks are one's own.
    pub owner: String,
    /// Where it can be changed; empty for those who may not.
    pub edit_url: String,
    pub is_done: bool,
}

impl LineView {
    /// A task as a list shows it.
    pub fn of(line: &TaskLine, today: Day, lang: Lang) -> LineView {
        let case = line.task.case.filter(|_| line.may_see);
        LineView {
            id: line.task.id.to_string(),
            version: line.task.version,
            text: if line.may_see {
                line.task.text.clone()
            } else {
                lang.t("task-closed")
            },
            due: due(&line.task, today, lang),
            code: line.code.clone(),
            case_url: case.map(url::case).unwrap_or_default(),
            owner: line.owner.clone(),
            edit_url: if line.may_change {
                url::task(line.task.id)
            } else {
                String::new()
            },
            is_done: line.task.done.is_some(),
        }
    }
}

/// When a task should be done, with its glyph.
pub fn due(task: &Task, today: Day, lang: Lang) -> Option<Signal> {
    let due = task.due_on?;
    if task.done.is_some() {
        return None;
    }
    Some(match nearness(due, today) {
        Nearness::Past => Signal::new(
            "over",
            "overdue",
            lang.t1("task-overdue", "day", lang.day(due)),
        ),
        Nearness::Today => Signal::new("due", "due", lang.t("task-today")),
        Nearness::ThisWeek => Signal::new("due", "due", lang.day(due)),
        Nearness::Later => Signal::new("none", "calendar", lang.day(due)),
    })
}

/// Tasks.
#[derive(Template)]
#[template(path = "task.html")]
pub struct TaskPage {
    pub frame: Frame,
    pub lang: Lang,
    pub heading: String,
    /// Address and name of the team's week.
    pub crumb: Option<(String, String)>,
    pub open: Vec<LineView>,
    pub done: Vec<LineView>,
    /// None for those who may add no task.
    pub form: Option<FormView>,
}

async fn get(visit: Visit, State(site): State<Site>) -> Result<Response, PageError> {
    let page = mine(&visit, &site, TaskForm::default(), Faults::none()).await?;
    render(&visit, &page)
}

async fn mine(
    visit: &Visit,
    site: &Site,
    typed: TaskForm,
    faults: Faults,
) -> Result<TaskPage, PageError> {
    let list = site
        .app
        .my_tasks(&visit.ctx)
        .await
        .map_err(PageError::to(visit))?;
    let mut page = page(visit, &list, ("/tasks".to_owned(), typed), faults);
    for line in page.open.iter_mut().chain(&mut page.done) {
        line.owner.clear();
    }
    Ok(page)
}

async fn get_team(
    visit: Visit,
    State(site): State<Site>,
    Path(id): Path<TeamId>,
) -> Result<Response, PageError> {
    let typed = TaskForm {
        owner: visit.who.staff.id.to_string(),
        ..TaskForm::default()
    };
    let page = of_team(&visit, &site, id, (typed, Faults::none())).await?;
    render(&visit, &page)
}

async fn of_team(
    visit: &Visit,
    site: &Site,
    id: TeamId,
    (typed, faults): (TaskForm, Faults),
) -> Result<TaskPage, PageError> {
    let list = site
        .app
        .team_tasks(&visit.ctx, id)
        .await
        .map_err(PageError::to(visit))?;
    let page = page(visit, &list, (url::team_tasks(id), typed), faults);
    Ok(TaskPage {
        heading: visit.lang.t("task-team-title"),
        crumb: Some((url::team(id), visit.lang.t("place-team"))),
        ..page
    })
}

fn page(
    visit: &Visit,
    list: &TaskList,
    (action, typed): (String, TaskForm),
    faults: Faults,
) -> TaskPage {
    let lang = visit.lang;
    let lines = |is_done: bool| {
        list.lines
            .iter()
            .filter(|line| line.task.done.is_some() == is_done)
            .map(|line| LineView::of(line, visit.ctx.today(), lang))
            .collect()
    };
    TaskPage {
        frame: Frame::of(visit, "task-title"),
        lang,
        heading: lang.t("task-title"),
        crumb: None,
        open: lines(false),
        done: lines(true),
        form: (!list.teams.is_empty()).then(|| FormView::of(list, action, typed, faults)),
    }
}

async fn post(
    visit: Visit,
    State(site): State<Site>,
    Form(typed): Form<TaskForm>,
) -> Result<Response, PageError> {
    let Ok(team) = typed.team.parse() else {
        return Err(PageError::to(&visit)(Error::NotFound));
    };
    match add(&visit, &site, team, &typed).await? {
        None => Ok(Redirect::to("/tasks?done=task-added").into_response()),
        Some(faults) => {
            let page = mine(&visit, &site, typed, faults).await?;
            Ok(unprocessable(render(&visit, &page)?))
        }
    }
}

async fn post_team(
    visit: Visit,
    State(site): State<Site>,
    Path(id): Path<TeamId>,
    Form(typed): Form<TaskForm>,
) -> Result<Response, PageError> {
    match add(&visit, &site, id, &typed).await? {
        None => {
            let to = format!("{}?done=task-added", url::team_tasks(id));
            Ok(Redirect::to(&to).into_response())
        }
        Some(faults) => {
            let page = of_team(&visit, &site, id, (typed, faults)).await?;
            Ok(unprocessable(render(&visit, &page)?))
        }
    }
}

/// Adds a task; gives the faults of what was typed, none if it was added.
async fn add(
    visit: &Visit,
    site: &Site,
    team: TeamId,
    typed: &TaskForm,
) -> Result<Option<Faults>, PageError> {
    let new = match typed.read(team, visit.who.staff.id, visit.ctx.today()) {
        Ok(new) => new,
        Err(faults) => return Ok(Some(faults)),
    };
    match site.app.add_task(&visit.ctx, new).await {
        Ok(_) => Ok(None),
        Err(Error::Invalid(faults)) => Ok(Some(Faults::of(faults))),
        Err(err) => Err(PageError::to(visit)(err)),
    }
}

async fn post_done(
    visit: Visit,
    State(site): State<Site>,
    Path(id): Path<TaskId>,
    Form(form): Form<DoneForm>,
) -> Result<Response, PageError> {
    let (done, told) = if form.done == "no" {
        (Done::Open, "task-reopened")
    } else {
        (Done::Done, "task-done")
    };
    site.app
        .set_task_done(&visit.ctx, (id, form.version), done)
        .await
        .map_err(PageError::to(&visit))?;
    Ok(gone_back(&form.back, told))
}

/// Back to the list that somebody came from, with word of what was done.
fn gone_back(back: &str, told: &str) -> Response {
    let back = if url::is_local(back) { back } else { "/tasks" };
    let joint = if back.contains('?') { '&' } else { '?' };
    Redirect::to(&format!("{back}{joint}done={told}")).into_response()
}

/// Every state of this page.
pub fn samples() -> Vec<Sampled> {
    let mut all = sampled::<TaskPage>("task");
    all.extend(edit::samples());
    all
}

impl LineView {
    /// A task for samples.
    pub fn sample(lang: Lang) -> LineView {
        LineView {
            id: uuid::Uuid::nil().to_string(),
            version: 1,
            text: "Ring skolan om mötet".to_owned(),
            due: Some(Signal::new("due", "due", lang.t("task-today"))),
            code: "BJÖ-26-001".to_owned(),
            case_url: "/".to_owned(),
            owner: "Tuva Ekorrstig".to_owned(),
            edit_url: "/".to_owned(),
            is_done: false,
        }
    }
}

impl Samples for TaskPage {
    fn samples() -> Vec<(&'static str, TaskPage)> {
        let form = |faults| FormView {
            action: "/tasks".to_owned(),
            staff: vec![("1".to_owned(), "Tuva Ekorrstig".to_owned())],
            cases: vec![("2".to_owned(), "BJÖ-26-001 Lingonstig".to_owned())],
            teams: vec![
                ("3".to_owned(), "MST-CAN Björkdalen".to_owned()),
                ("4".to_owned(), "MST-Björkdalen".to_owned()),
            ],
            faults,
            ..FormView::default()
        };
        let page = |lang: Lang, open, done, form| TaskPage {
            frame: Frame::sample(lang),
            lang,
            heading: lang.t("task-title"),
            crumb: Some(("/".to_owned(), lang.t("place-team"))),
            open,
            done,
            form,
        };
        let line = || LineView::sample(Lang::SV);
        let done = LineView {
            is_done: true,
            due: None,
            case_url: String::new(),
            ..line()
        };
        let mut faults = Faults::none();
        faults.add("text", "task-text-missing");
        faults.add("due", "task-due-unknown");
        faults.add("owner", "task-owner-unknown");
        faults.add("case", "task-case-unknown");
        let usual = form(Faults::none());
        vec![
            ("nothing to do", page(Lang::SV, vec![], vec![], None)),
            (
                "some of each",
                page(Lang::SV, vec![line()], vec![done], Some(usual)),
            ),
            (
                "faults",
                page(Lang::EN, vec![line()], vec![], Some(form(faults))),
            ),
        ]
    }
}
