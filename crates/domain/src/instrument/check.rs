//! Whether a definition makes sense as a whole: lengths, codes, texts, and what its parts say of each other.

use std::collections::{BTreeMap, BTreeSet};

use super::fault::{Fault, Reason};
use super::group::{Pattern, Threshold};
use super::norm::NormTable;
use super::scale::Extent;
use super::{Critical, Definition, Item, ResponseSet, Rhythm, ScheduleHint, Ships};
use crate::programme::{self, Path};

mod item;
mod part;
mod scale;

/// Items of one instrument: the longest questionnaire in use here has 120; a screen reader still copes with 200.
pub const ITEMS_MAX: usize = 200;
/// Responses of one set: what fits a phone in a list.
pub const RESPONSES_MAX: usize = 30;
/// Scales of one instrument: the widest in use here has 20.
pub const SCALES_MAX: usize = 40;
/// Characters of an item, a response or an introduction: one paragraph.
pub const TEXT_CHARS_MAX: usize = 1000;
/// Languages of one instrument: the pages of a licence holder list some thirty translations.
pub const LANGUAGES_MAX: usize = 40;
/// Entries of any other list: one screen.
pub const LIST_MAX: usize = 60;
/// Steps of one norm table: the longest raw score in use has some 240.
pub const NORM_ROWS_MAX: usize = 300;
/// Responses and factors lie within this on both sides of 0, so that every sum fits many times over.
pub const VALUE_MAX: i64 = 10_000;
/// Nobody answers at a greater age.
const AGE_MAX: u32 = 120;
/// Ten years: a longer span in a schedule is a slip of the pen.
const DAYS_MAX: u32 = 3650;
const MONTHS_MAX: u32 = 120;

/// Everything that is wrong with the definition.
pub(super) fn faults(definition: &Definition) -> Vec<Fault> {
    let mut check = Check {
        faults: Vec::new(),
        definition,
        sources: definition
            .sources
            .iter()
            .map(|source| source.code.as_str())
            .collect(),
        sets: BTreeMap::new(),
        items: BTreeMap::new(),
        extents: BTreeMap::new(),
    };
    check.head();
    check.licence();
    check.schedule();
    check.response_sets();
    if check.items() {
        check.scales();
        check.norms();
        check.critical();
        check.patterns();
    }
    check.faults
}

struct Check<'a> {
    faults: Vec<Fault>,
    definition: &'a Definition,
    sources: BTreeSet<&'a str>,
    sets: BTreeMap<&'a str, &'a ResponseSet>,
    /// Items by code, with their place.
    items: BTreeMap<&'a str, (usize, &'a Item)>,
    /// Scales by code, with from where to where they go.
    extents: BTreeMap<&'a str, Extent>,
}

impl<'a> Check<'a> {
    fn push(&mut self, at: Path, reason: Reason) {
        self.faults.push(Fault { at, reason });
    }

    fn head(&mut self) {
        let definition = self.definition;
        let root = Path::default();
        self.code(&definition.code, &root.key("code"));
        self.number(definition.version, 1, 100_000, &root.key("version"));
        self.label(&definition.name, &root.key("name"));
        self.help(&definition.about, &root.key("about"));
        let languages = root.key("languages");
        let least = usize::from(definition.licence.ships == Ships::Wording);
        self.count(definition.languages.len(), least, LANGUAGES_MAX, &languages);
        let mut seen = BTreeSet::new();
        for (number, tag) in definition.languages.iter().enumerate() {
            if !is_language_tag(tag) {
                self.push(languages.index(number), Reason::BadLanguage(tag.clone()));
            }
            if !seen.insert(tag) {
                let reason = programme::Reason::Duplicate(tag.clone());
                self.push(languages.index(number), reason.into());
            }
        }
        if let Some(intro) = &definition.intro {
            self.texts(intro, &root.key("intro"));
        }
        for (count, key) in [
            (definition.respondents.len(), "respondents"),
            (definition.modes.len(), "modes"),
        ] {
            self.count(count, 1, LIST_MAX, &root.key(key));
        }
        let sources = root.key("sources");
        self.count(definition.sources.len(), 1, LIST_MAX, &sources);
        self.codes_in(
            definition.sources.iter().map(|source| source.code.as_str()),
            &sources,
        );
        for (number, source) in definition.sources.iter().enumerate() {
            self.help(&source.title, &sources.index(number).key("title"));
        }
    }

