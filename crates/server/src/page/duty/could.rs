//! Why one has not a duty oneself: whether one could have it, or which rule forbids it.

use askama::Template;
use axum::extract::{Path, State};
use axum::response::Response;
use hemma_app::rota::{CouldI, OwnPrice};
use hemma_domain::ids::{DutyId, PoolId};
use hemma_domain::rota::Rule;

use super::why::parts;
use super::{Here, Serves, Tab, span, tabs};
use crate::http::Site;
use crate::http::error::PageError;
use crate::http::url;
use crate::http::visit::Visit;
use crate::lang::Lang;
use crate::page::{Frame, render};

/// Whether one could have a duty.
#[derive(Template)]
#[template(path = "duty/could.html")]
pub struct CouldPage {
    pub frame: Frame,
    pub lang: Lang,
    pub tabs: Vec<Tab>,
    pub title: String,
    /// Who has it; empty where it is open or in parts.
    pub name: String,
    pub is_mine: bool,
    pub is_begun: bool,
    /// What forbids it.
    pub against: Vec<String>,
    /// What forbids nothing, and is worth knowing.
    pub beside: Vec<String>,
    /// What the rota would cost more if one had it; empty where nobody weighs it.
    pub cost: String,
    /// For what.
    pub details: Vec<String>,
    /// Where it is asked for.
    pub ask: String,
    /// The turn that is asked for; empty where none can be.
    pub turn: String,
}

/// In one sentence.
fn cost(price: &OwnPrice, lang: Lang) -> String {
    let points = price.costs.total;
    let key = match points {
        0 => return lang.t("could-price-same"),
        better if better < 0 => "could-price-better",
        _ => "could-price-worse",
    };
    lang.t1(key, "points", points.saturating_abs())
}

fn details(price: &OwnPrice, lang: Lang) -> Vec<String> {
    let days = price.rest_added.iter();
    let off = days.map(|day| lang.t1("could-price-off", "day", lang.day(*day)));
    parts(&price.costs, lang).into_iter().chain(off).collect()
}

fn page(visit: &Visit, found: &CouldI) -> CouldPage {
    let (lang, pool) = (visit.lang, &found.pool);
    let line = pool.line(found.duty.line);
    let line = line.map(|line| lang.words(&line.name)).unwrap_or_default();
    let may = !found.is_mine && !found.is_begun && found.against.is_empty();
    let held = found.held.as_ref().filter(|_| may);
    let named = |rules: &[Rule]| rules.iter().map(|rule| lang.name(*rule)).collect();
    CouldPage {
        frame: Frame::of(visit, "could-title"),
        lang,
        tabs: tabs(pool.id, (Serves::Yes, Here::Rota), lang),
        title: format!("{}, {line}", span(found.duty.whole, lang)),
        name: found
            .held
            .as_ref()
            .map(|(_, name)| name.clone())
            .unwrap_or_default(),
        is_mine: found.is_mine,
        is_begun: found.is_begun,
        against: named(&found.against),
        beside: named(&found.beside),
        cost: found
            .price
            .as_ref()
            .map(|one| cost(one, lang))
            .unwrap_or_default(),
        details: found
            .price
            .as_ref()
            .map(|one| details(one, lang))
            .unwrap_or_default(),
        ask: format!("{}/swaps", url::pool(pool.id)),
        turn: held
            .map(|(turn, _)| turn.id.to_string())
            .unwrap_or_default(),
    }
}

pub(super) async fn get(
    visit: Visit,
    State(site): State<Site>,
    Path(at): Path<(PoolId, DutyId)>,
) -> Result<Response, PageError> {
    let found = site.app.could_i(&visit.ctx, at).await;
    let found = found.map_err(PageError::to(&visit))?;
    render(&visit, &page(&visit, &found))
}
