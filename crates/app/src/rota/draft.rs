//! Drafts: made from what holds, changed by hand with an instant check.

use std::collections::{BTreeMap, BTreeSet};

use hemma_domain::absence::Absence;
use hemma_domain::access::PoolAction;
use hemma_domain::audit::Event;
use hemma_domain::duty::{Duty, Shape, crowded_out, shapes};
use hemma_domain::ids::{DutyId, PoolId, RotaId, StaffId};
use hemma_domain::pool::Member;
use hemma_domain::rota::{Breach, ROTA_DAYS_MAX, Rota, RotaState};
use hemma_domain::time::Day;
use hemma_domain::turn::Served;
use hemma_rota_rules::{Plan, Trial};
use hemma_store::db::Tx;
use hemma_store::{absence, duty, pool, rota as stored, turn};

use super::REACH_DAYS;
use super::average::{talked, worked};
use super::elsewhere::others;
use super::facts::{Facts, pieces};
use super::judge::{Entries, Judge};
use super::see::{self, Carried};
use crate::App;
use crate::ctx::Ctx;
use crate::error::{Error, Result};
use crate::pool::{InPool, days, names};

/// A draft as its planners see it.
#[derive(Debug, Clone)]
pub struct Draft {
    pub rota: Rota,
    pub pool: hemma_domain::pool::Pool,
    pub agreement: std::sync::Arc<hemma_domain::agreement::Agreement>,
    /// The duties that begin in its period, with what holds now.
    pub served: Vec<Served>,
    /// Who the draft gives each to; open ones are not in it.
    pub entries: BTreeMap<DutyId, StaffId>,
    /// Duties that this rota cannot change any more: begun, or swapped in parts.
    pub fixed: BTreeSet<DutyId>,
    pub rest_days: Vec<(StaffId, Day)>,
    /// Days off that hold around its period, as they were published.
    pub held_rest_days: Vec<(StaffId, Day)>,
    pub members: Vec<Member>,
    pub names: BTreeMap<StaffId, String>,
    pub away: Vec<Absence>,
    pub wishes: Vec<hemma_domain::absence::Wish>,
    pub breaches: Vec<Breach>,
    pub carried: Vec<Carried>,
    /// Duties that the agreement would make and that are not there, since others of their line stand in that time.
    pub crowded_out: Vec<Shape>,
}

/// A rota and the pool that it must be of.
pub type RotaAt = (PoolId, RotaId);

/// A duty of a draft given to somebody else.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Assign {
    /// The draft and its pool.
    pub at: RotaAt,
    pub duty: DutyId,
    /// Who had it when the planner decided; nobody where it was open.
    pub before: Option<StaffId>,
    /// Who is to have it.
    pub after: Option<StaffId>,
}

/// A day off for rest, given or taken back.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RestDay {
    /// The draft and its pool.
    pub at: RotaAt,
    pub staff: StaffId,
    pub on: Day,
    pub change: RestDayChange,
}

/// What becomes of a day off.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RestDayChange {
    Give,
    TakeBack,
}

impl App {
    /// Makes a draft of some days: their duties, given to whoever has them now.
    pub async fn draft_rota(&self, ctx: &Ctx, id: PoolId, period: (Day, Day)) -> Result<RotaId> {
        let (mut tx, entered) = self.write_pool(ctx, id, PoolAction::PlanRota).await?;
        let by = entered.hand()?;
        let (first, end) = period;
        let long = end.days_since(first);
        if !(1..=ROTA_DAYS_MAX).contains(&long) || first < entered.agreement.valid_from {
            return Err(Error::invalid("end", "duty-fault-period"));
        }
        make_duties(ctx, &mut tx, &entered, period).await?;
        let rota = Rota {
            id: RotaId(ctx.new_id()),
            pool: id,
            first,
            end,
            made: (by, ctx.now),
            state: RotaState::Draft,
            agreement: (
                entered.pool.agreement.clone(),
                entered.pool.agreement_version,
            ),
            version: 1,
        };
        stored::insert(&mut tx, &rota).await?;
        for one in of_period(&mut tx, id, period).await? {
            if let [only] = one.turns.as_slice() {
                stored::assign(&mut tx, (rota.id, one.duty.id), Some(only.staff)).await?;
            }
        }
        for off in stored::rest_days(&mut tx, id, period).await? {
            stored::give_draft_rest_day(&mut tx, rota.id, off).await?;
        }
        tx.log(entered.entry(ctx, Event::RotaChanged, rota.id.to_string()));
        tx.commit().await?;
        Ok(rota.id)
    }

