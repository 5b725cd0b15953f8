//! What the invented teams wrote about their last half-year, with the figures that they would have signed.

use hemma_demo::Plan;
use hemma_domain::review::Document;
use hemma_store::db::Tx;
use hemma_store::review::document;
use hemma_store::team;

use crate::App;
use crate::ctx::Ctx;
use crate::error::{Error, Result};

impl App {
    /// Stores the reviews, once the families that they are about are there.
    pub(super) async fn demo_reviews(&self, tx: &mut Tx, ctx: &Ctx, plan: &Plan) -> Result<()> {
        for one in plan.reviews() {
            let scope = team::scope(tx, one.team).await?.ok_or(Error::NotFound)?;
            let known = self.knows(tx, scope, ctx.today()).await?;
            let frozen = self.frozen(tx, (&known, one.term)).await?;
            let signed = Document {
                frozen: Some(frozen),
                ..one
            };
            document::save(tx, &signed).await?;
        }
        Ok(())
    }
}
