//! What does not come out, and what is said instead.

use std::io::Read;
use std::process::{Command, Output, Stdio};

use serde_json::{Value, json};

use crate::harness::{
    CASE_FILE, REFERRER_REPORT, case_file_with_entries, example, hemma_pdf, report_with_figures,
};

#[track_caller]
fn check_output(output: &Output, code: i32, error: &str, message: &str) {
    let stderr = String::from_utf8(output.stderr.clone()).unwrap();
    assert_eq!(
        (output.status.code(), output.stdout.len()),
        (Some(code), 0),
        "{stderr}"
    );
    assert_eq!(stderr.lines().count(), 1, "{stderr}");
    let told: Value = serde_json::from_str(&stderr).unwrap();
    assert_eq!(told["error"], error);
    let told = told["message"].as_str().unwrap();
    assert!(told.contains(message), "{told:?} does not say {message:?}");
}

#[track_caller]
fn check_refused(input: &[u8], message: &str) {
    check_output(&hemma_pdf(&[], input), 2, "bad_input", message);
}

/// Sets one value in an example and expects the refusal.
#[track_caller]
fn check_changed(source: &str, pointer: &str, value: Value, message: &str) {
    let mut document = example(source);
    *document.pointer_mut(pointer).unwrap() = value;
    check_refused(document.to_string().as_bytes(), message);
}

#[test]
fn what_is_not_json() {
    check_refused(b"", "line 1, column 0: EOF while parsing a value");
    check_refused(b"{\"template\": \"case-file\",", "line 1, column 25");
    check_refused(&[0xff, 0xfe], "line 1, column 1");
    check_refused("[".repeat(100_000).as_bytes(), "line 1, column");
    check_refused(format!("{CASE_FILE} x").as_bytes(), "trailing characters");
}

#[test]
fn an_unknown_template() {
    let rule = "template: not one of referrer-report, case-file, proposal, bill, review, certificate, advert";
    for name in ["letter", "../case-file", "page", ""] {
        check_changed(CASE_FILE, "/template", name.into(), rule);
    }
}

#[test]
fn an_unknown_language() {
    check_changed(CASE_FILE, "/lang", "de".into(), "expected `sv` or `en`");
}

#[test]
fn a_field_that_is_not_in_the_contract() {
    check_refused(
        json!({ "template": "case-file", "data": {}, "colour": 1 })
            .to_string()
            .as_bytes(),
        "expected one of `template`, `lang`, `title`, `date`, `data`",
    );
    check_refused(
        json!({ "template": "case-file", "data": {} })
            .to_string()
            .as_bytes(),
        "missing field `page`",
    );
}

#[test]
fn a_refusal_does_not_repeat_peoples_text() {
    let mut document = example(REFERRER_REPORT);
    document["data"]["goals"] = "Alva Exempelgård".into();
    let output = hemma_pdf(&[], document.to_string().as_bytes());
    check_output(&output, 2, "bad_input", "expected a sequence");
    assert!(!String::from_utf8_lossy(&output.stderr).contains("Alva"));
}

#[test]
fn days_and_times_that_do_not_exist() {
    let day = "a day is written YYYY-MM-DD";
    check_changed(CASE_FILE, "/date", "2026-02-30".into(), day);
    check_changed(
        CASE_FILE,
        "/data/page/made_at",
        "2026-11-09".into(),
        "YYYY-MM-DD HH:MM",
    );
    check_changed(
        CASE_FILE,
        "/data/sections/1/entries/0/time",
        "25:00".into(),
        "HH:MM",
    );
    check_changed(
        REFERRER_REPORT,
        "/data/period/to",
        "2026-10-01".into(),
        "data.period: ends before it begins",
    );
}

#[test]
fn what_must_be_filled_in() {
    check_changed(CASE_FILE, "/title", " ".into(), "title: is empty");
    check_changed(
        CASE_FILE,
        "/data/page/board",
        "".into(),
        "data.page.board: is empty",
    );
    check_changed(
        REFERRER_REPORT,
        "/data/goals/1/goal",
        "".into(),
        "data.goals[1].goal: is empty",
    );
    check_changed(
        REFERRER_REPORT,
        "/data/sections/0/figure/alt",
        "".into(),
        "data.sections[0].figure.alt: is empty",
    );
}

