//! `hemma import network` as it is killed, stopped, starved, and started twice at once: a history is there whole or not at
//! all.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::LazyLock;

use hemma_review::generate::{Shape, generate_into};

use crate::feed::{NETWORK, installation};
use crate::installation::{HEMMA, Installation};

/// Files of some megabytes: more than a database holds back before it writes.
static HISTORY: LazyLock<PathBuf> = LazyLock::new(|| {
    let folder = hemma_testkit::folder().join("history");
    let shape = Shape {
        teams: 30,
        years: 10,
        seed: 3,
    };
    generate_into(shape, &folder).unwrap();
    folder
});

/// Bytes that a database has written before an import is held to be in its middle.
const BEGUN_BYTES: u64 = 256 * 1024;

fn import(place: &Installation, from: &Path) -> Command {
    let mut command = place.command(HEMMA);
    command
        .arg("--data")
        .arg(&place.data)
        .args(["import", "network"])
        .arg(from)
        .args(["--into", NETWORK])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    command
}

/// Lets an import come as far as to write. Nothing of it is kept before its end.
fn begun(place: &Installation) -> Child {
    let mut child = import(place, &HISTORY).spawn().unwrap();
    let written = place.data.join("hemma.db-wal");
    while fs::metadata(&written).map_or(0, |file| file.len()) < BEGUN_BYTES {
        assert_eq!(child.try_wait().unwrap(), None, "it ended before");
        std::thread::yield_now();
    }
    child
}

/// The files of the history that is kept; none where there is none.
fn kept(place: &Installation) -> Option<Vec<u8>> {
    let out = hemma_testkit::folder().join("kept.zip");
    let done = place
        .command(HEMMA)
        .arg("--data")
        .arg(&place.data)
        .args(["review", "export", "--network", NETWORK, "--out"])
        .arg(&out)
        .output()
        .unwrap();
    let complained = String::from_utf8(done.stderr).unwrap();
    if done.status.success() {
        return Some(fs::read(&out).unwrap());
    }
    assert!(complained.contains("has no history"), "{complained}");
    None
}

/// Imports to the end; gives the files that are kept then.
#[track_caller]
fn imported(place: &Installation) -> Vec<u8> {
    let done = import(place, &HISTORY).output().unwrap();
    let complained = String::from_utf8(done.stderr).unwrap();
    assert!(done.status.success(), "{complained}");
    kept(place).unwrap()
}

#[track_caller]
fn log_is_whole(place: &Installation) {
    let check = place.cli(&["check"]);
    assert!(check.contains("every chain is whole"), "{check}");
}

#[test]
fn killed_in_the_middle_of_an_import_what_was_there_before_is_there() {
    let place = installation(&HISTORY, false);
    let mut child = begun(&place);
    child.kill().unwrap();
    child.wait().unwrap();
    assert_eq!(kept(&place), None);
    let whole = imported(&place);
    let mut child = begun(&place);
    child.kill().unwrap();
    child.wait().unwrap();
    assert!(kept(&place) == Some(whole), "the one before");
    log_is_whole(&place);
}

#[cfg(unix)]
#[test]
fn control_c_in_the_middle_of_an_import_keeps_nothing_and_says_so() {
    let place = installation(&HISTORY, false);
    let child = begun(&place);
    let number = child.id().to_string();
    let sent = Command::new("kill").args(["-INT", &number]).status();
    assert!(sent.unwrap().success());
    let done = child.wait_with_output().unwrap();
    let complained = String::from_utf8(done.stderr).unwrap();
    assert_eq!(done.status.code(), Some(1), "{complained}");
    assert_eq!(complained, "Stopped; nothing was written.\n");
    assert_eq!(kept(&place), None);
    log_is_whole(&place);
}

#[test]
fn with_a_full_disk_an_import_is_refused_and_keeps_nothing() {
    let place = installation(&HISTORY, true);
    let archive = hemma_testkit::folder().join("history.zip");
    fs::write(&archive, kept(&place).unwrap()).unwrap();
    let starved = installation(&HISTORY, false);
    let size = fs::metadata(starved.data.join("hemma.db")).unwrap().len();
    let script = format!("trap '' XFSZ; ulimit -f {}; exec \"$@\"", size / 512 + 64);
    let done = starved
        .command("sh")
        .args(["-c", &script, "sh", HEMMA, "--data"])
        .arg(&starved.data)
        .args(["import", "network"])
        .arg(&archive)
        .args(["--into", NETWORK])
        .output()
        .unwrap();
    let complained = String::from_utf8(done.stderr).unwrap();
    assert_eq!(done.status.code(), Some(1), "{complained}");
    assert!(complained.starts_with("hemma: "), "{complained}");
    assert_eq!(kept(&starved), None);
    let whole = imported(&starved);
    assert!(whole == fs::read(&archive).unwrap());
    log_is_whole(&starved);
}

#[test]
fn of_two_imports_at_once_one_stands_whole() {
    let place = installation(&HISTORY, false);
    let both = [(); 2].map(|()| import(&place, &HISTORY).spawn().unwrap());
    let mut content = 0;
    for child in both {
        let done = child.wait_with_output().unwrap();
        let complained = String::from_utf8(done.stderr).unwrap();
        content += usize::from(done.status.success());
        assert_eq!(complained.is_empty(), done.status.success(), "{complained}");
    }
    assert!(0 < content, "one is kept at least");
    let there = kept(&place).unwrap();
    assert!(there == imported(&place), "one of them, whole");
    log_is_whole(&place);
}
