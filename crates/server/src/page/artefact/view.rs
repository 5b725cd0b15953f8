//! A filled-in form as people read it.

use askama::Template;
use hemma_app::incident::IncidentForm;
use hemma_domain::ids::PersonId;
use hemma_domain::person::Person;
use hemma_domain::programme::{ArtefactKind, Coded, Field, FieldKind, FormValues, Value};

use crate::lang::Lang;
use crate::page::phone::Said;

/// What is needed at the door comes first; the rest follows in the order of the form.
const DOOR_ORDER: [&str; 5] = ["steps", "warning_signs", "safe_places", "contacts", "no_go"];
/// The field of a plan that holds its steps, and the column that says at which level they are taken.
const STEPS: (&str, &str) = ("steps", "level");
/// The column that asks for a telephone number.
const PHONE: &str = "phone";
/// The day of review stands in the head of a plan instead.
const REVIEW: &str = "next_review";

/// A question with its answer.
#[derive(Template, Debug, Clone)]
#[template(path = "artefact/read.html")]
pub struct FieldRead {
    pub code: String,
    pub label: String,
    pub answer: Answer,
}

/// An answer, ready to be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Answer {
    Text(Said),
    /// Column names, and rows with a text for each column.
    Table(Vec<String>, Vec<Vec<Said>>),
    /// What is done, level by level.
    Levels(Vec<(String, Vec<Said>)>),
}

/// What is needed to say an answer in words.
#[derive(Clone, Copy)]
pub struct Reader<'a> {
    pub lang: Lang,
    pub persons: &'a [Person],
}

