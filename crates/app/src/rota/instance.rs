//! A pool's days as an instance in the layout of `docs/formats/rota.md`: ids and times, no names, and never why somebody
//! is away.

mod pins;

#[cfg(test)]
mod tests;

pub(crate) use pins::{duties_of, lawful};

use std::collections::{BTreeMap, BTreeSet};

use hemma_domain::absence::{WishKind, WishWeight};
use hemma_domain::agreement::{COUNT_DAYS, DutyPlace, Uneven, Weights};
use hemma_domain::duty::DutyKind;
use hemma_domain::ids::{LineId, StaffId};
use hemma_domain::pool::{LINES_MAX, Line};
use hemma_domain::rota::{Shares, Tally};
use hemma_domain::stretch::Stretch;
use hemma_domain::time::{Clock, Day, Instant, Week, stockholm};
use hemma_rota_rules::instance as layout;
use hemma_rota_rules::{CompDay, INSTANCE_FORMAT, Instance};

use super::facts::{Facts, Held, Piece};

/// Weeks before the first in which a window of load begins that reaches into the period.
const WEEKS_BEFORE: i64 = COUNT_DAYS / 7 - 1;
/// Minutes of four weeks in every line at once: no limit at all.
const LOAD_MIN_MAX: i64 = COUNT_DAYS * 24 * 60 * LINES_MAX as i64;
/// As many duties as nobody has.
const DUTIES_MAX: i64 = 10_000;

/// The instance of a pool's days. The same facts give the same text.
pub(crate) fn instance(facts: &Facts, name: String) -> Instance {
    let weights = facts.agreement.planning_weights();
    let people = facts.people();
    let (ways, way_of) = ways(facts);
    let (first, end) = facts.period;
    Instance {
        format: INSTANCE_FORMAT.to_owned(),
        name,
        tz: "Europe/Stockholm".to_owned(),
        horizon: layout::Stretch {
            start: first.to_string(),
            end: end.to_string(),
        },
        teams: teams(facts),
        persons: people.iter().map(|staff| person(facts, *staff)).collect(),
        lines: ways.iter().map(Way::line).collect(),
        eligible: ways.iter().map(Way::eligible).collect(),
        duties: duties(facts, &way_of, &weights),
        workdays: workdays(facts),
        rest_periods: rest_periods(facts),
        windows: windows(facts.period),
        rules: rules(facts),
        unavailable: unavailable(facts, &people),
        disturbances: disturbances(facts, &people),
        pinned: pinned(facts),
        pinned_comp_days: pinned_comp_days(facts, &people),
        previous: previous(facts, &weights),
        wishes: wishes(facts, (&people, &weights)),
        needs: Vec::new(),
        assign_costs: Vec::new(),
        line_costs: Vec::new(),
        fairness: fairness(facts, &weights),
        close_weekends: layout::CloseWeekends {
            max_distance: i64::from(weights.close_weeks),
            cost: i64::from(weights.close_weekends),
        },
        comp_cost: i64::from(weights.rest_day),
        tier_weights: layout::TierWeights {
            unfilled: i64::from(weights.open),
            spread: i64::from(weights.uneven),
        },
    }
}

/// A line with those who may serve it on the same days. The layout knows no posts that begin or end: where somebody joins
/// or leaves, the line goes on as another one.
struct Way<'a> {
    id: String,
    line: &'a Line,
    serve: BTreeSet<StaffId>,
}

impl Way<'_> {
    fn line(&self) -> layout::Line {
        layout::Line {
            id: self.id.clone(),
            level: i64::from(self.line.level),
            gap_after_min: i64::from(self.line.gap_min),
            load_pct: i64::from(self.line.load_pct),
        }
    }

    fn eligible(&self) -> (String, Vec<String>) {
        let serve = self.serve.iter().map(ToString::to_string);
        (self.id.clone(), serve.collect())
    }
}

