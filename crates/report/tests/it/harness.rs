use std::io::Write;
use std::process::{Command, Output, Stdio};

use serde_json::Value;

pub(crate) const REFERRER_REPORT: &str = include_str!("../../examples/referrer-report.json");
pub(crate) const CASE_FILE: &str = include_str!("../../examples/case-file.json");
pub(crate) const PROPOSAL: &str = include_str!("../../examples/proposal.json");
pub(crate) const REVIEW: &str = include_str!("../../examples/review.json");
pub(crate) const BILL: &str = include_str!("../../examples/bill.json");
pub(crate) const CERTIFICATE: &str = include_str!("../../examples/certificate.json");
pub(crate) const ADVERT: &str = include_str!("../../examples/advert.json");
pub(crate) const EXAMPLES: [&str; 7] = [
    ADVERT,
    REFERRER_REPORT,
    CASE_FILE,
    PROPOSAL,
    REVIEW,
    BILL,
    CERTIFICATE,
];

pub(crate) fn example(text: &str) -> Value {
    serde_json::from_str(text).unwrap()
}

/// The program, given some arguments and some input.
pub(crate) fn hemma_pdf(arguments: &[&str], input: &[u8]) -> Output {
    feed(
        Command::new(env!("CARGO_BIN_EXE_hemma-pdf")).args(arguments),
        input,
    )
}

/// Sets a document and hands back the PDF.
#[track_caller]
pub(crate) fn pdf(document: &Value) -> Vec<u8> {
    let output = hemma_pdf(&["--seconds", "300"], document.to_string().as_bytes());
    let error = String::from_utf8_lossy(&output.stderr);
    assert_eq!((output.status.code(), &*error), (Some(0), ""));
    assert!(output.stdout.starts_with(b"%PDF-1.7"));
    output.stdout
}

/// The text of a PDF in the order in which it was set, each run of white space made one space.
#[track_caller]
pub(crate) fn text(document: &Value) -> String {
    let text = poppler(&["pdftotext", "-raw", "-", "-"], &pdf(document));
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// What one of poppler's programs says about a PDF.
#[track_caller]
pub(crate) fn poppler(command: &[&str], pdf: &[u8]) -> String {
    String::from_utf8(rendered(command, pdf)).unwrap()
}

/// What one of poppler's programs makes of a PDF.
#[track_caller]
pub(crate) fn rendered(command: &[&str], pdf: &[u8]) -> Vec<u8> {
    let output = feed(Command::new(command[0]).args(&command[1..]), pdf);
    assert!(
        output.status.success(),
        "{command:?}: {}",
        String::from_utf8_lossy(&output.stderr)
    );
    output.stdout
}

/// Writes from another thread, since a program may answer before it has read everything.
#[track_caller]
fn feed(command: &mut Command, input: &[u8]) -> Output {
    let name = command.get_program().to_string_lossy().into_owned();
    let mut child = command
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap_or_else(|error| {
            panic!("{name} cannot be started ({error}); pdftotext, pdfinfo and pdftoppm: apt-get install poppler-utils")
        });
    let mut stdin = child.stdin.take().unwrap();
    let input = input.to_vec();
    let writer = std::thread::spawn(move || {
        // A program that has refused the input no longer reads it.
        let _ = stdin.write_all(&input);
    });
    let output = child.wait_with_output().unwrap();
    writer.join().unwrap();
    output
}

/// A case file with so many entries, each telling its number.
pub(crate) fn case_file_with_entries(count: usize) -> Value {
    let mut document = example(CASE_FILE);
    let entries = &mut document["data"]["sections"][1]["entries"];
    let pattern = entries[0].clone();
    let many = (1..=count).map(|number| {
        let mut entry = pattern.clone();
        entry["heading"] = format!("Anteckning nummer {number}.").into();
        entry
    });
    *entries = Value::Array(many.collect());
    document
}

/// A report with so many sections, each with the figure of the example.
pub(crate) fn report_with_figures(count: usize) -> Value {
    let mut document = example(REFERRER_REPORT);
    let section = document["data"]["sections"][0].clone();
    document["data"]["sections"] = Value::Array(vec![section; count]);
    document
}
