use hemma_domain::instrument::{Answer, Outcome, Scorer};
use proptest::prelude::*;

use super::*;

const HEAD: &str = "\"Variable / Field Name\",\"Form Name\",\"Section Header\",\"Field Type\",\"Field Label\",\
    \"Choices, Calculations, OR Slider Labels\",\"Field Note\",\"Text Validation Type OR Show Slider Number\",\
    \"Text Validation Min\",\"Text Validation Max\",Identifier?,\"Branching Logic (Show field only if...)\",\
    \"Required Field?\"\n";

const FORM: &str = r#"record_id,sleep,,text,Record,,,,,,,,
hello,sleep,,descriptive,"Think of
the last week",,,,,,,,
s1,sleep,,radio,How often awake?,"0, Never | 1, Some nights | 2, Every night",,,,,,,y
s2,sleep,,dropdown,How long?,"0, Never | 1, Some nights | 2, Every night",,,,,,[s1] >= 1,
s3,sleep,,yesno,"Tired, too?",,,,,,,"[s1] = '2' AND ([s2] <> ""0"" or [s2] = 1)",
total,sleep,,calc,Sleep score,"sum([s1], [s2], [s3])",,,,,,,
odd,sleep,,calc,Odd score,"round([s1]/3, 1)",,,,,,,
"#;

fn wanted() -> Wanted<'static> {
    Wanted {
        form: None,
        language: "en",
        valid_from: "2026-04-01".parse().expect("a day"),
    }
}

fn faults(text: &str) -> Vec<String> {
    let faults = from_redcap("d.csv", text.as_bytes(), wanted()).expect_err("faults");
    faults.iter().map(ToString::to_string).collect()
}

#[test]
fn a_form_becomes_an_instrument_and_the_rest_is_told() {
    let read = from_redcap("d.csv", format!("{HEAD}{FORM}").as_bytes(), wanted());
    let read = read.unwrap_or_else(|faults| panic!("{faults:?}"));
    let left_out: Vec<String> = read
        .left_out
        .iter()
        .map(|field| format!("{} {} {}", field.line, field.field, field.kind))
        .collect();
    assert_eq!(
        left_out,
        ["2 record_id text", "3 hello descriptive", "9 odd calc"]
    );
    insta::assert_snapshot!("sleep", read.file.text());
    let again = InstrumentFile::read("sleep.toml", read.file.text());
    assert_eq!(again.as_ref(), Ok(&read.file));
}

#[test]
fn the_score_is_that_of_the_calculation() {
    let read = from_redcap("d.csv", format!("{HEAD}{FORM}").as_bytes(), wanted());
    let scorer = Scorer::new(read.expect("no faults").file.into_instrument());
    let answers = [2, 1, 1].map(|value| Some(Answer::Value(value)));
    let sheet = scorer.sheet_in_order(&answers).expect("fits");
    let score = scorer.scores(&sheet).next().expect("a scale");
    assert!(matches!(score.outcome, Outcome::Value(reading) if reading.value.to_string() == "4"));
}

#[test]
fn a_dictionary_with_several_forms_wants_one_named() {
    let text = format!("{HEAD}{FORM}w1,wake,,yesno,Awake?,,,,,,,,\n");
    assert_eq!(
        faults(&text),
        ["d.csv:1: name one of the forms sleep, wake"]
    );
    let of = |form| {
        let wanted = Wanted {
            form: Some(form),
            ..wanted()
        };
        from_redcap("d.csv", text.as_bytes(), wanted).map(|read| read.file.instrument().items.len())
    };
    assert_eq!(of("wake"), Ok(1));
    assert_eq!(of("sleep"), Ok(3));
    assert!(of("walk").is_err());
}

