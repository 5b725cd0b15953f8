//! Turns: who serves which part of a duty. The database keeps two from the same time.

use std::collections::BTreeMap;

use hemma_domain::code::Code as _;
use hemma_domain::ids::{DutyId, PoolId, StaffId, TurnId};
use hemma_domain::programme::Words;
use hemma_domain::stretch::Stretch;
use hemma_domain::time::Instant;
use hemma_domain::turn::{Coming, Served, Turn};

use crate::db::{Tx, places};
use crate::duty::{self, stretch};
use crate::error::Result;
use crate::value::{Row, ToValue};
use crate::values;

const COLUMNS: &str = "t.id, t.duty_id, t.staff_id, t.from_at, t.to_at, t.source, t.revision";

/// Stores a turn; one that shares time with another of the duty is a conflict.
pub async fn insert(tx: &mut Tx, turn: &Turn) -> Result<()> {
    const SQL: &str = "INSERT INTO turns (id, duty_id, staff_id, from_at, to_at, source, revision)
        VALUES ($1, $2, $3, $4, $5, $6, $7)";
    tx.run(SQL, &bound(turn)).await?;
    Ok(())
}

/// Saves who serves it and when.
pub async fn save(tx: &mut Tx, turn: &Turn) -> Result<()> {
    const SQL: &str = "UPDATE turns SET duty_id = $2, staff_id = $3, from_at = $4, to_at = $5, source = $6, revision = $7
        WHERE id = $1";
    tx.run(SQL, &bound(turn)).await?;
    Ok(())
}

/// Takes a turn away: its duty is open then.
pub async fn remove(tx: &mut Tx, id: TurnId) -> Result<()> {
    tx.run("DELETE FROM turns WHERE id = $1", &values![id])
        .await?;
    Ok(())
}

/// One turn.
pub async fn find(tx: &mut Tx, id: TurnId) -> Result<Option<Turn>> {
    let sql = format!("SELECT {COLUMNS} FROM turns t WHERE t.id = $1");
    let rows = tx.all_built(sql, &values![id]).await?;
    rows.first().map(turn).transpose()
}

/// The duties of a pool that meet a stretch, with their turns.
pub async fn of_pool(tx: &mut Tx, pool: PoolId, within: Stretch) -> Result<Vec<Served>> {
    let sql = format!(
        "SELECT {COLUMNS} FROM turns t JOIN duties d ON d.id = t.duty_id
         WHERE d.pool_id = $1 AND d.starts_at < $3 AND d.ends_at > $2 ORDER BY t.from_at, t.id"
    );
    let duties = duty::of_pool(tx, pool, within).await?;
    let bound = values![pool, within.start(), within.end()];
    let mut of: BTreeMap<DutyId, Vec<Turn>> = BTreeMap::new();
    for row in tx.all_built(sql, &bound).await? {
        let one = turn(&row)?;
        of.entry(one.duty).or_default().push(one);
    }
    let served = duties.into_iter().map(|duty| Served {
        turns: of.remove(&duty.id).unwrap_or_default(),
        duty,
    });
    Ok(served.collect())
}

/// A turn in another pool.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Elsewhere {
    turn: Turn,
    /// Its duty with that turn alone.
    pub served: Served,
}

impl Elsewhere {
    /// The turn.
    pub fn turn(&self) -> &Turn {
        &self.turn
    }
}

