//! The charts that people see: which indicators are watched, for which change, and how sure they must be to say so.
//!
//! The method is that of [`hemma_stats::watch`]; what is chosen here was calibrated by `cargo xtask bench charts`.

use hemma_stats::Error;
use hemma_stats::control::Part;
use hemma_stats::interval::{Confidence, Interval, mean_of, wilson};
use hemma_stats::watch::{Batch, Design, MeanModel, ShareModel, WatchPoint, Worse};

use crate::row::Row;
use crate::settings::Settings;

/// An indicator with a chart.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Watched {
    /// Mean score of interviews.
    Adherence,
    /// Closed as completed, of all closings.
    Completed,
    /// Closed for lack of engagement, of all closings.
    LackOfEngagement,
    /// Closed by a placement, of all closings.
    Placed,
    /// Living at home at closing.
    Home,
    /// In school or at work at closing.
    School,
    /// Without a new arrest at closing.
    NoArrest,
    /// Closed with an interview.
    WithInterview,
    /// Interviews done, of those due.
    Collected,
    /// Families whose mean meets the cut-off.
    Above,
}

/// The drop of mean adherence that is looked for: half a standard deviation of interviews, where a team of nine
/// interviews a quarter should be heard within five quarters.
const ADHERENCE_CHANGE: f64 = 0.10;

/// The evidence for a drop of adherence.
const ADHERENCE_THRESHOLD: f64 = 4.6;

/// The change of odds that is looked for in shares: from 85 % completed to 65 %, from 5 % without engagement to 14 %.
const ODDS_CHANGE: f64 = 3.0;

/// The evidence for a change of a share. Nine charts have it, so it is higher: they must not cry wolf together.
const ODDS_THRESHOLD: f64 = 6.0;

impl Watched {
    /// Every one of them.
    pub const ALL: [Watched; 10] = [
        Watched::Adherence,
        Watched::Completed,
        Watched::LackOfEngagement,
        Watched::Placed,
        Watched::Home,
        Watched::School,
        Watched::NoArrest,
        Watched::WithInterview,
        Watched::Collected,
        Watched::Above,
    ];

    /// What its chart looks for.
    pub fn design(self) -> Design {
        let worse = match self {
            Watched::LackOfEngagement | Watched::Placed => Worse::Higher,
            _ => Worse::Lower,
        };
        let (change, threshold) = match self {
            Watched::Adherence => (ADHERENCE_CHANGE, ADHERENCE_THRESHOLD),
            _ => (ODDS_CHANGE, ODDS_THRESHOLD),
        };
        Design {
            worse,
            change,
            threshold,
        }
    }

    /// How sure the indicator of a row is: Wilson's interval of a share, 0 to 1; Student's of mean adherence.
    ///
    /// Fails where there is nothing to say: no case, or fewer than two scores.
    pub fn interval(
        self,
        row: &Row,
        settings: &Settings,
        confidence: Confidence,
    ) -> Result<Interval, Error> {
        match self.part(row) {
            Some(part) => wilson(part.count, part.total, confidence),
            None => {
                let batch = batch(row, settings.scoring().denominator() as f64);
                let sums = batch.map_or((0.0, 0.0), |batch| (batch.mean, batch.squares));
                mean_of(batch.map_or(0, |batch| batch.count), sums, confidence)
            }
        }
    }

    /// The part of a row that is a share; nothing for a mean.
    pub fn part(self, row: &Row) -> Option<Part> {
        let (count, total) = match self {
            Watched::Adherence => return None,
            Watched::Completed => (row.completed, row.closed),
            Watched::LackOfEngagement => (row.lack_of_engagement, row.closed),
            Watched::Placed => (row.placed, row.closed),
            Watched::Home => (row.home, row.home_known),
            Watched::School => (row.school, row.school_known),
            Watched::NoArrest => (row.no_arrest, row.no_arrest_known),
            Watched::WithInterview => (row.with_interview, row.closed),
            Watched::Collected => (row.collected, row.due),
            Watched::Above => (row.above, row.scored),
        };
        // A history has at most 2²⁶ rows of a kind.
        let number = |count: i64| u32::try_from(count).unwrap_or(0);
        Some(Part {
            count: number(count),
            total: number(total),
        })
    }
}

