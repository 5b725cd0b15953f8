//! The indicators of one team, or several, in one quarter, or several: derived from finished rows when they are read.

use std::io::{self, Write};

use crate::history::{History, Team};
use crate::number::TeamNo;
use crate::period::{Period, Quarter};
use crate::row::{Closings, Row};
use crate::settings::Settings;
use crate::tally::Rows;

/// The columns of `indicators.csv`.
pub const COLUMNS: &str = "team_id,q,cases_opened,cases_closed,cases_active_end,avg_length_days,pct_completed,\
pct_lack_of_engagement,pct_placed,pct_other_reason,pct_home,pct_school,pct_no_arrest,pct_with_interview,interviews_due,\
pct_collected,n_valid_scores,mean_adherence,pct_families_threshold,caseload,contacts_per_week,turnover_pct,overdue_end";

/// Shares in percent, means in their own unit; nothing where there is nothing to divide by.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Indicators {
    /// The row that they are read from: counts and denominators stand there.
    pub row: Row,
    /// Mean days from opening to closing.
    pub length_days: Option<f64>,
    /// Completed, of all closings.
    pub completed: Option<f64>,
    /// Ended for lack of engagement, of all closings.
    pub lack_of_engagement: Option<f64>,
    /// Placed, of all closings.
    pub placed: Option<f64>,
    /// Ended for another reason, of all closings.
    pub other_reason: Option<f64>,
    /// Completed, of the closings that a team answers for.
    pub completed_answerable: Option<f64>,
    /// Ended for lack of engagement, of the closings that a team answers for.
    pub lack_of_engagement_answerable: Option<f64>,
    /// Placed, of the closings that a team answers for.
    pub placed_answerable: Option<f64>,
    /// At home, of the closings where it is known.
    pub home: Option<f64>,
    /// In school or at work, of the closings where it is known.
    pub school: Option<f64>,
    /// No new arrest, of the closings where it is known.
    pub no_arrest: Option<f64>,
    /// With an interview at any time, of all closings.
    pub with_interview: Option<f64>,
    /// Done at any time, of the interviews due.
    pub collected: Option<f64>,
    /// The mean of the scores, 0 to 1.
    pub adherence: Option<f64>,
    /// Families whose mean meets the cut-off, of the closings with a score.
    pub above: Option<f64>,
    /// Cases for each therapist.
    pub caseload: Option<f64>,
    /// Contacts in a week of a case.
    pub contacts: Option<f64>,
    /// Therapists who left, in percent of the mean headcount; not for a year.
    pub turnover: Option<f64>,
}

impl Indicators {
    /// Reads a row of so many days: a quarter's, or those of several quarters that were joined by [`Row::then`].
    pub fn of(row: &Row, days: i64, settings: &Settings) -> Indicators {
        let percent = |part: i64, of: i64| ratio(part, of).map(|share| 100.0 * share);
        let of_all = |part| percent(part, row.closings(Closings::All));
        let of_answerable = |part| percent(part, row.closings(Closings::Answerable));
        let denominator = settings.scoring().denominator() as f64;
        Indicators {
            row: *row,
            length_days: ratio(row.length_days, row.closed),
            completed: of_all(row.completed),
            lack_of_engagement: of_all(row.lack_of_engagement),
            placed: of_all(row.placed),
            other_reason: of_all(row.other_reason),
            completed_answerable: of_answerable(row.completed),
            lack_of_engagement_answerable: of_answerable(row.lack_of_engagement),
            placed_answerable: of_answerable(row.placed),
            home: percent(row.home, row.home_known),
            school: percent(row.school, row.school_known),
            no_arrest: percent(row.no_arrest, row.no_arrest_known),
            with_interview: of_all(row.with_interview),
            collected: percent(row.collected, row.due),
            adherence: ratio(row.score_parts, row.scores).map(|mean| mean / denominator),
            above: percent(row.above, row.scored),
            caseload: ratio(row.assigned_days, row.post_days),
            contacts: ratio(row.contacts, row.weeks),
            turnover: percent(row.left.saturating_mul(days), row.post_days),
        }
    }
}

/// Nothing where there is nothing to divide by.
fn ratio(part: i64, of: i64) -> Option<f64> {
    (of != 0).then(|| part as f64 / of as f64)
}

/// Whether a team has a row for a quarter.
pub fn has_row(team: &Team, quarter: Quarter) -> bool {
    team.opened < quarter.end && team.closed.is_none_or(|closed| quarter.start <= closed)
}

/// Teams in the order of their identifiers.
pub fn teams_in_order(history: &History) -> Vec<(TeamNo, &Team)> {
    let mut teams: Vec<(TeamNo, &Team)> = history.teams.rows.iter().collect();
    teams.sort_by_key(|(number, _)| history.teams.ids.text(*number));
    teams
}

/// The quarters of a team, each with its indicators.
pub fn series<'a>(
    (number, team): (TeamNo, &'a Team),
    period: &'a Period,
    rows: &'a Rows,
    settings: &'a Settings,
) -> impl Iterator<Item = (Quarter, Indicators)> + 'a {
    let quarters = period.quarters().zip(rows.of(number));
    quarters
        .filter(|(quarter, _)| has_row(team, *quarter))
        .map(|(quarter, row)| (quarter, Indicators::of(row, quarter.days(), settings)))
}

/// Writes `indicators.csv`.
pub fn write(
    history: &History,
    rows: &Rows,
    settings: &Settings,
    out: &mut impl Write,
) -> io::Result<()> {
    writeln!(out, "{COLUMNS}")?;
    for (number, team) in teams_in_order(history) {
        let id = history.teams.ids.text(number);
        for (quarter, read) in series((number, team), &history.period, rows, settings) {
            let row = &read.row;
            write!(out, "{id},{}", quarter.number)?;
            for count in [row.opened, row.closed, row.active_end] {
                write!(out, ",{count}")?;
            }
            cells(
                out,
                &[
                    read.length_days,
                    read.completed,
                    read.lack_of_engagement,
                    read.placed,
                    read.other_reason,
                    read.home,
                    read.school,
                    read.no_arrest,
                    read.with_interview,
                ],
            )?;
            write!(out, ",{}", row.due)?;
            cells(out, &[read.collected])?;
            write!(out, ",{}", row.scores)?;
            cells(
                out,
                &[
                    read.adherence,
                    read.above,
                    read.caseload,
                    read.contacts,
                    read.turnover,
                ],
            )?;
            writeln!(out, ",{}", row.overdue_end)?;
        }
    }
    Ok(())
}

/// Cells of numbers, each with the comma before it.
pub(crate) fn cells(out: &mut impl Write, values: &[Option<f64>]) -> io::Result<()> {
    for value in values {
        match value {
            Some(value) => write!(out, ",{value}")?,
            None => out.write_all(b",")?,
        }
    }
    Ok(())
}
