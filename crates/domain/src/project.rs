//! Funded projects: who pays for what and how long, what was promised, what is due, and what may go wrong.

#[cfg(test)]
mod tests;

use crate::codes;
use crate::ids::{NetworkId, ProjectId, ProjectItemId, TeamId};
use crate::ledger::{LINE_CHARS_MAX, is_amount, is_no_line};
use crate::money::Ore;
use crate::programme::Goal;
use crate::review::{Figure, Span, Term};
use crate::time::Day;

/// Projects of a network: more than anybody funds at once, over a generation.
pub const PROJECTS_MAX: u32 = 200;
/// Teams of one project.
pub const PROJECT_TEAMS_MAX: usize = 50;
/// Years of one project: funders decide for fewer.
pub const YEARS_MAX: i16 = 12;
/// Goals, instalments, risks and so on of one project together.
pub const ITEMS_MAX: usize = 200;
/// Days ahead in which something is soon to be done: an account takes weeks to write.
pub const SOON_DAYS: i64 = 30;
/// Characters of a text: a page.
pub const TEXT_CHARS_MAX: usize = 4_000;

codes! {
    /// What is kept of a project.
    ItemKind "project-item" {
        /// What the funder wants to see; it may name a figure and what it should be.
        Goal = "goal",
        /// Money that comes, or came, on a day.
        Instalment = "instalment",
        /// What must be handed in, and by when.
        Account = "account",
        /// What may go wrong, and what is done about it.
        Risk = "risk",
        /// What was decided about the project.
        Decision = "decision",
    }
}

/// A project that somebody funds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Project {
    pub id: ProjectId,
    pub network: NetworkId,
    pub name: String,
    pub funder: String,
    /// The funder's number of the decision; may be empty.
    pub diary: String,
    /// What it is for.
    pub purpose: String,
    pub begins: Day,
    /// The last day.
    pub ends: Day,
    /// Whose work it pays for, each once, by id.
    pub teams: Vec<TeamId>,
    /// Rises with every change, so that two who change it meet.
    pub version: i64,
}

/// One thing that is kept of a project.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Item {
    pub id: ProjectItemId,
    pub project: ProjectId,
    pub kind: ItemKind,
    pub title: String,
    pub text: String,
    /// When it is due, or was.
    pub on: Option<Day>,
    pub amount: Option<Ore>,
    pub target: Option<Target>,
    /// When it was done, came, or was over.
    pub done: Option<Day>,
}

/// What a figure should be, in the figure's unit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Target {
    pub figure: Figure,
    pub goal: Goal,
}

/// The figures of a project, in the order in which they are read: what funders ask for, and what a goal can name.
pub const FIGURES: [Figure; 10] = [
    Figure::Opened,
    Figure::Closed,
    Figure::ActiveEnd,
    Figure::Completed,
    Figure::LackOfEngagement,
    Figure::Placed,
    Figure::Home,
    Figure::School,
    Figure::Adherence,
    Figure::Caseload,
];

/// What cannot be kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ProjectFault {
    /// Empty, or too long.
    Line,
    /// Too long.
    TooLong,
    /// It ends before it begins, or lasts longer than anybody decides for.
    Period,
    /// None, or too many.
    Teams,
    /// A day is missing.
    Day,
    /// An amount is missing, or is none that can be typed.
    Amount,
    /// No project shows the figure.
    Figure,
    /// It ends below where it begins, or nothing is below it.
    Goal,
    /// More than a project holds.
    TooMany,
}

impl Project {
    /// What cannot be kept, with the field that it stands in.
    pub fn faults(&self) -> Vec<(&'static str, ProjectFault)> {
        let mut faults = Vec::new();
        for (field, text) in [("name", &self.name), ("funder", &self.funder)] {
            if is_no_line(text) {
                faults.push((field, ProjectFault::Line));
            }
        }
        if LINE_CHARS_MAX < self.diary.chars().count() {
            faults.push(("diary", ProjectFault::TooLong));
        }
        if TEXT_CHARS_MAX < self.purpose.chars().count() {
            faults.push(("purpose", ProjectFault::TooLong));
        }
        let years = self.ends.0.year() - self.begins.0.year();
        if self.ends < self.begins || YEARS_MAX <= years {
            faults.push(("ends", ProjectFault::Period));
        }
        if self.teams.is_empty() || PROJECT_TEAMS_MAX < self.teams.len() {
            faults.push(("teams", ProjectFault::Teams));
        }
        faults
    }

    /// The calendar years that it lies in.
    pub fn years(&self) -> impl Iterator<Item = i16> + use<> {
        self.begins.0.year()..=self.ends.0.year()
    }

    /// The first days of the quarters of a year that figures of the project count: whole quarters, from the one in which it
    /// begins to the one in which it ends.
    pub fn quarters(&self, year: i16) -> Vec<Day> {
        let first = Term::of(Span::Quarter, self.begins).first_day();
        let begins = (1..=12)
            .step_by(3)
            .filter_map(|month| Day::new(year, month, 1).ok());
        begins
            .filter(|quarter| first <= *quarter && *quarter <= self.ends)
            .collect()
    }
}

impl Target {
    /// Why nothing could ever be said of it, with the field that it stands in.
    fn fault(self) -> Option<(&'static str, ProjectFault)> {
        if !FIGURES.contains(&self.figure) {
            return Some(("figure", ProjectFault::Figure));
        }
        let can_be_met = match self.goal {
            Goal::AtLeast(_) => true,
            Goal::Below(most) => 0 < most.0,
            Goal::Within(least, most) => least <= most,
        };
        (!can_be_met).then_some(("limit", ProjectFault::Goal))
    }
}

impl Item {
    /// What cannot be kept, with the field that it stands in.
    pub fn faults(&self) -> Vec<(&'static str, ProjectFault)> {
        let mut faults = Vec::new();
        if is_no_line(&self.title) {
            faults.push(("title", ProjectFault::Line));
        }
        if TEXT_CHARS_MAX < self.text.chars().count() {
            faults.push(("text", ProjectFault::TooLong));
        }
        let needs_day = matches!(
            self.kind,
            ItemKind::Instalment | ItemKind::Account | ItemKind::Decision
        );
        if needs_day && self.on.is_none() {
            faults.push(("on", ProjectFault::Day));
        }
        let is_money = self.kind == ItemKind::Instalment;
        if is_money && !self.amount.is_some_and(is_amount) {
            faults.push(("amount", ProjectFault::Amount));
        }
        if let Some(target) = self.target {
            faults.extend(target.fault());
        }
        faults
    }

    /// Whether something must still be done on a day that has passed.
    pub fn is_late(&self, today: Day) -> bool {
        let waits = matches!(self.kind, ItemKind::Instalment | ItemKind::Account);
        waits && self.done.is_none() && self.on.is_some_and(|on| on < today)
    }

    /// Whether something must be done that is late, or soon to be done.
    pub fn is_due(&self, today: Day) -> bool {
        let waits = self.can_be_done() && self.done.is_none() && self.kind != ItemKind::Risk;
        waits && self.on.is_some_and(|on| on <= today.plus(SOON_DAYS))
    }

    /// Whether it can be over: a decision stands, and a goal is followed to the end.
    pub fn can_be_done(&self) -> bool {
        !matches!(self.kind, ItemKind::Goal | ItemKind::Decision)
    }
}
