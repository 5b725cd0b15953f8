//! `hemma export`: all data of a board, for another system or for the archive.

use std::path::PathBuf;

use hemma_app::App;
use hemma_app::ctx::Ctx;
use hemma_app::error::Error;
use hemma_domain::access::Errand;

use crate::cli::say;
use crate::config::Config;
use crate::http::Clock;

/// What can be said on the command line.
#[derive(clap::Args)]
pub(crate) struct Options {
    /// The board's short name, as in the numbers of its cases.
    #[arg(long)]
    board: String,
    /// The folder to write; it must not be there yet.
    #[arg(long)]
    out: PathBuf,
}

/// Writes the folder, whole or not at all.
pub(crate) async fn run(config: &Config, options: &Options) -> anyhow::Result<()> {
    let now = Clock::machine().now();
    let app = App::open(config.app.clone(), now).await?;
    let ctx = Ctx::system(Errand::Transfer, now);
    let done = match app.export_board(&ctx, &options.board, &options.out).await {
        Ok(done) => done,
        Err(Error::NotFound) => {
            anyhow::bail!("there is no board with the short name {}", options.board)
        }
        Err(err) => return Err(err.into()),
    };
    app.close().await;
    say(&format!(
        "{}: {} cases, {} lines in {} files, described in docs/formats/export.md. The texts are open: keep them as you keep the records.",
        options.out.display(),
        done.cases,
        done.lines,
        done.files
    ));
    Ok(())
}
