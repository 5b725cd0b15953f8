//! Definitions of programmes.

use hemma_app::definition_file::Fault;
use hemma_app::programme_file::ProgrammeFile;
use hemma_domain::measure::{Course, Plans};
use hemma_domain::programme::{FormValues, Programme};
use hemma_domain::time::Day;

use crate::{FILE, refused};

/// A definition of ours.
pub(crate) fn definition(bytes: &[u8]) -> bool {
    let Ok(text) = std::str::from_utf8(bytes) else {
        return false;
    };
    match ProgrammeFile::read(FILE, text) {
        Ok(file) => {
            assert_eq!(file.text(), text);
            said_otherwise(text, file.programme());
            carried_out(file.programme());
            true
        }
        Err(faults) => {
            refused(bytes, &faults);
            moved_down(text, &faults);
            false
        }
    }
}

/// The same content in another layout is the same programme.
fn said_otherwise(text: &str, programme: &Programme) {
    let table: toml::Table = text.parse().expect("it was read");
    let otherwise = toml::to_string(&table).expect("it can be written");
    let again = ProgrammeFile::read(FILE, &otherwise).map(ProgrammeFile::into_programme);
    assert_eq!(again.as_ref(), Ok(programme), "{otherwise}");
}

/// A line more on top moves every fault down by one, and changes nothing else. What the whole file lacks is told at
/// its first line, which is another one then.
fn moved_down(text: &str, faults: &[Fault]) {
    // A mark of byte order is one at the start alone.
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let below = format!("# a line\n{text}");
    let moved = ProgrammeFile::read(FILE, &below).expect_err("faults as before");
    assert_eq!(moved.len(), faults.len());
    for (moved, fault) in moved.iter().zip(faults) {
        let is_of_whole = (moved.line, fault.line) == (1, 1);
        assert!(moved.line == fault.line + 1 || is_of_whole, "{moved}");
        assert_eq!(moved.reason.to_string(), fault.reason.to_string());
    }
}

/// Its forms take an empty draft and give back what they take; its measures fall due without sharing a day.
fn carried_out(programme: &Programme) {
    for form in &programme.artefacts {
        assert_eq!(form.check(&FormValues::new()), [], "{}", form.code);
        let (values, faults) = form.read([]);
        assert!(values.is_empty() && faults.is_empty(), "{}", form.code);
        assert!(form.write(&values).is_empty(), "{}", form.code);
    }
    let day = |text: &str| text.parse::<Day>().expect("a day");
    let course = Course {
        opened_on: day("2026-01-31"),
        closed_on: None,
        pauses: Vec::new(),
        holds: Vec::new(),
    };
    for rule in &programme.measures {
        let windows = Plans::of(rule).windows(&course, day("2028-02-29"));
        for window in &windows {
            assert!(window.opens_on <= window.due_on && window.due_on <= window.closes_on);
        }
        let apart = windows.is_sorted_by(|one, next| one.closes_on < next.opens_on);
        assert!(apart, "{}: {windows:?}", rule.instrument);
    }
}
