//! A table of answers: one row per sheet, one column per item.

use crate::error::{Count, Error};

/// Items of one table; the longest instrument in use has fewer than 200.
pub const ITEMS_MAX: usize = 256;

/// Answers of many sheets to the items of one instrument.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answers {
    items: usize,
    cells: Vec<Option<u8>>,
}

impl Answers {
    /// Row after row, `items` cells each; a cell is the code of the answer, counted from 0, or `None` where it is
    /// missing.
    ///
    /// Fails with [`Error::TooFew`] without items, [`Error::TooMany`] above [`ITEMS_MAX`] items, and [`Error::Shape`]
    /// if the last row is not full. A table without rows is allowed.
    pub fn new(items: usize, cells: Vec<Option<u8>>) -> Result<Answers, Error> {
        if items == 0 {
            return Err(Error::TooFew {
                what: Count::Items,
                have: 0,
                need: 1,
            });
        }
        if ITEMS_MAX < items {
            return Err(Error::TooMany {
                what: Count::Items,
                have: items,
                max: ITEMS_MAX,
            });
        }
        if !cells.len().is_multiple_of(items) {
            return Err(Error::Shape);
        }
        Ok(Answers { items, cells })
    }

    /// How many items a row has, 1 to [`ITEMS_MAX`].
    pub fn items(&self) -> usize {
        self.items
    }

    /// The rows in the order given, each with [`Answers::items`] cells.
    pub fn rows(&self) -> std::slice::ChunksExact<'_, Option<u8>> {
        self.cells.chunks_exact(self.items)
    }

    /// Empty beyond the last row.
    pub(crate) fn row(&self, index: usize) -> &[Option<u8>] {
        self.rows().nth(index).unwrap_or_default()
    }
}
