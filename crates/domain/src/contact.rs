//! Visits, calls and meetings.

use crate::codes;
use crate::ids::{CaseId, ContactId, PersonId, StaffId};
use crate::time::{Instant, Week};

/// A visit, call or meeting, logged by who was there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Contact {
    /// Drawn by the phone, so that a contact sent twice is stored once.
    pub id: ContactId,
    pub case: CaseId,
    pub staff: StaffId,
    pub kind: ContactKind,
    pub place: ContactPlace,
    pub started_at: Instant,
    /// Minutes with the family; 0 for a missed visit.
    pub minutes: u32,
    pub travel_minutes: u32,
    /// Whom the contact was with; none for somebody not recorded.
    pub persons: Vec<PersonId>,
    /// System codes of the programme.
    pub systems: Vec<String>,
    pub note: String,
    pub recorded_at: Instant,
    pub version: i64,
}

codes! {
    ContactKind "contact-kind" {
        Visit = "visit",
        Call = "call",
        Meeting = "meeting",
        Message = "message",
        /// Nobody was there; counts for nothing but is known.
        Missed = "missed",
    }

    ContactPlace "contact-place" {
        Home = "home",
        School = "school",
        Office = "office",
        Phone = "phone",
        Video = "video",
        Elsewhere = "elsewhere",
    }
}

/// The longest contact that can be logged: a day.
pub const MINUTES_MAX: u32 = 24 * 60;

impl Contact {
    /// The week it counts in.
    pub fn week(&self) -> Week {
        Week::of(self.started_at.day())
    }

    /// Whether it counts towards the programme's minimum of contacts.
    pub fn counts(&self) -> bool {
        !matches!(self.kind, ContactKind::Missed | ContactKind::Message)
    }
}
