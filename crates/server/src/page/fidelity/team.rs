//! The fidelity of a team.

use askama::Template;
use axum::extract::{Path, State};
use axum::response::Response;
use hemma_app::fidelity::{Cell, Items, LackLine, TeamFidelity, TherapistLine};
use hemma_domain::fidelity::Lack;
use hemma_domain::ids::TeamId;
use hemma_domain::team::Team;
use hemma_draw::{HeatCell, HeatMap, HeatRow, HeatWords};

use super::chart::{Drawn, TrendView, drawn, forest, quarter};
use super::{UnitRow, YardstickView, YearRow, dash, float, spread_text, year_rows};
use crate::http::Site;
use crate::http::error::PageError;
use crate::http::url;
use crate::http::visit::Visit;
use crate::lang::Lang;
use crate::page::{Frame, render};

/// Answers below which a cell is drawn as uncertain.
const ANSWERS_MIN: u32 = 5;

/// A team's fidelity.
#[derive(Template)]
#[template(path = "fidelity/team.html")]
pub struct TeamPage {
    pub frame: Frame,
    pub lang: Lang,
    pub team: String,
    /// The team's week; empty for readers who cannot open it.
    pub team_url: String,
    pub yardstick: YardstickView,
    /// Empty where the programme has no instrument about the therapist.
    pub year: Vec<YearRow>,
    pub lacking: Vec<LackRow>,
    pub trend: TrendView,
    pub forest: Drawn,
    pub therapists: Vec<TherapistRow>,
    pub has_cut_off: bool,
    pub spread: String,
    pub items: ItemsView,
}

/// A family that lacks its newest interview, and what can be done.
#[derive(Debug, Clone, Default)]
pub struct LackRow {
    pub code: String,
    /// The case's measures; empty where the reader may not open the case.
    pub url: String,
    pub therapist: String,
    pub due: String,
    pub lack: String,
    pub todo: String,
}

/// One therapist.
#[derive(Debug, Clone, Default)]
pub struct TherapistRow {
    pub unit: UnitRow,
    pub url: String,
    pub lacking: u32,
}

/// Item by item.
#[derive(Debug, Clone, Default)]
pub struct ItemsView {
    /// How many sheets, of how many families.
    pub from: String,
    pub reliability: String,
    pub quarters: Vec<String>,
    pub heat: Drawn,
    pub rows: Vec<ItemRow>,
}

/// One item.
#[derive(Debug, Clone, Default)]
pub struct ItemRow {
    pub number: usize,
    /// Empty where the site has no wording.
    pub text: String,
    /// Percent by quarter, then of the year.
    pub cells: Vec<String>,
    pub rest: String,
}

pub(super) async fn get(
    visit: Visit,
    State(site): State<Site>,
    Path(id): Path<TeamId>,
) -> Result<Response, PageError> {
    let found = site.app.team_fidelity(&visit.ctx, id).await;
    let (team, found) = found.map_err(PageError::to(&visit))?;
    render(&visit, &page(&visit, &team, found.as_ref()))
}

impl TeamPage {
    /// The page of a team whose programme measures none.
    pub(super) fn empty(frame: Frame, lang: Lang, (team, team_url): (String, String)) -> TeamPage {
        TeamPage {
            frame,
            lang,
            team,
            team_url,
            yardstick: YardstickView::default(),
            year: Vec::new(),
            lacking: Vec::new(),
            trend: TrendView::default(),
            forest: Drawn::new(),
            therapists: Vec::new(),
            has_cut_off: false,
            spread: String::new(),
            items: ItemsView::default(),
        }
    }
}

fn page(visit: &Visit, team: &Team, found: Option<&TeamFidelity>) -> TeamPage {
    let lang = visit.lang;
    let frame = Frame::of(visit, "fidelity-title");
    let team_url = super::therapist::team_url(visit, team.id);
    let empty = TeamPage::empty(frame, lang, (team.name.clone(), team_url));
    let Some(found) = found else {
        return empty;
    };
    let yardstick = &found.summary.yardstick;
    let units = found.therapists.iter().map(|line| &line.unit);
    let title = lang.t("fidelity-therapists");
    TeamPage {
        yardstick: YardstickView::of(yardstick, lang).with_scores(&found.summary, lang),
        year: year_rows(&found.summary, lang),
        lacking: lack_rows(&found.lacking, lang),
        trend: TrendView::of(&found.summary, lang),
        forest: forest(units, (yardstick, found.spread), (&title, lang)),
        therapists: therapist_rows(found, team.id, lang),
        has_cut_off: yardstick.cut_off().is_some(),
        spread: spread_text(found.spread, lang),
        items: ItemsView::of(
            &found.items,
            yardstick.instrument().languages.as_slice(),
            lang,
        ),
        ..empty
    }
}

