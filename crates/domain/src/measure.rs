//! Measures: one questionnaire that falls due in one case, and what became of it.

mod plan;

#[cfg(test)]
mod tests;

pub use plan::{Askable, Cadence, Course, LOOK_AHEAD_DAYS, Pause, Plan, Plans, Wanted, plan};

use std::cmp::Reverse;
use std::collections::BTreeMap;

use crate::calling::{CallTime, Reach};
use crate::codes;
use crate::ids::{AttemptId, CaseId, LinkId, MeasureId, PersonId, StaffId};
use crate::instrument::{Answer, Outcome, Ratio, Score};
use crate::mail::REMINDER_DAYS;
use crate::time::{Day, Instant};

/// Days after a window's end in which an answer is still taken; then the measure counts as not collected.
pub const GRACE_DAYS: i64 = 7;

/// Attempts that are kept of one measure: more than anybody would call within its window.
pub const ATTEMPTS_MAX: usize = 50;

/// The longest note on an attempt or on how an interview went.
pub const NOTE_CHARS_MAX: usize = 2_000;

/// One questionnaire that falls due in one case.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Measure {
    /// Its id.
    pub id: MeasureId,
    /// The case.
    pub case: CaseId,
    /// The instrument's code.
    pub instrument: String,
    /// The version that is asked; answers stay on it.
    pub instrument_version: u32,
    /// Who answers; nobody while nobody may be asked.
    pub respondent: Option<PersonId>,
    /// When.
    pub window: Window,
    /// What became of it.
    pub state: State,
    /// When its scores were released to the therapist, and by whom.
    pub released: Option<(Instant, StaffId)>,
    /// Counts changes.
    pub version: i64,
}

/// The days in which a measure counts for its due day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Window {
    /// The first day.
    pub opens_on: Day,
    /// The day it is due.
    pub due_on: Day,
    /// The last day.
    pub closes_on: Day,
}

/// What became of a measure.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum State {
    /// Nobody has answered so far.
    Due,
    /// It was answered.
    Done {
        /// When.
        at: Instant,
        /// Who asked, or by which link it came.
        by: Hand,
    },
    /// Whoever was asked did not want to answer.
    Declined {
        /// When.
        at: Instant,
        /// Who asked.
        by: StaffId,
        /// Why.
        why: Refusal,
    },
    /// Nobody could be reached within the window.
    Unreachable,
    /// Nobody was asked.
    NotAsked {
        /// Why.
        why: NotAsked,
    },
}

/// Whose hand writes answers down.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Hand {
    /// Somebody who asks.
    Staff(StaffId),
    /// Whoever holds a link and answers alone.
    Link(LinkId),
}

codes! {
    /// What a measure's state is called.
    StateCode "measure-state" {
        /// Nobody has answered so far.
        Due = "due",
        /// It was answered.
        Done = "done",
        /// Whoever was asked did not want to answer.
        Declined = "declined",
        /// Nobody could be reached.
        Unreachable = "unreachable",
        /// Nobody was asked.
        NotAsked = "not_asked",
    }

    /// Why a call is made before others, the most urgent first.
    Urgency "urgency" {
        /// They were promised a call by today.
        Promised = "promised",
        /// The window ends within days: whoever waits for a better hour until it is over is not called at all.
        Ending = "ending",
        /// There is time.
        Open = "open",
    }

    /// Why nobody was asked.
    NotAsked "not-asked" {
        /// Nobody has said yes or no to interviews.
        ConsentMissing = "consent_missing",
        /// Those who could answer said no to interviews, or took their yes back.
        ConsentRefused = "consent_refused",
        /// Nobody who could answer is recorded.
        NobodyToAsk = "nobody_to_ask",
        /// The window passed without a call.
        Missed = "missed",
        /// The treatment ended before.
        Ended = "ended",
        /// The measures of the family rested.
        OnHold = "on_hold",
    }

    /// Why somebody did not want to answer.
    Refusal "refusal" {
        /// They do not want to.
        Unwilling = "unwilling",
        /// They have no time.
        NoTime = "no_time",
        /// The questions come too often, or are too many.
        TooMuch = "too_much",
        /// They do not trust that the therapist will not see it.
        Distrust = "distrust",
        /// They broke the treatment off.
        LeftTreatment = "left_treatment",
        /// There is no language in common, and no interpreter.
        Language = "language",
        /// Another reason, or none was given.
        Other = "other",
    }

    /// How a call ended.
    AttemptOutcome "attempt-outcome" {
        /// Nobody answered.
        NoAnswer = "no_answer",
        /// The line was busy.
        Busy = "busy",
        /// They asked to be called at another time.
        CallBack = "call_back",
        /// The number belongs to somebody else, or to nobody.
        WrongNumber = "wrong_number",
        /// The interview began.
        Started = "started",
        /// They did not want to answer.
        Declined = "declined",
    }

    /// Where a day lies in a window.
    Timing "measure-timing" {
        /// Before it.
        Coming = "coming",
        /// In it.
        Open = "open",
        /// After it, while an answer is still taken.
        Late = "late",
        /// After that.
        Past = "past",
    }
}

