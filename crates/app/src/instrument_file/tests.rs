mod fhir;
mod shipped;

use super::*;
use crate::definition_file::FILE_BYTES_MAX;

/// A whole definition, as small as one can be that has every part; line 1 is its first.
const SMALL: &str = r#"code = "SMALL"
version = 1
valid_from = 2026-01-01
name = { sv = "Liten", en = "Small" }
about = { sv = "Ett prov.", en = "A trial." }
languages = ["en", "ar"]
intro = { en = "Read this.", ar = "اقرأ هذا." }
respondents = ["caregiver"]
subject = "respondent"
modes = ["link"]
item_count = { value = 2, source = "we", confidence = "stated" }

[licence]
holder = "We"
ships = "wording"
statement = { sv = "Fri.", en = "Free." }
source = "we"
confidence = "confirmed"

[schedule]
first_after_days = { value = 14, source = "we", confidence = "stated" }
every_months = { value = 2, source = "we", confidence = "stated" }
window_days = { value = 7, source = "we", confidence = "stated" }

[[responses]]
code = "often"
not_applicable = { en = "Does not apply", ar = "لا ينطبق" }
options = [
  { value = 0, label = { en = "Never", ar = "أبدا" } },
  { value = 1, label = { en = "Ever", ar = "مرة" } },
]

[[items]]
code = "a"
text = { en = "One?", ar = "واحد؟" }
responses = "often"
not_applicable = true

[[items]]
code = "b"
text = { en = "Two?", ar = "اثنان؟" }
responses = "often"
reverse = true
ask_when = "a = 1"

[[scales]]
code = "all"
name = { sv = "Allt", en = "All" }
items = ["a", "b"]
minimum = { value = { share = "1/2" }, source = "we", confidence = "stated" }
missing = "as_zero"
skipped_counts = 0
across = "respondents_first"
extent = { min = 0, max = 1.5 }
bands = { value = [{ code = "low", label = { sv = "Låg", en = "Low" }, from = 0 }], source = "we", confidence = "stated" }
cut_off = { value = { above = 0.61 }, source = "we", confidence = "stated" }
direction = "low_is_better"

[scales.rule]
code = "halves"
version = 3
kind = "midpoints"
points = [{ response = 0, counts = 0 }, { response = 1, counts = 1 }]
confirmation = "confirmed"
confirmed_by = "We"
confirmed_on = 2026-02-01
source = "we"
confidence = "confirmed"

[[norms]]
scale = "all"
sex = "female"
ages = { min = 6, max = 17 }
rows = [{ from = 0, norm = 40 }, { from = "1/2", norm = 55.5 }]
source = "we"

[[critical]]
code = "ever"
label = { sv = "Någonsin", en = "Ever" }
when = "a = 1 or b = 1"
source = "we"
confidence = "stated"

[[sources]]
code = "we"
title = { sv = "Vi", en = "We" }
"#;

/// The small definition with its one slip put right.
fn small() -> String {
    SMALL.replace("max = 1.5", "max = 2")
}

fn faults(text: &str) -> Vec<String> {
    let faults = InstrumentFile::read("small.toml", text).expect_err("faults");
    faults.iter().map(ToString::to_string).collect()
}

/// Replaces one piece of the small definition and compares every fault that is told.
#[track_caller]
fn check_fault(piece: &str, instead: &str, expected: &[&str]) {
    let text = small();
    assert_eq!(
        text.matches(piece).count(),
        1,
        "`{piece}` must stand there once"
    );
    let expected: Vec<String> = expected
        .iter()
        .map(|fault| format!("small.toml:{fault}"))
        .collect();
    assert_eq!(faults(&text.replace(piece, instead)), expected);
}

#[test]
fn the_small_definition_reads_and_keeps_its_text() {
    let text = small();
    let file = InstrumentFile::read("small.toml", &text).unwrap_or_else(|f| panic!("{f:?}"));
    assert_eq!(file.text(), text);
    insta::assert_debug_snapshot!("small", &**file.instrument());
}

#[test]
fn what_a_scale_says_of_itself_is_checked_and_told_with_its_line() {
    assert_eq!(
        faults(SMALL),
        ["small.toml:54: scales[0].extent: the answers give 0 to 2"]
    );
}

#[test]
fn conditions_are_read_where_they_stand() {
    check_fault(
        "ask_when = \"a = 1\"",
        "ask_when = \"a = \"",
        &["44: items[1].ask_when: a whole number expected at character 5"],
    );
    check_fault(
        "ask_when = \"a = 1\"",
        "ask_when = \"b = 1 and c = 1\"",
        &[
            "44: items[1].ask_when: no item has the code `c`",
            "44: items[1].ask_when: the condition hangs on itself: b -> b",
        ],
    );
    let deep = format!("{}a = 1{}", "(".repeat(5000), ")".repeat(5000));
    check_fault(
        "when = \"a = 1 or b = 1\"",
        &format!("when = \"{deep}\""),
        &["80: critical[0].when: conditions stand within conditions more than 8 deep"],
    );
}

