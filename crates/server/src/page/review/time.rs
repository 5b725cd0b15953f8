//! Time in treatment, drawn and as a table.

use hemma_app::review::{
    BAND_DAYS, Beside, Interval, NetworkReview, StayCurve, Stays, TimeInTreatment,
};
use hemma_draw::{CurveMark, CurveStep, CurveWords, Fall, Format, Frame, StepCurve};

use super::plot::{PlotView, shares};
use crate::lang::Lang;
use crate::page::fidelity::drawn;

/// Ticks of the axis: as many as a page holds with their words.
const MARKS: u32 = 8;

/// Whose curve it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Whose {
    Team,
    Network,
}

/// The section of a page.
pub(super) fn view(found: &TimeInTreatment, whose: Whose, lang: Lang) -> PlotView {
    let view = PlotView {
        id: "time".to_owned(),
        title: lang.t("review-time"),
        ..PlotView::default()
    };
    let curve = match &found.own {
        Stays::None => {
            return PlotView {
                lead: lang.t("review-time-none"),
                ..view
            };
        }
        Stays::Hidden => {
            return PlotView {
                hidden: lang.t("review-time-hidden"),
                ..view
            };
        }
        Stays::Known(curve) => curve,
    };
    let told = desc(curve, lang);
    let drawing = drawing(found, (curve, whose), lang);
    PlotView {
        lead: lead(found, curve, lang),
        drawn: drawn("time", (&view.title, &told), |frame| drawing.svg(frame)),
        caption: caption(found, lang),
        columns: columns(found, whose, lang),
        rows: marks(curve)
            .filter_map(|day| row(day, (curve, found.beside.as_ref()), lang))
            .collect(),
        ..view
    }
}

/// The section of a team that is counted elsewhere.
pub(super) fn unknown(lang: Lang) -> PlotView {
    PlotView {
        id: "time".to_owned(),
        title: lang.t("review-time"),
        lead: lang.t("sender-no-stay"),
        ..PlotView::default()
    }
}

/// The section of a network, with how many teams are not in it: those that are counted elsewhere.
pub(super) fn of_network(found: &NetworkReview, lang: Lang) -> PlotView {
    let time = view(&found.time, Whose::Network, lang);
    PlotView {
        lead: with_sent(&time.lead, found.elsewhere, lang),
        ..time
    }
}

/// What is said of a curve, with how many teams are not in it.
pub(super) fn with_sent(said: &str, teams: usize, lang: Lang) -> String {
    match teams {
        0 => said.to_owned(),
        _ => {
            let told = lang.t1("sender-no-stays", "count", teams);
            format!("{said} {told}").trim().to_owned()
        }
    }
}

/// What is said of a curve that can be seen.
pub(super) fn said(found: &TimeInTreatment, lang: Lang) -> String {
    match &found.own {
        Stays::Known(curve) => lead(found, curve, lang),
        Stays::None | Stays::Hidden => String::new(),
    }
}

/// The drawing for paper with what it shows in words; none where there is nothing to draw.
pub(super) fn svg(found: &TimeInTreatment, whose: Whose, lang: Lang) -> Option<(String, String)> {
    let Stays::Known(curve) = &found.own else {
        return None;
    };
    let told = desc(curve, lang);
    let frame = Frame {
        id: "time",
        title: &lang.t("review-time"),
        desc: &told,
        format: Format::Page,
    };
    let svg = drawing(found, (curve, whose), lang).svg(&frame);
    Some((svg, told))
}

/// What is said of a curve before it is drawn.
pub(super) fn lead(found: &TimeInTreatment, curve: &StayCurve, lang: Lang) -> String {
    let (from, end) = found.began;
    let words = [
        ("cases", curve.cases.into()),
        ("ended", curve.ended.into()),
        ("from", lang.full_day(from).into()),
        ("to", lang.full_day(end.plus(-1)).into()),
    ];
    let counted = lang.filled("review-time-lead", words);
    let half = match (curve.median, curve.read_every) {
        (Some(to), Some(every)) => {
            let from = to.saturating_sub(every);
            lang.t2("review-time-median-between", ("from", from), ("to", to))
        }
        (Some(days), None) => lang.t1("review-time-median", "days", days),
        (None, _) => lang.t("review-time-no-median"),
    };
    format!("{counted} {half}")
}

/// How the drawing is read.
pub(super) fn caption(found: &TimeInTreatment, lang: Lang) -> String {
    let mut said = vec![lang.t("review-time-help")];
    if let Some((least, most)) = found.expected {
        said.push(lang.t2("review-time-expected", ("least", least), ("most", most)));
    }
    said.join(" ")
}

