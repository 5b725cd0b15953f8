//! What kind of site this is: a few values by name.

use crate::db::Tx;
use crate::error::Result;
use crate::values;

/// The value with a name.
pub async fn get(tx: &mut Tx, name: &str) -> Result<Option<String>> {
    let row = tx
        .maybe("SELECT value FROM site WHERE name = $1", &values![name])
        .await?;
    row.map(|row| row.get("value")).transpose()
}

/// Sets the value with a name.
pub async fn set(tx: &mut Tx, name: &str, value: &str) -> Result<()> {
    const SQL: &str = "INSERT INTO site (name, value) VALUES ($1, $2) ON CONFLICT (name) DO UPDATE SET value = $2";
    tx.run(SQL, &values![name, value]).await?;
    Ok(())
}
