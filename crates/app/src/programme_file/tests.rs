mod shipped;

use super::*;
use crate::definition_file::FILE_BYTES_MAX;

/// A whole definition, as small as one can be that has every part; line 1 is its first.
const SMALL: &str = r#"code = "SMALL"
version = 1
valid_from = 2026-01-01
name = { sv = "Liten", en = "Small" }
about = { sv = "Ett prov.", en = "A trial." }
ages = { value = { min = 6, max = 17 }, source = "we", confidence = "stated" }
living = { value = { allowed = ["home"], whole_household = true }, source = "we", confidence = "stated" }
on_call = { value = true, source = "we", confidence = "confirmed" }
follow_up_months = { value = [6, 12], source = "we", confidence = "unconfirmed" }

[event]
within_days = { value = 180, source = "we", confidence = "stated" }
anchor = { value = "report", source = "we", confidence = "unconfirmed" }
kinds = [{ code = "neglect", label = { sv = "Försummelse", en = "Neglect" } }]

[limits]
families_per_therapist_max = { value = 4, source = "we", confidence = "stated" }

[weekly]
hand_in = { value = { weekday = "monday", time = 12:00:00 }, source = "we", confidence = "stated" }
supervision = { value = { weekday = "tuesday", time = 09:00:00 }, source = "we", confidence = "stated" }
consultation = { value = { weekday = "thursday", time = 13:00:00 }, source = "we", confidence = "stated" }

[[criteria.inclusion]]
code = "age"
label = { sv = "Ålder", en = "Age" }
help = { sv = "Hela år.", en = "Full years." }
overridable_by = ["therapist"]
source = "we"
confidence = "stated"

[[roles]]
code = "therapist"
label = { sv = "Behandlare", en = "Therapist" }
count = { value = { min = 1, max = 4 }, source = "we", confidence = "stated" }

[[phases]]
code = "start"
label = { sv = "Början", en = "Start" }

[[closing_reasons]]
code = "done"
label = { sv = "Klart", en = "Done" }
counts_as = "completed"

[[principles]]
code = "P1"
label = { sv = "Ett", en = "One" }

[[systems]]
code = "family"
label = { sv = "Familj", en = "Family" }

[[measures]]
instrument = "TAM-R"
about = "case"
schedule = "days"
first_day = { value = 14, source = "we", confidence = "stated" }
every_days = { value = 28, source = "we", confidence = "stated" }
window_days = { value = 14, source = "we", confidence = "stated" }

[[targets]]
indicator = "mean_adherence"
goal = { value = { at_least = 0.61 }, source = "we", confidence = "stated" }

[[artefacts]]
code = "plan"
label = { sv = "Plan", en = "Plan" }
help = { sv = "Skriv kort.", en = "Keep it short." }
role = "safety"
signatures = "participants"
review_after_days = { value = 28, source = "we", confidence = "stated" }
once_per = "case"

[[artefacts.fields]]
code = "who"
label = { sv = "Vem", en = "Who" }
kind = "person"
subject = true

[[artefacts.fields]]
code = "how"
label = { sv = "Hur", en = "How" }
kind = "scale"
min = 0
max = 10
labels = [{ step = 0, label = { sv = "Inget", en = "None" } }]

[[artefacts.fields]]
code = "steps"
label = { sv = "Steg", en = "Steps" }
kind = "rows"
rows_max = 5

[[artefacts.fields.fields]]
code = "step"
label = { sv = "Steg", en = "Step" }
kind = "text"

[[sources]]
code = "we"
title = { sv = "Vi", en = "We" }
"#;

fn faults(text: &str) -> Vec<String> {
    let faults = ProgrammeFile::read("small.toml", text).expect_err("faults");
    faults.iter().map(ToString::to_string).collect()
}

/// Replaces one piece of the small definition and compares every fault that is told.
#[track_caller]
fn check_fault(piece: &str, instead: &str, expected: &[&str]) {
    assert_eq!(
        SMALL.matches(piece).count(),
        1,
        "`{piece}` must stand there once"
    );
    let expected: Vec<String> = expected
        .iter()
        .map(|fault| format!("small.toml:{fault}"))
        .collect();
    assert_eq!(faults(&SMALL.replace(piece, instead)), expected);
}

#[test]
fn the_small_definition_reads_and_keeps_its_text() {
    let file = ProgrammeFile::read("small.toml", SMALL).expect("no faults");
    assert_eq!(file.text(), SMALL);
    assert_eq!(file.programme().follow_ups(), [6, 12]);
}

