//! Weeks: a case's loop in one week, its free texts, its times, and who read it last.

use hemma_domain::code::Code;
use hemma_domain::contact::{ContactKind, ContactPlace};
use hemma_domain::ids::{CaseId, StaffId, TeamId};
use hemma_domain::team::Rhythm;
use hemma_domain::time::{Day, Instant, Week};
use hemma_domain::week::{CaseWeek, SafetyChange, WeekField, WeekText};

use crate::db::Tx;
use crate::error::{Error, Result};
use crate::seal::{Key, Spot};
use crate::team::rhythm;
use crate::value::{Row, ToValue as _, Value};
use crate::values;

/// A week with the team's rhythm, and what was written and done in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WeekSheet {
    pub rhythm: Rhythm,
    /// The day on which the consultant talks about it.
    pub consultation_on: Day,
    pub week: CaseWeek,
    /// Each text with the name of who wrote it last.
    pub texts: Vec<(WeekText, String)>,
    pub contacts: Vec<WeekContact>,
}

/// A contact as the week page lists it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WeekContact {
    pub at: Instant,
    pub kind: ContactKind,
    pub place: ContactPlace,
    pub minutes: u32,
    pub staff: String,
}

/// Stores a week exactly as it was, its times and decisions too.
pub async fn insert(tx: &mut Tx, key: &Key, week: &CaseWeek) -> Result<()> {
    const SQL: &str =
        "INSERT INTO case_weeks (case_id, week_on, safety_change, handed_in_at, handed_in_by,
        supervised_at, sealed_decisions, decisions_version, consulted_at, changed_at, version)
        VALUES ($1, $2, $3, $4, $5, $6, $7, 1, $8, $9, 1)";
    let bound = values![
        week.case,
        week.week,
        week.safety_change.map(Code::code),
        week.handed_in.map(|(at, _)| at),
        week.handed_in.map(|(_, by)| by),
        week.supervised_at,
        key.seal(&decisions_spot(week.case, week.week), &week.decisions),
        week.consulted_at,
        week.changed_at,
    ];
    tx.run(SQL, &bound).await?;
    Ok(())
}

/// Makes a week that nobody wrote in yet. Says whether it was not there.
pub async fn open(tx: &mut Tx, case: CaseId, week: Week) -> Result<bool> {
    const SQL: &str =
        "INSERT INTO case_weeks (case_id, week_on, sealed_decisions, decisions_version, version)
        VALUES ($1, $2, '', 1, 1) ON CONFLICT (case_id, week_on) DO NOTHING";
    Ok(tx.run(SQL, &values![case, week]).await? == 1)
}

/// Notes that something in the week changed; the week is made if it is not there.
pub async fn touch(tx: &mut Tx, case: CaseId, week: Week, at: Instant) -> Result<()> {
    const SQL: &str = "INSERT INTO case_weeks (case_id, week_on, sealed_decisions, decisions_version, changed_at, version)
        VALUES ($1, $2, '', 1, $3, 1) ON CONFLICT (case_id, week_on) DO UPDATE SET changed_at = excluded.changed_at";
    tx.run(SQL, &values![case, week, at]).await?;
    Ok(())
}

/// Stores a free text exactly as it was.
pub async fn insert_text(
    tx: &mut Tx,
    key: &Key,
    (case, week): (CaseId, Week),
    text: &WeekText,
) -> Result<()> {
    if insert_text_if_new(tx, key, (case, week), text).await? {
        Ok(())
    } else {
        Err(Error::Conflict("another change came first".into()))
    }
}

async fn insert_text_if_new(
    tx: &mut Tx,
    key: &Key,
    (case, week): (CaseId, Week),
    text: &WeekText,
) -> Result<bool> {
    const SQL: &str =
        "INSERT INTO week_texts (case_id, week_on, field, sealed_text, by_staff, saved_at, version)
        VALUES ($1, $2, $3, $4, $5, $6, 1) ON CONFLICT (case_id, week_on, field) DO NOTHING";
    let sealed = key.seal(&text_spot(case, week, text.field), &text.text);
    let bound = values![case, week, text.field.code(), sealed, text.by, text.at];
    Ok(tx.run(SQL, &bound).await? == 1)
}

