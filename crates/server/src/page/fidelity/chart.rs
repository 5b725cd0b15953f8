//! The drawings of fidelity, each with the table that says the same.

use hemma_app::fidelity::{Shrunken, Spread, Summary, Trend, Unit, Yardstick};
use hemma_domain::fidelity::{Period, Step};
use hemma_domain::instrument::Ratio;
use hemma_domain::time::Day;
use hemma_draw::{
    ControlChart, ControlPoint, ControlWords, Forest, ForestRow, ForestWords, Format, Frame,
};

use super::{above, dash, decimal, float};
use crate::lang::Lang;
use crate::page::team_week::Signal;

/// Parts of the value axis that are marked.
const MARKS: i32 = 4;

/// One drawing, for the page and for the phone; styles show one of them.
pub type Drawn = Vec<String>;

/// A trend, drawn and as a table.
#[derive(Debug, Clone, Default)]
pub struct TrendView {
    pub drawn: Drawn,
    /// What the limits are, or why there are none.
    pub caption: String,
    /// The latest first.
    pub rows: Vec<PeriodRow>,
}

/// One period of a trend.
#[derive(Debug, Clone, Default)]
pub struct PeriodRow {
    pub label: String,
    pub mean: String,
    pub forms: u32,
    pub families: u32,
    pub above: String,
    pub signal: Option<Signal>,
}