/// The turns of some people in all pools but one that meet a stretch, in order. One statement, and two more where there
/// are any.
pub async fn elsewhere(
    tx: &mut Tx,
    (pool, staff): (PoolId, &[StaffId]),
    within: Stretch,
) -> Result<Vec<Elsewhere>> {
    if staff.is_empty() {
        return Ok(Vec::new());
    }
    let sql = format!(
        "SELECT {COLUMNS} FROM turns t JOIN duties d ON d.id = t.duty_id
         WHERE d.pool_id <> $1 AND t.from_at < $3 AND t.to_at > $2 AND t.staff_id IN ({})
         ORDER BY t.from_at, t.id LIMIT {}",
        places(4, staff.len()),
        duty::DUTIES_MAX
    );
    let mut bound = values![pool, within.start(), within.end()].to_vec();
    bound.extend(staff.iter().map(ToValue::to_value));
    let rows = tx.all_built(sql, &bound).await?;
    let turns: Vec<Turn> = rows.iter().map(turn).collect::<Result<_>>()?;
    let mut duties: Vec<DutyId> = turns.iter().map(|one| one.duty).collect();
    duties.sort();
    duties.dedup();
    let duties = duty::some(tx, &duties).await?;
    let served = |turn: Turn| {
        let duty = duties.iter().find(|one| one.id == turn.duty)?.clone();
        let turns = vec![turn.clone()];
        let served = Served { duty, turns };
        Some(Elsewhere { turn, served })
    };
    Ok(turns.into_iter().filter_map(served).collect())
}

/// Somebody's turns in whatever pool that end after an instant, the next first.
pub async fn of_staff(
    tx: &mut Tx,
    staff: StaffId,
    (after, most): (Instant, u32),
) -> Result<Vec<(PoolId, Turn)>> {
    let sql = format!(
        "SELECT {COLUMNS}, d.pool_id FROM turns t JOIN duties d ON d.id = t.duty_id
         WHERE t.staff_id = $1 AND t.to_at > $2 ORDER BY t.from_at, t.id LIMIT $3"
    );
    let rows = tx.all_built(sql, &values![staff, after, most]).await?;
    rows.iter()
        .map(|row| Ok((row.get("pool_id")?, turn(row)?)))
        .collect()
}

/// When somebody is on call at `now` or, where they are not, next; nothing that begins after `until`. One statement: it
/// stands on pages that are opened all day.
pub async fn next_on_call(
    tx: &mut Tx,
    staff: StaffId,
    (now, until): (Instant, Instant),
) -> Result<Option<Coming>> {
    const SQL: &str = "SELECT t.id, d.pool_id, l.name_sv, l.name_en, t.from_at AS turn_from, t.to_at AS turn_to,
        s.from_at, s.to_at,
        (SELECT count(*) FROM readiness r WHERE r.turn_id = t.id AND r.staff_id = t.staff_id) AS confirmed
        FROM turns t JOIN duties d ON d.id = t.duty_id JOIN pool_lines l ON l.id = d.line_id
        JOIN duty_segments s ON s.duty_id = t.duty_id AND s.from_at < t.to_at AND s.to_at > t.from_at
        WHERE t.staff_id = $1 AND t.from_at <= $3 AND t.to_at > $2 AND s.from_at <= $3 AND s.to_at > $2
        ORDER BY s.from_at, t.from_at, t.id LIMIT 1";
    let Some(row) = tx.maybe(SQL, &values![staff, now, until]).await? else {
        return Ok(None);
    };
    let turn = Stretch::new(row.get("turn_from")?, row.get("turn_to")?);
    let part = turn.and_then(|turn| turn.shared(stretch(&row).ok()?));
    Ok(Some(Coming {
        pool: row.get("pool_id")?,
        turn: row.get("id")?,
        line: Words {
            sv: row.get("name_sv")?,
            en: row.get("name_en")?,
        },
        part: part.ok_or_else(|| row.corrupt("to_at"))?,
        is_confirmed: row.count("confirmed")? > 0,
    }))
}

fn bound(turn: &Turn) -> [crate::value::Value; 7] {
    values![
        turn.id,
        turn.duty,
        turn.staff,
        turn.part.start(),
        turn.part.end(),
        turn.source.code(),
        turn.revision,
    ]
}

fn turn(row: &Row) -> Result<Turn> {
    Ok(Turn {
        id: row.get("id")?,
        duty: row.get("duty_id")?,
        staff: row.get("staff_id")?,
        part: stretch(row)?,
        source: row.code("source")?,
        revision: row.count("revision")?,
    })
}
