//! Reads values out of a parsed file, and goes on after a fault so that all of them are found.

use std::cell::RefCell;
use std::collections::{BTreeMap, HashSet};
use std::fmt::Display;
use std::str::FromStr;

use hemma_domain::code::Code;
use hemma_domain::instrument::{Ratio, Texts};
use hemma_domain::programme::{Hundredths, Path};
use hemma_domain::time::{Clock, Day};
use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::{Found, Reason};

/// Gathers what is wrong with a file.
#[derive(Default)]
pub(crate) struct Reader {
    pub(crate) found: RefCell<Vec<Found>>,
    /// Places whose value is a stand-in for one that could not be read.
    pub(crate) doubtful: RefCell<HashSet<Path>>,
}

impl Reader {
    fn refuse(&self, offset: usize, at: &Path, reason: Reason) {
        self.found.borrow_mut().push((offset, reason));
        self.doubtful.borrow_mut().insert(at.clone());
    }
}

/// One place of a file: a value, a gap, or a place inside something that was refused already.
pub(crate) struct Slot<'a> {
    reader: &'a Reader,
    at: Path,
    held: Held<'a>,
}

#[derive(Clone, Copy)]
enum Held<'a> {
    Value(&'a Spanned<DeValue<'a>>),
    Gap { around: usize },
    Refused,
}

