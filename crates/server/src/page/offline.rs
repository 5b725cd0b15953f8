//! What works without a network: the outbox, the families a person carries, and the shell that a phone keeps.
//!
//! The shell holds nothing personal, so that it may be kept. All that is personal lies sealed on the device, under a
//! key that only its owner is told (`docs/architecture.md`).

use askama::Template;
use axum::Json;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Response};
use hemma_app::contact::Basics;
use hemma_domain::code::Code as _;
use hemma_domain::ids::ContactId;
use hemma_domain::incident::{Harm, IncidentKind, ReportMade};
use hemma_domain::person::Person;
use hemma_domain::staff::Language;
use serde_json::{Value as Json_, json};

use crate::http::Site;
use crate::http::error::PageError;
use crate::http::route::{Access, Routes};
use crate::http::visit::Visit;
use crate::lang::{Arg, Lang};
use crate::page::call::form::CallFields;
use crate::page::case::safety;
use crate::page::contact::{ContactForm, Fields};
use crate::page::{Frame, Sampled, Samples, choices, render, respond, sampled};

/// The routes of this page.
pub fn routes() -> Routes {
    Routes::default()
        .get("/outbox", Access::SignedIn, get_outbox)
        .get("/offline/families", Access::SignedIn, get_families)
        .get("/offline/families.json", Access::SignedIn, get_basics)
        .get("/offline/key", Access::SignedIn, get_key)
        .get("/offline/shell/{lang}", Access::Public, get_shell)
        .post("/session/stay", Access::SignedIn, post_stay)
}

/// The texts that scripts show, by the name under which they ask for them.
pub fn texts(lang: &Lang) -> Vec<(&'static str, String)> {
    const TEXTS: &[(&str, &str)] = &[
        ("saving", "offline-saving"),
        ("saved", "offline-saved"),
        ("kept-here", "offline-kept-here"),
        ("not-kept", "offline-not-kept"),
        ("not-saved", "offline-not-saved"),
        ("too-long", "offline-too-long"),
        ("signed-out", "offline-signed-out"),
        ("conflict", "offline-conflict"),
        ("restored", "offline-restored"),
        ("kind-contact", "offline-kind-contact"),
        ("kind-incident", "offline-kind-incident"),
        ("kind-call", "offline-kind-call"),
        ("kind-interview", "offline-kind-interview"),
        ("answer-declined", "interview-declined"),
        ("answer-not_applicable", "interview-not-applicable"),
        ("state-waiting", "offline-state-waiting"),
        ("state-sending", "offline-state-sending"),
        ("state-sent", "offline-state-sent"),
        ("state-aside", "offline-state-aside"),
        ("reason-401", "offline-reason-401"),
        ("reason-403", "offline-reason-403"),
        ("reason-404", "offline-reason-404"),
        ("reason-409", "offline-reason-409"),
        ("reason-422", "offline-reason-422"),
        ("reason-other", "offline-reason-other"),
        ("remove-title", "offline-remove-title"),
        ("nobody", "offline-nobody"),
        ("no-families", "offline-no-families"),
        ("no-family", "call-no-family"),
        ("call-new", "call-new"),
        ("call-new-nobody", "call-new-nobody"),
        ("as-of", "offline-as-of"),
    ];
    TEXTS
        .iter()
        .map(|(name, key)| (*name, lang.filled(key, blanks())))
        .collect()
}

/// What scripts fill in themselves.
fn blanks<'a>() -> [(&'a str, Arg<'a>); 3] {
    [
        ("time", "{time}".into()),
        ("letters", "{letters}".into()),
        ("most", "{most}".into()),
    ]
}

/// A page that is filled from what this device keeps.
#[derive(Template)]
#[template(path = "offline/page.html")]
pub struct DevicePage {
    pub frame: Frame,
    pub words: Lang,
    /// The path whose view it shows.
    pub view: &'static str,
}

/// What a phone shows without a network, in one page for all addresses. It is the same for everybody.
#[derive(Template)]
#[template(path = "offline/shell.html")]
pub struct ShellPage {
    pub words: Lang,
    pub fields: Fields,
    pub incident: IncidentChoices,
    pub call: CallFields,
}

