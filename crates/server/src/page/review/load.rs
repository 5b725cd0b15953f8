//! Families under way and places for them, drawn and as a table.

use hemma_app::review::LoadTerm;
use hemma_domain::review::Span;
use hemma_draw::{ControlChart, ControlPoint, ControlWords, Format, Frame};

use super::plot::PlotView;
use super::words;
use crate::lang::Lang;
use crate::page::fidelity::drawn;

/// Parts of the scale that are marked.
const MARKS: i32 = 4;

/// The section of a page.
pub(super) fn view(terms: &[LoadTerm], lang: Lang) -> PlotView {
    let view = PlotView {
        id: "load".to_owned(),
        title: lang.t("review-load"),
        ..PlotView::default()
    };
    if terms.is_empty() {
        return PlotView {
            lead: lang.t("review-load-none"),
            ..view
        };
    }
    let told = desc(terms, lang);
    let chart = chart(terms, lang);
    PlotView {
        drawn: drawn("load", (&view.title, &told), |frame| chart.svg(frame)),
        caption: lang.t("review-load-help"),
        columns: columns(lang),
        rows: terms.iter().rev().map(|one| row(one, lang)).collect(),
        ..view
    }
}

/// The drawing for paper with what it shows in words; none where there is nothing to draw.
pub(super) fn svg(terms: &[LoadTerm], lang: Lang) -> Option<(String, String)> {
    let told = desc(terms, lang);
    let frame = Frame {
        id: "load",
        title: &lang.t("review-load"),
        desc: &told,
        format: Format::Page,
    };
    let svg = chart(terms, lang).svg(&frame);
    (!terms.is_empty()).then_some((svg, told))
}

fn desc(terms: &[LoadTerm], lang: Lang) -> String {
    lang.t1("review-load-desc", "count", terms.len())
}

fn chart(terms: &[LoadTerm], lang: Lang) -> ControlChart {
    let values = terms
        .iter()
        .flat_map(|one| [Some(one.families), one.places]);
    let greatest = values.flatten().fold(1.0_f64, f64::max);
    let high = f64::from(MARKS) * (greatest / f64::from(MARKS)).ceil();
    let marks = (0..=MARKS).map(|mark| high * f64::from(mark) / f64::from(MARKS));
    ControlChart {
        points: terms.iter().map(|one| point(one, lang)).collect(),
        low: 0.0,
        high,
        marks: marks.map(|mark| (mark, format!("{mark:.0}"))).collect(),
        cut_off: None,
        words: ControlWords {
            value: lang.t("review-load-families"),
            center: lang.t("review-load-places"),
            limits: String::new(),
            signal: String::new(),
            thin: lang.t("review-load-runs"),
            outside: String::new(),
            count: lang.t("review-load-therapists"),
            points_before: lang.t("fidelity-word-before"),
            empty: lang.t("review-load-none"),
        },
    }
}

fn point(one: &LoadTerm, lang: Lang) -> ControlPoint {
    let number = one.term.number().to_string();
    let key = match one.term.span {
        Span::HalfYear => "review-load-half",
        Span::Quarter | Span::Year => "fidelity-quarter",
    };
    ControlPoint {
        label: lang.t1(key, "number", number),
        group: one.term.year().to_string(),
        value: Some(one.families),
        center: one.places,
        thin: one.runs,
        count: tenths(one.therapists, lang),
        ..ControlPoint::default()
    }
}

fn columns(lang: Lang) -> Vec<String> {
    [
        "review-col-period",
        "review-load-families",
        "review-load-places",
        "review-load-therapists",
    ]
    .map(|key| lang.t(key))
    .to_vec()
}

fn row(one: &LoadTerm, lang: Lang) -> Vec<String> {
    let term = words::term(one.term, lang);
    vec![
        match one.runs {
            true => format!("{term}, {}", lang.t("review-runs")),
            false => term,
        },
        tenths(one.families, lang),
        one.places
            .map_or_else(|| "–".to_owned(), |places| tenths(places, lang)),
        tenths(one.therapists, lang),
    ]
}

fn tenths(value: f64, lang: Lang) -> String {
    lang.number(&format!("{value:.1}"))
}
