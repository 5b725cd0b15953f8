//! Secret addresses: calendars of a person, a pool or a line, and what a telephone exchange asks.

use crate::codes;
use crate::ids::{FeedId, LineId, PoolId, StaffId};
use crate::time::Instant;

/// Addresses that one person can have open: each device its own.
pub const FEEDS_MAX: usize = 20;
/// Days back that a calendar shows.
pub const BACK_DAYS: i64 = 60;
/// Days ahead that a calendar shows: a year and a bit.
pub const AHEAD_DAYS: i64 = 400;
/// Characters of the secret part: 32 of 32 signs, 160 bits.
pub const TOKEN_CHARS: usize = 32;

codes! {
    /// What an address shows.
    FeedKind "feed-kind" {
        /// One's own turns.
        Person = "person",
        /// Every line of a pool.
        Pool = "pool",
        /// One line.
        Line = "line",
        /// Who is on now, for a telephone exchange that asks at every call.
        Exchange = "exchange",
    }
}

/// A secret address. Its secret part is stored as a hash alone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Feed {
    /// Its id.
    pub id: FeedId,
    /// In which pool.
    pub pool: PoolId,
    /// What it shows.
    pub target: Target,
    /// When it was made, and by whom.
    pub made: (Instant, StaffId),
    /// When it was taken back.
    pub revoked_at: Option<Instant>,
}

/// What an address shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Target {
    Person(StaffId),
    Pool,
    Line(LineId),
    Exchange,
}

impl Target {
    /// What it is called.
    pub fn kind(self) -> FeedKind {
        match self {
            Target::Person(_) => FeedKind::Person,
            Target::Pool => FeedKind::Pool,
            Target::Line(_) => FeedKind::Line,
            Target::Exchange => FeedKind::Exchange,
        }
    }
}
