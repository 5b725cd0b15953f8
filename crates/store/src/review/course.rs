//! What figures rest on: the courses of cases, and the posts of therapists, as plain days and counts.

use std::collections::BTreeMap;

use hemma_domain::case::OutcomeValue;
use hemma_domain::code::Code as _;
use hemma_domain::ids::{CaseId, NetworkId, TeamId};
use hemma_domain::measure::{KeptOutcome, StateCode};
use hemma_domain::review::{Carried, Course, Interviewed, TherapistPost, WeekCount};
use hemma_domain::time::{Day, Instant};
use uuid::Uuid;

use crate::db::{Tx, places};
use crate::error::Result;
use crate::measure::{COUNTS, score};
use crate::value::{Row, ToValue, Value};
use crate::values;

/// Cases behind one figure: a large team's closings and openings of several years.
pub const COURSES_MAX: usize = 1_000;

/// What an interview is, and which of its scores is read.
#[derive(Debug, Clone, Copy)]
pub struct Asked<'a> {
    /// The instrument's code.
    pub instrument: &'a str,
    /// The scale that counts.
    pub scale: &'a str,
    /// The rule and its version: scores by another are none here, so that no figure mixes them.
    pub rule: (&'a str, u32),
    /// The last day on which an interview may have been due.
    pub until: Day,
}

/// The courses of some cases of a team; what is no case of it, or never opened, is left out.
pub async fn courses_of(
    tx: &mut Tx,
    (team, facts): (TeamId, &[Uuid]),
    asked: Asked<'_>,
) -> Result<Vec<Course>> {
    if facts.is_empty() {
        return Ok(Vec::new());
    }
    let bound = of_team(team, facts);
    let which = format!("c.team_id = $1 AND c.id IN ({})", places(2, facts.len()));
    courses(tx, (&which, &bound), asked).await
}

/// What is told of some cases of a team beside a figure: code, days, reason and therapists; the oldest first. What was done
/// in them is left out.
pub async fn outlines_of(tx: &mut Tx, (team, facts): (TeamId, &[Uuid])) -> Result<Vec<Course>> {
    if facts.is_empty() {
        return Ok(Vec::new());
    }
    let bound = of_team(team, facts);
    let which = format!("c.team_id = $1 AND c.id IN ({})", places(2, facts.len()));
    let mut found = bare(tx, (&which, &bound)).await?;
    let ids: Vec<Value> = found.keys().map(ToValue::to_value).collect();
    if !ids.is_empty() {
        carried(tx, &ids, &mut found).await?;
    }
    Ok(in_order(found))
}

fn of_team(team: TeamId, facts: &[Uuid]) -> Vec<Value> {
    let mut bound: Vec<Value> = vec![team.to_value()];
    bound.extend(facts.iter().map(ToValue::to_value));
    bound
}

fn in_order(found: Found) -> Vec<Course> {
    let mut all: Vec<Course> = found.into_values().collect();
    all.sort_by(|a, b| (a.opened_on, &a.code).cmp(&(b.opened_on, &b.code)));
    all
}

/// Cases of one team that have opened: more than a century brings.
const OPENED_MAX: u32 = 100_000;

/// The cases of a team that have ever opened, the oldest first.
pub async fn opened_of_team(tx: &mut Tx, team: TeamId) -> Result<Vec<CaseId>> {
    const SQL: &str = "SELECT id FROM cases WHERE team_id = $1 AND opened_on IS NOT NULL
        ORDER BY opened_on, id LIMIT $2";
    let rows = tx.all(SQL, &values![team, OPENED_MAX]).await?;
    rows.iter().map(|row| row.get("id")).collect()
}

async fn courses(tx: &mut Tx, which: (&str, &[Value]), asked: Asked<'_>) -> Result<Vec<Course>> {
    let mut found = bare(tx, which).await?;
    if found.is_empty() {
        return Ok(Vec::new());
    }
    let ids: Vec<Value> = found.keys().map(ToValue::to_value).collect();
    carried(tx, &ids, &mut found).await?;
    weeks(tx, &ids, &mut found).await?;
    interviews(tx, &ids, (&mut found, asked)).await?;
    outcomes(tx, &ids, &mut found).await?;
    Ok(in_order(found))
}

type Found = BTreeMap<CaseId, Course>;

async fn bare(tx: &mut Tx, (which, bound): (&str, &[Value])) -> Result<Found> {
    let sql = format!(
        "SELECT c.id, c.code, c.stage, c.opened_on, c.ended_on, c.end_reason, c.programme, c.programme_version
         FROM cases c WHERE c.opened_on IS NOT NULL AND {which} ORDER BY c.opened_on DESC LIMIT {COURSES_MAX}"
    );
    let rows = tx.all_built(sql, bound).await?;
    rows.iter()
        .map(|row| Ok((row.get("id")?, course(row)?)))
        .collect()
}

