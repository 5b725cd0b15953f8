//! The half-yearly programme review of a team.

use serde::{Deserialize, Serialize};

use super::{Fact, Page, ReportSection, Signature, Step};

/// A programme review, in the order in which it is read.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Review {
    /// Head and foot of every page.
    pub page: Page,
    /// Facts for the head, such as the half-year.
    #[serde(default)]
    pub facts: Vec<Fact>,
    /// What the figures say, set first and larger. Text.
    #[serde(default)]
    pub summary: Option<String>,
    /// The figures as tables and drawings, and what else there is.
    #[serde(default)]
    pub sections: Vec<ReportSection>,
    /// What is to be done, by whom, by when.
    #[serde(default)]
    pub next_steps: Vec<Step>,
    /// Who answers for the review.
    #[serde(default)]
    pub signatures: Vec<Signature>,
}
