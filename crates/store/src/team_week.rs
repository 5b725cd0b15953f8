//! A week of many families at once: grouped statements, as many for thirty families as for one.

use std::collections::BTreeMap;

use hemma_domain::case::Care;
use hemma_domain::ids::{CaseId, StaffId, TeamId};
use hemma_domain::team::Team;
use hemma_domain::team_week::Figures;
use hemma_domain::time::{Day, Instant, Week};
use hemma_domain::week::CaseWeek;

use crate::case::{self, Listed};
use crate::db::{Tx, places};
use crate::error::Result;
use crate::hold::resting;
use crate::value::{Row, ToValue, Value};
use crate::{team, values};

/// Whose open cases are meant.
#[derive(Debug, Clone, Copy)]
pub enum Whose<'a> {
    /// Those of some teams.
    Teams(&'a [TeamId]),
    /// Those that somebody carries today.
    Carer(StaffId),
}

impl Whose<'_> {
    /// The condition on `cases c`, its values placed from `$from` on; `$1` is today.
    fn condition(self, from: usize) -> String {
        match self {
            // A list of nothing is no SQL; a team that no id names stands for it.
            Whose::Teams(teams) => format!(
                "c.stage = 'open' AND c.team_id IN ({})",
                places(from, teams.len().max(1))
            ),
            // A list, not a question asked of each case: few rows say where to begin.
            Whose::Carer(_) => format!(
                "c.stage = 'open' AND c.id IN (SELECT h.case_id FROM cares h WHERE h.staff_id = ${from}
                 AND h.from_on <= $1 AND (h.to_on IS NULL OR h.to_on > $1))"
            ),
        }
    }

    fn values(self) -> Vec<Value> {
        match self {
            Whose::Teams([]) => vec![Value::Uuid(uuid::Uuid::nil())],
            Whose::Teams(teams) => teams.iter().map(ToValue::to_value).collect(),
            Whose::Carer(staff) => vec![staff.to_value()],
        }
    }

    fn bound(self, first: &[Value]) -> Vec<Value> {
        first.iter().cloned().chain(self.values()).collect()
    }
}

/// The open cases with their closed doors, by code.
pub async fn cases(tx: &mut Tx, whose: Whose<'_>, today: Day) -> Result<Vec<Listed>> {
    let sql = format!(
        "SELECT {} FROM cases c JOIN case_keys k ON k.case_id = c.id
         WHERE c.received_on <= $1 AND {} ORDER BY c.code, c.id",
        case::COLUMNS,
        whose.condition(2)
    );
    let bound = whose.bound(&values![today]);
    tx.all_built(sql, &bound)
        .await?
        .into_iter()
        .map(Listed::new)
        .collect()
}

/// The cases of some teams that nobody has taken in yet: what came in first stands first.
pub async fn incoming(tx: &mut Tx, teams: &[TeamId]) -> Result<Vec<Listed>> {
    if teams.is_empty() {
        return Ok(Vec::new());
    }
    let sql = format!(
        "SELECT {} FROM cases c JOIN case_keys k ON k.case_id = c.id
         WHERE c.stage IN ('referred', 'waiting') AND c.team_id IN ({}) ORDER BY c.received_on, c.id",
        case::COLUMNS,
        places(1, teams.len())
    );
    let bound: Vec<Value> = teams.iter().map(ToValue::to_value).collect();
    let rows = tx.all_built(sql, &bound).await?;
    rows.into_iter().map(Listed::new).collect()
}

/// Who carries the open cases today, with names, by case and role.
pub async fn carers(tx: &mut Tx, whose: Whose<'_>, today: Day) -> Result<Vec<(Care, String)>> {
    let sql = format!(
        "SELECT a.id, a.case_id, a.staff_id, a.role, a.from_on, a.to_on, s.name
         FROM cares a JOIN staff s ON s.id = a.staff_id JOIN cases c ON c.id = a.case_id
         WHERE a.from_on <= $1 AND (a.to_on IS NULL OR a.to_on > $1) AND {}
         ORDER BY a.case_id, a.role DESC, a.from_on, a.id",
        whose.condition(2)
    );
    tx.all_built(sql, &whose.bound(&values![today]))
        .await?
        .iter()
        .map(|row| Ok((case::care(row)?, row.get("name")?)))
        .collect()
}

