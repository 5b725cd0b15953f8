//! A treatment programme as data: who it is for, who works in it, its week, its forms, its targets.

mod artefact;
mod check;
mod fault;
mod form;
mod pairs;
mod word;

#[cfg(test)]
mod tests;

use std::ops::Deref;

pub use artefact::{
    ARTEFACTS_MAX, ArtefactKind, ArtefactRole, FIELDS_MAX, Field, FieldKind, LONG_TEXT_CHARS_MAX,
    NUMBER_MAX, OPTIONS_MAX, OncePer, ROWS_MAX, SCALE_STEPS_MAX, ScaleLabel, Signatures,
    TEXT_CHARS_MAX,
};
pub use check::{HELP_CHARS_MAX, LABEL_CHARS_MAX, LIST_MAX};
pub use fault::{Fault, Path, Reason, Step};
pub use form::{FieldFault, FieldPath, FieldReason, FormValues, Value};
pub use word::{Coded, Confidence, Hundredths, Range, Source, Sourced, Words};

use crate::case::CriterionAnswer;
use crate::codes;
use crate::time::{Clock, Day};

/// A definition that has been checked as a whole. Read its parts as fields; nothing changes them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Programme(Definition);

impl Programme {
    /// Checks the definition; every fault is told, not the first alone.
    pub fn new(definition: Definition) -> Result<Programme, Vec<Fault>> {
        let faults = check::faults(&definition);
        if faults.is_empty() {
            Ok(Programme(definition))
        } else {
            Err(faults)
        }
    }

    /// The artefact with this code.
    pub fn artefact(&self, code: &str) -> Option<&ArtefactKind> {
        self.artefacts.iter().find(|artefact| artefact.code == code)
    }

    /// The artefact that on-call staff read at night, if the programme has one.
    pub fn safety_plan(&self) -> Option<&ArtefactKind> {
        self.artefacts
            .iter()
            .find(|artefact| artefact.role == ArtefactRole::Safety)
    }

    /// The criterion with this code, and whether it includes or excludes.
    pub fn criterion(&self, code: &str) -> Option<(Side, &Criterion)> {
        self.criteria
            .all()
            .find(|(_, criterion)| criterion.code == code)
    }

    /// The reason for closing with this code.
    pub fn closing_reason(&self, code: &str) -> Option<&ClosingReason> {
        self.closing_reasons
            .iter()
            .find(|reason| reason.code == code)
    }

    /// The role as the programme staffs it.
    pub fn role(&self, code: RoleCode) -> Option<&Role> {
        self.roles.iter().find(|role| role.code == code)
    }

    /// The source with this code.
    pub fn source(&self, code: &str) -> Option<&Source> {
        self.sources.iter().find(|source| source.code == code)
    }

    /// Months after closing at which the family is asked again; none if the programme knows no follow-up.
    pub fn follow_ups(&self) -> &[u32] {
        self.follow_up_months
            .as_ref()
            .map_or(&[], |months| &months.value)
    }
}

impl Deref for Programme {
    type Target = Definition;

    fn deref(&self) -> &Definition {
        &self.0
    }
}

/// What a programme says about itself, not yet checked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Definition {
    /// `MST-CAN`.
    pub code: String,
    /// Rises with every change; the old version stays with what was done under it.
    pub version: u32,
    /// The first day on which new cases are opened under it.
    pub valid_from: Day,
    /// What it is called.
    pub name: Words,
    /// What it is, in two sentences.
    pub about: Words,
    /// Age of the target child in full years.
    pub ages: Sourced<Range>,
    /// The event that must lie before the referral, if one is needed.
    pub event: Option<EventRule>,
    /// Where the child may live, and who is treated.
    pub living: Sourced<Living>,
    /// What is asked at screening.
    pub criteria: Criteria,
    /// Who makes up a team.
    pub roles: Vec<Role>,
    /// What one therapist and one case can carry.
    pub limits: Limits,
    /// The phases of a case, in order; the last one is the closed case.
    pub phases: Vec<Coded>,
    /// Why a case ends.
    pub closing_reasons: Vec<ClosingReason>,
    /// What is true for the child at closing and at follow-up.
    pub outcomes: Vec<Coded>,
    /// What the family can do at closing that it could not do before.
    pub instrumental_outcomes: Vec<Coded>,
    /// When the family is asked again after closing.
    pub follow_up_months: Option<Sourced<Vec<u32>>>,
    /// Principles that interventions are tagged with.
    pub principles: Vec<Coded>,
    /// Systems around the child that drivers are sorted into.
    pub systems: Vec<Coded>,
    /// The weekly loop, if the programme has one.
    pub weekly: Option<WeeklyLoop>,
    /// Group sessions, if the programme works in groups.
    pub group: Option<GroupSessions>,
    /// Whether families can call at any hour.
    pub on_call: Sourced<bool>,
    /// Which questionnaires fall due, and when.
    pub measures: Vec<MeasureRule>,
    /// Months after the start at which the site's research measures fall due.
    pub research_months: Option<Sourced<Vec<u32>>>,
    /// What the programme review measures itself against.
    pub targets: Vec<Target>,
    /// The forms of the programme.
    pub artefacts: Vec<ArtefactKind>,
    /// What the numbers come from.
    pub sources: Vec<Source>,
}

