//! A form to fill in, made from its definition; and what was filled in, read back from what the browser sent.

use askama::Template;
use hemma_domain::person::Person;
use hemma_domain::programme::{ArtefactKind, Coded, Field, FieldKind, FormValues, ROWS_MAX, Value};
use hemma_domain::time::Day;

use crate::http::form::{self, Faults};
use crate::http::posted::Posted;
use crate::lang::Lang;

/// Up to so many options stand side by side; more are a list to choose from.
const CHIPS_MAX: usize = 8;
/// Up to so many steps of a scale stand side by side; more are typed as a number.
const STEPS_MAX: i64 = 11;
/// Stands for the number of a row in the pattern from which a script makes new rows.
const NEW_ROW: &str = "__n__";

/// A question with its control.
#[derive(Template, Debug, Clone)]
#[template(path = "artefact/field.html")]
pub(super) struct FieldEdit {
    pub lang: Lang,
    /// Name and id of the control.
    pub name: String,
    /// The field's code in the definition.
    pub code: String,
    pub label: String,
    pub help: String,
    pub is_required: bool,
    pub error: String,
    pub control: Control,
}

/// What a question is answered with.
#[derive(Debug, Clone)]
pub(super) enum Control {
    /// A line: value, width, keyboard, and a unit after it.
    Line(String, &'static str, &'static str, String),
    Long(String),
    /// One of a list that opens.
    List(Vec<Opt>),
    /// One of some that stand side by side.
    Chips(Vec<Opt>),
    /// Any number of some that stand side by side.
    Checks(Vec<Opt>),
    /// Rows, how many, and the pattern of a new one.
    Rows(Vec<RowEdit>, usize, RowEdit),
}

/// One option: code, words, chosen.
#[derive(Debug, Clone)]
pub(super) struct Opt {
    pub code: String,
    pub label: String,
    pub is_chosen: bool,
}

/// One row of a table to fill in.
#[derive(Debug, Clone)]
pub(super) struct RowEdit {
    pub number: String,
    pub label: String,
    pub fields: Vec<FieldEdit>,
}

/// Makes the controls of a form from what was typed.
#[derive(Clone, Copy)]
pub(super) struct Writer<'a> {
    pub lang: Lang,
    pub persons: &'a [Person],
    pub typed: &'a Posted,
    pub faults: &'a Faults,
}

impl Writer<'_> {
    /// Every question of a form.
    pub(super) fn form(&self, kind: &ArtefactKind) -> Vec<FieldEdit> {
        kind.fields
            .iter()
            .map(|field| self.field(field, format!("f.{}", field.code)))
            .collect()
    }

    fn field(&self, field: &Field, name: String) -> FieldEdit {
        let help = field.help.as_ref();
        FieldEdit {
            lang: self.lang,
            code: field.code.clone(),
            label: self.lang.words(&field.label).to_owned(),
            help: help.map_or_else(String::new, |help| self.lang.words(help).to_owned()),
            is_required: field.required,
            error: self.faults.at(&self.lang, &name).unwrap_or_default(),
            control: self.control(field, &name),
            name,
        }
    }

    fn control(&self, field: &Field, name: &str) -> Control {
        let value = || self.typed.get(name).to_owned();
        let is_cell = name.starts_with("r.");
        let line = |width, keyboard| Control::Line(value(), width, keyboard, String::new());
        match &field.kind {
            FieldKind::Text => line("w-full", "text"),
            FieldKind::LongText => Control::Long(value()),
            FieldKind::Date => line("w-3", "text"),
            FieldKind::Time => line("w-1", "numeric"),
            FieldKind::Number { unit, .. } => {
                let unit = unit.as_ref().map(|unit| self.lang.words(unit).to_owned());
                Control::Line(value(), "w-1", "numeric", unit.unwrap_or_default())
            }
            FieldKind::Choice(options) => {
                let options = self.options(options, name);
                if is_cell || !field.required || options.len() > CHIPS_MAX {
                    Control::List(options)
                } else {
                    Control::Chips(options)
                }
            }
            FieldKind::MultiChoice(options) => Control::Checks(self.options(options, name)),
            FieldKind::YesNo => {
                let yes_no = [("yes", "form-yes"), ("no", "form-no")]
                    .map(|(code, key)| self.option(code, self.lang.t(key), name));
                if is_cell {
                    Control::List(yes_no.to_vec())
                } else {
                    Control::Chips(yes_no.to_vec())
                }
            }
            FieldKind::Person => Control::List(
                self.persons
                    .iter()
                    .map(|person| self.option(&person.id.to_string(), person.full_name(), name))
                    .collect(),
            ),
            FieldKind::Scale { min, max, labels } => {
                let words = |step: i64| {
                    let label = labels.iter().find(|label| label.step == step);
                    label.map_or_else(
                        || step.to_string(),
                        |label| format!("{step} {}", self.lang.words(&label.label)),
                    )
                };
                if max - min >= STEPS_MAX {
                    return Control::Line(value(), "w-1", "numeric", format!("{min}–{max}"));
                }
                let steps = (*min..=*max)
                    .map(|step| self.option(&step.to_string(), words(step), name))
                    .collect();
                if is_cell {
                    Control::List(steps)
                } else {
                    Control::Chips(steps)
                }
            }
            FieldKind::Rows { fields, .. } => self.rows(field, fields),
        }
    }

    fn rows(&self, field: &Field, columns: &[Field]) -> Control {
        let row = |number: &str, label: String| RowEdit {
            fields: columns
                .iter()
                .map(|column| {
                    self.field(column, format!("r.{}.{number}.{}", field.code, column.code))
                })
                .collect(),
            number: number.to_owned(),
            label,
        };
        // One empty row shows what is asked for.
        let count = rows_of(self.typed, &field.code).max(1);
        let named = |number: usize| {
            let name = self.lang.words(&field.label);
            self.lang
                .t2("form-remove-row", ("name", name), ("number", number + 1))
        };
        Control::Rows(
            (0..count)
                .map(|number| row(&number.to_string(), named(number)))
                .collect(),
            count,
            row(NEW_ROW, self.lang.t("form-remove-new-row")),
        )
    }

    fn options(&self, options: &[Coded], name: &str) -> Vec<Opt> {
        options
            .iter()
            .map(|option| {
                self.option(
                    &option.code,
                    self.lang.words(&option.label).to_owned(),
                    name,
                )
            })
            .collect()
    }

    fn option(&self, code: &str, label: String, name: &str) -> Opt {
        Opt {
            code: code.to_owned(),
            label,
            is_chosen: self.typed.all(name).any(|value| value == code),
        }
    }
}

