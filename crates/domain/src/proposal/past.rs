//! What of a proposal something else followed: what went to a board that returned it, and rulings before the last one. It is
//! kept: a board's decision is never unmade by the next one.

use super::{Course, Hand, Outcome, Ruling};
use crate::ids::SendingId;
use crate::time::Day;

/// Times that one proposal goes to its board again: after so many it is another matter.
pub const SENDINGS_MAX: usize = 20;
/// Rulings of one proposal that others followed: postponed, returned, noted wrongly.
pub const PAST_RULINGS_MAX: usize = 100;

/// That a proposal went to a board which returned it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Sending {
    pub id: SendingId,
    /// Which time it was, counted from 1.
    pub round: u32,
    pub signed: Hand,
    pub sent: Hand,
}

/// A ruling that something else followed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PastRuling {
    /// Which time with the board it is of.
    pub round: u32,
    pub ruling: Ruling,
    /// Who noted what followed, and when.
    pub followed: Hand,
}

/// What of a course the next one says no longer.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Passed {
    pub ruling: Option<Ruling>,
    /// By whom it was signed and sent, where the board returned it.
    pub sent: Option<(Hand, Hand)>,
}

impl Course {
    /// What of it the next one says no longer, and is therefore to be kept.
    pub fn passed(&self, next: &Course) -> Passed {
        let stands = |before: &Ruling| {
            next.ruling
                .as_ref()
                .is_some_and(|now| now.completes(before))
        };
        let ruling = self.ruling.clone().filter(|before| !stands(before));
        let sent = match next.sent {
            None => self.signed.zip(self.sent),
            Some(_) => None,
        };
        Passed { ruling, sent }
    }

    /// Whether the board returned it.
    pub fn is_returned(&self) -> bool {
        let outcome = self.ruling.as_ref().map(|ruling| ruling.outcome);
        outcome == Some(Outcome::Returned)
    }
}

impl Ruling {
    /// Whether it says all that another one says, and at most more: the days that follow a meeting are noted one by one.
    fn completes(&self, before: &Ruling) -> bool {
        let keeps = |before: Option<Day>, now: Option<Day>| before.is_none() || before == now;
        (self.on, self.outcome) == (before.on, before.outcome)
            && keeps(before.approved_on, self.approved_on)
            && keeps(before.posted_on, self.posted_on)
            && (before.note.is_empty() || before.note == self.note)
    }
}
