//! What can only be checked when every file has been read.

use std::collections::BTreeSet;

use crate::day::Day;
use crate::fault::{Fault, Faults, Outside, Reason};
use crate::history::Status;
use crate::number::{Column, Number};
use crate::read::book::{AnswerDraft, Book, Draft};
use crate::read::leave::LeftOut;
use crate::read::manifest::Manifest;

/// A week may begin so many days before its episode.
pub const WEEK_EARLY_DAYS: i64 = 6;

/// A questionnaire may be done so many days after its episode closed.
pub const DONE_LATE_DAYS: i64 = 14;

/// Everything that concerns more than one row.
pub(super) fn all(book: &mut Book) {
    let mut faults = std::mem::take(&mut book.faults);
    references(book, &mut faults);
    posts(book, &mut faults);
    episodes(book, &mut faults);
    assignments(book, &mut faults);
    weeks(book, &mut faults);
    measures(book, &mut faults);
    answers(book, &mut faults);
    book.faults = faults;
}

/// Whether each file has as many rows as the manifest says; not where rows of it were left out.
pub(super) fn rows(book: &mut Book, manifest: &Manifest, left_out: &LeftOut) {
    for (file, want) in &manifest.rows {
        let have = book.rows.iter().find(|(name, _)| name == file);
        let have = have.map_or(0, |(_, have)| *have);
        // What could not be read has been told already.
        let is_told = book.faults.listed.iter().any(|fault| {
            fault.file.strip_suffix(".csv") == Some(file)
                || fault.file.strip_suffix(".parquet") == Some(file)
        });
        let is_told = is_told || left_out.rows.contains_key(file);
        if have != *want && !is_told {
            let want = *want;
            book.faults
                .add_file(&format!("{file}.csv"), Reason::Rows { have, want });
        }
    }
}

pub(super) fn fault(file: &str, line: u32, column: &str, reason: Reason) -> Fault {
    Fault {
        file: file.to_owned(),
        line: u64::from(line),
        column: Some(column.to_owned()),
        reason,
    }
}

/// Each name of something that no row defines.
fn references(book: &Book, faults: &mut Faults) {
    let teams = book
        .teams
        .each()
        .map(|(_, line, row)| (line, row.organisation));
    let organisations = Named(&book.organisations, "organisations.csv");
    organisations.by(("teams.csv", "organisation_id"), teams, faults);

    let teams = Named(&book.teams, "teams.csv");
    let posts = book.posts.each().map(|(_, line, row)| (line, row.team));
    teams.by(("posts.csv", "team_id"), posts, faults);
    let episodes = book.episodes.each().map(|(_, line, row)| (line, row.team));
    teams.by(("episodes.csv", "team_id"), episodes, faults);
    let measures = book.measures.each().map(|(_, line, row)| (line, row.team));
    teams.by(("measures.csv", "team_id"), measures, faults);

    let episodes = book
        .episodes
        .each()
        .map(|(_, line, row)| (line, row.family));
    Named(&book.families, "families.csv").by(("episodes.csv", "family_id"), episodes, faults);

    let episodes = Named(&book.episodes, "episodes.csv");
    let assignments = book
        .assignments
        .each()
        .map(|(line, row)| (line, row.episode));
    episodes.by(("assignments.csv", "episode_id"), assignments, faults);
    let weeks = book.weeks.each().map(|(line, row)| (line, row.episode));
    episodes.by(("weeks.csv", "episode_id"), weeks, faults);
    let measures = book.measures.each();
    let measures = measures.filter_map(|(_, line, row)| Some((line, row.episode?)));
    episodes.by(("measures.csv", "episode_id"), measures, faults);

    for draft in &book.answers {
        let sheets = draft.lines.iter().zip(draft.measures.iter().copied());
        Named(&book.measures, "measures.csv").by((&draft.file, "measure_id"), sheets, faults);
    }
}

/// A table that others name, and its file.
struct Named<'a, N, T>(&'a Draft<N, T>, &'static str);

