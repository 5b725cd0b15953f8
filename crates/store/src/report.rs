//! Reports to the referrer. What was sent is kept: the text and the very file.

use hemma_domain::ids::{CaseId, ReportId};
use hemma_domain::report::{Report, ReportSection, ReportState};
use serde_json::{Value as Json, json};

use crate::db::Tx;
use crate::error::Result;
use crate::seal::{Key, Spot};
use crate::value::Row;
use crate::values;

/// Stores a report, drafted or sent, as it is.
pub async fn insert(tx: &mut Tx, key: &Key, report: &Report) -> Result<()> {
    const SQL: &str = "INSERT INTO reports (id, case_id, from_on, to_on, sealed_body, sealed_file, written_by,
        written_at, sent_at, sent_by, sent_to, version) VALUES ($1, $2, $3, $4, $5, '', $6, $7, $8, $9, $10, 1)";
    let sent = Sent::of(&report.state);
    let bound = values![
        report.id,
        report.case,
        report.from,
        report.to,
        key.seal(&body_spot(report.id), &body(&report.sections)),
        report.written_by,
        report.written_at,
        sent.at,
        sent.by,
        sent.to,
    ];
    tx.run(SQL, &bound).await?;
    Ok(())
}

/// Saves a draft if nobody changed it meanwhile and it was not sent. Says whether it did.
pub async fn save(tx: &mut Tx, key: &Key, report: &Report) -> Result<bool> {
    const SQL: &str =
        "UPDATE reports SET from_on = $3, to_on = $4, sealed_body = $5, version = version + 1
        WHERE id = $1 AND version = $2 AND sent_at IS NULL";
    let sealed = key.seal(&body_spot(report.id), &body(&report.sections));
    Ok(tx
        .run(
            SQL,
            &values![report.id, report.version, report.from, report.to, sealed],
        )
        .await?
        == 1)
}

/// Marks a draft as sent and keeps the file. Says whether it was still a draft of that version.
pub async fn send(tx: &mut Tx, key: &Key, report: &Report, file: &[u8]) -> Result<bool> {
    const SQL: &str =
        "UPDATE reports SET sealed_file = $3, sent_at = $4, sent_by = $5, sent_to = $6,
        version = version + 1 WHERE id = $1 AND version = $2 AND sent_at IS NULL";
    let sent = Sent::of(&report.state);
    let sealed = key.seal_bytes(&file_spot(report.id), file);
    let bound = values![report.id, report.version, sealed, sent.at, sent.by, sent.to];
    Ok(tx.run(SQL, &bound).await? == 1)
}

/// The reports of a case, newest first; their files stay where they are.
pub async fn of_case(tx: &mut Tx, key: &Key, case: CaseId) -> Result<Vec<Report>> {
    const SQL: &str =
        "SELECT id, case_id, from_on, to_on, sealed_body, written_by, written_at, sent_at, sent_by,
        sent_to, version FROM reports WHERE case_id = $1 ORDER BY to_on DESC, written_at DESC, id";
    tx.all(SQL, &values![case])
        .await?
        .iter()
        .map(|row| report(row, key))
        .collect()
}

/// One report of a case.
pub async fn find(tx: &mut Tx, key: &Key, case: CaseId, id: ReportId) -> Result<Option<Report>> {
    const SQL: &str =
        "SELECT id, case_id, from_on, to_on, sealed_body, written_by, written_at, sent_at, sent_by,
        sent_to, version FROM reports WHERE case_id = $1 AND id = $2";
    tx.maybe(SQL, &values![case, id])
        .await?
        .map(|row| report(&row, key))
        .transpose()
}

/// The file that was sent; none for a draft, and for what was sent before files were kept.
pub async fn file(tx: &mut Tx, key: &Key, case: CaseId, id: ReportId) -> Result<Option<Vec<u8>>> {
    const SQL: &str = "SELECT id, sealed_file FROM reports WHERE case_id = $1 AND id = $2";
    let Some(row) = tx.maybe(SQL, &values![case, id]).await? else {
        return Ok(None);
    };
    let sealed: String = row.get("sealed_file")?;
    if sealed.is_empty() {
        return Ok(None);
    }
    key.open_bytes(&file_spot(id), &sealed).map(Some)
}

/// Whether the very file is kept: reports from before this program were sent on paper.
pub async fn has_file(tx: &mut Tx, case: CaseId, id: ReportId) -> Result<bool> {
    const SQL: &str =
        "SELECT count(*) AS n FROM reports WHERE id = $1 AND case_id = $2 AND sealed_file <> ''";
    Ok(tx.one(SQL, &values![id, case]).await?.count("n")? > 0)
}

/// The columns that say whether a report was sent.
struct Sent {
    at: Option<hemma_domain::time::Instant>,
    by: Option<hemma_domain::ids::StaffId>,
    to: String,
}

impl Sent {
    fn of(state: &ReportState) -> Sent {
        match state {
            ReportState::Draft => Sent {
                at: None,
                by: None,
                to: String::new(),
            },
            ReportState::Sent { at, by, to } => Sent {
                at: Some(*at),
                by: Some(*by),
                to: to.clone(),
            },
        }
    }
}

fn body_spot(id: ReportId) -> Spot {
    Spot::new("reports", id, "sealed_body")
}

fn file_spot(id: ReportId) -> Spot {
    Spot::new("reports", id, "sealed_file")
}

fn body(sections: &[ReportSection]) -> String {
    let sections = sections.iter().map(|one| json!([one.code, one.text]));
    Json::Array(sections.collect()).to_string()
}

fn report(row: &Row, key: &Key) -> Result<Report> {
    let id: ReportId = row.get("id")?;
    let body = key.open(&body_spot(id), &row.get::<String>("sealed_body")?)?;
    let pairs: Vec<(String, String)> =
        serde_json::from_str(&body).map_err(|_| row.corrupt("sealed_body"))?;
    let state = match (row.get("sent_at")?, row.get("sent_by")?) {
        (Some(at), Some(by)) => ReportState::Sent {
            at,
            by,
            to: row.get("sent_to")?,
        },
        _ => ReportState::Draft,
    };
    Ok(Report {
        id,
        case: row.get("case_id")?,
        from: row.get("from_on")?,
        to: row.get("to_on")?,
        sections: pairs
            .into_iter()
            .map(|(code, text)| ReportSection { code, text })
            .collect(),
        state,
        written_by: row.get("written_by")?,
        written_at: row.get("written_at")?,
        version: row.get("version")?,
    })
}
