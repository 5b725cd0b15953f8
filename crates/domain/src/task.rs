//! Something somebody promised to do.

use crate::ids::{CaseId, StaffId, TaskId, TeamId};
use crate::time::{Day, Instant, Week};

/// A promise with an owner and a day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Task {
    pub id: TaskId,
    pub team: TeamId,
    /// The case it belongs to; none for the team's own matters.
    pub case: Option<CaseId>,
    pub owner: StaffId,
    pub text: String,
    pub due_on: Option<Day>,
    /// The meeting that it came from.
    pub from_week: Option<Week>,
    pub set_by: StaffId,
    pub set_at: Instant,
    pub done: Option<(Instant, StaffId)>,
    pub version: i64,
}

/// The longest text of a task: what still reads as one promise.
pub const TEXT_CHARS_MAX: usize = 2_000;

impl Task {
    /// Whether it should have been done before today.
    pub fn is_overdue(&self, today: Day) -> bool {
        self.done.is_none() && self.due_on.is_some_and(|due| due < today)
    }
}
