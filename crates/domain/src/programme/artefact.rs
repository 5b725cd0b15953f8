//! Artefacts: the small forms of a programme, as data.

use super::word::{Coded, Sourced, Words};
use crate::codes;

/// How many artefacts a programme may have: one menu that people can still take in.
pub const ARTEFACTS_MAX: usize = 40;
/// How many fields a form may have, columns of rows included: longer forms are not filled in at a kitchen table.
pub const FIELDS_MAX: usize = 60;
/// How many options a choice may have: more belong into a text with a search.
pub const OPTIONS_MAX: usize = 40;
/// How many rows a table may have: a household with network has fewer, and a page shows them all at once.
pub const ROWS_MAX: u32 = 50;
/// How many steps a scale may have: 0 to 100.
pub const SCALE_STEPS_MAX: i64 = 101;
/// Characters of a one-line text: about three lines on a phone.
pub const TEXT_CHARS_MAX: usize = 300;
/// Characters of a long text: about eight printed pages, far below what would slow a page.
pub const LONG_TEXT_CHARS_MAX: usize = 20_000;
/// The largest number a form takes; far below what arithmetic could overflow on.
pub const NUMBER_MAX: i64 = 1_000_000_000;

codes! {
    /// What an artefact is to the rest of the program.
    ArtefactRole "artefact-role" {
        /// The plan that on-call staff read at night.
        Safety = "safety",
        /// Any other form.
        Ordinary = "ordinary",
    }

    /// Who signs an artefact.
    Signatures "artefact-signatures" {
        /// Nobody: it is working material.
        None = "none",
        /// The one who wrote it.
        Staff = "staff",
        /// Those who take part, children included, and the one who wrote it.
        Participants = "participants",
    }

    /// How many of an artefact a case has.
    OncePer "artefact-once-per" {
        /// One, in versions.
        Case = "case",
        /// As many as there are occasions.
        Many = "many",
    }
}

/// A kind of form under a case.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ArtefactKind {
    /// Unique in the programme.
    pub code: String,
    /// What it is called.
    pub label: Words,
    /// What it is for and when to use it.
    pub help: Words,
    /// What it is to the rest of the program.
    pub role: ArtefactRole,
    /// Whether a current one must exist before any other goal is set.
    pub required_before_goals: bool,
    /// Whether reading is kept to the case's therapist and the group leader.
    pub restricted: bool,
    /// Who signs it.
    pub signatures: Signatures,
    /// After how many days it must be looked at again.
    pub review_after_days: Option<Sourced<u32>>,
    /// How many of them a case has.
    pub once_per: OncePer,
    /// What is filled in, in this order.
    pub fields: Vec<Field>,
}

impl ArtefactKind {
    /// The field with this code.
    pub fn field(&self, code: &str) -> Option<&Field> {
        self.fields.iter().find(|field| field.code == code)
    }
}

/// One thing to fill in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Field {
    /// Unique in its form, or in its row.
    pub code: String,
    /// The question.
    pub label: Words,
    /// What helps to answer it.
    pub help: Option<Words>,
    /// What an answer looks like.
    pub kind: FieldKind,
    /// Whether it must be filled in before the form is signed.
    pub required: bool,
    /// Whether it says whom the entry is about, so that one person's file can be given out alone.
    pub subject: bool,
}

/// What an answer looks like.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FieldKind {
    /// One line.
    Text,
    /// Several lines.
    LongText,
    /// One of some options.
    Choice(Vec<Coded>),
    /// Any number of some options.
    MultiChoice(Vec<Coded>),
    /// A day.
    Date,
    /// A time of day.
    Time,
    /// A whole number.
    Number {
        /// What is counted.
        unit: Option<Words>,
        /// The lowest allowed.
        min: i64,
        /// The highest allowed.
        max: i64,
    },
    /// Yes or no.
    YesNo,
    /// Somebody in or around the family.
    Person,
    /// A step on a scale.
    Scale {
        /// The lowest step.
        min: i64,
        /// The highest step.
        max: i64,
        /// Words for some of the steps.
        labels: Vec<ScaleLabel>,
    },
    /// A table that grows row by row.
    Rows {
        /// The columns.
        fields: Vec<Field>,
        /// How many rows there may be.
        rows_max: u32,
    },
}

impl FieldKind {
    /// The code that definitions and pages use for the kind.
    pub fn code(&self) -> &'static str {
        match self {
            FieldKind::Text => "text",
            FieldKind::LongText => "long_text",
            FieldKind::Choice(_) => "choice",
            FieldKind::MultiChoice(_) => "multi_choice",
            FieldKind::Date => "date",
            FieldKind::Time => "time",
            FieldKind::Number { .. } => "number",
            FieldKind::YesNo => "yes_no",
            FieldKind::Person => "person",
            FieldKind::Scale { .. } => "scale",
            FieldKind::Rows { .. } => "rows",
        }
    }
}

/// The words for one step of a scale.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ScaleLabel {
    /// Which step.
    pub step: i64,
    /// What it means.
    pub label: Words,
}