impl Reader<'_> {
    /// Every question that was answered, in the order of the form.
    pub fn form(&self, kind: &ArtefactKind, values: &FormValues) -> Vec<FieldRead> {
        kind.fields
            .iter()
            .filter_map(|field| self.field(field, values))
            .collect()
    }

    /// The plan as it is needed at the door.
    pub fn at_the_door(&self, kind: &ArtefactKind, values: &FormValues) -> Vec<FieldRead> {
        let mut fields = self.form(kind, values);
        fields.retain(|field| field.code != REVIEW);
        let place = |field: &FieldRead| {
            let known = DOOR_ORDER.iter().position(|code| *code == field.code);
            known.unwrap_or(DOOR_ORDER.len())
        };
        fields.sort_by_key(place);
        fields
    }

    fn field(&self, field: &Field, values: &FormValues) -> Option<FieldRead> {
        let answer = match &field.kind {
            FieldKind::Rows { fields, .. } => {
                let rows = values.rows(&field.code);
                if rows.is_empty() {
                    return None;
                }
                self.levels(field, fields, rows)
                    .unwrap_or_else(|| self.table(fields, rows))
            }
            _ => {
                let text = self.text(field, values.get(&field.code)?)?;
                (!text.trim().is_empty()).then(|| Answer::Text(Said::text(&text)))?
            }
        };
        Some(FieldRead {
            code: field.code.clone(),
            label: self.lang.words(&field.label).to_owned(),
            answer,
        })
    }

    /// Columns in which nothing is said are left out.
    fn table(&self, columns: &[Field], rows: &[FormValues]) -> Answer {
        let said: Vec<&Field> = columns
            .iter()
            .filter(|column| rows.iter().any(|row| row.get(&column.code).is_some()))
            .collect();
        let heads = said.iter().map(|column| self.lang.words(&column.label));
        let cell = |row: &FormValues, column: &Field| {
            let text = row.get(&column.code);
            let text = text.and_then(|value| self.text(column, value));
            let text = text.unwrap_or_default();
            match column.code == PHONE {
                true => Said::number(&text),
                false => Said::text(&text),
            }
        };
        Answer::Table(
            heads.map(str::to_owned).collect(),
            rows.iter()
                .map(|row| said.iter().map(|column| cell(row, column)).collect())
                .collect(),
        )
    }

    /// Steps gathered under their level, each as one sentence; none for other tables.
    fn levels(&self, field: &Field, columns: &[Field], rows: &[FormValues]) -> Option<Answer> {
        if field.code != STEPS.0 {
            return None;
        }
        let level = columns.iter().find(|column| column.code == STEPS.1)?;
        let FieldKind::Choice(options) = &level.kind else {
            return None;
        };
        let sentence = |row: &FormValues| {
            let said = columns.iter().filter(|column| column.code != level.code);
            let parts: Vec<String> = said
                .filter_map(|column| self.text(column, row.get(&column.code)?))
                .collect();
            Said::text(&parts.join(": "))
        };
        let levels = options.iter().map(|option| {
            let steps = rows
                .iter()
                .filter(|row| row.text(&level.code) == option.code);
            (
                self.lang.words(&option.label).to_owned(),
                steps.map(sentence).collect::<Vec<_>>(),
            )
        });
        Some(Answer::Levels(
            levels.filter(|(_, steps)| !steps.is_empty()).collect(),
        ))
    }

    /// One answer in words; none for tables.
    pub fn text(&self, field: &Field, value: &Value) -> Option<String> {
        let lang = self.lang;
        Some(match (&field.kind, value) {
            (_, Value::Text(text)) => text.clone(),
            (FieldKind::Choice(options), Value::Choice(code)) => label(lang, options, code),
            (FieldKind::MultiChoice(options), Value::Choices(codes)) => {
                let labels: Vec<String> = codes
                    .iter()
                    .map(|code| label(lang, options, code))
                    .collect();
                labels.join(", ")
            }
            (_, Value::Date(day)) => lang.full_day(*day),
            (_, Value::Time(clock)) => clock.to_string(),
            (FieldKind::Number { unit, .. }, Value::Number(number)) => match unit {
                Some(unit) => format!("{number} {}", lang.words(unit)),
                None => number.to_string(),
            },
            (FieldKind::Scale { labels, max, .. }, Value::Number(number)) => {
                match labels.iter().find(|label| label.step == *number) {
                    Some(label) => format!("{number}/{max}, {}", lang.words(&label.label)),
                    None => format!("{number}/{max}"),
                }
            }
            (_, Value::YesNo(true)) => lang.t("form-yes"),
            (_, Value::YesNo(false)) => lang.t("form-no"),
            (_, Value::Person(id)) => self.name(*id),
            _ => return None,
        })
    }

    fn name(&self, id: PersonId) -> String {
        let person = self.persons.iter().find(|person| person.id == id);
        person.map_or_else(
            || self.lang.t("form-unknown-person"),
            |person| person.given_name.clone(),
        )
    }
}

fn label(lang: Lang, options: &[Coded], code: &str) -> String {
    let option = options.iter().find(|option| option.code == code);
    option.map_or_else(
        || code.to_owned(),
        |option| lang.words(&option.label).to_owned(),
    )
}

/// The steps of the safety plan in force, for the form of an incident.
pub fn steps(form: &IncidentForm, lang: Lang) -> Vec<FieldRead> {
    let (Some(plan), Some(kind)) = (&form.plan, form.head.programme.safety_plan()) else {
        return Vec::new();
    };
    let reader = Reader {
        lang,
        persons: &form.head.persons,
    };
    let mut fields = reader.form(kind, &plan.artefact.values);
    fields.retain(|field| field.code == STEPS.0);
    fields
}

/// Answers of every shape, for samples.
pub fn samples() -> Vec<FieldRead> {
    let read = |code: &str, label: &str, answer| FieldRead {
        code: code.to_owned(),
        label: label.to_owned(),
        answer,
    };
    let step = (
        "Farligt".to_owned(),
        vec![Said::text("Fjäril: går till grannen, ring 112")],
    );
    vec![
        read("steps", "Det här gör vi", Answer::Levels(vec![step])),
        read(
            "contacts",
            "Vi ringer, i den här ordningen",
            Answer::Table(
                vec!["Vem".to_owned(), "Telefon".to_owned()],
                vec![vec![Said::text("Mormor"), Said::number("070-000 00 01")]],
            ),
        ),
        read("code_word", "Kodord", Answer::Text(Said::text("ananas"))),
    ]
}
