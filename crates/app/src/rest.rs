//! Rest after a disturbed night: proposed by the program, decided by the leader, with what it clashes with.

use hemma_domain::absence::{Absence, AbsenceKind, Entered};
use hemma_domain::access::PoolAction;
use hemma_domain::audit::Event;
use hemma_domain::call::Call;
use hemma_domain::ids::{AbsenceId, PoolId, RestId, StaffId, TurnId};
use hemma_domain::mail::MailKind;
use hemma_domain::rest::{Rest, RestState, after};
use hemma_domain::staff::Role;
use hemma_domain::stretch::Stretch;
use hemma_domain::time::{Clock, Instant};
use hemma_domain::turn::{Served, Turn};
use hemma_store::db::Tx;
use hemma_store::{absence, pool, rest as stored, turn};

use crate::App;
use crate::ctx::Ctx;
use crate::error::{Error, Result};
use crate::pool::InPool;
use crate::swap::NextDuty;

/// What the leader decides.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RestAnswer {
    Accept,
    Decline,
}

/// A proposal with what its rest would clash with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RestLine {
    pub rest: Rest,
    /// Who rests.
    pub name: String,
    /// Duties of theirs that lie in it.
    pub clashes: Vec<Stretch>,
}

/// The rests of a pool.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Rests {
    /// Everybody's for planners, one's own for all others; those that wait, and those that are not over.
    pub lines: Vec<RestLine>,
    /// Next duties that calls leave too little rest before: everybody's for planners, one's own for all others.
    pub next: Vec<NextDuty>,
    pub may_decide: bool,
    pub may_serve: bool,
}

impl App {
    /// The rests of a pool with what they clash with on the rota.
    pub async fn rests(&self, ctx: &Ctx, id: PoolId) -> Result<Rests> {
        let (mut tx, entered) = self.read_pool(ctx, id, PoolAction::SeeRota).await?;
        let may_decide = entered.may(ctx, PoolAction::PlanRota);
        let me = entered.hand()?;
        let mut found = stored::of_pool(&mut tx, id, ctx.now).await?;
        found.retain(|(one, _)| may_decide || one.staff == me);
        let served = match around(&found) {
            Some(within) => turn::of_pool(&mut tx, id, within).await?,
            None => Vec::new(),
        };
        let line = |(rest, name): (Rest, String)| RestLine {
            clashes: clashes(&served, &rest),
            rest,
            name,
        };
        let whose = (!may_decide).then_some(me);
        Ok(Rests {
            next: self.next_duties(ctx, (&mut tx, &entered), whose).await?,
            lines: found.into_iter().map(line).collect(),
            may_decide,
            may_serve: entered.may(ctx, PoolAction::OwnDuty),
        })
    }

    /// Accepts or declines a rest. What is accepted is an absence, which the rota is checked against.
    pub async fn answer_rest(
        &self,
        ctx: &Ctx,
        (pool, id, version): (PoolId, RestId, i64),
        answer: RestAnswer,
    ) -> Result<()> {
        let (mut tx, entered) = self.write_pool(ctx, pool, PoolAction::PlanRota).await?;
        let by = entered.hand()?;
        let found = stored::find(&mut tx, id).await?;
        let found = found.filter(|one| one.pool == pool);
        let found = found.ok_or(Error::NotFound)?;
        if found.version != version {
            return Err(Error::Conflict);
        }
        let decided = match answer {
            RestAnswer::Accept => found.accept(ctx.now, by),
            RestAnswer::Decline => found.decline(ctx.now, by),
        };
        let decided = decided.map_err(|_| Error::Conflict)?;
        if !stored::save(&mut tx, &decided).await? {
            return Err(Error::Conflict);
        }
        if let RestState::Accepted { .. } = decided.state {
            let away = Entered::once(Absence {
                id: AbsenceId(decided.id.0),
                staff: decided.staff,
                kind: AbsenceKind::Other,
                time: decided.time,
            });
            absence::insert(&mut tx, &away).await?;
        }
        tx.log(entered.entry(ctx, Event::RestDecided, id.to_string()));
        tx.commit().await?;
        Ok(())
    }

