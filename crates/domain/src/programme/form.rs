//! What somebody filled in on a form, and whether it may be saved or signed.

use std::collections::BTreeMap;

use thiserror::Error;

use super::artefact::{ArtefactKind, Field, FieldKind, LONG_TEXT_CHARS_MAX, TEXT_CHARS_MAX};
use super::word::Coded;
use crate::ids::PersonId;
use crate::time::{Clock, Day};

/// The answer to one field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Value {
    /// One line or several.
    Text(String),
    /// The code of the chosen option.
    Choice(String),
    /// The codes of the chosen options, in the order of the choice.
    Choices(Vec<String>),
    /// A day.
    Date(Day),
    /// A time of day.
    Time(Clock),
    /// A number, or a step on a scale.
    Number(i64),
    /// Yes or no.
    YesNo(bool),
    /// Somebody in or around the family.
    Person(PersonId),
    /// A table; each row is a small form of its own.
    Rows(Vec<FormValues>),
}

/// What is filled in on a form: answers by field code. A field without an answer is absent.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct FormValues(BTreeMap<String, Value>);

impl FormValues {
    /// An empty form.
    pub fn new() -> FormValues {
        FormValues::default()
    }

    /// Puts in an answer in place of an earlier one.
    pub fn set(&mut self, field: impl Into<String>, value: Value) {
        self.0.insert(field.into(), value);
    }

    /// The same form with one more answer.
    #[must_use]
    pub fn with(mut self, field: impl Into<String>, value: Value) -> FormValues {
        self.set(field, value);
        self
    }

    /// The answer to a field.
    pub fn get(&self, field: &str) -> Option<&Value> {
        self.0.get(field)
    }

    /// The text of a field; empty if there is none.
    pub fn text(&self, field: &str) -> &str {
        match self.get(field) {
            Some(Value::Text(text) | Value::Choice(text)) => text,
            _ => "",
        }
    }

    /// The rows of a field; none if there are none.
    pub fn rows(&self, field: &str) -> &[FormValues] {
        match self.get(field) {
            Some(Value::Rows(rows)) => rows,
            _ => &[],
        }
    }

    /// Every answer, by field code.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &Value)> {
        self.0.iter().map(|(field, value)| (field.as_str(), value))
    }

    /// Whether nothing is filled in.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

/// Where on a form a fault is.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct FieldPath {
    /// The field.
    pub field: String,
    /// The row, counted from 0, and the column, if the field is a table.
    pub cell: Option<(usize, String)>,
}

/// One thing that is wrong with what was filled in.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("{}: {reason}", at.field)]
pub struct FieldFault {
    /// Where it is.
    pub at: FieldPath,
    /// What is wrong there.
    pub reason: FieldReason,
}

/// What can be wrong with an answer.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum FieldReason {
    /// The form has no such field.
    #[error("the form has no such field")]
    NoField,
    /// The answer is not of the field's kind.
    #[error("a {0} is expected")]
    WrongKind(&'static str),
    /// The choice has no such option.
    #[error("no option has the code `{0}`")]
    NoOption(String),
    /// An option is chosen twice.
    #[error("the option `{0}` is chosen twice")]
    ChosenTwice(String),
    /// The text is longer than can be kept.
    #[error("{chars} characters, at most {max} are allowed")]
    TooLong {
        /// How long it is.
        chars: usize,
        /// How long it may be.
        max: usize,
    },
    /// The text holds characters that are no text.
    #[error("the text holds characters that cannot be shown")]
    NotText,
    /// More rows than the table takes.
    #[error("{count} rows, at most {max} are allowed")]
    TooManyRows {
        /// How many there are.
        count: usize,
        /// How many there may be.
        max: u32,
    },
    /// The number is outside what the field takes.
    #[error("{value} lies outside {min} to {max}")]
    OutOfRange {
        /// The number.
        value: i64,
        /// The lowest allowed.
        min: i64,
        /// The highest allowed.
        max: i64,
    },
    /// The form cannot be signed without it.
    #[error("must be filled in before signing")]
    Missing,
}

impl ArtefactKind {
    /// What keeps a draft from being saved; what is missing does not.
    pub fn check(&self, values: &FormValues) -> Vec<FieldFault> {
        let mut faults = Vec::new();
        for (code, value) in values.iter() {
            let at = FieldPath {
                field: code.to_owned(),
                cell: None,
            };
            match self.field(code) {
                None => faults.push(FieldFault {
                    at,
                    reason: FieldReason::NoField,
                }),
                Some(field) => {
                    if let Err(reason) = field.check(value) {
                        faults.push(FieldFault { at, reason });
                    }
                    check_cells(field, value, &mut faults);
                }
            }
        }
        faults
    }

    /// What keeps a form from being signed: all that keeps it from being saved, and what is missing.
    pub fn check_for_signing(&self, values: &FormValues) -> Vec<FieldFault> {
        let mut faults = self.check(values);
        for field in &self.fields {
            if field.required && is_blank(values.get(&field.code)) {
                let at = FieldPath {
                    field: field.code.clone(),
                    cell: None,
                };
                faults.push(FieldFault {
                    at,
                    reason: FieldReason::Missing,
                });
            }
            missing_cells(field, values.rows(&field.code), &mut faults);
        }
        faults
    }

