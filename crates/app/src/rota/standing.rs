//! Whether the rota that holds still keeps its rules: swaps, calls, absences and days off moved change it after it was
//! published.

use hemma_domain::ids::{StaffId, TurnId};
use hemma_domain::pool::Member;
use hemma_domain::rota::{Breach, Rule};
use hemma_domain::stretch::Stretch;
use hemma_domain::time::{Day, Instant};
use hemma_domain::turn::Served;
use hemma_store::db::Tx;
use hemma_store::{absence, rota as stored, turn};

use super::average::{talked, worked};
use super::elsewhere::others;
use super::facts::{Facts, Held, pieces};
use super::judge::{Entries, Judge};
use super::{REACH_DAYS, forbids};
use crate::ctx::Ctx;
use crate::error::Result;
use crate::pool::{InPool, days, names};

/// Breaches for which a day off is sought that mends them: each day is judged by itself.
const MENDED_MAX: usize = 6;

/// A rule that the rota that holds does not keep.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Standing {
    pub breach: Breach,
    /// Turns of theirs ahead in which it shows: one of them can go to somebody else.
    pub turns: Vec<(TurnId, Stretch)>,
    /// Nobody may set it aside.
    pub is_unlawful: bool,
    /// A workday that would mend it if it were free.
    pub mended_by: Option<Day>,
}

/// What the rota that holds breaks from today on, in the days that are shown; nothing is told of days that are over.
/// Whoever is away or has no post is told of elsewhere: their hours are uncovered.
pub(super) async fn standing(
    ctx: &Ctx,
    tx: &mut Tx,
    (entered, members): (&InPool, &[Member]),
    (first, end): (Day, Day),
) -> Result<Option<Vec<Standing>>> {
    let period = (first.max(ctx.today()), end);
    if period.1 <= period.0 {
        return Ok(None);
    }
    let reach = (period.0.plus(-REACH_DAYS), period.1.plus(REACH_DAYS));
    let within = days(reach)?;
    let id = entered.pool.id;
    let around = turn::of_pool(tx, id, within).await?;
    let staff: Vec<StaffId> = names(members).into_keys().collect();
    let calls = talked(tx, entered, period).await?;
    let mut pieces = pieces(&entered.agreement, &around, period, ctx.now);
    // What is left of a duty in parts can still go to somebody else when the duty has begun.
    for piece in &mut pieces {
        let start = piece.duty.shape.whole().map(Stretch::start);
        let is_ahead = |start: Instant| ctx.now < start && start.day() < period.1;
        piece.is_judged = start.is_some_and(is_ahead);
    }
    let facts = Facts {
        agreement: entered.agreement.clone(),
        lines: entered.pool.lines.clone(),
        period,
        today: ctx.today(),
        pieces,
        members: members.to_vec(),
        away: absence::of(tx, &staff, within).await?,
        wishes: Vec::new(),
        rest_days: stored::rest_days(tx, id, reach).await?,
        carried: Vec::new(),
        worked: worked((tx, &calls), entered, period, reach.0).await?,
        calls,
    };
    let facts = others(tx, (id, &staff), within)
        .await?
        .join(facts, |_| true);
    let rota = Rota::new(facts)?;
    let mut found = rota.breaches(&rota.judge.facts.rest_days);
    found.retain(|one| !matches!(one.rule, Rule::Absent | Rule::NotEligible));
    found.sort_by_key(|one| (one.time, one.staff));
    let mut tried = 0;
    let told = found.into_iter().map(|breach| {
        let is_tried = breach.rule == Rule::WeeklyRest && tried < MENDED_MAX;
        tried += usize::from(is_tried);
        let mended_by = is_tried.then(|| rota.mending(&breach)).flatten();
        Standing {
            turns: turns_of(&around, &breach, ctx),
            is_unlawful: forbids(breach.rule),
            mended_by,
            breach,
        }
    });
    Ok(Some(told.collect()))
}

/// The rota that holds, as the rules see it.
struct Rota {
    judge: Judge,
    /// Who has the duties that a plan could give away.
    entries: Entries,
}

impl Rota {
    fn new(facts: Facts) -> Result<Rota> {
        let held = facts.pieces.iter().filter_map(|piece| match piece.held {
            Held::Free { published } => Some((piece.duty.id, published?)),
            Held::Stands(_) => None,
        });
        Ok(Rota {
            entries: held.collect(),
            judge: Judge::new(facts)?,
        })
    }

    fn breaches(&self, rest_days: &[(StaffId, Day)]) -> Vec<Breach> {
        let plan = self.judge.plan(&self.entries, rest_days);
        self.judge.breaches(&plan)
    }

    /// The first day ahead in a week without rest that mends it if it is free.
    fn mending(&self, breach: &Breach) -> Option<Day> {
        let facts = &self.judge.facts;
        let (from, to) = (breach.time.start().day(), breach.time.end().day());
        let days = (0..=to.days_since(from)).map(|number| from.plus(number));
        let mut ahead = days.filter(|day| facts.today < *day && facts.agreement.is_workday(*day));
        ahead.find(|day| {
            let mut with = facts.rest_days.clone();
            with.push((breach.staff, *day));
            !self.breaches(&with).contains(breach)
        })
    }
}

/// The turns ahead of whoever breaks a rule, in which it shows.
fn turns_of(around: &[Served], breach: &Breach, ctx: &Ctx) -> Vec<(TurnId, Stretch)> {
    let shows = |one: &&Served| breach.duty.is_none_or(|duty| duty == one.duty.id);
    let turns = around.iter().filter(shows).flat_map(|one| &one.turns);
    let theirs = turns.filter(|turn| turn.staff == breach.staff && ctx.now < turn.part.start());
    let meets = theirs.filter(|turn| breach.duty.is_some() || turn.part.meets(breach.time));
    meets.map(|turn| (turn.id, turn.part)).collect()
}
