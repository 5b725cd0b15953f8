//! Instruments as FHIR R4 `Questionnaire`, answers as `QuestionnaireResponse`.
//!
//! What FHIR can say is said in its own words: items, their wording in each language, responses with their values,
//! and conditions that compare answers for being the same or not. The rest (scales, licence, schedule) travels in
//! one extension of our own as a definition without items, and is taken back from there; a condition that FHIR
//! cannot say travels beside its item in the same way, so that other programs ask the item always.

mod answers;
mod out;
mod read;
mod shape;

pub use answers::{answers_from_fhir, answers_to_fhir, answers_to_fhir_line};
pub use out::to_fhir;
pub use read::from_fhir;

use hemma_domain::programme::Path;
use serde_json::Value;

use crate::definition_file::{FILE_BYTES_MAX, Fault, Reason};

/// Where our own names stand: a name and not an address, since a site may be reachable nowhere.
const OURS: &str = "urn:hemma:fhir";
/// The instrument's code and what FHIR cannot say of it.
const REST: &str = "urn:hemma:fhir:rest";
/// A condition that FHIR cannot say.
const ASK_WHEN: &str = "urn:hemma:fhir:ask-when";
/// An item whose responses are counted from their other end.
const REVERSE: &str = "urn:hemma:fhir:reverse";
/// An item that scales do not count.
const UNCOUNTED: &str = "urn:hemma:fhir:does-not-count";
/// A text in another language.
const TRANSLATION: &str = "http://hl7.org/fhir/StructureDefinition/translation";
/// The value of a response.
const ORDINAL: &str = "http://hl7.org/fhir/StructureDefinition/ordinalValue";
/// Why there is no answer.
const ABSENT: &str = "http://terminology.hl7.org/CodeSystem/data-absent-reason";
const NOT_APPLICABLE: &str = "not-applicable";
const DECLINED: &str = "asked-declined";
/// The item that holds what is said before the first question.
const INTRO: &str = "intro";

/// Reads JSON of one kind of resource.
fn parse<T: serde::de::DeserializeOwned>(file: &str, text: &str) -> Result<T, Vec<Fault>> {
    if text.len() > FILE_BYTES_MAX {
        let (bytes, max) = (text.len(), FILE_BYTES_MAX);
        return Err(vec![fault(file, Reason::TooLarge { bytes, max })]);
    }
    serde_json::from_str(text).map_err(|err| {
        vec![Fault {
            file: file.to_owned(),
            line: err.line().max(1),
            reason: Reason::Json(err.to_string()),
        }]
    })
}

/// A fault of a file whose lines are not counted; its place says where it is.
fn fault(file: &str, reason: Reason) -> Fault {
    Fault {
        file: file.to_owned(),
        line: 1,
        reason,
    }
}

fn unreadable(at: Path, why: impl Into<String>) -> Reason {
    let why = why.into();
    Reason::Unreadable { at, why }
}

/// FHIR has neither nulls nor empty lists.
fn pruned(value: Value) -> Value {
    let is_something = |value: &Value| match value {
        Value::Null => false,
        Value::Array(list) => !list.is_empty(),
        Value::Object(parts) => !parts.is_empty(),
        _ => true,
    };
    match value {
        Value::Array(list) => Value::Array(list.into_iter().map(pruned).collect()),
        Value::Object(parts) => parts
            .into_iter()
            .map(|(key, part)| (key, pruned(part)))
            .filter(|(_, part)| is_something(part))
            .collect(),
        other => other,
    }
}

fn written(resource: &impl serde::Serialize) -> String {
    let value = serde_json::to_value(resource).map(pruned);
    let text = value.and_then(|value| serde_json::to_string_pretty(&value));
    text.unwrap_or_default()
}

/// The same without line feeds.
fn line(resource: &impl serde::Serialize) -> String {
    let value = serde_json::to_value(resource).map(pruned);
    value.map(|value| value.to_string()).unwrap_or_default()
}

/// A name that can be an item's code: what cannot stand in one becomes `_`.
fn code_of(name: &str) -> String {
    let plain = |c: char| match c {
        c if c.is_ascii_alphanumeric() => c,
        '-' => c,
        _ => '_',
    };
    let code: String = name.chars().map(plain).take(40).collect();
    match code.starts_with(|c: char| c.is_ascii_alphabetic()) {
        true => code,
        false => format!("i{code}").chars().take(40).collect(),
    }
}