codes! {
    /// Which date must lie within the days before the referral.
    Anchor "event-anchor" {
        /// The event itself.
        Event = "event",
        /// The report that reached child protection.
        Report = "report",
        /// The day on which child protection found the report to be true.
        Substantiated = "substantiated",
    }

    /// Where the target child lives when the treatment starts.
    LivesAt "lives-at" {
        /// With a caregiver.
        Home = "home",
        /// Elsewhere, with the aim to come home.
        PlacedToReturn = "placed_to_return",
    }

    /// What somebody does in a programme.
    RoleCode "programme-role" {
        /// Leads the team and its supervision.
        GroupLeader = "group_leader",
        /// Carries the treatment of some families.
        Therapist = "therapist",
        /// Gives practical help in the same cases.
        FamilyResource = "family_resource",
        /// Gives psychiatric care to adults and children.
        Psychiatrist = "psychiatrist",
        /// The programme's expert outside the team.
        Consultant = "consultant",
        /// Calls caregivers for the adherence interview.
        Interviewer = "interviewer",
        /// Leads group sessions.
        GroupSessionLeader = "group_session_leader",
    }

    /// How a closing counts in the programme review.
    CountsAs "closing-counts-as" {
        /// Completed as agreed.
        Completed = "completed",
        /// The family did not take part.
        NoEngagement = "no_engagement",
        /// Placed for something that happened during the treatment.
        PlacedDuring = "placed_during",
        /// Outside the team's influence.
        Other = "other",
    }

    /// A day of the week.
    Weekday "weekday" {
        /// Day 1.
        Monday = "monday",
        /// Day 2.
        Tuesday = "tuesday",
        /// Day 3.
        Wednesday = "wednesday",
        /// Day 4.
        Thursday = "thursday",
        /// Day 5.
        Friday = "friday",
        /// Day 6.
        Saturday = "saturday",
        /// Day 7.
        Sunday = "sunday",
    }

    /// Whose work or life a questionnaire is about.
    MeasureOf "measure-of" {
        /// One family's treatment.
        Case = "case",
        /// The group leader's supervision.
        GroupLeader = "group_leader",
        /// The consultant's consultation.
        Consultant = "consultant",
    }
}

impl Weekday {
    /// Monday is 1, Sunday is 7.
    pub fn number(self) -> i8 {
        match self {
            Weekday::Monday => 1,
            Weekday::Tuesday => 2,
            Weekday::Wednesday => 3,
            Weekday::Thursday => 4,
            Weekday::Friday => 5,
            Weekday::Saturday => 6,
            Weekday::Sunday => 7,
        }
    }
}

/// An event that must lie at most some days before the referral.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EventRule {
    /// What kinds of event count.
    pub kinds: Vec<Coded>,
    /// How many days back it may lie.
    pub within_days: Sourced<u32>,
    /// Which date of it is counted from; a team may set another.
    pub anchor: Sourced<Anchor>,
}

/// Where the child may live, and who is treated.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Living {
    /// Where the child may live when the treatment starts.
    pub allowed: Vec<LivesAt>,
    /// Whether every member of the household is treated.
    pub whole_household: bool,
}

/// What is asked at screening.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Criteria {
    /// What must be so.
    pub inclusion: Vec<Criterion>,
    /// What must not be so.
    pub exclusion: Vec<Criterion>,
}

impl Criteria {
    /// Every criterion, those that include first.
    pub fn all(&self) -> impl Iterator<Item = (Side, &Criterion)> {
        let inclusion = self
            .inclusion
            .iter()
            .map(|criterion| (Side::Inclusion, criterion));
        inclusion.chain(
            self.exclusion
                .iter()
                .map(|criterion| (Side::Exclusion, criterion)),
        )
    }
}

/// One question at screening, answered yes, no or unsure with evidence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Criterion {
    /// Unique over both lists.
    pub code: String,
    /// The question, short.
    pub label: Words,
    /// What to look at before answering.
    pub help: Words,
    /// Whether the answer needs a sentence on what it rests on.
    pub evidence_required: bool,
    /// Roles that may set it aside, all of them together; with none, nobody in the team may.
    pub overridable_by: Vec<RoleCode>,
    /// Where the criterion comes from.
    pub source: String,
    /// How far it can be trusted.
    pub confidence: Confidence,
}

