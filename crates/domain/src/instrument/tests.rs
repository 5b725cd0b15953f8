mod change;
mod definition;
mod million;
mod score;
mod slow;

use std::collections::BTreeMap;

use super::*;
use crate::programme::Range;

pub(crate) fn words(text: &str) -> Words {
    Words {
        sv: text.to_owned(),
        en: text.to_owned(),
    }
}

fn english(text: &str) -> Texts {
    Texts(BTreeMap::from([("en".to_owned(), text.to_owned())]))
}

pub(crate) fn sourced<T>(value: T) -> Sourced<T> {
    Sourced {
        value,
        source: "we".to_owned(),
        confidence: Confidence::Stated,
    }
}

pub(crate) fn ratio(text: &str) -> Ratio {
    text.parse().expect("a fraction")
}

fn set(code: &str, values: &[i64]) -> ResponseSet {
    let options = values.iter().map(|value| Response {
        value: *value,
        label: None,
    });
    ResponseSet {
        code: code.to_owned(),
        options: options.collect(),
        not_applicable: None,
    }
}

fn item(code: &str, responses: &str) -> Item {
    Item {
        code: code.to_owned(),
        responses: responses.to_owned(),
        counts: true,
        ..Item::default()
    }
}

fn scale(code: &str, kind: RuleKind, items: &[&str], minimum: Minimum) -> Scale {
    Scale {
        code: code.to_owned(),
        name: words(code),
        items: items.iter().map(|&item| item.to_owned()).collect(),
        rule: Rule {
            code: format!("{code}-rule"),
            version: 1,
            kind,
            confirmation: Confirmation::NotConfirmed,
            source: "we".to_owned(),
            confidence: Confidence::Unconfirmed,
        },
        minimum: sourced(minimum),
        missing: Missing::Prorate,
        skipped: Skipped::LeftOut,
        across: Across::Sheets,
        extent: Extent {
            min: Ratio::ZERO,
            max: Ratio::ONE,
        },
        bands: None,
        cut_off: None,
        direction: Direction::HighIsBetter,
    }
}

/// Three items from 0 to 3 with wording, the last asked after the first alone, and their sum.
fn small() -> Definition {
    let mut definition = shell("SMALL");
    definition.languages = vec!["en".to_owned()];
    definition.licence.ships = Ships::Wording;
    definition.responses = vec![set("often", &[0, 1, 2, 3])];
    for option in &mut definition.responses[0].options {
        option.label = Some(english("so often"));
    }
    definition.items = vec![item("a", "often"), item("b", "often"), item("c", "often")];
    definition.item_count.value = 3;
    for item in &mut definition.items {
        item.text = Some(english("How often?"));
    }
    definition.items[2].ask_when = Some("a >= 1".parse().expect("a condition"));
    let mut total = scale(
        "total",
        RuleKind::Sum { factor: 1 },
        &["a", "b", "c"],
        Minimum::Count(3),
    );
    total.extent.max = ratio("9");
    definition.scales = vec![total];
    definition
}

/// As many items from 1 to 5 as given; the share of 4 and 5 of at least three quarters, cut off at 0.61.
pub(crate) fn share(items: usize) -> Definition {
    let mut definition = shell("SHARE");
    definition.responses = vec![set("agree", &[1, 2, 3, 4, 5])];
    let codes: Vec<String> = (1..=items).map(|number| format!("i{number}")).collect();
    definition.items = codes.iter().map(|code| item(code, "agree")).collect();
    definition.item_count.value = u32::try_from(items).expect("few");
    let codes: Vec<&str> = codes.iter().map(String::as_str).collect();
    let kind = RuleKind::Share { of: vec![4, 5] };
    let mut adherence = scale("adherence", kind, &codes, Minimum::Share(ratio("3/4")));
    adherence.cut_off = Some(sourced(CutOff {
        side: Comparison::AtLeast,
        value: ratio("0.61"),
    }));
    definition.scales = vec![adherence];
    definition
}

/// An instrument without items.
fn shell(code: &str) -> Definition {
    Definition {
        code: code.to_owned(),
        version: 1,
        valid_from: Day::new(2026, 1, 1).expect("a day"),
        name: words(code),
        about: words("A trial."),
        languages: Vec::new(),
        intro: None,
        respondents: vec![Respondent::Caregiver],
        subject: Subject::FamilyTherapist,
        modes: vec![Mode::PhoneInterview],
        responses: Vec::new(),
        item_count: sourced(0),
        items: Vec::new(),
        scales: Vec::new(),
        norms: Vec::new(),
        critical: Vec::new(),
        patterns: Vec::new(),
        licence: Licence {
            holder: "Nobody".to_owned(),
            ships: Ships::Structure,
            statement: words("Made up."),
            source: "we".to_owned(),
            confidence: Confidence::Stated,
        },
        schedule: None,
        sources: vec![Source {
            code: "we".to_owned(),
            title: words("We"),
        }],
    }
}

pub(crate) fn scorer(definition: Definition) -> Scorer {
    match Instrument::new(definition) {
        Ok(instrument) => Scorer::new(instrument),
        Err(faults) => panic!("{faults:?}"),
    }
}

/// A sheet from values in the order of the items; `None` is unanswered.
fn sheet(scorer: &Scorer, values: &[Option<i64>]) -> Sheet {
    let answers: Vec<Option<Answer>> = values.iter().map(|v| v.map(Answer::Value)).collect();
    scorer.sheet_in_order(&answers).expect("fits")
}
