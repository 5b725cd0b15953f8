//! `hemma programme check` and `hemma programme import`: definitions from files, kept whole or refused whole.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::Context as _;
use clap::Subcommand;
use hemma_app::App;
use hemma_app::ctx::Ctx;
use hemma_app::definition::Import;
use hemma_app::definition_file::Fault;
use hemma_app::error::Error;
use hemma_app::programme_file::ProgrammeFile;
use hemma_domain::access::Errand;
use hemma_domain::programme::Confidence;

use crate::cli::{complain, say};
use crate::config::Config;
use crate::http::Clock;

/// What to do with a definition.
#[derive(Subcommand)]
pub(crate) enum Act {
    /// Says what is wrong with a definition, if anything is; changes nothing.
    Check { file: PathBuf },
    /// Puts a definition beside those the site has; a version that is there is never changed.
    Import { file: PathBuf },
}

/// Reads a definition and says what is wrong with it.
pub(crate) fn check(file: &Path) -> anyhow::Result<ExitCode> {
    let name = file.display().to_string();
    match ProgrammeFile::read(&name, &text_of(file)?) {
        Ok(read) => {
            let programme = read.programme();
            say(&format!(
                "{name}: {} version {} is in order.",
                programme.code, programme.version
            ));
            Ok(ExitCode::SUCCESS)
        }
        Err(faults) => Ok(refuse(&name, &faults)),
    }
}

/// Imports a definition.
pub(crate) async fn import(config: &Config, file: &Path) -> anyhow::Result<ExitCode> {
    let act = async |app: &App, ctx: &Ctx, name: &str, text: &str| {
        let done = app.import_programme(ctx, name, text).await?;
        if let Import::Kept { code, .. } = &done {
            for unknown in app.unknown_instruments(code) {
                say(&format!(
                    "Nobody here knows the questionnaire {unknown}: it is asked of nobody until `hemma instrument import` brings it."
                ));
            }
        }
        Ok(done)
    };
    imported(config, file, ("new cases begin under it", act)).await
}

/// Puts a file's definition on the shelf and tells what became of it; `next` is what happens under the new version.
pub(crate) async fn imported(
    config: &Config,
    file: &Path,
    (next, act): (
        &str,
        impl AsyncFnOnce(&App, &Ctx, &str, &str) -> Result<Import, Error>,
    ),
) -> anyhow::Result<ExitCode> {
    let name = file.display().to_string();
    let text = text_of(file)?;
    let now = Clock::machine().now();
    let app = App::open(config.app.clone(), now).await?;
    let ctx = Ctx::system(Errand::Transfer, now);
    let done = act(&app, &ctx, &name, &text).await;
    app.close().await;
    told(&name, done, next)
}

/// Tells that a definition is in order, and which of its values nobody has confirmed.
pub(crate) fn in_order(
    name: &str,
    (code, version): (&str, u32),
    values: impl IntoIterator<Item = (impl AsRef<str>, Confidence)>,
) -> ExitCode {
    say(&format!("{name}: {code} version {version} is in order."));
    let unconfirmed = values
        .into_iter()
        .filter(|(_, one)| *one == Confidence::Unconfirmed);
    let open: Vec<_> = unconfirmed.map(|(name, _)| name).collect();
    if !open.is_empty() {
        let open: Vec<&str> = open.iter().map(AsRef::as_ref).collect();
        say(&format!("Nobody has confirmed: {}.", open.join(", ")));
    }
    ExitCode::SUCCESS
}

/// Tells what became of an import; `next` is what happens under the new version.
fn told(name: &str, imported: Result<Import, Error>, next: &str) -> anyhow::Result<ExitCode> {
    match imported {
        Ok(Import::Kept { code, version }) => {
            say(&format!(
                "{code} version {version} is on the shelf; {next}."
            ));
            Ok(ExitCode::SUCCESS)
        }
        Ok(Import::Refused(faults)) => Ok(refuse(name, &faults)),
        Err(Error::Invalid(_)) => anyhow::bail!(
            "{name}: this version is on the shelf already, and is never changed; raise `version` in the file"
        ),
        Err(err) => Err(err.into()),
    }
}

/// A file's text.
pub(crate) fn text_of(file: &Path) -> anyhow::Result<String> {
    std::fs::read_to_string(file).with_context(|| format!("{} cannot be read", file.display()))
}

/// Complains of every fault of a file.
pub(crate) fn refuse(name: &str, faults: &[Fault]) -> ExitCode {
    for fault in faults {
        complain(&fault.to_string());
    }
    let count = match faults.len() {
        1 => "1 fault".to_owned(),
        more => format!("{more} faults"),
    };
    complain(&format!("{name}: refused whole, {count}."));
    ExitCode::FAILURE
}
