//! What the overview of a case counts: days and numbers only, no text.

use hemma_domain::ids::CaseId;
use hemma_domain::time::{Day, Instant, Week};

use crate::db::Tx;
use crate::error::Result;
use crate::values;

/// Counts and days of what is written about a case.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Figures {
    pub last_contact: Option<Instant>,
    /// Contacts of the week asked about that count towards the programme's number.
    pub contacts_this_week: u32,
    pub contacts_missed: u32,
    pub incidents: u32,
    pub last_incident: Option<Instant>,
    /// Incidents that the leader has not gone through.
    pub incidents_open: u32,
    pub notes: u32,
    /// Notes that nobody has signed yet.
    pub drafts: u32,
    pub last_note: Option<Day>,
    pub tasks_open: u32,
    pub tasks_late: u32,
    pub feedback_open: u32,
    pub next_follow_up: Option<Day>,
    pub last_report: Option<Day>,
}

/// Counts everything in one statement.
pub async fn figures(tx: &mut Tx, case: CaseId, week: Week, today: Day) -> Result<Figures> {
    const SQL: &str = "SELECT
        (SELECT MAX(started_at) FROM contacts WHERE case_id = $1) AS last_contact,
        (SELECT COUNT(*) FROM contacts WHERE case_id = $1 AND week_on = $2 AND counts) AS contacts_this_week,
        (SELECT COUNT(*) FROM contacts WHERE case_id = $1 AND kind = 'missed') AS contacts_missed,
        (SELECT COUNT(*) FROM incidents WHERE case_id = $1) AS incidents,
        (SELECT MAX(happened_at) FROM incidents WHERE case_id = $1) AS last_incident,
        (SELECT COUNT(*) FROM incidents WHERE case_id = $1 AND reviewed_at IS NULL) AS incidents_open,
        (SELECT COUNT(*) FROM notes WHERE case_id = $1) AS notes,
        (SELECT COUNT(*) FROM notes WHERE case_id = $1 AND signed_at IS NULL AND expired_at IS NULL) AS drafts,
        (SELECT MAX(noted_on) FROM notes WHERE case_id = $1) AS last_note,
        (SELECT COUNT(*) FROM tasks WHERE case_id = $1 AND done_at IS NULL) AS tasks_open,
        (SELECT COUNT(*) FROM tasks WHERE case_id = $1 AND done_at IS NULL AND due_on < $3) AS tasks_late,
        (SELECT COUNT(*) FROM feedbacks WHERE case_id = $1 AND follow_up IS NULL) AS feedback_open,
        (SELECT MIN(due_on) FROM follow_ups WHERE case_id = $1 AND done_on IS NULL) AS next_follow_up,
        (SELECT MAX(to_on) FROM reports WHERE case_id = $1 AND sent_at IS NOT NULL) AS last_report";
    let row = tx.one(SQL, &values![case, week, today]).await?;
    Ok(Figures {
        last_contact: row.get("last_contact")?,
        contacts_this_week: row.count("contacts_this_week")?,
        contacts_missed: row.count("contacts_missed")?,
        incidents: row.count("incidents")?,
        last_incident: row.get("last_incident")?,
        incidents_open: row.count("incidents_open")?,
        notes: row.count("notes")?,
        drafts: row.count("drafts")?,
        last_note: row.get("last_note")?,
        tasks_open: row.count("tasks_open")?,
        tasks_late: row.count("tasks_late")?,
        feedback_open: row.count("feedback_open")?,
        next_follow_up: row.get("next_follow_up")?,
        last_report: row.get("last_report")?,
    })
}
