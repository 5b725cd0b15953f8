//! What can be said of an instance before anybody looks for a plan.

use std::collections::BTreeSet;

use crate::board::Board;
use crate::check::{alone, violations};
use crate::moment::Span;
use crate::number::{DutyNo, PeriodNo, PersonNo, Table, WindowNo};
use crate::plan::Plan;
use crate::problem::{Absence, Problem};
use crate::rest::{Calendar, Rest};
use crate::violation::Violation;

/// Something that no plan can mend.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Concern {
    /// What is pinned breaks a rule: no plan is lawful.
    Pinned(Violation),
    /// Somebody has no weekly rest even without duties and with comp days: no plan is lawful.
    NoRest {
        /// Who.
        person: PersonNo,
        /// In which period.
        period: PeriodNo,
    },
    /// Nobody may serve the duty's line.
    NobodyEligible {
        /// Which stays open.
        duty: DutyNo,
    },
    /// Somebody may serve the line, and nobody this duty.
    NobodyAvailable {
        /// Which stays open.
        duty: DutyNo,
        /// What forbids each of those who may serve the line.
        because: Vec<Violation>,
    },
    /// Duties of which one person can serve one at most, and fewer people than duties.
    TooFew {
        /// The duties.
        duties: Vec<DutyNo>,
        /// Everybody who may serve any of them.
        persons: Vec<PersonNo>,
        /// How many stay open at least.
        open: usize,
    },
    /// More duties begin in a window than people may serve in it.
    CapBelowNeed {
        /// Which window.
        window: WindowNo,
        /// How many begin in it.
        duties: usize,
        /// How many may be served.
        most: usize,
    },
}

/// Everything that can be said of an instance beforehand.
pub fn concerns(problem: &Problem) -> Vec<Concern> {
    let board = Board::new(problem);
    let mut all: Vec<Concern> = vec![];
    // Rest is looked at below, with the comp days that may help.
    let pinned = violations(problem, &Plan::pinned(problem)).into_iter();
    let pinned = pinned.filter(|one| !matches!(one, Violation::NoWeeklyRest { .. }));
    all.extend(pinned.map(Concern::Pinned));
    rest(problem, &mut all);
    people(&board, &mut all);
    together(&board, &mut all);
    windows(&board, &mut all);
    all
}

/// What an absence of one time or more would add to the concerns: said at once to whoever enters it.
pub fn concerns_of_absence(problem: &Problem, person: PersonNo, spans: &[Span]) -> Vec<Concern> {
    let before = concerns(problem);
    let mut changed = problem.clone();
    let times = spans.iter().map(|span| Absence {
        span: *span,
        reason: String::new(),
    });
    changed.persons[person].absences.extend(times);
    let mut all = concerns(&changed);
    all.retain(|one| !before.contains(one));
    all
}

fn rest(problem: &Problem, all: &mut Vec<Concern>) {
    let calendar = Calendar::of(problem);
    let plan = Plan::pinned(problem);
    for (person, one) in problem.persons.iter() {
        let busy = crate::rest::on_call(problem, &plan.duties_of(problem, person));
        for (period, span) in problem.periods.iter() {
            let ask = (person, *span, problem.rules.weekly_rest);
            if calendar.rest(ask, &busy, &one.pinned_comp) == Rest::Impossible {
                all.push(Concern::NoRest { person, period });
            }
        }
    }
}

fn people(board: &Board, all: &mut Vec<Concern>) {
    let problem = board.problem;
    for (duty, what) in problem.duties.iter() {
        if !board.candidates[duty].is_empty() || what.pinned.is_some() {
            continue;
        }
        let eligible = problem
            .persons
            .keys()
            .filter(|person| problem.is_eligible(*person, what.line));
        let mut because = vec![];
        eligible.for_each(|person| alone(problem, person, duty, &mut because));
        all.push(if because.is_empty() {
            Concern::NobodyEligible { duty }
        } else {
            Concern::NobodyAvailable { duty, because }
        });
    }
}

