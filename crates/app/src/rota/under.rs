//! Which agreement holds for what: a rota stays on the version that it was planned under, whatever its pool goes on to.

use std::sync::Arc;

use hemma_domain::agreement::Agreement;
use hemma_domain::pool::Pool;
use hemma_domain::rota::{Rota, planned_by};
use hemma_domain::time::{Clock, Day, Instant};
use hemma_domain::turn::Served;
use hemma_store::db::Tx;
use hemma_store::rota as stored;

use crate::App;
use crate::error::Result;

/// The agreements of some days of a pool.
pub(crate) struct Under {
    /// What the pool plans under now, for what no published rota holds.
    present: Arc<Agreement>,
    published: Vec<Rota>,
    /// Of each of them.
    agreements: Vec<Arc<Agreement>>,
}

impl App {
    /// The agreements of a pool's days from one until before another. One statement.
    pub(crate) async fn under(
        &self,
        tx: &mut Tx,
        (pool, period): (&Pool, (Day, Day)),
    ) -> Result<Under> {
        let published = stored::published(tx, pool.id, period).await?;
        self.under_these(pool, published)
    }

    /// The same where the rotas are known; what is not published is passed over.
    pub(crate) fn under_these(&self, pool: &Pool, rotas: Vec<Rota>) -> Result<Under> {
        let published = rotas.into_iter().filter(|one| one.is_published());
        let published: Vec<Rota> = published.collect();
        let agreements = published
            .iter()
            .map(|one| self.agreement(&one.agreement.0, one.agreement.1));
        Ok(Under {
            present: self.agreement(&pool.agreement, pool.agreement_version)?,
            agreements: agreements.collect::<Result<_>>()?,
            published,
        })
    }
}

impl Under {
    /// What a duty was planned under.
    pub(crate) fn of_duty(&self, served: &Served) -> &Arc<Agreement> {
        let whole = served.duty.shape.whole();
        whole.map_or(&self.present, |whole| {
            self.at(whole.start().day(), whole.start())
        })
    }

    /// What the ordinary hours of a day follow.
    pub(crate) fn on(&self, day: Day) -> &Agreement {
        self.at(day, day.plus(1).at(Clock::MIDNIGHT))
    }

    fn at(&self, day: Day, known: Instant) -> &Arc<Agreement> {
        let rota = planned_by(&self.published, day, known);
        let number = rota.and_then(|rota| self.published.iter().position(|one| one.id == rota.id));
        number
            .and_then(|number| self.agreements.get(number))
            .unwrap_or(&self.present)
    }
}
