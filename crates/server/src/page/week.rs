//! The weekly loop: a week's page, its list, and what is written in it.

pub mod circle;
pub mod conflict;
mod save;
mod unnamed;
pub mod view;

use askama::Template;
use axum::extract::{Path, Query, State};
use axum::response::{IntoResponse, Redirect, Response};
use hemma_app::error::Error;
use hemma_app::week::{WeekAt, WeekPage};
use hemma_domain::access::CaseAction;
use hemma_domain::ids::CaseId;
use hemma_domain::time::Week;
use serde::Deserialize;

use crate::http::Site;
use crate::http::error::PageError;
use crate::http::route::{Access, Routes};
use crate::http::url;
use crate::http::visit::Visit;
use crate::lang::Lang;
use crate::page::case::HeadView;
use crate::page::{Frame, Sampled, Samples, render, sampled};

pub(crate) use conflict::{Attempt, Conflict, Typed, labelled};
use view::{Reader, WeekView, view};

/// The cells of an intervention: field name and message.
pub const COLUMNS: [(&str, &str); 4] = [
    ("what", "week-what"),
    ("who", "week-who"),
    ("when", "week-when"),
    ("measure", "week-measure"),
];

/// An intervention that nobody wrote yet.
pub const BLANK_ROW: [String; 4] = [String::new(), String::new(), String::new(), String::new()];

/// The columns of interventions with the cells of one.
pub fn cells(row: &[String; 4]) -> impl Iterator<Item = ((&'static str, &'static str), &String)> {
    COLUMNS.into_iter().zip(row)
}

/// The routes of this page.
pub fn routes() -> Routes {
    Routes::default()
        .get(
            "/cases/{case}/weeks",
            Access::Case(CaseAction::See),
            get_now,
        )
        .get(
            "/cases/{case}/weeks/all",
            Access::Case(CaseAction::See),
            get_all,
        )
        .get(
            "/cases/{case}/weeks/{week}",
            Access::Case(CaseAction::See),
            get,
        )
        .with(save::routes())
        .with(unnamed::routes())
}

/// One week.
#[derive(Template)]
#[template(path = "week.html")]
pub struct WeekSheetPage {
    pub frame: Frame,
    pub lang: Lang,
    pub head: HeadView,
    pub week: WeekView,
    /// Read with names.
    pub named: bool,
    /// The parts of the page: anchor, name, and whether something is written in it.
    pub parts: Vec<(&'static str, String, bool)>,
    pub drafts: Vec<DraftView>,
    pub safety_name: String,
    pub printed: String,
}

/// Something that was typed and not saved: where it goes, how it reads, and its fields.
pub type DraftView = (String, String, Vec<(String, String)>);

/// The weeks of a case.
#[derive(Template)]
#[template(path = "week/list.html")]
pub struct WeekListPage {
    pub frame: Frame,
    pub lang: Lang,
    pub head: HeadView,
    pub rows: Vec<ListRow>,
}

/// One week in the list.
pub struct ListRow {
    pub url: String,
    pub name: String,
    pub days: String,
    pub state: (&'static str, &'static str, String),
}

/// Whether a leader wants to write in the week.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Write {
    write: String,
}

/// A case and a week as the address says them; a week that cannot be read is none.
pub(crate) fn at(visit: &Visit, case: CaseId, week: &str) -> Result<WeekAt, PageError> {
    let week = week
        .parse::<Week>()
        .map_err(|_| PageError::to(visit)(Error::NotFound))?;
    Ok((case, week))
}

async fn get_now(
    visit: Visit,
    State(site): State<Site>,
    Path(case): Path<CaseId>,
) -> Result<Response, PageError> {
    let list = site.app.week_list(&visit.ctx, case).await;
    let list = list.map_err(PageError::to(&visit))?;
    match list.writing {
        Some(week) => Ok(Redirect::to(&url::week(case, week)).into_response()),
        None => all(&visit, &list),
    }
}

async fn get_all(
    visit: Visit,
    State(site): State<Site>,
    Path(case): Path<CaseId>,
) -> Result<Response, PageError> {
    let list = site.app.week_list(&visit.ctx, case).await;
    all(&visit, &list.map_err(PageError::to(&visit))?)
}

fn all(visit: &Visit, list: &hemma_app::week::WeekList) -> Result<Response, PageError> {
    let lang = visit.lang;
    let rows = list.weeks.iter().map(|one| ListRow {
        url: url::week(one.case, one.week),
        name: one.week.to_string(),
        days: format!(
            "{} – {}",
            lang.day(one.week.first_day()),
            lang.day(one.week.last_day())
        ),
        state: view::state(one.state(list.rhythm, visit.ctx.now), lang),
    });
    let page = WeekListPage {
        frame: Frame::of(visit, "week-list-title"),
        lang,
        rows: rows.collect(),
        head: HeadView::of(&list.head, visit, "tab-week"),
    };
    render(visit, &page)
}

