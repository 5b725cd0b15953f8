//! Reading figures: what a finished row says, how sure that is, and what it should be.

use hemma_domain::programme::{Confidence, Goal, Programme, Target, Words};
use hemma_domain::review::Figure;
use hemma_review::watch::Watched;
use hemma_review::{Closings, Row, Settings};
use hemma_stats::interval::{self, Interval};

use super::count::Gauge;

/// One figure of a term, read from its finished row.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Reading {
    pub figure: Figure,
    /// In the figure's unit: per cent, days, a score, a number; none where there is nothing to divide by.
    pub value: Option<f64>,
    /// What is divided by what: `9` of `12` cases; none where the figure is a count.
    pub parts: Option<(i64, i64)>,
    /// Cases, or interviews, that the figure leaves out because they say nothing about it.
    pub left_out: i64,
    /// Between which values the truth probably lies, in the figure's unit; none where nothing can be said.
    pub interval: Option<Interval>,
    /// It is made of scores by a rule that nobody vouches for.
    pub unconfirmed: bool,
}

/// What a figure should be, and whether it is.
#[derive(Debug, Clone, PartialEq)]
pub struct Held {
    pub goal: Goal,
    pub confidence: Confidence,
    /// The title of the source.
    pub source: Words,
    /// None where there is no figure.
    pub met: Option<bool>,
}

/// Figures that a programme without an established cut-off, or without the question, does not have.
pub(super) fn known(programme: Option<&Programme>, has_cut_off: bool) -> Vec<Figure> {
    use hemma_domain::code::Code as _;
    let asks = programme.is_some_and(super::fact::asks_for_arrests);
    let is_known = |figure: &Figure| match figure {
        Figure::Above => has_cut_off,
        Figure::NoArrest => asks,
        _ => true,
    };
    Figure::ALL.iter().copied().filter(is_known).collect()
}

impl Reading {
    /// Reads a figure from the row of so many days.
    pub(crate) fn of(figure: Figure, (row, days): (&Row, i64), gauge: &Gauge) -> Reading {
        let settings = &gauge.settings;
        let value =
            fraction(figure, (row, days), settings).map(|(num, den)| num as f64 / den as f64);
        Reading {
            figure,
            value,
            parts: parts(figure, row),
            left_out: left_out(figure, row),
            interval: interval(figure, row, settings),
            unconfirmed: figure.rests_on_scores() && !gauge.is_confirmed,
        }
    }

    /// Whether so little stands behind it that it should be read with care.
    pub fn is_thin(&self) -> bool {
        self.parts.is_some_and(|(_, of)| 0 < of && of < THIN)
    }
}

/// Cases or scores below which a share says little: its interval spans half of the scale.
const THIN: i64 = 10;

/// What a programme says that a figure should be.
pub(super) fn held(
    programme: Option<&Programme>,
    figure: Figure,
    (row, days, settings): (&Row, i64, &Settings),
) -> Option<Held> {
    use hemma_domain::code::Code as _;
    let programme = programme?;
    let of_figure = |target: &&Target| target.indicator == figure.code();
    let target = programme.targets.iter().find(of_figure)?;
    let source = programme
        .sources
        .iter()
        .find(|source| source.code == target.goal.source);
    Some(Held {
        goal: target.goal.value,
        confidence: target.goal.confidence,
        source: source
            .map(|source| source.title.clone())
            .unwrap_or_default(),
        met: fraction(figure, (row, days), settings).map(|value| target.goal.value.is_met(value)),
    })
}

/// What is divided by what, in cases, interviews, days or contacts; none for counts.
fn parts(figure: Figure, row: &Row) -> Option<(i64, i64)> {
    let of_all = |part| Some((part, row.closings(Closings::All)));
    let of_answerable = |part| Some((part, row.closings(Closings::Answerable)));
    match figure {
        Figure::Opened | Figure::Closed | Figure::ActiveEnd | Figure::Due | Figure::Overdue => None,
        Figure::LengthDays => of_all(row.length_days),
        Figure::Completed => of_all(row.completed),
        Figure::LackOfEngagement => of_all(row.lack_of_engagement),
        Figure::Placed => of_all(row.placed),
        Figure::OtherReason => of_all(row.other_reason),
        Figure::CompletedAnswerable => of_answerable(row.completed),
        Figure::LackOfEngagementAnswerable => of_answerable(row.lack_of_engagement),
        Figure::PlacedAnswerable => of_answerable(row.placed),
        Figure::Home => Some((row.home, row.home_known)),
        Figure::School => Some((row.school, row.school_known)),
        Figure::NoArrest => Some((row.no_arrest, row.no_arrest_known)),
        Figure::WithInterview => of_all(row.with_interview),
        Figure::Collected => Some((row.collected, row.due)),
        Figure::Adherence => Some((row.score_parts, row.scores)),
        Figure::Above => Some((row.above, row.scored)),
        Figure::Caseload => Some((row.assigned_days, row.post_days)),
        Figure::Contacts => Some((row.contacts, row.weeks)),
        Figure::Turnover => Some((row.left, row.post_days)),
    }
}

