//! Whether the next one is ready: the number confirmed before each turn, and hours that nobody covers.

use crate::ids::{StaffId, TurnId};
use crate::stretch::Stretch;
use crate::time::Instant;

/// Hours before a turn from which its number can be confirmed.
pub const CONFIRM_HOURS: i64 = 36;
/// Days ahead in which an hour without first line raises the alarm.
pub const ALARM_DAYS: i64 = 14;
/// Characters of a telephone number, with blanks and a country code.
pub const NUMBER_CHARS_MAX: usize = 24;
/// Fewest digits of a number that can be called from outside.
const NUMBER_DIGITS_MIN: usize = 5;

/// Somebody confirmed that a number reaches them during a turn.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Confirmed {
    /// For which turn.
    pub turn: TurnId,
    /// Who.
    pub staff: StaffId,
    /// The number: a service number (OSL 39:3).
    pub number: String,
    /// When.
    pub at: Instant,
}

/// Whether the number of a turn can be confirmed now.
pub fn can_be_confirmed(part: Stretch, now: Instant) -> bool {
    now < part.end() && part.start() <= now.plus_seconds(CONFIRM_HOURS * 3_600)
}

/// Whether a text can be called.
pub fn is_number(text: &str) -> bool {
    let digits = text.chars().filter(char::is_ascii_digit).count();
    let plain = |one: char| one.is_ascii_digit() || matches!(one, ' ' | '-' | '(' | ')' | '+');
    text.chars().count() <= NUMBER_CHARS_MAX
        && digits >= NUMBER_DIGITS_MIN
        && text.chars().all(plain)
        && !text.trim_start_matches('+').contains('+')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_can_be_called() {
        for text in ["08-465 00 12", "+46 70 000 00 00", "112 14"] {
            assert!(is_number(text), "{text}");
        }
        for text in ["", "112", "ring Anna", "08-465+12", "0".repeat(30).as_str()] {
            assert!(!is_number(text), "{text}");
        }
    }
}
