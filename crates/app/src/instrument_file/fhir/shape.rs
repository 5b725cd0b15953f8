//! The parts of FHIR R4 that are read and written here. Other parts are passed over.

use serde::{Deserialize, Serialize};
use serde_json::Number;

#[derive(Debug, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub(super) struct Questionnaire {
    pub(super) resource_type: String,
    pub(super) id: Option<String>,
    pub(super) language: Option<String>,
    pub(super) extension: Vec<Extension>,
    pub(super) url: Option<String>,
    pub(super) identifier: Vec<Identifier>,
    pub(super) version: Option<String>,
    pub(super) name: Option<String>,
    pub(super) title: Option<String>,
    #[serde(rename = "_title")]
    pub(super) title_more: Option<Element>,
    pub(super) status: Option<String>,
    pub(super) date: Option<String>,
    pub(super) publisher: Option<String>,
    pub(super) description: Option<String>,
    #[serde(rename = "_description")]
    pub(super) description_more: Option<Element>,
    pub(super) copyright: Option<String>,
    pub(super) effective_period: Option<Period>,
    pub(super) item: Vec<Item>,
}

#[derive(Debug, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub(super) struct Item {
    pub(super) extension: Vec<Extension>,
    pub(super) link_id: String,
    pub(super) text: Option<String>,
    #[serde(rename = "_text")]
    pub(super) text_more: Option<Element>,
    #[serde(rename = "type")]
    pub(super) kind: String,
    pub(super) enable_when: Vec<EnableWhen>,
    pub(super) enable_behavior: Option<String>,
    pub(super) answer_option: Vec<AnswerOption>,
    pub(super) item: Vec<Item>,
}

#[derive(Debug, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub(super) struct EnableWhen {
    pub(super) question: String,
    pub(super) operator: String,
    pub(super) answer_coding: Option<Coding>,
    pub(super) answer_integer: Option<i64>,
}

#[derive(Debug, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub(super) struct AnswerOption {
    pub(super) extension: Vec<Extension>,
    pub(super) value_coding: Option<Coding>,
    pub(super) value_integer: Option<i64>,
}

#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub(super) struct Coding {
    pub(super) extension: Vec<Extension>,
    pub(super) system: Option<String>,
    pub(super) code: Option<String>,
    pub(super) display: Option<String>,
    #[serde(rename = "_display")]
    pub(super) display_more: Option<Element>,
}

#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub(super) struct Element {
    pub(super) extension: Vec<Extension>,
}

#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub(super) struct Extension {
    pub(super) url: String,
    pub(super) extension: Vec<Extension>,
    pub(super) value_string: Option<String>,
    pub(super) value_code: Option<String>,
    pub(super) value_boolean: Option<bool>,
    pub(super) value_decimal: Option<Number>,
}

#[derive(Debug, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub(super) struct Identifier {
    pub(super) system: Option<String>,
    pub(super) value: Option<String>,
}

#[derive(Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub(super) struct Period {
    pub(super) start: Option<String>,
}

#[derive(Debug, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub(super) struct QuestionnaireResponse {
    pub(super) resource_type: String,
    pub(super) questionnaire: Option<String>,
    pub(super) status: String,
    pub(super) item: Vec<ResponseItem>,
}

#[derive(Debug, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub(super) struct ResponseItem {
    pub(super) link_id: String,
    pub(super) answer: Vec<ResponseAnswer>,
    pub(super) item: Vec<ResponseItem>,
}

#[derive(Debug, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub(super) struct ResponseAnswer {
    pub(super) value_coding: Option<Coding>,
    pub(super) value_integer: Option<i64>,
}
