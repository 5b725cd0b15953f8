//! Reads a `Questionnaire` into a definition.

use std::collections::{BTreeMap, BTreeSet};

use hemma_domain::instrument::{Definition, ITEMS_MAX, Item, ResponseSet, Ships, Texts};
use hemma_domain::programme::{self, Path};

use super::shape::{Element, Item as Shape, Questionnaire};
use super::{INTRO, REST, REVERSE, TRANSLATION, UNCOUNTED, code_of, fault, parse, unreadable};
use crate::definition_file::{Fault, Reason};
use crate::instrument_file::InstrumentFile;

mod condition;
mod option;
mod rest;

/// Reads a `Questionnaire` in JSON whole, or refuses it whole.
///
/// Without our extension the instrument has no scales and stands under a licence that nobody has stated.
pub fn from_fhir(file: &str, text: &str) -> Result<InstrumentFile, Vec<Fault>> {
    let questionnaire: Questionnaire = parse(file, text)?;
    let mut reader = Reader {
        file,
        faults: Vec::new(),
        language: questionnaire.language.clone(),
        languages: BTreeSet::new(),
        sets: Vec::new(),
        values: BTreeMap::new(),
        items: Vec::new(),
        intro: None,
    };
    if questionnaire.resource_type != "Questionnaire" {
        let at = Path::default().key("resourceType");
        reader.refuse(at, "`Questionnaire` expected");
    }
    reader.items(&questionnaire.item, &Path::default().key("item"));
    let definition = reader.whole(&questionnaire);
    if !reader.faults.is_empty() {
        return Err(reader.faults);
    }
    InstrumentFile::written(definition).map_err(|faults| {
        let told = |told| fault(file, Reason::Instrument(told));
        faults.into_iter().map(told).collect()
    })
}

struct Reader<'a> {
    file: &'a str,
    faults: Vec<Fault>,
    /// The language that texts are in if nothing else is said.
    language: Option<String>,
    languages: BTreeSet<String>,
    sets: Vec<ResponseSet>,
    /// What the codes of each item's responses stand for.
    values: BTreeMap<String, BTreeMap<String, i64>>,
    items: Vec<Item>,
    intro: Option<Texts>,
}

impl Reader<'_> {
    fn refuse(&mut self, at: Path, why: impl Into<String>) {
        self.faults.push(fault(self.file, unreadable(at, why)));
    }

    fn items(&mut self, shapes: &[Shape], list: &Path) {
        for (number, shape) in shapes.iter().enumerate() {
            let at = list.index(number);
            if self.items.len() > ITEMS_MAX {
                // One more than allowed is enough to be told so.
                return;
            }
            match shape.kind.as_str() {
                "group" => self.items(&shape.item, &at.key("item")),
                "display" if shape.link_id == INTRO => {
                    self.intro = self.texts(shape.text.as_ref(), shape.text_more.as_ref());
                }
                "display" => {}
                "choice" => self.item(shape, &at),
                other => {
                    let why = format!("`{other}` is none of choice, display, group");
                    self.refuse(at.key("type"), why);
                }
            }
        }
    }

    fn item(&mut self, shape: &Shape, at: &Path) {
        if !shape.item.is_empty() {
            self.refuse(at.key("item"), "items within a question cannot be read");
        }
        let says = |url: &str| {
            let mut extensions = shape.extension.iter();
            extensions.any(|it| it.url == url && it.value_boolean == Some(true))
        };
        let code = code_of(&shape.link_id);
        let (responses, not_applicable) = self.responses(&code, shape, at);
        let item = Item {
            text: self.texts(shape.text.as_ref(), shape.text_more.as_ref()),
            responses,
            reverse: says(REVERSE),
            not_applicable,
            counts: !says(UNCOUNTED),
            ask_when: self.condition(shape, at),
            code,
        };
        self.items.push(item);
    }

    /// A text with its translations; nothing if there is no text at all.
    fn texts(&mut self, main: Option<&String>, more: Option<&Element>) -> Option<Texts> {
        let mut texts = BTreeMap::new();
        for extension in more.iter().flat_map(|more| &more.extension) {
            if extension.url != TRANSLATION {
                continue;
            }
            let part = |url: &str| extension.extension.iter().find(|part| part.url == url);
            let language = part("lang").and_then(|part| part.value_code.clone());
            let content = part("content").and_then(|part| part.value_string.clone());
            texts.extend(language.zip(content));
        }
        if let Some(main) = main {
            // What has no language is said to have none: "und" is the tag for that.
            let language = self.language.clone().unwrap_or_else(|| "und".to_owned());
            texts.insert(language, main.clone());
        }
        self.languages.extend(texts.keys().cloned());
        (!texts.is_empty()).then_some(Texts(texts))
    }

    fn whole(&mut self, questionnaire: &Questionnaire) -> Definition {
        let mut rest = questionnaire.extension.iter();
        let rest = rest.find(|extension| extension.url == REST);
        let version = self.version(questionnaire);
        let mut definition = match rest.and_then(|rest| rest.value_string.as_ref()) {
            Some(text) => match rest::read(text) {
                Ok(definition) => definition,
                Err(faults) => {
                    let at = Path::default().key("extension");
                    let faults = faults.into_iter();
                    faults.for_each(|told| self.refuse(at.clone(), told.to_string()));
                    self.foreign(questionnaire)
                }
            },
            None => self.foreign(questionnaire),
        };
        definition.version = version;
        definition.intro = self.intro.take();
        definition.items = std::mem::take(&mut self.items);
        let mut sets = std::mem::take(&mut self.sets);
        sets.append(&mut definition.responses);
        definition.responses = sets;
        definition
    }

    /// The first number of the version: that of `2.1.0` is 2.
    fn version(&mut self, questionnaire: &Questionnaire) -> u32 {
        let version = questionnaire.version.as_deref().unwrap_or("1");
        let first = version.split('.').next().unwrap_or_default();
        first.parse().unwrap_or_else(|_| {
            let why = "a version that begins with a whole number expected";
            self.refuse(Path::default().key("version"), why);
            1
        })
    }

    /// What is known of a questionnaire that some other program wrote.
    fn foreign(&mut self, questionnaire: &Questionnaire) -> Definition {
        let start = questionnaire.effective_period.as_ref();
        let start = start.and_then(|period| period.start.as_ref());
        let date = start.or(questionnaire.date.as_ref());
        let day = date.and_then(|date| date.get(..10)?.parse().ok());
        if day.is_none() {
            let at = Path::default().key("effectivePeriod").key("start");
            self.refuse(at, "a day expected, here or as the date");
        }
        let main = self.language.clone();
        let others = self
            .languages
            .iter()
            .filter(|tag| Some(*tag) != main.as_ref());
        let main = main.iter().filter(|tag| self.languages.contains(*tag));
        let languages: Vec<String> = main.chain(others).cloned().collect();
        let ships = match languages.is_empty() {
            true => Ships::Structure,
            false => Ships::Wording,
        };
        let items = u32::try_from(self.items.len()).unwrap_or(u32::MAX);
        let unknown = rest::unknown(questionnaire, items);
        Definition {
            valid_from: day.unwrap_or(unknown.valid_from),
            languages,
            licence: hemma_domain::instrument::Licence {
                ships,
                ..unknown.licence
            },
            ..unknown
        }
    }
}

/// A text that is not longer than a label or a paragraph may be.
fn cut(text: &str, max: usize) -> String {
    text.chars().take(max).collect()
}

fn both(text: &str) -> programme::Words {
    programme::Words {
        sv: text.to_owned(),
        en: text.to_owned(),
    }
}