codes! {
    /// Whether a criterion must or must not be so.
    Side "criterion-side" {
        /// Must be so.
        Inclusion = "inclusion",
        /// Must not be so.
        Exclusion = "exclusion",
    }

    /// What an answer means for the family's place in the programme.
    Reading "criterion-reading" {
        /// In favour.
        Fits = "fits",
        /// Stands in the way unless it is set aside.
        Hinders = "hinders",
        /// Must be found out first.
        Open = "open",
    }
}

impl Side {
    /// What an answer to a criterion on this side means.
    pub fn read(self, answer: CriterionAnswer) -> Reading {
        match (self, answer) {
            (_, CriterionAnswer::Unsure) => Reading::Open,
            (Side::Inclusion, CriterionAnswer::Yes) | (Side::Exclusion, CriterionAnswer::No) => {
                Reading::Fits
            }
            (Side::Inclusion, CriterionAnswer::No) | (Side::Exclusion, CriterionAnswer::Yes) => {
                Reading::Hinders
            }
        }
    }
}

/// A role in a team of the programme.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Role {
    /// Which role.
    pub code: RoleCode,
    /// What the programme calls it.
    pub label: Words,
    /// How many of them a team has.
    pub count: Sourced<Range>,
}

/// What one therapist and one case can carry. What the programme does not limit is absent.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Limits {
    /// Open families one therapist carries at most.
    pub families_per_therapist_max: Option<Sourced<u32>>,
    /// Contacts with a family in a week, at least.
    pub contacts_per_week_min: Option<Sourced<u32>>,
    /// How long a treatment lasts.
    pub length_months: Option<Sourced<Range>>,
    /// Therapists in a team.
    pub team_size: Option<Sourced<Range>>,
}

/// Why a case ends.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClosingReason {
    /// Unique in the programme.
    pub code: String,
    /// What people read.
    pub label: Words,
    /// How it counts in the programme review.
    pub counts_as: CountsAs,
}

/// A time in every week.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct WeekTime {
    /// On which day.
    pub weekday: Weekday,
    /// At what time.
    pub time: Clock,
}

/// When the steps of the weekly loop are due, unless a team sets other times.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WeeklyLoop {
    /// The therapist's summary.
    pub hand_in: Sourced<WeekTime>,
    /// Supervision in the team.
    pub supervision: Sourced<WeekTime>,
    /// Consultation with the expert.
    pub consultation: Sourced<WeekTime>,
}

/// A fixed number of group sessions.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GroupSessions {
    /// How many sessions a group has.
    pub sessions: Sourced<u32>,
    /// How many leaders a session has.
    pub leaders: Sourced<u32>,
    /// Whether the leaders must be certified.
    pub leaders_certified: Sourced<bool>,
}

/// When a questionnaire falls due.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MeasureRule {
    /// The instrument's id, `TAM-R`.
    pub instrument: String,
    /// Whose work or life it is about.
    pub about: MeasureOf,
    /// When it falls due.
    pub schedule: Schedule,
    /// Days around the due day in which it still counts.
    pub window_days: Sourced<u32>,
    /// How many must answer about a colleague before anybody sees what they said.
    pub raters_min: Option<Sourced<u32>>,
}

/// The rhythm of a questionnaire.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Schedule {
    /// First after some days of treatment, then again and again until closing.
    Days {
        /// Days from the start to the first.
        first_day: Sourced<u32>,
        /// Days from one to the next.
        every_days: Sourced<u32>,
    },
    /// In a rhythm of months, whatever case is open.
    Months {
        /// Months from one to the next.
        every_months: Sourced<u32>,
    },
    /// Before the first session and after the last.
    StartAndEnd,
}

/// One figure of the programme review and what it should be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Target {
    /// The figure's code, `pct_completed`.
    pub indicator: String,
    /// What it should be.
    pub goal: Sourced<Goal>,
}

/// What a figure should be. Shares are given in per cent, lengths in days, scores on their own scale.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Goal {
    /// This much or more.
    AtLeast(Hundredths),
    /// Less than this.
    Below(Hundredths),
    /// From the first to the second, both included.
    Within(Hundredths, Hundredths),
}

impl Goal {
    /// Whether a figure meets it: the fraction `num / den` in the goal's unit, compared without rounding. `den` is
    /// greater than 0.
    pub fn is_met(self, (num, den): (i128, i128)) -> bool {
        let scaled = num.saturating_mul(100);
        let limit = |at: Hundredths| i128::from(at.0).saturating_mul(den);
        match self {
            Goal::AtLeast(least) => limit(least) <= scaled,
            Goal::Below(most) => scaled < limit(most),
            Goal::Within(least, most) => limit(least) <= scaled && scaled <= limit(most),
        }
    }
}
