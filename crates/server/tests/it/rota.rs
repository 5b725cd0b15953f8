//! `hemma rota` hands its words to the helper beside it.

use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::process::{Command, Output};

const HEMMA: &str = env!("CARGO_BIN_EXE_hemma");

/// A helper that repeats what it is told and ends in its own way.
const HELPER: &str = "#!/bin/sh\necho \"$@\"\nexit 4\n";

#[test]
fn words_and_exit_code_pass_and_a_missing_helper_is_told() {
    let folder = hemma_testkit::folder();
    let hemma = folder.join("hemma");
    if fs::hard_link(HEMMA, &hemma).is_err() {
        fs::copy(HEMMA, &hemma).unwrap();
    }
    let run = || -> Output {
        let words = [
            "rota",
            "solve",
            "a.json",
            "--out",
            "b.json",
            "--seconds",
            "5",
        ];
        Command::new(&hemma).args(words).output().unwrap()
    };
    let missing = run();
    let complained = String::from_utf8(missing.stderr).unwrap();
    assert_eq!(missing.status.code(), Some(1));
    assert!(complained.contains("hemma-rota is missing"), "{complained}");

    let helper = folder.join("hemma-rota");
    fs::write(&helper, HELPER).unwrap();
    fs::set_permissions(&helper, fs::Permissions::from_mode(0o700)).unwrap();
    let done = run();
    let said = String::from_utf8(done.stdout).unwrap();
    assert_eq!(said, "solve a.json --out b.json --seconds 5\n");
    assert_eq!(done.status.code(), Some(4));
}
