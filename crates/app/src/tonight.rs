//! Who is on now, with which number and until when; and whether the next ones are ready.

use std::collections::BTreeMap;

use hemma_domain::access::PoolAction;
use hemma_domain::audit::Event;
use hemma_domain::ids::{LineId, PoolId, StaffId, TurnId};
use hemma_domain::mail::MailKind;
use hemma_domain::pool::Pool;
use hemma_domain::programme::Words;
use hemma_domain::readiness::{ALARM_DAYS, CONFIRM_HOURS, Confirmed, can_be_confirmed, is_number};
use hemma_domain::staff::Role;
use hemma_domain::stretch::Stretch;
use hemma_domain::time::{Clock, Instant};
use hemma_domain::turn::{Served, on_call};
use hemma_store::db::Tx;
use hemma_store::{pool, readiness as stored, staff, turn};

use crate::App;
use crate::ctx::Ctx;
use crate::error::{Error, Result};
use crate::pool::around;
use crate::rota::gaps;

/// Days within which the next one is looked for.
const NEXT_DAYS: i64 = 10;

/// Who is on now and next, in every line of a pool.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tonight {
    pub pool: PoolId,
    pub name: String,
    /// The moment it is true at.
    pub at: Instant,
    pub lines: Vec<LineNow>,
    /// Hours of the next days in which the first line has nobody.
    pub uncovered: Vec<Stretch>,
    pub may_serve: bool,
}

/// One line, now and next.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LineNow {
    pub id: LineId,
    pub level: u32,
    pub name: Words,
    /// Nobody where nobody is on call now.
    pub now: Option<OnDuty>,
    /// Whoever comes after, or first where nobody is on now.
    pub next: Option<OnDuty>,
}

/// Somebody on call.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OnDuty {
    pub turn: TurnId,
    pub staff: StaffId,
    pub name: String,
    /// The number confirmed for the night, else the service number; none where neither is known.
    pub number: Option<String>,
    /// Whether it was confirmed for this very turn.
    pub confirmed: bool,
    /// Since when and until when without a break.
    pub part: Stretch,
}

impl App {
    /// Who is on now.
    pub async fn tonight(&self, ctx: &Ctx, id: PoolId) -> Result<Tonight> {
        let (mut tx, entered) = self.read_pool(ctx, id, PoolAction::SeeTonight).await?;
        let mut found = self.tonight_of(&mut tx, &entered.pool, ctx.now).await?;
        found.may_serve = entered.may(ctx, PoolAction::OwnDuty);
        Ok(found)
    }

    /// Confirms that a number reaches the actor during a turn of theirs.
    pub async fn confirm_number(
        &self,
        ctx: &Ctx,
        (id, turn): (PoolId, TurnId),
        number: &str,
    ) -> Result<()> {
        let (mut tx, entered) = self.write_pool(ctx, id, PoolAction::OwnDuty).await?;
        let me = entered.hand()?;
        let found = turn::find(&mut tx, turn).await?.ok_or(Error::NotFound)?;
        if found.staff != me {
            return Err(Error::NotFound);
        }
        let number = number.trim();
        if !is_number(number) {
            return Err(Error::invalid("number", "duty-fault-number"));
        }
        if !can_be_confirmed(found.part, ctx.now) {
            return Err(Error::invalid("number", "duty-fault-early"));
        }
        let one = Confirmed {
            turn,
            staff: me,
            number: number.to_owned(),
            at: ctx.now,
        };
        stored::put(&mut tx, &one).await?;
        tx.log(entered.entry(ctx, Event::NumberConfirmed, turn.to_string()));
        tx.commit().await?;
        Ok(())
    }

    /// Tells group leaders of hours without first line within the next days, and those whose duty begins soon that their
    /// number is not confirmed: a part of upkeep, once a day for each. Says how many were told.
    pub async fn watch_duties(&self, ctx: &Ctx) -> Result<u64> {
        let mut tx = self.db.read().await?;
        let pools = pool::all(&mut tx).await?;
        tx.commit().await?;
        let mut told = 0;
        for one in &pools {
            told += self.watch(ctx, one).await?;
        }
        Ok(told)
    }

