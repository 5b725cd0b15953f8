//! Questions as whoever answers alone sees them: in the language of the link, with what surrounds them in their own or
//! in ours.

use std::collections::BTreeMap;

use hemma_app::link::Questionnaire;
use hemma_domain::instrument::{Answer, Given, Instrument, Item, Response, Sheet, Texts};

use crate::lang::Lang;
use crate::page::interview::ask::{DECLINED, NOT_APPLICABLE, answer};

/// What the names of answers begin with; the item follows.
const ANSWER: &str = "a_";

/// Languages that are written from right to left.
const RIGHT_TO_LEFT: [&str; 12] = [
    "ar", "arc", "ckb", "dv", "fa", "he", "prs", "ps", "sd", "ug", "ur", "yi",
];

/// A text with the language that it is in.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Worded {
    pub text: String,
    /// BCP 47.
    pub lang: String,
    /// `ltr` or `rtl`.
    pub dir: &'static str,
}

/// One question.
#[derive(Debug, Clone, Default)]
pub struct QuestionView {
    /// Counted from 1.
    pub number: usize,
    /// The name of its answer in the form.
    pub name: String,
    /// Empty without wording.
    pub text: Worded,
    pub options: Vec<ChoiceView>,
    pub is_answered: bool,
}

/// One response.
#[derive(Debug, Clone)]
pub struct ChoiceView {
    pub value: String,
    pub label: Worded,
    pub chosen: bool,
    /// No response of the set, but a way out.
    pub is_way_out: bool,
}

impl QuestionView {
    /// `01`: as paper forms count.
    pub fn two_digits(&self) -> String {
        format!("{:02}", self.number)
    }
}

impl Worded {
    /// A text of ours.
    pub fn ours(text: String, lang: Lang) -> Worded {
        Worded {
            text,
            lang: lang.code().to_owned(),
            dir: "ltr",
        }
    }

    /// A text of the wording: in the language asked for, or in the first that has it.
    pub fn of(texts: &Texts, language: &str, languages: &[String]) -> Worded {
        let tags = std::iter::once(language).chain(languages.iter().map(String::as_str));
        let mut told = tags.filter_map(|tag| Some((tag, texts.0.get(tag)?)));
        let (tag, text) = told.next().unzip();
        let tag = tag.unwrap_or(language);
        Worded {
            text: text.cloned().unwrap_or_default(),
            lang: tag.to_owned(),
            dir: direction(tag),
        }
    }
}

/// In which direction a language is written.
pub fn direction(tag: &str) -> &'static str {
    let main = tag.split('-').next().unwrap_or_default();
    match RIGHT_TO_LEFT.contains(&main) {
        true => "rtl",
        false => "ltr",
    }
}

/// Questions with the answers so far, and how they are worded.
#[derive(Clone, Copy)]
pub struct Asked<'a> {
    pub instrument: &'a Instrument,
    pub sheet: &'a Sheet,
    /// BCP 47.
    pub language: &'a str,
    /// Messages for what does not apply and for what nobody wants to answer, where the instrument says nothing.
    pub ways_out: [&'static str; 2],
}

impl Asked<'_> {
    /// As whoever holds a link sees them.
    pub fn of(page: &Questionnaire) -> Asked<'_> {
        Asked {
            instrument: page.scorer.instrument(),
            sheet: &page.sheet,
            language: &page.language,
            ways_out: ["link-not-applicable", "link-declined"],
        }
    }

    fn word(&self, texts: &Texts) -> Worded {
        Worded::of(texts, self.language, &self.instrument.languages)
    }

    /// What is said before the first question; empty where nothing is.
    pub fn intro(&self) -> Worded {
        let said = self.instrument.intro.as_ref();
        said.map(|texts| self.word(texts)).unwrap_or_default()
    }
}

/// One question, its answer as stored, or as it was typed and not stored.
pub fn question(
    asked: Asked<'_>,
    (place, item): (usize, &Item),
    typed: &BTreeMap<String, Answer>,
    lang: Lang,
) -> QuestionView {
    let given = match typed.get(&item.code) {
        Some(Answer::Value(value)) => Given::Value(*value),
        Some(Answer::NotApplicable) => Given::NotApplicable,
        Some(Answer::Declined) => Given::Declined,
        None => asked.sheet.at(place),
    };
    let text = item.text.as_ref();
    QuestionView {
        number: place + 1,
        name: format!("{ANSWER}{}", item.code),
        text: text.map(|texts| asked.word(texts)).unwrap_or_default(),
        options: choices(asked, item, given, lang),
        is_answered: !matches!(given, Given::Unanswered | Given::Skipped),
    }
}

fn choices(asked: Asked<'_>, item: &Item, given: Given, lang: Lang) -> Vec<ChoiceView> {
    let set = asked.instrument.responses_of(item);
    let options = set.map(|set| set.options.as_slice()).unwrap_or_default();
    let response = |one: &Response| ChoiceView {
        value: one.value.to_string(),
        label: match &one.label {
            Some(label) => asked.word(label),
            None => Worded::ours(one.value.to_string(), lang),
        },
        chosen: given == Given::Value(one.value),
        is_way_out: false,
    };
    let way_out = |value: &str, label, chosen| ChoiceView {
        value: value.to_owned(),
        label,
        chosen,
        is_way_out: true,
    };
    let [idle, declined] = asked.ways_out;
    let mut all: Vec<ChoiceView> = options.iter().map(response).collect();
    if item.not_applicable {
        let own = set.and_then(|set| set.not_applicable.as_ref());
        let label = own.map_or_else(
            || Worded::ours(lang.t(idle), lang),
            |texts| asked.word(texts),
        );
        let chosen = given == Given::NotApplicable;
        all.push(way_out(NOT_APPLICABLE, label, chosen));
    }
    let label = Worded::ours(lang.t(declined), lang);
    all.push(way_out(DECLINED, label, given == Given::Declined));
    all
}

/// The answers among the fields of a form, by item; nothing if one says what no answer says.
pub fn answers(fields: &[(String, String)]) -> Option<BTreeMap<String, Answer>> {
    fields
        .iter()
        .filter_map(|(name, value)| Some((name.strip_prefix(ANSWER)?, value.as_str())))
        .map(|(item, value)| Some((item.to_owned(), answer(value).flatten()?)))
        .collect()
}

/// The same as fields, for a form that keeps them until the code was shown.
pub fn kept(fields: &[(String, String)]) -> Vec<(String, String)> {
    let is_kept = |name: &str| name.starts_with(ANSWER) || name == "version" || name == "place";
    let kept = fields.iter().filter(|(name, _)| is_kept(name));
    kept.cloned().collect()
}
