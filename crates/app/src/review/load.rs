//! Families under way and places for them, over the years: read from the finished rows.

use hemma_domain::programme::Programme;
use hemma_domain::review::{Span, Term};
use hemma_domain::time::Day;
use hemma_store::review::Rows;

use super::in_term;

/// Years that are shown, as of the charts.
const YEARS: i64 = 10;

/// One term of a team's load.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct LoadTerm {
    pub term: Term,
    /// It has not ended yet.
    pub runs: bool,
    /// Families that somebody carried, in the mean of its days.
    pub families: f64,
    /// Therapists, in the mean of its days.
    pub therapists: f64,
    /// Families that those can carry; none where the programme limits nothing.
    pub places: Option<f64>,
}

/// The load of a team up to a day, the oldest term first, the running one last. Nothing of it is hidden from anybody: how many
/// families a team has and who works there points at no family.
pub(super) fn load(
    (rows, programme): (&Rows, Option<&Programme>),
    span: Span,
    (until, today): (Day, Day),
) -> Vec<LoadTerm> {
    let limit = programme.and_then(|programme| {
        let limit = programme.limits.families_per_therapist_max.as_ref()?;
        Some(f64::from(limit.value))
    });
    let terms = terms(rows, (span, until));
    let each = terms.into_iter().map(|term| {
        let (row, days) = in_term(rows, (term, until));
        let mean = |sum: i64| sum as f64 / days.max(1) as f64;
        let therapists = mean(row.post_days);
        LoadTerm {
            term,
            runs: today < term.end(),
            families: mean(row.assigned_days),
            therapists,
            places: limit.map(|limit| limit * therapists),
        }
    });
    let mut all: Vec<LoadTerm> = each.collect();
    // Before anybody worked there, there is nothing to see.
    let is_there = |one: &LoadTerm| 0.0 < one.families || 0.0 < one.therapists;
    let first = all.iter().position(is_there);
    all.split_off(first.unwrap_or(all.len()))
}

fn terms(rows: &Rows, (span, today): (Span, Day)) -> Vec<Term> {
    let oldest = Term::of(span, today.plus_months(-12 * YEARS));
    let Some(first) = rows.keys().next() else {
        return Vec::new();
    };
    let mut term = Term::of(span, *first).max(oldest);
    let mut all = Vec::new();
    while term.first_day() <= today {
        all.push(term);
        term = term.next();
    }
    all
}
