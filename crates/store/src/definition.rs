//! Definitions as shipped or imported, each with its text; old versions stay.

use hemma_domain::ids::StaffId;
use hemma_domain::time::Instant;

use crate::db::Tx;
use crate::error::Result;
use crate::values;

/// What is defined; each kind has a table of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// A programme of treatment.
    Programme,
    /// A questionnaire.
    Instrument,
    /// What holds for being on call.
    Agreement,
    /// How an office writes to its boards.
    Layout,
    /// Which training a programme demands.
    Curriculum,
    /// What holds for recruiting.
    Recruiting,
}

/// One version of a definition as its file says it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stored {
    pub code: String,
    pub version: u32,
    pub text: String,
}

/// Stores a version; a version that is there is a conflict.
pub async fn insert(
    tx: &mut Tx,
    kind: Kind,
    one: &Stored,
    (at, by): (Instant, Option<StaffId>),
) -> Result<()> {
    let sql = match kind {
        Kind::Programme => {
            "INSERT INTO programmes (code, version, text, imported_at, imported_by) VALUES ($1, $2, $3, $4, $5)"
        }
        Kind::Instrument => {
            "INSERT INTO instruments (code, version, text, imported_at, imported_by) VALUES ($1, $2, $3, $4, $5)"
        }
        Kind::Agreement => {
            "INSERT INTO agreements (code, version, text, imported_at, imported_by) VALUES ($1, $2, $3, $4, $5)"
        }
        Kind::Layout => {
            "INSERT INTO layouts (code, version, text, imported_at, imported_by) VALUES ($1, $2, $3, $4, $5)"
        }
        Kind::Curriculum => {
            "INSERT INTO curricula (code, version, text, imported_at, imported_by) VALUES ($1, $2, $3, $4, $5)"
        }
        Kind::Recruiting => {
            "INSERT INTO recruiting_rules (code, version, text, imported_at, imported_by) VALUES ($1, $2, $3, $4, $5)"
        }
    };
    tx.run(sql, &values![one.code, one.version, one.text, at, by])
        .await?;
    Ok(())
}

/// The text of one version.
pub async fn text(tx: &mut Tx, kind: Kind, code: &str, version: u32) -> Result<Option<String>> {
    let sql = match kind {
        Kind::Programme => "SELECT text FROM programmes WHERE code = $1 AND version = $2",
        Kind::Instrument => "SELECT text FROM instruments WHERE code = $1 AND version = $2",
        Kind::Agreement => "SELECT text FROM agreements WHERE code = $1 AND version = $2",
        Kind::Layout => "SELECT text FROM layouts WHERE code = $1 AND version = $2",
        Kind::Curriculum => "SELECT text FROM curricula WHERE code = $1 AND version = $2",
        Kind::Recruiting => "SELECT text FROM recruiting_rules WHERE code = $1 AND version = $2",
    };
    let row = tx.maybe(sql, &values![code, version]).await?;
    row.map(|row| row.get("text")).transpose()
}

/// Which versions there are, by code and version, without their texts.
pub async fn versions(tx: &mut Tx, kind: Kind) -> Result<Vec<(String, u32)>> {
    let sql = match kind {
        Kind::Programme => "SELECT code, version FROM programmes ORDER BY code, version",
        Kind::Instrument => "SELECT code, version FROM instruments ORDER BY code, version",
        Kind::Agreement => "SELECT code, version FROM agreements ORDER BY code, version",
        Kind::Layout => "SELECT code, version FROM layouts ORDER BY code, version",
        Kind::Curriculum => "SELECT code, version FROM curricula ORDER BY code, version",
        Kind::Recruiting => "SELECT code, version FROM recruiting_rules ORDER BY code, version",
    };
    let rows = tx.all(sql, &[]).await?;
    rows.iter()
        .map(|row| Ok((row.get("code")?, row.count("version")?)))
        .collect()
}

/// Every version, by code and version.
pub async fn all(tx: &mut Tx, kind: Kind) -> Result<Vec<Stored>> {
    let sql = match kind {
        Kind::Programme => "SELECT code, version, text FROM programmes ORDER BY code, version",
        Kind::Instrument => "SELECT code, version, text FROM instruments ORDER BY code, version",
        Kind::Agreement => "SELECT code, version, text FROM agreements ORDER BY code, version",
        Kind::Layout => "SELECT code, version, text FROM layouts ORDER BY code, version",
        Kind::Curriculum => "SELECT code, version, text FROM curricula ORDER BY code, version",
        Kind::Recruiting => {
            "SELECT code, version, text FROM recruiting_rules ORDER BY code, version"
        }
    };
    let rows = tx.all(sql, &[]).await?;
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
