//! A file or a journal, printed whole: it may be several hundred pages.

use serde::{Deserialize, Serialize};

use super::{Clock, Day, Fact, Figure, Page, Stamp, Table};

/// Facts about the file, then its sections, numbered from 1.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CaseFile {
    /// Head and foot of every page.
    pub page: Page,
    /// A line below the title, such as the person the file is about.
    #[serde(default)]
    pub subtitle: Option<String>,
    /// What the file is: person, case, unit, period, who took it out and why.
    #[serde(default)]
    pub facts: Vec<Fact>,
    /// A text before the sections, such as what was left out and why.
    #[serde(default)]
    pub note: Option<String>,
    /// Sets a list of the sections with their pages.
    #[serde(default)]
    pub contents: bool,
    /// The sections.
    pub sections: Vec<FileSection>,
}

/// A numbered section: whatever there is of intro, facts, table, figure and entries, in that order.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FileSection {
    /// The heading.
    pub heading: String,
    /// Text.
    #[serde(default)]
    pub intro: Option<String>,
    /// Labels and values.
    #[serde(default)]
    pub facts: Vec<Fact>,
    /// A table.
    #[serde(default)]
    pub table: Option<Table>,
    /// A drawing.
    #[serde(default)]
    pub figure: Option<Figure>,
    /// What was written, in the order in which it should stand.
    #[serde(default)]
    pub entries: Vec<Entry>,
}

/// Something written on a day by somebody.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Entry {
    /// The day it is about.
    pub date: Day,
    /// The time of that day.
    #[serde(default)]
    pub time: Option<Clock>,
    /// What it is, such as `Hembesök`.
    pub heading: String,
    /// Who wrote it, with role.
    pub author: String,
    /// The text as it was signed.
    pub text: String,
    /// When it was signed.
    #[serde(default)]
    pub signed_at: Option<Stamp>,
    /// Says that it is not signed; wrong together with `signed_at`.
    #[serde(default)]
    pub unsigned: bool,
    /// What was added later to put it right.
    #[serde(default)]
    pub corrections: Vec<Correction>,
}

/// An addition that corrects an entry; the entry itself stands as it was.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Correction {
    /// When it was signed.
    pub at: Stamp,
    /// Who wrote it, with role.
    pub author: String,
    /// Text.
    pub text: String,
}
