//! The first sign-in by a link, and the recovery codes that are shown once.

use askama::Template;
use axum::extract::{Form, Path, State};
use axum::response::{IntoResponse, Response};
use axum::{Json, http::StatusCode};
use hemma_app::error::Error;
use hemma_app::passkey::NewPasskey;
use hemma_app::welcome::Chosen;
use qrcode::QrCode;
use qrcode::render::svg;
use serde::Deserialize;

use crate::http::Site;
use crate::http::error::PageError;
use crate::http::form::Faults;
use crate::http::route::{Access, Routes};
use crate::http::visit::{Guest, Theme};
use crate::lang::Lang;
use crate::page::{Sampled, Samples, respond, sampled, sign_in};

/// Points on a side of one square of the picture that an authenticator reads.
const SQUARE: u32 = 5;

/// The routes of this page.
pub fn routes() -> Routes {
    Routes::default()
        .get("/welcome/{token}", Access::Public, get)
        .post("/welcome/{token}", Access::Public, post)
        .post(
            "/welcome/{token}/passkey/start",
            Access::Public,
            post_passkey_start,
        )
        .post("/welcome/{token}/passkey", Access::Public, post_passkey)
}

/// What the link leads to.
#[derive(Template)]
#[template(path = "sign_in/welcome.html")]
pub struct WelcomePage {
    pub lang: Lang,
    pub theme: Theme,
    pub name: String,
    pub email: String,
    /// The link's own address.
    pub action: String,
    /// The picture that an authenticator reads, as SVG.
    pub picture: String,
    /// The same to be typed by hand.
    pub secret: String,
    pub faults: Faults,
}

/// Recovery codes, this once.
#[derive(Template)]
#[template(path = "sign_in/codes.html")]
pub struct CodesPage {
    pub lang: Lang,
    pub theme: Theme,
    pub codes: Vec<String>,
    pub next: &'static str,
}

#[derive(Deserialize)]
struct WelcomeForm {
    #[serde(default)]
    password: String,
    #[serde(default)]
    code: String,
    #[serde(default)]
    credential: String,
    #[serde(default)]
    name: String,
}

async fn get(
    guest: Guest,
    State(site): State<Site>,
    Path(token): Path<String>,
) -> Result<Response, PageError> {
    let page = page(&guest, &site, &token, Faults::none()).await?;
    respond(&page, guest.lang, &guest.ctx.request)
}

async fn page(
    guest: &Guest,
    site: &Site,
    token: &str,
    faults: Faults,
) -> Result<WelcomePage, PageError> {
    let opened = site
        .app
        .welcome(&guest.ctx, token)
        .await
        .map_err(|err| of(guest, err))?;
    Ok(WelcomePage {
        lang: guest.lang,
        theme: guest.theme,
        name: opened.staff.name,
        email: opened.staff.email,
        action: format!("/welcome/{token}"),
        picture: picture(&opened.factor.url),
        secret: opened.factor.secret,
        faults,
    })
}

/// The link as a picture. An address too long for one is left to the hand.
pub(crate) fn picture(url: &str) -> String {
    let Ok(code) = QrCode::new(url.as_bytes()) else {
        return String::new();
    };
    let drawn = code
        .render::<svg::Color<'_>>()
        .module_dimensions(SQUARE, SQUARE)
        .build();
    match drawn.find("<svg") {
        Some(start) => drawn.get(start..).unwrap_or_default().to_owned(),
        None => String::new(),
    }
}

async fn post(
    guest: Guest,
    State(site): State<Site>,
    Path(token): Path<String>,
    Form(form): Form<WelcomeForm>,
) -> Result<Response, PageError> {
    let chosen = Chosen {
        password: form.password,
        code: form.code,
    };
    let welcomed = site
        .app
        .welcome_password(&guest.ctx, &token, chosen, &guest.device())
        .await;
    match welcomed {
        // Shown in the answer itself: the codes are kept nowhere from which a second page could take them.
        Ok(welcomed) => {
            let page = CodesPage {
                lang: guest.lang,
                theme: guest.theme,
                codes: welcomed.recovery_codes,
                next: "/",
            };
            let page = respond(&page, guest.lang, &guest.ctx.request)?;
            Ok((sign_in::session_cookies(&site, &welcomed.token), page).into_response())
        }
        Err(err) => again(&guest, &site, &token, err).await,
    }
}

async fn again(guest: &Guest, site: &Site, token: &str, err: Error) -> Result<Response, PageError> {
    match err {
        Error::Invalid(faults) => {
            let page = page(guest, site, token, Faults::of(faults)).await?;
            let page = respond(&page, guest.lang, &guest.ctx.request)?;
            Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response())
        }
        err => Err(of(guest, err)),
    }
}

async fn post_passkey_start(
    guest: Guest,
    State(site): State<Site>,
    Path(token): Path<String>,
) -> Result<Response, PageError> {
    let options = site
        .app
        .begin_welcome_passkey(&guest.ctx, &token)
        .await
        .map_err(|err| of(&guest, err))?;
    Ok(Json(options).into_response())
}

async fn post_passkey(
    guest: Guest,
    State(site): State<Site>,
    Path(token): Path<String>,
    Form(form): Form<WelcomeForm>,
) -> Result<Response, PageError> {
    let made = NewPasskey {
        credential: form.credential,
        name: form.name,
    };
    let welcomed = site
        .app
        .welcome_passkey(&guest.ctx, &token, made, &guest.device())
        .await;
    match welcomed {
        Ok(session) => Ok(sign_in::welcome(&site, &session, "/")),
        Err(err) => again(&guest, &site, &token, err).await,
    }
}

fn of(guest: &Guest, err: Error) -> PageError {
    PageError::of(err, guest.lang, guest.ctx.request.clone())
}

/// Every state of this page.
pub fn samples() -> Vec<Sampled> {
    let mut all = sampled::<WelcomePage>("welcome");
    all.extend(sampled::<CodesPage>("recovery codes"));
    all
}

impl Samples for WelcomePage {
    fn samples() -> Vec<(&'static str, WelcomePage)> {
        let page = |faults| WelcomePage {
            lang: Lang::SV,
            theme: Theme::Device,
            name: "Tuva Ekorrstig".to_owned(),
            email: "tuva@hemma.example".to_owned(),
            action: "/welcome/sample".to_owned(),
            picture: picture("otpauth://totp/Hemma:tuva"),
            secret: "ABCD EFGH IJKL MNOP".to_owned(),
            faults,
        };
        let mut faults = Faults::none();
        faults.add("password", "sign-in-password-short");
        faults.add("code", "sign-in-code-wrong");
        faults.add("passkey", "account-passkey-refused");
        vec![("plain", page(Faults::none())), ("faults", page(faults))]
    }
}

impl Samples for CodesPage {
    fn samples() -> Vec<(&'static str, CodesPage)> {
        let codes = (0..10).map(|n| format!("ab{n}de-fg{n}hj")).collect();
        vec![(
            "ten",
            CodesPage {
                lang: Lang::SV,
                theme: Theme::Device,
                codes,
                next: "/",
            },
        )]
    }
}
