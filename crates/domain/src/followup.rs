//! Outcomes at closing, and the calls at 6, 12 and 18 months after it.

use crate::case::OutcomeValue;
use crate::ids::{CaseId, StaffId};
use crate::time::Day;

/// One outcome of a case at closing or at a follow-up.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Outcome {
    pub case: CaseId,
    /// Months after closing; 0 at closing.
    pub months: u32,
    /// An outcome code of the programme, ultimate or instrumental.
    pub code: String,
    pub value: OutcomeValue,
}

/// A follow-up that is due after closing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FollowUpDue {
    pub case: CaseId,
    pub months: u32,
    pub due_on: Day,
    pub done: Option<(Day, StaffId)>,
    /// Why it could not be done; empty otherwise.
    pub remark: String,
    pub version: i64,
}
