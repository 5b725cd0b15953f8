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
    const SQL: &str = "INSERT INTO proposal_attachments (id, proposal_id, sealed_title, bytes, sealed_file, added_by, added_at)
        VALUES ($1, $2, $3, $4, $5, $6, $7)";
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
    const SQL: &str = "SELECT id, sealed_title, bytes, added_by, added_at FROM proposal_attachments WHERE proposal_id = $1
        ORDER BY added_at, id LIMIT $2";
    let most = u32::try_from(ATTACHMENTS_MAX).unwrap_or(u32::MAX);
    let rows = tx.all(SQL, &values![of, most]).await?;
    rows.iter().map(|row| attachment(tx, row)).collect()
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

/// Takes a file away. Says whether it was there.
pub async fn remove(tx: &mut Tx, (of, id): (ProposalId, AttachmentId)) -> Result<bool> {
    const SQL: &str = "DELETE FROM proposal_attachments WHERE proposal_id = $1 AND id = $2";
    Ok(tx.run(SQL, &values![of, id]).await? == 1)
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
