//! Signing in and out.

mod demo;

use askama::Template;
use axum::Json;
use axum::extract::{Form, Query, State};
use axum::http::header::SET_COOKIE;
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode};
use axum::response::{AppendHeaders, IntoResponse, Redirect, Response};
use hemma_app::error::Error;
use hemma_app::login::Token;
use hemma_app::sign_in::{Answer, Attempt};
use hemma_domain::code::Code;
use hemma_domain::ids::StaffId;
use hemma_domain::login::CEREMONY_SECONDS;
use hemma_domain::staff::Language;
use hemma_domain::time::Instant;
use serde::Deserialize;

use crate::http::Site;
use crate::http::error::PageError;
use crate::http::route::{Access, Routes};
use crate::http::url;
use crate::http::visit::{self, COOKIE_LANGUAGE, Guest, Theme, Visit};
use crate::lang::Lang;
use crate::page::{Sampled, Samples, respond, sampled};

/// Seconds that a chosen language or theme is kept on a device: a year.
pub const CHOICE_SECONDS: u32 = 365 * 24 * 3600;

/// The routes of this page.
pub fn routes() -> Routes {
    Routes::default()
        .get("/sign-in", Access::Public, get)
        .post("/sign-in", Access::Public, post)
        .get("/sign-in/code", Access::Public, get_code)
        .post("/sign-in/code", Access::Public, post_code)
        .get("/sign-in/recovery", Access::Public, get_recovery)
        .post("/sign-in/recovery", Access::Public, post_recovery)
        .post("/sign-in/passkey/start", Access::Public, post_passkey_start)
        .post("/sign-in/passkey", Access::Public, post_passkey)
        .post("/sign-in/language", Access::Public, post_language)
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
    /// A sign-in was begun and ran out.
    pub over: bool,
    /// The time at which one may try again; empty unless locked.
    pub locked: String,
    /// What is wrong with what was typed; empty at first.
    pub fault: String,
    pub email: String,
    /// Who can be signed in by one click, by place; empty outside a demo.
    pub places: Vec<demo::DemoPlace>,
    /// Code and own name of the language that the page is not in.
    pub other_language: (&'static str, &'static str),
}

impl SignInPage {
    fn new(lang: Lang, theme: Theme, next: &str) -> SignInPage {
        SignInPage {
            lang,
            theme,
            next: local(next),
            expired: false,
            over: false,
            locked: String::new(),
            fault: String::new(),
            email: String::new(),
            places: Vec::new(),
            other_language: match lang.0 {
                Language::Swedish => ("en", "English"),
                Language::English => ("sv", "Svenska"),
            },
        }
    }
}

/// The second step.
#[derive(Template)]
#[template(path = "sign_in/code.html")]
pub struct CodePage {
    pub lang: Lang,
    pub theme: Theme,
    pub next: String,
    pub locked: String,
    pub fault: String,
}

/// The way back by a recovery code.
#[derive(Template)]
#[template(path = "sign_in/recovery.html")]
pub struct RecoveryPage {
    pub lang: Lang,
    pub theme: Theme,
    pub email: String,
    pub locked: String,
    pub fault: String,
}

#[derive(Deserialize)]
struct Onward {
    #[serde(default)]
    next: String,
    #[serde(default)]
    over: String,
}

#[derive(Deserialize)]
struct DemoForm {
    staff: StaffId,
    #[serde(default)]
    next: String,
}

#[derive(Deserialize)]
struct PasswordForm {
    #[serde(default)]
    email: String,
    #[serde(default)]
    password: String,
    #[serde(default)]
    code: String,
    #[serde(default)]
    next: String,
}

#[derive(Deserialize)]
struct PasskeyForm {
    #[serde(default)]
    credential: String,
    #[serde(default)]
    next: String,
}

#[derive(Deserialize)]
struct LanguageForm {
    #[serde(default)]
    language: String,
    #[serde(default)]
    next: String,
}

async fn get(
    guest: Guest,
    State(site): State<Site>,
    Query(query): Query<Onward>,
) -> Result<Response, PageError> {
    let mut page = SignInPage::new(guest.lang, guest.theme, &query.next);
    page.expired = guest.expired.is_some();
    page.over = !query.over.is_empty();
    show(&guest, &site, page).await
}

async fn show(guest: &Guest, site: &Site, page: SignInPage) -> Result<Response, PageError> {
    let lang = guest.lang;
    let people = site
        .app
        .demo_people(&guest.ctx)
        .await
        .map_err(|err| of(guest, err))?;
    let page = SignInPage {
        places: demo::places(&people, lang),
        ..page
    };
    respond(&page, lang, &guest.ctx.request)
}