    /// Proposes rest after a call that somebody took while on call, where the agreement's rest reaches into ordinary hours.
    /// A second call of the same turn begins it anew; what was decided stays.
    pub(crate) async fn propose_rest(
        &self,
        ctx: &Ctx,
        tx: &mut Tx,
        (entered, call): (&InPool, &Call),
    ) -> Result<()> {
        let watches = self.watches(ctx, tx, call.started_at).await?;
        let of_pool = watches.iter().filter(|one| one.pool == call.pool);
        let mut on = of_pool.filter(|one| one.on_call.holds(call.started_at));
        let talked = call
            .ended_at
            .and_then(|end| Stretch::new(call.started_at, end));
        let (Some(watch), Some(talked)) = (on.next(), talked) else {
            return Ok(());
        };
        let Some(time) = after(&entered.agreement, talked) else {
            return Ok(());
        };
        let minutes = talked.minutes().max(1);
        match stored::of_turn(tx, (watch.turn, call.taken_by)).await? {
            Some(before) => {
                if let Ok(again) = before.disturbed_again(minutes, time) {
                    stored::save(tx, &again).await?;
                }
            }
            None => {
                let rest = Rest {
                    id: RestId(ctx.new_id()),
                    pool: call.pool,
                    staff: call.taken_by,
                    turn: watch.turn,
                    disturbed_min: minutes,
                    time,
                    state: RestState::Open,
                    version: 1,
                };
                stored::insert(tx, &rest).await?;
                let leaders = leaders_of(ctx, tx, call).await?;
                self.tell_all(ctx, tx, (&leaders, MailKind::RestProposed))
                    .await?;
            }
        }
        Ok(())
    }
}

/// A turn that lies in a rest of whoever has it: the rest proposed after an earlier night, or given.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RestClash {
    pub turn: TurnId,
    pub staff: StaffId,
    pub rest: Stretch,
}

/// The turns of a rota that lie in rests: everybody's for planners, one's own for all others.
pub(crate) async fn clashing(
    ctx: &Ctx,
    tx: &mut Tx,
    (entered, served): (&InPool, &[Served]),
) -> Result<Vec<RestClash>> {
    let may_decide = entered.may(ctx, PoolAction::PlanRota);
    let me = entered.permit.staff();
    let mut found = stored::of_pool(tx, entered.pool.id, ctx.now).await?;
    found.retain(|(one, _)| may_decide || Some(one.staff) == me);
    let stands = |rest: &Rest| !matches!(rest.state, RestState::Declined { .. });
    let rests = found
        .into_iter()
        .map(|(rest, _)| rest)
        .filter(|rest| stands(rest));
    let of = |rest: Rest| {
        let turns = served.iter().flat_map(|one| meeting(one, &rest));
        let turns: Vec<TurnId> = turns.map(|(turn, _)| turn.id).collect();
        turns.into_iter().map(move |turn| RestClash {
            turn,
            staff: rest.staff,
            rest: rest.time,
        })
    };
    let mut all: Vec<RestClash> = rests.flat_map(of).collect();
    all.dedup();
    Ok(all)
}

/// The leaders of the team in which whoever took a call works.
pub(crate) async fn leaders_of(ctx: &Ctx, tx: &mut Tx, call: &Call) -> Result<Vec<StaffId>> {
    let members = pool::members(tx, call.pool, (ctx.today(), ctx.today())).await?;
    let of_taker = |team| {
        let mut posts = members.iter();
        posts.any(|one| one.staff == call.taken_by && one.team == team)
    };
    let leads = members.iter().filter(|one| one.role == Role::GroupLeader);
    let mut all: Vec<StaffId> = leads
        .filter(|one| of_taker(one.team))
        .map(|one| one.staff)
        .collect();
    all.dedup();
    Ok(all)
}

/// From the first rest until the last.
fn around(found: &[(Rest, String)]) -> Option<Stretch> {
    let midnight = |at: Instant, days| at.day().plus(days).at(Clock::MIDNIGHT);
    let first = found.iter().map(|(one, _)| one.time.start()).min()?;
    let last = found.iter().map(|(one, _)| one.time.end()).max()?;
    Stretch::new(midnight(first, 0), midnight(last, 1))
}

/// The parts of somebody's duties that lie in their rest. The night that was disturbed is over, or is theirs to end.
fn clashes(served: &[Served], rest: &Rest) -> Vec<Stretch> {
    let theirs = served.iter().flat_map(|one| meeting(one, rest));
    theirs.map(|(_, part)| part).collect()
}

/// The turns of a duty whose own rest it meets, with the part that does.
fn meeting<'a>(one: &'a Served, rest: &Rest) -> Vec<(&'a Turn, Stretch)> {
    let turns = one.turns.iter();
    let theirs = turns.filter(|turn| turn.staff == rest.staff && turn.id != rest.turn);
    let parts = theirs.flat_map(|turn| one.on_call(turn).into_iter().map(move |part| (turn, part)));
    parts.filter(|(_, part)| part.meets(rest.time)).collect()
}
