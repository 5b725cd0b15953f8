//! Swaps: offered, asked for, taken over at once, or decided by the group leader; who agreed and when stays.

mod change;
mod lawful;
mod next;
mod taker;

pub use change::{GiveTurn, NewSwap, SwapAnswer};
pub use next::NextDuty;
pub use taker::{Meaning, Taker, Takers};

use std::collections::BTreeMap;

use hemma_domain::access::PoolAction;
use hemma_domain::ids::{LineId, PoolId, StaffId, TurnId};
use hemma_domain::pool::{Member, Pool};
use hemma_domain::staff::Role;
use hemma_domain::stretch::Stretch;
use hemma_domain::swap::{Swap, SwapState};
use hemma_domain::time::{Day, Instant};
use hemma_domain::turn::Served;
use hemma_store::db::Tx;
use hemma_store::{pool, readiness, rota, swap as stored, turn};

use crate::App;
use crate::ctx::Ctx;
use crate::error::Result;
use crate::pool::{InPool, around, names};
use lawful::Known;

/// Days ahead for which one's duties are shown.
const AHEAD_DAYS: i64 = 200;
/// Days back in which a swap that was decided is still shown.
const BACK_DAYS: i64 = 14;
/// Waiting swaps of which is told at once what they mean: each is judged by itself, which takes some milliseconds.
const WEIGHED_MAX: usize = 5;

/// One's duties, and the swaps that concern one.
#[derive(Debug, Clone)]
pub struct MyDuties {
    pub pool: Pool,
    /// Duties in which one has a turn that has not ended.
    pub served: Vec<Served>,
    /// Numbers confirmed for one's turns.
    pub numbers: BTreeMap<TurnId, String>,
    /// The service number that is known.
    pub phone: Option<String>,
    /// One's next duty, where one's calls leave too little rest before it.
    pub next: Option<NextDuty>,
    /// Days off for rest ahead.
    pub rest_days: Vec<Day>,
    /// Swaps that wait for one's answer.
    pub waiting: Vec<SwapLine>,
    /// Swaps that one made or that concern one, decided or not.
    pub own: Vec<SwapLine>,
    pub me: StaffId,
    /// Who else can be on call.
    pub colleagues: Vec<(StaffId, String)>,
    /// Others' turns that one may ask for, the first first.
    pub askable: Vec<AskableTurn>,
    pub may_serve: bool,
}

/// Another's turn that has not begun, in a line that one serves.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AskableTurn {
    pub turn: TurnId,
    pub part: Stretch,
    pub line: LineId,
    /// Whose it is.
    pub name: String,
}

/// The swaps of a pool, as its leader follows them.
#[derive(Debug, Clone)]
pub struct PoolSwaps {
    pub pool: String,
    /// The newest first.
    pub lines: Vec<SwapLine>,
    pub may_serve: bool,
}

/// A swap with the names in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SwapLine {
    pub swap: Swap,
    pub giver: String,
    /// Nobody yet where it is offered to all.
    pub taker: Option<String>,
    /// Who decided.
    pub decided: Option<String>,
    /// Since the swap was made, the turn went to somebody else or changed its time.
    pub stale: bool,
    /// What it would mean if it were accepted, known to whoever is asked.
    pub meaning: Meaning,
}

impl App {
    /// One's own duties in a pool from now on, and the swaps that concern one.
    pub async fn my_duties(&self, ctx: &Ctx, id: PoolId) -> Result<MyDuties> {
        let (mut tx, entered) = self.read_pool(ctx, id, PoolAction::OwnDuty).await?;
        let me = entered.hand()?;
        let within = around(ctx.now, (BACK_DAYS, AHEAD_DAYS))?;
        let all = turn::of_pool(&mut tx, id, within).await?;
        let period = (within.start().day(), within.end().day());
        let members = pool::members(&mut tx, id, period).await?;
        let named = names(&members);
        let swaps = lines(&mut tx, (id, &all), (&named, within)).await?;
        let numbers = readiness::of_pool(&mut tx, id, within).await?;
        let phone = hemma_store::staff::find(&mut tx, me)
            .await?
            .and_then(|one| one.phone);
        let ahead = (ctx.today(), period.1);
        let rest_days = rota::rest_days(&mut tx, id, ahead).await?;
        let mine = |one: &Served| {
            let mut turns = one.turns.iter();
            turns.any(|turn| turn.staff == me && ctx.now < turn.part.end())
        };
        let askable = askable(&entered.pool, (&members, me), &all, ctx.now);
        let waiting =
            |one: &SwapLine| one.swap.asks(me) && !one.stale && ctx.now < one.swap.part.start();
        let (mut waiting, rest): (Vec<_>, Vec<_>) = swaps.into_iter().partition(waiting);
        let weighed = waiting.iter_mut().take(WEIGHED_MAX).collect();
        weigh(ctx, (&mut tx, &entered), (me, &all), weighed).await?;
        // An offer to all is not for those who could not have it; who was asked by name is told why it cannot be.
        waiting.retain(|one| one.swap.taker.is_some() || one.meaning.forbidden().is_none());
        let next = self.next_duties(ctx, (&mut tx, &entered), Some(me)).await?;
        let own = rest.into_iter().filter(|one| {
            let open = one.swap.state != SwapState::Open || !one.stale;
            open && one.swap.concerned().contains(&me)
        });
        Ok(MyDuties {
            pool: entered.pool.clone(),
            served: all.into_iter().filter(mine).collect(),
            numbers: numbers
                .into_iter()
                .filter(|one| one.staff == me)
                .map(|one| (one.turn, one.number))
                .collect(),
            phone,
            rest_days: rest_days
                .into_iter()
                .filter(|(staff, _)| *staff == me)
                .map(|(_, day)| day)
                .collect(),
            own: own.collect(),
            next: next.into_iter().next(),
            waiting,
            me,
            colleagues: colleagues(&entered.pool.roles(), &members, me),
            askable,
            may_serve: true,
        })
    }

