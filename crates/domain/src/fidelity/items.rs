//! Single answers, made ready to be counted together.

use std::collections::BTreeMap;

use crate::instrument::{Answer, Instrument, Item, RuleKind, Scale};

/// Responses of one item; more cannot be coded.
pub const CODES_MAX: usize = 200;

/// Reads sheets of one instrument version into rows of codes: for each item of a scale the place of the answer among
/// its responses, counted from 0 at the end that counts least.
pub struct ItemReader<'a> {
    scale: &'a Scale,
    items: Vec<Coded<'a>>,
}

struct Coded<'a> {
    item: &'a Item,
    /// The responses from the end that counts least, as the rule reads them.
    values: Vec<i64>,
}

impl<'a> ItemReader<'a> {
    /// For a scale of an instrument; nothing where an item has more than [`CODES_MAX`] responses.
    pub fn new(instrument: &'a Instrument, scale: &'a Scale) -> Option<ItemReader<'a>> {
        let items = scale.items.iter().map(|code| {
            let (_, item) = instrument.item(code)?;
            let set = instrument.responses_of(item)?;
            let mut values: Vec<i64> = set.options.iter().map(|option| option.value).collect();
            values.sort_unstable();
            (values.len() <= CODES_MAX).then_some(Coded { item, values })
        });
        let items: Option<Vec<Coded<'a>>> = items.collect();
        Some(ItemReader {
            scale,
            items: items?,
        })
    }

    /// Whether another version asks the same items with the same responses, so that its answers mean the same here. Wording
    /// and rule may be others.
    pub fn reads_alike(&self, other: &ItemReader<'_>) -> bool {
        let same = |(own, other): (&Coded<'_>, &Coded<'_>)| {
            own.item.code == other.item.code
                && own.item.reverse == other.item.reverse
                && own.values == other.values
        };
        self.items.len() == other.items.len() && self.items.iter().zip(&other.items).all(same)
    }

    /// The items, in the scale's order.
    pub fn items(&self) -> impl ExactSizeIterator<Item = &'a Item> {
        self.items.iter().map(|coded| coded.item)
    }

    /// One code per item; nothing where no response was given.
    pub fn row(&self, given: &BTreeMap<String, Answer>) -> Vec<Option<u8>> {
        let code = |coded: &Coded<'_>| match given.get(&coded.item.code)? {
            Answer::Value(value) => coded.code(*value),
            Answer::NotApplicable | Answer::Declined => None,
        };
        self.items.iter().map(code).collect()
    }

    /// How much an answer speaks for the scale, from 0 to 1: what the rule counts of it where it counts shares, else how
    /// far up among the responses it stands. Nothing for a code that the item does not have.
    pub fn part(&self, place: usize, code: u8) -> Option<f64> {
        let values = &self.items.get(place)?.values;
        let value = *values.get(usize::from(code))?;
        let top = values.len().checked_sub(1).filter(|top| *top > 0)?;
        Some(match &self.scale.rule.kind {
            RuleKind::Share { of } => f64::from(u8::from(of.contains(&value))),
            RuleKind::Sum { .. }
            | RuleKind::Mean
            | RuleKind::RescaledMean { .. }
            | RuleKind::Midpoints { .. } => f64::from(code) / top as f64,
        })
    }
}

impl Coded<'_> {
    fn code(&self, value: i64) -> Option<u8> {
        let place = self.values.iter().position(|one| *one == value)?;
        let from_top = (self.values.len() - 1).checked_sub(place)?;
        let code = match self.item.reverse {
            true => from_top,
            false => place,
        };
        u8::try_from(code).ok()
    }
}
