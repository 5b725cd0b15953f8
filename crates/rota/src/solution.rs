//! A solution as it is written in a file.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::instance::CompDay;

/// What `format` must say.
pub const SOLUTION_FORMAT: &str = "rota-solution/1";

/// A whole solution.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Solution {
    /// [`SOLUTION_FORMAT`].
    pub format: String,
    /// The name of the instance.
    pub instance: String,
    /// Who serves each duty; one that is absent or null is open.
    pub assign: BTreeMap<String, Option<String>>,
    /// Comp days given.
    #[serde(default)]
    pub comp_days: Vec<CompDay>,
    /// What the maker says of it; each claim is verified.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub claims: Option<Claims>,
}

/// What the maker of a solution says of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Claims {
    /// The score.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub score: Option<i64>,
    /// No plan scores less.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub bound: Option<i64>,
    /// No plan is better.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub optimal: Option<bool>,
}
