//! Swaps: a duty, or a part of it, that changes hands after the rota was published.

use thiserror::Error;

use crate::code::Code as _;
use crate::codes;
use crate::ids::{DutyId, PoolId, StaffId, SwapId, TurnId};
use crate::stretch::Stretch;
use crate::time::Instant;

/// Swaps of a pool that are shown.
pub const SWAPS_MAX: u32 = 200;

codes! {
    /// What a swap's state is called.
    SwapStateCode "swap-state" {
        /// It waits for an answer.
        Open = "open",
        Accepted = "accepted",
        Refused = "refused",
        /// Taken back by whoever made it.
        Withdrawn = "withdrawn",
    }

    /// How a duty is to change hands.
    SwapKind "swap-kind" {
        /// Whoever has it offers it.
        Offer = "offer",
        /// Somebody asks whoever has it.
        Ask = "ask",
        /// Somebody takes over at once.
        TakeOver = "take_over",
        /// The group leader decides, for somebody who is ill or away.
        Leader = "leader",
    }
}

/// A duty, or a part of it, that is to change hands, or has.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Swap {
    /// Its id.
    pub id: SwapId,
    /// In which pool.
    pub pool: PoolId,
    /// The duty.
    pub duty: DutyId,
    /// The turn as it was when the swap was made.
    pub turn: TurnId,
    /// Which part of it.
    pub part: Stretch,
    /// Who has it.
    pub giver: StaffId,
    /// Who is to have it; nobody yet where it is offered to all.
    pub taker: Option<StaffId>,
    /// How.
    pub kind: SwapKind,
    /// Who made it, and when.
    pub made: (StaffId, Instant),
    /// What became of it.
    pub state: SwapState,
    /// Rises with every change.
    pub version: i64,
}

/// What became of a swap, with who decided and when.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SwapState {
    Open,
    Accepted { by: StaffId, at: Instant },
    Refused { by: StaffId, at: Instant },
    Withdrawn { by: StaffId, at: Instant },
}

/// Why a swap cannot go on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum SwapError {
    /// It was decided already.
    #[error("it was decided already")]
    Decided,
    /// It is another's to decide.
    #[error("it is another's to decide")]
    NotTheirs,
    /// The duty has begun.
    #[error("the duty has begun")]
    Begun,
}

impl SwapState {
    /// What it is called.
    pub fn code(&self) -> SwapStateCode {
        match self {
            SwapState::Open => SwapStateCode::Open,
            SwapState::Accepted { .. } => SwapStateCode::Accepted,
            SwapState::Refused { .. } => SwapStateCode::Refused,
            SwapState::Withdrawn { .. } => SwapStateCode::Withdrawn,
        }
    }

    /// Who decided, and when.
    pub fn decided(&self) -> Option<(StaffId, Instant)> {
        match self {
            SwapState::Open => None,
            SwapState::Accepted { by, at }
            | SwapState::Refused { by, at }
            | SwapState::Withdrawn { by, at } => Some((*by, *at)),
        }
    }
}

impl Swap {
    /// Whether somebody is asked to answer.
    pub fn asks(&self, staff: StaffId) -> bool {
        let asked = match self.kind {
            SwapKind::Offer => self.taker.is_none_or(|taker| taker == staff) && staff != self.giver,
            SwapKind::Ask => staff == self.giver,
            SwapKind::TakeOver | SwapKind::Leader => false,
        };
        asked && self.state == SwapState::Open
    }

    /// Accepts it: whoever does agrees to serve, or to give away.
    pub fn accept(self, by: StaffId, at: Instant) -> Result<Swap, SwapError> {
        self.answerable(by, at)?;
        let taker = match self.kind {
            SwapKind::Offer => Some(by),
            _ => self.taker,
        };
        let state = SwapState::Accepted { by, at };
        Ok(Swap {
            taker,
            state,
            ..self
        })
    }

    /// Refuses it. One of many who were asked does not refuse for the others.
    pub fn refuse(self, by: StaffId, at: Instant) -> Result<Swap, SwapError> {
        self.answerable(by, at)?;
        if self.taker.is_none() {
            return Err(SwapError::NotTheirs);
        }
        let state = SwapState::Refused { by, at };
        Ok(Swap { state, ..self })
    }

