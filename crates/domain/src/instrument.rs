//! A questionnaire as data: whom it asks, what it asks, and how its answers become numbers.

mod answers;
mod change;
mod check;
mod condition;
mod fault;
mod group;
mod norm;
mod ratio;
mod scale;
mod score;
mod text;

#[cfg(test)]
pub(crate) mod tests;

use std::ops::Deref;

pub use answers::{Answer, AnswerFault, Answers, Given, Sheet};
pub use change::Change;
pub use check::{
    ITEMS_MAX, LANGUAGES_MAX, LIST_MAX, NORM_ROWS_MAX, RESPONSES_MAX, SCALES_MAX, TEXT_CHARS_MAX,
    VALUE_MAX,
};
pub use condition::{
    CONDITION_DEPTH_MAX, CONDITION_TERMS_MAX, Comparison, Condition, Known, NotACondition,
};
pub use fault::{Fault, Reason};
pub use group::{GroupScore, Grouped, Pattern, Report, RespondentTerm, Threshold};
pub use norm::{NormRow, NormTable};
pub use ratio::{NotARatio, Ratio};
pub use scale::{
    Across, Band, Confirmation, CutOff, Direction, Extent, Minimum, Missing, Rule, RuleKind, Scale,
    Skipped,
};
pub use score::{LeftOut, Outcome, Part, Reading, Score, Scorer, Tally, Term, Working};
pub use text::Texts;

use crate::codes;
use crate::programme::{Confidence, Source, Sourced, Words};
use crate::time::Day;

/// A definition that has been checked as a whole. Read its parts as fields; nothing changes them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Instrument(Definition);

impl Instrument {
    /// Checks the definition; every fault is told, not the first alone.
    pub fn new(definition: Definition) -> Result<Instrument, Vec<Fault>> {
        let faults = check::faults(&definition);
        if faults.is_empty() {
            Ok(Instrument(definition))
        } else {
            Err(faults)
        }
    }

    /// The item with this code, and its place counted from 0.
    pub fn item(&self, code: &str) -> Option<(usize, &Item)> {
        let mut items = self.items.iter().enumerate();
        items.find(|(_, item)| item.code == code)
    }

    /// Whether every item has its wording.
    pub fn is_worded(&self) -> bool {
        self.items.iter().all(|item| item.text.is_some())
    }

    /// The set of responses that an item is answered with.
    pub fn responses_of(&self, item: &Item) -> Option<&ResponseSet> {
        self.responses.iter().find(|set| set.code == item.responses)
    }

    /// The scale with this code.
    pub fn scale(&self, code: &str) -> Option<&Scale> {
        self.scales.iter().find(|scale| scale.code == code)
    }

    /// The source with this code.
    pub fn source(&self, code: &str) -> Option<&Source> {
        self.sources.iter().find(|source| source.code == code)
    }
}

impl Deref for Instrument {
    type Target = Definition;

    fn deref(&self) -> &Definition {
        &self.0
    }
}

/// What an instrument says about itself, not yet checked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Definition {
    /// `TAM-R`.
    pub code: String,
    /// Rises with every change; answers stay on the version that they were given to.
    pub version: u32,
    /// The first day on which it is asked.
    pub valid_from: Day,
    /// What it is called.
    pub name: Words,
    /// What it measures, in two sentences.
    pub about: Words,
    /// The languages of its wording as BCP 47 tags, the one to fall back on first; none without wording.
    pub languages: Vec<String>,
    /// What is said before the first item.
    pub intro: Option<Texts>,
    /// Who answers it.
    pub respondents: Vec<Respondent>,
    /// Whom it is about.
    pub subject: Subject,
    /// How it may be answered.
    pub modes: Vec<Mode>,
    /// What items are answered with.
    pub responses: Vec<ResponseSet>,
    /// How many items the instrument has, as its source says.
    pub item_count: Sourced<u32>,
    /// What is asked, in order.
    pub items: Vec<Item>,
    /// The numbers that answers become.
    pub scales: Vec<Scale>,
    /// What scores mean among people of an age and sex; loaded by a site.
    pub norms: Vec<NormTable>,
    /// Answers that somebody must see the same day.
    pub critical: Vec<Critical>,
    /// Scores that say something only together.
    pub patterns: Vec<Pattern>,
    /// Who owns it, and what may be passed on.
    pub licence: Licence,
    /// When it is asked, unless a programme says otherwise.
    pub schedule: Option<ScheduleHint>,
    /// What the numbers come from.
    pub sources: Vec<Source>,
}

