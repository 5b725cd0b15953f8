//! A history as rows of text, to be changed and written.

use std::collections::BTreeMap;
use std::fs;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU32, Ordering};

use hemma_review::generate::{Shape, days, generate};
use hemma_review::number::{EpisodeNo, StaffNo, TeamNo, TextNo};
use hemma_review::{Fault, History, NoHistory, Reason, Settings, Unknown, read};

/// Files by their names without the ending, each with its header and its rows.
#[derive(Debug, Clone, Default)]
pub(crate) struct Plain {
    pub(crate) files: BTreeMap<String, Vec<Vec<String>>>,
    pub(crate) manifest: String,
}

/// A folder that is gone afterwards.
pub(crate) struct Folder(pub(crate) PathBuf);

impl Folder {
    pub(crate) fn new() -> Folder {
        static NEXT: AtomicU32 = AtomicU32::new(0);
        let number = NEXT.fetch_add(1, Ordering::Relaxed);
        let name = format!("hemma-review-{}-{number}", std::process::id());
        let path = std::env::temp_dir().join(name);
        fs::create_dir_all(&path).unwrap();
        Folder(path)
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

impl Plain {
    pub(crate) fn invented(teams: u32, years: u32, seed: u64) -> Plain {
        let shape = Shape { teams, years, seed };
        let mut texts: BTreeMap<String, String> = BTreeMap::new();
        generate(shape, &mut |file, line| {
            let text = texts.entry(file.to_owned()).or_default();
            text.push_str(line);
            text.push('\n');
            Ok(())
        })
        .unwrap();
        let rows = |text: String| {
            let mut reader = csv::ReaderBuilder::new()
                .has_headers(false)
                .from_reader(text.as_bytes());
            let rows = reader.records();
            rows.map(|row| row.unwrap().iter().map(str::to_owned).collect())
                .collect()
        };
        let files = texts.into_iter().map(|(file, text)| (file, rows(text)));
        let (first, end) = days(shape);
        Plain {
            files: files.collect(),
            manifest: format!(
                "{{\"version\": 1, \"first_day\": \"{first}\", \"day_after_last\": \"{end}\"}}"
            ),
        }
    }

    /// The place of a column.
    pub(crate) fn column(&self, file: &str, column: &str) -> usize {
        let header = &self.files[file][0];
        header.iter().position(|name| name == column).unwrap()
    }

    pub(crate) fn cell(&self, file: &str, row: usize, column: &str) -> &str {
        &self.files[file][row][self.column(file, column)]
    }

    pub(crate) fn set(&mut self, file: &str, row: usize, column: &str, value: &str) {
        let column = self.column(file, column);
        self.files.get_mut(file).unwrap()[row][column] = value.to_owned();
    }

    /// Puts a row at the end and says where it stands.
    pub(crate) fn push(&mut self, file: &str, row: Vec<String>) -> usize {
        let rows = self.files.get_mut(file).unwrap();
        rows.push(row);
        rows.len() - 1
    }

    pub(crate) fn text(&self, file: &str) -> Vec<u8> {
        let mut writer = csv::WriterBuilder::new().flexible(true).from_writer(vec![]);
        for row in &self.files[file] {
            writer.write_record(row).unwrap();
        }
        writer.into_inner().unwrap()
    }

    pub(crate) fn write(&self, folder: &Path) {
        for file in self.files.keys() {
            fs::write(folder.join(file).with_extension("csv"), self.text(file)).unwrap();
        }
        if !self.manifest.is_empty() {
            fs::write(folder.join("manifest.json"), &self.manifest).unwrap();
        }
    }

    pub(crate) fn read(&self) -> Result<History, NoHistory> {
        let folder = Folder::new();
        self.write(&folder.0);
        read_path(&folder.0, Unknown::Refuse)
    }

    /// What is wrong with it, all of it.
    #[track_caller]
    pub(crate) fn faults(&self) -> Vec<Fault> {
        faults_of(self.read())
    }
}

pub(crate) fn read_path(path: &Path, unknown: Unknown) -> Result<History, NoHistory> {
    let settings = Settings::reference().unwrap();
    read(path, &settings, unknown, &mut |_| ControlFlow::Continue(()))
}

#[track_caller]
pub(crate) fn faults_of(read: Result<History, NoHistory>) -> Vec<Fault> {
    match read {
        Ok(_) => vec![],
        Err(NoHistory::Faults(faults)) => {
            assert!(faults.listed.len() as u64 <= faults.count);
            faults.listed
        }
        Err(NoHistory::Stopped) => panic!("stopped"),
    }
}

/// A fault in a row of a file, numbered from the header as 0.
pub(crate) fn fault(file: &str, row: usize, column: &str, reason: Reason) -> Fault {
    Fault {
        file: format!("{file}.csv"),
        line: row as u64 + 1,
        column: (!column.is_empty()).then(|| column.to_owned()),
        reason,
    }
}

/// All that a history says, line by line in no order of its own: two that say the same are equal.
pub(crate) fn told(history: &History) -> Vec<String> {
    let texts = |text: Option<TextNo>| text.map(|text| history.texts.text(text).to_owned());
    let staff = |one: Option<StaffNo>| one.map(|one| history.staff.text(one).to_owned());
    let team = |one: TeamNo| history.teams.ids.text(one).to_owned();
    let episode = |one: EpisodeNo| history.episodes.ids.text(one).to_owned();
    let mut all = vec![format!("period {:?}", history.period)];
    for (number, row) in history.organisations.rows.iter() {
        let id = history.organisations.ids.text(number);
        let rest = [row.partner, row.country, row.language, row.name].map(texts);
        all.push(format!("organisation {id} {rest:?}"));
    }
    for (number, row) in history.teams.rows.iter() {
        let of = history.organisations.ids.text(row.organisation);
        let days = (row.opened, row.closed);
        all.push(format!(
            "team {} {of} {:?} {days:?}",
            team(number),
            texts(row.programme)
        ));
    }
    for (number, row) in history.posts.rows.iter() {
        let id = history.posts.ids.text(number);
        let who = (
            staff(Some(row.staff)),
            team(row.team),
            texts(Some(row.role)),
        );
        all.push(format!(
            "post {id} {who:?} {:?} {:?}",
            row.started, row.ended
        ));
    }
    for (number, row) in history.families.rows.iter() {
        let id = history.families.ids.text(number);
        let rest = [row.caregiver_language, row.referred_by].map(texts);
        all.push(format!(
            "family {id} {:?} {:?} {rest:?}",
            row.birth_year, row.sex
        ));
    }
    for (number, row) in history.episodes.rows.iter() {
        let of = (
            history.families.ids.text(row.family),
            team(row.team),
            staff(row.staff),
        );
        let days = (row.opened, row.closed, row.reason, row.outcomes);
        let programme = texts(row.programme);
        all.push(format!(
            "episode {} {of:?} {programme:?} {days:?}",
            episode(number)
        ));
    }
    all.extend(told_of_cases(history));
    all.sort();
    all
}

/// What hangs on episodes.
fn told_of_cases(history: &History) -> Vec<String> {
    let staff = |one: Option<StaffNo>| one.map(|one| history.staff.text(one).to_owned());
    let team = |one: TeamNo| history.teams.ids.text(one).to_owned();
    let episode = |one: EpisodeNo| history.episodes.ids.text(one).to_owned();
    let mut all = vec![];
    for row in &history.assignments {
        let who = (episode(row.episode), staff(Some(row.staff)));
        all.push(format!("assignment {who:?} {:?} {:?}", row.from, row.to));
    }
    for row in &history.weeks {
        let count = (row.monday, row.contacts);
        all.push(format!("week {} {count:?}", episode(row.episode)));
    }
    for (number, row) in history.measures.rows.iter() {
        let id = history.measures.ids.text(number);
        let of = (
            history.instruments.text(row.instrument),
            row.episode.map(episode),
            team(row.team),
        );
        let done = (row.due, row.done, row.status);
        all.push(format!("measure {id} {of:?} {done:?}"));
    }
    for table in &history.answers {
        for (at, measure) in table.measures.iter().enumerate() {
            let sheet: Vec<u8> = table.sheets.get(at).unwrap().iter().collect();
            let id = history.measures.ids.text(*measure);
            all.push(format!("answers {} {id} {sheet:?}", table.instrument));
        }
    }
    for extra in &history.extras {
        let words = [extra.file, extra.column, extra.text].map(|text| history.texts.text(text));
        all.push(format!("extra {words:?} {}", extra.row));
    }
    all
}
