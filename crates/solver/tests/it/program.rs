use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use hemma_rota_rules::generate::{Kind, generate};
use hemma_rota_rules::{check, read_instance, read_solution};
use serde_json::Value;

fn program() -> Command {
    Command::new(env!("CARGO_BIN_EXE_hemma-rota"))
}

/// A folder of this test alone.
fn folder(name: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    let _ = std::fs::remove_dir_all(&folder);
    std::fs::create_dir_all(&folder).unwrap();
    folder
}

fn write(folder: &Path, kind: Kind) -> String {
    let path = folder.join("instance.json");
    std::fs::write(&path, serde_json::to_string(&generate(kind, 1)).unwrap()).unwrap();
    path.display().to_string()
}

fn run(args: &[&str]) -> Output {
    program().args(args).stdin(Stdio::null()).output().unwrap()
}

fn is_right(instance: &str, solution: &Path) -> bool {
    let problem = read_instance(&std::fs::read(instance).unwrap()).unwrap();
    let proposal = read_solution(&problem, &std::fs::read(solution).unwrap()).unwrap();
    check(&problem, &proposal).is_right()
}

#[test]
fn a_rota_is_solved_checked_priced_and_explained() {
    let folder = folder("whole");
    let instance = write(&folder, Kind::Team13);
    let out = folder.join("solution.json").display().to_string();
    let done = run(&["solve", &instance, "--out", &out, "--seconds", "60"]);
    assert!(done.status.success(), "{done:?}");
    let told: Value = serde_json::from_slice(&done.stdout).unwrap();
    assert_eq!(
        (told["optimal"].as_bool(), &told["score"]),
        (Some(true), &told["bound"])
    );
    for line in String::from_utf8(done.stderr).unwrap().lines() {
        let line: Value = serde_json::from_str(line).unwrap();
        assert!(
            line["elapsed_ms"].is_u64() && line["score"].is_i64(),
            "{line}"
        );
    }
    assert!(is_right(&instance, Path::new(&out)));
    assert!(run(&["check", &instance, &out]).status.success());

    let duty = "first-1-2026-10-13T16";
    let why = run(&["why", &instance, &out, "--duty", duty]);
    let why: Value = serde_json::from_slice(&why.stdout).unwrap();
    assert_eq!(why.as_array().unwrap().len(), 6);
    let priced = run(&["price", &instance, &out, "--wish", "wish-1"]);
    let priced: Value = serde_json::from_slice(&priced.stdout).unwrap();
    assert!(priced["possible"].is_boolean(), "{priced}");

    let solution: Value = serde_json::from_str(&std::fs::read_to_string(&out).unwrap()).unwrap();
    let written = std::fs::read_to_string(&instance).unwrap();
    let all = prices((&written, &solution.to_string()), &[]);
    let all: Vec<&Value> = all.iter().map(|one| &one["possible"]).collect();
    assert!(
        all.contains(&&priced["possible"]) || all.is_empty(),
        "{all:?}"
    );

    // What it would cost that another has the duty: the same from a pipe as from files.
    let taker = why[0]["person"].as_str().unwrap();
    let given = ["--duty", duty, "--person", taker];
    let one = prices((&written, &solution.to_string()), &given);
    let file = run(&[&["price", &instance, &out][..], &given[..]].concat());
    let file: Value = serde_json::from_slice(&file.stdout).unwrap();
    assert_eq!(one.len(), 1);
    assert_eq!(one[0]["of"]["duty"], duty);
    assert_eq!(one[0]["most"], file["most"]);
    // The rota is the best, so another in the duty costs something or nothing, and no more than moving it alone does.
    let most = one[0]["most"].as_i64().unwrap();
    let alone = why[0]["difference"].as_i64().unwrap();
    assert!((0..=alone).contains(&most), "{most} {alone}");
    let half = run(&["prices", "--duty", duty]);
    assert_eq!(half.status.code(), Some(2));

    // Spoilt, it is refused with the rule.
    let spoilt = std::fs::read_to_string(&out)
        .unwrap()
        .replace("\"optimal\": true", "\"optimal\": null");
    let spoilt = spoilt.replacen("\"t1-1\"", "\"t1-leader\"", 9);
    std::fs::write(&out, spoilt).unwrap();
    let refused = run(&["check", &instance, &out]);
    assert_eq!(refused.status.code(), Some(1));
    assert!(
        String::from_utf8(refused.stdout)
            .unwrap()
            .contains("H1: t1-leader may not serve")
    );
}

#[test]
fn what_cannot_be_is_said_with_its_code() {
    let folder = folder("refusals");
    let instance = write(&folder, Kind::Impossible13);
    let out = folder.join("solution.json").display().to_string();
    let impossible = run(&["solve", &instance, "--out", &out]);
    assert_eq!(impossible.status.code(), Some(4));
    assert!(String::from_utf8(impossible.stderr).unwrap().contains("H3"));
    assert!(!Path::new(&out).exists());
    assert_eq!(run(&["solve", "nowhere.json"]).status.code(), Some(2));
    assert_eq!(run(&["solve", &instance, "--fast"]).status.code(), Some(2));
    assert_eq!(run(&["generate", "nothing"]).status.code(), Some(2));
    std::fs::write(&instance, "{}").unwrap();
    assert_eq!(run(&["solve", &instance]).status.code(), Some(2));
}

#[test]
fn it_stops_when_its_parent_is_gone_with_the_best_so_far() {
    let folder = folder("closed");
    let instance = write(&folder, Kind::Short26);
    let out = folder.join("solution.json");
    let mut child = program()
        .args(["solve", "-", "--until-closed", "--seconds", "600", "--out"])
        .arg(&out)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut input = child.stdin.take().unwrap();
    input.write_all(&std::fs::read(&instance).unwrap()).unwrap();
    input.write_all(b"\n").unwrap();
    let mut lines = BufReader::new(child.stderr.take().unwrap()).lines();
    // The first plan is there; now the parent goes.
    lines.next().unwrap().unwrap();
    drop(input);
    lines.for_each(|line| drop(line.unwrap()));
    assert!(child.wait().unwrap().success());
    assert!(is_right(&instance, &out));
}

#[test]
fn killed_in_the_middle_it_leaves_a_whole_file_or_none() {
    let folder = folder("killed");
    let instance = write(&folder, Kind::Pool26);
    let out = folder.join("solution.json");
    let mut child = program()
        .args(["solve", &instance, "--out"])
        .arg(&out)
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut lines = BufReader::new(child.stderr.take().unwrap()).lines();
    lines.next().unwrap().unwrap();
    child.kill().unwrap();
    child.wait().unwrap();
    if out.exists() {
        assert!(is_right(&instance, &out));
    }
}

/// What each missed wish and open duty would cost, or what is asked for, all in one call.
fn prices((instance, solution): (&str, &str), words: &[&str]) -> Vec<Value> {
    let mut child = program()
        .args(["prices", "--seconds", "30"])
        .args(words)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let mut input = child.stdin.take().unwrap();
    writeln!(input, "{instance}\n{solution}").unwrap();
    let told = BufReader::new(child.stdout.take().unwrap()).lines();
    let told = told.map(|line| serde_json::from_str::<Value>(&line.unwrap()).unwrap());
    let told = told.inspect(|line| {
        assert!(line["of"]["wish"].is_string() || line["of"]["duty"].is_string());
    });
    let told = told.collect();
    // The end of the input would have stopped it.
    drop(input);
    assert!(child.wait().unwrap().success());
    told
}
