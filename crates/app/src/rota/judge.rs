//! What a plan breaks and what it costs: the rules of `crates/rota` over the pool's own days, in the words of the domain.

use std::collections::{BTreeMap, BTreeSet};

use hemma_domain::agreement::DutyPlace;
use hemma_domain::duty::Duty;
use hemma_domain::ids::{DutyId, StaffId};
use hemma_domain::rota::{Breach, Person, Rule, WorkingTime, Workplace};
use hemma_domain::stretch::Stretch;
use hemma_domain::time::{Day, Instant};
use hemma_rota_rules::{
    Board, DutyNo, Minute, Number as _, PersonNo, Plan, Problem, Span, Table, Violation, prepare,
    violations,
};

use super::facts::{Facts, Held, Piece};
use super::instance::{duties_of, instance};
use crate::error::{Error, Result};

/// Who a plan gives its duties to; open ones are not in it.
pub(crate) type Entries = BTreeMap<DutyId, StaffId>;

/// The rules of some days of a pool, made ready to be asked.
pub(crate) struct Judge {
    pub(crate) facts: Facts,
    /// Nothing in it is pinned: what stands is judged like all else.
    pub(crate) problem: Problem,
    staff: Vec<StaffId>,
    number_of: BTreeMap<StaffId, PersonNo>,
}

impl Judge {
    /// Makes the rules ready.
    pub(crate) fn new(facts: Facts) -> Result<Judge> {
        let written = instance(&facts, "judged".to_owned());
        let mut problem = prepare(&written).map_err(|faults| Error::Internal(faults.into()))?;
        for duty in problem.duties.values_mut() {
            duty.pinned = None;
        }
        Ok(Judge::of(facts, problem))
    }

    fn of(facts: Facts, problem: Problem) -> Judge {
        let staff: Vec<StaffId> = facts.people().into_iter().collect();
        let numbered = staff.iter().zip(problem.persons.keys());
        Judge {
            number_of: numbered.map(|(staff, number)| (*staff, number)).collect(),
            staff,
            facts,
            problem,
        }
    }

    /// The number of somebody in the problem; none for those whom it does not know.
    pub(crate) fn number(&self, staff: StaffId) -> Option<PersonNo> {
        self.number_of.get(&staff).copied()
    }

    /// Who a number stands for.
    pub(crate) fn staff(&self, person: PersonNo) -> Option<StaffId> {
        self.staff.get(person.at()).copied()
    }

    /// What a number stands for.
    pub(crate) fn piece(&self, duty: DutyNo) -> Option<&Piece> {
        self.facts.pieces.get(duty.at())
    }

    /// The number of a duty that a plan can give away.
    pub(crate) fn duty(&self, id: DutyId) -> Option<DutyNo> {
        let is_it = |one: &Piece| one.duty.id == id && matches!(one.held, Held::Free { .. });
        let at = self.facts.pieces.iter().position(is_it);
        at.map(DutyNo::new)
    }

    /// A plan as the rules see it. Days off that are none for their person are left out.
    pub(crate) fn plan(&self, entries: &Entries, rest_days: &[(StaffId, Day)]) -> Plan {
        let given = |piece: &Piece| match piece.held {
            Held::Stands(staff) => self.number(staff),
            Held::Free { .. } => self.number(*entries.get(&piece.duty.id)?),
        };
        let assign = self.facts.pieces.iter().map(given).collect();
        let days: BTreeSet<(PersonNo, hemma_rota_rules::Date)> = rest_days
            .iter()
            .filter_map(|(staff, day)| {
                let person = self.number(*staff)?;
                let number = self.problem.day(day.0)?;
                let works = self.problem.works_on(person, number);
                works.then_some((person, day.0))
            })
            .collect();
        Plan {
            assign: Table::of(assign),
            comp_days: days.into_iter().collect(),
        }
    }

    /// Every rule that a plan breaks where it can still be changed, each once.
    pub(crate) fn breaches(&self, plan: &Plan) -> Vec<Breach> {
        let mut found = self.told(&violations(&self.problem, plan));
        for staff in &self.staff {
            found.extend(self.over_average(*staff, plan));
        }
        if self.facts.agreement.place.value == DutyPlace::Workplace {
            for staff in &self.staff {
                found.extend(self.at_the_workplace(*staff, plan));
            }
        }
        found
    }

    /// Duties that can still be changed in weeks with which somebody's working time is too high on average.
    fn over_average(&self, staff: StaffId, plan: &Plan) -> Vec<Breach> {
        let Some(number) = self.number(staff) else {
            return Vec::new();
        };
        let own = plan.duties_of(&self.problem, number).into_iter();
        let own: Vec<&Piece> = own.filter_map(|duty| self.piece(duty)).collect();
        let judged = own.iter().filter(|piece| piece.is_judged);
        let judged: Vec<&Duty> = judged.map(|piece| &piece.duty).collect();
        if judged.is_empty() {
            return Vec::new();
        }
        let worked = self.facts.worked.iter().filter(|(who, _)| *who == staff);
        let mut on_call: Vec<Stretch> = worked.map(|(_, time)| *time).collect();
        if self.facts.agreement.place.value == DutyPlace::Workplace {
            let here = own.iter().filter(|piece| !piece.is_elsewhere);
            let planned = here.flat_map(|piece| &piece.duty.shape.segments);
            on_call.extend(planned);
        }
        let known = WorkingTime {
            agreement: &self.facts.agreement,
            staff,
            share: self.facts.share(staff),
            on_call,
        };
        known.breaches(&judged)
    }

