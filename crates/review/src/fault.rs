//! What is wrong with a history: where, and why.

use std::fmt;

/// Nobody reads more than these, and a broken export repeats itself; the rest is counted.
pub const FAULTS_MAX: usize = 100;

/// What a cell holds is shown up to so many characters.
const SHOWN_CHARS_MAX: usize = 40;

/// A place in a history and what is wrong there.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Fault {
    /// The name of the file inside the history.
    pub file: String,
    /// The line, from 1 for the header; 0 for the file as a whole.
    pub line: u64,
    /// The column's name, where one cell is to blame.
    pub column: Option<String>,
    /// What is wrong.
    pub reason: Reason,
}

/// What can be wrong at a place.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, thiserror::Error)]
pub enum Reason {
    /// The file or archive ends early, is damaged, or the disk does not give it.
    #[error("cannot be read: {0}")]
    Unreadable(String),
    /// Neither a folder nor an archive of a known kind.
    #[error("is neither a folder, nor a ZIP archive, nor a tar archive with zstd")]
    NoHistory,
    /// More bytes than are read.
    #[error("has more than {max} bytes")]
    TooLarge {
        /// How many may be.
        max: u64,
    },
    /// A name that is none of the layout's.
    #[error("is no file of the layout")]
    UnknownFile,
    /// Two files for the same rows.
    #[error("is there twice, or as CSV and as Parquet")]
    FileTwice,
    /// A column of Parquet whose values the layout has none of: lists, decimals, times of day.
    #[error("is of a Parquet type that is not read")]
    Kind,
    /// A manifest that is no manifest.
    #[error("is no manifest: {0}")]
    Manifest(String),
    /// A version of the layout that is not known.
    #[error("is version {0} of the layout; version 1 is read")]
    Version(u64),
    /// A history that ends before it begins, or is too long.
    #[error(
        "the history lasts from {first} to {end}, which is not between 1 day and {years_max} years"
    )]
    Period {
        /// Its first day.
        first: String,
        /// The day after its last.
        end: String,
        /// How many years it may have.
        years_max: u32,
    },
    /// Without a manifest and without teams nobody knows when it begins.
    #[error("there is neither a manifest with the history's days nor a team")]
    NoPeriod,
    /// Another number of rows than the manifest says.
    #[error("has {have} rows, and the manifest says {want}")]
    Rows {
        /// How many there are.
        have: u64,
        /// How many there should be.
        want: u64,
    },
    /// More rows, or more different identifiers, than are read.
    #[error("has too many rows: more than {max}")]
    TooMany {
        /// How many may be.
        max: usize,
    },
    /// Not UTF-8.
    #[error("is not written in UTF-8")]
    Encoding,
    /// A line without end.
    #[error("is longer than {max} bytes")]
    Line {
        /// How long it may be.
        max: usize,
    },
    /// A quote that is not closed, or not at the cell's edge.
    #[error("has a quote that is not closed or stands inside a cell")]
    Quote,
    /// Another number of cells than the header.
    #[error("has {have} cells, and the header {want}")]
    Cells {
        /// How many there are.
        have: usize,
        /// How many there should be.
        want: usize,
    },
    /// A file without a header.
    #[error("has no header line")]
    NoHeader,
    /// The columns are separated by something else, as spreadsheets of some countries do.
    #[error("its columns are separated by “{0}”; the layout separates them by commas")]
    Separator(char),
    /// A column that must be there.
    #[error("the column is missing")]
    NoColumn,
    /// A column that nobody knows, where such are refused.
    #[error("the column is not known")]
    UnknownColumn,
    /// A column that is there twice.
    #[error("the column is there twice")]
    ColumnTwice,
    /// A value that must be there.
    #[error("must not be empty")]
    Empty,
    /// A value that must not be there.
    #[error("must be empty {0}")]
    Filled(Why),
    /// No identifier.
    #[error("`{0}` is no identifier: 1 to 64 characters from A-Z a-z 0-9 _ . : -")]
    Id(String),
    /// No date.
    #[error("`{0}` is no date such as 2026-10-05")]
    Date(String),
    /// A week that does not begin on a Monday.
    #[error("{0} is no Monday")]
    Monday(String),
    /// No whole number, or too large.
    #[error("`{text}` is no whole number from {min} to {max}")]
    Number {
        /// What stands there.
        text: String,
        /// The least that is taken.
        min: u32,
        /// The most that is taken.
        max: u32,
    },
    /// No word of a list.
    #[error("`{text}` is none of {words}")]
    Word {
        /// What stands there.
        text: String,
        /// What may.
        words: &'static str,
    },
    /// No code of the kind.
    #[error("`{text}` is no {kind}")]
    Code {
        /// What stands there.
        text: String,
        /// What should.
        kind: &'static str,
    },
    /// An identifier, or what must be unique together, that was there before.
    #[error("`{text}` is there already, in line {line}")]
    Twice {
        /// What stands there.
        text: String,
        /// Where it was first.
        line: u32,
    },
    /// A reference that leads nowhere.
    #[error("there is no `{text}` in {file}")]
    Unknown {
        /// What is named.
        text: String,
        /// Where it should be.
        file: &'static str,
    },
    /// Parquet that is packed in a way that is not read.
    #[error("is packed with {0}; Parquet that is packed with Snappy, or not at all, is read")]
    Packed(String),
    /// A reference to a row that is left out.
    #[error("`{text}` in {file} is left out")]
    LeftOut {
        /// What is named.
        text: String,
        /// Where it was.
        file: &'static str,
    },
    /// An end before its start.
    #[error("{end} is before {start}")]
    Backwards {
        /// The start.
        start: String,
        /// The end.
        end: String,
    },
    /// Two spells that must not share a day.
    #[error("overlaps with line {line}")]
    Overlap {
        /// The one that begins earlier.
        line: u32,
    },
    /// A day outside what its episode allows.
    #[error("{day} is {what}")]
    Outside {
        /// The day.
        day: String,
        /// What is wrong with it.
        what: Outside,
    },
    /// Answers to a questionnaire that was not done.
    #[error("`{0}` is not done, so it has no answers")]
    NotDone(String),
    /// Answers in the wrong file.
    #[error("`{text}` is of the instrument {instrument}")]
    Instrument {
        /// The measure.
        text: String,
        /// Its instrument.
        instrument: String,
    },
}

