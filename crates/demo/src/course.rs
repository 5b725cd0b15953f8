//! A family's calendar: which week of treatment is which week of the year, and what lies in the past.

use hemma_domain::team::Rhythm;
use hemma_domain::time::{Day, Instant, Week};

use crate::row::{clock, hour};

/// Where a course of treatment lies in time.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Course {
    pub(crate) today: Day,
    /// Nothing is written later than this.
    pub(crate) now: Instant,
    first: Week,
    pub(crate) weeks: u32,
    pub(crate) opened: Day,
    pub(crate) ended: Option<Day>,
    pub(crate) rhythm: Rhythm,
}

impl Course {
    /// A course whose first week of treatment is known. `from` is the weekday of opening, `to` that of the end.
    pub(crate) fn new(today: Day, first: Week, weeks: u32, rhythm: Rhythm) -> Course {
        Course {
            today,
            now: today.at(hour(6, 0)),
            first,
            weeks,
            opened: first.first_day(),
            ended: None,
            rhythm,
        }
    }

    /// The same course, opened on a weekday of its first week.
    pub(crate) fn opened_on(self, weekday: i8) -> Course {
        let opened = self.first.day(weekday).min(self.today);
        Course { opened, ..self }
    }

    /// The same course, ended on the Friday of its last week.
    pub(crate) fn ended(self) -> Course {
        let friday = self.week(self.weeks).day(5);
        let ended = Some(friday.max(self.opened));
        Course { ended, ..self }
    }

    /// A week of treatment, counted from 1.
    pub(crate) fn week(&self, number: u32) -> Week {
        self.first.plus(i64::from(number) - 1)
    }

    /// A day in a week of treatment.
    pub(crate) fn day(&self, number: u32, weekday: i8) -> Day {
        self.week(number).day(weekday)
    }

    /// Whether treatment went on that day.
    pub(crate) fn covers(&self, day: Day) -> bool {
        self.opened <= day && self.ended.is_none_or(|end| day <= end)
    }

    /// The instant, unless it lies ahead.
    pub(crate) fn past(&self, at: Instant) -> Option<Instant> {
        (at <= self.now).then_some(at)
    }

    /// A day within the course that is not ahead.
    pub(crate) fn settle(&self, day: Day) -> Day {
        let latest = self.ended.unwrap_or(self.today.plus(-1));
        day.min(latest).max(self.opened)
    }

    /// The afternoon of a day, or now if that lies ahead.
    pub(crate) fn afternoon(&self, day: Day) -> Instant {
        day.at(clock("16:20")).min(self.now)
    }

    /// Whether treatment goes on.
    pub(crate) fn is_open(&self) -> bool {
        self.ended.is_none()
    }
}