fn course(row: &Row) -> Result<Course> {
    let ended: Option<Day> = row.get("ended_on")?;
    let reason: Option<String> = row.get("end_reason")?;
    let is_closed = row.get::<String>("stage")? == "closed";
    Ok(Course {
        case: row.get("id")?,
        code: row.get("code")?,
        opened_on: row.get("opened_on")?,
        closed: ended
            .filter(|_| is_closed)
            .map(|on| (on, reason.unwrap_or_default())),
        programme: (row.get("programme")?, row.count("programme_version")?),
        carried: Vec::new(),
        weeks: Vec::new(),
        interviews: Vec::new(),
        outcomes: Vec::new(),
    })
}

async fn carried(tx: &mut Tx, ids: &[Value], found: &mut Found) -> Result<()> {
    let sql = format!(
        "SELECT case_id, staff_id, from_on, to_on FROM cares WHERE role = 'therapist' AND case_id IN ({})
         ORDER BY from_on, id",
        places(1, ids.len())
    );
    for row in tx.all_built(sql, ids).await? {
        let one = Carried {
            by: row.get("staff_id")?,
            from: row.get("from_on")?,
            to: row.get("to_on")?,
        };
        push(found, &row, |course| course.carried.push(one))?;
    }
    Ok(())
}

/// Weeks of a team's cases in a year: a thousand cases in every week of it.
const WEEKS_MAX: u32 = 53_000;

/// The weeks that were reported of a team's cases, from a day on, up to a day that does not count, each with its case.
pub async fn weeks_between(
    tx: &mut Tx,
    team: TeamId,
    (from, to): (Day, Day),
) -> Result<Vec<(CaseId, WeekCount)>> {
    const SQL: &str = "SELECT case_id, week_on, CAST(SUM(contacts) AS BIGINT) AS contacts, CAST(SUM(minutes) AS BIGINT) AS minutes
        FROM (SELECT k.case_id, k.week_on, CASE WHEN k.counts THEN 1 ELSE 0 END AS contacts, k.minutes
              FROM contacts k JOIN cases c ON c.id = k.case_id
              WHERE c.team_id = $1 AND k.week_on >= $2 AND k.week_on < $3
              UNION ALL SELECT w.case_id, w.week_on, 0, 0 FROM case_weeks w JOIN cases c ON c.id = w.case_id
              WHERE w.handed_in_at IS NOT NULL AND c.team_id = $1 AND w.week_on >= $2 AND w.week_on < $3) work
        GROUP BY case_id, week_on ORDER BY case_id, week_on LIMIT $4";
    let rows = tx.all(SQL, &values![team, from, to, WEEKS_MAX]).await?;
    rows.iter()
        .map(|row| Ok((row.get("case_id")?, week(row)?)))
        .collect()
}

fn week(row: &Row) -> Result<WeekCount> {
    Ok(WeekCount {
        week: row.week("week_on")?,
        contacts: row.count("contacts")?,
        minutes: row.count("minutes")?,
    })
}

/// A week is reported where there was a contact, or where it was handed in.
async fn weeks(tx: &mut Tx, ids: &[Value], found: &mut Found) -> Result<()> {
    let all = places(1, ids.len());
    let sql = format!(
        "SELECT case_id, week_on, CAST(SUM(contacts) AS BIGINT) AS contacts, CAST(SUM(minutes) AS BIGINT) AS minutes
         FROM (SELECT case_id, week_on, CASE WHEN counts THEN 1 ELSE 0 END AS contacts, minutes FROM contacts
               WHERE case_id IN ({all})
               UNION ALL SELECT case_id, week_on, 0, 0 FROM case_weeks
               WHERE handed_in_at IS NOT NULL AND case_id IN ({all})) work
         GROUP BY case_id, week_on ORDER BY case_id, week_on"
    );
    for row in tx.all_built(sql, ids).await? {
        let one = week(&row)?;
        push(found, &row, |course| course.weeks.push(one))?;
    }
    Ok(())
}

