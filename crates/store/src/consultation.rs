//! Consultations of teams: weekly times, what was noted of a week, who was there. Texts are sealed under the site's key.

pub mod feed;

use std::collections::{BTreeMap, BTreeSet};

use hemma_domain::code::Code as _;
use hemma_domain::consultation::{Consultation, PATTERNS_MAX, Pattern, Slot};
use hemma_domain::ids::{CaseId, NetworkId, StaffId, TeamId};
use hemma_domain::time::{Clock, Day, Instant, Week};

use crate::db::Tx;
use crate::error::Result;
use crate::seal::Spot;
use crate::value::{Row, Value};
use crate::values;

const COLUMNS: &str = "c.team_id, c.week_on, c.outcome, c.moved_on, c.moved_at, c.moved_minutes, c.sealed_reason, c.sealed_minutes,
    c.revision, c.version";

/// The first and the last week that are asked for.
pub type Weeks = (Week, Week);

/// Sets a team's weekly time from a day on; another one from the same day is replaced.
pub async fn set_pattern(tx: &mut Tx, one: &Pattern, made: (Instant, StaffId)) -> Result<()> {
    const SQL: &str = "INSERT INTO consultation_patterns (team_id, from_on, weekday, starts_at, length_minutes, made_by, made_at)
        VALUES ($1, $2, $3, $4, $5, $6, $7)
        ON CONFLICT (team_id, from_on) DO UPDATE SET weekday = excluded.weekday, starts_at = excluded.starts_at,
        length_minutes = excluded.length_minutes, made_by = excluded.made_by, made_at = excluded.made_at";
    let bound = values![
        one.team,
        one.from,
        one.weekday,
        one.at,
        one.minutes,
        made.1,
        made.0
    ];
    tx.run(SQL, &bound).await?;
    Ok(())
}

/// The weekly times of a team, the newest first.
pub async fn patterns(tx: &mut Tx, team: TeamId) -> Result<Vec<Pattern>> {
    const SQL: &str =
        "SELECT team_id, from_on, weekday, starts_at, length_minutes FROM consultation_patterns
        WHERE team_id = $1 ORDER BY from_on DESC LIMIT $2";
    let rows = tx.all(SQL, &values![team, PATTERNS_MAX]).await?;
    rows.iter().map(pattern).collect()
}

/// The weekly times of all teams of a network, by team.
pub async fn patterns_of_network(tx: &mut Tx, network: NetworkId) -> Result<Vec<Pattern>> {
    const SQL: &str = "SELECT p.team_id, p.from_on, p.weekday, p.starts_at, p.length_minutes FROM consultation_patterns p
        JOIN teams t ON t.id = p.team_id WHERE t.network_id = $1 ORDER BY p.team_id, p.from_on DESC";
    let rows = tx.all(SQL, &values![network]).await?;
    rows.iter().map(pattern).collect()
}

/// What was noted of a team's consultation in a week, if anything was.
pub async fn find(tx: &mut Tx, team: TeamId, week: Week) -> Result<Option<Consultation>> {
    let mut found = between(tx, team, (week, week)).await?;
    Ok(found.pop())
}

/// What was noted of a team's consultations in some weeks, the oldest first.
pub async fn between(tx: &mut Tx, team: TeamId, (first, last): Weeks) -> Result<Vec<Consultation>> {
    let sql = format!(
        "SELECT {COLUMNS} FROM consultations c
         WHERE c.team_id = $1 AND c.week_on >= $2 AND c.week_on <= $3 ORDER BY c.week_on"
    );
    let rows = tx.all_built(sql, &values![team, first, last]).await?;
    const THERE: &str = "SELECT team_id, week_on, staff_id FROM consultation_attendance
        WHERE team_id = $1 AND week_on >= $2 AND week_on <= $3 ORDER BY staff_id";
    let there = tx.all(THERE, &values![team, first, last]).await?;
    let mut there = attendance(&there)?;
    rows.iter()
        .map(|row| consultation(tx, row, &mut there))
        .collect()
}

/// The same of all teams of a network, by team; who was there is left out.
pub async fn of_network(
    tx: &mut Tx,
    network: NetworkId,
    (first, last): Weeks,
) -> Result<Vec<Consultation>> {
    let sql = format!(
        "SELECT {COLUMNS} FROM consultations c JOIN teams t ON t.id = c.team_id
         WHERE t.network_id = $1 AND c.week_on >= $2 AND c.week_on <= $3 ORDER BY c.team_id, c.week_on"
    );
    let rows = tx.all_built(sql, &values![network, first, last]).await?;
    let mut nobody = BTreeMap::new();
    rows.iter()
        .map(|row| consultation(tx, row, &mut nobody))
        .collect()
}

