//! Measures: planned from the programme, asked by interviewers, scored exactly, released by the leader.

mod interview;
mod list;
mod planning;
mod scores;

pub use interview::{AttemptInput, Finished, Interview, Interviewed};
pub use list::{Queue, QueueLine, TeamLine, TeamMeasures};
pub use scores::{CaseMeasure, CaseMeasures, ScoreShown};

use hemma_domain::ids::{CaseId, MeasureId};

/// A measure of a case.
pub type MeasureAt = (CaseId, MeasureId);
