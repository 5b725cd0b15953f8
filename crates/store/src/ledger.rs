//! A network's ledger: its accounts, budgets, closed months and sums. Vouchers stand in a file of their own.

mod earmark;
mod voucher;

pub use earmark::{earmarks, paid, set_earmarks};
pub use voucher::{Line, find, find_numbered, insert, of_account, of_month, of_proposal};

use hemma_domain::code::Code as _;
use hemma_domain::ids::{AccountId, NetworkId};
use hemma_domain::ledger::{ACCOUNTS_MAX, Account, Books, Budget, Sum};
use hemma_domain::money::Ore;
use hemma_domain::month::Month;

use crate::db::Tx;
use crate::error::Result;
use crate::value::Row;
use crate::values;

/// Begins a network's ledger where there is none yet.
pub async fn begin(tx: &mut Tx, network: NetworkId) -> Result<()> {
    const SQL: &str = "INSERT INTO ledgers (network_id, next_voucher, next_bill, closed_through) VALUES ($1, 1, 1, 0)
        ON CONFLICT (network_id) DO NOTHING";
    tx.run(SQL, &values![network]).await?;
    Ok(())
}

/// How far a ledger is closed.
pub async fn books(tx: &mut Tx, network: NetworkId) -> Result<Books> {
    let sql = "SELECT closed_through FROM ledgers WHERE network_id = $1";
    let Some(row) = tx.maybe(sql, &values![network]).await? else {
        return Ok(Books::default());
    };
    let closed_through = match row.get("closed_through")? {
        0 => None,
        index => Some(Month::from_index(index).ok_or_else(|| row.corrupt("closed_through"))?),
    };
    Ok(Books { closed_through })
}

/// Takes the next voucher's number, if its month is open. None where it was closed meanwhile.
pub async fn take_number(tx: &mut Tx, network: NetworkId, month: Month) -> Result<Option<u32>> {
    const SQL: &str = "UPDATE ledgers SET next_voucher = next_voucher + 1 WHERE network_id = $1 AND closed_through < $2
        RETURNING next_voucher - 1 AS number";
    let row = tx.maybe(SQL, &values![network, month.index()]).await?;
    row.map(|row| row.count("number")).transpose()
}

/// Takes the next bill's number.
pub async fn take_bill_number(tx: &mut Tx, network: NetworkId) -> Result<u32> {
    const SQL: &str = "UPDATE ledgers SET next_bill = next_bill + 1 WHERE network_id = $1
        RETURNING next_bill - 1 AS number";
    tx.one(SQL, &values![network]).await?.count("number")
}

/// Closes months up to one. Says whether that was still to be done.
pub async fn close(tx: &mut Tx, network: NetworkId, month: Month) -> Result<bool> {
    const SQL: &str =
        "UPDATE ledgers SET closed_through = $2 WHERE network_id = $1 AND closed_through < $2";
    Ok(tx.run(SQL, &values![network, month.index()]).await? == 1)
}

/// Stores an account. A number or a purpose that the ledger has already is a conflict.
pub async fn insert_account(tx: &mut Tx, one: &Account) -> Result<()> {
    const SQL: &str = "INSERT INTO ledger_accounts (id, network_id, number, name, kind, purpose, is_open, version)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8)";
    let purpose = one.purpose.map(|purpose| purpose.code());
    let bound = values![
        one.id,
        one.network,
        one.number,
        one.name,
        one.kind.code(),
        purpose,
        one.is_open,
        one.version
    ];
    tx.run(SQL, &bound).await?;
    Ok(())
}

/// Saves an account if nobody changed it meanwhile. Says whether it did. Its kind stands: sums would turn their sign.
pub async fn save_account(tx: &mut Tx, one: &Account) -> Result<bool> {
    const SQL: &str =
        "UPDATE ledger_accounts SET number = $3, name = $4, purpose = $5, is_open = $6,
        version = version + 1 WHERE id = $1 AND version = $2";
    let purpose = one.purpose.map(|purpose| purpose.code());
    let bound = values![
        one.id,
        one.version,
        one.number,
        one.name,
        purpose,
        one.is_open
    ];
    Ok(tx.run(SQL, &bound).await? == 1)
}

