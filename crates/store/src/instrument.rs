//! Definitions of instruments as shipped or imported, each with its text; old versions stay.

use hemma_domain::ids::StaffId;
use hemma_domain::time::Instant;

use crate::db::Tx;
use crate::error::Result;
use crate::values;

/// One version of a definition as its file says it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stored {
    pub code: String,
    pub version: u32,
    pub text: String,
}

/// Stores a version; a version that is there is a conflict.
pub async fn insert(tx: &mut Tx, one: &Stored, at: Instant, by: Option<StaffId>) -> Result<()> {
    const SQL: &str = "INSERT INTO instruments (code, version, text, imported_at, imported_by)
        VALUES ($1, $2, $3, $4, $5)";
    tx.run(SQL, &values![one.code, one.version, one.text, at, by])
        .await?;
    Ok(())
}

/// The text of one version.
pub async fn text(tx: &mut Tx, code: &str, version: u32) -> Result<Option<String>> {
    const SQL: &str = "SELECT text FROM instruments WHERE code = $1 AND version = $2";
    let rows = tx.all(SQL, &values![code, version]).await?;
    rows.first().map(|row| row.get("text")).transpose()
}

/// Every version, by code and version.
pub async fn all(tx: &mut Tx) -> Result<Vec<Stored>> {
    let rows = tx
        .all(
            "SELECT code, version, text FROM instruments ORDER BY code, version",
            &[],
        )
        .await?;
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
