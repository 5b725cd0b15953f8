//! The basis of an invoice: who is to pay, for what, and how it was computed.

use serde::{Deserialize, Serialize};

use super::{Fact, Stamp, Table};

/// The basis of an invoice, in the order in which it is read.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Bill {
    /// What the document is called in its own head: `Fakturaunderlag`.
    pub document: String,
    /// Its number, as it is written.
    pub number: String,
    /// Who wants to be paid.
    pub office: String,
    /// Who is to pay: the name, then the address.
    pub to: Vec<String>,
    /// Reference, period, sum.
    #[serde(default)]
    pub facts: Vec<Fact>,
    /// Line by line, with the sum below.
    pub table: Table,
    /// How it was computed. Text.
    pub note: String,
    /// Who made the file.
    pub made_by: String,
    /// When the file was made.
    pub made_at: Stamp,
}
