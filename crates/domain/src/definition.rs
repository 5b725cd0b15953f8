//! What every definition is checked for, whatever it defines: lengths, codes, numbers within bounds, sources that are named.

use std::collections::BTreeSet;

use crate::code::Code as _;
use crate::deadline::{RestDay, RestDays};
use crate::programme::{
    Fault, HELP_CHARS_MAX, LABEL_CHARS_MAX, LIST_MAX, Path, Reason, Source, Sourced, Words,
};
use crate::site::{CODE_CHARS_MAX, is_code};

/// Versions of one definition: more than anybody writes.
const VERSION_MAX: u32 = 100_000;

/// Collects what is wrong with a definition whose own reasons are `R`.
pub(crate) struct Check<'a, R> {
    pub(crate) faults: Vec<Fault<R>>,
    sources: BTreeSet<&'a str>,
}

/// What stands at the head of every definition.
pub(crate) struct Head<'a> {
    pub(crate) code: &'a str,
    pub(crate) version: u32,
    pub(crate) name: &'a Words,
    pub(crate) about: &'a Words,
}

impl<'a, R: From<Reason>> Check<'a, R> {
    /// Begins with the sources, which all values name.
    pub(crate) fn new(sources: &'a [Source]) -> Check<'a, R> {
        let mut check = Check {
            faults: Vec::new(),
            sources: sources.iter().map(|one| one.code.as_str()).collect(),
        };
        let list = Path::default().key("sources");
        check.length(sources.len(), (1, LIST_MAX), list.clone());
        check.codes(sources.iter().map(|one| one.code.as_str()), &list);
        for (index, source) in sources.iter().enumerate() {
            check.words(
                &source.title,
                HELP_CHARS_MAX,
                &list.index(index).key("title"),
            );
        }
        check
    }

    pub(crate) fn push(&mut self, at: Path, reason: R) {
        self.faults.push(Fault { at, reason });
    }

    pub(crate) fn head(&mut self, head: &Head<'_>) {
        let root = Path::default();
        self.code(head.code, root.key("code"));
        self.number(head.version, (1, VERSION_MAX), root.key("version"));
        self.words(head.name, LABEL_CHARS_MAX, &root.key("name"));
        self.words(head.about, HELP_CHARS_MAX, &root.key("about"));
    }

    /// The codes of a list: readable, and each once.
    pub(crate) fn codes<'c>(&mut self, codes: impl Iterator<Item = &'c str>, list: &Path) {
        let mut seen = BTreeSet::new();
        for (index, code) in codes.enumerate() {
            let at = list.index(index).key("code");
            self.code(code, at.clone());
            if !seen.insert(code) {
                self.push(at, Reason::Duplicate(code.to_owned()).into());
            }
        }
    }

    pub(crate) fn code(&mut self, code: &str, at: Path) {
        if !is_code(code) {
            let shown = code.chars().take(CODE_CHARS_MAX).collect();
            self.push(at, Reason::BadCode(shown).into());
        }
    }

    pub(crate) fn words(&mut self, words: &Words, max: usize, at: &Path) {
        for (text, language) in [(&words.sv, "sv"), (&words.en, "en")] {
            self.text(text, max, at.key(language));
        }
    }

    pub(crate) fn text(&mut self, text: &str, max: usize, at: Path) {
        let chars = text.chars().count();
        if text.trim().is_empty() {
            self.push(at, Reason::Blank.into());
        } else if chars > max {
            self.push(at, Reason::TooLong { chars, max }.into());
        }
    }

    pub(crate) fn length(&mut self, count: usize, (min, max): (usize, usize), at: Path) {
        if count < min {
            self.push(at, Reason::TooFew { count, min }.into());
        } else if count > max {
            self.push(at, Reason::TooMany { count, max }.into());
        }
    }

    pub(crate) fn number(&mut self, number: u32, (min, max): (u32, u32), at: Path) {
        if !(min..=max).contains(&number) {
            let (value, min, max) = (i64::from(number), i64::from(min), i64::from(max));
            self.push(at, Reason::OutOfRange { value, min, max }.into());
        }
    }

    pub(crate) fn source(&mut self, source: &str, at: &Path) {
        if !self.sources.contains(source) {
            let none = Reason::NoSource(source.to_owned());
            self.push(at.key("source"), none.into());
        }
    }

    pub(crate) fn sourced(&mut self, value: &Sourced<u32>, within: (u32, u32), at: &Path) {
        self.source(&value.source, at);
        self.number(value.value, within, at.key("value"));
    }

    /// Days on which no time of law ends: from a source, and each kind once.
    pub(crate) fn rest_days(&mut self, days: &RestDays, at: &Path) {
        let Some(days) = days else {
            return;
        };
        self.source(&days.source, at);
        let list = at.key("value");
        self.length(days.value.len(), (1, RestDay::ALL.len()), list.clone());
        let mut seen = BTreeSet::new();
        for (index, kind) in days.value.iter().enumerate() {
            if !seen.insert(*kind) {
                let twice = Reason::Duplicate(kind.code().to_owned());
                self.push(list.index(index), twice.into());
            }
        }
    }
}
