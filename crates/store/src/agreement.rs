//! Agreements on being on call as shipped or imported, each with its text; old versions stay.

use hemma_domain::ids::StaffId;
use hemma_domain::time::Instant;

use crate::db::Tx;
use crate::error::Result;
use crate::values;

/// One version of an agreement as its file says it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stored {
    pub code: String,
    pub version: u32,
    pub text: String,
}

/// Stores a version; a version that is there is a conflict.
pub async fn insert(tx: &mut Tx, one: &Stored, at: Instant, by: Option<StaffId>) -> Result<()> {
    const SQL: &str = "INSERT INTO agreements (code, version, text, imported_at, imported_by)
        VALUES ($1, $2, $3, $4, $5)";
    tx.run(SQL, &values![one.code, one.version, one.text, at, by])
        .await?;
    Ok(())
}

/// Every version, by code and version.
pub async fn all(tx: &mut Tx) -> Result<Vec<Stored>> {
    const SQL: &str = "SELECT code, version, text FROM agreements ORDER BY code, version";
    let rows = tx.all(SQL, &[]).await?;
    rows.iter()
        .map(|row| {
            Ok(Stored {
                code: row.get("code")?,
                version: row.count("version")?,
                text: row.get("text")?,
            })
        })
        .collect()
}
