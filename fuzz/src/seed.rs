//! Files that readers take, made from what ships with the program.

use std::fmt::Write as _;

use hemma_app::instrument_file::{self, fhir};
use hemma_app::programme_file;
use hemma_domain::instrument::Instrument;

use crate::instrument::samples;

/// The shipped definitions of instruments.
pub fn instruments() -> Vec<String> {
    let files = instrument_file::embedded().expect("what ships is in order");
    files.iter().map(|file| file.text().to_owned()).collect()
}

/// The shipped definitions of programmes.
pub fn programmes() -> Vec<String> {
    let files = programme_file::embedded().expect("what ships is in order");
    files.iter().map(|file| file.text().to_owned()).collect()
}

/// The shipped instruments as FHIR, with our extension and without, as another program would write them.
pub fn questionnaires() -> Vec<String> {
    let ours = shipped().iter().map(fhir::to_fhir).collect::<Vec<_>>();
    let foreign = ours
        .iter()
        .map(|text| text.replace("urn:hemma:fhir:rest", "urn:elsewhere"));
    let foreign = foreign.collect::<Vec<_>>();
    [ours, foreign].concat()
}

/// Answers to the shipped instruments.
pub fn answers() -> Vec<String> {
    shipped().iter().flat_map(samples).collect()
}

/// The shipped instruments as data dictionaries, each with a sum and a mean.
pub fn dictionaries() -> Vec<String> {
    shipped().iter().map(dictionary).collect()
}

fn shipped() -> Vec<Instrument> {
    let files = instrument_file::embedded().expect("what ships is in order");
    files
        .into_iter()
        .map(instrument_file::InstrumentFile::into_instrument)
        .collect()
}

fn dictionary(instrument: &Instrument) -> String {
    let mut text = String::from(
        "\"Variable / Field Name\",\"Form Name\",\"Field Type\",\"Field Label\",\
         \"Choices, Calculations, OR Slider Labels\",\"Branching Logic (Show field only if...)\"\n",
    );
    let form = instrument.code.to_ascii_lowercase();
    let mut line = |cells: [&str; 5]| {
        let [name, kind, label, choices, logic] = cells;
        // Writing to a string cannot fail.
        let _ = writeln!(
            text,
            "{name},{form},{kind},\"{label}\",\"{choices}\",\"{logic}\""
        );
    };
    line(["record", "text", "Record", "", ""]);
    let mut fields = Vec::new();
    for item in &instrument.items {
        let set = instrument.responses_of(item).expect("checked");
        let choices: Vec<String> = set
            .options
            .iter()
            .map(|option| format!("{}, Answer {}", option.value, option.value))
            .collect();
        let logic = match fields.first() {
            Some(first) if item.ask_when.is_some() => format!("{first} <> '0' and {first} > 1"),
            _ => String::new(),
        };
        line([
            &item.code,
            "radio",
            &item.code,
            &choices.join(" | "),
            &logic,
        ]);
        fields.push(format!("[{}]", item.code));
    }
    for rule in ["sum", "mean"] {
        let all = format!("{rule}({})", fields.join(", "));
        line([rule, "calc", rule, &all, ""]);
    }
    text
}
