//! Whether a layout makes sense as a whole.

use thiserror::Error;

use super::{Definition, Template};
use crate::definition::{self, Head};
use crate::programme::{self, HELP_CHARS_MAX, LABEL_CHARS_MAX, LIST_MAX, Path};

/// Days of a deadline: a year. No statute gives longer.
const DAYS_MAX: u32 = 366;

/// One thing that is wrong with a layout, and where.
pub type Fault = programme::Fault<Reason>;

/// What can be wrong with a layout.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum Reason {
    /// What can be wrong with any definition: lengths, codes, numbers, sources.
    #[error(transparent)]
    General(#[from] programme::Reason),
    /// A template names a section that the layout does not have.
    #[error("the layout has no section `{0}`")]
    NoSection(String),
    /// A template demands a section that it does not have.
    #[error("the template demands `{0}` and does not have it")]
    NotItsOwn(String),
}

type Check<'a> = definition::Check<'a, Reason>;

/// Everything that is wrong with the definition.
pub(super) fn faults(definition: &Definition) -> Vec<Fault> {
    let mut check = Check::new(&definition.sources);
    check.head(&Head {
        code: &definition.code,
        version: definition.version,
        name: &definition.name,
        about: &definition.about,
    });
    let root = Path::default();
    check.text(&definition.document, LABEL_CHARS_MAX, root.key("document"));
    check.text(&definition.decision, LABEL_CHARS_MAX, root.key("decision"));
    check.source(&definition.diary.source, &root.key("diary"));
    check.sections(definition);
    check.templates(definition);
    let (deadlines, at) = (&definition.deadlines, root.key("deadlines"));
    for (value, key) in [
        (&deadlines.approved_days, "approved_days"),
        (&deadlines.posted_days, "posted_days"),
        (&deadlines.appeal_days, "appeal_days"),
    ] {
        check.sourced(value, (1, DAYS_MAX), &at.key(key));
    }
    check.rest_days(&deadlines.rest_days, &at.key("rest_days"));
    check.faults
}

impl Check<'_> {
    fn sections(&mut self, definition: &Definition) {
        let list = Path::default().key("sections");
        let sections = &definition.sections;
        self.length(sections.len(), (1, LIST_MAX), list.clone());
        self.codes(sections.iter().map(|one| one.code.as_str()), &list);
        for (index, one) in sections.iter().enumerate() {
            let at = list.index(index);
            self.text(&one.title, LABEL_CHARS_MAX, at.key("title"));
            self.words(&one.hint, HELP_CHARS_MAX, &at.key("hint"));
        }
    }

    fn templates(&mut self, definition: &Definition) {
        let list = Path::default().key("templates");
        let templates = &definition.templates;
        self.length(templates.len(), (1, LIST_MAX), list.clone());
        self.codes(templates.iter().map(|one| one.code.as_str()), &list);
        for (index, one) in templates.iter().enumerate() {
            let at = list.index(index);
            self.words(&one.name, LABEL_CHARS_MAX, &at.key("name"));
            self.parts(definition, one, &at);
        }
    }

    fn parts(&mut self, definition: &Definition, one: &Template, at: &Path) {
        let sections = at.key("sections");
        self.length(one.sections.len(), (1, LIST_MAX), sections.clone());
        let is_known = |code: &String| definition.sections.iter().any(|has| has.code == *code);
        for (index, code) in one.sections.iter().enumerate() {
            if !is_known(code) {
                self.push(sections.index(index), Reason::NoSection(code.clone()));
            }
        }
        for (index, code) in one.required.iter().enumerate() {
            if !one.sections.contains(code) {
                let at = at.key("required").index(index);
                self.push(at, Reason::NotItsOwn(code.clone()));
            }
        }
    }
}
