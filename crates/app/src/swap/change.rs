//! What moves a duty from one to another: each with its check, its words to those concerned, and its line in the log.

use hemma_domain::access::PoolAction;
use hemma_domain::audit::Event;
use hemma_domain::code::Code as _;
use hemma_domain::ids::{PoolId, StaffId, SwapId, TurnId};
use hemma_domain::mail::MailKind;
use hemma_domain::rota::Rule;
use hemma_domain::stretch::Stretch;
use hemma_domain::swap::{Swap, SwapError, SwapKind, SwapState};
use hemma_domain::turn::{Served, TURNS_MAX, Turn, TurnSource};
use hemma_store::db::Tx;
use hemma_store::{pool, swap as stored, turn};

use super::lawful::{Taking, hinders};
use super::taker::others;
use crate::App;
use crate::ctx::Ctx;
use crate::error::{Error, Result};
use crate::pool::{InPool, names};

/// A swap about to be made: by whoever has the turn, or by whoever would like to have it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NewSwap {
    pub pool: PoolId,
    pub turn: TurnId,
    /// Which part of it; the whole where nothing is said.
    pub part: Option<Stretch>,
    /// To whom it is offered; to all where nothing is said. Without meaning where one asks for another's turn.
    pub to: Option<StaffId>,
}

/// What is answered to a swap.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SwapAnswer {
    Accept,
    Refuse,
    Withdraw,
}

/// A turn that goes to somebody else at once, by its taker or by the group leader.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct GiveTurn {
    pub pool: PoolId,
    pub turn: TurnId,
    /// Who has it when it is decided: if somebody else does by now, nothing happens.
    pub from: StaffId,
    pub to: StaffId,
}

impl App {
    /// Offers one's turn, or asks for another's.
    pub async fn make_swap(&self, ctx: &Ctx, new: NewSwap) -> Result<SwapId> {
        let (mut tx, entered) = self.write_pool(ctx, new.pool, PoolAction::OwnDuty).await?;
        let me = entered.hand()?;
        let (served, turn) = find(&mut tx, new.pool, new.turn).await?;
        let part = new.part.unwrap_or(turn.part);
        if turn.part.shared(part) != Some(part) || served.duty.shape.within(part).is_empty() {
            return Err(Error::invalid("part", "swap-fault-part"));
        }
        if part.start() <= ctx.now {
            return Err(Error::invalid("part", "swap-fault-begun"));
        }
        let (kind, taker) = match turn.staff == me {
            true => (SwapKind::Offer, new.to),
            false => (SwapKind::Ask, Some(me)),
        };
        if taker == Some(turn.staff) {
            return Err(Error::invalid("to", "swap-fault-self"));
        }
        if let Some(taker) = taker {
            self.lawful(ctx, (&mut tx, &entered), (&served, part), taker)
                .await?;
        }
        let swap = Swap {
            id: SwapId(ctx.new_id()),
            pool: new.pool,
            duty: turn.duty,
            turn: turn.id,
            part,
            giver: turn.staff,
            taker,
            kind,
            made: (me, ctx.now),
            state: SwapState::Open,
            version: 1,
        };
        stored::insert(&mut tx, &swap).await?;
        let asked = match (kind, taker) {
            (SwapKind::Offer, Some(taker)) => vec![taker],
            (SwapKind::Offer, None) => {
                let others = others(&mut tx, &entered, (&served, part), me).await?;
                names(&others).into_keys().collect()
            }
            _ => vec![turn.staff],
        };
        let mail = (asked.as_slice(), MailKind::DutySwap);
        self.tell_each(ctx, &mut tx, mail, &step_of(&swap)).await?;
        tx.log(entered.entry(ctx, Event::SwapMade, swap.id.to_string()));
        tx.commit().await?;
        Ok(swap.id)
    }