async fn interviews(
    tx: &mut Tx,
    ids: &[Value],
    (found, asked): (&mut Found, Asked<'_>),
) -> Result<()> {
    let sql = format!(
        "SELECT m.case_id, m.due_on, m.state, m.ended_at, s.outcome, s.numerator, s.denominator, s.needed
         FROM measures m LEFT JOIN scores s ON s.measure_id = m.id AND s.scale = $2
            AND s.rule = $4 AND s.rule_version = $5
         WHERE m.instrument = $1 AND m.due_on <= $3 AND {COUNTS} AND m.case_id IN ({})
         ORDER BY m.case_id, m.due_on, m.id",
        places(6, ids.len())
    );
    let Asked {
        instrument,
        scale,
        rule,
        until,
    } = asked;
    let mut bound = values![instrument, scale, until, rule.0, rule.1].to_vec();
    bound.extend_from_slice(ids);
    for row in tx.all_built(sql, &bound).await? {
        let one = interview(&row)?;
        push(found, &row, |course| course.interviews.push(one))?;
    }
    Ok(())
}

/// How many interviews of a team have scores on the scale, but none by the rule: no figure holds them until they are
/// scored anew.
pub async fn waiting(tx: &mut Tx, team: TeamId, asked: Asked<'_>) -> Result<u32> {
    let sql = format!("SELECT count(*) AS n {UNSCORED} AND c.team_id = $7");
    let mut bound = unscored(asked);
    bound.extend(values![team]);
    let rows = tx.all_built(sql, &bound).await?;
    rows.first().map_or(Ok(0), |row| row.count("n"))
}

/// Whether any interview of a network's teams that run a programme waits so. How many is no number for a reader outside.
pub async fn waits(
    tx: &mut Tx,
    (network, programme): (NetworkId, &str),
    asked: Asked<'_>,
) -> Result<bool> {
    let sql = format!(
        "SELECT m.id {UNSCORED} AND c.team_id IN
            (SELECT id FROM teams WHERE network_id = $7 AND programme = $8) LIMIT 1"
    );
    let mut bound = unscored(asked);
    bound.extend(values![network, programme]);
    Ok(!tx.all_built(sql, &bound).await?.is_empty())
}

const UNSCORED: &str = "FROM measures m JOIN cases c ON c.id = m.case_id
    WHERE m.instrument = $1 AND m.due_on <= $2 AND m.state = $3
    AND EXISTS (SELECT 1 FROM scores s WHERE s.measure_id = m.id AND s.scale = $4)
    AND NOT EXISTS (SELECT 1 FROM scores s WHERE s.measure_id = m.id AND s.scale = $4
        AND s.rule = $5 AND s.rule_version = $6)";

fn unscored(asked: Asked<'_>) -> Vec<Value> {
    let Asked {
        instrument,
        scale,
        rule,
        until,
    } = asked;
    let done = StateCode::Done.code();
    values![instrument, until, done, scale, rule.0, rule.1].to_vec()
}

fn interview(row: &Row) -> Result<Interviewed> {
    let ended: Option<Instant> = row.get("ended_at")?;
    let is_done = row.code::<StateCode>("state")? == StateCode::Done;
    let scored: Option<String> = row.get("outcome")?;
    let score = match scored
        .filter(|_| is_done)
        .map(|_| score::outcome(row))
        .transpose()?
    {
        Some(KeptOutcome::Value(value)) => Some(value),
        _ => None,
    };
    Ok(Interviewed {
        due_on: row.get("due_on")?,
        done_on: ended.filter(|_| is_done).map(Instant::day),
        score,
    })
}

async fn outcomes(tx: &mut Tx, ids: &[Value], found: &mut Found) -> Result<()> {
    let sql = format!(
        "SELECT case_id, months, code, value FROM outcomes WHERE months = 0 AND case_id IN ({}) ORDER BY case_id, code",
        places(1, ids.len())
    );
    for row in tx.all_built(sql, ids).await? {
        let one: (String, OutcomeValue) = (row.get("code")?, row.code("value")?);
        push(found, &row, |course| course.outcomes.push(one))?;
    }
    Ok(())
}

fn push(found: &mut Found, row: &Row, add: impl FnOnce(&mut Course)) -> Result<()> {
    if let Some(course) = found.get_mut(&row.get("case_id")?) {
        add(course);
    }
    Ok(())
}

/// Some posts of therapists of a team; what is no such post is left out.
pub async fn posts_of(tx: &mut Tx, team: TeamId, facts: &[Uuid]) -> Result<Vec<TherapistPost>> {
    if facts.is_empty() {
        return Ok(Vec::new());
    }
    let sql = format!(
        "SELECT id, from_on, to_on FROM posts WHERE team_id = $1 AND role = 'family_therapist' AND id IN ({})
         ORDER BY from_on, id",
        places(2, facts.len())
    );
    let rows = tx.all_built(sql, &of_team(team, facts)).await?;
    let each = rows.iter().map(|row| {
        Ok(TherapistPost {
            id: row.get("id")?,
            from: row.get("from_on")?,
            to: row.get("to_on")?,
        })
    });
    each.collect()
}
