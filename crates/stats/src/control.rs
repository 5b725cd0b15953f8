//! Control charts of a series of quarters: is it quiet, or has something changed?
//!
//! Exactly the columns of `spc.csv` in `docs/formats/network-indicators.md`. A series has one entry per quarter,
//! oldest first; an entry that is not defined is a gap. The first [`BASELINE_POINTS`] usable entries (fewer if there
//! are fewer) set the limits, which are then kept. A value on its limit, to [`TOLERANCE`], is inside.
//!
//! Shewhart's constants 2.66 = 3 / 1.128 and 1.128 (the mean range of two normal values): Montgomery, "Introduction
//! to Statistical Quality Control", appendix VI; EWMA: Roberts (1959); CUSUM: Page (1954).

use crate::error::{Count, Error};

/// Usable entries that set the limits.
pub const BASELINE_POINTS: usize = 8;

/// How far beyond a limit still counts as inside, in the unit of the series.
pub const TOLERANCE: f64 = 1e-9;

/// Limits of an individual value, in mean moving ranges from the centre.
pub const RANGE_FACTOR: f64 = 2.66;

/// The mean moving range of a series with standard deviation 1.
pub const RANGE_PER_SIGMA: f64 = 1.128;

/// The weight of the newest value in the moving average.
pub const EWMA_WEIGHT: f64 = 0.2;

/// What a cumulative sum forgives at each step, in standard deviations.
pub const CUSUM_SLACK: f64 = 0.5;

/// Where a cumulative sum signals, in standard deviations.
pub const CUSUM_LIMIT: f64 = 5.0;

/// A baseline whose mean moving range is not above this says nothing about its spread.
pub const RANGE_MIN: f64 = 1e-12;

/// `count` of `total` in one quarter; a `total` of 0 is a gap.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Part {
    /// At most `total`.
    pub count: u32,
    /// How many there are.
    pub total: u32,
}

/// A chart of percentages, 0 to 100.
#[derive(Clone, Debug, PartialEq)]
pub struct ShareChart {
    /// The baseline's percentage, weighted by the totals.
    pub center: f64,
    /// One per entry; `None` is a gap.
    pub points: Vec<Option<LimitPoint>>,
}

/// A value between its limits, in the unit of the chart.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct LimitPoint {
    /// The value itself.
    pub value: f64,
    /// The lower limit.
    pub lower: f64,
    /// The upper limit.
    pub upper: f64,
    /// Whether the value is outside.
    pub signal: bool,
}

/// The p chart: center ∓ 3·√(p(1−p)/n) with each entry's own n, as percentages cut to 0–100; the signal looks at the
/// uncut limits.
///
/// Fails with [`Error::TooFew`] if every entry is a gap, and [`Error::Range`] if a count is above its total.
pub fn share_chart(parts: &[Part]) -> Result<ShareChart, Error> {
    if parts.iter().any(|part| part.total < part.count) {
        return Err(Error::Range);
    }
    let usable = || parts.iter().filter(|part| part.total != 0);
    let (count, total) = usable()
        .take(BASELINE_POINTS)
        .fold((0.0, 0.0), |(count, total), part| {
            (count + f64::from(part.count), total + f64::from(part.total))
        });
    if total == 0.0 {
        return Err(too_few(0, 1));
    }
    let share: f64 = count / total;
    let point = |part: &Part| {
        (part.total != 0).then(|| {
            let n = f64::from(part.total);
            let value = 100.0 * f64::from(part.count) / n;
            let reach = 300.0 * (share * (1.0 - share) / n).sqrt();
            let (lower, upper) = (100.0 * share - reach, 100.0 * share + reach);
            LimitPoint {
                value,
                lower: lower.max(0.0),
                upper: upper.min(100.0),
                signal: is_outside(value, lower, upper),
            }
        })
    };
    Ok(ShareChart {
        center: 100.0 * share,
        points: parts.iter().map(point).collect(),
    })
}

/// Center and spread of the first [`BASELINE_POINTS`] usable entries of a series, in its unit.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Baseline {
    center: f64,
    mean_range: f64,
}

