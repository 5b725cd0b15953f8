//! The programme review: what is counted of a case, and the terms that figures are read for.
//!
//! Definitions: `docs/formats/network-indicators.md`.

mod document;
mod stay;
#[cfg(test)]
mod tests;

pub use document::{
    ACTION_CHARS_MAX, ACTIONS_MAX, Action, ActionOutcome, Document, Frozen, Kept, KeptPoint,
    KeptSender, KeptTeam, KeptTerm, Signed, Subject, TEXT_CHARS_MAX, Unsignable, Voice,
};
pub use stay::{Lasted, Stay, Until, cohort};

use std::fmt;
use std::str::FromStr;

use crate::case::OutcomeValue;
use crate::codes;
use crate::ids::{CaseId, PostId, StaffId};
use crate::instrument::Ratio;
use crate::time::{Day, Week};

/// Quarters in a year.
const QUARTERS: i8 = 4;

codes! {
    /// A figure of the review, by the name that its column has in `indicators.csv`. Shares of the closings that a team
    /// answers for have names of their own: they are never mixed with those of all closings.
    Figure "review-figure" {
        /// Cases that opened.
        Opened = "cases_opened",
        /// Cases that closed.
        Closed = "cases_closed",
        /// Cases open at the end.
        ActiveEnd = "cases_active_end",
        /// Mean days from opening to closing.
        LengthDays = "avg_length_days",
        /// Completed, of all closings.
        Completed = "pct_completed",
        /// Ended for lack of engagement, of all closings.
        LackOfEngagement = "pct_lack_of_engagement",
        /// Ended by a placement, of all closings.
        Placed = "pct_placed",
        /// Ended for another reason, of all closings.
        OtherReason = "pct_other_reason",
        /// Completed, of the closings that a team answers for.
        CompletedAnswerable = "pct_completed_answerable",
        /// Ended for lack of engagement, of the closings that a team answers for.
        LackOfEngagementAnswerable = "pct_lack_of_engagement_answerable",
        /// Ended by a placement, of the closings that a team answers for.
        PlacedAnswerable = "pct_placed_answerable",
        /// Living at home at closing, where it is known.
        Home = "pct_home",
        /// In school or at work at closing, where it is known.
        School = "pct_school",
        /// Without a new arrest at closing, where it is known.
        NoArrest = "pct_no_arrest",
        /// Closed with an interview at any time.
        WithInterview = "pct_with_interview",
        /// Interviews that were due.
        Due = "interviews_due",
        /// Of those, the ones that were done.
        Collected = "pct_collected",
        /// The mean of the interviews' scores.
        Adherence = "mean_adherence",
        /// Families whose mean meets the cut-off, of the closings with a score.
        Above = "pct_families_threshold",
        /// Cases for each therapist.
        Caseload = "caseload",
        /// Contacts in a week of a case.
        Contacts = "contacts_per_week",
        /// Therapists who left, in per cent of the mean headcount.
        Turnover = "turnover_pct",
        /// Interviews overdue at the end.
        Overdue = "overdue_end",
    }

    /// How long a term is.
    Span "review-span" {
        /// Three months.
        Quarter = "quarter",
        /// The term of a programme review.
        HalfYear = "half_year",
        /// Twelve months.
        Year = "year",
    }
}

impl Figure {
    /// Whether therapists' posts add to it, beside the cases or in their place.
    pub fn rests_on_posts(self) -> bool {
        matches!(self, Figure::Caseload | Figure::Turnover)
    }

    /// Whether it is made of interviews' scores, and so of the rule that made them.
    pub fn rests_on_scores(self) -> bool {
        matches!(self, Figure::Adherence | Figure::Above)
    }

    /// Whether cases add to it.
    pub fn rests_on_cases(self) -> bool {
        self != Figure::Turnover
    }
}

impl Span {
    /// Quarters that it is made of.
    pub fn quarters(self) -> i8 {
        match self {
            Span::Quarter => 1,
            Span::HalfYear => 2,
            Span::Year => QUARTERS,
        }
    }
}

/// A calendar quarter, half-year or year, written `2026Q3`, `2026H2`, `2026`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Term {
    /// How long it is.
    pub span: Span,
    first: Day,
}

