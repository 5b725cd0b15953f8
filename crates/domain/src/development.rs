//! Development: what a therapist, a leader, a consultant or a team wants to become better at, why, and what is done.
//!
//! A plan is the goals of one of them. Who sees it is decided in `access/development.rs`: those whom it concerns, and
//! nobody else.

#[cfg(test)]
mod tests;

use crate::codes;
use crate::ids::{DevelopmentId, StaffId, TeamId};
use crate::month_report::Line;
use crate::review::Action;
use crate::staff::Role;
use crate::time::{Day, Instant};

/// Open goals of one plan: more are not worked on at once.
pub const OPEN_MAX: usize = 6;
/// Goals of one plan that are shown, open and ended: three a half-year for fifteen years.
pub const GOALS_MAX: u32 = 100;
/// How the key of feedback begins that is counted in the month's report; a point's begins with its family.
pub const COUNTED: &str = "month/";
/// Pieces of evidence for one goal.
pub const EVIDENCE_MAX: usize = 8;
/// Actions towards one goal.
pub const ACTIONS_MAX: usize = 8;
/// Times that one goal is looked back on: every week for a year.
pub const LOOKS_MAX: usize = 52;
/// Days ahead to which a look back can be planned: a mistyped year is further.
const LOOK_DAYS_MAX: i64 = 730;
/// Days between two reminders of the same look back: the work goes by weeks.
pub const REMINDED_DAYS: i64 = 7;
/// Characters of a goal: a paragraph.
pub const GOAL_CHARS_MAX: usize = 1_000;
/// Characters of what was seen when a goal was looked back on.
pub const LOOK_CHARS_MAX: usize = 4_000;

codes! {
    /// Whose development it is.
    WhoseCode "development-whose" {
        Therapist = "therapist",
        Leader = "leader",
        Consultant = "consultant",
        Team = "team",
    }

    /// Where a goal is.
    StateCode "development-state" {
        Open = "open",
        Reached = "reached",
        /// It is not worked on any more, whatever became of it.
        Ended = "ended",
    }

    /// What a goal rests on.
    EvidenceKind "development-evidence" {
        /// A figure of the team's programme review.
        Figure = "figure",
        /// What the interviews say of a therapist, or of the team.
        Fidelity = "fidelity",
        /// A point of written feedback, or what the month's report counts of it.
        Feedback = "feedback",
        /// What the team says of a colleague in its rounds.
        Ratings = "ratings",
        /// Consultations that were held of those that were owed.
        Consultation = "consultation",
        /// Training that is demanded.
        Training = "training",
    }
}

/// Whose development it is, in a team.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Whose {
    /// Somebody who works with families.
    Therapist(StaffId),
    /// Whoever leads the team.
    Leader(StaffId),
    /// The team's expert.
    Consultant(StaffId),
    /// The team as a whole.
    Team,
}

/// A goal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Goal {
    pub id: DevelopmentId,
    pub team: TeamId,
    pub whose: Whose,
    /// What will be different.
    pub text: String,
    pub state: State,
    /// When it was set, and by whom.
    pub set: (Instant, StaffId),
    pub evidence: Vec<Evidence>,
    pub actions: Vec<Action>,
    /// The oldest first.
    pub looks: Vec<Look>,
    /// When it is looked back on next; none where nobody said, and once it is not open.
    pub look_on: Option<Day>,
    /// Rises with every change.
    pub version: i64,
}

/// Where a goal is, and since when.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum State {
    Open,
    Reached { on: Day },
    Ended { on: Day },
}

/// What a goal rests on: where it can be seen, and what it said when the goal was set.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Evidence {
    pub kind: EvidenceKind,
    /// What it is within its kind: the code of a figure, a case and its week, a demand.
    pub key: String,
    /// What it said.
    pub told: String,
    /// On which day.
    pub on: Day,
}

/// A look back on a goal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Look {
    pub on: Day,
    pub by: StaffId,
    /// What has become of it.
    pub text: String,
}

/// What is wrong with a goal.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fault {
    Empty,
    TooLong,
    TooMany,
    /// It was ended.
    NotOpen,
    /// A day that has passed, or one too far away.
    Day,
}

impl Whose {
    /// Whether somebody in a role of the team writes this plan, beside whoever it is about.
    pub fn is_written_by(self, role: Role) -> bool {
        match self {
            Whose::Therapist(_) => role == Role::GroupLeader,
            Whose::Leader(_) => role == Role::Consultant,
            // The network's lead, who is in no team.
            Whose::Consultant(_) => false,
            Whose::Team => matches!(role, Role::GroupLeader | Role::Consultant),
        }
    }

    /// Whether a goal of this plan can rest on what a line of the month's report counts: of the feedback that a leader or a
    /// consultant gives and has of the team, or of what a team does with it.
    pub fn rests_on(self, line: Line) -> bool {
        match self {
            Whose::Therapist(_) => false,
            Whose::Leader(_) => matches!(
                line,
                Line::Supervised
                    | Line::ByLeader
                    | Line::Answered
                    | Line::Overdue
                    | Line::LeaderRatings
            ),
            Whose::Consultant(_) => matches!(
                line,
                Line::Consulted
                    | Line::Consultations
                    | Line::ByConsultant
                    | Line::ConsultantRatings
            ),
            Whose::Team => matches!(
                line,
                Line::OnTime | Line::Answered | Line::Overdue | Line::Done | Line::Interviews
            ),
        }
    }