/// Who carries some cases today.
pub async fn carers_of(
    tx: &mut Tx,
    cases: &[CaseId],
    today: Day,
) -> Result<Vec<(CaseId, StaffId)>> {
    if cases.is_empty() {
        return Ok(Vec::new());
    }
    let sql = format!(
        "SELECT case_id, staff_id FROM cares WHERE from_on <= $1 AND (to_on IS NULL OR to_on > $1)
         AND case_id IN ({})",
        places(2, cases.len())
    );
    let mut bound = values![today].to_vec();
    bound.extend(cases.iter().map(ToValue::to_value));
    tx.all_built(sql, &bound)
        .await?
        .iter()
        .map(|row| Ok((row.get("case_id")?, row.get("staff_id")?)))
        .collect()
}

/// Teams by id, by name.
pub async fn teams(tx: &mut Tx, ids: &[TeamId]) -> Result<Vec<Team>> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let sql = format!(
        "SELECT id, board_id, network_id, name, programme, opened_on, closed_on, hand_in_weekday, hand_in_at,
         supervision_weekday, consultation_weekday FROM teams WHERE id IN ({}) ORDER BY name, id",
        places(1, ids.len())
    );
    let bound: Vec<Value> = ids.iter().map(ToValue::to_value).collect();
    tx.all_built(sql, &bound)
        .await?
        .iter()
        .map(team::team)
        .collect()
}

/// The counts of each case in a week: contacts of the week, steps that were to be tried in the week before it,
/// and what is open today. A case of which nothing is counted is not in the map.
pub async fn figures(
    tx: &mut Tx,
    whose: Whose<'_>,
    week: Week,
    today: Day,
) -> Result<BTreeMap<CaseId, Figures>> {
    let within = format!(
        "JOIN cases c ON c.id = x.case_id WHERE {}",
        whose.condition(5)
    );
    // The steps of last week were set the week before that; their outcome stands in last week's loop.
    let sql = format!(
        "SELECT x.case_id, 'contacts' AS what, count(*) AS n FROM contacts x {within}
            AND x.week_on = $2 AND x.counts GROUP BY x.case_id
         UNION ALL SELECT x.case_id, COALESCE(x.outcome, 'unjudged'), count(*) FROM steps x {within}
            AND x.week_on = $3 GROUP BY x.case_id, x.outcome
         UNION ALL SELECT x.case_id, 'tasks', count(*) FROM tasks x {within}
            AND x.done_at IS NULL GROUP BY x.case_id
         UNION ALL SELECT x.case_id, 'overdue', count(*) FROM tasks x {within}
            AND x.done_at IS NULL AND x.due_on < $1 GROUP BY x.case_id
         UNION ALL SELECT x.case_id, 'incidents', count(*) FROM incidents x {within}
            AND x.reviewed_at IS NULL GROUP BY x.case_id
         UNION ALL SELECT x.case_id, 'calls', count(*) FROM calls x {within}
            AND x.confirmed_at IS NULL GROUP BY x.case_id
         UNION ALL SELECT x.case_id, 'unanswered', count(*) FROM feedbacks x {within}
            AND x.answered_at IS NULL AND x.week_on >= $4 GROUP BY x.case_id"
    );
    let first = values![today, week, week.plus(-2), week.plus(-FEEDBACK_WEEKS)];
    let mut found: BTreeMap<CaseId, Figures> = BTreeMap::new();
    for row in tx.all_built(sql, &whose.bound(&first)).await? {
        let figures = found.entry(row.get("case_id")?).or_default();
        let count = row.count("n")?;
        match row.get::<String>("what")?.as_str() {
            "contacts" => figures.contacts = count,
            "met" => figures.steps_met = count,
            "partly" => figures.steps_partly = count,
            "not_met" | "not_tried" => figures.steps_unmet += count,
            "unjudged" => figures.steps_unjudged = count,
            "tasks" => figures.tasks_open = count,
            "overdue" => figures.tasks_overdue = count,
            "incidents" => figures.incidents_unread = count,
            "calls" => figures.calls_open = count,
            "unanswered" => figures.feedback_unanswered = count,
            _ => return Err(row.corrupt("outcome")),
        }
    }
    Ok(found)
}

