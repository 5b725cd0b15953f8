//! Figures in words: numbers with their unit, terms, goals.

use hemma_app::review::{Held, Interval, Quarterly, Reading, Shown, Usual};
use hemma_domain::code::Code as _;
use hemma_domain::programme::{Goal, Hundredths};
use hemma_domain::review::{Figure, Span, Term};

use crate::lang::Lang;
use crate::page::team_week::Signal;

/// Something to choose: another term, another length, another programme.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Choice {
    pub url: String,
    pub label: String,
    pub current: bool,
}

/// What a figure's number counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Unit {
    Count,
    Percent,
    Days,
    /// A number with one decimal.
    Tenths,
    Score,
}

pub(super) fn unit(figure: Figure) -> Unit {
    match figure {
        Figure::Opened | Figure::Closed | Figure::ActiveEnd | Figure::Due | Figure::Overdue => {
            Unit::Count
        }
        Figure::LengthDays => Unit::Days,
        Figure::Caseload | Figure::Contacts => Unit::Tenths,
        Figure::Adherence => Unit::Score,
        _ => Unit::Percent,
    }
}

/// A number in a figure's unit, such as `85 %` or `0,72`.
pub(crate) fn number(figure: Figure, value: f64, lang: Lang) -> String {
    let plain = bare(figure, value, lang);
    match unit(figure) {
        Unit::Percent => lang.t1("review-percent", "number", plain),
        Unit::Days => lang.t1("review-days", "number", plain),
        Unit::Count | Unit::Tenths | Unit::Score => plain,
    }
}

/// The number alone.
pub(super) fn bare(figure: Figure, value: f64, lang: Lang) -> String {
    match unit(figure) {
        Unit::Count | Unit::Days | Unit::Percent => whole(value),
        Unit::Tenths => lang.number(&format!("{value:.1}")),
        Unit::Score => lang.number(&format!("{value:.2}")),
    }
}

/// Without decimals, as `{:.0}` has it: of two that are as near the even one. A network's page has thousands of them,
/// and asking for exact decimals takes several times as long.
fn whole(value: f64) -> String {
    #[expect(
        clippy::cast_possible_truncation,
        reason = "no figure comes near the largest number"
    )]
    let whole = value.round_ties_even() as i64;
    whole.to_string()
}

/// The value as somebody may see it; a dash where there is none.
pub(super) fn value(shown: Shown, lang: Lang) -> String {
    match shown.reading() {
        None => lang.t("review-hidden"),
        Some(Reading { figure, value, .. }) => {
            value.map_or_else(|| "–".to_owned(), |value| number(figure, value, lang))
        }
    }
}

/// `9 av 12`; empty where a figure is no share of whole things.
pub(in crate::page) fn parts(reading: Reading, lang: Lang) -> String {
    match (unit(reading.figure), reading.parts) {
        (Unit::Percent, Some((part, of))) if reading.figure != Figure::Turnover && 0 < of => {
            lang.t2("review-of", ("part", part), ("of", of))
        }
        (Unit::Score, Some((_, scores))) if 0 < scores => lang.t1("review-scores", "count", scores),
        (Unit::Days, Some((_, cases))) if 0 < cases => lang.t1("review-cases", "count", cases),
        _ => String::new(),
    }
}

/// Between which values the truth probably lies; empty where nothing can be said.
pub(in crate::page) fn interval(reading: Reading, lang: Lang) -> String {
    let Some(Interval { lower, upper, .. }) = reading.interval else {
        return String::new();
    };
    let [lower, upper] = [lower, upper].map(|end| bare(reading.figure, end, lang));
    let key = match unit(reading.figure) {
        Unit::Percent => "review-interval-percent",
        _ => "review-interval",
    };
    lang.t2(key, ("lower", lower), ("upper", upper))
}

/// What was expected, and beyond which values it is more than chance; empty where nobody knows.
pub(super) fn usual(one: &Quarterly, lang: Lang) -> String {
    let Some(Usual {
        expected,
        lower,
        upper,
    }) = one.usual
    else {
        return String::new();
    };
    let bare = |value: f64| bare(one.reading.figure, value, lang);
    let (key, limit) = match (lower, upper) {
        (Some(lower), _) => ("review-usual-lower", lower),
        (None, Some(upper)) => ("review-usual-upper", upper),
        (None, None) => return bare(expected),
    };
    lang.t2(key, ("expected", bare(expected)), ("limit", bare(limit)))
}

/// The figure's name; with what must be said wherever it is read from scores by a rule that nobody vouches for.
pub(crate) fn name(shown: Shown, lang: Lang) -> String {
    let name = lang.name(shown.figure());
    match shown.reading() {
        Some(reading) if reading.unconfirmed => lang.t1("review-unconfirmed", "figure", name),
        _ => name,
    }
}

/// What a figure should be, such as `minst 85 %`.
pub(in crate::page) fn goal(figure: Figure, goal: Goal, lang: Lang) -> String {
    let at = |limit: Hundredths| {
        let plain = lang.number(&limit.to_string());
        match unit(figure) {
            Unit::Percent => lang.t1("review-percent", "number", plain),
            Unit::Days => lang.t1("review-days", "number", plain),
            Unit::Count | Unit::Tenths | Unit::Score => plain,
        }
    };
    match goal {
        Goal::AtLeast(least) => lang.t1("review-goal-at-least", "limit", at(least)),
        Goal::Below(most) => lang.t1("review-goal-below", "limit", at(most)),
        Goal::Within(least, most) => {
            let least = lang.number(&least.to_string());
            lang.t2("review-goal-within", ("least", least), ("most", at(most)))
        }
    }
}

/// Whether a target is met; nothing where there is no figure.
pub(super) fn met(held: &Held, is_thin: bool, lang: Lang) -> Option<Signal> {
    let met = held.met?;
    Some(match (met, is_thin) {
        (true, _) => Signal::new("ok", "ok", lang.t("review-met")),
        (false, true) => Signal::new("none", "none", lang.t("review-not-met-thin")),
        (false, false) => Signal::new("due", "due", lang.t("review-not-met")),
    })
}

/// `andra halvåret 2026`.
pub(crate) fn term(term: Term, lang: Lang) -> String {
    let year = term.year().to_string();
    match term.span {
        Span::Quarter => lang.t2(
            "review-quarter",
            ("number", term.number().to_string()),
            ("year", year),
        ),
        Span::HalfYear if term.number() == 1 => lang.t1("review-half-first", "year", year),
        Span::HalfYear => lang.t1("review-half-second", "year", year),
        Span::Year => lang.t1("review-year", "year", year),
    }
}

/// What a figure counts, divides and leaves out, in one or two sentences.
pub(crate) fn about(figure: Figure, lang: Lang) -> String {
    lang.t(&format!("{}-about", figure.key()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whole_numbers_are_rounded_as_decimals_are() {
        for fourths in 0..2_000_u32 {
            let value = f64::from(fourths) / 4.0;
            assert_eq!(whole(value), format!("{value:.0}"));
            let near = f64::from(fourths) / 7.0 * 1.3;
            assert_eq!(whole(near), format!("{near:.0}"));
        }
    }
}
