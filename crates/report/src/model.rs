//! The contract: the JSON that `hemma-pdf` takes.
//!
//! Every field is named in a struct here, and a field that is not named is refused. A document is
//! an [`Envelope`] whose `template` says which struct `data` is:
//!
//! | `template` | `data` |
//! |---|---|
//! | `referrer-report` | [`ReferrerReport`] |
//! | `case-file` | [`CaseFile`] |
//! | `proposal` | [`Proposal`] |
//! | `review` | [`Review`] |
//! | `bill` | [`Bill`] |
//! | `certificate` | [`Certificate`] |
//! | `advert` | [`Advert`] |
//!
//! Lists and optional fields may be left out. **Text** is plain text: a blank line starts a new
//! paragraph, a line break is kept, and nothing in it is markup. A text has at most 200,000
//! characters, a list at most 5,000 items, a document at most 20 figures and 5,000 entries.

mod advert;
mod bill;
mod case_file;
mod certificate;
mod moment;
mod part;
mod proposal;
mod referrer_report;
mod review;

pub use advert::{Advert, AdvertList};
pub use bill::Bill;
pub use case_file::{CaseFile, Correction, Entry, FileSection};
pub use certificate::Certificate;
pub use moment::{Clock, Day, Stamp};
pub use part::{Align, Column, Fact, Figure, Page, Table};
pub use proposal::{Amount, Proposal, ProposalSection, Trip};
pub use referrer_report::{
    Assessment, Goal, Party, Period, ReferrerReport, ReportSection, Safety, Signature, Step,
};

pub use review::Review;

use serde::{Deserialize, Serialize};

/// One document to set: what every template needs, and the template's own values.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Envelope<D> {
    /// Which template: `referrer-report`, `case-file`, `proposal`, `bill`, `review`, `certificate` or
    /// `advert`.
    pub template: String,
    /// The language of headings, labels, dates and hyphenation; the values should be in it too.
    pub lang: Lang,
    /// The title, on the first page and in the file's own description.
    pub title: String,
    /// The day of the document.
    pub date: Day,
    /// The values of the template.
    pub data: D,
}

/// A language that the templates speak.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Lang {
    /// Swedish.
    Sv,
    /// English.
    En,
}
