//! Links to one measure, and what opens them: of the address, the code and the sitting only the hashes.

use hemma_domain::access::TeamScope;
use hemma_domain::code::Code as _;
use hemma_domain::ids::{CaseId, LinkId, MeasureId, StaffId};
use hemma_domain::link::{AnswerLink, LinkState, LinkStateCode};
use hemma_domain::time::Instant;

use crate::db::{Tx, places};
use crate::error::Result;
use crate::value::{Row, ToValue};
use crate::values;

/// What opens a link.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Keys {
    /// Of the secret part of its address.
    pub token_hash: String,
    /// Of its code.
    pub code_hash: String,
}

/// A link that was found by its address.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    /// The link.
    pub link: AnswerLink,
    /// Of its code.
    pub code_hash: String,
    /// Whoever sits at it: the hash of their token, and until when. One sits at a link, never two.
    pub sitting: Option<(String, Instant)>,
    /// Where its case stands.
    pub team: TeamScope,
}

const COLUMNS: &str = "l.id, l.measure_id, l.case_id, l.language, l.layout, l.made_at, l.made_by, l.last_on, l.wrong_codes,
    l.state, l.state_at, l.withdrawn_by, l.version";

/// Stores a link with what opens it.
pub async fn insert(tx: &mut Tx, one: &AnswerLink, keys: &Keys) -> Result<()> {
    const LINK: &str = "INSERT INTO answer_links (id, measure_id, case_id, language, layout, made_at, made_by, last_on,
        wrong_codes, state, state_at, withdrawn_by, version)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, 1)";
    const KEYS: &str = "INSERT INTO answer_link_keys (link_id, token_hash, code_hash, sitting_hash)
        VALUES ($1, $2, $3, '')";
    let state = Columns::of(&one.state);
    let bound = values![
        one.id,
        one.measure,
        one.case,
        one.language,
        one.layout.code(),
        one.made.0,
        one.made.1,
        one.last_on,
        one.wrong_codes,
        one.state.code().code(),
        state.at,
        state.by,
    ];
    tx.run(LINK, &bound).await?;
    tx.run(KEYS, &values![one.id, keys.token_hash, keys.code_hash])
        .await?;
    Ok(())
}

/// Saves what became of a link if nobody changed it meanwhile. Says whether it did.
pub async fn save(tx: &mut Tx, one: &AnswerLink) -> Result<bool> {
    const SQL: &str =
        "UPDATE answer_links SET wrong_codes = $3, state = $4, state_at = $5, withdrawn_by = $6,
        version = version + 1 WHERE id = $1 AND version = $2";
    let state = Columns::of(&one.state);
    let bound = values![
        one.id,
        one.version,
        one.wrong_codes,
        one.state.code().code(),
        state.at,
        state.by,
    ];
    Ok(tx.run(SQL, &bound).await? == 1)
}

/// Lets somebody sit at a link, or sit on; whoever sat there before must show the code again. Nobody ends the sitting.
pub async fn sit(tx: &mut Tx, id: LinkId, sitting: Option<(&str, Instant)>) -> Result<()> {
    const SQL: &str =
        "UPDATE answer_link_keys SET sitting_hash = $2, sitting_ends_at = $3 WHERE link_id = $1";
    let hash = sitting.map(|(hash, _)| hash).unwrap_or_default();
    let ends_at = sitting.map(|(_, ends_at)| ends_at);
    tx.run(SQL, &values![id, hash, ends_at]).await?;
    Ok(())
}

/// The link that an address leads to.
pub async fn by_token(tx: &mut Tx, token_hash: &str) -> Result<Option<Found>> {
    let sql = format!(
        "SELECT {COLUMNS}, k.code_hash, k.sitting_hash, k.sitting_ends_at, c.team_id, c.board_id, t.network_id
         FROM answer_link_keys k JOIN answer_links l ON l.id = k.link_id JOIN cases c ON c.id = l.case_id
         JOIN teams t ON t.id = c.team_id WHERE k.token_hash = $1"
    );
    let rows = tx.all_built(sql, &values![token_hash]).await?;
    rows.first().map(found).transpose()
}

/// The links that were made for a measure, the newest first.
pub async fn of_measure(
    tx: &mut Tx,
    (case, measure): (CaseId, MeasureId),
) -> Result<Vec<AnswerLink>> {
    let sql = format!(
        "SELECT {COLUMNS} FROM answer_links l WHERE l.case_id = $1 AND l.measure_id = $2 ORDER BY l.made_at DESC, l.id DESC"
    );
    let rows = tx.all_built(sql, &values![case, measure]).await?;
    rows.iter().map(link).collect()
}

/// The links of several cases that nobody has used, taken back or locked.
pub async fn open_of_cases(tx: &mut Tx, cases: &[CaseId]) -> Result<Vec<AnswerLink>> {
    if cases.is_empty() {
        return Ok(Vec::new());
    }
    let sql = format!(
        "SELECT {COLUMNS} FROM answer_links l WHERE l.state IN ('open', 'begun') AND l.case_id IN ({})
         ORDER BY l.made_at, l.id",
        places(1, cases.len())
    );
    let bound: Vec<_> = cases.iter().map(ToValue::to_value).collect();
    let rows = tx.all_built(sql, &bound).await?;
    rows.iter().map(link).collect()
}

/// A state as the columns that hold it.
struct Columns {
    at: Option<Instant>,
    by: Option<StaffId>,
}

impl Columns {
    fn of(state: &LinkState) -> Columns {
        let (at, by) = match state {
            LinkState::Open => (None, None),
            LinkState::Begun { at } | LinkState::Used { at } | LinkState::Locked { at } => {
                (Some(*at), None)
            }
            LinkState::Withdrawn { at, by } => (Some(*at), Some(*by)),
        };
        Columns { at, by }
    }
}

fn found(row: &Row) -> Result<Found> {
    let hash: String = row.get("sitting_hash")?;
    let ends_at: Option<Instant> = row.get("sitting_ends_at")?;
    Ok(Found {
        link: link(row)?,
        code_hash: row.get("code_hash")?,
        sitting: ends_at.map(|ends_at| (hash, ends_at)),
        team: TeamScope {
            team: row.get("team_id")?,
            board: row.get("board_id")?,
            network: row.get("network_id")?,
        },
    })
}

fn link(row: &Row) -> Result<AnswerLink> {
    Ok(AnswerLink {
        id: row.get("id")?,
        measure: row.get("measure_id")?,
        case: row.get("case_id")?,
        language: row.get("language")?,
        layout: row.code("layout")?,
        made: (row.get("made_at")?, row.get("made_by")?),
        last_on: row.get("last_on")?,
        wrong_codes: row.count("wrong_codes")?,
        state: state(row)?,
        version: row.get("version")?,
    })
}

fn state(row: &Row) -> Result<LinkState> {
    let code: LinkStateCode = row.code("state")?;
    Ok(match code {
        LinkStateCode::Open => LinkState::Open,
        LinkStateCode::Begun => LinkState::Begun {
            at: row.get("state_at")?,
        },
        LinkStateCode::Used => LinkState::Used {
            at: row.get("state_at")?,
        },
        LinkStateCode::Withdrawn => LinkState::Withdrawn {
            at: row.get("state_at")?,
            by: row.get("withdrawn_by")?,
        },
        LinkStateCode::Locked => LinkState::Locked {
            at: row.get("state_at")?,
        },
    })
}
