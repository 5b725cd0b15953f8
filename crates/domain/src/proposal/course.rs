//! What becomes of a proposal: signed, sent, decided, reported back.

use thiserror::Error;

use crate::codes;
use crate::ids::StaffId;
use crate::layout::Deadlines;
use crate::time::{Day, Instant};

codes! {
    /// Where a proposal is.
    Stage "proposal-stage" {
        Draft = "draft",
        Signed = "signed",
        /// The board has it.
        Sent = "sent",
        Decided = "decided",
        /// What came of it was told.
        Reported = "reported",
    }

    /// What a board decided.
    Outcome "proposal-outcome" {
        /// *Bifall*.
        Granted = "granted",
        /// *Bifall* with changes.
        Changed = "changed",
        /// *Avslag*.
        Rejected = "rejected",
        /// *Återremiss*: the office is to write again.
        Returned = "returned",
        /// *Bordläggning*: another meeting decides.
        Postponed = "postponed",
    }
}

/// Who did something, and when.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Hand {
    pub by: StaffId,
    pub at: Instant,
}

/// What a board decided, and the days that follow.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ruling {
    /// The day of the meeting.
    pub on: Day,
    pub outcome: Outcome,
    /// The day on which the minutes were approved (*justering*).
    pub approved_on: Option<Day>,
    /// The day on which that was announced (*anslag*).
    pub posted_on: Option<Day>,
    /// Reservations and separate opinions, or what was changed.
    pub note: String,
}

/// What came of it, told to the board.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Report {
    pub on: Day,
    pub text: String,
}

/// What became of a proposal so far.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Course {
    pub signed: Option<Hand>,
    pub sent: Option<Hand>,
    pub ruling: Option<Ruling>,
    pub report: Option<Report>,
}

/// A day that follows a decision, as its statute counts it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Due {
    /// The last day to approve the minutes.
    Approval(Day),
    /// The last day to announce it.
    Posting(Day),
    /// The last day to appeal; after it the decision stands.
    Appeal(Day),
}

impl Due {
    /// The last day.
    pub fn day(self) -> Day {
        match self {
            Due::Approval(day) | Due::Posting(day) | Due::Appeal(day) => day,
        }
    }

    /// Its last day has gone.
    pub fn is_over(self, today: Day) -> bool {
        self.day() < today
    }

    /// Somebody should have approved the minutes, or announced it, and nobody has said that it was done. Nobody is late
    /// with an appeal: afterwards the decision stands.
    pub fn is_late(self, today: Day) -> bool {
        self.is_over(today) && !matches!(self, Due::Appeal(_))
    }
}

/// Why a step cannot be taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum CourseError {
    /// The proposal is not where the step begins.
    #[error("the proposal is elsewhere by now")]
    Elsewhere,
    /// Days that cannot follow each other.
    #[error("the days are in the wrong order")]
    Backwards,
}

impl Course {
    /// Where the proposal is.
    pub fn stage(&self) -> Stage {
        match (&self.signed, &self.sent, &self.ruling, &self.report) {
            (None, ..) => Stage::Draft,
            (_, None, ..) => Stage::Signed,
            (_, _, None, _) => Stage::Sent,
            (_, _, Some(ruling), _) if ruling.outcome == Outcome::Postponed => Stage::Sent,
            (.., None) => Stage::Decided,
            (.., Some(_)) => Stage::Reported,
        }
    }

    /// Whether its text can still be changed.
    pub fn is_open(&self) -> bool {
        self.stage() == Stage::Draft
    }

    /// Signs it: the text stands from here on.
    pub fn sign(self, hand: Hand) -> Result<Course, CourseError> {
        self.at(Stage::Draft)?;
        Ok(Course {
            signed: Some(hand),
            ..self
        })
    }

    /// Makes it a draft again: one that was signed and not sent, or that the board returned. What it said until then has
    /// [passed](Course::passed).
    pub fn reopen(self) -> Result<Course, CourseError> {
        match self.stage() {
            Stage::Signed => Ok(Course::default()),
            Stage::Decided if self.is_returned() => Ok(Course::default()),
            _ => Err(CourseError::Elsewhere),
        }
    }

    /// Notes that the board has it.
    pub fn send(self, hand: Hand) -> Result<Course, CourseError> {
        self.at(Stage::Signed)?;
        Ok(Course {
            sent: Some(hand),
            ..self
        })
    }

    /// Notes what the board decided, or corrects a day of it until it is reported back.
    pub fn rule(self, ruling: Ruling) -> Result<Course, CourseError> {
        if !matches!(self.stage(), Stage::Sent | Stage::Decided) {
            return Err(CourseError::Elsewhere);
        }
        let days = [Some(ruling.on), ruling.approved_on, ruling.posted_on];
        let known: Vec<Day> = days.into_iter().flatten().collect();
        let skips = ruling.posted_on.is_some() && ruling.approved_on.is_none();
        if skips || !known.is_sorted() {
            return Err(CourseError::Backwards);
        }
        Ok(Course {
            ruling: Some(ruling),
            ..self
        })
    }

    /// Tells the board what came of it.
    pub fn report(self, report: Report) -> Result<Course, CourseError> {
        self.at(Stage::Decided)?;
        if self
            .ruling
            .as_ref()
            .is_some_and(|ruling| report.on < ruling.on)
        {
            return Err(CourseError::Backwards);
        }
        Ok(Course {
            report: Some(report),
            ..self
        })
    }

    /// The day that follows next; none where nothing was decided, or where nothing can follow.
    pub fn due(&self, deadlines: &Deadlines) -> Option<Due> {
        let ruling = self.ruling.as_ref()?;
        if ruling.outcome == Outcome::Postponed {
            return None;
        }
        Some(match (ruling.approved_on, ruling.posted_on) {
            (None, _) => Due::Approval(deadlines.end(ruling.on, &deadlines.approved_days)),
            (Some(on), None) => Due::Posting(deadlines.end(on, &deadlines.posted_days)),
            (_, Some(on)) => Due::Appeal(deadlines.end(on, &deadlines.appeal_days)),
        })
    }

    fn at(&self, stage: Stage) -> Result<(), CourseError> {
        match self.stage() == stage {
            true => Ok(()),
            false => Err(CourseError::Elsewhere),
        }
    }
}
