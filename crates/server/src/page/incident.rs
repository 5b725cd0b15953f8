//! Incidents: what happened, what was done, and whether the leader has read it.

use askama::Template;
use axum::extract::{Path, State};
use axum::http::HeaderMap;
use axum::response::{IntoResponse, Redirect, Response};
use hemma_app::error::Error;
use hemma_app::incident::{IncidentForm, IncidentInput, Told};
use hemma_domain::access::CaseAction;
use hemma_domain::code::Code;
use hemma_domain::ids::{CaseId, IncidentId, PersonId};
use hemma_domain::incident::{Harm, IncidentKind, ReportMade};
use hemma_domain::person::Person;
use hemma_domain::time::{Day, Instant};

use crate::http::Site;
use crate::http::error::PageError;
use crate::http::form::{self, Faults};
use crate::http::keep::{faults_told, gone_to, wants_json};
use crate::http::posted::Posted;
use crate::http::route::{Access, Routes};
use crate::http::url;
use crate::http::visit::Visit;
use crate::lang::Lang;
use crate::page::artefact::view::{self, FieldRead};
use crate::page::case::HeadView;
use crate::page::journal::names;
use crate::page::{Frame, Sampled, Samples, choices, draft, render, sampled, unprocessable};

/// The routes of this page.
pub fn routes() -> Routes {
    let write = Access::Case(CaseAction::WriteJournal);
    Routes::default()
        .get(
            "/cases/{case}/incidents",
            Access::Case(CaseAction::See),
            get,
        )
        .post("/cases/{case}/incidents", write, post)
        .get("/cases/{case}/incidents/new", write, get_new)
        .post(
            "/cases/{case}/incidents/{incident}/review",
            Access::Case(CaseAction::Manage),
            post_review,
        )
}

/// The incidents of a case.
#[derive(Template)]
#[template(path = "incident.html")]
pub struct IncidentsPage {
    pub frame: Frame,
    pub lang: Lang,
    pub head: HeadView,
    pub url: String,
    pub may_write: bool,
    pub may_review: bool,
    pub incidents: Vec<IncidentView>,
}

/// One incident, ready to be shown.
#[derive(Debug, Clone)]
pub struct IncidentView {
    pub id: String,
    pub kind: String,
    pub when: String,
    pub what: String,
    pub harm: String,
    pub persons: String,
    pub step_used: String,
    pub child_safe_now: bool,
    /// Something must be done now.
    pub is_pressing: bool,
    pub reports: String,
    pub by: String,
    /// Who read it and when; empty until then.
    pub reviewed: String,
}

impl IncidentView {
    fn of(told: &Told, persons: &[Person], lang: Lang) -> IncidentView {
        let one = &told.incident;
        let reports: Vec<String> = one.reports.iter().map(|made| lang.name(*made)).collect();
        let reviewed = one.reviewed.map(|(at, _)| {
            let by = told.reviewed_by.as_deref().unwrap_or_default();
            lang.t2("incident-reviewed", ("name", by), ("when", lang.moment(at)))
        });
        let recorded = lang.moment(one.recorded_at);
        IncidentView {
            id: one.id.to_string(),
            kind: lang.name(one.kind),
            when: format!(
                "{} {} {}",
                lang.weekday(one.at.day()),
                lang.full_day(one.at.day()),
                lang.time(one.at)
            ),
            what: one.what.clone(),
            harm: lang.name(one.harm),
            persons: names(&one.persons, persons),
            step_used: one.step_used.clone(),
            child_safe_now: one.child_safe_now,
            is_pressing: one.is_pressing(),
            reports: reports.join(", "),
            by: lang.t2(
                "incident-recorded",
                ("name", &told.recorded_by),
                ("when", recorded),
            ),
            reviewed: reviewed.unwrap_or_default(),
        }
    }
}

/// What somebody typed, as they typed it.
#[derive(Debug, Clone, Default)]
pub struct Typed {
    pub id: String,
    pub kind: String,
    pub on: String,
    pub at: String,
    pub what: String,
    pub harm: String,
    pub step_used: String,
    pub child_safe_now: String,
    pub reports: Vec<String>,
    pub persons: Vec<String>,
}

impl Typed {
    fn of(form: &Posted) -> Typed {
        let text = |name| form.get(name).to_owned();
        let list = |name| form.all(name).map(str::to_owned).collect();
        Typed {
            id: text("id"),
            kind: text("kind"),
            on: text("on"),
            at: text("at"),
            what: text("what"),
            harm: text("harm"),
            step_used: text("step_used"),
            child_safe_now: text("child_safe_now"),
            reports: list("reports"),
            persons: list("persons"),
        }
    }

