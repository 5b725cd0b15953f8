//! Charts of means of scores.

use std::collections::VecDeque;

use crate::error::{Count, Error};
use crate::watch::{Design, LEARNING_LAG, WatchPoint};

/// The scores of a team in one quarter.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Batch {
    /// How many; at least one.
    pub count: u32,
    /// Their mean.
    pub mean: f64,
    /// The sum of their squared distances from it.
    pub squares: f64,
}

/// What a network knows of the means of its teams.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct MeanModel {
    level: f64,
    between_teams: f64,
    between_quarters: f64,
    within: f64,
    persistence: f64,
}

/// Least variance of a team's level, relative to that of one score: without it one long history would rule out that
/// teams differ at all.
const BETWEEN_LEAST: f64 = 1e-3;

/// Neighbouring quarters share families, so that their distances from the level are alike; more than this is a change.
const LIKENESS_MOST: f64 = 0.5;

impl MeanModel {
    /// Of all teams of a network, each a series of quarters with gaps.
    ///
    /// Fails with [`Error::TooFew`] where no team has two quarters, [`Error::NoVariance`] where all scores are alike, and
    /// [`Error::Range`] where a batch is empty or not finite.
    pub fn of(teams: &[Vec<Option<Batch>>]) -> Result<MeanModel, Error> {
        let all = || teams.iter().flatten().flatten();
        if all().any(|batch| batch.count == 0 || !(batch.mean + batch.squares).is_finite()) {
            return Err(Error::Range);
        }
        let scores: f64 = all().map(|batch| f64::from(batch.count)).sum();
        let freedom: f64 = all().map(|batch| f64::from(batch.count) - 1.0).sum();
        let pairs: Vec<(Batch, Batch)> = teams.iter().flat_map(|team| neighbours(team)).collect();
        if pairs.is_empty() || freedom < 1.0 {
            return Err(Error::TooFew {
                what: Count::Rows,
                have: pairs.len(),
                need: 1,
            });
        }
        let within = all().map(|batch| batch.squares).sum::<f64>() / freedom;
        if within <= 0.0 {
            return Err(Error::NoVariance);
        }
        let level = all()
            .map(|batch| f64::from(batch.count) * batch.mean)
            .sum::<f64>()
            / scores;
        // A step between two quarters is twice the quarters' own variance and that of their scores; a lasting change is
        // one step only, and does not widen every limit.
        let excess: f64 = pairs
            .iter()
            .map(|(one, next)| {
                (next.mean - one.mean).powi(2) - within * (shared(*one) + shared(*next))
            })
            .sum();
        let between_quarters = (0.5 * excess / pairs.len() as f64).max(0.0);
        let mut model = MeanModel {
            level,
            between_teams: 0.0,
            between_quarters,
            within,
            persistence: 1.0,
        };
        model.between_teams = model.spread_of_levels(teams).max(BETWEEN_LEAST * within);
        model.persistence = model.likeness(teams);
        Ok(model)
    }

    /// The variance of the teams' levels, beyond what their quarters explain (DerSimonian and Laird 1986).
    fn spread_of_levels(&self, teams: &[Vec<Option<Batch>>]) -> f64 {
        let levels: Vec<(f64, f64)> = teams
            .iter()
            .filter_map(|team| {
                let weights = team
                    .iter()
                    .flatten()
                    .map(|batch| (1.0 / self.noise(*batch), batch.mean));
                let (weight, sum) = weights.fold((0.0, 0.0), |(all, sum), (weight, mean)| {
                    (all + weight, sum + weight * mean)
                });
                (0.0 < weight).then(|| (weight, sum / weight))
            })
            .collect();
        let weight: f64 = levels.iter().map(|(weight, _)| weight).sum();
        let squares: f64 = levels.iter().map(|(weight, _)| weight * weight).sum();
        let centre = levels
            .iter()
            .map(|(weight, mean)| weight * mean)
            .sum::<f64>()
            / weight;
        let spread: f64 = levels
            .iter()
            .map(|(weight, mean)| weight * (mean - centre).powi(2))
            .sum();
        let room = weight - squares / weight;
        if room <= 0.0 {
            return 0.0;
        }
        (spread - (levels.len() as f64 - 1.0)) / room
    }

