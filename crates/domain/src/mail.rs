//! Mails to people at work. They hold nothing: only that there is something to see, and why the mail came.

use crate::codes;
use crate::ids::{ApplicationId, StaffId};
use crate::staff::Language;
use uuid::Uuid;

/// Days before something ends in which people are reminded of it: a weekend and a day.
pub const REMINDER_DAYS: i64 = 3;

codes! {
    /// Why a mail came.
    MailKind "mail" {
        /// An answer must be seen the same day.
        CriticalAnswer = "critical_answer",
        /// Interviews that can be made now end within days.
        InterviewsEnding = "interviews_ending",
        /// A rating of a colleague that was asked for ends within days.
        RatingsEnding = "ratings_ending",
        /// A rota that concerns them was published.
        RotaPublished = "rota_published",
        /// A swap waits for their answer, or was decided.
        DutySwap = "duty_swap",
        /// A duty of theirs went to somebody else, or somebody else's to them.
        DutyChanged = "duty_changed",
        /// Their next duty begins soon, and no number was confirmed.
        NumberMissing = "number_missing",
        /// An hour within the next days has nobody in a line, or somebody who cannot have it.
        HourUncovered = "hour_uncovered",
        /// Somebody with a published duty is away then.
        DutyInDoubt = "duty_in_doubt",
        /// Somebody on call saw more of a family of theirs than its sheet.
        GlassBroken = "glass_broken",
        /// A call of the night waits to be taken over.
        CallHandedOver = "call_handed_over",
        /// They are invited to a training, or one that they go to was moved or called off.
        Training = "training",
        /// There is news for somebody who applied for a post.
        Application = "application",
        /// An information meeting that somebody wanted to come to was called off.
        Briefing = "briefing",
        /// A consultation of their team was moved or called off.
        Consultation = "consultation",
        /// A development goal that concerns them is to be looked back on.
        DevelopmentLook = "development_look",
        /// Rest after a disturbed night waits for their decision.
        RestProposed = "rest_proposed",
        /// A duty begins before the rest that its holder must have after a call.
        DutyTooSoon = "duty_too_soon",
    }
}

/// Whom a mail goes to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Recipient {
    Staff(StaffId),
    /// Whoever applied: they have no way to sign in.
    Applicant(ApplicationId),
    /// Whoever comes to an information meeting, by their place.
    Guest(Uuid),
}

/// A mail that waits to be sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mail {
    /// Whom it goes to.
    pub to: Recipient,
    /// Their address.
    pub address: String,
    /// The language they read.
    pub language: Language,
    /// Why it comes.
    pub kind: MailKind,
}
