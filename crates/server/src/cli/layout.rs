//! `hemma layout check` and `hemma layout import`: layouts of proposals to boards, kept whole or refused whole.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::Subcommand;
use hemma_app::App;
use hemma_app::ctx::Ctx;
use hemma_app::layout_file::LayoutFile;

use crate::cli::programme::{imported, in_order, refuse, text_of};
use crate::config::Config;

/// What to do with a layout.
#[derive(Subcommand)]
pub(crate) enum Act {
    /// Says what is wrong with a layout, and which of its values nobody has confirmed; changes nothing.
    Check { file: PathBuf },
    /// Puts a layout beside those the site has; a version that is there is never changed.
    Import { file: PathBuf },
}

/// Reads a layout and says what is wrong with it.
pub(crate) fn check(file: &Path) -> anyhow::Result<ExitCode> {
    let name = file.display().to_string();
    let read = match LayoutFile::read(&name, &text_of(file)?) {
        Ok(read) => read,
        Err(faults) => return Ok(refuse(&name, &faults)),
    };
    let layout = read.layout();
    let days = &layout.deadlines;
    let rest = days.rest_days.as_ref();
    let values = [
        ("diary", layout.diary.confidence),
        ("approved_days", days.approved_days.confidence),
        ("posted_days", days.posted_days.confidence),
        ("appeal_days", days.appeal_days.confidence),
    ];
    let rest = rest.map(|one| ("rest_days", one.confidence));
    let values = values.into_iter().chain(rest);
    Ok(in_order(&name, (&layout.code, layout.version), values))
}

/// Imports a layout.
pub(crate) async fn import(config: &Config, file: &Path) -> anyhow::Result<ExitCode> {
    let act = async |app: &App, ctx: &Ctx, name: &str, text: &str| {
        app.import_layout(ctx, name, text).await
    };
    imported(config, file, ("new proposals are written in it", act)).await
}
