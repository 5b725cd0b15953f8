//! Measures of many cases at once: a team's list, the interviewers' queue, and what upkeep looks after.

use hemma_domain::access::{CaseScope, Permit, TeamScope};
use hemma_domain::case::Care;
use hemma_domain::ids::{BoardId, CaseId, NetworkId, StaffId, TeamId};
use hemma_domain::measure::{GRACE_DAYS, Measure};
use hemma_domain::time::Day;

use super::{COLUMNS, COUNTS, measure};
use crate::case;
use crate::db::{Tx, places};
use crate::error::{Error, Result};
use crate::hold::resting;
use crate::seal::Key;
use crate::value::{Row, ToValue, Value};
use crate::values;

/// The longest queue that anybody is shown: weeks of calls.
pub const QUEUE_MAX: u32 = 300;

/// The longest list of a team's measures: a year of the largest team.
pub const LIST_MAX: u32 = 1_000;

/// Measures that one round of upkeep lets lapse.
pub const LAPSE_MAX: u32 = 500;

/// A measure in a list: no word about the family.
pub struct Listed {
    pub measure: Measure,
    /// Where its case stands; the carers are not known here.
    pub scope: CaseScope,
    /// The case's code.
    pub code: String,
    /// Calls so far.
    pub attempts: usize,
    /// Links given so far.
    pub links: usize,
    /// Answers were begun.
    pub begun: bool,
    wrapped: String,
}

const SELECT: &str = "c.code, c.protected, c.team_id, c.board_id, t.network_id, k.wrapped,
    (SELECT count(*) FROM measure_attempts a WHERE a.measure_id = m.id) AS attempts,
    (SELECT count(*) FROM answer_links l WHERE l.measure_id = m.id) AS links,
    (SELECT count(*) FROM answer_sheets s WHERE s.measure_id = m.id) AS sheets
    FROM measures m JOIN cases c ON c.id = m.case_id JOIN teams t ON t.id = c.team_id
    JOIN case_keys k ON k.case_id = c.id";

/// The measures of a team's cases that were due from a day on and whose window has opened, the first due first.
pub async fn of_team(tx: &mut Tx, team: TeamId, (since, today): (Day, Day)) -> Result<Vec<Listed>> {
    let sql = format!(
        "SELECT {COLUMNS}, {SELECT} WHERE c.team_id = $1 AND m.due_on >= $2 AND m.opens_on <= $3
         ORDER BY m.due_on, c.code, m.id LIMIT $4"
    );
    let rows = tx
        .all_built(sql, &values![team, since, today, LIST_MAX])
        .await?;
    rows.iter().map(listed).collect()
}

/// What can be asked today in the cases of these boards and networks, whose window ends first; nothing of a family whose
/// measures rest. What was begun stays until it is ended, however late: its answers count for nothing before.
pub async fn queue(
    tx: &mut Tx,
    boards: &[BoardId],
    networks: &[NetworkId],
    today: Day,
) -> Result<Vec<Listed>> {
    let mut bound: Vec<Value> = values![today, today.plus(-GRACE_DAYS), QUEUE_MAX].to_vec();
    let Some(reach) = reach((boards, networks), &mut bound) else {
        return Ok(Vec::new());
    };
    let rests = resting(1);
    let sql = format!(
        "SELECT {COLUMNS}, {SELECT} WHERE m.state = 'due' AND m.opens_on <= $1
         AND (m.closes_on >= $2 AND NOT {rests} OR EXISTS (SELECT 1 FROM answer_sheets s WHERE s.measure_id = m.id))
         AND c.stage IN ('open', 'closed') AND ({reach}) ORDER BY m.closes_on, m.due_on, m.id LIMIT $3"
    );
    let rows = tx.all_built(sql, &bound).await?;
    rows.iter().map(listed).collect()
}

