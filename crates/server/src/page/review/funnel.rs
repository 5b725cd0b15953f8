//! A network's teams in a funnel, drawn and as a table.

use hemma_app::review::{Funnel as Found, FunnelPoint as Point, Lies};
use hemma_domain::programme::Goal;
use hemma_draw::{Format, Frame, Funnel, FunnelLimits, FunnelPoint, FunnelWords};

use super::plot::{PlotView, shares};
use super::words;
use crate::lang::Lang;
use crate::page::fidelity::drawn;

/// Steps of the sizes' axis at most.
const MARKS: u32 = 6;

/// The section of a page; nothing is drawn where the figure is hidden of all teams together.
pub(super) fn view(found: Option<&Found>, id: &str, lang: Lang) -> PlotView {
    let view = PlotView {
        id: id.to_owned(),
        title: lang.t("review-funnel"),
        ..PlotView::default()
    };
    let Some(found) = found else {
        return PlotView {
            hidden: lang.t("review-funnel-none"),
            ..view
        };
    };
    let told = told(found, lang);
    let drawing = drawing(found, lang);
    PlotView {
        lead: lead(found, lang),
        drawn: drawn(id, (&lang.name(found.figure), &told), |frame| {
            drawing.svg(frame)
        }),
        caption: lang.t("review-funnel-help"),
        columns: columns(found, lang),
        rows: found.points.iter().map(|one| row(one, lang)).collect(),
        ..view
    }
}

/// What a funnel is of, and how many teams are not in it.
pub(super) fn lead(found: &Found, lang: Lang) -> String {
    let mut lead = vec![words::about(found.figure, lang)];
    if found.whole.unconfirmed {
        lead.push(format!("{}.", lang.t("measure-unconfirmed")));
    }
    if 0 < found.hidden {
        lead.push(lang.t1("review-funnel-hidden", "count", found.hidden));
    }
    lead.join(" ")
}

/// What it shows, for those who cannot see it.
fn told(found: &Found, lang: Lang) -> String {
    lang.t2(
        "review-funnel-desc",
        ("figure", lang.name(found.figure)),
        ("count", found.points.len()),
    )
}

/// The drawing for paper with what it shows in words.
pub(super) fn svg(found: &Found, lang: Lang) -> (String, String) {
    let told = told(found, lang);
    let frame = Frame {
        id: "funnel",
        title: &lang.name(found.figure),
        desc: &told,
        format: Format::Page,
    };
    (drawing(found, lang).svg(&frame), told)
}

fn drawing(found: &Found, lang: Lang) -> Funnel {
    let most = found.limits.last().map_or(1, |one| one.cases);
    let step = nice(most.div_ceil(MARKS));
    let size = most.div_ceil(step) * step;
    let limits = found.limits.iter().map(|one| FunnelLimits {
        size: f64::from(one.cases),
        inner: one.inner,
        outer: one.outer,
    });
    let goal = found.held.as_ref().and_then(|held| mark(held.goal));
    Funnel {
        points: found.points.iter().map(|one| point(one, lang)).collect(),
        limits: limits.collect(),
        center: found.whole.value.unwrap_or_default(),
        cut_off: goal.map(|goal| {
            let number = words::number(found.figure, goal, lang);
            (goal, lang.t1("review-word-goal", "limit", number))
        }),
        size: f64::from(size),
        sizes: (0..=size / step)
            .map(|mark| (f64::from(mark * step), (mark * step).to_string()))
            .collect(),
        ends: (0.0, 100.0),
        shares: shares(lang)
            .into_iter()
            .map(|(share, label)| (100.0 * share, label))
            .collect(),
        words: FunnelWords {
            within: lang.t("review-funnel-within"),
            outside: lang.t("review-funnel-outside"),
            far_outside: lang.t("review-funnel-far"),
            center: lang.t("review-whole"),
            inner: lang.t("review-funnel-inner"),
            outer: lang.t("review-funnel-outer"),
            size: lang.t("review-funnel-size"),
            empty: lang.t("review-funnel-empty"),
        },
    }
}

/// A step that people count in: 1, 2 or 5 of a power of ten.
fn nice(least: u32) -> u32 {
    let steps = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1_000, 2_000, 5_000];
    steps
        .into_iter()
        .find(|step| least <= *step)
        .unwrap_or(least)
}

/// The end of a target that is drawn as a line; a range has two.
fn mark(goal: Goal) -> Option<f64> {
    match goal {
        Goal::AtLeast(limit) | Goal::Below(limit) => Some(f64::from(limit.0) / 100.0),
        Goal::Within(..) => None,
    }
}

fn point(one: &Point, lang: Lang) -> FunnelPoint {
    FunnelPoint {
        label: one.name.clone(),
        note: words::parts(one.reading, lang),
        size: f64::from(one.limits.cases),
        share: one.reading.value.unwrap_or_default(),
        lies: match one.lies {
            Lies::Within => hemma_draw::Lies::Within,
            Lies::Outside => hemma_draw::Lies::Outside,
            Lies::FarOutside => hemma_draw::Lies::FarOutside,
        },
    }
}

fn columns(found: &Found, lang: Lang) -> Vec<String> {
    vec![
        lang.t("network-team"),
        lang.name(found.figure),
        lang.t("review-col-parts"),
        lang.t("review-funnel-inner"),
        lang.t("review-funnel-outer"),
        lang.t("fidelity-col-remark"),
    ]
}

fn row(one: &Point, lang: Lang) -> Vec<String> {
    let within = |(lower, upper): (f64, f64)| {
        let [lower, upper] = [lower, upper].map(|end| words::bare(one.reading.figure, end, lang));
        lang.t2("review-funnel-between", ("lower", lower), ("upper", upper))
    };
    let value = one.reading.value;
    vec![
        one.name.clone(),
        value.map_or_else(String::new, |value| {
            words::number(one.reading.figure, value, lang)
        }),
        words::parts(one.reading, lang),
        within(one.limits.inner),
        within(one.limits.outer),
        match one.lies {
            Lies::Within => String::new(),
            Lies::Outside => lang.t("review-funnel-outside"),
            Lies::FarOutside => lang.t("review-funnel-far"),
        },
    ]
}
