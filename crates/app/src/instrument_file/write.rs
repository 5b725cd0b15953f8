//! Writes an instrument's definition as a file that reads back as the same definition.

use std::fmt::{self, Write as _};

use hemma_domain::code::Code;
use hemma_domain::instrument::{
    Critical, Definition, Item, NormTable, Pattern, ResponseSet, Rhythm, ScheduleHint, Texts,
    Threshold,
};
use hemma_domain::programme::{Confidence, Sourced, Words};

mod scale;

use scale::{cut_off, scale};

/// The definition as TOML.
pub(super) fn write(definition: &Definition) -> String {
    let mut out = String::new();
    // Writing to a string cannot fail.
    let _ = whole(definition, &mut out);
    out
}

fn whole(d: &Definition, out: &mut String) -> fmt::Result {
    writeln!(out, "code = {}", quoted(&d.code))?;
    writeln!(out, "version = {}", d.version)?;
    writeln!(out, "valid_from = {}", d.valid_from)?;
    writeln!(out, "name = {}", words(&d.name))?;
    writeln!(out, "about = {}", words(&d.about))?;
    writeln!(
        out,
        "languages = {}",
        list(d.languages.iter().map(|tag| quoted(tag)))
    )?;
    if let Some(intro) = &d.intro {
        writeln!(out, "intro = {}", texts(intro))?;
    }
    let respondents = d
        .respondents
        .iter()
        .map(|respondent| quoted(respondent.code()));
    writeln!(out, "respondents = {}", list(respondents))?;
    writeln!(out, "subject = {}", quoted(d.subject.code()))?;
    writeln!(
        out,
        "modes = {}",
        list(d.modes.iter().map(|mode| quoted(mode.code())))
    )?;
    writeln!(
        out,
        "item_count = {}",
        sourced(&d.item_count, u32::to_string)
    )?;
    if d.responses.is_empty() {
        writeln!(out, "responses = []")?;
    }
    if d.items.is_empty() {
        writeln!(out, "items = []")?;
    }
    writeln!(out, "\n[licence]\nholder = {}", quoted(&d.licence.holder))?;
    writeln!(out, "ships = {}", quoted(d.licence.ships.code()))?;
    writeln!(out, "statement = {}", words(&d.licence.statement))?;
    origin(&d.licence.source, d.licence.confidence, out)?;
    d.schedule.iter().try_for_each(|hint| schedule(hint, out))?;
    d.responses
        .iter()
        .try_for_each(|set| response_set(set, out))?;
    d.items.iter().try_for_each(|entry| item(entry, out))?;
    d.scales.iter().try_for_each(|entry| scale(entry, out))?;
    d.norms.iter().try_for_each(|table| norm(table, out))?;
    d.critical
        .iter()
        .try_for_each(|entry| critical(entry, out))?;
    d.patterns
        .iter()
        .try_for_each(|entry| pattern(entry, out))?;
    for source in &d.sources {
        writeln!(out, "\n[[sources]]\ncode = {}", quoted(&source.code))?;
        writeln!(out, "title = {}", words(&source.title))?;
    }
    Ok(())
}

fn schedule(hint: &ScheduleHint, out: &mut String) -> fmt::Result {
    writeln!(out, "\n[schedule]")?;
    if let Some(first) = &hint.first_after_days {
        writeln!(out, "first_after_days = {}", sourced(first, u32::to_string))?;
    }
    match &hint.every {
        Rhythm::Days(days) => writeln!(out, "every_days = {}", sourced(days, u32::to_string))?,
        Rhythm::Months(months) => {
            writeln!(out, "every_months = {}", sourced(months, u32::to_string))?;
        }
    }
    writeln!(
        out,
        "window_days = {}",
        sourced(&hint.window_days, u32::to_string)
    )
}

fn response_set(set: &ResponseSet, out: &mut String) -> fmt::Result {
    writeln!(out, "\n[[responses]]\ncode = {}", quoted(&set.code))?;
    if let Some(text) = &set.not_applicable {
        writeln!(out, "not_applicable = {}", texts(text))?;
    }
    writeln!(out, "options = [")?;
    for option in &set.options {
        match &option.label {
            Some(label) => {
                writeln!(
                    out,
                    "  {{ value = {}, label = {} }},",
                    option.value,
                    texts(label)
                )?;
            }
            None => writeln!(out, "  {{ value = {} }},", option.value)?,
        }
    }
    writeln!(out, "]")
}

