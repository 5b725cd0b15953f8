//! The fidelity of a network: teams, never a therapist or a family.

use askama::Template;
use axum::extract::{Path, Query, State};
use axum::response::Response;
use hemma_app::fidelity::Yardstick;
use hemma_app::fidelity::network::{
    Calibrated, CalibratedItem, Kept, LACKING_MIN, NetworkFidelity, NetworkPage as Found, Stage,
    TeamLine,
};
use hemma_domain::ids::NetworkId;
use hemma_draw::{ItemLine, ItemMap, ItemMapWords};
use serde::Deserialize;

use super::chart::{Drawn, TrendView, drawn, forest};
use super::team::ItemsView;
use super::{UnitRow, YardstickView, YearRow, dash, float, spread_text, year_rows};
use crate::http::Site;
use crate::http::error::PageError;
use crate::http::url;
use crate::http::visit::Visit;
use crate::lang::Lang;
use crate::page::team_week::{Signal, of};
use crate::page::{Frame, render};

/// Mean squares between which an item fits well enough to measure with (Wright and Linacre 1994, for surveys).
const FIT: (f64, f64) = (0.6, 1.4);

/// Adjusted chance below which an item is said to differ between languages.
const DIFFERS: f64 = 0.05;

/// Which instrument is shown.
#[derive(Debug, Deserialize)]
pub(super) struct Shown {
    instrument: Option<String>,
}

/// A network's fidelity.
#[derive(Template)]
#[template(path = "fidelity/network.html")]
pub struct NetworkPage {
    pub frame: Frame,
    pub lang: Lang,
    /// The instruments to choose from; empty where there is one.
    pub choices: Vec<InstrumentChoice>,
    pub yardstick: YardstickView,
    /// How far the work is; empty when it is done.
    pub under_way: String,
    /// The work failed.
    pub failed: bool,
    /// `Räknat i dag 10:32`.
    pub computed: String,
    pub year: Vec<YearRow>,
    pub trend: TrendView,
    pub has_cut_off: bool,
    pub forest: Drawn,
    pub teams: Vec<TeamRow>,
    pub spread: String,
    /// What families lack whose newest interview is missing, and how many.
    pub lacking: Vec<(String, String)>,
    pub items: ItemsView,
    pub map: Drawn,
    /// How many sheets place the items; empty where they are too few.
    pub placed: String,
    pub calibrated: Vec<CalibratedRow>,
    /// How many sheets are compared between languages; empty where they are too few.
    pub compared: String,
}

/// An instrument to choose.
#[derive(Debug, Clone)]
pub struct InstrumentChoice {
    pub url: String,
    pub label: String,
    pub current: bool,
}

/// One team.
#[derive(Debug, Clone, Default)]
pub struct TeamRow {
    pub unit: UnitRow,
    pub collected: String,
}

/// One item as the model places it.
#[derive(Debug, Clone, Default)]
pub struct CalibratedRow {
    pub number: usize,
    pub location: String,
    pub thresholds: String,
    pub infit: String,
    pub outfit: String,
    pub misfit: Option<Signal>,
    /// How much harder in other languages, with its standard error.
    pub difference: String,
    pub differs: Option<Signal>,
}

pub(super) async fn get(
    visit: Visit,
    State(site): State<Site>,
    Path(id): Path<NetworkId>,
    Query(shown): Query<Shown>,
) -> Result<Response, PageError> {
    let asked = shown.instrument.as_deref();
    let found = site.app.network_fidelity(&visit.ctx, id, asked).await;
    let found = found.map_err(PageError::to(&visit))?;
    render(&visit, &page(&visit, id, &found))
}

impl NetworkPage {
    /// Nothing but the frame.
    pub(super) fn empty(frame: Frame, lang: Lang) -> NetworkPage {
        NetworkPage {
            frame,
            lang,
            choices: Vec::new(),
            yardstick: YardstickView::default(),
            under_way: String::new(),
            failed: false,
            computed: String::new(),
            year: Vec::new(),
            trend: TrendView::default(),
            has_cut_off: false,
            forest: Drawn::new(),
            teams: Vec::new(),
            spread: String::new(),
            lacking: Vec::new(),
            items: ItemsView::default(),
            map: Drawn::new(),
            placed: String::new(),
            calibrated: Vec::new(),
            compared: String::new(),
        }
    }
}

fn page(visit: &Visit, id: NetworkId, found: &Found) -> NetworkPage {
    let lang = visit.lang;
    let empty = NetworkPage::empty(Frame::of(visit, "fidelity-title"), lang);
    let Some((yardstick, kept)) = &found.shown else {
        return empty;
    };
    let page = NetworkPage {
        choices: choices(found, id, (yardstick, lang)),
        yardstick: YardstickView::of(yardstick, lang),
        has_cut_off: yardstick.cut_off().is_some(),
        ..empty
    };
    match kept {
        Kept::Under(stage) => NetworkPage {
            under_way: stage_text(*stage, lang),
            ..page
        },
        Kept::Failed => NetworkPage {
            failed: true,
            ..page
        },
        Kept::Ready(figures) => with_figures(page, figures, lang),
    }
}