/// The ways of all lines, and for each piece the id of its own.
fn ways(facts: &Facts) -> (Vec<Way<'_>>, Vec<String>) {
    let mut known: BTreeMap<(LineId, BTreeSet<StaffId>), String> = BTreeMap::new();
    let mut ways: Vec<Way<'_>> = Vec::new();
    let mut of = Vec::new();
    for piece in &facts.pieces {
        let shape = &piece.duty.shape;
        let line = facts.lines.iter().find(|line| line.id == shape.line);
        let (Some(line), Some(whole)) = (line, shape.whole()) else {
            of.push(String::new());
            continue;
        };
        let days = (whole.start().day(), whole.end().day());
        let serve = facts.members.iter().filter(|one| one.serves(line, days));
        let mut serve: BTreeSet<StaffId> = serve.map(|one| one.staff).collect();
        if let (Held::Stands(staff), false) = (piece.held, piece.is_judged) {
            serve.insert(staff);
        }
        let next = known.len();
        let id = known.entry((line.id, serve.clone())).or_insert_with(|| {
            let id = format!("{}~{next}", line.id);
            ways.push(Way {
                id: id.clone(),
                line,
                serve,
            });
            id
        });
        of.push(id.clone());
    }
    (ways, of)
}

fn teams(facts: &Facts) -> Vec<String> {
    let teams = facts.members.iter().map(|one| one.team);
    let teams: BTreeSet<_> = teams.collect();
    let named = teams.iter().map(ToString::to_string);
    named.chain([NO_TEAM.to_owned()]).collect()
}

/// Of whoever has left: they are in history alone.
const NO_TEAM: &str = "none";

fn person(facts: &Facts, staff: StaffId) -> layout::Person {
    let post = facts.members.iter().find(|one| one.staff == staff);
    let off = work_days(facts).filter(|day| facts.is_off(staff, *day));
    layout::Person {
        id: staff.to_string(),
        team: post.map_or_else(|| NO_TEAM.to_owned(), |post| post.team.to_string()),
        role: String::new(),
        fte: f64::from(facts.share(staff)) / 100.0,
        off_dates: off.map(|day| day.to_string()).collect(),
    }
}

fn duties(facts: &Facts, way_of: &[String], weights: &Weights) -> Vec<layout::Duty> {
    let zero = Week::of(facts.period.0);
    let pieces = facts.pieces.iter().zip(way_of);
    let duty = |(piece, way): (&Piece, &String)| {
        let shape = &piece.duty.shape;
        let unfilled = match shape.kind {
            DutyKind::Night | DutyKind::Day => weights.open_night,
            DutyKind::Weekend | DutyKind::Holiday | DutyKind::Week => weights.open_long,
        };
        let weekends = shape.weekends.iter();
        let segments = facts.segments(piece);
        layout::Duty {
            id: piece.id.to_string(),
            line: way.clone(),
            kind: hemma_domain::code::Code::code(shape.kind).to_owned(),
            segments: segments
                .iter()
                .map(|one| (stamp(one.start()), stamp(one.end())))
                .collect(),
            weekends: weekends.map(|week| week.weeks_since(zero)).collect(),
            holidays: shape.holidays.iter().map(ToString::to_string).collect(),
            unfilled_cost: i64::from(unfilled),
        }
    };
    pieces.map(duty).collect()
}

/// The weeks that the period touches.
fn weeks((first, end): (Day, Day)) -> impl Iterator<Item = Week> {
    let (start, last) = (Week::of(first), Week::of(end.plus(-1)));
    (0..=last.weeks_since(start)).map(move |number| start.plus(number))
}

/// The days with ordinary hours that a rest of the period may reach into.
fn work_days(facts: &Facts) -> impl Iterator<Item = Day> {
    let (first, end) = facts.period;
    let from = Week::of(first).previous().first_day();
    let until = Week::of(end.plus(-1)).plus(2).first_day();
    let days = (0..until.days_since(from)).map(move |number| from.plus(number));
    days.filter(|day| facts.agreement.is_workday(*day))
}

fn workdays(facts: &Facts) -> Vec<layout::Workday> {
    let hours = |day: Day| {
        let (start, end) = facts.agreement.ordinary_hours(day)?;
        Some(layout::Workday {
            date: day.to_string(),
            start: stamp(start),
            end: stamp(end),
        })
    };
    work_days(facts).filter_map(hours).collect()
}

