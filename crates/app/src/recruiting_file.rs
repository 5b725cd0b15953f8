//! Rules of recruiting as files.

mod definition;

#[cfg(test)]
mod tests;

use hemma_domain::recruiting::{self, Recruiting};

use crate::definition_file::{self, Fault, Reason};

/// The rules that ship with the program, by file name.
const SHIPPED: [(&str, &str); 1] = [(
    "sweden.toml",
    include_str!("../../../recruiting/sweden.toml"),
)];

/// Rules with the text they were read from, which is kept beside them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RecruitingFile {
    recruiting: Recruiting,
    text: String,
}

impl RecruitingFile {
    /// Reads rules; `file` is the name that faults carry. Every fault is told, in order of lines.
    pub fn read(file: &str, text: &str) -> Result<RecruitingFile, Vec<Fault>> {
        let recruiting = definition_file::read(file, text, |reader, root| {
            Recruiting::new(definition::read(reader, root)).map_err(|faults| {
                let told = |fault: recruiting::Fault| (fault.at.clone(), Reason::Recruiting(fault));
                faults.into_iter().map(told).collect()
            })
        })?;
        Ok(RecruitingFile {
            recruiting,
            text: text.to_owned(),
        })
    }

    /// What the file says.
    pub fn recruiting(&self) -> &Recruiting {
        &self.recruiting
    }

    /// What the file says, without the text.
    pub fn into_recruiting(self) -> Recruiting {
        self.recruiting
    }

    /// The text as it was read.
    pub fn text(&self) -> &str {
        &self.text
    }
}

/// The rules that ship with the program.
pub fn embedded() -> Result<Vec<RecruitingFile>, Vec<Fault>> {
    SHIPPED
        .iter()
        .map(|(file, text)| RecruitingFile::read(file, text))
        .collect()
}
