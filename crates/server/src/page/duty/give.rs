//! A turn for somebody else: who could have it, and what it would mean for each, before anybody presses.

use askama::Template;
use axum::Form;
use axum::extract::{Path, Query, State};
use axum::response::{IntoResponse as _, Redirect, Response};
use hemma_app::error::Error;
use hemma_app::swap::{GiveTurn, Meaning, Takers};
use hemma_domain::ids::{PoolId, TurnId};
use serde::Deserialize;

use super::{Here, Serves, Tab, span, tabs};
use crate::http::Site;
use crate::http::error::PageError;
use crate::http::form::Faults;
use crate::http::url;
use crate::http::visit::Visit;
use crate::lang::Lang;
use crate::page::{Frame, render, unprocessable};

/// What it would mean if a turn went to somebody.
#[derive(Debug, Clone, Default)]
pub struct MeaningView {
    /// Nobody could have it against this: away, without a post, or on call already.
    pub is_hindered: bool,
    /// What it would break.
    pub against: Vec<String>,
    /// Days off that come with it or go back.
    pub rest: Vec<String>,
}

/// Somebody who serves the line.
#[derive(Debug, Clone)]
pub struct TakerView {
    pub id: String,
    pub name: String,
    pub meaning: MeaningView,
}

/// A turn, and everybody else for it.
#[derive(Template)]
#[template(path = "duty/give.html")]
pub struct GivePage {
    pub frame: Frame,
    pub lang: Lang,
    pub tabs: Vec<Tab>,
    /// Where the rota is.
    pub back: String,
    pub title: String,
    /// Who has it.
    pub holder: String,
    /// Where it is given.
    pub action: String,
    /// `turn:from`.
    pub turn: String,
    pub takers: Vec<TakerView>,
    pub faults: Faults,
}

/// Which turn is looked at.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    turn: String,
}

/// A turn given to somebody else: `turn:from`, and to whom.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct GiveForm {
    pub turn: String,
    pub to: String,
}

/// Where one looks who could have a turn.
pub(super) fn address(pool: PoolId, turn: TurnId) -> String {
    format!("{}/give?turn={turn}", url::pool(pool))
}

impl MeaningView {
    /// What it would mean, where `holder` has the turn.
    pub(super) fn of(one: &Meaning, holder: &str, lang: Lang) -> MeaningView {
        let on = one.rest_on.iter();
        let on = on.map(|day| lang.t1("swap-rest-on", "day", lang.day(*day)));
        let back = one.rest_back.iter().map(|day| {
            let day = lang.day(*day);
            lang.t2("swap-rest-back", ("day", day), ("name", holder))
        });
        MeaningView {
            is_hindered: one.hindered().is_some(),
            against: one.against.iter().map(|rule| lang.name(*rule)).collect(),
            rest: on.chain(back).collect(),
        }
    }
}

fn page(visit: &Visit, found: &Takers, faults: Faults) -> GivePage {
    let (lang, pool) = (visit.lang, &found.pool);
    let line = pool.line(found.line).map(|line| lang.words(&line.name));
    let taker = |one: &hemma_app::swap::Taker| TakerView {
        id: one.staff.to_string(),
        name: one.name.clone(),
        meaning: MeaningView::of(&one.meaning, &found.holder, lang),
    };
    GivePage {
        frame: Frame::of(visit, "duty-give"),
        lang,
        tabs: tabs(pool.id, (Serves::of(found.may_serve), Here::Rota), lang),
        back: format!("{}/rota", url::pool(pool.id)),
        title: format!("{}, {}", span(found.part, lang), line.unwrap_or_default()),
        holder: found.holder.clone(),
        action: format!("{}/give", url::pool(pool.id)),
        turn: format!("{}:{}", found.turn.id, found.turn.staff),
        takers: found.takers.iter().map(taker).collect(),
        faults,
    }
}

/// What no turn is called: whoever names none is first asked whether they may, and then led back to the rota.
const NO_TURN: TurnId = TurnId(uuid::Uuid::nil());

fn to_rota(id: PoolId, done: &str) -> Response {
    Redirect::to(&format!("{}/rota?done={done}", url::pool(id))).into_response()
}

/// The page of a turn, with what was wrong; the rota where the turn is over, or where there is none.
async fn shown(
    visit: &Visit,
    site: &Site,
    (id, turn): (PoolId, TurnId),
    faults: Faults,
) -> Result<Response, PageError> {
    let is_refused = !faults.is_empty();
    match site.app.takers(&visit.ctx, (id, turn)).await {
        Ok(found) => {
            let page = render(visit, &page(visit, &found, faults))?;
            Ok(match is_refused {
                true => unprocessable(page),
                false => page,
            })
        }
        Err(Error::Invalid(_)) if turn == NO_TURN => Ok(to_rota(id, "duty-choose")),
        Err(Error::Invalid(_)) => Ok(to_rota(id, "duty-over")),
        Err(err) => Err(PageError::to(visit)(err)),
    }
}

pub(super) async fn get(
    visit: Visit,
    State(site): State<Site>,
    Path(id): Path<PoolId>,
    Query(asked): Query<Asked>,
) -> Result<Response, PageError> {
    let turn = asked.turn.parse().unwrap_or(NO_TURN);
    shown(&visit, &site, (id, turn), Faults::none()).await
}

pub(super) async fn post(
    visit: Visit,
    State(site): State<Site>,
    Path(id): Path<PoolId>,
    Form(form): Form<GiveForm>,
) -> Result<Response, PageError> {
    let (turn, from) = form.turn.split_once(':').unwrap_or_default();
    let (Ok(turn), Ok(from), Ok(to)) = (turn.parse(), from.parse(), form.to.parse()) else {
        return shown(&visit, &site, (id, NO_TURN), Faults::none()).await;
    };
    let new = GiveTurn {
        pool: id,
        turn,
        from,
        to,
    };
    match site.app.give_turn(&visit.ctx, new).await {
        Ok(()) => Ok(to_rota(id, "duty-given")),
        Err(Error::Invalid(faults)) => shown(&visit, &site, (id, turn), Faults::of(faults)).await,
        Err(err) => Err(PageError::to(&visit)(err)),
    }
}
