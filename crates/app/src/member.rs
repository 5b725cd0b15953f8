//! Who can be on call in a pool, with which part of a full post, and what they carried in the years before the program.

use std::collections::BTreeMap;

use hemma_domain::access::PoolAction;
use hemma_domain::audit::Event;
use hemma_domain::ids::{LineId, PoolId, StaffId, TeamId};
use hemma_domain::pool::{FULL_SHARE, Member, Pool};
use hemma_domain::rota::{BURDEN_MAX, Burden, Tally, YEARS_BACK_MAX};
use hemma_domain::time::Day;
use hemma_store::db::Tx;
use hemma_store::{duty, pool as stored, rota, team};

use crate::App;
use crate::ctx::Ctx;
use crate::error::{Error, Result};
use crate::pool::InPool;
use crate::rota::{LongAway, long_away};

/// Days ahead in which somebody who comes, and a part of a post that changes, is shown already.
const AHEAD_DAYS: i64 = 200;
/// Days back in which long absences are shown.
const AWAY_BACK_DAYS: i64 = 400;
/// Days back from which a part of a post can be written down: as far as years that can still be typed.
const BACK_DAYS: i64 = (YEARS_BACK_MAX as i64 + 1) * 366;

/// Everybody of a pool, for its planners.
#[derive(Debug, Clone)]
pub struct Members {
    pub pool: Pool,
    /// One for each post, by name.
    pub members: Vec<Member>,
    pub teams: BTreeMap<TeamId, String>,
    /// Long absences of theirs, which lower the fair share; never why.
    pub away: LongAway,
    /// Days in a row from which an absence does; none where no absence does.
    pub long_days: Option<u32>,
    /// What they carried in the years that are written down.
    pub burdens: Vec<Burden>,
    /// The last year that can still be typed: the program counts those after it.
    pub last_year: i16,
    pub may_serve: bool,
}

/// Somebody's part of a full post.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NewShare {
    pub pool: PoolId,
    pub staff: StaffId,
    /// The first day that it holds on.
    pub from: Day,
    /// In per cent; 0 for somebody who takes no duties.
    pub share: u32,
}

/// What somebody carried in a year before the program.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NewBurden {
    pub pool: PoolId,
    pub staff: StaffId,
    pub line: LineId,
    pub year: i16,
    pub tally: Tally,
}

impl App {
    /// Everybody who can be on call in a pool, for its planners.
    pub async fn members(&self, ctx: &Ctx, id: PoolId) -> Result<Members> {
        let (mut tx, entered) = self.write_pool(ctx, id, PoolAction::PlanRota).await?;
        let members = now(ctx, &mut tx, &entered).await?;
        let today = ctx.today();
        let reach = (today.plus(-AWAY_BACK_DAYS), today.plus(AHEAD_DAYS));
        let away = long_away(&mut tx, (&entered.agreement, &members), reach).await?;
        let mut teams = BTreeMap::new();
        for one in entered.pool.teams_on(ctx.today()) {
            if let Some(found) = team::find(&mut tx, one).await? {
                teams.insert(one, found.0.name);
            }
        }
        let mut burdens = rota::burdens(&mut tx, id).await?;
        burdens.retain(|one| members.iter().any(|member| member.staff == one.staff));
        let last_year = last_year(ctx, &mut tx, id).await?;
        // Absences of others stand in it.
        tx.log(entered.entry(ctx, Event::RotaRead, "members".to_owned()));
        tx.commit().await?;
        let long_days = entered.agreement.rules.long_absence_days.as_ref();
        Ok(Members {
            last_year,
            may_serve: entered.may(ctx, PoolAction::OwnDuty),
            long_days: long_days.map(|least| least.value),
            away,
            pool: entered.pool,
            members,
            teams,
            burdens,
        })
    }

