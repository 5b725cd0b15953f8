//! Why somebody has a duty and another has not: who could have it and what it costs, and what forbids the others.

use askama::Template;
use axum::Form;
use axum::extract::{Path, State};
use axum::response::{IntoResponse as _, Redirect, Response};
use hemma_app::error::Error;
use hemma_app::rota::{Answer, Asked, Costs, Price, Taker, Why};
use hemma_domain::ids::{DutyId, PoolId, RotaId};
use hemma_domain::rota::RotaState;
use hemma_domain::time::Week;
use serde::Deserialize;

use super::draft::{broken, name_of};
use super::propose::duty_words;
use super::{Here, Serves, Tab, tabs};
use crate::http::Site;
use crate::http::error::PageError;
use crate::http::form::Faults;
use crate::http::url;
use crate::http::visit::Visit;
use crate::lang::Lang;
use crate::page::{Frame, render, unprocessable};

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
    /// Where a price is asked for; empty where none can be.
    pub ask: String,
    /// Whose price is being worked out; empty where nobody's is.
    pub sought: String,
    /// What was asked before, answered.
    pub price: Option<PriceView>,
    /// Prices are not proven here.
    pub is_unproven: bool,
    pub faults: Faults,
}

/// What it would cost that somebody has the duty.
#[derive(Debug, Clone)]
pub struct PriceView {
    pub text: String,
    /// It is known, and proven.
    pub is_proven: bool,
}

/// Whose price is asked for.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct AskForm {
    staff: String,
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

/// What it would break; whose rule it is stands beside it only where it is somebody else's.
fn against(why: &Why, one: &Taker, lang: Lang) -> Vec<String> {
    let told = one.against.iter().map(|breach| {
        let words = match breach.staff == one.staff {
            true => lang.name(breach.rule),
            false => broken(breach, &name_of(&why.draft, breach.staff), lang),
        };
        (words, Week::of(breach.time.start().day()))
    });
    each_once(told, lang)
}

/// What is told of several weeks, each once, with the weeks where there are more than one.
fn each_once(all: impl Iterator<Item = (String, Week)>, lang: Lang) -> Vec<String> {
    let mut told: Vec<(String, Vec<Week>)> = Vec::new();
    for (words, week) in all {
        match told.iter_mut().find(|(known, _)| *known == words) {
            Some((_, weeks)) if weeks.contains(&week) => {}
            Some((_, weeks)) => weeks.push(week),
            None => told.push((words, vec![week])),
        }
    }
    let words = told.into_iter().map(|(words, weeks)| {
        if weeks.len() < 2 {
            return words;
        }
        let weeks: Vec<String> = weeks.into_iter().map(|week| lang.week(week)).collect();
        format!("{words} ({})", weeks.join(", "))
    });
    words.collect()
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
        against: against(why, one, lang),
        cost: lang.t1("why-cost", "points", signed(one.costs.total)),
        details,
    }
}

/// What it would cost that somebody has the duty, in words: only what was proven is said to be.
pub(super) fn price(answer: Answer, name: &str, lang: Lang) -> Option<PriceView> {
    let (key, least, most) = match answer {
        Answer::Sought => return None,
        Answer::Broken => ("why-price-broken", 0, 0),
        Answer::Known(Price::Impossible) => ("why-price-never", 0, 0),
        Answer::Known(Price::Points { least, most }) => {
            let known = least.unwrap_or(i64::MIN);
            let key = match (known, most) {
                (_, most) if most < 0 => "why-price-less",
                (known, most) if known == most && most == 0 => "why-price-nothing",
                (known, most) if known == most => "why-price-exact",
                (known, _) if 0 < known => "why-price-between",
                _ => "why-price-most",
            };
            (key, known.max(0), most.saturating_abs())
        }
    };
    let text = lang.filled(
        key,
        [
            ("name", name.into()),
            ("least", least.into()),
            ("most", most.into()),
        ],
    );
    let proven = ["why-price-never", "why-price-nothing", "why-price-exact"];
    Some(PriceView {
        text,
        is_proven: proven.contains(&key),
    })
}

fn page(visit: &Visit, why: &Why, faults: Faults) -> WhyPage {
    let (lang, draft) = (visit.lang, &why.draft);
    let home = url::rota(draft.pool.id, draft.rota.id);
    let asked = why.asked.as_ref();
    let named = |asked: &Asked| name_of(draft, asked.staff);
    let sought = asked.filter(|asked| asked.answer == Answer::Sought);
    WhyPage {
        frame: Frame::of(visit, "why-title"),
        lang,
        tabs: tabs(draft.pool.id, (Serves::Yes, Here::Rota), lang),
        ask: match why.may_ask && !why.is_fixed {
            true => format!("{home}/why/{}/price", why.duty.id),
            false => String::new(),
        },
        draft: home,
        title: duty_words(draft, &why.duty, lang),
        duty: why.duty.id.to_string(),
        staff: why.held.map(|staff| staff.to_string()).unwrap_or_default(),
        name: why
            .held
            .map(|staff| name_of(draft, staff))
            .unwrap_or_default(),
        may_give: draft.rota.state == RotaState::Draft && !why.is_fixed,
        takers: why.takers.iter().map(|one| taker(why, one, lang)).collect(),
        sought: sought.map(named).unwrap_or_default(),
        price: asked.and_then(|asked| price(asked.answer, &named(asked), lang)),
        is_unproven: !why.can_prove,
        faults,
    }
}

pub(super) async fn get(
    visit: Visit,
    State(site): State<Site>,
    Path((pool, rota, duty)): Path<(PoolId, RotaId, DutyId)>,
) -> Result<Response, PageError> {
    let why = site.app.why(&visit.ctx, ((pool, rota), duty)).await;
    let why = why.map_err(PageError::to(&visit))?;
    render(&visit, &page(&visit, &why, Faults::none()))
}

pub(super) async fn post_price(
    visit: Visit,
    State(site): State<Site>,
    Path((pool, rota, duty)): Path<(PoolId, RotaId, DutyId)>,
    Form(form): Form<AskForm>,
) -> Result<Response, PageError> {
    let of = ((pool, rota), duty);
    let asked = match form.staff.parse() {
        Ok(staff) => site.app.ask_price(&visit.ctx, of, staff).await,
        Err(_) => Err(Error::invalid("staff", "duty-fault-staff")),
    };
    match asked {
        Ok(()) => {
            let to = format!("{}/why/{duty}", url::rota(pool, rota));
            Ok(Redirect::to(&to).into_response())
        }
        Err(Error::Invalid(faults)) => {
            let why = site.app.why(&visit.ctx, of).await;
            let why = why.map_err(PageError::to(&visit))?;
            let page = page(&visit, &why, Faults::of(faults));
            Ok(unprocessable(render(&visit, &page)?))
        }
        Err(err) => Err(PageError::to(&visit)(err)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_rule_that_several_weeks_break_is_told_once_with_the_weeks() {
        let all = [
            ("ingen veckovila", "2026-12-14"),
            ("för tätt mellan helger", "2026-12-14"),
            ("ingen veckovila", "2026-12-20"),
            ("ingen veckovila", "2026-12-21"),
        ];
        let all = all.map(|(words, day)| (words.to_owned(), Week::of(day.parse().unwrap())));
        let told = each_once(all.into_iter(), Lang::SV);
        let expected = [
            "ingen veckovila (v.\u{a0}51, v.\u{a0}52)",
            "för tätt mellan helger",
        ];
        assert_eq!(told, expected);
    }
}
