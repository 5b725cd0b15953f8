//! Rules for the files of the repository that no other tool holds.

use std::fs;
use std::path::Path;
use std::process::Command;

use crate::failure::{Failure, Result};
use crate::run;

const README_LINES_MAX: usize = 80;

/// STYLE §1: a file of Rust without its tests.
const RUST_LINES_MAX: usize = 600;

/// Top folders that belong to one machine; a path below them helps nobody else.
const MACHINE_FOLDERS: [&str; 4] = ["root", "work", "Users", "builds"];

/// Words of unfinished work, in halves so that this file does not hold them.
const UNFINISHED: [(&str, &str); 6] = [
    ("TO", "DO"),
    ("FIX", "ME"),
    ("todo", "!("),
    ("unimplemented", "!("),
    ("coming ", "soon"),
    ("kommer ", "snart"),
];

/// Texts that are not ours to word: the licence, and lists that tools write.
const NOT_OURS: [&str; 3] = ["LICENSE", "Cargo.lock", "e2e/package-lock.json"];

/// Looks at every file that is, or would be, in the repository.
pub(crate) fn check() -> Result<()> {
    let root = run::root();
    let mut list = Command::new("git");
    list.args(["ls-files", "--cached", "--others", "--exclude-standard"])
        .current_dir(&root);
    let mut faults = vec![];
    let mut count = 0;
    for name in run::read(&mut list)?.lines() {
        // Binary files, and files deleted and not yet committed, are no concern of ours.
        let Ok(text) = fs::read_to_string(root.join(name)) else {
            continue;
        };
        count += 1;
        faults.extend(faults_of(name, &text));
    }
    if faults.is_empty() {
        run::say(&format!("{count} files: fine"));
        return Ok(());
    }
    Err(Failure::Failed(faults.join("\n")))
}

fn faults_of(name: &str, text: &str) -> Vec<String> {
    if NOT_OURS.contains(&name) || name.contains("/vendor/") {
        return vec![];
    }
    let mut faults = vec![];
    if name == "README.md" && README_LINES_MAX < text.lines().count() {
        faults.push(format!("README.md is longer than {README_LINES_MAX} lines"));
    }
    let is_rust = Path::new(name)
        .extension()
        .is_some_and(|extension| extension == "rs");
    if is_rust && !name.contains("/tests/") {
        let lines = lines_without_tests(text);
        if RUST_LINES_MAX < lines {
            faults.push(format!(
                "{name} has {lines} lines without its tests: split it by noun"
            ));
        }
    }
    for (number, line) in text.lines().enumerate() {
        if let Some(fault) = fault_of_line(line, is_rust) {
            faults.push(format!("{name}:{}: {fault}", number + 1));
        }
    }
    faults
}

fn lines_without_tests(text: &str) -> usize {
    text.lines()
        .take_while(|line| *line != "#[cfg(test)]")
        .count()
}

fn fault_of_line(line: &str, is_rust: bool) -> Option<String> {
    if is_rust && line.trim_start().starts_with('#') && line.contains("[allow(") {
        return Some("an exception to a lint is #[expect(…, reason = \"…\")]".to_owned());
    }
    let unfinished = UNFINISHED
        .iter()
        .map(|(a, b)| format!("{a}{b}"))
        .find(|word| line.contains(word));
    if let Some(word) = unfinished {
        return Some(format!("`{word}` is unfinished work"));
    }
    let folder = MACHINE_FOLDERS
        .iter()
        .find(|folder| names_folder(line, folder))?;
    Some(format!("a path below /{folder} exists on one machine only"))
}

/// `/folder/` at the beginning of a path; not in the middle of one, as in an address.
fn names_folder(line: &str, folder: &str) -> bool {
    line.match_indices(&format!("/{folder}/")).any(|(at, _)| {
        let before = line.get(..at).and_then(|before| before.chars().next_back());
        before.is_none_or(|c| !c.is_alphanumeric() && !".-_}>*)/$".contains(c))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn machine_paths_are_found_and_addresses_are_not() {
        let path = ["", "Users", "someone"].join("/");
        assert!(names_folder(&format!("see {path}"), "Users"));
        assert!(names_folder(&format!("`{path}`"), "Users"));
        assert!(names_folder(&path, "Users"));
        assert!(!names_folder("https://example.org/Users/x", "Users"));
        assert!(!names_folder("$HOME/builds/x", "builds"));
    }

    #[test]
    fn a_file_is_measured_without_its_tests() {
        let long = "a\n".repeat(RUST_LINES_MAX + 1);
        assert_eq!(faults_of("crates/a/src/b.rs", &long).len(), 1);
        assert!(faults_of("crates/a/tests/it/b.rs", &long).is_empty());
        let tested = format!("a\n#[cfg(test)]\n{long}");
        assert!(faults_of("crates/a/src/b.rs", &tested).is_empty());
    }

    #[test]
    fn unfinished_work_and_silent_exceptions_are_found() {
        let word = ["TO", "DO"].concat();
        assert_eq!(
            faults_of("docs/a.md", &format!("fine\n{word}: more")),
            [format!("docs/a.md:2: `{word}` is unfinished work")]
        );
        let attribute = ["    #[", "allow(dead_code)]"].concat();
        assert_eq!(faults_of("a.rs", &attribute).len(), 1);
        assert!(faults_of("README.md", &"line\n".repeat(81))[0].contains("80 lines"));
    }
}
