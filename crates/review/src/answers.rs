//! Answers of one instrument, two to a byte.

/// The widest questionnaire: item columns are `q` and two digits.
pub const ITEMS_MAX: usize = 99;

/// An answer takes four bits, and 0 is a missing one.
pub const CATEGORIES_MAX: u8 = 15;

/// The sheets of one instrument, in the order of their file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sheets {
    items: usize,
    /// Bytes of one sheet.
    width: usize,
    bytes: Vec<u8>,
}

/// One sheet.
#[derive(Debug, Clone, Copy)]
pub struct Answers<'a> {
    bytes: &'a [u8],
}

impl Sheets {
    /// None yet, of so many items.
    pub fn new(items: usize) -> Sheets {
        Sheets {
            items,
            width: items.div_ceil(2).max(1),
            bytes: vec![],
        }
    }

    /// How many items each has.
    pub fn items(&self) -> usize {
        self.items
    }

    /// How many sheets there are.
    pub fn count(&self) -> usize {
        self.bytes.len() / self.width
    }

    /// Adds a sheet: one answer for each item, 0 where it is missing; what is beyond the items is left out.
    #[inline]
    pub fn push(&mut self, answers: &[u8]) {
        let end = self.bytes.len() + self.width;
        let answers = answers.get(..self.items).unwrap_or(answers);
        let (pairs, rest) = answers.as_chunks::<2>();
        let packed = pairs.iter().map(|[low, high]| (low & 15) | (high << 4));
        self.bytes.extend(packed);
        self.bytes.extend(rest.iter().map(|last| last & 15));
        self.bytes.resize(end, 0);
    }

    /// The sheet at a place.
    #[inline]
    pub fn get(&self, at: usize) -> Option<Answers<'_>> {
        let begin = at * self.width;
        let bytes = self.bytes.get(begin..begin + self.width)?;
        Some(Answers { bytes })
    }
}

impl<'a> Answers<'a> {
    /// The answers in order, 0 where one is missing; the last may be an empty half of a byte.
    #[inline]
    pub fn iter(self) -> impl Iterator<Item = u8> + 'a {
        let halves = self.bytes.iter().map(|byte| [byte & 15, byte >> 4]);
        halves.flatten()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_put_in_comes_out() {
        let mut sheets = Sheets::new(3);
        sheets.push(&[1, 15, 0]);
        sheets.push(&[2, 0]);
        assert_eq!(sheets.count(), 2);
        let all = |at| {
            sheets
                .get(at)
                .map(|sheet| sheet.iter().collect::<Vec<u8>>())
        };
        assert_eq!(all(0), Some(vec![1, 15, 0, 0]));
        assert_eq!(all(1), Some(vec![2, 0, 0, 0]));
        assert_eq!(all(2), None);
    }
}
