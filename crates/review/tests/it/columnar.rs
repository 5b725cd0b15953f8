//! A history as Parquet is the history that it was as CSV, and is checked as one.

use std::fs;
use std::io::Cursor;
use std::path::PathBuf;
use std::sync::LazyLock;

use hemma_review::{Unknown, pack_parquet};

use crate::plain::{Folder, Plain, faults_of, read_path, told};

static PLAIN: LazyLock<Plain> = LazyLock::new(|| Plain::invented(3, 2, 1));

/// The history as an archive of Parquet files.
fn archive(plain: &Plain, folder: &Folder) -> PathBuf {
    let from = folder.0.join("csv");
    fs::create_dir_all(&from).unwrap();
    plain.write(&from);
    let mut archive = Cursor::new(Vec::new());
    pack_parquet(&from, &mut archive).unwrap();
    let path = folder.0.join("history.zip");
    fs::write(&path, archive.into_inner()).unwrap();
    path
}

/// The same in a folder of its own.
fn unpacked(path: &PathBuf, folder: &Folder) -> PathBuf {
    let to = folder.0.join("parquet");
    let mut archive = zip::ZipArchive::new(fs::File::open(path).unwrap()).unwrap();
    archive.extract(&to).unwrap();
    to
}

#[test]
fn a_history_says_the_same_in_both_forms() {
    let folder = Folder::new();
    let path = archive(&PLAIN, &folder);
    let want = told(&PLAIN.read().unwrap());
    assert!(told(&read_path(&path, Unknown::Refuse).unwrap()) == want);
    let files = unpacked(&path, &folder);
    assert!(files.join("teams.parquet").exists() && files.join("manifest.json").exists());
    assert!(told(&read_path(&files, Unknown::Refuse).unwrap()) == want);
    fs::copy(folder.0.join("csv/teams.csv"), files.join("teams.csv")).unwrap();
    let twice = faults_of(read_path(&files, Unknown::Refuse));
    assert_eq!(twice.len(), 1, "{twice:?}");
}

#[test]
fn faults_are_told_with_the_files_that_there_are() {
    let mut plain = PLAIN.clone();
    plain.set("families", 2, "sex", "unknown");
    plain.set("episodes", 3, "team_id", "nowhere");
    plain.set("weeks", 4, "contacts", "many");
    let folder = Folder::new();
    let path = archive(&plain, &folder);
    let faults = faults_of(read_path(&path, Unknown::Refuse));
    let told: Vec<String> = faults.iter().map(ToString::to_string).collect();
    assert_eq!(
        told,
        [
            "episodes.parquet:4: team_id: there is no `nowhere` in teams.csv",
            "families.parquet:3: sex: `unknown` is none of f, m, x",
            "weeks.parquet:5: contacts: `many` is no whole number from 0 to 4294967295",
        ]
    );
}

#[test]
fn columns_of_ones_own_are_kept() {
    let mut plain = PLAIN.clone();
    let families = plain.files.get_mut("families").unwrap();
    for (at, row) in families.iter_mut().enumerate() {
        row.push(match at {
            0 => "mood".to_owned(),
            at => format!("=\"{at}\", ja"),
        });
    }
    let folder = Folder::new();
    let path = archive(&plain, &folder);
    let csv = folder.0.join("csv");
    let want = told(&read_path(&csv, Unknown::Keep).unwrap());
    assert!(told(&read_path(&path, Unknown::Keep).unwrap()) == want);
    let unknown = faults_of(read_path(&path, Unknown::Refuse));
    assert_eq!(
        unknown[0].to_string(),
        "families.parquet:1: mood: the column is not known"
    );
}

#[test]
fn what_is_no_parquet_is_told() {
    let folder = Folder::new();
    let files = unpacked(&archive(&PLAIN, &folder), &folder);
    let weeks = files.join("weeks.parquet");
    let bytes = fs::read(&weeks).unwrap();
    for wrong in [
        &b"PAR1"[..],
        b"",
        b"week_on\n",
        &bytes[..bytes.len() - 9],
        &bytes[9..],
    ] {
        fs::write(&weeks, wrong).unwrap();
        let faults = faults_of(read_path(&files, Unknown::Refuse));
        let told = faults[0].to_string();
        let is_told = told.starts_with("weeks.parquet") && told.contains(": cannot be read: ");
        assert!(is_told, "{told}");
        assert_eq!(faults.len(), 1, "{faults:?}");
    }
}
