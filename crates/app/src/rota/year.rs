//! Years that are over are written down, so that what people carried long ago counts without its turns being read again.

use std::collections::BTreeSet;

use hemma_domain::audit::{Entry, Event};
use hemma_domain::pool::Pool;
use hemma_domain::rota::Burden;
use hemma_domain::time::Day;
use hemma_store::db::Tx;
use hemma_store::{duty, pool, rota as stored, turn};

use super::see::tallies;
use crate::App;
use crate::ctx::Ctx;
use crate::error::{Error, Result};
use crate::pool::days;

/// A year is written down this many days after its end: who took over a night of it is known by then.
const SETTLED_DAYS: i64 = 31;

impl App {
    /// Writes down what everybody carried in the years that are over. Says how many years of how many pools.
    pub async fn write_down_years(&self, ctx: &Ctx) -> Result<u64> {
        let mut tx = self.db.read().await?;
        let mut due = Vec::new();
        for one in pool::all(&mut tx).await? {
            let years = due_years(&mut tx, &one, ctx.today()).await?;
            due.extend(years.into_iter().map(|year| (one.clone(), year)));
        }
        tx.commit().await?;
        let mut written = 0;
        for (one, year) in &due {
            written += u64::from(self.write_down(ctx, one, *year).await?);
        }
        Ok(written)
    }

    /// One year of one pool, whole. False where nobody was on call in it.
    async fn write_down(&self, ctx: &Ctx, pool: &Pool, year: i16) -> Result<bool> {
        let mut tx = self.db.write(&ctx.request).await?;
        let burdens = burdens(&mut tx, pool, year).await?;
        for one in &burdens {
            stored::set_burden(&mut tx, one).await?;
        }
        if !burdens.is_empty() {
            tx.log(Entry {
                detail: format!("{} {year}", pool.id),
                ..ctx.entry(Event::PoolChanged)
            });
        }
        tx.commit().await?;
        Ok(!burdens.is_empty())
    }
}

/// The years of a pool that are over and not written down, the first first.
async fn due_years(tx: &mut Tx, pool: &Pool, today: Day) -> Result<Vec<i16>> {
    let Some(first) = duty::first_served(tx, pool.id).await? else {
        return Ok(Vec::new());
    };
    let written = stored::burdens(tx, pool.id).await?;
    let written: BTreeSet<i16> = written.iter().map(|one| one.year).collect();
    let over = today.plus(-SETTLED_DAYS).0.year();
    let years = (first.0.year()..over).filter(|year| !written.contains(year));
    Ok(years.collect())
}

async fn burdens(tx: &mut Tx, pool: &Pool, year: i16) -> Result<Vec<Burden>> {
    let (first, end) = (begin(year)?, begin(year + 1)?);
    let served = turn::of_pool(tx, pool.id, days((first, end))?).await?;
    let mut all = Vec::new();
    for line in &pool.lines {
        let carried = tallies(&served, line.id, |day| first <= day && day < end);
        all.extend(carried.into_iter().map(|(staff, tally)| Burden {
            pool: pool.id,
            line: line.id,
            staff,
            year,
            tally,
        }));
    }
    Ok(all)
}

fn begin(year: i16) -> Result<Day> {
    Day::new(year, 1, 1).map_err(|err| Error::Internal(anyhow::anyhow!("year {year}: {err}")))
}
