//! `hemma curriculum check` and `hemma curriculum import`: which training a programme demands, kept whole or refused whole.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::Subcommand;
use hemma_app::App;
use hemma_app::ctx::Ctx;
use hemma_app::curriculum_file::CurriculumFile;
use hemma_domain::code::Code as _;
use hemma_domain::curriculum::RequirementValue;
use hemma_domain::programme::Confidence;

use crate::cli::programme::{imported, in_order, refuse, text_of};
use crate::config::Config;

/// What to do with a curriculum.
#[derive(Subcommand)]
pub(crate) enum Act {
    /// Says what is wrong with a curriculum, and which of its values nobody has confirmed; changes nothing.
    Check { file: PathBuf },
    /// Puts a curriculum beside those the site has; a version that is there is never changed.
    Import { file: PathBuf },
}

/// Reads a curriculum and says what is wrong with it.
pub(crate) fn check(file: &Path) -> anyhow::Result<ExitCode> {
    let name = file.display().to_string();
    let read = match CurriculumFile::read(&name, &text_of(file)?) {
        Ok(read) => read,
        Err(faults) => return Ok(refuse(&name, &faults)),
    };
    let one = read.curriculum();
    let values = one.requirements.iter().flat_map(|demand| {
        let named = |(value, confidence): (RequirementValue, Confidence)| {
            (format!("{}.{}", demand.code, value.code()), confidence)
        };
        demand.origins().into_iter().map(named).collect::<Vec<_>>()
    });
    Ok(in_order(&name, (&one.code, one.version), values))
}

/// Imports a curriculum.
pub(crate) async fn import(config: &Config, file: &Path) -> anyhow::Result<ExitCode> {
    let act = async |app: &App, ctx: &Ctx, name: &str, text: &str| {
        app.import_curriculum(ctx, name, text).await
    };
    imported(
        config,
        file,
        ("everybody's training is measured by it", act),
    )
    .await
}
