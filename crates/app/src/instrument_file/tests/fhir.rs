use std::collections::BTreeMap;

use hemma_domain::instrument::{Answer, Answers, Scorer};
use proptest::prelude::*;

use super::{InstrumentFile, embedded, small};
use crate::instrument_file::fhir::{answers_from_fhir, answers_to_fhir, from_fhir, to_fhir};

fn small_file() -> InstrumentFile {
    InstrumentFile::read("small.toml", &small()).expect("no faults")
}

fn faults(text: &str) -> Vec<String> {
    let faults = from_fhir("q.json", text).expect_err("faults");
    faults.iter().map(ToString::to_string).collect()
}

#[test]
fn every_instrument_comes_back_from_fhir_as_it_was() {
    for file in embedded()
        .expect("no faults")
        .into_iter()
        .chain([small_file()])
    {
        let back = from_fhir("q.json", &to_fhir(file.instrument()));
        let back = back.map(InstrumentFile::into_instrument);
        assert_eq!(back, Ok(file.into_instrument()));
    }
}

#[test]
fn a_questionnaire_says_in_the_words_of_fhir_what_fhir_can_say() {
    insta::assert_snapshot!("questionnaire", to_fhir(small_file().instrument()));
}

#[test]
fn what_another_program_changes_is_taken_over() {
    let text = to_fhir(small_file().instrument());
    let text = text
        .replace("\"One?\"", "\"Uno?\"")
        .replace("\"version\": \"1\"", "\"version\": \"2\"");
    let back = from_fhir("q.json", &text)
        .expect("no faults")
        .into_instrument();
    assert_eq!(back.version, 2);
    let text = back.items[0]
        .text
        .as_ref()
        .and_then(|text| text.get("en", &[]));
    assert_eq!(text, Some("Uno?"));
}

/// A questionnaire as other programs write them: groups, codes of a terminology, ordinal values, no extension of ours.
const FOREIGN: &str = r#"{
  "resourceType": "Questionnaire", "id": "mood-2", "status": "active", "language": "en", "date": "2024-05-06T10:00:00Z",
  "version": "2.1.0", "title": "Mood", "publisher": "Somebody", "subjectType": ["Patient"],
  "item": [
    { "linkId": "g", "type": "group", "text": "Last week", "item": [
      { "linkId": "/44250-9", "type": "choice", "text": "Low?", "required": true, "answerOption": [
        { "valueCoding": { "system": "http://loinc.org", "code": "LA6568-5", "display": "Never",
          "extension": [{ "url": "http://hl7.org/fhir/StructureDefinition/ordinalValue", "valueDecimal": 0 }] } },
        { "extension": [{ "url": "http://hl7.org/fhir/StructureDefinition/ordinalValue", "valueDecimal": 1.0 }],
          "valueCoding": { "system": "http://loinc.org", "code": "LA6569-3", "display": "Ever" } }
      ] },
      { "linkId": "why", "type": "choice", "text": "Hard?", "enableWhen": [
        { "question": "/44250-9", "operator": "=", "answerCoding": { "system": "http://loinc.org", "code": "LA6569-3" } }
      ], "answerOption": [
        { "valueCoding": { "code": "0", "display": "Never" } }, { "valueCoding": { "code": "1", "display": "Ever" } }
      ] }
    ] },
    { "linkId": "bye", "type": "display", "text": "Thank you" }
  ] }"#;

#[test]
fn a_questionnaire_of_another_program_is_read_without_scales() {
    let file = from_fhir("q.json", FOREIGN).unwrap_or_else(|faults| panic!("{faults:?}"));
    let instrument = file.instrument();
    assert_eq!(
        (instrument.code.as_str(), instrument.version),
        ("mood-2", 2)
    );
    assert_eq!(instrument.valid_from.to_string(), "2024-05-06");
    let items: Vec<&str> = instrument
        .items
        .iter()
        .map(|item| item.code.as_str())
        .collect();
    assert_eq!(items, ["i_44250-9", "why"]);
    // Both are answered alike, so that there is one set.
    assert_eq!(instrument.responses.len(), 1);
    let when = instrument.items[1]
        .ask_when
        .as_ref()
        .map(ToString::to_string);
    assert_eq!(when.as_deref(), Some("i_44250-9 = 1"));
    assert!(instrument.scales.is_empty());
    assert_eq!(
        InstrumentFile::read("q.toml", file.text()).as_ref(),
        Ok(&file)
    );
}

