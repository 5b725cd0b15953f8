//! Working time a week on average, as far as anything is known of it.
//!
//! Nobody writes down ordinary hours here: a full post is taken to work what the agreement says, and everybody their part
//! of one. What is known comes on top: calls that were taken at home, since standby is working time when there is something
//! to do, and all of a duty at the workplace. Leave counts as if it had been worked, as the law has it.

use super::check::{Breach, Rule};
use crate::agreement::Agreement;
use crate::duty::{Duty, ordinary};
use crate::ids::StaffId;
use crate::stretch::{Stretch, joined, minutes};
use crate::time::{Clock, Week};

/// What is known of one person's working time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WorkingTime<'a> {
    pub agreement: &'a Agreement,
    pub staff: StaffId,
    /// Per cent of a full post.
    pub share: u32,
    /// When they worked on call, or will.
    pub on_call: Vec<Stretch>,
}

/// Working time a week, on average over some weeks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Average {
    /// Over which weeks.
    pub time: Stretch,
    /// Minutes a week that are assumed, not known.
    pub assumed_min: u32,
    /// Minutes a week on call that were working time.
    pub on_call_min: u32,
    /// Whether both together are more than anybody may be asked.
    pub is_over: bool,
}

impl WorkingTime<'_> {
    /// The average over the weeks that end with one; none where the agreement does not say how long a full week is.
    pub fn average(&self, last: Week) -> Option<Average> {
        let rules = &self.agreement.rules;
        let full = rules.full_week_hours.as_ref()?.value.saturating_mul(60);
        let weeks = rules.average_weeks.value;
        let first = last.plus(1 - i64::from(weeks)).first_day();
        let end = last.next().first_day();
        let time = Stretch::new(first.at(Clock::MIDNIGHT), end.at(Clock::MIDNIGHT))?;
        let assumed_min = full.saturating_mul(self.share) / 100;
        // What somebody did in ordinary hours is in them already.
        let by_day = ordinary(self.agreement, (first, end));
        let on_call = joined(self.on_call.clone()).into_iter();
        let on_call = on_call.filter_map(|one| one.shared(time));
        let besides: Vec<Stretch> = on_call.flat_map(|one| one.without(&by_day)).collect();
        let besides = minutes(&besides);
        let most = rules.weekly_hours_max.value.saturating_mul(60);
        let whole = assumed_min.saturating_mul(weeks).saturating_add(besides);
        Some(Average {
            time,
            assumed_min,
            on_call_min: besides / weeks.max(1),
            is_over: whole > most.saturating_mul(weeks),
        })
    }

    /// The duties that begin in a week with which the average is too high.
    pub fn breaches(&self, duties: &[&Duty]) -> Vec<Breach> {
        let over = |duty: &&Duty| {
            let start = duty.shape.whole()?.start();
            let average = self.average(Week::of(start.day()))?;
            average.is_over.then_some(Breach {
                rule: Rule::WeeklyHours,
                staff: self.staff,
                duty: Some(duty.id),
                time: average.time,
            })
        };
        duties.iter().filter_map(over).collect()
    }
}
