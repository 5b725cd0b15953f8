//! Mails to people at work. They hold nothing: only that there is something to see, and why the mail came.

use crate::codes;
use crate::ids::StaffId;
use crate::staff::Language;

codes! {
    /// Why a mail came.
    MailKind "mail" {
        /// An answer must be seen the same day.
        CriticalAnswer = "critical_answer",
        /// Interviews that can be made now end within days.
        InterviewsEnding = "interviews_ending",
    }
}

/// A mail that waits to be sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mail {
    /// Whom it goes to.
    pub to: StaffId,
    /// Their address.
    pub address: String,
    /// The language they read.
    pub language: Language,
    /// Why it comes.
    pub kind: MailKind,
}
