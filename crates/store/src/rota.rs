//! Rotas: drafts and what was published, the days off that belong to them, and what people carried before.

use std::collections::BTreeMap;

use hemma_domain::code::Code as _;
use hemma_domain::ids::{DutyId, PoolId, RotaId, StaffId};
use hemma_domain::rota::{Burden, Rota, RotaState, RotaStateCode, Tally};
use hemma_domain::time::Day;

use crate::db::Tx;
use crate::error::Result;
use crate::value::Row;
use crate::values;

/// Rotas of a pool that are listed: ten years of quarters, and some that were thrown away.
pub const ROTAS_MAX: u32 = 60;

/// Stores a rota.
pub async fn insert(tx: &mut Tx, rota: &Rota) -> Result<()> {
    const SQL: &str =
        "INSERT INTO rotas (id, pool_id, first_on, end_on, made_by, made_at, state, published_by,
        published_at, short_notice, agreement, agreement_version, version)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, 1)";
    let (by, at, reason) = columns(&rota.state);
    let bound = values![
        rota.id,
        rota.pool,
        rota.first,
        rota.end,
        rota.made.0,
        rota.made.1,
        rota.state.code().code(),
        by,
        at,
        reason,
        rota.agreement.0,
        rota.agreement.1,
    ];
    tx.run(SQL, &bound).await?;
    Ok(())
}

/// Saves what became of a draft if nobody changed it meanwhile. Says whether it did.
pub async fn save(tx: &mut Tx, rota: &Rota) -> Result<bool> {
    const SQL: &str =
        "UPDATE rotas SET state = $3, published_by = $4, published_at = $5, short_notice = $6,
        version = version + 1 WHERE id = $1 AND version = $2 AND state = 'draft'";
    let (by, at, reason) = columns(&rota.state);
    let bound = values![
        rota.id,
        rota.version,
        rota.state.code().code(),
        by,
        at,
        reason
    ];
    Ok(tx.run(SQL, &bound).await? == 1)
}

const COLUMNS: &str =
    "id, pool_id, first_on, end_on, made_by, made_at, state, published_by, published_at,
    short_notice, agreement, agreement_version, version";

/// One rota.
pub async fn find(tx: &mut Tx, id: RotaId) -> Result<Option<Rota>> {
    let sql = format!("SELECT {COLUMNS} FROM rotas WHERE id = $1");
    let rows = tx.all_built(sql, &values![id]).await?;
    rows.first().map(rota).transpose()
}

/// The rotas of a pool, the newest first.
pub async fn of_pool(tx: &mut Tx, pool: PoolId) -> Result<Vec<Rota>> {
    let sql = format!(
        "SELECT {COLUMNS} FROM rotas WHERE pool_id = $1 ORDER BY first_on DESC, made_at DESC, id LIMIT $2"
    );
    let rows = tx.all_built(sql, &values![pool, ROTAS_MAX]).await?;
    rows.iter().map(rota).collect()
}

/// The published rotas of a pool over days from one until before another, the newest first.
pub async fn published(tx: &mut Tx, pool: PoolId, (first, end): (Day, Day)) -> Result<Vec<Rota>> {
    let sql = format!(
        "SELECT {COLUMNS} FROM rotas WHERE pool_id = $1 AND state = 'published' AND first_on < $3 AND end_on > $2
         ORDER BY published_at DESC, id LIMIT $4"
    );
    let rows = tx
        .all_built(sql, &values![pool, first, end, ROTAS_MAX])
        .await?;
    rows.iter().map(rota).collect()
}

/// Who a draft gives its duties to.
pub async fn entries(tx: &mut Tx, id: RotaId) -> Result<BTreeMap<DutyId, StaffId>> {
    const SQL: &str = "SELECT duty_id, staff_id FROM rota_entries WHERE rota_id = $1";
    let rows = tx.all(SQL, &values![id]).await?;
    rows.iter()
        .map(|row| Ok((row.get("duty_id")?, row.get("staff_id")?)))
        .collect()
}

/// Gives a duty of a draft to somebody, or to nobody.
pub async fn assign(
    tx: &mut Tx,
    (rota, duty): (RotaId, DutyId),
    staff: Option<StaffId>,
) -> Result<()> {
    const PUT: &str = "INSERT INTO rota_entries (rota_id, duty_id, staff_id) VALUES ($1, $2, $3)
        ON CONFLICT (rota_id, duty_id) DO UPDATE SET staff_id = excluded.staff_id";
    const TAKE: &str = "DELETE FROM rota_entries WHERE rota_id = $1 AND duty_id = $2";
    match staff {
        Some(staff) => tx.run(PUT, &values![rota, duty, staff]).await?,
        None => tx.run(TAKE, &values![rota, duty]).await?,
    };
    Ok(())
}

/// Days off of a draft.
pub async fn draft_rest_days(tx: &mut Tx, id: RotaId) -> Result<Vec<(StaffId, Day)>> {
    const SQL: &str = "SELECT staff_id, rest_on FROM rota_rest_days WHERE rota_id = $1 ORDER BY rest_on, staff_id";
    rest(&tx.all(SQL, &values![id]).await?)
}

/// Gives somebody a day off in a draft; one that is there stays.
pub async fn give_draft_rest_day(
    tx: &mut Tx,
    id: RotaId,
    (staff, on): (StaffId, Day),
) -> Result<()> {
    const SQL: &str = "INSERT INTO rota_rest_days (rota_id, staff_id, rest_on) VALUES ($1, $2, $3)
        ON CONFLICT (rota_id, staff_id, rest_on) DO NOTHING";
    tx.run(SQL, &values![id, staff, on]).await?;
    Ok(())
}

