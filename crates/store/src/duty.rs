//! Duties with their segments.

use std::collections::BTreeMap;

use hemma_domain::code::Code as _;
use hemma_domain::duty::{Duty, Shape};
use hemma_domain::ids::{DutyId, PoolId};
use hemma_domain::stretch::Stretch;
use hemma_domain::time::{Day, Instant, Week};

use crate::db::{Tx, places};
use crate::error::Result;
use crate::value::{Row, ToValue, Value};
use crate::values;

/// Duties of a pool that are looked at together: four lines of two years.
pub const DUTIES_MAX: u32 = 4_000;

const COLUMNS: &str = "d.id, d.pool_id, d.line_id, d.kind, d.weekends, d.holidays";

/// Stores a duty. One that its line has at the same time already stays as it is; says whether it was stored.
pub async fn insert(tx: &mut Tx, duty: &Duty) -> Result<bool> {
    const DUTY: &str =
        "INSERT INTO duties (id, pool_id, line_id, kind, starts_at, ends_at, weekends, holidays)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT (line_id, starts_at) DO NOTHING";
    const SEGMENT: &str = "INSERT INTO duty_segments (duty_id, from_at, to_at) VALUES ($1, $2, $3)";
    let shape = &duty.shape;
    let Some(whole) = shape.whole() else {
        return Ok(false);
    };
    let weekends = shape.weekends.iter().map(|week| week.first_day());
    let bound = values![
        duty.id,
        duty.pool,
        shape.line,
        shape.kind.code(),
        whole.start(),
        whole.end(),
        listed(weekends),
        listed(shape.holidays.iter().copied()),
    ];
    if tx.run(DUTY, &bound).await? == 0 {
        return Ok(false);
    }
    for segment in &shape.segments {
        tx.run(SEGMENT, &values![duty.id, segment.start(), segment.end()])
            .await?;
    }
    Ok(true)
}

/// Whether nothing rests on a duty: nobody serves it or ever offered it, and no rota gives it to anybody but one that was
/// thrown away.
pub async fn is_free(tx: &mut Tx, id: DutyId) -> Result<bool> {
    const SQL: &str = "SELECT d.id FROM duties d WHERE d.id = $1
        AND NOT EXISTS (SELECT 1 FROM turns t WHERE t.duty_id = d.id)
        AND NOT EXISTS (SELECT 1 FROM swaps s WHERE s.duty_id = d.id)
        AND NOT EXISTS (SELECT 1 FROM rota_entries e JOIN rotas r ON r.id = e.rota_id
            WHERE e.duty_id = d.id AND r.state <> 'discarded')";
    Ok(tx.maybe(SQL, &values![id]).await?.is_some())
}

/// Takes away a duty that is free.
pub async fn remove(tx: &mut Tx, id: DutyId) -> Result<()> {
    for sql in [
        "DELETE FROM rota_entries WHERE duty_id = $1",
        "DELETE FROM duty_segments WHERE duty_id = $1",
        "DELETE FROM duties WHERE id = $1",
    ] {
        tx.run(sql, &values![id]).await?;
    }
    Ok(())
}

/// The duties of a pool that meet a stretch, in order of their beginning.
pub async fn of_pool(tx: &mut Tx, pool: PoolId, within: Stretch) -> Result<Vec<Duty>> {
    const SEGMENTS: &str = "SELECT s.duty_id, s.from_at, s.to_at FROM duty_segments s JOIN duties d ON d.id = s.duty_id
        WHERE d.pool_id = $1 AND d.starts_at < $3 AND d.ends_at > $2 ORDER BY s.from_at";
    let sql = format!(
        "SELECT {COLUMNS} FROM duties d WHERE d.pool_id = $1 AND d.starts_at < $3 AND d.ends_at > $2
         ORDER BY d.starts_at, d.line_id LIMIT $4"
    );
    let bound = values![pool, within.start(), within.end(), DUTIES_MAX];
    let duties = tx.all_built(sql, &bound).await?;
    let bound = values![pool, within.start(), within.end()];
    let segments = tx.all(SEGMENTS, &bound).await?;
    whole(&duties, &segments)
}

/// When the first duty of a pool begins that anybody ever served. A draft that never held has none.
pub async fn first_served(tx: &mut Tx, pool: PoolId) -> Result<Option<Day>> {
    const SQL: &str = "SELECT d.starts_at FROM duties d
        WHERE d.pool_id = $1 AND EXISTS (SELECT 1 FROM turns t WHERE t.duty_id = d.id)
        ORDER BY d.starts_at LIMIT 1";
    let row = tx.maybe(SQL, &values![pool]).await?;
    let begins = row.map(|row| row.get::<Instant>("starts_at")).transpose()?;
    Ok(begins.map(Instant::day))
}

/// One duty.
pub async fn find(tx: &mut Tx, id: DutyId) -> Result<Option<Duty>> {
    const SEGMENTS: &str =
        "SELECT duty_id, from_at, to_at FROM duty_segments WHERE duty_id = $1 ORDER BY from_at";
    let sql = format!("SELECT {COLUMNS} FROM duties d WHERE d.id = $1");
    let duties = tx.all_built(sql, &values![id]).await?;
    let segments = tx.all(SEGMENTS, &values![id]).await?;
    Ok(whole(&duties, &segments)?.pop())
}

/// Some duties, in order of their beginning.
pub async fn some(tx: &mut Tx, ids: &[DutyId]) -> Result<Vec<Duty>> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let these = places(1, ids.len());
    let segments = format!(
        "SELECT duty_id, from_at, to_at FROM duty_segments WHERE duty_id IN ({these}) ORDER BY from_at"
    );
    let duties = format!(
        "SELECT {COLUMNS} FROM duties d WHERE d.id IN ({these}) ORDER BY d.starts_at, d.id"
    );
    let bound: Vec<Value> = ids.iter().map(ToValue::to_value).collect();
    let duties = tx.all_built(duties, &bound).await?;
    let segments = tx.all_built(segments, &bound).await?;
    whole(&duties, &segments)
}

fn whole(duties: &[Row], segments: &[Row]) -> Result<Vec<Duty>> {
    let mut of: BTreeMap<DutyId, Vec<Stretch>> = BTreeMap::new();
    for row in segments {
        let part = stretch(row)?;
        of.entry(row.get("duty_id")?).or_default().push(part);
    }
    duties
        .iter()
        .map(|row| {
            let id: DutyId = row.get("id")?;
            let segments = of.remove(&id);
            Ok(Duty {
                id,
                pool: row.get("pool_id")?,
                shape: Shape {
                    line: row.get("line_id")?,
                    kind: row.code("kind")?,
                    segments: segments.ok_or_else(|| row.corrupt("id"))?,
                    weekends: days(row, "weekends")?.into_iter().map(Week::of).collect(),
                    holidays: days(row, "holidays")?,
                },
            })
        })
        .collect()
}

/// The stretch that a row's `from_at` and `to_at` make.
pub(crate) fn stretch(row: &Row) -> Result<Stretch> {
    let part = Stretch::new(row.get("from_at")?, row.get("to_at")?);
    part.ok_or_else(|| row.corrupt("to_at"))
}

fn days(row: &Row, column: &str) -> Result<Vec<Day>> {
    let text: String = row.get(column)?;
    let days: std::result::Result<Vec<Day>, _> = text.split_whitespace().map(str::parse).collect();
    days.map_err(|_| row.corrupt(column))
}

fn listed(days: impl Iterator<Item = Day>) -> String {
    let days: Vec<String> = days.map(|day| day.to_string()).collect();
    days.join(" ")
}
