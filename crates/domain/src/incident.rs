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
