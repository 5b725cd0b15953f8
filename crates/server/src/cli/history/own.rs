//! `hemma review export --own`: the cases that are treated here, in the layout that histories have.

use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::Context as _;
use hemma_app::App;
use hemma_app::ctx::Ctx;
use hemma_app::history::OwnWritten;
use hemma_domain::access::Errand;
use hemma_review::pack;

use super::{Export, columnar};
use crate::cli::{complain, say};
use crate::config::Config;
use crate::http::Clock;

pub(super) async fn export(config: &Config, options: &Export) -> anyhow::Result<ExitCode> {
    let out = &options.out;
    anyhow::ensure!(
        !out.exists(),
        "{} is there already; nothing was written",
        out.display()
    );
    let folder = beside(out);
    let now = Clock::machine().now();
    let app = App::open(config.app.clone(), now).await?;
    let ctx = Ctx::system(Errand::Transfer, now);
    let written = app.export_own_cases(&ctx, &options.network, &folder).await;
    app.close().await;
    let Some(written) = written? else {
        complain(&format!("There is no network called {}.", options.network));
        return Ok(ExitCode::FAILURE);
    };
    let packed = packed(&folder, out, options.parquet);
    // What failed is told; nothing half-done stays.
    let _removed = fs::remove_dir_all(&folder);
    if packed.is_err() {
        let _removed = fs::remove_file(out);
    }
    tell(options, &written, packed?);
    Ok(ExitCode::SUCCESS)
}

/// Where the files are written before they are one.
fn beside(out: &Path) -> PathBuf {
    let mut place = out.as_os_str().to_owned();
    place.push(".part");
    PathBuf::from(place)
}

/// Puts the files into one archive, and says how many bytes it has.
fn packed(folder: &Path, out: &Path, parquet: bool) -> anyhow::Result<u64> {
    let unwritten = || format!("{} cannot be written", out.display());
    let mut file = File::create_new(out).with_context(unwritten)?;
    pack(folder, &mut file)?;
    file.sync_all().with_context(unwritten)?;
    match parquet {
        true => columnar(out),
        false => Ok(file.metadata()?.len()),
    }
}

fn tell(options: &Export, written: &OwnWritten, bytes: u64) {
    say(&format!(
        "{}: {bytes} bytes, {} teams, {} cases, {} interviews.",
        options.out.display(),
        written.teams.len(),
        written.cases,
        written.interviews
    ));
    let unsaid = &written.unsaid;
    for (count, what) in [
        (unsaid.early_weeks, "weeks before a case opened"),
        (
            unsaid.side_by_side,
            "spells of a therapist beside another one",
        ),
        (
            unsaid.late_interviews,
            "interviews more than 14 days after a case closed",
        ),
    ] {
        if 0 < count {
            say(&format!(
                "  left out, as the layout cannot say it: {count} {what}"
            ));
        }
    }
    say("Whoever imports it says which team there each of these is:");
    for (code, name) in &written.teams {
        say(&format!("  --team {code}=\"{name}\""));
    }
}
