//! Who is invited to a training, what they answered, and on which days they were there.

use std::collections::{BTreeMap, BTreeSet};

use hemma_domain::code::Code as _;
use hemma_domain::ids::{StaffId, TrainingId};
use hemma_domain::time::Day;
use hemma_domain::training::{Reply, SEATS_MAX, Seat};

use crate::db::Tx;
use crate::error::Result;
use crate::value::Row;
use crate::values;

/// Invites somebody. Says whether they were not invited before.
pub async fn insert(tx: &mut Tx, id: TrainingId, staff: StaffId) -> Result<bool> {
    const SQL: &str = "INSERT INTO training_seats (training_id, staff_id, reply, evaluated) VALUES ($1, $2, 'open', $3)
        ON CONFLICT (training_id, staff_id) DO NOTHING";
    Ok(tx.run(SQL, &values![id, staff, false]).await? == 1)
}

/// Says whether somebody comes, if they said something else before. Says whether they did.
pub async fn reply(
    tx: &mut Tx,
    (id, staff): (TrainingId, StaffId),
    (before, now): (Reply, Reply),
) -> Result<bool> {
    const SQL: &str = "UPDATE training_seats SET reply = $4 WHERE training_id = $1 AND staff_id = $2 AND reply = $3";
    let bound = values![id, staff, before.code(), now.code()];
    Ok(tx.run(SQL, &bound).await? == 1)
}

/// Marks that somebody answered what is asked afterwards. Says whether they had not.
pub async fn evaluate(tx: &mut Tx, (id, staff): (TrainingId, StaffId)) -> Result<bool> {
    const SQL: &str = "UPDATE training_seats SET evaluated = $3 WHERE training_id = $1 AND staff_id = $2 AND evaluated = $4";
    Ok(tx.run(SQL, &values![id, staff, true, false]).await? == 1)
}

/// Says on which days who was there, instead of what was said before.
pub async fn attend(tx: &mut Tx, id: TrainingId, marks: &[(StaffId, Day)]) -> Result<()> {
    const CLEAR: &str = "DELETE FROM training_attendance WHERE training_id = $1";
    tx.run(CLEAR, &values![id]).await?;
    const SQL: &str =
        "INSERT INTO training_attendance (training_id, staff_id, on_day) VALUES ($1, $2, $3)
        ON CONFLICT (training_id, staff_id, on_day) DO NOTHING";
    for (staff, on) in marks {
        tx.run(SQL, &values![id, *staff, *on]).await?;
    }
    Ok(())
}

/// The places of a training, by the names of those whom they are for.
pub async fn of_training(tx: &mut Tx, id: TrainingId) -> Result<Vec<(Seat, String)>> {
    const SQL: &str = "SELECT s.staff_id, s.reply, s.evaluated, p.name FROM training_seats s JOIN staff p ON p.id = s.staff_id
        WHERE s.training_id = $1 ORDER BY p.name, p.id LIMIT $2";
    let rows = tx.all(SQL, &values![id, SEATS_MAX]).await?;
    const DAYS: &str =
        "SELECT staff_id, on_day FROM training_attendance WHERE training_id = $1 ORDER BY on_day";
    let mut days: BTreeMap<StaffId, Vec<Day>> = BTreeMap::new();
    for row in tx.all(DAYS, &values![id]).await? {
        let of = days.entry(row.get("staff_id")?).or_default();
        of.push(row.get("on_day")?);
    }
    rows.iter()
        .map(|row| {
            let mut one = seat(row)?;
            let attended = days.remove(&one.staff).unwrap_or_default();
            one.attended = attended.into_iter().collect();
            Ok((one, row.get("name")?))
        })
        .collect()
}

/// Somebody's place in a training.
pub async fn find(tx: &mut Tx, (id, staff): (TrainingId, StaffId)) -> Result<Option<Seat>> {
    const SQL: &str = "SELECT staff_id, reply, evaluated FROM training_seats WHERE training_id = $1 AND staff_id = $2";
    let row = tx.maybe(SQL, &values![id, staff]).await?;
    let Some(row) = row else {
        return Ok(None);
    };
    const DAYS: &str = "SELECT on_day FROM training_attendance WHERE training_id = $1 AND staff_id = $2 ORDER BY on_day";
    let days = tx.all(DAYS, &values![id, staff]).await?;
    let mut found = seat(&row)?;
    let attended = days.iter().map(|row| row.get("on_day"));
    found.attended = attended.collect::<Result<_>>()?;
    Ok(Some(found))
}

/// The days on which somebody was at a training, by training.
pub(super) async fn days_of(
    tx: &mut Tx,
    staff: StaffId,
) -> Result<BTreeMap<TrainingId, BTreeSet<Day>>> {
    const SQL: &str = "SELECT training_id, on_day FROM training_attendance WHERE staff_id = $1";
    let mut days: BTreeMap<TrainingId, BTreeSet<Day>> = BTreeMap::new();
    for row in tx.all(SQL, &values![staff]).await? {
        let of = days.entry(row.get("training_id")?).or_default();
        of.insert(row.get("on_day")?);
    }
    Ok(days)
}

pub(super) fn seat(row: &Row) -> Result<Seat> {
    Ok(Seat {
        reply: row.code("reply")?,
        evaluated: row.get("evaluated")?,
        ..Seat::invited(row.get("staff_id")?)
    })
}