codes! {
    /// Who answers a questionnaire.
    Respondent "respondent" {
        /// A parent or whoever takes a parent's place.
        Caregiver = "caregiver",
        /// The young person in treatment.
        Youth = "youth",
        /// A family therapist.
        Therapist = "therapist",
        /// Anybody in the team.
        TeamMember = "team_member",
        /// The group leader.
        GroupLeader = "group_leader",
        /// The consultant.
        Consultant = "consultant",
    }

    /// Whom a questionnaire is about.
    Subject "instrument-subject" {
        /// The therapist of the family that answers.
        FamilyTherapist = "family_therapist",
        /// The group leader, as supervisor.
        Supervisor = "supervisor",
        /// The consultant.
        Consultant = "consultant",
        /// Whoever answers.
        Respondent = "respondent",
        /// The young person in treatment.
        Youth = "youth",
        /// The family.
        Family = "family",
    }

    /// How a questionnaire is answered.
    Mode "answer-mode" {
        /// Somebody calls and asks.
        PhoneInterview = "phone_interview",
        /// The respondent opens a link.
        Link = "link",
        /// On paper, entered later.
        Paper = "paper",
        /// Somebody asks face to face.
        InPerson = "in_person",
    }

    /// What may be passed on with the program.
    Ships "instrument-ships" {
        /// The wording too.
        Wording = "wording",
        /// Numbers of items, rules and schedule, but no wording.
        Structure = "structure",
    }
}

/// What some items are answered with.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ResponseSet {
    /// Unique in the instrument.
    pub code: String,
    /// The responses, in the order in which they are shown.
    pub options: Vec<Response>,
    /// What "does not apply" is called, where the wording has a name for it.
    pub not_applicable: Option<Texts>,
}

impl ResponseSet {
    /// The lowest and the highest value; nothing of a set without responses.
    pub fn ends(&self) -> Option<(i64, i64)> {
        let values = || self.options.iter().map(|option| option.value);
        Some((values().min()?, values().max()?))
    }

    /// The value that stands in the place of `value` when the set is read from its other end.
    pub fn reversed(&self, value: i64) -> Option<i64> {
        let (low, high) = self.ends()?;
        low.checked_add(high)?.checked_sub(value)
    }
}

/// One response.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Response {
    /// Unique in its set; what is stored and counted.
    pub value: i64,
    /// What it is called; its value alone is shown without.
    pub label: Option<Texts>,
}

/// One question or statement.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Item {
    /// Unique in the instrument.
    pub code: String,
    /// What is asked; "Item 01" is shown without.
    pub text: Option<Texts>,
    /// The code of the set that it is answered with.
    pub responses: String,
    /// Whether the set is counted from its other end.
    pub reverse: bool,
    /// Whether "does not apply" is an answer.
    pub not_applicable: bool,
    /// Whether scales may count it.
    pub counts: bool,
    /// What earlier answers must say for it to be asked; it is always asked without.
    pub ask_when: Option<Condition>,
}

/// Answers that somebody must see the same day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Critical {
    /// Unique in the instrument.
    pub code: String,
    /// What whoever sees it reads.
    pub label: Words,
    /// When it is so.
    pub when: Condition,
    /// Where it comes from.
    pub source: String,
    /// How far it can be trusted.
    pub confidence: Confidence,
}

/// Who owns an instrument, and what may be passed on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Licence {
    /// The owner, as it calls itself.
    pub holder: String,
    /// What this file may hold.
    pub ships: Ships,
    /// What the owner allows, and to whom.
    pub statement: Words,
    /// Where the owner says so.
    pub source: String,
    /// How far that can be trusted.
    pub confidence: Confidence,
}

/// When an instrument is asked, unless a programme says otherwise.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ScheduleHint {
    /// Days from the start to the first time; the rhythm alone decides without.
    pub first_after_days: Option<Sourced<u32>>,
    /// From one time to the next.
    pub every: Rhythm,
    /// Days around the due day in which it still counts.
    pub window_days: Sourced<u32>,
}

/// From one time to the next.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Rhythm {
    /// So many days.
    Days(Sourced<u32>),
    /// So many calendar months.
    Months(Sourced<u32>),
}
