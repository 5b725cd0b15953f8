//! Consultation: a team's weekly hour with its consultant; what was planned, what became of it, and what was owed.
//!
//! A consultation is about the week before the one that it is held in, as supervision is. What the consultant writes
//! about a family stands with the family's week (`week::Feedback`); here is the hour itself.

#[cfg(test)]
mod tests;

use std::collections::BTreeSet;

use crate::codes;
use crate::holiday::is_day_off;
use crate::ids::{StaffId, TeamId};
use crate::stretch::Stretch;
use crate::team::Rhythm;
use crate::time::{Clock, Day, Week};

/// Characters of the minutes: eight pages.
pub const MINUTES_CHARS_MAX: usize = 20_000;
/// Characters of why a consultation was moved or called off.
pub const REASON_CHARS_MAX: usize = 500;
/// Minutes of a consultation: less is a call, more is a training.
pub const LENGTH_MINUTES: std::ops::RangeInclusive<u32> = 15..=240;
/// Changes of a team's weekly time that are kept: one a month for ten years.
pub const PATTERNS_MAX: u32 = 120;

codes! {
    /// What was noted of a consultation.
    Outcome "consultation-outcome" {
        /// Nothing yet.
        Open = "open",
        Held = "held",
        Cancelled = "cancelled",
    }

    /// Where a consultation is on a day.
    Stage "consultation-stage" {
        Planned = "planned",
        /// Its weekday is a day off that week, and nobody has moved it.
        DayOff = "day_off",
        /// Its day has passed, and nobody has said what became of it.
        Unnoted = "unnoted",
        Held = "held",
        Cancelled = "cancelled",
    }
}

/// When a consultation is, and how long.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Slot {
    pub on: Day,
    pub at: Clock,
    pub minutes: u32,
}

/// A team's weekly time, from a day on until another one takes its place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Pattern {
    pub team: TeamId,
    pub from: Day,
    /// Monday is 1.
    pub weekday: i8,
    pub at: Clock,
    pub minutes: u32,
}

/// What is known of a team's consultation in a week beside its weekly time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Consultation {
    pub team: TeamId,
    /// The week that it is held in.
    pub week: Week,
    pub outcome: Outcome,
    /// Another time than the weekly one.
    pub moved: Option<Slot>,
    /// Why it was moved or called off.
    pub reason: String,
    /// What was talked about and agreed, families by their codes alone.
    pub minutes: String,
    /// Who was there.
    pub attended: BTreeSet<StaffId>,
    /// Rises with every change of its time.
    pub revision: u32,
    /// Rises with every change; 0 before anything was noted.
    pub version: i64,
}

/// A week of a team's calendar.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Appointment {
    pub week: Week,
    /// By the weekly time; none where the team had none.
    pub planned: Option<Slot>,
    pub noted: Option<Consultation>,
}

/// What is wrong with a time or a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fault {
    /// No weekday from Monday to Friday.
    Weekday,
    Length,
    /// It is not in the week that it belongs to.
    OtherWeek,
    NoReason,
    TooLong,
    /// Its day has not come.
    Early,
    /// Nobody was there.
    Nobody,
}

/// How many consultations a team had in some weeks, against those that it was owed.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Tally {
    /// Weeks with a time that has passed, but for days off that nobody moved.
    pub owed: u32,
    pub held: u32,
    pub cancelled: u32,
    pub unnoted: u32,
    /// Of those that were held, how many at another time than the weekly one.
    pub moved: u32,
    /// Weeks that were not owed because of a day off.
    pub days_off: u32,
}

impl Slot {
    /// From when to when; none where it is empty.
    pub fn time(self) -> Option<Stretch> {
        let from = self.on.at(self.at);
        Stretch::new(from, from.plus_seconds(i64::from(self.minutes) * 60))
    }
}

impl Pattern {
    /// Its time in a week.
    pub fn slot(&self, week: Week) -> Slot {
        Slot {
            on: week.day(self.weekday),
            at: self.at,
            minutes: self.minutes,
        }
    }

    /// What is wrong with it, each with the name of its field.
    pub fn faults(&self) -> Vec<(&'static str, Fault)> {
        let mut faults = Vec::new();
        if !(1..=5).contains(&self.weekday) {
            faults.push(("weekday", Fault::Weekday));
        }
        if !LENGTH_MINUTES.contains(&self.minutes) {
            faults.push(("minutes", Fault::Length));
        }
        faults
    }
}

impl Consultation {
    /// One of which nothing was noted.
    pub fn empty(team: TeamId, week: Week) -> Consultation {
        Consultation {
            team,
            week,
            outcome: Outcome::Open,
            moved: None,
            reason: String::new(),
            minutes: String::new(),
            attended: BTreeSet::new(),
            revision: 0,
            version: 0,
        }
    }

