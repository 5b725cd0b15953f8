//! The header of a file: which column stands where.

use crate::fault::{Fault, Faults, Reason, shown};
use crate::ids::Ids;
use crate::lines::Line;
use crate::number::TextNo;
use crate::read::Unknown;

/// What spreadsheets write between columns where the comma stands in numbers, and what is copied out of them.
const SEPARATORS: [char; 2] = [';', '\t'];

/// Where the columns of a file stand.
pub(super) struct Head {
    /// For each column of the layout, its place in a line.
    pub(super) places: Vec<usize>,
    /// Columns of one's own that are kept: their names, and their places.
    pub(super) extras: Vec<(TextNo, usize)>,
    /// How many cells each line has.
    pub(super) width: usize,
}

/// What a header is read by.
pub(super) struct Wanted<'a> {
    pub(super) file: &'a str,
    pub(super) columns: &'a [&'a str],
    pub(super) unknown: Unknown,
}

/// Reads the header; `None` if a column is missing or there twice, which has been told.
pub(super) fn read(
    line: Line<'_>,
    wanted: &Wanted<'_>,
    texts: &mut Ids<TextNo>,
    faults: &mut Faults,
) -> Option<Head> {
    let mut fault = |column: &str, reason| {
        faults.add_of_header(Fault {
            file: wanted.file.to_owned(),
            line: line.number,
            column: (!column.is_empty()).then(|| column.to_owned()),
            reason,
        });
    };
    if let Some(other) = other_separator(line, wanted.columns) {
        fault("", Reason::Separator(other));
        return None;
    }
    let mut places = vec![None; wanted.columns.len()];
    let mut extras: Vec<(TextNo, usize)> = vec![];
    let mut is_whole = true;
    for place in 0..line.count() {
        let name = name_at(line, place);
        let Ok(name) = std::str::from_utf8(name) else {
            fault("", Reason::Encoding);
            return None;
        };
        let known = wanted.columns.iter().position(|column| *column == name);
        match (known.and_then(|at| places.get_mut(at)), wanted.unknown) {
            (Some(empty @ None), _) => *empty = Some(place),
            (Some(_), _) => {
                fault(name, Reason::ColumnTwice);
                is_whole = false;
            }
            (None, Unknown::Refuse) => fault(&shown(name.as_bytes()), Reason::UnknownColumn),
            (None, Unknown::Keep) => match texts.number(name.as_bytes()) {
                Some(text) if extras.iter().all(|(there, _)| *there != text) => {
                    extras.push((text, place));
                }
                _ => {
                    fault(&shown(name.as_bytes()), Reason::ColumnTwice);
                    is_whole = false;
                }
            },
        }
    }
    for (column, place) in wanted.columns.iter().zip(&places) {
        if place.is_none() {
            fault(column, Reason::NoColumn);
            is_whole = false;
        }
    }
    is_whole.then(|| Head {
        places: places.into_iter().flatten().collect(),
        extras,
        width: line.count(),
    })
}

/// What stands between the columns instead of a comma: one cell that holds the names of several of them.
fn other_separator(line: Line<'_>, columns: &[&str]) -> Option<char> {
    let only = std::str::from_utf8(name_at(line, 0)).ok()?;
    let is_known = |name: &str| columns.contains(&name.trim_matches('"'));
    let separates = |other: &char| 1 < only.split(*other).filter(|name| is_known(name)).count();
    let found = SEPARATORS.into_iter().find(separates);
    found.filter(|_| line.count() == 1)
}

/// The name of a column; a byte-order mark before the first is none of it.
fn name_at(line: Line<'_>, place: usize) -> &[u8] {
    let name = line.cell(place);
    match place {
        0 => name.strip_prefix(b"\xef\xbb\xbf").unwrap_or(name),
        _ => name,
    }
}
