//! Copies: a backup while the site runs, and its way back.

pub mod export;

use std::path::Path;

use anyhow::Context as _;

use crate::App;
use crate::config::{Config, Database};
use crate::error::{Error, Result};

/// What became of a backup.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Backup {
    /// Bytes of the copy.
    Made(u64),
    /// PostgreSQL is backed up by its own tools.
    OwnTools,
}

impl App {
    /// Copies a SQLite database, in use, into a new file. Texts in it stay sealed; the master key is not in it.
    pub async fn backup_to(&self, file: &Path) -> Result<Backup> {
        if file.exists() {
            return Err(Error::Internal(anyhow::anyhow!(
                "{} is there already; nothing was written",
                file.display()
            )));
        }
        if !self.db.copy_to(file).await? {
            return Ok(Backup::OwnTools);
        }
        let bytes = std::fs::metadata(file)
            .context("the copy cannot be read back")
            .map_err(Error::Internal)?
            .len();
        Ok(Backup::Made(bytes))
    }
}

/// Puts a backup into a data folder that holds no database yet. The master key must be there or be put there.
pub fn restore(config: &Config, file: &Path) -> anyhow::Result<()> {
    let Database::Sqlite(target) = &config.database else {
        anyhow::bail!("PostgreSQL is restored by its own tools");
    };
    anyhow::ensure!(
        !target.exists(),
        "{} is there already; nothing was changed",
        target.display()
    );
    let key = config.key_file();
    anyhow::ensure!(
        key.exists(),
        "{} is missing: put the master key of the site there first, without it no text can be read",
        key.display()
    );
    std::fs::create_dir_all(&config.data)
        .with_context(|| format!("{} cannot be made", config.data.display()))?;
    let half = target.with_extension("restoring");
    std::fs::copy(file, &half).with_context(|| format!("{} cannot be copied", file.display()))?;
    std::fs::File::open(&half)?.sync_all()?;
    std::fs::rename(&half, target).context("the copy cannot be put in place")?;
    Ok(())
}