#[test]
fn conditions_that_wait_for_each_other_are_refused() {
    let text = small().replace("not_applicable = true", "ask_when = \"b = 1\"");
    assert_eq!(
        faults(&text),
        ["small.toml:37: items[0].ask_when: the condition hangs on itself: a -> b -> a"]
    );
}

#[test]
fn fractions_are_read_as_written_or_refused() {
    for odd in ["\"sixty\"", "\"1/0\"", "1e2", "nan", "true"] {
        check_fault(
            "{ above = 0.61 }",
            &format!("{{ above = {odd} }}"),
            &[
                "56: scales[0].cut_off.value.above: a number or a fraction as in \"61/100\" expected",
            ],
        );
    }
    check_fault(
        "{ above = 0.61 }",
        "{ above = 0.61, below = 1 }",
        &["56: scales[0].cut_off.value: unknown key `below`"],
    );
}

#[test]
fn wording_stands_in_every_language_or_not_at_all() {
    check_fault(
        "{ en = \"One?\", ar = \"واحد؟\" }",
        "{ en = \"One?\", so = \"Mid?\" }",
        &[
            "35: items[0].text: no text in the language `ar`",
            "35: items[0].text: the instrument does not list the language `so`",
        ],
    );
    check_fault(
        "{ en = \"One?\", ar = \"واحد؟\" }",
        "{ en = 1, ar = \"واحد؟\" }",
        &["35: items[0].text: a text in each language expected"],
    );
}

#[test]
fn a_rule_nobody_knows_is_one_fault() {
    check_fault(
        "kind = \"midpoints\"",
        "kind = \"median\"",
        &[
            "62: scales[0].rule.kind: `median` is none of sum, mean, rescaled_mean, share, midpoints",
        ],
    );
}

#[test]
fn a_definition_with_ten_thousand_items_is_refused_with_one_fault() {
    let items: String = (0..10_000)
        .map(|number| format!("[[items]]\ncode = \"i{number}\"\nresponses = \"often\"\n"))
        .collect();
    let text = small().replace("[[scales]]", &format!("{items}[[scales]]"));
    assert_eq!(
        faults(&text),
        ["small.toml:33: items: at most 200 allowed, 10002 given"]
    );
}

#[test]
fn what_is_not_utf8_is_refused_with_its_line() {
    let mut bytes = small().into_bytes();
    let at = small().find("holder").expect("there");
    bytes[at] = 0xE5;
    let faults = InstrumentFile::read_bytes("small.toml", &bytes).expect_err("faults");
    assert_eq!(faults.len(), 1);
    assert_eq!(
        faults[0].to_string(),
        "small.toml:14: the text is not encoded as UTF-8"
    );
    let utf16: Vec<u8> = small().encode_utf16().flat_map(u16::to_le_bytes).collect();
    assert!(InstrumentFile::read_bytes("small.toml", &utf16).is_err());
    let marked = format!("\u{feff}{}", small());
    let file = InstrumentFile::read_bytes("small.toml", marked.as_bytes()).expect("no faults");
    assert_eq!(file.text(), small());
}

#[test]
fn a_file_that_is_too_large_is_not_parsed() {
    let text = "#".repeat(FILE_BYTES_MAX + 1);
    assert_eq!(
        faults(&text),
        ["small.toml:1: the file has 1048577 bytes, at most 1048576 are allowed"]
    );
}

#[test]
fn no_nesting_and_no_cut_brings_the_reader_down() {
    for text in [
        format!("items = {}", "[".repeat(100_000)),
        format!("[{}a]", "a.".repeat(100_000)),
        format!("scales = {}", "{ a = ".repeat(100_000)),
    ] {
        assert!(faults(&text)[0].starts_with("small.toml:1: not readable as TOML"));
    }
    let text = small();
    for (cut, _) in text.char_indices().step_by(7) {
        // Whatever is left says what it lacks: the part that comes last is needed.
        assert!(
            InstrumentFile::read("small.toml", &text[..cut]).is_err(),
            "cut at {cut}"
        );
    }
}

#[test]
fn what_is_written_reads_back_as_the_same() {
    let small = InstrumentFile::read("small.toml", &small()).expect("no faults");
    let files = embedded().expect("no faults");
    for file in files.into_iter().chain([small]) {
        let mut definition = (**file.instrument()).clone();
        definition.about.en = "Quotes \" and \\ and\nlines\tand \u{7f} and 😀.".to_owned();
        let written = InstrumentFile::written(definition.clone()).expect("no faults");
        let read = InstrumentFile::read("written.toml", written.text());
        assert_eq!(
            read.map(|read| (**read.instrument()).clone()),
            Ok(definition)
        );
    }
}
