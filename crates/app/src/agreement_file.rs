//! Agreements on being on call as files.

mod definition;

#[cfg(test)]
mod tests;

use hemma_domain::agreement::{self, Agreement};

use crate::definition_file::{self, Fault, Reason};

/// The agreements that ship with the program, by file name.
const SHIPPED: [(&str, &str); 1] = [(
    "standby-home.toml",
    include_str!("../../../agreements/standby-home.toml"),
)];

/// An agreement with the text it was read from, which is kept beside it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AgreementFile {
    agreement: Agreement,
    text: String,
}

impl AgreementFile {
    /// Reads an agreement; `file` is the name that faults carry. Every fault is told, in order of lines.
    pub fn read(file: &str, text: &str) -> Result<AgreementFile, Vec<Fault>> {
        let agreement = definition_file::read(file, text, |reader, root| {
            Agreement::new(definition::read(reader, root)).map_err(|faults| {
                let told = |fault: agreement::Fault| (fault.at.clone(), Reason::Agreement(fault));
                faults.into_iter().map(told).collect()
            })
        })?;
        Ok(AgreementFile {
            agreement,
            text: text.to_owned(),
        })
    }

    /// What the file says.
    pub fn agreement(&self) -> &Agreement {
        &self.agreement
    }

    /// What the file says, without the text.
    pub fn into_agreement(self) -> Agreement {
        self.agreement
    }

    /// The text as it was read.
    pub fn text(&self) -> &str {
        &self.text
    }
}

/// The agreements that ship with the program.
pub fn embedded() -> Result<Vec<AgreementFile>, Vec<Fault>> {
    SHIPPED
        .iter()
        .map(|(file, text)| AgreementFile::read(file, text))
        .collect()
}