    async fn watch(&self, ctx: &Ctx, one: &Pool) -> Result<u64> {
        let mut tx = self.db.write(&ctx.request).await?;
        let within = around(ctx.now, (1, ALARM_DAYS))?;
        let served = turn::of_pool(&mut tx, one.id, within).await?;
        let period = (ctx.today(), ctx.today());
        let members = pool::members(&mut tx, one.id, period).await?;
        let mut told = 0;
        if !self.uncovered(one, &served, ctx.now)?.is_empty() {
            let leads = members.iter().filter(|one| one.role == Role::GroupLeader);
            let mut leaders: Vec<StaffId> = leads.map(|one| one.staff).collect();
            leaders.dedup();
            told += self
                .tell_all(ctx, &mut tx, (&leaders, MailKind::HourUncovered))
                .await?;
        }
        let confirmed = stored::of_pool(&mut tx, one.id, within).await?;
        let turns = served.iter().flat_map(|one| &one.turns);
        let soon = ctx.now.plus_seconds(CONFIRM_HOURS * 3_600);
        let mut missing: Vec<StaffId> = turns
            .filter(|turn| ctx.now < turn.part.start() && turn.part.start() <= soon)
            .filter(|turn| !confirmed.iter().any(|one| one.turn == turn.id))
            .map(|turn| turn.staff)
            .collect();
        missing.sort();
        missing.dedup();
        told += self
            .tell_all(ctx, &mut tx, (&missing, MailKind::NumberMissing))
            .await?;
        tx.commit().await?;
        Ok(told)
    }

    /// Who is on in a pool at an instant, for whoever was let in.
    pub(crate) async fn tonight_of(
        &self,
        tx: &mut Tx,
        pool: &Pool,
        at: Instant,
    ) -> Result<Tonight> {
        let within = around(at, (NEXT_DAYS, ALARM_DAYS))?;
        let served = turn::of_pool(tx, pool.id, within).await?;
        let confirmed = stored::of_pool(tx, pool.id, within).await?;
        let mut staff: Vec<StaffId> = served
            .iter()
            .flat_map(|one| one.turns.iter().map(|turn| turn.staff))
            .collect();
        staff.sort();
        staff.dedup();
        let people = People {
            of: staff::phones(tx, &staff).await?,
            confirmed,
        };
        let lines = pool.lines.iter().map(|line| LineNow {
            id: line.id,
            level: line.level,
            name: line.name.clone(),
            now: on_call(&served, line.id, at)
                .map(|one| people.on_duty((one.turn, one.staff), one.part)),
            next: next(&served, line.id, at)
                .map(|(turn, staff, part)| people.on_duty((turn, staff), part)),
        });
        Ok(Tonight {
            pool: pool.id,
            name: pool.name.clone(),
            at,
            lines: lines.collect(),
            uncovered: self.uncovered(pool, &served, at)?,
            may_serve: false,
        })
    }

    /// Hours of the next days in which the first line has nobody.
    fn uncovered(&self, pool: &Pool, served: &[Served], at: Instant) -> Result<Vec<Stretch>> {
        let agreement = self.agreement(&pool.agreement, pool.agreement_version)?;
        let until = at.day().plus(ALARM_DAYS).at(Clock::MIDNIGHT);
        let Some(within) = Stretch::new(at, until) else {
            return Ok(Vec::new());
        };
        let first: Vec<_> = pool.level(1).cloned().into_iter().collect();
        let found = gaps(&agreement, &first, served, within);
        Ok(found.into_iter().flat_map(|(_, gaps)| gaps).collect())
    }
}

/// Names and numbers of those on the rota.
struct People {
    of: BTreeMap<StaffId, (String, Option<String>)>,
    confirmed: Vec<Confirmed>,
}

impl People {
    fn on_duty(&self, (turn, staff): (TurnId, StaffId), part: Stretch) -> OnDuty {
        let known = self.of.get(&staff).cloned().unwrap_or_default();
        let confirmed = self.confirmed.iter().find(|one| one.turn == turn);
        let number = confirmed.map(|one| one.number.clone());
        OnDuty {
            turn,
            staff,
            name: known.0,
            confirmed: number.is_some(),
            number: number.or(known.1),
            part,
        }
    }
}

/// The next stretch on call in a line that begins after an instant.
fn next(served: &[Served], line: LineId, at: Instant) -> Option<(TurnId, StaffId, Stretch)> {
    let of_line = served.iter().filter(|one| one.duty.shape.line == line);
    let coming = of_line.flat_map(|one| {
        let turns = one.turns.iter();
        turns.flat_map(|turn| {
            let parts = one.on_call(turn).into_iter();
            parts.map(|part| (turn.id, turn.staff, part))
        })
    });
    coming
        .filter(|(_, _, part)| at < part.start())
        .min_by_key(|(_, _, part)| *part)
}