    /// By how much more neighbouring quarters move together than strangers do: 1 is not at all.
    fn likeness(&self, teams: &[Vec<Option<Batch>>]) -> f64 {
        let (mut together, mut alone, mut count) = (0.0, 0.0, 0.0);
        for team in teams {
            let mut before = None;
            for (at, batch) in team.iter().flatten().enumerate() {
                let known = self.known(team.iter().flatten().take(at.saturating_sub(LEARNING_LAG)));
                let noise = self.noise(*batch);
                let distance = (batch.mean - known.level) / (known.variance + noise).sqrt();
                // The team's level is itself uncertain, which makes neighbours alike without any families in common.
                let common = known.variance / (known.variance + noise);
                if let Some(before) = before {
                    together += distance * before - common;
                    alone += distance * distance;
                    count += 1.0;
                }
                before = Some(distance);
            }
        }
        if count == 0.0 || alone <= 0.0 {
            return 1.0;
        }
        let likeness = (together / alone).clamp(0.0, LIKENESS_MOST);
        (alone / count).max(1.0) * (1.0 + 2.0 * likeness)
    }

    /// The variance of a quarter's mean around the team's level.
    fn noise(&self, batch: Batch) -> f64 {
        self.between_quarters + self.within * shared(batch)
    }

    /// What is known of a team after some of its quarters.
    fn known<'a>(&self, quarters: impl Iterator<Item = &'a Batch>) -> Known {
        let start = (1.0 / self.between_teams, self.level / self.between_teams);
        let (weight, sum) = quarters.fold(start, |(all, sum), batch| {
            let weight = 1.0 / self.noise(*batch);
            (all + weight, sum + weight * batch.mean)
        });
        Known {
            level: sum / weight,
            variance: 1.0 / weight,
        }
    }

    /// The standard deviation of one score.
    pub fn spread(&self) -> f64 {
        self.within.sqrt()
    }

    /// The standard deviation of teams' levels around the network's.
    pub fn spread_of_teams(&self) -> f64 {
        self.between_teams.sqrt()
    }

    /// The chart of one team, gaps staying gaps.
    pub fn chart(&self, series: &[Option<Batch>], design: Design) -> Vec<Option<WatchPoint>> {
        let mut start = (1.0 / self.between_teams, self.level / self.between_teams);
        let mut waiting = VecDeque::new();
        let mut evidence = 0.0_f64;
        let sign = design.worse.sign();
        let mut point = |batch: &Batch| {
            if LEARNING_LAG < waiting.len()
                && let Some((weight, mean)) = waiting.pop_front()
            {
                start.0 += weight;
                start.1 += weight * mean;
            }
            let known = start.1 / start.0;
            let noise = self.noise(*batch);
            let variance = (1.0 / start.0 + noise) * self.persistence;
            waiting.push_back((1.0 / noise, batch.mean));
            // The logarithm of how much likelier the value is after the change than before it.
            let distance = sign * (batch.mean - known);
            let gained = -design.change * (distance + 0.5 * design.change) / variance;
            let reach =
                0.5 * design.change + (design.threshold - evidence) * variance / design.change;
            evidence = (evidence + gained).max(0.0);
            let signal = design.threshold <= evidence;
            let told = WatchPoint {
                value: batch.mean,
                expected: known,
                limit: known - sign * reach,
                evidence,
                signal,
            };
            if signal {
                evidence = 0.0;
            }
            told
        };
        series
            .iter()
            .map(|batch| batch.as_ref().map(&mut point))
            .collect()
    }
}

struct Known {
    level: f64,
    variance: f64,
}

/// What a score's variance shrinks to in the mean of a batch.
fn shared(batch: Batch) -> f64 {
    1.0 / f64::from(batch.count)
}

