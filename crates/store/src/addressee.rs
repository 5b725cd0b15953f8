//! Boards that a network's office writes to.

use hemma_domain::addressee::{ADDRESSEES_MAX, Addressee};
use hemma_domain::ids::{AddresseeId, NetworkId};
use hemma_domain::layout::Pattern;

use crate::db::Tx;
use crate::error::Result;
use crate::value::Row;
use crate::values;

/// Stores a board. Two of a network under one name are a conflict.
pub async fn insert(tx: &mut Tx, one: &Addressee) -> Result<()> {
    const SQL: &str = "INSERT INTO addressees (id, network_id, name, layout, diary, version)
        VALUES ($1, $2, $3, $4, $5, $6)";
    let bound = values![
        one.id,
        one.network,
        one.name,
        one.layout,
        diary(one),
        one.version
    ];
    tx.run(SQL, &bound).await?;
    Ok(())
}

/// Saves a board if nobody changed it meanwhile. Says whether it did.
pub async fn save(tx: &mut Tx, one: &Addressee) -> Result<bool> {
    const SQL: &str =
        "UPDATE addressees SET name = $3, layout = $4, diary = $5, version = version + 1
        WHERE id = $1 AND version = $2";
    let bound = values![one.id, one.version, one.name, one.layout, diary(one)];
    Ok(tx.run(SQL, &bound).await? == 1)
}

/// One board.
pub async fn find(tx: &mut Tx, id: AddresseeId) -> Result<Option<Addressee>> {
    const SQL: &str =
        "SELECT id, network_id, name, layout, diary, version FROM addressees WHERE id = $1";
    let row = tx.maybe(SQL, &values![id]).await?;
    row.as_ref().map(addressee).transpose()
}

/// The boards of a network's office, by name.
pub async fn of_network(tx: &mut Tx, network: NetworkId) -> Result<Vec<Addressee>> {
    let sql = format!(
        "SELECT id, network_id, name, layout, diary, version FROM addressees
        WHERE network_id = $1 ORDER BY name, id LIMIT {ADDRESSEES_MAX}"
    );
    let rows = tx.all_built(sql, &values![network]).await?;
    rows.iter().map(addressee).collect()
}

fn diary(one: &Addressee) -> String {
    one.diary
        .as_ref()
        .map(ToString::to_string)
        .unwrap_or_default()
}

fn addressee(row: &Row) -> Result<Addressee> {
    let diary: String = row.get("diary")?;
    let own = match diary.is_empty() {
        true => None,
        false => Some(Pattern::new(&diary).map_err(|_| row.corrupt("diary"))?),
    };
    Ok(Addressee {
        id: row.get("id")?,
        network: row.get("network_id")?,
        name: row.get("name")?,
        layout: row.get("layout")?,
        diary: own,
        version: row.get("version")?,
    })
}