    /// The swaps of a pool that a leader follows, the newest first.
    pub async fn swaps(&self, ctx: &Ctx, id: PoolId) -> Result<PoolSwaps> {
        let (mut tx, entered) = self.read_pool(ctx, id, PoolAction::PlanRota).await?;
        let within = around(ctx.now, (BACK_DAYS, AHEAD_DAYS))?;
        let all = turn::of_pool(&mut tx, id, within).await?;
        let period = (within.start().day(), within.end().day());
        let members = pool::members(&mut tx, id, period).await?;
        Ok(PoolSwaps {
            lines: lines(&mut tx, (id, &all), (&names(&members), within)).await?,
            may_serve: entered.may(ctx, PoolAction::OwnDuty),
            pool: entered.pool.name,
        })
    }
}

fn colleagues(roles: &[Role], members: &[Member], me: StaffId) -> Vec<(StaffId, String)> {
    let others = members
        .iter()
        .filter(|one| one.staff != me && roles.contains(&one.role));
    let mut all: Vec<(StaffId, String)> = others.map(|one| (one.staff, one.name.clone())).collect();
    all.sort_by(|one, other| (&one.1, one.0).cmp(&(&other.1, other.0)));
    all.dedup();
    all
}

/// Others' turns in the lines that somebody's posts serve.
fn askable(
    pool: &Pool,
    (members, me): (&[Member], StaffId),
    all: &[Served],
    now: Instant,
) -> Vec<AskableTurn> {
    let name = |staff: StaffId| {
        let found = members.iter().find(|one| one.staff == staff);
        found.map(|one| one.name.clone()).unwrap_or_default()
    };
    let serves = |line: LineId, part: Stretch| {
        let period = (part.start().day(), part.end().day());
        let line = pool.line(line);
        let mut mine = members.iter().filter(|one| one.staff == me);
        line.is_some_and(|line| mine.any(|one| one.serves(line, period)))
    };
    let of_duty = |one: &Served| {
        let line = one.duty.shape.line;
        let others = one.turns.iter().filter(|turn| turn.staff != me);
        let coming = others.filter(|turn| now < turn.part.start() && serves(line, turn.part));
        let shown = coming.map(|turn| AskableTurn {
            turn: turn.id,
            part: turn.part,
            line,
            name: name(turn.staff),
        });
        shown.collect::<Vec<_>>()
    };
    let mut turns: Vec<AskableTurn> = all.iter().flat_map(of_duty).collect();
    turns.sort_by_key(|one| (one.part.start(), one.line, one.turn));
    turns
}

/// Tells what swaps mean for whoever would take the duty: read once for all of them.
async fn weigh(
    ctx: &Ctx,
    (tx, entered): (&mut Tx, &InPool),
    (me, all): (StaffId, &[Served]),
    waiting: Vec<&mut SwapLine>,
) -> Result<()> {
    let taker = |line: &SwapLine| line.swap.taker.unwrap_or(me);
    let both = waiting
        .iter()
        .flat_map(|line| [taker(line), line.swap.giver].map(|who| (line.swap.part, who)));
    let asked: Vec<_> = both.collect();
    if asked.is_empty() {
        return Ok(());
    }
    let known = Known::load(tx, entered, &asked).await?;
    for line in waiting {
        let served = all.iter().find(|one| one.duty.id == line.swap.duty);
        let Some(served) = served else {
            continue;
        };
        let part = line.swap.part;
        let taking = known.taking(ctx, entered, (served, part), taker(line))?;
        let turn = served.turns.iter().find(|turn| turn.id == line.swap.turn);
        let back = turn.map(|turn| known.given_back(ctx, entered, (turn, part)));
        line.meaning = Meaning::of(taking, back.transpose()?.unwrap_or_default());
    }
    Ok(())
}

async fn lines(
    tx: &mut Tx,
    (id, all): (PoolId, &[Served]),
    (named, within): (&BTreeMap<StaffId, String>, Stretch),
) -> Result<Vec<SwapLine>> {
    let swaps = stored::of_pool(tx, id, within.start()).await?;
    let name = |staff: StaffId| named.get(&staff).cloned().unwrap_or_default();
    let stale = |swap: &Swap| {
        let turns = all.iter().flat_map(|one| &one.turns);
        let mut still = turns.filter(|turn| turn.id == swap.turn && turn.staff == swap.giver);
        let fits = still.any(|turn| turn.part.shared(swap.part) == Some(swap.part));
        swap.state == SwapState::Open && !fits
    };
    let line = |swap: Swap| SwapLine {
        giver: name(swap.giver),
        taker: swap.taker.map(name),
        decided: swap.state.decided().map(|(by, _)| name(by)),
        stale: stale(&swap),
        meaning: Meaning::default(),
        swap,
    };
    Ok(swaps.into_iter().map(line).collect())
}