fn rest_periods(facts: &Facts) -> Vec<layout::Stretch> {
    let day_break = facts.agreement.day_break.value;
    let week = |week: Week| layout::Stretch {
        start: stamp(week.first_day().at(day_break)),
        end: stamp(week.next().first_day().at(day_break)),
    };
    weeks(facts.period).map(week).collect()
}

fn windows(period: (Day, Day)) -> Vec<layout::Stretch> {
    let first = Week::of(period.0);
    let before = (1..=WEEKS_BEFORE).rev().map(|back| first.plus(-back));
    let window = |week: Week| layout::Stretch {
        start: stamp(week.first_day().at(Clock::MIDNIGHT)),
        end: stamp(week.first_day().plus(COUNT_DAYS).at(Clock::MIDNIGHT)),
    };
    before.chain(weeks(period)).map(window).collect()
}

fn rules(facts: &Facts) -> layout::Rules {
    let rules = &facts.agreement.rules;
    let minutes = |hours: u32| i64::from(hours) * 60;
    let load = rules.load_hours_max.as_ref().map(|max| minutes(max.value));
    // Stricter than the law where a line counts in part: hours at the workplace are counted whole again by the check.
    let there = rules
        .workplace_hours_max
        .as_ref()
        .filter(|_| facts.agreement.place.value == DutyPlace::Workplace)
        .map(|max| minutes(max.value));
    layout::Rules {
        weekly_rest_min: minutes(rules.weekly_rest_hours.value),
        max_load_min_per_window: load.into_iter().chain(there).min().unwrap_or(LOAD_MIN_MAX),
        max_duties_per_window: rules
            .duties_max
            .as_ref()
            .map_or(DUTIES_MAX, |max| i64::from(max.value)),
        weekend_gap: rules
            .weekend_gap
            .as_ref()
            .map_or(0, |gap| i64::from(gap.value)),
        rest_after_disturbance_min: minutes(rules.disturbed_rest_hours.value),
    }
}

fn unavailable(facts: &Facts, people: &BTreeSet<StaffId>) -> Vec<layout::Unavailable> {
    let gone = facts.gone().filter(|one| people.contains(&one.staff));
    gone.map(|one| layout::Unavailable {
        person: one.staff.to_string(),
        start: stamp(one.time.start()),
        end: stamp_after(one.time.end()),
        reason: "away".to_owned(),
    })
    .collect()
}

fn disturbances(facts: &Facts, people: &BTreeSet<StaffId>) -> Vec<layout::Disturbance> {
    let of = |staff: &StaffId| {
        let ends = facts.disturbed(*staff).into_iter();
        let person = staff.to_string();
        ends.map(move |end| layout::Disturbance {
            person: person.clone(),
            end: stamp_after(end),
        })
    };
    people.iter().flat_map(of).collect()
}

fn pinned(facts: &Facts) -> Vec<layout::Pinned> {
    let stands = facts.pieces.iter().filter_map(|piece| match piece.held {
        Held::Stands(staff) => Some(layout::Pinned {
            duty: piece.id.to_string(),
            person: staff.to_string(),
        }),
        Held::Free { .. } => None,
    });
    stands.collect()
}

/// Days off outside the period, and those that are so near that they were promised.
fn pinned_comp_days(facts: &Facts, people: &BTreeSet<StaffId>) -> Vec<CompDay> {
    let (first, end) = facts.period;
    let notice = i64::from(facts.agreement.rules.notice_days.value);
    let promised = facts.today.plus(notice);
    let working: BTreeSet<Day> = work_days(facts).collect();
    let days = facts.rest_days.iter().filter(|(staff, day)| {
        let stands = *day < first || end <= *day || *day < promised;
        let works = working.contains(day) && !facts.is_off(*staff, *day);
        stands && works && people.contains(staff)
    });
    let all: BTreeSet<CompDay> = days
        .map(|(staff, day)| CompDay {
            person: staff.to_string(),
            date: day.to_string(),
        })
        .collect();
    all.into_iter().collect()
}

fn previous(facts: &Facts, weights: &Weights) -> Vec<layout::Previous> {
    let notice = i64::from(facts.agreement.rules.notice_days.value);
    let of = |piece: &Piece| {
        let Held::Free {
            published: Some(staff),
        } = piece.held
        else {
            return None;
        };
        let start = piece.duty.shape.whole()?.start().day();
        let cost = match start.days_since(facts.today) < notice {
            true => weights.change_late,
            false => weights.change,
        };
        Some(layout::Previous {
            duty: piece.id.to_string(),
            person: staff.to_string(),
            cost: i64::from(cost),
        })
    };
    facts.pieces.iter().filter_map(of).collect()
}