    /// Gives it another time in its week; one that was called off is planned again.
    pub fn move_to(&mut self, slot: Slot, reason: &str) -> Result<(), (&'static str, Fault)> {
        if Week::of(slot.on) != self.week {
            return Err(("on", Fault::OtherWeek));
        }
        if !LENGTH_MINUTES.contains(&slot.minutes) {
            return Err(("length", Fault::Length));
        }
        if reason.chars().count() > REASON_CHARS_MAX {
            return Err(("reason", Fault::TooLong));
        }
        self.moved = Some(slot);
        self.outcome = Outcome::Open;
        reason.trim().clone_into(&mut self.reason);
        self.revision += 1;
        Ok(())
    }

    /// Calls it off. Why must be said: the network owes it.
    pub fn cancel(&mut self, reason: &str) -> Result<(), (&'static str, Fault)> {
        match reason.trim() {
            "" => Err(("reason", Fault::NoReason)),
            long if long.chars().count() > REASON_CHARS_MAX => Err(("reason", Fault::TooLong)),
            said => {
                said.clone_into(&mut self.reason);
                self.outcome = Outcome::Cancelled;
                self.revision += 1;
                Ok(())
            }
        }
    }

    /// Notes that it was held, who was there, and what was said.
    pub fn hold(
        &mut self,
        attended: BTreeSet<StaffId>,
        minutes: &str,
    ) -> Result<(), (&'static str, Fault)> {
        if attended.is_empty() {
            return Err(("attended", Fault::Nobody));
        }
        if minutes.chars().count() > MINUTES_CHARS_MAX {
            return Err(("minutes", Fault::TooLong));
        }
        minutes.trim().clone_into(&mut self.minutes);
        self.attended = attended;
        self.outcome = Outcome::Held;
        Ok(())
    }
}

impl Appointment {
    /// When it is, or was.
    pub fn slot(&self) -> Option<Slot> {
        let moved = self.noted.as_ref().and_then(|noted| noted.moved);
        moved.or(self.planned)
    }

    /// Where it is on a day; none in a week without a time.
    pub fn stage(&self, today: Day) -> Option<Stage> {
        let slot = self.slot()?;
        let noted = self.noted.as_ref();
        Some(match noted.map(|noted| noted.outcome) {
            Some(Outcome::Held) => Stage::Held,
            Some(Outcome::Cancelled) => Stage::Cancelled,
            _ if !self.is_moved() && is_day_off(slot.on) => Stage::DayOff,
            _ if today <= slot.on => Stage::Planned,
            _ => Stage::Unnoted,
        })
    }

    /// It was given another time than the weekly one.
    pub fn is_moved(&self) -> bool {
        let noted = self.noted.as_ref();
        noted.is_some_and(|noted| noted.moved.is_some())
    }
}

/// The weekly time in force in a week: the newest of those that had begun by their own day of it.
pub fn in_force(patterns: &[Pattern], week: Week) -> Option<&Pattern> {
    let begun = patterns.iter().filter(|one| one.from <= one.slot(week).on);
    begun.max_by_key(|one| one.from)
}

/// The day on which the consultant talks about a week: that of the weekly time, and of the team's rhythm only where no time
/// is set.
pub fn day_about(patterns: &[Pattern], rhythm: Rhythm, week: Week) -> Day {
    match in_force(patterns, week.next()) {
        Some(one) => one.slot(week.next()).on,
        None => rhythm.consultation_on(week),
    }
}

/// The weeks of a team's calendar from the first to the last, each with its weekly time if the team still worked then.
/// Weeks without a time of which nothing was noted are left out.
pub fn calendar(
    (patterns, closed_on): (&[Pattern], Option<Day>),
    mut noted: Vec<Consultation>,
    (first, last): (Week, Week),
) -> Vec<Appointment> {
    let mut weeks = Vec::new();
    let mut week = first;
    while week <= last {
        let planned = in_force(patterns, week).map(|one| one.slot(week));
        let planned = planned.filter(|slot| closed_on.is_none_or(|closed| slot.on < closed));
        let of_week = noted.iter().position(|one| one.week == week);
        let noted = of_week.map(|at| noted.swap_remove(at));
        if planned.is_some() || noted.is_some() {
            weeks.push(Appointment {
                week,
                planned,
                noted,
            });
        }
        week = week.next();
    }
    weeks
}

impl Tally {
    /// Counts those whose day has come, by today.
    pub fn of<'a>(all: impl IntoIterator<Item = &'a Appointment>, today: Day) -> Tally {
        let mut tally = Tally::default();
        for one in all {
            let (Some(slot), Some(stage)) = (one.slot(), one.stage(today)) else {
                continue;
            };
            if slot.on > today || stage == Stage::Planned {
                continue;
            }
            let is_owed = stage != Stage::DayOff;
            tally.owed += u32::from(is_owed);
            tally.days_off += u32::from(!is_owed);
            tally.held += u32::from(stage == Stage::Held);
            tally.moved += u32::from(stage == Stage::Held && one.is_moved());
            tally.cancelled += u32::from(stage == Stage::Cancelled);
            tally.unnoted += u32::from(stage == Stage::Unnoted);
        }
        tally
    }
}
