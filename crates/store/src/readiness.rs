//! Numbers that were confirmed for turns.

use hemma_domain::ids::PoolId;
use hemma_domain::readiness::Confirmed;
use hemma_domain::stretch::Stretch;

use crate::db::Tx;
use crate::error::Result;
use crate::values;

/// Confirms the number of a turn; the last word holds.
pub async fn put(tx: &mut Tx, one: &Confirmed) -> Result<()> {
    const SQL: &str =
        "INSERT INTO readiness (turn_id, staff_id, phone, confirmed_at) VALUES ($1, $2, $3, $4)
        ON CONFLICT (turn_id) DO UPDATE SET staff_id = excluded.staff_id, phone = excluded.phone,
        confirmed_at = excluded.confirmed_at";
    tx.run(SQL, &values![one.turn, one.staff, one.number, one.at])
        .await?;
    Ok(())
}

/// What was confirmed for turns of a pool that meet a stretch, by those who have them still.
pub async fn of_pool(tx: &mut Tx, pool: PoolId, within: Stretch) -> Result<Vec<Confirmed>> {
    const SQL: &str = "SELECT r.turn_id, r.staff_id, r.phone, r.confirmed_at FROM readiness r
        JOIN turns t ON t.id = r.turn_id AND t.staff_id = r.staff_id JOIN duties d ON d.id = t.duty_id
        WHERE d.pool_id = $1 AND t.from_at < $3 AND t.to_at > $2 ORDER BY t.from_at, t.id";
    let rows = tx
        .all(SQL, &values![pool, within.start(), within.end()])
        .await?;
    rows.iter()
        .map(|row| {
            Ok(Confirmed {
                turn: row.get("turn_id")?,
                staff: row.get("staff_id")?,
                number: row.get("phone")?,
                at: row.get("confirmed_at")?,
            })
        })
        .collect()
}
