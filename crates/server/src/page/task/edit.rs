//! One task, to be put in other words, given to somebody else, moved or taken back.

use askama::Template;
use axum::Form;
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Response};
use hemma_app::error::Error;
use hemma_app::task::{TaskChange, TaskPaper};
use hemma_domain::ids::TaskId;
use serde::Deserialize;

use super::{TaskForm, gone_back};
use crate::http::Site;
use crate::http::error::PageError;
use crate::http::form::Faults;
use crate::http::route::{Access, Routes};
use crate::http::url;
use crate::http::visit::Visit;
use crate::lang::Lang;
use crate::page::{Frame, Sampled, Samples, render, sampled, unprocessable};

/// The routes of one task.
pub(super) fn routes() -> Routes {
    Routes::default()
        .get("/tasks/{task}", Access::SignedIn, get)
        .post("/tasks/{task}", Access::SignedIn, post)
        .post("/tasks/{task}/remove", Access::SignedIn, post_remove)
}

/// A task to be changed.
#[derive(Template)]
#[template(path = "task/edit.html")]
pub(super) struct TaskEditPage {
    pub frame: Frame,
    pub lang: Lang,
    /// The family's code; empty for the team's own matters.
    pub code: String,
    pub action: String,
    pub version: i64,
    /// The list that the reader came from.
    pub back: String,
    pub form: TaskForm,
    /// Who can be asked: value and name.
    pub staff: Vec<(String, String)>,
    /// What somebody else saved meanwhile, in words.
    pub theirs: Option<Vec<(String, String)>>,
    pub faults: Faults,
}

#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
struct Where {
    back: String,
}

/// What is sent: the words of the task, the version they were made from, and where to go back to.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
struct ChangeForm {
    version: i64,
    back: String,
    text: String,
    due: String,
    owner: String,
}

impl ChangeForm {
    fn words(&self) -> TaskForm {
        TaskForm {
            text: self.text.clone(),
            due: self.due.clone(),
            owner: self.owner.clone(),
            ..TaskForm::default()
        }
    }
}

impl TaskEditPage {
    fn of(visit: &Visit, paper: &TaskPaper, back: &str) -> TaskEditPage {
        let task = &paper.task;
        TaskEditPage {
            frame: Frame::of(visit, "task-edit"),
            lang: visit.lang,
            code: paper.code.clone(),
            action: url::task(task.id),
            version: task.version,
            back: if url::is_local(back) { back } else { "/tasks" }.to_owned(),
            form: TaskForm {
                text: task.text.clone(),
                due: task
                    .due_on
                    .map_or_else(String::new, |due| visit.lang.full_day(due)),
                owner: task.owner.to_string(),
                ..TaskForm::default()
            },
            staff: paper
                .staff
                .iter()
                .map(|(id, name)| (id.to_string(), name.clone()))
                .collect(),
            theirs: None,
            faults: Faults::none(),
        }
    }

    /// What is stored, in words, beside what was typed.
    fn met(self, typed: TaskForm) -> TaskEditPage {
        let owner = self.staff.iter().find(|(id, _)| *id == self.form.owner);
        let stored = [
            self.form.text.clone(),
            self.form.due.clone(),
            owner.map(|(_, name)| name.clone()).unwrap_or_default(),
        ];
        let labels = ["task-text", "task-due", "task-owner"].map(|key| self.lang.t(key));
        TaskEditPage {
            theirs: Some(labels.into_iter().zip(stored).collect()),
            form: typed,
            ..self
        }
    }
}

async fn get(
    visit: Visit,
    State(site): State<Site>,
    Path(id): Path<TaskId>,
    Query(from): Query<Where>,
) -> Result<Response, PageError> {
    let paper = paper(&visit, &site, id).await?;
    render(&visit, &TaskEditPage::of(&visit, &paper, &from.back))
}

async fn paper(visit: &Visit, site: &Site, id: TaskId) -> Result<TaskPaper, PageError> {
    let paper = site.app.task(&visit.ctx, id).await;
    paper.map_err(PageError::to(visit))
}

async fn post(
    visit: Visit,
    State(site): State<Site>,
    Path(id): Path<TaskId>,
    Form(form): Form<ChangeForm>,
) -> Result<Response, PageError> {
    let stored = paper(&visit, &site, id).await?;
    match save(&visit, &site, &stored, &form).await {
        Ok(()) => Ok(gone_back(&form.back, "task-changed")),
        Err(Error::Invalid(faults)) => {
            let page = TaskEditPage {
                form: form.words(),
                version: form.version,
                faults: Faults::of(faults),
                ..TaskEditPage::of(&visit, &stored, &form.back)
            };
            Ok(unprocessable(render(&visit, &page)?))
        }
        Err(Error::Conflict) => {
            let page = TaskEditPage::of(&visit, &stored, &form.back).met(form.words());
            let answer = render(&visit, &page)?;
            Ok((StatusCode::CONFLICT, answer).into_response())
        }
        Err(err) => Err(PageError::to(&visit)(err)),
    }
}

async fn save(
    visit: &Visit,
    site: &Site,
    stored: &TaskPaper,
    form: &ChangeForm,
) -> Result<(), Error> {
    let task = &stored.task;
    let read = form.words().read(task.team, task.owner, visit.ctx.today());
    let new = read.map_err(|faults| Error::Invalid(faults.into_inner()))?;
    let change = TaskChange {
        owner: new.owner,
        text: new.text,
        due_on: new.due_on,
    };
    let at = (task.id, form.version);
    site.app.change_task(&visit.ctx, at, change).await
}

async fn post_remove(
    visit: Visit,
    State(site): State<Site>,
    Path(id): Path<TaskId>,
    Form(form): Form<ChangeForm>,
) -> Result<Response, PageError> {
    let done = site.app.remove_task(&visit.ctx, (id, form.version)).await;
    done.map_err(PageError::to(&visit))?;
    Ok(gone_back(&form.back, "task-removed"))
}

/// Every state of this page.
pub(super) fn samples() -> Vec<Sampled> {
    sampled::<TaskEditPage>("task edit")
}

impl Samples for TaskEditPage {
    fn samples() -> Vec<(&'static str, TaskEditPage)> {
        let page = |lang: Lang| TaskEditPage {
            frame: Frame::sample(lang),
            lang,
            code: "BJÖ-26-001".to_owned(),
            action: "/".to_owned(),
            version: 1,
            back: "/tasks".to_owned(),
            form: TaskForm {
                text: "Ring skolan om mötet".to_owned(),
                due: "24 november 2026".to_owned(),
                owner: "1".to_owned(),
                ..TaskForm::default()
            },
            staff: vec![("1".to_owned(), "Tuva Ekorrstig".to_owned())],
            theirs: None,
            faults: Faults::none(),
        };
        let mut faults = Faults::none();
        faults.add("text", "task-text-missing");
        faults.add("due", "task-due-unknown");
        faults.add("owner", "task-owner-unknown");
        let wrong = TaskEditPage {
            faults,
            ..page(Lang::EN)
        };
        let met = page(Lang::SV).met(TaskForm {
            text: "Ring rektorn".to_owned(),
            ..TaskForm::default()
        });
        vec![
            ("a task", page(Lang::SV)),
            ("faults", wrong),
            ("two people", met),
        ]
    }
}
