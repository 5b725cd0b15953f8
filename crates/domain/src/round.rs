//! Rounds: what a team is asked about its leader or its consultant, by the calendar. Nobody can tell who said what.

mod plan;
mod result;

#[cfg(test)]
mod tests;

pub use plan::{Asking, Wanted, wanted};
pub use result::{Found, Outcome, Reading, ScaleResult, Spread, read};

use std::collections::BTreeMap;

use crate::codes;
use crate::ids::{RoundId, StaffId, TeamId};
use crate::instrument::Answer;
use crate::measure::{Timing, Window};
use crate::programme::MeasureOf;
use crate::staff::Role;
use crate::time::Day;

/// How many must answer where the programme does not say: a starting value, without a source.
pub const RATERS_MIN: u32 = 3;

/// The fewest that a programme may ask for: a single answer is nobody's secret.
pub const RATERS_MIN_LEAST: u32 = 2;

/// The most that a programme may ask for: more than one team has.
pub const RATERS_MIN_MOST: u32 = 20;

/// People asked in one round: more than work in any team.
pub const RATERS_MAX: usize = 40;

codes! {
    /// Whose work a round is about.
    About "round-about" {
        /// The group leader's, as a supervisor.
        GroupLeader = "group_leader",
        /// The consultant's.
        Consultant = "consultant",
    }

    /// What a round's state is called.
    StateCode "round-state" {
        /// It can be answered, or will be.
        Open = "open",
        /// Nobody can answer any more.
        Closed = "closed",
    }
}

impl About {
    /// What a programme's measure is about; nothing if it is about a family.
    pub fn of(about: MeasureOf) -> Option<About> {
        match about {
            MeasureOf::Case => None,
            MeasureOf::GroupLeader => Some(About::GroupLeader),
            MeasureOf::Consultant => Some(About::Consultant),
        }
    }

    /// The role of whom it is about.
    pub fn role(self) -> Role {
        match self {
            About::GroupLeader => Role::GroupLeader,
            About::Consultant => Role::Consultant,
        }
    }
}

/// One questionnaire about one colleague, asked of a team between two days.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Round {
    /// Its id.
    pub id: RoundId,
    /// The team that answers.
    pub team: TeamId,
    /// The instrument's code.
    pub instrument: String,
    /// The version that is asked; ballots stay on it.
    pub instrument_version: u32,
    /// The version of the team's programme that asks.
    pub programme_version: u32,
    /// Whose work it is about.
    pub about: About,
    /// Whose, by name.
    pub subject: StaffId,
    /// When.
    pub window: Window,
    /// How many must answer before anybody sees anything. A lower number later does not open what was answered under
    /// a higher one.
    pub raters_min: u32,
    /// What became of it.
    pub state: State,
}

/// What became of a round.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum State {
    /// It can be answered, or will be.
    Open,
    /// Nobody can answer any more. Who was asked is not known from here on.
    Closed(Turnout),
}

/// How many were asked, and how many answered.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Turnout {
    /// How many were asked.
    pub asked: u32,
    /// How many answered.
    pub answered: u32,
}

/// What one rater answered, item by item. It does not say who, nor when, and is never looked at alone.
pub type Ballot = BTreeMap<String, Answer>;

impl State {
    /// What it is called.
    pub fn code(&self) -> StateCode {
        match self {
            State::Open => StateCode::Open,
            State::Closed(_) => StateCode::Closed,
        }
    }
}

impl Round {
    /// Whether it can be answered on a day. There are no days of grace: whoever answers late would stand out.
    pub fn can_be_answered(&self, today: Day) -> bool {
        self.state == State::Open && self.window.timing(today) == Timing::Open
    }

    /// Whether its time is up and nobody has closed it.
    pub fn is_to_be_closed(&self, today: Day) -> bool {
        self.state == State::Open && self.window.closes_on < today
    }

    /// Whether what was answered may be kept and shown as numbers.
    pub fn is_told(&self, turnout: Turnout) -> bool {
        turnout.answered >= self.raters_min
    }
}
