//! My duties: when, with which number, and what may change hands.

use askama::Template;
use axum::Form;
use axum::extract::{Path, State};
use axum::response::{IntoResponse as _, Redirect, Response};
use hemma_app::error::Error;
use hemma_app::swap::{AskableTurn, MyDuties, NewSwap, SwapAnswer, SwapLine};
use hemma_domain::ids::{PoolId, SwapId, TurnId};
use hemma_domain::readiness::can_be_confirmed;
use hemma_domain::stretch::Stretch;
use hemma_domain::turn::Served;
use serde::Deserialize;

use super::rest::NextView;
use super::swap::SwapView;
use super::{Here, Serves, Tab, span, tabs};
use crate::http::Site;
use crate::http::error::PageError;
use crate::http::form::{self, Faults};
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
    /// Its beginning and end, as a field of day and time has them.
    pub from: String,
    pub until: String,
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
    /// The next duty, where calls leave too little rest before it.
    pub next: Option<NextView>,
    /// Days off for rest ahead.
    pub rest: Vec<String>,
    pub waiting: Vec<SwapView>,
    pub own: Vec<SwapView>,
    /// Whom a duty can be offered to.
    pub colleagues: Vec<(String, String)>,
    /// Others' turns that can be asked for.
    pub askable: Vec<(String, String)>,
    /// Where they are asked for.
    pub ask: String,
    pub faults: Faults,
}

/// A number as it is typed.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct NumberForm {
    pub number: String,
}

/// To whom a duty is offered, to all where nobody is named; and which part of it, the whole where nothing is said.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct OfferForm {
    pub to: String,
    pub from: String,
    pub until: String,
}

/// Whose turn is asked for.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct AskForm {
    pub turn: String,
}

/// What is answered to a swap.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct AnswerForm {
    pub version: i64,
    pub answer: String,
}

impl OfferForm {
    /// The part that is offered: nothing said is the whole.
    fn part(&self) -> Result<Option<Stretch>, Error> {
        let (from, until) = (self.from.trim(), self.until.trim());
        if from.is_empty() && until.is_empty() {
            return Ok(None);
        }
        let ends = form::moment(from).zip(form::moment(until));
        let part = ends.and_then(|(from, until)| Stretch::new(from, until));
        match part {
            Some(part) => Ok(Some(part)),
            None => Err(Error::invalid("from", "swap-fault-times")),
        }
    }
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
            from: form::moment_value(turn.part.start()),
            until: form::moment_value(turn.part.end()),
        }
    })
    .collect()
}

fn page(visit: &Visit, found: &MyDuties, faults: Faults) -> MinePage {
    let lang = visit.lang;
    let here = (Serves::Yes, Here::Mine);
    let line = |one: &SwapLine| SwapView::of(visit, (found.pool.id, Some(found.me)), one);
    let asked = |one: &AskableTurn| {
        let name = found.pool.line(one.line).map(|line| lang.words(&line.name));
        let (when, line) = (span(one.part, lang), name.unwrap_or_default());
        (
            one.turn.to_string(),
            format!("{when}, {line}: {}", one.name),
        )
    };
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
        next: found
            .next
            .as_ref()
            .map(|one| NextView::of(one, String::new(), lang)),
        rest: found.rest_days.iter().map(|day| lang.day(*day)).collect(),
        waiting: found.waiting.iter().map(line).collect(),
        own: found.own.iter().map(line).collect(),
        colleagues: found
            .colleagues
            .iter()
            .map(|(id, name)| (id.to_string(), name.clone()))
            .collect(),
        askable: found.askable.iter().map(asked).collect(),
        ask: format!("{}/swaps", url::pool(found.pool.id)),
        faults,
    }
}

/// The page again with what was wrong, or on to the page with what was done.
async fn ended(
    visit: &Visit,
    site: &Site,
    id: PoolId,
    (done, notice): (Result<(), Error>, &str),
    field: impl Fn(&str) -> String + Send,
) -> Result<Response, PageError> {
    match done {
        Ok(()) => {
            let to = format!("{}/mine?done={notice}", url::pool(id));
            Ok(Redirect::to(&to).into_response())
        }
        Err(Error::Invalid(faults)) => {
            let found = site.app.my_duties(&visit.ctx, id).await;
            let found = found.map_err(PageError::to(visit))?;
            let page = page(visit, &found, Faults::of(faults).at_fields(field));
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
    let field = |name: &str| format!("{name}-{turn}");
    ended(&visit, &site, id, (done, "duty-number"), field).await
}

pub(super) async fn post_swap(
    visit: Visit,
    State(site): State<Site>,
    Path((id, turn)): Path<(PoolId, TurnId)>,
    Form(form): Form<OfferForm>,
) -> Result<Response, PageError> {
    let done = match form.part() {
        Ok(part) => {
            let to = form.to.parse().ok();
            made(
                &visit,
                &site,
                NewSwap {
                    pool: id,
                    turn,
                    part,
                    to,
                },
            )
            .await
        }
        Err(err) => Err(err),
    };
    let field = |name: &str| match name {
        "part" => format!("from-{turn}"),
        name => format!("{name}-{turn}"),
    };
    ended(&visit, &site, id, (done, "duty-offered"), field).await
}

pub(super) async fn post_ask(
    visit: Visit,
    State(site): State<Site>,
    Path(id): Path<PoolId>,
    Form(form): Form<AskForm>,
) -> Result<Response, PageError> {
    let done = match form.turn.parse() {
        Ok(turn) => {
            let (pool, part, to) = (id, None, None);
            made(
                &visit,
                &site,
                NewSwap {
                    pool,
                    turn,
                    part,
                    to,
                },
            )
            .await
        }
        Err(_) => Err(Error::invalid("turn", "duty-fault-choice")),
    };
    let field = |_: &str| "ask-turn".to_owned();
    ended(&visit, &site, id, (done, "duty-asked"), field).await
}

async fn made(visit: &Visit, site: &Site, new: NewSwap) -> Result<(), Error> {
    site.app.make_swap(&visit.ctx, new).await.map(|_| ())
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
    ended(&visit, &site, id, (done, "duty-answered"), str::to_owned).await
}