impl<'a> Slot<'a> {
    /// This place, if something stands there.
    pub(crate) fn given(self) -> Option<Slot<'a>> {
        matches!(self.held, Held::Value(_)).then_some(self)
    }

    /// Reads the place with `read`; a gap or a value that `read` does not take gives the stand-in.
    fn value<T>(
        &self,
        expected: &'static str,
        stand_in: T,
        read: impl FnOnce(&'a DeValue<'a>) -> Option<T>,
    ) -> T {
        match self.held {
            Held::Refused => stand_in,
            Held::Gap { around } => {
                self.reader
                    .refuse(around, &self.at, Reason::Missing(self.at.clone()));
                stand_in
            }
            Held::Value(value) => read(value.get_ref()).unwrap_or_else(|| {
                let reason = Reason::WrongType {
                    at: self.at.clone(),
                    expected,
                };
                self.reader.refuse(value.span().start, &self.at, reason);
                stand_in
            }),
        }
    }

    pub(crate) fn text(self) -> String {
        self.value("a text", String::new(), |value| {
            value.as_str().map(str::to_owned)
        })
    }

    pub(crate) fn number(self) -> u32 {
        self.value("a whole number from 0", 0, |value| {
            whole(value).and_then(|number| number.try_into().ok())
        })
    }

    pub(crate) fn signed(self) -> i64 {
        self.value("a whole number", 0, whole)
    }

    pub(crate) fn flag(self) -> bool {
        self.value("true or false", false, DeValue::as_bool)
    }

    pub(crate) fn hundredths(self) -> Hundredths {
        self.value(
            "a number with at most two decimals",
            Hundredths(0),
            hundredths,
        )
    }

    /// Taken from the digits as written, as hundredths are.
    pub(crate) fn ratio(self) -> Ratio {
        let expected = "a number or a fraction as in \"61/100\"";
        self.value(expected, Ratio::ZERO, |value| match value {
            DeValue::String(text) => text.parse().ok(),
            DeValue::Float(float) => float.as_str().parse().ok(),
            _ => whole(value).map(Ratio::whole),
        })
    }

    /// A text in each of some languages, which are the keys.
    pub(crate) fn texts(self) -> Texts {
        let expected = "a text in each language";
        let table = self.value(expected, None, |value| value.as_table().map(Some));
        let mut texts = BTreeMap::new();
        for (language, value) in table.into_iter().flat_map(DeTable::iter) {
            match value.get_ref().as_str() {
                Some(text) => {
                    texts.insert(language.get_ref().clone().into_owned(), text.to_owned());
                }
                None => {
                    let at = self.at.clone();
                    let reason = Reason::WrongType { at, expected };
                    self.reader.refuse(value.span().start, &self.at, reason);
                }
            }
        }
        Texts(texts)
    }

    /// A text that says something of its own, such as a condition; nothing if it cannot be read.
    pub(crate) fn parsed<T: FromStr<Err: Display>>(self) -> Option<T> {
        let text = self.value("a text", None, |value| value.as_str().map(Some))?;
        let Held::Value(value) = self.held else {
            return None;
        };
        text.parse().map_or_else(
            |err: T::Err| {
                let reason = Reason::Unreadable {
                    at: self.at.clone(),
                    why: err.to_string(),
                };
                self.reader.refuse(value.span().start, &self.at, reason);
                None
            },
            Some,
        )
    }

    pub(crate) fn day(self) -> Day {
        let stand_in = Day(jiff::civil::Date::constant(2000, 1, 1));
        self.value("a date as in 2026-04-01", stand_in, |value| {
            let date = value
                .as_datetime()
                .filter(|given| given.time.is_none())?
                .date?;
            let month = date.month.try_into().ok()?;
            Day::new(date.year.try_into().ok()?, month, date.day.try_into().ok()?).ok()
        })
    }

    pub(crate) fn clock(self) -> Clock {
        self.value("a time as in 12:00:00", Clock::MIDNIGHT, |value| {
            let time = value
                .as_datetime()
                .filter(|given| given.date.is_none())?
                .time?;
            let whole = time.second.unwrap_or(0) == 0 && time.nanosecond.unwrap_or(0) == 0;
            Clock::of(time.hour, time.minute).ok().filter(|_| whole)
        })
    }

    /// A word that stands for a value; `stand_in` takes its place if the word is unknown.
    pub(crate) fn word<T: Code>(self, stand_in: T) -> T {
        let word = self.value("a text", None, |value| value.as_str().map(Some));
        let (Some(word), Held::Value(value)) = (word, self.held) else {
            return stand_in;
        };
        T::from_code(word).unwrap_or_else(|| {
            let known: Vec<&str> = T::ALL.iter().map(|value| value.code()).collect();
            self.refuse_word(value, word, &known);
            stand_in
        })
    }

    /// One of these words, as it stands; nothing if the word is unknown.
    pub(crate) fn one_of(self, known: &[&'static str]) -> &'static str {
        let word = self.value("a text", None, |value| value.as_str().map(Some));
        let (Some(word), Held::Value(value)) = (word, self.held) else {
            return "";
        };
        known
            .iter()
            .copied()
            .find(|candidate| *candidate == word)
            .unwrap_or_else(|| {
                self.refuse_word(value, word, known);
                ""
            })
    }

    fn refuse_word(&self, value: &Spanned<DeValue<'_>>, word: &str, known: &[&str]) {
        let at = self.at.clone();
        let reason = Reason::UnknownWord {
            at,
            word: word.to_owned(),
            known: known.join(", "),
        };
        self.reader.refuse(value.span().start, &self.at, reason);
    }

    /// Reads every entry of a list.
    pub(crate) fn list<T>(self, read: impl Fn(Slot<'a>) -> T) -> Vec<T> {
        let entries = self.value("a list", None, |value| value.as_array().map(Some));
        let entry = |(index, value)| {
            read(Slot {
                reader: self.reader,
                at: self.at.index(index),
                held: Held::Value(value),
            })
        };
        entries
            .map(|entries| entries.iter().enumerate().map(entry).collect())
            .unwrap_or_default()
    }

    /// Reads a table; a key that `read` does not take is a fault.
    pub(crate) fn table<T>(self, read: impl FnOnce(&mut Table<'a>) -> T) -> T {
        let table = self.value("a table", None, |value| value.as_table().map(Some));
        let (around, refused) = match self.held {
            Held::Value(value) => (value.span().start, table.is_none()),
            Held::Gap { .. } | Held::Refused => (0, true),
        };
        let mut table = Table {
            reader: self.reader,
            at: self.at,
            table,
            around,
            refused,
            taken: Vec::new(),
        };
        let value = read(&mut table);
        table.finish();
        value
    }
}

/// The keys of one table.
pub(crate) struct Table<'a> {
    reader: &'a Reader,
    at: Path,
    table: Option<&'a DeTable<'a>>,
    around: usize,
    refused: bool,
    taken: Vec<&'static str>,
}

impl<'a> Table<'a> {
    /// The whole file.
    pub(crate) fn root<T>(
        reader: &'a Reader,
        root: &'a Spanned<DeTable<'a>>,
        read: impl FnOnce(&mut Table<'a>) -> T,
    ) -> T {
        let table = Some(root.get_ref());
        let mut table = Table {
            reader,
            at: Path::default(),
            table,
            around: 0,
            refused: false,
            taken: Vec::new(),
        };
        let value = read(&mut table);
        table.finish();
        value
    }

    /// What stands under a key.
    pub(crate) fn take(&mut self, key: &'static str) -> Slot<'a> {
        self.taken.push(key);
        let value = self.table.and_then(|table| table.get(key));
        let held = match value {
            Some(value) => Held::Value(value),
            None if self.refused => Held::Refused,
            None => Held::Gap {
                around: self.around,
            },
        };
        Slot {
            reader: self.reader,
            at: self.at.key(key),
            held,
        }
    }

    /// Leaves every other key unread, since which ones belong here is not known.
    pub(crate) fn pass_rest(&mut self) {
        self.table = None;
    }

    /// Leaves a key unread, since what stands there is refused as a whole elsewhere.
    pub(crate) fn pass(&mut self, key: &'static str) {
        self.taken.push(key);
    }

    /// Marks what stands under a key as one that cannot be judged, since it hangs on something unreadable.
    pub(crate) fn doubt(&mut self, key: &'static str) {
        self.reader.doubtful.borrow_mut().insert(self.at.key(key));
    }

    fn finish(self) {
        for (key, _) in self.table.into_iter().flat_map(DeTable::iter) {
            if !self.taken.contains(&key.get_ref().as_ref()) {
                let reason = Reason::UnknownKey {
                    at: self.at.clone(),
                    key: key.get_ref().clone().into_owned(),
                };
                self.reader
                    .found
                    .borrow_mut()
                    .push((key.span().start, reason));
            }
        }
    }
}

fn whole(value: &DeValue<'_>) -> Option<i64> {
    let number = value.as_integer()?;
    i64::from_str_radix(number.as_str(), number.radix()).ok()
}

/// Taken from the digits as written, since 0.61 has no exact binary value.
fn hundredths(value: &DeValue<'_>) -> Option<Hundredths> {
    if let Some(number) = whole(value) {
        return u32::try_from(number).ok()?.checked_mul(100).map(Hundredths);
    }
    let (before, after) = value.as_float()?.as_str().split_once('.')?;
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    if !digits(before) || !digits(after) || after.len() > 2 {
        return None;
    }
    let part: u32 = format!("{after:0<2}").parse().ok()?;
    let whole: u32 = before.parse().ok()?;
    whole.checked_mul(100)?.checked_add(part).map(Hundredths)
}