/// A text that names no term.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("no quarter, half-year or year")]
pub struct NoTerm;

impl Term {
    /// The one that a day lies in.
    pub fn of(span: Span, day: Day) -> Term {
        let months = i64::from(span.quarters()) * 3;
        let back = (i64::from(day.0.month()) - 1) % months;
        let first = Day(day.0.first_of_month()).plus_months(-back);
        Term { span, first }
    }

    /// The first day.
    pub fn first_day(self) -> Day {
        self.first
    }

    /// The first day after it.
    pub fn end(self) -> Day {
        self.after(1)
    }

    /// The one before.
    pub fn previous(self) -> Term {
        let first = self.after(-1);
        Term { first, ..self }
    }

    /// The one after.
    pub fn next(self) -> Term {
        let first = self.after(1);
        Term { first, ..self }
    }

    /// The first days of its quarters.
    pub fn quarters(self) -> impl DoubleEndedIterator<Item = Day> {
        let first = self.first;
        (0..self.span.quarters()).map(move |number| first.plus_months(3 * i64::from(number)))
    }

    /// Its number in the year, from 1.
    pub fn number(self) -> i8 {
        (self.first.0.month() - 1) / (3 * self.span.quarters()) + 1
    }

    /// The year.
    pub fn year(self) -> i16 {
        self.first.0.year()
    }

    fn after(self, terms: i64) -> Day {
        let months = i64::from(self.span.quarters()) * 3;
        self.first.plus_months(terms * months)
    }
}

impl fmt::Display for Term {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (year, number) = (self.year(), self.number());
        match self.span {
            Span::Quarter => write!(out, "{year:04}Q{number}"),
            Span::HalfYear => write!(out, "{year:04}H{number}"),
            Span::Year => write!(out, "{year:04}"),
        }
    }
}

impl FromStr for Term {
    type Err = NoTerm;

    fn from_str(text: &str) -> Result<Term, NoTerm> {
        let (year, rest) = text.split_at_checked(4).ok_or(NoTerm)?;
        let is_year = year.bytes().all(|byte| byte.is_ascii_digit());
        let year: i16 = year.parse().ok().filter(|_| is_year).ok_or(NoTerm)?;
        let (span, number) = match rest.as_bytes() {
            [] => (Span::Year, 1),
            [b'H', number @ b'1'..=b'2'] => (Span::HalfYear, number - b'0'),
            [b'Q', number @ b'1'..=b'4'] => (Span::Quarter, number - b'0'),
            _ => return Err(NoTerm),
        };
        let month = (number.cast_signed() - 1) * 3 * span.quarters() + 1;
        let first = Day::new(year, month, 1).map_err(|_| NoTerm)?;
        Ok(Term { span, first })
    }
}

/// Everything about a case that a figure rests on: days, counts and exact scores, no text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Course {
    pub case: CaseId,
    /// The case's code.
    pub code: String,
    pub opened_on: Day,
    /// The day it closed, and its closing reason.
    pub closed: Option<(Day, String)>,
    /// The programme that knows the reason, and its version.
    pub programme: (String, u32),
    /// Who carried it as its therapist.
    pub carried: Vec<Carried>,
    /// Weeks with a contact, and weeks that were handed in without one.
    pub weeks: Vec<WeekCount>,
    /// The interviews about the therapist that were due.
    pub interviews: Vec<Interviewed>,
    /// What was known when it closed, by the programme's codes.
    pub outcomes: Vec<(String, OutcomeValue)>,
}

/// Who carried a case, from a day on, up to a day that does not count.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Carried {
    pub by: StaffId,
    pub from: Day,
    pub to: Option<Day>,
}

/// One week of work on a case.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct WeekCount {
    pub week: Week,
    /// Those that count towards the programme's number.
    pub contacts: u32,
    pub minutes: u32,
}

/// An interview that was due.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Interviewed {
    pub due_on: Day,
    /// The day it was done, if it was.
    pub done_on: Option<Day>,
    /// Its newest score, if enough was answered.
    pub score: Option<Ratio>,
}

/// A spell of somebody as a therapist of a team.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TherapistPost {
    pub id: PostId,
    pub from: Day,
    /// The first day after it.
    pub to: Option<Day>,
}
