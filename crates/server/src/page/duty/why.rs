//! Why somebody has a duty and another has not: who could have it and what it costs, and what forbids the others.

use askama::Template;
use axum::extract::{Path, State};
use axum::response::Response;
use hemma_app::rota::{Costs, Taker, Why};
use hemma_domain::ids::{DutyId, PoolId, RotaId};
use hemma_domain::rota::RotaState;

use super::draft::{broken, name_of};
use super::propose::duty_words;
use super::{Here, Serves, Tab, tabs};
use crate::http::Site;
use crate::http::error::PageError;
use crate::http::url;
use crate::http::visit::Visit;
use crate::lang::Lang;
use crate::page::{Frame, render};

/// Somebody else for a duty.
#[derive(Debug, Clone)]
pub struct TakerView {
    pub id: String,
    pub name: String,
    /// Nothing speaks against it.
    pub may: bool,
    /// What it would break.
    pub against: Vec<String>,
    /// What it would cost, and for what.
    pub cost: String,
    pub details: Vec<String>,
}

/// Why somebody has a duty and another has not.
#[derive(Template)]
#[template(path = "duty/why.html")]
pub struct WhyPage {
    pub frame: Frame,
    pub lang: Lang,
    pub tabs: Vec<Tab>,
    /// The draft's own page.
    pub draft: String,
    pub title: String,
    pub duty: String,
    /// Who has it: id and name; empty where it is open.
    pub staff: String,
    pub name: String,
    pub may_give: bool,
    pub takers: Vec<TakerView>,
}

/// `+150` or `−20`.
fn signed(points: i64) -> String {
    match points {
        0 => "0".to_owned(),
        less if less < 0 => format!("−{}", less.unsigned_abs()),
        more => format!("+{more}"),
    }
}

/// What a change costs, by what it is for.
pub(super) fn parts(costs: &Costs, lang: Lang) -> Vec<String> {
    let all = [
        ("why-open", costs.open),
        ("why-fairness", costs.fairness),
        ("why-wishes", costs.wishes),
        ("why-changes", costs.changes),
        ("why-weekends", costs.weekends),
        ("why-rest-days", costs.rest_days),
    ];
    let told = all.into_iter().filter(|(_, points)| *points != 0);
    told.map(|(key, points)| format!("{} {}", lang.t(key), signed(points)))
        .collect()
}

fn taker(why: &Why, one: &Taker, lang: Lang) -> TakerView {
    let draft = &why.draft;
    let days = |key: &str, all: &[(hemma_domain::ids::StaffId, hemma_domain::time::Day)]| {
        let told = all.iter().map(|(staff, day)| {
            let name = name_of(draft, *staff);
            lang.t2(key, ("name", name), ("day", lang.day(*day)))
        });
        told.collect::<Vec<String>>()
    };
    let mut details = parts(&one.costs, lang);
    details.extend(days("why-rest-added", &one.rest_added));
    details.extend(days("why-rest-removed", &one.rest_removed));
    TakerView {
        id: one.staff.to_string(),
        name: name_of(draft, one.staff),
        may: one.against.is_empty(),
        against: one
            .against
            .iter()
            .map(|breach| broken(breach, &name_of(draft, breach.staff), lang))
            .collect(),
        cost: lang.t1("why-cost", "points", signed(one.costs.total)),
        details,
    }
}

fn page(visit: &Visit, why: &Why) -> WhyPage {
    let (lang, draft) = (visit.lang, &why.draft);
    WhyPage {
        frame: Frame::of(visit, "why-title"),
        lang,
        tabs: tabs(draft.pool.id, (Serves::Yes, Here::Rota), lang),
        draft: url::rota(draft.pool.id, draft.rota.id),
        title: duty_words(draft, &why.duty, lang),
        duty: why.duty.id.to_string(),
        staff: why.held.map(|staff| staff.to_string()).unwrap_or_default(),
        name: why
            .held
            .map(|staff| name_of(draft, staff))
            .unwrap_or_default(),
        may_give: draft.rota.state == RotaState::Draft && !why.is_fixed,
        takers: why.takers.iter().map(|one| taker(why, one, lang)).collect(),
    }
}

pub(super) async fn get(
    visit: Visit,
    State(site): State<Site>,
    Path((pool, rota, duty)): Path<(PoolId, RotaId, DutyId)>,
) -> Result<Response, PageError> {
    let why = site.app.why(&visit.ctx, ((pool, rota), duty)).await;
    let why = why.map_err(PageError::to(&visit))?;
    render(&visit, &page(&visit, &why))
}