/// Saves a free text if nobody changed it meanwhile; version 0 is a text not yet there. Says whether it did.
pub async fn save_text(
    tx: &mut Tx,
    key: &Key,
    (case, week): (CaseId, Week),
    text: &WeekText,
) -> Result<bool> {
    const SQL: &str = "UPDATE week_texts SET sealed_text = $5, by_staff = $6, saved_at = $7, version = version + 1
        WHERE case_id = $1 AND week_on = $2 AND field = $3 AND version = $4";
    if text.version == 0 {
        return insert_text_if_new(tx, key, (case, week), text).await;
    }
    let sealed = key.seal(&text_spot(case, week, text.field), &text.text);
    let bound = values![
        case,
        week,
        text.field.code(),
        text.version,
        sealed,
        text.by,
        text.at
    ];
    Ok(tx.run(SQL, &bound).await? == 1)
}

/// One free text with the name of who wrote it last.
pub async fn text(
    tx: &mut Tx,
    key: &Key,
    (case, week): (CaseId, Week),
    field: WeekField,
) -> Result<Option<(WeekText, String)>> {
    const SQL: &str = "SELECT x.field, x.sealed_text, x.by_staff, x.saved_at, x.version, s.name
        FROM week_texts x JOIN staff s ON s.id = x.by_staff
        WHERE x.case_id = $1 AND x.week_on = $2 AND x.field = $3";
    let row = tx.maybe(SQL, &values![case, week, field.code()]).await?;
    row.map(|row| {
        let sealed: String = row.get("sealed_text")?;
        let text = WeekText {
            field,
            text: key.open(&text_spot(case, week, field), &sealed)?,
            by: row.get("by_staff")?,
            at: row.get("saved_at")?,
            version: row.get("version")?,
        };
        Ok((text, row.get("name")?))
    })
    .transpose()
}

/// Says whether the family's safety changed, if nobody said otherwise meanwhile. Says whether it was kept.
pub async fn save_safety(
    tx: &mut Tx,
    (case, week): (CaseId, Week),
    change: Option<SafetyChange>,
    version: i64,
) -> Result<bool> {
    const SQL: &str = "UPDATE case_weeks SET safety_change = $4, version = version + 1
        WHERE case_id = $1 AND week_on = $2 AND version = $3";
    let bound = values![case, week, version, change.map(Code::code)];
    Ok(tx.run(SQL, &bound).await? == 1)
}

/// Hands a week in. Says whether it was not handed in before.
pub async fn hand_in(
    tx: &mut Tx,
    (case, week): (CaseId, Week),
    at: Instant,
    by: StaffId,
) -> Result<bool> {
    const SQL: &str = "UPDATE case_weeks SET handed_in_at = $3, handed_in_by = $4
        WHERE case_id = $1 AND week_on = $2 AND handed_in_at IS NULL";
    Ok(tx.run(SQL, &values![case, week, at, by]).await? == 1)
}

/// Notes that the team talked about the week, the first time alone. Says whether this was it.
pub async fn mark_supervised(
    tx: &mut Tx,
    (case, week): (CaseId, Week),
    at: Instant,
) -> Result<bool> {
    const SQL: &str = "UPDATE case_weeks SET supervised_at = $3
        WHERE case_id = $1 AND week_on = $2 AND supervised_at IS NULL";
    Ok(tx.run(SQL, &values![case, week, at]).await? == 1)
}

/// Notes that the consultant answered, the first time alone. Says whether this was it.
pub async fn mark_consulted(
    tx: &mut Tx,
    (case, week): (CaseId, Week),
    at: Instant,
) -> Result<bool> {
    const SQL: &str = "UPDATE case_weeks SET consulted_at = $3
        WHERE case_id = $1 AND week_on = $2 AND consulted_at IS NULL";
    Ok(tx.run(SQL, &values![case, week, at]).await? == 1)
}

/// Saves what the meeting decided if nobody changed it meanwhile. Says whether it did.
pub async fn save_decisions(
    tx: &mut Tx,
    key: &Key,
    (case, week): (CaseId, Week),
    text: &str,
    version: i64,
) -> Result<bool> {
    const SQL: &str =
        "UPDATE case_weeks SET sealed_decisions = $4, decisions_version = decisions_version + 1
        WHERE case_id = $1 AND week_on = $2 AND decisions_version = $3";
    let sealed = key.seal(&decisions_spot(case, week), text);
    Ok(tx.run(SQL, &values![case, week, version, sealed]).await? == 1)
}

