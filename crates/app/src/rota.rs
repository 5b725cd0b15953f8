//! The rota of a pool: what holds, the drafts, and the decision to publish one.

mod draft;
mod publish;
mod see;

pub use draft::{Assign, Draft, RestDay, RestDayChange, RotaAt};
pub use publish::{Preview, Publish};
pub use see::{Carried, RotaView};

pub(crate) use see::gaps;

use std::collections::BTreeSet;

use hemma_domain::absence::{Absence, AbsenceKind};
use hemma_domain::agreement::COUNT_DAYS;
use hemma_domain::duty::Duty;
use hemma_domain::ids::StaffId;
use hemma_domain::pool::Member;
use hemma_domain::rota::{Breach, Person, Plan, Rule, breaches};
use hemma_domain::time::Day;

use crate::pool::InPool;

/// Days before and after a period that a rule may reach into.
pub(crate) const REACH_DAYS: i64 = COUNT_DAYS + 14;

/// What is known of a pool's people to judge a plan.
pub(crate) struct Judge<'a> {
    pub(crate) entered: &'a InPool,
    pub(crate) members: &'a [Member],
    pub(crate) away: &'a [Absence],
    /// Days off given for rest.
    pub(crate) rest_days: &'a [(StaffId, Day)],
}

impl Judge<'_> {
    /// What one person's duties break in a period; `duties` are theirs, those around the period included.
    pub(crate) fn breaches(
        &self,
        staff: StaffId,
        mut duties: Vec<&Duty>,
        period: (Day, Day),
    ) -> Vec<Breach> {
        duties.sort_by_key(|duty| duty.shape.segments.first().copied());
        let person = self.person(staff, period);
        breaches(&Plan {
            agreement: &self.entered.agreement,
            lines: &self.entered.pool.lines,
            person: &person,
            duties,
            period,
        })
    }

    /// A part-time day is no ordinary work; being on call on it is another matter. All else is being away.
    fn person(&self, staff: StaffId, (first, end): (Day, Day)) -> Person {
        let mine = |one: &&Absence| one.staff == staff;
        let away = self.away.iter().filter(mine);
        let (part_time, away): (Vec<&Absence>, Vec<&Absence>) =
            away.partition(|one| one.kind == AbsenceKind::PartTime);
        let rest = self.rest_days.iter().filter(|(who, _)| *who == staff);
        let mut days_off: BTreeSet<Day> = rest.map(|(_, day)| *day).collect();
        let reach = (0..end.days_since(first) + 14).map(|number| first.plus(number - 7));
        days_off.extend(reach.filter(|day| part_time.iter().any(|one| one.covers(*day))));
        let posts = self.members.iter().filter(|one| one.staff == staff);
        Person {
            staff,
            posts: posts.cloned().collect(),
            away: away.into_iter().map(|one| one.time).collect(),
            days_off,
            // Calls are not written down here yet: what disturbed a night comes with them.
            disturbed: Vec::new(),
        }
    }
}

/// Whether a plan that breaks this rule cannot hold, whoever says so: the law, and what cannot be.
pub(crate) fn forbids(rule: Rule) -> bool {
    match rule {
        Rule::NotEligible
        | Rule::Absent
        | Rule::Overlap
        | Rule::WeeklyRest
        | Rule::DailyRest
        | Rule::Workplace
        | Rule::Disturbed => true,
        Rule::Gap | Rule::Duties | Rule::Load | Rule::Weekends => false,
    }
}
