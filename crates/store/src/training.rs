//! Trainings of a network: their words sealed under the site's key, days and numbers in plain columns.

pub mod credit;
pub mod feed;
pub mod seat;
pub mod urn;

use std::collections::BTreeMap;

use hemma_domain::code::Code as _;
use hemma_domain::ids::{NetworkId, StaffId, TrainingId};
use hemma_domain::time::{Day, Instant};
use hemma_domain::training::{Content, Seat, Session, TRAININGS_MAX, Training};

use crate::db::Tx;
use crate::error::Result;
use crate::seal::Spot;
use crate::value::{Row, Value};
use crate::values;

pub(crate) const COLUMNS: &str = "t.id, t.network_id, t.sealed_title, t.sealed_place, t.sealed_about, t.language, t.programme, t.requirement,
    t.seats_max, t.cancelled_at, t.revision, t.made_by, t.made_at, t.version";

/// A training with how many are invited to it, have said yes, and were there on a day of it at least.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Listed {
    pub training: Training,
    pub invited: u32,
    pub coming: u32,
    pub attended: u32,
}

/// Stores a training with its days.
pub async fn insert(tx: &mut Tx, one: &Training) -> Result<()> {
    const SQL: &str = "INSERT INTO trainings (id, network_id, sealed_title, sealed_place, sealed_about, language, programme,
        requirement, seats_max, seats_taken, first_on, cancelled_at, revision, made_by, made_at, version)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, 0, $10, $11, $12, $13, $14, $15)";
    let mut bound: Vec<Value> = values![one.id, one.network].to_vec();
    bound.extend(told(tx, one));
    bound.extend(values![
        one.cancelled_at,
        one.revision,
        one.made.1,
        one.made.0,
        one.version
    ]);
    tx.run(SQL, &bound).await?;
    sessions(tx, one).await
}

/// Saves what a training says if nobody changed it meanwhile and no more have said yes than there is room for. Says
/// whether it did.
pub async fn save(tx: &mut Tx, one: &Training) -> Result<bool> {
    const SQL: &str = "UPDATE trainings SET sealed_title = $3, sealed_place = $4, sealed_about = $5, language = $6,
        programme = $7, requirement = $8, seats_max = $9, first_on = $10, revision = $11, version = version + 1
        WHERE id = $1 AND version = $2 AND (CAST($9 AS BIGINT) IS NULL OR seats_taken <= $9)";
    let mut bound: Vec<Value> = values![one.id, one.version].to_vec();
    bound.extend(told(tx, one));
    bound.push(crate::value::ToValue::to_value(&one.revision));
    if tx.run(SQL, &bound).await? != 1 {
        return Ok(false);
    }
    const CLEAR: &str = "DELETE FROM training_sessions WHERE training_id = $1";
    tx.run(CLEAR, &values![one.id]).await?;
    sessions(tx, one).await?;
    Ok(true)
}

/// Calls a training off. Says whether nobody changed it meanwhile.
pub async fn cancel(tx: &mut Tx, (id, version): (TrainingId, i64), at: Instant) -> Result<bool> {
    const SQL: &str =
        "UPDATE trainings SET cancelled_at = $3, revision = revision + 1, version = version + 1
        WHERE id = $1 AND version = $2 AND cancelled_at IS NULL";
    Ok(tx.run(SQL, &values![id, version, at]).await? == 1)
}

/// Marks that something about a training was noted which changes nothing that it says. Says whether nobody changed it
/// meanwhile.
pub async fn touch(tx: &mut Tx, (id, version): (TrainingId, i64)) -> Result<bool> {
    const SQL: &str = "UPDATE trainings SET version = version + 1 WHERE id = $1 AND version = $2";
    Ok(tx.run(SQL, &values![id, version]).await? == 1)
}

/// Takes a place for somebody who says yes. Says whether there was room.
pub async fn take_place(tx: &mut Tx, id: TrainingId) -> Result<bool> {
    const SQL: &str = "UPDATE trainings SET seats_taken = seats_taken + 1
        WHERE id = $1 AND cancelled_at IS NULL AND (seats_max IS NULL OR seats_taken < seats_max)";
    Ok(tx.run(SQL, &values![id]).await? == 1)
}

/// Gives a place back.
pub async fn give_place(tx: &mut Tx, id: TrainingId) -> Result<()> {
    const SQL: &str =
        "UPDATE trainings SET seats_taken = seats_taken - 1 WHERE id = $1 AND seats_taken > 0";
    tx.run(SQL, &values![id]).await?;
    Ok(())
}

/// One training.
pub async fn find(tx: &mut Tx, id: TrainingId) -> Result<Option<Training>> {
    let sql = format!("SELECT {COLUMNS} FROM trainings t WHERE t.id = $1");
    let rows = tx.all_built(sql, &values![id]).await?;
    let Some(row) = rows.first() else {
        return Ok(None);
    };
    const DAYS: &str =
        "SELECT training_id, on_day, starts_at, ends_at, length FROM training_sessions
        WHERE training_id = $1 ORDER BY on_day";
    let days = tx.all(DAYS, &values![id]).await?;
    let mut found = training(tx, row)?;
    found.content.sessions = days.iter().map(session).collect::<Result<_>>()?;
    Ok(Some(found))
}

