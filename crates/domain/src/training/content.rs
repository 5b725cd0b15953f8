//! What a training says of itself, and what must be right about that.

use crate::codes;
use crate::staff::Language;
use crate::time::{Clock, Day};

/// Characters of a title or a place: it fits on a line or two.
pub const LINE_CHARS_MAX: usize = 200;
/// Characters of what it is about.
pub const ABOUT_CHARS_MAX: usize = 4_000;
/// Days of one training: three weeks of them. The longest known has five.
pub const SESSIONS_MAX: usize = 15;
/// People in one training: a hall.
pub const SEATS_MAX: u32 = 200;

codes! {
    /// How much of a day it is.
    Length "training-length" {
        Whole = "whole",
        Half = "half",
    }
}

/// What a training says of itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Content {
    pub title: String,
    /// Where; an address of a meeting is one too.
    pub place: String,
    pub language: Language,
    /// What it is about, and what to bring.
    pub about: String,
    /// The programme that it counts in; none where it counts in all of them.
    pub programme: Option<String>,
    /// What of the programme's demands it is; none where it is something beside them.
    pub requirement: Option<String>,
    /// How many can come; none where there is room for all.
    pub seats_max: Option<u32>,
    /// Its days in order.
    pub sessions: Vec<Session>,
}

/// One day of a training.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Session {
    pub on: Day,
    pub from: Clock,
    pub to: Clock,
    pub length: Length,
}

/// What is wrong with a content.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ContentFault {
    Empty,
    TooLong,
    /// No day at all.
    NoDay,
    TooManyDays,
    /// A day ends before it begins.
    Backwards,
    /// The same day stands there twice.
    Twice,
    /// More places than there are in any hall, or none.
    Seats,
}

impl Length {
    /// How many half days it is.
    pub fn half_days(self) -> u32 {
        match self {
            Length::Whole => 2,
            Length::Half => 1,
        }
    }
}

impl Content {
    /// The first and the last day; none before there is one.
    pub fn days(&self) -> Option<(Day, Day)> {
        let days = || self.sessions.iter().map(|one| one.on);
        days().min().zip(days().max())
    }

    /// How long it is, in half days.
    pub fn half_days(&self) -> u32 {
        self.sessions.iter().map(|one| one.length.half_days()).sum()
    }

    /// Everything that is wrong, each with the name of its field.
    pub fn faults(&self) -> Vec<(&'static str, ContentFault)> {
        let mut faults = Vec::new();
        for (field, text, max) in [
            ("title", &self.title, LINE_CHARS_MAX),
            ("place", &self.place, LINE_CHARS_MAX),
            ("about", &self.about, ABOUT_CHARS_MAX),
        ] {
            if text.chars().count() > max {
                faults.push((field, ContentFault::TooLong));
            }
        }
        if self.title.trim().is_empty() {
            faults.push(("title", ContentFault::Empty));
        }
        if self
            .seats_max
            .is_some_and(|most| !(1..=SEATS_MAX).contains(&most))
        {
            faults.push(("seats", ContentFault::Seats));
        }
        match self.sessions.len() {
            0 => faults.push(("sessions", ContentFault::NoDay)),
            count if count > SESSIONS_MAX => faults.push(("sessions", ContentFault::TooManyDays)),
            _ => {}
        }
        if self.sessions.iter().any(|one| one.to <= one.from) {
            faults.push(("sessions", ContentFault::Backwards));
        }
        let mut days: Vec<Day> = self.sessions.iter().map(|one| one.on).collect();
        days.sort();
        if days.windows(2).any(|pair| pair.first() == pair.last()) {
            faults.push(("sessions", ContentFault::Twice));
        }
        faults
    }
}
