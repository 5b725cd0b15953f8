//! Who broke the glass, why, and what the review found.

use hemma_domain::access::{CaseScope, Permit, TeamScope};
use hemma_domain::audit::Finding;
use hemma_domain::code::Code as _;
use hemma_domain::glass::{Glass, GlassReview};
use hemma_domain::ids::{BoardId, CaseId, GlassId, StaffId, TurnId};
use hemma_domain::time::Instant;

use crate::db::Tx;
use crate::error::{Error, Result};
use crate::seal::{Key, Spot};
use crate::value::Row;
use crate::values;

/// Glasses of one board that are listed: a year in which one is broken every night.
const LIST_MAX: u32 = 400;

/// Stores who broke it and why, its review included.
pub async fn insert(tx: &mut Tx, key: &Key, glass: &Glass) -> Result<()> {
    const SQL: &str = "INSERT INTO glasses (id, case_id, staff_id, turn_id, sealed_reason, broken_at, until_at,
        reviewed_at, reviewed_by, finding, sealed_remark) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)";
    let review = glass.review.as_ref();
    let remark = review.map_or("", |one| one.remark.as_str());
    let bound = values![
        glass.id,
        glass.case,
        glass.staff,
        glass.turn,
        key.seal(&spot(glass.id, "sealed_reason"), &glass.reason),
        glass.at,
        glass.until,
        review.map(|one| one.at),
        review.map(|one| one.by),
        review.map(|one| one.finding.code()),
        key.seal(&spot(glass.id, "sealed_remark"), remark),
    ];
    tx.run(SQL, &bound).await?;
    Ok(())
}

/// Keeps what was found. Says whether nobody had reviewed it before.
pub async fn review(tx: &mut Tx, key: &Key, (id, found): (GlassId, &GlassReview)) -> Result<bool> {
    const SQL: &str =
        "UPDATE glasses SET reviewed_at = $2, reviewed_by = $3, finding = $4, sealed_remark = $5
        WHERE id = $1 AND reviewed_at IS NULL";
    let bound = values![
        id,
        found.at,
        found.by,
        found.finding.code(),
        key.seal(&spot(id, "sealed_remark"), &found.remark),
    ];
    Ok(tx.run(SQL, &bound).await? == 1)
}

/// What somebody broke of a family in a turn, its reason closed; the last one.
pub async fn of_turn(
    tx: &mut Tx,
    (case, staff, turn): (CaseId, StaffId, TurnId),
) -> Result<Option<Glass>> {
    const SQL: &str = "SELECT id, case_id, staff_id, turn_id, broken_at, until_at, reviewed_at, reviewed_by, finding
        FROM glasses WHERE case_id = $1 AND staff_id = $2 AND turn_id = $3 ORDER BY broken_at DESC, id LIMIT 1";
    let row = tx.maybe(SQL, &values![case, staff, turn]).await?;
    row.map(|row| glass(&row)).transpose()
}

/// A glass in a list, its texts still sealed.
pub struct Listed {
    /// The glass with empty texts.
    pub glass: Glass,
    /// Where its family stands; who carries it is not known here.
    pub scope: CaseScope,
    /// The family's code.
    pub code: String,
    /// Who broke it.
    pub staff_name: String,
    /// Who reviewed it.
    pub reviewed_by: Option<String>,
    row: Row,
}

/// Every glass of a board's families: those that wait for a review first, then the newest.
pub async fn of_board(tx: &mut Tx, board: BoardId) -> Result<Vec<Listed>> {
    let sql = format!(
        "{SELECT} WHERE c.board_id = $1 ORDER BY CASE WHEN g.reviewed_at IS NULL THEN 0 ELSE 1 END, g.broken_at DESC, g.id LIMIT $2"
    );
    let rows = tx.all_built(sql, &values![board, LIST_MAX]).await?;
    rows.into_iter().map(listed).collect()
}

/// A glass of a board's families.
pub async fn find(tx: &mut Tx, board: BoardId, id: GlassId) -> Result<Option<Listed>> {
    let sql = format!("{SELECT} WHERE c.board_id = $1 AND g.id = $2");
    let rows = tx.all_built(sql, &values![board, id]).await?;
    rows.into_iter().next().map(listed).transpose()
}

/// A glass with its texts and the key of its family, for the holder of a permit for that very family.
pub fn open(tx: &Tx, permit: &Permit, listed: &Listed) -> Result<(Glass, Key)> {
    let case = listed.glass.case;
    if permit.case() != Some(case) {
        return Err(Error::WrongKey);
    }
    let key = tx
        .seals()
        .unwrap(case.0, &listed.row.get::<String>("wrapped")?)?;
    let id = listed.glass.id;
    let text = |column: &'static str| -> Result<String> {
        key.open(&spot(id, column), &listed.row.get::<String>(column)?)
    };
    let mut glass = listed.glass.clone();
    glass.reason = text("sealed_reason")?;
    let remark = text("sealed_remark")?;
    if let Some(review) = &mut glass.review {
        review.remark = remark;
    }
    Ok((glass, key))
}

const SELECT: &str = "SELECT g.id, g.case_id, g.staff_id, g.turn_id, g.sealed_reason, g.broken_at, g.until_at,
    g.reviewed_at, g.reviewed_by, g.finding, g.sealed_remark, c.code, c.board_id, c.team_id, c.protected, t.network_id,
    k.wrapped, s.name AS staff_name, r.name AS reviewed_name
    FROM glasses g JOIN cases c ON c.id = g.case_id JOIN teams t ON t.id = c.team_id
    JOIN case_keys k ON k.case_id = c.id JOIN staff s ON s.id = g.staff_id LEFT JOIN staff r ON r.id = g.reviewed_by";

fn spot(id: GlassId, column: &'static str) -> Spot {
    Spot::new("glasses", id, column)
}

fn listed(row: Row) -> Result<Listed> {
    let glass = glass(&row)?;
    let team = TeamScope {
        team: row.get("team_id")?,
        board: row.get("board_id")?,
        network: row.get("network_id")?,
    };
    let scope = CaseScope {
        case: glass.case,
        team,
        carers: Vec::new(),
        protected: row.get("protected")?,
    };
    Ok(Listed {
        glass,
        scope,
        code: row.get("code")?,
        staff_name: row.get("staff_name")?,
        reviewed_by: row.get("reviewed_name")?,
        row,
    })
}

fn glass(row: &Row) -> Result<Glass> {
    let at: Option<Instant> = row.get("reviewed_at")?;
    let by: Option<StaffId> = row.get("reviewed_by")?;
    let code: Option<String> = row.get("finding")?;
    let finding = match &code {
        Some(code) => Some(Finding::from_code(code).ok_or_else(|| row.corrupt("finding"))?),
        None => None,
    };
    let review = at
        .zip(by)
        .zip(finding)
        .map(|((at, by), finding)| GlassReview {
            at,
            by,
            finding,
            remark: String::new(),
        });
    Ok(Glass {
        id: row.get("id")?,
        case: row.get("case_id")?,
        staff: row.get("staff_id")?,
        turn: row.get("turn_id")?,
        reason: String::new(),
        at: row.get("broken_at")?,
        until: row.get("until_at")?,
        review,
    })
}