    fn input(&self, today: Day, fresh: IncidentId) -> Result<IncidentInput, Faults> {
        let mut faults = Faults::none();
        let kind = IncidentKind::from_code(&self.kind);
        let harm = Harm::from_code(&self.harm);
        let at = self.moment(today, &mut faults);
        let child_safe_now = match self.child_safe_now.as_str() {
            "yes" => Some(true),
            "no" => Some(false),
            _ => None,
        };
        let persons: Option<Vec<PersonId>> =
            self.persons.iter().map(|id| id.parse().ok()).collect();
        for (field, is_missing, message) in [
            ("kind", kind.is_none(), "error-incident-kind"),
            ("harm", harm.is_none(), "error-incident-harm"),
            (
                "child_safe_now",
                child_safe_now.is_none(),
                "error-incident-safe",
            ),
            ("persons", persons.is_none(), "error-incident-person"),
            ("what", self.what.trim().is_empty(), "error-incident-untold"),
        ] {
            if is_missing {
                faults.add(field, message);
            }
        }
        match (kind, harm, at, child_safe_now, persons) {
            (Some(kind), Some(harm), Some(at), Some(child_safe_now), Some(persons))
                if faults.is_empty() =>
            {
                Ok(IncidentInput {
                    id: self.id.parse().unwrap_or(fresh),
                    kind,
                    at,
                    what: self.what.clone(),
                    harm,
                    step_used: self.step_used.clone(),
                    child_safe_now,
                    reports: ReportMade::ALL
                        .iter()
                        .copied()
                        .filter(|made| self.reports.iter().any(|code| code == made.code()))
                        .collect(),
                    persons,
                })
            }
            _ => Err(faults),
        }
    }

    fn moment(&self, today: Day, faults: &mut Faults) -> Option<Instant> {
        let (on, at) = (form::day(&self.on, today), form::time(&self.at));
        if on.is_none() {
            faults.add("on", "error-incident-day");
        }
        if at.is_none() {
            faults.add("at", "error-incident-time");
        }
        Some(on?.at(at?))
    }
}

