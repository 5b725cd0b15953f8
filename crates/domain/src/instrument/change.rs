//! What a new version of an instrument changes, told before it is published.

use super::text::Texts;
use super::{Instrument, Item, Scale};

/// One thing that differs between two versions. Codes name items and scales.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Change {
    /// Wording in a language that the older version lacks.
    LanguageAdded(String),
    /// Wording in a language that the newer version lacks.
    LanguageRemoved(String),
    /// An item that the older version lacks.
    ItemAdded(String),
    /// An item that the newer version lacks.
    ItemRemoved(String),
    /// An item that is asked at another place among those that both versions have.
    ItemMoved(String),
    /// An item is worded otherwise in a language that both versions have, or had no wording at all.
    Wording(String),
    /// An item is answered with other values, is reversed, or may be answered as not applying.
    Responses(String),
    /// An item is asked under another condition.
    Condition(String),
    /// A scale that the older version lacks.
    ScaleAdded(String),
    /// A scale that the newer version lacks.
    ScaleRemoved(String),
    /// A scale counts by another rule, or by another version of its rule: scores are added, none is changed.
    Rule(String),
    /// A scale counts otherwise although its rule has the same code and version: the rule needs a new version.
    RuleUnversioned(String),
    /// A scale has another cut-off or other bands.
    Meaning(String),
    /// Other answers are critical.
    Critical,
    /// Other norms, patterns, schedule, licence, or who is asked about whom and how.
    Around,
}

impl Instrument {
    /// What this version changes of an older one, in the order of its parts.
    pub fn changes_since(&self, older: &Instrument) -> Vec<Change> {
        let mut changes = Vec::new();
        let (new, old) = (&self.languages, &older.languages);
        let added = new.iter().filter(|tag| !old.contains(tag));
        changes.extend(added.cloned().map(Change::LanguageAdded));
        let removed = old.iter().filter(|tag| !new.contains(tag));
        changes.extend(removed.cloned().map(Change::LanguageRemoved));
        self.item_changes(older, &mut changes);
        self.scale_changes(older, &mut changes);
        if self.critical != older.critical {
            changes.push(Change::Critical);
        }
        let around = |it: &Instrument| {
            let who = (it.respondents.clone(), it.subject, it.modes.clone());
            let rest = (it.norms.clone(), it.patterns.clone());
            (who, rest, it.schedule.clone(), it.licence.clone())
        };
        if around(self) != around(older) {
            changes.push(Change::Around);
        }
        changes
    }

    fn item_changes(&self, older: &Instrument, changes: &mut Vec<Change>) {
        let kept = |of: &Instrument, other: &Instrument| -> Vec<String> {
            let codes = of.items.iter().map(|item| item.code.clone());
            codes.filter(|code| other.item(code).is_some()).collect()
        };
        let (new, old) = (kept(self, older), kept(older, self));
        let moved = |code: &str| {
            let place = |codes: &[String]| codes.iter().position(|known| known == code);
            place(&new) != place(&old)
        };
        for item in &self.items {
            let code = || item.code.clone();
            let Some((_, before)) = older.item(&item.code) else {
                changes.push(Change::ItemAdded(code()));
                continue;
            };
            if moved(&item.code) {
                changes.push(Change::ItemMoved(code()));
            }
            if is_reworded(before.text.as_ref(), item.text.as_ref()) {
                changes.push(Change::Wording(code()));
            }
            if answered(self, item) != answered(older, before) {
                changes.push(Change::Responses(code()));
            }
            if item.ask_when != before.ask_when {
                changes.push(Change::Condition(code()));
            }
        }
        let gone = older
            .items
            .iter()
            .filter(|item| self.item(&item.code).is_none());
        changes.extend(gone.map(|item| Change::ItemRemoved(item.code.clone())));
    }

    fn scale_changes(&self, older: &Instrument, changes: &mut Vec<Change>) {
        for scale in &self.scales {
            let code = || scale.code.clone();
            let Some(before) = older.scale(&scale.code) else {
                changes.push(Change::ScaleAdded(code()));
                continue;
            };
            let named = |scale: &Scale| (scale.rule.code.clone(), scale.rule.version);
            if named(scale) != named(before) {
                changes.push(Change::Rule(code()));
            } else if counted(self, scale) != counted(older, before) {
                changes.push(Change::RuleUnversioned(code()));
            }
            if (&scale.bands, &scale.cut_off) != (&before.bands, &before.cut_off) {
                changes.push(Change::Meaning(code()));
            }
        }
        let gone = older
            .scales
            .iter()
            .filter(|scale| self.scale(&scale.code).is_none());
        changes.extend(gone.map(|scale| Change::ScaleRemoved(scale.code.clone())));
    }
}

/// A translation alone rewords nothing.
fn is_reworded(before: Option<&Texts>, after: Option<&Texts>) -> bool {
    match (before, after) {
        (None, None) => false,
        (Some(before), Some(after)) => {
            let mut shared = before
                .0
                .iter()
                .filter_map(|(tag, text)| Some((text, after.0.get(tag)?)));
            shared.any(|(before, after)| before != after)
        }
        (None, Some(_)) | (Some(_), None) => true,
    }
}

/// What an item can be answered with, and how that is read.
fn answered(instrument: &Instrument, item: &Item) -> (Vec<i64>, bool, bool) {
    let set = instrument.responses_of(item);
    let options = set.map(|set| set.options.as_slice()).unwrap_or_default();
    let values = options.iter().map(|option| option.value).collect();
    (values, item.reverse, item.not_applicable)
}

/// Everything that a scale's number hangs on but the answers.
fn counted(instrument: &Instrument, scale: &Scale) -> impl PartialEq + use<> {
    let mut items: Vec<String> = scale.items.clone();
    items.sort();
    let reversed = items.iter().filter(|code| {
        let item = instrument.item(code);
        item.is_some_and(|(_, item)| item.reverse)
    });
    let reversed: Vec<String> = reversed.cloned().collect();
    (
        (items, reversed),
        (scale.rule.kind.clone(), scale.minimum.value),
        (scale.missing, scale.skipped, scale.across),
    )
}
