//! The demo's pools, stored as they are.

use hemma_demo::Plan;
use hemma_store::db::Tx;
use hemma_store::{absence, duty, pool, rota, swap, turn};

use crate::App;
use crate::error::Result;

/// The agreement that the demo's pools plan under.
const AGREEMENT: &str = "STANDBY-HOME";

impl App {
    /// Stores the pools of the invented teams with what holds in them.
    pub(super) async fn demo_pools(&self, tx: &mut Tx, plan: &Plan) -> Result<()> {
        let Some(agreement) = self.agreements.newest(AGREEMENT) else {
            return Ok(());
        };
        for one in plan.on_call(&agreement) {
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
                absence::insert(tx, away).await?;
            }
            for wish in &one.wishes {
                absence::insert_wish(tx, wish).await?;
            }
            for offer in &one.swaps {
                swap::insert(tx, offer).await?;
            }
        }
        Ok(())
    }
}
