//! An advert of a post, to be printed and hung up.

use serde::{Deserialize, Serialize};

use super::{Fact, Stamp};

/// An advert, in the order in which it is read.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Advert {
    /// The team or the network.
    pub team: String,
    /// Where, how much, until when, whom to ask.
    #[serde(default)]
    pub facts: Vec<Fact>,
    /// The heading above what the work is about.
    pub heading: String,
    /// What the work is about. Text.
    pub about: String,
    /// What is demanded, what counts, how it goes on.
    #[serde(default)]
    pub lists: Vec<AdvertList>,
    /// The words before the address under which anybody applies.
    #[serde(default)]
    pub apply: String,
    /// That address; empty while nobody can apply.
    #[serde(default)]
    pub address: String,
    /// Who made the file.
    pub made_by: String,
    /// When the file was made.
    pub made_at: Stamp,
}

/// Points under a heading.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AdvertList {
    /// The heading.
    pub heading: String,
    /// Texts.
    pub items: Vec<String>,
}
