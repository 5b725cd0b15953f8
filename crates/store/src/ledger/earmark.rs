//! Earmarks: which account a proposal is paid from.

use hemma_domain::ids::{NetworkId, ProposalId};
use hemma_domain::ledger::{Earmark, Paid};
use hemma_domain::money::Ore;

use crate::db::Tx;
use crate::error::Result;
use crate::value::Row;
use crate::values;

/// Replaces the earmarks of a proposal.
pub async fn set_earmarks(tx: &mut Tx, proposal: ProposalId, all: &[Earmark]) -> Result<()> {
    let sql = "DELETE FROM ledger_earmarks WHERE proposal_id = $1";
    tx.run(sql, &values![proposal]).await?;
    const SQL: &str =
        "INSERT INTO ledger_earmarks (proposal_id, account_id, year, ore) VALUES ($1, $2, $3, $4)";
    for one in all {
        let bound = values![proposal, one.account, i64::from(one.year), one.amount.0];
        tx.run(SQL, &bound).await?;
    }
    Ok(())
}

/// The earmarks of all proposals of a network.
pub async fn earmarks(tx: &mut Tx, network: NetworkId) -> Result<Vec<Earmark>> {
    const SQL: &str = "SELECT e.proposal_id, e.account_id, e.year, e.ore FROM ledger_accounts a
        JOIN ledger_earmarks e ON e.account_id = a.id
        WHERE a.network_id = $1 ORDER BY e.proposal_id, e.year, a.number";
    let rows = tx.all(SQL, &values![network]).await?;
    let earmark = |row: &Row| {
        Ok(Earmark {
            proposal: row.get("proposal_id")?,
            account: row.get("account_id")?,
            year: year(row)?,
            amount: Ore(row.get("ore")?),
        })
    };
    rows.iter().map(earmark).collect()
}

/// What was paid for each proposal from each account of costs in each year, what was taken back left out.
pub async fn paid(tx: &mut Tx, network: NetworkId) -> Result<Vec<Paid>> {
    const SQL: &str = "SELECT v.proposal_id, p.account_id, p.month / 12 AS year, CAST(sum(p.ore) AS BIGINT) AS ore
        FROM ledger_vouchers v JOIN ledger_postings p ON p.voucher_id = v.id
        JOIN ledger_accounts a ON a.id = p.account_id
        WHERE v.network_id = $1 AND v.proposal_id IS NOT NULL AND a.kind = 'cost'
        GROUP BY v.proposal_id, p.account_id, p.month / 12
        ORDER BY v.proposal_id, p.account_id, p.month / 12";
    let rows = tx.all(SQL, &values![network]).await?;
    let one = |row: &Row| {
        Ok(Paid {
            proposal: row.get("proposal_id")?,
            account: row.get("account_id")?,
            year: year(row)?,
            amount: Ore(row.get("ore")?),
        })
    };
    rows.iter().map(one).collect()
}

fn year(row: &Row) -> Result<i16> {
    i16::try_from(row.get::<i64>("year")?).map_err(|_| row.corrupt("year"))
}
