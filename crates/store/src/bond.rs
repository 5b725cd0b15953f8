//! Bonds between the people of a case, and the family's ties to its network: what genogram and ecomap are drawn from.

use hemma_domain::code::Code;
use hemma_domain::ids::{BondId, CaseId};
use hemma_domain::person::{Bond, Tie};

use crate::db::Tx;
use crate::error::Result;
use crate::seal::{Key, Spot};
use crate::value::Row;
use crate::values;

/// Stores a bond between two persons.
pub async fn insert(tx: &mut Tx, bond: &Bond) -> Result<()> {
    const SQL: &str =
        "INSERT INTO bonds (id, case_id, kind, a_id, b_id) VALUES ($1, $2, $3, $4, $5)";
    let bound = values![bond.id, bond.case, bond.kind.code(), bond.a, bond.b];
    tx.run(SQL, &bound).await?;
    Ok(())
}

/// Stores a tie to the network.
pub async fn insert_tie(tx: &mut Tx, key: &Key, tie: &Tie) -> Result<()> {
    const SQL: &str = "INSERT INTO ties (id, case_id, person_id, sealed_label, system, strength)
        VALUES ($1, $2, $3, $4, $5, $6)";
    let bound = values![
        tie.id,
        tie.case,
        tie.person,
        key.seal(&label_spot(tie.id), &tie.label),
        tie.system,
        tie.strength.code(),
    ];
    tx.run(SQL, &bound).await?;
    Ok(())
}

/// Takes a bond away. Says whether there was one in this case.
pub async fn delete(tx: &mut Tx, case: CaseId, id: BondId) -> Result<bool> {
    const SQL: &str = "DELETE FROM bonds WHERE id = $1 AND case_id = $2";
    Ok(tx.run(SQL, &values![id, case]).await? == 1)
}

/// Takes a tie away. Says whether there was one in this case.
pub async fn delete_tie(tx: &mut Tx, case: CaseId, id: BondId) -> Result<bool> {
    const SQL: &str = "DELETE FROM ties WHERE id = $1 AND case_id = $2";
    Ok(tx.run(SQL, &values![id, case]).await? == 1)
}

/// The bonds of a case, in the order in which they were recorded.
pub async fn of_case(tx: &mut Tx, case: CaseId) -> Result<Vec<Bond>> {
    const SQL: &str =
        "SELECT id, case_id, kind, a_id, b_id FROM bonds WHERE case_id = $1 ORDER BY id";
    tx.all(SQL, &values![case])
        .await?
        .iter()
        .map(bond)
        .collect()
}

/// The ties of a case, in the order in which they were recorded.
pub async fn ties(tx: &mut Tx, key: &Key, case: CaseId) -> Result<Vec<Tie>> {
    const SQL: &str = "SELECT id, case_id, person_id, sealed_label, system, strength FROM ties
        WHERE case_id = $1 ORDER BY id";
    tx.all(SQL, &values![case])
        .await?
        .iter()
        .map(|row| tie(row, key))
        .collect()
}

fn label_spot(id: BondId) -> Spot {
    Spot::new("ties", id, "sealed_label")
}

fn bond(row: &Row) -> Result<Bond> {
    Ok(Bond {
        id: row.get("id")?,
        case: row.get("case_id")?,
        kind: row.code("kind")?,
        a: row.get("a_id")?,
        b: row.get("b_id")?,
    })
}

fn tie(row: &Row, key: &Key) -> Result<Tie> {
    let id: BondId = row.get("id")?;
    Ok(Tie {
        id,
        case: row.get("case_id")?,
        person: row.get("person_id")?,
        label: key.open(&label_spot(id), &row.get::<String>("sealed_label")?)?,
        system: row.get("system")?,
        strength: row.code("strength")?,
    })
}
