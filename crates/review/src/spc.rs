//! The reference control charts: `spc.csv` as `docs/formats/network-indicators.md` defines it.
//!
//! They are an oracle of arithmetic. For people to look at they cry wolf too often.

use std::io::{self, Write};

use hemma_stats::control::{
    Baseline, CusumPoint, EwmaPoint, LimitPoint, Part, ShareChart, share_chart,
};

use crate::history::History;
use crate::indicators::{Indicators, cells, series, teams_in_order};
use crate::settings::Settings;
use crate::tally::Rows;

/// The columns of `spc.csv`.
pub const COLUMNS: &str = "team_id,q,p_center,p_lcl,p_ucl,p_signal,x_center,x_lcl,x_ucl,x_signal,ewma,ewma_halfwidth,\
ewma_signal,cusum_up,cusum_down,cusum_signal";

/// The charts of one team, with one entry for each quarter that it has a row for.
#[derive(Debug, Clone, PartialEq)]
pub struct Charts {
    /// Completed, of all closings; nothing where nothing ever closed.
    pub completed: Option<ShareChart>,
    /// Mean adherence; nothing where there are too few quarters, or all are alike.
    pub adherence: Option<Adherence>,
}

/// The charts of mean adherence.
#[derive(Debug, Clone, PartialEq)]
pub struct Adherence {
    /// Where the limits come from.
    pub baseline: Baseline,
    /// Each quarter by itself.
    pub individuals: Vec<Option<LimitPoint>>,
    /// The moving average.
    pub ewma: Vec<Option<EwmaPoint>>,
    /// The cumulative sums.
    pub cusum: Vec<Option<CusumPoint>>,
}

impl Charts {
    /// The charts of a team's quarters, oldest first.
    pub fn of(quarters: &[Indicators]) -> Charts {
        let parts: Vec<Part> = quarters.iter().map(part).collect();
        let means: Vec<Option<f64>> = quarters.iter().map(|quarter| quarter.adherence).collect();
        Charts {
            // The only faults are too few quarters: shares are shares, and means are finite.
            completed: share_chart(&parts).ok(),
            adherence: Baseline::of(&means).ok().map(|baseline| Adherence {
                baseline,
                individuals: baseline.individuals(&means),
                ewma: baseline.ewma(&means),
                cusum: baseline.cusum(&means),
            }),
        }
    }
}

fn part(quarter: &Indicators) -> Part {
    // A history has at most 2²⁶ episodes.
    let number = |count: i64| u32::try_from(count).unwrap_or(u32::MAX);
    Part {
        count: number(quarter.row.completed),
        total: number(quarter.row.closed),
    }
}

/// Writes `spc.csv`.
pub fn write(
    history: &History,
    rows: &Rows,
    settings: &Settings,
    out: &mut impl Write,
) -> io::Result<()> {
    writeln!(out, "{COLUMNS}")?;
    for (number, team) in teams_in_order(history) {
        let id = history.teams.ids.text(number);
        let quarters = series((number, team), &history.period, rows, settings);
        let (numbers, quarters): (Vec<usize>, Vec<Indicators>) = quarters
            .map(|(quarter, read)| (quarter.number, read))
            .unzip();
        let charts = Charts::of(&quarters);
        for (at, q) in numbers.into_iter().enumerate() {
            write!(out, "{id},{q}")?;
            completed(out, charts.completed.as_ref(), at)?;
            adherence(out, charts.adherence.as_ref(), at)?;
            writeln!(out)?;
        }
    }
    Ok(())
}

fn completed(out: &mut impl Write, chart: Option<&ShareChart>, at: usize) -> io::Result<()> {
    let point = chart.and_then(|chart| chart.points.get(at).copied().flatten());
    cells(
        out,
        &[
            chart.map(|chart| chart.center),
            point.map(|point| point.lower),
            point.map(|point| point.upper),
        ],
    )?;
    signal(out, point.map(|point| point.signal))
}

fn adherence(out: &mut impl Write, chart: Option<&Adherence>, at: usize) -> io::Result<()> {
    let limits = chart.map(|chart| chart.baseline.limits());
    cells(
        out,
        &[
            chart.map(|chart| chart.baseline.center()),
            limits.map(|(lower, _)| lower),
            limits.map(|(_, upper)| upper),
        ],
    )?;
    let point = chart.and_then(|chart| chart.individuals.get(at).copied().flatten());
    signal(out, point.map(|point| point.signal))?;
    let point = chart.and_then(|chart| chart.ewma.get(at).copied().flatten());
    cells(
        out,
        &[
            point.map(|point| point.average),
            point.map(|point| point.halfwidth),
        ],
    )?;
    signal(out, point.map(|point| point.signal))?;
    let point = chart.and_then(|chart| chart.cusum.get(at).copied().flatten());
    cells(
        out,
        &[point.map(|point| point.up), point.map(|point| point.down)],
    )?;
    signal(out, point.map(|point| point.signal))
}

fn signal(out: &mut impl Write, signal: Option<bool>) -> io::Result<()> {
    match signal {
        Some(signal) => write!(out, ",{}", u8::from(signal)),
        None => out.write_all(b","),
    }
}
