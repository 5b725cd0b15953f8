//! The weekly or monthly report to the one who asked for the treatment.

use serde::{Deserialize, Serialize};

use super::{Day, Fact, Figure, Page, Stamp, Table};

/// The report to the referrer, in the order in which it is read.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ReferrerReport {
    /// Head and foot of every page.
    pub page: Page,
    /// To whom.
    pub to: Party,
    /// From whom.
    pub from: Party,
    /// The case code.
    pub case_code: String,
    /// The number of the assignment at the referrer.
    #[serde(default)]
    pub assignment: Option<String>,
    /// The days that the report is about.
    pub period: Period,
    /// More facts for the head, such as week of treatment.
    #[serde(default)]
    pub facts: Vec<Fact>,
    /// The report in a few sentences, set first and larger. Text.
    #[serde(default)]
    pub summary: Option<String>,
    /// What happened, section by section.
    #[serde(default)]
    pub sections: Vec<ReportSection>,
    /// The goals and how they stand.
    #[serde(default)]
    pub goals: Vec<Goal>,
    /// How safe the children are.
    #[serde(default)]
    pub safety: Option<Safety>,
    /// What comes next.
    #[serde(default)]
    pub next_steps: Vec<Step>,
    /// Who answers for the report.
    #[serde(default)]
    pub signatures: Vec<Signature>,
}

/// Somebody at one end of the report.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Party {
    /// The person.
    pub name: String,
    /// Title or role.
    #[serde(default)]
    pub role: Option<String>,
    /// Unit, address, telephone: a line each.
    #[serde(default)]
    pub lines: Vec<String>,
}

/// The days that a report covers, both included.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Period {
    /// The first day.
    pub from: Day,
    /// The last day.
    pub to: Day,
}

/// One section: a heading, then whatever there is of text, points, table and figure, in that order.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ReportSection {
    /// The heading.
    pub heading: String,
    /// Texts, a paragraph or more each.
    #[serde(default)]
    pub paragraphs: Vec<String>,
    /// Points.
    #[serde(default)]
    pub bullets: Vec<String>,
    /// A table.
    #[serde(default)]
    pub table: Option<Table>,
    /// A drawing.
    #[serde(default)]
    pub figure: Option<Figure>,
}

/// One goal of the treatment.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Goal {
    /// The goal as it was agreed. Text.
    pub goal: String,
    /// What was done for it in the period. Text.
    pub done: String,
    /// How it stands.
    pub assessment: Assessment,
    /// Why, in a sentence. Text.
    #[serde(default)]
    pub comment: Option<String>,
}

/// How a goal stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Assessment {
    /// Met.
    Met,
    /// Partly met.
    Partly,
    /// Not met.
    Not,
    /// Too early to say.
    Open,
}

/// How safe the children are, and what is agreed about it.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Safety {
    /// The assessment in one line, such as `Ingen ny oro under perioden`.
    #[serde(default)]
    pub headline: Option<String>,
    /// Texts.
    #[serde(default)]
    pub paragraphs: Vec<String>,
    /// Points.
    #[serde(default)]
    pub bullets: Vec<String>,
}

/// Something to be done.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Step {
    /// What. Text.
    pub what: String,
    /// Who does it.
    #[serde(default)]
    pub who: Option<String>,
    /// By when.
    #[serde(default)]
    pub by: Option<Day>,
}

/// Who answers for the report: signed already, or a line to sign on.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Signature {
    /// The person.
    pub name: String,
    /// Title or role.
    pub role: String,
    /// When it was signed in the system; a line for the pen when left out.
    #[serde(default)]
    pub signed_at: Option<Stamp>,
}
