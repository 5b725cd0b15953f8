//! The small parts that a programme definition is made of: words, numbers with a source, lists of codes.

use crate::codes;

/// A text that people see, in both languages.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Words {
    /// Swedish.
    pub sv: String,
    /// English.
    pub en: String,
}

impl Words {
    /// The text in the language with this tag; Swedish for every tag but `en`.
    pub fn get(&self, language: &str) -> &str {
        if language.starts_with("en") {
            &self.en
        } else {
            &self.sv
        }
    }
}

codes! {
    /// How far a stated number can be trusted.
    Confidence "confidence" {
        /// The licence holder or the network has said so.
        Confirmed = "confirmed",
        /// Read in a source that is named.
        Stated = "stated",
        /// Remembered or assumed; nobody has confirmed it.
        Unconfirmed = "unconfirmed",
    }
}

/// A value with where it comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sourced<T> {
    /// The value itself.
    pub value: T,
    /// The code of a [`Source`] of the same programme.
    pub source: String,
    /// How far it can be trusted.
    pub confidence: Confidence,
}

/// A text or a person that values come from.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Source {
    /// Unique in the programme.
    pub code: String,
    /// Which text, by whom, from when.
    pub title: Words,
}

/// Whole numbers from `min` to `max`, both included.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Range {
    /// The lowest number that belongs to it.
    pub min: u32,
    /// The highest number that belongs to it.
    pub max: u32,
}

impl Range {
    /// Whether the number lies inside.
    pub fn contains(self, number: u32) -> bool {
        (self.min..=self.max).contains(&number)
    }
}

/// An exact number with two decimals, so that 17/28 is never taken for 0.61.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Hundredths(pub u32);

impl Hundredths {
    /// What somebody typed: `85`, `0,61`, `4.5`; none where it is no such number.
    pub fn typed(text: &str) -> Option<Hundredths> {
        let (whole, part) = match text.trim().split_once([',', '.']) {
            Some((whole, part)) => (whole, part),
            None => (text.trim(), ""),
        };
        let is_digits = |part: &str| part.bytes().all(|one| one.is_ascii_digit());
        if whole.is_empty() || !is_digits(whole) || !is_digits(part) || 2 < part.len() {
            return None;
        }
        let part = format!("{part:0<2}");
        let whole: u32 = whole.parse().ok()?;
        let all = whole.checked_mul(100)?.checked_add(part.parse().ok()?)?;
        Some(Hundredths(all))
    }
}

impl std::fmt::Display for Hundredths {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self.0 % 100 {
            0 => write!(f, "{}", self.0 / 100),
            part => write!(f, "{}.{part:02}", self.0 / 100),
        }
    }
}

/// One entry of a list that people choose from.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Coded {
    /// Unique in its list; what is stored.
    pub code: String,
    /// What people read.
    pub label: Words,
    /// What it means, where the label does not say enough.
    pub help: Option<Words>,
}
