//! Old answers under newer rules, from the command line.

use std::path::PathBuf;
use std::process::ExitCode;

use hemma_app::App;
use hemma_app::ctx::Ctx;
use hemma_domain::access::Errand;

use super::{change, is_agreed};
use crate::cli::{complain, read, say};
use crate::http::Clock;

/// What to score anew.
#[derive(clap::Args)]
pub(crate) struct Options {
    code: String,
    /// The version whose rules count; the newest without it.
    #[arg(long)]
    version: Option<u32>,
    /// Says how many answers there are, and changes nothing.
    #[arg(long)]
    dry_run: bool,
    /// Does not ask.
    #[arg(long)]
    yes: bool,
}

pub(super) async fn run(data: Option<PathBuf>, options: &Options) -> anyhow::Result<ExitCode> {
    let now = Clock::machine().now();
    let app = App::open(read(data, None)?.app, now).await?;
    let done = on_site(&app, options, &Ctx::system(Errand::Transfer, now)).await;
    app.close().await;
    done
}

async fn on_site(app: &App, options: &Options, ctx: &Ctx) -> anyhow::Result<ExitCode> {
    let code = options.code.as_str();
    let shelf = app.instrument_shelf();
    let newest = || Some(shelf.newest(code)?.instrument().version);
    let version = options.version.or_else(newest).unwrap_or_default();
    if shelf.get(code, version).is_none() {
        anyhow::bail!("there is no questionnaire {code} of that version on this site");
    }
    let mut answered = app.answered(code).await?;
    answered.retain(|(of, _)| *of < version);
    say(&format!(
        "Answers to older versions of {code}, to be scored by version {version} as well:"
    ));
    change::tell_answered(&answered);
    if answered.is_empty() || options.dry_run {
        return Ok(ExitCode::SUCCESS);
    }
    if !options.yes && !is_agreed("Score them?")? {
        complain("Nothing was changed.");
        return Ok(ExitCode::FAILURE);
    }
    let told = |so_far: hemma_app::measure::Rescored| {
        complain(&format!("{} answered sheets so far", so_far.sheets));
    };
    let done = app.rescore(ctx, (code, version), told).await?;
    say(&format!(
        "{} scores added from {} answered sheets; all older scores stay.",
        done.added, done.sheets
    ));
    if done.misfits > 0 {
        say(&format!(
            "{} sheets answer something else than version {version} asks and keep their old scores alone.",
            done.misfits
        ));
    }
    Ok(ExitCode::SUCCESS)
}