/// One call.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Attempt {
    /// Its id.
    pub id: AttemptId,
    /// The measure it was for.
    pub measure: MeasureId,
    /// When.
    pub at: Instant,
    /// Who called.
    pub by: StaffId,
    /// How it ended.
    pub outcome: AttemptOutcome,
    /// When to call again, if that was agreed.
    pub call_back_at: Option<Instant>,
    /// What the next caller should know.
    pub note: String,
}

/// The answers to one measure, as far as they were given.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AnswerSheet {
    /// The measure.
    pub measure: MeasureId,
    /// Answers by item.
    pub given: BTreeMap<String, Answer>,
    /// How the interview went; never what was answered.
    pub note: String,
    /// When the first answer was given.
    pub begun_at: Instant,
    /// When the last one was, and whose hand wrote it down.
    pub saved: (Instant, Hand),
    /// Counts answers as they are given; 0 before the first.
    pub version: i64,
}

/// A score as it is kept: under the rule that made it, for ever.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeptScore {
    /// The measure.
    pub measure: MeasureId,
    /// The instrument's code.
    pub instrument: String,
    /// The instrument's version.
    pub instrument_version: u32,
    /// The scale.
    pub scale: String,
    /// The rule.
    pub rule: String,
    /// The rule's version.
    pub rule_version: u32,
    /// The sum of what the answers count.
    pub k: i64,
    /// How many items were counted.
    pub n: u32,
    /// How many items the scale has.
    pub items: u32,
    /// The number, or how many items it would have needed.
    pub outcome: KeptOutcome,
    /// When it was computed.
    pub at: Instant,
}

/// A number, or how many items it would have needed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum KeptOutcome {
    /// The exact score.
    Value(Ratio),
    /// Too few items were answered.
    Incomplete {
        /// How many items must be answered.
        needed: u32,
    },
}

impl KeptScore {
    /// What is kept of a score that was computed now. Its working can be made again from the answers.
    pub fn of(measure: MeasureId, score: &Score, at: Instant) -> KeptScore {
        KeptScore {
            measure,
            instrument: score.instrument.clone(),
            instrument_version: score.version,
            scale: score.scale.clone(),
            rule: score.rule.clone(),
            rule_version: score.rule_version,
            k: score.k,
            n: score.n,
            items: score.items,
            outcome: match &score.outcome {
                Outcome::Value(reading) => KeptOutcome::Value(reading.value),
                Outcome::Incomplete { needed, .. } => KeptOutcome::Incomplete { needed: *needed },
            },
            at,
        }
    }

    /// The exact score, if there is one.
    pub fn value(&self) -> Option<Ratio> {
        match self.outcome {
            KeptOutcome::Value(value) => Some(value),
            KeptOutcome::Incomplete { .. } => None,
        }
    }
}

impl Window {
    /// Where a day lies.
    pub fn timing(&self, today: Day) -> Timing {
        if today < self.opens_on {
            Timing::Coming
        } else if today <= self.closes_on {
            Timing::Open
        } else if today <= self.closes_on.plus(GRACE_DAYS) {
            Timing::Late
        } else {
            Timing::Past
        }
    }
}

