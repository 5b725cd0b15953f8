//! The invented consultations, stored as they are.

use hemma_demo::Consulted;
use hemma_domain::time::Day;
use hemma_store::consultation as stored;
use hemma_store::db::Tx;

use crate::error::Result;

/// A team's weekly time with what was noted of its weeks.
pub(super) async fn keep(tx: &mut Tx, one: &Consulted, today: Day) -> Result<()> {
    let since = one.noted_at(one.pattern.from, today);
    stored::set_pattern(tx, &one.pattern, (since, one.by)).await?;
    for (noted, on) in &one.weeks {
        let at = one.noted_at(*on, today);
        stored::save(tx, noted, (at, one.by)).await?;
    }
    Ok(())
}