    /// Accepts, refuses or withdraws a swap. Accepting moves the duty in the same transaction, if the plan stays lawful.
    pub async fn answer_swap(
        &self,
        ctx: &Ctx,
        (pool, id, version): (PoolId, SwapId, i64),
        answer: SwapAnswer,
    ) -> Result<()> {
        let (mut tx, entered) = self.write_pool(ctx, pool, PoolAction::OwnDuty).await?;
        let me = entered.hand()?;
        let found = stored::find(&mut tx, id).await?;
        let found = found.filter(|swap| swap.pool == pool);
        let found = found.ok_or(Error::NotFound)?;
        if found.version != version {
            return Err(Error::Conflict);
        }
        let decided = match answer {
            SwapAnswer::Accept => found.accept(me, ctx.now),
            SwapAnswer::Refuse => found.refuse(me, ctx.now),
            SwapAnswer::Withdraw => found.withdraw(me, ctx.now),
        };
        let decided = decided.map_err(refused)?;
        if let (SwapState::Accepted { .. }, Some(taker)) = (decided.state, decided.taker) {
            let (served, turn) = find(&mut tx, decided.pool, decided.turn).await?;
            if turn.staff != decided.giver {
                return Err(Error::Conflict);
            }
            let moved = (&served, &turn, decided.part);
            let taking = self
                .lawful(ctx, (&mut tx, &entered), (&served, decided.part), taker)
                .await?;
            let on = (&mut tx, &entered);
            self.move_rest(ctx, on, (&turn, decided.part), (taker, &taking))
                .await?;
            give(ctx, &mut tx, (&entered, moved), (taker, TurnSource::Swap)).await?;
        }
        if !stored::save(&mut tx, &decided).await? {
            return Err(Error::Conflict);
        }
        let mut told = decided.concerned();
        told.retain(|one| *one != me);
        let mail = (told.as_slice(), MailKind::DutySwap);
        self.tell_each(ctx, &mut tx, mail, &step_of(&decided))
            .await?;
        tx.log(entered.entry(ctx, Event::SwapDecided, id.to_string()));
        tx.commit().await?;
        Ok(())
    }

    /// Takes somebody's turn over at once: from now on, or as a whole where it has not begun. What cannot wait is not
    /// held up by rules that can: only whoever is away, has no post or is on call elsewhere is refused.
    pub async fn take_over(&self, ctx: &Ctx, new: GiveTurn) -> Result<()> {
        let (tx, entered) = self.write_pool(ctx, new.pool, PoolAction::OwnDuty).await?;
        if entered.hand()? != new.to {
            return Err(Error::Forbidden);
        }
        let how = (SwapKind::TakeOver, TurnSource::TakeOver);
        self.give_now(ctx, tx, (&entered, new), how).await
    }

    /// Gives somebody's turn to another: by the group leader, for somebody who is ill or away.
    pub async fn give_turn(&self, ctx: &Ctx, new: GiveTurn) -> Result<()> {
        let (tx, entered) = self.write_pool(ctx, new.pool, PoolAction::PlanRota).await?;
        let how = (SwapKind::Leader, TurnSource::Leader);
        self.give_now(ctx, tx, (&entered, new), how).await
    }

    async fn give_now(
        &self,
        ctx: &Ctx,
        mut tx: Tx,
        (entered, new): (&InPool, GiveTurn),
        (kind, source): (SwapKind, TurnSource),
    ) -> Result<()> {
        let by = entered.hand()?;
        let (served, turn) = find(&mut tx, new.pool, new.turn).await?;
        if turn.staff != new.from {
            return Err(Error::Conflict);
        }
        let part = left(ctx, turn.part);
        let part = part.ok_or_else(|| Error::invalid("part", "swap-fault-over"))?;
        let moved = (&served, &turn, part);
        let taking = self.taking(ctx, (&mut tx, entered), (&served, part), new.to);
        let taking = taking.await?;
        if let Some(rule) = taking.broken.iter().copied().find(|rule| hinders(*rule)) {
            return Err(Error::invalid("to", key_of(rule)));
        }
        let on = (&mut tx, entered);
        self.move_rest(ctx, on, (&turn, part), (new.to, &taking))
            .await?;
        give(ctx, &mut tx, (entered, moved), (new.to, source)).await?;
        let swap = Swap {
            id: SwapId(ctx.new_id()),
            pool: new.pool,
            duty: turn.duty,
            turn: turn.id,
            part,
            giver: turn.staff,
            taker: Some(new.to),
            kind,
            made: (by, ctx.now),
            state: SwapState::Accepted { by, at: ctx.now },
            version: 1,
        };
        stored::insert(&mut tx, &swap).await?;
        let mut told = swap.concerned();
        told.retain(|one| *one != by);
        let mail = (told.as_slice(), MailKind::DutyChanged);
        self.tell_each(ctx, &mut tx, mail, &step_of(&swap)).await?;
        tx.log(entered.entry(ctx, Event::DutyTakenOver, swap.id.to_string()));
        tx.commit().await?;
        Ok(())
    }
}

