//! Pools: the way into one, and who is in it.

use std::collections::BTreeMap;
use std::sync::Arc;

use hemma_domain::access::{self, Permit, PoolAction, PoolScope, Request};
use hemma_domain::agreement::Agreement;
use hemma_domain::audit::{Entry, Event};
use hemma_domain::ids::{BoardId, PoolId, StaffId};
use hemma_domain::pool::{Member, Pool};
use hemma_domain::stretch::Stretch;
use hemma_domain::time::{Clock, Day, Instant};
use hemma_store::db::Tx;
use hemma_store::pool as stored;

use crate::App;
use crate::ctx::Ctx;
use crate::enter::{allowed, of_permit};
use crate::error::{Error, Result};
use crate::task::own_teams;

/// A pool in a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PoolLine {
    pub id: PoolId,
    pub name: String,
    /// Whether the actor plans it.
    pub may_plan: bool,
    /// Whether the actor can be on call in it.
    pub may_serve: bool,
}

/// A pool that was entered.
#[derive(Debug, Clone)]
pub(crate) struct InPool {
    pub(crate) permit: Permit,
    pub(crate) pool: Pool,
    pub(crate) agreement: Arc<Agreement>,
    pub(crate) scope: PoolScope,
}

impl InPool {
    /// A line for the log about this pool.
    pub(crate) fn entry(&self, ctx: &Ctx, event: Event, detail: String) -> Entry {
        Entry {
            detail,
            ..of_permit(ctx, event, &self.permit)
        }
    }

    /// Whether the actor may do something else with the pool: pages ask this to show or hide a button.
    pub(crate) fn may(&self, ctx: &Ctx, action: PoolAction) -> bool {
        access::may(&ctx.actor, Request::Pool(action, &self.scope))
    }

    /// The member of staff whose hand it is.
    pub(crate) fn hand(&self) -> Result<StaffId> {
        self.permit.staff().ok_or(Error::Forbidden)
    }
}

impl App {
    /// The pools that the actor can look into, by name.
    pub async fn my_pools(&self, ctx: &Ctx) -> Result<Vec<PoolLine>> {
        let mut tx = self.db.read().await?;
        let places = (own_teams(ctx), own_boards(ctx));
        let found = stored::of_places(&mut tx, (&places.0, &places.1), ctx.today()).await?;
        let mut lines = Vec::new();
        for (id, name) in found {
            let Some(pool) = stored::find(&mut tx, id).await? else {
                continue;
            };
            let scope = scope_of(&mut tx, &pool, ctx.today()).await?;
            let may = |action| access::may(&ctx.actor, Request::Pool(action, &scope));
            if may(PoolAction::SeeRota) {
                lines.push(PoolLine {
                    id,
                    name,
                    may_plan: may(PoolAction::PlanRota),
                    may_serve: may(PoolAction::OwnDuty),
                });
            }
        }
        Ok(lines)
    }

    /// Opens a transaction on a pool that may write, and decides.
    pub(crate) async fn write_pool(
        &self,
        ctx: &Ctx,
        id: PoolId,
        action: PoolAction,
    ) -> Result<(Tx, InPool)> {
        let mut tx = self.db.write(&ctx.request).await?;
        let entered = self.in_pool(ctx, &mut tx, (id, action)).await?;
        Ok((tx, entered))
    }

    /// Opens a transaction on a pool that only reads, and decides.
    pub(crate) async fn read_pool(
        &self,
        ctx: &Ctx,
        id: PoolId,
        action: PoolAction,
    ) -> Result<(Tx, InPool)> {
        let mut tx = self.db.read().await?;
        let entered = self.in_pool(ctx, &mut tx, (id, action)).await?;
        Ok((tx, entered))
    }

    /// Decides on a pool in a transaction that had to find out first which one it is about.
    pub(crate) async fn in_pool(
        &self,
        ctx: &Ctx,
        tx: &mut Tx,
        (id, action): (PoolId, PoolAction),
    ) -> Result<InPool> {
        let pool = stored::find(tx, id).await?.ok_or(Error::NotFound)?;
        let scope = scope_of(tx, &pool, ctx.today()).await?;
        let permit = allowed(ctx, Request::Pool(action, &scope))?;
        Ok(InPool {
            permit,
            agreement: self.agreement(&pool.agreement, pool.agreement_version)?,
            pool,
            scope,
        })
    }
}

/// What must be known of a pool to decide.
pub(crate) async fn scope_of(tx: &mut Tx, pool: &Pool, today: Day) -> Result<PoolScope> {
    Ok(PoolScope {
        pool: pool.id,
        teams: stored::scopes(tx, pool.id, today).await?,
        roles: pool.roles(),
    })
}

/// Names of the members by id.
pub(crate) fn names(members: &[Member]) -> BTreeMap<StaffId, String> {
    let named = members.iter().map(|one| (one.staff, one.name.clone()));
    named.collect()
}

/// From the beginning of one day until the beginning of another.
pub(crate) fn days((first, end): (Day, Day)) -> Result<Stretch> {
    let whole = Stretch::new(first.at(Clock::MIDNIGHT), end.at(Clock::MIDNIGHT));
    whole.ok_or_else(|| Error::invalid("end", "duty-fault-period"))
}

/// A stretch of some days around an instant.
pub(crate) fn around(at: Instant, (back, ahead): (i64, i64)) -> Result<Stretch> {
    let day = at.day();
    days((day.plus(-back), day.plus(ahead + 1)))
}

fn own_boards(ctx: &Ctx) -> Vec<BoardId> {
    let access::Actor::Staff { posts, .. } = &ctx.actor else {
        return Vec::new();
    };
    let of_board = posts.iter().filter(|post| post.place.team().is_none());
    of_board.filter_map(|post| post.place.board()).collect()
}
