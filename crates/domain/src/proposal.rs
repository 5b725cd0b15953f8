//! Proposals: what the network's office asks a board to decide, from the first draft until it is reported back.

mod attachment;
mod content;
mod course;
mod past;

#[cfg(test)]
mod tests;

pub use attachment::{ATTACHMENTS_MAX, Attachment, AttachmentFault};
pub use content::{
    Content, ContentFault, CostKind, Handler, LINES_MAX, Line, TEXT_CHARS_MAX, Trip, Unready,
    sums_by_kind,
};
pub use course::{Course, CourseError, Due, Hand, Outcome, Report, Ruling, Stage};
pub use past::{PAST_RULINGS_MAX, Passed, PastRuling, SENDINGS_MAX, Sending};

use crate::ids::{AddresseeId, NetworkId, ProposalId, StaffId};
use crate::time::Instant;

/// Proposals of a network that are listed: more than an office writes in twenty years.
pub const PROPOSALS_MAX: u32 = 2_000;

/// Trainings that came of one trip: each team hears of it once.
pub const TRIP_TRAININGS_MAX: usize = 20;

/// A proposal to a board.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Proposal {
    /// Its id.
    pub id: ProposalId,
    /// Whose office writes it.
    pub network: NetworkId,
    /// The layout's code and the version that it is written in.
    pub layout: (String, u32),
    /// The code of the layout's template.
    pub template: String,
    /// The board that it goes to, where the office has it in its list.
    pub to: Option<AddresseeId>,
    /// What it says.
    pub content: Content,
    /// What became of it.
    pub course: Course,
    /// Who began it, and when.
    pub made: (StaffId, Instant),
    /// Rises with every change, so that two who change it meet.
    pub version: i64,
}