    /// What the layout cannot say, of one person.
    fn at_the_workplace(&self, staff: StaffId, plan: &Plan) -> Vec<Breach> {
        let Some(number) = self.number(staff) else {
            return Vec::new();
        };
        let (first, end) = self.facts.period;
        let reach = (0..end.days_since(first) + 14).map(|number| first.plus(number - 7));
        let given = plan.comp_days.iter();
        let given: BTreeSet<Day> = given
            .filter(|(person, _)| *person == number)
            .map(|(_, date)| Day(*date))
            .collect();
        let off = reach.filter(|day| given.contains(day) || self.facts.is_off(staff, *day));
        let gone = self.facts.gone().filter(|one| one.staff == staff);
        let person = Person {
            staff,
            away: gone.map(|one| one.time).collect(),
            days_off: off.collect(),
        };
        let own = plan.duties_of(&self.problem, number);
        let own = own.into_iter().filter_map(|duty| self.piece(duty));
        let here = own.filter(|piece| !piece.is_elsewhere);
        let duties: Vec<&Duty> = here.map(|piece| &piece.duty).collect();
        let judged = Workplace {
            agreement: &self.facts.agreement,
            person: &person,
            duties,
            period: self.facts.period,
        };
        judged.breaches()
    }

    /// Violations in the words of the domain. One that shows in what has begun, or outside the period, is history.
    pub(crate) fn told(&self, found: &[Violation]) -> Vec<Breach> {
        let mut told: Vec<Breach> = Vec::new();
        for breach in found.iter().filter_map(|one| self.breach(one)) {
            let same = |one: &Breach| {
                (one.rule, one.staff, one.duty) == (breach.rule, breach.staff, breach.duty)
                    && (breach.duty.is_some() || one.time == breach.time)
            };
            if !told.iter().any(same) {
                told.push(breach);
            }
        }
        told
    }

    fn breach(&self, one: &Violation) -> Option<Breach> {
        let judged = duties_of(one).into_iter().filter(|duty| {
            let piece = self.piece(*duty);
            piece.is_some_and(|piece| piece.is_judged)
        });
        // The last of them is the one that makes it too much.
        let duty = judged.max_by_key(|duty| self.problem.duties[*duty].whole.start)?;
        let whole = |duty: DutyNo| self.problem.duties[duty].whole;
        let (rule, time) = match one {
            Violation::NotEligible { duty, .. } => (Rule::NotEligible, whole(*duty)),
            Violation::Unavailable { absence, .. } => (Rule::Absent, *absence),
            Violation::TooNear { first, free, .. } if *free < 0 => (Rule::Overlap, whole(*first)),
            Violation::TooNear { first, .. } => (Rule::Gap, whole(*first)),
            Violation::WindowLoad { window, .. } => (Rule::Load, self.problem.windows[*window]),
            Violation::WindowCount { window, .. } => (Rule::Duties, self.problem.windows[*window]),
            Violation::WeekendsNear { duties, .. } => {
                (Rule::Weekends, whole(*duties.first().unwrap_or(&duty)))
            }
            Violation::NoWeeklyRest { period, .. } => {
                (Rule::WeeklyRest, self.problem.periods[*period])
            }
            Violation::AfterDisturbance {
                ended, free_from, ..
            } => {
                let (start, end) = (*ended, *free_from);
                (Rule::Disturbed, Span { start, end })
            }
            // Days off come from the same facts, and nothing is pinned here.
            Violation::CompNoWork { .. }
            | Violation::CompOff { .. }
            | Violation::CompTwice { .. }
            | Violation::PinMoved { .. }
            | Violation::PinnedCompGone { .. } => return None,
        };
        let shown = (rule != Rule::WeeklyRest).then(|| self.piece(duty).map(|one| one.duty.id));
        Some(Breach {
            rule,
            staff: self.staff(one.person())?,
            duty: shown.flatten(),
            time: stretch(time)?,
        })
    }

    /// The rules with what a search asks again and again.
    pub(crate) fn board(&self) -> Board<'_> {
        Board::new(&self.problem)
    }

    /// Days off in the words of the domain, in order.
    pub(crate) fn days(&self, all: &[(PersonNo, hemma_rota_rules::Date)]) -> Vec<(StaffId, Day)> {
        let days = all.iter();
        let mut days: Vec<(StaffId, Day)> = days
            .filter_map(|(person, date)| Some((self.staff(*person)?, Day(*date))))
            .collect();
        days.sort_by_key(|(staff, day)| (*day, *staff));
        days
    }
}

/// Minutes as a stretch of time.
fn stretch(span: Span) -> Option<Stretch> {
    let at = |minute: Minute| {
        let second = minute.saturating_mul(60);
        jiff::Timestamp::from_second(second).ok().map(Instant)
    };
    Stretch::new(at(span.start)?, at(span.end)?)
}
