//! The cells of one row by the names of their columns, each taken as what it should be.

use crate::day::Day;
use crate::fault::{Fault, Faults, Reason, shown};
use crate::ids::{Ids, ROWS_MAX};
use crate::lines::Line;
use crate::number::{Number, TextNo};

/// An identifier's length.
const ID_BYTES_MAX: usize = 64;

/// A row that is not taken; why has been told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Refused;

/// What a row says, or that it is refused.
pub(super) type Taken<T> = Result<T, Refused>;

/// One row of a file.
pub(super) struct Cells<'a> {
    pub(super) line: Line<'a>,
    /// Where each column of the layout stands in the line.
    pub(super) places: &'a [usize],
    /// The columns of the layout, in the same order.
    pub(super) columns: &'a [&'static str],
    pub(super) file: &'a str,
    pub(super) faults: &'a mut Faults,
}

impl<'a> Cells<'a> {
    /// The cell of a column, as it stands there.
    #[inline]
    pub(super) fn raw(&self, column: usize) -> &'a [u8] {
        let place = self.places.get(column).copied();
        self.line.cell(place.unwrap_or(usize::MAX))
    }

    /// The line's number, as far as four bytes hold it.
    #[inline]
    pub(super) fn number(&self) -> u32 {
        u32::try_from(self.line.number).unwrap_or(u32::MAX)
    }

    #[cold]
    pub(super) fn refuse<T>(&mut self, column: usize, reason: Reason) -> Taken<T> {
        self.faults.add(Fault {
            file: self.file.to_owned(),
            line: self.line.number,
            column: self.columns.get(column).map(|name| (*name).to_owned()),
            reason,
        });
        Err(Refused)
    }

    /// An identifier that must be there.
    #[inline]
    pub(super) fn id<N: Number>(&mut self, column: usize, ids: &mut Ids<N>) -> Taken<N> {
        match self.maybe_id(column, ids)? {
            Some(number) => Ok(number),
            None => self.refuse(column, Reason::Empty),
        }
    }

    /// An identifier that may be missing.
    #[inline]
    pub(super) fn maybe_id<N: Number>(
        &mut self,
        column: usize,
        ids: &mut Ids<N>,
    ) -> Taken<Option<N>> {
        let cell = self.raw(column);
        if cell.is_empty() {
            return Ok(None);
        }
        // What was met before has been looked at before.
        if let Some(number) = ids.near(cell) {
            return Ok(Some(number));
        }
        if !is_id(cell) {
            return self.refuse(column, Reason::Id(shown(cell)));
        }
        match ids.look_up(cell) {
            Some(number) => Ok(Some(number)),
            None => self.refuse(column, Reason::TooMany { max: ROWS_MAX }),
        }
    }

    /// A text that must be there.
    pub(super) fn text(&mut self, column: usize, texts: &mut Ids<TextNo>) -> Taken<TextNo> {
        match self.maybe_text(column, texts)? {
            Some(text) => Ok(text),
            None => self.refuse(column, Reason::Empty),
        }
    }

    /// A text that may be missing.
    pub(super) fn maybe_text(
        &mut self,
        column: usize,
        texts: &mut Ids<TextNo>,
    ) -> Taken<Option<TextNo>> {
        let cell = self.raw(column);
        if cell.is_empty() {
            return Ok(None);
        }
        if std::str::from_utf8(cell).is_err() {
            return self.refuse(column, Reason::Encoding);
        }
        match texts.number(cell) {
            Some(text) => Ok(Some(text)),
            None => self.refuse(column, Reason::TooMany { max: ROWS_MAX }),
        }
    }

    /// A text of a certain form that may be missing.
    pub(super) fn maybe_code(
        &mut self,
        column: usize,
        (is_code, kind): (fn(&[u8]) -> bool, &'static str),
        texts: &mut Ids<TextNo>,
    ) -> Taken<Option<TextNo>> {
        let cell = self.raw(column);
        if !cell.is_empty() && !is_code(cell) {
            let text = shown(cell);
            return self.refuse(column, Reason::Code { text, kind });
        }
        self.maybe_text(column, texts)
    }

    /// A date that must be there.
    #[inline]
    pub(super) fn day(&mut self, column: usize) -> Taken<Day> {
        match self.maybe_day(column)? {
            Some(day) => Ok(day),
            None => self.refuse(column, Reason::Empty),
        }
    }

    /// A date that may be missing.
    #[inline]
    pub(super) fn maybe_day(&mut self, column: usize) -> Taken<Option<Day>> {
        let cell = self.raw(column);
        if cell.is_empty() {
            return Ok(None);
        }
        match Day::read(cell) {
            Some(day) => Ok(Some(day)),
            None => self.refuse(column, Reason::Date(shown(cell))),
        }
    }

    /// A whole number that must be there.
    #[inline]
    pub(super) fn count(&mut self, column: usize) -> Taken<u32> {
        match self.maybe_whole(column, 0, u32::MAX)? {
            Some(count) => Ok(count),
            None => self.refuse(column, Reason::Empty),
        }
    }

    /// A whole number in a range that may be missing.
    #[inline]
    pub(super) fn maybe_whole(&mut self, column: usize, min: u32, max: u32) -> Taken<Option<u32>> {
        let cell = self.raw(column);
        if cell.is_empty() {
            return Ok(None);
        }
        match whole(cell).filter(|number| (min..=max).contains(number)) {
            Some(number) => Ok(Some(number)),
            None => {
                let text = shown(cell);
                self.refuse(column, Reason::Number { text, min, max })
            }
        }
    }

    /// A word of a list that may be missing.
    #[inline]
    pub(super) fn maybe_word<T: Copy>(
        &mut self,
        column: usize,
        words: &'static [(&'static str, T)],
        list: &'static str,
    ) -> Taken<Option<T>> {
        let cell = self.raw(column);
        if cell.is_empty() {
            return Ok(None);
        }
        let mut known = words.iter();
        match known.find(|(word, _)| word.as_bytes() == cell) {
            Some((_, value)) => Ok(Some(*value)),
            None => {
                let text = shown(cell);
                self.refuse(column, Reason::Word { text, words: list })
            }
        }
    }

    /// An end that must not be before its start.
    pub(super) fn in_order(&mut self, column: usize, start: Day, end: Option<Day>) -> Taken<()> {
        match end {
            Some(end) if end < start => self.refuse(
                column,
                Reason::Backwards {
                    start: start.to_string(),
                    end: end.to_string(),
                },
            ),
            _ => Ok(()),
        }
    }
}

