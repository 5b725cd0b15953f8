//! Programme definitions as files.

mod definition;
mod form;

#[cfg(test)]
mod tests;

use hemma_domain::programme::{self, Programme};

use crate::definition_file::{self, Fault, Reason};

/// The definitions that ship with the program, by file name.
const SHIPPED: [(&str, &str); 3] = [
    ("mst.toml", include_str!("../../../programmes/mst.toml")),
    (
        "mst-can.toml",
        include_str!("../../../programmes/mst-can.toml"),
    ),
    ("komet.toml", include_str!("../../../programmes/komet.toml")),
];

/// A definition with the text it was read from, which is kept beside it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProgrammeFile {
    programme: Programme,
    text: String,
}

impl ProgrammeFile {
    /// Reads a definition; `file` is the name that faults carry. Every fault is told, in order of lines.
    pub fn read(file: &str, text: &str) -> Result<ProgrammeFile, Vec<Fault>> {
        let programme = definition_file::read(file, text, |reader, root| {
            Programme::new(definition::read(reader, root)).map_err(|faults| {
                let told = |fault: programme::Fault| (fault.at.clone(), Reason::Programme(fault));
                faults.into_iter().map(told).collect()
            })
        })?;
        Ok(ProgrammeFile {
            programme,
            text: text.to_owned(),
        })
    }

    /// What the file says.
    pub fn programme(&self) -> &Programme {
        &self.programme
    }

    /// What the file says, without the text.
    pub fn into_programme(self) -> Programme {
        self.programme
    }

    /// The text as it was read.
    pub fn text(&self) -> &str {
        &self.text
    }
}

/// The definitions that ship with the program: MST, MST-CAN and Komet.
pub fn embedded() -> Result<Vec<ProgrammeFile>, Vec<Fault>> {
    SHIPPED
        .iter()
        .map(|(file, text)| ProgrammeFile::read(file, text))
        .collect()
}
