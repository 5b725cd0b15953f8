//! Answers as a `QuestionnaireResponse`.

use hemma_domain::instrument::{Answer, Answers, Given, Scorer, Sheet};
use hemma_domain::programme::Path;

use super::out::response;
use super::shape::{Coding, QuestionnaireResponse, ResponseAnswer, ResponseItem};
use super::{
    ABSENT, DECLINED, NOT_APPLICABLE, OURS, code_of, fault, line, parse, unreadable, written,
};
use crate::definition_file::Fault;

/// The answers of a sheet as a `QuestionnaireResponse` in JSON; it is in progress while an item waits.
pub fn answers_to_fhir(scorer: &Scorer, sheet: &Sheet) -> String {
    written(&response_of(scorer, sheet))
}

/// The same on one line, as a file of many has them.
pub fn answers_to_fhir_line(scorer: &Scorer, sheet: &Sheet) -> String {
    line(&response_of(scorer, sheet))
}

fn response_of(scorer: &Scorer, sheet: &Sheet) -> QuestionnaireResponse {
    let instrument = scorer.instrument();
    let absent = |code: &str| Coding {
        system: Some(ABSENT.to_owned()),
        code: Some(code.to_owned()),
        ..Coding::default()
    };
    let items = instrument.items.iter().zip(sheet.given());
    let items = items.filter_map(|(item, given)| {
        let coding = match given {
            Given::Value(value) => response(instrument, instrument.responses_of(item)?, *value),
            Given::NotApplicable => absent(NOT_APPLICABLE),
            Given::Declined => absent(DECLINED),
            Given::Unanswered | Given::Skipped => return None,
        };
        Some(ResponseItem {
            link_id: item.code.clone(),
            answer: vec![ResponseAnswer {
                value_coding: Some(coding),
                value_integer: None,
            }],
            item: Vec::new(),
        })
    });
    let status = match sheet.next_open() {
        Some(_) => "in-progress",
        None => "completed",
    };
    let (code, version) = (&instrument.code, instrument.version);
    QuestionnaireResponse {
        resource_type: "QuestionnaireResponse".to_owned(),
        questionnaire: Some(format!("{OURS}:instrument:{code}|{version}")),
        status: status.to_owned(),
        item: items.collect(),
    }
}

/// Reads answers from a `QuestionnaireResponse`; whether they fit an instrument is for its [`Scorer`] to say.
pub fn answers_from_fhir(file: &str, text: &str) -> Result<Answers, Vec<Fault>> {
    let response: QuestionnaireResponse = parse(file, text)?;
    let root = Path::default();
    let mut faults = Vec::new();
    if response.resource_type != "QuestionnaireResponse" {
        let why = "`QuestionnaireResponse` expected";
        faults.push(fault(file, unreadable(root.key("resourceType"), why)));
    }
    let asked = response.questionnaire.as_deref().unwrap_or_default();
    let (address, version) = asked.rsplit_once('|').unwrap_or((asked, ""));
    let version = version.parse().unwrap_or_else(|_| {
        let why = "a canonical address with a whole number as its version expected";
        faults.push(fault(file, unreadable(root.key("questionnaire"), why)));
        0
    });
    let instrument = address.rsplit([':', '/']).next().unwrap_or_default();
    let mut answers = Answers {
        instrument: instrument.to_owned(),
        version,
        ..Answers::default()
    };
    let mut waiting = vec![(root.key("item"), &response.item)];
    while let Some((list, items)) = waiting.pop() {
        for (number, item) in items.iter().enumerate() {
            let at = list.index(number);
            match answer(item) {
                Ok(None) => {}
                Ok(Some(answer)) => {
                    let before = answers.given.insert(code_of(&item.link_id), answer);
                    if before.is_some() {
                        faults.push(fault(file, unreadable(at.clone(), "answered twice")));
                    }
                }
                Err(why) => faults.push(fault(file, unreadable(at.key("answer"), why))),
            }
            waiting.push((at.key("item"), &item.item));
        }
    }
    if faults.is_empty() {
        Ok(answers)
    } else {
        Err(faults)
    }
}

fn answer(item: &ResponseItem) -> Result<Option<Answer>, &'static str> {
    let answer = match item.answer.as_slice() {
        [] => return Ok(None),
        [one] => one,
        _ => return Err("one answer expected"),
    };
    if let Some(value) = answer.value_integer {
        return Ok(Some(Answer::Value(value)));
    }
    let coding = answer.value_coding.as_ref();
    let code = coding
        .and_then(|coding| coding.code.as_deref())
        .unwrap_or_default();
    let is_absent = coding.is_some_and(|coding| coding.system.as_deref() == Some(ABSENT));
    match code {
        NOT_APPLICABLE if is_absent => Ok(Some(Answer::NotApplicable)),
        DECLINED if is_absent => Ok(Some(Answer::Declined)),
        _ if is_absent => Ok(None),
        code => {
            let value = code
                .parse()
                .map_err(|_| "a coding with a whole number as its code expected");
            value.map(|value| Some(Answer::Value(value)))
        }
    }
}
