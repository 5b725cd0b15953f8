//! What makes a plan unlawful, with its facts.

use jiff::civil::Date;

use crate::moment::{Minute, Span};
use crate::number::{DutyNo, PeriodNo, PersonNo, WindowNo};

/// One breach of one rule.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Violation {
    /// H1: the person may not serve the line.
    NotEligible {
        /// Who.
        person: PersonNo,
        /// What.
        duty: DutyNo,
    },
    /// H2: the duty runs into a time in which the person cannot serve.
    Unavailable {
        /// Who.
        person: PersonNo,
        /// What.
        duty: DutyNo,
        /// When they cannot.
        absence: Span,
        /// Why.
        reason: String,
    },
    /// H3: two duties are too near.
    TooNear {
        /// Who.
        person: PersonNo,
        /// The one that begins first.
        first: DutyNo,
        /// The one that begins too soon.
        second: DutyNo,
        /// Minutes between them; negative where they overlap.
        free: i64,
        /// Minutes that there must be.
        needed: i64,
    },
    /// H4: too much load begins in a window.
    WindowLoad {
        /// Who.
        person: PersonNo,
        /// Which window.
        window: WindowNo,
        /// Load in it, in minutes times percent.
        load: i64,
        /// Load allowed.
        most: i64,
        /// What begins in it.
        duties: Vec<DutyNo>,
    },
    /// H4: too many duties begin in a window.
    WindowCount {
        /// Who.
        person: PersonNo,
        /// Which window.
        window: WindowNo,
        /// How many are allowed.
        most: i64,
        /// What begins in it.
        duties: Vec<DutyNo>,
    },
    /// H5: two weekends are too near.
    WeekendsNear {
        /// Who.
        person: PersonNo,
        /// The earlier weekend.
        earlier: i64,
        /// The later weekend.
        later: i64,
        /// They must be further apart than this.
        gap: i64,
        /// What takes them.
        duties: Vec<DutyNo>,
    },
    /// H6: a comp day on a date without ordinary work for anybody.
    CompNoWork {
        /// Whose.
        person: PersonNo,
        /// Which date.
        date: Date,
    },
    /// H6: a comp day on a date that is off already.
    CompOff {
        /// Whose.
        person: PersonNo,
        /// Which date.
        date: Date,
    },
    /// H6: a comp day given twice.
    CompTwice {
        /// Whose.
        person: PersonNo,
        /// Which date.
        date: Date,
    },
    /// H7: no stretch of weekly rest.
    NoWeeklyRest {
        /// Who.
        person: PersonNo,
        /// In which period.
        period: PeriodNo,
        /// The longest free stretch, in minutes.
        longest: i64,
        /// Minutes that there must be.
        needed: i64,
        /// Duties that touch the period.
        duties: Vec<DutyNo>,
    },
    /// H8: a duty begins too soon after a call-out.
    AfterDisturbance {
        /// Who.
        person: PersonNo,
        /// What.
        duty: DutyNo,
        /// When the call-out ended.
        ended: Minute,
        /// When a duty may begin again.
        free_from: Minute,
    },
    /// H9: a pinned duty is not with its person.
    PinMoved {
        /// What.
        duty: DutyNo,
        /// Who keeps it.
        keeper: PersonNo,
        /// Who has it in the plan.
        given: Option<PersonNo>,
    },
    /// H9: a pinned comp day is gone.
    PinnedCompGone {
        /// Whose.
        person: PersonNo,
        /// Which date.
        date: Date,
    },
}

/// The rules of the format.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Rule {
    /// The person may serve the line.
    Eligible,
    /// No duty in absence.
    Available,
    /// Free time between duties.
    Gap,
    /// Load and count in a window.
    Window,
    /// Weekends apart.
    Weekends,
    /// Comp days replace ordinary work.
    CompDays,
    /// Weekly rest.
    WeeklyRest,
    /// Rest after a call-out.
    Disturbance,
    /// What is pinned stands.
    Pinned,
}

impl Rule {
    /// Its name in `docs/formats/rota.md`.
    pub fn code(self) -> &'static str {
        match self {
            Rule::Eligible => "H1",
            Rule::Available => "H2",
            Rule::Gap => "H3",
            Rule::Window => "H4",
            Rule::Weekends => "H5",
            Rule::CompDays => "H6",
            Rule::WeeklyRest => "H7",
            Rule::Disturbance => "H8",
            Rule::Pinned => "H9",
        }
    }
}

impl Violation {
    /// The rule that is broken.
    pub fn rule(&self) -> Rule {
        match self {
            Violation::NotEligible { .. } => Rule::Eligible,
            Violation::Unavailable { .. } => Rule::Available,
            Violation::TooNear { .. } => Rule::Gap,
            Violation::WindowLoad { .. } | Violation::WindowCount { .. } => Rule::Window,
            Violation::WeekendsNear { .. } => Rule::Weekends,
            Violation::CompNoWork { .. }
            | Violation::CompOff { .. }
            | Violation::CompTwice { .. } => Rule::CompDays,
            Violation::NoWeeklyRest { .. } => Rule::WeeklyRest,
            Violation::AfterDisturbance { .. } => Rule::Disturbance,
            Violation::PinMoved { .. } | Violation::PinnedCompGone { .. } => Rule::Pinned,
        }
    }

    /// Whom it concerns.
    pub fn person(&self) -> PersonNo {
        match self {
            Violation::NotEligible { person, .. }
            | Violation::Unavailable { person, .. }
            | Violation::TooNear { person, .. }
            | Violation::WindowLoad { person, .. }
            | Violation::WindowCount { person, .. }
            | Violation::WeekendsNear { person, .. }
            | Violation::CompNoWork { person, .. }
            | Violation::CompOff { person, .. }
            | Violation::CompTwice { person, .. }
            | Violation::NoWeeklyRest { person, .. }
            | Violation::AfterDisturbance { person, .. }
            | Violation::PinnedCompGone { person, .. } => *person,
            Violation::PinMoved { keeper, .. } => *keeper,
        }
    }
}