/// How many measures of these boards and networks that were due in some days were collected, and how many should have
/// been, as `Measure::counts_as_due` counts them. Families that left before those days have none of them: without saying so
/// every case that there ever was would be looked up.
pub async fn collected(
    tx: &mut Tx,
    (boards, networks): (&[BoardId], &[NetworkId]),
    (since, today): (Day, Day),
) -> Result<(u32, u32)> {
    let mut bound: Vec<Value> = values![since, today].to_vec();
    let Some(reach) = reach((boards, networks), &mut bound) else {
        return Ok((0, 0));
    };
    let sql = format!(
        "SELECT count(*) AS due, count(CASE WHEN m.state = 'done' THEN 1 END) AS collected
         FROM measures m JOIN cases c ON c.id = m.case_id JOIN teams t ON t.id = c.team_id
         WHERE m.due_on >= $1 AND m.due_on <= $2 AND (m.state <> 'due' OR m.closes_on < $2)
         AND {COUNTS} AND (c.stage = 'open' OR c.ended_on >= $1) AND ({reach})"
    );
    let rows = tx.all_built(sql, &bound).await?;
    let Some(row) = rows.first() else {
        return Ok((0, 0));
    };
    Ok((row.count("collected")?, row.count("due")?))
}

/// Which cases are of these boards and networks; none where there is neither.
fn reach((boards, networks): (&[BoardId], &[NetworkId]), bound: &mut Vec<Value>) -> Option<String> {
    let mut parts = Vec::new();
    for (column, ids) in [
        ("c.board_id", boards.iter().map(ToValue::to_value).collect()),
        (
            "t.network_id",
            networks.iter().map(ToValue::to_value).collect::<Vec<_>>(),
        ),
    ] {
        if !ids.is_empty() {
            let from = bound.len() + 1;
            parts.push(format!("{column} IN ({})", places(from, ids.len())));
            bound.extend(ids);
        }
    }
    (!parts.is_empty()).then(|| parts.join(" OR "))
}

/// Cases after another one with finished sheets of an instrument, by id.
pub async fn answered(
    tx: &mut Tx,
    instrument: &str,
    (after, most): (CaseId, u32),
) -> Result<Vec<CaseId>> {
    const SQL: &str =
        "SELECT DISTINCT case_id FROM measures WHERE instrument = $1 AND state = 'done' AND case_id > $2
        ORDER BY case_id LIMIT $3";
    let rows = tx.all(SQL, &values![instrument, after, most]).await?;
    rows.iter().map(|row| row.get("case_id")).collect()
}

/// Lets what nobody has begun to answer, and can still be asked, be asked by a newer version of its questionnaire. Says
/// how many measures there were.
pub async fn renew(tx: &mut Tx, (instrument, version): (&str, u32), today: Day) -> Result<u64> {
    const SQL: &str =
        "UPDATE measures SET instrument_version = $2, version = version + 1 WHERE instrument = $1
        AND instrument_version < $2 AND state = 'due' AND closes_on >= $3
        AND NOT EXISTS (SELECT 1 FROM answer_sheets s WHERE s.measure_id = measures.id)";
    tx.run(SQL, &values![instrument, version, today.plus(-GRACE_DAYS)])
        .await
}

/// What nobody has begun to answer although its time is up.
pub async fn lapsing(tx: &mut Tx, today: Day) -> Result<Vec<Listed>> {
    let sql = format!(
        "SELECT {COLUMNS}, {SELECT} WHERE m.state = 'due' AND m.closes_on < $1
         AND NOT EXISTS (SELECT 1 FROM answer_sheets s WHERE s.measure_id = m.id)
         ORDER BY m.closes_on, m.id LIMIT $2"
    );
    let rows = tx
        .all_built(sql, &values![today.plus(-GRACE_DAYS), LAPSE_MAX])
        .await?;
    rows.iter().map(listed).collect()
}

/// Who interviews for a board or network in which something can be asked that ends within some days. Those of the
/// family's own team do not.
pub async fn interviewers_of_ending(
    tx: &mut Tx,
    (today, until): (Day, Day),
) -> Result<Vec<StaffId>> {
    let rests = resting(1);
    let sql = format!(
        "SELECT DISTINCT p.staff_id FROM posts p WHERE p.role = 'interviewer' AND p.from_on <= $1
        AND (p.to_on IS NULL OR p.to_on > $1) AND EXISTS (
            SELECT 1 FROM measures m JOIN cases c ON c.id = m.case_id JOIN teams t ON t.id = c.team_id
            WHERE m.state = 'due' AND m.opens_on <= $1 AND m.closes_on >= $1 AND m.closes_on <= $2
            AND c.stage IN ('open', 'closed') AND NOT {rests}
            AND (c.board_id = p.board_id AND p.team_id IS NULL
                OR (t.network_id = p.network_id AND NOT c.protected))
            AND NOT EXISTS (SELECT 1 FROM posts o WHERE o.staff_id = p.staff_id AND o.team_id = c.team_id
                AND o.from_on <= $1 AND (o.to_on IS NULL OR o.to_on > $1)))
        ORDER BY p.staff_id"
    );
    let rows = tx.all_built(sql, &values![today, until]).await?;
    rows.iter().map(|row| row.get("staff_id")).collect()
}

