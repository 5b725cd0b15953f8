//! From the lines of a dictionary to a definition.

use std::collections::{BTreeMap, BTreeSet};

use hemma_domain::instrument::{
    Across, Confirmation, Definition, Direction, Extent, Fault, Item, Licence, Minimum, Missing,
    Mode, Respondent, Response, ResponseSet, Rule, RuleKind, Scale, Ships, Skipped, Subject, Texts,
};
use hemma_domain::programme::{Confidence, LABEL_CHARS_MAX, Source, Sourced, Step, Words};

use super::field::Field;
use super::{DictionaryReason, LeftOut, Wanted};

/// What a form becomes.
pub(super) struct Read {
    pub(super) definition: Definition,
    pub(super) left_out: Vec<LeftOut>,
    pub(super) found: Vec<(usize, DictionaryReason)>,
    pub(super) lines: Lines,
}

/// The lines that items and scales come from.
#[derive(Default)]
pub(super) struct Lines {
    items: Vec<usize>,
    scales: Vec<usize>,
}

/// The form to read.
pub(super) fn form(fields: &[Field], wanted: Option<&str>) -> Result<String, DictionaryReason> {
    let forms: BTreeSet<&str> = fields.iter().map(|field| field.form.as_str()).collect();
    let only = forms.first().copied().filter(|_| forms.len() == 1);
    match wanted.or(only) {
        Some(form) if forms.contains(form) => Ok(form.to_owned()),
        _ => {
            let forms = forms.into_iter().map(str::to_owned).collect();
            Err(DictionaryReason::WhichForm(forms))
        }
    }
}

/// The line that a fault of the definition comes from; the first if it comes from no single one.
pub(super) fn line(lines: &Lines, fault: &Fault) -> usize {
    let found = match fault.at.0.as_slice() {
        [Step::Key("items"), Step::Index(at), ..] => lines.items.get(*at),
        [Step::Key("scales"), Step::Index(at), ..] => lines.scales.get(*at),
        _ => None,
    };
    found.copied().unwrap_or(1)
}

/// The definition of a form, with what was left out and what was wrong.
pub(super) fn definition(fields: &[Field], form: &str, wanted: Wanted<'_>) -> Read {
    let mut read = Read {
        definition: empty(form, wanted),
        left_out: Vec::new(),
        found: Vec::new(),
        lines: Lines::default(),
    };
    let mut items = BTreeMap::new();
    for field in fields.iter().filter(|field| field.form == form) {
        let Some(responses) = field.responses() else {
            if let Some(scale) = scale(field, &items) {
                read.definition.scales.push(scale);
                read.lines.scales.push(field.line);
            } else {
                read.left_out.push(LeftOut {
                    line: field.line,
                    field: field.name.clone(),
                    kind: field.kind.clone(),
                });
            }
            continue;
        };
        let (responses, ask_when) = match (responses, field.condition()) {
            (Ok(responses), Ok(condition)) => (responses, condition),
            (responses, condition) => {
                let faults = responses.err().into_iter().chain(condition.err());
                read.found.extend(faults.map(|reason| (field.line, reason)));
                continue;
            }
        };
        let values = || responses.iter().map(|(value, _)| *value);
        if let Some((low, high)) = values().min().zip(values().max()) {
            let always = ask_when.is_none();
            let known = Known { low, high, always };
            items.insert(field.name.clone(), known);
        }
        let item = Item {
            code: field.name.clone(),
            text: Some(texts(&field.label, wanted.language)),
            responses: set(&mut read.definition.responses, &responses, wanted.language),
            reverse: false,
            not_applicable: false,
            counts: true,
            ask_when,
        };
        read.definition.items.push(item);
        read.lines.items.push(field.line);
    }
    let count = u32::try_from(read.definition.items.len()).unwrap_or(u32::MAX);
    read.definition.item_count.value = count;
    read
}

/// The code of the set with these responses, which is put beside the others unless it is there.
fn set(sets: &mut Vec<ResponseSet>, responses: &[(i64, String)], language: &str) -> String {
    let options = responses.iter().map(|(value, label)| Response {
        value: *value,
        label: Some(texts(label, language)),
    });
    let options: Vec<Response> = options.collect();
    if let Some(known) = sets.iter().find(|set| set.options == options) {
        return known.code.clone();
    }
    let code = format!("set_{}", sets.len() + 1);
    sets.push(ResponseSet {
        code: code.clone(),
        options,
        not_applicable: None,
    });
    code
}

