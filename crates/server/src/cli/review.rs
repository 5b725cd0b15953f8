//! `hemma review`: the indicators and control charts of a network's history, from files to files.

use std::fs::{self, File};
use std::io::{BufWriter, IsTerminal as _};
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::{Duration, Instant};

use anyhow::Context as _;
use clap::Subcommand;
use hemma_review::{Faults, History, LeftOut, NoHistory, Progress, Rows, Settings, Unknown};
use hemma_review::{indicators, read, read_leaving_out, spc, tally};

use super::stop::{Heeding, Stop};
use crate::cli::{complain, say};

/// What to do with the history of a network.
#[derive(Subcommand)]
pub(crate) enum Act {
    /// Works out indicators.csv and spc.csv of every team and quarter, as docs/formats/network-indicators.md defines them.
    Indicators(Options),
    /// Writes the history of a network as it was imported.
    Export(super::history::Export),
}

/// What can be said on the command line.
#[derive(clap::Args)]
pub(crate) struct Options {
    /// The history: a folder, a ZIP archive, or a tar archive with zstd, in the layout of docs/formats/network-csv.md.
    #[arg(long)]
    from: PathBuf,
    /// The folder to write to. Files of the same names are replaced, both or neither.
    #[arg(long)]
    out: PathBuf,
    /// Scoring rule, cut-off and instruments from a TOML file; those of the definition without it.
    #[arg(long)]
    settings: Option<PathBuf>,
    /// Passes over columns that the layout does not know; without it they are faults.
    #[arg(long)]
    keep_columns: bool,
    /// Leaves rows out that are refused, with everything that hangs on them, and tells each; without it nothing is taken.
    #[arg(long)]
    leave_out_refused: bool,
}

/// A settings file names a dozen instruments.
const SETTINGS_BYTES_MAX: u64 = 64 * 1024;

/// What is written.
const NAMES: [&str; 2] = ["indicators.csv", "spc.csv"];

/// How often somebody who waits is told how far it has come.
const TOLD_EVERY: Duration = Duration::from_secs(2);

/// What is read, and how.
pub(super) struct Reading {
    pub(super) from: PathBuf,
    pub(super) settings: Settings,
    pub(super) keep_columns: bool,
    pub(super) leave_out_refused: bool,
}

/// What was read, and what of it was left out.
pub(super) type Found = (History, LeftOut);

/// Does it.
pub(crate) async fn run(options: Options) -> anyhow::Result<ExitCode> {
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
    tokio::task::spawn_blocking(move || work(&options, (&history, &settings), &stop)).await?
}

/// Reads a history beside the runtime, so that an interrupt from the keyboard is heard, and tells how far it has come.
pub(super) async fn read_history(
    reading: Reading,
    stop: &Stop,
) -> anyhow::Result<Result<Found, NoHistory>> {
    let stop = stop.clone();
    tokio::task::spawn_blocking(move || {
        let settings = &reading.settings;
        let unknown = match reading.keep_columns {
            true => Unknown::Keep,
            false => Unknown::Refuse,
        };
        let mut teller = Teller::new();
        let mut watch = |progress| {
            teller.hear(Instant::now(), |passed| how_far(progress, passed));
            match stop.is_asked() {
                true => ControlFlow::Break(()),
                false => ControlFlow::Continue(()),
            }
        };
        if reading.leave_out_refused {
            return Ok(read_leaving_out(
                &reading.from,
                settings,
                unknown,
                &mut watch,
            ));
        }
        let whole = read(&reading.from, settings, unknown, &mut watch);
        Ok(whole.map(|history| (history, LeftOut::default())))
    })
    .await?
}

fn work(
    options: &Options,
    (history, settings): (&History, &Settings),
    stop: &Stop,
) -> anyhow::Result<ExitCode> {
    let rows = tally(history, settings);
    if stop.is_asked() {
        return Ok(stopped());
    }
    fs::create_dir_all(&options.out)
        .with_context(|| format!("{} cannot be made", options.out.display()))?;
    let written = write(&options.out, (history, &rows), (settings, stop));
    if written.is_err() {
        tidy(&options.out);
    }
    if written.is_err() && stop.is_asked() {
        return Ok(stopped());
    }
    written.with_context(|| format!("{} cannot be written", options.out.display()))?;
    say(&format!(
        "{}: indicators.csv and spc.csv of {} teams in {} quarters, from {} episodes and {} measures.",
        options.out.display(),
        history.teams.rows.count(),
        history.period.count(),
        history.episodes.rows.count(),
        history.measures.rows.count()
    ));
    Ok(ExitCode::SUCCESS)
}