    /// A draft with everything that its planners need to judge it.
    pub async fn rota_draft(&self, ctx: &Ctx, at: RotaAt) -> Result<Draft> {
        let mut tx = self.db.write(&ctx.request).await?;
        let (rota, entered) = self.enter_draft(ctx, &mut tx, at).await?;
        let draft = load(ctx, &mut tx, rota, entered.clone()).await?;
        // Absences of others stand in it.
        tx.log(entered.entry(ctx, Event::RotaRead, at.1.to_string()));
        tx.commit().await?;
        Ok(draft)
    }

    /// Gives a duty of a draft to somebody else, or to nobody. Says what the plan breaks then, for the two concerned.
    pub async fn assign_duty(&self, ctx: &Ctx, new: Assign) -> Result<Vec<Breach>> {
        let mut tx = self.db.write(&ctx.request).await?;
        let (rota, entered) = self.enter_draft(ctx, &mut tx, new.at).await?;
        let (mut draft, judge) = judged(ctx, &mut tx, rota, entered.clone()).await?;
        let is_in = draft.served.iter().any(|one| one.duty.id == new.duty);
        if !is_in || draft.rota.state != RotaState::Draft || draft.fixed.contains(&new.duty) {
            return Err(Error::Conflict);
        }
        if draft.entries.get(&new.duty).copied() != new.before {
            return Err(Error::Conflict);
        }
        if let Some(staff) = new.after
            && !draft.names.contains_key(&staff)
        {
            return Err(Error::invalid("staff", "duty-fault-staff"));
        }
        let number = judge.duty(new.duty).ok_or(Error::Conflict)?;
        let to = new.after.and_then(|staff| judge.number(staff));
        let before = plan_of(&judge, &draft);
        let trial = judge.board().try_changes(&before, &[(number, to)]);
        stored::assign(&mut tx, (draft.rota.id, new.duty), new.after).await?;
        self.move_rest_days(ctx, &mut tx, (&mut draft, &judge), &trial)
            .await?;
        tx.log(entered.entry(ctx, Event::RotaChanged, new.duty.to_string()));
        tx.commit().await?;
        match new.after {
            Some(staff) => draft.entries.insert(new.duty, staff),
            None => draft.entries.remove(&new.duty),
        };
        let mut broken = judge.breaches(&plan_of(&judge, &draft));
        let concerned = [new.before, new.after];
        broken.retain(|one| concerned.contains(&Some(one.staff)));
        Ok(broken)
    }

    /// Days off that a change brings or makes needless; what has passed stays as it was.
    async fn move_rest_days(
        &self,
        ctx: &Ctx,
        tx: &mut Tx,
        (draft, judge): (&mut Draft, &Judge),
        trial: &Trial,
    ) -> Result<()> {
        let ahead = |day: Day| ctx.today() < day;
        let added = judge.days(&trial.comp_added);
        for off in added.into_iter().filter(|(_, day)| ahead(*day)) {
            stored::give_draft_rest_day(tx, draft.rota.id, off).await?;
            draft.rest_days.push(off);
        }
        let gone = judge.days(&trial.comp_removed);
        for off in gone.into_iter().filter(|(_, day)| ahead(*day)) {
            stored::take_draft_rest_day(tx, draft.rota.id, off).await?;
            draft.rest_days.retain(|one| *one != off);
        }
        Ok(())
    }

    /// Gives somebody a day off for rest in a draft, or takes it back.
    pub async fn change_rest_day(&self, ctx: &Ctx, new: RestDay) -> Result<()> {
        let mut tx = self.db.write(&ctx.request).await?;
        let (rota, entered) = self.enter_draft(ctx, &mut tx, new.at).await?;
        if rota.state != RotaState::Draft {
            return Err(Error::Conflict);
        }
        if !entered.agreement.is_workday(new.on)
            || new.on < rota.first.plus(-7)
            || rota.end < new.on
        {
            return Err(Error::invalid("on", "duty-fault-rest-day"));
        }
        let off = (new.staff, new.on);
        match new.change {
            RestDayChange::Give => stored::give_draft_rest_day(&mut tx, rota.id, off).await?,
            RestDayChange::TakeBack => stored::take_draft_rest_day(&mut tx, rota.id, off).await?,
        }
        tx.log(entered.entry(ctx, Event::RotaChanged, rota.id.to_string()));
        tx.commit().await?;
        Ok(())
    }

    /// Throws a draft away.
    pub async fn discard_draft(&self, ctx: &Ctx, (at, version): (RotaAt, i64)) -> Result<()> {
        let mut tx = self.db.write(&ctx.request).await?;
        let (rota, entered) = self.enter_draft(ctx, &mut tx, at).await?;
        let gone = Rota {
            state: RotaState::Discarded,
            version,
            ..rota
        };
        if !stored::save(&mut tx, &gone).await? {
            return Err(Error::Conflict);
        }
        tx.log(entered.entry(ctx, Event::RotaChanged, at.1.to_string()));
        tx.commit().await?;
        Ok(())
    }

