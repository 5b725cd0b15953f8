//! `hemma import network` and `hemma review export`: a network's history from before its teams worked here, whole or not
//! at all.

mod own;

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{BufReader, BufWriter, Seek as _, Write as _};
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::Instant;

use anyhow::Context as _;
use clap::Subcommand;
use hemma_app::App;
use hemma_app::ctx::Ctx;
use hemma_app::history::{Done, Keep, NewHistory, NoImport, PIECE_BYTES, ScoredOtherwise, SoFar};
use hemma_domain::access::Errand;
use hemma_review::{NoHistory, pack, pack_parquet};

use super::review::{Reading, Teller, read_history, refuse, settings, stopped, tell_left_out};
use super::stop::Stop;
use crate::cli::{complain, say};
use crate::config::Config;
use crate::http::Clock;

/// What to bring in.
#[derive(Subcommand)]
pub(crate) enum Act {
    /// The history of a network, in the layout of docs/formats/network-csv.md; one that was there before is replaced.
    Network(Import),
}

/// What can be said of an import.
#[derive(clap::Args)]
pub(crate) struct Import {
    /// A folder, a ZIP archive, or a tar archive with zstd.
    from: PathBuf,
    /// The network's name.
    #[arg(long)]
    into: String,
    /// Which team here a team of the files is, as in `--team T0001="MST-CAN Söderort"`. A team whose id is the name of a team
    /// here needs none.
    #[arg(long = "team", value_parser = pair)]
    teams: Vec<(String, String)>,
    /// Only says what an import would do.
    #[arg(long)]
    dry_run: bool,
    /// Scoring rule and instruments from a TOML file; those of the definition without it. The cut-off is that of each team's
    /// programme.
    #[arg(long)]
    settings: Option<PathBuf>,
    /// Passes over columns that the layout does not know; without it they are faults.
    #[arg(long)]
    keep_columns: bool,
    /// Leaves rows out that are refused, with everything that hangs on them, and tells each; without it nothing is imported
    /// as long as a row is refused. The files are kept as they came.
    #[arg(long)]
    leave_out_refused: bool,
}

/// What can be said of an export.
#[derive(clap::Args)]
pub(crate) struct Export {
    /// The network's name.
    #[arg(long)]
    network: String,
    /// The archive to write; it must not be there yet.
    #[arg(long)]
    out: PathBuf,
    /// Writes Parquet files in place of CSV, with the same columns.
    #[arg(long)]
    parquet: bool,
    /// The cases that are treated here, in place of the files that were imported: their days, under numbers that mean nothing
    /// elsewhere, without any identity.
    #[arg(long)]
    own: bool,
}

fn pair(text: &str) -> Result<(String, String), String> {
    let (code, name) = text
        .split_once('=')
        .ok_or("write it as ID=NAME".to_owned())?;
    Ok((code.trim().to_owned(), name.trim().to_owned()))
}

/// Imports.
pub(crate) async fn import(config: &Config, act: Act) -> anyhow::Result<ExitCode> {
    let Act::Network(options) = act;
    let settings = settings(options.settings.as_deref())?;
    let stop = Stop::listen();
    let reading = Reading {
        from: options.from.clone(),
        settings: settings.clone(),
        keep_columns: options.keep_columns,
        leave_out_refused: options.leave_out_refused,
    };
    let (history, left_out) = match read_history(reading, &stop).await? {
        Ok(found) => found,
        Err(NoHistory::Faults(faults)) => return Ok(refuse(&options.from, &faults)),
        Err(NoHistory::Stopped) => return Ok(stopped()),
    };
    tell_left_out(&options.from, &left_out);
    let now = Clock::machine().now();
    let app = App::open(config.app.clone(), now).await?;
    let ctx = Ctx::system(Errand::Transfer, now);
    let archive = match archive(&options.from, &config.app.data, &stop) {
        Err(_) if stop.is_asked() => return Ok(stopped()),
        archive => archive?,
    };
    let size = archive.metadata()?.len();
    let mut teller = Teller::new();
    let mut watch = |so_far| {
        teller.hear(Instant::now(), |_| how_far(so_far, size));
        match stop.is_asked() {
            true => ControlFlow::Break(()),
            false => ControlFlow::Continue(()),
        }
    };
    let teams: BTreeMap<String, String> = options.teams.iter().cloned().collect();
    let new = NewHistory {
        network: &options.into,
        history,
        settings: &settings,
        teams: &teams,
        left_out: &left_out.rows,
        archive: BufReader::new(archive),
        keep: match options.dry_run {
            true => Keep::No,
            false => Keep::Yes,
        },
        watch: &mut watch,
    };
    let done = app.import_history(&ctx, new).await;
    app.close().await;
    match done? {
        Ok(done) => {
            told(&options, &done);
            Ok(ExitCode::SUCCESS)
        }
        Err(faults) if faults.contains(&NoImport::Stopped) => Ok(stopped()),
        Err(faults) => {
            faults.iter().for_each(|fault| complain(&fault.to_string()));
            complain(&format!(
                "{}: refused whole; nothing was imported.",
                options.from.display()
            ));
            Ok(ExitCode::FAILURE)
        }
    }
}

