//! Curricula as files.

mod definition;

#[cfg(test)]
mod tests;

use hemma_domain::curriculum::{self, Curriculum};

use crate::definition_file::{self, Fault, Reason};

/// The curricula that ship with the program, by file name.
const SHIPPED: [(&str, &str); 2] = [
    ("mst.toml", include_str!("../../../training/mst.toml")),
    (
        "mst-can.toml",
        include_str!("../../../training/mst-can.toml"),
    ),
];

/// A curriculum with the text it was read from, which is kept beside it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CurriculumFile {
    curriculum: Curriculum,
    text: String,
}

impl CurriculumFile {
    /// Reads a curriculum; `file` is the name that faults carry. Every fault is told, in order of lines.
    pub fn read(file: &str, text: &str) -> Result<CurriculumFile, Vec<Fault>> {
        let curriculum = definition_file::read(file, text, |reader, root| {
            Curriculum::new(definition::read(reader, root)).map_err(|faults| {
                let told = |fault: curriculum::Fault| (fault.at.clone(), Reason::Curriculum(fault));
                faults.into_iter().map(told).collect()
            })
        })?;
        Ok(CurriculumFile {
            curriculum,
            text: text.to_owned(),
        })
    }

    /// What the file says.
    pub fn curriculum(&self) -> &Curriculum {
        &self.curriculum
    }

    /// What the file says, without the text.
    pub fn into_curriculum(self) -> Curriculum {
        self.curriculum
    }

    /// The text as it was read.
    pub fn text(&self) -> &str {
        &self.text
    }
}

/// The curricula that ship with the program.
pub fn embedded() -> Result<Vec<CurriculumFile>, Vec<Fault>> {
    SHIPPED
        .iter()
        .map(|(file, text)| CurriculumFile::read(file, text))
        .collect()
}
