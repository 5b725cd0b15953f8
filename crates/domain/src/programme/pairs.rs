//! A form as names and texts: what a page posts, and what is stored.
//!
//! A field is named by its code, a cell of a table by `field.row.column`, a chosen option of several by the
//! field's code once per option. Reading back what was written gives the same values.

use super::artefact::{ArtefactKind, Field, FieldKind};
use super::form::{FieldFault, FieldPath, FieldReason, FormValues, Value};

impl ArtefactKind {
    /// Reads names and texts into values. Empty texts count as not filled in, and so do empty rows; names that
    /// the form does not have are faults, as are texts that do not read as their field's kind. The values that
    /// could be read come along, so that nothing typed is lost.
    pub fn read<'a>(
        &self,
        pairs: impl IntoIterator<Item = (&'a str, &'a str)>,
    ) -> (FormValues, Vec<FieldFault>) {
        let mut reader = Reader::default();
        for (name, text) in pairs {
            reader.take(self, name, text);
        }
        let Reader {
            mut values,
            tables,
            mut faults,
        } = reader;
        for (code, rows) in tables {
            let kept: Vec<FormValues> = rows.into_values().filter(|row| !row.is_empty()).collect();
            if !kept.is_empty() {
                values.set(code, Value::Rows(kept));
            }
        }
        faults.extend(self.check(&values));
        (values, faults)
    }

    /// The names and texts that [`ArtefactKind::read`] turns into these values again, in the order of the form.
    pub fn write(&self, values: &FormValues) -> Vec<(String, String)> {
        let mut pairs = Vec::new();
        for field in &self.fields {
            match (&field.kind, values.get(&field.code)) {
                (FieldKind::Rows { fields, .. }, Some(Value::Rows(rows))) => {
                    for (number, row) in rows.iter().enumerate() {
                        for column in fields {
                            let name = format!("{}.{number}.{}", field.code, column.code);
                            write_value(&name, row.get(&column.code), &mut pairs);
                        }
                    }
                }
                (_, value) => write_value(&field.code, value, &mut pairs),
            }
        }
        pairs
    }
}

type Rows = std::collections::BTreeMap<usize, FormValues>;

#[derive(Default)]
struct Reader {
    values: FormValues,
    tables: std::collections::BTreeMap<String, Rows>,
    faults: Vec<FieldFault>,
}

impl Reader {
    fn take(&mut self, form: &ArtefactKind, name: &str, text: &str) {
        let mut parts = name.splitn(3, '.');
        let code = parts.next().unwrap_or(name);
        let cell = parts
            .next()
            .and_then(|row| row.parse::<usize>().ok())
            .zip(parts.next());
        let path = FieldPath {
            field: code.to_owned(),
            cell: cell.map(|(row, column)| (row, column.to_owned())),
        };
        let refused = match (form.field(code), cell) {
            (Some(field), None)
                if name == code && !matches!(field.kind, FieldKind::Rows { .. }) =>
            {
                add(&mut self.values, field, text)
            }
            (
                Some(Field {
                    kind: FieldKind::Rows { fields, rows_max },
                    ..
                }),
                Some((row, column)),
            ) => {
                let known = fields.iter().find(|field| field.code == column);
                let fits = u32::try_from(row).is_ok_and(|row| row < *rows_max);
                match known {
                    Some(_) if !fits => Err(FieldReason::TooManyRows {
                        count: row.saturating_add(1),
                        max: *rows_max,
                    }),
                    Some(field) => add(
                        self.tables
                            .entry(code.to_owned())
                            .or_default()
                            .entry(row)
                            .or_default(),
                        field,
                        text,
                    ),
                    None => Err(FieldReason::NoField),
                }
            }
            _ => Err(FieldReason::NoField),
        };
        if let Err(reason) = refused {
            self.faults.push(FieldFault { at: path, reason });
        }
    }
}

fn add(values: &mut FormValues, field: &Field, text: &str) -> Result<(), FieldReason> {
    if text.trim().is_empty() {
        return Ok(());
    }
    let value = match &field.kind {
        FieldKind::MultiChoice(options) => {
            let mut codes = match values.get(&field.code) {
                Some(Value::Choices(codes)) => codes.clone(),
                _ => Vec::new(),
            };
            codes.push(text.to_owned());
            // A page may send them in any order; what is kept has the order of the form.
            codes.sort_by_key(|code| options.iter().position(|option| option.code == *code));
            Some(Value::Choices(codes))
        }
        kind => read_value(kind, text),
    };
    match value {
        Some(value) => {
            values.set(field.code.clone(), value);
            Ok(())
        }
        None => Err(FieldReason::WrongKind(field.kind.code())),
    }
}

fn read_value(kind: &FieldKind, text: &str) -> Option<Value> {
    let short = text.trim();
    match kind {
        // Browsers send line ends as two characters; one is kept.
        FieldKind::Text | FieldKind::LongText => Some(Value::Text(text.replace("\r\n", "\n"))),
        FieldKind::Choice(_) => Some(Value::Choice(short.to_owned())),
        FieldKind::Date => short.parse().ok().map(Value::Date),
        FieldKind::Time => short.parse().ok().map(Value::Time),
        FieldKind::Number { .. } | FieldKind::Scale { .. } => short
            .replace('\u{2212}', "-")
            .parse()
            .ok()
            .map(Value::Number),
        FieldKind::YesNo => match short {
            "yes" => Some(Value::YesNo(true)),
            "no" => Some(Value::YesNo(false)),
            _ => None,
        },
        FieldKind::Person => short.parse().ok().map(Value::Person),
        FieldKind::MultiChoice(_) | FieldKind::Rows { .. } => None,
    }
}

fn write_value(name: &str, value: Option<&Value>, pairs: &mut Vec<(String, String)>) {
    let text = match value {
        None | Some(Value::Rows(_)) => return,
        Some(Value::Choices(codes)) => {
            pairs.extend(codes.iter().map(|code| (name.to_owned(), code.clone())));
            return;
        }
        Some(Value::Text(text) | Value::Choice(text)) => text.clone(),
        Some(Value::Date(day)) => day.to_string(),
        Some(Value::Time(time)) => time.to_string(),
        Some(Value::Number(number)) => number.to_string(),
        Some(Value::YesNo(true)) => "yes".to_owned(),
        Some(Value::YesNo(false)) => "no".to_owned(),
        Some(Value::Person(person)) => person.to_string(),
    };
    pairs.push((name.to_owned(), text));
}
