//! `hemma instrument` as it is typed.

use std::path::PathBuf;
use std::process::{Command, Output, Stdio};

const HEMMA: &str = env!("CARGO_BIN_EXE_hemma");

/// A folder with files in it, and beside it the data of a site that is not there yet.
struct Desk(PathBuf);

impl Desk {
    fn new() -> Desk {
        Desk(hemma_testkit::folder())
    }

    fn file(&self, name: &str, text: &str) -> &'static str {
        std::fs::write(self.0.join(name), text).unwrap();
        Box::leak(name.to_owned().into_boxed_str())
    }

    fn site(&self) -> PathBuf {
        self.0.join("site")
    }

    fn run(&self, words: &[&str]) -> Output {
        Command::new(HEMMA)
            .arg("--data")
            .arg(self.site())
            .arg("instrument")
            .args(words)
            .env("HEMMA_LOG", "warn")
            .current_dir(&self.0)
            .stdin(Stdio::null())
            .output()
            .unwrap()
    }

    #[track_caller]
    fn said(&self, words: &[&str]) -> String {
        let done = self.run(words);
        let complained = String::from_utf8(done.stderr).unwrap();
        assert!(done.status.success(), "{words:?}: {complained}");
        String::from_utf8(done.stdout).unwrap()
    }

    #[track_caller]
    fn refused(&self, words: &[&str]) -> String {
        let done = self.run(words);
        let said = String::from_utf8(done.stdout).unwrap();
        assert_eq!(done.status.code(), Some(1), "{words:?}: {said}");
        String::from_utf8(done.stderr).unwrap()
    }
}

#[test]
fn what_is_there_is_listed_with_whose_it_is_and_who_vouches_for_it() {
    let desk = Desk::new();
    let shipped = desk.said(&["list"]);
    let line = |text: &str, code: &str| {
        let found = text.lines().find(|line| line.starts_with(code));
        found.unwrap_or_else(|| panic!("{code}: {text}")).to_owned()
    };
    let bare = line(&shipped, "TAM-CAN version 1, from 2026-04-01");
    assert!(
        bare.contains("no wording") && bare.contains("not confirmed"),
        "{bare}"
    );
    let worded = line(&shipped, "WHO-5 version 1");
    assert!(
        worded.contains("wording in ") && worded.contains("licence holder: "),
        "{worded}"
    );
    let file = desk.file("who.toml", &who(2));
    desk.said(&["import", "--yes", file]);
    let there = desk.said(&["list"]);
    line(&there, "WHO-5 version 1");
    line(&there, "WHO-5 version 2");
}

/// WHO-5 as shipped, as another version.
fn who(version: u32) -> String {
    include_str!("../../../../instruments/who-5.toml")
        .replace("version = 1\nvalid", &format!("version = {version}\nvalid"))
}

const HEAD: &str = "sheet,who_01,who_02,who_03,who_04,who_05\n";

#[test]
fn every_fault_of_every_file_is_told() {
    let desk = Desk::new();
    let good = desk.file("good.toml", &who(1));
    let bad = desk.file("bad.toml", &who(1).replace("version = 1\nvalid", "valid"));
    let json = desk.file("bad.json", "{");
    let csv = desk.file("bad.csv", "a,b\n");
    let said = desk.said(&["check", good]);
    assert_eq!(
        said,
        "good.toml: WHO-5 version 1 is in order: 5 items, 2 scales.\n"
    );
    let complained = desk.refused(&["check", bad, good, json, csv]);
    insta::assert_snapshot!("instrument_faults", complained);
    assert!(!desk.site().exists(), "no site is made by looking");
}

#[test]
fn what_is_exported_is_in_order_in_both_forms() {
    let desk = Desk::new();
    for (format, name) in [("toml", "out.toml"), ("fhir", "out.json")] {
        let words = ["export", "WHO-5", "--format", format, "--out", name];
        desk.said(&words);
        assert!(
            desk.said(&["check", name])
                .contains("WHO-5 version 1 is in order")
        );
        assert!(
            desk.refused(&words).contains("cannot be written"),
            "it is there"
        );
    }
    assert_eq!(desk.said(&["export", "WHO-5"]), who(1));
    let missing = desk.refused(&["export", "WHO-5", "--version", "7"]);
    assert!(missing.contains("there is no questionnaire WHO-5 version 7"));
    assert!(!desk.site().exists());
}

