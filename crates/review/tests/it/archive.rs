//! Folders and archives that are broken, or written by another hand.

use std::fs;
use std::io::Write;
use std::ops::ControlFlow;
use std::path::Path;
use std::sync::LazyLock;

use hemma_review::chance::Chance;
use hemma_review::{Fault, NoHistory, Reason, Settings, Unknown};
use hemma_review::{indicators, read, spc, tally};
use proptest::prelude::*;

use crate::plain::{Folder, Plain, faults_of, read_path};

static PLAIN: LazyLock<Plain> = LazyLock::new(plain);

fn plain() -> Plain {
    Plain::invented(1, 1, 3)
}

/// All files in one archive, below a folder.
fn zip_of(plain: &Plain) -> Vec<u8> {
    let mut archive = zip::ZipWriter::new(std::io::Cursor::new(vec![]));
    let options = zip::write::SimpleFileOptions::default();
    for file in plain.files.keys() {
        archive
            .start_file(format!("history/{file}.csv"), options)
            .unwrap();
        archive.write_all(&plain.text(file)).unwrap();
    }
    archive
        .start_file("history/manifest.json", options)
        .unwrap();
    archive.write_all(plain.manifest.as_bytes()).unwrap();
    archive.finish().unwrap().into_inner()
}

fn tar_of(plain: &Plain) -> Vec<u8> {
    let mut archive = tar::Builder::new(vec![]);
    let mut add = |name: String, bytes: &[u8]| {
        let mut header = tar::Header::new_gnu();
        header.set_size(bytes.len() as u64);
        header.set_mode(0o644);
        header.set_cksum();
        archive.append_data(&mut header, name, bytes).unwrap();
    };
    // The last are named by the first.
    for file in plain.files.keys().rev() {
        add(format!("{file}.csv"), &plain.text(file));
    }
    add("manifest.json".to_owned(), plain.manifest.as_bytes());
    let tar = archive.into_inner().unwrap();
    ruzstd::encoding::compress_to_vec(tar.as_slice(), ruzstd::encoding::CompressionLevel::Fastest)
}

fn read_bytes(bytes: &[u8]) -> Vec<Fault> {
    let folder = Folder::new();
    let path = folder.0.join("history");
    fs::write(&path, bytes).unwrap();
    faults_of(read_path(&path, Unknown::Refuse))
}

#[test]
fn archives_are_read_as_folders_are() {
    let plain = plain();
    assert_eq!(read_bytes(&zip_of(&plain)), []);
    assert_eq!(read_bytes(&tar_of(&plain)), []);
}

#[test]
fn archives_that_end_early_are_told() {
    let plain = plain();
    for bytes in [zip_of(&plain), tar_of(&plain)] {
        for keep in [10, bytes.len() / 2, bytes.len() - 30] {
            let faults = read_bytes(&bytes[..keep]);
            assert!(!faults.is_empty(), "{keep} of {}", bytes.len());
            let is_unreadable = |fault: &Fault| matches!(fault.reason, Reason::Unreadable(_));
            assert!(faults.iter().any(is_unreadable), "{faults:?}");
        }
    }
}

#[test]
fn a_flipped_byte_in_an_archive_is_told() {
    let mut bytes = zip_of(&plain());
    let at = bytes.len() / 2;
    bytes[at] ^= 0x55;
    assert_ne!(read_bytes(&bytes), []);
}

#[test]
fn what_is_no_history_is_told() {
    let told = read_bytes(b"team_id,opened_on\n");
    assert_eq!(told[0].reason, Reason::NoHistory);
    let told = faults_of(read_path(
        Path::new("/nonexistent/history"),
        Unknown::Refuse,
    ));
    assert!(matches!(told[0].reason, Reason::Unreadable(_)));
}

#[track_caller]
fn with_file(name: &str, bytes: &[u8]) -> Vec<String> {
    let folder = Folder::new();
    plain().write(&folder.0);
    fs::write(folder.0.join(name), bytes).unwrap();
    let faults = faults_of(read_path(&folder.0, Unknown::Refuse));
    faults.iter().map(ToString::to_string).collect()
}

