//! What several templates share.

use serde::{Deserialize, Serialize};

use super::Stamp;

/// What stands at the head and the foot of every page.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Page {
    /// The board or organisation that answers for the document.
    pub board: String,
    /// The team, when it should stand there.
    #[serde(default)]
    pub team: Option<String>,
    /// The case code or whatever else tells loose pages apart.
    #[serde(default)]
    pub mark: Option<String>,
    /// The secrecy line as it should read, such as `Sekretess 26 kap. 1 § OSL`.
    #[serde(default)]
    pub secrecy: Option<String>,
    /// Marks every page as a draft.
    #[serde(default)]
    pub draft: bool,
    /// Who made the file.
    pub made_by: String,
    /// When the file was made.
    pub made_at: Stamp,
}

/// A label and its value.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Fact {
    /// A word or two.
    pub label: String,
    /// Text.
    pub value: String,
}

/// A table: a head, and rows as wide as the head.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Table {
    /// What the table shows, set above it.
    #[serde(default)]
    pub caption: Option<String>,
    /// 1 to 12 columns.
    pub columns: Vec<Column>,
    /// The cells, row by row.
    pub rows: Vec<Vec<String>>,
}

/// The head of one column.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Column {
    /// What the column holds.
    pub title: String,
    /// Numbers go to the right.
    #[serde(default)]
    pub align: Align,
    /// The share of the width against the other columns, 1 to 12; 0 takes what its text needs.
    #[serde(default)]
    pub share: u8,
    /// The first line of a cell names it, and what stands below says what it is.
    #[serde(default)]
    pub explained: bool,
}

/// Where the text of a column stands.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Align {
    /// Words.
    #[default]
    Left,
    /// Numbers.
    Right,
}

/// A drawing.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Figure {
    /// A whole SVG document without images, links out or a document type; the typeface is
    /// `Source Sans 3`. At most 1 MiB.
    pub svg: String,
    /// What the drawing says, for those who cannot see it.
    pub alt: String,
    /// Set below the drawing.
    #[serde(default)]
    pub caption: Option<String>,
    /// Width in percent of the page's text, 10 to 100.
    #[serde(default = "full_width")]
    pub width: u8,
}

fn full_width() -> u8 {
    100
}
