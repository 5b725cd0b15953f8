//! Is a plan lawful, and what does it cost? Every breach, and the exact score.

use std::collections::BTreeMap;
use std::ops::Bound::{self, Excluded, Included};

use crate::moment::Span;
use crate::number::{DayNo, DutyNo, PersonNo, Table};
use crate::plan::Plan;
use crate::problem::Problem;
use crate::read::Proposal;
use crate::rest::{Calendar, longest_free, on_call};
use crate::score::{Score, score};
use crate::solution::Claims;
use crate::violation::Violation;

/// What a check found.
#[derive(Debug, Clone, PartialEq)]
pub struct Verdict {
    /// Every breach of every rule.
    pub violations: Vec<Violation>,
    /// The score, with everything that it is the sum of.
    pub score: Score,
    /// Claims that are not true.
    pub false_claims: Vec<FalseClaim>,
}

impl Verdict {
    /// Whether no rule is broken.
    pub fn is_lawful(&self) -> bool {
        self.violations.is_empty()
    }

    /// Whether no rule is broken and each claim is true.
    pub fn is_right(&self) -> bool {
        self.is_lawful() && self.false_claims.is_empty()
    }
}

/// A claim that is not true.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FalseClaim {
    /// The score is another.
    Score {
        /// What was claimed.
        claimed: i64,
        /// What it is.
        is: i64,
    },
    /// The plan itself is better than what was said to be the best possible.
    BoundAboveScore {
        /// What was claimed.
        claimed: i64,
        /// What the plan scores.
        score: i64,
    },
    /// Said to be optimal without a bound that shows it.
    NotShownOptimal {
        /// The bound claimed, if any.
        bound: Option<i64>,
        /// What the plan scores.
        score: i64,
    },
}

/// Checks a solution: rules, score and claims.
pub fn check(problem: &Problem, proposal: &Proposal) -> Verdict {
    let score = score(problem, &proposal.plan);
    Verdict {
        violations: violations(problem, &proposal.plan),
        false_claims: false_claims(proposal.claims, score.total),
        score,
    }
}

fn false_claims(claims: Claims, score: i64) -> Vec<FalseClaim> {
    let mut all = vec![];
    if let Some(claimed) = claims.score.filter(|claimed| *claimed != score) {
        all.push(FalseClaim::Score { claimed, is: score });
    }
    if let Some(claimed) = claims.bound.filter(|claimed| score < *claimed) {
        all.push(FalseClaim::BoundAboveScore { claimed, score });
    }
    if claims.optimal == Some(true) && claims.bound != Some(score) {
        let bound = claims.bound;
        all.push(FalseClaim::NotShownOptimal { bound, score });
    }
    all
}

/// Every breach of every rule.
pub fn violations(problem: &Problem, plan: &Plan) -> Vec<Violation> {
    let calendar = Calendar::of(problem);
    let mut duties = Table::like(&problem.persons, vec![]);
    for (duty, person) in plan.assign.iter() {
        if let Some(person) = person {
            duties[*person].push(duty);
        }
    }
    let mut all = vec![];
    let comp = comp_days(problem, plan, &mut all);
    for (person, mut own) in problem.persons.keys().zip(duties.values().cloned()) {
        own.sort_by_key(|duty| (problem.duties[*duty].whole.start, *duty));
        of_person(
            (problem, &calendar),
            person,
            (&own, &comp[person]),
            &mut all,
        );
    }
    moved_pins(problem, plan, &mut all);
    all
}

/// H9: duties that are pinned to somebody and go to another, or to nobody.
pub(crate) fn moved_pins(problem: &Problem, plan: &Plan, all: &mut Vec<Violation>) {
    for (duty, what) in problem.duties.iter() {
        let given = plan.assign[duty];
        if let Some(keeper) = what.pinned.filter(|keeper| given != Some(*keeper)) {
            all.push(Violation::PinMoved {
                duty,
                keeper,
                given,
            });
        }
    }
}

/// The breaches of one person with these duties (by start) and comp days.
pub(crate) fn of_person(
    (problem, calendar): (&Problem, &Calendar),
    person: PersonNo,
    (duties, comp): (&[DutyNo], &[DayNo]),
    all: &mut Vec<Violation>,
) {
    for duty in duties {
        alone(problem, person, *duty, all);
    }
    near(problem, person, duties, all);
    windows(problem, person, duties, all);
    weekends(problem, person, duties, all);
    weekly_rest((problem, calendar), person, (duties, comp), all);
}

