//! The stable part of the week: what the family came with, what each wants, and the overarching goals.

use askama::Template;
use axum::Form;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Redirect, Response};
use hemma_app::error::Error;
use hemma_app::goal::{FrameInput, GoalInput, GoalPage};
use hemma_domain::access::CaseAction;
use hemma_domain::code::Code;
use hemma_domain::ids::{CaseId, FrameItemId, GoalId};
use hemma_domain::week::{FrameItem, FrameKind, Goal, GoalState};

use crate::http::Site;
use crate::http::error::PageError;
use crate::http::form::Faults;
use crate::http::route::{Access, Routes};
use crate::http::url;
use crate::http::visit::Visit;
use crate::lang::Lang;
use crate::page::case::HeadView;
use crate::page::week::{Attempt, Conflict, Typed, labelled};
use crate::page::{Frame, Sampled, Samples, render, sampled, unprocessable};

/// The routes of this page.
pub fn routes() -> Routes {
    const WRITE: Access = Access::Case(CaseAction::WriteWeek);
    Routes::default()
        .get("/cases/{case}/goals", Access::Case(CaseAction::See), get)
        .make("/cases/{case}/goals", WRITE, add_goal)
        .post("/cases/{case}/goals/{goal}", WRITE, post_goal)
        .make("/cases/{case}/frame", WRITE, add_item)
        .post("/cases/{case}/frame/{item}", WRITE, post_item)
        .post("/cases/{case}/frame/{item}/remove", WRITE, remove_item)
}

/// The stable part, to be read or written.
#[derive(Template)]
#[template(path = "goal.html")]
pub struct GoalsPage {
    pub frame: Frame,
    pub lang: Lang,
    pub head: HeadView,
    pub url: String,
    pub weeks_url: String,
    pub write: bool,
    pub needs_plan: bool,
    pub behaviours: Vec<FrameItem>,
    pub wishes: Vec<FrameItem>,
    pub goals: Vec<Goal>,
    pub faults: Faults,
}

impl GoalsPage {
    fn of(page: &GoalPage, visit: &Visit, faults: Faults) -> GoalsPage {
        let of_kind = |kind| {
            let rows = page.frame.iter().filter(|row| row.kind == kind);
            rows.cloned().collect()
        };
        let case = url::case(page.head.case.id);
        GoalsPage {
            frame: Frame::of(visit, "goal-title"),
            lang: visit.lang,
            head: HeadView::of(&page.head, visit, "tab-week"),
            weeks_url: format!("{case}/weeks"),
            url: case,
            write: page.head.may(CaseAction::WriteWeek),
            needs_plan: page.head.needs_plan(),
            behaviours: of_kind(FrameKind::Behaviour),
            wishes: of_kind(FrameKind::Outcome),
            goals: page.goals.clone(),
            faults,
        }
    }

    /// The states of a goal, with the one that it has.
    pub fn states(&self, goal: &Goal) -> Vec<(&'static str, String, bool)> {
        let all = GoalState::ALL.iter();
        all.map(|state| (state.code(), self.lang.name(*state), *state == goal.state))
            .collect()
    }
}

async fn get(
    visit: Visit,
    State(site): State<Site>,
    Path(case): Path<CaseId>,
) -> Result<Response, PageError> {
    let page = site.app.goal_page(&visit.ctx, case).await;
    let page = page.map_err(PageError::to(&visit))?;
    render(&visit, &GoalsPage::of(&page, &visit, Faults::none()))
}

/// Goes back to the page after something new was kept, or shows it with its faults.
async fn added(
    visit: &Visit,
    site: &Site,
    case: CaseId,
    done: Result<String, Error>,
) -> Result<Response, PageError> {
    match done {
        Ok(anchor) => Ok(Redirect::to(&format!("{}#{anchor}", url::goals(case))).into_response()),
        Err(Error::Invalid(faults)) => {
            let page = site.app.goal_page(&visit.ctx, case).await;
            let page = page.map_err(PageError::to(visit))?;
            let page = GoalsPage::of(&page, visit, Faults::of(faults));
            Ok(unprocessable(render(visit, &page)?))
        }
        Err(err) => Err(PageError::to(visit)(err)),
    }
}

fn goal_input(typed: &Typed) -> GoalInput {
    GoalInput {
        text: typed.get("text").to_owned(),
        measure: typed.get("measure").to_owned(),
        state: GoalState::from_code(typed.get("state")).unwrap_or(GoalState::Active),
    }
}

fn item_input(typed: &Typed) -> FrameInput {
    let text = |name| typed.get(name).to_owned();
    FrameInput {
        subject: text("subject"),
        wish: text("wish"),
        frequency: text("frequency"),
        intensity: text("intensity"),
        duration: text("duration"),
    }
}

async fn add_goal(
    visit: Visit,
    State(site): State<Site>,
    Path(case): Path<CaseId>,
    Form(typed): Form<Typed>,
) -> Result<Response, PageError> {
    let done = site
        .app
        .add_goal(&visit.ctx, case, &goal_input(&typed))
        .await;
    let done = done.map(|id| format!("goal-{id}"));
    added(&visit, &site, case, done).await
}

