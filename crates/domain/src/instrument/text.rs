//! Wording in any number of languages.

use std::collections::BTreeMap;

/// One text in each language that it exists in, by BCP 47 tag.
///
/// This is what respondents read. What staff read is in Swedish and English: [`crate::programme::Words`].
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Texts(pub BTreeMap<String, String>);

impl Texts {
    /// The text in this language; in the first of the `others` that has one, if this has none.
    pub fn get<'a>(&'a self, language: &str, others: &[String]) -> Option<&'a str> {
        let tags = std::iter::once(language).chain(others.iter().map(String::as_str));
        tags.filter_map(|tag| self.0.get(tag))
            .map(String::as_str)
            .next()
    }
}