/// A week as it stands; an empty one with version 0 if nobody wrote in it yet.
pub async fn find(tx: &mut Tx, key: &Key, case: CaseId, week: Week) -> Result<CaseWeek> {
    const SQL: &str =
        "SELECT case_id, week_on, safety_change, handed_in_at, handed_in_by, supervised_at,
        sealed_decisions, decisions_version, consulted_at, changed_at, version FROM case_weeks
        WHERE case_id = $1 AND week_on = $2";
    match tx.maybe(SQL, &values![case, week]).await? {
        Some(row) => from_row(&row, key, case, week),
        None => Ok(CaseWeek::empty(case, week)),
    }
}

/// Every week of a case that anybody wrote in, the latest first.
pub async fn of_case(tx: &mut Tx, key: &Key, case: CaseId) -> Result<Vec<CaseWeek>> {
    const SQL: &str =
        "SELECT case_id, week_on, safety_change, handed_in_at, handed_in_by, supervised_at,
        sealed_decisions, decisions_version, consulted_at, changed_at, version FROM case_weeks
        WHERE case_id = $1 ORDER BY week_on DESC";
    let rows = tx.all(SQL, &values![case]).await?;
    rows.iter()
        .map(|row| from_row(row, key, case, row.week("week_on")?))
        .collect()
}

/// The rhythm of a case's team, and the weeks from the first on for whose summary nobody waits any more. None where
/// there is no such case.
pub async fn settled(
    tx: &mut Tx,
    case: CaseId,
    first: Week,
) -> Result<Option<(Rhythm, Vec<Week>)>> {
    const SQL: &str = "SELECT t.hand_in_weekday, t.hand_in_at, t.supervision_weekday, t.consultation_weekday, w.week_on
        FROM cases c JOIN teams t ON t.id = c.team_id LEFT JOIN case_weeks w ON w.case_id = c.id AND w.week_on >= $2
        AND (w.handed_in_at IS NOT NULL OR w.supervised_at IS NOT NULL OR w.consulted_at IS NOT NULL)
        WHERE c.id = $1 ORDER BY w.week_on";
    let rows = tx.all(SQL, &values![case, first]).await?;
    let Some(of_team) = rows.first() else {
        return Ok(None);
    };
    let days = rows.iter().map(|row| row.get::<Option<Day>>("week_on"));
    let days: Vec<Option<Day>> = days.collect::<Result<_>>()?;
    let settled = days.into_iter().flatten().map(Week::of).collect();
    Ok(Some((rhythm(of_team)?, settled)))
}

/// A week with the rhythm of its team, its texts and its contacts, in one statement.
pub async fn sheet(
    tx: &mut Tx,
    key: &Key,
    (case, week): (CaseId, Week),
    team: TeamId,
) -> Result<WeekSheet> {
    // The weekly time in force is the newest that had begun by its own day of the week in which this one is talked about.
    const SQL: &str = "SELECT t.hand_in_weekday, t.hand_in_at, t.supervision_weekday, t.consultation_weekday,
        (SELECT p.weekday FROM consultation_patterns p WHERE p.team_id = t.id AND p.from_on <=
            CASE p.weekday WHEN 1 THEN $4 WHEN 2 THEN $5 WHEN 3 THEN $6 WHEN 4 THEN $7 ELSE $8 END
            ORDER BY p.from_on DESC LIMIT 1) AS talked_weekday,
        w.week_on, w.safety_change, w.handed_in_at AS given_at, w.handed_in_by, w.supervised_at, w.sealed_decisions,
        w.decisions_version, w.consulted_at, w.changed_at, w.version, x.part, x.code, x.body, x.staff_id, x.moment,
        x.count, s.name
        FROM teams t LEFT JOIN case_weeks w ON w.case_id = $1 AND w.week_on = $2
        LEFT JOIN (
            SELECT 'text' AS part, field AS code, sealed_text AS body, by_staff AS staff_id, saved_at AS moment,
                version AS count FROM week_texts WHERE case_id = $1 AND week_on = $2
            UNION ALL
            SELECT 'contact', kind, place, staff_id, started_at, minutes FROM contacts
                WHERE case_id = $1 AND week_on = $2
        ) x ON 1 = 1
        LEFT JOIN staff s ON s.id = x.staff_id WHERE t.id = $3 ORDER BY x.moment";
    let talked = week.next();
    let days: Vec<Value> = (1..=5).map(|day| talked.day(day).to_value()).collect();
    let bound = [values![case, week, team].as_slice(), &days].concat();
    let rows = tx.all(SQL, &bound).await?;
    let first = rows.first().ok_or(Error::WrongKey)?;
    let rhythm = rhythm(first)?;
    let weekday: Option<i8> = first.get("talked_weekday")?;
    let stored = first.get::<Option<Day>>("week_on")?.is_some();
    let mut sheet = WeekSheet {
        consultation_on: talked.day(weekday.unwrap_or(rhythm.consultation_weekday)),
        rhythm,
        week: if stored {
            read_week(first, key, (case, week), "given_at")?
        } else {
            CaseWeek::empty(case, week)
        },
        texts: Vec::new(),
        contacts: Vec::new(),
    };
    for row in &rows {
        match row.get::<Option<String>>("part")?.as_deref() {
            Some("text") => sheet.texts.push(sheet_text(row, key, (case, week))?),
            Some(_) => sheet.contacts.push(sheet_contact(row)?),
            None => {}
        }
    }
    Ok(sheet)
}

