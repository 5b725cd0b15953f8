//! The access log: append-only, one hash-chain a board and one for the site.

pub mod review;

use std::collections::BTreeMap;

use hemma_domain::audit::Entry;
use hemma_domain::code::Code;
use hemma_domain::ids::{BoardId, CaseId};
use hemma_domain::staff::Role;
use uuid::Uuid;

use crate::db::Tx;
use crate::error::Result;
use crate::value::{Row, Value};
use crate::values;

/// The chain of what belongs to no board.
pub const SITE_CHAIN: Uuid = Uuid::nil();

/// Rows that one insert carries: eight values fit many times into SQLite's limit of 32,766 places.
const BATCH: usize = 200;

/// A link of the chain as stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Link {
    pub chain: Uuid,
    pub seq: i64,
    pub request: String,
    pub entry: Entry,
}

/// The first link of a chain that does not fit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Break {
    pub chain: Uuid,
    pub seq: i64,
    pub reason: BreakReason,
}

/// How a chain is broken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BreakReason {
    /// The row's content or the row before it was changed.
    Hash,
    /// A row is missing.
    Gap,
    /// Rows are missing at the end, or the head was changed.
    Head,
}

pub(crate) async fn append(tx: &mut Tx, entries: &[Entry], request: &str) -> Result<()> {
    let mut by_chain: BTreeMap<Uuid, Vec<&Entry>> = BTreeMap::new();
    for entry in entries {
        by_chain
            .entry(entry.board.map_or(SITE_CHAIN, |board| board.0))
            .or_default()
            .push(entry);
    }
    for (chain, entries) in by_chain {
        append_to(tx, chain, &entries, request).await?;
    }
    Ok(())
}

/// Takes the chain's head first: on PostgreSQL that holds others back until the commit, so that no two links
/// follow the same one.
async fn append_to(tx: &mut Tx, chain: Uuid, entries: &[&Entry], request: &str) -> Result<()> {
    const TAKE: &str = "INSERT INTO audit_heads (chain, seq, hash) VALUES ($1, $2, '')
        ON CONFLICT (chain) DO UPDATE SET seq = audit_heads.seq + $2 RETURNING seq, hash";
    let count = i64::try_from(entries.len()).unwrap_or(i64::MAX);
    let head = tx.one(TAKE, &values![chain, count]).await?;
    let mut seq = head.get::<i64>("seq")? - count;
    let mut hash: String = head.get("hash")?;
    for batch in entries.chunks(BATCH) {
        let mut bound: Vec<Value> = Vec::with_capacity(batch.len() * COLUMNS);
        for entry in batch {
            seq += 1;
            hash = tx
                .seals()
                .link(&hash, &canonical(chain, seq, entry, request));
            bound.extend(row_values(chain, seq, entry, request));
            bound.push(Value::Text(hash.clone()));
        }
        tx.all_built(insert_sql(batch.len()), &bound).await?;
    }
    tx.run(
        "UPDATE audit_heads SET hash = $2 WHERE chain = $1",
        &values![chain, hash],
    )
    .await?;
    Ok(())
}

const COLUMNS: usize = 14;

fn insert_sql(rows: usize) -> String {
    let tuples: Vec<String> = (0..rows)
        .map(|row| format!("({})", crate::db::places(row * COLUMNS + 1, COLUMNS)))
        .collect();
    format!(
        "INSERT INTO audit (chain, seq, at, staff_id, role, event, board_id, team_id, case_id, person_id, purpose, \
         detail, request_id, hash) VALUES {}",
        tuples.join(", ")
    )
}

fn row_values(chain: Uuid, seq: i64, entry: &Entry, request: &str) -> [Value; COLUMNS - 1] {
    values![
        chain,
        seq,
        entry.at,
        entry.staff,
        entry.role.map(Code::code),
        entry.event.code(),
        entry.board,
        entry.team,
        entry.case,
        entry.person,
        entry.purpose,
        entry.detail,
        request,
    ]
}

