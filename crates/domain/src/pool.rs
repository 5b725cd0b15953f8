//! Pools: teams that share one rota, and the lines that are served in it.

mod share;

pub use share::PostShares;

use crate::codes;
use crate::ids::{LineId, PoolId, StaffId, TeamId};
use crate::programme::Words;
use crate::staff::Role;
use crate::time::Day;

/// Teams of one pool: more do not know each other's families.
pub const TEAMS_MAX: usize = 20;
/// Lines of one pool.
pub const LINES_MAX: usize = 4;
/// Seconds that a line rings in a pool where nobody has said otherwise: four or five signals.
pub const RING_SECONDS: u32 = 20;
/// Fewer leave no time to wake up.
pub const RING_SECONDS_MIN: u32 = 5;
/// More keep a family waiting.
pub const RING_SECONDS_MAX: u32 = 120;
/// The share of somebody who does all the duties that a full post does.
pub const FULL_SHARE: u32 = 100;

codes! {
    /// What one duty of a line is.
    LineUnit "line-unit" {
        /// A night, a weekend, a holiday.
        Block = "block",
        /// Everything between two weekly hand-overs.
        Week = "week",
    }
}

/// Teams, of one board or more, that are on call for each other.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pool {
    /// Its id.
    pub id: PoolId,
    /// What it is called.
    pub name: String,
    /// The agreement's code.
    pub agreement: String,
    /// The version of the agreement that it plans under.
    pub agreement_version: u32,
    /// Which teams, and when.
    pub teams: Vec<PoolTeam>,
    /// Its lines, the first level first.
    pub lines: Vec<Line>,
    /// Seconds that a telephone exchange lets a line ring before the next one is rung.
    pub ring_seconds: u32,
    /// Rises with every change of who serves what, so that two who change it meet.
    pub version: i64,
}

/// A team in a pool, from–to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PoolTeam {
    /// The team.
    pub team: TeamId,
    /// The first day.
    pub from: Day,
    /// The first day no longer.
    pub to: Option<Day>,
}

/// One line of a pool.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// Its id.
    pub id: LineId,
    /// 1 answers first, 2 is asked by the first.
    pub level: u32,
    /// What it is called.
    pub name: Words,
    /// Whose posts serve it.
    pub roles: Vec<Role>,
    /// What one duty of it is.
    pub unit: LineUnit,
    /// Minutes that lie free between a duty of this line and the next of the same person.
    pub gap_min: u32,
    /// Per cent of its time that count as load.
    pub load_pct: u32,
}

/// Somebody who can be on call in a pool.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Member {
    /// Who.
    pub staff: StaffId,
    /// Their name.
    pub name: String,
    /// The team whose post it is.
    pub team: TeamId,
    /// In which role.
    pub role: Role,
    /// The first day of the post.
    pub from: Day,
    /// The first day no longer in it.
    pub to: Option<Day>,
    /// Which part of a full post, which the fair share follows.
    pub shares: PostShares,
}

impl PoolTeam {
    /// Whether the team is in the pool on a day.
    pub fn is_in(&self, on: Day) -> bool {
        self.from <= on && self.to.is_none_or(|to| on < to)
    }
}

impl Pool {
    /// The teams of the pool on a day.
    pub fn teams_on(&self, on: Day) -> impl Iterator<Item = TeamId> {
        let here = self.teams.iter().filter(move |one| one.is_in(on));
        here.map(|one| one.team)
    }

    /// The line with this id.
    pub fn line(&self, id: LineId) -> Option<&Line> {
        self.lines.iter().find(|one| one.id == id)
    }

    /// The line of a level.
    pub fn level(&self, level: u32) -> Option<&Line> {
        self.lines.iter().find(|one| one.level == level)
    }

    /// Every role that serves a line.
    pub fn roles(&self) -> Vec<Role> {
        let all = self.lines.iter().flat_map(|one| &one.roles);
        let mut roles: Vec<Role> = all.copied().collect();
        roles.sort();
        roles.dedup();
        roles
    }
}

impl Member {
    /// Whether the member may serve a line on all days from one to another.
    pub fn serves(&self, line: &Line, (first, last): (Day, Day)) -> bool {
        line.roles.contains(&self.role) && self.from <= first && self.to.is_none_or(|to| last < to)
    }
}
