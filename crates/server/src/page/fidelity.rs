//! Fidelity: what the scores say of a team, a therapist and a network, drawn and as tables.

mod chart;
mod network;
mod samples;
mod team;
mod therapist;

pub(in crate::page) use chart::drawn;
pub use chart::{Drawn, PeriodRow, TrendView};
pub use network::{CalibratedRow, InstrumentChoice, NetworkPage, TeamRow};
pub use samples::samples;
pub use team::{ItemRow, ItemsView, LackRow, TeamPage, TherapistRow};
pub use therapist::{FamilyRow, TherapistPage};

use hemma_app::fidelity::{Earlier, Estimate, Shrunken, Spread, Summary, Unit, Yardstick};
use hemma_domain::access::{NetworkAction, TeamAction};
use hemma_domain::fidelity::Level;
use hemma_domain::instrument::Ratio;

use crate::http::route::{Access, Routes};
use crate::lang::Lang;
use crate::page::team_week::{Signal, of};

/// Decimals with which a mean is shown; it is compared exactly.
const DECIMALS: usize = 2;

/// The routes of these pages.
pub fn routes() -> Routes {
    Routes::default()
        .get(
            "/teams/{team}/fidelity",
            Access::Team(TeamAction::SeeFidelity),
            team::get,
        )
        .get(
            "/teams/{team}/fidelity/mine",
            Access::Team(TeamAction::SeeOwnFidelity),
            therapist::get_own,
        )
        .get(
            "/teams/{team}/fidelity/{staff}",
            Access::Team(TeamAction::SeeFidelity),
            therapist::get,
        )
        .get(
            "/networks/{network}/fidelity",
            Access::Network(NetworkAction::SeeFidelity),
            network::get,
        )
}

/// What is measured, and who vouches for it.
#[derive(Debug, Clone, Default)]
pub struct YardstickView {
    /// `TAM-R: Programtrohet`.
    pub name: String,
    /// Said wherever a score is shown; empty where somebody vouches for the rule.
    pub unconfirmed: String,
    /// `Gränsen är 0,61`, or that there is none.
    pub cut_off: String,
    /// How many scores stand under an older rule, and which; empty where none does.
    pub earlier: String,
}

impl YardstickView {
    fn of(yardstick: &Yardstick, lang: Lang) -> YardstickView {
        let scale = yardstick.scale();
        let name = lang.words(&yardstick.instrument().name);
        YardstickView {
            name: format!("{name}: {}", lang.words(&scale.name)),
            unconfirmed: match yardstick.is_confirmed() {
                false => lang.t("measure-unconfirmed"),
                true => String::new(),
            },
            earlier: String::new(),
            cut_off: match yardstick.cut_off() {
                Some(cut_off) => lang.t1("fidelity-cut-off", "limit", decimal(cut_off.value, lang)),
                None => lang.t("fidelity-no-cut-off"),
            },
        }
    }

    /// The same with what some scores stand under.
    fn with_scores(self, summary: &Summary, lang: Lang) -> YardstickView {
        let told = |one: &Earlier| {
            let vouched = match one.confirmed {
                true => "fidelity-earlier-confirmed",
                false => "fidelity-earlier-unconfirmed",
            };
            lang.t2(vouched, ("count", one.forms), ("version", one.version))
        };
        let told: Vec<String> = summary.earlier.iter().map(told).collect();
        YardstickView {
            earlier: told.join(" "),
            ..self
        }
    }
}

/// One line of the year in figures: now and the year before.
#[derive(Debug, Clone, Default)]
pub struct YearRow {
    pub label: String,
    pub now: String,
    /// What the cut-off or the number of scores says about it.
    pub signal: Option<Signal>,
    /// Between which values the truth probably lies.
    pub note: String,
    pub before: String,
}

