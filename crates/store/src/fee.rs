//! Fees: price lists, payers and what they pay for. Bills stand in a file of their own.

mod bill;

pub use bill::{bills, change_bill, find_bill, insert_bill};

use hemma_domain::code::Code as _;
use hemma_domain::fee::{
    MEMBERSHIPS_MAX, Member, Membership, PAYERS_MAX, PRICE_LISTS_MAX, Payer, PriceList,
};
use hemma_domain::ids::{MembershipId, NetworkId, PayerId};
use hemma_domain::money::Ore;

use crate::db::Tx;
use crate::error::Result;
use crate::value::Row;
use crate::values;

/// Stores a price list. Two of a currency from the same day are a conflict.
pub async fn insert_price_list(tx: &mut Tx, one: &PriceList) -> Result<()> {
    const SQL: &str = "INSERT INTO price_lists (id, network_id, currency, from_on, organisation_ore, team_ore, source)
        VALUES ($1, $2, $3, $4, $5, $6, $7)";
    let bound = values![
        one.id,
        one.network,
        one.currency.code(),
        one.from,
        one.organisation.0,
        one.team.0,
        one.source
    ];
    tx.run(SQL, &bound).await?;
    Ok(())
}

/// The price lists of a network, by currency, the newest first.
pub async fn price_lists(tx: &mut Tx, network: NetworkId) -> Result<Vec<PriceList>> {
    let sql = format!(
        "SELECT id, network_id, currency, from_on, organisation_ore, team_ore, source FROM price_lists
        WHERE network_id = $1 ORDER BY currency, from_on DESC, id LIMIT {PRICE_LISTS_MAX}"
    );
    let rows = tx.all_built(sql, &values![network]).await?;
    let list = |row: &Row| {
        Ok(PriceList {
            id: row.get("id")?,
            network: row.get("network_id")?,
            currency: row.code("currency")?,
            from: row.get("from_on")?,
            organisation: Ore(row.get("organisation_ore")?),
            team: Ore(row.get("team_ore")?),
            source: row.get("source")?,
        })
    };
    rows.iter().map(list).collect()
}

/// Stores a payer.
pub async fn insert_payer(tx: &mut Tx, one: &Payer) -> Result<()> {
    const SQL: &str =
        "INSERT INTO payers (id, network_id, name, reference, address, currency, version)
        VALUES ($1, $2, $3, $4, $5, $6, $7)";
    let bound = values![
        one.id,
        one.network,
        one.name,
        one.reference,
        one.address,
        one.currency.code(),
        one.version
    ];
    tx.run(SQL, &bound).await?;
    Ok(())
}

/// Saves a payer if nobody changed it meanwhile. Says whether it did.
pub async fn save_payer(tx: &mut Tx, one: &Payer) -> Result<bool> {
    const SQL: &str = "UPDATE payers SET name = $3, reference = $4, address = $5, currency = $6, version = version + 1
        WHERE id = $1 AND version = $2";
    let bound = values![
        one.id,
        one.version,
        one.name,
        one.reference,
        one.address,
        one.currency.code()
    ];
    Ok(tx.run(SQL, &bound).await? == 1)
}

/// The payers of a network, by name.
pub async fn payers(tx: &mut Tx, network: NetworkId) -> Result<Vec<Payer>> {
    let sql = format!(
        "SELECT id, network_id, name, reference, address, currency, version FROM payers
        WHERE network_id = $1 ORDER BY name, id LIMIT {PAYERS_MAX}"
    );
    let rows = tx.all_built(sql, &values![network]).await?;
    rows.iter().map(payer).collect()
}

/// One payer.
pub async fn find_payer(tx: &mut Tx, id: PayerId) -> Result<Option<Payer>> {
    const SQL: &str = "SELECT id, network_id, name, reference, address, currency, version FROM payers WHERE id = $1";
    let row = tx.maybe(SQL, &values![id]).await?;
    row.as_ref().map(payer).transpose()
}

fn payer(row: &Row) -> Result<Payer> {
    Ok(Payer {
        id: row.get("id")?,
        network: row.get("network_id")?,
        name: row.get("name")?,
        reference: row.get("reference")?,
        address: row.get("address")?,
        currency: row.code("currency")?,
        version: row.get("version")?,
    })
}

/// Stores what a payer pays for, or when that ends.
pub async fn put_membership(tx: &mut Tx, one: &Membership) -> Result<()> {
    const SQL: &str = "INSERT INTO fee_memberships (id, payer_id, team_id, from_on, until_on) VALUES ($1, $2, $3, $4, $5)
        ON CONFLICT (id) DO UPDATE SET from_on = excluded.from_on, until_on = excluded.until_on";
    let team = match one.member {
        Member::Organisation => None,
        Member::Team(team) => Some(team),
    };
    let bound = values![one.id, one.payer, team, one.from, one.until];
    tx.run(SQL, &bound).await?;
    Ok(())
}

/// Takes away what a payer was to pay for.
pub async fn delete_membership(tx: &mut Tx, id: MembershipId) -> Result<()> {
    let sql = "DELETE FROM fee_memberships WHERE id = $1";
    tx.run(sql, &values![id]).await?;
    Ok(())
}

/// What the payers of a network pay for: the organisation first, then its teams, by day.
pub async fn memberships(tx: &mut Tx, network: NetworkId) -> Result<Vec<Membership>> {
    let most = usize::try_from(PAYERS_MAX).unwrap_or(usize::MAX) * MEMBERSHIPS_MAX;
    let sql = format!(
        "SELECT m.id, m.payer_id, m.team_id, m.from_on, m.until_on FROM payers p
        JOIN fee_memberships m ON m.payer_id = p.id LEFT JOIN teams t ON t.id = m.team_id
        WHERE p.network_id = $1 ORDER BY t.name NULLS FIRST, m.from_on, m.id LIMIT {most}"
    );
    let rows = tx.all_built(sql, &values![network]).await?;
    let membership = |row: &Row| {
        let team = row.get("team_id")?;
        Ok(Membership {
            id: row.get("id")?,
            payer: row.get("payer_id")?,
            member: Option::map_or(team, Member::Organisation, Member::Team),
            from: row.get("from_on")?,
            until: row.get("until_on")?,
        })
    };
    rows.iter().map(membership).collect()
}
