use hemma_domain::code::Code as _;
use hemma_domain::programme::Confidence;
use hemma_domain::recruiting::{CODE, RuleKind};

use super::*;

const SWEDEN: &str = include_str!("../../../../recruiting/sweden.toml");

#[test]
fn the_shipped_rules_read_as_reviewed() {
    let file = &embedded().unwrap()[0];
    let rules = file.recruiting();
    assert_eq!(rules.code, CODE);
    let told: Vec<String> = rules
        .rules
        .iter()
        .map(|one| format!("{} {} {}", one.kind.code(), one.valid_from, one.term.value))
        .collect();
    let expected = [
        "register 2013-12-01 12 months",
        "register 2026-03-01 6 months",
        "appeal 2018-01-01 21 days",
        "kept_hired 2018-01-01 always",
        "kept_others 2018-01-01 24 months",
        "kept_aborted 2018-01-01 24 months",
        "kept_briefing 2013-12-01 14 days",
    ];
    assert_eq!(told, expected);
    let open = rules.rules.iter();
    let open = open.filter(|one| one.term.confidence == Confidence::Unconfirmed);
    let open: Vec<RuleKind> = open.map(|one| one.kind).collect();
    assert_eq!(open, [RuleKind::KeptAborted, RuleKind::KeptBriefing]);
}

#[test]
fn what_cannot_be_read_is_told_with_its_line() {
    let wrong = SWEDEN.replacen("\"12 months\"", "\"a year\"", 1).replacen(
        "kind = \"appeal\"",
        "kind = \"complaint\"",
        1,
    );
    let faults = RecruitingFile::read("own.toml", &wrong).unwrap_err();
    let told: Vec<String> = faults.iter().map(ToString::to_string).collect();
    assert_eq!(told.len(), 3, "{told:#?}");
    for (told, (line, what)) in told.iter().zip([
        ("own.toml:17: ", "no rule of the kind `appeal`"),
        ("own.toml:20: ", "a term as in"),
        ("own.toml:28: ", "`complaint` is none of"),
    ]) {
        assert!(told.starts_with(line) && told.contains(what), "{told}");
    }
}
