//! `hemma review` as it is typed.

use std::fs;
use std::path::Path;
use std::process::{Command, Output, Stdio};

use hemma_review::generate::{Shape, generate_into};
use hemma_review::{indicators, spc};

fn run(folder: &Path, words: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_hemma"))
        .arg("review")
        .args(words)
        .current_dir(folder)
        .stdin(Stdio::null())
        .output()
        .unwrap()
}

fn said(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).unwrap()
}

#[test]
fn a_history_becomes_indicators_and_charts() {
    let folder = hemma_testkit::folder();
    let shape = Shape {
        teams: 2,
        years: 3,
        seed: 5,
    };
    generate_into(shape, &folder.join("history")).unwrap();
    let done = run(
        &folder,
        &["indicators", "--from", "history", "--out", "figures"],
    );
    assert_eq!(said(&done.stderr), "");
    let told = said(&done.stdout);
    assert!(
        told.starts_with("figures: indicators.csv and spc.csv of 2 teams in 12 quarters"),
        "{told}"
    );
    let written = |name: &str| fs::read_to_string(folder.join("figures").join(name)).unwrap();
    let (figures, charts) = (written("indicators.csv"), written("spc.csv"));
    assert_eq!(figures.lines().next(), Some(indicators::COLUMNS));
    assert_eq!(charts.lines().next(), Some(spc::COLUMNS));
    assert_eq!(figures.lines().count(), charts.lines().count());
    assert!(12 < figures.lines().count(), "{figures}");
    assert_eq!(fs::read_dir(folder.join("figures")).unwrap().count(), 2);
}

#[test]
fn a_history_with_faults_is_refused_whole() {
    let folder = hemma_testkit::folder();
    let shape = Shape {
        teams: 1,
        years: 1,
        seed: 5,
    };
    generate_into(shape, &folder.join("history")).unwrap();
    let teams = folder.join("history/teams.csv");
    let text = fs::read_to_string(&teams).unwrap();
    fs::write(
        &teams,
        text.replace("programme", "mood").replace(",o0,", ",o7,"),
    )
    .unwrap();
    let done = run(
        &folder,
        &["indicators", "--from", "history", "--out", "figures"],
    );
    assert_eq!(done.status.code(), Some(1));
    assert_eq!(
        said(&done.stderr),
        "teams.csv:1: mood: the column is not known\n\
         teams.csv:1: programme: the column is missing\n\
         history: refused whole, 2 faults.\n"
    );
    assert!(!folder.join("figures").exists());
    let done = run(
        &folder,
        &["indicators", "--from", "nowhere", "--out", "figures"],
    );
    assert!(said(&done.stderr).starts_with("nowhere: cannot be read: "));
}

#[test]
fn refused_rows_are_left_out_where_that_is_asked_for() {
    let folder = hemma_testkit::folder();
    let shape = Shape {
        teams: 1,
        years: 1,
        seed: 5,
    };
    generate_into(shape, &folder.join("history")).unwrap();
    let families = folder.join("history/families.csv");
    let text = fs::read_to_string(&families).unwrap();
    let mut lines: Vec<String> = text.lines().map(str::to_owned).collect();
    lines[1] = lines[1].replacen(',', ",about 2001", 1);
    fs::write(&families, lines.join("\n")).unwrap();
    let words = ["indicators", "--from", "history", "--out", "figures"];
    let refused = run(&folder, &words);
    assert_eq!(refused.status.code(), Some(1));
    assert!(said(&refused.stderr).ends_with("history: refused whole, 1 fault.\n"));
    let done = run(
        &folder,
        &[words.as_slice(), &["--leave-out-refused"]].concat(),
    );
    assert_eq!(done.status.code(), Some(0), "{}", said(&done.stderr));
    let complained = said(&done.stderr);
    assert!(
        complained.contains("families.csv:2: birth_year: `about 2001"),
        "{complained}"
    );
    assert!(
        complained.contains("in families.csv is left out\n"),
        "{complained}"
    );
    assert!(
        complained.contains("  left out of families: 1\n"),
        "{complained}"
    );
    assert!(complained.contains(" rows left out, "), "{complained}");
    assert!(folder.join("figures/indicators.csv").exists());
}

#[test]
fn settings_of_ones_own_are_checked() {
    let folder = hemma_testkit::folder();
    let shape = Shape {
        teams: 1,
        years: 1,
        seed: 5,
    };
    generate_into(shape, &folder.join("history")).unwrap();
    fs::write(folder.join("settings.toml"), "adherence = 3").unwrap();
    let words = [
        "indicators",
        "--from",
        "history",
        "--out",
        "figures",
        "--settings",
        "settings.toml",
    ];
    let done = run(&folder, &words);
    assert_eq!(done.status.code(), Some(1));
    let complained = said(&done.stderr);
    assert!(
        complained.starts_with("hemma: settings.toml: the settings cannot be read: "),
        "{complained}"
    );
}
