//! A filled-in form as questions and answers, to be printed.

use hemma_domain::ids::PersonId;
use hemma_domain::person::Person;
use hemma_domain::programme::{ArtefactKind, Coded, Field, FieldKind, FormValues, Value};

use crate::lang::Lang;

/// Every question that has an answer, with its answer; rows of a table on lines of their own.
pub fn answers(
    kind: &ArtefactKind,
    values: &FormValues,
    persons: &[Person],
    lang: Lang,
) -> Vec<(String, String)> {
    kind.fields
        .iter()
        .filter_map(|field| {
            let value = values.get(&field.code)?;
            let text = answer(field, value, persons, lang);
            (!text.is_empty()).then(|| (lang.words(&field.label).to_owned(), text))
        })
        .collect()
}

fn answer(field: &Field, value: &Value, persons: &[Person], lang: Lang) -> String {
    match (&field.kind, value) {
        (FieldKind::Choice(options), Value::Choice(code)) => option(options, code, lang),
        (FieldKind::MultiChoice(options), Value::Choices(codes)) => codes
            .iter()
            .map(|code| option(options, code, lang))
            .collect::<Vec<_>>()
            .join(", "),
        (FieldKind::Rows { fields, .. }, Value::Rows(rows)) => rows
            .iter()
            .map(|row| row_text(fields, row, persons, lang))
            .collect::<Vec<_>>()
            .join("\n"),
        (_, Value::Text(text) | Value::Choice(text)) => text.clone(),
        (_, Value::Date(day)) => lang.full_day(*day),
        (_, Value::Time(clock)) => clock.to_string(),
        (_, Value::Number(number)) => number.to_string(),
        (_, Value::YesNo(true)) => lang.t("consent-yes"),
        (_, Value::YesNo(false)) => lang.t("consent-no"),
        (_, Value::Person(id)) => name(*id, persons),
        (_, Value::Choices(_) | Value::Rows(_)) => String::new(),
    }
}

fn row_text(fields: &[Field], row: &FormValues, persons: &[Person], lang: Lang) -> String {
    fields
        .iter()
        .filter_map(|field| {
            let text = answer(field, row.get(&field.code)?, persons, lang);
            (!text.is_empty()).then(|| format!("{}: {text}", lang.words(&field.label)))
        })
        .collect::<Vec<_>>()
        .join("; ")
}

fn option(options: &[Coded], code: &str, lang: Lang) -> String {
    let known = options.iter().find(|one| one.code == code);
    known.map_or_else(|| code.to_owned(), |one| lang.words(&one.label).to_owned())
}

fn name(id: PersonId, persons: &[Person]) -> String {
    let known = persons.iter().find(|one| one.id == id);
    known.map(Person::full_name).unwrap_or_default()
}
