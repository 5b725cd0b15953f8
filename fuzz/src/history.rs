//! Histories of networks. One text holds all files: each begins after a line with its name.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::{Seek as _, Write as _};
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::sync::{LazyLock, Mutex, PoisonError};

use hemma_review::{
    FAULTS_MAX, Facts, Faults, History, Ledger, LeftOut, NoHistory, Rows, Settings, Unknown,
    indicators, pack, pack_parquet, read, read_leaving_out, spc, tally,
};

/// What a line with a file's name begins with.
pub(crate) const MARK: &str = "=== ";

/// Files of one text: three times those of the layout.
const FILES_MAX: usize = 40;

/// A history of several files.
pub(crate) fn history(bytes: &[u8]) -> bool {
    static SETTINGS: LazyLock<Settings> =
        LazyLock::new(|| Settings::reference().expect("what ships is in order"));
    // One folder serves one text at a time.
    static ONE: Mutex<()> = Mutex::new(());
    let _one = ONE.lock().unwrap_or_else(PoisonError::into_inner);
    let files = files(bytes);
    let place = Place::with(&files);
    let of = |from: &Path| read(from, &SETTINGS, Unknown::Refuse, &mut |_| go_on());
    let leaving_out =
        read_leaving_out(&place.history, &SETTINGS, Unknown::Refuse, &mut |_| go_on());
    match of(&place.history) {
        Ok(history) => {
            let rows = taken(&history, &SETTINGS);
            let (same, left_out) = leaving_out.expect("nothing is refused");
            assert_eq!(left_out, LeftOut::default());
            assert_eq!(tally(&same, &SETTINGS), rows, "nothing is left out");
            for packed in place.packed() {
                let again = of(&packed).unwrap_or_else(|err| panic!("{packed:?}: {err:?}"));
                assert_eq!(tally(&again, &SETTINGS), rows, "{packed:?}");
            }
            true
        }
        Err(NoHistory::Faults(faults)) => {
            refused(&files, &faults);
            match leaving_out {
                Ok((history, left_out)) => {
                    assert!(0 < left_out.count(), "{left_out:?}");
                    refused(&files, &left_out.faults);
                    taken(&history, &SETTINGS);
                }
                Err(NoHistory::Faults(faults)) => refused(&files, &faults),
                Err(NoHistory::Stopped) => panic!("nobody stopped it"),
            }
            false
        }
        Err(NoHistory::Stopped) => panic!("nobody stopped it"),
    }
}

fn go_on() -> ControlFlow<()> {
    ControlFlow::Continue(())
}

/// The files of a text by their names; what stands before the first of them is in none.
fn files(bytes: &[u8]) -> BTreeMap<String, Vec<u8>> {
    let mut files: BTreeMap<String, Vec<u8>> = BTreeMap::new();
    let mut current = None;
    for line in bytes.split_inclusive(|byte| *byte == b'\n') {
        let name = line.strip_prefix(MARK.as_bytes());
        let name = name.and_then(|name| std::str::from_utf8(name).ok());
        if let Some(name) = name.map(str::trim_end).filter(|name| is_safe(name)) {
            current = Some(name.to_owned()).filter(|_| files.len() < FILES_MAX);
            if let Some(name) = &current {
                files.insert(name.clone(), Vec::new());
            }
        } else if let Some(file) = current.as_ref().and_then(|name| files.get_mut(name)) {
            file.extend_from_slice(line);
        }
    }
    files
}

/// A name that leads to no other folder.
fn is_safe(name: &str) -> bool {
    let is_plain = |one: char| one.is_ascii_alphanumeric() || "_.".contains(one);
    (1..=40).contains(&name.len()) && !name.starts_with('.') && name.chars().all(is_plain)
}

/// A folder with the files of one text.
struct Place {
    folder: PathBuf,
    history: PathBuf,
}

impl Place {
    fn with(files: &BTreeMap<String, Vec<u8>>) -> Place {
        let name = format!("hemma-fuzz-{}", std::process::id());
        let folder = std::env::temp_dir().join(name);
        let place = Place {
            history: folder.join("history"),
            folder,
        };
        fs::create_dir_all(&place.history).expect("a folder");
        for (name, bytes) in files {
            fs::write(place.history.join(name), bytes).expect("a file");
        }
        place
    }

    /// The same as an archive, and as an archive of Parquet files.
    fn packed(&self) -> [PathBuf; 2] {
        let [plain, columnar] = ["plain.zip", "columnar.zip"].map(|name| self.folder.join(name));
        let create = |path: &Path| File::create(path).expect("a file");
        let mut file = create(&plain);
        pack(&self.history, &mut file).expect("it was read");
        file.flush().expect("a file");
        file.rewind().expect("a file");
        pack_parquet(&plain, &mut create(&columnar)).expect("it was read");
        [plain, columnar]
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        // What cannot be taken away is told by the next one.
        let _gone = fs::remove_dir_all(&self.folder);
    }
}

/// What is taken counts the same from the beginning and fact by fact, and can be written as figures and charts.
fn taken(history: &History, settings: &Settings) -> Rows {
    let rows = tally(history, settings);
    let teams = history.teams.rows.count();
    let mut ledger = Ledger::new(settings.clone(), history.period.clone(), teams);
    for fact in Facts::of(history, settings).each() {
        ledger.add(fact).expect("no sum is too large");
    }
    assert_eq!(*ledger.rows(), rows, "fact by fact");
    let mut written = Vec::new();
    indicators::write(history, &rows, settings, &mut written).expect("it can be written");
    spc::write(history, &rows, settings, &mut written).expect("it can be written");
    rows
}

/// What is refused says what is wrong, and in which line that is there.
fn refused(files: &BTreeMap<String, Vec<u8>>, faults: &Faults) {
    let listed = faults.listed.len();
    assert!(0 < listed && listed <= FAULTS_MAX, "{listed} are listed");
    let most = u64::try_from(listed).expect("fits");
    assert!(most <= faults.count, "{most} of {}", faults.count);
    for fault in &faults.listed {
        let Some(bytes) = files.get(&fault.file) else {
            assert_eq!(fault.line, 0, "{fault:?}: there is no such file");
            continue;
        };
        let lines = 1 + bytes.iter().filter(|byte| **byte == b'\n').count();
        let lines = u64::try_from(lines).expect("fits");
        assert!(fault.line <= lines, "{fault:?}: there are {lines} lines");
    }
}