fn sheet_text(row: &Row, key: &Key, (case, week): (CaseId, Week)) -> Result<(WeekText, String)> {
    let field = row.code("code")?;
    let sealed: String = row.get("body")?;
    let text = WeekText {
        field,
        text: key.open(&text_spot(case, week, field), &sealed)?,
        by: row.get("staff_id")?,
        at: row.get("moment")?,
        version: row.get("count")?,
    };
    Ok((text, row.get("name")?))
}

fn sheet_contact(row: &Row) -> Result<WeekContact> {
    Ok(WeekContact {
        at: row.get("moment")?,
        kind: row.code("code")?,
        place: row.code("body")?,
        minutes: row.count("count")?,
        staff: row.get("name")?,
    })
}

/// Notes that somebody read a week.
pub async fn mark_read(
    tx: &mut Tx,
    staff: StaffId,
    (case, week): (CaseId, Week),
    at: Instant,
) -> Result<()> {
    const SQL: &str =
        "INSERT INTO read_marks (staff_id, case_id, week_on, read_at) VALUES ($1, $2, $3, $4)
        ON CONFLICT (staff_id, case_id, week_on) DO UPDATE SET read_at = excluded.read_at";
    tx.run(SQL, &values![staff, case, week, at]).await?;
    Ok(())
}

/// When somebody last read a week.
pub async fn read_at(
    tx: &mut Tx,
    staff: StaffId,
    (case, week): (CaseId, Week),
) -> Result<Option<Instant>> {
    const SQL: &str =
        "SELECT read_at FROM read_marks WHERE staff_id = $1 AND case_id = $2 AND week_on = $3";
    let row = tx.maybe(SQL, &values![staff, case, week]).await?;
    row.map(|row| row.get("read_at")).transpose()
}

fn from_row(row: &Row, key: &Key, case: CaseId, week: Week) -> Result<CaseWeek> {
    read_week(row, key, (case, week), "handed_in_at")
}

fn read_week(
    row: &Row,
    key: &Key,
    (case, week): (CaseId, Week),
    handed_in_at: &str,
) -> Result<CaseWeek> {
    let at: Option<Instant> = row.get(handed_in_at)?;
    let by: Option<StaffId> = row.get("handed_in_by")?;
    let sealed: String = row.get("sealed_decisions")?;
    Ok(CaseWeek {
        case,
        week,
        safety_change: row.code_or_none("safety_change")?,
        handed_in: at.zip(by),
        supervised_at: row.get("supervised_at")?,
        decisions: key.open(&decisions_spot(case, week), &sealed)?,
        decisions_version: row.get("decisions_version")?,
        consulted_at: row.get("consulted_at")?,
        changed_at: row.get("changed_at")?,
        version: row.get("version")?,
    })
}

fn decisions_spot(case: CaseId, week: Week) -> Spot {
    Spot::new("case_weeks", format!("{case}|{week}"), "sealed_decisions")
}

fn text_spot(case: CaseId, week: Week, field: WeekField) -> Spot {
    Spot::new(
        "week_texts",
        format!("{case}|{week}|{}", field.code()),
        "sealed_text",
    )
}
