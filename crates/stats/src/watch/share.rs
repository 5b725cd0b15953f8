//! Charts of shares.

use std::collections::VecDeque;

use crate::control::Part;
use crate::error::{Count, Error};
use crate::watch::{Design, LEARNING_LAG, WatchPoint, Worse};

/// What a network knows of a share in its teams: the beta distribution of their levels.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct ShareModel {
    level: f64,
    concentration: f64,
    dispersion: f64,
}

/// Levels are never taken to be known better than from so many cases, nor worse than from so few.
const CONCENTRATION: (f64, f64) = (4.0, 2_000.0);

/// A level at the edge would make one case impossible, and impossible things happen.
const LEVEL_LEAST: f64 = 0.002;

impl ShareModel {
    /// Of all teams of a network, each a series of quarters; a total of 0 is a gap.
    ///
    /// Fails with [`Error::TooFew`] where nothing was counted, and [`Error::Range`] if a count is above its total.
    pub fn of(teams: &[Vec<Part>]) -> Result<ShareModel, Error> {
        if teams.iter().flatten().any(|part| part.total < part.count) {
            return Err(Error::Range);
        }
        let sums: Vec<(f64, f64)> = teams.iter().map(|team| sum(team)).collect();
        let (count, total) = sums
            .iter()
            .fold((0.0, 0.0), |(x, n), (more, of)| (x + more, n + of));
        if total == 0.0 {
            return Err(Error::TooFew {
                what: Count::Rows,
                have: 0,
                need: 1,
            });
        }
        let level = (count / total).clamp(LEVEL_LEAST, 1.0 - LEVEL_LEAST);
        let one = level * (1.0 - level);
        let dispersion = dispersion(teams);
        // The variance of teams' levels beyond what counting explains: moments, as for means.
        let counted = sums.iter().filter(|(_, n)| 0.0 < *n);
        let (mut spread, mut squares, mut many) = (0.0, 0.0, 0.0);
        for (x, n) in counted {
            spread += n * (x / n - level).powi(2);
            squares += n * n;
            many += 1.0;
        }
        let room = total - squares / total;
        let between = if room <= 0.0 {
            0.0
        } else {
            (spread - (many - 1.0) * one * dispersion) / room
        };
        let (least, most) = CONCENTRATION;
        let concentration = if between <= 0.0 {
            most
        } else {
            (one / between - 1.0).clamp(least, most)
        };
        Ok(ShareModel {
            level,
            concentration,
            dispersion,
        })
    }