/// The year in figures.
fn year_rows(summary: &Summary, lang: Lang) -> Vec<YearRow> {
    let Summary {
        yardstick,
        level,
        before,
        collected,
        ..
    } = summary;
    let mean = |level: &Level| level.mean.map_or_else(dash, |mean| decimal(mean, lang));
    let forms = |level: &Level| {
        let counts = (("forms", level.forms), ("families", level.families));
        lang.t2("fidelity-forms-of", counts.0, counts.1)
    };
    let mut rows = vec![YearRow {
        label: lang.t("fidelity-mean"),
        now: mean(level),
        signal: mean_signal(yardstick, level, lang),
        note: String::new(),
        before: mean(before),
    }];
    if yardstick.cut_off().is_some() {
        rows.push(YearRow {
            label: lang.t("fidelity-above"),
            now: above(level, lang),
            signal: None,
            note: share_note(level, lang),
            before: above(before, lang),
        });
    }
    rows.push(YearRow {
        label: lang.t("fidelity-forms"),
        now: forms(level),
        before: forms(before),
        ..YearRow::default()
    });
    rows.push(YearRow {
        label: lang.t("fidelity-collected"),
        now: of(collected.0, collected.1, lang),
        before: dash(),
        ..YearRow::default()
    });
    rows
}

/// Too few to interpret, or how the exact mean compares with the cut-off.
fn mean_signal(yardstick: &Yardstick, level: &Level, lang: Lang) -> Option<Signal> {
    if level.is_thin() {
        return Some(Signal::new("none", "none", lang.t("measure-too-few")));
    }
    let cut_off = yardstick.cut_off()?;
    let limit = decimal(cut_off.value, lang);
    Some(match cut_off.is_met(level.mean?) {
        true => Signal::new("ok", "ok", lang.t1("measure-cut-off-met", "limit", limit)),
        false => Signal::new("due", "due", lang.t1("measure-cut-off-not", "limit", limit)),
    })
}

/// One therapist, or one team.
#[derive(Debug, Clone, Default)]
pub struct UnitRow {
    pub name: String,
    pub mean: String,
    pub signal: Option<Signal>,
    /// The shrunken mean with its interval.
    pub shrunken: String,
    pub forms: u32,
    pub families: u32,
    pub above: String,
}

impl UnitRow {
    fn of<I>(unit: &Unit<I>, yardstick: &Yardstick, lang: Lang) -> UnitRow {
        let level = &unit.level;
        UnitRow {
            name: unit.name.clone(),
            mean: level.mean.map_or_else(dash, |mean| decimal(mean, lang)),
            signal: mean_signal(yardstick, level, lang),
            shrunken: shrunken(unit.mean, lang),
            forms: level.forms,
            families: level.families,
            above: above(level, lang),
        }
    }
}

/// `12 av 15`; a dash without families or a cut-off.
fn above(level: &Level, lang: Lang) -> String {
    match level.above.filter(|_| level.families > 0) {
        Some(above) => of(above, level.families, lang),
        None => dash(),
    }
}

/// The share with its interval: `80 % (55–93 %)`.
fn share_note(level: &Level, lang: Lang) -> String {
    let Some(interval) = Estimate::above(level) else {
        return String::new();
    };
    let percent = |share: f64| format!("{:.0}", share * 100.0);
    lang.filled(
        "fidelity-share",
        [
            ("share", percent(interval.estimate).into()),
            ("from", percent(interval.lower).into()),
            ("to", percent(interval.upper).into()),
        ],
    )
}

/// Where the differences lie, in one sentence; empty where no model fits.
fn spread_text(spread: Option<Spread>, lang: Lang) -> String {
    let Some(spread) = spread else {
        return lang.t("fidelity-no-model");
    };
    let percent = |share: f64| format!("{:.0}", share * 100.0);
    let parts = [
        ("therapists", percent(spread.therapists).into()),
        ("families", percent(spread.families).into()),
        ("rest", percent(spread.rest).into()),
        ("scores", spread.scores.into()),
        ("teams", percent(spread.teams.unwrap_or_default()).into()),
    ];
    match spread.teams {
        Some(_) => lang.filled("fidelity-spread-teams", parts),
        None => lang.filled("fidelity-spread", parts),
    }
}

/// `0,74 (0,66–0,82)`.
fn shrunken(mean: Option<Shrunken>, lang: Lang) -> String {
    mean.map_or_else(dash, |Shrunken { mean, .. }| {
        let [estimate, lower, upper] =
            [mean.estimate, mean.lower, mean.upper].map(|value| float(value, lang));
        format!("{estimate} ({lower}–{upper})")
    })
}

fn decimal(value: Ratio, lang: Lang) -> String {
    lang.number(&format!("{value:.DECIMALS$}"))
}

fn float(value: f64, lang: Lang) -> String {
    lang.number(&format!("{value:.DECIMALS$}"))
}

fn dash() -> String {
    "–".to_owned()
}