    fn licence(&mut self) {
        let at = Path::default().key("licence");
        let licence = &self.definition.licence;
        self.line(&licence.holder, &at.key("holder"));
        self.help(&licence.statement, &at.key("statement"));
        self.source(&licence.source, &at);
    }

    fn schedule(&mut self) {
        let at = Path::default().key("schedule");
        let Some(ScheduleHint {
            first_after_days,
            every,
            window_days,
        }) = &self.definition.schedule
        else {
            return;
        };
        if let Some(first) = first_after_days {
            self.sourced(first, 0, DAYS_MAX, &at.key("first_after_days"));
        }
        match every {
            Rhythm::Days(days) => self.sourced(days, 1, DAYS_MAX, &at.key("every_days")),
            Rhythm::Months(months) => {
                self.sourced(months, 1, MONTHS_MAX, &at.key("every_months"));
            }
        }
        self.sourced(window_days, 0, DAYS_MAX, &at.key("window_days"));
    }

    fn norms(&mut self) {
        let norms = Path::default().key("norms");
        if !self.count(self.definition.norms.len(), 0, LIST_MAX, &norms) {
            return;
        }
        for (number, table) in self.definition.norms.iter().enumerate() {
            self.norm(table, &norms.index(number));
        }
    }

    fn norm(&mut self, table: &NormTable, at: &Path) {
        if !self.extents.contains_key(table.scale.as_str()) {
            self.push(at.key("scale"), Reason::NoScale(table.scale.clone()));
        }
        let ages = at.key("ages");
        self.number(table.ages.max, 0, AGE_MAX, &ages.key("max"));
        if table.ages.min > table.ages.max {
            self.push(ages, programme::Reason::Backwards.into());
        }
        let rows = at.key("rows");
        self.count(table.rows.len(), 1, NORM_ROWS_MAX, &rows);
        if !table.rows.is_sorted_by(|a, b| a.from < b.from) {
            self.push(rows, programme::Reason::NotRising.into());
        }
        self.source(&table.source, at);
    }

    fn critical(&mut self) {
        let list = Path::default().key("critical");
        let critical: &'a [Critical] = &self.definition.critical;
        if !self.count(critical.len(), 0, LIST_MAX, &list) {
            return;
        }
        self.codes_in(critical.iter().map(|entry| entry.code.as_str()), &list);
        for (number, entry) in critical.iter().enumerate() {
            let at = list.index(number);
            self.label(&entry.label, &at.key("label"));
            self.source(&entry.source, &at);
            self.condition(&entry.when, &at.key("when"));
        }
    }

    fn patterns(&mut self) {
        let list = Path::default().key("patterns");
        let patterns: &'a [Pattern] = &self.definition.patterns;
        if !self.count(patterns.len(), 0, LIST_MAX, &list) {
            return;
        }
        self.codes_in(patterns.iter().map(|entry| entry.code.as_str()), &list);
        for (number, pattern) in patterns.iter().enumerate() {
            let at = list.index(number);
            self.help(&pattern.label, &at.key("label"));
            self.source(&pattern.source, &at);
            let count = pattern.all.len() + pattern.any.len();
            if count < 2 {
                self.push(at.clone(), Reason::LonePattern);
            }
            self.count(count, 0, LIST_MAX, &at);
            self.thresholds(&pattern.all, &at.key("all"));
            self.thresholds(&pattern.any, &at.key("any"));
        }
    }

    fn thresholds(&mut self, thresholds: &[Threshold], at: &Path) {
        for (number, threshold) in thresholds.iter().enumerate().take(LIST_MAX) {
            let at = at.index(number);
            self.source(&threshold.limit.source, &at.key("limit"));
            match self.extents.get(threshold.scale.as_str()).copied() {
                None => self.push(at.key("scale"), Reason::NoScale(threshold.scale.clone())),
                Some(extent) => self.limit(threshold.limit.value, extent, &at.key("limit")),
            }
        }
    }
}

/// Two or three letters, then parts of two to eight letters or digits.
fn is_language_tag(tag: &str) -> bool {
    let mut parts = tag.split('-');
    let first = parts.next().unwrap_or_default();
    let lower = |part: &str| part.bytes().all(|byte| byte.is_ascii_lowercase());
    (2..=3).contains(&first.len())
        && lower(first)
        && tag.len() <= 35
        && parts.all(|part| {
            (2..=8).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_alphanumeric())
        })
}
