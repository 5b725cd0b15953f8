//! The rota of a pool: what holds, the drafts, and the decision to publish one.

mod average;
mod could;
mod cover;
mod draft;
mod elsewhere;
mod facts;
mod helper;
mod instance;
mod judge;
mod propose;
mod publish;
mod runs;
mod see;
mod standing;
mod under;
mod why;
mod year;

pub use average::Worked;
pub use could::{CouldI, OwnPrice};
pub use draft::{Assign, Draft, RestDay, RestDayChange, RotaAt};
pub use helper::Progress;
pub use propose::{
    Engine, Failure, Missed, Outcome, Price, SECONDS, SECONDS_MAX, Stage, Suggested, Suggestion,
    Unfilled,
};
pub use publish::{Preview, Publish};
pub use see::{Carried, RotaView};
pub use standing::Standing;
pub use why::{Answer, Asked, Costs, DutyAt, Taker, Trouble, Why};

pub(crate) use average::{talked, worked};
pub(crate) use cover::Cover;
pub use cover::Lack;
pub(crate) use elsewhere::{Others, others};
pub(crate) use facts::{Facts, Piece};
pub(crate) use judge::{Entries, Judge};
pub(crate) use runs::Runs;
pub(crate) use see::{LongAway, doubts, gaps, holders, long_away};
pub(crate) use under::Under;

use hemma_domain::agreement::COUNT_DAYS;
use hemma_domain::rota::Rule;

/// Days before and after a period that a rule may reach into.
pub(crate) const REACH_DAYS: i64 = COUNT_DAYS + 14;

/// Whether a plan that breaks this rule cannot hold, whoever says so: the law, and what cannot be.
pub(crate) fn forbids(rule: Rule) -> bool {
    match rule {
        Rule::NotEligible
        | Rule::Absent
        | Rule::Overlap
        | Rule::WeeklyRest
        | Rule::DailyRest
        | Rule::Workplace
        | Rule::Disturbed => true,
        // An average rests on hours that are assumed, and can still be mended by leave.
        Rule::Gap | Rule::Duties | Rule::Load | Rule::Weekends | Rule::WeeklyHours => false,
    }
}
