//! The demo's pools, stored as they are.

use hemma_demo::{Nights, OnCall, Plan};
use hemma_domain::absence::Entered;
use hemma_domain::access::{CaseAction, Request};
use hemma_domain::audit::Event;
use hemma_domain::ids::CaseId;
use hemma_store::db::Tx;
use hemma_store::{absence, basis, call, case, duty, glass, pool, rota, sheet, swap, turn};

use crate::App;
use crate::ctx::Ctx;
use crate::enter::{allowed, of_permit};
use crate::error::Result;

/// The agreement that the demo's pools plan under.
const AGREEMENT: &str = "STANDBY-HOME";

impl App {
    /// Stores the pools of the invented teams with what holds in them.
    pub(super) async fn demo_pools(&self, tx: &mut Tx, plan: &Plan) -> Result<Vec<OnCall>> {
        let Some(agreement) = self.agreements.newest(AGREEMENT) else {
            return Ok(Vec::new());
        };
        let pools = plan.on_call(&agreement);
        for one in &pools {
            pool::insert(tx, &one.pool).await?;
            for duty in &one.duties {
                duty::insert(tx, duty).await?;
            }
            for turn in &one.turns {
                turn::insert(tx, turn).await?;
            }
            for known in &one.rotas {
                rota::insert(tx, known).await?;
            }
            for off in &one.rest_days {
                rota::give_rest_day(tx, one.pool.id, *off).await?;
            }
            for burden in &one.burdens {
                rota::set_burden(tx, burden).await?;
            }
            for away in &one.absences {
                absence::insert(tx, &Entered::once(away.clone())).await?;
            }
            for wish in &one.wishes {
                absence::insert_wish(tx, wish).await?;
            }
            for offer in &one.swaps {
                swap::insert(tx, offer).await?;
            }
        }
        Ok(pools)
    }

    /// Stores what on-call sees of a family and what happened at night.
    pub(super) async fn demo_nights(
        &self,
        tx: &mut Tx,
        ctx: &Ctx,
        (id, nights): (CaseId, &Nights),
    ) -> Result<()> {
        let Some(door) = case::door(tx, id, ctx.today()).await? else {
            return Ok(());
        };
        let request = Request::Case(CaseAction::Manage, &door.scope);
        let permit = allowed(ctx, request)?;
        let entry = of_permit(ctx, Event::SheetWritten, &permit);
        let key = case::enter(tx, &permit, &door.wrapped, entry)?;
        if let Some(one) = &nights.sheet {
            sheet::insert(tx, &key, one).await?;
        }
        if let Some(one) = &nights.basis {
            basis::insert(tx, &key, one).await?;
        }
        if let Some(one) = &nights.call {
            call::insert(tx, &key, one).await?;
        }
        if let Some(one) = &nights.glass {
            glass::insert(tx, &key, one).await?;
        }
        Ok(())
    }
}
