//! What would a change by hand do? At once, without a solver.

use jiff::civil::Date;

use crate::board::Board;
use crate::check::{moved_pins, of_person};
use crate::number::{DayNo, DutyNo, PersonNo};
use crate::plan::Plan;
use crate::rest::{Rest, on_call};
use crate::score::score;
use crate::violation::Violation;

/// A change tried on a plan.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Trial {
    /// What the change breaks, and was not broken before. Nothing: it may be made.
    pub violations: Vec<Violation>,
    /// The plan after it, with the comp days that it needs.
    pub plan: Plan,
    /// The score after it.
    pub score: i64,
    /// What it costs: the score after it less the score before.
    pub difference: i64,
    /// Comp days that come with it.
    pub comp_added: Vec<(PersonNo, Date)>,
    /// Comp days that are no longer needed.
    pub comp_removed: Vec<(PersonNo, Date)>,
}

impl Trial {
    /// Whether the change breaks nothing.
    pub fn is_lawful(&self) -> bool {
        self.violations.is_empty()
    }
}

impl Board<'_> {
    /// Tries to give duties to people, or to nobody.
    pub fn try_changes(&self, plan: &Plan, changes: &[(DutyNo, Option<PersonNo>)]) -> Trial {
        let mut next = plan.clone();
        let mut touched: Vec<PersonNo> = vec![];
        for (duty, to) in changes.iter().copied() {
            touched.extend(next.assign[duty].into_iter().chain(to));
            next.assign[duty] = to;
        }
        touched.sort_unstable();
        touched.dedup();
        for person in touched.iter().copied() {
            let duties = next.duties_of(self.problem, person);
            let before = self.days_of(plan, person);
            // Where no comp day helps, the old ones stay, and the check says what is broken.
            if let Some(days) = self.comp_days(person, &duties, &before) {
                next.comp_days.retain(|(other, _)| *other != person);
                next.comp_days.extend(
                    days.into_iter()
                        .map(|day| (person, self.problem.days[day].date)),
                );
            }
        }
        self.judged(plan, next, &touched)
    }

    /// Tries to give one duty to somebody: why not they, or at what price.
    pub fn why(&self, plan: &Plan, duty: DutyNo, person: PersonNo) -> Trial {
        self.try_changes(plan, &[(duty, Some(person))])
    }

    /// Tries an exchange of two duties between those who have them.
    pub fn swap(&self, plan: &Plan, one: DutyNo, other: DutyNo) -> Trial {
        self.try_changes(
            plan,
            &[(one, plan.assign[other]), (other, plan.assign[one])],
        )
    }

    /// Everybody else for a duty: those who could take it first, the cheapest first, then what forbids
    /// the others.
    pub fn takers(&self, plan: &Plan, duty: DutyNo) -> Vec<(PersonNo, Trial)> {
        let others = self.problem.persons.keys();
        let others = others.filter(|person| plan.assign[duty] != Some(*person));
        let mut takers: Vec<_> = others
            .map(|person| (person, self.why(plan, duty, person)))
            .collect();
        takers.sort_by_key(|(person, trial)| (trial.violations.len(), trial.difference, *person));
        takers
    }

    fn judged(&self, plan: &Plan, next: Plan, touched: &[PersonNo]) -> Trial {
        let before = self.broken(plan, touched);
        let mut broken = self.broken(&next, touched);
        broken.retain(|one| !before.contains(one));
        let after = score(self.problem, &next).total;
        let only_in = |one: &Plan, other: &Plan| -> Vec<(PersonNo, Date)> {
            let days = one.comp_days.iter();
            days.filter(|day| !other.comp_days.contains(day))
                .copied()
                .collect()
        };
        Trial {
            violations: broken,
            score: after,
            difference: after - score(self.problem, plan).total,
            comp_added: only_in(&next, plan),
            comp_removed: only_in(plan, &next),
            plan: next,
        }
    }

    /// What these people's duties and days break.
    fn broken(&self, plan: &Plan, persons: &[PersonNo]) -> Vec<Violation> {
        let mut all = vec![];
        for person in persons.iter().copied() {
            let duties = plan.duties_of(self.problem, person);
            let days = self.days_of(plan, person);
            of_person(
                (self.problem, &self.calendar),
                person,
                (&duties, &days),
                &mut all,
            );
        }
        moved_pins(self.problem, plan, &mut all);
        all
    }

    fn days_of(&self, plan: &Plan, person: PersonNo) -> Vec<DayNo> {
        let own = plan.comp_days.iter().filter(|(other, _)| *other == person);
        own.filter_map(|(_, date)| self.problem.day(*date))
            .collect()
    }

    /// The fewest comp days with which these duties leave weekly rest, of the days before as many as can
    /// stay. `None` where none helps.
    fn comp_days(
        &self,
        person: PersonNo,
        duties: &[DutyNo],
        before: &[DayNo],
    ) -> Option<Vec<DayNo>> {
        let problem = self.problem;
        let needed = problem.rules.weekly_rest;
        let busy = on_call(problem, duties);
        let rest =
            |period, given: &[DayNo]| self.calendar.rest((person, period, needed), &busy, given);
        let periods = || problem.periods.values().copied();
        let fewest = |given: &[DayNo]| -> Option<Vec<DayNo>> {
            let mut days = given.to_vec();
            for period in periods() {
                match rest(period, &days) {
                    Rest::Kept => {}
                    Rest::WithDays(more) => days.extend(more),
                    Rest::Impossible => return None,
                }
            }
            Some(days)
        };
        let pinned = &problem.persons[person].pinned_comp;
        let mut days = fewest(&[before, pinned].concat())?;
        days.sort_unstable();
        days.dedup();
        days.retain(|day| problem.works_on(person, *day));
        let mut at = 0;
        while let Some(day) = days.get(at).copied() {
            let without: Vec<DayNo> = days.iter().copied().filter(|other| *other != day).collect();
            let needless = !pinned.contains(&day)
                && periods().all(|period| rest(period, &without) == Rest::Kept);
            if needless {
                days = without;
            } else {
                at += 1;
            }
        }
        let afresh = fewest(pinned)?;
        Some(if afresh.len() < days.len() {
            afresh
        } else {
            days
        })
    }
}