/// How many rows of a table were sent.
fn rows_of(sent: &Posted, code: &str) -> usize {
    let most = usize::try_from(ROWS_MAX).unwrap_or(usize::MAX);
    sent.get(&format!("n.{code}"))
        .parse()
        .unwrap_or(0)
        .min(most + 1)
}

/// What is stored, as the form would send it.
pub(super) fn typed(kind: &ArtefactKind, values: &FormValues, lang: Lang) -> Posted {
    let mut typed = Posted::default();
    for (code, value) in values.iter() {
        if let (Value::Rows(rows), Some(_)) = (value, kind.field(code)) {
            typed.set(&format!("n.{code}"), rows.len().to_string());
            for (number, row) in rows.iter().enumerate() {
                for (column, value) in row.iter() {
                    put(
                        &mut typed,
                        &format!("r.{code}.{number}.{column}"),
                        (value, lang),
                    );
                }
            }
        } else {
            put(&mut typed, &format!("f.{code}"), (value, lang));
        }
    }
    typed
}

fn put(typed: &mut Posted, name: &str, (value, lang): (&Value, Lang)) {
    match value {
        Value::Text(text) | Value::Choice(text) => typed.push(name, text.clone()),
        Value::Choices(codes) => codes.iter().for_each(|code| typed.push(name, code.clone())),
        Value::Date(day) => typed.push(name, lang.full_day(*day)),
        Value::Time(clock) => typed.push(name, clock.to_string()),
        Value::Number(number) => typed.push(name, number.to_string()),
        Value::YesNo(flag) => typed.push(name, if *flag { "yes" } else { "no" }),
        Value::Person(id) => typed.push(name, id.to_string()),
        Value::Rows(_) => {}
    }
}

/// What was sent, without the rows that nobody filled in, and without the row that is to go.
pub(super) fn compact(kind: &ArtefactKind, sent: &Posted, gone: Option<(&str, usize)>) -> Posted {
    let mut kept = sent.clone();
    for field in &kind.fields {
        let FieldKind::Rows { fields, .. } = &field.kind else {
            continue;
        };
        let mut next = 0;
        let count = rows_of(sent, &field.code);
        for number in 0..count {
            let from = |column: &Field| format!("r.{}.{number}.{}", field.code, column.code);
            let is_gone = gone == Some((field.code.as_str(), number));
            let is_blank = fields
                .iter()
                .all(|column| sent.all(&from(column)).all(|value| value.trim().is_empty()));
            if is_gone || is_blank {
                continue;
            }
            for column in fields {
                let to = format!("r.{}.{next}.{}", field.code, column.code);
                let values: Vec<String> = sent.all(&from(column)).map(str::to_owned).collect();
                kept.clear(&to);
                values
                    .into_iter()
                    .for_each(|value| kept.push(to.clone(), value));
            }
            next += 1;
        }
        for number in next..count {
            for column in fields {
                kept.clear(&format!("r.{}.{number}.{}", field.code, column.code));
            }
        }
        kept.set(&format!("n.{}", field.code), next.to_string());
    }
    kept
}

