//! A figure's way here, drawn.

use hemma_app::review::Quarterly;
use hemma_domain::programme::Goal;
use hemma_domain::review::{Figure, Span};
use hemma_draw::{ControlChart, ControlPoint, ControlWords, Format, Frame};

use super::words::{self, Unit};
use crate::lang::Lang;

/// Parts of the scale that are marked.
const MARKS: i32 = 4;

/// The quarters of one figure, or a network's half-years, the oldest first.
pub(super) struct Series<'a> {
    pub(super) figure: Figure,
    pub(super) quarters: &'a [Quarterly],
    pub(super) goal: Option<Goal>,
}

impl Series<'_> {
    /// For the page and for the phone; styles show one of them. Nothing where there is no value.
    pub(super) fn drawn(&self, id: &str, lang: Lang) -> Vec<String> {
        let each = [(Format::Page, "page"), (Format::Phone, "phone")];
        let drawn = each.map(|(format, width)| self.svg(&format!("{id}-{width}"), format, lang));
        drawn.into_iter().flatten().collect()
    }

    /// One drawing; none where there is no value.
    pub(super) fn svg(&self, id: &str, format: Format, lang: Lang) -> Option<String> {
        let is_empty = self.quarters.iter().all(|one| one.reading.value.is_none());
        if is_empty {
            return None;
        }
        let frame = Frame {
            id,
            title: &lang.name(self.figure),
            desc: &self.told(lang),
            format,
        };
        Some(self.chart(lang).svg(&frame))
    }

    /// What the drawing shows, for those who cannot see it.
    pub(super) fn told(&self, lang: Lang) -> String {
        let key = match self.span() {
            Span::HalfYear => "review-chart-desc-halves",
            Span::Quarter | Span::Year => "review-chart-desc",
        };
        lang.t1(key, "count", self.quarters.len())
    }

    fn span(&self) -> Span {
        self.quarters
            .first()
            .map_or(Span::Quarter, |one| one.term.span)
    }

    fn chart(&self, lang: Lang) -> ControlChart {
        let high = self.high();
        let marks = (0..=MARKS).map(|mark| high * f64::from(mark) / f64::from(MARKS));
        ControlChart {
            points: self
                .quarters
                .iter()
                .map(|one| self.point(one, high, lang))
                .collect(),
            low: 0.0,
            high,
            marks: marks
                .map(|mark| (mark, words::bare(self.figure, mark, lang)))
                .collect(),
            cut_off: self.goal.and_then(mark).map(|goal| {
                let number = words::number(self.figure, goal, lang);
                (goal, lang.t1("review-word-goal", "limit", number))
            }),
            words: ControlWords {
                value: lang.name(self.figure),
                center: lang.t("review-word-expected"),
                limits: lang.t(match self.span() {
                    Span::HalfYear => "review-word-interval",
                    Span::Quarter | Span::Year => "review-word-usual",
                }),
                signal: lang.t("review-worse"),
                thin: lang.t("review-word-thin"),
                outside: lang.t("fidelity-word-outside"),
                count: lang.t("fidelity-word-count"),
                points_before: lang.t("fidelity-word-before"),
                empty: lang.t("fidelity-word-empty"),
            },
        }
    }

    /// The top of the scale: all of a share, 1 of a score, or what holds the greatest value in four even parts.
    fn high(&self) -> f64 {
        match words::unit(self.figure) {
            Unit::Percent if self.figure != Figure::Turnover => 100.0,
            Unit::Score => 1.0,
            _ => {
                let values = self.quarters.iter().filter_map(|one| one.reading.value);
                let greatest = values.fold(1.0_f64, f64::max);
                4.0 * (greatest / 4.0).ceil()
            }
        }
    }

    fn point(&self, one: &Quarterly, high: f64, lang: Lang) -> ControlPoint {
        let behind = one.reading.parts.map(|(_, of)| of.to_string());
        let is_counted =
            words::unit(self.figure) != Unit::Tenths && self.figure != Figure::Turnover;
        let key = match one.term.span {
            Span::HalfYear => "review-load-half",
            Span::Quarter | Span::Year => "fidelity-quarter",
        };
        let end =
            |value: Option<f64>, none: f64| value.map_or(none, |value| value.clamp(0.0, high));
        ControlPoint {
            label: lang.t1(key, "number", one.term.number().to_string()),
            group: one.term.year().to_string(),
            value: one.reading.value,
            center: one.usual.map(|usual| usual.expected),
            limits: match self.span() {
                Span::HalfYear => {
                    let sure = one.reading.interval;
                    sure.map(|sure| (end(Some(sure.lower), 0.0), end(Some(sure.upper), high)))
                }
                Span::Quarter | Span::Year => one
                    .usual
                    .map(|usual| (end(usual.lower, 0.0), end(usual.upper, high))),
            },
            signal: one.signal,
            thin: one.runs || one.reading.is_thin(),
            count: behind.filter(|_| is_counted).unwrap_or_default(),
        }
    }
}

/// The end of a target that is drawn as a line; a range has two.
fn mark(goal: Goal) -> Option<f64> {
    match goal {
        Goal::AtLeast(limit) | Goal::Below(limit) => Some(f64::from(limit.0) / 100.0),
        Goal::Within(..) => None,
    }
}
