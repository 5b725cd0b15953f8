//! The next duty of somebody who was called: whether the calls leave them the rest that must lie before it.

use std::collections::BTreeSet;

use hemma_domain::call::Call;
use hemma_domain::ids::{LineId, StaffId, TurnId};
use hemma_domain::mail::MailKind;
use hemma_domain::rota::Rule;
use hemma_domain::stretch::Stretch;
use hemma_domain::time::Instant;
use hemma_domain::turn::{Served, Turn};
use hemma_store::db::Tx;
use hemma_store::{call, staff, turn};

use super::lawful::Known;
use super::taker::others;
use crate::App;
use crate::ctx::Ctx;
use crate::error::Result;
use crate::pool::{InPool, around, names};
use crate::rest::leaders_of;

/// Days back in which calls still matter for the next duty: a week of being on call.
const CALLED_DAYS: i64 = 7;
/// Days ahead in which a next duty is looked for: beyond, any rest has been had.
const NEXT_DAYS: i64 = 7;

/// A duty that comes too soon after somebody's calls.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NextDuty {
    pub staff: StaffId,
    pub name: String,
    pub turn: TurnId,
    pub line: LineId,
    pub part: Stretch,
    /// The rules of rest that it breaks since they were called.
    pub broken: Vec<Rule>,
    /// Who could have it without breaking a rule that nobody may set aside, by name.
    pub could: Vec<String>,
}

impl App {
    /// The next duties that break a rule of rest because of calls: somebody's own, or everybody's. One statement where
    /// nobody was called.
    pub(crate) async fn next_duties(
        &self,
        ctx: &Ctx,
        (tx, entered): (&mut Tx, &InPool),
        whose: Option<StaffId>,
    ) -> Result<Vec<NextDuty>> {
        let id = entered.pool.id;
        let talked = call::talked(tx, id, around(ctx.now, (CALLED_DAYS, 0))?).await?;
        let called = talked.into_iter().map(|(staff, _)| staff);
        let called = called.filter(|who| whose.is_none_or(|whose| whose == *who));
        let called: BTreeSet<StaffId> = called.collect();
        if called.is_empty() {
            return Ok(Vec::new());
        }
        let served = turn::of_pool(tx, id, around(ctx.now, (0, NEXT_DAYS))?).await?;
        let next = |staff: &StaffId| next_of(&served, *staff, ctx.now);
        let mut found = Vec::new();
        for (one, turn) in called.iter().filter_map(next) {
            let known = Known::load(tx, entered, &[(turn.part, turn.staff)]).await?;
            // What cannot be judged must not keep a call from being kept.
            let broken = known.cut_rest(entered, turn).unwrap_or_else(|err| {
                tracing::error!(%err, turn.id = %turn.id, "a next duty was not judged");
                Vec::new()
            });
            if !broken.is_empty() {
                found.push(
                    self.too_soon(ctx, (tx, entered), (one, turn), broken)
                        .await?,
                );
            }
        }
        Ok(found)
    }

    /// A duty that comes too soon, with who could have it instead.
    async fn too_soon(
        &self,
        ctx: &Ctx,
        (tx, entered): (&mut Tx, &InPool),
        (served, turn): (&Served, &Turn),
        broken: Vec<Rule>,
    ) -> Result<NextDuty> {
        let others = others(tx, entered, (served, turn.part), turn.staff).await?;
        let asked: Vec<_> = others.iter().map(|one| (turn.part, one.staff)).collect();
        let mut could = Vec::new();
        if !asked.is_empty() {
            let known = Known::load(tx, entered, &asked).await?;
            for (staff, name) in names(&others) {
                let taking = known.taking(ctx, entered, (served, turn.part), staff);
                let may = taking.is_ok_and(|taking| taking.forbidden().is_none());
                could.extend(may.then_some(name));
            }
        }
        could.sort();
        let name = staff::names(tx, &[turn.staff]).await?;
        Ok(NextDuty {
            staff: turn.staff,
            name: name.into_iter().map(|(_, name)| name).collect(),
            turn: turn.id,
            line: served.duty.shape.line,
            part: turn.part,
            broken,
            could,
        })
    }

    /// Looks at the plan again after a call: whoever took it and their leaders are told where their next duty comes too
    /// soon, once for each duty.
    pub(crate) async fn look_at_next(
        &self,
        ctx: &Ctx,
        tx: &mut Tx,
        (entered, call): (&InPool, &Call),
    ) -> Result<()> {
        let on = (&mut *tx, entered);
        let found = self.next_duties(ctx, on, Some(call.taken_by)).await?;
        for one in found {
            let mut told = leaders_of(ctx, tx, call).await?;
            told.push(one.staff);
            let mail = (told.as_slice(), MailKind::DutyTooSoon);
            self.tell_each(ctx, tx, mail, &one.turn.to_string()).await?;
        }
        Ok(())
    }
}

/// The first turn of somebody that begins after an instant.
fn next_of(served: &[Served], staff: StaffId, now: Instant) -> Option<(&Served, &Turn)> {
    let turns = served
        .iter()
        .flat_map(|one| one.turns.iter().map(move |turn| (one, turn)));
    let theirs = turns.filter(|(_, turn)| turn.staff == staff && now < turn.part.start());
    theirs.min_by_key(|(_, turn)| (turn.part.start(), turn.id))
}
