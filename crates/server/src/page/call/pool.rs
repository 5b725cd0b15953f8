//! Calls about no family, for the leaders of those who took them.

use askama::Template;
use axum::extract::{Path, State};
use axum::response::Response;
use hemma_app::call::{Named, PoolCalls};
use hemma_domain::ids::PoolId;

use super::{followed, long, said};
use crate::http::Site;
use crate::http::error::PageError;
use crate::http::visit::Visit;
use crate::lang::Lang;
use crate::page::duty::{Here, Serves, Tab, tabs};
use crate::page::{Frame, render};

/// The calls of a pool about no family.
#[derive(Template)]
#[template(path = "call/pool.html")]
pub(super) struct PoolCallsPage {
    pub frame: Frame,
    pub lang: Lang,
    pub pool: String,
    pub tabs: Vec<Tab>,
    pub calls: Vec<NobodysView>,
}

/// One call about no family, to be read.
#[derive(Debug, Clone)]
pub(super) struct NobodysView {
    pub id: String,
    pub when: String,
    /// How long it took, in words.
    pub long: String,
    pub is_pressing: bool,
    /// Label and text of everything that was said.
    pub said: Vec<(String, String)>,
    pub by: String,
    pub follow_up: String,
}

fn call(one: &Named, lang: Lang) -> NobodysView {
    NobodysView {
        id: one.call.id.to_string(),
        when: lang.moment(one.call.started_at),
        long: long(&one.call, lang),
        is_pressing: one.call.body.is_pressing(),
        said: said(one, lang),
        by: lang.t1("call-taken-by", "name", one.taken_by.as_str()),
        follow_up: followed(one, lang),
    }
}

fn page(visit: &Visit, (id, found): (PoolId, &PoolCalls)) -> PoolCallsPage {
    let lang = visit.lang;
    PoolCallsPage {
        frame: Frame::of(visit, "call-pool-title"),
        lang,
        pool: found.pool.clone(),
        tabs: tabs(id, (Serves::of(found.may_serve), Here::Rota), lang),
        calls: found.calls.iter().map(|one| call(one, lang)).collect(),
    }
}

pub(super) async fn get(
    visit: Visit,
    State(site): State<Site>,
    Path(id): Path<PoolId>,
) -> Result<Response, PageError> {
    let found = site.app.pool_calls(&visit.ctx, id).await;
    let found = found.map_err(PageError::to(&visit))?;
    render(&visit, &page(&visit, (id, &found)))
}