/// Whether the visitor leads the one who writes: such a reader answers in the margin and leaves the text alone.
fn leads(page: &WeekPage, visit: &Visit) -> bool {
    let me = visit.who.staff.id;
    page.head.may(CaseAction::LeadFeedback) && page.head.carers.iter().all(|one| one.staff != me)
}

async fn get(
    visit: Visit,
    State(site): State<Site>,
    Path((case, week)): Path<(CaseId, String)>,
    Query(write): Query<Write>,
) -> Result<Response, PageError> {
    let at = at(&visit, case, &week)?;
    let page = site.app.week_page(&visit.ctx, at).await;
    let page = page.map_err(PageError::to(&visit))?;
    let reader = Reader {
        lang: visit.lang,
        named: true,
        me: visit.who.staff.id,
        reads: write.write.is_empty() && leads(&page, &visit),
        rights: page.head.rights.clone(),
    };
    let drafts = conflict::drafts(&visit, &site, &url::week(at.0, at.1)).await?;
    let head = HeadView::of(&page.head, &visit, "tab-week");
    let sheet = sheet(&visit, &page, &reader, head, drafts);
    render(&visit, &sheet)
}

fn sheet(
    visit: &Visit,
    page: &WeekPage,
    reader: &Reader,
    head: HeadView,
    drafts: Vec<DraftView>,
) -> WeekSheetPage {
    let lang = visit.lang;
    let week = view(page, reader);
    WeekSheetPage {
        frame: Frame::of(visit, "week-page"),
        lang,
        parts: parts(&week, lang),
        week,
        head,
        named: reader.named,
        drafts,
        safety_name: view::safety_name(page.sheet.week.safety_change, lang),
        printed: lang.t2(
            "week-printed",
            ("at", lang.moment(visit.ctx.now)),
            ("name", visit.who.staff.name.as_str()),
        ),
    }
}

fn parts(week: &WeekView, lang: Lang) -> Vec<(&'static str, String, bool)> {
    let written = |code| !week.text(code).text.is_empty();
    let safety = week.safety.iter().any(|(_, _, on)| *on);
    vec![
        ("p-advances", lang.t("week-advances"), written("advances")),
        ("p-barriers", lang.t("week-barriers"), written("barriers")),
        ("p-fit", lang.t("week-fit"), !week.fits.is_empty()),
        ("p-steps", lang.t("week-new-steps"), !week.steps.is_empty()),
        ("p-question", lang.t("week-question"), written("question")),
        ("p-safety", lang.t("week-safety"), safety),
        ("p-whole", lang.t("week-whole"), week.is_handed_in),
    ]
}

/// Every state of this page.
pub fn samples() -> Vec<Sampled> {
    [
        sampled::<WeekSheetPage>("week"),
        sampled::<WeekListPage>("week list"),
        sampled::<conflict::ConflictPage>("week conflict"),
    ]
    .concat_all()
}

/// Joins lists of samples, whose errors cannot be copied.
trait ConcatAll {
    fn concat_all(self) -> Vec<Sampled>;
}

impl<const N: usize> ConcatAll for [Vec<Sampled>; N] {
    fn concat_all(self) -> Vec<Sampled> {
        self.into_iter().flatten().collect()
    }
}

impl Samples for WeekSheetPage {
    fn samples() -> Vec<(&'static str, WeekSheetPage)> {
        let page = |week: WeekView, lang: Lang, named| WeekSheetPage {
            frame: Frame::sample(lang),
            lang,
            head: HeadView::sample(lang, "tab-week"),
            parts: parts(&week, lang),
            week,
            named,
            drafts: vec![(
                "/".to_owned(),
                "Fyra lugna morgnar".to_owned(),
                vec![("text".to_owned(), "Fyra lugna morgnar".to_owned())],
            )],
            safety_name: view::safety_name(None, lang),
            printed: "23 november 2026".to_owned(),
        };
        vec![
            ("empty", page(view::sample::empty(), Lang::SV, true)),
            ("written", page(view::sample::written(true), Lang::SV, true)),
            ("read", page(view::sample::written(false), Lang::EN, false)),
        ]
    }
}

impl Samples for WeekListPage {
    fn samples() -> Vec<(&'static str, WeekListPage)> {
        let page = |rows| WeekListPage {
            frame: Frame::sample(Lang::SV),
            lang: Lang::SV,
            head: HeadView::sample(Lang::SV, "tab-week"),
            rows,
        };
        let row = ListRow {
            url: "/".to_owned(),
            name: "2026-W47".to_owned(),
            days: "mån 16 nov – sön 22 nov".to_owned(),
            state: ("ok", "ok", "Inlämnad".to_owned()),
        };
        vec![("not open", page(vec![])), ("one week", page(vec![row]))]
    }
}
