//! Vouchers: stored once, with their postings first, and never changed.

use std::collections::BTreeMap;

use hemma_domain::ids::{AccountId, NetworkId, ProposalId, VoucherId};
use hemma_domain::ledger::{Booking, Origin, Posting, VOUCHERS_MAX, Voucher};
use hemma_domain::money::Ore;
use hemma_domain::month::Month;
use hemma_domain::time::Day;

use crate::db::{Tx, places};
use crate::error::Result;
use crate::seal::Spot;
use crate::value::{Row, Value};
use crate::values;

const COLUMNS: &str =
    "v.id, v.network_id, v.number, v.on_day, v.sealed_text, v.origin, v.bill_id, v.proposal_id,
    v.reverses_id, v.made_by, v.made_at, r.id AS reversed_id, r.number AS reversed_number";
const FROM: &str = "ledger_vouchers v LEFT JOIN ledger_vouchers r ON r.reverses_id = v.id";

/// One posting on an account, with the voucher that it is of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    pub voucher: VoucherId,
    pub number: u32,
    pub on: Day,
    pub text: String,
    pub proposal: Option<ProposalId>,
    pub amount: Ore,
}

/// Stores a voucher. One that does not balance or lies in a closed month, and a bill or a voucher that was booked or taken back
/// before, is a conflict.
pub async fn insert(tx: &mut Tx, one: &Voucher) -> Result<()> {
    let (booking, month) = (&one.booking, Month::of(one.booking.on()).index());
    let mut bound: Vec<Value> = Vec::new();
    let mut rows = Vec::new();
    for (ord, posting) in (1_i64..).zip(booking.postings()) {
        rows.push(format!("({})", places(bound.len() + 1, 5)));
        bound.extend(values![
            one.id,
            ord,
            posting.account,
            month,
            posting.amount.0
        ]);
    }
    let sql = format!(
        "INSERT INTO ledger_postings (voucher_id, ord, account_id, month, ore) VALUES {}",
        rows.join(", ")
    );
    tx.all_built(sql, &bound).await?;
    const SQL: &str = "INSERT INTO ledger_vouchers (id, network_id, number, on_day, month, sealed_text, origin, bill_id,
        proposal_id, reverses_id, made_by, made_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)";
    let spot = Spot::new("ledger_vouchers", one.id, "sealed_text");
    let text = tx.seals().site().seal(&spot, booking.text());
    let (origin, bill, reverses) = match booking.origin() {
        Origin::Typed => ("typed", None, None),
        Origin::Bill(bill) => ("bill", Some(bill), None),
        Origin::Reversal(of) => ("reversal", None, Some(of)),
    };
    let bound = values![
        one.id,
        one.network,
        one.number,
        booking.on(),
        month,
        text,
        origin,
        bill,
        booking.proposal(),
        reverses,
        one.made.0,
        one.made.1
    ];
    tx.run(SQL, &bound).await?;
    Ok(())
}

/// One voucher.
pub async fn find(tx: &mut Tx, id: VoucherId) -> Result<Option<Voucher>> {
    let sql = format!("SELECT {COLUMNS} FROM {FROM} WHERE v.id = $1");
    let rows = tx.all_built(sql, &values![id]).await?;
    const POSTINGS: &str = "SELECT voucher_id, account_id, ore FROM ledger_postings WHERE voucher_id = $1 ORDER BY ord";
    let postings = by_voucher(&tx.all(POSTINGS, &values![id]).await?)?;
    let found = vouchers(tx, &rows, postings)?;
    Ok(found.into_iter().next())
}

/// The voucher with this number.
pub async fn find_numbered(
    tx: &mut Tx,
    network: NetworkId,
    number: u32,
) -> Result<Option<Voucher>> {
    const SQL: &str = "SELECT id FROM ledger_vouchers WHERE network_id = $1 AND number = $2";
    match tx.maybe(SQL, &values![network, number]).await? {
        Some(row) => find(tx, row.get("id")?).await,
        None => Ok(None),
    }
}

/// The vouchers of a month, in the order of their numbers.
pub async fn of_month(tx: &mut Tx, network: NetworkId, month: Month) -> Result<Vec<Voucher>> {
    let sql = format!(
        "SELECT {COLUMNS} FROM {FROM} WHERE v.network_id = $1 AND v.month = $2 ORDER BY v.number LIMIT {VOUCHERS_MAX}"
    );
    let bound = values![network, month.index()];
    let rows = tx.all_built(sql, &bound).await?;
    const POSTINGS: &str = "SELECT p.voucher_id, p.account_id, p.ore FROM ledger_vouchers v
        JOIN ledger_postings p ON p.voucher_id = v.id
        WHERE v.network_id = $1 AND v.month = $2 ORDER BY p.voucher_id, p.ord";
    let postings = by_voucher(&tx.all(POSTINGS, &bound).await?)?;
    vouchers(tx, &rows, postings)
}

