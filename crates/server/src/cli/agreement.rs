//! `hemma agreement check` and `hemma agreement import`: agreements on being on call, kept whole or refused whole.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::Subcommand;
use hemma_app::App;
use hemma_app::agreement_file::AgreementFile;
use hemma_app::ctx::Ctx;

use crate::cli::programme::{imported, in_order, refuse, text_of};
use crate::config::Config;

/// What to do with an agreement.
#[derive(Subcommand)]
pub(crate) enum Act {
    /// Says what is wrong with an agreement, and which of its values nobody has confirmed; changes nothing.
    Check { file: PathBuf },
    /// Puts an agreement beside those the site has; a version that is there is never changed.
    Import { file: PathBuf },
}

/// Reads an agreement and says what is wrong with it.
pub(crate) fn check(file: &Path) -> anyhow::Result<ExitCode> {
    let name = file.display().to_string();
    let read = match AgreementFile::read(&name, &text_of(file)?) {
        Ok(read) => read,
        Err(faults) => return Ok(refuse(&name, &faults)),
    };
    let agreement = read.agreement();
    let bands = agreement
        .bands
        .iter()
        .map(|band| (band.code.as_str(), band.confidence));
    let values = agreement.origins().into_iter();
    let all = values.map(|(value, _, confidence)| (value, confidence));
    let of = (agreement.code.as_str(), agreement.version);
    Ok(in_order(&name, of, all.chain(bands)))
}

/// Imports an agreement.
pub(crate) async fn import(config: &Config, file: &Path) -> anyhow::Result<ExitCode> {
    let act = async |app: &App, ctx: &Ctx, name: &str, text: &str| {
        app.import_agreement(ctx, name, text).await
    };
    imported(
        config,
        file,
        ("a pool plans under it once the site file says so", act),
    )
    .await
}
