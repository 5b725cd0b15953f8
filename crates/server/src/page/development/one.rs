//! One goal: what it rests on, what is done, and the looks back.

use askama::Template;
use axum::extract::{Path, State};
use axum::response::{IntoResponse as _, Redirect, Response};
use hemma_app::development::{LookInput, OneDevelopment};
use hemma_app::error::Error;
use hemma_domain::code::Code as _;
use hemma_domain::development::StateCode;
use hemma_domain::ids::{DevelopmentId, StaffId};
use hemma_domain::review::ActionOutcome;

use super::edit::look_day;
use super::rests::{Around, EvidenceView};
use super::signal;
use crate::http::Site;
use crate::http::error::PageError;
use crate::http::form::Faults;
use crate::http::posted::Posted;
use crate::http::url;
use crate::http::visit::Visit;
use crate::lang::Lang;
use crate::page::team_week::Signal;
use crate::page::{Frame, choices, render, unprocessable};

/// One goal.
#[derive(Template)]
#[template(path = "development/one.html")]
pub struct DevelopmentPage {
    pub frame: Frame,
    pub lang: Lang,
    pub list: String,
    pub url: String,
    pub version: i64,
    pub text: String,
    pub state: Signal,
    /// Label and value.
    pub facts: Vec<(String, String)>,
    pub evidence: Vec<EvidenceView>,
    pub actions: Vec<ActionView>,
    /// The newest first: who and when, and what was said.
    pub looks: Vec<(String, String)>,
    /// It is open and the reader's to write in.
    pub may_write: bool,
    pub states: Vec<(&'static str, String)>,
    pub outcomes: Vec<(&'static str, String)>,
    /// What was typed and not taken.
    pub look: String,
    pub next_on: String,
    pub faults: Faults,
}

/// One action.
#[derive(Debug, Clone)]
pub struct ActionView {
    pub number: u32,
    pub what: String,
    pub owner: String,
    pub due: String,
    /// Code and name of what became of it.
    pub outcome: (String, String),
}

fn page(
    visit: &Visit,
    site: &Site,
    found: &OneDevelopment,
    ((look, next_on), faults): ((String, String), Faults),
) -> DevelopmentPage {
    let (lang, goal) = (visit.lang, &found.goal);
    let name = |id: StaffId| found.names.get(&id).cloned().unwrap_or_default();
    let around = Around {
        app: &site.app,
        visit,
        team: found.team.id,
        whose: goal.whose,
    };
    let whose = match found.name.is_empty() {
        true => lang.name(goal.whose.code()),
        false => format!(
            "{}, {}",
            found.name,
            lang.name(goal.whose.code()).to_lowercase()
        ),
    };
    let set = format!("{}, {}", name(goal.set.1), lang.full_day(goal.set.0.day()));
    let look_on = goal.look_on.map(|on| lang.full_day(on)).unwrap_or_default();
    DevelopmentPage {
        frame: Frame::of(visit, "development-goal"),
        lang,
        list: url::developments(),
        url: url::development(goal.id),
        version: goal.version,
        text: goal.text.clone(),
        state: signal(goal.state.code(), lang),
        facts: [
            (lang.t("development-whose"), whose),
            (lang.t("network-team"), found.team.name.clone()),
            (lang.t("development-set"), set),
            (lang.t("development-look-on"), look_on),
        ]
        .into_iter()
        .filter(|(_, value)| !value.is_empty())
        .collect(),
        evidence: goal
            .evidence
            .iter()
            .map(|one| around.view(one, &[]))
            .collect(),
        actions: goal
            .actions
            .iter()
            .map(|one| ActionView {
                number: one.number,
                what: one.what.clone(),
                owner: name(one.owner),
                due: lang.full_day(one.due_on),
                outcome: (one.outcome.code().to_owned(), lang.name(one.outcome)),
            })
            .collect(),
        looks: goal
            .looks
            .iter()
            .rev()
            .map(|one| {
                let who = format!("{}, {}", name(one.by), lang.full_day(one.on));
                (who, one.text.clone())
            })
            .collect(),
        may_write: found.may_write && goal.is_open(),
        states: choices::<StateCode>(lang),
        outcomes: choices::<ActionOutcome>(lang),
        look,
        next_on,
        faults,
    }
}

async fn shown(
    visit: &Visit,
    site: &Site,
    id: DevelopmentId,
    with: ((String, String), Faults),
) -> Result<Response, PageError> {
    let found = site.app.development(&visit.ctx, id).await;
    let found = found.map_err(PageError::to(visit))?;
    let is_faulty = !with.1.is_empty();
    let page = render(visit, &page(visit, site, &found, with))?;
    Ok(match is_faulty {
        true => unprocessable(page),
        false => page,
    })
}

pub(super) async fn get(
    visit: Visit,
    State(site): State<Site>,
    Path(id): Path<DevelopmentId>,
) -> Result<Response, PageError> {
    shown(
        &visit,
        &site,
        id,
        (<(String, String)>::default(), Faults::none()),
    )
    .await
}

pub(super) async fn post_look(
    visit: Visit,
    State(site): State<Site>,
    Path(id): Path<DevelopmentId>,
    posted: Posted,
) -> Result<Response, PageError> {
    let version = posted.get("version").parse().unwrap_or(-1);
    let outcomes = posted.fields().filter_map(|(name, value)| {
        let number = name.strip_prefix("outcome_")?.parse().ok()?;
        Some((number, ActionOutcome::from_code(value)?))
    });
    let next_on = look_day(posted.get("next_on"), ("next_on", visit.ctx.today()));
    let looked = match next_on {
        Ok(next_on) => {
            let input = LookInput {
                text: posted.get("look").to_owned(),
                state: StateCode::from_code(posted.get("state")).unwrap_or(StateCode::Open),
                next_on,
                outcomes: outcomes.collect(),
            };
            let at = (id, version);
            site.app.look_back(&visit.ctx, at, input).await
        }
        Err(err) => Err(err),
    };
    let faults = match looked {
        Ok(()) => {
            let to = format!("{}?done=development-looked", url::development(id));
            return Ok(Redirect::to(&to).into_response());
        }
        Err(Error::Invalid(faults)) => Faults::of(faults),
        Err(Error::Conflict) => {
            let mut faults = Faults::none();
            faults.add("look", "development-fault-meanwhile");
            faults
        }
        Err(err) => return Err(PageError::to(&visit)(err)),
    };
    let text = |name: &str| posted.get(name).to_owned();
    let typed = (text("look"), text("next_on"));
    shown(&visit, &site, id, (typed, faults)).await
}
