//! What the invented teams and their network wrote about their half-years, with the figures that they would have signed.

use hemma_demo::Plan;
use hemma_domain::review::{Document, Subject};
use hemma_store::db::Tx;
use hemma_store::review::document;
use hemma_store::team;

use crate::App;
use crate::ctx::Ctx;
use crate::error::{Error, Result};

impl App {
    /// Stores the reviews, once the families that they are about are there.
    pub(super) async fn demo_reviews(&self, tx: &mut Tx, ctx: &Ctx, plan: &Plan) -> Result<()> {
        for one in plan.reviews().into_iter().chain(plan.network_reviews()) {
            let is_signed = one.is_signed();
            let frozen = match &one.subject {
                _ if !is_signed => None,
                Subject::Team(team) => {
                    let scope = team::scope(tx, *team).await?.ok_or(Error::NotFound)?;
                    let known = self.knows(tx, scope, ctx.today()).await?;
                    Some(self.frozen(tx, (&known, one.term)).await?)
                }
                Subject::Network(network, programme) => {
                    let of = (*network, programme.as_str(), one.term);
                    Some(self.network_figures(tx, of, ctx.today()).await?)
                }
            };
            document::save(tx, &Document { frozen, ..one }).await?;
        }
        Ok(())
    }
}
