//! How an office writes to a board: the parts of its documents, its diary numbers and the days that follow a decision, as
//! dated data.

mod check;
mod pattern;

#[cfg(test)]
pub(crate) mod tests;

use std::ops::Deref;

pub use check::{Fault, Reason};
pub use pattern::{Pattern, PatternError};

use crate::codes;
use crate::deadline::{self, RestDays};
use crate::programme::{Source, Sourced, Words};
use crate::time::Day;

codes! {
    /// The language that an office writes to its boards in.
    Language "document-language" {
        Swedish = "sv",
        English = "en",
    }
}

/// A layout that has been checked as a whole. Read its parts as fields; nothing changes them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Layout(Definition);

/// What a layout says, not yet checked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Definition {
    /// `STOCKHOLM`.
    pub code: String,
    /// Rises with every change; the old version stays with the documents that were written in it.
    pub version: u32,
    /// The first day that documents are written in it.
    pub valid_from: Day,
    /// What it is called.
    pub name: Words,
    /// What it is, in two sentences.
    pub about: Words,
    /// The language of the documents.
    pub language: Language,
    /// What the document is called in its own head: `Tjänsteutlåtande`.
    pub document: String,
    /// What the proposal for decision is called: `Förvaltningens förslag till beslut`.
    pub decision: String,
    /// How the board's diary numbers are written.
    pub diary: Sourced<Pattern>,
    /// The parts of the text, in the order in which they are read.
    pub sections: Vec<Section>,
    /// What is written in it: each with the parts that it has.
    pub templates: Vec<Template>,
    /// What follows a decision, and when.
    pub deadlines: Deadlines,
    /// Where the values come from.
    pub sources: Vec<Source>,
}

/// One part of a document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Section {
    /// `background`.
    pub code: String,
    /// The heading, in the language of the document.
    pub title: String,
    /// What belongs there, for whoever writes.
    pub hint: Words,
}

/// One kind of document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Template {
    /// `conference`.
    pub code: String,
    /// What it is called.
    pub name: Words,
    /// The codes of its sections; printed in the layout's order.
    pub sections: Vec<String>,
    /// Those of them that must say something before it is signed.
    pub required: Vec<String>,
    /// It is about a journey: where to, who, when.
    pub is_trip: bool,
}

/// Days that follow a decision, each counted as its statute counts it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Deadlines {
    /// Days after the meeting within which the minutes are approved.
    pub approved_days: Sourced<u32>,
    /// Days after approval within which that is announced on the notice board.
    pub posted_days: Sourced<u32>,
    /// Days after the announcement within which a member of the municipality may appeal.
    pub appeal_days: Sourced<u32>,
    /// On which days none of them ends; then it is the next day.
    pub rest_days: RestDays,
}

impl Deadlines {
    /// The last day of a time that is counted from a day.
    pub fn end(&self, from: Day, days: &Sourced<u32>) -> Day {
        deadline::last_day(from.plus(i64::from(days.value)), &self.rest_days)
    }
}

impl Layout {
    /// Checks the definition; every fault is told, not the first alone.
    pub fn new(definition: Definition) -> Result<Layout, Vec<Fault>> {
        let faults = check::faults(&definition);
        match faults.is_empty() {
            true => Ok(Layout(definition)),
            false => Err(faults),
        }
    }

    /// The template with this code.
    pub fn template(&self, code: &str) -> Option<&Template> {
        self.templates.iter().find(|one| one.code == code)
    }

    /// The sections of a template, in the order in which they are read.
    pub fn sections_of(&self, template: &Template) -> impl Iterator<Item = &Section> {
        let has = |one: &&Section| template.sections.contains(&one.code);
        self.sections.iter().filter(has)
    }
}

impl Deref for Layout {
    type Target = Definition;

    fn deref(&self) -> &Definition {
        &self.0
    }
}
