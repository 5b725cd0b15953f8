//! From files to a history, or to everything that is wrong with them.

mod answers;
mod book;
mod cells;
mod check;
mod file;
mod head;
mod leave;
mod manifest;
mod row_lines;
mod tables;

use std::ops::ControlFlow;
use std::path::Path;

use crate::day::Day;
use crate::fault::{Faults, Reason};
use crate::history::{AnswerTable, History};
use crate::period::Period;
use crate::settings::Settings;
use crate::source::{Source, Visit};
use book::Book;
pub use check::{DONE_LATE_DAYS, WEEK_EARLY_DAYS};
use file::Reader;
pub use leave::LeftOut;
use manifest::Manifest;
pub use tables::{columns, reason_word};

/// What becomes of columns that the layout does not know.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unknown {
    /// They are faults.
    Refuse,
    /// They are kept as they are.
    Keep,
}

/// How far the reader has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Progress {
    /// Bytes that were read.
    pub read: u64,
    /// Bytes that there are, where that is known.
    pub of: Option<u64>,
}

/// Why there is no history.
#[derive(Debug, thiserror::Error)]
pub enum NoHistory {
    /// The files are not in order.
    #[error("{} faults", .0.count)]
    Faults(Faults),
    /// Whoever watched has stopped it.
    #[error("stopped")]
    Stopped,
}

/// What is watched while it is read.
type Watch<'a> = dyn FnMut(Progress) -> ControlFlow<()> + 'a;

/// Reads a folder, a ZIP archive or a tar archive with zstd, and checks all that the layout says.
///
/// `watch` is told every quarter of a megabyte how far it has come, and can stop it.
pub fn read(
    path: &Path,
    settings: &Settings,
    unknown: Unknown,
    watch: &mut Watch<'_>,
) -> Result<History, NoHistory> {
    let (mut book, manifest) = gather(path, Reader::new(settings, unknown), watch)?;
    check::all(&mut book);
    conclude(book, manifest.as_ref(), &LeftOut::default())
}

/// As [`read`], but leaves rows out that are refused, with everything that hangs on them. Files that cannot be read, and
/// headers that are not in order, are refused as before.
pub fn read_leaving_out(
    path: &Path,
    settings: &Settings,
    unknown: Unknown,
    watch: &mut Watch<'_>,
) -> Result<(History, LeftOut), NoHistory> {
    let (mut book, manifest) = gather(path, Reader::new(settings, unknown), watch)?;
    if 0 < book.faults.of_files {
        book.faults.listed.sort();
        return Err(NoHistory::Faults(book.faults));
    }
    let refused = std::mem::take(&mut book.faults);
    check::all(&mut book);
    let is_whole = refused.count == 0 && book.faults.count == 0;
    book.faults = refused;
    let left_out = match is_whole {
        true => LeftOut::default(),
        false => leave::refused(&mut book),
    };
    let left_out = LeftOut {
        faults: book.by_their_names(left_out.faults),
        ..left_out
    };
    let history = conclude(book, manifest.as_ref(), &left_out)?;
    Ok((history, left_out))
}

/// Reads every file into a book.
fn gather(
    path: &Path,
    mut reader: Reader<'_>,
    watch: &mut Watch<'_>,
) -> Result<(Book, Option<Manifest>), NoHistory> {
    let mut source = match Source::open(path) {
        Ok(source) => source,
        Err(reason) => {
            reader
                .book
                .faults
                .add_file(&path.display().to_string(), reason);
            return Err(NoHistory::Faults(reader.book.faults));
        }
    };
    let of = source.bytes();
    let mut progress = Progress { read: 0, of };
    let mut watch_bytes = |count: u64| {
        progress.read += count;
        watch(progress)
    };
    let visited = source.each(
        &mut |name, input| match reader.take(name, input, &mut watch_bytes) {
            ControlFlow::Continue(()) => Visit::Next,
            ControlFlow::Break(()) => Visit::Stop,
        },
    );
    match visited {
        Ok(Visit::Next) => {}
        Ok(Visit::Stop) => return Err(NoHistory::Stopped),
        Err((name, reason)) => {
            let name = name.unwrap_or_else(|| path.display().to_string());
            reader.book.faults.add_file(&name, reason);
        }
    }
    Ok(reader.done())
}

/// A history, if nothing that was found stands against it.
fn conclude(
    mut book: Book,
    manifest: Option<&Manifest>,
    left_out: &LeftOut,
) -> Result<History, NoHistory> {
    if let Some(manifest) = manifest {
        check::rows(&mut book, manifest, left_out);
    }
    let period = period(&book, manifest);
    finish(book, period)
}

/// The header of a file by its name without the ending, answers to known instruments included.
pub(crate) fn header(stem: &str) -> String {
    let file = tables::FILES.iter().find(|file| file.stem == stem);
    match file {
        Some(file) => file.columns.join(","),
        None => answers::invented_header(stem),
    }
}

/// The days of the history: those of the manifest, or from the first team's opening to the last day that is named.
fn period(book: &Book, manifest: Option<&Manifest>) -> Result<Period, Reason> {
    let days = match manifest {
        Some(manifest) => Some(manifest.days),
        None => named_days(book),
    };
    let (first, end) = days.ok_or(Reason::NoPeriod)?;
    Period::new(first, end).ok_or_else(|| Reason::Period {
        first: first.to_string(),
        end: end.to_string(),
        years_max: crate::period::YEARS_MAX,
    })
}

fn named_days(book: &Book) -> Option<(Day, Day)> {
    let teams = || book.teams.each().map(|(_, _, team)| team);
    let first = teams().map(|team| team.opened).min()?;
    let posts = book.posts.each().map(|(_, _, post)| post);
    let episodes = book.episodes.each().map(|(_, _, episode)| episode);
    let measures = book.measures.each().map(|(_, _, measure)| measure);
    let last = teams()
        .map(|team| team.closed.unwrap_or(team.opened))
        .chain(posts.map(|post| post.ended.unwrap_or(post.started)))
        .chain(episodes.map(|episode| episode.closed.unwrap_or(episode.opened)))
        .chain(measures.map(|measure| measure.done.unwrap_or(measure.due)))
        .chain(book.weeks.rows.iter().map(|week| week.monday))
        .max()?;
    Some((first, last.plus(1)))
}

fn finish(mut book: Book, period: Result<Period, Reason>) -> Result<History, NoHistory> {
    let period = match period {
        Ok(period) if book.faults.count == 0 => period,
        refused => {
            // Without rows that could be read nobody is to blame for missing days.
            match refused {
                Err(Reason::NoPeriod) if 0 < book.faults.count => {}
                Err(reason) => book.faults.add_file("manifest.json", reason),
                Ok(_) => {}
            }
            let faults = std::mem::take(&mut book.faults);
            return Err(NoHistory::Faults(book.by_their_names(faults)));
        }
    };
    let answers = book.answers.into_iter().map(|draft| AnswerTable {
        instrument: draft.instrument,
        measures: draft.measures,
        sheets: draft.sheets,
    });
    Ok(History {
        period,
        texts: book.texts,
        staff: book.staff,
        instruments: book.instruments,
        organisations: book.organisations.done(),
        teams: book.teams.done(),
        posts: book.posts.done(),
        families: book.families.done(),
        episodes: book.episodes.done(),
        assignments: book.assignments.rows,
        weeks: book.weeks.rows,
        measures: book.measures.done(),
        answers: answers.collect(),
        extras: book.extras,
    })
}
