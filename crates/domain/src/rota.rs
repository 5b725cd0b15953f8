//! Rotas: a planned period of a pool, from draft to published; what it breaks, and how fair it is.

mod average;
mod burden;
mod check;
mod presence;

#[cfg(test)]
mod tests;

pub use average::{Average, WorkingTime};
pub use burden::{BURDEN_MAX, Burden, Shares, Tally, YEARS_BACK_MAX, tally};
pub use check::{Breach, Person, Rule, Workplace};
pub use presence::{Presence, long_absences};

use std::collections::BTreeMap;

use thiserror::Error;

use crate::agreement::Agreement;
use crate::code::Code as _;
use crate::codes;
use crate::ids::{DutyId, PoolId, RotaId, StaffId};
use crate::time::{Day, Instant};

/// Days of one rota: half a year and a bit.
pub const ROTA_DAYS_MAX: i64 = 200;
/// Characters of the reason for short notice.
pub const REASON_CHARS_MAX: usize = 400;

codes! {
    /// What becomes of a day off for rest.
    RestChangeKind "rest-change" {
        Given = "given",
        Taken = "taken",
    }

    /// What a rota's state is called.
    RotaStateCode "rota-state" {
        /// Only its planners see it.
        Draft = "draft",
        /// It holds; what changes afterwards is a swap, or another rota.
        Published = "published",
        /// Thrown away.
        Discarded = "discarded",
    }
}

/// A planned period of a pool.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rota {
    /// Its id.
    pub id: RotaId,
    /// Whose.
    pub pool: PoolId,
    /// The first day on which its duties begin.
    pub first: Day,
    /// The first day no longer in it.
    pub end: Day,
    /// Who made it, and when.
    pub made: (StaffId, Instant),
    /// What became of it.
    pub state: RotaState,
    /// Code and version of the agreement that it is planned under.
    pub agreement: (String, u32),
    /// Rises with every change.
    pub version: i64,
}

/// What became of a rota.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RotaState {
    Draft,
    Published {
        by: StaffId,
        at: Instant,
        /// Why those concerned hear of it later than the agreement says; none where they do not.
        short_notice: Option<String>,
    },
    Discarded,
}

/// Why a rota cannot be published.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum PublishError {
    /// It is no draft any more.
    #[error("it is no draft")]
    NotDraft,
    /// It is known later than the agreement says, and nobody said why.
    #[error("it needs a reason for short notice")]
    NoReason,
    /// The reason is longer than anybody reads.
    #[error("the reason is longer than {REASON_CHARS_MAX} characters")]
    ReasonTooLong,
    /// It breaks the law or the agreement.
    #[error("it breaks a rule that nobody may set aside")]
    Unlawful,
}

impl RotaState {
    /// What it is called.
    pub fn code(&self) -> RotaStateCode {
        match self {
            RotaState::Draft => RotaStateCode::Draft,
            RotaState::Published { .. } => RotaStateCode::Published,
            RotaState::Discarded => RotaStateCode::Discarded,
        }
    }
}

impl Rota {
    /// Whether it holds.
    pub fn is_published(&self) -> bool {
        matches!(self.state, RotaState::Published { .. })
    }

    /// Publishes the rota. What changes sooner than the agreement's notice needs a reason.
    pub fn publish(
        self,
        (by, at): (StaffId, Instant),
        notice: Notice,
        reason: &str,
    ) -> Result<Rota, PublishError> {
        if self.state != RotaState::Draft {
            return Err(PublishError::NotDraft);
        }
        let reason = reason.trim();
        if reason.chars().count() > REASON_CHARS_MAX {
            return Err(PublishError::ReasonTooLong);
        }
        let short_notice = match notice {
            Notice::Kept => None,
            Notice::Short { .. } if reason.is_empty() => return Err(PublishError::NoReason),
            Notice::Short { .. } => Some(reason.to_owned()),
        };
        let state = RotaState::Published {
            by,
            at,
            short_notice,
        };
        Ok(Rota { state, ..self })
    }
}

/// The published rota that the duties of a day are served by: the last one that was published over the day before an
/// instant. Where all came later, the first of them.
pub fn planned_by(rotas: &[Rota], day: Day, known: Instant) -> Option<&Rota> {
    let over = rotas.iter().filter(|one| one.first <= day && day < one.end);
    let published = over.filter_map(|one| match one.state {
        RotaState::Published { at, .. } => Some((at, one)),
        RotaState::Draft | RotaState::Discarded => None,
    });
    let all: Vec<(Instant, &Rota)> = published.collect();
    let before = all.iter().filter(|(at, _)| *at <= known);
    let last = before.max_by_key(|(at, one)| (*at, one.id));
    let first = all.iter().min_by_key(|(at, one)| (*at, one.id));
    last.or(first).map(|(_, one)| *one)
}

/// One duty that goes to somebody else than before.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Change {
    /// Which.
    pub duty: DutyId,
    /// The day on which it begins.
    pub on: Day,
    /// Who had it; nobody where it was open.
    pub before: Option<StaffId>,
    /// Who has it; nobody where it is open.
    pub after: Option<StaffId>,
}

/// Whether everybody hears of the changes as early as the agreement says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Notice {
    Kept,
    /// The first change comes sooner than that.
    Short {
        first: Day,
    },
}

/// A day off for rest that comes or goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct RestChange {
    /// Which day.
    pub on: Day,
    /// Whose.
    pub staff: StaffId,
    /// What becomes of it.
    pub kind: RestChangeKind,
}

/// Whether the first change comes late enough: a day off that comes or goes changes when somebody works, as a duty does.
pub fn notice(
    agreement: &Agreement,
    (changes, rest): (&[Change], &[RestChange]),
    today: Day,
) -> Notice {
    let days = i64::from(agreement.rules.notice_days.value);
    let duties = changes.iter().map(|one| one.on);
    let first = duties.chain(rest.iter().map(|one| one.on)).min();
    match first {
        Some(first) if first.days_since(today) < days => Notice::Short { first },
        _ => Notice::Kept,
    }
}

/// What differs between two plans of the same duties.
pub fn changes(
    duties: &[(DutyId, Day)],
    before: &BTreeMap<DutyId, StaffId>,
    after: &BTreeMap<DutyId, StaffId>,
) -> Vec<Change> {
    let change = |(duty, on): &(DutyId, Day)| Change {
        duty: *duty,
        on: *on,
        before: before.get(duty).copied(),
        after: after.get(duty).copied(),
    };
    let all = duties.iter().map(change);
    all.filter(|one| one.before != one.after).collect()
}

/// What differs between two lists of days off, in order.
pub fn rest_changes(before: &[(StaffId, Day)], after: &[(StaffId, Day)]) -> Vec<RestChange> {
    let only = |one: &[(StaffId, Day)], other: &[(StaffId, Day)], kind| {
        let missing = one.iter().filter(|off| !other.contains(off));
        let change = |(staff, on): &(StaffId, Day)| RestChange {
            on: *on,
            staff: *staff,
            kind,
        };
        missing.map(change).collect::<Vec<_>>()
    };
    let mut all = only(after, before, RestChangeKind::Given);
    all.extend(only(before, after, RestChangeKind::Taken));
    all.sort();
    all
}

impl std::fmt::Display for RotaStateCode {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.code())
    }
}
