//! A case: the head that each of its pages has, and the overview.

mod due;
mod facts;

use askama::Template;
use axum::extract::{Path, State};
use axum::response::Response;
use hemma_app::case::{CaseHead, Overview};
use hemma_domain::access::CaseAction;
use hemma_domain::case::{Safety, Stage};
use hemma_domain::ids::CaseId;
use hemma_domain::person::Person;
use hemma_domain::time::Day;

use crate::http::Site;
use crate::http::error::PageError;
use crate::http::route::{Access, Routes};
use crate::http::url;
use crate::http::visit::Visit;
use crate::lang::Lang;
use crate::page::consent::signal;
use crate::page::person::{PersonView, person_view};
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
    /// Class, icon and words of the safety plan's state; none where the programme asks for no plan.
    pub safety: Option<(&'static str, &'static str, String)>,
    /// There is something to know before a visit.
    pub staff_warning: bool,
    /// Somebody's identity is protected.
    pub protected: bool,
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
    ("tab-sheet", "/sheet", CaseAction::See),
    ("tab-forms", "/artefacts", CaseAction::See),
    ("tab-people", "/people", CaseAction::See),
    ("tab-incidents", "/incidents", CaseAction::See),
    ("tab-measures", "/measures", CaseAction::See),
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
                || lang.t(stage_key(&head.case.stage)),
                |words| lang.words(words).to_owned(),
            ),
            safety: head.safety.map(|state| safety(state, lang)),
            staff_warning: head.case.staff_warning,
            protected: head.case.protected,
            tabs: TABS
                .iter()
                .filter(|(_, _, action)| head.may(*action))
                .filter(|(key, _, _)| match *key {
                    "tab-week" => head.programme.weekly.is_some(),
                    "tab-safety" => head.safety.is_some(),
                    _ => true,
                })
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
            safety: Some(safety(Safety::Missing, lang)),
            staff_warning: true,
            protected: true,
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

