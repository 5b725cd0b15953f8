//! What of a proposal something else followed: what went to a board that returned it, and rulings before the last one. Rows
//! are added and never changed.

use std::collections::BTreeMap;

use hemma_domain::code::Code as _;
use hemma_domain::ids::{NetworkId, ProposalId, SendingId};
use hemma_domain::proposal::{
    Content, Hand, PAST_RULINGS_MAX, PROPOSALS_MAX, PastRuling, Ruling, SENDINGS_MAX, Sending,
};
use hemma_domain::time::Day;
use uuid::Uuid;

use super::json;
use crate::db::Tx;
use crate::error::Result;
use crate::seal::Spot;
use crate::value::Row;
use crate::values;

/// Keeps a proposal as it went to the board.
pub async fn insert(
    tx: &mut Tx,
    of: ProposalId,
    (one, content): (&Sending, &Content),
) -> Result<()> {
    const SQL: &str = "INSERT INTO proposal_sendings (id, proposal_id, round, diary, dated_on, sealed_content, signed_by,
        signed_at, sent_by, sent_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)";
    let bound = values![
        one.id,
        of,
        one.round,
        content.diary,
        content.dated_on,
        tx.seals()
            .site()
            .seal(&content_spot(one.id), &json::write(content)),
        one.signed.by,
        one.signed.at,
        one.sent.by,
        one.sent.at,
    ];
    tx.run(SQL, &bound).await?;
    Ok(())
}

/// What of a proposal went to a board that returned it, in order.
pub async fn sendings(tx: &mut Tx, of: ProposalId) -> Result<Vec<Sending>> {
    let sql = format!(
        "SELECT id, round, signed_by, signed_at, sent_by, sent_at FROM proposal_sendings
        WHERE proposal_id = $1 ORDER BY round LIMIT {SENDINGS_MAX}"
    );
    let rows = tx.all_built(sql, &values![of]).await?;
    rows.iter().map(sending).collect()
}

/// What one of them said; none where the proposal has no such sending.
pub async fn sent(
    tx: &mut Tx,
    (of, id): (ProposalId, SendingId),
) -> Result<Option<(Sending, Content)>> {
    const SQL: &str =
        "SELECT id, round, diary, dated_on, sealed_content, signed_by, signed_at, sent_by, sent_at
        FROM proposal_sendings WHERE proposal_id = $1 AND id = $2";
    let Some(row) = tx.maybe(SQL, &values![of, id]).await? else {
        return Ok(None);
    };
    let sealed: String = row.get("sealed_content")?;
    let text = tx.seals().site().open(&content_spot(id), &sealed)?;
    let placed: (String, Day) = (row.get("diary")?, row.get("dated_on")?);
    let content = json::read(&text, placed).ok_or_else(|| row.corrupt("sealed_content"))?;
    Ok(Some((sending(&row)?, content)))
}

/// The diary numbers under which proposals of a network went to a board that returned them.
pub async fn diaries(tx: &mut Tx, network: NetworkId) -> Result<BTreeMap<ProposalId, Vec<String>>> {
    let sql = format!(
        "SELECT s.proposal_id, s.diary FROM proposal_sendings s JOIN proposals p ON p.id = s.proposal_id
        WHERE p.network_id = $1 ORDER BY s.proposal_id, s.round LIMIT {}",
        PROPOSALS_MAX as usize * SENDINGS_MAX
    );
    let mut all: BTreeMap<ProposalId, Vec<String>> = BTreeMap::new();
    for row in tx.all_built(sql, &values![network]).await? {
        let of = all.entry(row.get("proposal_id")?).or_default();
        of.push(row.get("diary")?);
    }
    Ok(all)
}

/// Keeps a ruling that something else followed.
pub async fn insert_ruling(
    tx: &mut Tx,
    (of, id): (ProposalId, Uuid),
    one: &PastRuling,
) -> Result<()> {
    const SQL: &str = "INSERT INTO proposal_rulings (id, proposal_id, round, decided_on, outcome, approved_on, posted_on,
        sealed_note, followed_by, followed_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)";
    let ruling = &one.ruling;
    let bound = values![
        id,
        of,
        one.round,
        ruling.on,
        ruling.outcome.code(),
        ruling.approved_on,
        ruling.posted_on,
        tx.seals().site().seal(&note_spot(id), &ruling.note),
        one.followed.by,
        one.followed.at,
    ];
    tx.run(SQL, &bound).await?;
    Ok(())
}

/// The rulings of a proposal that something else followed, in the order in which they were noted.
pub async fn rulings(tx: &mut Tx, of: ProposalId) -> Result<Vec<PastRuling>> {
    let sql = format!(
        "SELECT id, round, decided_on, outcome, approved_on, posted_on, sealed_note, followed_by, followed_at
        FROM proposal_rulings WHERE proposal_id = $1 ORDER BY round, followed_at, decided_on, id LIMIT {PAST_RULINGS_MAX}"
    );
    let rows = tx.all_built(sql, &values![of]).await?;
    rows.iter().map(|row| past_ruling(tx, row)).collect()
}

fn past_ruling(tx: &Tx, row: &Row) -> Result<PastRuling> {
    let sealed: String = row.get("sealed_note")?;
    let spot = note_spot(row.get("id")?);
    Ok(PastRuling {
        round: row.count("round")?,
        ruling: Ruling {
            on: row.get("decided_on")?,
            outcome: row.code("outcome")?,
            approved_on: row.get("approved_on")?,
            posted_on: row.get("posted_on")?,
            note: tx.seals().site().open(&spot, &sealed)?,
        },
        followed: hand(row, ("followed_by", "followed_at"))?,
    })
}

fn sending(row: &Row) -> Result<Sending> {
    Ok(Sending {
        id: row.get("id")?,
        round: row.count("round")?,
        signed: hand(row, ("signed_by", "signed_at"))?,
        sent: hand(row, ("sent_by", "sent_at"))?,
    })
}

fn hand(row: &Row, (by, at): (&str, &str)) -> Result<Hand> {
    Ok(Hand {
        by: row.get(by)?,
        at: row.get(at)?,
    })
}

fn content_spot(id: SendingId) -> Spot {
    Spot::new("proposal_sendings", id, "sealed_content")
}

fn note_spot(id: Uuid) -> Spot {
    Spot::new("proposal_rulings", id, "sealed_note")
}