/// The text that is hashed. Lengths stand before free texts, so that no two rows give the same text.
fn canonical(chain: Uuid, seq: i64, entry: &Entry, request: &str) -> String {
    let id = |id: Option<Uuid>| id.map(|id| id.to_string()).unwrap_or_default();
    format!(
        "{chain}|{seq}|{}|{}|{}|{}|{}|{}|{}|{}|{}:{}|{}:{}|{request}",
        entry.at.0.as_microsecond(),
        id(entry.staff.map(|id| id.0)),
        entry.role.map(Code::code).unwrap_or_default(),
        entry.event.code(),
        id(entry.board.map(|id| id.0)),
        id(entry.team.map(|id| id.0)),
        id(entry.case.map(|id| id.0)),
        id(entry.person.map(|id| id.0)),
        entry.purpose.len(),
        entry.purpose,
        entry.detail.len(),
        entry.detail,
    )
}

/// Follows every chain from its start; says where one is broken. Reads in pieces, so that memory stays small.
pub async fn verify(tx: &mut Tx) -> Result<Vec<Break>> {
    let heads = tx
        .all(
            "SELECT chain, seq, hash FROM audit_heads ORDER BY chain",
            &[],
        )
        .await?;
    let mut breaks = Vec::new();
    for head in heads {
        let chain: Uuid = head.get("chain")?;
        breaks
            .extend(verify_chain(tx, chain, head.get("seq")?, &head.get::<String>("hash")?).await?);
    }
    Ok(breaks)
}

async fn verify_chain(tx: &mut Tx, chain: Uuid, last: i64, head: &str) -> Result<Option<Break>> {
    const PIECE: i64 = 5_000;
    const SQL: &str = "SELECT chain, seq, at, staff_id, role, event, board_id, team_id, case_id, person_id, purpose,
        detail, request_id, hash FROM audit WHERE chain = $1 AND seq > $2 ORDER BY seq LIMIT $3";
    let mut seq = 0_i64;
    let mut hash = String::new();
    loop {
        let rows = tx.all(SQL, &values![chain, seq, PIECE]).await?;
        if rows.is_empty() {
            let whole = seq == last && hash == head;
            return Ok((!whole).then_some(Break {
                chain,
                seq: last,
                reason: BreakReason::Head,
            }));
        }
        for row in rows {
            let link = link(&row)?;
            if link.seq != seq + 1 {
                return Ok(Some(Break {
                    chain,
                    seq: seq + 1,
                    reason: BreakReason::Gap,
                }));
            }
            seq = link.seq;
            hash = tx
                .seals()
                .link(&hash, &canonical(chain, seq, &link.entry, &link.request));
            if hash != row.get::<String>("hash")? {
                return Ok(Some(Break {
                    chain,
                    seq,
                    reason: BreakReason::Hash,
                }));
            }
        }
    }
}

/// The newest links about a case, newest first.
pub async fn of_case(tx: &mut Tx, case: CaseId, limit: u32) -> Result<Vec<Link>> {
    const SQL: &str = "SELECT chain, seq, at, staff_id, role, event, board_id, team_id, case_id, person_id, purpose,
        detail, request_id, hash FROM audit WHERE case_id = $1 ORDER BY at DESC, seq DESC LIMIT $2";
    tx.all(SQL, &values![case, limit])
        .await?
        .iter()
        .map(link)
        .collect()
}

/// The links of a board's chain before a place in it, newest first.
pub async fn of_board(
    tx: &mut Tx,
    board: BoardId,
    before: Option<i64>,
    limit: u32,
) -> Result<Vec<Link>> {
    const SQL: &str = "SELECT chain, seq, at, staff_id, role, event, board_id, team_id, case_id, person_id, purpose,
        detail, request_id, hash FROM audit WHERE chain = $1 AND seq < $2 ORDER BY seq DESC LIMIT $3";
    tx.all(SQL, &values![board, before.unwrap_or(i64::MAX), limit])
        .await?
        .iter()
        .map(link)
        .collect()
}

fn link(row: &Row) -> Result<Link> {
    Ok(Link {
        chain: row.get("chain")?,
        seq: row.get("seq")?,
        request: row.get("request_id")?,
        entry: Entry {
            at: row.get("at")?,
            staff: row.get("staff_id")?,
            role: row.code_or_none::<Role>("role")?,
            event: row.code("event")?,
            board: row.get("board_id")?,
            team: row.get("team_id")?,
            case: row.get("case_id")?,
            person: row.get("person_id")?,
            purpose: row.get("purpose")?,
            detail: row.get("detail")?,
        },
    })
}