    /// The chart of one team, gaps staying gaps. Values, levels and limits are shares from 0 to 1.
    pub fn chart(&self, series: &[Part], design: Design) -> Vec<Option<WatchPoint>> {
        let mut known = (
            self.level * self.concentration,
            (1.0 - self.level) * self.concentration,
        );
        let mut waiting = VecDeque::new();
        let mut evidence = 0.0_f64;
        let mut point = |part: &Part| {
            if LEARNING_LAG < waiting.len()
                && let Some((count, rest)) = waiting.pop_front()
            {
                known.0 += count;
                known.1 += rest;
            }
            waiting.push_back((f64::from(part.count), f64::from(part.total - part.count)));
            let gains = Gains::new(known, *part, design);
            let gained = gains.of(part.count) / self.dispersion;
            let limit = gains.first_above((design.threshold - evidence) * self.dispersion);
            evidence = (evidence + gained).max(0.0);
            let signal = design.threshold <= evidence;
            let told = WatchPoint {
                value: f64::from(part.count) / f64::from(part.total),
                expected: known.0 / (known.0 + known.1),
                limit: limit / f64::from(part.total),
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
            .map(|part| (part.total != 0).then(|| point(part)))
            .collect()
    }
}

/// What each possible count of a quarter says.
struct Gains {
    before: (f64, f64),
    after: (f64, f64),
    total: u32,
    worse: Worse,
}

impl Gains {
    fn new((yes, no): (f64, f64), part: Part, design: Design) -> Gains {
        let ratio = match design.worse {
            Worse::Lower => 1.0 / design.change,
            Worse::Higher => design.change,
        };
        let odds = ratio * yes / no;
        let share = odds / (1.0 + odds);
        let sum = yes + no;
        Gains {
            before: (yes, no),
            after: (share * sum, (1.0 - share) * sum),
            total: part.total,
            worse: design.worse,
        }
    }

    /// The logarithm of how much likelier a count is after the change than before it: two beta-binomial distributions,
    /// whose binomial coefficients cancel.
    fn of(&self, count: u32) -> f64 {
        let rest = self.total - count;
        rising_ratio(self.after.0, self.before.0, count)
            + rising_ratio(self.after.1, self.before.1, rest)
    }

    /// The count nearest to what is expected that says at least so much; beyond what is possible where none does.
    fn first_above(&self, wanted: f64) -> f64 {
        let says = |count| wanted <= self.of(count);
        match self.worse {
            Worse::Lower => f64::from(first(self.total, |count| !says(count))) - 1.0,
            Worse::Higher => f64::from(first(self.total, says)),
        }
    }
}

/// The least count up to a total from which on something is so; one more than the total where it never is.
fn first(total: u32, is_so: impl Fn(u32) -> bool) -> u32 {
    let (mut least, mut most) = (0, total.saturating_add(1));
    while least < most {
        let middle = least.midpoint(most);
        if is_so(middle) {
            most = middle;
        } else {
            least = middle + 1;
        }
    }
    least
}

/// So many factors are multiplied before their logarithm is taken: each is within the change of the odds, so that their
/// product stays far from the ends of what a number can be.
const FACTORS: u32 = 32;

/// The logarithm of x (x + 1) … (x + count − 1), divided by the same of y.
fn rising_ratio(x: f64, y: f64, count: u32) -> f64 {
    let factor = |step| (x + f64::from(step)) / (y + f64::from(step));
    (0..count)
        .step_by(FACTORS as usize)
        .map(|from| {
            let steps = from..count.min(from.saturating_add(FACTORS));
            steps.map(factor).product::<f64>().ln()
        })
        .sum()
}

fn sum(team: &[Part]) -> (f64, f64) {
    team.iter().fold((0.0, 0.0), |(count, total), part| {
        (count + f64::from(part.count), total + f64::from(part.total))
    })
}

/// How much more quarters of one team differ than counting explains; 1 is not at all.
fn dispersion(teams: &[Vec<Part>]) -> f64 {
    let (mut squares, mut freedom) = (0.0, 0.0);
    for team in teams {
        let (count, total) = sum(team);
        let share = count / total;
        let one = share * (1.0 - share);
        if total == 0.0 || one == 0.0 {
            continue;
        }
        let usable = team.iter().filter(|part| part.total != 0);
        for part in usable.clone() {
            let n = f64::from(part.total);
            squares += (f64::from(part.count) - n * share).powi(2) / (n * one);
        }
        freedom += usable.count() as f64 - 1.0;
    }
    if freedom < 1.0 {
        1.0
    } else {
        (squares / freedom).max(1.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const MODEL: ShareModel = ShareModel {
        level: 0.85,
        concentration: 20.0,
        dispersion: 1.0,
    };

    const DESIGN: Design = Design {
        worse: Worse::Lower,
        change: 3.0,
        threshold: 6.0,
    };

    #[test]
    fn evidence_is_the_logarithm_of_a_ratio_of_beta_binomials() {
        let gains = Gains::new((17.0, 3.0), Part { count: 0, total: 6 }, DESIGN);
        // lbeta(x + a1, n − x + b1) − lbeta(a1, b1) − lbeta(x + a, n − x + b) + lbeta(a, b)
        for (count, want) in REFERENCE {
            assert!(
                (gains.of(count) - want).abs() < 1e-12,
                "{count}: {}",
                gains.of(count)
            );
        }
    }

    const REFERENCE: [(u32, f64); 3] = [
        (6, -1.361_020_993_420_314_8),
        (4, 0.561_913_010_416_883_9),
        (2, 2.093_840_565_747_864_7),
    ];

    #[test]
    fn a_share_that_falls_is_found_and_one_that_was_always_low_is_not() {
        let good = Part { count: 5, total: 5 };
        let bad = Part { count: 1, total: 5 };
        let falls = [
            vec![good; 12],
            vec![Part { count: 0, total: 0 }],
            vec![bad; 8],
        ]
        .concat();
        let points = MODEL.chart(&falls, DESIGN);
        assert_eq!(points[12], None);
        let first = points
            .iter()
            .position(|point| point.is_some_and(|point| point.signal));
        assert!(
            first.is_some_and(|first| (13..17).contains(&first)),
            "{first:?}"
        );
        let low = MODEL.chart(&vec![Part { count: 3, total: 5 }; 60], DESIGN);
        assert!(low[20..].iter().flatten().all(|point| !point.signal));
        let higher = Design {
            worse: Worse::Higher,
            ..DESIGN
        };
        assert!(
            MODEL
                .chart(&falls, higher)
                .iter()
                .flatten()
                .all(|point| !point.signal)
        );
    }

    #[test]
    fn what_a_network_knows() {
        let team = |counts: &[u32]| {
            counts
                .iter()
                .map(|count| Part {
                    count: *count,
                    total: 10,
                })
                .collect()
        };
        let alike: Vec<Vec<Part>> = vec![team(&[8, 9, 8, 9]); 30];
        let model = ShareModel::of(&alike).unwrap();
        assert_eq!(
            (model.level, model.concentration, model.dispersion),
            (0.85, 2_000.0, 1.0)
        );
        let apart = [alike, vec![team(&[2, 3, 2, 3]); 30]].concat();
        let model = ShareModel::of(&apart).unwrap();
        assert!((model.level - 0.55).abs() < 1e-12);
        assert_eq!(model.concentration, 4.0);
    }

    #[test]
    fn says_what_is_wrong() {
        let none = ShareModel::of(&[vec![Part { count: 0, total: 0 }]]);
        assert!(matches!(none, Err(Error::TooFew { .. })));
        let more = ShareModel::of(&[vec![Part { count: 2, total: 1 }]]);
        assert_eq!(more, Err(Error::Range));
    }

    proptest! {
        #[test]
        fn outside_the_limit_means_signal(
            series in prop::collection::vec((0..12_u32, 0..12_u32), 1..60),
            is_lower in any::<bool>(),
        ) {
            let worse = if is_lower { Worse::Lower } else { Worse::Higher };
            let series: Vec<Part> =
                series.into_iter().map(|(one, other)| Part { count: one.min(other), total: one.max(other) }).collect();
            for point in MODEL.chart(&series, Design { worse, ..DESIGN }).into_iter().flatten() {
                let beyond = worse.sign() * (point.limit - point.value);
                prop_assert_eq!(point.signal, -1e-12 <= beyond, "{:?}", point);
            }
        }
    }
}
