//! Other installations that send the finished rows of their teams to a network here.

use crate::application::gate::Limit;
use crate::codes;
use crate::ids::{NetworkId, SenderId, StaffId, TeamId};
use crate::time::{Day, Instant};

/// Senders of one network, those that were taken back included: every country, and a few secrets that were changed.
pub const SENDERS_MAX: usize = 200;
/// Teams of one sender: as many as a network has.
pub const SENT_TEAMS_MAX: usize = 2_000;
/// Characters of a sender's name.
pub const NAME_CHARS_MAX: usize = 120;
/// Characters of the secret: 32 of 32 signs, 160 bits.
pub const SECRET_CHARS: usize = 32;
/// Quarters of one team: a century.
pub const QUARTERS_MAX: usize = 400;
/// Days that may have passed since the last day that is counted before figures are called late: a weekend without a line.
pub const LATE_DAYS: i64 = 3;

/// Requests of one address: all teams of a large network at once, then one a second.
pub const OF_ADDRESS: Limit = Limit {
    burst: 2_400,
    seconds_each: 1,
};

/// Requests of all addresses together.
pub const OF_ALL: Limit = Limit {
    burst: 12_000,
    seconds_each: 1,
};

codes! {
    /// Why what came of a team was not taken.
    Why "sender-why" {
        /// The team runs another programme there.
        Programme = "programme",
        /// Scores are counted by other rules there.
        Counting = "counting",
        /// Sums that cannot be.
        Rows = "rows",
        /// A day that has not been yet, or one before what is held.
        Day = "day",
    }
}

/// An installation that sends. Its secret is stored as a hash alone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sender {
    /// Its id.
    pub id: SenderId,
    /// Whose teams it sends.
    pub network: NetworkId,
    /// What people here call it.
    pub name: String,
    /// When it was registered, and by whom; nobody where it was done from the command line.
    pub made: (Instant, Option<StaffId>),
    /// When its secret was taken back.
    pub revoked_at: Option<Instant>,
    /// When it last asked what is held.
    pub seen_at: Option<Instant>,
}

/// A team whose figures are sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SentTeam {
    /// The team here.
    pub team: TeamId,
    /// Who sends it, and what they are called.
    pub sender: (SenderId, String),
    /// The team's id at the sender.
    pub theirs: TeamId,
    /// What arrived last; none where nothing has.
    pub arrived: Option<Arrived>,
    /// Why what was sent last was not taken, and when that was; none where it was taken.
    pub refused: Option<(Why, Instant)>,
}

/// What is known of a team's rows that arrived.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Arrived {
    /// The programme that they were counted for.
    pub programme: String,
    /// By which rules, in one line.
    pub counting: String,
    /// What tells them from others.
    pub digest: String,
    /// The first day that is not counted.
    pub end: Day,
    /// When they came.
    pub at: Instant,
}

impl Arrived {
    /// The last day that is counted.
    pub fn until(&self) -> Day {
        self.end.plus(-1)
    }

    /// Whether figures are older than a weekend explains.
    pub fn is_late(&self, today: Day) -> bool {
        LATE_DAYS < today.days_since(self.until())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_are_late_after_a_weekend() {
        let arrived = Arrived {
            programme: "MST".to_owned(),
            counting: String::new(),
            digest: String::new(),
            end: "2026-11-21".parse().unwrap(),
            at: "2026-11-20"
                .parse::<Day>()
                .unwrap()
                .at("23:00".parse().unwrap()),
        };
        assert_eq!(arrived.until().to_string(), "2026-11-20");
        for (today, late) in [("2026-11-23", false), ("2026-11-24", true)] {
            assert_eq!(arrived.is_late(today.parse().unwrap()), late, "{today}");
        }
    }
}
