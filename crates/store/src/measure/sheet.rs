//! The answers to a measure: one sealed text, saved anew with each answer.

use std::collections::BTreeMap;

use hemma_domain::ids::{CaseId, MeasureId};
use hemma_domain::instrument::Answer;
use hemma_domain::measure::AnswerSheet;
use serde_json::{Map, Value as Json, json};

use super::{hand, hand_columns};
use crate::db::Tx;
use crate::error::{Error, Result};
use crate::seal::{Key, Spot};
use crate::value::Row;
use crate::values;

const NOT_APPLICABLE: &str = "not_applicable";
const DECLINED: &str = "declined";

/// Stores a sheet with its first answers; says whether nobody did before.
pub async fn insert(tx: &mut Tx, key: &Key, case: CaseId, one: &AnswerSheet) -> Result<bool> {
    const SQL: &str = "INSERT INTO answer_sheets (measure_id, case_id, sealed_answers, sealed_note, begun_at, saved_at,
        saved_by, saved_link, version) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, 1) ON CONFLICT (measure_id) DO NOTHING";
    let (by, link) = hand_columns(one.saved.1);
    let bound = values![
        one.measure,
        case,
        key.seal(&spot(one.measure, "sealed_answers"), &text(&one.given)),
        key.seal(&spot(one.measure, "sealed_note"), &one.note),
        one.begun_at,
        one.saved.0,
        by,
        link,
    ];
    Ok(tx.run(SQL, &bound).await? == 1)
}

/// Saves a sheet if nobody changed it meanwhile. Says whether it did.
pub async fn save(tx: &mut Tx, key: &Key, one: &AnswerSheet) -> Result<bool> {
    const SQL: &str =
        "UPDATE answer_sheets SET sealed_answers = $3, sealed_note = $4, saved_at = $5, saved_by = $6,
        saved_link = $7, version = version + 1 WHERE measure_id = $1 AND version = $2";
    let (by, link) = hand_columns(one.saved.1);
    let bound = values![
        one.measure,
        one.version,
        key.seal(&spot(one.measure, "sealed_answers"), &text(&one.given)),
        key.seal(&spot(one.measure, "sealed_note"), &one.note),
        one.saved.0,
        by,
        link,
    ];
    Ok(tx.run(SQL, &bound).await? == 1)
}

/// The answers to a measure of a case; none before the first.
pub async fn find(
    tx: &mut Tx,
    key: &Key,
    (case, measure): (CaseId, MeasureId),
) -> Result<Option<AnswerSheet>> {
    const SQL: &str =
        "SELECT measure_id, sealed_answers, sealed_note, begun_at, saved_at, saved_by, saved_link, version
        FROM answer_sheets WHERE case_id = $1 AND measure_id = $2";
    let row = tx.maybe(SQL, &values![case, measure]).await?;
    row.map(|row| sheet(&row, key)).transpose()
}

/// Every sheet of a case.
pub async fn of_case(tx: &mut Tx, key: &Key, case: CaseId) -> Result<Vec<AnswerSheet>> {
    const SQL: &str =
        "SELECT measure_id, sealed_answers, sealed_note, begun_at, saved_at, saved_by, saved_link, version
        FROM answer_sheets WHERE case_id = $1 ORDER BY begun_at, measure_id";
    let rows = tx.all(SQL, &values![case]).await?;
    rows.iter().map(|row| sheet(row, key)).collect()
}

/// The measures of a case that somebody has begun to answer.
pub async fn begun_of_case(tx: &mut Tx, case: CaseId) -> Result<Vec<MeasureId>> {
    const SQL: &str =
        "SELECT measure_id FROM answer_sheets WHERE case_id = $1 ORDER BY begun_at, measure_id";
    let rows = tx.all(SQL, &values![case]).await?;
    rows.iter().map(|row| row.get("measure_id")).collect()
}

fn spot(measure: MeasureId, column: &'static str) -> Spot {
    Spot::new("answer_sheets", measure, column)
}

fn sheet(row: &Row, key: &Key) -> Result<AnswerSheet> {
    let measure: MeasureId = row.get("measure_id")?;
    Ok(AnswerSheet {
        measure,
        given: opened(row, key)?,
        note: open(row, key, "sealed_note")?,
        begun_at: row.get("begun_at")?,
        saved: (row.get("saved_at")?, hand(row, "saved_by", "saved_link")?),
        version: row.get("version")?,
    })
}

/// The answers alone, of a row with `measure_id` and `sealed_answers`.
pub(crate) fn opened(row: &Row, key: &Key) -> Result<BTreeMap<String, Answer>> {
    let text = open(row, key, "sealed_answers")?;
    match given(&text) {
        Some(given) => Ok(given),
        None => Err(Error::Corrupt {
            table: "answer_sheets".to_owned(),
            column: "sealed_answers".to_owned(),
            id: row.get::<MeasureId>("measure_id")?.to_string(),
        }),
    }
}

fn open(row: &Row, key: &Key, column: &'static str) -> Result<String> {
    let spot = spot(row.get("measure_id")?, column);
    key.open(&spot, &row.get::<String>(column)?)
}

pub(crate) fn text(given: &BTreeMap<String, Answer>) -> String {
    let answers: Map<String, Json> = given
        .iter()
        .map(|(item, answer)| {
            let told = match answer {
                Answer::Value(value) => json!(value),
                Answer::NotApplicable => json!(NOT_APPLICABLE),
                Answer::Declined => json!(DECLINED),
            };
            (item.clone(), told)
        })
        .collect();
    Json::Object(answers).to_string()
}

fn given(text: &str) -> Option<BTreeMap<String, Answer>> {
    answers(serde_json::from_str(text).ok()?)
}

pub(crate) fn answers(read: Map<String, Json>) -> Option<BTreeMap<String, Answer>> {
    read.into_iter()
        .map(|(item, told)| {
            let answer = match &told {
                Json::Number(number) => Answer::Value(number.as_i64()?),
                Json::String(word) if word == NOT_APPLICABLE => Answer::NotApplicable,
                Json::String(word) if word == DECLINED => Answer::Declined,
                _ => return None,
            };
            Some((item, answer))
        })
        .collect()
}