fn item(item: &Item, out: &mut String) -> fmt::Result {
    writeln!(out, "\n[[items]]\ncode = {}", quoted(&item.code))?;
    if let Some(text) = &item.text {
        writeln!(out, "text = {}", texts(text))?;
    }
    writeln!(out, "responses = {}", quoted(&item.responses))?;
    for (key, value, usual) in [
        ("reverse", item.reverse, false),
        ("not_applicable", item.not_applicable, false),
        ("counts", item.counts, true),
    ] {
        if value != usual {
            writeln!(out, "{key} = {value}")?;
        }
    }
    if let Some(when) = &item.ask_when {
        writeln!(out, "ask_when = {}", quoted(&when.to_string()))?;
    }
    Ok(())
}

fn norm(table: &NormTable, out: &mut String) -> fmt::Result {
    writeln!(out, "\n[[norms]]\nscale = {}", quoted(&table.scale))?;
    if let Some(sex) = table.sex {
        writeln!(out, "sex = {}", quoted(sex.code()))?;
    }
    let ages = table.ages;
    writeln!(out, "ages = {{ min = {}, max = {} }}", ages.min, ages.max)?;
    writeln!(out, "rows = [")?;
    for row in &table.rows {
        writeln!(
            out,
            "  {{ from = \"{}\", norm = \"{}\" }},",
            row.from, row.norm
        )?;
    }
    writeln!(out, "]\nsource = {}", quoted(&table.source))
}

fn critical(entry: &Critical, out: &mut String) -> fmt::Result {
    writeln!(out, "\n[[critical]]\ncode = {}", quoted(&entry.code))?;
    writeln!(out, "label = {}", words(&entry.label))?;
    writeln!(out, "when = {}", quoted(&entry.when.to_string()))?;
    origin(&entry.source, entry.confidence, out)
}

fn pattern(pattern: &Pattern, out: &mut String) -> fmt::Result {
    let threshold = |threshold: &Threshold| {
        let limit = sourced(&threshold.limit, cut_off);
        format!(
            "{{ scale = {}, limit = {limit} }}",
            quoted(&threshold.scale)
        )
    };
    writeln!(out, "\n[[patterns]]\ncode = {}", quoted(&pattern.code))?;
    writeln!(out, "label = {}", words(&pattern.label))?;
    writeln!(out, "all = {}", list(pattern.all.iter().map(threshold)))?;
    writeln!(out, "any = {}", list(pattern.any.iter().map(threshold)))?;
    origin(&pattern.source, pattern.confidence, out)
}

fn origin(source: &str, confidence: Confidence, out: &mut String) -> fmt::Result {
    writeln!(out, "source = {}", quoted(source))?;
    writeln!(out, "confidence = {}", quoted(confidence.code()))
}

fn sourced<T>(value: &Sourced<T>, write: impl Fn(&T) -> String) -> String {
    format!(
        "{{ value = {}, source = {}, confidence = {} }}",
        write(&value.value),
        quoted(&value.source),
        quoted(value.confidence.code())
    )
}

fn words(words: &Words) -> String {
    format!(
        "{{ sv = {}, en = {} }}",
        quoted(&words.sv),
        quoted(&words.en)
    )
}

fn texts(texts: &Texts) -> String {
    let entry =
        |(language, text): (&String, &String)| format!("{} = {}", quoted(language), quoted(text));
    let entries: Vec<String> = texts.0.iter().map(entry).collect();
    format!("{{ {} }}", entries.join(", "))
}

fn list(entries: impl Iterator<Item = String>) -> String {
    format!("[{}]", entries.collect::<Vec<String>>().join(", "))
}

fn quoted(text: &str) -> String {
    let mut out = String::from("\"");
    for c in text.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            c if c.is_control() => {
                let _ = write!(out, "\\u{:04X}", u32::from(c));
            }
            c => out.push(c),
        }
    }
    out.push('"');
    out
}
