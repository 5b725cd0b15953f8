//! My duties: when, with which number, and what may change hands.

use askama::Template;
use axum::Form;
use axum::extract::{Path, State};
use axum::response::{IntoResponse as _, Redirect, Response};
use hemma_app::error::Error;
use hemma_app::swap::{MyDuties, NewSwap, SwapAnswer, SwapLine};
use hemma_domain::ids::{PoolId, SwapId, TurnId};
use hemma_domain::readiness::can_be_confirmed;
use hemma_domain::swap::{SwapState, SwapStateCode};
use hemma_domain::turn::Served;
use serde::Deserialize;

use super::{Here, Serves, Tab, span, tabs};
use crate::http::Site;
use crate::http::error::PageError;
use crate::http::form::Faults;
use crate::http::url;
use crate::http::visit::Visit;
use crate::lang::Lang;
use crate::page::team_week::Signal;
use crate::page::{Frame, render, unprocessable};

/// One duty.
#[derive(Debug, Clone)]
pub struct DutyView {
    pub id: String,
    pub when: String,
    pub line: String,
    pub kind: String,
    pub ready: Option<Signal>,
    /// Where the number is confirmed; empty while it is too early.
    pub confirm: String,
    pub number: String,
    /// Where it is offered; empty once it has begun.
    pub offer: String,
}

/// One swap.
#[derive(Debug, Clone)]
pub struct SwapView {
    pub url: String,
    pub version: i64,
    pub what: String,
    pub when: String,
    pub state: Signal,
    pub may_refuse: bool,
    pub may_withdraw: bool,
}

/// One's duties.
#[derive(Template)]
#[template(path = "duty/mine.html")]
pub struct MinePage {
    pub frame: Frame,
    pub lang: Lang,
    pub pool: String,
    pub tabs: Vec<Tab>,
    pub duties: Vec<DutyView>,
    pub waiting: Vec<SwapView>,
    pub own: Vec<SwapView>,
    /// Whom a duty can be offered to.
    pub colleagues: Vec<(String, String)>,
    pub faults: Faults,
}

/// A number as it is typed.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct NumberForm {
    pub number: String,
}

/// To whom a duty is offered; to all where nobody is named.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct OfferForm {
    pub to: String,
}

/// What is answered to a swap.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct AnswerForm {
    pub version: i64,
    pub answer: String,
}

fn duty(visit: &Visit, found: &MyDuties, served: &Served) -> Vec<DutyView> {
    let (lang, now, base) = (visit.lang, visit.ctx.now, url::pool(found.pool.id));
    let line = found.pool.line(served.duty.shape.line);
    let line = line.map(|line| lang.words(&line.name).to_owned());
    let mine = served.turns.iter().filter(|turn| turn.staff == found.me);
    mine.map(|turn| {
        let known = found.numbers.get(&turn.id);
        let soon = can_be_confirmed(turn.part, now);
        DutyView {
            id: turn.id.to_string(),
            when: span(turn.part, lang),
            line: line.clone().unwrap_or_default(),
            kind: lang.name(served.duty.shape.kind),
            ready: match (known, soon) {
                (Some(_), _) => Some(Signal::new("ok", "ok", lang.t("duty-confirmed"))),
                (None, true) => Some(Signal::new("due", "due", lang.t("duty-unconfirmed"))),
                (None, false) => None,
            },
            confirm: match soon {
                true => format!("{base}/turns/{}/number", turn.id),
                false => String::new(),
            },
            number: known.or(found.phone.as_ref()).cloned().unwrap_or_default(),
            offer: match now < turn.part.start() {
                true => format!("{base}/turns/{}/swap", turn.id),
                false => String::new(),
            },
        }
    })
    .collect()
}

