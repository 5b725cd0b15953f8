//! Bases on which another board's staff on call may read a family's sheet.

use std::collections::BTreeMap;

use hemma_domain::code::Code as _;
use hemma_domain::ids::{BasisId, BoardId, CaseId, StaffId};
use hemma_domain::sheet::{Basis, BasisKind};
use hemma_domain::time::Instant;

use crate::db::{Tx, places};
use crate::error::Result;
use crate::seal::{Key, Spot};
use crate::value::{Row, ToValue, Value};
use crate::values;

/// Bases of one family that are listed: one a week for two years.
const BASES_MAX: u32 = 100;

const COLUMNS: &str =
    "b.id, b.case_id, b.kind, b.consent_id, b.until_on, b.sealed_reason, b.recorded_at,
    b.recorded_by, b.revoked_at, b.revoked_by, c.withdrawn_on";

/// Stores a basis as given.
pub async fn insert(tx: &mut Tx, key: &Key, basis: &Basis) -> Result<()> {
    const SQL: &str =
        "INSERT INTO bases (id, case_id, kind, consent_id, until_on, sealed_reason, recorded_at,
        recorded_by, revoked_at, revoked_by) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)";
    let bound = values![
        basis.id,
        basis.case,
        basis.kind.code(),
        basis.consent,
        basis.until,
        key.seal(&spot(basis.id), &basis.reason),
        basis.recorded.0,
        basis.recorded.1,
        basis.revoked.map(|(at, _)| at),
        basis.revoked.map(|(_, by)| by),
    ];
    tx.run(SQL, &bound).await?;
    Ok(())
}

/// Takes a basis back. Says whether there was one that nobody had taken back.
pub async fn revoke(
    tx: &mut Tx,
    (case, id): (CaseId, BasisId),
    (at, by): (Instant, StaffId),
) -> Result<bool> {
    const SQL: &str = "UPDATE bases SET revoked_at = $3, revoked_by = $4
        WHERE id = $1 AND case_id = $2 AND revoked_at IS NULL";
    Ok(tx.run(SQL, &values![id, case, at, by]).await? == 1)
}

/// A basis with the names of who recorded it and took it back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Named {
    pub basis: Basis,
    pub recorded_by: String,
    pub revoked_by: Option<String>,
}

/// The bases of a family with their reasons, the newest first.
pub async fn of_case(tx: &mut Tx, key: &Key, case: CaseId) -> Result<Vec<Named>> {
    let sql = format!(
        "SELECT {COLUMNS}, w.name AS recorded_name, r.name AS revoked_name
         FROM bases b JOIN staff w ON w.id = b.recorded_by LEFT JOIN staff r ON r.id = b.revoked_by
         LEFT JOIN consents c ON c.id = b.consent_id
         WHERE b.case_id = $1 ORDER BY b.recorded_at DESC, b.id DESC LIMIT $2"
    );
    let rows = tx.all_built(sql, &values![case, BASES_MAX]).await?;
    rows.iter()
        .map(|row| {
            let found = basis(row)?;
            let sealed: String = row.get("sealed_reason")?;
            Ok(Named {
                basis: Basis {
                    reason: key.open(&spot(found.id), &sealed)?,
                    ..found
                },
                recorded_by: row.get("recorded_name")?,
                revoked_by: row.get("revoked_name")?,
            })
        })
        .collect()
}

/// The bases of several families that may hold at an instant, their reasons closed.
pub async fn standing(tx: &mut Tx, cases: &[CaseId], at: Instant) -> Result<Vec<Basis>> {
    if cases.is_empty() {
        return Ok(Vec::new());
    }
    let sql = format!(
        "SELECT {COLUMNS} FROM bases b LEFT JOIN consents c ON c.id = b.consent_id
         WHERE (b.revoked_at IS NULL OR b.revoked_at > $1) AND b.until_on >= $2 AND b.case_id IN ({})
         ORDER BY b.case_id, b.id",
        places(3, cases.len())
    );
    let mut bound = values![at, at.day()].to_vec();
    bound.extend(cases.iter().map(ToValue::to_value));
    tx.all_built(sql, &bound).await?.iter().map(basis).collect()
}

/// The kinds of basis that boards let count.
pub async fn allowed(tx: &mut Tx, boards: &[BoardId]) -> Result<BTreeMap<BoardId, Vec<BasisKind>>> {
    if boards.is_empty() {
        return Ok(BTreeMap::new());
    }
    let sql = format!(
        "SELECT id, sheet_bases FROM boards WHERE id IN ({})",
        places(1, boards.len())
    );
    let bound: Vec<Value> = boards.iter().map(ToValue::to_value).collect();
    let rows = tx.all_built(sql, &bound).await?;
    rows.iter()
        .map(|row| Ok((row.get("id")?, kinds(row)?)))
        .collect()
}

/// The kinds of basis that a board's row lets count.
pub(crate) fn kinds(row: &Row) -> Result<Vec<BasisKind>> {
    let codes: String = row.get("sheet_bases")?;
    let kinds: Option<Vec<BasisKind>> =
        codes.split_whitespace().map(BasisKind::from_code).collect();
    kinds.ok_or_else(|| row.corrupt("sheet_bases"))
}

/// Kinds of basis as one column holds them.
pub(crate) fn listed(kinds: &[BasisKind]) -> String {
    let codes: Vec<&str> = kinds.iter().map(|kind| kind.code()).collect();
    codes.join(" ")
}

fn spot(id: BasisId) -> Spot {
    Spot::new("bases", id, "sealed_reason")
}

fn basis(row: &Row) -> Result<Basis> {
    let revoked_at: Option<Instant> = row.get("revoked_at")?;
    let revoked_by: Option<StaffId> = row.get("revoked_by")?;
    Ok(Basis {
        id: row.get("id")?,
        case: row.get("case_id")?,
        kind: row.code("kind")?,
        consent: row.get("consent_id")?,
        consent_ended: row.get("withdrawn_on")?,
        until: row.get("until_on")?,
        reason: String::new(),
        recorded: (row.get("recorded_at")?, row.get("recorded_by")?),
        revoked: revoked_at.zip(revoked_by),
    })
}