/// Digits alone, up to what four bytes hold.
#[inline]
pub(super) fn whole(cell: &[u8]) -> Option<u32> {
    if cell.is_empty() || 10 < cell.len() {
        return None;
    }
    let mut number = 0_u64;
    for byte in cell {
        let digit = byte.wrapping_sub(b'0');
        if 9 < digit {
            return None;
        }
        number = 10 * number + u64::from(digit);
    }
    u32::try_from(number).ok()
}

/// Which bytes an identifier may have.
const OF_ID: [bool; 256] = {
    let mut table = [false; 256];
    let allowed = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_.:-";
    let mut rest: &[u8] = allowed;
    while let [first, tail @ ..] = rest {
        mark(&mut table, *first);
        rest = tail;
    }
    table
};

#[expect(clippy::indexing_slicing, reason = "a byte is below 256")]
const fn mark(table: &mut [bool; 256], byte: u8) {
    table[byte as usize] = true;
}

#[inline]
pub(super) fn is_id(cell: &[u8]) -> bool {
    let is_of_id = |byte: &u8| OF_ID.get(usize::from(*byte)).copied().unwrap_or(false);
    (1..=ID_BYTES_MAX).contains(&cell.len()) && cell.iter().all(is_of_id)
}

/// Two capital letters.
pub(super) const COUNTRY: (fn(&[u8]) -> bool, &str) = (is_country, "country of two letters");

/// A language tag.
pub(super) const LANGUAGE: (fn(&[u8]) -> bool, &str) =
    (is_language, "language such as sv or en-GB");

fn is_country(cell: &[u8]) -> bool {
    cell.len() == 2 && cell.iter().all(u8::is_ascii_uppercase)
}

/// The shape of a BCP 47 tag, which `other` has too: 2 to 8 letters, then parts of 1 to 8 letters or digits.
fn is_language(cell: &[u8]) -> bool {
    let mut parts = cell.split(|byte| *byte == b'-');
    let is_first =
        |part: &[u8]| (2..=8).contains(&part.len()) && part.iter().all(u8::is_ascii_alphabetic);
    parts.next().is_some_and(is_first)
        && parts
            .all(|part| (1..=8).contains(&part.len()) && part.iter().all(u8::is_ascii_alphanumeric))
}
