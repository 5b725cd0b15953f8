//! From the codes of a form to answers counted 0, 1, 2 … without holes.

use super::{THRESHOLDS_MAX, Unused};
use crate::answers::Answers;
use crate::error::{Count, Error};

/// Codes that a cell can hold.
const CODES: usize = 256;

/// How the codes of each item are counted.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Coding {
    items: Vec<ItemCoding>,
}

/// How the codes of one item are counted.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct ItemCoding {
    codes: Vec<u8>,
    highest: u8,
    steps: [u8; CODES],
}

impl ItemCoding {
    /// The codes that are kept, ascending; at least two.
    pub(super) fn codes(&self) -> &[u8] {
        &self.codes
    }

    pub(super) fn thresholds(&self) -> usize {
        self.codes.len() - 1
    }

    /// 0 for the lowest answer. `None` for a code above all that were seen.
    pub(super) fn step(&self, code: u8) -> Option<usize> {
        let step = self.steps.get(usize::from(code)).copied().map(usize::from);
        step.filter(|_| code <= self.highest)
    }
}

impl Coding {
    /// One coding for all tables, which have the same items.
    pub(super) fn of(tables: &[&Answers], unused: Unused) -> Result<Coding, Error> {
        let items = tables.first().map_or(0, |table| table.items());
        if items < 2 {
            return Err(Error::TooFew {
                what: Count::Items,
                have: items,
                need: 2,
            });
        }
        let seen: Vec<Vec<[bool; CODES]>> = tables.iter().map(|table| seen(table)).collect();
        if seen.iter().any(|table| table.len() != items) {
            return Err(Error::Shape);
        }
        if tables
            .iter()
            .any(|table| table.rows().flatten().all(Option::is_none))
        {
            return Err(Error::TooFew {
                what: Count::Rows,
                have: 0,
                need: 1,
            });
        }
        let mut coding = Coding {
            items: Vec::with_capacity(items),
        };
        for item in 0..items {
            let of_item: Vec<&[bool; CODES]> =
                seen.iter().filter_map(|table| table.get(item)).collect();
            coding.items.push(item_coding(item, &of_item, unused)?);
        }
        let thresholds = coding.thresholds();
        if THRESHOLDS_MAX < thresholds {
            return Err(Error::TooMany {
                what: Count::Thresholds,
                have: thresholds,
                max: THRESHOLDS_MAX,
            });
        }
        Ok(coding)
    }

    pub(super) fn items(&self) -> &[ItemCoding] {
        &self.items
    }

    pub(super) fn thresholds(&self) -> usize {
        self.items.iter().map(ItemCoding::thresholds).sum()
    }
}

fn seen(table: &Answers) -> Vec<[bool; CODES]> {
    let mut seen = vec![[false; CODES]; table.items()];
    for row in table.rows() {
        for (cell, codes) in row.iter().zip(&mut seen) {
            if let Some(code) = cell.and_then(|code| codes.get_mut(usize::from(code))) {
                *code = true;
            }
        }
    }
    seen
}

fn item_coding(
    item: usize,
    tables: &[&[bool; CODES]],
    unused: Unused,
) -> Result<ItemCoding, Error> {
    let in_table =
        |table: &[bool; CODES], code: u8| table.get(usize::from(code)).copied().unwrap_or_default();
    let by_any = |code: &u8| tables.iter().any(|table| in_table(table, *code));
    let by_all = |code: &u8| tables.iter().all(|table| in_table(table, *code));
    let highest = (0..=u8::MAX).rfind(by_any).unwrap_or_default();
    let codes: Vec<u8> = (0..=highest).filter(by_all).collect();
    if codes.len() < 2 {
        return Err(Error::Constant { item });
    }
    if unused == Unused::Refuse
        && let Some(category) = (0..=highest).find(|code| !by_all(code))
    {
        return Err(Error::Unused { item, category });
    }
    let mut steps = [0; CODES];
    let mut step = 0;
    for (code, place) in (0..=u8::MAX).zip(&mut steps) {
        if codes.iter().skip(1).any(|kept| *kept == code) {
            step += 1;
        }
        *place = step;
    }
    Ok(ItemCoding {
        codes,
        highest,
        steps,
    })
}
