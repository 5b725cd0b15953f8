//! Invented instances: the same seed gives the same file.
//!
//! They carry the traps that real rotas have: Swedish holidays, both clock changes, part-time, vacations,
//! wishes, years of history, needs, call-outs. Tests, benchmarks and the command line use them.

mod almanac;
mod people;
mod pool;
mod tiny;

use jiff::ToSpan;
use jiff::civil::{Date, date};

pub use almanac::{is_holiday, is_work_free, stamp};
pub use tiny::{tiny, tiny_plan};

use crate::chance::Chance;
use crate::instance::{Instance, Pinned, Previous, Unavailable};
use crate::plan::Plan;
use crate::problem::Problem;

/// The kinds of instances that are measured.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// One team, 13 weeks.
    Team13,
    /// Two teams, 26 weeks.
    Pool26,
    /// Two teams, 52 weeks: 53 in a year that has them.
    Pool52,
    /// Ten teams, 26 weeks, two first lines.
    Network26,
    /// Two teams, 26 weeks, several people away for months: duties must stay open.
    Short26,
    /// One team, 13 weeks, with pins that contradict each other.
    Impossible13,
}

impl Kind {
    /// Every kind.
    pub const ALL: [Kind; 6] = [
        Kind::Team13,
        Kind::Pool26,
        Kind::Pool52,
        Kind::Network26,
        Kind::Short26,
        Kind::Impossible13,
    ];

    /// Its name on the command line.
    pub fn name(self) -> &'static str {
        match self {
            Kind::Team13 => "team-13",
            Kind::Pool26 => "pool-26",
            Kind::Pool52 => "pool-52",
            Kind::Network26 => "network-26",
            Kind::Short26 => "short-26",
            Kind::Impossible13 => "impossible-13",
        }
    }

    /// The kind with this name.
    pub fn by_name(name: &str) -> Option<Kind> {
        Kind::ALL.into_iter().find(|kind| kind.name() == name)
    }
}

/// How large an instance is, and when it begins.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Shape {
    /// Teams.
    pub teams: usize,
    /// Therapists of each team, beside its leader.
    pub therapists: usize,
    /// First lines that answer beside each other.
    pub first_lines: usize,
    /// Weeks.
    pub weeks: i32,
    /// A Monday.
    pub start: Date,
    /// How many of a hundred people are away for months.
    pub away_percent: usize,
}

/// An invented instance.
pub fn generate(kind: Kind, seed: u64) -> Instance {
    // From here 26 weeks hold both clock changes, and 13 Christmas and New Year's night.
    let start = date(2026, 10, 5);
    let shape = Shape {
        teams: 2,
        therapists: 5,
        first_lines: 1,
        weeks: 26,
        start,
        away_percent: 0,
    };
    let shape = match kind {
        Kind::Team13 | Kind::Impossible13 => Shape {
            teams: 1,
            therapists: 6,
            weeks: 13,
            ..shape
        },
        Kind::Pool26 => shape,
        Kind::Pool52 => Shape { weeks: 52, ..shape },
        Kind::Network26 => Shape {
            teams: 10,
            first_lines: 2,
            ..shape
        },
        Kind::Short26 => Shape {
            away_percent: 60,
            ..shape
        },
    };
    let mut instance = shaped(shape, seed);
    instance.name = format!("{}-{seed}", kind.name());
    if kind == Kind::Short26 {
        // With fewer people than the cap was made for, it binds.
        instance.rules.max_duties_per_window = 4;
    }
    if kind == Kind::Impossible13 {
        contradict(&mut instance);
    }
    instance
}

/// An invented instance of any shape.
pub fn shaped(shape: Shape, seed: u64) -> Instance {
    pool::instance(shape, &mut Chance::new(seed))
}

/// Pins one night and the night after, of two lines, with a person for whom they are too near.
fn contradict(instance: &mut Instance) {
    let both: Vec<Pinned> = instance
        .duties
        .iter()
        .filter(|duty| duty.kind == "night" && !duty.id.contains("before"))
        .take(2)
        .filter_map(|duty| {
            let person = instance.eligible.get(&duty.line)?.first()?;
            Some(Pinned {
                duty: duty.id.clone(),
                person: person.clone(),
            })
        })
        .collect();
    instance.pinned.extend(both);
    // Longer than the day between two nights.
    for line in &mut instance.lines {
        line.gap_after_min = line.gap_after_min.max(20 * 60);
    }
}

/// The instance again, after a plan was published and somebody falls ill for two weeks.
///
/// What begins in the first four weeks is served already and pinned; the rest is priced as published.
pub fn replan(instance: &Instance, problem: &Problem, plan: &Plan, seed: u64) -> Instance {
    let mut chance = Chance::new(seed);
    let mut next = instance.clone();
    next.name = format!("{}-replan-{seed}", instance.name);
    let Ok(start) = instance.horizon.start.parse::<Date>() else {
        return next;
    };
    let today = start.saturating_add(28.days());
    let now = stamp(today, 7);
    let now = crate::moment::minute_of(&now).unwrap_or(0);
    let served: Vec<_> = next.pinned.iter().map(|one| one.duty.clone()).collect();
    for (duty, person) in plan.assign.iter() {
        let what = &problem.duties[duty];
        let Some(person) = person.map(|person| problem.persons[person].id.clone()) else {
            continue;
        };
        if served.contains(&what.id) {
            continue;
        }
        let duty = what.id.clone();
        if what.whole.start < now {
            next.pinned.push(Pinned { duty, person });
        } else {
            let cost = 60;
            next.previous.push(Previous { duty, person, cost });
        }
    }
    let solution = plan.solution(problem, crate::solution::Claims::default());
    let days = solution.comp_days.into_iter();
    next.pinned_comp_days = days
        .filter(|one| one.date.parse::<Date>().is_ok_and(|date| date < today))
        .collect();
    fall_ill(&mut next, today, &mut chance);
    next
}

fn fall_ill(instance: &mut Instance, today: Date, chance: &mut Chance) {
    let who = chance.below(instance.persons.len());
    let Some(person) = instance.persons.get_mut(who) else {
        return;
    };
    let until = today.saturating_add(14.days());
    instance.unavailable.push(Unavailable {
        person: person.id.clone(),
        start: stamp(today, 7),
        end: stamp(until, 7),
        reason: "ill".to_owned(),
    });
    let sick = today.series(1.day()).take_while(|date| *date < until);
    let sick: Vec<String> = sick.map(|date| date.to_string()).collect();
    person.off_dates.extend(sick);
    person.off_dates.sort();
    person.off_dates.dedup();
    instance
        .pinned_comp_days
        .retain(|one| one.person != person.id || !person.off_dates.contains(&one.date));
}