/// The vouchers that pay for a proposal, in the order of their numbers.
pub async fn of_proposal(tx: &mut Tx, proposal: ProposalId) -> Result<Vec<Voucher>> {
    let sql = format!(
        "SELECT {COLUMNS} FROM {FROM} WHERE v.proposal_id = $1 ORDER BY v.number LIMIT {VOUCHERS_MAX}"
    );
    let rows = tx.all_built(sql, &values![proposal]).await?;
    const POSTINGS: &str = "SELECT p.voucher_id, p.account_id, p.ore FROM ledger_vouchers v
        JOIN ledger_postings p ON p.voucher_id = v.id WHERE v.proposal_id = $1 ORDER BY p.voucher_id, p.ord";
    let postings = by_voucher(&tx.all(POSTINGS, &values![proposal]).await?)?;
    vouchers(tx, &rows, postings)
}

/// What was booked on an account in a year, in the order in which it was booked.
pub async fn of_account(tx: &mut Tx, account: AccountId, year: i16) -> Result<Vec<Line>> {
    let sql = format!(
        "SELECT v.id, v.number, v.on_day, v.sealed_text, v.proposal_id, p.ore FROM ledger_postings p
        JOIN ledger_vouchers v ON v.id = p.voucher_id
        WHERE p.account_id = $1 AND p.month >= $2 AND p.month < $3 ORDER BY v.number, p.ord LIMIT {VOUCHERS_MAX}"
    );
    let first = i64::from(year) * 12;
    let rows = tx
        .all_built(sql, &values![account, first, first + 12])
        .await?;
    let line = |row: &Row| {
        Ok(Line {
            voucher: row.get("id")?,
            number: row.count("number")?,
            on: row.get("on_day")?,
            text: text(tx, row)?,
            proposal: row.get("proposal_id")?,
            amount: Ore(row.get("ore")?),
        })
    };
    rows.iter().map(line).collect()
}

fn by_voucher(rows: &[Row]) -> Result<BTreeMap<VoucherId, Vec<Posting>>> {
    let mut all: BTreeMap<VoucherId, Vec<Posting>> = BTreeMap::new();
    for row in rows {
        let posting = Posting {
            account: row.get("account_id")?,
            amount: Ore(row.get("ore")?),
        };
        all.entry(row.get("voucher_id")?).or_default().push(posting);
    }
    Ok(all)
}

fn vouchers(
    tx: &Tx,
    rows: &[Row],
    mut postings: BTreeMap<VoucherId, Vec<Posting>>,
) -> Result<Vec<Voucher>> {
    let mut all = Vec::new();
    for row in rows {
        let id: VoucherId = row.get("id")?;
        let own = postings.remove(&id).unwrap_or_default();
        all.push(Voucher {
            id,
            network: row.get("network_id")?,
            number: row.count("number")?,
            booking: booking(tx, row, own)?,
            made: (row.get("made_by")?, row.get("made_at")?),
            reversed_by: reversed_by(row)?,
        });
    }
    Ok(all)
}

fn booking(tx: &Tx, row: &Row, postings: Vec<Posting>) -> Result<Booking> {
    let origin: String = row.get("origin")?;
    let origin = match origin.as_str() {
        "typed" => Origin::Typed,
        "bill" => Origin::Bill(row.get("bill_id")?),
        "reversal" => Origin::Reversal(row.get("reverses_id")?),
        _ => return Err(row.corrupt("origin")),
    };
    let what = (row.get("on_day")?, text(tx, row)?);
    Booking::new((what.0, &what.1), origin, row.get("proposal_id")?, postings)
        .map_err(|_| row.corrupt("id"))
}

fn reversed_by(row: &Row) -> Result<Option<(VoucherId, u32)>> {
    let id: Option<VoucherId> = row.get("reversed_id")?;
    let number = |id| Ok((id, row.count("reversed_number")?));
    id.map(number).transpose()
}

fn text(tx: &Tx, row: &Row) -> Result<String> {
    let spot = Spot::new(
        "ledger_vouchers",
        row.get::<VoucherId>("id")?,
        "sealed_text",
    );
    tx.seals()
        .site()
        .open(&spot, &row.get::<String>("sealed_text")?)
}