/// The figure as an exact fraction in its unit; none where there is nothing to divide by.
pub(crate) fn fraction(
    figure: Figure,
    (row, days): (&Row, i64),
    settings: &Settings,
) -> Option<(i128, i128)> {
    let Some((part, of)) = parts(figure, row) else {
        return Some((count(figure, row)?.into(), 1));
    };
    let (part, of) = (i128::from(part), i128::from(of));
    let value = match figure {
        Figure::LengthDays | Figure::Caseload | Figure::Contacts => (part, of),
        Figure::Adherence => (part, of * i128::from(settings.scoring().denominator())),
        Figure::Turnover => (100 * part * i128::from(days), of),
        _ => (100 * part, of),
    };
    (0 < value.1).then_some(value)
}

fn count(figure: Figure, row: &Row) -> Option<i64> {
    match figure {
        Figure::Opened => Some(row.opened),
        Figure::Closed => Some(row.closed),
        Figure::ActiveEnd => Some(row.active_end),
        Figure::Due => Some(row.due),
        Figure::Overdue => Some(row.overdue_end),
        _ => None,
    }
}

/// Closings that a figure leaves out: nothing known, no score, or a reason outside the team's influence.
fn left_out(figure: Figure, row: &Row) -> i64 {
    match figure {
        Figure::Home => row.closed - row.home_known,
        Figure::School => row.closed - row.school_known,
        Figure::NoArrest => row.closed - row.no_arrest_known,
        Figure::Above => row.closed - row.scored,
        Figure::CompletedAnswerable
        | Figure::LackOfEngagementAnswerable
        | Figure::PlacedAnswerable => row.closed - row.closings(Closings::Answerable),
        _ => 0,
    }
}

/// Shares by Wilson's interval in per cent, adherence by Student's.
fn interval(figure: Figure, row: &Row, settings: &Settings) -> Option<Interval> {
    let confidence = interval::Confidence::P95;
    if figure == Figure::Adherence {
        return Watched::Adherence.interval(row, settings, confidence).ok();
    }
    if !is_share(figure) {
        return None;
    }
    let (count, of) = parts(figure, row)?;
    let share = interval::wilson(
        u32::try_from(count).ok()?,
        u32::try_from(of).ok()?,
        confidence,
    )
    .ok()?;
    Some(Interval {
        lower: 100.0 * share.lower,
        estimate: 100.0 * share.estimate,
        upper: 100.0 * share.upper,
    })
}

/// Whether a figure is some of all cases or interviews.
fn is_share(figure: Figure) -> bool {
    matches!(
        figure,
        Figure::Completed
            | Figure::LackOfEngagement
            | Figure::Placed
            | Figure::OtherReason
            | Figure::CompletedAnswerable
            | Figure::LackOfEngagementAnswerable
            | Figure::PlacedAnswerable
            | Figure::Home
            | Figure::School
            | Figure::NoArrest
            | Figure::WithInterview
            | Figure::Collected
            | Figure::Above
    )
}

/// The chart that watches a figure, where one does.
pub(super) fn watched(figure: Figure) -> Option<Watched> {
    match figure {
        Figure::Adherence => Some(Watched::Adherence),
        Figure::Completed => Some(Watched::Completed),
        Figure::LackOfEngagement => Some(Watched::LackOfEngagement),
        Figure::Placed => Some(Watched::Placed),
        Figure::Home => Some(Watched::Home),
        Figure::School => Some(Watched::School),
        Figure::NoArrest => Some(Watched::NoArrest),
        Figure::WithInterview => Some(Watched::WithInterview),
        Figure::Collected => Some(Watched::Collected),
        Figure::Above => Some(Watched::Above),
        _ => None,
    }
}
