//! Turns: who serves which part of a duty. What answers "who is on" is read from here and nowhere else.

mod doubt;
#[cfg(test)]
mod tests;

pub use doubt::{Doubt, Holders};

use thiserror::Error;

use crate::codes;
use crate::duty::Duty;
use crate::ids::{DutyId, LineId, PoolId, StaffId, TurnId};
use crate::programme::Words;
use crate::stretch::{Stretch, joined};
use crate::time::Instant;

/// Turns of one duty: a duty that changes hands more often is a fault in the planning.
pub const TURNS_MAX: usize = 20;

codes! {
    /// How somebody came to a turn.
    TurnSource "turn-source" {
        /// By the published rota.
        Rota = "rota",
        /// By a swap that both agreed to.
        Swap = "swap",
        /// By taking over at once.
        TakeOver = "take_over",
        /// By the group leader, for somebody who is ill or away.
        Leader = "leader",
    }
}

/// Somebody serving a duty, or a part of it. At most one at a time in each duty.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Turn {
    /// Its id, which stays when it changes hands as a whole.
    pub id: TurnId,
    /// Of which duty.
    pub duty: DutyId,
    /// Who.
    pub staff: StaffId,
    /// From when until when.
    pub part: Stretch,
    /// How they came to it.
    pub source: TurnSource,
    /// Rises with every change, so that calendars notice.
    pub revision: u32,
}

/// Why a part of a duty cannot change hands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum GiveError {
    /// The part lies outside the turn.
    #[error("the part lies outside the turn")]
    Outside,
    /// Whoever is to have it has it already.
    #[error("it is theirs already")]
    TheirsAlready,
}

/// A turn after a part of it went to somebody else.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Given {
    /// The turn as it is now, under its old id: shorter, or somebody else's as a whole.
    pub changed: Turn,
    /// Turns that are new.
    pub added: Vec<Turn>,
}

impl Turn {
    /// Gives a part of the turn to somebody else. Time that is left stays with whoever had it.
    pub fn give(
        &self,
        (to, source): (StaffId, TurnSource),
        part: Stretch,
        mut fresh: impl FnMut() -> TurnId,
    ) -> Result<Given, GiveError> {
        if to == self.staff {
            return Err(GiveError::TheirsAlready);
        }
        let shared = self.part.shared(part);
        if shared != Some(part) {
            return Err(GiveError::Outside);
        }
        let revision = self.revision.saturating_add(1);
        let mine = |part| Turn {
            part,
            revision,
            ..self.clone()
        };
        let mut new = |staff, part, source| Turn {
            id: fresh(),
            duty: self.duty,
            staff,
            part,
            source,
            revision: 0,
        };
        let mut left = self.part.without(&[part]).into_iter();
        let Some(first) = left.next() else {
            let changed = Turn {
                staff: to,
                source,
                ..mine(part)
            };
            return Ok(Given {
                changed,
                added: Vec::new(),
            });
        };
        let mut added = vec![new(to, part, source)];
        added.extend(left.next().map(|rest| new(self.staff, rest, self.source)));
        Ok(Given {
            changed: mine(first),
            added,
        })
    }
}

/// Whether no two turns of the same duty share any time.
pub fn are_one_at_a_time(turns: &[Turn]) -> bool {
    let clash = |one: &Turn, other: &Turn| {
        one.id != other.id && one.duty == other.duty && one.part.meets(other.part)
    };
    !turns
        .iter()
        .any(|one| turns.iter().any(|other| clash(one, other)))
}

/// A duty with its turns.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Served {
    /// The duty.
    pub duty: Duty,
    /// Its turns, in order.
    pub turns: Vec<Turn>,
}

impl Served {
    /// Whose turn it is at an instant; none if nobody is on call in this duty then.
    pub fn turn_at(&self, at: Instant) -> Option<&Turn> {
        let on = self.duty.shape.holds(at);
        let mut turns = self.turns.iter();
        turns.find(|one| on && one.part.holds(at))
    }

    /// When somebody should be on call in this duty and nobody is.
    pub fn gaps(&self) -> Vec<Stretch> {
        let turns: Vec<Stretch> = self.turns.iter().map(|one| one.part).collect();
        let segments = self.duty.shape.segments.iter();
        segments.flat_map(|one| one.without(&turns)).collect()
    }

    /// When a turn has somebody on call.
    pub fn on_call(&self, turn: &Turn) -> Vec<Stretch> {
        self.duty.shape.within(turn.part)
    }
}

/// When somebody is on call next, or is now, in whatever pool.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Coming {
    /// Whose rota it is on.
    pub pool: PoolId,
    /// The turn.
    pub turn: TurnId,
    /// What the line is called.
    pub line: Words,
    /// From when until when they are on call without a break.
    pub part: Stretch,
    /// Their number is confirmed.
    pub is_confirmed: bool,
}

/// Who is on in a line at an instant, with when that began and when it ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct OnCall {
    /// Whose turn.
    pub turn: TurnId,
    /// Of which duty.
    pub duty: DutyId,
    /// Who.
    pub staff: StaffId,
    /// Since when, and until when.
    pub part: Stretch,
}

/// Who is on in a line at an instant.
pub fn on_call(all: &[Served], line: LineId, at: Instant) -> Option<OnCall> {
    let of_line = all.iter().filter(|one| one.duty.shape.line == line);
    of_line
        .filter_map(|one| one.turn_at(at).map(|turn| (one, turn)))
        .find_map(|(served, turn)| {
            let part = served
                .on_call(turn)
                .into_iter()
                .find(|part| part.holds(at))?;
            Some(OnCall {
                turn: turn.id,
                duty: turn.duty,
                staff: turn.staff,
                part,
            })
        })
}

/// The time in which a line should have somebody on call and has nobody: what no turn covers, what no duty does, and what
/// its holder cannot have.
pub fn uncovered(
    all: &[Served],
    line: LineId,
    (wanted, doubts): (&[Stretch], &[Doubt]),
) -> Vec<Stretch> {
    let of_line = all.iter().filter(|one| one.duty.shape.line == line);
    let sure = |one: &Served, turn: &Turn| -> Vec<Stretch> {
        let doubts = doubts.iter().filter(|doubt| doubt.turn == turn.id);
        let doubts: Vec<Stretch> = doubts.map(|doubt| doubt.part).collect();
        let parts = one.on_call(turn).into_iter();
        parts.flat_map(|part| part.without(&doubts)).collect()
    };
    let covered = of_line.flat_map(|one| one.turns.iter().flat_map(move |turn| sure(one, turn)));
    let covered = joined(covered.collect());
    let left = wanted.iter().flat_map(|one| one.without(&covered));
    joined(left.collect())
}
