//! Who is on now, with which number and until when; and whether the next ones are ready.

use std::collections::BTreeMap;

use hemma_domain::access::PoolAction;
use hemma_domain::audit::Event;
use hemma_domain::ids::{LineId, PoolId, StaffId, TurnId};
use hemma_domain::mail::MailKind;
use hemma_domain::pool::{Member, Pool};
use hemma_domain::programme::Words;
use hemma_domain::readiness::{ALARM_DAYS, CONFIRM_HOURS, Confirmed, can_be_confirmed, is_number};
use hemma_domain::staff::Role;
use hemma_domain::stretch::Stretch;
use hemma_domain::time::{Clock, Day, Instant};
use hemma_domain::turn::{Doubt, Served, on_call};
use hemma_store::db::Tx;
use hemma_store::{pool, readiness as stored, staff, turn};

use crate::App;
use crate::ctx::Ctx;
use crate::error::{Error, Result};
use crate::pool::around;
use crate::rota::{Under, doubts, gaps, holders};
use crate::swap::Meaning;

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
    /// Seconds that a line rings before the next one is rung.
    pub ring_seconds: u32,
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
    /// Hours of the next days in which nobody has it, or somebody who cannot.
    pub uncovered: Vec<Stretch>,
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
    /// They are away meanwhile, or have no post that serves the line: somebody else should take over. Until then they are
    /// called all the same.
    pub in_doubt: bool,
    /// Until when that is so, and they are on.
    pub steady_until: Instant,
    /// What it would mean if the reader took over now; none where they have it, or serve no line.
    pub taken: Option<Meaning>,
}

impl App {
    /// Who is on now.
    pub async fn tonight(&self, ctx: &Ctx, id: PoolId) -> Result<Tonight> {
        let (mut tx, entered) = self.read_pool(ctx, id, PoolAction::SeeTonight).await?;
        let mut found = self.tonight_of(&mut tx, &entered.pool, ctx.now).await?;
        found.may_serve = entered.may(ctx, PoolAction::OwnDuty);
        if found.may_serve {
            let on = (&mut tx, &entered);
            self.weigh_taking_over(ctx, on, &mut found).await?;
        }
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

    /// Tells group leaders of hours without anybody in a line within the next days, and those whose duty begins soon that
    /// their number is not confirmed: a part of upkeep, once a day for each. Says how many were told.
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
        let today = ctx.today();
        let members = pool::members(&mut tx, one.id, (today, today.plus(ALARM_DAYS))).await?;
        let doubts = doubts(&mut tx, (one, &members), &served, ctx.now).await?;
        let mut told = 0;
        let under = self.alarm_under(&mut tx, one, ctx.now).await?;
        let uncovered = uncovered(one, &under, (&served, &doubts), ctx.now);
        if uncovered.iter().any(|(_, gaps)| !gaps.is_empty()) {
            let leaders = leaders(&members, today);
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
        let days = (at.day().plus(-1), at.day().plus(ALARM_DAYS));
        let members = pool::members(tx, pool.id, days).await?;
        let doubts = doubts(tx, (pool, &members), &served, at).await?;
        let under = self.alarm_under(tx, pool, at).await?;
        let uncovered = uncovered(pool, &under, (&served, &doubts), at);
        let people = People {
            of: staff::phones(tx, &holders(&served)).await?,
            confirmed,
            doubts,
            at,
        };
        let lines = pool.lines.iter().map(|line| LineNow {
            id: line.id,
            level: line.level,
            name: line.name.clone(),
            now: on_call(&served, line.id, at)
                .map(|one| people.on_duty((one.turn, one.staff), one.part)),
            next: next(&served, line.id, at)
                .map(|(turn, staff, part)| people.on_duty((turn, staff), part)),
            uncovered: uncovered
                .iter()
                .filter(|(id, _)| *id == line.id)
                .flat_map(|(_, gaps)| gaps.iter().copied())
                .collect(),
        });
        Ok(Tonight {
            pool: pool.id,
            name: pool.name.clone(),
            at,
            lines: lines.collect(),
            ring_seconds: pool.ring_seconds,
            may_serve: false,
        })
    }

    /// The agreements of the days that an alarm looks at.
    async fn alarm_under(&self, tx: &mut Tx, pool: &Pool, at: Instant) -> Result<Under> {
        let days = (at.day(), at.day().plus(ALARM_DAYS));
        self.under(tx, (pool, days)).await
    }
}

/// Per line, the hours of the next days in which nobody has it, or somebody who cannot.
fn uncovered(
    pool: &Pool,
    under: &Under,
    known: (&[Served], &[Doubt]),
    at: Instant,
) -> Vec<(LineId, Vec<Stretch>)> {
    let until = at.day().plus(ALARM_DAYS).at(Clock::MIDNIGHT);
    let within = Stretch::new(at, until);
    within.map_or_else(Vec::new, |within| gaps(under, &pool.lines, known, within))
}

/// The group leaders of a pool on a day.
pub(crate) fn leaders(members: &[Member], on: Day) -> Vec<StaffId> {
    let leads = |one: &&Member| {
        one.role == Role::GroupLeader && one.from <= on && one.to.is_none_or(|to| on < to)
    };
    let mut leaders: Vec<StaffId> = members.iter().filter(leads).map(|one| one.staff).collect();
    leaders.dedup();
    leaders
}

/// Names and numbers of those on the rota.
struct People {
    of: BTreeMap<StaffId, (String, Option<String>)>,
    confirmed: Vec<Confirmed>,
    doubts: Vec<Doubt>,
    at: Instant,
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
            in_doubt: self.is_in_doubt(turn, part),
            steady_until: self.steady_until(turn, part),
            taken: None,
        }
    }

    /// Until when nothing changes in what is said of somebody who is on call now.
    fn steady_until(&self, turn: TurnId, part: Stretch) -> Instant {
        let doubts = self.doubts.iter().filter(|one| one.turn == turn);
        let edges = doubts.flat_map(|one| [one.part.start(), one.part.end()]);
        let ahead = edges.filter(|edge| self.at < *edge && part.holds(*edge));
        ahead.min().unwrap_or(part.end())
    }

    /// Whether somebody cannot be on call now, or cannot the next time.
    fn is_in_doubt(&self, turn: TurnId, part: Stretch) -> bool {
        let mut doubts = self.doubts.iter().filter(|one| one.turn == turn);
        match part.holds(self.at) {
            true => doubts.any(|one| one.part.holds(self.at)),
            false => doubts.any(|one| one.part.meets(part)),
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