#[test]
fn what_cannot_be_read_is_told_with_its_line() {
    let check = |piece: &str, instead: &str, expected: &[&str]| {
        assert_eq!(FORM.matches(piece).count(), 1, "{piece}");
        assert_eq!(
            faults(&format!("{HEAD}{}", FORM.replace(piece, instead))),
            expected
        );
    };
    check(
        "radio,How often awake?,\"0, Never",
        "radio,How often awake?,\"no, Never",
        &["d.csv:5: `no, Never` is not a response as in `1, Often`"],
    );
    check(
        "[s1] >= 1",
        "[s1(2)] = '1'",
        &["d.csv:6: branching logic: checkboxes cannot be read"],
    );
    check(
        "[s1] >= 1",
        "[first_arm_1][s1] = '1'",
        &["d.csv:6: branching logic: fields of other events cannot be read"],
    );
    check(
        "[s1] >= 1",
        "datediff([s1]) > 1",
        &["d.csv:6: branching logic: a comparison expected at character 9 of `datediff(s1) > 1`"],
    );
    check(
        "[s1] >= 1",
        "[s3] = 1",
        &["d.csv:6: items[1].ask_when: the condition hangs on itself: s2 -> s3 -> s2"],
    );
    check(
        "How long?",
        " ",
        &["d.csv:6: items[1].text: in the language `en`: the text is empty"],
    );
    assert_eq!(
        faults("a,b\n1,2\n"),
        ["d.csv:1: no column `Variable / Field Name`"]
    );
    assert_eq!(faults(""), ["d.csv:1: no column `Variable / Field Name`"]);
}

#[test]
fn a_sum_reaches_down_to_where_items_that_are_not_asked_leave_it() {
    let text = format!("{HEAD}{FORM}")
        .replace(
            "How long?,\"0, Never | 1, Some nights | 2, Every night\"",
            "How long?,\"3, An hour | 4, Two hours\"",
        )
        .replace("([s2] <> \"\"0\"\" or [s2] = 1)", "[s2] = 3");
    let read = from_redcap("d.csv", text.as_bytes(), wanted()).expect("no faults");
    let instrument = read.file.into_instrument();
    let extent = instrument.scale("total").expect("the scale").extent;
    assert_eq!(
        (extent.min.to_string(), extent.max.to_string()),
        ("0".to_owned(), "7".to_owned())
    );
    let scorer = Scorer::new(instrument);
    let sheet = scorer
        .sheet_in_order(&[Some(Answer::Value(0))])
        .expect("fits");
    let score = scorer.scores(&sheet).next().expect("a scale");
    assert!(matches!(score.outcome, Outcome::Value(reading) if reading.value == extent.min));
}

#[test]
fn faults_stand_in_order_of_lines_whatever_is_checked_first() {
    let twice = FORM.replace("s3,sleep,,yesno", "s1,sleep,,yesno");
    let twice = twice.replace("[s1] >= 1", "[s4] = 1");
    assert_eq!(
        faults(&format!("{HEAD}{twice}")),
        [
            "d.csv:6: items[1].ask_when: no item has the code `s4`",
            "d.csv:7: items[2].code: the code `s1` is used twice",
        ]
    );
}

#[test]
fn hostile_dictionaries_are_refused_plainly() {
    let many: String = (0..10_000)
        .map(|n| format!("i{n},f,,yesno,Yes?,,,,,,,,\n"))
        .collect();
    assert_eq!(
        faults(&format!("{HEAD}{many}")),
        ["d.csv:1: items: at most 200 allowed, 10000 given"]
    );
    let deep = format!(
        "{HEAD}a,f,,yesno,Yes?,,,,,,,{}[a] = 1,\n",
        "(".repeat(100_000)
    );
    assert_eq!(faults(&deep).len(), 1);
    let latin: Vec<u8> = format!("{HEAD}a,f,,yesno,H\u{e4}r?,,,,,,,,\n")
        .chars()
        .map(|c| u8::try_from(u32::from(c)).expect("latin"))
        .collect();
    let refused = from_redcap("d.csv", &latin, wanted()).expect_err("faults");
    assert_eq!(
        refused[0].to_string(),
        "d.csv:2: the text is not encoded as UTF-8"
    );
    let large = vec![b' '; FILE_BYTES_MAX + 1];
    assert!(from_redcap("d.csv", &large, wanted()).is_err());
}

proptest! {
    #[test]
    fn no_dictionary_brings_the_reader_down(body in "[a-c\"\\[\\]()|,='<> \n0-3]{0,300}") {
        let _ = from_redcap("d.csv", format!("{HEAD}{body}").as_bytes(), wanted());
        let line = format!("{HEAD}a,f,,radio,A?,\"{}\",,,,,,\"{}\",\n", body.replace('"', ""), body.replace('"', ""));
        let _ = from_redcap("d.csv", line.as_bytes(), wanted());
    }
}
