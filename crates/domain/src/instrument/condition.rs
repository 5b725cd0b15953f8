//! Conditions on the answers to items: `audit_1 >= 1 and not (audit_2 = 0 and audit_3 = 0)`.

use std::fmt;
use std::str::FromStr;

use thiserror::Error;

mod parse;

/// Conditions within conditions: what people can still read in one line.
pub const CONDITION_DEPTH_MAX: usize = 8;
/// Comparisons in one condition: more than any published questionnaire has.
pub const CONDITION_TERMS_MAX: usize = 50;

/// Something that is so or not so, given the answers; `K` names an item.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Condition<K = String> {
    /// The answer to an item compares so with a value.
    Is {
        /// The item.
        item: K,
        /// How the answer is compared.
        op: Comparison,
        /// What it is compared with.
        value: i64,
    },
    /// Every one of these.
    All(Vec<Condition<K>>),
    /// At least one of these.
    Any(Vec<Condition<K>>),
    /// Not this one.
    Not(Box<Condition<K>>),
}

/// How two whole numbers compare.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Comparison {
    /// The same.
    Equal,
    /// Not the same.
    Differs,
    /// More than.
    Above,
    /// As much or more.
    AtLeast,
    /// Less than.
    Below,
    /// As much or less.
    AtMost,
}

/// What is known of the answer to an item that a condition asks about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Known {
    /// The answer has this value.
    Value(i64),
    /// There is none and will be none: the item was skipped, or does not apply.
    Without,
    /// There is none, and what it would be is not known.
    Open,
}

/// A text is no condition.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum NotACondition {
    /// Something else should stand here.
    #[error("{expected} expected at character {at}")]
    Expected {
        /// What should stand there.
        expected: &'static str,
        /// Where, counted from 1.
        at: usize,
    },
    /// Conditions within conditions, too many times.
    #[error("conditions stand within conditions more than {CONDITION_DEPTH_MAX} deep")]
    TooDeep,
    /// More comparisons than anybody would read.
    #[error("more than {CONDITION_TERMS_MAX} comparisons")]
    TooLong,
}

impl Comparison {
    /// Every comparison; a longer sign stands before the one that it starts with.
    pub const ALL: [Comparison; 6] = [
        Comparison::AtLeast,
        Comparison::AtMost,
        Comparison::Differs,
        Comparison::Equal,
        Comparison::Above,
        Comparison::Below,
    ];

    /// How it is written.
    pub fn sign(self) -> &'static str {
        match self {
            Comparison::Equal => "=",
            Comparison::Differs => "!=",
            Comparison::Above => ">",
            Comparison::AtLeast => ">=",
            Comparison::Below => "<",
            Comparison::AtMost => "<=",
        }
    }

    /// Whether the first value compares so with the second.
    pub fn holds<T: Ord>(self, a: T, b: T) -> bool {
        match self {
            Comparison::Equal => a == b,
            Comparison::Differs => a != b,
            Comparison::Above => a > b,
            Comparison::AtLeast => a >= b,
            Comparison::Below => a < b,
            Comparison::AtMost => a <= b,
        }
    }
}

impl<K> Condition<K> {
    /// Whether it is so; nothing if that hangs on an answer that is open.
    ///
    /// An item without an answer compares with no value, so that `not` of such a comparison is so.
    pub fn holds(&self, known: &impl Fn(&K) -> Known) -> Option<bool> {
        match self {
            Condition::Is { item, op, value } => match known(item) {
                Known::Value(answer) => Some(op.holds(answer, *value)),
                Known::Without => Some(false),
                Known::Open => None,
            },
            Condition::All(parts) => among(parts, false, known),
            Condition::Any(parts) => among(parts, true, known),
            Condition::Not(part) => part.holds(known).map(|holds| !holds),
        }
    }

    /// The items it asks about, as often as it asks.
    pub fn items(&self) -> Vec<&K> {
        let mut found = Vec::new();
        self.gather(&mut found);
        found
    }

    fn gather<'a>(&'a self, found: &mut Vec<&'a K>) {
        match self {
            Condition::Is { item, .. } => found.push(item),
            Condition::All(parts) | Condition::Any(parts) => {
                parts.iter().for_each(|part| part.gather(found));
            }
            Condition::Not(part) => part.gather(found),
        }
    }

    /// Whether conditions stand within conditions more than `max` deep; looks no deeper than that.
    pub fn is_deeper_than(&self, max: usize) -> bool {
        let Some(left) = max.checked_sub(1) else {
            return true;
        };
        match self {
            Condition::Is { .. } => false,
            Condition::All(parts) | Condition::Any(parts) => {
                parts.iter().any(|part| part.is_deeper_than(left))
            }
            Condition::Not(part) => part.is_deeper_than(left),
        }
    }

    /// The same condition with its items named otherwise; nothing if one of them has no other name.
    pub fn renamed<L>(&self, name: &impl Fn(&K) -> Option<L>) -> Option<Condition<L>> {
        let all = |parts: &[Condition<K>]| {
            let renamed = parts.iter().map(|part| part.renamed(name));
            renamed.collect::<Option<Vec<_>>>()
        };
        Some(match self {
            Condition::Is { item, op, value } => Condition::Is {
                item: name(item)?,
                op: *op,
                value: *value,
            },
            Condition::All(parts) => Condition::All(all(parts)?),
            Condition::Any(parts) => Condition::Any(all(parts)?),
            Condition::Not(part) => Condition::Not(Box::new(part.renamed(name)?)),
        })
    }
}

/// Whether one of the parts is `wanted`; the opposite if every part is the opposite.
fn among<K>(parts: &[Condition<K>], wanted: bool, known: &impl Fn(&K) -> Known) -> Option<bool> {
    let mut result = Some(!wanted);
    for part in parts {
        match part.holds(known) {
            Some(holds) if holds == wanted => return Some(wanted),
            Some(_) => {}
            None => result = None,
        }
    }
    result
}

impl fmt::Display for Condition {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let join = |f: &mut fmt::Formatter<'_>, parts: &[Condition], word: &str| {
            for (number, part) in parts.iter().enumerate() {
                if number > 0 {
                    write!(f, " {word} ")?;
                }
                match part {
                    Condition::All(_) | Condition::Any(_) => write!(f, "({part})")?,
                    _ => write!(f, "{part}")?,
                }
            }
            Ok(())
        };
        match self {
            Condition::Is { item, op, value } => write!(f, "{item} {} {value}", op.sign()),
            Condition::All(parts) => join(f, parts, "and"),
            Condition::Any(parts) => join(f, parts, "or"),
            Condition::Not(part) => match **part {
                Condition::Is { .. } | Condition::Not(_) => write!(f, "not {part}"),
                _ => write!(f, "not ({part})"),
            },
        }
    }
}

impl FromStr for Condition {
    type Err = NotACondition;

    fn from_str(text: &str) -> Result<Condition, NotACondition> {
        parse::condition(text)
    }
}
