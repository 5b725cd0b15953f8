//! `hemma recruiting check` and `hemma recruiting import`: what holds for recruiting, kept whole or refused whole.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::Subcommand;
use hemma_app::App;
use hemma_app::ctx::Ctx;
use hemma_app::recruiting_file::RecruitingFile;
use hemma_domain::code::Code as _;
use hemma_domain::recruiting::Rule;

use crate::cli::programme::{imported, in_order, refuse, text_of};
use crate::config::Config;

/// What to do with rules of recruiting.
#[derive(Subcommand)]
pub(crate) enum Act {
    /// Says what is wrong with rules, and which of its values nobody has confirmed; changes nothing.
    Check { file: PathBuf },
    /// Puts rules beside those the site has; a version that is there is never changed.
    Import { file: PathBuf },
}

/// Reads rules and says what is wrong with them.
pub(crate) fn check(file: &Path) -> anyhow::Result<ExitCode> {
    let name = file.display().to_string();
    let read = match RecruitingFile::read(&name, &text_of(file)?) {
        Ok(read) => read,
        Err(faults) => return Ok(refuse(&name, &faults)),
    };
    let one = read.recruiting();
    let named = |rule: &Rule| {
        (
            format!("{}.{}", rule.kind.code(), rule.valid_from),
            rule.term.confidence,
        )
    };
    let rest = one.rest_days.as_ref();
    let rest = rest.map(|days| ("rest_days".to_owned(), days.confidence));
    let values = one.rules.iter().map(named).chain(rest);
    Ok(in_order(&name, (&one.code, one.version), values))
}

/// Imports rules.
pub(crate) async fn import(config: &Config, file: &Path) -> anyhow::Result<ExitCode> {
    let act = async |app: &App, ctx: &Ctx, name: &str, text: &str| {
        app.import_recruiting(ctx, name, text).await
    };
    imported(config, file, ("applications are kept by it", act)).await
}
