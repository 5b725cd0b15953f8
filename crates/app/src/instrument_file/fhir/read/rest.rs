//! What a `Questionnaire` does not say: taken from our extension, or not known.

use hemma_domain::instrument::{Definition, Licence, Mode, Respondent, Ships, Subject};
use hemma_domain::programme::{Confidence, HELP_CHARS_MAX, LABEL_CHARS_MAX, Source, Sourced};
use hemma_domain::time::Day;

use super::super::shape::Questionnaire;
use super::super::{OURS, code_of};
use super::{both, cut};
use crate::definition_file::{self, Fault};
use crate::instrument_file::definition;

/// Reads the definition without items that stands in our extension.
pub(super) fn read(text: &str) -> Result<Definition, Vec<Fault>> {
    definition_file::read(OURS, text, |reader, root| {
        Ok(definition::read(reader, root))
    })
}

/// A definition of which no more is known than what another program says.
pub(super) fn unknown(questionnaire: &Questionnaire, items: u32) -> Definition {
    let identifier = questionnaire.identifier.iter();
    let identifier = identifier.filter(|id| id.system.as_deref() == Some(OURS));
    let identifier = identifier.filter_map(|id| id.value.as_ref()).next();
    let name = identifier
        .or(questionnaire.name.as_ref())
        .or(questionnaire.id.as_ref());
    let name = name.or(questionnaire.title.as_ref());
    let code = name.map_or_else(|| "FHIR".to_owned(), |name| code_of(name));
    let title = questionnaire.title.as_ref().unwrap_or(&code);
    let about = questionnaire.description.as_ref().unwrap_or(title);
    let publisher = questionnaire.publisher.as_deref().unwrap_or("?");
    let copyright = questionnaire.copyright.as_deref().unwrap_or("?");
    let url = questionnaire.url.as_deref().unwrap_or("FHIR Questionnaire");
    Definition {
        name: both(&cut(title, LABEL_CHARS_MAX)),
        about: both(&cut(about, HELP_CHARS_MAX)),
        code,
        version: 1,
        valid_from: Day(jiff::civil::Date::constant(2000, 1, 1)),
        languages: Vec::new(),
        intro: None,
        respondents: vec![Respondent::Caregiver],
        subject: Subject::Respondent,
        modes: vec![Mode::Paper],
        responses: Vec::new(),
        item_count: Sourced {
            value: items,
            source: "fhir".to_owned(),
            confidence: Confidence::Stated,
        },
        items: Vec::new(),
        scales: Vec::new(),
        norms: Vec::new(),
        critical: Vec::new(),
        patterns: Vec::new(),
        licence: Licence {
            holder: cut(publisher, LABEL_CHARS_MAX),
            ships: Ships::Structure,
            statement: both(&cut(copyright, HELP_CHARS_MAX)),
            source: "fhir".to_owned(),
            confidence: Confidence::Unconfirmed,
        },
        schedule: None,
        sources: vec![Source {
            code: "fhir".to_owned(),
            title: both(&cut(url, HELP_CHARS_MAX)),
        }],
    }
}
