//! Swaps: what changes hands, who agreed and when; as a list for those who lead the pool.

use askama::Template;
use axum::extract::{Path, State};
use axum::response::Response;
use hemma_app::swap::{PoolSwaps, SwapLine};
use hemma_domain::ids::{PoolId, StaffId};
use hemma_domain::swap::{SwapState, SwapStateCode};

use super::give::MeaningView;
use super::{Here, Serves, Tab, span, tabs};
use crate::http::Site;
use crate::http::error::PageError;
use crate::http::url;
use crate::http::visit::Visit;
use crate::lang::Lang;
use crate::page::team_week::Signal;
use crate::page::{Frame, render};

/// One swap.
#[derive(Debug, Clone)]
pub struct SwapView {
    /// Where it is answered.
    pub url: String,
    pub version: i64,
    /// Whose duty goes to whom.
    pub what: String,
    pub when: String,
    /// Days off that go with it or go back.
    pub rest: Vec<String>,
    /// What it would break for its taker.
    pub against: Vec<String>,
    /// When it was made.
    pub made: String,
    pub state: Signal,
    /// No rule forbids it.
    pub may_accept: bool,
    pub may_refuse: bool,
    pub may_withdraw: bool,
}

/// The swaps of a pool.
#[derive(Template)]
#[template(path = "duty/swaps.html")]
pub struct SwapsPage {
    pub frame: Frame,
    pub lang: Lang,
    pub pool: String,
    pub tabs: Vec<Tab>,
    /// What waits for an answer.
    pub open: Vec<SwapView>,
    pub decided: Vec<SwapView>,
}

impl SwapView {
    /// A swap as somebody sees it; nobody where its reader has no part in it.
    pub(super) fn of(
        visit: &Visit,
        (pool, me): (PoolId, Option<StaffId>),
        one: &SwapLine,
    ) -> SwapView {
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
        let is_open = one.swap.state == SwapState::Open;
        let meaning = MeaningView::of(&one.meaning, &one.giver, lang);
        SwapView {
            url: format!("{}/swaps/{}", url::pool(pool), one.swap.id),
            version: one.swap.version,
            what,
            when: span(one.swap.part, lang),
            rest: meaning.rest,
            against: meaning.against,
            made: lang.t1("swap-made", "time", lang.moment(one.swap.made.1).as_str()),
            state: state(one, lang),
            may_accept: one.meaning.forbidden().is_none(),
            may_refuse: one.swap.taker.is_some(),
            may_withdraw: is_open && me == Some(one.swap.made.0),
        }
    }
}

/// What became of it, and by whom.
fn state(one: &SwapLine, lang: Lang) -> Signal {
    let code = one.swap.state.code();
    let (class, icon) = match code {
        SwapStateCode::Open if one.stale => ("none", "none"),
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
        _ if one.stale => lang.t("swap-stale"),
        _ => lang.name(code),
    };
    Signal::new(class, icon, text)
}

fn page(visit: &Visit, id: PoolId, found: &PoolSwaps) -> SwapsPage {
    let lang = visit.lang;
    let waits = |one: &&SwapLine| {
        let is_ahead = visit.ctx.now < one.swap.part.start();
        one.swap.state == SwapState::Open && !one.stale && is_ahead
    };
    let (open, decided): (Vec<_>, Vec<_>) = found.lines.iter().partition(waits);
    let views = |lines: Vec<&SwapLine>| {
        let view = |one| SwapView::of(visit, (id, None), one);
        lines.into_iter().map(view).collect()
    };
    SwapsPage {
        frame: Frame::of(visit, "swap-title"),
        lang,
        pool: found.pool.clone(),
        tabs: tabs(id, (Serves::of(found.may_serve), Here::Rota), lang),
        open: views(open),
        decided: views(decided),
    }
}

pub(super) async fn get(
    visit: Visit,
    State(site): State<Site>,
    Path(id): Path<PoolId>,
) -> Result<Response, PageError> {
    let found = site.app.swaps(&visit.ctx, id).await;
    let found = found.map_err(PageError::to(&visit))?;
    render(&visit, &page(&visit, id, &found))
}