impl State {
    /// What it is called.
    pub fn code(&self) -> StateCode {
        match self {
            State::Due => StateCode::Due,
            State::Done { .. } => StateCode::Done,
            State::Declined { .. } => StateCode::Declined,
            State::Unreachable => StateCode::Unreachable,
            State::NotAsked { .. } => StateCode::NotAsked,
        }
    }

    /// Whether it was never to be asked: the treatment had ended, or the family's measures rested.
    pub fn fell_away(&self) -> bool {
        match self {
            State::NotAsked { why } => matches!(why, NotAsked::Ended | NotAsked::OnHold),
            State::Due | State::Done { .. } | State::Declined { .. } | State::Unreachable => false,
        }
    }

    /// Whether the plan still decides it, and not what somebody did.
    pub fn is_planned(&self) -> bool {
        match self {
            State::Due => true,
            State::NotAsked { why } => *why != NotAsked::Missed,
            State::Done { .. } | State::Declined { .. } | State::Unreachable => false,
        }
    }
}

impl Measure {
    /// Whether somebody can be called about it today.
    pub fn can_be_asked(&self, today: Day) -> bool {
        self.state == State::Due && !matches!(self.window.timing(today), Timing::Coming)
    }

    /// Whether it counts among those that should have been collected by a day. One that fell away does not; one without
    /// a consent does, since a family that is not asked is not known.
    pub fn counts_as_due(&self, today: Day) -> bool {
        let over = self.state.code() != StateCode::Due || self.window.closes_on < today;
        !self.state.fell_away() && over && self.window.due_on <= today
    }

    /// What becomes of it when nobody has answered in time; nothing as long as there is time. A link that was given is
    /// an attempt as a call is.
    pub fn lapsed(&self, attempts: usize, today: Day) -> Option<State> {
        if self.state != State::Due || self.window.timing(today) != Timing::Past {
            return None;
        }
        Some(match attempts {
            0 => State::NotAsked {
                why: NotAsked::Missed,
            },
            _ => State::Unreachable,
        })
    }
}

/// When they asked to be called: what the newest call agreed. An older promise is no longer one.
pub fn call_back(attempts: &[Attempt]) -> Option<Instant> {
    let newest = attempts.iter().max_by_key(|attempt| attempt.at)?;
    newest.call_back_at
}

/// The order of a team's list: what can still be done first, the longest due on top; then what is over, the newest on top.
pub fn list_order(measure: &Measure) -> impl Ord + use<> {
    let on = measure.window.due_on;
    match measure.state.code() {
        StateCode::Due => (false, Some(on), None),
        _ => (true, None, Some(Reverse(on))),
    }
}

/// Why a call is made before others.
pub fn urgency(measure: &Measure, attempts: &[Attempt], today: Day) -> Urgency {
    let is_promised = call_back(attempts).is_some_and(|at| at.day() <= today);
    match is_promised {
        true => Urgency::Promised,
        false if measure.window.closes_on <= today.plus(REMINDER_DAYS) => Urgency::Ending,
        false => Urgency::Open,
    }
}

/// The order of a queue: the most urgent first. Of those who were promised a call the earliest first, of those whose window
/// ends soon the one that ends first, then who is best called now, then whose window ends first, then who asked to be called
/// first, then who waits longest.
pub fn queue_order(
    measure: &Measure,
    (attempts, best): (&[Attempt], Option<&CallTime>),
    now: Instant,
) -> impl Ord + use<> {
    let urgency = urgency(measure, attempts, now.day());
    let call_back = call_back(attempts);
    (
        urgency,
        call_back.filter(|_| urgency == Urgency::Promised),
        Some(measure.window.closes_on).filter(|_| urgency != Urgency::Open),
        best.map_or(Reach::AnyTime, |best| best.reach(now)),
        measure.window.closes_on,
        call_back.is_none(),
        call_back,
        measure.window.due_on,
        measure.id,
    )
}
