//! When people are away, and what they wish.

use hemma_domain::absence::{
    ABSENCES_MAX, Absence, AbsenceKind, Entered, Repeat, WISHES_MAX, Wish,
};
use hemma_domain::code::Code as _;
use hemma_domain::ids::{AbsenceId, PoolId, StaffId, WishId};
use hemma_domain::stretch::Stretch;
use hemma_domain::time::Instant;

use crate::db::{Tx, places};
use crate::duty::stretch;
use crate::error::Result;
use crate::value::{Row, ToValue};
use crate::values;

/// Absences of a pool over its years: ten a year of a hundred people, for ten years.
const GONE_MAX: u32 = 10_000;

/// Stores an absence.
pub async fn insert(tx: &mut Tx, new: &Entered) -> Result<()> {
    const SQL: &str = "INSERT INTO absences (id, staff_id, kind, from_at, to_at, repeats) VALUES ($1, $2, $3, $4, $5, $6)";
    let one = &new.absence;
    let (from, to) = (one.time.start(), one.time.end());
    let bound = values![
        one.id,
        one.staff,
        one.kind.code(),
        from,
        to,
        new.repeat.code()
    ];
    tx.run(SQL, &bound).await?;
    Ok(())
}

/// One absence.
pub async fn find(tx: &mut Tx, id: AbsenceId) -> Result<Option<Entered>> {
    const SQL: &str =
        "SELECT id, staff_id, kind, from_at, to_at, repeats FROM absences WHERE id = $1";
    let row = tx.maybe(SQL, &values![id]).await?;
    row.map(|row| entered_row(&row)).transpose()
}

/// Takes an absence back. Says whether it was there.
pub async fn remove(tx: &mut Tx, id: AbsenceId) -> Result<bool> {
    const SQL: &str = "DELETE FROM absences WHERE id = $1";
    Ok(tx.run(SQL, &values![id]).await? == 1)
}

/// When some people are away within a stretch, in order; of what comes each week its days.
pub async fn of(tx: &mut Tx, staff: &[StaffId], within: Stretch) -> Result<Vec<Absence>> {
    let all = entered(tx, staff, within).await?;
    let mut all: Vec<Absence> = all.iter().flat_map(|one| one.within(within)).collect();
    all.sort_by_key(|one| (one.time.start(), one.id));
    Ok(all)
}

/// Absences of some people that reach into a stretch, as they were entered, in order.
pub async fn entered(tx: &mut Tx, staff: &[StaffId], within: Stretch) -> Result<Vec<Entered>> {
    if staff.is_empty() {
        return Ok(Vec::new());
    }
    let sql = format!(
        "SELECT id, staff_id, kind, from_at, to_at, repeats FROM absences WHERE from_at < $2 AND to_at > $1
         AND staff_id IN ({}) ORDER BY from_at, id LIMIT {ABSENCES_MAX}",
        places(3, staff.len())
    );
    let mut bound = values![within.start(), within.end()].to_vec();
    bound.extend(staff.iter().map(ToValue::to_value));
    tx.all_built(sql, &bound)
        .await?
        .iter()
        .map(entered_row)
        .collect()
}

/// When some people are away for one time or another over years, in order: neither single days of each week nor those
/// on which part-time posts do not work.
pub async fn gone(tx: &mut Tx, staff: &[StaffId], within: Stretch) -> Result<Vec<Absence>> {
    if staff.is_empty() {
        return Ok(Vec::new());
    }
    let sql = format!(
        "SELECT id, staff_id, kind, from_at, to_at FROM absences WHERE from_at < $2 AND to_at > $1
         AND kind <> $3 AND repeats = $4 AND staff_id IN ({}) ORDER BY from_at, id LIMIT {GONE_MAX}",
        places(5, staff.len())
    );
    let (part_time, once) = (AbsenceKind::PartTime.code(), Repeat::Once.code());
    let mut bound = values![within.start(), within.end(), part_time, once].to_vec();
    bound.extend(staff.iter().map(ToValue::to_value));
    tx.all_built(sql, &bound)
        .await?
        .iter()
        .map(absence)
        .collect()
}

/// Stores a wish.
pub async fn insert_wish(tx: &mut Tx, one: &Wish) -> Result<()> {
    const SQL: &str = "INSERT INTO wishes (id, pool_id, staff_id, kind, from_at, to_at, weight)
        VALUES ($1, $2, $3, $4, $5, $6, $7)";
    let bound = values![
        one.id,
        one.pool,
        one.staff,
        one.kind.code(),
        one.time.start(),
        one.time.end(),
        one.weight.code(),
    ];
    tx.run(SQL, &bound).await?;
    Ok(())
}

/// Takes somebody's wish back. Says whether it was there.
pub async fn remove_wish(tx: &mut Tx, id: WishId, staff: StaffId) -> Result<bool> {
    const SQL: &str = "DELETE FROM wishes WHERE id = $1 AND staff_id = $2";
    Ok(tx.run(SQL, &values![id, staff]).await? == 1)
}

/// Everybody's wishes in a pool within a stretch, in order.
pub async fn wishes(tx: &mut Tx, pool: PoolId, within: Stretch) -> Result<Vec<Wish>> {
    const SQL: &str = "SELECT id, pool_id, staff_id, kind, from_at, to_at, weight FROM wishes
        WHERE pool_id = $1 AND from_at < $3 AND to_at > $2 ORDER BY from_at, id LIMIT $4";
    let bound = values![pool, within.start(), within.end(), ABSENCES_MAX];
    let rows = tx.all(SQL, &bound).await?;
    rows.iter().map(wish).collect()
}

/// Somebody's wishes in a pool that end after an instant, in order.
pub async fn wishes_of(
    tx: &mut Tx,
    (pool, staff): (PoolId, StaffId),
    after: Instant,
) -> Result<Vec<Wish>> {
    const SQL: &str = "SELECT id, pool_id, staff_id, kind, from_at, to_at, weight FROM wishes
        WHERE pool_id = $1 AND staff_id = $2 AND to_at > $3 ORDER BY from_at, id LIMIT $4";
    let rows = tx
        .all(SQL, &values![pool, staff, after, WISHES_MAX])
        .await?;
    rows.iter().map(wish).collect()
}

fn entered_row(row: &Row) -> Result<Entered> {
    Ok(Entered {
        absence: absence(row)?,
        repeat: row.code("repeats")?,
    })
}

fn absence(row: &Row) -> Result<Absence> {
    Ok(Absence {
        id: row.get("id")?,
        staff: row.get("staff_id")?,
        kind: row.code("kind")?,
        time: stretch(row)?,
    })
}

fn wish(row: &Row) -> Result<Wish> {
    Ok(Wish {
        id: row.get("id")?,
        pool: row.get("pool_id")?,
        staff: row.get("staff_id")?,
        kind: row.code("kind")?,
        time: stretch(row)?,
        weight: row.code("weight")?,
    })
}