impl<N: Number, T> Named<'_, N, T> {
    /// Tells of each row that names what is not there.
    fn by(
        &self,
        (file, column): (&str, &str),
        names: impl Iterator<Item = (u32, N)>,
        faults: &mut Faults,
    ) {
        let Named(table, there) = self;
        if !table.has_gaps() {
            return;
        }
        for (line, number) in names.filter(|(_, number)| table.line(*number).is_none()) {
            let text = table.ids.text(number).to_owned();
            let reason = Reason::Unknown { text, file: there };
            faults.add(fault(file, line, column, reason));
        }
    }
}

/// A spell with what it must not overlap within, and its line.
pub(super) type Spell<K> = (K, Day, Option<Day>, u32);

/// Spells of the same key that share a day: the later one's line, and that of the one before it.
fn overlaps<K: Ord + Copy>(mut spells: Vec<Spell<K>>) -> Vec<(u32, u32)> {
    // A spell that ends on the day it starts has no day.
    spells.retain(|(_, start, end, _)| end.is_none_or(|end| *start < end));
    spells.sort_unstable_by_key(|(key, start, _, line)| (*key, *start, *line));
    let mut found = vec![];
    let mut before: Option<Spell<K>> = None;
    for spell in spells {
        let (key, start, end, line) = spell;
        before = match before {
            Some((last_key, _, last_end, last_line)) if last_key == key => {
                if last_end.is_none_or(|last_end| start < last_end) {
                    found.push((line, last_line));
                }
                // The one that lasts longest is what the next must not overlap.
                let lasts = last_end.is_none_or(|last| end.is_some_and(|end| end < last));
                if lasts { before } else { Some(spell) }
            }
            _ => Some(spell),
        };
    }
    found.sort_unstable();
    found
}

fn add_overlaps(found: Vec<(u32, u32)>, (file, column): (&str, &str), faults: &mut Faults) {
    for (line, other) in found {
        faults.add(fault(file, line, column, Reason::Overlap { line: other }));
    }
}

fn posts(book: &Book, faults: &mut Faults) {
    let posts = book.posts.each().map(|(_, line, post)| {
        let key = (post.staff, post.team, post.role);
        (key, post.started, post.ended, line)
    });
    add_overlaps(
        overlaps(posts.collect()),
        ("posts.csv", "started_on"),
        faults,
    );
}

fn episodes(book: &Book, faults: &mut Faults) {
    let episodes = book.episodes.each();
    let episodes = episodes.map(|(_, line, row)| (row.family, row.opened, row.closed, line));
    add_overlaps(
        overlaps(episodes.collect()),
        ("episodes.csv", "opened_on"),
        faults,
    );
}

fn assignments(book: &Book, faults: &mut Faults) {
    let assignments = book.assignments.each();
    let assignments = assignments.map(|(line, row)| (row.episode, row.from, row.to, line));
    add_overlaps(
        overlaps(assignments.collect()),
        ("assignments.csv", "from_on"),
        faults,
    );
}

fn weeks(book: &Book, faults: &mut Faults) {
    let mut before = 0;
    let mut is_rising = true;
    let mut episode = None;
    for (line, week) in book.weeks.each() {
        let key = week_key(week);
        is_rising &= before < key;
        before = key;
        // Weeks of one episode stand together as a rule.
        let opened = match episode {
            Some((number, opened)) if number == week.episode => opened,
            _ => {
                let opened = book.episodes.row(week.episode).map(|row| row.opened);
                episode = Some((week.episode, opened));
                opened
            }
        };
        if opened.is_some_and(|opened| WEEK_EARLY_DAYS < opened.since(week.monday)) {
            let day = week.monday.to_string();
            let what = Outside::WeekEarly;
            faults.add(fault(
                "weeks.csv",
                line,
                "week_on",
                Reason::Outside { day, what },
            ));
        }
    }
    if !is_rising {
        weeks_twice(book, faults);
    }
}

