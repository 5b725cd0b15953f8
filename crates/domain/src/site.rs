//! What a site is set up with: its networks, boards and teams, each under a code that never changes.

mod check;
mod plan;
mod pool;

#[cfg(test)]
mod tests;

use thiserror::Error;

pub(crate) use check::{CODE_CHARS_MAX, is_code};
pub use plan::{Change, Difference, Fate, Known, KnownTeam, Left, Plan};
pub use pool::PoolEntry;

use crate::programme;
use crate::team::{Board, Network, Team};

/// Networks, boards and teams together that a file may name: a network of six hundred teams, each with a board, twice over.
pub const PLACES_MAX: usize = 2_500;
/// Characters of a name: it stands in lists and on buttons.
pub const NAME_CHARS_MAX: usize = 120;
/// Characters of a board's short name: it stands in every case code.
pub const SHORT_CHARS_MAX: usize = 12;
/// Characters of the pattern of case codes.
pub const PATTERN_CHARS_MAX: usize = 40;
/// Most days until an unsigned note locks by itself: a year after it nobody remembers the visit.
pub const NOTE_LOCK_DAYS_MAX: u32 = 365;

/// What a file says of a site, not yet compared with what the site has.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Definition {
    /// The partner organisations.
    pub networks: Vec<Named<Network>>,
    /// The authorities.
    pub boards: Vec<Named<Board>>,
    /// The teams; the ids of board and network are those of the codes beside them.
    pub teams: Vec<TeamEntry>,
    /// Teams that are on call for each other; the ids of the teams are those of the codes beside them.
    pub pools: Vec<PoolEntry>,
}

/// A thing with the code by which the next file finds it again.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Named<T> {
    /// Never changed: another code is another thing.
    pub code: String,
    /// The thing, under the id that its code gives.
    pub value: T,
}

/// A team as a file says it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TeamEntry {
    /// The team under its code.
    pub team: Named<Team>,
    /// The code of its board.
    pub board: String,
    /// The code of its network.
    pub network: String,
}

/// One thing that is wrong with what a file says of a site.
pub type Fault = programme::Fault<Reason>;

/// What can be wrong with what a file says of a site.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum Reason {
    /// What can be wrong with any definition: lengths, codes, numbers.
    #[error(transparent)]
    General(#[from] programme::Reason),
    /// The file names nothing at all.
    #[error("the file names no network, no board, no team and no pool")]
    Empty,
    /// Two things of one kind have the same name, and posts are given by name.
    #[error("the name `{0}` is used twice")]
    NameTwice(String),
    /// Two boards have the same short name.
    #[error("the short name `{0}` is used twice")]
    ShortTwice(String),
    /// A thing of the site that has another code has the name.
    #[error(
        "the site has `{0}` under another code already; codes are never changed, so use that one, or another name"
    )]
    NameTaken(String),
    /// A board of the site that has another code has the short name now.
    #[error("another board of the site has the short name `{0}` now")]
    ShortTaken(String),
    /// A short name that could not stand in a case code.
    #[error("a short name is 1 to 12 letters, digits or `-`, not `{0}`")]
    BadShort(String),
    /// A pattern that gives no case codes.
    #[error(
        "a pattern has `{{n}}` once, may have `{{short}}` and `{{yy}}`, and besides these only letters, digits, `-`, \
         `.` and `_`: `{0}`"
    )]
    BadPattern(String),
    /// A team's board is nowhere.
    #[error("no board has the code `{0}`, neither in the file nor on the site")]
    NoBoard(String),
    /// A team's network is nowhere.
    #[error("no network has the code `{0}`, neither in the file nor on the site")]
    NoNetwork(String),
    /// A team's programme is not on the shelf.
    #[error("the site knows no programme `{0}`; there are {1}")]
    NoProgramme(String, String),
    /// A pool's agreement is not on the shelf.
    #[error("the site knows no agreement `{0}`; there are {1}")]
    NoAgreement(String, String),
    /// A pool's team is nowhere.
    #[error("no team has the code `{0}`, neither in the file nor on the site")]
    NoTeam(String),
    /// A team leaves a pool before it joins it.
    #[error("a team leaves a pool after the day on which it joins")]
    LeavesTooEarly,
    /// Lines that are not in order.
    #[error("lines are counted from level 1, the first first")]
    Levels,
    /// A line that nobody of a team could serve.
    #[error("nobody holds the role `{0}` in a team")]
    NotOfTeam(&'static str),
    /// A team closes before it opens.
    #[error("a team closes after the day on which it opens")]
    ClosesTooEarly,
    /// A team that has cases would change hands.
    #[error(
        "the team has cases already, and stays with its board and its programme: set up another team"
    )]
    Settled,
    /// A team with families in it would be closed.
    #[error("{0} cases of the team are not closed yet: end them first, or give a later day")]
    StillWorking(u32),
}
