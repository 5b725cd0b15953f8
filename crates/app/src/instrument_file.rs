//! Definitions of instruments as files.

mod definition;
pub mod fhir;
pub mod redcap;
mod write;

#[cfg(test)]
mod tests;

use hemma_domain::instrument::{self, Definition, Instrument};

use crate::definition_file::{self, Fault, Reason};

/// The definitions that ship with the program, by file name.
const SHIPPED: [(&str, &str); 8] = [
    (
        "tam-r.toml",
        include_str!("../../../instruments/tam-r.toml"),
    ),
    (
        "tam-can.toml",
        include_str!("../../../instruments/tam-can.toml"),
    ),
    ("sam.toml", include_str!("../../../instruments/sam.toml")),
    ("cam.toml", include_str!("../../../instruments/cam.toml")),
    (
        "phq-9.toml",
        include_str!("../../../instruments/phq-9.toml"),
    ),
    (
        "gad-7.toml",
        include_str!("../../../instruments/gad-7.toml"),
    ),
    (
        "who-5.toml",
        include_str!("../../../instruments/who-5.toml"),
    ),
    (
        "audit.toml",
        include_str!("../../../instruments/audit.toml"),
    ),
];

/// A definition with the text it was read from, which is kept beside it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InstrumentFile {
    instrument: Instrument,
    text: String,
}

impl InstrumentFile {
    /// Reads a definition; `file` is the name that faults carry. Every fault is told, in order of lines.
    pub fn read(file: &str, text: &str) -> Result<InstrumentFile, Vec<Fault>> {
        let instrument = definition_file::read(file, text, |reader, root| {
            Instrument::new(definition::read(reader, root)).map_err(|faults| {
                let told = |fault: instrument::Fault| (fault.at.clone(), Reason::Instrument(fault));
                faults.into_iter().map(told).collect()
            })
        })?;
        Ok(InstrumentFile {
            instrument,
            text: text.to_owned(),
        })
    }

    /// The same from the bytes of a file.
    pub fn read_bytes(file: &str, bytes: &[u8]) -> Result<InstrumentFile, Vec<Fault>> {
        InstrumentFile::read(file, definition_file::text(file, bytes)?)
    }

    /// Writes a definition that was made otherwise than from a file, if it is in order.
    pub fn written(definition: Definition) -> Result<InstrumentFile, Vec<instrument::Fault>> {
        let instrument = Instrument::new(definition)?;
        let text = write::write(&instrument);
        Ok(InstrumentFile { instrument, text })
    }

    /// What the file says.
    pub fn instrument(&self) -> &Instrument {
        &self.instrument
    }

    /// What the file says, without the text.
    pub fn into_instrument(self) -> Instrument {
        self.instrument
    }

    /// The text as it was read.
    pub fn text(&self) -> &str {
        &self.text
    }
}

/// The forms in which an instrument comes as a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// A definition of ours.
    Toml,
    /// A FHIR `Questionnaire` in JSON.
    Fhir,
    /// A REDCap data dictionary.
    Redcap,
}

impl Form {
    /// The form of a file with this name: by `.json` and `.csv`, else a definition.
    pub fn of(file: &str) -> Form {
        let ending = file.rsplit_once('.').map(|(_, ending)| ending);
        match ending.map(str::to_ascii_lowercase).as_deref() {
            Some("json") => Form::Fhir,
            Some("csv") => Form::Redcap,
            _ => Form::Toml,
        }
    }

    /// Reads an instrument, and tells what a dictionary has beside it.
    pub fn read(
        self,
        file: &str,
        bytes: &[u8],
        wanted: redcap::Wanted<'_>,
    ) -> Result<redcap::Dictionary, Vec<Fault>> {
        let read = match self {
            Form::Toml => InstrumentFile::read_bytes(file, bytes),
            Form::Fhir => {
                definition_file::text(file, bytes).and_then(|text| fhir::from_fhir(file, text))
            }
            Form::Redcap => return redcap::from_redcap(file, bytes, wanted),
        };
        read.map(|file| redcap::Dictionary {
            file,
            left_out: Vec::new(),
        })
    }
}

/// The definitions that ship with the program: adherence measures as structure, free ones with their wording.
pub fn embedded() -> Result<Vec<InstrumentFile>, Vec<Fault>> {
    SHIPPED
        .iter()
        .map(|(file, text)| InstrumentFile::read(file, text))
        .collect()
}