fn swap(visit: &Visit, found: &MyDuties, one: &SwapLine) -> SwapView {
    let lang = visit.lang;
    let everybody = lang.t("swap-everybody");
    let taker = one.taker.clone().unwrap_or(everybody);
    let what = lang.filled(
        "swap-what",
        [
            ("kind", lang.name(one.swap.kind).as_str().into()),
            ("giver", one.giver.as_str().into()),
            ("taker", taker.as_str().into()),
        ],
    );
    let code = one.swap.state.code();
    let (class, icon) = match code {
        SwapStateCode::Open => ("due", "due"),
        SwapStateCode::Accepted => ("ok", "ok"),
        SwapStateCode::Refused | SwapStateCode::Withdrawn => ("none", "none"),
    };
    let text = match (&one.decided, one.swap.state.decided()) {
        (Some(name), Some((_, at))) => lang.filled(
            "swap-decided",
            [
                ("state", lang.name(code).as_str().into()),
                ("name", name.as_str().into()),
                ("time", lang.moment(at).as_str().into()),
            ],
        ),
        _ => lang.name(code),
    };
    SwapView {
        url: format!("{}/swaps/{}", url::pool(found.pool.id), one.swap.id),
        version: one.swap.version,
        what,
        when: span(one.swap.part, lang),
        state: Signal::new(class, icon, text),
        may_refuse: one.swap.taker.is_some(),
        may_withdraw: one.swap.state == SwapState::Open && one.swap.made.0 == found.me,
    }
}

fn page(visit: &Visit, found: &MyDuties, faults: Faults) -> MinePage {
    let lang = visit.lang;
    let here = (Serves::Yes, Here::Mine);
    let line = |one: &SwapLine| swap(visit, found, one);
    MinePage {
        frame: Frame::of(visit, "duty-mine-title"),
        lang,
        pool: found.pool.name.clone(),
        tabs: tabs(found.pool.id, here, lang),
        duties: found
            .served
            .iter()
            .flat_map(|one| duty(visit, found, one))
            .collect(),
        waiting: found.waiting.iter().map(line).collect(),
        own: found.own.iter().map(line).collect(),
        colleagues: found
            .colleagues
            .iter()
            .map(|(id, name)| (id.to_string(), name.clone()))
            .collect(),
        faults,
    }
}

/// The page again with what was wrong, or on to the page with what was done.
async fn ended(
    visit: &Visit,
    site: &Site,
    id: PoolId,
    (done, notice): (Result<(), Error>, &str),
) -> Result<Response, PageError> {
    match done {
        Ok(()) => {
            let to = format!("{}/mine?done={notice}", url::pool(id));
            Ok(Redirect::to(&to).into_response())
        }
        Err(Error::Invalid(faults)) => {
            let found = site.app.my_duties(&visit.ctx, id).await;
            let found = found.map_err(PageError::to(visit))?;
            let page = page(visit, &found, Faults::of(faults));
            Ok(unprocessable(render(visit, &page)?))
        }
        Err(err) => Err(PageError::to(visit)(err)),
    }
}

pub(super) async fn get(
    visit: Visit,
    State(site): State<Site>,
    Path(id): Path<PoolId>,
) -> Result<Response, PageError> {
    let found = site.app.my_duties(&visit.ctx, id).await;
    let found = found.map_err(PageError::to(&visit))?;
    render(&visit, &page(&visit, &found, Faults::none()))
}

pub(super) async fn post_number(
    visit: Visit,
    State(site): State<Site>,
    Path((id, turn)): Path<(PoolId, TurnId)>,
    Form(form): Form<NumberForm>,
) -> Result<Response, PageError> {
    let at = (id, turn);
    let done = site.app.confirm_number(&visit.ctx, at, &form.number).await;
    ended(&visit, &site, id, (done, "duty-number")).await
}

pub(super) async fn post_swap(
    visit: Visit,
    State(site): State<Site>,
    Path((id, turn)): Path<(PoolId, TurnId)>,
    Form(form): Form<OfferForm>,
) -> Result<Response, PageError> {
    let new = NewSwap {
        pool: id,
        turn,
        part: None,
        to: form.to.parse().ok(),
    };
    let done = site.app.make_swap(&visit.ctx, new).await.map(|_| ());
    ended(&visit, &site, id, (done, "duty-offered")).await
}

pub(super) async fn post_answer(
    visit: Visit,
    State(site): State<Site>,
    Path((id, swap)): Path<(PoolId, SwapId)>,
    Form(form): Form<AnswerForm>,
) -> Result<Response, PageError> {
    let answer = match form.answer.as_str() {
        "accept" => SwapAnswer::Accept,
        "refuse" => SwapAnswer::Refuse,
        _ => SwapAnswer::Withdraw,
    };
    let at = (id, swap, form.version);
    let done = site.app.answer_swap(&visit.ctx, at, answer).await;
    ended(&visit, &site, id, (done, "duty-answered")).await
}