    /// A rota with its pool, for its planners.
    pub(super) async fn enter_draft(
        &self,
        ctx: &Ctx,
        tx: &mut Tx,
        (pool, id): RotaAt,
    ) -> Result<(Rota, InPool)> {
        let mut entered = self.in_pool(ctx, tx, (pool, PoolAction::PlanRota)).await?;
        let rota = stored::find(tx, id).await?;
        let rota = rota.filter(|rota| rota.pool == pool);
        let rota = rota.ok_or(Error::NotFound)?;
        // It stays on the version that it was begun under.
        entered.agreement = self.agreement(&rota.agreement.0, rota.agreement.1)?;
        Ok((rota, entered))
    }
}

/// Stores the duties of a period that are not there yet. One that meets another of its line is left out where that stands.
async fn make_duties(ctx: &Ctx, tx: &mut Tx, entered: &InPool, period: (Day, Day)) -> Result<()> {
    let within = days((period.0, period.1.plus(14)))?;
    let known = duty::of_pool(tx, entered.pool.id, within).await?;
    for line in &entered.pool.lines {
        for shape in shapes(&entered.agreement, line, period) {
            let met: Vec<&Duty> = known.iter().filter(|one| one.shape.meets(&shape)).collect();
            let is_there = met.iter().any(|one| one.shape.segments == shape.segments);
            if is_there || !cleared(ctx, tx, &met).await? {
                continue;
            }
            let new = Duty {
                id: DutyId(ctx.new_id()),
                pool: entered.pool.id,
                shape,
            };
            duty::insert(tx, &new).await?;
        }
    }
    Ok(())
}

/// Takes away duties that are in the way, unless one of them has begun or something rests on it. Says whether none is left.
async fn cleared(ctx: &Ctx, tx: &mut Tx, met: &[&Duty]) -> Result<bool> {
    for one in met {
        let whole = one.shape.whole();
        let is_ahead = whole.is_some_and(|whole| ctx.now < whole.start());
        if !is_ahead || !duty::is_free(tx, one.id).await? {
            return Ok(false);
        }
    }
    for one in met {
        duty::remove(tx, one.id).await?;
    }
    Ok(true)
}

/// The duties that begin in a period, with what holds.
pub(super) async fn of_period(
    tx: &mut Tx,
    pool: PoolId,
    (first, end): (Day, Day),
) -> Result<Vec<Served>> {
    let all = turn::of_pool(tx, pool, days((first, end))?).await?;
    let begins = |one: &Served| {
        let whole = one.duty.shape.whole();
        whole.is_some_and(|whole| first <= whole.start().day() && whole.start().day() < end)
    };
    Ok(all.into_iter().filter(begins).collect())
}

/// Everything of a draft.
pub(super) async fn load(ctx: &Ctx, tx: &mut Tx, rota: Rota, entered: InPool) -> Result<Draft> {
    Ok(judged(ctx, tx, rota, entered).await?.0)
}

/// Everything of a draft, with the rules that it is judged by.
pub(super) async fn judged(
    ctx: &Ctx,
    tx: &mut Tx,
    rota: Rota,
    entered: InPool,
) -> Result<(Draft, Judge)> {
    let known = known(ctx, tx, (&rota, &entered)).await?;
    let judge = Judge::new(known.facts)?;
    let facts = &judge.facts;
    let mut draft = Draft {
        fixed: fixed(ctx, &known.served),
        pool: entered.pool.clone(),
        agreement: entered.agreement.clone(),
        names: names(&facts.members),
        rota,
        served: known.served,
        entries: known.entries,
        rest_days: known.rest_days,
        held_rest_days: known.held_rest_days,
        members: facts.members.clone(),
        away: facts.away.clone(),
        wishes: facts.wishes.clone(),
        breaches: Vec::new(),
        carried: facts.carried.clone(),
        crowded_out: known.crowded_out,
    };
    draft.breaches = judge.breaches(&plan_of(&judge, &draft));
    Ok((draft, judge))
}

/// A draft as the rules see it.
pub(super) fn plan_of(judge: &Judge, draft: &Draft) -> Plan {
    plan_with(judge, draft, (&draft.entries, &draft.rest_days))
}

/// The days of a draft with other entries and days off, as the rules see them.
pub(super) fn plan_with(
    judge: &Judge,
    draft: &Draft,
    (entries, rest_days): (&Entries, &[(StaffId, Day)]),
) -> Plan {
    let outside = judge.facts.rest_days.iter();
    let outside = outside.filter(|(_, day)| *day < draft.rota.first || draft.rota.end <= *day);
    let days: Vec<(StaffId, Day)> = outside.chain(rest_days).copied().collect();
    judge.plan(entries, &days)
}

