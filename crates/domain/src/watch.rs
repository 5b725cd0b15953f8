//! Watches: the time in which somebody on call may see what they need, hand-over minutes included.

use crate::agreement::Agreement;
use crate::ids::{PoolId, TeamId, TurnId};
use crate::staff::Role;
use crate::stretch::Stretch;
use crate::time::Instant;

/// Somebody on call, as the rota has it this very moment: a turn that changes hands ends one watch and begins another.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Watch {
    /// By which turn.
    pub turn: TurnId,
    /// In which pool.
    pub pool: PoolId,
    /// The teams of the pool on the day.
    pub teams: Vec<TeamId>,
    /// The roles that serve the line.
    pub roles: Vec<Role>,
    /// From when until when they are on call without a break.
    pub on_call: Stretch,
    /// What surrounds it.
    pub handover: Handover,
}

/// Minutes before and after a duty in which it is handed over.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Handover {
    pub before_min: u32,
    pub after_min: u32,
}

impl Handover {
    /// As an agreement has it.
    pub fn of(agreement: &Agreement) -> Handover {
        Handover {
            before_min: agreement.rules.handover_before_min.value,
            after_min: agreement.rules.handover_after_min.value,
        }
    }
}

impl Watch {
    /// When the first look is possible.
    pub fn opens(&self) -> Instant {
        let seconds = i64::from(self.handover.before_min) * 60;
        self.on_call.start().plus_seconds(-seconds)
    }

    /// The first instant at which nothing can be seen any more.
    pub fn closes(&self) -> Instant {
        let seconds = i64::from(self.handover.after_min) * 60;
        self.on_call.end().plus_seconds(seconds)
    }

    /// Whether it is open at an instant, hand-over included.
    pub fn is_open(&self, at: Instant) -> bool {
        self.opens() <= at && at < self.closes()
    }

    /// Whether it is over a team's families.
    pub fn is_over(&self, team: TeamId) -> bool {
        self.teams.contains(&team)
    }
}

/// The watch over a team that is open at an instant; of two, the one on call, and else the one that closes last.
pub fn open(all: &[Watch], team: TeamId, at: Instant) -> Option<&Watch> {
    let here = all.iter().filter(|one| one.is_over(team));
    here.filter(|one| one.is_open(at))
        .max_by_key(|one| (one.on_call.holds(at), one.closes()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use uuid::Uuid;

    const TEAM: TeamId = TeamId(Uuid::from_u128(1));

    fn at(text: &str) -> Instant {
        Instant(text.parse().unwrap())
    }

    fn watch(turn: u128, from: &str, to: &str) -> Watch {
        Watch {
            turn: TurnId(Uuid::from_u128(turn)),
            pool: PoolId(Uuid::from_u128(2)),
            teams: vec![TEAM],
            roles: vec![Role::FamilyTherapist],
            on_call: Stretch::new(at(from), at(to)).unwrap(),
            handover: Handover {
                before_min: 30,
                after_min: 60,
            },
        }
    }

    #[test]
    fn a_watch_opens_before_the_duty_and_closes_after_it_to_the_second() {
        let one = watch(1, "2026-12-14T16:00:00Z", "2026-12-15T07:00:00Z");
        for (when, open) in [
            ("2026-12-14T15:29:59Z", false),
            ("2026-12-14T15:30:00Z", true),
            ("2026-12-15T07:59:59Z", true),
            ("2026-12-15T08:00:00Z", false),
        ] {
            assert_eq!(one.is_open(at(when)), open, "{when}");
        }
    }

    #[test]
    fn a_swap_in_the_middle_closes_the_watch_of_whoever_gave_it_away() {
        let all = [
            watch(1, "2026-12-14T16:00:00Z", "2026-12-14T21:00:00Z"),
            watch(3, "2026-12-15T01:00:00Z", "2026-12-15T07:00:00Z"),
        ];
        let turn = |when| open(&all, TEAM, at(when)).map(|one| one.turn.0.as_u128());
        assert_eq!(turn("2026-12-14T21:59:59Z"), Some(1));
        assert_eq!(turn("2026-12-14T22:00:00Z"), None);
        assert_eq!(turn("2026-12-15T00:29:59Z"), None);
        assert_eq!(turn("2026-12-15T00:30:00Z"), Some(3));
        let elsewhere = TeamId(Uuid::from_u128(9));
        assert_eq!(open(&all, elsewhere, at("2026-12-15T03:00:00Z")), None);
    }

    #[test]
    fn of_two_watches_the_one_on_call_counts() {
        let all = [
            watch(1, "2026-12-14T16:00:00Z", "2026-12-14T21:00:00Z"),
            watch(2, "2026-12-14T21:00:00Z", "2026-12-15T07:00:00Z"),
        ];
        let turn = |when| open(&all, TEAM, at(when)).map(|one| one.turn.0.as_u128());
        assert_eq!(turn("2026-12-14T20:45:00Z"), Some(1));
        assert_eq!(turn("2026-12-14T21:00:00Z"), Some(2));
    }
}
