//! Rest after disturbed nights: what is proposed, what it clashes with, and the leader's decision.

use askama::Template;
use axum::Form;
use axum::extract::{Path, State};
use axum::response::{IntoResponse as _, Redirect, Response};
use hemma_app::rest::{RestAnswer, RestLine, Rests};
use hemma_app::swap::NextDuty;
use hemma_domain::ids::{PoolId, RestId};
use hemma_domain::rest::RestStateCode;
use serde::Deserialize;

use super::{Here, Serves, Tab, give, span, tabs};
use crate::http::Site;
use crate::http::error::PageError;
use crate::http::url;
use crate::http::visit::Visit;
use crate::lang::Lang;
use crate::page::team_week::Signal;
use crate::page::{Frame, render};

/// One proposal.
#[derive(Debug, Clone)]
pub struct RestView {
    pub name: String,
    pub when: String,
    pub disturbed: String,
    pub state: Signal,
    /// Duties that lie in it.
    pub clashes: Vec<String>,
    /// Where it is decided; empty for those who cannot, or where it was.
    pub url: String,
    pub version: i64,
}

/// The rests of a pool.
#[derive(Template)]
#[template(path = "duty/rest.html")]
pub struct RestPage {
    pub frame: Frame,
    pub lang: Lang,
    pub tabs: Vec<Tab>,
    pub rests: Vec<RestView>,
    /// Next duties that calls leave too little rest before.
    pub early: Vec<NextView>,
}

/// A duty that comes too soon after calls.
#[derive(Debug, Clone)]
pub struct NextView {
    pub name: String,
    pub when: String,
    /// The rules of rest that it breaks.
    pub broken: Vec<String>,
    /// Who could have it instead, in words.
    pub could: String,
    /// Where it is given to somebody else; empty for those who cannot.
    pub give: String,
}

impl NextView {
    pub(super) fn of(one: &NextDuty, give: String, lang: Lang) -> NextView {
        NextView {
            name: one.name.clone(),
            when: span(one.part, lang),
            broken: one.broken.iter().map(|rule| lang.name(*rule)).collect(),
            could: match one.could.is_empty() {
                true => lang.t("next-nobody"),
                false => lang.t1("next-could", "names", one.could.join(", ")),
            },
            give,
        }
    }
}

/// What the leader decides, on which version.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct AnswerForm {
    answer: String,
    version: i64,
}

fn rest(one: &RestLine, may_decide: bool, lang: Lang) -> RestView {
    let rest = &one.rest;
    let code = rest.state.code();
    let (class, icon) = match code {
        RestStateCode::Open => ("due", "due"),
        RestStateCode::Accepted => ("ok", "ok"),
        RestStateCode::Declined => ("none", "none"),
    };
    RestView {
        name: one.name.clone(),
        when: span(rest.time, lang),
        disturbed: lang.t1("rest-disturbed", "long", lang.minutes(rest.disturbed_min)),
        state: Signal::new(class, icon, lang.name(code)),
        clashes: one.clashes.iter().map(|part| span(*part, lang)).collect(),
        url: match may_decide && code == RestStateCode::Open {
            true => format!("{}/rests/{}", url::pool(rest.pool), rest.id),
            false => String::new(),
        },
        version: rest.version,
    }
}

fn page(visit: &Visit, pool: PoolId, found: &Rests) -> RestPage {
    let lang = visit.lang;
    let lines = found.lines.iter();
    let next = |one: &NextDuty| {
        let give = found.may_decide.then(|| give::address(pool, one.turn));
        NextView::of(one, give.unwrap_or_default(), lang)
    };
    RestPage {
        frame: Frame::of(visit, "rest-title"),
        lang,
        tabs: tabs(pool, (Serves::of(found.may_serve), Here::Rest), lang),
        rests: lines.map(|one| rest(one, found.may_decide, lang)).collect(),
        early: found.next.iter().map(next).collect(),
    }
}

pub(super) async fn get(
    visit: Visit,
    State(site): State<Site>,
    Path(id): Path<PoolId>,
) -> Result<Response, PageError> {
    let found = site.app.rests(&visit.ctx, id).await;
    let found = found.map_err(PageError::to(&visit))?;
    render(&visit, &page(&visit, id, &found))
}

pub(super) async fn post(
    visit: Visit,
    State(site): State<Site>,
    Path((pool, id)): Path<(PoolId, RestId)>,
    Form(form): Form<AnswerForm>,
) -> Result<Response, PageError> {
    let (answer, done) = match form.answer.as_str() {
        "accept" => (RestAnswer::Accept, "rest-accepted"),
        _ => (RestAnswer::Decline, "rest-declined"),
    };
    let place = (pool, id, form.version);
    let decided = site.app.answer_rest(&visit.ctx, place, answer).await;
    decided.map_err(PageError::to(&visit))?;
    let to = format!("{}/rests?done={done}", url::pool(pool));
    Ok(Redirect::to(&to).into_response())
}
