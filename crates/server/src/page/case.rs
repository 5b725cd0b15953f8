//! A case: the head that each of its pages has, and the overview.

use askama::Template;
use axum::extract::{Path, State};
use axum::response::Response;
use hemma_app::case::CaseHead;
use hemma_domain::access::CaseAction;
use hemma_domain::case::Safety;
use hemma_domain::ids::CaseId;
use hemma_domain::time::Day;

use crate::http::Site;
use crate::http::error::PageError;
use crate::http::route::{Access, Routes};
use crate::http::url;
use crate::http::visit::Visit;
use crate::lang::Lang;
use crate::page::{Frame, Sampled, Samples, render, sampled};

/// The routes of this page.
pub fn routes() -> Routes {
    Routes::default().get("/cases/{case}", Access::Case(CaseAction::See), get)
}

/// The head of every page of a case, ready to be shown.
#[derive(Debug, Clone)]
pub struct HeadView {
    pub lang: Lang,
    pub id: CaseId,
    /// The address of the overview.
    pub url: String,
    pub code: String,
    /// First names and ages of the household.
    pub names: String,
    pub therapist: String,
    /// `11`, or empty before opening.
    pub week: String,
    pub phase: String,
    /// Class, icon and words of the safety plan's state.
    pub safety: (&'static str, &'static str, String),
    pub tabs: Vec<Tab>,
}

/// One of a case's pages.
#[derive(Debug, Clone)]
pub struct Tab {
    pub url: String,
    pub label: String,
    pub current: bool,
}

/// Every page of a case that has a tab: name of the message, how its address ends, and who sees it.
const TABS: &[(&str, &str, CaseAction)] = &[
    ("tab-week", "/weeks", CaseAction::See),
    ("tab-overview", "", CaseAction::See),
    ("tab-contacts", "/contacts", CaseAction::See),
    ("tab-journal", "/journal", CaseAction::See),
    ("tab-safety", "/safety", CaseAction::See),
    ("tab-forms", "/artefacts", CaseAction::See),
    ("tab-people", "/people", CaseAction::See),
    ("tab-incidents", "/incidents", CaseAction::See),
    ("tab-timeline", "/timeline", CaseAction::See),
    ("tab-reports", "/reports", CaseAction::Report),
    ("tab-manage", "/manage", CaseAction::Manage),
];

impl HeadView {
    /// The head for a case; `tab` is the message of the tab that is open.
    pub fn of(head: &CaseHead, visit: &Visit, tab: &str) -> HeadView {
        let lang = visit.lang;
        let today = visit.ctx.today();
        let names: Vec<String> = head
            .persons
            .iter()
            .filter(|person| person.in_household)
            .map(|person| name_and_age(person, today))
            .collect();
        let base = url::case(head.case.id);
        HeadView {
            lang,
            id: head.case.id,
            url: base.clone(),
            code: head.case.code.clone(),
            names: names.join(", "),
            therapist: head
                .therapist()
                .map_or_else(|| lang.t("case-no-therapist"), str::to_owned),
            week: head
                .treatment_week
                .map(|week| week.to_string())
                .unwrap_or_default(),
            phase: head.phase().map_or_else(
                || lang.t(stage_key(head)),
                |words| lang.words(words).to_owned(),
            ),
            safety: safety(head.safety, lang),
            tabs: TABS
                .iter()
                .filter(|(_, _, action)| head.may(*action))
                .map(|(key, end, _)| Tab {
                    url: format!("{base}{end}"),
                    label: lang.t(key),
                    current: *key == tab,
                })
                .collect(),
        }
    }

    /// A head for samples.
    pub fn sample(lang: Lang, tab: &str) -> HeadView {
        HeadView {
            lang,
            id: CaseId(uuid::Uuid::nil()),
            url: "/".to_owned(),
            code: "BJÖ-26-001".to_owned(),
            names: "Fjäril 11, Malva 39".to_owned(),
            therapist: "Tuva Ekorrstig".to_owned(),
            week: "12".to_owned(),
            phase: "Förändra".to_owned(),
            safety: safety(Safety::Missing, lang),
            tabs: TABS
                .iter()
                .map(|(key, _, _)| Tab {
                    url: "/".to_owned(),
                    label: lang.t(key),
                    current: *key == tab,
                })
                .collect(),
        }
    }
}

fn name_and_age(person: &hemma_domain::person::Person, today: Day) -> String {
    match person.age(today) {
        Some(age) => format!("{} {age}", person.given_name),
        None => person.given_name.clone(),
    }
}

fn stage_key(head: &CaseHead) -> &'static str {
    use hemma_domain::case::Stage;
    match head.case.stage {
        Stage::Referred => "stage-referred",
        Stage::Waiting { .. } => "stage-waiting",
        Stage::Declined { .. } => "stage-declined",
        Stage::Open { .. } => "stage-open",
        Stage::Closed { .. } => "stage-closed",
    }
}

/// Class, icon and words of the safety plan's state, as every list shows it.
pub fn safety(safety: Safety, lang: Lang) -> (&'static str, &'static str, String) {
    match safety {
        Safety::Current { review } => (
            "ok",
            "safety",
            lang.t1("safety-current", "day", lang.day(review)),
        ),
        Safety::Overdue { since } => (
            "over",
            "overdue",
            lang.t1("safety-overdue", "day", lang.day(since)),
        ),
        Safety::Missing => ("over", "overdue", lang.t("safety-missing")),
    }
}

/// The overview of a case.
#[derive(Template)]
#[template(path = "case.html")]
pub struct CasePage {
    pub frame: Frame,
    pub lang: Lang,
    pub head: HeadView,
    pub persons: Vec<(String, String)>,
}

async fn get(
    visit: Visit,
    State(site): State<Site>,
    Path(id): Path<CaseId>,
) -> Result<Response, PageError> {
    let head = site
        .app
        .case_overview(&visit.ctx, id)
        .await
        .map_err(PageError::to(&visit))?;
    let lang = visit.lang;
    let page = CasePage {
        frame: Frame::of(&visit, "case-title"),
        lang,
        persons: head
            .persons
            .iter()
            .map(|person| (person.full_name(), lang.name(person.kin)))
            .collect(),
        head: HeadView::of(&head, &visit, "tab-overview"),
    };
    render(&visit, &page)
}

/// Every state of this page.
pub fn samples() -> Vec<Sampled> {
    sampled::<CasePage>("case")
}

impl Samples for CasePage {
    fn samples() -> Vec<(&'static str, CasePage)> {
        let page = |persons| CasePage {
            frame: Frame::sample(Lang::SV),
            lang: Lang::SV,
            head: HeadView::sample(Lang::SV, "tab-overview"),
            persons,
        };
        let malva = ("Malva Lingonstig".to_owned(), "Mamma".to_owned());
        vec![
            ("nobody recorded", page(vec![])),
            ("a family", page(vec![malva])),
        ]
    }
}
