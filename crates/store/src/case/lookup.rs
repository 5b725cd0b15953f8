//! Cases found by search: their doors and sealed rows together, so that each is decided on before it is shown.

use std::collections::BTreeMap;

use hemma_domain::access::{CaseScope, TeamScope};
use hemma_domain::ids::{BoardId, CaseId, NetworkId, StaffId};
use hemma_domain::time::Day;

use super::{COLUMNS, Listed};
use crate::db::{Tx, places};
use crate::error::Result;
use crate::value::ToValue as _;
use crate::values;

/// A found case: what decides on access, its team's name, and the sealed row.
pub struct Found {
    pub scope: CaseScope,
    pub team: String,
    pub listed: Listed,
}

/// The case of a board with this very code.
pub async fn by_code(tx: &mut Tx, board: BoardId, code: &str) -> Result<Option<CaseId>> {
    const SQL: &str = "SELECT id FROM cases WHERE board_id = $1 AND code = $2";
    let row = tx.maybe(SQL, &values![board, code]).await?;
    row.map(|row| row.get("id")).transpose()
}

/// The cases with these ids, by code, each with what decides on access today. Two statements.
pub async fn found(tx: &mut Tx, ids: &[CaseId], today: Day) -> Result<Vec<Found>> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let sql = format!(
        "SELECT {COLUMNS}, t.network_id, t.name AS team_name FROM cases c JOIN case_keys k ON k.case_id = c.id
         JOIN teams t ON t.id = c.team_id WHERE c.id IN ({}) ORDER BY c.code, c.id",
        places(1, ids.len())
    );
    let bound: Vec<_> = ids.iter().map(|id| id.to_value()).collect();
    let rows = tx.all_built(sql, &bound).await?;
    let mut carers = carers(tx, ids, today).await?;
    let mut found = Vec::new();
    for row in rows {
        let case: CaseId = row.get("id")?;
        let network: NetworkId = row.get("network_id")?;
        let team = TeamScope {
            team: row.get("team_id")?,
            board: row.get("board_id")?,
            network,
        };
        found.push(Found {
            scope: CaseScope {
                case,
                team,
                carers: carers.remove(&case).unwrap_or_default(),
                protected: row.get("protected")?,
            },
            team: row.get("team_name")?,
            listed: Listed::new(row)?,
        });
    }
    Ok(found)
}

async fn carers(tx: &mut Tx, ids: &[CaseId], today: Day) -> Result<BTreeMap<CaseId, Vec<StaffId>>> {
    let sql = format!(
        "SELECT case_id, staff_id FROM cares WHERE from_on <= $1 AND (to_on IS NULL OR to_on > $1)
         AND case_id IN ({}) ORDER BY case_id, staff_id",
        places(2, ids.len())
    );
    let mut bound = vec![today.to_value()];
    bound.extend(ids.iter().map(|id| id.to_value()));
    let mut carers: BTreeMap<CaseId, Vec<StaffId>> = BTreeMap::new();
    for row in tx.all_built(sql, &bound).await? {
        carers
            .entry(row.get("case_id")?)
            .or_default()
            .push(row.get("staff_id")?);
    }
    Ok(carers)
}