async fn post_goal(
    Path((case, id)): Path<(CaseId, GoalId)>,
    attempt: Attempt,
) -> Result<Response, PageError> {
    let Attempt {
        visit, site, typed, ..
    } = &attempt;
    let input = goal_input(typed);
    let saved = site
        .app
        .save_goal(&visit.ctx, case, (id, typed.version()), &input)
        .await;
    let back = format!("{}#goal-{id}", url::goals(case));
    attempt
        .finish(back, saved, async || {
            let page = site.app.goal_page(&visit.ctx, case).await?;
            let theirs = page.goals.into_iter().find(|one| one.id == id);
            let theirs = theirs.ok_or(Error::NotFound)?;
            let labels = ["goal-text", "goal-measure", "goal-state"];
            let mine = [
                input.text.clone(),
                input.measure.clone(),
                visit.lang.name(input.state),
            ];
            let stored = [theirs.text, theirs.measure, visit.lang.name(theirs.state)];
            Ok(Conflict {
                mine: labelled(visit.lang, labels, mine),
                theirs: labelled(visit.lang, labels, stored),
                version: theirs.version,
                ..Conflict::default()
            })
        })
        .await
}

async fn add_item(
    visit: Visit,
    State(site): State<Site>,
    Path(case): Path<CaseId>,
    Form(typed): Form<Typed>,
) -> Result<Response, PageError> {
    let kind = FrameKind::from_code(typed.get("kind")).unwrap_or(FrameKind::Behaviour);
    let done = site
        .app
        .add_frame_item(&visit.ctx, case, kind, &item_input(&typed))
        .await;
    let done = done.map(|id| format!("item-{id}"));
    added(&visit, &site, case, done).await
}

async fn post_item(
    Path((case, id)): Path<(CaseId, FrameItemId)>,
    attempt: Attempt,
) -> Result<Response, PageError> {
    let Attempt {
        visit, site, typed, ..
    } = &attempt;
    let input = item_input(typed);
    let saved = site
        .app
        .save_frame_item(&visit.ctx, case, (id, typed.version()), &input)
        .await;
    let back = format!("{}#item-{id}", url::goals(case));
    attempt
        .finish(back, saved, async || {
            let page = site.app.goal_page(&visit.ctx, case).await?;
            let theirs = page.frame.into_iter().find(|one| one.id == id);
            let mine = item_words(visit.lang, &input);
            let Some(theirs) = theirs else {
                let again = format!("{}/frame", url::case(case));
                return Ok(Conflict::removed(mine, again));
            };
            let stored = FrameInput {
                subject: theirs.subject,
                wish: theirs.wish,
                frequency: theirs.frequency,
                intensity: theirs.intensity,
                duration: theirs.duration,
            };
            Ok(Conflict {
                mine,
                theirs: item_words(visit.lang, &stored),
                version: theirs.version,
                ..Conflict::default()
            })
        })
        .await
}

/// A row of the stable part, in words.
fn item_words(lang: Lang, item: &FrameInput) -> Vec<(String, String)> {
    let labels = [
        "goal-subject",
        "goal-wish",
        "goal-frequency",
        "goal-intensity",
        "goal-duration",
    ];
    let values = [
        &item.subject,
        &item.wish,
        &item.frequency,
        &item.intensity,
        &item.duration,
    ];
    labelled(lang, labels, values.map(Clone::clone))
}

async fn remove_item(
    visit: Visit,
    State(site): State<Site>,
    Path((case, id)): Path<(CaseId, FrameItemId)>,
) -> Result<Response, PageError> {
    let done = site.app.remove_frame_item(&visit.ctx, case, id).await;
    done.map_err(PageError::to(&visit))?;
    Ok(Redirect::to(&url::goals(case)).into_response())
}

/// Every state of this page.
pub fn samples() -> Vec<Sampled> {
    sampled::<GoalsPage>("goals")
}

impl Samples for GoalsPage {
    fn samples() -> Vec<(&'static str, GoalsPage)> {
        let page = |write, full: bool, faults| GoalsPage {
            frame: Frame::sample(Lang::SV),
            lang: Lang::SV,
            head: HeadView::sample(Lang::SV, "tab-week"),
            url: "/".to_owned(),
            weeks_url: "/".to_owned(),
            write,
            needs_plan: write,
            behaviours: if full {
                vec![item(FrameKind::Behaviour)]
            } else {
                vec![]
            },
            wishes: if full {
                vec![item(FrameKind::Outcome)]
            } else {
                vec![]
            },
            goals: if full { vec![goal()] } else { vec![] },
            faults,
        };
        let mut faults = Faults::none();
        faults.add("text", "goal-text-missing");
        vec![
            ("empty", page(true, false, Faults::none())),
            ("written", page(true, true, Faults::none())),
            ("read", page(false, true, Faults::none())),
            ("faults", page(true, true, faults)),
        ]
    }
}

fn item(kind: FrameKind) -> FrameItem {
    FrameItem {
        id: FrameItemId(uuid::Uuid::nil()),
        case: CaseId(uuid::Uuid::nil()),
        kind,
        number: 1,
        subject: "Malva".to_owned(),
        wish: "Lugna morgnar".to_owned(),
        frequency: "tre morgnar".to_owned(),
        intensity: String::new(),
        duration: String::new(),
        version: 1,
    }
}

fn goal() -> Goal {
    Goal {
        id: GoalId(uuid::Uuid::nil()),
        case: CaseId(uuid::Uuid::nil()),
        number: 1,
        text: "Morgnar utan hot".to_owned(),
        measure: "Malvas lista".to_owned(),
        state: GoalState::Active,
        set_on: hemma_domain::time::Instant(jiff::Timestamp::UNIX_EPOCH).day(),
        ended_on: None,
        version: 1,
    }
}
