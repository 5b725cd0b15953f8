//! Turns whose holders cannot be relied on: they are away, or have no post that serves the line any more.
//!
//! The turn stays theirs until somebody takes it over, and their number is still rung: a night without an answer is worse.
//! But the hours count as uncovered, so that the alarm is raised.

use super::Served;
use crate::absence::{Absence, AbsenceKind};
use crate::ids::{LineId, StaffId, TurnId};
use crate::pool::{Line, Member};
use crate::stretch::{Stretch, joined};
use crate::time::{Clock, Instant};

/// A part of a turn that somebody else should have.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Doubt {
    /// Whose turn.
    pub turn: TurnId,
    /// In which line.
    pub line: LineId,
    /// Who has it and cannot.
    pub staff: StaffId,
    /// When they are on call and cannot be.
    pub part: Stretch,
}

/// What is known of those who have turns.
#[derive(Debug, Clone, Copy)]
pub struct Holders<'a> {
    /// The pool's lines.
    pub lines: &'a [Line],
    /// Every post in the pool that meets the time in question.
    pub members: &'a [Member],
    /// When they are away. On a part-time day one can be on call.
    pub away: &'a [Absence],
}

impl Holders<'_> {
    /// The parts of turns, from an instant on, that their holders cannot have.
    pub fn doubts(&self, all: &[Served], since: Instant) -> Vec<Doubt> {
        let of_duty = |one: &Served| {
            let line = one.duty.shape.line;
            let doubts = one.turns.iter().flat_map(|turn| {
                let ahead = one.on_call(turn).into_iter().filter_map(|part| {
                    let start = part.start().max(since);
                    Stretch::new(start, part.end())
                });
                let missing = ahead.flat_map(|part| self.missing(line, turn.staff, part));
                let doubts = missing.map(|part| Doubt {
                    turn: turn.id,
                    line,
                    staff: turn.staff,
                    part,
                });
                doubts.collect::<Vec<_>>()
            });
            doubts.collect::<Vec<_>>()
        };
        all.iter().flat_map(of_duty).collect()
    }

    /// When somebody cannot be on call in a line although they are.
    fn missing(&self, line: LineId, staff: StaffId, part: Stretch) -> Vec<Stretch> {
        let away = self.away.iter().filter(|one| {
            let counts = one.kind != AbsenceKind::PartTime;
            counts && one.staff == staff
        });
        let away = away.filter_map(|one| one.time.shared(part));
        let without_post = part.without(&self.posts(line, staff, part));
        joined(away.chain(without_post).collect())
    }

    /// When somebody has a post that serves a line, as far as a stretch reaches.
    fn posts(&self, line: LineId, staff: StaffId, part: Stretch) -> Vec<Stretch> {
        let line = self.lines.iter().find(|one| one.id == line);
        let serves = |one: &&Member| {
            one.staff == staff && line.is_some_and(|line| line.roles.contains(&one.role))
        };
        let posts = self.members.iter().filter(serves);
        posts
            .filter_map(|one| {
                let end = one.to.map_or(part.end(), |day| day.at(Clock::MIDNIGHT));
                Stretch::new(one.from.at(Clock::MIDNIGHT), end)
            })
            .collect()
    }
}