    /// Sets somebody's part of a full post from a day on: their fair share follows it from the next look on, and what
    /// was before that day stays.
    pub async fn set_share(&self, ctx: &Ctx, new: NewShare) -> Result<()> {
        let (mut tx, entered) = self.write_pool(ctx, new.pool, PoolAction::PlanRota).await?;
        is_member(&now(ctx, &mut tx, &entered).await?, new.staff)?;
        if new.share > FULL_SHARE {
            return Err(Error::invalid("share", "member-fault-share"));
        }
        let today = ctx.today();
        if new.from < today.plus(-BACK_DAYS) || today.plus(AHEAD_DAYS) < new.from {
            return Err(Error::invalid("from", "member-fault-from"));
        }
        let step = (new.from, new.share);
        stored::set_share(&mut tx, (new.pool, new.staff), step).await?;
        let detail = format!("share {} {} {}", new.staff, new.from, new.share);
        tx.log(entered.entry(ctx, Event::PoolChanged, detail));
        tx.commit().await?;
        Ok(())
    }

    /// Takes back that somebody's part of a full post changes on a day: what was before it goes on.
    pub async fn take_share_back(
        &self,
        ctx: &Ctx,
        (pool, staff): (PoolId, StaffId),
        from: Day,
    ) -> Result<()> {
        let (mut tx, entered) = self.write_pool(ctx, pool, PoolAction::PlanRota).await?;
        is_member(&now(ctx, &mut tx, &entered).await?, staff)?;
        if !stored::remove_share(&mut tx, (pool, staff), from).await? {
            return Err(Error::NotFound);
        }
        let detail = format!("share {staff} {from} -");
        tx.log(entered.entry(ctx, Event::PoolChanged, detail));
        tx.commit().await?;
        Ok(())
    }

    /// Writes down what somebody carried in a year before the program counted.
    pub async fn set_burden(&self, ctx: &Ctx, new: NewBurden) -> Result<()> {
        let (mut tx, entered) = self.write_pool(ctx, new.pool, PoolAction::PlanRota).await?;
        is_member(&now(ctx, &mut tx, &entered).await?, new.staff)?;
        entered
            .pool
            .line(new.line)
            .ok_or_else(|| Error::invalid("line", "duty-fault-choice"))?;
        let last = last_year(ctx, &mut tx, new.pool).await?;
        if last < new.year || new.year < last.saturating_sub(YEARS_BACK_MAX) {
            return Err(Error::invalid("year", "member-fault-year"));
        }
        let Tally {
            nights,
            weekends,
            holidays,
        } = new.tally;
        if [nights, weekends, holidays].into_iter().max() > Some(BURDEN_MAX) {
            return Err(Error::invalid("nights", "member-fault-count"));
        }
        let burden = Burden {
            pool: new.pool,
            line: new.line,
            staff: new.staff,
            year: new.year,
            tally: new.tally,
        };
        rota::set_burden(&mut tx, &burden).await?;
        let detail = format!("{} {}", new.staff, new.year);
        tx.log(entered.entry(ctx, Event::PoolChanged, detail));
        tx.commit().await?;
        Ok(())
    }
}

async fn now(ctx: &Ctx, tx: &mut Tx, entered: &InPool) -> Result<Vec<Member>> {
    let period = (ctx.today(), ctx.today().plus(AHEAD_DAYS));
    let mut members = stored::members(tx, entered.pool.id, period).await?;
    let roles = entered.pool.roles();
    members.retain(|one| roles.contains(&one.role));
    Ok(members)
}

/// A year of which the program has duties is counted from those: only years before it can be typed.
async fn last_year(ctx: &Ctx, tx: &mut Tx, id: PoolId) -> Result<i16> {
    let first = duty::first_served(tx, id).await?;
    let first = first.map_or(ctx.today(), |first| first.min(ctx.today()));
    Ok(first.0.year().saturating_sub(1))
}

fn is_member(members: &[Member], staff: StaffId) -> Result<()> {
    let known = members.iter().any(|one| one.staff == staff);
    known
        .then_some(())
        .ok_or_else(|| Error::invalid("staff", "duty-fault-staff"))
}
