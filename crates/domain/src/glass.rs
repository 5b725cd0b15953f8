//! Breaking the glass: somebody on call saw more of a family than its sheet, for a reason given first, and others
//! judge it afterwards.

use crate::audit::Finding;
use crate::ids::{CaseId, GlassId, StaffId, TurnId};
use crate::time::Instant;

/// Characters of the reason; somebody waits at the other end of the line.
pub const REASON_CHARS_MAX: usize = 1_000;
/// Characters that a reason has at least: a word is none.
pub const REASON_CHARS_MIN: usize = 10;
/// Characters of what the review says.
pub const REMARK_CHARS_MAX: usize = 1_000;

/// Somebody on call who saw more than a sheet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Glass {
    /// Its id.
    pub id: GlassId,
    /// Of whom.
    pub case: CaseId,
    /// Who.
    pub staff: StaffId,
    /// In which turn: it ends with that.
    pub turn: TurnId,
    /// Why; empty where it was not opened.
    pub reason: String,
    /// When.
    pub at: Instant,
    /// When the turn was to end; less if it changes hands.
    pub until: Instant,
    /// What the records officer found.
    pub review: Option<GlassReview>,
}

/// What the records officer found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GlassReview {
    pub at: Instant,
    pub by: StaffId,
    pub finding: Finding,
    /// Empty where it was not opened.
    pub remark: String,
}

impl Glass {
    /// Whether it lets somebody see at an instant, in the turn in which they are on call then.
    pub fn lets(&self, turn: TurnId, at: Instant) -> bool {
        self.turn == turn && self.at <= at && at < self.until
    }
}

/// Whether a text gives a reason.
pub fn is_reason(text: &str) -> bool {
    let length = text.trim().chars().count();
    (REASON_CHARS_MIN..=REASON_CHARS_MAX).contains(&length)
}

#[cfg(test)]
mod tests {
    use super::*;
    use uuid::Uuid;

    #[test]
    fn a_glass_is_broken_for_one_turn_and_no_longer() {
        let at = |text: &str| Instant(text.parse().unwrap());
        let turn = |number| TurnId(Uuid::from_u128(number));
        let one = Glass {
            id: GlassId(Uuid::from_u128(1)),
            case: CaseId(Uuid::from_u128(2)),
            staff: StaffId(Uuid::from_u128(3)),
            turn: turn(4),
            reason: String::new(),
            at: at("2026-12-14T22:00:00Z"),
            until: at("2026-12-15T07:00:00Z"),
            review: None,
        };
        assert!(one.lets(turn(4), at("2026-12-15T06:59:59Z")));
        assert!(!one.lets(turn(4), at("2026-12-15T07:00:00Z")));
        assert!(!one.lets(turn(4), at("2026-12-14T21:59:59Z")));
        assert!(!one.lets(turn(5), at("2026-12-14T23:00:00Z")));
    }

    #[test]
    fn a_word_is_no_reason() {
        assert!(!is_reason("  akut   "));
        assert!(is_reason("Mamman svarar inte, pojken ensam."));
        assert!(!is_reason(&"å".repeat(REASON_CHARS_MAX + 1)));
    }
}
