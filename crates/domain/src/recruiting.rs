//! What law and practice say about recruiting, as dated data: each value with its source and how sure it is.

mod check;

#[cfg(test)]
pub(crate) mod tests;

use std::fmt;
use std::ops::Deref;
use std::str::FromStr;

pub use check::{Fault, Reason};
use thiserror::Error;

use crate::codes;
use crate::deadline::{self, RestDays};
use crate::programme::{Source, Sourced, Words};
use crate::time::Day;

/// The code of the rules that openings follow: a municipality writes a newer version of them under the same.
pub const CODE: &str = "RECRUITING";

codes! {
    /// What a rule is about.
    RuleKind "opening-rule" {
        /// How old a register extract may be when it is shown.
        Register = "register",
        /// How long a decision can be appealed after it was posted.
        Appeal = "appeal",
        /// How long an application is kept whose writer was hired.
        KeptHired = "kept_hired",
        /// How long the others are kept, from when nobody can appeal.
        KeptOthers = "kept_others",
        /// How long they are kept where it was broken off.
        KeptAborted = "kept_aborted",
        /// How long whoever came to an information meeting is remembered after it.
        KeptBriefing = "kept_briefing",
    }
}

/// How long something is: `12 months`, `21 days` or `always`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Term {
    Days(u32),
    Months(u32),
    Always,
}

/// That a text is no term.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[error("a term as in `12 months`, `21 days` or `always` expected")]
pub struct NoTerm;

/// One rule from a day on, until a later one of its kind.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rule {
    pub kind: RuleKind,
    /// The first day on which it holds.
    pub valid_from: Day,
    pub term: Sourced<Term>,
}

/// Rules that have been checked as a whole. Read their parts as fields; nothing changes them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Recruiting(Definition);

/// What a file of rules says, not yet checked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Definition {
    /// [`CODE`] for those that openings follow.
    pub code: String,
    /// Rises with every change.
    pub version: u32,
    /// The first day on which this version is read.
    pub valid_from: Day,
    /// What it is called.
    pub name: Words,
    /// What it is, in two sentences.
    pub about: Words,
    /// Every rule, those that no longer hold too: what ended under one is kept by it.
    pub rules: Vec<Rule>,
    /// On which days no time in which one can appeal ends; then it is the next day.
    pub rest_days: RestDays,
    /// Where the values come from.
    pub sources: Vec<Source>,
}

impl Recruiting {
    /// Checks the definition; every fault is told, not the first alone.
    pub fn new(definition: Definition) -> Result<Recruiting, Vec<Fault>> {
        let faults = check::faults(&definition);
        match faults.is_empty() {
            true => Ok(Recruiting(definition)),
            false => Err(faults),
        }
    }

    /// The rule of a kind that holds on a day; none before the first.
    pub fn holding(&self, kind: RuleKind, on: Day) -> Option<&Rule> {
        self.until(kind, on).into_iter().next()
    }

    /// The rules of a kind that hold or held until a day, the newest first.
    pub fn until(&self, kind: RuleKind, on: Day) -> Vec<&Rule> {
        let mut of_kind: Vec<&Rule> = self
            .rules
            .iter()
            .filter(|one| one.kind == kind && one.valid_from <= on)
            .collect();
        of_kind.sort_by_key(|one| std::cmp::Reverse(one.valid_from));
        of_kind
    }

    /// The last day on which a decision that was posted can be appealed; none where no rule of that holds, or no end.
    pub fn last_appeal(&self, posted_on: Day, today: Day) -> Option<Day> {
        let rule = self.holding(RuleKind::Appeal, today)?;
        let ends = rule.term.value.after(posted_on)?;
        Some(deadline::last_day(ends, &self.rest_days))
    }

    /// What a rule's source is called.
    pub fn source_of(&self, rule: &Rule) -> Option<&Words> {
        let mut sources = self.sources.iter();
        let found = sources.find(|one| one.code == rule.term.source);
        found.map(|one| &one.title)
    }
}

impl Deref for Recruiting {
    type Target = Definition;

    fn deref(&self) -> &Definition {
        &self.0
    }
}

impl Term {
    /// The day so long after another; none where it lasts for ever.
    pub fn after(self, from: Day) -> Option<Day> {
        match self {
            Term::Days(days) => Some(from.plus(i64::from(days))),
            Term::Months(months) => Some(from.plus_months(i64::from(months))),
            Term::Always => None,
        }
    }

    /// The day so long before another; none where it lasts for ever.
    pub fn before(self, to: Day) -> Option<Day> {
        match self {
            Term::Days(days) => Some(to.plus(-i64::from(days))),
            Term::Months(months) => Some(to.plus_months(-i64::from(months))),
            Term::Always => None,
        }
    }
}

impl FromStr for Term {
    type Err = NoTerm;

    fn from_str(text: &str) -> Result<Term, NoTerm> {
        if text == "always" {
            return Ok(Term::Always);
        }
        let (count, unit) = text.split_once(' ').ok_or(NoTerm)?;
        let count = count.parse().map_err(|_| NoTerm)?;
        match unit {
            "days" => Ok(Term::Days(count)),
            "months" => Ok(Term::Months(count)),
            _ => Err(NoTerm),
        }
    }
}

impl fmt::Display for Term {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Term::Days(count) => write!(f, "{count} days"),
            Term::Months(count) => write!(f, "{count} months"),
            Term::Always => f.write_str("always"),
        }
    }
}
