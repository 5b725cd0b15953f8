//! The report to the referrer: what was sent is kept.

use crate::ids::{CaseId, ReportId, StaffId};
use crate::time::{Day, Instant};

/// A report to the referring authority on safety and goals.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Report {
    pub id: ReportId,
    pub case: CaseId,
    pub from: Day,
    pub to: Day,
    pub sections: Vec<ReportSection>,
    pub state: ReportState,
    pub written_by: StaffId,
    pub written_at: Instant,
    pub version: i64,
}

/// One part of a report. `code` names it; the text is what goes out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReportSection {
    pub code: String,
    pub text: String,
}

/// A draft can change; what was sent cannot.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ReportState {
    Draft,
    Sent {
        at: Instant,
        by: StaffId,
        to: String,
    },
}