#[test]
fn an_import_tells_asks_and_never_replaces() {
    let desk = Desk::new();
    let pack = desk.file(
        "pack.toml",
        &who(2).replace("modes = [\"link\", ", "modes = ["),
    );
    let said = desk.said(&["import", pack, "--dry-run"]);
    assert!(
        said.contains("WHO-5 version 2 changes of version 1:"),
        "{said}"
    );
    assert!(
        said.contains("Answers given so far stay on their version, with their scores:\n  nobody has answered any yet"),
        "{said}"
    );
    assert!(
        desk.refused(&["import", pack])
            .contains("Nothing was changed.")
    );
    assert!(
        desk.said(&["import", pack, "--yes"])
            .contains("is on the shelf.")
    );
    assert!(
        desk.said(&["import", pack, "--yes"])
            .contains("says the same")
    );
    let said = desk.said(&["export", "WHO-5", "--version", "2"]);
    assert!(said.contains("version = 2"));
    let out = desk.file("answers.ndjson", "");
    let complained = desk.refused(&["hand-out", "WHO-5", "--out", out]);
    assert!(complained.contains("cannot be written"), "{complained}");
    let said = desk.said(&["hand-out", "WHO-5", "--out", &format!("{out}2")]);
    assert!(said.contains("0 sheets of WHO-5."), "{said}");
    let said = desk.said(&["rescore", "WHO-5"]);
    assert!(said.contains("scored by version 2"), "{said}");
    let complained = desk.refused(&["rescore", "WHO-5", "--version", "3"]);
    assert!(complained.contains("there is no questionnaire WHO-5 of that version"));
    let other = desk.file(
        "other.toml",
        &who(2).replace("name = { sv = \"", "name = { sv = \"Annan "),
    );
    let complained = desk.refused(&["import", other, "--yes"]);
    assert!(
        complained.contains("A version is never changed"),
        "{complained}"
    );
}

#[test]
fn answers_become_scores_row_by_row() {
    let desk = Desk::new();
    let rows = format!("{HEAD}a,3,3,3,3,3\n,5,5,5,5,5\nc,1,,2,2,2\n");
    let answers = desk.file("answers.csv", &rows);
    let said = desk.said(&["score", "WHO-5", answers]);
    insta::assert_snapshot!("instrument_scores", said);
    let semicolons = desk.file("excel.csv", &format!("\u{feff}{rows}").replace(',', ";"));
    let definition = desk.file("who.toml", &who(1));
    desk.said(&["score", definition, semicolons, "--out", "scores.csv"]);
    let written = std::fs::read_to_string(desk.0.join("scores.csv")).unwrap();
    assert_eq!(written, said);
}

#[test]
fn a_faulty_row_is_told_with_its_line_and_ends_the_run_unless_told_otherwise() {
    let desk = Desk::new();
    let rows = format!("{HEAD}a,3,3,3,3,3\nb,9,x,NA,3,3\nc,1\nd,9,3,3,3,3\ne,0,0,0,0,0\n");
    let answers = desk.file("answers.csv", &rows);
    let complained = desk.refused(&["score", "WHO-5", answers, "--out", "scores.csv"]);
    assert!(
        complained.contains("answers.csv:3: `x` is no whole number"),
        "{complained}"
    );
    let left: Vec<_> = std::fs::read_dir(&desk.0).unwrap().collect();
    assert_eq!(left.len(), 1, "nothing half is left");
    let done = desk.run(&["score", "WHO-5", answers, "--keep-going"]);
    assert!(done.status.success());
    assert_eq!(String::from_utf8(done.stdout).unwrap().lines().count(), 5);
    insta::assert_snapshot!(
        "instrument_keep_going",
        String::from_utf8(done.stderr).unwrap()
    );
    let quote = format!("{HEAD}a,\"{}", "3,\n".repeat(100_000));
    let quote = desk.file("quote.csv", &quote);
    let complained = desk.refused(&["score", "WHO-5", quote, "--keep-going"]);
    assert!(
        complained.contains("is a quote never closed?"),
        "{complained}"
    );
    let column = desk.file("column.csv", "sheet,who_01,who_99\n");
    let complained = desk.refused(&["score", "WHO-5", column]);
    assert!(
        complained.contains("WHO-5 has no item `who_99`"),
        "{complained}"
    );
}
