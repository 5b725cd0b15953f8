//! Development plans: the goals that concern the reader, one goal with what it rests on, and a goal to write.

mod edit;
mod one;
mod rests;
mod samples;

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use hemma_app::development::DevelopmentPlan;
use hemma_domain::code::Code as _;
use hemma_domain::development::{Goal, StateCode};
use hemma_domain::time::Day;

pub use edit::EditPage;
pub use one::DevelopmentPage;
pub use samples::samples;

use crate::http::Site;
use crate::http::error::PageError;
use crate::http::route::{Access, Routes};
use crate::http::url;
use crate::http::visit::Visit;
use crate::lang::Lang;
use crate::page::team_week::Signal;
use crate::page::{Frame, render};

/// The routes of these pages. Whom a plan concerns, the use case asks: the address alone does not say it.
pub fn routes() -> Routes {
    const OWN: Access = Access::SignedIn;
    Routes::default()
        .get("/development", OWN, get)
        .get("/development/new", OWN, edit::get_new)
        .make("/development/new", OWN, edit::post_new)
        .get("/development/{goal}", OWN, one::get)
        .post("/development/{goal}/look", OWN, one::post_look)
        .get("/development/{goal}/edit", OWN, edit::get)
        .post("/development/{goal}/edit", OWN, edit::post)
}

/// A goal in a list.
#[derive(Debug, Clone)]
pub struct GoalView {
    pub url: String,
    pub text: String,
    pub state: Signal,
    /// By when something is to be done, or since when it is over.
    pub when: String,
}

/// Somebody's plan.
#[derive(Debug, Clone)]
pub struct PlanView {
    pub name: String,
    pub of: String,
    pub goals: Vec<GoalView>,
    /// Where a goal is set; empty where the reader cannot.
    pub new: String,
}

/// Every plan that concerns the reader.
#[derive(Template)]
#[template(path = "development/list.html")]
pub struct DevelopmentsPage {
    pub frame: Frame,
    pub lang: Lang,
    pub plans: Vec<PlanView>,
}

/// The sign of a goal's state.
pub(super) fn signal(of: StateCode, lang: Lang) -> Signal {
    let (class, icon) = match of {
        StateCode::Open => ("info", "goal"),
        StateCode::Reached => ("ok", "ok"),
        StateCode::Ended => ("none", "close"),
    };
    Signal::new(class, icon, lang.name(of))
}

/// A goal in a list, as whoever reads it sees it on a day.
fn goal(one: &Goal, (today, lang): (Day, Lang)) -> GoalView {
    let when = match (one.due_on(), one.state.since()) {
        (_, Some(since)) => lang.full_day(since),
        (Some(due), None) if due < today => {
            lang.t1("development-late", "day", lang.short_day(due).as_str())
        }
        (Some(due), None) => lang.t1("development-due", "day", lang.short_day(due).as_str()),
        (None, None) => String::new(),
    };
    GoalView {
        url: url::development(one.id),
        text: one.text.clone(),
        state: signal(one.state.code(), lang),
        when,
    }
}

/// Whose plan it is, in words: a name, or the team.
fn whose(one: &DevelopmentPlan, lang: Lang) -> String {
    match one.name.is_empty() {
        true => format!("{}, {}", lang.name(one.whose.code()), one.team_name),
        false => one.name.clone(),
    }
}

/// The goals of some plans for another page, each with whose it is.
pub(crate) fn open(plans: &[&DevelopmentPlan], visit: &Visit) -> Vec<(String, GoalView)> {
    let at = (visit.ctx.today(), visit.lang);
    let of = |plan: &&DevelopmentPlan| {
        let name = whose(plan, visit.lang);
        let goals = plan.goals.iter().map(|one| (name.clone(), goal(one, at)));
        goals.collect::<Vec<_>>()
    };
    plans.iter().flat_map(of).collect()
}

/// A goal for the samples of other pages.
pub(crate) fn sample_goal(lang: Lang) -> GoalView {
    samples::goal(lang, StateCode::Open)
}

fn plan(one: &DevelopmentPlan, (today, lang): (Day, Lang)) -> PlanView {
    let of = match one.name.is_empty() {
        true => String::new(),
        false => {
            let does = one.role.map(|role| lang.name(role));
            let does = does.unwrap_or_else(|| lang.name(one.whose.code()));
            format!("{does}, {}", one.team_name)
        }
    };
    let staff = one.whose.staff().map(|staff| format!("&staff={staff}"));
    PlanView {
        name: whose(one, lang),
        of,
        goals: one
            .goals
            .iter()
            .map(|one| goal(one, (today, lang)))
            .collect(),
        new: match one.may_write {
            true => format!(
                "{}/new?team={}&whose={}{}",
                url::developments(),
                one.team,
                one.whose.code().code(),
                staff.unwrap_or_default()
            ),
            false => String::new(),
        },
    }
}

async fn get(visit: Visit, State(site): State<Site>) -> Result<Response, PageError> {
    let plans = site.app.development_plans(&visit.ctx).await;
    let plans = plans.map_err(PageError::to(&visit))?;
    let at = (visit.ctx.today(), visit.lang);
    let page = DevelopmentsPage {
        frame: Frame::of(&visit, "development-title"),
        lang: visit.lang,
        plans: plans.iter().map(|one| plan(one, at)).collect(),
    };
    render(&visit, &page)
}