/// Takes one published day off back. Says whether it was there.
pub async fn take_rest_day(tx: &mut Tx, pool: PoolId, (staff, on): (StaffId, Day)) -> Result<bool> {
    const SQL: &str = "DELETE FROM rest_days WHERE pool_id = $1 AND staff_id = $2 AND rest_on = $3";
    Ok(tx.run(SQL, &values![pool, staff, on]).await? == 1)
}

/// Takes a day off of a draft back.
pub async fn take_draft_rest_day(
    tx: &mut Tx,
    id: RotaId,
    (staff, on): (StaffId, Day),
) -> Result<()> {
    const SQL: &str =
        "DELETE FROM rota_rest_days WHERE rota_id = $1 AND staff_id = $2 AND rest_on = $3";
    tx.run(SQL, &values![id, staff, on]).await?;
    Ok(())
}

/// Days off that hold, from one day until before another.
pub async fn rest_days(
    tx: &mut Tx,
    pool: PoolId,
    (first, end): (Day, Day),
) -> Result<Vec<(StaffId, Day)>> {
    const SQL: &str = "SELECT staff_id, rest_on FROM rest_days WHERE pool_id = $1 AND rest_on >= $2 AND rest_on < $3
        ORDER BY rest_on, staff_id";
    rest(&tx.all(SQL, &values![pool, first, end]).await?)
}

/// Gives somebody a day off; one that is there stays.
pub async fn give_rest_day(tx: &mut Tx, pool: PoolId, (staff, on): (StaffId, Day)) -> Result<()> {
    const SQL: &str = "INSERT INTO rest_days (pool_id, staff_id, rest_on) VALUES ($1, $2, $3)
        ON CONFLICT (pool_id, staff_id, rest_on) DO NOTHING";
    tx.run(SQL, &values![pool, staff, on]).await?;
    Ok(())
}

/// Takes the days off of a period back, before those of another rota are given.
pub async fn take_rest_days(tx: &mut Tx, pool: PoolId, (first, end): (Day, Day)) -> Result<()> {
    const SQL: &str = "DELETE FROM rest_days WHERE pool_id = $1 AND rest_on >= $2 AND rest_on < $3";
    tx.run(SQL, &values![pool, first, end]).await?;
    Ok(())
}

/// What people carried in years that were written down, by person and year.
pub async fn burdens(tx: &mut Tx, pool: PoolId) -> Result<Vec<Burden>> {
    const SQL: &str =
        "SELECT line_id, staff_id, of_year, nights, weekends, holidays FROM burdens WHERE pool_id = $1
        ORDER BY staff_id, of_year, line_id";
    let rows = tx.all(SQL, &values![pool]).await?;
    rows.iter()
        .map(|row| {
            let year: i64 = row.get("of_year")?;
            Ok(Burden {
                pool,
                line: row.get("line_id")?,
                staff: row.get("staff_id")?,
                year: i16::try_from(year).map_err(|_| row.corrupt("of_year"))?,
                tally: Tally {
                    nights: row.count("nights")?,
                    weekends: row.count("weekends")?,
                    holidays: row.count("holidays")?,
                },
            })
        })
        .collect()
}

/// Writes down what somebody carried in a year.
pub async fn set_burden(tx: &mut Tx, one: &Burden) -> Result<()> {
    const SQL: &str = "INSERT INTO burdens (pool_id, line_id, staff_id, of_year, nights, weekends, holidays)
        VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (pool_id, line_id, staff_id, of_year) DO UPDATE SET
        nights = excluded.nights, weekends = excluded.weekends, holidays = excluded.holidays";
    let bound = values![
        one.pool,
        one.line,
        one.staff,
        i64::from(one.year),
        one.tally.nights,
        one.tally.weekends,
        one.tally.holidays,
    ];
    tx.run(SQL, &bound).await?;
    Ok(())
}

/// What the columns of a published rota hold.
type Published<'a> = (
    Option<StaffId>,
    Option<hemma_domain::time::Instant>,
    Option<&'a str>,
);

fn columns(state: &RotaState) -> Published<'_> {
    match state {
        RotaState::Published {
            by,
            at,
            short_notice,
        } => (Some(*by), Some(*at), short_notice.as_deref()),
        RotaState::Draft | RotaState::Discarded => (None, None, None),
    }
}

fn rota(row: &Row) -> Result<Rota> {
    let state = match row.code("state")? {
        RotaStateCode::Draft => RotaState::Draft,
        RotaStateCode::Discarded => RotaState::Discarded,
        RotaStateCode::Published => RotaState::Published {
            by: row.get("published_by")?,
            at: row.get("published_at")?,
            short_notice: row.get("short_notice")?,
        },
    };
    Ok(Rota {
        id: row.get("id")?,
        pool: row.get("pool_id")?,
        first: row.get("first_on")?,
        end: row.get("end_on")?,
        made: (row.get("made_by")?, row.get("made_at")?),
        state,
        agreement: (row.get("agreement")?, row.count("agreement_version")?),
        version: row.get("version")?,
    })
}

fn rest(rows: &[Row]) -> Result<Vec<(StaffId, Day)>> {
    rows.iter()
        .map(|row| Ok((row.get("staff_id")?, row.get("rest_on")?)))
        .collect()
}