/// H1, H2 and H8: what one duty and one person break by themselves.
pub(crate) fn alone(problem: &Problem, person: PersonNo, duty: DutyNo, all: &mut Vec<Violation>) {
    let what = &problem.duties[duty];
    if !problem.is_eligible(person, what.line) {
        all.push(Violation::NotEligible { person, duty });
    }
    // A moved pin is a breach of its own; only where it stands do the others not count.
    if what.pinned == Some(person) {
        return;
    }
    if let Some(absence) = problem.absence(person, duty) {
        all.push(Violation::Unavailable {
            person,
            duty,
            absence: absence.span,
            reason: absence.reason.clone(),
        });
    }
    if let Some(ended) = problem.disturbance(person, duty) {
        all.push(Violation::AfterDisturbance {
            person,
            duty,
            ended,
            free_from: ended + problem.rules.after_disturbance,
        });
    }
}

/// H3, for every pair.
fn near(problem: &Problem, person: PersonNo, duties: &[DutyNo], all: &mut Vec<Violation>) {
    for (at, one) in duties.iter().enumerate() {
        for other in duties.iter().skip(at + 1) {
            if let Some(near) = problem.too_near(*one, *other) {
                all.push(Violation::TooNear {
                    person,
                    first: near.first,
                    second: near.second,
                    free: near.free,
                    needed: near.needed,
                });
            }
        }
    }
}

/// H4.
fn windows(problem: &Problem, person: PersonNo, duties: &[DutyNo], all: &mut Vec<Violation>) {
    for (window, span) in problem.windows.iter() {
        let within = duties.iter().copied();
        let within: Vec<DutyNo> = within
            .filter(|duty| span.holds(problem.duties[*duty].whole.start))
            .collect();
        let load: i64 = within.iter().map(|duty| problem.duties[*duty].load).sum();
        let most = problem.rules.load_max;
        if most < load {
            all.push(Violation::WindowLoad {
                person,
                window,
                load,
                most,
                duties: within.clone(),
            });
        }
        let most = problem.rules.duties_max;
        if usize::try_from(most).is_ok_and(|most| most < within.len()) {
            all.push(Violation::WindowCount {
                person,
                window,
                most,
                duties: within,
            });
        }
    }
}

/// H5, for every pair of numbers.
fn weekends(problem: &Problem, person: PersonNo, duties: &[DutyNo], all: &mut Vec<Violation>) {
    let mut taken: BTreeMap<i64, Vec<DutyNo>> = BTreeMap::new();
    for duty in duties {
        for weekend in &problem.duties[*duty].weekends {
            taken.entry(*weekend).or_default().push(*duty);
        }
    }
    let gap = problem.rules.weekend_gap;
    for (earlier, by) in &taken {
        for (later, and_by) in taken.range(after(*earlier, gap)) {
            all.push(Violation::WeekendsNear {
                person,
                earlier: *earlier,
                later: *later,
                gap,
                duties: by.iter().chain(and_by).copied().collect(),
            });
        }
    }
}

/// The numbers above one, up to so far away; none where the distance is none.
pub(crate) fn after(number: i64, distance: i64) -> (Bound<i64>, Bound<i64>) {
    (Excluded(number), Included(number + distance.max(0)))
}

/// H6 and the comp days of H9; gives back the days that count, by person.
fn comp_days(
    problem: &Problem,
    plan: &Plan,
    all: &mut Vec<Violation>,
) -> Table<PersonNo, Vec<DayNo>> {
    let mut given = Table::like(&problem.persons, vec![]);
    for (person, date) in plan.comp_days.iter().copied() {
        let Some(day) = problem.day(date) else {
            all.push(Violation::CompNoWork { person, date });
            continue;
        };
        if !problem.works_on(person, day) {
            all.push(Violation::CompOff { person, date });
        }
        if given[person].contains(&day) {
            all.push(Violation::CompTwice { person, date });
        }
        given[person].push(day);
    }
    for (person, one) in problem.persons.iter() {
        let gone = one.pinned_comp.iter();
        for day in gone.filter(|day| !given[person].contains(day)) {
            let date = problem.days[*day].date;
            all.push(Violation::PinnedCompGone { person, date });
        }
    }
    given
}

/// H7.
fn weekly_rest(
    (problem, calendar): (&Problem, &Calendar),
    person: PersonNo,
    (duties, comp): (&[DutyNo], &[DayNo]),
    all: &mut Vec<Violation>,
) {
    let busy = on_call(problem, duties);
    let needed = problem.rules.weekly_rest;
    for (period, span) in problem.periods.iter() {
        let longest = longest_free((problem, calendar), (person, period), &busy, comp);
        if longest < needed {
            let touching = duties.iter().copied();
            all.push(Violation::NoWeeklyRest {
                person,
                period,
                longest,
                needed,
                duties: touching
                    .filter(|duty| touches(problem, *duty, *span))
                    .collect(),
            });
        }
    }
}

fn touches(problem: &Problem, duty: DutyNo, span: Span) -> bool {
    let segments = &problem.duties[duty].segments;
    segments.iter().any(|one| one.overlaps(span))
}
