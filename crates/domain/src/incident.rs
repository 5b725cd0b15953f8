//! Something that happened and hurt, or might have.

use crate::codes;
use crate::ids::{CaseId, IncidentId, PersonId, StaffId};
use crate::time::Instant;

/// Something that happened, and what was done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Incident {
    /// Drawn by the phone, so that an incident sent twice is stored once.
    pub id: IncidentId,
    pub case: CaseId,
    pub kind: IncidentKind,
    pub at: Instant,
    pub what: String,
    pub harm: Harm,
    /// Which step of the safety plan was used, and whether it held.
    pub step_used: String,
    pub child_safe_now: bool,
    pub reports: Vec<ReportMade>,
    pub persons: Vec<PersonId>,
    pub recorded_by: StaffId,
    pub recorded_at: Instant,
    /// The leader has read it and knows what follows.
    pub reviewed: Option<(Instant, StaffId)>,
    pub version: i64,
}

codes! {
    IncidentKind "incident-kind" {
        Violence = "violence",
        Threat = "threat",
        Neglect = "neglect",
        SelfHarm = "self_harm",
        Relapse = "relapse",
        RunAway = "run_away",
        NearMiss = "near_miss",
        StaffThreat = "staff_threat",
        Other = "other",
    }

    Harm "harm" {
        None = "none",
        Distress = "distress",
        Injury = "injury",
        MedicalCare = "medical_care",
        Unknown = "unknown",
    }

    /// What was reported on.
    ReportMade "report-made" {
        /// *Orosanmälan* (SoL 2025:400 19:1).
        Worry = "worry",
        SocialServices = "social_services",
        Police = "police",
        HealthCare = "health_care",
        /// *Lex Sarah* (SoL 2025:400 27:2).
        LexSarah = "lex_sarah",
    }
}

/// Characters of a text about an incident: four printed pages.
pub const TEXT_CHARS_MAX: usize = 10_000;

/// What can be wrong with an incident.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum IncidentFault {
    /// Nothing says what happened.
    Untold,
    /// It lies ahead.
    NotYet,
    WhatTooLong,
    StepTooLong,
}

impl Incident {
    /// What keeps an incident from being recorded. `now` is when it arrives, which may be long after it was written.
    pub fn check(&self, now: Instant) -> Vec<IncidentFault> {
        let mut faults = Vec::new();
        if self.at > now {
            faults.push(IncidentFault::NotYet);
        }
        if self.what.trim().is_empty() {
            faults.push(IncidentFault::Untold);
        }
        if self.what.chars().count() > TEXT_CHARS_MAX {
            faults.push(IncidentFault::WhatTooLong);
        }
        if self.step_used.chars().count() > TEXT_CHARS_MAX {
            faults.push(IncidentFault::StepTooLong);
        }
        faults
    }

    /// Whether something must be done now: a child is not safe, or nobody was told of a child who was hurt.
    pub fn is_pressing(&self) -> bool {
        let hurt = matches!(self.harm, Harm::Injury | Harm::MedicalCare);
        !self.child_safe_now || (hurt && self.reports.is_empty() && self.reviewed.is_none())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::time::Day;
    use uuid::Uuid;

    fn at(clock: &str) -> Instant {
        "2026-11-22"
            .parse::<Day>()
            .unwrap()
            .at(clock.parse().unwrap())
    }

    fn incident() -> Incident {
        Incident {
            id: IncidentId(Uuid::from_u128(1)),
            case: CaseId(Uuid::from_u128(2)),
            kind: IncidentKind::Threat,
            at: at("18:30"),
            what: "Bråk om läxan.".into(),
            harm: Harm::None,
            step_used: String::new(),
            child_safe_now: true,
            reports: Vec::new(),
            persons: Vec::new(),
            recorded_by: StaffId(Uuid::from_u128(3)),
            recorded_at: at("20:00"),
            reviewed: None,
            version: 1,
        }
    }

    #[test]
    fn an_incident_says_what_happened_and_lies_behind() {
        assert_eq!(incident().check(at("20:00")), []);
        let odd = Incident {
            what: " ".into(),
            step_used: "å".repeat(TEXT_CHARS_MAX + 1),
            ..incident()
        };
        use IncidentFault::{NotYet, StepTooLong, Untold};
        assert_eq!(odd.check(at("18:00")), [NotYet, Untold, StepTooLong]);
    }

    #[test]
    fn a_child_who_is_not_safe_presses_until_it_is() {
        assert!(!incident().is_pressing());
        let unsafe_now = Incident {
            child_safe_now: false,
            ..incident()
        };
        assert!(unsafe_now.is_pressing());
        let hurt = Incident {
            harm: Harm::Injury,
            ..incident()
        };
        assert!(hurt.is_pressing(), "nobody was told");
        let told = Incident {
            reports: vec![ReportMade::Worry],
            ..hurt
        };
        assert!(!told.is_pressing());
    }
}
