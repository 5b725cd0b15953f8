//! Whether everything can still be covered when somebody goes away: said at once to whoever enters it.

use std::collections::BTreeSet;

use hemma_domain::absence::{Absence, AbsenceKind};
use hemma_domain::duty::{Duty, shapes};
use hemma_domain::ids::DutyId;
use hemma_domain::pool::Member;
use hemma_domain::rota::ROTA_DAYS_MAX;
use hemma_domain::time::Day;
use hemma_rota_rules::{Concern, DutyNo, Span, concerns_of_absence};
use uuid::Uuid;

use super::facts::{Facts, Piece};
use super::instance::span;
use super::judge::Judge;
use crate::error::{Error, Result};
use crate::pool::InPool;

/// Days before an absence on which a duty may begin that reaches into it: a week, the longest duty there is.
const REACH_DAYS: i64 = 7;
/// Days that are told: more say nothing that these do not.
const DAYS_MAX: usize = 14;

/// What an absence leaves without cover, by the days on which duties begin.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Lack {
    /// Nobody else can have the duty.
    pub nobody: Vec<Day>,
    /// Duties that one person cannot have together, and fewer people than duties.
    pub too_few: Vec<Day>,
}

/// What must be known to tell what an absence leaves without cover.
pub(crate) struct Cover {
    pub(crate) members: Vec<Member>,
    /// Of everybody, without the absence.
    pub(crate) away: Vec<Absence>,
    pub(crate) today: Day,
}

impl Cover {
    /// What nobody can cover because of an absence and could be covered without it, planned already or not. One that
    /// comes each week is all its days, in order.
    pub(crate) async fn lack(self, entered: &InPool, mut away: Vec<Absence>) -> Result<Lack> {
        // On a part-time day one can be on call.
        away.retain(|one| one.kind != AbsenceKind::PartTime);
        let (Some(begin), Some(last)) = (away.first(), away.last()) else {
            return Ok(Lack::default());
        };
        let first = begin.time.start().day().plus(-REACH_DAYS).max(self.today);
        let end = last.time.end().day().plus(1);
        let period = (first, end.min(first.plus(ROTA_DAYS_MAX)));
        if period.1 <= period.0 {
            return Ok(Lack::default());
        }
        let facts = Facts {
            agreement: entered.agreement.clone(),
            lines: entered.pool.lines.clone(),
            period,
            today: self.today,
            members: self.members,
            away: self.away,
            wishes: Vec::new(),
            rest_days: Vec::new(),
            pieces: open(entered, period),
            carried: Vec::new(),
            calls: Vec::new(),
            worked: Vec::new(),
        };
        // Every duty with everybody: kept off the threads that answer requests.
        let work = tokio::task::spawn_blocking(move || Ok(found(&Judge::new(facts)?, &away)));
        work.await.map_err(|err| Error::Internal(err.into()))?
    }
}

/// The duties of some days, whether they are stored or not.
fn open(entered: &InPool, period: (Day, Day)) -> Vec<Piece> {
    let lines = entered.pool.lines.iter();
    let all = lines.flat_map(|line| shapes(&entered.agreement, line, period));
    let numbered = (1_u128..).zip(all);
    let piece = |(number, shape)| {
        Piece::open(Duty {
            id: DutyId(Uuid::from_u128(number)),
            pool: entered.pool.id,
            shape,
        })
    };
    numbered.map(piece).collect()
}

fn found(judge: &Judge, away: &[Absence]) -> Lack {
    let Some(person) = away.first().and_then(|one| judge.number(one.staff)) else {
        return Lack::default();
    };
    let (mut nobody, mut too_few) = (BTreeSet::new(), BTreeSet::new());
    let day = |duty: DutyNo| Some(judge.piece(duty)?.duty.shape.whole()?.start().day());
    let spans: Vec<Span> = away.iter().map(|one| span(one.time)).collect();
    for concern in concerns_of_absence(&judge.problem, person, &spans) {
        match concern {
            Concern::NobodyAvailable { duty, .. } | Concern::NobodyEligible { duty } => {
                nobody.extend(day(duty));
            }
            Concern::TooFew { duties, .. } => {
                too_few.extend(duties.into_iter().filter_map(day));
            }
            Concern::Pinned(_) | Concern::NoRest { .. } | Concern::CapBelowNeed { .. } => {}
        }
    }
    let told = |days: BTreeSet<Day>| days.into_iter().take(DAYS_MAX).collect();
    Lack {
        too_few: told(&too_few - &nobody),
        nobody: told(nobody),
    }
}