/// Saves what was noted of a week with who was there, if nobody changed it meanwhile; its version is the one that was
/// read. Says whether it did.
pub async fn save(tx: &mut Tx, one: &Consultation, (at, by): (Instant, StaffId)) -> Result<bool> {
    const INSERT: &str = "INSERT INTO consultations (team_id, week_on, outcome, moved_on, moved_at, moved_minutes, sealed_reason,
        sealed_minutes, revision, changed_by, changed_at, version)
        SELECT $1, $2, $4, $5, $6, $7, $8, $9, $10, $11, $12, 1 WHERE $3 = 0
        ON CONFLICT (team_id, week_on) DO NOTHING";
    const UPDATE: &str = "UPDATE consultations SET outcome = $4, moved_on = $5, moved_at = $6, moved_minutes = $7,
        sealed_reason = $8, sealed_minutes = $9, revision = $10, changed_by = $11, changed_at = $12, version = version + 1
        WHERE team_id = $1 AND week_on = $2 AND version = $3";
    let key = tx.seals().site();
    let of = (one.team, one.week);
    let bound: [Value; 12] = values![
        one.team,
        one.week,
        one.version,
        one.outcome.code(),
        one.moved.map(|slot| slot.on),
        one.moved.map(|slot| slot.at),
        one.moved.map(|slot| slot.minutes),
        key.seal(&spot(of, "sealed_reason"), &one.reason),
        key.seal(&spot(of, "sealed_minutes"), &one.minutes),
        one.revision,
        by,
        at,
    ];
    let sql = match one.version {
        0 => INSERT,
        _ => UPDATE,
    };
    if tx.run(sql, &bound).await? != 1 {
        return Ok(false);
    }
    attend(tx, one).await?;
    Ok(true)
}

/// The cases of a team with written feedback about a week, by id.
pub async fn cases_with_feedback(tx: &mut Tx, team: TeamId, week: Week) -> Result<Vec<CaseId>> {
    const SQL: &str = "SELECT DISTINCT f.case_id FROM feedbacks f JOIN cases c ON c.id = f.case_id
        WHERE c.team_id = $1 AND f.week_on = $2 ORDER BY f.case_id";
    let rows = tx.all(SQL, &values![team, week]).await?;
    rows.iter().map(|row| row.get("case_id")).collect()
}

async fn attend(tx: &mut Tx, one: &Consultation) -> Result<()> {
    const CLEAR: &str = "DELETE FROM consultation_attendance WHERE team_id = $1 AND week_on = $2";
    const SQL: &str =
        "INSERT INTO consultation_attendance (team_id, week_on, staff_id) VALUES ($1, $2, $3)";
    tx.run(CLEAR, &values![one.team, one.week]).await?;
    for staff in &one.attended {
        tx.run(SQL, &values![one.team, one.week, *staff]).await?;
    }
    Ok(())
}

type There = BTreeMap<(TeamId, Week), BTreeSet<StaffId>>;

fn attendance(rows: &[Row]) -> Result<There> {
    let mut there = There::new();
    for row in rows {
        let of = (row.get("team_id")?, row.week("week_on")?);
        there.entry(of).or_default().insert(row.get("staff_id")?);
    }
    Ok(there)
}

fn pattern(row: &Row) -> Result<Pattern> {
    Ok(Pattern {
        team: row.get("team_id")?,
        from: row.get("from_on")?,
        weekday: row.get("weekday")?,
        at: row.get("starts_at")?,
        minutes: row.count("length_minutes")?,
    })
}

fn consultation(tx: &Tx, row: &Row, there: &mut There) -> Result<Consultation> {
    let of: (TeamId, Week) = (row.get("team_id")?, row.week("week_on")?);
    let open = |column: &'static str| -> Result<String> {
        tx.seals()
            .site()
            .open(&spot(of, column), &row.get::<String>(column)?)
    };
    let (on, at): (Option<Day>, Option<Clock>) = (row.get("moved_on")?, row.get("moved_at")?);
    let moved = match on.zip(at) {
        Some((on, at)) => Some(Slot {
            on,
            at,
            minutes: row.count("moved_minutes")?,
        }),
        None => None,
    };
    Ok(Consultation {
        team: of.0,
        week: of.1,
        outcome: row.code("outcome")?,
        moved,
        reason: open("sealed_reason")?,
        minutes: open("sealed_minutes")?,
        attended: there.remove(&of).unwrap_or_default(),
        revision: row.count("revision")?,
        version: row.get("version")?,
    })
}

fn spot((team, week): (TeamId, Week), column: &'static str) -> Spot {
    Spot::new("consultations", format!("{team} {week}"), column)
}
