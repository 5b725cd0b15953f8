//! The records officer's reading of the log: lines of a board by filter, and what was found in them.

use hemma_domain::audit::{Event, Finding};
use hemma_domain::code::Code;
use hemma_domain::ids::{BoardId, CaseId, StaffId};
use hemma_domain::time::Instant;

use super::{Link, link};
use crate::db::{Tx, places};
use crate::error::Result;
use crate::seal::Spot;
use crate::value::{Row, ToValue, Value};
use crate::values;

/// Pairs of staff and case that one statement carries; two values a pair.
const PAIRS_MAX: usize = 500;

/// Which lines of a board's log.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Filter {
    Everything,
    /// These very lines.
    Lines(Vec<i64>),
    /// Cases in which somebody has a protected identity.
    Protected,
    /// What was refused.
    Refusals,
    /// Members of staff in cases of people who bear their name.
    Pairs(Vec<(StaffId, CaseId)>),
    Staff(StaffId),
    Case(CaseId),
}

/// A line with the names it needs to be read, and what a review found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    pub link: Link,
    /// None for the program itself.
    pub staff: Option<String>,
    pub case_code: Option<String>,
    pub protected: bool,
    pub review: Option<Review>,
}

/// What was found in a line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Review {
    pub at: Instant,
    pub by: String,
    pub finding: Finding,
    pub remark: String,
}

/// Lines of a board's log before a place in it, newest first.
pub async fn lines(
    tx: &mut Tx,
    board: BoardId,
    filter: &Filter,
    before: Option<i64>,
    limit: u32,
) -> Result<Vec<Line>> {
    let mut bound = values![board, before.unwrap_or(i64::MAX), limit].to_vec();
    let Some(condition) = condition(filter, &mut bound) else {
        return Ok(Vec::new());
    };
    let sql = format!(
        "SELECT a.chain, a.seq, a.at, a.staff_id, a.role, a.event, a.board_id, a.team_id, a.case_id, a.person_id,
         a.purpose, a.detail, a.request_id, s.name AS staff_name, c.code AS case_code, c.protected,
         r.reviewed_at, r.finding, r.sealed_remark, v.name AS reviewer
         FROM audit a LEFT JOIN staff s ON s.id = a.staff_id LEFT JOIN cases c ON c.id = a.case_id
         LEFT JOIN audit_reviews r ON r.chain = a.chain AND r.seq = a.seq LEFT JOIN staff v ON v.id = r.reviewed_by
         WHERE a.chain = $1 AND a.seq < $2{condition} ORDER BY a.seq DESC LIMIT $3"
    );
    let rows = tx.all_built(sql, &bound).await?;
    rows.iter().map(|row| line(tx, row)).collect()
}

/// The lines about a case with the names they need, newest first.
pub async fn of_case(
    tx: &mut Tx,
    (board, case): (BoardId, CaseId),
    before: Option<i64>,
    limit: u32,
) -> Result<Vec<Line>> {
    lines(tx, board, &Filter::Case(case), before, limit).await
}

/// What a filter adds to the statement; none where nothing can fit it.
fn condition(filter: &Filter, bound: &mut Vec<Value>) -> Option<String> {
    let next = bound.len() + 1;
    Some(match filter {
        Filter::Everything => String::new(),
        Filter::Protected => " AND c.protected".to_owned(),
        Filter::Refusals => {
            bound.push(Event::CaseRefused.code().to_value());
            format!(" AND a.event = ${next}")
        }
        Filter::Staff(staff) => {
            bound.push(staff.to_value());
            format!(" AND a.staff_id = ${next}")
        }
        Filter::Case(case) => {
            bound.push(case.to_value());
            format!(" AND a.case_id = ${next}")
        }
        Filter::Lines(lines) if lines.is_empty() => return None,
        Filter::Lines(lines) => {
            bound.extend(lines.iter().map(ToValue::to_value));
            format!(" AND a.seq IN ({})", places(next, lines.len()))
        }
        Filter::Pairs(pairs) if pairs.is_empty() => return None,
        Filter::Pairs(pairs) => {
            let mut parts = Vec::new();
            for (staff, case) in pairs.iter().take(PAIRS_MAX) {
                let at = bound.len() + 1;
                parts.push(format!("(a.staff_id = ${at} AND a.case_id = ${})", at + 1));
                bound.extend(values![*staff, *case]);
            }
            format!(" AND ({})", parts.join(" OR "))
        }
    })
}

/// The first and the last line of a board's log within a time, both included; none where nothing happened.
pub async fn run_between(
    tx: &mut Tx,
    board: BoardId,
    from: Instant,
    until: Instant,
) -> Result<Option<(i64, i64)>> {
    const SQL: &str = "SELECT MIN(seq) AS first_seq, MAX(seq) AS last_seq FROM audit
        WHERE chain = $1 AND at >= $2 AND at < $3";
    let row = tx.one(SQL, &values![board, from, until]).await?;
    let first: Option<i64> = row.get("first_seq")?;
    Ok(first.zip(row.get("last_seq")?))
}

/// Everybody who ever held a post of the board or in one of its teams, by name.
pub async fn staff_of_board(tx: &mut Tx, board: BoardId) -> Result<Vec<(StaffId, String)>> {
    const SQL: &str = "SELECT DISTINCT s.id, s.name FROM staff s JOIN posts p ON p.staff_id = s.id
        WHERE p.board_id = $1 ORDER BY s.name, s.id";
    tx.all(SQL, &values![board])
        .await?
        .iter()
        .map(|row| Ok((row.get("id")?, row.get("name")?)))
        .collect()
}

/// Notes what was found in a line. False if there is no such line or somebody was first.
pub async fn review(
    tx: &mut Tx,
    (board, seq): (BoardId, i64),
    by: StaffId,
    at: Instant,
    (finding, remark): (Finding, &str),
) -> Result<bool> {
    const SQL: &str =
        "INSERT INTO audit_reviews (chain, seq, reviewed_at, reviewed_by, finding, sealed_remark)
        SELECT chain, seq, $3, $4, $5, $6 FROM audit WHERE chain = $1 AND seq = $2
        ON CONFLICT (chain, seq) DO NOTHING";
    let sealed = tx.seals().site().seal(&spot(board, seq), remark);
    let bound = values![board, seq, at, by, finding.code(), sealed];
    Ok(tx.run(SQL, &bound).await? == 1)
}

fn spot(board: BoardId, seq: i64) -> Spot {
    Spot::new("audit_reviews", format!("{board}|{seq}"), "sealed_remark")
}

fn line(tx: &Tx, row: &Row) -> Result<Line> {
    let link = link(row)?;
    let review = match row.code_or_none::<Finding>("finding")? {
        None => None,
        Some(finding) => {
            let board = BoardId(link.chain);
            let sealed: String = row.get("sealed_remark")?;
            Some(Review {
                at: row.get("reviewed_at")?,
                by: row.get("reviewer")?,
                finding,
                remark: tx.seals().site().open(&spot(board, link.seq), &sealed)?,
            })
        }
    };
    Ok(Line {
        staff: row.get("staff_name")?,
        case_code: row.get("case_code")?,
        protected: row.get::<Option<bool>>("protected")?.unwrap_or_default(),
        review,
        link,
    })
}