#[test]
fn what_is_not_toml_is_refused_with_its_line() {
    check_fault(
        "version = 1",
        "version = ",
        &["2: not readable as TOML: string values must be quoted, expected literal string"],
    );
    check_fault(
        "version = 1",
        "version = 1\nversion = 2",
        &["3: not readable as TOML: duplicate key"],
    );
}

#[test]
fn a_missing_part_is_told_where_it_should_stand() {
    check_fault("version = 1\n", "", &["1: version: missing"]);
    check_fault(
        r#"sv = "Klart", "#,
        "",
        &["43: closing_reasons[0].label.sv: missing"],
    );
    check_fault(
        ", source = \"we\", confidence = \"confirmed\"",
        "",
        &[
            "8: on_call.source: missing",
            "8: on_call.confidence: missing",
        ],
    );
    check_fault(
        "kind = \"person\"\n",
        "",
        &["75: artefacts[0].fields[0].kind: missing"],
    );
}

#[test]
fn a_key_that_means_nothing_is_refused() {
    check_fault(
        "version = 1",
        "version = 1\nauthor = \"vi\"",
        &["3: the definition: unknown key `author`"],
    );
    check_fault(
        "kind = \"text\"",
        "kind = \"text\"\nmin = 1",
        &["99: artefacts[0].fields[2].fields[0]: unknown key `min`"],
    );
}

#[test]
fn a_value_of_another_type_is_refused() {
    check_fault(
        "version = 1",
        "version = \"1\"",
        &["2: version: a whole number from 0 expected"],
    );
    check_fault(
        "value = 4,",
        "value = -4,",
        &["17: limits.families_per_therapist_max.value: a whole number from 0 expected"],
    );
    check_fault(
        "2026-01-01",
        "2026-01-01T10:00:00",
        &["3: valid_from: a date as in 2026-04-01 expected"],
    );
    check_fault(
        "12:00:00",
        "12:00:30",
        &["20: weekly.hand_in.value.time: a time as in 12:00:00 expected"],
    );
    check_fault(
        "at_least = 0.61",
        "at_least = 0.607",
        &["64: targets[0].goal.value.at_least: a number with at most two decimals expected"],
    );
    check_fault(
        "[6, 12]",
        "6",
        &["9: follow_up_months.value: a list expected"],
    );
    check_fault(
        "{ sv = \"Liten\", en = \"Small\" }",
        "\"Liten\"",
        &["4: name: a table expected"],
    );
    check_fault(
        "whole_household = true",
        "whole_household = 1",
        &["7: living.value.whole_household: true or false expected"],
    );
}

#[test]
fn a_word_nobody_knows_is_refused_with_those_known() {
    check_fault(
        "\"confirmed\"",
        "\"sure\"",
        &["8: on_call.confidence: `sure` is none of confirmed, stated, unconfirmed"],
    );
    check_fault(
        "kind = \"scale\"",
        "kind = \"slider\"",
        &[
            "84: artefacts[0].fields[1].kind: `slider` is none of text, long_text, choice, multi_choice, \
         date, time, number, yes_no, person, scale, rows",
        ],
    );
}

#[test]
fn codes_are_unique_and_well_formed() {
    check_fault(
        "code = \"how\"",
        "code = \"who\"",
        &["82: artefacts[0].fields[1].code: the code `who` is used twice"],
    );
    check_fault(
        "code = \"SMALL\"",
        "code = \"små\"",
        &[
            "1: code: a code is 1 to 40 letters, digits, `_` or `-` and starts with a letter, not `små`",
        ],
    );
}

#[test]
fn numbers_stay_within_what_makes_sense() {
    check_fault(
        "min = 6, max = 17",
        "min = 6, max = 170",
        &["6: ages.value.max: 170 lies outside 0 to 25"],
    );
    check_fault(
        "min = 6, max = 17",
        "min = 17, max = 6",
        &["6: ages.value: the range ends before it starts"],
    );
    check_fault(
        "rows_max = 5",
        "rows_max = 5000",
        &["93: artefacts[0].fields[2].rows_max: 5000 lies outside 1 to 50"],
    );
    check_fault(
        "[6, 12]",
        "[12, 6]",
        &["9: follow_up_months.value: the numbers must rise from one to the next"],
    );
    check_fault(
        "max = 10",
        "max = 1000",
        &["86: artefacts[0].fields[1].max: 1000 lies outside 1 to 100"],
    );
    check_fault(
        "step = 0",
        "step = 11",
        &["87: artefacts[0].fields[1].labels[0].step: the scale has no step 11"],
    );
}