fn with_figures(page: NetworkPage, found: &NetworkFidelity, lang: Lang) -> NetworkPage {
    let yardstick = &found.summary.yardstick;
    let languages = yardstick.instrument().languages.as_slice();
    let units = found.teams.iter().map(|line| &line.unit);
    let title = lang.t("fidelity-teams");
    let page = NetworkPage {
        yardstick: page.yardstick.clone().with_scores(&found.summary, lang),
        computed: lang.t1("fidelity-computed", "at", lang.moment(found.computed_at)),
        year: year_rows(&found.summary, lang),
        trend: TrendView::of(&found.summary, lang),
        forest: forest(units, (yardstick, found.spread), (&title, lang)),
        teams: found
            .teams
            .iter()
            .map(|line| team_row(line, yardstick, lang))
            .collect(),
        spread: spread_text(found.spread, lang),
        lacking: lacking_rows(found, lang),
        items: ItemsView::of(&found.items, languages, lang),
        ..page
    };
    let Some(calibrated) = &found.calibrated else {
        return page;
    };
    NetworkPage {
        map: map(calibrated, lang),
        placed: lang.t1("fidelity-placed", "count", calibrated.rows),
        compared: calibrated
            .compared
            .as_ref()
            .map_or_else(String::new, |compared| {
                let (swedish, others) = compared.rows;
                lang.t2(
                    "fidelity-compared",
                    ("swedish", swedish),
                    ("others", others),
                )
            }),
        calibrated: calibrated_rows(calibrated, lang),
        ..page
    }
}

fn lacking_rows(found: &NetworkFidelity, lang: Lang) -> Vec<(String, String)> {
    let rows = found.lacking.iter().map(|(lack, families)| {
        let told = match families {
            Some(families) => families.to_string(),
            None => lang.t1("fidelity-fewer", "least", LACKING_MIN),
        };
        (lang.name(*lack), told)
    });
    rows.collect()
}

fn stage_text(stage: Stage, lang: Lang) -> String {
    match stage {
        Stage::Scores { of: 0, .. } => lang.t("fidelity-stage-begun"),
        Stage::Scores { read, of } => lang.t2("fidelity-stage-scores", ("read", read), ("of", of)),
        Stage::Answers => lang.t("fidelity-stage-answers"),
        Stage::Models => lang.t("fidelity-stage-models"),
    }
}

fn choices(
    found: &Found,
    id: NetworkId,
    (shown, lang): (&Yardstick, Lang),
) -> Vec<InstrumentChoice> {
    if found.yardsticks.len() < 2 {
        return Vec::new();
    }
    let of_one = |one: &Yardstick| {
        let code = &one.instrument().code;
        InstrumentChoice {
            url: format!(
                "{}?instrument={}",
                url::network_fidelity(id),
                url::encode(code)
            ),
            label: lang.words(&one.instrument().name).to_owned(),
            current: *code == shown.instrument().code,
        }
    };
    found.yardsticks.iter().map(of_one).collect()
}

fn team_row(line: &TeamLine, yardstick: &Yardstick, lang: Lang) -> TeamRow {
    TeamRow {
        unit: UnitRow::of(&line.unit, yardstick, lang),
        collected: of(line.collected.0, line.collected.1, lang),
    }
}

fn fits(item: &CalibratedItem) -> bool {
    let inside = |value: f64| FIT.0 <= value && value <= FIT.1;
    item.fit
        .is_none_or(|(infit, outfit)| inside(infit) && inside(outfit))
}

fn calibrated_rows(calibrated: &Calibrated, lang: Lang) -> Vec<CalibratedRow> {
    let differences = calibrated.compared.as_ref();
    let rows = calibrated.items.iter().enumerate().map(|(place, item)| {
        let difference = differences.and_then(|compared| compared.items.get(place));
        let thresholds = item.thresholds.iter().zip(&item.errors);
        let thresholds: Vec<String> = thresholds
            .map(|(threshold, error)| with_error(*threshold, *error, lang))
            .collect();
        let fit = |value: Option<f64>| value.map_or_else(dash, |value| float(value, lang));
        CalibratedRow {
            number: item.number,
            location: float(item.location, lang),
            thresholds: thresholds.join(" · "),
            infit: fit(item.fit.map(|fit| fit.0)),
            outfit: fit(item.fit.map(|fit| fit.1)),
            misfit: (!fits(item))
                .then(|| Signal::new("due", "due", lang.t("fidelity-word-misfit"))),
            difference: difference.map_or_else(dash, |(difference, error, _)| {
                with_error(*difference, *error, lang)
            }),
            differs: difference
                .filter(|(_, _, chance)| *chance < DIFFERS)
                .map(|_| Signal::new("due", "due", lang.t("fidelity-differs"))),
        }
    });
    rows.collect()
}

/// `0,42 (±0,11)`: a number with its standard error.
fn with_error(value: f64, error: f64, lang: Lang) -> String {
    format!("{} (±{})", float(value, lang), float(error, lang))
}

fn map(calibrated: &Calibrated, lang: Lang) -> Drawn {
    let items = calibrated.items.iter().map(|item| ItemLine {
        label: lang.t1("interview-item", "number", item.number),
        thresholds: item.thresholds.clone(),
        misfit: !fits(item),
    });
    let map = ItemMap {
        items: items.collect(),
        persons: calibrated.families.clone(),
        words: ItemMapWords {
            persons: lang.t("fidelity-word-sheets"),
            axis: lang.t("fidelity-word-logits"),
            threshold: lang.t("fidelity-word-threshold"),
            misfit: lang.t("fidelity-word-misfit"),
            outside: lang.t("fidelity-word-outside"),
            items_after: lang.t("fidelity-word-after"),
            empty: lang.t("fidelity-word-empty"),
        },
    };
    let (title, desc) = (lang.t("fidelity-map"), lang.t("fidelity-map-desc"));
    drawn("map", (&title, &desc), |frame| map.svg(frame))
}