/// The accounts of a network, by number.
pub async fn accounts(tx: &mut Tx, network: NetworkId) -> Result<Vec<Account>> {
    let sql = format!(
        "SELECT id, network_id, number, name, kind, purpose, is_open, version FROM ledger_accounts
        WHERE network_id = $1 ORDER BY number, id LIMIT {ACCOUNTS_MAX}"
    );
    let rows = tx.all_built(sql, &values![network]).await?;
    rows.iter().map(account).collect()
}

fn account(row: &Row) -> Result<Account> {
    Ok(Account {
        id: row.get("id")?,
        network: row.get("network_id")?,
        number: row.get("number")?,
        name: row.get("name")?,
        kind: row.code("kind")?,
        purpose: row.code_or_none("purpose")?,
        is_open: row.get("is_open")?,
        version: row.get("version")?,
    })
}

/// Sets what an account is to bring in or to bear in a year.
pub async fn set_budget(tx: &mut Tx, one: &Budget) -> Result<()> {
    const SQL: &str = "INSERT INTO ledger_budgets (account_id, year, ore, monthly_ore) VALUES ($1, $2, $3, $4)
        ON CONFLICT (account_id, year) DO UPDATE SET ore = excluded.ore, monthly_ore = excluded.monthly_ore";
    let year = i64::from(one.year);
    let bound = values![one.account, year, one.amount.0, one.monthly.0];
    tx.run(SQL, &bound).await?;
    Ok(())
}

/// The budgets of a network's accounts in a year.
pub async fn budgets(tx: &mut Tx, network: NetworkId, year: i16) -> Result<Vec<Budget>> {
    const SQL: &str = "SELECT b.account_id, b.ore, b.monthly_ore FROM ledger_budgets b
        JOIN ledger_accounts a ON a.id = b.account_id WHERE a.network_id = $1 AND b.year = $2 ORDER BY b.account_id";
    let rows = tx.all(SQL, &values![network, i64::from(year)]).await?;
    let budget = |row: &Row| {
        Ok(Budget {
            account: row.get("account_id")?,
            year,
            amount: Ore(row.get("ore")?),
            monthly: Ore(row.get("monthly_ore")?),
        })
    };
    rows.iter().map(budget).collect()
}

/// What is booked on each account in each month of a year.
pub async fn sums(tx: &mut Tx, network: NetworkId, year: i16) -> Result<Vec<Sum>> {
    const SQL: &str =
        "SELECT p.account_id, p.month, CAST(sum(p.ore) AS BIGINT) AS ore FROM ledger_accounts a
        JOIN ledger_postings p ON p.account_id = a.id
        WHERE a.network_id = $1 AND p.month >= $2 AND p.month < $3
        GROUP BY p.account_id, p.month ORDER BY p.account_id, p.month";
    let first = i64::from(year) * 12;
    let rows = tx.all(SQL, &values![network, first, first + 12]).await?;
    let sum = |row: &Row| {
        let month = Month::from_index(row.get("month")?);
        Ok(Sum {
            account: row.get("account_id")?,
            month: month.ok_or_else(|| row.corrupt("month"))?,
            amount: Ore(row.get("ore")?),
        })
    };
    rows.iter().map(sum).collect()
}

/// What is booked on each account up to the end of a month, from the beginning.
pub async fn balances(
    tx: &mut Tx,
    network: NetworkId,
    through: Month,
) -> Result<Vec<(AccountId, Ore)>> {
    const SQL: &str =
        "SELECT p.account_id, CAST(sum(p.ore) AS BIGINT) AS ore FROM ledger_accounts a
        JOIN ledger_postings p ON p.account_id = a.id
        WHERE a.network_id = $1 AND p.month <= $2 GROUP BY p.account_id ORDER BY p.account_id";
    let rows = tx.all(SQL, &values![network, through.index()]).await?;
    let balance = |row: &Row| Ok((row.get("account_id")?, Ore(row.get("ore")?)));
    rows.iter().map(balance).collect()
}

/// How many vouchers do not balance, and how many postings belong to none: both are nothing, whatever happened.
pub async fn faults(tx: &mut Tx) -> Result<i64> {
    const SQL: &str = "SELECT count(*) AS faults FROM (SELECT p.voucher_id FROM ledger_postings p
        LEFT JOIN ledger_vouchers v ON v.id = p.voucher_id
        GROUP BY p.voucher_id HAVING sum(p.ore) <> 0 OR count(v.id) = 0) AS wrong";
    tx.one(SQL, &[]).await?.get("faults")
}
