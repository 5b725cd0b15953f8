//! Signing in and out.

use askama::Template;
use axum::Form;
use axum::extract::{Query, State};
use axum::http::header::SET_COOKIE;
use axum::http::{HeaderMap, HeaderName, HeaderValue};
use axum::response::{IntoResponse, Redirect, Response};
use hemma_app::login::{DemoPerson, Token};
use hemma_domain::code::Code;
use hemma_domain::ids::StaffId;
use serde::Deserialize;

use crate::http::Site;
use crate::http::error::PageError;
use crate::http::route::{Access, Routes};
use crate::http::url;
use crate::http::visit::{self, Guest, Theme, Visit};
use crate::lang::Lang;
use crate::page::{Sampled, Samples, respond, sampled};

/// The routes of this page.
pub fn routes() -> Routes {
    Routes::default()
        .get("/sign-in", Access::Public, get)
        .post("/sign-in/demo", Access::Demo, post_demo)
        .post("/sign-out", Access::SignedIn, post_sign_out)
}

/// Where to sign in.
#[derive(Template)]
#[template(path = "sign_in.html")]
pub struct SignInPage {
    pub lang: Lang,
    pub theme: Theme,
    /// Where to go on afterwards.
    pub next: String,
    /// The last session ran out.
    pub expired: bool,
    /// Who can be signed in by one click; empty outside a demo.
    pub people: Vec<Person>,
}

/// Somebody of a demo.
pub struct Person {
    pub id: StaffId,
    pub name: String,
    pub role_code: &'static str,
    pub role: String,
    pub place: String,
}

impl Person {
    fn of(person: &DemoPerson, lang: Lang) -> Person {
        Person {
            id: person.staff.id,
            name: person.staff.name.clone(),
            role_code: person.post.role.code(),
            role: lang.name(person.post.role),
            place: person.place.clone(),
        }
    }
}

#[derive(Deserialize)]
struct Next {
    #[serde(default)]
    next: String,
}

#[derive(Deserialize)]
struct DemoForm {
    staff: StaffId,
    #[serde(default)]
    next: String,
}

async fn get(
    guest: Guest,
    State(site): State<Site>,
    Query(query): Query<Next>,
) -> Result<Response, PageError> {
    let (lang, request) = (guest.lang, guest.ctx.request.clone());
    let people = site
        .app
        .demo_people(&guest.ctx)
        .await
        .map_err(|err| PageError::of(err, lang, request.clone()))?;
    let page = SignInPage {
        lang,
        theme: guest.theme,
        next: Some(query.next)
            .filter(|next| url::is_local(next))
            .unwrap_or_default(),
        expired: guest.expired.is_some(),
        people: people
            .iter()
            .map(|person| Person::of(person, lang))
            .collect(),
    };
    respond(&page, lang, &request)
}

async fn post_demo(
    guest: Guest,
    State(site): State<Site>,
    Form(form): Form<DemoForm>,
) -> Result<Response, PageError> {
    let token = site
        .app
        .sign_in_demo(&guest.ctx, form.staff, &guest.agent)
        .await
        .map_err(|err| PageError::of(err, guest.lang, guest.ctx.request.clone()))?;
    Ok(welcome(&site, &token, &form.next))
}

/// Sets the session's cookie and goes on.
pub fn welcome(site: &Site, token: &Token, next: &str) -> Response {
    let next = if url::is_local(next) { next } else { "/" };
    (
        set_cookie(site, site.session_cookie(), &token.0, None),
        Redirect::to(next),
    )
        .into_response()
}

async fn post_sign_out(
    visit: Visit,
    State(site): State<Site>,
    headers: HeaderMap,
) -> Result<Response, PageError> {
    if let Some(token) = visit::token(&headers, &site) {
        site.app
            .sign_out(&visit.ctx, token)
            .await
            .map_err(PageError::to(&visit))?;
    }
    let gone = set_cookie(&site, site.session_cookie(), "", Some(0));
    // What this browser keeps for the person who leaves goes with them; the outbox is bound to them and stays sealed.
    let clear = [(
        HeaderName::from_static("clear-site-data"),
        HeaderValue::from_static("\"cache\""),
    )];
    Ok((gone, clear, Redirect::to("/sign-in")).into_response())
}

/// A cookie of this site only, out of reach of scripts.
pub fn set_cookie(
    site: &Site,
    name: &str,
    value: &str,
    seconds: Option<u32>,
) -> [(HeaderName, String); 1] {
    let secure = if site.tls { "; Secure" } else { "" };
    let age = seconds
        .map(|seconds| format!("; Max-Age={seconds}"))
        .unwrap_or_default();
    [(
        SET_COOKIE,
        format!("{name}={value}; Path=/; HttpOnly; SameSite=Lax{secure}{age}"),
    )]
}

/// Every state of this page.
pub fn samples() -> Vec<Sampled> {
    sampled::<SignInPage>("sign-in")
}

impl Samples for SignInPage {
    fn samples() -> Vec<(&'static str, SignInPage)> {
        let page = |expired, people| SignInPage {
            lang: Lang::SV,
            theme: Theme::Device,
            next: "/".to_owned(),
            expired,
            people,
        };
        let person = Person {
            id: StaffId(uuid::Uuid::nil()),
            name: "Tuva Ekorrstig".to_owned(),
            role_code: "family_therapist",
            role: "Familjebehandlare".to_owned(),
            place: "MST-CAN Järva".to_owned(),
        };
        vec![
            ("plain", page(false, vec![])),
            ("expired", page(true, vec![])),
            ("demo", page(false, vec![person])),
        ]
    }
}
