//! Written feedback, point by point, with its answer and what became of it.

use hemma_domain::code::Code;
use hemma_domain::ids::{CaseId, FeedbackId, StaffId};
use hemma_domain::time::{Day, Instant, Week};
use hemma_domain::week::Feedback;

use crate::db::Tx;
use crate::error::Result;
use crate::seal::{Key, Spot};
use crate::value::Row;
use crate::values;

/// A point of feedback with the names of those who wrote in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Named {
    pub feedback: Feedback,
    pub by: String,
    /// Who answered; none while nobody did.
    pub answered_by: Option<String>,
}

/// Stores a point exactly as it was, with its answer and follow-up.
pub async fn insert(tx: &mut Tx, key: &Key, one: &Feedback) -> Result<()> {
    const SQL: &str = "INSERT INTO feedbacks (id, case_id, week_on, section, voice, by_staff, given_at, sealed_text,
        sealed_answer, answered_at, answered_by, follow_up, followed_week_on, sealed_follow_note, version)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, 1)";
    let bound = values![
        one.id,
        one.case,
        one.week,
        one.section.code(),
        one.voice.code(),
        one.by,
        one.at,
        key.seal(&spot(one.id, "sealed_text"), &one.text),
        key.seal(&spot(one.id, "sealed_answer"), &one.answer),
        one.answered.map(|(at, _)| at),
        one.answered.map(|(_, by)| by),
        one.follow_up.map(Code::code),
        one.followed_in,
        key.seal(&spot(one.id, "sealed_follow_note"), &one.follow_note),
    ];
    tx.run(SQL, &bound).await?;
    Ok(())
}

/// Saves a point, its answer and follow-up, if nobody changed it meanwhile. Says whether it did.
pub async fn save(tx: &mut Tx, key: &Key, one: &Feedback) -> Result<bool> {
    const SQL: &str = "UPDATE feedbacks SET sealed_text = $4, sealed_answer = $5, answered_at = $6, answered_by = $7,
        follow_up = $8, followed_week_on = $9, sealed_follow_note = $10, version = version + 1
        WHERE id = $1 AND case_id = $2 AND version = $3";
    let bound = values![
        one.id,
        one.case,
        one.version,
        key.seal(&spot(one.id, "sealed_text"), &one.text),
        key.seal(&spot(one.id, "sealed_answer"), &one.answer),
        one.answered.map(|(at, _)| at),
        one.answered.map(|(_, by)| by),
        one.follow_up.map(Code::code),
        one.followed_in,
        key.seal(&spot(one.id, "sealed_follow_note"), &one.follow_note),
    ];
    Ok(tx.run(SQL, &bound).await? == 1)
}

/// Takes a point away, if nobody changed it meanwhile. Says whether it did.
pub async fn remove(tx: &mut Tx, case: CaseId, (id, version): (FeedbackId, i64)) -> Result<bool> {
    const SQL: &str = "DELETE FROM feedbacks WHERE id = $1 AND case_id = $2 AND version = $3";
    Ok(tx.run(SQL, &values![id, case, version]).await? == 1)
}

/// The points of a week, the points of earlier weeks that are still open, and those whose follow-up was marked in
/// this week; the oldest first.
pub async fn around(tx: &mut Tx, key: &Key, case: CaseId, week: Week) -> Result<Vec<Named>> {
    const SQL: &str = "SELECT f.id, f.week_on, f.section, f.voice, f.by_staff, f.given_at, f.sealed_text,
        f.sealed_answer, f.answered_at, f.answered_by, f.follow_up, f.followed_week_on, f.sealed_follow_note, f.version,
        b.name AS by_name, a.name AS answered_name
        FROM feedbacks f JOIN staff b ON b.id = f.by_staff LEFT JOIN staff a ON a.id = f.answered_by
        WHERE f.case_id = $1 AND (f.week_on = $2 OR (f.week_on < $2 AND f.follow_up IS NULL) OR f.followed_week_on = $2)
        ORDER BY f.given_at, f.id";
    let rows = tx.all(SQL, &values![case, week]).await?;
    rows.iter().map(|row| from_row(row, key, case)).collect()
}

/// One point of a case.
pub async fn find(tx: &mut Tx, key: &Key, case: CaseId, id: FeedbackId) -> Result<Option<Named>> {
    const SQL: &str = "SELECT f.id, f.week_on, f.section, f.voice, f.by_staff, f.given_at, f.sealed_text,
        f.sealed_answer, f.answered_at, f.answered_by, f.follow_up, f.followed_week_on, f.sealed_follow_note, f.version,
        b.name AS by_name, a.name AS answered_name
        FROM feedbacks f JOIN staff b ON b.id = f.by_staff LEFT JOIN staff a ON a.id = f.answered_by
        WHERE f.case_id = $1 AND f.id = $2";
    let row = tx.maybe(SQL, &values![case, id]).await?;
    row.map(|row| from_row(&row, key, case)).transpose()
}

fn from_row(row: &Row, key: &Key, case: CaseId) -> Result<Named> {
    let id: FeedbackId = row.get("id")?;
    let open = |column: &'static str| key.open(&spot(id, column), &row.get::<String>(column)?);
    let answered_at: Option<Instant> = row.get("answered_at")?;
    let answered_by: Option<StaffId> = row.get("answered_by")?;
    let followed: Option<Day> = row.get("followed_week_on")?;
    let feedback = Feedback {
        id,
        case,
        week: row.week("week_on")?,
        section: row.code("section")?,
        voice: row.code("voice")?,
        by: row.get("by_staff")?,
        at: row.get("given_at")?,
        text: open("sealed_text")?,
        answer: open("sealed_answer")?,
        answered: answered_at.zip(answered_by),
        follow_up: row.code_or_none("follow_up")?,
        followed_in: followed.map(Week::of),
        follow_note: open("sealed_follow_note")?,
        version: row.get("version")?,
    };
    Ok(Named {
        feedback,
        by: row.get("by_name")?,
        answered_by: row.get("answered_name")?,
    })
}

fn spot(id: FeedbackId, column: &'static str) -> Spot {
    Spot::new("feedbacks", id, column)
}
