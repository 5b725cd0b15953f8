//! Consents, and whose consent the law asks for at which age.

use crate::codes;
use crate::ids::{CaseId, ConsentId, PersonId, StaffId};
use crate::time::Day;

/// One consent of one person, given or refused.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Consent {
    pub id: ConsentId,
    pub case: CaseId,
    pub person: PersonId,
    pub kind: ConsentKind,
    /// The party that information may go to; only for exchange.
    pub party: String,
    pub given: bool,
    pub on: Day,
    /// Who answered: the person or a guardian.
    pub by: PersonId,
    /// How it is known: a signed paper, words at a meeting.
    pub evidence: String,
    pub recorded_by: StaffId,
    pub withdrawn_on: Option<Day>,
    pub version: i64,
}

codes! {
    ConsentKind "consent-kind" {
        Treatment = "treatment",
        Exchange = "exchange",
        Interview = "interview",
        Research = "research",
        DrugTest = "drug_test",
        Recording = "recording",
    }

    /// The bands of SoL 2025:400 21:1 for measures after assessment.
    AgeBand "age-band" {
        /// A guardian's consent is required.
        Under12 = "under_12",
        /// May be decided without the guardian if suitable and the child consents.
        From12To14 = "from_12_to_14",
        /// The young person's own consent decides.
        From15To17 = "from_15_to_17",
        Adult = "adult",
    }
}

impl AgeBand {
    /// The band of an age in full years.
    pub fn of(age: u32) -> AgeBand {
        match age {
            0..12 => AgeBand::Under12,
            12..15 => AgeBand::From12To14,
            15..18 => AgeBand::From15To17,
            _ => AgeBand::Adult,
        }
    }
}

impl Consent {
    /// Whether the consent holds on a day.
    pub fn is_in_force(&self, on: Day) -> bool {
        self.given && self.on <= on && self.withdrawn_on.is_none_or(|end| on < end)
    }
}
