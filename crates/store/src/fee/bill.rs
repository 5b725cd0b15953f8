//! Bills: kept with every line as it was computed.

use hemma_domain::code::Code as _;
use hemma_domain::fee::{
    BILLS_MAX, Bill, BillLine, BillState, Charge, Member, Rate, Recipient, Span,
};
use hemma_domain::ids::{BillId, NetworkId, VoucherId};
use hemma_domain::money::Ore;
use serde_json::{Value as Json, json};

use crate::db::Tx;
use crate::error::Result;
use crate::value::Row;
use crate::values;

const COLUMNS: &str = "b.id, b.network_id, b.number, b.payer_id, b.payer_name, b.reference, b.address, b.currency,
    b.from_on, b.until_on, b.lines, b.made_by, b.made_at, b.rate_millionths, b.is_withdrawn, b.version,
    v.id AS voucher_id, CASE WHEN back.id IS NULL THEN b.paid_voucher_id END AS paid_id";
const FROM: &str = "bills b LEFT JOIN ledger_vouchers v ON v.bill_id = b.id
    LEFT JOIN ledger_vouchers back ON back.reverses_id = b.paid_voucher_id";

/// Stores a bill.
pub async fn insert_bill(tx: &mut Tx, one: &Bill) -> Result<()> {
    const SQL: &str = "INSERT INTO bills (id, network_id, number, payer_id, payer_name, reference, address, currency,
        from_on, until_on, lines, made_by, made_at, rate_millionths, is_withdrawn, version)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)";
    let bound = values![
        one.id,
        one.network,
        one.number,
        one.payer,
        one.to.name,
        one.to.reference,
        one.to.address,
        one.currency.code(),
        one.span.from,
        one.span.until,
        write(&one.lines),
        one.made.0,
        one.made.1,
        one.rate.map(Rate::millionths),
        one.state == BillState::Withdrawn,
        one.version
    ];
    tx.run(SQL, &bound).await?;
    Ok(())
}

/// Keeps at which rate a bill was booked, what paid it, or that it was withdrawn, if nobody changed it meanwhile. Says whether
/// it did.
pub async fn change_bill(tx: &mut Tx, one: &Bill) -> Result<bool> {
    const SQL: &str =
        "UPDATE bills SET rate_millionths = $3, is_withdrawn = $4, paid_voucher_id = $5, version = version + 1
        WHERE id = $1 AND version = $2";
    let is_withdrawn = one.state == BillState::Withdrawn;
    let rate = one.rate.map(Rate::millionths);
    let paid = one.state.payment();
    let bound = values![one.id, one.version, rate, is_withdrawn, paid];
    Ok(tx.run(SQL, &bound).await? == 1)
}

/// One bill.
pub async fn find_bill(tx: &mut Tx, id: BillId) -> Result<Option<Bill>> {
    let sql = format!("SELECT {COLUMNS} FROM {FROM} WHERE b.id = $1");
    let rows = tx.all_built(sql, &values![id]).await?;
    rows.first().map(bill).transpose()
}

/// The bills of a network, the newest first.
pub async fn bills(tx: &mut Tx, network: NetworkId) -> Result<Vec<Bill>> {
    let sql = format!(
        "SELECT {COLUMNS} FROM {FROM} WHERE b.network_id = $1 ORDER BY b.number DESC LIMIT {BILLS_MAX}"
    );
    let rows = tx.all_built(sql, &values![network]).await?;
    rows.iter().map(bill).collect()
}

fn bill(row: &Row) -> Result<Bill> {
    let booked: Option<VoucherId> = row.get("voucher_id")?;
    let paid: Option<VoucherId> = row.get("paid_id")?;
    let state = match (row.get("is_withdrawn")?, booked, paid) {
        (true, ..) => BillState::Withdrawn,
        (false, None, _) => BillState::Open,
        (false, Some(booked), None) => BillState::Booked(booked),
        (false, Some(booked), Some(by)) => BillState::Paid { booked, by },
    };
    let lines: String = row.get("lines")?;
    let rate: Option<i64> = row.get("rate_millionths")?;
    Ok(Bill {
        id: row.get("id")?,
        network: row.get("network_id")?,
        number: row.count("number")?,
        payer: row.get("payer_id")?,
        to: Recipient {
            name: row.get("payer_name")?,
            reference: row.get("reference")?,
            address: row.get("address")?,
        },
        currency: row.code("currency")?,
        span: Span {
            from: row.get("from_on")?,
            until: row.get("until_on")?,
        },
        lines: read(&lines).ok_or_else(|| row.corrupt("lines"))?,
        made: (row.get("made_by")?, row.get("made_at")?),
        state,
        rate: rate.and_then(Rate::from_millionths),
        version: row.get("version")?,
    })
}

fn write(lines: &[BillLine]) -> String {
    let line = |one: &BillLine| {
        let charge = &one.charge;
        let team = match charge.member {
            Member::Organisation => None,
            Member::Team(team) => Some(team),
        };
        json!({
            "name": one.name,
            "membership": charge.membership,
            "team": team,
            "from": charge.span.from.to_string(),
            "until": charge.span.until.to_string(),
            "days": charge.days.0,
            "of": charge.days.1,
            "yearly": charge.yearly.0,
            "price": charge.price,
            "amount": charge.amount.0,
        })
    };
    Json::Array(lines.iter().map(line).collect()).to_string()
}

fn read(text: &str) -> Option<Vec<BillLine>> {
    let json: Json = serde_json::from_str(text).ok()?;
    json.as_array()?.iter().map(line).collect()
}

fn line(json: &Json) -> Option<BillLine> {
    let text = |key: &str| json.get(key)?.as_str();
    let count = |key: &str| u32::try_from(json.get(key)?.as_u64()?).ok();
    let ore = |key: &str| Some(Ore(json.get(key)?.as_i64()?));
    let member = match json.get("team")? {
        Json::Null => Member::Organisation,
        team => Member::Team(team.as_str()?.parse().ok()?),
    };
    Some(BillLine {
        name: text("name")?.to_owned(),
        charge: Charge {
            membership: text("membership")?.parse().ok()?,
            member,
            span: Span {
                from: text("from")?.parse().ok()?,
                until: text("until")?.parse().ok()?,
            },
            days: (count("days")?, count("of")?),
            yearly: ore("yearly")?,
            price: text("price")?.parse().ok()?,
            amount: ore("amount")?,
        },
    })
}
