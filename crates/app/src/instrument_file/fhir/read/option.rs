//! The responses of an item.

use std::collections::BTreeMap;

use hemma_domain::instrument::{RESPONSES_MAX, Response, ResponseSet};
use hemma_domain::programme::Path;

use super::super::shape::{AnswerOption, Coding, Extension, Item as Shape};
use super::super::{ABSENT, NOT_APPLICABLE, ORDINAL, OURS};
use super::Reader;

impl Reader<'_> {
    /// The code of the set that the item is answered with, and whether it may be answered as not applying.
    pub(super) fn responses(&mut self, item: &str, shape: &Shape, at: &Path) -> (String, bool) {
        let list = at.key("answerOption");
        let mut set = ResponseSet::default();
        let (mut values, mut ours, mut applies) = (BTreeMap::new(), None, true);
        for (number, option) in shape
            .answer_option
            .iter()
            .enumerate()
            .take(RESPONSES_MAX + 2)
        {
            let coding = option.value_coding.clone().unwrap_or_default();
            let label = self.texts(coding.display.as_ref(), coding.display_more.as_ref());
            if is_not_applicable(&coding) {
                set.not_applicable = label;
                applies = false;
                continue;
            }
            let Some(value) = value(option, &coding) else {
                let why = "a whole number as the code, or an ordinal value, expected";
                self.refuse(list.index(number), why);
                continue;
            };
            values.extend(coding.code.map(|code| (code, value)));
            let system = coding.system.filter(|system| system.starts_with(OURS));
            ours = ours.or(system);
            set.options.push(Response { value, label });
        }
        if shape.answer_option.is_empty() {
            self.refuse(
                list,
                "responses must stand here, not in a set of values elsewhere",
            );
        }
        self.values.insert(item.to_owned(), values);
        let code = ours.and_then(|system| system.rsplit(':').next().map(str::to_owned));
        (self.kept(set, code, at), !applies)
    }

    /// Puts the set beside the others, unless it is there.
    fn kept(&mut self, set: ResponseSet, code: Option<String>, at: &Path) -> String {
        let is_it = |known: &&mut ResponseSet| match &code {
            Some(code) => known.code == *code,
            None => known.options == set.options,
        };
        let next = self.sets.len() + 1;
        let Some(known) = self.sets.iter_mut().find(is_it) else {
            let code = code.unwrap_or_else(|| format!("set_{next}"));
            self.sets.push(ResponseSet {
                code: code.clone(),
                ..set
            });
            return code;
        };
        let code = known.code.clone();
        let differs = known.options != set.options;
        if known.not_applicable.is_none() {
            known.not_applicable = set.not_applicable;
        }
        if differs {
            let why = format!("other responses than those of `{code}` before");
            self.refuse(at.key("answerOption"), why);
        }
        code
    }
}

fn is_not_applicable(coding: &Coding) -> bool {
    coding.system.as_deref() == Some(ABSENT) && coding.code.as_deref() == Some(NOT_APPLICABLE)
}

/// What a response counts: its ordinal value if it has one, else the whole number that is its code.
fn value(option: &AnswerOption, coding: &Coding) -> Option<i64> {
    let ordinal = |extensions: &[Extension]| {
        let found = extensions
            .iter()
            .find(|extension| extension.url == ORDINAL)?;
        found.value_decimal.clone()
    };
    match ordinal(&coding.extension).or_else(|| ordinal(&option.extension)) {
        Some(number) => number.as_i64().or_else(|| {
            let text = number.to_string();
            text.strip_suffix(".0")?.parse().ok()
        }),
        None => option
            .value_integer
            .or_else(|| coding.code.as_ref()?.parse().ok()),
    }
}
