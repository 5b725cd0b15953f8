//! A certificate of what somebody attended.

use serde::{Deserialize, Serialize};

use super::{Day, Stamp};

/// A certificate, in the order in which it is read.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Certificate {
    /// Who held the training.
    pub issuer: String,
    /// Whom it is for.
    pub name: String,
    /// What was attended.
    pub training: String,
    /// What of a programme's demands it is.
    #[serde(default)]
    pub what: String,
    /// What it was about. Text.
    #[serde(default)]
    pub about: String,
    /// The days on which they were there.
    pub days: Vec<Day>,
    /// How long that was, as it is written: `1,5 dagar`.
    pub length: String,
    /// How long the training was, where they were not there all the time.
    #[serde(default)]
    pub whole: String,
    /// Where it was.
    #[serde(default)]
    pub place: String,
    /// Who signs.
    pub signer: String,
    /// Who made the file.
    pub made_by: String,
    /// When the file was made.
    pub made_at: Stamp,
}
