//! Rest after disturbed nights: what is proposed, what it clashes with, and the leader's decision.

use askama::Template;
use axum::Form;
use axum::extract::{Path, State};
use axum::response::{IntoResponse as _, Redirect, Response};
use hemma_app::rest::{RestAnswer, RestLine, Rests};
use hemma_domain::ids::{PoolId, RestId};
use hemma_domain::rest::RestStateCode;
use serde::Deserialize;

use super::{Here, Serves, Tab, span, tabs};
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
    RestPage {
        frame: Frame::of(visit, "rest-title"),
        lang,
        tabs: tabs(pool, (Serves::of(found.may_serve), Here::Rest), lang),
        rests: lines.map(|one| rest(one, found.may_decide, lang)).collect(),
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
