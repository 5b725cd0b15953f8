//! Forms under a case, with versions: the safety plan and the programme's other artefacts.

use uuid::Uuid;

use crate::ids::{ArtefactId, CaseId, PersonId, StaffId};
use crate::programme::FormValues;
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
