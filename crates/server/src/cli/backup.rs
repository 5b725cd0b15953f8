//! `hemma backup` and `hemma restore`.

use std::path::PathBuf;

use hemma_app::App;
use hemma_app::transfer::{self, Backup};

use crate::cli::say;
use crate::config::Config;
use crate::http::Clock;

/// What a backup needs to know.
#[derive(clap::Args)]
pub(crate) struct BackupOptions {
    /// The file to write; it must not be there yet.
    #[arg(long)]
    to: PathBuf,
}

/// What a restore needs to know.
#[derive(clap::Args)]
pub(crate) struct RestoreOptions {
    /// The backup to read.
    #[arg(long)]
    from: PathBuf,
}

/// Copies the database while it may be in use.
pub(crate) async fn backup(config: &Config, options: &BackupOptions) -> anyhow::Result<()> {
    let app = App::open(config.app.clone(), Clock::machine().now()).await?;
    match app.backup_to(&options.to).await? {
        Backup::Made(bytes) => say(&format!(
            "{}: {bytes} bytes. Keep {} apart from it: without the key nobody can read the texts.",
            options.to.display(),
            config.app.key_file().display()
        )),
        Backup::OwnTools => anyhow::bail!(
            "the database is PostgreSQL: back it up with its own tools, and keep the master key"
        ),
    }
    app.close().await;
    Ok(())
}

/// Puts a backup in place and proves that it can be read.
pub(crate) async fn restore(config: &Config, options: &RestoreOptions) -> anyhow::Result<()> {
    transfer::restore(&config.app, &options.from)?;
    let app = App::open(config.app.clone(), Clock::machine().now()).await?;
    app.close().await;
    say(&format!(
        "Restored into {}. `hemma check` follows the log from end to end.",
        config.app.data.display()
    ));
    Ok(())
}
