//! What a plan breaks, and the two rules of duty at the workplace.
//!
//! Nearly every rule is judged by `hemma_rota_rules` (`crates/rota`), for plans made by hand, for swaps and for proposals
//! alike. What is left here its layout cannot say: daily rest, and the law's limit on hours, where being on call is
//! working time.

use std::collections::BTreeSet;

use crate::agreement::{Agreement, COUNT_DAYS};
use crate::codes;
use crate::duty::{Duty, ordinary};
use crate::ids::{DutyId, StaffId};
use crate::stretch::{Stretch, joined, minutes};
use crate::time::{Clock, Day};

codes! {
    /// A rule that a plan can break.
    Rule "rota-rule" {
        /// No post in the pool serves the line then.
        NotEligible = "not_eligible",
        /// The person is away.
        Absent = "absent",
        /// Two duties at the same time.
        Overlap = "overlap",
        /// Two duties too close after each other.
        Gap = "gap",
        /// More duties in four weeks than agreed.
        Duties = "duties",
        /// More load in four weeks than agreed.
        Load = "load",
        /// Two weekends too close after each other.
        Weekends = "weekends",
        /// No unbroken weekly rest, which being on call never is.
        WeeklyRest = "weekly_rest",
        /// No unbroken daily rest, where being on call is working time.
        DailyRest = "daily_rest",
        /// More hours on call at the workplace in four weeks than the law allows.
        Workplace = "workplace",
        /// Too soon after a call-out.
        Disturbed = "disturbed",
        /// More working time a week on average than allowed, as far as it is known.
        WeeklyHours = "weekly_hours",
    }
}

/// A rule that a plan breaks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Breach {
    /// Which rule.
    pub rule: Rule,
    /// Whose duties break it.
    pub staff: StaffId,
    /// The duty in which it shows; none where a whole week does.
    pub duty: Option<DutyId>,
    /// Where it shows.
    pub time: Stretch,
}

/// What must be known of one person to judge their rest.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Person {
    /// Who.
    pub staff: StaffId,
    /// When they are away.
    pub away: Vec<Stretch>,
    /// Days on which they do no ordinary work although it is a workday: part-time days and days given for rest.
    pub days_off: BTreeSet<Day>,
}

/// One person's duties at the workplace, with those before the period that a rule may reach into.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Workplace<'a> {
    pub agreement: &'a Agreement,
    pub person: &'a Person,
    /// In order of their beginning.
    pub duties: Vec<&'a Duty>,
    /// The days that are judged, from the first until before the end; what lies outside is history.
    pub period: (Day, Day),
}

impl Workplace<'_> {
    /// What one person's duties break where being on call is working time.
    pub fn breaches(&self) -> Vec<Breach> {
        let mut found = Vec::new();
        let (first, end) = self.period;
        let judged = Stretch::new(first.at(Clock::MIDNIGHT), end.at(Clock::MIDNIGHT));
        let Some(judged) = judged else {
            return found;
        };
        let ours = |duty: &&Duty| whole(duty).is_some_and(|whole| judged.holds(whole.start()));
        for duty in self.duties.iter().copied().filter(|duty| ours(duty)) {
            self.counted(duty, &mut found);
        }
        self.daily_rest(&mut found);
        found
    }

    /// The hours of the four weeks that end with a duty.
    fn counted(&self, duty: &Duty, found: &mut Vec<Breach>) {
        let Some(max) = &self.agreement.rules.workplace_hours_max else {
            return;
        };
        let Some(last) = whole(duty).map(|whole| whole.start().day()) else {
            return;
        };
        let from = last.plus(1 - COUNT_DAYS).at(Clock::MIDNIGHT);
        let Some(window) = Stretch::new(from, last.plus(1).at(Clock::MIDNIGHT)) else {
            return;
        };
        let begins = |one: &&&Duty| whole(one).is_some_and(|whole| window.holds(whole.start()));
        let inside = self.duties.iter().filter(begins);
        let there: u32 = inside.map(|one| one.shape.minutes()).sum();
        if there > max.value.saturating_mul(60) {
            found.push(Breach {
                rule: Rule::Workplace,
                staff: self.person.staff,
                duty: Some(duty.id),
                time: window,
            });
        }
    }

    /// Days of twenty-four hours without an unbroken rest.
    fn daily_rest(&self, found: &mut Vec<Breach>) {
        let (first, end) = self.period;
        let rules = &self.agreement.rules;
        let wanted = rules.daily_rest_hours.value.saturating_mul(60);
        let day_break = self.agreement.day_break.value;
        for number in 0..end.days_since(first) {
            let day = first.plus(number);
            let Some(day) = Stretch::new(day.at(day_break), day.plus(1).at(day_break)) else {
                continue;
            };
            let duties = self.duties.iter();
            let on_call: Vec<Stretch> = duties.flat_map(|duty| duty.shape.within(day)).collect();
            if !on_call.is_empty() && longest(day, &self.busy(day, on_call)) < wanted {
                found.push(Breach {
                    rule: Rule::DailyRest,
                    staff: self.person.staff,
                    duty: None,
                    time: day,
                });
            }
        }
    }

    /// When the person works or is on call.
    fn busy(&self, within: Stretch, on_call: Vec<Stretch>) -> Vec<Stretch> {
        let days = (within.start().day(), within.end().day().plus(1));
        let works = |one: &Stretch| {
            let day = one.start().day();
            !self.person.days_off.contains(&day)
                && !self
                    .person
                    .away
                    .iter()
                    .any(|away| away.shared(*one) == Some(*one))
        };
        let ordinary = ordinary(self.agreement, days).into_iter().filter(works);
        joined(on_call.into_iter().chain(ordinary).collect())
    }
}

/// Minutes of the longest stretch in which nothing is to be done.
fn longest(within: Stretch, busy: &[Stretch]) -> u32 {
    let free = within.without(busy).into_iter();
    free.map(|one| minutes(&[one])).max().unwrap_or(0)
}

fn whole(duty: &Duty) -> Option<Stretch> {
    duty.shape.whole()
}
