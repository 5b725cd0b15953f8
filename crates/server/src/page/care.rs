//! Decisions on a case: accept, open, carry, change phase, close, open again.

mod forms;

use askama::Template;
use axum::Form;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use hemma_app::care::{Act, Manage};
use hemma_app::error::{Error, FieldError};
use hemma_domain::access::CaseAction;
use hemma_domain::capacity::ClockState;
use hemma_domain::case::{CareRole, DeclineReason, Stage};
use hemma_domain::code::Code as _;
use hemma_domain::ids::CaseId;
use hemma_domain::time::Day;
use serde::Deserialize;

use crate::http::Site;
use crate::http::error::PageError;
use crate::http::form::{Faults, day};
use crate::http::route::{Access, Routes};
use crate::http::url;
use crate::http::visit::Visit;
use crate::lang::Lang;
use crate::page::case::HeadView;
use crate::page::intake::{facts, field, standing};
use crate::page::{Frame, Sampled, Samples, render, sampled, unprocessable};

use forms::FormView;

/// The routes of this page.
pub fn routes() -> Routes {
    let manage = Access::Case(CaseAction::Manage);
    Routes::default()
        .get("/cases/{case}/manage", manage, get)
        .post("/cases/{case}/manage", manage, post)
}

/// What is typed in one of the page's forms; `act` says in which.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(default)]
pub(super) struct ManageForm {
    act: String,
    version: String,
    reason: String,
    why: String,
    opened_on: String,
    care_staff: String,
    care_role: String,
    care_from: String,
    care_to: String,
    replaces: String,
    care: String,
    phase: String,
    phase_on: String,
    assignment: String,
    review_on: String,
}

impl ManageForm {
    /// What was typed as an act, or what cannot be read of it.
    fn read(&self, today: Day) -> Result<Act, Error> {
        let reason = self.reason.clone();
        let on = |field: &'static str, typed: &str| {
            day(typed, today).ok_or_else(|| Error::invalid(field, "care-fault-day"))
        };
        match self.act.as_str() {
            "accept" => Ok(Act::Accept { reason }),
            "reconsider" => Ok(Act::Reconsider { reason }),
            "decline" => Ok(Act::Decline {
                why: DeclineReason::from_code(&self.why)
                    .ok_or_else(|| Error::invalid("why", "care-fault-choose"))?,
                reason,
            }),
            "open" => Ok(Act::Open {
                on: on("opened_on", &self.opened_on)?,
                therapist: chosen("care_staff", &self.care_staff)?,
                reason,
            }),
            "phase" => Ok(Act::EnterPhase {
                to: self.phase.clone(),
                on: on("phase_on", &self.phase_on)?,
                reason,
            }),
            "reopen" => Ok(Act::Reopen {
                phase: self.phase.clone(),
                on: on("phase_on", &self.phase_on)?,
                reason,
            }),
            "assign" => self.assign(today),
            "end_care" => Ok(Act::EndCare {
                care: chosen("care", &self.care)?,
                on: on("care_from", &self.care_from)?,
            }),
            "review" => Ok(Act::Review {
                assignment: chosen("assignment", &self.assignment)?,
                on: on("review_on", &self.review_on)?,
            }),
            _ => Err(Error::invalid("act", "care-fault-choose")),
        }
    }

    fn assign(&self, today: Day) -> Result<Act, Error> {
        let from = day(&self.care_from, today);
        let to = day(&self.care_to, today);
        if to.is_none() && !self.care_to.trim().is_empty() {
            return Err(Error::invalid("care_to", "care-fault-day"));
        }
        let replaces = match self.replaces.as_str() {
            "" => None,
            id => Some(chosen("replaces", id)?),
        };
        Ok(Act::Assign {
            staff: chosen("care_staff", &self.care_staff)?,
            role: CareRole::from_code(&self.care_role)
                .ok_or_else(|| Error::invalid("care_role", "care-fault-choose"))?,
            from: from.ok_or_else(|| Error::invalid("care_from", "care-fault-day"))?,
            to,
            replaces,
            reason: self.reason.clone(),
        })
    }
}

fn chosen<T: std::str::FromStr>(field: &'static str, typed: &str) -> Result<T, Error> {
    typed
        .parse()
        .map_err(|_| Error::invalid(field, "care-fault-choose"))
}