/// What a network knows of its teams, ready to chart any of them.
#[derive(Debug, Clone)]
pub struct Watch {
    denominator: f64,
    adherence: Result<MeanModel, Error>,
    shares: Vec<(Watched, Result<ShareModel, Error>)>,
}

impl Watch {
    /// Learns from all teams, each with its rows from the oldest quarter on.
    pub fn of(teams: &[&[Row]], settings: &Settings) -> Watch {
        let denominator = settings.scoring().denominator() as f64;
        let means: Vec<Vec<Option<Batch>>> = teams
            .iter()
            .map(|rows| batches(rows, denominator))
            .collect();
        let shares = Watched::ALL
            .into_iter()
            .filter(|watched| *watched != Watched::Adherence);
        let shares = shares.map(|watched| {
            let parts: Vec<Vec<Part>> = teams.iter().map(|rows| parts(watched, rows)).collect();
            (watched, ShareModel::of(&parts))
        });
        Watch {
            denominator,
            adherence: MeanModel::of(&means),
            shares: shares.collect(),
        }
    }

    /// The chart of one indicator of a team, with one entry for each of its rows.
    ///
    /// Fails where the network has too little to learn from.
    pub fn chart(&self, watched: Watched, rows: &[Row]) -> Result<Vec<Option<WatchPoint>>, Error> {
        let design = watched.design();
        match self.shares.iter().find(|(share, _)| *share == watched) {
            Some((_, model)) => Ok((*model)?.chart(&parts(watched, rows), design)),
            None => Ok(self
                .adherence?
                .chart(&batches(rows, self.denominator), design)),
        }
    }
}

fn parts(watched: Watched, rows: &[Row]) -> Vec<Part> {
    rows.iter().filter_map(|row| watched.part(row)).collect()
}

fn batches(rows: &[Row], denominator: f64) -> Vec<Option<Batch>> {
    rows.iter().map(|row| batch(row, denominator)).collect()
}

/// The scores of a row as mean and squares.
fn batch(row: &Row, denominator: f64) -> Option<Batch> {
    let count = u32::try_from(row.scores).ok().filter(|count| 0 < *count)?;
    let n = f64::from(count);
    // Whole numbers up to here: the difference of two large sums loses nothing.
    let squares = i128::from(row.scores) * row.score_squares - i128::from(row.score_parts).pow(2);
    Some(Batch {
        count,
        mean: row.score_parts as f64 / n / denominator,
        squares: squares as f64 / n / denominator / denominator,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use hemma_stats::interval::mean;

    #[test]
    fn intervals_of_a_row() {
        let settings = Settings::reference().unwrap();
        let denominator = i64::try_from(settings.scoring().denominator()).unwrap();
        let scores = [denominator, denominator / 2, denominator / 4 * 3];
        let row = Row {
            closed: 15,
            scores: 3,
            score_parts: scores.iter().sum(),
            score_squares: scores.iter().map(|parts| i128::from(*parts).pow(2)).sum(),
            ..Row::default()
        };
        let of = |watched: Watched, row: &Row| watched.interval(row, &settings, Confidence::P95);
        // None in fifteen still allows a fifth.
        let placed = of(Watched::Placed, &row).unwrap();
        assert!(
            (placed.lower, placed.estimate) == (0.0, 0.0) && (0.18..0.22).contains(&placed.upper)
        );
        let have = of(Watched::Adherence, &row).unwrap();
        let want = mean(&[1.0, 0.5, 0.75], Confidence::P95).unwrap();
        assert!((have.lower - want.lower).abs() < 1e-12 && (have.upper - want.upper).abs() < 1e-12);
        assert!(matches!(of(Watched::Home, &row), Err(Error::TooFew { .. })));
        assert!(matches!(
            of(Watched::Adherence, &Row::default()),
            Err(Error::TooFew { .. })
        ));
    }
}