    /// Its code alone.
    pub fn code(self) -> WhoseCode {
        match self {
            Whose::Therapist(_) => WhoseCode::Therapist,
            Whose::Leader(_) => WhoseCode::Leader,
            Whose::Consultant(_) => WhoseCode::Consultant,
            Whose::Team => WhoseCode::Team,
        }
    }

    /// Who it is; none for a team.
    pub fn staff(self) -> Option<StaffId> {
        match self {
            Whose::Therapist(staff) | Whose::Leader(staff) | Whose::Consultant(staff) => {
                Some(staff)
            }
            Whose::Team => None,
        }
    }

    /// From its parts; none where they do not fit each other.
    pub fn of(code: WhoseCode, staff: Option<StaffId>) -> Option<Whose> {
        match (code, staff) {
            (WhoseCode::Therapist, Some(staff)) => Some(Whose::Therapist(staff)),
            (WhoseCode::Leader, Some(staff)) => Some(Whose::Leader(staff)),
            (WhoseCode::Consultant, Some(staff)) => Some(Whose::Consultant(staff)),
            (WhoseCode::Team, None) => Some(Whose::Team),
            _ => None,
        }
    }
}

impl State {
    /// Its code alone.
    pub fn code(self) -> StateCode {
        match self {
            State::Open => StateCode::Open,
            State::Reached { .. } => StateCode::Reached,
            State::Ended { .. } => StateCode::Ended,
        }
    }

    /// Since when it is not open; none while it is.
    pub fn since(self) -> Option<Day> {
        match self {
            State::Open => None,
            State::Reached { on } | State::Ended { on } => Some(on),
        }
    }
}

/// Whether a goal can be looked back on on a day that is planned on another: not before, and within two years.
fn can_look(on: Day, today: Day) -> bool {
    (0..=LOOK_DAYS_MAX).contains(&on.days_since(today))
}

impl Goal {
    /// Somebody still works on it.
    pub fn is_open(&self) -> bool {
        self.state == State::Open
    }

    /// Whether somebody is to look back on it by now.
    pub fn is_look_due(&self, today: Day) -> bool {
        self.is_open() && self.look_on.is_some_and(|on| on <= today)
    }

    /// The next day on which something is to be done, or it is looked back on; none where nothing is.
    pub fn due_on(&self) -> Option<Day> {
        let waits = |one: &&Action| one.outcome == crate::review::ActionOutcome::Open;
        let open = self.actions.iter().filter(waits);
        let next = open.map(|one| one.due_on).chain(self.look_on).min();
        next.filter(|_| self.is_open())
    }

    /// Looks back on it; says with `state` whether it is worked on any more, and when to look next if it is.
    pub fn look(
        &mut self,
        look: Look,
        (state, next_on): (State, Option<Day>),
    ) -> Result<(), (&'static str, Fault)> {
        if !self.is_open() {
            return Err(("look", Fault::NotOpen));
        }
        if look.text.trim().is_empty() {
            return Err(("look", Fault::Empty));
        }
        if look.text.chars().count() > LOOK_CHARS_MAX {
            return Err(("look", Fault::TooLong));
        }
        // A goal can always be ended, however often somebody looked back.
        if self.looks.len() >= LOOKS_MAX && state == State::Open {
            return Err(("look", Fault::TooMany));
        }
        if next_on.is_some_and(|next| !can_look(next, look.on)) {
            return Err(("next_on", Fault::Day));
        }
        self.looks.push(Look {
            text: look.text.trim().to_owned(),
            ..look
        });
        self.state = state;
        self.look_on = next_on.filter(|_| state == State::Open);
        Ok(())
    }

    /// Sets when it is looked back on next. A day that stood there before may have passed.
    pub fn plan_look(&mut self, on: Option<Day>, today: Day) -> Result<(), (&'static str, Fault)> {
        let is_new = on != self.look_on;
        if is_new && on.is_some_and(|on| !can_look(on, today)) {
            return Err(("look_on", Fault::Day));
        }
        self.look_on = on;
        Ok(())
    }

    /// Everything that is wrong with what it says, each with the name of its field.
    pub fn faults(&self) -> Vec<(&'static str, Fault)> {
        let mut faults = Vec::new();
        if self.text.trim().is_empty() {
            faults.push(("text", Fault::Empty));
        }
        if self.text.chars().count() > GOAL_CHARS_MAX {
            faults.push(("text", Fault::TooLong));
        }
        if self.evidence.len() > EVIDENCE_MAX {
            faults.push(("evidence", Fault::TooMany));
        }
        if self.actions.len() > ACTIONS_MAX {
            faults.push(("actions", Fault::TooMany));
        }
        faults
    }
}