async fn post(
    guest: Guest,
    State(site): State<Site>,
    Form(form): Form<PasswordForm>,
) -> Result<Response, PageError> {
    let attempt = Attempt {
        email: form.email.clone(),
        password: form.password,
    };
    let answer = site
        .app
        .sign_in_password(&guest.ctx, attempt, &guest.device())
        .await
        .map_err(|err| of(&guest, err))?;
    let mut page = SignInPage::new(guest.lang, guest.theme, &form.next);
    page.email = form.email;
    match answer {
        Answer::Right(token) => {
            let to = with_next("/sign-in/code", &form.next);
            Ok((step_cookie(&site, &token), Redirect::to(&to)).into_response())
        }
        Answer::Locked(until) => {
            page.locked = clock(&guest, until);
            let page = show(&guest, &site, page).await?;
            Ok((StatusCode::TOO_MANY_REQUESTS, page).into_response())
        }
        Answer::Refused | Answer::Over => {
            page.fault = guest.lang.t("sign-in-wrong");
            let page = show(&guest, &site, page).await?;
            Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response())
        }
    }
}

async fn get_code(
    guest: Guest,
    State(site): State<Site>,
    headers: HeaderMap,
    Query(query): Query<Onward>,
) -> Result<Response, PageError> {
    if visit::cookie(&headers, step_name(&site)).is_none() {
        return Ok(Redirect::to("/sign-in").into_response());
    }
    let page = code_page(&guest, &query.next);
    respond(&page, guest.lang, &guest.ctx.request)
}

fn code_page(guest: &Guest, next: &str) -> CodePage {
    CodePage {
        lang: guest.lang,
        theme: guest.theme,
        next: local(next),
        locked: String::new(),
        fault: String::new(),
    }
}

async fn post_code(
    guest: Guest,
    State(site): State<Site>,
    headers: HeaderMap,
    Form(form): Form<PasswordForm>,
) -> Result<Response, PageError> {
    let token = visit::cookie(&headers, step_name(&site)).unwrap_or_default();
    let answer = site
        .app
        .sign_in_code(&guest.ctx, token, &form.code, &guest.device())
        .await
        .map_err(|err| of(&guest, err))?;
    let mut page = code_page(&guest, &form.next);
    let status = match answer {
        Answer::Right(token) => return Ok(welcome(&site, &token, &form.next)),
        Answer::Over => return Ok(Redirect::to("/sign-in?over=1").into_response()),
        Answer::Locked(until) => {
            page.locked = clock(&guest, until);
            StatusCode::TOO_MANY_REQUESTS
        }
        Answer::Refused => {
            page.fault = guest.lang.t("sign-in-code-wrong");
            StatusCode::UNPROCESSABLE_ENTITY
        }
    };
    Ok((status, respond(&page, guest.lang, &guest.ctx.request)?).into_response())
}

fn recovery_page(guest: &Guest, email: String) -> RecoveryPage {
    RecoveryPage {
        lang: guest.lang,
        theme: guest.theme,
        email,
        locked: String::new(),
        fault: String::new(),
    }
}

async fn get_recovery(guest: Guest) -> Result<Response, PageError> {
    let page = recovery_page(&guest, String::new());
    respond(&page, guest.lang, &guest.ctx.request)
}

async fn post_recovery(
    guest: Guest,
    State(site): State<Site>,
    Form(form): Form<PasswordForm>,
) -> Result<Response, PageError> {
    let attempt = Attempt {
        email: form.email.clone(),
        password: form.password,
    };
    let answer = site
        .app
        .sign_in_recovery(&guest.ctx, attempt, &form.code, &guest.device())
        .await
        .map_err(|err| of(&guest, err))?;
    let mut page = recovery_page(&guest, form.email);
    let status = match answer {
        Answer::Right(token) => return Ok(welcome(&site, &token, "/account?done=recovery-used")),
        Answer::Locked(until) => {
            page.locked = clock(&guest, until);
            StatusCode::TOO_MANY_REQUESTS
        }
        Answer::Refused | Answer::Over => {
            page.fault = guest.lang.t("sign-in-recovery-wrong");
            StatusCode::UNPROCESSABLE_ENTITY
        }
    };
    Ok((status, respond(&page, guest.lang, &guest.ctx.request)?).into_response())
}

async fn post_passkey_start(guest: Guest, State(site): State<Site>) -> Result<Response, PageError> {
    let (token, options) = site
        .app
        .begin_passkey_sign_in(&guest.ctx)
        .await
        .map_err(|err| of(&guest, err))?;
    Ok((step_cookie(&site, &token), Json(options)).into_response())
}

async fn post_passkey(
    guest: Guest,
    State(site): State<Site>,
    headers: HeaderMap,
    Form(form): Form<PasskeyForm>,
) -> Result<Response, PageError> {
    let token = visit::cookie(&headers, step_name(&site)).unwrap_or_default();
    let answer = site
        .app
        .finish_passkey_sign_in(&guest.ctx, token, &form.credential, &guest.device())
        .await
        .map_err(|err| of(&guest, err))?;
    let mut page = SignInPage::new(guest.lang, guest.theme, &form.next);
    let status = match answer {
        Answer::Right(token) => return Ok(welcome(&site, &token, &form.next)),
        Answer::Over => return Ok(Redirect::to("/sign-in?over=1").into_response()),
        Answer::Locked(until) => {
            page.locked = clock(&guest, until);
            StatusCode::TOO_MANY_REQUESTS
        }
        Answer::Refused => {
            page.fault = guest.lang.t("sign-in-passkey-failed");
            StatusCode::UNPROCESSABLE_ENTITY
        }
    };
    Ok((status, show(&guest, &site, page).await?).into_response())
}

