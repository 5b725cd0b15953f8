//! The journal: notes are signed, lock, and are corrected by addition (SoL 2025:400 14:3–6, SOSFS 2014:5).

use crate::codes;
use crate::ids::{CaseId, NoteId, PersonId, StaffId};
use crate::time::{Day, Instant};

/// One entry in the journal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Note {
    pub id: NoteId,
    pub case: CaseId,
    pub kind: NoteKind,
    /// The day that the entry speaks of.
    pub on: Day,
    pub heading: String,
    pub body: String,
    /// Where the information comes from; empty for what the author saw.
    pub source: String,
    pub author: StaffId,
    pub written_at: Instant,
    pub lock: Lock,
    /// The entry that this one corrects or comments on.
    pub about: Option<NoteId>,
    /// Whom the entry is about, so that one person's file can be told from the others'.
    pub persons: Vec<PersonId>,
    pub version: i64,
}

codes! {
    NoteKind "note-kind" {
        Note = "note",
        /// Who, when and what is corrected; the original stays readable.
        Correction = "correction",
        /// The person's own view of an entry (SoL 14:6).
        Annotation = "annotation",
    }
}

/// Whether an entry can still be changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Lock {
    /// Working material: only its author changes it.
    Draft,
    /// Signed by its author.
    Signed { at: Instant },
    /// Older than the board's limit: locked without a signature.
    Expired { at: Instant },
}

impl Note {
    /// Whether the entry is fixed for good.
    pub fn is_locked(&self) -> bool {
        !matches!(self.lock, Lock::Draft)
    }

    /// The lock as it is at an instant, given the board's limit in days.
    pub fn lock_at(&self, now: Instant, lock_days: u32) -> Lock {
        let due = self.written_at.plus_seconds(i64::from(lock_days) * 86_400);
        match self.lock {
            Lock::Draft if due <= now => Lock::Expired { at: due },
            lock => lock,
        }
    }
}
