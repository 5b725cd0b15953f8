//! What law and practice say about recruiting, as dated data: each value with its source and how sure it is.

use crate::codes;
use crate::programme::Confidence;
use crate::time::Day;

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
    }
}

/// How long something is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Term {
    Days(u32),
    Months(u32),
    Always,
}

/// One rule from a day on, until a later one of its kind.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rule {
    pub kind: RuleKind,
    /// The first day on which it holds.
    pub valid_from: Day,
    pub term: Term,
    pub source: &'static str,
    pub confidence: Confidence,
}

const fn day(year: i16, month: i8, number: i8) -> Day {
    Day(jiff::civil::date(year, month, number))
}

/// Every rule, by kind and day.
pub const RULES: &[Rule] = &[
    Rule {
        kind: RuleKind::Register,
        valid_from: day(2013, 12, 1),
        term: Term::Months(12),
        source: "Lag (2013:852) om registerkontroll av personer som ska arbeta med barn, 2 §",
        confidence: Confidence::Stated,
    },
    Rule {
        kind: RuleKind::Register,
        valid_from: day(2026, 3, 1),
        term: Term::Months(6),
        source: "Lag (2013:852) i lydelse enligt lag (2026:49)",
        confidence: Confidence::Stated,
    },
    Rule {
        kind: RuleKind::Appeal,
        valid_from: day(2018, 1, 1),
        term: Term::Days(21),
        source: "Kommunallag (2017:725) 13 kap. 5 §",
        confidence: Confidence::Stated,
    },
    Rule {
        kind: RuleKind::KeptHired,
        valid_from: day(2018, 1, 1),
        term: Term::Always,
        source: "RA-FS 2021:2, tillämpad av kommuner genom gallringsbeslut",
        confidence: Confidence::Stated,
    },
    Rule {
        kind: RuleKind::KeptOthers,
        valid_from: day(2018, 1, 1),
        term: Term::Months(24),
        source: "RA-FS 2021:2; diskrimineringslag (2008:567) 6 kap. 4 §",
        confidence: Confidence::Stated,
    },
    // That nothing may be destroyed at once is said; for how long it is kept is not.
    Rule {
        kind: RuleKind::KeptAborted,
        valid_from: day(2018, 1, 1),
        term: Term::Months(24),
        source: "JO om avbrutna rekryteringar: inte genast; tiden är antagen som för övriga",
        confidence: Confidence::Unconfirmed,
    },
];

/// The rule of a kind that holds on a day; none before the first.
pub fn holding(kind: RuleKind, on: Day) -> Option<&'static Rule> {
    let of_kind = RULES.iter().filter(|one| one.kind == kind);
    of_kind
        .filter(|one| one.valid_from <= on)
        .max_by_key(|one| one.valid_from)
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
}
