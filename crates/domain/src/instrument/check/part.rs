//! The checks that every part of a definition is made of.

use std::collections::BTreeSet;

use super::{Check, TEXT_CHARS_MAX, VALUE_MAX};
use crate::instrument::Ships;
use crate::instrument::fault::Reason;
use crate::instrument::ratio::Ratio;
use crate::instrument::scale::Extent;
use crate::instrument::text::Texts;
use crate::programme::{self, HELP_CHARS_MAX, LABEL_CHARS_MAX, Path, Sourced, Words};

/// Characters of a code: fits a column, an address and a file name.
const CODE_CHARS_MAX: usize = 40;

impl Check<'_> {
    /// Wording: there only if it may be shipped, and then in every language that the instrument lists.
    pub(super) fn texts(&mut self, texts: &Texts, at: &Path) {
        if self.definition.licence.ships == Ships::Structure {
            self.push(at.clone(), Reason::WordingWithheld);
            return;
        }
        let languages = &self.definition.languages;
        for language in languages {
            if !texts.0.contains_key(language) {
                self.push(at.clone(), Reason::NoText(language.clone()));
            }
        }
        for (language, text) in &texts.0 {
            if !languages.contains(language) {
                self.push(at.clone(), Reason::UnlistedLanguage(language.clone()));
            }
            if let Some(reason) = length_fault(text, TEXT_CHARS_MAX) {
                let language = language.clone();
                self.push(at.clone(), Reason::Text { language, reason });
            }
        }
    }

    fn words(&mut self, words: &Words, max: usize, at: &Path) {
        for (text, language) in [(&words.sv, "sv"), (&words.en, "en")] {
            if let Some(reason) = length_fault(text, max) {
                self.push(at.key(language), reason.into());
            }
        }
    }

    pub(super) fn label(&mut self, words: &Words, at: &Path) {
        self.words(words, LABEL_CHARS_MAX, at);
    }

    pub(super) fn help(&mut self, words: &Words, at: &Path) {
        self.words(words, HELP_CHARS_MAX, at);
    }

    /// A name that is the same in every language.
    pub(super) fn line(&mut self, text: &str, at: &Path) {
        if let Some(reason) = length_fault(text, LABEL_CHARS_MAX) {
            self.push(at.clone(), reason.into());
        }
    }

    pub(super) fn code(&mut self, code: &str, at: &Path) {
        let starts = code.starts_with(|c: char| c.is_ascii_alphabetic());
        let holds = code
            .chars()
            .all(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | '-'));
        if !starts || !holds || code.len() > CODE_CHARS_MAX {
            let shown = code.chars().take(CODE_CHARS_MAX).collect();
            self.push(at.clone(), programme::Reason::BadCode(shown).into());
        }
    }

    /// The codes of a list's entries are well formed and none is used twice.
    pub(super) fn codes_in<'b>(&mut self, codes: impl Iterator<Item = &'b str>, list: &Path) {
        let mut seen = BTreeSet::new();
        for (number, code) in codes.enumerate() {
            let at = list.index(number).key("code");
            self.code(code, &at);
            if !seen.insert(code) && !code.is_empty() {
                self.push(at, programme::Reason::Duplicate(code.to_owned()).into());
            }
        }
    }

    /// Says whether the list has a length that allows looking at its entries.
    pub(super) fn count(&mut self, count: usize, min: usize, max: usize, at: &Path) -> bool {
        if count < min {
            let reason = programme::Reason::TooFew { count, min };
            self.push(at.clone(), reason.into());
        }
        if count > max {
            let reason = programme::Reason::TooMany { count, max };
            self.push(at.clone(), reason.into());
        }
        count <= max
    }

    pub(super) fn number(&mut self, number: u32, min: u32, max: u32, at: &Path) {
        if !(min..=max).contains(&number) {
            let (value, min, max) = (i64::from(number), i64::from(min), i64::from(max));
            let reason = programme::Reason::OutOfRange { value, min, max };
            self.push(at.clone(), reason.into());
        }
    }

    /// Says whether the value is one that can be summed without care.
    pub(super) fn value(&mut self, value: i64, at: &Path) -> bool {
        let (min, max) = (-VALUE_MAX, VALUE_MAX);
        let inside = (min..=max).contains(&value);
        if !inside {
            let reason = programme::Reason::OutOfRange { value, min, max };
            self.push(at.clone(), reason.into());
        }
        inside
    }

    pub(super) fn inside(&mut self, value: Ratio, extent: Extent, at: &Path) {
        if value < extent.min || value > extent.max {
            self.push(at.clone(), Reason::OutsideExtent(value));
        }
    }

    pub(super) fn source(&mut self, source: &str, at: &Path) {
        if !self.sources.contains(source) {
            let reason = programme::Reason::NoSource(source.to_owned());
            self.push(at.key("source"), reason.into());
        }
    }

    pub(super) fn sourced(&mut self, number: &Sourced<u32>, min: u32, max: u32, at: &Path) {
        self.source(&number.source, at);
        self.number(number.value, min, max, &at.key("value"));
    }
}

fn length_fault(text: &str, max: usize) -> Option<programme::Reason> {
    let chars = text.chars().count();
    if text.trim().is_empty() {
        Some(programme::Reason::Blank)
    } else if chars > max {
        Some(programme::Reason::TooLong { chars, max })
    } else {
        None
    }
}
