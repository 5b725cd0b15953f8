//! The context of one use case: who asks, when, and where new ids come from.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use hemma_domain::access::{Actor, Errand};
use hemma_domain::audit::{Entry, Event};
use hemma_domain::ids::StaffId;
use hemma_domain::time::{Day, Instant, Week};
use uuid::Uuid;

/// Who asks, when, and where new ids come from. Nothing else in a use case reads a clock or draws an id.
#[derive(Debug, Clone)]
pub struct Ctx {
    pub actor: Actor,
    pub now: Instant,
    pub ids: Ids,
    /// Names the request in the log and in error pages.
    pub request: String,
}

/// Where new ids come from.
#[derive(Debug, Clone)]
pub enum Ids {
    /// Ordered by time, the rest by chance.
    Random,
    /// 1, 2, 3, …: for tests and demo data.
    Counting(Arc<AtomicU64>),
}

impl Ids {
    /// Ids that count from 1.
    pub fn counting() -> Ids {
        Ids::Counting(Arc::new(AtomicU64::new(1)))
    }
}

impl Ctx {
    /// The context of the program's own errands.
    pub fn system(errand: Errand, now: Instant) -> Ctx {
        Ctx {
            actor: Actor::System(errand),
            now,
            ids: Ids::Random,
            request: "system".to_owned(),
        }
    }

    /// A new id.
    pub fn new_id(&self) -> Uuid {
        match &self.ids {
            Ids::Random => {
                let seconds = u64::try_from(self.now.0.as_second()).unwrap_or(0);
                let nanos = u32::try_from(self.now.0.subsec_nanosecond()).unwrap_or(0);
                Uuid::new_v7(uuid::Timestamp::from_unix(uuid::NoContext, seconds, nanos))
            }
            Ids::Counting(next) => {
                Uuid::from_u128(u128::from(next.fetch_add(1, Ordering::Relaxed)))
            }
        }
    }

    /// The day in Stockholm.
    pub fn today(&self) -> Day {
        self.now.day()
    }

    /// The week in Stockholm.
    pub fn week(&self) -> Week {
        Week::of(self.today())
    }

    /// The member of staff who asks; none for the program itself, and for whoever holds
    /// a link.
    pub fn staff(&self) -> Option<StaffId> {
        match self.actor {
            Actor::Staff { id, .. } => Some(id),
            Actor::Respondent { .. } | Actor::Applicant { .. } | Actor::System(_) => None,
        }
    }

    /// A line for the log, to be completed with what it is about. Where nobody is named, the link is.
    pub fn entry(&self, event: Event) -> Entry {
        Entry {
            at: self.now,
            staff: self.staff(),
            role: None,
            event,
            board: None,
            team: None,
            case: None,
            person: None,
            purpose: String::new(),
            detail: match self.actor {
                Actor::Respondent { link, .. } => link.to_string(),
                Actor::Staff { .. } | Actor::Applicant { .. } | Actor::System(_) => String::new(),
            },
        }
    }
}
