//! Looks things up and remembers what is wrong.

use std::collections::HashMap;

use jiff::civil::Date;

use crate::fault::{FAULTS_MAX, Fault, Faults, Wrong};
use crate::moment::{Clock, Minute, Span, date_of, instant_of};
use crate::number::Number;

/// An id must fit on a line.
const ID_CHARS_MAX: usize = 200;

/// What is known so far, and what is wrong so far.
#[derive(Default)]
pub(super) struct Look {
    faults: Vec<Fault>,
    known: HashMap<&'static str, HashMap<String, usize>>,
    pub(super) clock: Clock,
}

impl Look {
    pub(super) fn fault(&mut self, at: &str, what: Wrong) {
        if self.faults.len() < FAULTS_MAX {
            let at = at.to_owned();
            self.faults.push(Fault { at, what });
        }
    }

    pub(super) fn done<T>(self, value: T) -> Result<T, Faults> {
        if self.faults.is_empty() {
            Ok(value)
        } else {
            Err(Faults(self.faults))
        }
    }

    pub(super) fn is_clean(&self) -> bool {
        self.faults.is_empty()
    }

    pub(super) fn format(&mut self, at: &str, found: &str, wanted: &'static str) {
        if found != wanted {
            let found = found.chars().take(ID_CHARS_MAX).collect();
            self.fault(at, Wrong::Format { found, wanted });
        }
    }

    pub(super) fn id(&mut self, at: &str, text: &str) {
        if text.is_empty() || ID_CHARS_MAX < text.chars().count() {
            self.fault(at, Wrong::Length { most: ID_CHARS_MAX });
        }
    }

    /// Remembers ids whose order is the numbering, without looking at them.
    pub(super) fn know<'a>(&mut self, kind: &'static str, ids: impl Iterator<Item = &'a String>) {
        let numbered = ids.enumerate().map(|(at, id)| (id.clone(), at));
        self.known.insert(kind, numbered.collect());
    }

    /// Remembers ids and complains of those that are there twice or are none.
    pub(super) fn learn<'a>(
        &mut self,
        kind: &'static str,
        ids: impl Iterator<Item = (String, &'a String)>,
    ) {
        let mut known = HashMap::new();
        for (number, (at, id)) in ids.enumerate() {
            self.id(&at, id);
            if known.insert(id.clone(), number).is_some() {
                self.fault(&at, Wrong::Twice(id.clone()));
            }
        }
        self.known.insert(kind, known);
    }

    pub(super) fn find<K: Number>(&mut self, kind: &'static str, at: &str, id: &str) -> Option<K> {
        let found = self.known.get(kind).and_then(|known| known.get(id));
        if let Some(number) = found {
            return Some(K::new(*number));
        }
        let id = id.chars().take(ID_CHARS_MAX).collect();
        self.fault(at, Wrong::Unknown { kind, id });
        None
    }

    pub(super) fn instant(&mut self, at: &str, text: &str) -> Option<Minute> {
        match instant_of(text) {
            Ok((minute, offset)) => {
                self.clock.learn(minute, offset);
                Some(minute)
            }
            Err(why) => {
                let text = text.chars().take(ID_CHARS_MAX).collect();
                self.fault(at, Wrong::Instant { text, why });
                None
            }
        }
    }

    pub(super) fn date(&mut self, at: &str, text: &str) -> Option<Date> {
        let date = date_of(text);
        if date.is_none() {
            let text = text.chars().take(ID_CHARS_MAX).collect();
            self.fault(at, Wrong::Date(text));
        }
        date
    }

    pub(super) fn span(&mut self, at: &str, start: &str, end: &str) -> Option<Span> {
        let from = self.instant(&format!("{at}.start"), start);
        let until = self.instant(&format!("{at}.end"), end);
        let (start, end) = from.zip(until)?;
        if end <= start {
            self.fault(at, Wrong::Backwards);
            return None;
        }
        Some(Span { start, end })
    }

    pub(super) fn number(&mut self, at: &str, found: i64, (least, most): (i64, i64)) {
        if found < least || most < found {
            self.fault(at, Wrong::Number { found, least, most });
        }
    }

    pub(super) fn many(&mut self, at: &str, found: usize, most: usize) {
        if most < found {
            self.fault(at, Wrong::Many { found, most });
        }
    }
}