/// What is known of the pool in the days of a rota.
pub(super) struct Known {
    served: Vec<Served>,
    crowded_out: Vec<Shape>,
    entries: Entries,
    rest_days: Vec<(StaffId, Day)>,
    /// The days off that hold, whatever the rota would give.
    pub(super) held_rest_days: Vec<(StaffId, Day)>,
    /// With the days off that the rota gives.
    pub(super) facts: Facts,
}

/// What is known of the pool in the days of a rota, with the duties that begin in it; shares as its entries make them.
pub(super) async fn known(
    ctx: &Ctx,
    tx: &mut Tx,
    (rota, entered): (&Rota, &InPool),
) -> Result<Known> {
    let entries = stored::entries(tx, rota.id).await?;
    let rest_days = stored::draft_rest_days(tx, rota.id).await?;
    let period = (rota.first, rota.end);
    let reach = (rota.first.plus(-REACH_DAYS), rota.end.plus(REACH_DAYS));
    let around = turn::of_pool(tx, rota.pool, days(reach)?).await?;
    let served = of_period(tx, rota.pool, period).await?;
    let members = pool::members(tx, rota.pool, period).await?;
    let staff: Vec<StaffId> = names(&members).into_keys().collect();
    let away = absence::of(tx, &staff, days(reach)?).await?;
    let wishes = absence::wishes(tx, rota.pool, days(period)?).await?;
    let held_rest_days = stored::rest_days(tx, rota.pool, reach).await?;
    let mut off = held_rest_days.clone();
    off.retain(|(_, day)| *day < rota.first || rota.end <= *day);
    off.extend(rest_days.iter().copied());
    let planned = planned(&served, &entries);
    let carried = see::carried(tx, entered, (&members, &planned), period).await?;
    let calls = talked(tx, entered, period).await?;
    let facts = Facts {
        agreement: entered.agreement.clone(),
        lines: entered.pool.lines.clone(),
        period,
        today: ctx.today(),
        pieces: pieces(&entered.agreement, &around, period, ctx.now),
        members,
        away,
        wishes,
        rest_days: off,
        carried,
        worked: worked((tx, &calls), entered, period, reach.0).await?,
        calls,
    };
    let others = others(tx, (rota.pool, &staff), days(reach)?).await?;
    let facts = others.join(facts, |_| true);
    Ok(Known {
        crowded_out: crowded(ctx, (rota, entered), &around),
        served,
        entries,
        rest_days,
        held_rest_days,
        facts,
    })
}

/// What the agreement would make in the days of a draft and cannot, from now on.
fn crowded(ctx: &Ctx, (rota, entered): (&Rota, &InPool), around: &[Served]) -> Vec<Shape> {
    if rota.state != RotaState::Draft {
        return Vec::new();
    }
    let lines = entered.pool.lines.iter();
    let all = lines.flat_map(|line| shapes(&entered.agreement, line, (rota.first, rota.end)));
    let ahead = all.filter(|one| one.whole().is_some_and(|whole| ctx.now < whole.end()));
    let standing: Vec<Duty> = around.iter().map(|one| one.duty.clone()).collect();
    crowded_out(ahead.collect(), &standing)
}

/// Duties that have begun, or were swapped in parts: what is agreed stands.
fn fixed(ctx: &Ctx, served: &[Served]) -> BTreeSet<DutyId> {
    let begun = |one: &Served| {
        let whole = one.duty.shape.whole();
        whole.is_none_or(|whole| whole.start() <= ctx.now) || one.turns.len() > 1
    };
    let fixed = served.iter().filter(|one| begun(one));
    fixed.map(|one| one.duty.id).collect()
}

/// The duties of a draft as if it held: each whole with whoever it is given to, but for those in parts.
pub(super) fn planned(served: &[Served], entries: &BTreeMap<DutyId, StaffId>) -> Vec<Served> {
    let as_planned = |one: &Served| {
        if one.turns.len() > 1 {
            return one.clone();
        }
        let whole = one.duty.shape.whole();
        let given = entries.get(&one.duty.id).zip(whole);
        Served {
            duty: one.duty.clone(),
            turns: given
                .map(|(staff, part)| hemma_domain::turn::Turn {
                    id: hemma_domain::ids::TurnId(one.duty.id.0),
                    duty: one.duty.id,
                    staff: *staff,
                    part,
                    source: hemma_domain::turn::TurnSource::Rota,
                    revision: 0,
                })
                .into_iter()
                .collect(),
        }
    };
    served.iter().map(as_planned).collect()
}