/// Why a cell must be empty.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Why {
    /// The episode is still open.
    Ongoing,
    /// The questionnaire is not done.
    NotDone,
}

impl fmt::Display for Why {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(match self {
            Why::Ongoing => "while the episode is open",
            Why::NotDone => "unless the status is done",
        })
    }
}

/// How a day lies outside its episode.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Outside {
    /// A week that was over before the episode opened.
    WeekEarly,
    /// A questionnaire long after the episode closed.
    DoneLate,
}

impl fmt::Display for Outside {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(match self {
            Outside::WeekEarly => "more than 6 days before the episode opened",
            Outside::DoneLate => "more than 14 days after the episode closed",
        })
    }
}

impl Fault {
    /// Whether a row is to blame: without it the file would be in order.
    fn is_of_row(&self) -> bool {
        // Line 1 is the header or blank. After what could not be read nobody knows what follows.
        let is_of_file = matches!(self.reason, Reason::Unreadable(_) | Reason::TooMany { .. });
        1 < self.line && !is_of_file
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.file)?;
        if 0 < self.line {
            write!(out, ":{}", self.line)?;
        }
        if let Some(column) = &self.column {
            write!(out, ": {column}")?;
        }
        write!(out, ": {}", self.reason)
    }
}

/// Everything that is wrong with a history: the first [`FAULTS_MAX`], and how many there are.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Faults {
    /// The first of them, by file and line.
    pub listed: Vec<Fault>,
    /// How many there are.
    pub count: u64,
    /// How many of them are no fault of a row, but of a file or of its header.
    pub(crate) of_files: u64,
}

impl Faults {
    pub(crate) fn add(&mut self, fault: Fault) {
        self.of_files += u64::from(!fault.is_of_row());
        self.put(fault);
    }

    /// One of a file's header, in whichever line that stands: blank lines may come before it.
    pub(crate) fn add_of_header(&mut self, fault: Fault) {
        self.of_files += 1;
        self.put(fault);
    }

    fn put(&mut self, fault: Fault) {
        self.count += 1;
        if self.listed.len() < FAULTS_MAX {
            self.listed.push(fault);
        }
    }

    /// One that concerns a file as a whole.
    pub(crate) fn add_file(&mut self, file: &str, reason: Reason) {
        self.add(Fault {
            file: file.to_owned(),
            line: 0,
            column: None,
            reason,
        });
    }
}

impl fmt::Display for Faults {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (at, fault) in self.listed.iter().enumerate() {
            if 0 < at {
                out.write_str("\n")?;
            }
            write!(out, "{fault}")?;
        }
        Ok(())
    }
}

impl std::error::Error for Faults {}

/// What a cell holds, cut where it is long, for a message.
pub(crate) fn shown(cell: &[u8]) -> String {
    let text = String::from_utf8_lossy(cell);
    let mut short: String = text.chars().take(SHOWN_CHARS_MAX).collect();
    if short.len() < text.len() {
        short.push('…');
    }
    short
}