/// Those of a file; those of the reference indicators without one.
pub(super) fn settings(file: Option<&Path>) -> anyhow::Result<Settings> {
    let Some(file) = file else {
        return Ok(Settings::reference()?);
    };
    let unread = || format!("{} cannot be read", file.display());
    let bytes = fs::metadata(file).with_context(unread)?.len();
    anyhow::ensure!(
        bytes <= SETTINGS_BYTES_MAX,
        "{}: more than {SETTINGS_BYTES_MAX} bytes are no settings",
        file.display()
    );
    let text = fs::read_to_string(file).with_context(unread)?;
    Settings::read(&text).with_context(|| file.display().to_string())
}

/// Writes both files beside their places first, so that nobody finds one half.
fn write(
    out: &Path,
    (history, rows): (&History, &Rows),
    (settings, stop): (&Settings, &Stop),
) -> anyhow::Result<()> {
    let begun = |name: &str| -> anyhow::Result<BufWriter<Heeding<File>>> {
        let file = File::create(out.join(format!("{name}.part")))?;
        Ok(BufWriter::new(stop.heeded_by(file)))
    };
    let [figures, charts] = NAMES;
    let mut file = begun(figures)?;
    indicators::write(history, rows, settings, &mut file)?;
    finish(file)?;
    let mut file = begun(charts)?;
    spc::write(history, rows, settings, &mut file)?;
    finish(file)?;
    for name in NAMES {
        fs::rename(out.join(format!("{name}.part")), out.join(name))?;
    }
    Ok(())
}

fn finish(file: BufWriter<Heeding<File>>) -> std::io::Result<()> {
    let written = file
        .into_inner()
        .map_err(std::io::IntoInnerError::into_error)?;
    written.into_inner().sync_all()
}

/// Takes away what was begun.
fn tidy(out: &Path) {
    for name in NAMES {
        // One that was not begun is not there.
        let _gone = fs::remove_file(out.join(format!("{name}.part")));
    }
}

pub(super) fn refuse(from: &Path, faults: &Faults) -> ExitCode {
    complain(&faults.to_string());
    let count = counted(faults);
    complain(&format!("{}: refused whole, {count}.", from.display()));
    ExitCode::FAILURE
}

fn counted(faults: &Faults) -> String {
    let listed = u64::try_from(faults.listed.len()).unwrap_or(u64::MAX);
    match (faults.count, faults.count.saturating_sub(listed)) {
        (1, _) => "1 fault".to_owned(),
        (all, 0) => format!("{all} faults"),
        (all, more) => format!("{all} faults, {more} of them not listed"),
    }
}

/// Tells each row that was left out, and at last how many of each file; nothing where none was.
pub(super) fn tell_left_out(from: &Path, left_out: &LeftOut) {
    if left_out.faults.count == 0 {
        return;
    }
    complain(&left_out.faults.to_string());
    for (file, rows) in &left_out.rows {
        complain(&format!("  left out of {file}: {rows}"));
    }
    let rows = match left_out.count() {
        1 => "1 row".to_owned(),
        rows => format!("{rows} rows"),
    };
    complain(&format!(
        "{}: {rows} left out, {}.",
        from.display(),
        counted(&left_out.faults)
    ));
}

pub(super) fn stopped() -> ExitCode {
    complain("Stopped; nothing was written.");
    ExitCode::FAILURE
}

/// Tells somebody who waits how far it has come.
pub(super) struct Teller {
    start: Instant,
    told: Instant,
    is_watched: bool,
}

impl Teller {
    /// Begins now; nobody waits where the output goes into a file.
    pub(super) fn new() -> Teller {
        let start = Instant::now();
        Teller {
            start,
            told: start,
            is_watched: std::io::stderr().is_terminal(),
        }
    }

    /// Says the words about so much time, where it is time for some.
    pub(super) fn hear(&mut self, now: Instant, words: impl FnOnce(Duration) -> String) {
        if !self.is_watched || now.duration_since(self.told) < TOLD_EVERY {
            return;
        }
        self.told = now;
        complain(&words(now.duration_since(self.start)));
    }
}

/// How far a reading is, and how much longer it takes at that pace.
fn how_far(progress: Progress, passed: Duration) -> String {
    let megabytes = progress.read / 1_000_000;
    let Some(of) = progress.of.filter(|of| 0 < *of && 0 < progress.read) else {
        return format!("{megabytes} MB read");
    };
    let share = progress.read.min(of) as f64 / of as f64;
    let left = passed.as_secs_f64() * (1.0 - share) / share;
    format!(
        "{:.0} % read, about {:.0} s left",
        100.0 * share,
        left.ceil()
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_time_left_follows_the_pace() {
        let told = |read, of, seconds| how_far(Progress { read, of }, Duration::from_secs(seconds));
        assert_eq!(told(25, Some(100), 10), "25 % read, about 30 s left");
        assert_eq!(told(100, Some(100), 10), "100 % read, about 0 s left");
        assert_eq!(told(120, Some(100), 10), "100 % read, about 0 s left");
        assert_eq!(told(5_000_000, None, 10), "5 MB read");
        assert_eq!(told(0, Some(0), 10), "0 MB read");
    }
}