    /// Whom the form is about, by the fields that say so; each person once, in the order of the form.
    pub fn subjects(&self, values: &FormValues) -> Vec<PersonId> {
        let mut people = Vec::new();
        for field in &self.fields {
            gather(field, values, &mut people);
            if let FieldKind::Rows { fields, .. } = &field.kind {
                for row in values.rows(&field.code) {
                    fields
                        .iter()
                        .for_each(|column| gather(column, row, &mut people));
                }
            }
        }
        people
    }
}

fn gather(field: &Field, values: &FormValues, people: &mut Vec<PersonId>) {
    if let (true, Some(Value::Person(person))) = (field.subject, values.get(&field.code))
        && !people.contains(person)
    {
        people.push(*person);
    }
}

fn check_cells(field: &Field, value: &Value, faults: &mut Vec<FieldFault>) {
    let (FieldKind::Rows { fields, rows_max }, Value::Rows(rows)) = (&field.kind, value) else {
        return;
    };
    let max = usize::try_from(*rows_max).unwrap_or(usize::MAX);
    for (number, row) in rows.iter().take(max).enumerate() {
        for (code, value) in row.iter() {
            let reason = match fields.iter().find(|column| column.code == code) {
                None => Some(FieldReason::NoField),
                Some(column) => column.check(value).err(),
            };
            let at = FieldPath {
                field: field.code.clone(),
                cell: Some((number, code.to_owned())),
            };
            faults.extend(reason.map(|reason| FieldFault { at, reason }));
        }
    }
}

/// An empty row is a row nobody has begun, so that only begun rows miss something.
fn missing_cells(field: &Field, rows: &[FormValues], faults: &mut Vec<FieldFault>) {
    let FieldKind::Rows { fields, .. } = &field.kind else {
        return;
    };
    for (number, row) in rows
        .iter()
        .enumerate()
        .filter(|(_, row)| !is_blank_row(row))
    {
        for column in fields
            .iter()
            .filter(|column| column.required && is_blank(row.get(&column.code)))
        {
            let at = FieldPath {
                field: field.code.clone(),
                cell: Some((number, column.code.clone())),
            };
            faults.push(FieldFault {
                at,
                reason: FieldReason::Missing,
            });
        }
    }
}

fn is_blank(value: Option<&Value>) -> bool {
    match value {
        None => true,
        Some(Value::Text(text) | Value::Choice(text)) => text.trim().is_empty(),
        Some(Value::Choices(codes)) => codes.is_empty(),
        Some(Value::Rows(rows)) => rows.iter().all(is_blank_row),
        Some(
            Value::Date(_) | Value::Time(_) | Value::Number(_) | Value::YesNo(_) | Value::Person(_),
        ) => false,
    }
}

fn is_blank_row(row: &FormValues) -> bool {
    row.iter().all(|(_, value)| is_blank(Some(value)))
}

impl Field {
    fn check(&self, value: &Value) -> Result<(), FieldReason> {
        match (&self.kind, value) {
            (FieldKind::Text, Value::Text(text)) => check_text(text, TEXT_CHARS_MAX, &[]),
            (FieldKind::LongText, Value::Text(text)) => {
                check_text(text, LONG_TEXT_CHARS_MAX, &['\n', '\r', '\t'])
            }
            (FieldKind::Choice(options), Value::Choice(code)) => check_option(options, code),
            (FieldKind::MultiChoice(options), Value::Choices(codes)) => {
                check_options(options, codes)
            }
            (
                FieldKind::Number { min, max, .. } | FieldKind::Scale { min, max, .. },
                Value::Number(number),
            ) => {
                let (value, min, max) = (*number, *min, *max);
                let inside = (min..=max).contains(&value);
                if inside {
                    Ok(())
                } else {
                    Err(FieldReason::OutOfRange { value, min, max })
                }
            }
            (FieldKind::Rows { rows_max, .. }, Value::Rows(rows)) => {
                let (count, max) = (rows.len(), *rows_max);
                let fits = u32::try_from(count).is_ok_and(|count| count <= max);
                if fits {
                    Ok(())
                } else {
                    Err(FieldReason::TooManyRows { count, max })
                }
            }
            (FieldKind::Date, Value::Date(_))
            | (FieldKind::Time, Value::Time(_))
            | (FieldKind::YesNo, Value::YesNo(_))
            | (FieldKind::Person, Value::Person(_)) => Ok(()),
            (kind, _) => Err(FieldReason::WrongKind(kind.code())),
        }
    }
}

fn check_text(text: &str, max: usize, layout: &[char]) -> Result<(), FieldReason> {
    let chars = text.chars().count();
    if chars > max {
        return Err(FieldReason::TooLong { chars, max });
    }
    let strange = |c: char| c.is_control() && !layout.contains(&c);
    if text.chars().any(strange) {
        Err(FieldReason::NotText)
    } else {
        Ok(())
    }
}

fn check_option(options: &[Coded], code: &str) -> Result<(), FieldReason> {
    let known = options.iter().any(|option| option.code == code);
    if known {
        Ok(())
    } else {
        Err(FieldReason::NoOption(code.to_owned()))
    }
}

fn check_options(options: &[Coded], codes: &[String]) -> Result<(), FieldReason> {
    for (position, code) in codes.iter().enumerate() {
        check_option(options, code)?;
        if codes.iter().take(position).any(|earlier| earlier == code) {
            return Err(FieldReason::ChosenTwice(code.clone()));
        }
    }
    Ok(())
}