/// Weeks back in which a point of feedback still waits for its answer; older ones are history.
pub const FEEDBACK_WEEKS: i64 = 6;

/// The loops of the open cases in the weeks from the first to the last, oldest first.
pub async fn weeks(
    tx: &mut Tx,
    whose: Whose<'_>,
    (first, last): (Week, Week),
    today: Day,
) -> Result<Vec<CaseWeek>> {
    let sql = format!(
        "SELECT w.case_id, w.week_on, w.handed_in_at, w.handed_in_by, w.supervised_at, w.consulted_at, w.changed_at,
         w.version FROM case_weeks w JOIN cases c ON c.id = w.case_id
         WHERE c.received_on <= $1 AND w.week_on >= $2 AND w.week_on <= $3 AND {} ORDER BY w.week_on, w.case_id",
        whose.condition(4)
    );
    tx.all_built(sql, &whose.bound(&values![today, first, last]))
        .await?
        .iter()
        .map(case_week)
        .collect()
}

/// Measures of one family with one instrument that wait to be collected.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MeasureDue {
    pub case: CaseId,
    pub instrument: String,
    pub instrument_version: u32,
    /// The day of the first.
    pub due_on: Day,
}

/// What the open families are to be measured with next, by family and instrument; nothing where measures rest.
pub async fn measures_due(tx: &mut Tx, whose: Whose<'_>, today: Day) -> Result<Vec<MeasureDue>> {
    let sql = format!(
        "SELECT m.case_id, m.instrument, m.instrument_version, min(m.due_on) AS due_on
         FROM measures m JOIN cases c ON c.id = m.case_id
         WHERE m.state = 'due' AND m.closes_on >= $1 AND NOT {} AND {}
         GROUP BY m.case_id, m.instrument, m.instrument_version ORDER BY m.case_id, m.instrument",
        resting(1),
        whose.condition(2)
    );
    tx.all_built(sql, &whose.bound(&values![today]))
        .await?
        .iter()
        .map(|row| {
            Ok(MeasureDue {
                case: row.get("case_id")?,
                instrument: row.get("instrument")?,
                instrument_version: row.count("instrument_version")?,
                due_on: row.get("due_on")?,
            })
        })
        .collect()
}

/// What waits for a carer's hand in one family.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Waiting {
    pub case: CaseId,
    pub what: Awaits,
    /// The week it is about, where it is about one; the oldest of several.
    pub week: Option<Week>,
    /// When the first of several calls began.
    pub since: Option<Instant>,
    pub count: u32,
}

/// What kind of thing waits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Awaits {
    /// Points of feedback without an answer.
    Feedback,
    /// Notes that the carer wrote and did not sign.
    Notes,
    /// Incidents that happened since midnight and that somebody else wrote down.
    Incidents,
    /// Calls of the night that nobody has taken over.
    Calls,
}