/// Draws once for each width.
pub(in crate::page) fn drawn(
    id: &str,
    (title, desc): (&str, &str),
    svg: impl Fn(&Frame<'_>) -> String,
) -> Drawn {
    let widths = [(Format::Page, "page"), (Format::Phone, "phone")];
    let each = widths.into_iter().map(|(format, width)| {
        svg(&Frame {
            id: &format!("{id}-{width}"),
            title,
            desc,
            format,
        })
    });
    each.collect()
}

impl TrendView {
    pub(super) fn of(summary: &Summary, lang: Lang) -> TrendView {
        let (trend, yardstick) = (&summary.trend, &summary.yardstick);
        let caption = match trend.limits {
            Some(limits) => lang.filled(
                "fidelity-limits",
                [
                    (
                        "lower",
                        float(limits.lower.max(low(yardstick)), lang).into(),
                    ),
                    (
                        "upper",
                        float(limits.upper.min(high(yardstick)), lang).into(),
                    ),
                ],
            ),
            None => lang.t("fidelity-no-limits"),
        };
        let chart = chart(trend, yardstick, lang);
        let title = lang.t("fidelity-trend");
        let desc = lang.t1("fidelity-trend-desc", "count", trend.periods.len());
        TrendView {
            drawn: match trend.periods.is_empty() {
                true => Drawn::new(),
                false => drawn("trend", (&title, &desc), |frame| chart.svg(frame)),
            },
            caption,
            rows: trend
                .periods
                .iter()
                .zip(&trend.signals)
                .rev()
                .map(|(period, is_signal)| row(period, *is_signal, (trend.step, lang)))
                .collect(),
        }
    }
}

fn chart(trend: &Trend, yardstick: &Yardstick, lang: Lang) -> ControlChart {
    let points = trend.periods.iter().zip(&trend.signals);
    ControlChart {
        points: points
            .map(|(period, signal)| ControlPoint {
                label: short(period.first_day, trend.step, lang),
                group: period.first_day.0.year().to_string(),
                value: period.level.mean.map(Ratio::nearest),
                center: trend.limits.map(|limits| limits.center),
                limits: trend.limits.map(|limits| (limits.lower, limits.upper)),
                signal: *signal,
                thin: period.level.is_thin(),
                count: period.level.forms.to_string(),
            })
            .collect(),
        low: low(yardstick),
        high: high(yardstick),
        marks: marks(yardstick, lang),
        cut_off: cut_off(yardstick, lang),
        words: ControlWords {
            value: lang.t("fidelity-mean"),
            center: lang.t("fidelity-word-center"),
            limits: lang.t("fidelity-word-limits"),
            signal: lang.t("fidelity-word-signal"),
            thin: lang.t("measure-too-few"),
            outside: lang.t("fidelity-word-outside"),
            count: lang.t("fidelity-word-count"),
            points_before: lang.t("fidelity-word-before"),
            empty: lang.t("fidelity-word-empty"),
        },
    }
}

fn row(period: &Period, is_signal: bool, (step, lang): (Step, Lang)) -> PeriodRow {
    let level = &period.level;
    let signal = match (level.forms > 0 && level.is_thin(), is_signal) {
        (true, _) => Some(Signal::new("none", "none", lang.t("measure-too-few"))),
        (false, true) => Some(Signal::new("due", "due", lang.t("fidelity-word-signal"))),
        (false, false) => None,
    };
    PeriodRow {
        label: format!(
            "{} {}",
            short(period.first_day, step, lang),
            period.first_day.0.year()
        ),
        mean: level.mean.map_or_else(dash, |mean| decimal(mean, lang)),
        forms: level.forms,
        families: level.families,
        above: above(level, lang),
        signal,
    }
}

/// Means of units with their intervals.
pub(super) fn forest<'a, I: 'a>(
    units: impl Iterator<Item = &'a Unit<I>>,
    (yardstick, spread): (&Yardstick, Option<Spread>),
    (title, lang): (&str, Lang),
) -> Drawn {
    let rows = units.filter_map(|unit| {
        let Shrunken { mean, observed } = unit.mean?;
        Some(ForestRow {
            label: unit.name.clone(),
            note: lang.t1("fidelity-forms-count", "count", unit.level.forms),
            mean: mean.estimate,
            lower: mean.lower,
            upper: mean.upper,
            plain: Some(observed),
            thin: unit.level.is_thin(),
        })
    });
    let rows: Vec<ForestRow> = rows.collect();
    if rows.is_empty() {
        return Drawn::new();
    }
    let desc = lang.t1("fidelity-forest-desc", "count", rows.len());
    let center = spread.map(|spread| spread.mean.0);
    let forest = Forest {
        rows,
        low: low(yardstick),
        high: high(yardstick),
        marks: marks(yardstick, lang),
        cut_off: cut_off(yardstick, lang),
        center: center.map(|center| (center, float(center, lang))),
        words: ForestWords {
            mean: lang.t("fidelity-word-shrunken"),
            interval: lang.t("fidelity-word-interval"),
            plain: lang.t("fidelity-word-plain"),
            thin: lang.t("measure-too-few"),
            outside: lang.t("fidelity-word-outside"),
            rows_after: lang.t("fidelity-word-after"),
            empty: lang.t("fidelity-word-empty"),
        },
    };
    drawn("forest", (title, &desc), |frame| forest.svg(frame))
}

fn low(yardstick: &Yardstick) -> f64 {
    yardstick.scale().extent.min.nearest()
}

fn high(yardstick: &Yardstick) -> f64 {
    yardstick.scale().extent.max.nearest()
}

fn marks(yardstick: &Yardstick, lang: Lang) -> Vec<(f64, String)> {
    let (low, high) = (low(yardstick), high(yardstick));
    let step = (high - low) / f64::from(MARKS);
    let marks = (0..=MARKS).map(|mark| low + f64::from(mark) * step);
    marks.map(|mark| (mark, float(mark, lang))).collect()
}

fn cut_off(yardstick: &Yardstick, lang: Lang) -> Option<(f64, String)> {
    let cut_off = yardstick.cut_off()?;
    let limit = decimal(cut_off.value, lang);
    let label = lang.t1("fidelity-word-cut-off", "limit", limit);
    Some((cut_off.value.nearest(), label))
}

/// `mar`, or `kv 1`.
fn short(first_day: Day, step: Step, lang: Lang) -> String {
    match step {
        Step::Month => lang.month(first_day).chars().take(3).collect(),
        Step::Quarter => quarter(first_day, lang),
    }
}

pub(super) fn quarter(first_day: Day, lang: Lang) -> String {
    let number = (first_day.0.month() - 1) / 3 + 1;
    lang.t1("fidelity-quarter", "number", number.to_string())
}
