//! How a board writes its diary numbers.

use std::fmt;
use std::str::FromStr;

use thiserror::Error;

/// Characters of a pattern, and of a diary number.
pub(super) const DIARY_CHARS_MAX: usize = 40;

/// A pattern: `#` stands for a run of digits, `@` for a run of capital letters, everything else for itself. `#.#-#/#`
/// takes `2.5-0472/2010`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pattern(String);

/// Why a text is no pattern.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum PatternError {
    /// It is empty or long.
    #[error("a pattern has 1 to {DIARY_CHARS_MAX} characters")]
    Length,
    /// It takes no number.
    #[error("a pattern has a `#` where the running number stands")]
    NoNumber,
    /// It cannot be told where one run ends and the next begins.
    #[error("two runs of the same kind stand beside each other")]
    Runs,
}

impl Pattern {
    /// Checks a pattern.
    pub fn new(text: &str) -> Result<Pattern, PatternError> {
        if text.trim().is_empty() || text.chars().count() > DIARY_CHARS_MAX {
            return Err(PatternError::Length);
        }
        if !text.contains('#') {
            return Err(PatternError::NoNumber);
        }
        if ["##", "@@"].iter().any(|twice| text.contains(twice)) {
            return Err(PatternError::Runs);
        }
        Ok(Pattern(text.to_owned()))
    }

    /// Whether a diary number is written like that.
    pub fn takes(&self, number: &str) -> bool {
        if number.chars().count() > DIARY_CHARS_MAX {
            return false;
        }
        let mut rest = number;
        for sign in self.0.chars() {
            let of_run: fn(char) -> bool = match sign {
                '#' => |one| one.is_ascii_digit(),
                '@' => |one| one.is_alphabetic() && one.is_uppercase(),
                _ => match rest.strip_prefix(sign) {
                    Some(after) => {
                        rest = after;
                        continue;
                    }
                    None => return false,
                },
            };
            let after = rest.trim_start_matches(of_run);
            if after.len() == rest.len() {
                return false;
            }
            rest = after;
        }
        rest.is_empty()
    }
}

/// A running number and nothing else.
impl Default for Pattern {
    fn default() -> Pattern {
        Pattern("#".to_owned())
    }
}

impl FromStr for Pattern {
    type Err = PatternError;

    fn from_str(text: &str) -> Result<Pattern, PatternError> {
        Pattern::new(text)
    }
}

impl fmt::Display for Pattern {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}