/// What waits for somebody's hand in the families they carry, in one statement.
pub async fn waiting(tx: &mut Tx, carer: StaffId, now: Instant) -> Result<Vec<Waiting>> {
    let whose = Whose::Carer(carer);
    let within = format!(
        "JOIN cases c ON c.id = x.case_id WHERE {}",
        whose.condition(4)
    );
    // The first two parts tell PostgreSQL the types of what the others leave empty.
    let sql = format!(
        "SELECT x.case_id, 'calls' AS what, NULL AS week_on, min(x.started_at) AS since, count(*) AS n FROM calls x
            {within} AND x.confirmed_at IS NULL GROUP BY x.case_id
         UNION ALL SELECT x.case_id, 'feedback', min(x.week_on), NULL, count(*) FROM feedbacks x {within}
            AND x.answered_at IS NULL AND x.week_on >= $2 GROUP BY x.case_id
         UNION ALL SELECT x.case_id, 'notes', NULL, NULL, count(*) FROM notes x {within}
            AND x.author_id = $4 AND x.signed_at IS NULL AND x.expired_at IS NULL GROUP BY x.case_id
         UNION ALL SELECT x.case_id, 'incidents', NULL, NULL, count(*) FROM incidents x {within}
            AND x.happened_at >= $3 AND x.recorded_by <> $4 GROUP BY x.case_id"
    );
    let today = now.day();
    let since = Week::of(today).plus(-FEEDBACK_WEEKS);
    let midnight = today.at(hemma_domain::time::Clock::MIDNIGHT);
    tx.all_built(sql, &whose.bound(&values![today, since, midnight]))
        .await?
        .iter()
        .map(|row| {
            Ok(Waiting {
                case: row.get("case_id")?,
                what: match row.get::<String>("what")?.as_str() {
                    "feedback" => Awaits::Feedback,
                    "notes" => Awaits::Notes,
                    "calls" => Awaits::Calls,
                    _ => Awaits::Incidents,
                },
                week: row.get::<Option<Day>>("week_on")?.map(Week::of),
                since: row.get("since")?,
                count: row.count("n")?,
            })
        })
        .collect()
}

fn case_week(row: &Row) -> Result<CaseWeek> {
    let at: Option<Instant> = row.get("handed_in_at")?;
    let by: Option<StaffId> = row.get("handed_in_by")?;
    let (case, week) = (row.get("case_id")?, row.week("week_on")?);
    // What is sealed, and what no list shows, stays where it is.
    Ok(CaseWeek {
        handed_in: at.zip(by),
        supervised_at: row.get("supervised_at")?,
        consulted_at: row.get("consulted_at")?,
        changed_at: row.get("changed_at")?,
        version: row.get("version")?,
        ..CaseWeek::empty(case, week)
    })
}

/// One week of one family as the consultant's desk lists it: times and marks, no text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DeskWeek {
    pub week: CaseWeek,
    /// When the reader last read it.
    pub read_at: Option<Instant>,
    /// A question was asked.
    pub asks: bool,
    /// The consultant has spoken of the question.
    pub answered: bool,
}

/// The loops of the open cases since a week, as somebody reads them, the latest first.
pub async fn desk(
    tx: &mut Tx,
    whose: Whose<'_>,
    (reader, since): (StaffId, Week),
    today: Day,
) -> Result<Vec<DeskWeek>> {
    let sql = format!(
        "SELECT w.case_id, w.week_on, w.handed_in_at, w.handed_in_by, w.supervised_at, w.consulted_at, w.changed_at,
         w.version, r.read_at,
         (SELECT count(*) FROM week_texts q WHERE q.case_id = w.case_id AND q.week_on = w.week_on
            AND q.field = 'question' AND q.sealed_text <> '') AS asked,
         (SELECT count(*) FROM feedbacks f WHERE f.case_id = w.case_id AND f.week_on = w.week_on
            AND f.section = 'question' AND f.voice = 'consultant') AS answers
         FROM case_weeks w JOIN cases c ON c.id = w.case_id
         LEFT JOIN read_marks r ON r.staff_id = $2 AND r.case_id = w.case_id AND r.week_on = w.week_on
         WHERE c.received_on <= $1 AND w.week_on >= $3 AND {} ORDER BY w.week_on DESC, w.case_id",
        whose.condition(4)
    );
    tx.all_built(sql, &whose.bound(&values![today, reader, since]))
        .await?
        .iter()
        .map(|row| {
            Ok(DeskWeek {
                week: case_week(row)?,
                read_at: row.get("read_at")?,
                asks: row.count("asked")? > 0,
                answered: row.count("answers")? > 0,
            })
        })
        .collect()
}
