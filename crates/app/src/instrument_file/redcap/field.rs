//! The lines of a dictionary, and what stands in them: choices and branching logic.

use hemma_domain::instrument::{Condition, RESPONSES_MAX};

use super::{DictionaryReason, LINES_MAX};

/// One line of a dictionary.
#[derive(Debug, Default)]
pub(super) struct Field {
    pub(super) line: usize,
    pub(super) name: String,
    pub(super) form: String,
    pub(super) kind: String,
    pub(super) label: String,
    pub(super) choices: String,
    pub(super) logic: String,
}

const NAME: &str = "Variable / Field Name";
const FORM: &str = "Form Name";
const KIND: &str = "Field Type";
const LABEL: &str = "Field Label";
const CHOICES: &str = "Choices, Calculations, OR Slider Labels";
const LOGIC: &str = "Branching Logic (Show field only if...)";

/// Every line, in order.
pub(super) fn read(text: &str) -> Result<Vec<Field>, (usize, DictionaryReason)> {
    let mut reader = csv::ReaderBuilder::new()
        .flexible(true)
        .from_reader(text.as_bytes());
    let unreadable = |err: csv::Error| {
        let line = err.position().map_or(1, csv::Position::line);
        let line = usize::try_from(line).unwrap_or(1);
        (line, DictionaryReason::Csv(err.to_string()))
    };
    let headers = reader.headers().map_err(unreadable)?.clone();
    let column = |name: &'static str| {
        let found = headers.iter().position(|header| header.trim() == name);
        found.ok_or((1, DictionaryReason::NoColumn(name)))
    };
    let (name, form, kind) = (column(NAME)?, column(FORM)?, column(KIND)?);
    let (label, choices, logic) = (column(LABEL)?, column(CHOICES)?, column(LOGIC)?);
    let mut fields = Vec::new();
    for record in reader.records() {
        let record = record.map_err(unreadable)?;
        if fields.len() >= LINES_MAX {
            return Err((LINES_MAX, DictionaryReason::TooManyLines));
        }
        let cell = |at: usize| record.get(at).unwrap_or_default().trim().to_owned();
        let line = record.position().map_or(1, csv::Position::line);
        fields.push(Field {
            line: usize::try_from(line).unwrap_or(1),
            name: cell(name),
            form: cell(form),
            kind: cell(kind),
            label: cell(label),
            choices: cell(choices),
            logic: cell(logic),
        });
    }
    Ok(fields)
}

impl Field {
    /// The responses of a field that people choose one from; nothing of any other field.
    pub(super) fn responses(&self) -> Option<Result<Vec<(i64, String)>, DictionaryReason>> {
        let pairs = |pairs: [(i64, &str); 2]| {
            let pairs = pairs.map(|(value, label)| (value, label.to_owned()));
            Some(Ok(pairs.to_vec()))
        };
        match self.kind.as_str() {
            "radio" | "dropdown" => {}
            "yesno" => return pairs([(1, "Yes"), (0, "No")]),
            "truefalse" => return pairs([(1, "True"), (0, "False")]),
            _ => return None,
        }
        let choices = self.choices.split('|').take(RESPONSES_MAX + 1);
        let responses = choices.map(|choice| {
            let (code, label) = choice.split_once(',').unwrap_or((choice, ""));
            let (code, label) = (code.trim(), label.trim());
            match code.parse() {
                Ok(value) if !label.is_empty() => Ok((value, label.to_owned())),
                _ => Err(DictionaryReason::BadChoice(choice.trim().to_owned())),
            }
        });
        Some(responses.collect())
    }

    /// The condition under which the field is shown.
    pub(super) fn condition(&self) -> Result<Option<Condition>, DictionaryReason> {
        if self.logic.is_empty() {
            return Ok(None);
        }
        let ours = plain(&self.logic).map_err(|why| DictionaryReason::BadLogic(why.to_owned()))?;
        let read = ours.parse();
        read.map(Some)
            .map_err(|err: hemma_domain::instrument::NotACondition| {
                DictionaryReason::BadLogic(format!("{err} of `{ours}`"))
            })
    }
}

/// Branching logic in our own words: `[a] = '1' AND [b] <> "2"` becomes `a = 1 and b != 2`.
fn plain(logic: &str) -> Result<String, &'static str> {
    let mut out = String::new();
    let mut rest = logic;
    while let Some(c) = rest.chars().next() {
        let after = rest.get(c.len_utf8()..).unwrap_or_default();
        rest = match c {
            '[' => {
                let (name, after) = after.split_once(']').ok_or("`[` without `]`")?;
                if after.starts_with('[') {
                    return Err("fields of other events cannot be read");
                }
                if name.contains('(') {
                    return Err("checkboxes cannot be read");
                }
                out.push_str(name.trim());
                after
            }
            '\'' | '"' => {
                let (value, after) = after.split_once(c).ok_or("a quote is not closed")?;
                out.push_str(value.trim());
                after
            }
            '<' if after.starts_with('>') => {
                out.push_str("!=");
                after.get(1..).unwrap_or_default()
            }
            c => {
                out.push(c.to_ascii_lowercase());
                after
            }
        };
    }
    Ok(out)
}
