//! Measures: planned from the programme, asked by interviewers, scored exactly, released by the leader.

pub(crate) mod asked;
mod calling;
mod hand_out;
mod interview;
mod list;
mod planning;
mod rescore;
mod scores;
mod whole;

pub use asked::Finished;
pub use calling::CallTimeInput;
pub(crate) use interview::is_asked_by_interviewers;
pub use interview::{AttemptInput, Interview, Interviewed};
pub use list::{Queue, QueueLine, TeamLine, TeamMeasures};
pub use rescore::Rescored;
pub use scores::{CaseMeasure, CaseMeasures, ScoreShown};
pub use whole::WholeSheet;

use hemma_domain::ids::{CaseId, MeasureId};

/// A measure of a case.
pub type MeasureAt = (CaseId, MeasureId);
