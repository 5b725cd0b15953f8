//! The journal: notes are signed, lock, and are corrected by addition (SoL 2025:400 14:3–6, SOSFS 2014:5).

use crate::codes;
use crate::ids::{CaseId, NoteId, PersonId, StaffId};
use crate::time::{Day, Instant};

/// Characters of an entry: about eight printed pages, far below what would slow a page.
pub const BODY_CHARS_MAX: usize = 20_000;
/// Characters of a heading or a source: two lines on a phone.
pub const LINE_CHARS_MAX: usize = 200;

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

    /// Whether somebody may read the entry: a draft is its author's alone.
    pub fn is_seen_by(&self, staff: StaffId) -> bool {
        self.is_locked() || self.author == staff
    }

    /// Whether somebody may still change the entry.
    pub fn may_be_changed_by(&self, staff: StaffId) -> bool {
        !self.is_locked() && self.author == staff
    }

    /// Whether another entry may correct or comment on this one: only what is fixed, and only an entry of its own.
    pub fn takes_additions(&self) -> bool {
        self.is_locked() && self.kind == NoteKind::Note
    }

    /// The entry signed by its author.
    #[must_use]
    pub fn signed(self, at: Instant) -> Note {
        Note {
            lock: Lock::Signed { at },
            ..self
        }
    }

    /// What keeps a draft from being saved.
    pub fn check(&self, today: Day) -> Vec<NoteFault> {
        let mut faults = Vec::new();
        if self.on > today {
            faults.push(NoteFault::NotYet);
        }
        if self.heading.chars().count() > LINE_CHARS_MAX {
            faults.push(NoteFault::HeadingTooLong);
        }
        if self.body.chars().count() > BODY_CHARS_MAX {
            faults.push(NoteFault::BodyTooLong);
        }
        if self.source.chars().count() > LINE_CHARS_MAX {
            faults.push(NoteFault::SourceTooLong);
        }
        faults
    }

    /// Nothing is written in it: there is nothing to keep.
    pub fn is_blank(&self) -> bool {
        self.heading.trim().is_empty() && self.body.trim().is_empty()
    }

    /// What keeps an entry from being signed: all that keeps it from being saved, and an empty text.
    pub fn check_for_signing(&self, today: Day) -> Vec<NoteFault> {
        let mut faults = self.check(today);
        if self.body.trim().is_empty() {
            faults.push(NoteFault::Empty);
        }
        faults
    }
}

/// What can be wrong with an entry.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NoteFault {
    /// Nothing is written.
    Empty,
    /// It speaks of a day that has not come.
    NotYet,
    HeadingTooLong,
    BodyTooLong,
    SourceTooLong,
}

#[cfg(test)]
mod tests {
    use super::*;
    use uuid::Uuid;

    fn day(text: &str) -> Day {
        text.parse().unwrap()
    }

    fn noon(text: &str) -> Instant {
        day(text).at("12:00".parse().unwrap())
    }

    const AUTHOR: StaffId = StaffId(Uuid::from_u128(1));
    const OTHER: StaffId = StaffId(Uuid::from_u128(2));

    fn draft() -> Note {
        Note {
            id: NoteId(Uuid::from_u128(3)),
            case: CaseId(Uuid::from_u128(4)),
            kind: NoteKind::Note,
            on: day("2026-11-10"),
            heading: String::new(),
            body: "Alla var hemma.".into(),
            source: String::new(),
            author: AUTHOR,
            written_at: noon("2026-11-10"),
            lock: Lock::Draft,
            about: None,
            persons: Vec::new(),
            version: 1,
        }
    }

    #[test]
    fn a_draft_is_its_authors_alone_until_it_is_fixed() {
        let note = draft();
        assert!(note.is_seen_by(AUTHOR) && note.may_be_changed_by(AUTHOR));
        assert!(!note.is_seen_by(OTHER) && !note.may_be_changed_by(OTHER));
        assert!(!note.takes_additions());
        let signed = note.signed(noon("2026-11-11"));
        assert!(signed.is_seen_by(OTHER) && !signed.may_be_changed_by(AUTHOR));
        assert!(signed.takes_additions());
        let fix = Note {
            kind: NoteKind::Correction,
            ..signed
        };
        assert!(
            !fix.takes_additions(),
            "a correction is corrected by another of the same entry"
        );
    }

    #[test]
    fn a_draft_locks_by_itself_on_the_boards_last_day() {
        let note = draft();
        assert_eq!(note.lock_at(noon("2026-11-23"), 14), Lock::Draft);
        let at = noon("2026-11-24");
        assert_eq!(note.lock_at(at, 14), Lock::Expired { at });
        let signed = draft().signed(noon("2026-11-11"));
        assert_eq!(signed.lock_at(noon("2027-01-01"), 14), signed.lock);
    }

    #[test]
    fn an_empty_entry_is_saved_but_not_signed() {
        let today = day("2026-11-10");
        let empty = Note {
            body: " \n".into(),
            ..draft()
        };
        assert_eq!(empty.check(today), []);
        assert_eq!(empty.check_for_signing(today), [NoteFault::Empty]);
    }

    #[test]
    fn too_long_and_too_early_are_told_apart() {
        let odd = Note {
            on: day("2026-11-11"),
            heading: "å".repeat(LINE_CHARS_MAX + 1),
            body: "å".repeat(BODY_CHARS_MAX + 1),
            source: "å".repeat(LINE_CHARS_MAX + 1),
            ..draft()
        };
        use NoteFault::{BodyTooLong, HeadingTooLong, NotYet, SourceTooLong};
        assert_eq!(
            odd.check(day("2026-11-10")),
            [NotYet, HeadingTooLong, BodyTooLong, SourceTooLong]
        );
        let full = Note {
            body: "å".repeat(BODY_CHARS_MAX),
            ..draft()
        };
        assert_eq!(full.check(day("2026-11-10")), []);
    }
}