impl Baseline {
    /// Of a series with gaps.
    ///
    /// Fails with [`Error::TooFew`] below two usable entries, [`Error::NoVariance`] if their mean moving range is not
    /// above [`RANGE_MIN`], and [`Error::Range`] if any entry is not finite.
    pub fn of(series: &[Option<f64>]) -> Result<Baseline, Error> {
        let usable: Vec<f64> = series.iter().flatten().copied().collect();
        if usable.iter().any(|value| !value.is_finite()) {
            return Err(Error::Range);
        }
        let first = || usable.iter().take(BASELINE_POINTS);
        let points = first().count();
        if points < 2 {
            return Err(too_few(points, 2));
        }
        let ranges: f64 = first()
            .zip(first().skip(1))
            .map(|(before, after)| (after - before).abs())
            .sum();
        let mean_range = ranges / (points - 1) as f64;
        if mean_range <= RANGE_MIN {
            return Err(Error::NoVariance);
        }
        let center = first().sum::<f64>() / points as f64;
        if !(center + RANGE_FACTOR * mean_range).is_finite() {
            return Err(Error::Range);
        }
        Ok(Baseline { center, mean_range })
    }

    /// The mean of the baseline.
    pub fn center(self) -> f64 {
        self.center
    }

    /// The standard deviation that the mean moving range stands for.
    pub fn sigma(self) -> f64 {
        self.mean_range / RANGE_PER_SIGMA
    }

    /// The limits of an individual value: center ∓ 2.66 mean moving ranges, lower first.
    pub fn limits(self) -> (f64, f64) {
        let reach = RANGE_FACTOR * self.mean_range;
        (self.center - reach, self.center + reach)
    }

    /// The individuals chart (XmR). `series` is the whole series that the baseline was taken from; gaps stay gaps.
    pub fn individuals(self, series: &[Option<f64>]) -> Vec<Option<LimitPoint>> {
        let (lower, upper) = self.limits();
        each(series, |value| LimitPoint {
            value,
            lower,
            upper,
            signal: is_outside(value, lower, upper),
        })
    }

    /// The exponentially weighted moving average, from the center, over the usable entries in order.
    pub fn ewma(self, series: &[Option<f64>]) -> Vec<Option<EwmaPoint>> {
        let mut average = self.center;
        // (1 − λ)^2k of the k-th usable entry.
        let mut left = 1.0;
        let reach = 3.0 * self.sigma() * (EWMA_WEIGHT / (2.0 - EWMA_WEIGHT)).sqrt();
        each(series, |value| {
            average = EWMA_WEIGHT * value + (1.0 - EWMA_WEIGHT) * average;
            left *= (1.0 - EWMA_WEIGHT) * (1.0 - EWMA_WEIGHT);
            let halfwidth = reach * (1.0_f64 - left).sqrt();
            EwmaPoint {
                average,
                halfwidth,
                signal: halfwidth + TOLERANCE < (average - self.center).abs(),
            }
        })
    }

    /// The tabular cumulative sums, from 0, never reset, over the usable entries in order.
    pub fn cusum(self, series: &[Option<f64>]) -> Vec<Option<CusumPoint>> {
        let slack = CUSUM_SLACK * self.sigma();
        let limit = CUSUM_LIMIT * self.sigma();
        let (mut up, mut down) = (0.0_f64, 0.0_f64);
        each(series, |value| {
            up = (up + value - self.center - slack).max(0.0);
            down = (down + self.center - value - slack).max(0.0);
            CusumPoint {
                up,
                down,
                signal: limit + TOLERANCE < up.max(down),
            }
        })
    }
}

/// One entry of a moving average.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct EwmaPoint {
    /// The average after this entry, in the unit of the series.
    pub average: f64,
    /// How far from the center it may be.
    pub halfwidth: f64,
    /// Whether it is farther.
    pub signal: bool,
}

/// One entry of the cumulative sums.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct CusumPoint {
    /// What has gathered above the center, in the unit of the series; never negative.
    pub up: f64,
    /// What has gathered below it; never negative.
    pub down: f64,
    /// Whether either is beyond [`CUSUM_LIMIT`] standard deviations.
    pub signal: bool,
}

fn each<T>(series: &[Option<f64>], mut point: impl FnMut(f64) -> T) -> Vec<Option<T>> {
    series.iter().map(|entry| entry.map(&mut point)).collect()
}

fn is_outside(value: f64, lower: f64, upper: f64) -> bool {
    value < lower - TOLERANCE || upper + TOLERANCE < value
}

fn too_few(have: usize, need: usize) -> Error {
    Error::TooFew {
        what: Count::Rows,
        have,
        need,
    }
}

#[cfg(test)]
mod tests;
