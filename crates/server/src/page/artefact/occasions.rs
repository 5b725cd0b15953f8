//! Forms that a case has many of: each occasion a row, and what has numbers a curve.

use super::*;

/// The occasions of a form that a case has many of, as a table and as curves.
pub(super) fn table(
    found: &KindPage,
    reader: Reader<'_>,
    may_write: bool,
) -> (Vec<String>, Vec<OccasionRow>, Vec<(String, String)>) {
    let (lang, kind) = (reader.lang, &found.kind);
    let columns = columns(found);
    let base = address(found.head.case.id, &kind.code);
    let rows = found
        .versions
        .iter()
        .filter(|one| match one.artefact.state {
            ArtefactState::Draft => may_write,
            ArtefactState::InForce { .. } => true,
            ArtefactState::Superseded { .. } => false,
        })
        .map(|one| {
            let (id, values) = (one.artefact.id, &one.artefact.values);
            let cell = |column: &&Field| {
                let value = values.get(&column.code);
                value
                    .and_then(|value| reader.text(column, value))
                    .unwrap_or_default()
            };
            let is_draft = one.artefact.state.is_draft();
            OccasionRow {
                url: if is_draft {
                    format!("{base}/edit?draft={id}")
                } else {
                    format!("{base}/versions/{id}")
                },
                cells: columns.iter().map(cell).collect(),
                is_draft,
                state: signed(one, lang),
            }
        })
        .collect();
    let heads = columns
        .iter()
        .map(|column| lang.words(&column.label).to_owned());
    (heads.collect(), rows, curves(found, lang))
}

/// The short answers that say most: those that must be given, then others that somebody gave.
fn columns(found: &KindPage) -> Vec<&Field> {
    let fields = &found.kind.fields;
    let is_short = |field: &&Field| {
        !matches!(
            field.kind,
            FieldKind::Rows { .. } | FieldKind::Text | FieldKind::LongText
        )
    };
    let is_given = |field: &&Field| {
        let mut all = found.versions.iter();
        all.any(|one| one.artefact.values.get(&field.code).is_some())
    };
    let short = || fields.iter().filter(is_short);
    let must = short().filter(|field| field.required);
    let may = short().filter(|field| !field.required).filter(is_given);
    let mut chosen: Vec<&Field> = must.chain(may).take(COLUMNS_MAX).collect();
    chosen.sort_by_key(|field| fields.iter().position(|one| one.code == field.code));
    chosen
}

/// Each number of the form over time, where there are at least two.
fn curves(found: &KindPage, lang: Lang) -> Vec<(String, String)> {
    let when = |version: &Version| {
        let date = found.kind.fields.iter().find_map(|field| {
            match version.artefact.values.get(&field.code) {
                Some(Value::Date(day)) => Some(*day),
                _ => None,
            }
        });
        date.unwrap_or_else(|| version.artefact.written_at.day())
    };
    let mut versions: Vec<&Version> = found
        .versions
        .iter()
        .filter(|one| one.artefact.state.is_in_force())
        .collect();
    versions.sort_by_key(|version| when(version));
    let numbers = found.kind.fields.iter().filter(|field| {
        matches!(
            field.kind,
            FieldKind::Number { .. } | FieldKind::Scale { .. }
        )
    });
    numbers
        .filter_map(|field| {
            let values: Vec<Option<u32>> = versions
                .iter()
                .map(|one| match one.artefact.values.get(&field.code) {
                    Some(Value::Number(number)) => u32::try_from(*number).ok(),
                    _ => None,
                })
                .collect();
            let told: Vec<String> = values.iter().flatten().map(u32::to_string).collect();
            if told.len() < 2 {
                return None;
            }
            let label = lang.words(&field.label).to_owned();
            let id = format!("curve-{}", field.code);
            let desc = lang.t1("form-curve", "values", told.join(", "));
            let spark = Spark {
                values,
                minimum: None,
            };
            let svg = spark.svg(&Drawing {
                id: &id,
                title: &label,
                desc: &desc,
                format: Format::Page,
            });
            Some((label, svg))
        })
        .collect()
}