/// Duties that exclude each other for everybody: at one time, or on weekends too near each other.
fn together(board: &Board, all: &mut Vec<Concern>) {
    let problem = board.problem;
    let mut groups: BTreeSet<Vec<DutyNo>> = BTreeSet::new();
    for what in problem.duties.values() {
        let start = what.whole.start;
        let at_once = problem
            .duties
            .iter()
            .filter(|(_, other)| other.whole.holds(start));
        groups.insert(at_once.map(|(duty, _)| duty).collect());
    }
    let numbers: BTreeSet<i64> = problem
        .duties
        .values()
        .flat_map(|duty| duty.weekends.clone())
        .collect();
    for first in numbers {
        let near = first..=first + problem.rules.weekend_gap;
        let mut taken = BTreeSet::new();
        // Two duties of one weekend may be one person's, unless they lie at one time: one of each start.
        let mut starts = BTreeSet::new();
        for (duty, what) in problem.duties.iter() {
            let is_near = what.weekends.iter().any(|weekend| near.contains(weekend));
            let (number, line) = (what.weekends.first(), what.line);
            if is_near && starts.insert((number.copied(), line)) {
                taken.insert(duty);
            }
        }
        let taken: Vec<DutyNo> = taken.into_iter().collect();
        if exclude(problem, &taken) {
            groups.insert(taken);
        }
    }
    for duties in groups.into_iter().filter(|duties| 1 < duties.len()) {
        let open = duties.len() - matched(board, &duties);
        let impossible = duties
            .iter()
            .filter(|duty| board.candidates[**duty].is_empty())
            .count();
        if impossible < open {
            let persons = duties
                .iter()
                .flat_map(|duty| board.candidates[*duty].clone());
            let persons: BTreeSet<PersonNo> = persons.collect();
            all.push(Concern::TooFew {
                duties,
                persons: persons.into_iter().collect(),
                open,
            });
        }
    }
}

fn exclude(problem: &Problem, duties: &[DutyNo]) -> bool {
    let gap = problem.rules.weekend_gap;
    let near = |one: &DutyNo, other: &DutyNo| {
        let weekends = &problem.duties[*other].weekends;
        let far = |a: &i64| weekends.iter().any(|b| a != b && (a - b).abs() <= gap);
        problem.duties[*one].weekends.iter().any(far) || problem.too_near(*one, *other).is_some()
    };
    duties
        .iter()
        .enumerate()
        .all(|(at, one)| duties.iter().skip(at + 1).all(|other| near(one, other)))
}

/// How many of these duties can be served, by one person each.
fn matched(board: &Board, duties: &[DutyNo]) -> usize {
    let mut taken: Table<PersonNo, Option<DutyNo>> = Table::like(&board.problem.persons, None);
    let served = duties.iter().filter(|duty| {
        let mut seen = BTreeSet::new();
        place(board, **duty, &mut taken, &mut seen)
    });
    served.count()
}

fn place(
    board: &Board,
    duty: DutyNo,
    taken: &mut Table<PersonNo, Option<DutyNo>>,
    seen: &mut BTreeSet<PersonNo>,
) -> bool {
    for person in board.candidates[duty].iter().copied() {
        if !seen.insert(person) {
            continue;
        }
        let is_free = match taken[person] {
            None => true,
            Some(other) => place(board, other, taken, seen),
        };
        if is_free {
            taken[person] = Some(duty);
            return true;
        }
    }
    false
}

fn windows(board: &Board, all: &mut Vec<Concern>) {
    let problem = board.problem;
    for (window, span) in problem.windows.iter() {
        let within = problem
            .duties
            .iter()
            .filter(|(_, duty)| span.holds(duty.whole.start));
        let within: Vec<DutyNo> = within.map(|(duty, _)| duty).collect();
        let own = |person| {
            within
                .iter()
                .filter(|duty| board.candidates[**duty].contains(&person))
                .count()
        };
        let cap = usize::try_from(problem.rules.duties_max).unwrap_or(0);
        let most: usize = problem
            .persons
            .keys()
            .map(|person| own(person).min(cap))
            .sum();
        let duties = within
            .iter()
            .filter(|duty| !board.candidates[**duty].is_empty())
            .count();
        if most < duties {
            all.push(Concern::CapBelowNeed {
                window,
                duties,
                most,
            });
        }
    }
}
