//! Form values as JSON: each answer as an object with one member, whose name says the kind of the answer.

use hemma_domain::programme::{FormValues, Value};
use serde_json::{Map, Value as Json, json};

/// The JSON of a form.
pub(super) fn write(values: &FormValues) -> String {
    form(values).to_string()
}

/// A form from its JSON; none if it is not one.
pub(super) fn read(text: &str) -> Option<FormValues> {
    if text.is_empty() {
        return Some(FormValues::new());
    }
    read_form(&serde_json::from_str(text).ok()?)
}

fn form(values: &FormValues) -> Json {
    let fields: Map<String, Json> = values
        .iter()
        .map(|(code, value)| (code.to_owned(), answer(value)))
        .collect();
    Json::Object(fields)
}

fn answer(value: &Value) -> Json {
    match value {
        Value::Text(text) => json!({"text": text}),
        Value::Choice(code) => json!({"choice": code}),
        Value::Choices(codes) => json!({"choices": codes}),
        Value::Date(day) => json!({"date": day.to_string()}),
        Value::Time(clock) => json!({"time": clock.to_string()}),
        Value::Number(number) => json!({"number": number}),
        Value::YesNo(flag) => json!({"yes_no": flag}),
        Value::Person(person) => json!({"person": person.to_string()}),
        Value::Rows(rows) => json!({"rows": rows.iter().map(form).collect::<Vec<_>>()}),
    }
}

fn read_form(json: &Json) -> Option<FormValues> {
    let mut values = FormValues::new();
    for (code, answer) in json.as_object()? {
        values.set(code.as_str(), read_answer(answer)?);
    }
    Some(values)
}

fn read_answer(json: &Json) -> Option<Value> {
    let (kind, value) = json.as_object()?.iter().next()?;
    let text = || value.as_str();
    Some(match kind.as_str() {
        "text" => Value::Text(text()?.to_owned()),
        "choice" => Value::Choice(text()?.to_owned()),
        "choices" => {
            let codes = value.as_array()?.iter();
            Value::Choices(
                codes
                    .map(|code| code.as_str().map(str::to_owned))
                    .collect::<Option<_>>()?,
            )
        }
        "date" => Value::Date(text()?.parse().ok()?),
        "time" => Value::Time(text()?.parse().ok()?),
        "number" => Value::Number(value.as_i64()?),
        "yes_no" => Value::YesNo(value.as_bool()?),
        "person" => Value::Person(text()?.parse().ok()?),
        "rows" => Value::Rows(
            value
                .as_array()?
                .iter()
                .map(read_form)
                .collect::<Option<_>>()?,
        ),
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use hemma_domain::ids::PersonId;

    #[test]
    fn every_kind_of_answer_comes_back() {
        let row = FormValues::new()
            .with("who", Value::Person(PersonId(uuid::Uuid::from_u128(7))))
            .with("at", Value::Time("14:02".parse().unwrap()));
        let values = FormValues::new()
            .with("text", Value::Text("Å\n\"ä\"".into()))
            .with("choice", Value::Choice("one".into()))
            .with("choices", Value::Choices(vec!["one".into(), "two".into()]))
            .with("date", Value::Date("2026-11-23".parse().unwrap()))
            .with("number", Value::Number(-3))
            .with("yes", Value::YesNo(false))
            .with("rows", Value::Rows(vec![row, FormValues::new()]));
        assert_eq!(read(&write(&values)), Some(values));
        assert_eq!(read(""), Some(FormValues::new()));
    }

    #[test]
    fn what_is_no_form_is_refused() {
        for text in [
            "[]",
            "{",
            r#"{"a":{"colour":"red"}}"#,
            r#"{"a":{"date":"tomorrow"}}"#,
        ] {
            assert_eq!(read(text), None, "{text}");
        }
    }
}