/// What a calculation must know of an item.
struct Known {
    low: i64,
    high: i64,
    /// Whether it is asked whatever else is answered.
    always: bool,
}

/// The scale that a calculation is, if it is the sum or the mean of items: `sum([a], [b])`, `mean([a], [b])`.
fn scale(field: &Field, known: &BTreeMap<String, Known>) -> Option<Scale> {
    if field.kind != "calc" {
        return None;
    }
    let (name, arguments) = field.choices.split_once('(')?;
    // REDCap passes over empty fields. Here those that were not asked add nothing to a sum and are left out of a
    // mean, and the others must be answered until somebody says otherwise.
    let (kind, skipped) = match name.trim().to_ascii_lowercase().as_str() {
        "sum" => (RuleKind::Sum { factor: 1 }, Skipped::Counts(0)),
        "mean" => (RuleKind::Mean, Skipped::LeftOut),
        _ => return None,
    };
    let mut items = Vec::new();
    let (mut low, mut high, mut needed) = (0_i64, 0_i64, 0_u32);
    for argument in arguments.strip_suffix(')')?.split(',') {
        let item = argument.trim().strip_prefix('[')?.strip_suffix(']')?;
        let known = known.get(item)?;
        // What was not asked adds nothing to a sum, which may be less than any answer, or more.
        let adds_nothing = !known.always && skipped != Skipped::LeftOut;
        let nothing = adds_nothing.then_some(0);
        low = low.checked_add(nothing.map_or(known.low, |zero| known.low.min(zero)))?;
        high = high.checked_add(nothing.map_or(known.high, |zero| known.high.max(zero)))?;
        needed += u32::from(known.always || skipped != Skipped::LeftOut);
        items.push(item.to_owned());
    }
    let count = u32::try_from(items.len()).ok()?;
    let end = |k: i64| kind.value(k, count, count, Missing::AsZero);
    let extent = Extent {
        min: end(low)?,
        max: end(high)?,
    };
    Some(Scale {
        code: field.name.clone(),
        name: both(&field.label),
        items,
        rule: Rule {
            code: field.name.clone(),
            version: 1,
            kind,
            confirmation: Confirmation::NotConfirmed,
            source: "redcap".to_owned(),
            confidence: Confidence::Stated,
        },
        minimum: Sourced {
            value: Minimum::Count(needed.max(1)),
            source: "hemma".to_owned(),
            confidence: Confidence::Unconfirmed,
        },
        missing: Missing::Prorate,
        skipped,
        across: Across::Sheets,
        extent,
        bands: None,
        cut_off: None,
        direction: Direction::HighIsBetter,
    })
}

fn empty(form: &str, wanted: Wanted<'_>) -> Definition {
    Definition {
        code: form.to_owned(),
        version: 1,
        valid_from: wanted.valid_from,
        name: both(form),
        about: both(form),
        languages: vec![wanted.language.to_owned()],
        intro: None,
        respondents: vec![Respondent::Caregiver],
        subject: Subject::Respondent,
        modes: vec![Mode::Paper],
        responses: Vec::new(),
        item_count: Sourced {
            value: 0,
            source: "redcap".to_owned(),
            confidence: Confidence::Stated,
        },
        items: Vec::new(),
        scales: Vec::new(),
        norms: Vec::new(),
        critical: Vec::new(),
        patterns: Vec::new(),
        licence: Licence {
            holder: "?".to_owned(),
            ships: Ships::Wording,
            statement: both("?"),
            source: "redcap".to_owned(),
            confidence: Confidence::Unconfirmed,
        },
        schedule: None,
        sources: vec![
            Source {
                code: "redcap".to_owned(),
                title: both(&format!("REDCap data dictionary, form {form}")),
            },
            Source {
                code: "hemma".to_owned(),
                title: Words {
                    sv: "Startvärde i Hemma, utan källa".to_owned(),
                    en: "Starting value in Hemma, without a source".to_owned(),
                },
            },
        ],
    }
}

fn texts(text: &str, language: &str) -> Texts {
    Texts([(language.to_owned(), text.to_owned())].into())
}

fn both(text: &str) -> Words {
    let text: String = text.chars().take(LABEL_CHARS_MAX).collect();
    Words {
        sv: text.clone(),
        en: text,
    }
}