/// The message that names a stage.
pub(crate) fn stage_key(stage: &Stage) -> &'static str {
    match stage {
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
    /// Icon and words of what must be known first.
    pub warnings: Vec<(&'static str, String)>,
    pub due: Vec<DueView>,
    pub facts: Vec<(String, String)>,
    pub household: Vec<PersonView>,
    /// Everybody else who is recorded.
    pub around: usize,
    pub consents: Vec<ConsentView>,
    /// Icon, address, words and what is counted.
    pub latest: Vec<(&'static str, String, String, String)>,
    pub may_see_log: bool,
}

/// Something that waits to be done.
#[derive(Debug, Clone)]
pub struct DueView {
    /// `due` or `over`.
    pub class: &'static str,
    pub icon: &'static str,
    pub words: String,
    pub url: String,
}

/// A person's latest answer of one kind.
#[derive(Debug, Clone)]
pub struct ConsentView {
    pub name: String,
    pub kind: String,
    pub signal: (&'static str, &'static str, String),
}

impl CasePage {
    fn of(visit: &Visit, overview: &Overview) -> CasePage {
        let (lang, today) = (visit.lang, visit.ctx.today());
        let head = &overview.head;
        let base = url::case(head.case.id);
        let at_home = || head.persons.iter().filter(|person| person.in_household);
        CasePage {
            frame: Frame::of(visit, "case-title"),
            lang,
            head: HeadView::of(head, visit, "tab-overview"),
            warnings: warnings(&head.persons, lang),
            due: due::due(overview, visit),
            facts: facts::facts(overview, lang),
            household: at_home()
                .map(|person| {
                    let hidden = person.is_hidden(&head.persons);
                    let mut view = person_view(&base, (person, hidden), lang, today);
                    if hidden {
                        view.phone.clear();
                    }
                    // Stands on top of the page already.
                    view.warning.clear();
                    view
                })
                .collect(),
            around: head.persons.len() - at_home().count(),
            consents: consents(overview, lang, today),
            latest: facts::latest(overview, visit),
            may_see_log: head.may(CaseAction::SeeLog),
        }
    }
}

/// What must be known before anything else: threats to staff, protection, who must not know the address.
fn warnings(persons: &[Person], lang: Lang) -> Vec<(&'static str, String)> {
    let warned = persons
        .iter()
        .filter(|person| !person.staff_safety.is_empty())
        .map(|person| {
            let name = person.given_name.as_str();
            let text = person.staff_safety.as_str();
            (
                "overdue",
                lang.t2("case-warn-staff", ("name", name), ("text", text)),
            )
        });
    let protected = persons
        .iter()
        .filter(|person| person.is_protected())
        .map(|person| {
            let name = person.given_name.as_str();
            let kind = lang.name(person.protection);
            (
                "lock",
                lang.t2("case-warn-protected", ("name", name), ("kind", kind)),
            )
        });
    let kept_out = persons
        .iter()
        .filter(|person| person.must_not_know_address)
        .map(|person| {
            let name = person.full_name();
            ("eye-off", lang.t1("case-warn-address", "name", name))
        });
    warned.chain(protected).chain(kept_out).collect()
}

/// The latest answer of each person and kind; consents come newest first.
fn consents(overview: &Overview, lang: Lang, today: Day) -> Vec<ConsentView> {
    let mut seen = Vec::new();
    let mut views = Vec::new();
    for one in &overview.consents {
        let key = (one.person, one.kind, one.party.as_str());
        if seen.contains(&key) {
            continue;
        }
        seen.push(key);
        let person = overview.head.persons.iter().find(|p| p.id == one.person);
        let kind = match one.party.as_str() {
            "" => lang.name(one.kind),
            party => {
                let kind = lang.name(one.kind);
                lang.t2("consent-with", ("kind", kind), ("party", party))
            }
        };
        views.push(ConsentView {
            name: person.map(|p| p.given_name.clone()).unwrap_or_default(),
            kind,
            signal: signal(one, lang, today),
        });
    }
    views
}

async fn get(
    visit: Visit,
    State(site): State<Site>,
    Path(id): Path<CaseId>,
) -> Result<Response, PageError> {
    let overview = site.app.case_summary(&visit.ctx, id).await;
    let overview = overview.map_err(PageError::to(&visit))?;
    render(&visit, &CasePage::of(&visit, &overview))
}

/// Every state of this page.
pub fn samples() -> Vec<Sampled> {
    sampled::<CasePage>("case")
}

impl Samples for CasePage {
    fn samples() -> Vec<(&'static str, CasePage)> {
        let lang = Lang::SV;
        let empty = || CasePage {
            frame: Frame::sample(lang),
            lang,
            head: HeadView::sample(lang, "tab-overview"),
            warnings: Vec::new(),
            due: Vec::new(),
            facts: vec![(
                lang.t("case-handler"),
                "Rut Skogsfiol, 08-000 00 00".to_owned(),
            )],
            household: Vec::new(),
            around: 0,
            consents: Vec::new(),
            latest: vec![(
                "note",
                "/".to_owned(),
                lang.t("tab-journal"),
                lang.t("case-none"),
            )],
            may_see_log: false,
        };
        let malva = PersonView {
            url: "/".to_owned(),
            name: "Malva Lingonstig".to_owned(),
            about: "Mamma, 39 år".to_owned(),
            tags: vec![("interpreter", "Tolk: Somaliska".to_owned())],
            phone: "070-000 00 00".to_owned(),
            hidden: false,
            warning: String::new(),
        };
        let full = CasePage {
            warnings: vec![("overdue", "Malva: Ring innan du går in.".to_owned())],
            due: vec![DueView {
                class: "over",
                icon: "overdue",
                words: lang.t("safety-missing"),
                url: "/".to_owned(),
            }],
            household: vec![malva],
            around: 2,
            consents: vec![ConsentView {
                name: "Malva".to_owned(),
                kind: "Behandling".to_owned(),
                signal: ("ok", "ok", lang.t("consent-given")),
            }],
            may_see_log: true,
            ..empty()
        };
        vec![("nobody recorded", empty()), ("full", full)]
    }
}
