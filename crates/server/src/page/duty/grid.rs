//! A draft as a grid of people and days: duties that can be moved by hand, one row to another.

use std::collections::BTreeMap;

use hemma_app::rota::Draft;
use hemma_domain::ids::StaffId;
use hemma_domain::rota::RotaState;
use hemma_domain::time::Day;
use hemma_domain::turn::Served;

use super::mark::{MarkView, legend, marks};
use super::rota::month::{MonthView, days, months, noon_to_noon};
use super::span;
use crate::http::url;
use crate::lang::Lang;

/// A duty in the grid, on the day on which it begins.
#[derive(Debug, Clone)]
pub struct BarView {
    pub duty: String,
    /// Where it is asked who else could have it.
    pub url: String,
    pub level: u32,
    pub when: String,
    /// It can be given to somebody else.
    pub may_move: bool,
    /// The plan breaks a rule in it.
    pub is_broken: bool,
}

/// One person's day.
#[derive(Debug, Clone, Default)]
pub struct CellView {
    pub is_off: bool,
    /// On call in a duty that began on a day before.
    pub goes_on: bool,
    /// A day off for rest.
    pub is_rest: bool,
    /// That they are away, and what they wish.
    pub marks: Vec<MarkView>,
    pub bars: Vec<BarView>,
}

/// One person's days; nobody's has no id.
#[derive(Debug, Clone)]
pub struct PersonView {
    pub id: String,
    pub name: String,
    pub cells: Vec<CellView>,
}

/// People and days of a draft.
#[derive(Debug, Clone)]
pub struct GridView {
    pub months: Vec<MonthView>,
    /// The number of each day, and whether it is off.
    pub days: Vec<(i8, bool)>,
    pub people: Vec<PersonView>,
    /// What the marks of its days mean.
    pub legend: Vec<MarkView>,
}

/// Where a day's evening or whole stands in somebody's row.
type Places = BTreeMap<(Option<StaffId>, Day), CellView>;

/// The grid of a draft.
pub(super) fn grid(draft: &Draft, lang: Lang) -> GridView {
    let all = days((draft.rota.first, draft.rota.end));
    let mut places = Places::new();
    for one in &draft.served {
        place(draft, one, (&mut places, lang));
    }
    for (staff, day) in &draft.rest_days {
        places.entry((Some(*staff), *day)).or_default().is_rest = true;
    }
    let roles = draft.pool.roles();
    let serving = draft.members.iter().filter(|one| roles.contains(&one.role));
    let held = draft.entries.values().map(|staff| {
        let name = draft.names.get(staff).cloned();
        (name.unwrap_or_default(), *staff)
    });
    let mut people: Vec<(String, StaffId)> = serving
        .map(|one| (one.name.clone(), one.staff))
        .chain(held)
        .collect();
    people.sort();
    people.dedup();
    let nobody = (lang.t("duty-nobody"), None);
    let people = people.into_iter().map(|(name, staff)| (name, Some(staff)));
    let row = |(name, staff): (String, Option<StaffId>)| PersonView {
        id: staff.map(|staff| staff.to_string()).unwrap_or_default(),
        name,
        cells: all
            .iter()
            .map(|day| CellView {
                is_off: !draft.agreement.is_workday(*day),
                marks: match staff {
                    Some(staff) => marks((staff, *day), (&draft.away, &draft.wishes), lang),
                    None => Vec::new(),
                },
                ..places.remove(&(staff, *day)).unwrap_or_default()
            })
            .collect(),
    };
    GridView {
        months: months(&all, lang),
        legend: legend(lang),
        people: std::iter::once(nobody).chain(people).map(row).collect(),
        days: all
            .iter()
            .map(|day| (day.0.day(), !draft.agreement.is_workday(*day)))
            .collect(),
    }
}

/// Puts a duty where it begins, and a mark on the days that it goes on.
fn place(draft: &Draft, one: &Served, (places, lang): (&mut Places, Lang)) {
    let Some(whole) = one.duty.shape.whole() else {
        return;
    };
    let id = one.duty.id;
    let is_draft = draft.rota.state == RotaState::Draft;
    let line = draft.pool.line(one.duty.shape.line);
    let holders: Vec<Option<StaffId>> = match one.turns.as_slice() {
        [] | [_] => vec![draft.entries.get(&id).copied()],
        parts => parts.iter().map(|turn| Some(turn.staff)).collect(),
    };
    let (first, last) = (whole.start().day(), whole.end().day());
    for staff in holders {
        places
            .entry((staff, first))
            .or_default()
            .bars
            .push(BarView {
                duty: id.to_string(),
                url: format!("{}/why/{id}", url::rota(draft.pool.id, draft.rota.id)),
                level: line.map_or(0, |line| line.level),
                when: span(whole, lang),
                may_move: is_draft && !draft.fixed.contains(&id),
                is_broken: draft.breaches.iter().any(|one| one.duty == Some(id)),
            });
        for day in days((first.plus(1), last.plus(1))) {
            let of_day = noon_to_noon(day);
            let mut segments = one.duty.shape.segments.iter();
            if segments.any(|part| of_day.is_some_and(|of| of.meets(*part))) {
                places.entry((staff, day)).or_default().goes_on = true;
            }
        }
    }
}