/// The trainings of a network, the newest first.
pub async fn of_network(tx: &mut Tx, network: NetworkId) -> Result<Vec<Listed>> {
    let sql = format!(
        "SELECT {COLUMNS}, t.seats_taken, (SELECT count(*) FROM training_seats s WHERE s.training_id = t.id) AS invited,
         (SELECT count(DISTINCT a.staff_id) FROM training_attendance a WHERE a.training_id = t.id) AS attended
         FROM trainings t WHERE t.network_id = $1 ORDER BY t.first_on DESC, t.id LIMIT $2"
    );
    let rows = tx.all_built(sql, &values![network, TRAININGS_MAX]).await?;
    const DAYS: &str = "SELECT s.training_id, s.on_day, s.starts_at, s.ends_at, s.length FROM training_sessions s
        JOIN trainings t ON t.id = s.training_id WHERE t.network_id = $1 ORDER BY s.training_id, s.on_day";
    let days = tx.all(DAYS, &values![network]).await?;
    let mut days = by_training(&days)?;
    let listed = rows.iter().map(|row| {
        Ok(Listed {
            training: with_days(training(tx, row)?, &mut days),
            invited: row.count("invited")?,
            coming: row.count("seats_taken")?,
            attended: row.count("attended")?,
        })
    });
    listed.collect()
}

/// The trainings that somebody is invited to, the newest first, each with their place in it.
pub async fn of_staff(tx: &mut Tx, staff: StaffId) -> Result<Vec<(Training, Seat)>> {
    let sql = format!(
        "SELECT {COLUMNS}, s.staff_id, s.reply, s.evaluated FROM trainings t
         JOIN training_seats s ON s.training_id = t.id
         WHERE s.staff_id = $1 ORDER BY t.first_on DESC, t.id LIMIT $2"
    );
    let rows = tx.all_built(sql, &values![staff, TRAININGS_MAX]).await?;
    const DAYS: &str = "SELECT d.training_id, d.on_day, d.starts_at, d.ends_at, d.length FROM training_sessions d
        JOIN training_seats s ON s.training_id = d.training_id WHERE s.staff_id = $1 ORDER BY d.training_id, d.on_day";
    let days = tx.all(DAYS, &values![staff]).await?;
    let mut days = by_training(&days)?;
    let mut attended = seat::days_of(tx, staff).await?;
    let mine = rows.iter().map(|row| {
        let one = with_days(training(tx, row)?, &mut days);
        let mut place = seat::seat(row)?;
        place.attended = attended.remove(&one.id).unwrap_or_default();
        Ok((one, place))
    });
    mine.collect()
}

type Days = BTreeMap<TrainingId, Vec<Session>>;

fn by_training(rows: &[Row]) -> Result<Days> {
    let mut days = Days::new();
    for row in rows {
        let of = days.entry(row.get("training_id")?).or_default();
        of.push(session(row)?);
    }
    Ok(days)
}

fn with_days(mut one: Training, days: &mut Days) -> Training {
    one.content.sessions = days.remove(&one.id).unwrap_or_default();
    one
}

/// What a change can change, in the order of the columns.
fn told(tx: &Tx, one: &Training) -> [Value; 8] {
    let (content, key) = (&one.content, tx.seals().site());
    let spot = |column| Spot::new("trainings", one.id, column);
    let first: Option<Day> = content.days().map(|(first, _)| first);
    values![
        key.seal(&spot("sealed_title"), &content.title),
        key.seal(&spot("sealed_place"), &content.place),
        key.seal(&spot("sealed_about"), &content.about),
        content.language.code(),
        content.programme,
        content.requirement,
        content.seats_max,
        first,
    ]
}

async fn sessions(tx: &mut Tx, one: &Training) -> Result<()> {
    const SQL: &str = "INSERT INTO training_sessions (training_id, on_day, starts_at, ends_at, length) VALUES ($1, $2, $3, $4, $5)";
    for session in &one.content.sessions {
        let bound = values![
            one.id,
            session.on,
            session.from,
            session.to,
            session.length.code()
        ];
        tx.run(SQL, &bound).await?;
    }
    Ok(())
}

/// A training without its days, which stand in a table of their own.
fn training(tx: &Tx, row: &Row) -> Result<Training> {
    let id: TrainingId = row.get("id")?;
    let open = |column: &'static str| -> Result<String> {
        let spot = Spot::new("trainings", id, column);
        tx.seals().site().open(&spot, &row.get::<String>(column)?)
    };
    let seats: Option<i64> = row.get("seats_max")?;
    let seats = seats.map(|_| row.count("seats_max")).transpose()?;
    Ok(Training {
        id,
        network: row.get("network_id")?,
        content: Content {
            title: open("sealed_title")?,
            place: open("sealed_place")?,
            language: row.code("language")?,
            about: open("sealed_about")?,
            programme: row.get("programme")?,
            requirement: row.get("requirement")?,
            seats_max: seats,
            sessions: Vec::new(),
        },
        cancelled_at: row.get("cancelled_at")?,
        revision: row.count("revision")?,
        made: (row.get("made_at")?, row.get("made_by")?),
        version: row.get("version")?,
    })
}

fn session(row: &Row) -> Result<Session> {
    Ok(Session {
        on: row.get("on_day")?,
        from: row.get("starts_at")?,
        to: row.get("ends_at")?,
        length: row.code("length")?,
    })
}