/// The files as one archive: what is one already is taken as it is. Its copy lies in the data folder, and has no name any
/// more once it is open.
fn archive(from: &Path, data: &Path, stop: &Stop) -> anyhow::Result<File> {
    if !from.is_dir() {
        return File::open(from).with_context(|| from.display().to_string());
    }
    let place = data.join("history.zip.part");
    let file = File::options()
        .create(true)
        .truncate(true)
        .read(true)
        .write(true)
        .open(&place)
        .with_context(|| format!("{} cannot be written", place.display()))?;
    std::fs::remove_file(&place)?;
    let mut file = stop.heeded_by(file);
    pack(from, &mut file).with_context(|| from.display().to_string())?;
    file.rewind()?;
    Ok(file.into_inner())
}

/// How far the keeping is.
fn how_far(so_far: SoFar, bytes: u64) -> String {
    let (rows, of) = so_far.rows;
    if so_far.pieces == 0 {
        return format!("{rows} of {of} rows kept");
    }
    let kept = u64::from(so_far.pieces) * PIECE_BYTES as u64;
    let megabytes = |bytes: u64| bytes / 1_000_000;
    let kept = megabytes(kept.min(bytes));
    format!("{of} rows and {kept} of {} MB kept", megabytes(bytes))
}

fn told(options: &Import, done: &Done) {
    for (code, name) in &done.teams {
        say(&format!("  {code} is {name}"));
    }
    for one in &done.scored_otherwise {
        let ScoredOtherwise {
            programme,
            files: (files, of_files),
            here: (here, of_here),
        } = one;
        say(&format!(
            "  {programme}: interviews of the files are scored by {files}, version {of_files}; those that are done here by \
             {here}, version {of_here}"
        ));
    }
    if done.replaces {
        say("  the history that was there is replaced");
    }
    let what = match options.dry_run {
        true => "would be imported",
        false => "are imported",
    };
    say(&format!(
        "{}: {} teams from {} until before {}, {} quarters with something in them, {what} into {}.",
        options.from.display(),
        done.teams.len(),
        done.first,
        done.end,
        done.rows,
        options.into
    ));
}

/// Exports.
pub(crate) async fn export(config: &Config, options: &Export) -> anyhow::Result<ExitCode> {
    match options.own {
        true => own::export(config, options).await,
        false => as_imported(config, options).await,
    }
}

/// The files as they came.
async fn as_imported(config: &Config, options: &Export) -> anyhow::Result<ExitCode> {
    let unwritten = || format!("{} cannot be written", options.out.display());
    let file = File::create_new(&options.out).with_context(unwritten)?;
    let mut out = BufWriter::new(file);
    let now = Clock::machine().now();
    let app = App::open(config.app.clone(), now).await?;
    let ctx = Ctx::system(Errand::Transfer, now);
    let done = app.export_history(&ctx, &options.network, &mut out).await;
    app.close().await;
    let finished = done.map_err(anyhow::Error::from).and_then(|done| {
        out.flush().with_context(unwritten)?;
        out.get_ref().sync_all().with_context(unwritten)?;
        Ok(done)
    });
    let finished = match (finished, options.parquet) {
        (Ok(Some(_)), true) => columnar(&options.out).map(Some),
        (finished, _) => finished,
    };
    match finished {
        Ok(Some(bytes)) => {
            say(&format!("{}: {bytes} bytes.", options.out.display()));
            Ok(ExitCode::SUCCESS)
        }
        other => {
            // What failed is told; a file without a history in it says nothing.
            let _removed = std::fs::remove_file(&options.out);
            other?;
            complain(&format!("{} has no history.", options.network));
            Ok(ExitCode::FAILURE)
        }
    }
}

/// Writes an archive again with Parquet files in it, and puts it in its place. Says how many bytes it has.
fn columnar(out: &Path) -> anyhow::Result<u64> {
    let mut place = out.as_os_str().to_owned();
    place.push(".part");
    let place = PathBuf::from(place);
    let unwritten = || format!("{} cannot be written", place.display());
    let mut file = File::create_new(&place).with_context(unwritten)?;
    let written = pack_parquet(out, &mut file);
    let finished = written.map_err(anyhow::Error::from).and_then(|()| {
        file.sync_all().with_context(unwritten)?;
        std::fs::rename(&place, out).with_context(unwritten)?;
        Ok(file.metadata()?.len())
    });
    if finished.is_err() {
        // What failed is told.
        let _removed = std::fs::remove_file(&place);
    }
    finished
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn how_far_is_told_in_rows_and_then_in_megabytes() {
        let told = |kept, pieces| {
            let rows = (kept, 600);
            how_far(SoFar { rows, pieces }, 3_000_000)
        };
        assert_eq!(told(0, 0), "0 of 600 rows kept");
        assert_eq!(told(600, 4), "600 rows and 1 of 3 MB kept");
        assert_eq!(told(600, 12), "600 rows and 3 of 3 MB kept");
    }
}
