//! What a month's report on a team is counted from: days, times and codes, no text.

use std::collections::BTreeMap;

use hemma_domain::code::Code as _;
use hemma_domain::ids::{CaseId, TeamId};
use hemma_domain::measure::StateCode;
use hemma_domain::month_report::{Interview, Point, Treated, Worked};
use hemma_domain::time::{Day, Instant, Week};

use crate::db::Tx;
use crate::error::Result;
use crate::measure::COUNTS;
use crate::values;

/// The treatments of a team that reached into some weeks, with what happened in each of those weeks.
pub async fn treated(
    tx: &mut Tx,
    team: TeamId,
    (first, last): (Week, Week),
) -> Result<Vec<Treated>> {
    const SQL: &str = "SELECT c.id, c.opened_on, c.ended_on, w.week_on, w.handed_in_at, w.supervised_at, w.consulted_at
        FROM cases c LEFT JOIN case_weeks w ON w.case_id = c.id AND w.week_on >= $2 AND w.week_on <= $3
        WHERE c.team_id = $1 AND c.opened_on IS NOT NULL AND (c.ended_on IS NULL OR c.ended_on >= $2)
        ORDER BY c.id, w.week_on";
    let mut found: BTreeMap<CaseId, Treated> = BTreeMap::new();
    for row in tx.all(SQL, &values![team, first, last]).await? {
        let one = found.entry(row.get("id")?).or_insert(Treated {
            opened_on: row.get("opened_on")?,
            ended_on: row.get("ended_on")?,
            weeks: Vec::new(),
        });
        let Some(week) = row.get::<Option<Day>>("week_on")? else {
            continue;
        };
        let (supervised, consulted): (Option<Instant>, Option<Instant>) =
            (row.get("supervised_at")?, row.get("consulted_at")?);
        one.weeks.push(Worked {
            week: Week::of(week),
            handed_in_at: row.get("handed_in_at")?,
            is_supervised: supervised.is_some(),
            is_consulted: consulted.is_some(),
        });
    }
    Ok(found.into_values().collect())
}

/// The points of written feedback that a team's families were given between two moments, the oldest first.
pub async fn points(
    tx: &mut Tx,
    team: TeamId,
    (from, until): (Instant, Instant),
) -> Result<Vec<Point>> {
    const SQL: &str = "SELECT f.week_on, f.voice, f.given_at, f.answered_at, f.follow_up
        FROM feedbacks f JOIN cases c ON c.id = f.case_id
        WHERE c.team_id = $1 AND f.given_at >= $2 AND f.given_at < $3 ORDER BY f.given_at, f.id";
    let rows = tx.all(SQL, &values![team, from, until]).await?;
    let point = rows.iter().map(|row| {
        Ok(Point {
            week: row.week("week_on")?,
            voice: row.code("voice")?,
            given_at: row.get("given_at")?,
            answered_at: row.get("answered_at")?,
            follow_up: row.code_or_none("follow_up")?,
        })
    });
    point.collect()
}

/// The interviews with one instrument that fell due in a team's families between two days, both of which belong to it.
pub async fn interviews(
    tx: &mut Tx,
    (team, instrument): (TeamId, &str),
    (first, last): (Day, Day),
) -> Result<Vec<Interview>> {
    let sql = format!(
        "SELECT m.due_on, m.state FROM measures m JOIN cases c ON c.id = m.case_id
         WHERE c.team_id = $1 AND m.instrument = $2 AND m.due_on >= $3 AND m.due_on <= $4 AND {COUNTS}
         ORDER BY m.due_on, m.id"
    );
    let bound = values![team, instrument, first, last];
    let rows = tx.all_built(sql, &bound).await?;
    let interview = rows.iter().map(|row| {
        Ok(Interview {
            due_on: row.get("due_on")?,
            is_done: row.get::<String>("state")? == StateCode::Done.code(),
        })
    });
    interview.collect()
}
