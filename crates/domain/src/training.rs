//! Training: what is held, who is invited and was there, and what somebody still lacks of what their programme demands.

mod content;
mod standing;

#[cfg(test)]
mod tests;

use std::collections::BTreeSet;

pub use content::{
    ABOUT_CHARS_MAX, Content, ContentFault, LINE_CHARS_MAX, Length, SEATS_MAX, SESSIONS_MAX,
    Session,
};
pub use standing::{Credit, Standing, StandingCode, begun_on, standing};

use crate::codes;
use crate::ids::{NetworkId, StaffId, TrainingId};
use crate::time::{Day, Instant};

/// Trainings of a network that are shown: twenty-five years of four boosters and as many others.
pub const TRAININGS_MAX: u32 = 1_000;

/// Evaluations below which no number is shown: of fewer, somebody could be recognised.
pub const EVALUATIONS_MIN: usize = 3;

/// Days after the last one in which a training can be evaluated; only then are its numbers shown, so that nobody learns
/// what one more answer changed.
pub const EVALUATION_DAYS: i64 = 14;

codes! {
    /// What somebody who is invited answers.
    Reply "training-reply" {
        Open = "open",
        Yes = "yes",
        No = "no",
    }

    /// Where a training is.
    Stage "training-stage" {
        Planned = "planned",
        /// It has begun and has not ended.
        Running = "running",
        Held = "held",
        Cancelled = "cancelled",
    }

    /// What is asked afterwards; each answered from 1 to 5.
    Question "training-question" {
        /// It was about what the work needs.
        Needed = "needed",
        /// It could be followed.
        Clear = "clear",
        /// Something will be done differently.
        Usable = "usable",
    }
}

/// A training of a network.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Training {
    pub id: TrainingId,
    pub network: NetworkId,
    pub content: Content,
    /// When it was called off.
    pub cancelled_at: Option<Instant>,
    /// Rises with every change that somebody who goes there should know of.
    pub revision: u32,
    /// When, and by whom.
    pub made: (Instant, StaffId),
    pub version: i64,
}

/// Somebody's place in a training.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Seat {
    pub staff: StaffId,
    pub reply: Reply,
    /// The days on which they were there.
    pub attended: BTreeSet<Day>,
    /// They have answered what is asked afterwards.
    pub evaluated: bool,
}

/// What one of those who were there says, from 1 to 5 for each question in their order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Evaluation([u8; 3]);

/// How often each answer was given to one question, from 1 to 5.
pub type Counts = [u32; 5];

impl Training {
    /// Where it is on a day.
    pub fn stage(&self, today: Day) -> Stage {
        let days = self.content.days();
        match (self.cancelled_at, days) {
            (Some(_), _) => Stage::Cancelled,
            (None, Some((first, _))) if today < first => Stage::Planned,
            (None, Some((_, last))) if today > last => Stage::Held,
            (None, Some(_)) => Stage::Running,
            (None, None) => Stage::Planned,
        }
    }

    /// Whether somebody who is invited can still answer.
    pub fn takes_replies(&self, today: Day) -> bool {
        self.stage(today) == Stage::Planned
    }

    /// The days in which it can be evaluated; none for one that was called off.
    pub fn evaluation_days(&self) -> Option<(Day, Day)> {
        let (_, last) = self.content.days()?;
        let is_on = self.cancelled_at.is_none();
        is_on.then(|| (last, last.plus(EVALUATION_DAYS)))
    }

    /// Half days that somebody was there.
    pub fn half_days_of(&self, seat: &Seat) -> u32 {
        let sessions = self.content.sessions.iter();
        let was_there = sessions.filter(|one| seat.attended.contains(&one.on));
        was_there.map(|one| one.length.half_days()).sum()
    }

    /// Days of it on which somebody was there and that another content leaves out.
    pub fn lost_days<'a>(
        &self,
        next: &Content,
        seats: impl IntoIterator<Item = &'a Seat>,
    ) -> BTreeSet<Day> {
        let has = |content: &Content, on: Day| content.sessions.iter().any(|one| one.on == on);
        let attended = seats.into_iter().flat_map(|seat| &seat.attended).copied();
        attended
            .filter(|on| has(&self.content, *on) && !has(next, *on))
            .collect()
    }

    /// Whether it counts in a programme.
    pub fn counts_in(&self, programme: &str) -> bool {
        let of = self.content.programme.as_deref();
        of.is_none_or(|of| of == programme)
    }
}

impl Seat {
    /// A place for somebody who was just invited.
    pub fn invited(staff: StaffId) -> Seat {
        Seat {
            staff,
            reply: Reply::Open,
            attended: BTreeSet::new(),
            evaluated: false,
        }
    }

    /// Whether what was held may be evaluated by them.
    pub fn was_there(&self) -> bool {
        !self.attended.is_empty()
    }
}

impl Evaluation {
    /// The answers in the order of the questions; none where one is not from 1 to 5.
    pub fn new(answers: [u8; 3]) -> Option<Evaluation> {
        let is_step = |one: &u8| (1..=5).contains(one);
        answers.iter().all(is_step).then_some(Evaluation(answers))
    }

    /// The answers in the order of the questions.
    pub fn answers(self) -> [u8; 3] {
        self.0
    }
}

/// How the questions were answered; none where too few did.
pub fn counted(all: &[Evaluation]) -> Option<[Counts; 3]> {
    if all.len() < EVALUATIONS_MIN {
        return None;
    }
    let mut counts = [Counts::default(); 3];
    for one in all {
        for (counts, answer) in counts.iter_mut().zip(one.0) {
            let place = usize::from(answer).saturating_sub(1);
            if let Some(count) = counts.get_mut(place) {
                *count += 1;
            }
        }
    }
    Some(counts)
}
