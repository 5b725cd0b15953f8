//! The answers to one questionnaire, and whether they fit it.

use std::collections::BTreeMap;

use thiserror::Error;

use super::condition::Known;
use super::score::{ItemPlan, Scorer};

/// What somebody answered to one item. An item without an entry is unanswered, which is not a zero.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Answer {
    /// One of the responses.
    Value(i64),
    /// It does not apply.
    NotApplicable,
    /// They do not want to answer.
    Declined,
}

/// Answers to one version of an instrument, not yet checked.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Answers {
    /// The instrument's code.
    pub instrument: String,
    /// Its version.
    pub version: u32,
    /// Answers by item.
    pub given: BTreeMap<String, Answer>,
}

/// What became of one item on a sheet.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Given {
    /// Answered with one of the responses.
    Value(i64),
    /// Answered as not applying.
    NotApplicable,
    /// Asked; they did not want to answer.
    Declined,
    /// Not answered so far.
    Unanswered,
    /// Not asked, because of earlier answers.
    Skipped,
}

/// Answers that fit the instrument, item by item; made and read by its [`Scorer`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sheet(Vec<Given>);

impl Sheet {
    /// Every item in order.
    pub fn given(&self) -> &[Given] {
        &self.0
    }

    /// The item at this place, counted from 0.
    pub fn at(&self, place: usize) -> Given {
        self.0.get(place).copied().unwrap_or(Given::Unanswered)
    }

    /// The first item that still waits for an answer.
    pub fn next_open(&self) -> Option<usize> {
        self.0.iter().position(|given| *given == Given::Unanswered)
    }
}

/// Why answers do not fit the instrument.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum AnswerFault {
    /// They were given to something else.
    #[error("answers to {instrument} version {version}")]
    OtherInstrument {
        /// What they were given to.
        instrument: String,
        /// In which version.
        version: u32,
    },
    /// The instrument has no such item.
    #[error("there is no item `{0}`")]
    UnknownItem(String),
    /// The item has no such response.
    #[error("`{item}` cannot be answered with {value}")]
    NoResponse {
        /// The item.
        item: String,
        /// What was answered.
        value: i64,
    },
    /// The item always applies.
    #[error("`{0}` cannot be answered as not applying")]
    Applies(String),
    /// The item is not asked after these answers.
    #[error("`{0}` is not asked after the answers before it")]
    NotAsked(String),
    /// More answers than items.
    #[error("{answers} answers to {items} items")]
    TooMany {
        /// How many answers there are.
        answers: usize,
        /// How many items there are.
        items: usize,
    },
}

impl Scorer {
    /// Checks answers against the instrument; every fault is told.
    pub fn sheet(&self, answers: &Answers) -> Result<Sheet, Vec<AnswerFault>> {
        let instrument = self.instrument();
        if (&answers.instrument, answers.version) != (&instrument.code, instrument.version) {
            return Err(vec![AnswerFault::OtherInstrument {
                instrument: answers.instrument.clone(),
                version: answers.version,
            }]);
        }
        let mut in_order = vec![None; self.items().len()];
        let mut faults = Vec::new();
        for (item, answer) in &answers.given {
            match self.place(item).and_then(|place| in_order.get_mut(place)) {
                Some(place) => *place = Some(*answer),
                None => faults.push(AnswerFault::UnknownItem(item.clone())),
            }
        }
        match self.sheet_in_order(&in_order) {
            Ok(sheet) if faults.is_empty() => Ok(sheet),
            Ok(_) => Err(faults),
            Err(more) => {
                faults.extend(more);
                Err(faults)
            }
        }
    }

    /// Checks answers that stand in the order of the items; those not reached yet may be left out.
    pub fn sheet_in_order(&self, answers: &[Option<Answer>]) -> Result<Sheet, Vec<AnswerFault>> {
        let items = self.items();
        if answers.len() > items.len() {
            return Err(vec![AnswerFault::TooMany {
                answers: answers.len(),
                items: items.len(),
            }]);
        }
        let mut given = Vec::with_capacity(items.len());
        let mut faults = Vec::new();
        let rest = std::iter::repeat(&None);
        for (item, answer) in items.iter().zip(answers.iter().chain(rest)) {
            let became = item.became(*answer, &given).unwrap_or_else(|fault| {
                faults.push(fault);
                Given::Unanswered
            });
            given.push(became);
        }
        if faults.is_empty() {
            Ok(Sheet(given))
        } else {
            Err(faults)
        }
    }
}

impl ItemPlan {
    /// What becomes of the item with this answer, after those before it.
    fn became(&self, answer: Option<Answer>, before: &[Given]) -> Result<Given, AnswerFault> {
        if self.is_skipped(before) {
            return match answer {
                None | Some(Answer::Declined) => Ok(Given::Skipped),
                Some(_) => Err(AnswerFault::NotAsked(self.code.clone())),
            };
        }
        match answer {
            None => Ok(Given::Unanswered),
            Some(Answer::Declined) => Ok(Given::Declined),
            Some(Answer::NotApplicable) if self.not_applicable => Ok(Given::NotApplicable),
            Some(Answer::NotApplicable) => Err(AnswerFault::Applies(self.code.clone())),
            Some(Answer::Value(value)) if self.values.contains(&value) => Ok(Given::Value(value)),
            Some(Answer::Value(value)) => Err(AnswerFault::NoResponse {
                item: self.code.clone(),
                value,
            }),
        }
    }

    /// An item whose condition hangs on an open answer is asked rather than lost.
    fn is_skipped(&self, before: &[Given]) -> bool {
        let condition = self.ask_when.as_ref();
        condition.is_some_and(|when| when.holds(&|place| known(before, *place)) == Some(false))
    }
}

/// What a condition may know of the item at a place.
pub(super) fn known(given: &[Given], place: usize) -> Known {
    match given.get(place) {
        Some(Given::Value(value)) => Known::Value(*value),
        Some(Given::NotApplicable | Given::Skipped) => Known::Without,
        Some(Given::Declined | Given::Unanswered) | None => Known::Open,
    }
}
