//! Reads one form of a REDCap data dictionary as an instrument.
//!
//! Fields that people choose from become items, sums and means of them become scales. Everything else is left out
//! and told, line by line, so that nobody takes the instrument for the whole form.
//!
//! One thing is read otherwise than REDCap does: a comparison with a field that was not shown is never so here,
//! while REDCap takes the field for an empty text, which differs from every value.

mod field;
mod whole;

#[cfg(test)]
mod tests;

use hemma_domain::time::Day;
use thiserror::Error;

use super::InstrumentFile;
use crate::definition_file::{self, FILE_BYTES_MAX, Fault, Reason};

/// Lines of a dictionary: the largest public ones have some five thousand.
const LINES_MAX: usize = 20_000;

/// What is asked for of a dictionary.
#[derive(Debug, Clone, Copy)]
pub struct Wanted<'a> {
    /// The form; it need not be named if the dictionary has one alone.
    pub form: Option<&'a str>,
    /// The language that its labels are in, as a BCP 47 tag.
    pub language: &'a str,
    /// The first day on which the instrument is asked.
    pub valid_from: Day,
}

/// An instrument and what the form has beside it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Dictionary {
    /// The instrument.
    pub file: InstrumentFile,
    /// What was left out, in order of lines.
    pub left_out: Vec<LeftOut>,
}

/// A field that is no part of the instrument.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LeftOut {
    /// The line of the dictionary.
    pub line: usize,
    /// The field.
    pub field: String,
    /// Its type: `text`, `calc`.
    pub kind: String,
}

/// What can be wrong with a dictionary.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum DictionaryReason {
    /// The lines are not those of a CSV file.
    #[error("not readable as CSV: {0}")]
    Csv(String),
    /// A column is not there.
    #[error("no column `{0}`")]
    NoColumn(&'static str),
    /// More lines than any dictionary has.
    #[error("more than {LINES_MAX} lines")]
    TooManyLines,
    /// The form that was asked for is not there, or none was named and there are several.
    #[error("name one of the forms {}", .0.join(", "))]
    WhichForm(Vec<String>),
    /// A response that is not a whole number and a label.
    #[error("`{0}` is not a response as in `1, Often`")]
    BadChoice(String),
    /// A condition that cannot be read.
    #[error("branching logic: {0}")]
    BadLogic(String),
}

/// Reads a dictionary whole, or refuses it whole; every fault is told, in order of lines.
pub fn from_redcap(file: &str, bytes: &[u8], wanted: Wanted<'_>) -> Result<Dictionary, Vec<Fault>> {
    if bytes.len() > FILE_BYTES_MAX {
        let (bytes, max) = (bytes.len(), FILE_BYTES_MAX);
        return Err(vec![fault(file, 1, Reason::TooLarge { bytes, max })]);
    }
    let text = definition_file::text(file, bytes)?;
    let told = |(line, reason)| fault(file, line, Reason::Dictionary(reason));
    let fields = field::read(text).map_err(|found| vec![told(found)])?;
    let form = whole::form(&fields, wanted.form).map_err(|reason| vec![told((1, reason))])?;
    let read = whole::definition(&fields, &form, wanted);
    if !read.found.is_empty() {
        return Err(read.found.into_iter().map(told).collect());
    }
    let lines = read.lines;
    let file = InstrumentFile::written(read.definition).map_err(|faults| {
        let placed = |told| fault(file, whole::line(&lines, &told), Reason::Instrument(told));
        let mut faults: Vec<Fault> = faults.into_iter().map(placed).collect();
        // They come in the order in which the whole was checked.
        faults.sort_by_key(|fault| fault.line);
        faults
    })?;
    Ok(Dictionary {
        file,
        left_out: read.left_out,
    })
}

fn fault(file: &str, line: usize, reason: Reason) -> Fault {
    Fault {
        file: file.to_owned(),
        line,
        reason,
    }
}
