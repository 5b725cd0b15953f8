//! The order in which a team takes its families up in one week's meeting.

use hemma_domain::ids::{CaseId, TeamId};
use hemma_domain::time::Week;

use crate::case::{self, Listed};
use crate::db::Tx;
use crate::error::Result;
use crate::value::{ToValue as _, Value};
use crate::values;

/// One family's place in a meeting.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Place {
    pub case: CaseId,
    pub skipped: bool,
}

/// The places of a week's meeting, in order; empty while nobody arranged it.
pub async fn places(tx: &mut Tx, team: TeamId, week: Week) -> Result<Vec<Place>> {
    const SQL: &str =
        "SELECT case_id, skipped FROM meeting_rows WHERE team_id = $1 AND week_on = $2
        ORDER BY rank, case_id";
    tx.all(SQL, &values![team, week])
        .await?
        .iter()
        .map(|row| {
            Ok(Place {
                case: row.get("case_id")?,
                skipped: row.get("skipped")?,
            })
        })
        .collect()
}

/// The open families of a team with their places, in the meeting's order; those without a place come last, by code.
pub async fn families(tx: &mut Tx, team: TeamId, week: Week) -> Result<Vec<(Listed, bool)>> {
    let sql = format!(
        "SELECT {}, m.skipped FROM cases c JOIN case_keys k ON k.case_id = c.id
         LEFT JOIN meeting_rows m ON m.team_id = c.team_id AND m.week_on = $2 AND m.case_id = c.id
         WHERE c.team_id = $1 AND c.stage = 'open'
         ORDER BY CASE WHEN m.rank IS NULL THEN 1 ELSE 0 END, m.rank, c.code, c.id",
        case::COLUMNS
    );
    let rows = tx.all_built(sql, &values![team, week]).await?;
    rows.into_iter()
        .map(|row| {
            let skipped = row.get::<Option<bool>>("skipped")?.unwrap_or(false);
            Ok((Listed::new(row)?, skipped))
        })
        .collect()
}

/// Keeps the order of a meeting instead of the one before.
pub async fn arrange(tx: &mut Tx, team: TeamId, week: Week, places: &[Place]) -> Result<()> {
    const FREE: &str = "DELETE FROM meeting_rows WHERE team_id = $1 AND week_on = $2";
    const COLUMNS: usize = 5;
    tx.run(FREE, &values![team, week]).await?;
    if places.is_empty() {
        return Ok(());
    }
    let mut bound: Vec<Value> = Vec::with_capacity(places.len() * COLUMNS);
    let mut tuples = Vec::with_capacity(places.len());
    for (rank, place) in (1_i64..).zip(places) {
        tuples.push(format!("({})", crate::db::places(bound.len() + 1, COLUMNS)));
        bound.extend([
            team.to_value(),
            week.to_value(),
            place.case.to_value(),
            rank.to_value(),
            place.skipped.to_value(),
        ]);
    }
    let sql = format!(
        "INSERT INTO meeting_rows (team_id, week_on, case_id, rank, skipped) VALUES {}",
        tuples.join(", ")
    );
    tx.all_built(sql, &bound).await?;
    Ok(())
}