#[test]
fn both_languages_say_something() {
    check_fault(
        "en = \"None\"",
        "en = \" \"",
        &["87: artefacts[0].fields[1].labels[0].label.en: the text is empty"],
    );
    check_fault(
        "sv = \"Klart\"",
        &format!("sv = \"{}\"", "å".repeat(161)),
        &["43: closing_reasons[0].label.sv: the text has 161 characters, at most 160 are allowed"],
    );
}

#[test]
fn parts_that_speak_of_each_other_agree() {
    check_fault(
        "overridable_by = [\"therapist\"]",
        "overridable_by = [\"consultant\"]",
        &["28: criteria.inclusion[0].overridable_by: the team has no role `consultant`"],
    );
    check_fault(
        "value = 180, source = \"we\"",
        "value = 180, source = \"they\"",
        &["12: event.within_days.source: no source has the code `they`"],
    );
    check_fault(
        "counts_as = \"completed\"",
        "counts_as = \"other\"",
        &["41: closing_reasons: no closing reason counts as completed"],
    );
    check_fault(
        "[[systems]]\ncode = \"family\"\nlabel = { sv = \"Familj\", en = \"Family\" }\n",
        "",
        &["1: systems: the weekly loop needs at least one entry here"],
    );
    check_fault(
        "kind = \"scale\"",
        "subject = true\nkind = \"scale\"",
        &[
            "84: artefacts[0].fields[1].subject: only a field of kind `person` can say whom an entry is about",
        ],
    );
    check_fault(
        "kind = \"text\"",
        "kind = \"rows\"\nrows_max = 2\nfields = []",
        &["98: artefacts[0].fields[2].fields[0].kind: rows cannot hold rows"],
    );
}

#[test]
fn the_safety_plan_can_be_read_at_night() {
    check_fault(
        "role = \"safety\"",
        "role = \"safety\"\nrestricted = true",
        &[
            "71: artefacts[0].restricted: the safety plan cannot be restricted: on-call staff must read it",
        ],
    );
    check_fault(
        "once_per = \"case\"",
        "once_per = \"many\"",
        &["73: artefacts[0].once_per: a case has one safety plan: `once_per` must be `case`"],
    );
    check_fault(
        "review_after_days = { value = 28, source = \"we\", confidence = \"stated\" }\n",
        "",
        &["66: artefacts[0]: the safety plan needs `review_after_days`"],
    );
    let start = SMALL.find("[[artefacts]]").expect("start");
    let end = SMALL.find("[[sources]]").expect("end");
    let second = SMALL[start..end].replace("\"plan\"", "\"plan2\"");
    assert_eq!(
        faults(&SMALL.replace("[[sources]]", &format!("{second}[[sources]]"))),
        ["small.toml:104: artefacts[1].role: only one artefact may be the safety plan"]
    );
}

#[test]
fn every_fault_is_told_at_once_and_in_order() {
    let text = SMALL
        .replace("version = 1", "version = 0")
        .replace("\"case\"\nschedule", "\"cat\"\nschedule");
    let text = text
        .replace("sv = \"Vi\", ", "")
        .replace("[limits]", "[limits]\nbeds = 3");
    assert_eq!(
        faults(&text),
        [
            "small.toml:2: version: 0 lies outside 1 to 100000",
            "small.toml:17: limits: unknown key `beds`",
            "small.toml:57: measures[0].about: `cat` is none of case, group_leader, consultant",
            "small.toml:103: sources[0].title.sv: missing",
        ]
    );
}

#[test]
fn a_form_with_ten_thousand_fields_is_refused_with_one_fault() {
    let field =
        "[[artefacts.fields]]\ncode = \"f\"\nkind = \"date\"\nlabel = { sv = \"a\", en = \"b\" }\n";
    let text = SMALL.replace(
        "[[sources]]",
        &format!("{}[[sources]]", field.repeat(10_000)),
    );
    assert_eq!(
        faults(&text),
        ["small.toml:75: artefacts[0].fields: at most 60 allowed, 10003 given"]
    );
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
fn no_nesting_brings_the_reader_down() {
    for text in [
        format!("a = {}", "[".repeat(100_000)),
        format!("[{}a]", "a.".repeat(100_000)),
        format!("a = {}", "{ a = ".repeat(100_000)),
    ] {
        assert!(faults(&text)[0].starts_with("small.toml:1: not readable as TOML"));
    }
    assert!(faults("").contains(&"small.toml:1: code: missing".to_owned()));
}