#[test]
fn what_cannot_be_read_is_told_with_its_place() {
    let check = |piece: &str, instead: &str, expected: &str| {
        assert!(FOREIGN.contains(piece), "{piece}");
        assert_eq!(faults(&FOREIGN.replacen(piece, instead, 1)), [expected]);
    };
    check(
        "\"resourceType\": \"Questionnaire\"",
        "\"resourceType\": \"Patient\"",
        "q.json:1: resourceType: `Questionnaire` expected",
    );
    check(
        "\"type\": \"display\"",
        "\"type\": \"quantity\"",
        "q.json:1: item[1].type: `quantity` is none of choice, display, group",
    );
    check(
        "\"valueDecimal\": 0",
        "\"valueDecimal\": 0.5",
        "q.json:1: item[0].item[0].answerOption[0]: a whole number as the code, or an ordinal value, expected",
    );
    check(
        "\"operator\": \"=\"",
        "\"operator\": \"exists\"",
        "q.json:1: item[0].item[1].enableWhen[0]: the operator is none of =, !=, >, >=, <, <=",
    );
    check(
        "\"version\": \"2.1.0\"",
        "\"version\": \"draft\"",
        "q.json:1: version: a version that begins with a whole number expected",
    );
    check(
        "\"date\": \"2024-05-06T10:00:00Z\"",
        "\"date\": \"2024\"",
        "q.json:1: effectivePeriod.start: a day expected, here or as the date",
    );
    assert_eq!(
        faults("{\n\"item\": 3}"),
        [
            "q.json:2: not readable as JSON: invalid type: integer `3`, expected a sequence at line 2 column 9"
        ]
    );
}

#[test]
fn a_condition_in_a_circle_is_refused_here_too() {
    let text = to_fhir(small_file().instrument());
    let circle = text.replace("\"question\": \"a\"", "\"question\": \"b\"");
    assert_eq!(
        faults(&circle),
        ["q.json:1: items[1].ask_when: the condition hangs on itself: b -> b"]
    );
}

#[test]
fn hostile_questionnaires_are_refused_plainly() {
    let deep = format!(
        "{{\"resourceType\":\"Questionnaire\",\"item\":{}",
        "[{\"type\":\"group\",\"item\":".repeat(20_000)
    );
    assert!(faults(&deep)[0].contains("recursion limit exceeded"));
    let item =
        r#"{"linkId":"a","type":"choice","answerOption":[{"valueInteger":1},{"valueInteger":2}]},"#;
    let many = item.repeat(10_000);
    let text = format!(
        "{{\"resourceType\":\"Questionnaire\",\"date\":\"2024-05-06\",\"item\":[{}]}}",
        many.trim_end_matches(',')
    );
    assert_eq!(
        faults(&text),
        ["q.json:1: items: at most 200 allowed, 201 given"]
    );
    let large = " ".repeat(2_000_000);
    assert_eq!(
        faults(&large),
        ["q.json:1: the file has 2000000 bytes, at most 1048576 are allowed"]
    );
}

#[test]
fn answers_come_back_from_fhir_as_they_were() {
    let scorer = Scorer::new(small_file().into_instrument());
    for (given, status) in [
        (
            vec![("a", Answer::Value(1)), ("b", Answer::Declined)],
            "completed",
        ),
        (vec![("a", Answer::NotApplicable)], "completed"),
        (vec![("a", Answer::Value(1))], "in-progress"),
        (vec![], "in-progress"),
    ] {
        let answers = Answers {
            instrument: "SMALL".to_owned(),
            version: 1,
            given: given
                .into_iter()
                .map(|(item, answer)| (item.to_owned(), answer))
                .collect(),
        };
        let sheet = scorer.sheet(&answers).expect("fits");
        let text = answers_to_fhir(&scorer, &sheet);
        assert!(
            text.contains(&format!("\"status\": \"{status}\"")),
            "{text}"
        );
        assert_eq!(answers_from_fhir("r.json", &text), Ok(answers));
    }
}

#[test]
fn answers_that_cannot_be_read_are_told() {
    let text = r#"{ "resourceType": "QuestionnaireResponse", "questionnaire": "urn:x:SMALL", "item": [
        { "linkId": "a", "answer": [{ "valueInteger": 1 }, { "valueInteger": 2 }] },
        { "linkId": "b", "answer": [{ "valueCoding": { "code": "often" } }] },
        { "linkId": "c", "answer": [{ "valueInteger": 1 }] }, { "linkId": "c", "answer": [{ "valueInteger": 1 }] } ] }"#;
    let faults = answers_from_fhir("r.json", text).expect_err("faults");
    let faults: Vec<String> = faults.iter().map(ToString::to_string).collect();
    assert_eq!(
        faults,
        [
            "r.json:1: questionnaire: a canonical address with a whole number as its version expected",
            "r.json:1: item[0].answer: one answer expected",
            "r.json:1: item[1].answer: a coding with a whole number as its code expected",
            "r.json:1: item[3]: answered twice",
        ]
    );
}

proptest! {
    #[test]
    fn no_mangled_questionnaire_brings_the_reader_down(
        cuts in prop::collection::btree_map(0_usize..6000, "[\\[\\]{}\":,0-9a-z]{0,3}", 0..6),
    ) {
        let text = to_fhir(small_file().instrument());
        let mut mangled = String::new();
        let cuts: BTreeMap<usize, String> = cuts;
        for (at, c) in text.char_indices() {
            match cuts.get(&at) {
                Some(instead) => mangled.push_str(instead),
                None => mangled.push(c),
            }
        }
        // Read or refused, and what is read can be written and read again.
        if let Ok(file) = from_fhir("q.json", &mangled) {
            prop_assert_eq!(InstrumentFile::read("q.toml", file.text()), Ok(file));
        }
    }
}
