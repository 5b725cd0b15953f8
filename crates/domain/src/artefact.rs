//! Forms under a case, with versions: the safety plan and the programme's other artefacts.

use uuid::Uuid;

use crate::ids::{ArtefactId, CaseId, PersonId, StaffId};
use crate::programme::{ArtefactKind, FieldKind, FormValues, Programme, Value};
use crate::time::{Day, Instant};

/// One version of a form under a case. A new version never overwrites an old one.
#[derive(Debug, Clone, PartialEq)]
pub struct Artefact {
    pub id: ArtefactId,
    pub case: CaseId,
    /// The artefact kind's code in the programme.
    pub kind: String,
    /// What ties the versions of one form together.
    pub series: Uuid,
    /// 1 for the first version of the series.
    pub number: u32,
    pub values: FormValues,
    pub state: ArtefactState,
    /// When the version must be looked at again.
    pub review_on: Option<Day>,
    pub written_by: StaffId,
    pub written_at: Instant,
    pub version: i64,
}

/// Whether a version is being written, in force, or followed by another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ArtefactState {
    Draft,
    InForce {
        signed_at: Instant,
        signed_by: StaffId,
    },
    Superseded {
        signed_at: Instant,
        signed_by: StaffId,
    },
}

/// Somebody's name under a version; a child's counts as much as anybody's.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Signature {
    pub artefact: ArtefactId,
    pub person: PersonId,
    pub on: Day,
    /// How it was given: on paper, on the screen, in words.
    pub how: String,
}

/// Characters of how a name was given: one line.
pub const HOW_CHARS_MAX: usize = 200;

/// The field by which a form has a day of review of its own, instead of the one that every form has.
const REVIEW_FIELD: &str = "next_review";

impl ArtefactState {
    /// Who signed a version and when; nobody signed a draft.
    pub fn signed(self) -> Option<(Instant, StaffId)> {
        match self {
            ArtefactState::Draft => None,
            ArtefactState::InForce {
                signed_at,
                signed_by,
            }
            | ArtefactState::Superseded {
                signed_at,
                signed_by,
            } => Some((signed_at, signed_by)),
        }
    }

    /// Whether the version is the one that holds.
    pub fn is_in_force(self) -> bool {
        matches!(self, ArtefactState::InForce { .. })
    }

    /// Whether the version is being written.
    pub fn is_draft(self) -> bool {
        self == ArtefactState::Draft
    }
}

impl ArtefactKind {
    /// Whether the form itself asks when it is to be looked at again.
    pub fn asks_for_review(&self) -> bool {
        self.field(REVIEW_FIELD)
            .is_some_and(|field| field.kind == FieldKind::Date)
    }

    /// When a version signed on a day is to be looked at again, as the programme proposes.
    pub fn proposed_review(&self, signed_on: Day) -> Option<Day> {
        let days = self.review_after_days.as_ref()?.value;
        Some(signed_on.plus(i64::from(days)))
    }

    /// A new form: empty, or with what the version before it said, and with a new day of review.
    pub fn begun(&self, from: Option<&FormValues>, today: Day) -> FormValues {
        let mut values = from.cloned().unwrap_or_default();
        if self.asks_for_review()
            && let Some(day) = self.proposed_review(today)
        {
            values.set(REVIEW_FIELD, Value::Date(day));
        }
        values
    }

    /// The day of review of a form: what the form itself says, else what was chosen beside it.
    pub fn review(&self, values: &FormValues, chosen: Option<Day>) -> Option<Day> {
        match values.get(REVIEW_FIELD) {
            Some(Value::Date(day)) if self.asks_for_review() => Some(*day),
            _ if self.asks_for_review() => None,
            _ => chosen,
        }
    }
}

impl Programme {
    /// The forms that must be in force before any other goal is set and are not.
    pub fn missing_before_goals(&self, in_force: &[String]) -> Vec<&ArtefactKind> {
        self.artefacts
            .iter()
            .filter(|kind| kind.required_before_goals && !in_force.contains(&kind.code))
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::programme::{ArtefactRole, Confidence, Field, OncePer, Signatures, Sourced, Words};

    fn kind(asks: bool) -> ArtefactKind {
        let field = Field {
            code: REVIEW_FIELD.into(),
            label: Words::default(),
            help: None,
            kind: FieldKind::Date,
            required: true,
            subject: false,
        };
        ArtefactKind {
            code: "plan".into(),
            label: Words::default(),
            help: Words::default(),
            role: ArtefactRole::Safety,
            required_before_goals: true,
            restricted: false,
            signatures: Signatures::Staff,
            review_after_days: Some(Sourced {
                value: 28,
                source: "hemma".into(),
                confidence: Confidence::Unconfirmed,
            }),
            once_per: OncePer::Case,
            fields: if asks { vec![field] } else { Vec::new() },
        }
    }

    fn day(text: &str) -> Day {
        text.parse().unwrap()
    }

    #[test]
    fn a_new_version_proposes_a_new_day_of_review() {
        let (today, old) = (day("2026-11-23"), day("2026-11-01"));
        let before = FormValues::new()
            .with(REVIEW_FIELD, Value::Date(old))
            .with("word", Value::Text("ananas".into()));
        let begun = kind(true).begun(Some(&before), today);
        assert_eq!(begun.text("word"), "ananas");
        assert_eq!(
            kind(true).review(&begun, Some(old)),
            Some(day("2026-12-21")),
            "what the form says goes first"
        );
    }

    #[test]
    fn a_form_that_does_not_ask_has_the_day_beside_it() {
        let (chosen, values) = (day("2026-12-01"), FormValues::new());
        assert_eq!(kind(false).review(&values, Some(chosen)), Some(chosen));
        assert_eq!(kind(true).review(&values, Some(chosen)), None);
        assert!(kind(false).begun(None, chosen).is_empty());
    }
}
