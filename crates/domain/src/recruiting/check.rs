//! Whether rules of recruiting make sense as a whole.

use std::collections::BTreeSet;

use thiserror::Error;

use super::{Definition, RuleKind, Term};
use crate::code::Code as _;
use crate::definition::{self, Head};
use crate::programme::{self, LIST_MAX, Path};

/// Days of a term: a year and a day.
const DAYS_MAX: u32 = 366;

/// Months of a term: ten years.
const MONTHS_MAX: u32 = 120;

/// One thing that is wrong with rules, and where.
pub type Fault = programme::Fault<Reason>;

/// What can be wrong with rules.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum Reason {
    /// What can be wrong with any definition: lengths, codes, numbers, sources.
    #[error(transparent)]
    General(#[from] programme::Reason),
    /// Nothing is said of something that an opening needs.
    #[error("there is no rule of the kind `{0}`")]
    NoRule(&'static str),
    /// Two of a kind begin on the same day.
    #[error("another rule of this kind begins on the same day")]
    SameDay,
    /// What must end lasts for ever.
    #[error("a rule of this kind has an end")]
    NoEnd,
}

type Check<'a> = definition::Check<'a, Reason>;

/// Everything that is wrong with the definition.
pub(super) fn faults(definition: &Definition) -> Vec<Fault> {
    let mut check = Check::new(&definition.sources);
    check.head(&Head {
        code: &definition.code,
        version: definition.version,
        name: &definition.name,
        about: &definition.about,
    });
    let list = Path::default().key("rules");
    check.length(definition.rules.len(), (1, LIST_MAX), list.clone());
    let mut begun = BTreeSet::new();
    for (index, one) in definition.rules.iter().enumerate() {
        let at = list.index(index);
        let term = at.key("term");
        check.source(&one.term.source, &term);
        match one.term.value {
            Term::Days(count) => check.number(count, (1, DAYS_MAX), term.key("value")),
            Term::Months(count) => check.number(count, (1, MONTHS_MAX), term.key("value")),
            // Only whoever was hired can be kept for good: an extract grows old, and the others are forgotten.
            Term::Always if one.kind != RuleKind::KeptHired => {
                check.push(term.key("value"), Reason::NoEnd);
            }
            Term::Always => {}
        }
        if !begun.insert((one.kind, one.valid_from)) {
            check.push(at.key("valid_from"), Reason::SameDay);
        }
    }
    check.rest_days(&definition.rest_days, &Path::default().key("rest_days"));
    // Rules that were written before meetings had one say nothing of them.
    let needed = RuleKind::ALL
        .iter()
        .filter(|kind| **kind != RuleKind::KeptBriefing);
    for kind in needed {
        if !definition.rules.iter().any(|one| one.kind == *kind) {
            check.push(list.clone(), Reason::NoRule(kind.code()));
        }
    }
    check.faults
}