fn wishes(facts: &Facts, (people, weights): (&BTreeSet<StaffId>, &Weights)) -> Vec<layout::Wish> {
    let open = facts
        .wishes
        .iter()
        .filter(|one| people.contains(&one.staff));
    open.map(|one| layout::Wish {
        id: one.id.to_string(),
        person: one.staff.to_string(),
        kind: match one.kind {
            WishKind::Off => layout::WishKind::Off,
            WishKind::On => layout::WishKind::On,
        },
        start: stamp(one.time.start()),
        end: stamp_after(one.time.end()),
        cost: i64::from(match one.weight {
            WishWeight::Little => weights.wish_little,
            WishWeight::Some => weights.wish_some,
            WishWeight::Much => weights.wish_much,
        }),
    })
    .collect()
}

/// What is counted of a tally, under which name, and how it is weighed.
type Count = (&'static str, fn(&Tally) -> u32, Uneven);

fn fairness(facts: &Facts, weights: &Weights) -> Vec<layout::Fairness> {
    let counts: [Count; 3] = [
        ("nights", |tally| tally.nights, weights.nights),
        ("weekends", |tally| tally.weekends, weights.weekends),
        ("holidays", |tally| tally.holidays, weights.holidays),
    ];
    let lines = facts.lines.iter();
    lines
        .flat_map(|line| counts.map(|count| category(facts, line, count)))
        .flatten()
        .collect()
}

/// One kind of burden in one line; none where there is nothing to share, or nobody to share it.
fn category(facts: &Facts, line: &Line, (name, of, weight): Count) -> Option<layout::Fairness> {
    let pieces = facts
        .pieces
        .iter()
        .filter(|one| one.duty.shape.line == line.id);
    let units: BTreeMap<String, i64> = pieces
        .map(|one| (one.id.to_string(), i64::from(of(&one.tally))))
        .filter(|(_, units)| *units > 0)
        .collect();
    let carried = facts.carried.iter().filter(|one| one.line == line.id);
    let members: Vec<_> = carried.filter(|one| one.weight > 0).collect();
    if units.is_empty() || members.is_empty() {
        return None;
    }
    let hist = |one: &super::Carried| of(&one.before);
    let planned: i64 = units.values().sum();
    let before: u32 = members.iter().map(|one| hist(one)).sum();
    let whole = u32::try_from(planned)
        .unwrap_or(u32::MAX)
        .saturating_add(before);
    let shares = Shares::new(members.iter().map(|one| (one.staff, one.weight)));
    let fair = shares.fair_tenths(whole);
    Some(layout::Fairness {
        id: format!("{}/{name}", line.id),
        range_weight: i64::from(weight.range),
        square_weight: i64::from(weight.square),
        units,
        members: members
            .iter()
            .map(|one| layout::Member {
                person: one.staff.to_string(),
                hist: i64::from(hist(one)),
                target10: i64::from(fair.get(&one.staff).copied().unwrap_or_default()),
            })
            .collect(),
    })
}

/// As the layout writes instants: with the offset that clocks in Stockholm have then, on the whole minute before.
pub(crate) fn stamp(at: Instant) -> String {
    let seconds = at.0.as_second().rem_euclid(60);
    let at = at.plus_seconds(-seconds);
    at.0.to_zoned(stockholm())
        .strftime("%Y-%m-%dT%H:%M:00%:z")
        .to_string()
}

/// The same on the whole minute after: what ends within a minute takes all of it.
fn stamp_after(at: Instant) -> String {
    stamp(at.plus_seconds(59))
}

/// A stretch as the rules count it, in minutes.
pub(crate) fn span(time: Stretch) -> hemma_rota_rules::Span {
    let minute = |at: Instant| at.0.as_second().div_euclid(60);
    hemma_rota_rules::Span {
        start: minute(time.start()),
        end: minute(time.end().plus_seconds(59)),
    }
}