/// Each usable quarter with the next usable one.
fn neighbours(team: &[Option<Batch>]) -> impl Iterator<Item = (Batch, Batch)> {
    let usable = || team.iter().flatten().copied();
    usable().zip(usable().skip(1))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::watch::Worse;
    use proptest::prelude::*;

    const MODEL: MeanModel = MeanModel {
        level: 0.75,
        between_teams: 0.0025,
        between_quarters: 0.001,
        within: 0.0484,
        persistence: 1.2,
    };

    const DESIGN: Design = Design {
        worse: Worse::Lower,
        change: 0.1,
        threshold: 4.6,
    };

    fn batch(count: u32, mean: f64) -> Option<Batch> {
        let squares = 0.0484 * f64::from(count.saturating_sub(1));
        Some(Batch {
            count,
            mean,
            squares,
        })
    }

    #[test]
    fn evidence_is_the_logarithm_of_a_ratio_of_densities() {
        let points = MODEL.chart(&[None, batch(9, 0.62)], DESIGN);
        assert_eq!(points[0], None);
        let point = points[1].unwrap();
        // dnorm(0.62, 0.65, s, log = TRUE) − dnorm(0.62, 0.75, s, log = TRUE) with the predictive variance.
        assert!((point.evidence - EVIDENCE).abs() < 1e-12, "{point:?}");
        assert_eq!(point.expected, 0.75);
        let higher = Design {
            worse: Worse::Higher,
            ..DESIGN
        };
        let mirrored = MODEL.chart(&[batch(9, 0.88)], higher)[0].unwrap();
        assert!((mirrored.evidence - EVIDENCE).abs() < 1e-12);
    }

    const EVIDENCE: f64 = 0.750_938_673_341_677_2;

    #[test]
    fn a_team_is_judged_by_its_own_level_once_that_is_known() {
        let mut series = vec![batch(9, 0.55); 40];
        let points = MODEL.chart(&series, DESIGN);
        assert!(points[..6].iter().flatten().any(|point| point.signal));
        assert!(points[20..].iter().flatten().all(|point| !point.signal));
        assert!((points[39].unwrap().expected - 0.55).abs() < 0.02);
        // Few interviews say little, many say it at once.
        series.push(batch(1, 0.40));
        assert!(!MODEL.chart(&series, DESIGN)[40].unwrap().signal);
        series[40] = batch(60, 0.30);
        assert!(MODEL.chart(&series, DESIGN)[40].unwrap().signal);
    }

    #[test]
    fn what_a_network_knows() {
        // Two teams, 0.6 and 0.8, whose quarters swing by 0.02 around that: steps of 0.04.
        let team = |level: f64| {
            (0..40)
                .map(|q| batch(16, level + 0.02 * f64::from(q % 2 * 2 - 1)))
                .collect()
        };
        let model = MeanModel::of(&[team(0.6), team(0.8)]).unwrap();
        assert!((model.level - 0.7).abs() < 1e-9);
        assert!((model.spread() - 0.22).abs() < 1e-12);
        // Steps are smaller than the scores explain: no variance of quarters is left.
        assert_eq!(model.between_quarters, 0.0);
        // Two levels that lie 0.2 apart have a variance of 0.02, less what their means' own variance explains.
        assert!((model.between_teams - (0.02 - 0.0484 / 16.0 / 40.0)).abs() < 1e-9);
    }

    #[test]
    fn says_what_is_wrong() {
        let few = MeanModel::of(&[vec![batch(9, 0.5)], vec![None]]);
        assert!(matches!(few, Err(Error::TooFew { .. })));
        let alike = Batch {
            count: 3,
            mean: 0.5,
            squares: 0.0,
        };
        assert_eq!(
            MeanModel::of(&[vec![Some(alike); 4]]),
            Err(Error::NoVariance)
        );
        assert_eq!(MeanModel::of(&[vec![batch(0, 0.5)]]), Err(Error::Range));
        assert_eq!(
            MeanModel::of(&[vec![batch(2, f64::NAN)]]),
            Err(Error::Range)
        );
    }

    proptest! {
        #[test]
        fn outside_the_limit_means_signal(
            series in prop::collection::vec(prop::option::of((1..40_u32, 0.0..1.0_f64)), 1..60),
            is_lower in any::<bool>(),
        ) {
            let worse = if is_lower { Worse::Lower } else { Worse::Higher };
            let series: Vec<Option<Batch>> =
                series.into_iter().map(|one| one.and_then(|(count, mean)| batch(count, mean))).collect();
            for point in MODEL.chart(&series, Design { worse, ..DESIGN }).into_iter().flatten() {
                let beyond = worse.sign() * (point.limit - point.value);
                prop_assert!(beyond.abs() < 1e-9 || point.signal == (0.0 < beyond), "{:?}", point);
                prop_assert!(0.0 <= point.evidence && point.limit.is_finite());
            }
        }
    }
}