/// The page of decisions.
#[derive(Template)]
#[template(path = "care/manage.html")]
pub struct ManagePage {
    pub frame: Frame,
    pub lang: Lang,
    pub head: HeadView,
    /// Where the case is, in one sentence.
    pub stage: String,
    /// What to know before deciding: kind of notice and words.
    pub warnings: Vec<(&'static str, String)>,
    /// The case changed while something was typed.
    pub clash: bool,
    /// How the screening stands; none once the case was opened.
    pub standing: Option<(&'static str, &'static str, String)>,
    /// Other pages that belong here: address, icon and words.
    pub links: Vec<(String, &'static str, String)>,
    pub facts: Vec<(String, String)>,
    /// Where every form goes.
    pub action: String,
    pub version: i64,
    pub forms: Vec<FormView>,
    pub cares: Vec<CareView>,
    pub rulings: Vec<RulingView>,
    pub faults: Vec<(String, String)>,
}

/// Who carried the case, and when.
pub struct CareView {
    pub id: String,
    pub name: String,
    pub role: String,
    pub period: String,
    /// The button that ends it: what it says; empty where it has ended.
    pub end: String,
    /// The day that the button ends it.
    pub on: String,
}

/// Something that was decided.
pub struct RulingView {
    pub what: String,
    pub when: String,
    pub by: String,
    pub reason: String,
}

impl ManagePage {
    fn of(visit: &Visit, view: &Manage, typed: &ManageForm, faults: &Faults) -> ManagePage {
        let lang = visit.lang;
        let today = visit.ctx.today();
        let case = &view.head.case;
        let forms = forms::of(view, (typed, faults), today, lang);
        let fields = forms.iter().flat_map(|form| &form.fields);
        let mut listed = field::summary(fields);
        if listed.is_empty() {
            listed = faults.list(&lang);
        }
        ManagePage {
            frame: Frame::of(visit, "care-title"),
            lang,
            head: HeadView::of(&view.head, visit, "tab-manage"),
            stage: stage(view, lang),
            warnings: warnings(view, today, lang),
            clash: false,
            standing: view.standing.map(|one| standing(one, lang)),
            links: links(view, lang),
            facts: view
                .assignment
                .as_ref()
                .map(|one| facts(one, lang))
                .unwrap_or_default(),
            action: url::manage(case.id),
            version: case.version,
            cares: cares(view, today, lang),
            rulings: rulings(view, lang),
            faults: listed,
            forms,
        }
    }
}

fn stage(view: &Manage, lang: Lang) -> String {
    let full = |day: Day| lang.full_day(day);
    let case = &view.head.case;
    match &case.stage {
        Stage::Referred => lang.t1("care-referred", "day", full(case.received_on)),
        Stage::Waiting { .. } => lang.t1("care-waiting", "day", full(case.received_on)),
        Stage::Declined { on, reason } => {
            let why = ("why", lang.name(*reason));
            lang.t2("care-declined", ("day", full(*on)), why)
        }
        Stage::Open { on, phase_on, .. } => {
            let phase = view.head.phase().map_or("", |words| lang.words(words));
            lang.filled(
                "care-open",
                [
                    ("day", full(*on).into()),
                    ("phase", phase.into()),
                    ("since", full(*phase_on).into()),
                ],
            )
        }
        Stage::Closed { on, reason, .. } => {
            let known = view.head.programme.closing_reason(reason);
            let why = known.map_or(reason.as_str(), |one| lang.words(&one.label));
            lang.t2("care-closed", ("day", full(*on)), ("why", why))
        }
    }
}

fn warnings(view: &Manage, today: Day, lang: Lang) -> Vec<(&'static str, String)> {
    let mut warnings = Vec::new();
    if view.has_consent == Some(false) {
        warnings.push(("warn", lang.t("care-no-consent")));
    }
    let clock = view
        .assignment
        .as_ref()
        .and_then(|one| one.deadline(&view.head.case));
    if let Some(clock) = clock {
        let kind = match clock.state(today) {
            ClockState::Over => "danger",
            ClockState::Near => "warn",
            ClockState::Running => "info",
        };
        let by = ("day", lang.full_day(clock.by));
        let words = lang.t2("care-clock", ("clock", lang.name(clock.kind)), by);
        warnings.push((kind, words));
    }
    warnings
}

fn links(view: &Manage, lang: Lang) -> Vec<(String, &'static str, String)> {
    let case = &view.head.case;
    let mut links = vec![(
        url::screening(case.id),
        "check",
        lang.t("care-to-screening"),
    )];
    if case.is_open() {
        links.push((url::closing(case.id), "flag", lang.t("care-to-closing")));
    }
    if matches!(case.stage, Stage::Closed { .. }) {
        links.push((url::closing(case.id), "flag", lang.t("care-to-closed")));
        links.push((
            url::follow_ups(case.id),
            "calendar",
            lang.t("care-to-follow-ups"),
        ));
    }
    links.push((
        url::capacity(case.team),
        "people",
        lang.t("care-to-capacity"),
    ));
    links
}

fn cares(view: &Manage, today: Day, lang: Lang) -> Vec<CareView> {
    view.cares
        .iter()
        .map(|(care, name)| CareView {
            id: care.id.to_string(),
            name: name.clone(),
            role: lang.name(care.role),
            period: match care.to {
                Some(to) => lang.t2(
                    "care-period",
                    ("from", lang.full_day(care.from)),
                    ("to", lang.full_day(to)),
                ),
                None => lang.t1("care-since", "from", lang.full_day(care.from)),
            },
            end: if care.to.is_none() {
                lang.t1("care-end", "name", name)
            } else {
                String::new()
            },
            on: lang.full_day(today.max(care.from)),
        })
        .collect()
}

fn rulings(view: &Manage, lang: Lang) -> Vec<RulingView> {
    view.rulings
        .iter()
        .map(|(one, by)| RulingView {
            what: lang.name(one.kind),
            when: lang.full_day(one.on),
            by: by.clone(),
            reason: one.reason.clone(),
        })
        .collect()
}

async fn read(visit: &Visit, site: &Site, id: CaseId) -> Result<Manage, PageError> {
    site.app
        .manage(&visit.ctx, id)
        .await
        .map_err(PageError::to(visit))
}

async fn get(
    visit: Visit,
    State(site): State<Site>,
    Path(id): Path<CaseId>,
) -> Result<Response, PageError> {
    let view = read(&visit, &site, id).await?;
    let page = ManagePage::of(&visit, &view, &ManageForm::default(), &Faults::none());
    render(&visit, &page)
}

async fn post(
    visit: Visit,
    State(site): State<Site>,
    Path(id): Path<CaseId>,
    Form(form): Form<ManageForm>,
) -> Result<Response, PageError> {
    let version = form.version.parse().unwrap_or(0);
    let done = match form.read(visit.ctx.today()) {
        Ok(act) => site.app.decide_case(&visit.ctx, id, version, &act).await,
        Err(err) => Err(err),
    };
    match done {
        Ok(()) => {
            let to = format!("{}?done=care-{}", url::manage(id), done_key(&form.act));
            Ok(Redirect::to(&to).into_response())
        }
        Err(Error::Invalid(faults)) => refused(&visit, &site, id, (&form, faults)).await,
        Err(Error::Conflict) => {
            let view = read(&visit, &site, id).await?;
            let page = ManagePage {
                clash: true,
                ..ManagePage::of(&visit, &view, &form, &Faults::none())
            };
            Ok((StatusCode::CONFLICT, render(&visit, &page)?).into_response())
        }
        Err(err) => Err(PageError::to(&visit)(err)),
    }
}

/// The message that says what was done; acts of no form say nothing.
fn done_key(act: &str) -> &'static str {
    match act {
        "accept" => "accepted",
        "decline" => "declined",
        "open" => "opened",
        "phase" => "phase",
        "reopen" => "reopened",
        "reconsider" => "reconsidered",
        "review" => "reviewed",
        _ => "changed",
    }
}

async fn refused(
    visit: &Visit,
    site: &Site,
    id: CaseId,
    (form, faults): (&ManageForm, Vec<FieldError>),
) -> Result<Response, PageError> {
    let view = read(visit, site, id).await?;
    let page = ManagePage::of(visit, &view, form, &Faults::of(faults));
    Ok(unprocessable(render(visit, &page)?))
}

/// Every state of this page.
pub fn samples() -> Vec<Sampled> {
    sampled::<ManagePage>("manage")
}

impl Samples for ManagePage {
    fn samples() -> Vec<(&'static str, ManagePage)> {
        let page = |lang: Lang, clash| ManagePage {
            frame: Frame::sample(lang),
            lang,
            head: HeadView::sample(lang, "tab-manage"),
            stage: lang.t1("care-referred", "day", "24 augusti 2026"),
            warnings: vec![("warn", lang.t("care-no-consent"))],
            clash,
            standing: Some(("ok", "ok", lang.t("intake-clear"))),
            links: vec![("/".to_owned(), "check", lang.t("care-to-screening"))],
            facts: vec![(lang.t("intake-handler"), "Siv Handlägg".to_owned())],
            action: "/".to_owned(),
            version: 1,
            forms: vec![forms::sample(lang)],
            cares: vec![CareView {
                id: "1".to_owned(),
                name: "Tuva Ekorrstig".to_owned(),
                role: lang.name(CareRole::Therapist),
                period: lang.t1("care-since", "from", "7 september 2026"),
                end: lang.t1("care-end", "name", "Tuva Ekorrstig"),
                on: "2026-11-23".to_owned(),
            }],
            rulings: vec![RulingView {
                what: "Tog emot uppdraget".to_owned(),
                when: "1 september 2026".to_owned(),
                by: "Gun Alebäck".to_owned(),
                reason: "En plats blir ledig i oktober.".to_owned(),
            }],
            faults: vec![("accept-reason".to_owned(), lang.t("care-fault-criteria"))],
        };
        let quiet = ManagePage {
            warnings: Vec::new(),
            cares: Vec::new(),
            rulings: Vec::new(),
            faults: Vec::new(),
            forms: Vec::new(),
            facts: Vec::new(),
            standing: None,
            ..page(Lang::SV, false)
        };
        vec![
            ("nothing to decide", quiet),
            ("faults", page(Lang::SV, false)),
            ("changed meanwhile", page(Lang::EN, true)),
        ]
    }
}