    /// Takes it back.
    pub fn withdraw(self, by: StaffId, at: Instant) -> Result<Swap, SwapError> {
        if self.state != SwapState::Open {
            return Err(SwapError::Decided);
        }
        if self.made.0 != by {
            return Err(SwapError::NotTheirs);
        }
        let state = SwapState::Withdrawn { by, at };
        Ok(Swap { state, ..self })
    }

    /// Everybody whom it concerns, each once.
    pub fn concerned(&self) -> Vec<StaffId> {
        let decided = self.state.decided().map(|(by, _)| by);
        let mut all = vec![self.giver, self.made.0];
        all.extend(self.taker);
        all.extend(decided);
        all.sort();
        all.dedup();
        all
    }

    fn answerable(&self, by: StaffId, at: Instant) -> Result<(), SwapError> {
        if self.state != SwapState::Open {
            return Err(SwapError::Decided);
        }
        if !self.asks(by) {
            return Err(SwapError::NotTheirs);
        }
        if self.part.start() <= at {
            return Err(SwapError::Begun);
        }
        Ok(())
    }
}

impl std::fmt::Display for SwapKind {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.code())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use uuid::Uuid;

    const GIVER: StaffId = StaffId(Uuid::from_u128(1));
    const TAKER: StaffId = StaffId(Uuid::from_u128(2));
    const OTHER: StaffId = StaffId(Uuid::from_u128(3));

    fn at(text: &str) -> Instant {
        Instant(text.parse().unwrap())
    }

    fn swap(kind: SwapKind, taker: Option<StaffId>) -> Swap {
        let part = Stretch::new(at("2026-12-04T16:00:00Z"), at("2026-12-07T07:00:00Z"));
        let by = match kind {
            SwapKind::Ask => TAKER,
            _ => GIVER,
        };
        Swap {
            id: SwapId(Uuid::from_u128(10)),
            pool: PoolId(Uuid::from_u128(11)),
            duty: DutyId(Uuid::from_u128(12)),
            turn: TurnId(Uuid::from_u128(13)),
            part: part.unwrap(),
            giver: GIVER,
            taker,
            kind,
            made: (by, at("2026-12-01T08:00:00Z")),
            state: SwapState::Open,
            version: 1,
        }
    }

    #[test]
    fn an_offer_to_all_goes_to_the_first_who_accepts() {
        let now = at("2026-12-02T08:00:00Z");
        let offer = swap(SwapKind::Offer, None);
        assert!(offer.asks(TAKER) && offer.asks(OTHER) && !offer.asks(GIVER));
        let refused = offer.clone().refuse(OTHER, now);
        assert_eq!(refused, Err(SwapError::NotTheirs));
        let accepted = offer.accept(OTHER, now).unwrap();
        assert_eq!(accepted.taker, Some(OTHER));
        assert_eq!(accepted.concerned(), [GIVER, OTHER]);
        assert_eq!(accepted.accept(TAKER, now), Err(SwapError::Decided));
    }

    #[test]
    fn who_asks_waits_for_whoever_has_it() {
        let now = at("2026-12-02T08:00:00Z");
        let ask = swap(SwapKind::Ask, Some(TAKER));
        assert_eq!(ask.clone().accept(TAKER, now), Err(SwapError::NotTheirs));
        assert_eq!(ask.clone().withdraw(GIVER, now), Err(SwapError::NotTheirs));
        assert!(ask.clone().withdraw(TAKER, now).is_ok());
        let accepted = ask.accept(GIVER, now).unwrap();
        assert_eq!(accepted.taker, Some(TAKER));
    }

    #[test]
    fn a_duty_that_has_begun_is_taken_over_and_not_swapped() {
        let late = at("2026-12-04T16:00:00Z");
        let offer = swap(SwapKind::Offer, Some(TAKER));
        assert_eq!(offer.clone().accept(TAKER, late), Err(SwapError::Begun));
        let before = at("2026-12-04T15:59:00Z");
        assert!(offer.refuse(TAKER, before).is_ok());
    }
}