/// Notes until which day the measures of a case are planned.
pub async fn set_planned(tx: &mut Tx, case: CaseId, until: Day) -> Result<()> {
    const SQL: &str = "INSERT INTO measure_plans (case_id, until_on) VALUES ($1, $2)
        ON CONFLICT (case_id) DO UPDATE SET until_on = excluded.until_on";
    tx.run(SQL, &values![case, until]).await?;
    Ok(())
}

/// The open cases of some programmes that are not planned until a day.
pub async fn unplanned(
    tx: &mut Tx,
    programmes: &[(String, u32)],
    until: Day,
    most: u32,
) -> Result<Vec<CaseId>> {
    if programmes.is_empty() {
        return Ok(Vec::new());
    }
    let mut bound = values![until, most].to_vec();
    let mut any = Vec::new();
    for (code, version) in programmes {
        let from = bound.len() + 1;
        any.push(format!(
            "(c.programme = ${from} AND c.programme_version = ${})",
            from + 1
        ));
        bound.extend(values![*code, *version]);
    }
    let sql = format!(
        "SELECT c.id FROM cases c WHERE c.stage = 'open' AND ({})
         AND NOT EXISTS (SELECT 1 FROM measure_plans p WHERE p.case_id = c.id AND p.until_on >= $1)
         ORDER BY c.id LIMIT $2",
        any.join(" OR ")
    );
    let rows = tx.all_built(sql, &bound).await?;
    rows.iter().map(|row| row.get("id")).collect()
}

/// The key of a listed measure's case, for the holder of a permit for that very case.
pub fn open(tx: &Tx, permit: &Permit, listed: &Listed) -> Result<Key> {
    let case = listed.scope.case;
    if permit.case() != Some(case) {
        return Err(Error::WrongKey);
    }
    tx.seals().unwrap(case.0, &listed.wrapped)
}

/// Who carries some cases on a day, with names, by case and role.
pub async fn carers(tx: &mut Tx, cases: &[CaseId], on: Day) -> Result<Vec<(Care, String)>> {
    if cases.is_empty() {
        return Ok(Vec::new());
    }
    let sql = format!(
        "SELECT a.id, a.case_id, a.staff_id, a.role, a.from_on, a.to_on, s.name
         FROM cares a JOIN staff s ON s.id = a.staff_id
         WHERE a.from_on <= $1 AND (a.to_on IS NULL OR a.to_on > $1) AND a.case_id IN ({})
         ORDER BY a.case_id, a.role DESC, a.from_on, a.id",
        places(2, cases.len())
    );
    let mut bound = values![on].to_vec();
    bound.extend(cases.iter().map(ToValue::to_value));
    tx.all_built(sql, &bound)
        .await?
        .iter()
        .map(|row| Ok((case::care(row)?, row.get("name")?)))
        .collect()
}

/// Where the case of a row with `case_id`, `team_id`, `board_id`, `network_id` and `protected` stands; without its
/// carers.
pub(crate) fn scope(row: &Row) -> Result<CaseScope> {
    Ok(CaseScope {
        case: row.get("case_id")?,
        team: TeamScope {
            team: row.get("team_id")?,
            board: row.get("board_id")?,
            network: row.get("network_id")?,
        },
        carers: Vec::new(),
        protected: row.get("protected")?,
    })
}

fn listed(row: &Row) -> Result<Listed> {
    let measure = measure(row)?;
    let scope = scope(row)?;
    Ok(Listed {
        measure,
        scope,
        code: row.get("code")?,
        attempts: usize::try_from(row.count("attempts")?).unwrap_or(usize::MAX),
        links: usize::try_from(row.count("links")?).unwrap_or(usize::MAX),
        begun: row.get::<i64>("sheets")? > 0,
        wrapped: row.get("wrapped")?,
    })
}
