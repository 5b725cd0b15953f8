use hemma_domain::agreement::{BandEnd, BandWindow, Cover, DutyPlace};
use hemma_domain::programme::Confidence;

use super::*;

/// The shipped file: what it is changed to must be refused where it was changed.
const SHIPPED_TEXT: &str = include_str!("../../../../agreements/standby-home.toml");

fn line_of(text: &str) -> usize {
    let before = SHIPPED_TEXT.split(text).next().unwrap();
    1 + before.matches('\n').count()
}

/// Faults of the shipped file with one thing changed; the line is that of what was changed.
#[track_caller]
fn check_fault(from: &str, to: &str, expected: &str) {
    assert!(SHIPPED_TEXT.contains(from), "{from}");
    let changed = SHIPPED_TEXT.replacen(from, to, 1);
    let faults = AgreementFile::read("home.toml", &changed).unwrap_err();
    let told: Vec<String> = faults.iter().map(ToString::to_string).collect();
    let line = line_of(from);
    assert_eq!(told, [format!("home.toml:{line}: {expected}")]);
}

#[test]
fn the_shipped_agreement_reads_as_reviewed() {
    let files = embedded().unwrap();
    let home = files[0].agreement();
    assert_eq!(home.place.value, DutyPlace::Home);
    assert_eq!(home.ordinary.value.cover, Cover::Team);
    assert_eq!(home.days_off.value.len(), 16);
    assert_eq!(home.rules.daily_rest_hours.value, 11);
    assert_eq!(home.rules.weekly_rest_hours.value, 36);
    assert_eq!(home.rules.workplace_hours_max, None);
    let codes: Vec<&str> = home.bands.iter().map(|one| one.code.as_str()).collect();
    assert_eq!(codes, ["storhelg", "helg", "natt", "kvall", "ovrig"]);
    let BandWindow::Around { end, .. } = &home.bands[0].windows[1] else {
        panic!("around the great eves");
    };
    assert!(matches!(end, BandEnd::NextWorkday { .. }));
}

#[test]
fn nothing_shipped_is_said_to_be_confirmed_and_all_has_a_source() {
    let files = embedded().unwrap();
    let home = files[0].agreement();
    for (name, source, confidence) in home.origins() {
        assert!(home.source(source).is_some(), "{name}");
        assert_ne!(confidence, Confidence::Confirmed, "{name}");
        let local = source == "local";
        assert_eq!(local, confidence == Confidence::Unconfirmed, "{name}");
    }
}

#[test]
fn a_fault_is_told_with_its_line() {
    check_fault(
        "end = 17:00:00, cover = \"team\"",
        "end = 07:00:00, cover = \"team\"",
        "ordinary.value.end: ordinary hours end after they begin, on the same day",
    );
    check_fault(
        "kind = \"weekly\"",
        "kind = \"monthly\"",
        "bands[1].windows[0].kind: `monthly` is none of daily, weekly, around",
    );
    check_fault(
        "end = { days_after = 4, time = 07:00:00 }",
        "end = { days_after = 40, time = 07:00:00 }",
        "bands[0].windows[0].end.days_after: 40 lies outside 0 to 10",
    );
}

#[test]
fn what_is_missing_elsewhere_is_told_there() {
    let changed = SHIPPED_TEXT.replacen("value = \"home\"", "value = \"workplace\"", 1);
    let faults = AgreementFile::read("home.toml", &changed).unwrap_err();
    let line = line_of("[rules]");
    let expected = "rules: being on call at the workplace needs `workplace_hours_max`";
    assert_eq!(
        faults[0].to_string(),
        format!("home.toml:{line}: {expected}")
    );
}