async fn post_language(State(site): State<Site>, Form(form): Form<LanguageForm>) -> Response {
    let to = Redirect::to(&url::sign_in(&local(&form.next)));
    match Language::from_code(&form.language) {
        Some(language) => {
            let kept = set_cookie(
                &site,
                COOKIE_LANGUAGE,
                language.code(),
                Some(CHOICE_SECONDS),
            );
            (kept, to).into_response()
        }
        None => to.into_response(),
    }
}

async fn post_demo(
    guest: Guest,
    State(site): State<Site>,
    Form(form): Form<DemoForm>,
) -> Result<Response, PageError> {
    let token = site
        .app
        .sign_in_demo(&guest.ctx, form.staff, &guest.device())
        .await
        .map_err(|err| of(&guest, err))?;
    Ok(welcome(&site, &token, &form.next))
}

/// Sets the session's cookie and goes on.
pub fn welcome(site: &Site, token: &Token, next: &str) -> Response {
    let next = if url::is_local(next) { next } else { "/" };
    (session_cookies(site, token), Redirect::to(next)).into_response()
}

/// The session's cookie; the one of the sign-in goes.
pub fn session_cookies(site: &Site, token: &Token) -> AppendHeaders<Vec<(HeaderName, String)>> {
    let session = set_cookie(site, site.session_cookie(), &token.0, None);
    let step = set_cookie(site, step_name(site), "", Some(0));
    AppendHeaders(session.into_iter().chain(step).collect())
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

/// The cookie of a sign-in that is under way.
fn step_name(site: &Site) -> &'static str {
    if site.tls {
        "__Host-hemma_step"
    } else {
        "hemma_step"
    }
}

fn step_cookie(site: &Site, token: &Token) -> [(HeaderName, String); 1] {
    let seconds = u32::try_from(CEREMONY_SECONDS).ok();
    set_cookie(site, step_name(site), &token.0, seconds)
}

fn of(guest: &Guest, err: Error) -> PageError {
    PageError::of(err, guest.lang, guest.ctx.request.clone())
}

/// The time of day a lock ends; rounded up, so that whoever waits until then is let in.
fn clock(guest: &Guest, until: Instant) -> String {
    guest.lang.time(until.plus_seconds(59))
}

fn local(next: &str) -> String {
    if url::is_local(next) {
        next.to_owned()
    } else {
        String::new()
    }
}

fn with_next(path: &str, next: &str) -> String {
    match local(next) {
        next if next.is_empty() || next == "/" => path.to_owned(),
        next => format!("{path}?next={}", url::encode(&next)),
    }
}

/// Every state of this page.
pub fn samples() -> Vec<Sampled> {
    let mut all = sampled::<SignInPage>("sign-in");
    all.extend(sampled::<CodePage>("sign-in code"));
    all.extend(sampled::<RecoveryPage>("sign-in recovery"));
    all
}

impl Samples for SignInPage {
    fn samples() -> Vec<(&'static str, SignInPage)> {
        let page = || SignInPage::new(Lang::SV, Theme::Device, "/");
        vec![
            ("plain", page()),
            (
                "expired",
                SignInPage {
                    expired: true,
                    ..page()
                },
            ),
            (
                "over",
                SignInPage {
                    over: true,
                    ..page()
                },
            ),
            (
                "wrong",
                SignInPage {
                    fault: Lang::SV.t("sign-in-wrong"),
                    email: "tuva@hemma.example".to_owned(),
                    ..page()
                },
            ),
            (
                "locked",
                SignInPage {
                    locked: "14:02".to_owned(),
                    ..page()
                },
            ),
            (
                "demo",
                SignInPage {
                    places: vec![demo::sample()],
                    ..page()
                },
            ),
        ]
    }
}

impl Samples for CodePage {
    fn samples() -> Vec<(&'static str, CodePage)> {
        let page = |locked: &str, fault: &str| CodePage {
            lang: Lang::SV,
            theme: Theme::Device,
            next: String::new(),
            locked: locked.to_owned(),
            fault: fault.to_owned(),
        };
        vec![
            ("plain", page("", "")),
            ("wrong", page("", &Lang::SV.t("sign-in-code-wrong"))),
            ("locked", page("14:02", "")),
        ]
    }
}

impl Samples for RecoveryPage {
    fn samples() -> Vec<(&'static str, RecoveryPage)> {
        let page = |locked: &str, fault: &str| RecoveryPage {
            lang: Lang::SV,
            theme: Theme::Device,
            email: String::new(),
            locked: locked.to_owned(),
            fault: fault.to_owned(),
        };
        vec![
            ("plain", page("", "")),
            ("wrong", page("", &Lang::SV.t("sign-in-recovery-wrong"))),
            ("locked", page("14:02", "")),
        ]
    }
}
