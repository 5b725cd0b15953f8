//! The checks that every part of a definition is made of.

use std::collections::BTreeSet;

use super::{CODE_CHARS_MAX, Check, HELP_CHARS_MAX, LABEL_CHARS_MAX, LIST_MAX, MONTHS_MAX};
use crate::programme::fault::{Path, Reason};
use crate::programme::word::{Coded, Range, Sourced, Words};

impl Check<'_> {
    pub(super) fn text(&mut self, words: &Words, max: usize, at: &Path) {
        for (text, language) in [(&words.sv, "sv"), (&words.en, "en")] {
            let chars = text.chars().count();
            if text.trim().is_empty() {
                self.faults.push(at.key(language), Reason::Blank);
            } else if chars > max {
                self.faults
                    .push(at.key(language), Reason::TooLong { chars, max });
            }
        }
    }

    pub(super) fn label(&mut self, words: &Words, at: &Path) {
        self.text(words, LABEL_CHARS_MAX, at);
    }

    pub(super) fn help(&mut self, words: &Words, at: &Path) {
        self.text(words, HELP_CHARS_MAX, at);
    }

    pub(super) fn code(&mut self, code: &str, at: &Path) {
        let starts = code.starts_with(|c: char| c.is_ascii_alphabetic());
        let holds = code
            .chars()
            .all(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | '-'));
        if !starts || !holds || code.len() > CODE_CHARS_MAX {
            self.faults.push(
                at.clone(),
                Reason::BadCode(code.chars().take(CODE_CHARS_MAX).collect()),
            );
        }
    }

    /// The codes are well formed and none is used twice.
    pub(super) fn codes<'b>(&mut self, codes: impl Iterator<Item = (&'b str, Path)>) {
        let mut seen = BTreeSet::new();
        for (code, at) in codes {
            self.code(code, &at);
            if !seen.insert(code) && !code.is_empty() {
                self.faults.push(at, Reason::Duplicate(code.to_owned()));
            }
        }
    }

    /// The same for the entries of one list, each with its code under `key`.
    pub(super) fn codes_in<'b>(
        &mut self,
        codes: impl Iterator<Item = &'b str>,
        list: &Path,
        key: &'static str,
    ) {
        self.codes(
            codes
                .enumerate()
                .map(|(number, code)| (code, list.index(number).key(key))),
        );
    }

    pub(super) fn coded(&mut self, list: &[Coded], min: usize, at: &Path) {
        if !self.count(list.len(), min, LIST_MAX, at) {
            return;
        }
        self.codes_in(list.iter().map(|coded| coded.code.as_str()), at, "code");
        for (number, coded) in list.iter().enumerate() {
            let entry = at.index(number);
            self.label(&coded.label, &entry.key("label"));
            if let Some(help) = &coded.help {
                self.help(help, &entry.key("help"));
            }
        }
    }

    /// Says whether the list has a length that allows looking at its entries.
    pub(super) fn count(&mut self, count: usize, min: usize, max: usize, at: &Path) -> bool {
        if count < min {
            self.faults.push(at.clone(), Reason::TooFew { count, min });
        }
        if count > max {
            self.faults.push(at.clone(), Reason::TooMany { count, max });
        }
        count <= max
    }

    pub(super) fn number(&mut self, number: u32, min: u32, max: u32, at: &Path) {
        if !(min..=max).contains(&number) {
            let (value, min, max) = (i64::from(number), i64::from(min), i64::from(max));
            self.faults
                .push(at.clone(), Reason::OutOfRange { value, min, max });
        }
    }

    pub(super) fn source(&mut self, source: &str, at: &Path) {
        if !self.sources.contains(source) {
            self.faults
                .push(at.key("source"), Reason::NoSource(source.to_owned()));
        }
    }

    pub(super) fn sourced(&mut self, number: &Sourced<u32>, min: u32, max: u32, at: &Path) {
        self.source(&number.source, at);
        self.number(number.value, min, max, &at.key("value"));
    }

    pub(super) fn range(&mut self, range: &Sourced<Range>, min: u32, max: u32, at: &Path) {
        self.source(&range.source, at);
        let value = at.key("value");
        self.number(range.value.min, min, max, &value.key("min"));
        self.number(range.value.max, min, max, &value.key("max"));
        if range.value.min > range.value.max {
            self.faults.push(value, Reason::Backwards);
        }
    }

    pub(super) fn months(&mut self, months: &Sourced<Vec<u32>>, at: &Path) {
        self.source(&months.source, at);
        let value = at.key("value");
        self.count(months.value.len(), 1, LIST_MAX, &value);
        for (number, month) in months.value.iter().enumerate() {
            self.number(*month, 0, MONTHS_MAX, &value.index(number));
        }
        if !months.value.is_sorted_by(|earlier, later| earlier < later) {
            self.faults.push(value, Reason::NotRising);
        }
    }
}