#[test]
fn wrong_encodings_are_told() {
    let header = "organisation_id,partner_id,country,language,name\n";
    let utf_16: Vec<u8> = header.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let told = ["organisations.csv:1: is not written in UTF-8"];
    assert_eq!(
        with_file(
            "organisations.csv",
            &[b"\xff\xfe", utf_16.as_slice()].concat()
        ),
        told
    );
    let latin_1 = [header.as_bytes(), b"o0,,SE,sv,Exempeln\xe4mnden\n"].concat();
    let told = ["organisations.csv:2: name: is not written in UTF-8"];
    assert_eq!(with_file("organisations.csv", &latin_1), told);
    let marked = ["\u{feff}", header, "o0,,SE,sv,Exempelnämnden\r\n"].concat();
    assert_eq!(with_file("organisations.csv", marked.as_bytes()), [""; 0]);
}

#[test]
fn lines_without_end_and_bad_quotes_are_told() {
    let header = "organisation_id,partner_id,country,language,name\n";
    let long = format!(
        "{header}o0,,SE,sv,a\no1,,SE,sv,{}\no2,,SE,sv,b\"c\n",
        "x".repeat(3_000_000)
    );
    assert_eq!(
        with_file("organisations.csv", long.as_bytes()),
        [
            "organisations.csv:3: is longer than 65536 bytes",
            "organisations.csv:4: has a quote that is not closed or stands inside a cell"
        ]
    );
}

#[test]
fn forms_that_are_not_read_are_told() {
    assert_eq!(
        with_file("teams.parquet", b"PAR1"),
        ["teams.parquet: is there twice, or as CSV and as Parquet"]
    );
    assert_eq!(
        with_file("answers_x.parquet", b"PAR1"),
        ["answers_x.parquet: cannot be read: Parquet file too small. Size is 4 but need 8"]
    );
    assert_eq!(with_file("notes.txt", b"hello"), [""; 0]);
    assert_eq!(with_file("indicators.csv", b"team_id,q\n"), [""; 0]);
}

#[test]
fn whoever_watches_can_stop_it() {
    let folder = Folder::new();
    plain().write(&folder.0);
    let settings = Settings::reference().unwrap();
    let mut told = vec![];
    let stopped = read(&folder.0, &settings, Unknown::Refuse, &mut |progress| {
        told.push(progress);
        if told.len() < 5 {
            ControlFlow::Continue(())
        } else {
            ControlFlow::Break(())
        }
    });
    assert!(matches!(stopped, Err(NoHistory::Stopped)));
    assert_eq!(told.len(), 5);
    assert!(
        told.iter()
            .all(|progress| progress.of.is_some_and(|of| progress.read <= of))
    );
}

/// What people do to files, and what disks do.
fn mutate(bytes: &mut Vec<u8>, chance: &mut Chance) {
    const BYTES: &[u8] = b"\0\",\n\r;-019azZ\xc3\xff";
    for _ in 0..=chance.below(12) {
        let at = chance.below(u32::try_from(bytes.len()).unwrap() + 1) as usize;
        let byte = BYTES[chance.below(u32::try_from(BYTES.len()).unwrap()) as usize];
        match chance.below(4) {
            0 => bytes.insert(at, byte),
            1 if at < bytes.len() => bytes[at] = byte,
            2 if at < bytes.len() => drop(bytes.remove(at)),
            3 if chance.percent(5) => bytes.truncate(at),
            _ => {}
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 150, ..ProptestConfig::default() })]

    #[test]
    fn whatever_a_file_holds_it_is_read_or_refused(seed in any::<u64>()) {
        let mut chance = Chance::new(seed);
        let plain = &*PLAIN;
        let folder = Folder::new();
        plain.write(&folder.0);
        let names: Vec<&String> = plain.files.keys().collect();
        for _ in 0..=chance.below(2) {
            let name = names[chance.below(u32::try_from(names.len()).unwrap()) as usize];
            let mut bytes = plain.text(name);
            mutate(&mut bytes, &mut chance);
            fs::write(folder.0.join(name).with_extension("csv"), bytes).unwrap();
        }
        let settings = Settings::reference().unwrap();
        match read_path(&folder.0, Unknown::Keep) {
            Ok(history) => {
                let rows = tally(&history, &settings);
                let mut out = vec![];
                indicators::write(&history, &rows, &settings, &mut out).unwrap();
                spc::write(&history, &rows, &settings, &mut out).unwrap();
                prop_assert!(!String::from_utf8(out).unwrap().contains("NaN"));
            }
            Err(NoHistory::Faults(faults)) => prop_assert!(0 < faults.count),
            Err(NoHistory::Stopped) => prop_assert!(false, "stopped"),
        }
    }
}