/// Episode and week in one number.
pub(super) fn week_key(week: &crate::history::WorkWeek) -> u64 {
    let episode = u64::try_from(week.episode.at()).unwrap_or(u64::MAX);
    (episode << 32) | u64::from(week.monday.number())
}

/// Weeks of an episode that are there more than once.
pub(super) fn twice(weeks: &[crate::history::WorkWeek]) -> BTreeSet<u64> {
    let mut keys: Vec<u64> = weeks.iter().map(week_key).collect();
    keys.sort_unstable();
    let pairs = keys.iter().zip(keys.iter().skip(1));
    let twice = pairs.filter(|(one, next)| one == next).map(|(key, _)| *key);
    twice.collect()
}

fn weeks_twice(book: &Book, faults: &mut Faults) {
    let twice = twice(&book.weeks.rows);
    if twice.is_empty() {
        return;
    }
    let mut first = std::collections::BTreeMap::new();
    for (line, week) in book.weeks.each() {
        let key = week_key(week);
        if !twice.contains(&key) {
            continue;
        }
        let first = *first.entry(key).or_insert(line);
        if first != line {
            let text = format!("{} {}", book.episodes.ids.text(week.episode), week.monday);
            let reason = Reason::Twice { text, line: first };
            faults.add(fault("weeks.csv", line, "week_on", reason));
        }
    }
}

fn measures(book: &Book, faults: &mut Faults) {
    for (_, line, measure) in book.measures.each() {
        let episode = measure.episode.and_then(|number| book.episodes.row(number));
        let closed = episode.and_then(|episode| episode.closed);
        let (Some(done), Some(closed)) = (measure.done, closed) else {
            continue;
        };
        if DONE_LATE_DAYS < done.since(closed) {
            let day = done.to_string();
            let what = Outside::DoneLate;
            faults.add(fault(
                "measures.csv",
                line,
                "done_on",
                Reason::Outside { day, what },
            ));
        }
    }
}

/// Answers only to what was done, of the right instrument, and once.
fn answers(book: &Book, faults: &mut Faults) {
    let mut seen: Column<_, bool> = Column::of(vec![false; book.measures.ids.count()]);
    for draft in &book.answers {
        // Files name instruments in small letters.
        let mut is_of = vec![];
        for at in 0..book.instruments.count() {
            let name = Number::new(at).map_or("", |number| book.instruments.text(number));
            is_of.push(name.eq_ignore_ascii_case(&draft.instrument));
        }
        for (measure, line) in draft.measures.iter().zip(draft.lines.iter()) {
            let measure = *measure;
            let text = || book.measures.ids.text(measure).to_owned();
            let reason = match book.measures.row(measure) {
                Some(row) if is_of.get(row.instrument.at()) != Some(&true) => {
                    let instrument = book.instruments.text(row.instrument).to_owned();
                    Some(Reason::Instrument {
                        text: text(),
                        instrument,
                    })
                }
                Some(row) if row.status != Status::Done => Some(Reason::NotDone(text())),
                _ if seen.find(measure) == Some(&true) => {
                    let line = first_line(&book.answers, measure, draft, line);
                    Some(Reason::Twice { text: text(), line })
                }
                _ => {
                    seen.put(measure, true);
                    None
                }
            };
            if let Some(reason) = reason {
                faults.add(fault(&draft.file, line, "measure_id", reason));
            }
        }
    }
}

/// Where a measure was answered first: in this file, or else in one before it.
fn first_line(
    all: &[AnswerDraft],
    measure: crate::number::MeasureNo,
    draft: &AnswerDraft,
    line: u32,
) -> u32 {
    let here = std::iter::once(draft).chain(all);
    let mut rows = here.flat_map(|draft| draft.measures.iter().zip(draft.lines.iter()));
    rows.find(|(other, at)| **other == measure && *at != line)
        .map_or(0, |(_, line)| line)
}
