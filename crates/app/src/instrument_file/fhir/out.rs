//! Writes an instrument as a `Questionnaire`.

use hemma_domain::instrument::{
    Comparison, Condition, Definition, Instrument, Item, ResponseSet, Texts,
};
use hemma_domain::programme::Words;
use serde_json::Number;

use super::shape::{
    AnswerOption, Coding, Element, EnableWhen, Extension, Identifier, Item as Shape, Period,
    Questionnaire,
};
use super::{
    ABSENT, ASK_WHEN, INTRO, NOT_APPLICABLE, ORDINAL, OURS, REST, REVERSE, TRANSLATION, UNCOUNTED,
    written,
};
use crate::instrument_file::write;

/// The instrument as a `Questionnaire` in JSON.
pub fn to_fhir(instrument: &Instrument) -> String {
    let main = instrument.languages.first().map(String::as_str);
    let intro = instrument.intro.as_ref().map(|intro| Shape {
        link_id: INTRO.to_owned(),
        text: text(intro, main),
        text_more: translations(intro, main),
        kind: "display".to_owned(),
        ..Shape::default()
    });
    let items = instrument.items.iter().map(|entry| item(instrument, entry));
    written(&Questionnaire {
        resource_type: "Questionnaire".to_owned(),
        id: None,
        language: main.map(str::to_owned),
        extension: vec![string(REST, write::write(&rest(instrument)))],
        url: Some(format!("{OURS}:instrument:{}", instrument.code)),
        identifier: vec![Identifier {
            system: Some(OURS.to_owned()),
            value: Some(instrument.code.clone()),
        }],
        version: Some(instrument.version.to_string()),
        name: None,
        title: Some(instrument.name.en.clone()),
        title_more: Some(swedish(&instrument.name)),
        status: Some("active".to_owned()),
        date: None,
        publisher: Some(instrument.licence.holder.clone()),
        description: Some(instrument.about.en.clone()),
        description_more: Some(swedish(&instrument.about)),
        copyright: Some(instrument.licence.statement.en.clone()),
        effective_period: Some(Period {
            start: Some(instrument.valid_from.to_string()),
        }),
        item: intro.into_iter().chain(items).collect(),
    })
}

/// The definition without what FHIR can say; sets of responses stay here if no item is answered with them.
fn rest(instrument: &Instrument) -> Definition {
    let mut rest: Definition = (**instrument).clone();
    let is_used = |set: &ResponseSet| {
        let mut items = instrument.items.iter();
        items.any(|item| item.responses == set.code)
    };
    rest.responses.retain(|set| !is_used(set));
    rest.items.clear();
    rest.intro = None;
    rest
}

fn item(instrument: &Instrument, item: &Item) -> Shape {
    let main = instrument.languages.first().map(String::as_str);
    let mut extension = Vec::new();
    for (url, holds) in [(REVERSE, item.reverse), (UNCOUNTED, !item.counts)] {
        if holds {
            extension.push(Extension {
                url: url.to_owned(),
                value_boolean: Some(true),
                ..Extension::default()
            });
        }
    }
    let (mut enable_when, mut enable_behavior) = (Vec::new(), None);
    if let Some(condition) = &item.ask_when {
        match plain(instrument, condition) {
            Some((comparisons, behavior)) => {
                enable_when = comparisons;
                enable_behavior = behavior.map(str::to_owned);
            }
            None => extension.push(string(ASK_WHEN, condition.to_string())),
        }
    }
    let set = instrument.responses_of(item);
    Shape {
        extension,
        link_id: item.code.clone(),
        text: item.text.as_ref().and_then(|texts| text(texts, main)),
        text_more: item
            .text
            .as_ref()
            .and_then(|texts| translations(texts, main)),
        kind: "choice".to_owned(),
        enable_when,
        enable_behavior,
        answer_option: set
            .map(|set| options(instrument, item, set))
            .unwrap_or_default(),
        item: Vec::new(),
    }
}

fn options(instrument: &Instrument, item: &Item, set: &ResponseSet) -> Vec<AnswerOption> {
    let main = instrument.languages.first().map(String::as_str);
    let coding = |coding: Coding, label: Option<&Texts>| AnswerOption {
        value_coding: Some(Coding {
            display: label.and_then(|label| text(label, main)),
            display_more: label.and_then(|label| translations(label, main)),
            ..coding
        }),
        ..AnswerOption::default()
    };
    let mut options: Vec<AnswerOption> = set
        .options
        .iter()
        .map(|option| {
            coding(
                response(instrument, set, option.value),
                option.label.as_ref(),
            )
        })
        .collect();
    if item.not_applicable {
        let absent = Coding {
            system: Some(ABSENT.to_owned()),
            code: Some(NOT_APPLICABLE.to_owned()),
            ..Coding::default()
        };
        options.push(coding(absent, set.not_applicable.as_ref()));
    }
    options
}

/// One response without its label.
pub(super) fn response(instrument: &Instrument, set: &ResponseSet, value: i64) -> Coding {
    Coding {
        extension: vec![Extension {
            url: ORDINAL.to_owned(),
            value_decimal: Some(Number::from(value)),
            ..Extension::default()
        }],
        system: Some(format!("{OURS}:responses:{}:{}", instrument.code, set.code)),
        code: Some(value.to_string()),
        ..Coding::default()
    }
}

/// The condition in the words of FHIR, if they suffice.
fn plain(
    instrument: &Instrument,
    condition: &Condition,
) -> Option<(Vec<EnableWhen>, Option<&'static str>)> {
    let all = |parts: &[Condition]| {
        let comparisons = parts.iter().map(|part| comparison(instrument, part));
        comparisons.collect::<Option<Vec<EnableWhen>>>()
    };
    match condition {
        Condition::All(parts) => Some((all(parts)?, Some("all"))),
        Condition::Any(parts) => Some((all(parts)?, Some("any"))),
        one => Some((vec![comparison(instrument, one)?], None)),
    }
}

fn comparison(instrument: &Instrument, condition: &Condition) -> Option<EnableWhen> {
    let Condition::Is { item, op, value } = condition else {
        return None;
    };
    // Responses are codes, which FHIR does not order.
    if !matches!(op, Comparison::Equal | Comparison::Differs) {
        return None;
    }
    let (_, asked) = instrument.item(item)?;
    let set = instrument.responses_of(asked)?;
    Some(EnableWhen {
        question: item.clone(),
        operator: op.sign().to_owned(),
        answer_coding: Some(response(instrument, set, *value)),
        answer_integer: None,
    })
}

fn string(url: &str, value: String) -> Extension {
    Extension {
        url: url.to_owned(),
        value_string: Some(value),
        ..Extension::default()
    }
}

fn text(texts: &Texts, main: Option<&str>) -> Option<String> {
    texts.0.get(main?).cloned()
}

fn translations(texts: &Texts, main: Option<&str>) -> Option<Element> {
    let others = texts
        .0
        .iter()
        .filter(|(language, _)| Some(language.as_str()) != main);
    let extension: Vec<Extension> = others
        .map(|(language, content)| translation(language, content))
        .collect();
    (!extension.is_empty()).then_some(Element { extension })
}

fn swedish(words: &Words) -> Element {
    Element {
        extension: vec![translation("sv", &words.sv)],
    }
}

fn translation(language: &str, content: &str) -> Extension {
    let lang = Extension {
        url: "lang".to_owned(),
        value_code: Some(language.to_owned()),
        ..Extension::default()
    };
    Extension {
        url: TRANSLATION.to_owned(),
        extension: vec![lang, string("content", content.to_owned())],
        ..Extension::default()
    }
}
