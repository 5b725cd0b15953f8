//! What must hold of every file that somebody may hand to a reader, whatever is in it.
//!
//! A target is a function of bytes that panics when something does not hold: what is refused says where and why,
//! what is taken reads back as the same, and every sheet of it can be scored. The same targets run twice: for as
//! long as one likes under libFuzzer (`cargo xtask fuzz`), and on a fixed sequence of mutants in the tests of this
//! crate.

#![expect(
    clippy::panic,
    clippy::expect_used,
    reason = "a panic is how a target says that something does not hold"
)]

mod history;
mod instrument;
pub mod mutant;
mod programme;
pub mod seed;

use hemma_app::definition_file::Fault;

/// One reader with what its files look like.
#[derive(Debug, Clone, Copy)]
pub struct Target {
    /// The name of its program under libFuzzer.
    pub name: &'static str,
    /// Files that it takes.
    pub seeds: fn() -> Vec<String>,
    /// Reads a file and panics if something does not hold; says whether the file was taken.
    pub check: fn(&[u8]) -> bool,
}

/// Every reader of files that come from elsewhere.
pub const TARGETS: [Target; 6] = [
    Target {
        name: "instrument",
        seeds: seed::instruments,
        check: instrument::definition,
    },
    Target {
        name: "programme",
        seeds: seed::programmes,
        check: programme::definition,
    },
    Target {
        name: "questionnaire",
        seeds: seed::questionnaires,
        check: instrument::questionnaire,
    },
    Target {
        name: "answers",
        seeds: seed::answers,
        check: instrument::answers,
    },
    Target {
        name: "dictionary",
        seeds: seed::dictionaries,
        check: instrument::dictionary,
    },
    Target {
        name: "history",
        seeds: seed::histories,
        check: history::history,
    },
];

/// Carries out one target by its name.
pub fn check(name: &str, bytes: &[u8]) -> bool {
    let target = TARGETS.iter().find(|target| target.name == name);
    (target.expect("a target of this name").check)(bytes)
}

/// The name that files go by here.
const FILE: &str = "file";

/// What is refused says what is wrong, in order of lines that are there.
fn refused(bytes: &[u8], faults: &[Fault]) {
    assert!(!faults.is_empty(), "refused without a reason");
    let lines = 1 + bytes.iter().filter(|byte| **byte == b'\n').count();
    for fault in faults {
        assert!(
            (1..=lines).contains(&fault.line),
            "{fault}: there are {lines} lines"
        );
        assert!(fault.to_string().starts_with(FILE), "{fault}");
    }
    assert!(
        faults.is_sorted_by_key(|fault| fault.line),
        "not in order: {faults:?}"
    );
}