pub(super) fn lack_rows(lacking: &[LackLine], lang: Lang) -> Vec<LackRow> {
    let row = |one: &LackLine| LackRow {
        code: one.code.clone(),
        url: match one.may_see {
            true => url::measures(one.case),
            false => String::new(),
        },
        therapist: one.therapist.clone(),
        due: lang.day(one.due_on),
        lack: lang.name(one.lack),
        todo: lang.t(todo(one.lack)),
    };
    lacking.iter().map(row).collect()
}

fn todo(lack: Lack) -> &'static str {
    match lack {
        Lack::Call => "fidelity-todo-call",
        Lack::AskConsent => "fidelity-todo-consent",
        Lack::NameSomebody => "fidelity-todo-name",
        Lack::Missed | Lack::Unreachable => "fidelity-todo-next",
        Lack::Refused | Lack::Declined => "fidelity-todo-respect",
    }
}

fn therapist_rows(found: &TeamFidelity, team: TeamId, lang: Lang) -> Vec<TherapistRow> {
    let row = |line: &TherapistLine| TherapistRow {
        unit: UnitRow::of(&line.unit, &found.summary.yardstick, lang),
        url: url::therapist_fidelity(team, line.unit.id),
        lacking: line.lacking,
    };
    found.therapists.iter().map(row).collect()
}

impl ItemsView {
    pub(super) fn of(items: &Items, languages: &[String], lang: Lang) -> ItemsView {
        let quarters: Vec<String> = items
            .quarters
            .iter()
            .map(|first| format!("{} {}", quarter(*first, lang), first.0.year()))
            .collect();
        let counts = (("sheets", items.sheets), ("families", items.families));
        ItemsView {
            from: lang.t2("fidelity-items-from", counts.0, counts.1),
            reliability: reliability(items, lang),
            heat: heat(items, lang),
            quarters,
            rows: items
                .lines
                .iter()
                .map(|line| ItemRow {
                    number: line.number,
                    text: line
                        .text
                        .as_ref()
                        .and_then(|texts| texts.get(lang.code(), languages))
                        .unwrap_or_default()
                        .to_owned(),
                    cells: line
                        .cells
                        .iter()
                        .chain([&line.whole])
                        .map(|cell| cell.map_or_else(dash, |cell| percent(cell, lang)))
                        .collect(),
                    rest: line
                        .rest_correlation
                        .map_or_else(dash, |rest| float(rest, lang)),
                })
                .collect(),
        }
    }
}

fn percent(cell: Cell, lang: Lang) -> String {
    lang.t1(
        "fidelity-percent",
        "share",
        format!("{:.0}", cell.share * 100.0),
    )
}

fn reliability(items: &Items, lang: Lang) -> String {
    let Some(found) = items.reliability else {
        return lang.t("fidelity-no-reliability");
    };
    let alpha = float(found.alpha, lang);
    let omega = found.omega.map_or_else(dash, |omega| float(omega, lang));
    lang.filled(
        "fidelity-reliability",
        [
            ("alpha", alpha.into()),
            ("omega", omega.into()),
            ("rows", found.rows.into()),
        ],
    )
}

fn heat(items: &Items, lang: Lang) -> Drawn {
    if items.lines.iter().all(|line| line.whole.is_none()) {
        return Drawn::new();
    }
    let cell = |cell: &Option<Cell>| {
        cell.map(|cell| HeatCell {
            share: cell.share,
            text: format!("{:.0}", cell.share * 100.0),
            thin: cell.answers < ANSWERS_MIN,
        })
    };
    let rows = items.lines.iter().map(|line| HeatRow {
        label: lang.t1("interview-item", "number", line.number),
        cells: line.cells.iter().chain([&line.whole]).map(cell).collect(),
    });
    let quarters = items.quarters.iter().map(|first| quarter(*first, lang));
    let map = HeatMap {
        columns: quarters.chain([lang.t("fidelity-word-whole")]).collect(),
        rows: rows.collect(),
        words: HeatWords {
            low: lang.t("fidelity-word-low"),
            high: lang.t("fidelity-word-high"),
            none: lang.t("fidelity-word-none"),
            thin: lang.t("measure-too-few"),
            empty: lang.t("fidelity-word-empty"),
        },
    };
    let (title, desc) = (lang.t("fidelity-items"), lang.t("fidelity-items-desc"));
    drawn("items", (&title, &desc), |frame| map.svg(frame))
}