fn desc(curve: &StayCurve, lang: Lang) -> String {
    lang.t1("review-time-desc", "cases", curve.cases)
}

fn beside(found: &TimeInTreatment, lang: Lang) -> String {
    match found.beside {
        Some(Beside::Others(_)) => lang.t("review-time-others"),
        Some(Beside::Network(_)) => lang.t("review-whole"),
        None => String::new(),
    }
}

fn own(whose: Whose, lang: Lang) -> String {
    match whose {
        Whose::Team => lang.t("review-time-team"),
        Whose::Network => lang.t("review-whole"),
    }
}

/// The days that are told: every so many, up to what is known.
fn marks(curve: &StayCurve) -> impl Iterator<Item = u32> {
    let step = stride(curve.until);
    (0..=curve.until / step).map(move |mark| mark * step)
}

fn stride(days: u32) -> u32 {
    BAND_DAYS * days.div_ceil(BAND_DAYS * MARKS).max(1)
}

fn drawing(found: &TimeInTreatment, (curve, whose): (&StayCurve, Whose), lang: Lang) -> StepCurve {
    let longest = found.expected.map_or(0, |(_, most)| most);
    let longest = longest.max(curve.until).max(BAND_DAYS);
    let step = stride(longest);
    let high = longest.div_ceil(step) * step;
    let left = |day: u32| {
        let known = curve.running.iter().find(|(mark, _)| *mark == day);
        known.map_or_else(String::new, |(_, count)| count.to_string())
    };
    let marks = (0..=high / step).map(|mark| CurveMark {
        at: f64::from(mark * step),
        label: lang.t1("review-time-day", "number", (mark * step).to_string()),
        left: left(mark * step),
    });
    let other = found.beside.iter().flat_map(|beside| &beside.curve().steps);
    StepCurve {
        steps: curve
            .steps
            .iter()
            .map(|step| CurveStep {
                after: f64::from(step.after),
                share: step.share.estimate,
                lower: step.share.lower,
                upper: step.share.upper,
            })
            .collect(),
        fall: fall(curve),
        until: f64::from(curve.until),
        other: other
            .map(|step| (f64::from(step.after), step.share.estimate))
            .collect(),
        other_fall: found
            .beside
            .as_ref()
            .map(|one| fall(one.curve()))
            .unwrap_or_default(),
        between: found
            .expected
            .map(|(least, most)| (f64::from(least), f64::from(most))),
        high: f64::from(high),
        marks: marks.collect(),
        shares: shares(lang),
        words: CurveWords {
            value: own(whose, lang),
            interval: lang.t("review-fact-interval"),
            other: beside(found, lang),
            between: lang.t("review-time-length"),
            left: lang.t("review-time-running"),
            empty: lang.t("review-time-none"),
        },
    }
}

/// A curve that is read every so many days tells nothing of the days between.
fn fall(curve: &StayCurve) -> Fall {
    match curve.read_every {
        Some(_) => Fall::Slope,
        None => Fall::Steps,
    }
}

fn columns(found: &TimeInTreatment, whose: Whose, lang: Lang) -> Vec<String> {
    let mut columns = vec![
        lang.t("review-time-after"),
        lang.t("review-time-running"),
        own(whose, lang),
        lang.t("review-fact-interval"),
    ];
    columns.extend(Some(beside(found, lang)).filter(|word| !word.is_empty()));
    columns
}

fn row(
    day: u32,
    (curve, beside): (&StayCurve, Option<&Beside>),
    lang: Lang,
) -> Option<Vec<String>> {
    let percent = |share: f64| {
        let number = format!("{:.0}", 100.0 * share);
        lang.t1("review-percent", "number", number)
    };
    let share = curve.after(day)?;
    let Interval { lower, upper, .. } = share;
    let running = curve.running.iter().find(|(mark, _)| *mark == day);
    let ends = [lower, upper].map(|end| format!("{:.0}", 100.0 * end));
    let [lower, upper] = ends;
    let mut row = vec![
        lang.t1("review-days", "number", day.to_string()),
        running.map_or_else(String::new, |(_, count)| count.to_string()),
        percent(share.estimate),
        lang.t2(
            "review-interval-percent",
            ("lower", lower),
            ("upper", upper),
        ),
    ];
    if let Some(beside) = beside {
        let other = beside.curve().after(day);
        row.push(other.map_or_else(|| "–".to_owned(), |other| percent(other.estimate)));
    }
    Some(row)
}
