//! Layouts of proposals as files.

mod definition;

#[cfg(test)]
mod tests;

use hemma_domain::layout::{self, Layout};

use crate::definition_file::{self, Fault, Reason};

/// The layouts that ship with the program, by file name.
const SHIPPED: [(&str, &str); 2] = [
    (
        "stockholm.toml",
        include_str!("../../../layouts/stockholm.toml"),
    ),
    ("kommun.toml", include_str!("../../../layouts/kommun.toml")),
];

/// A layout with the text it was read from, which is kept beside it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LayoutFile {
    layout: Layout,
    text: String,
}

impl LayoutFile {
    /// Reads a layout; `file` is the name that faults carry. Every fault is told, in order of lines.
    pub fn read(file: &str, text: &str) -> Result<LayoutFile, Vec<Fault>> {
        let layout = definition_file::read(file, text, |reader, root| {
            Layout::new(definition::read(reader, root)).map_err(|faults| {
                let told = |fault: layout::Fault| (fault.at.clone(), Reason::Layout(fault));
                faults.into_iter().map(told).collect()
            })
        })?;
        Ok(LayoutFile {
            layout,
            text: text.to_owned(),
        })
    }

    /// What the file says.
    pub fn layout(&self) -> &Layout {
        &self.layout
    }

    /// What the file says, without the text.
    pub fn into_layout(self) -> Layout {
        self.layout
    }

    /// The text as it was read.
    pub fn text(&self) -> &str {
        &self.text
    }
}

/// The layouts that ship with the program.
pub fn embedded() -> Result<Vec<LayoutFile>, Vec<Fault>> {
    SHIPPED
        .iter()
        .map(|(file, text)| LayoutFile::read(file, text))
        .collect()
}
