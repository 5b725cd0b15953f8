//! What somebody has of a demand on a day, and until when they have to do something about it.

use crate::codes;
use crate::curriculum::{Cadence, Requirement};
use crate::fidelity::Step;
use crate::time::Day;

codes! {
    /// How somebody stands with a demand.
    StandingCode "training-standing" {
        Held = "held",
        Due = "due",
        Overdue = "overdue",
    }
}

/// Half days that somebody was at a training of the kind that is demanded.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Credit {
    pub on: Day,
    pub half_days: u32,
}

/// How somebody stands with a demand on a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Standing {
    pub code: StandingCode,
    /// The day by which it is, or was, to be held; where it is held, by which the next time is. None where it holds for
    /// ever.
    pub by: Option<Day>,
    /// Half days that count now, at most as many as are demanded.
    pub half_days: u32,
    /// The last day that counts; none where nothing was held.
    pub last_on: Option<Day>,
}

/// Since when somebody works where something is demanded of them, without a day between two posts; none where they do not
/// today. Of each post its first day, and the first day no longer in it.
pub fn begun_on(posts: &[(Day, Option<Day>)], today: Day) -> Option<Day> {
    let holds = |(from, to): &&(Day, Option<Day>)| *from <= today && to.is_none_or(|to| today < to);
    let mut since = posts.iter().filter(holds).map(|(from, _)| *from).min()?;
    // Each round goes back by a post at least, so that there are no more rounds than posts.
    for _ in posts {
        let reaches =
            |(from, to): &&(Day, Option<Day>)| *from < since && to.is_none_or(|to| since <= to);
        match posts.iter().filter(reaches).map(|(from, _)| *from).min() {
            Some(earlier) => since = earlier,
            None => break,
        }
    }
    Some(since)
}

/// How somebody stands on a day, of whom it has been demanded since `begun`. What lies in the future does not count yet.
pub fn standing(demand: &Requirement, begun: Day, credits: &[Credit], today: Day) -> Standing {
    let mut past: Vec<Credit> = credits
        .iter()
        .copied()
        .filter(|one| one.on <= today)
        .collect();
    past.sort();
    let needed = demand.half_days.value;
    let mut found = match demand.cadence.value {
        Cadence::Once => once(demand, begun, &past, today),
        Cadence::Quarterly => quarterly(needed, begun, &past, today),
    };
    found.half_days = found.half_days.min(needed);
    found
}

/// Whole when the half days add up. One that must be renewed holds from the oldest of the days that are needed to make it
/// whole, counted from the newest back: so a single half day later on does not renew what took five days.
fn once(demand: &Requirement, begun: Day, past: &[Credit], today: Day) -> Standing {
    let within = months(demand.within_months.as_ref().map_or(0, |one| one.value));
    let needed = demand.half_days.value;
    let last_on = past.last().map(|one| one.on);
    let standing = |code, by, half_days| Standing {
        code,
        by,
        half_days,
        last_on,
    };
    let first_by = begun.plus_months(within);
    let Some(renew) = &demand.renew_months else {
        let half_days = past.iter().map(|one| one.half_days).sum();
        return match half_days >= needed {
            true => standing(StandingCode::Held, None, half_days),
            false => standing(open(first_by, today), Some(first_by), half_days),
        };
    };
    let renew = months(renew.value);
    let whole = whole_since(past, needed).map(|since| since.plus_months(renew));
    match whole {
        Some(until) if today < until => standing(StandingCode::Held, Some(until), needed),
        Some(until) => {
            let by = until.max(first_by);
            standing(
                open(by, today),
                Some(by),
                since(past, today.plus_months(-renew)),
            )
        }
        None => {
            let half_days = since(past, today.plus_months(-renew));
            standing(open(first_by, today), Some(first_by), half_days)
        }
    }
}

/// Each quarter from the first whole one counts for itself. Who missed one is late until the next one is held: what is past
/// cannot be made up for.
fn quarterly(needed: u32, begun: Day, past: &[Credit], today: Day) -> Standing {
    let quarter = |day: Day| Step::Quarter.first_of(day);
    let next = |day: Day| Step::Quarter.moved(day, 1);
    let this = quarter(today);
    let first = match quarter(begun) == begun {
        true => begun,
        false => next(begun),
    };
    let sum = |of: Day| -> u32 {
        let in_it = past.iter().filter(|one| quarter(one.on) == of);
        in_it.map(|one| one.half_days).sum()
    };
    let mut quarters = past.iter().rev().map(|one| quarter(one.on));
    let held = quarters.find(|of| sum(*of) >= needed);
    let wanted = held.map_or(first, |held| next(held).max(first));
    let by = next(wanted).plus(-1);
    let code = match wanted > this {
        true => StandingCode::Held,
        false => open(by, today),
    };
    Standing {
        code,
        by: Some(by),
        half_days: match code {
            // Before the first whole quarter nothing is demanded, and nothing has to be there.
            StandingCode::Held => held.map_or(0, sum),
            StandingCode::Due | StandingCode::Overdue => sum(this),
        },
        last_on: past.last().map(|one| one.on),
    }
}

fn open(by: Day, today: Day) -> StandingCode {
    match today <= by {
        true => StandingCode::Due,
        false => StandingCode::Overdue,
    }
}

/// The oldest of the days that are needed to make it whole, from the newest back.
fn whole_since(past: &[Credit], needed: u32) -> Option<Day> {
    let mut sum = 0;
    for one in past.iter().rev() {
        sum += one.half_days;
        if sum >= needed {
            return Some(one.on);
        }
    }
    None
}

fn since(past: &[Credit], after: Day) -> u32 {
    let newer = past.iter().filter(|one| after < one.on);
    newer.map(|one| one.half_days).sum()
}

fn months(count: u32) -> i64 {
    i64::from(count)
}