impl App {
    /// What it means for whoever takes a part of a duty; refused where that would break the law.
    async fn lawful(
        &self,
        ctx: &Ctx,
        on: (&mut Tx, &InPool),
        of: (&Served, Stretch),
        taker: StaffId,
    ) -> Result<Taking> {
        let taking = self.taking(ctx, on, of, taker).await?;
        match taking.forbidden() {
            Some(rule) => Err(Error::invalid("to", key_of(rule))),
            None => Ok(taking),
        }
    }
}

/// What is left of a turn for whoever takes it over now, in whole minutes, as everything on a rota is.
pub(super) fn left(ctx: &Ctx, part: Stretch) -> Option<Stretch> {
    let seconds = ctx.now.0.as_second().rem_euclid(60);
    Stretch::new(part.start().max(ctx.now.plus_seconds(-seconds)), part.end())
}

/// A turn with its duty.
pub(super) async fn find(tx: &mut Tx, pool: PoolId, id: TurnId) -> Result<(Served, Turn)> {
    let turn = turn::find(tx, id).await?.ok_or(Error::NotFound)?;
    let all = turn::of_pool(tx, pool, turn.part).await?;
    let served = all.into_iter().find(|one| one.duty.id == turn.duty);
    Ok((served.ok_or(Error::NotFound)?, turn))
}

/// Moves a part of a turn, unless somebody changed who serves what in the pool meanwhile.
async fn give(
    ctx: &Ctx,
    tx: &mut Tx,
    (entered, (served, held, part)): (&InPool, (&Served, &Turn, Stretch)),
    to: (StaffId, TurnSource),
) -> Result<()> {
    if served.turns.len() >= TURNS_MAX {
        return Err(Error::invalid("part", "swap-fault-many"));
    }
    if !pool::touch(tx, entered.pool.id, entered.pool.version).await? {
        return Err(Error::Conflict);
    }
    let given = held.give(to, part, || TurnId(ctx.new_id()));
    let given = given.map_err(|_| Error::invalid("part", "swap-fault-part"))?;
    turn::save(tx, &given.changed).await?;
    for new in &given.added {
        turn::insert(tx, new).await?;
    }
    Ok(())
}

/// What a mail about a swap is sent once for: its making, and what was decided.
fn step_of(swap: &Swap) -> String {
    format!("{} {}", swap.id, swap.state.code().code())
}

fn refused(err: SwapError) -> Error {
    match err {
        SwapError::Decided => Error::Conflict,
        SwapError::NotTheirs => Error::Forbidden,
        SwapError::Begun => Error::invalid("part", "swap-fault-begun"),
    }
}

/// The message that says which rule a swap would break.
fn key_of(rule: Rule) -> &'static str {
    match rule {
        Rule::NotEligible => "swap-fault-not-eligible",
        Rule::Absent => "swap-fault-absent",
        Rule::Overlap => "swap-fault-overlap",
        Rule::WeeklyRest => "swap-fault-weekly-rest",
        Rule::DailyRest => "swap-fault-daily-rest",
        Rule::Workplace => "swap-fault-workplace",
        Rule::Disturbed => "swap-fault-disturbed",
        Rule::Gap | Rule::Duties | Rule::Load | Rule::Weekends | Rule::WeeklyHours => {
            "swap-fault-agreement"
        }
    }
}
