//! Copies: a backup while the site runs, and its way back.

pub mod export;

use std::io::ErrorKind;
use std::path::Path;

use anyhow::Context as _;
use hemma_store::db::{Db, Kind};

use crate::App;
use crate::config::{Config, Database};
use crate::error::{Error, Result};
use crate::private;

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
        if self.db.kind() == Kind::Postgres {
            return Ok(Backup::OwnTools);
        }
        copy_privately(&self.db, file).await?;
        let bytes = std::fs::metadata(file)
            .context("the copy cannot be read back")
            .map_err(Error::Internal)?
            .len();
        Ok(Backup::Made(bytes))
    }
}

/// Copies a SQLite database into a new file that only its owner can read; a copy that fails leaves no file.
pub(crate) async fn copy_privately(db: &Db, file: &Path) -> Result<()> {
    // SQLite copies into a file that is there only if it is empty, and keeps its mode.
    private::create(file)
        .map_err(|err| match err.kind() {
            ErrorKind::AlreadyExists => {
                anyhow::anyhow!("{} is there already; nothing was written", file.display())
            }
            _ => anyhow::Error::new(err).context(format!("{} cannot be written", file.display())),
        })
        .map_err(Error::Internal)?;
    let copied = db.copy_to(file).await;
    if copied.is_err() {
        // What failed is told; that an empty file may be left says nothing more.
        let _removed = std::fs::remove_file(file);
    }
    copied?;
    Ok(())
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
    copy_file(file, &half).with_context(|| format!("{} cannot be copied", file.display()))?;
    std::fs::rename(&half, target).context("the copy cannot be put in place")?;
    Ok(())
}

/// A copy with a mode of its own: that of a backup is whatever became of it on its way. One that was cut short before
/// is written anew.
fn copy_file(from: &Path, to: &Path) -> std::io::Result<()> {
    let mut source = std::fs::File::open(from)?;
    match std::fs::remove_file(to) {
        Err(err) if err.kind() != ErrorKind::NotFound => return Err(err),
        _ => {}
    }
    let mut target = private::create(to)?;
    std::io::copy(&mut source, &mut target)?;
    target.sync_all()
}