/// The answers in a compacted form, and what cannot be read.
pub(super) fn read(kind: &ArtefactKind, sent: &Posted, today: Day) -> (FormValues, Faults) {
    let (mut values, mut faults) = (FormValues::new(), Faults::none());
    for field in &kind.fields {
        if let FieldKind::Rows { fields, .. } = &field.kind {
            let rows: Vec<FormValues> = (0..rows_of(sent, &field.code))
                .map(|number| {
                    let mut row = FormValues::new();
                    for column in fields {
                        let name = format!("r.{}.{number}.{}", field.code, column.code);
                        take(column, (&name, sent, today), &mut row, &mut faults);
                    }
                    row
                })
                .collect();
            if !rows.is_empty() {
                values.set(field.code.as_str(), Value::Rows(rows));
            }
        } else {
            let name = format!("f.{}", field.code);
            take(field, (&name, sent, today), &mut values, &mut faults);
        }
    }
    (values, faults)
}

fn take(
    field: &Field,
    (name, sent, today): (&str, &Posted, Day),
    values: &mut FormValues,
    faults: &mut Faults,
) {
    let typed = sent.get(name);
    if typed.trim().is_empty() {
        return;
    }
    match answer(&field.kind, (name, sent, today)) {
        Ok(value) => values.set(field.code.as_str(), value),
        Err(message) => faults.add(name, message),
    }
}

fn answer(
    kind: &FieldKind,
    (name, sent, today): (&str, &Posted, Day),
) -> Result<Value, &'static str> {
    let typed = sent.get(name);
    Ok(match kind {
        FieldKind::Text | FieldKind::LongText => Value::Text(typed.trim_end().to_owned()),
        FieldKind::Choice(_) => Value::Choice(typed.to_owned()),
        FieldKind::MultiChoice(_) => Value::Choices(sent.all(name).map(str::to_owned).collect()),
        FieldKind::Date => Value::Date(form::day(typed, today).ok_or("error-form-day")?),
        FieldKind::Time => Value::Time(form::time(typed).ok_or("error-form-time")?),
        FieldKind::Number { .. } | FieldKind::Scale { .. } => {
            let number = typed.trim().parse().map_err(|_| "error-form-number")?;
            Value::Number(number)
        }
        FieldKind::YesNo => Value::YesNo(typed == "yes"),
        FieldKind::Person => Value::Person(typed.parse().map_err(|_| "error-form-choice")?),
        FieldKind::Rows { .. } => return Err("error-form-choice"),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use hemma_app::programme_file::embedded;

    fn plan() -> ArtefactKind {
        let all = embedded().unwrap();
        let can = all.iter().find(|one| one.programme().code == "MST-CAN");
        can.unwrap().programme().safety_plan().unwrap().clone()
    }

    fn today() -> Day {
        "2026-11-23".parse().unwrap()
    }

    #[test]
    fn what_is_stored_comes_back_from_the_form() {
        let row = FormValues::new()
            .with("what", Value::Choice("knives".into()))
            .with("checked_on", Value::Date("2026-11-20".parse().unwrap()));
        let values = FormValues::new()
            .with("code_word", Value::Text("ananas".into()))
            .with(
                "copies",
                Value::Choices(vec!["home".into(), "school".into()]),
            )
            .with("means", Value::Rows(vec![row]));
        for lang in [Lang::SV, Lang::EN] {
            let sent = typed(&plan(), &values, lang);
            let (read, faults) = read(&plan(), &compact(&plan(), &sent, None), today());
            assert!(faults.is_empty(), "{faults:?}");
            assert_eq!(read, values);
        }
    }

    #[test]
    fn empty_rows_and_the_row_to_remove_are_left_out() {
        let sent = Posted::read(
            "n.contacts=4&r.contacts.0.who=A&r.contacts.1.who=+&r.contacts.2.who=B&r.contacts.3.who=C&r.contacts.3.phone=1",
        );
        let kept = compact(&plan(), &sent, Some(("contacts", 2)));
        assert_eq!(kept.get("n.contacts"), "2");
        let (values, _) = read(&plan(), &kept, today());
        let rows = values.rows("contacts");
        assert_eq!(rows.len(), 2);
        assert_eq!((rows[0].text("who"), rows[1].text("who")), ("A", "C"));
        assert_eq!(rows[1].text("phone"), "1");
    }

    #[test]
    fn what_cannot_be_read_is_told_by_field() {
        let sent = Posted::read(
            "f.next_review=31+april&f.relapse_person=x&n.means=1&r.means.0.checked_on=snart&n.risks=9999999",
        );
        let (_, faults) = read(&plan(), &compact(&plan(), &sent, None), today());
        for name in ["f.next_review", "f.relapse_person", "r.means.0.checked_on"] {
            assert!(faults.has(name), "{name}");
        }
        assert_eq!(faults.count(), 3);
    }
}
