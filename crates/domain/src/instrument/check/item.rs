//! Whether responses and items make sense, and the conditions under which items are asked.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use super::{Check, ITEMS_MAX, LIST_MAX, RESPONSES_MAX};
use crate::instrument::condition::{CONDITION_DEPTH_MAX, Condition};
use crate::instrument::fault::Reason;
use crate::instrument::{Item, ResponseSet, Ships};
use crate::programme::{self, Path};

impl<'a> Check<'a> {
    pub(super) fn response_sets(&mut self) {
        let sets: &'a [ResponseSet] = &self.definition.responses;
        let list = Path::default().key("responses");
        if !self.count(sets.len(), 1, LIST_MAX, &list) {
            return;
        }
        self.codes_in(sets.iter().map(|set| set.code.as_str()), &list);
        for (number, set) in sets.iter().enumerate() {
            self.response_set(set, &list.index(number));
            self.sets.entry(&set.code).or_insert(set);
        }
    }

    fn response_set(&mut self, set: &ResponseSet, at: &Path) {
        if let Some(text) = &set.not_applicable {
            self.texts(text, &at.key("not_applicable"));
        }
        let options = at.key("options");
        if !self.count(set.options.len(), 2, RESPONSES_MAX, &options) {
            return;
        }
        let mut seen = BTreeSet::new();
        for (number, option) in set.options.iter().enumerate() {
            let entry = options.index(number);
            self.value(option.value, &entry.key("value"));
            if !seen.insert(option.value) {
                let reason = programme::Reason::Duplicate(option.value.to_string());
                self.push(entry.key("value"), reason.into());
            }
            match &option.label {
                Some(label) => self.texts(label, &entry.key("label")),
                None if self.definition.licence.ships == Ships::Wording => {
                    self.push(entry.key("label"), programme::Reason::Blank.into());
                }
                None => {}
            }
        }
    }

    /// Says whether there are items in a number that allows looking at them.
    pub(super) fn items(&mut self) -> bool {
        let items: &'a [Item] = &self.definition.items;
        let list = Path::default().key("items");
        if !self.count(items.len(), 1, ITEMS_MAX, &list) {
            return false;
        }
        let stated = &self.definition.item_count;
        let at = Path::default().key("item_count");
        self.source(&stated.source, &at);
        if usize::try_from(stated.value) != Ok(items.len()) {
            let (stated, items) = (stated.value, items.len());
            self.push(at, Reason::ItemCount { stated, items });
        }
        self.codes_in(items.iter().map(|item| item.code.as_str()), &list);
        for (number, item) in items.iter().enumerate() {
            self.items.entry(&item.code).or_insert((number, item));
        }
        for (number, item) in items.iter().enumerate() {
            self.item(number, item, &list.index(number));
        }
        true
    }

    fn item(&mut self, place: usize, item: &'a Item, at: &Path) {
        if matches!(item.code.as_str(), "and" | "or" | "not") {
            self.push(at.key("code"), Reason::Reserved(item.code.clone()));
        }
        match &item.text {
            Some(text) => self.texts(text, &at.key("text")),
            None if self.definition.licence.ships == Ships::Wording => {
                self.push(at.key("text"), programme::Reason::Blank.into());
            }
            None => {}
        }
        match self.sets.get(item.responses.as_str()) {
            None => {
                let reason = Reason::NoResponses(item.responses.clone());
                self.push(at.key("responses"), reason);
            }
            Some(set) if item.reverse => {
                let odd = set.options.iter().find_map(|option| {
                    let reversed = set.reversed(option.value)?;
                    let known = set.options.iter().any(|other| other.value == reversed);
                    (!known).then_some((option.value, reversed))
                });
                if let Some((value, reversed)) = odd {
                    let reason = Reason::NotReversible { value, reversed };
                    self.push(at.key("reverse"), reason);
                }
            }
            Some(_) => {}
        }
        if let Some(condition) = &item.ask_when {
            let at = at.key("ask_when");
            if self.condition(condition, &at) {
                self.order(place, item, condition, &at);
            }
        }
    }

    /// Says whether the condition can be looked into further.
    pub(super) fn condition(&mut self, condition: &Condition, at: &Path) -> bool {
        if condition.is_deeper_than(CONDITION_DEPTH_MAX) {
            self.push(at.clone(), Reason::TooDeep);
            return false;
        }
        if condition.to_string().parse().as_ref() != Ok(condition) {
            self.push(at.clone(), Reason::Unwritable);
            return false;
        }
        self.comparisons(condition, at);
        true
    }

    fn comparisons(&mut self, condition: &Condition, at: &Path) {
        match condition {
            Condition::All(parts) | Condition::Any(parts) => {
                parts.iter().for_each(|part| self.comparisons(part, at));
            }
            Condition::Not(part) => self.comparisons(part, at),
            Condition::Is { item, value, .. } => {
                let Some((_, known)) = self.items.get(item.as_str()) else {
                    self.push(at.clone(), Reason::NoItem(item.clone()));
                    return;
                };
                if let Some(set) = self.sets.get(known.responses.as_str())
                    && !set.options.iter().any(|option| option.value == *value)
                {
                    let (item, value) = (item.clone(), *value);
                    self.push(at.clone(), Reason::NoResponse { item, value });
                }
            }
        }
    }

    /// Items are asked in their order, so that a condition can ask about earlier ones alone.
    fn order(&mut self, place: usize, item: &Item, condition: &Condition, at: &Path) {
        let later: BTreeSet<&str> = condition
            .items()
            .into_iter()
            .map(String::as_str)
            .filter(|code| self.items.get(code).is_some_and(|(at, _)| *at >= place))
            .collect();
        let way = self.way_back(&later, &item.code);
        let first = way.as_ref().and_then(|way| way.get(1)).cloned();
        if let Some(way) = way {
            self.push(at.clone(), Reason::Cycle(way));
        }
        for code in later {
            if first.as_deref() != Some(code) {
                self.push(at.clone(), Reason::Forward(code.to_owned()));
            }
        }
    }

    /// The shortest way from `end` over one of the `starts` back to `end`, each hanging on the next.
    fn way_back(&self, starts: &BTreeSet<&str>, end: &str) -> Option<Vec<String>> {
        // Each item that was reached, with the one that asks about it.
        let mut reached: BTreeMap<&str, Option<&str>> =
            starts.iter().map(|start| (*start, None)).collect();
        let mut waiting: VecDeque<&str> = starts.iter().copied().collect();
        while let Some(code) = waiting.pop_front() {
            if code == end {
                let mut way = vec![end.to_owned(), end.to_owned()];
                let mut here = code;
                while let Some(Some(from)) = reached.get(here).copied() {
                    way.insert(1, from.to_owned());
                    here = from;
                }
                return Some(way);
            }
            let item = self.items.get(code).map(|(_, item)| *item);
            let asks = item.and_then(|item| item.ask_when.as_ref());
            let sound = asks.filter(|asks| !asks.is_deeper_than(CONDITION_DEPTH_MAX));
            for next in sound.iter().flat_map(|asks| asks.items()) {
                if !reached.contains_key(next.as_str()) && self.items.contains_key(next.as_str()) {
                    reached.insert(next, Some(code));
                    waiting.push_back(next);
                }
            }
        }
        None
    }
}