/// The form for a new incident.
#[derive(Template)]
#[template(path = "incident/new.html")]
pub struct NewPage {
    pub frame: Frame,
    pub lang: Lang,
    pub head: HeadView,
    pub url: String,
    pub kinds: Vec<(&'static str, String)>,
    pub harms: Vec<(&'static str, String)>,
    pub reports: Vec<(&'static str, String, bool)>,
    /// Id, name, chosen.
    pub persons: Vec<(String, String, bool)>,
    /// The steps of the safety plan in force.
    pub plan: Vec<FieldRead>,
    pub typed: Typed,
    pub faults: Faults,
}

impl NewPage {
    fn of(visit: &Visit, form: &IncidentForm, typed: Typed) -> NewPage {
        let (lang, head) = (visit.lang, &form.head);
        let reports = choices::<ReportMade>(lang).into_iter();
        NewPage {
            frame: Frame::of(visit, "incident-title"),
            lang,
            url: address(head.case.id),
            kinds: choices::<IncidentKind>(lang),
            harms: choices::<Harm>(lang),
            reports: reports
                .map(|(code, name)| {
                    let made = typed.reports.iter().any(|one| one == code);
                    (code, name, made)
                })
                .collect(),
            persons: head
                .persons
                .iter()
                .map(|person| {
                    let id = person.id.to_string();
                    let chosen = typed.persons.contains(&id);
                    (id, person.full_name(), chosen)
                })
                .collect(),
            plan: view::steps(form, lang),
            head: HeadView::of(head, visit, "tab-incidents"),
            typed,
            faults: Faults::none(),
        }
    }
}

fn address(case: CaseId) -> String {
    format!("{}/incidents", url::case(case))
}

async fn get(
    visit: Visit,
    State(site): State<Site>,
    Path(id): Path<CaseId>,
) -> Result<Response, PageError> {
    let found = site
        .app
        .incidents(&visit.ctx, id)
        .await
        .map_err(PageError::to(&visit))?;
    let (lang, head) = (visit.lang, &found.head);
    let page = IncidentsPage {
        frame: Frame::of(&visit, "incident-title"),
        lang,
        head: HeadView::of(head, &visit, "tab-incidents"),
        url: address(id),
        may_write: head.may(CaseAction::WriteJournal),
        may_review: head.may(CaseAction::Manage),
        incidents: found
            .told
            .iter()
            .map(|told| IncidentView::of(told, &head.persons, lang))
            .collect(),
    };
    render(&visit, &page)
}

async fn get_new(
    visit: Visit,
    State(site): State<Site>,
    Path(id): Path<CaseId>,
) -> Result<Response, PageError> {
    let form = site
        .app
        .incident_form(&visit.ctx, id)
        .await
        .map_err(PageError::to(&visit))?;
    let kept = draft::typed::<Vec<(String, String)>>(&site, &visit, &address(id)).await?;
    let typed = match kept {
        Some(kept) => Typed::of(&Posted::of(kept.form)),
        None => Typed {
            id: form.id.to_string(),
            on: visit.lang.full_day(visit.ctx.today()),
            ..Typed::default()
        },
    };
    render(&visit, &NewPage::of(&visit, &form, typed))
}

async fn post(
    visit: Visit,
    State(site): State<Site>,
    Path(id): Path<CaseId>,
    headers: HeaderMap,
    sent: Posted,
) -> Result<Response, PageError> {
    let typed = Typed::of(&sent);
    let fresh = IncidentId(visit.ctx.new_id());
    let faults = match typed.input(visit.ctx.today(), fresh) {
        Ok(input) => match site.app.record_incident(&visit.ctx, id, &input).await {
            Ok(_) => {
                let to = format!("{}?done=incident-recorded", address(id));
                return Ok(gone_to(&headers, &to));
            }
            Err(Error::Invalid(faults)) => Faults::of(faults),
            Err(err) => return Err(PageError::to(&visit)(err)),
        },
        Err(faults) => faults,
    };
    if wants_json(&headers) {
        return Ok(faults_told(&faults, visit.lang));
    }
    let form = site
        .app
        .incident_form(&visit.ctx, id)
        .await
        .map_err(PageError::to(&visit))?;
    let page = NewPage {
        faults,
        ..NewPage::of(&visit, &form, typed)
    };
    Ok(unprocessable(render(&visit, &page)?))
}

async fn post_review(
    visit: Visit,
    State(site): State<Site>,
    Path((id, incident)): Path<(CaseId, IncidentId)>,
) -> Result<Response, PageError> {
    site.app
        .review_incident(&visit.ctx, id, incident)
        .await
        .map_err(PageError::to(&visit))?;
    let to = format!("{}?done=incident-reviewed", address(id));
    Ok(Redirect::to(&to).into_response())
}

/// Every state of this page.
pub fn samples() -> Vec<Sampled> {
    let mut all = sampled::<IncidentsPage>("incidents");
    all.extend(sampled::<NewPage>("incident form"));
    all
}

impl Samples for IncidentsPage {
    fn samples() -> Vec<(&'static str, IncidentsPage)> {
        let page = |lang: Lang, incidents| IncidentsPage {
            frame: Frame::sample(lang),
            lang,
            head: HeadView::sample(lang, "tab-incidents"),
            url: "/".to_owned(),
            may_write: true,
            may_review: true,
            incidents,
        };
        let pressing = IncidentView {
            id: "i1".to_owned(),
            kind: "Hot".to_owned(),
            when: "söndag 22 november 2026 18:30".to_owned(),
            what: "Bråk i hallen om telefonen.".to_owned(),
            harm: "Rädsla eller oro".to_owned(),
            persons: "Fjäril, Malva".to_owned(),
            step_used: "Gick till grannen, det höll.".to_owned(),
            child_safe_now: false,
            is_pressing: true,
            reports: "Orosanmälan".to_owned(),
            by: "Tuva Ekorrstig, sön 22 nov 20:10".to_owned(),
            reviewed: String::new(),
        };
        let settled = IncidentView {
            id: "i2".to_owned(),
            child_safe_now: true,
            is_pressing: false,
            step_used: String::new(),
            reports: String::new(),
            reviewed: "Gun Alebäck, mån 23 nov 08:15".to_owned(),
            ..pressing.clone()
        };
        vec![
            ("none", page(Lang::SV, vec![])),
            ("two", page(Lang::SV, vec![pressing.clone(), settled])),
            ("in English", page(Lang::EN, vec![pressing])),
        ]
    }
}

impl Samples for NewPage {
    fn samples() -> Vec<(&'static str, NewPage)> {
        let lang = Lang::SV;
        let page = |faults| NewPage {
            frame: Frame::sample(lang),
            lang,
            head: HeadView::sample(lang, "tab-incidents"),
            url: "/".to_owned(),
            kinds: choices::<IncidentKind>(lang),
            harms: choices::<Harm>(lang),
            reports: choices::<ReportMade>(lang)
                .into_iter()
                .map(|(code, name)| (code, name, false))
                .collect(),
            persons: vec![("p1".to_owned(), "Fjäril Lingonstig".to_owned(), true)],
            plan: view::samples(),
            typed: Typed::default(),
            faults,
        };
        let mut faults = Faults::none();
        for (field, message) in [
            ("child_safe_now", "error-incident-safe"),
            ("at", "error-incident-time"),
            ("what", "error-incident-untold"),
        ] {
            faults.add(field, message);
        }
        vec![
            ("empty", page(Faults::none())),
            ("with faults", page(faults)),
        ]
    }
}