#[test]
fn a_table_with_a_ragged_row() {
    check_changed(
        REFERRER_REPORT,
        "/data/sections/1/table/rows/1",
        json!(["Pojken", "64"]),
        "data.sections[1].table.rows[1]: has 2 cells, the head has 4",
    );
}

#[test]
fn an_entry_both_signed_and_unsigned() {
    let mut document = example(CASE_FILE);
    document["data"]["sections"][1]["entries"][0]["unsigned"] = true.into();
    check_refused(
        document.to_string().as_bytes(),
        "data.sections[1].entries[0]: is both signed and unsigned",
    );
}

#[test]
fn a_drawing_that_is_broken_or_reaches_out() {
    for (svg, rule) in [
        ("", "cannot be read as an SVG drawing"),
        (
            "<svg xmlns=\"http://www.w3.org/2000/svg\"><rect",
            "cannot be read as an SVG drawing",
        ),
        ("not a drawing", "cannot be read as an SVG drawing"),
        ("<!DOCTYPE svg><svg/>", "holds <!DOCTYPE"),
        ("<svg><image href=\"/etc/passwd\"/></svg>", "holds <image"),
    ] {
        let rule = format!("data.sections[0].figure.svg: {rule}");
        check_changed(
            REFERRER_REPORT,
            "/data/sections/0/figure/svg",
            svg.into(),
            &rule,
        );
    }
}

#[test]
fn more_than_there_is_room_for() {
    let padding = " ".repeat(8 * 1024 * 1024);
    check_refused(
        format!("{CASE_FILE}{padding}").as_bytes(),
        "the document is larger than 8 MiB",
    );
    check_refused(
        case_file_with_entries(10_000).to_string().as_bytes(),
        "data.sections: 10000 entries, at most 5000 in one document",
    );
    check_refused(
        report_with_figures(61).to_string().as_bytes(),
        "at most 60 figures",
    );
    check_changed(
        CASE_FILE,
        "/data/note",
        "a".repeat(200_001).into(),
        "document.data.note: is longer than 200000 characters",
    );
    check_changed(
        CASE_FILE,
        "/title",
        "a".repeat(301).into(),
        "title: is longer than 300",
    );
    check_changed(
        REFERRER_REPORT,
        "/data/sections/1/bullets",
        json!(vec!["a"; 5_001]),
        "document.data.sections[1].bullets: 5001 items, at most 5000",
    );
}

#[test]
fn a_call_that_is_not_understood() {
    for (arguments, message) in [
        (&["--seconds"][..], "--seconds takes a number, 1 to 600"),
        (&["--seconds", "0"], "--seconds takes a number"),
        (&["--seconds", "601"], "--seconds takes a number"),
        (&["document.json"], "usage: hemma-pdf"),
    ] {
        check_output(&hemma_pdf(arguments, b""), 2, "bad_input", message);
    }
}

#[test]
fn a_document_that_takes_too_long() {
    // Nothing is ever written, so the time is up however fast the machine is.
    let mut child = Command::new(env!("CARGO_BIN_EXE_hemma-pdf"))
        .args(["--seconds", "1"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let open = child.stdin.take();
    let status = child.wait().unwrap();
    drop(open);
    let (mut stdout, mut stderr) = (Vec::new(), Vec::new());
    child
        .stdout
        .take()
        .unwrap()
        .read_to_end(&mut stdout)
        .unwrap();
    child
        .stderr
        .take()
        .unwrap()
        .read_to_end(&mut stderr)
        .unwrap();
    let output = Output {
        status,
        stdout,
        stderr,
    };
    check_output(
        &output,
        3,
        "typesetting_failed",
        "not done within 1 seconds",
    );
}

#[test]
fn the_version_is_told() {
    let output = hemma_pdf(&["--version"], b"");
    assert_eq!(
        output.stdout,
        format!("hemma-pdf {}\n", env!("CARGO_PKG_VERSION")).as_bytes()
    );
}
