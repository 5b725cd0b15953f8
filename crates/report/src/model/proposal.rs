//! A proposal to a board, in the manner of a Swedish municipal office.

use serde::{Deserialize, Serialize};

use super::{Day, Stamp};

/// A proposal, in the order in which it is read.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Proposal {
    /// What the document is called in its own head: `Tjänsteutlåtande`.
    pub document: String,
    /// The office. Empty in a draft that does not say it yet.
    #[serde(default)]
    pub office: String,
    /// The department or unit.
    #[serde(default)]
    pub department: String,
    /// The diary number; empty until there is one.
    #[serde(default)]
    pub diary: String,
    /// Marks every page as a draft.
    #[serde(default)]
    pub draft: bool,
    /// Who answers questions.
    #[serde(default)]
    pub handler: String,
    /// The handler's telephone.
    #[serde(default)]
    pub phone: String,
    /// The board.
    #[serde(default)]
    pub addressee: String,
    /// The meeting at which it is dealt with.
    #[serde(default)]
    pub meeting_on: Option<Day>,
    /// The heading above the points: `Förvaltningens förslag till beslut`.
    pub decision: String,
    /// What the board is to decide. Texts.
    #[serde(default)]
    pub points: Vec<String>,
    /// The parts of the text.
    #[serde(default)]
    pub sections: Vec<ProposalSection>,
    /// The journey that it is about.
    #[serde(default)]
    pub trip: Option<Trip>,
    /// What it costs.
    #[serde(default)]
    pub costs: Vec<Amount>,
    /// Who pays.
    #[serde(default)]
    pub funding: Vec<Amount>,
    /// What it costs in all, as it is written.
    #[serde(default)]
    pub sum: String,
    /// Titles.
    #[serde(default)]
    pub attachments: Vec<String>,
    /// Who signs, each with the title.
    #[serde(default)]
    pub signers: Vec<String>,
    /// Who made the file.
    pub made_by: String,
    /// When the file was made.
    pub made_at: Stamp,
}

/// One part of the text.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ProposalSection {
    /// The heading.
    pub heading: String,
    /// Texts, a paragraph or more each.
    #[serde(default)]
    pub paragraphs: Vec<String>,
    /// The table of costs and funding stands below it.
    #[serde(default)]
    pub is_economy: bool,
}

/// A journey.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Trip {
    /// Where to.
    #[serde(default)]
    pub place: String,
    /// The first day away.
    pub from: Day,
    /// The last day away.
    pub to: Day,
    /// Who goes.
    #[serde(default)]
    pub participants: Vec<String>,
    /// What else was weighed. Text.
    #[serde(default)]
    pub alternatives: String,
}

/// An amount with what it is for, or where it comes from.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Amount {
    /// For what, or from whom.
    pub what: String,
    /// As it is written: `13 500 kr`.
    pub amount: String,
}
