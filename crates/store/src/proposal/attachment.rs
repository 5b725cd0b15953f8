//! Files that go with a proposal: title and content sealed under the site's key.

use hemma_domain::ids::{AttachmentId, ProposalId};
use hemma_domain::proposal::{ATTACHMENTS_MAX, Attachment};

use crate::db::Tx;
use crate::error::Result;
use crate::seal::Spot;
use crate::value::Row;
use crate::values;

/// Stores a file with what is in it.
pub async fn insert(tx: &mut Tx, of: ProposalId, (one, file): (&Attachment, &[u8])) -> Result<()> {
    const SQL: &str = "INSERT INTO proposal_attachments (id, proposal_id, sealed_title, bytes, sealed_file, added_by, added_at,
        added_in) VALUES ($1, $2, $3, $4, $5, $6, $7, (SELECT count(*) + 1 FROM proposal_sendings WHERE proposal_id = $2))";
    let key = tx.seals().site();
    let bound = values![
        one.id,
        of,
        key.seal(&spot(one.id, "sealed_title"), &one.title),
        one.bytes,
        key.seal_bytes(&spot(one.id, "sealed_file"), file),
        one.added.0,
        one.added.1,
    ];
    tx.run(SQL, &bound).await?;
    Ok(())
}

/// The files of a proposal in the order in which they came, without what is in them.
pub async fn of_proposal(tx: &mut Tx, of: ProposalId) -> Result<Vec<Attachment>> {
    const SQL: &str = "SELECT id, sealed_title, bytes, added_by, added_at FROM proposal_attachments
        WHERE proposal_id = $1 AND removed_in IS NULL ORDER BY added_at, id LIMIT $2";
    let rows = tx.all(SQL, &values![of, most()]).await?;
    rows.iter().map(|row| attachment(tx, row)).collect()
}

/// The files that went to the board with a proposal in one round.
pub async fn of_round(tx: &mut Tx, (of, round): (ProposalId, u32)) -> Result<Vec<Attachment>> {
    const SQL: &str = "SELECT id, sealed_title, bytes, added_by, added_at FROM proposal_attachments
        WHERE proposal_id = $1 AND added_in <= $2 AND (removed_in IS NULL OR removed_in > $2)
        ORDER BY added_at, id LIMIT $3";
    let rows = tx.all(SQL, &values![of, round, most()]).await?;
    rows.iter().map(|row| attachment(tx, row)).collect()
}

fn most() -> u32 {
    u32::try_from(ATTACHMENTS_MAX).unwrap_or(u32::MAX)
}

/// What is in a file of a proposal; none where it has no such file.
pub async fn file(
    tx: &mut Tx,
    (of, id): (ProposalId, AttachmentId),
) -> Result<Option<(Attachment, Vec<u8>)>> {
    const SQL: &str =
        "SELECT id, sealed_title, bytes, sealed_file, added_by, added_at FROM proposal_attachments
        WHERE proposal_id = $1 AND id = $2";
    let Some(row) = tx.maybe(SQL, &values![of, id]).await? else {
        return Ok(None);
    };
    let sealed: String = row.get("sealed_file")?;
    let key = tx.seals().site();
    let content = key.open_bytes(&spot(id, "sealed_file"), &sealed)?;
    Ok(Some((attachment(tx, &row)?, content)))
}

/// Takes a file away. One that a board has had is kept for whoever reads what was sent. Says whether it was there.
pub async fn remove(tx: &mut Tx, (of, id): (ProposalId, AttachmentId)) -> Result<bool> {
    const KEEP: &str = "UPDATE proposal_attachments
        SET removed_in = (SELECT count(*) + 1 FROM proposal_sendings WHERE proposal_id = $1)
        WHERE proposal_id = $1 AND id = $2 AND removed_in IS NULL
        AND added_in <= (SELECT count(*) FROM proposal_sendings WHERE proposal_id = $1)";
    if tx.run(KEEP, &values![of, id]).await? == 1 {
        return Ok(true);
    }
    const DROP: &str = "DELETE FROM proposal_attachments WHERE proposal_id = $1 AND id = $2 AND removed_in IS NULL";
    Ok(tx.run(DROP, &values![of, id]).await? == 1)
}

fn spot(id: AttachmentId, column: &'static str) -> Spot {
    Spot::new("proposal_attachments", id, column)
}

fn attachment(tx: &Tx, row: &Row) -> Result<Attachment> {
    let id: AttachmentId = row.get("id")?;
    let sealed: String = row.get("sealed_title")?;
    Ok(Attachment {
        id,
        title: tx.seals().site().open(&spot(id, "sealed_title"), &sealed)?,
        bytes: row.count("bytes")?,
        added: (row.get("added_by")?, row.get("added_at")?),
    })
}