/// What can be chosen about an incident: codes with their names.
pub struct IncidentChoices {
    pub kinds: Vec<(&'static str, String)>,
    pub harms: Vec<(&'static str, String)>,
    pub reports: Vec<(&'static str, String)>,
}

impl ShellPage {
    fn of(words: Lang) -> ShellPage {
        ShellPage {
            words,
            fields: Fields::bare(ContactForm::default(), words),
            incident: IncidentChoices {
                kinds: choices::<IncidentKind>(words),
                harms: choices::<Harm>(words),
                reports: choices::<ReportMade>(words),
            },
            call: CallFields::blank(words),
        }
    }
}

async fn get_outbox(visit: Visit) -> Result<Response, PageError> {
    let page = DevicePage {
        frame: Frame::of(&visit, "offline-outbox"),
        words: visit.lang,
        view: "/outbox",
    };
    render(&visit, &page)
}

async fn get_families(visit: Visit) -> Result<Response, PageError> {
    let page = DevicePage {
        frame: Frame::of(&visit, "offline-families"),
        words: visit.lang,
        view: "/offline/families",
    };
    render(&visit, &page)
}

async fn get_shell(Path(lang): Path<String>) -> Result<Response, PageError> {
    let language = Language::from_code(&lang).unwrap_or(Language::Swedish);
    let words = Lang(language);
    respond(&ShellPage::of(words), words, "")
}

async fn get_key(visit: Visit, State(site): State<Site>) -> Result<Response, PageError> {
    let told = site.app.device_key(&visit.ctx);
    let told = told.map_err(PageError::to(&visit))?;
    Ok(Json(json!({ "key": told.key, "owner": told.owner })).into_response())
}

async fn post_stay(_visit: Visit) -> Response {
    Json(json!({})).into_response()
}

async fn get_basics(visit: Visit, State(site): State<Site>) -> Result<Response, PageError> {
    let families = site.app.family_basics(&visit.ctx).await;
    let families = families.map_err(PageError::to(&visit))?;
    let told: Vec<Json_> = families.iter().map(|one| basics(one, &visit)).collect();
    Ok(Json(told).into_response())
}

/// A family as a phone keeps it. What is kept out of sight on the screens never leaves the house.
fn basics(family: &Basics, visit: &Visit) -> Json_ {
    let lang = visit.lang;
    let plan = family.safety.map(|state| safety(state, lang));
    let (state, icon, words) = plan.unwrap_or_default();
    let usual = ContactForm::usual(
        &family.usual,
        ContactId(family.case.id.0),
        visit.ctx.now,
        visit.lang,
    );
    let address = family.persons.iter().find(|person| {
        person.in_household && !person.address.is_empty() && !person.is_hidden(&family.persons)
    });
    let persons = family.persons.iter().filter(|person| !person.deceased);
    let systems = family.systems.iter();
    json!({
        "id": family.case.id,
        "code": family.case.code,
        "label": family.case.label,
        "safety": words,
        "safety_state": state,
        "safety_icon": icon,
        "address": address.map(|person| &person.address),
        "persons": persons.map(|person| told(person, &family.persons, lang)).collect::<Vec<_>>(),
        "systems": systems
            .map(|system| json!({ "value": system.code, "label": lang.words(&system.label) }))
            .collect::<Vec<_>>(),
        "usual": usual,
    })
}

fn told(person: &Person, everybody: &[Person], lang: Lang) -> Json_ {
    let phone = if person.is_hidden(everybody) {
        ""
    } else {
        &person.phone
    };
    json!({
        "id": person.id,
        "name": person.given_name,
        "kin": lang.name(person.kin),
        "phone": phone,
    })
}

/// Every state of this page.
pub fn samples() -> Vec<Sampled> {
    [
        sampled::<DevicePage>("offline"),
        sampled::<ShellPage>("offline-shell"),
    ]
    .into_iter()
    .flatten()
    .collect()
}

impl Samples for DevicePage {
    fn samples() -> Vec<(&'static str, DevicePage)> {
        let page = |view| DevicePage {
            frame: Frame::sample(Lang::SV),
            words: Lang::SV,
            view,
        };
        vec![
            ("outbox", page("/outbox")),
            ("families", page("/offline/families")),
        ]
    }
}

impl Samples for ShellPage {
    fn samples() -> Vec<(&'static str, ShellPage)> {
        vec![
            ("Swedish", ShellPage::of(Lang::SV)),
            ("English", ShellPage::of(Lang::EN)),
        ]
    }
}
