//! Another authenticator: a picture to read, and two proofs.

use askama::Template;
use axum::Form;
use axum::extract::State;
use axum::response::{IntoResponse as _, Response};
use hemma_app::account::NewAuthenticator;
use hemma_app::error::Error;
use serde::Deserialize;

use super::done;
use crate::http::Site;
use crate::http::error::PageError;
use crate::http::form::Faults;
use crate::http::route::{Access, Routes};
use crate::http::visit::Visit;
use crate::lang::Lang;
use crate::page::welcome::picture;
use crate::page::{Frame, Sampled, Samples, render, sampled, unprocessable};

/// The routes of this page.
pub(super) fn routes() -> Routes {
    Routes::default()
        .get("/account/authenticator", Access::SignedIn, get)
        .post("/account/authenticator", Access::SignedIn, post)
}

/// What to put into another authenticator.
#[derive(Template)]
#[template(path = "account/authenticator.html")]
pub(super) struct AuthenticatorPage {
    pub frame: Frame,
    pub lang: Lang,
    pub email: String,
    /// The picture that an authenticator reads, as SVG.
    pub picture: String,
    /// The same to be typed by hand.
    pub secret: String,
    pub faults: Faults,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct AuthenticatorForm {
    current: String,
    code: String,
}

async fn get(visit: Visit, State(site): State<Site>) -> Result<Response, PageError> {
    let page = page(&visit, &site, Faults::none()).await?;
    render(&visit, &page)
}

async fn page(visit: &Visit, site: &Site, faults: Faults) -> Result<AuthenticatorPage, PageError> {
    let offered = site
        .app
        .new_authenticator(&visit.ctx, &visit.who.token_hash)
        .await
        .map_err(PageError::to(visit))?;
    Ok(AuthenticatorPage {
        frame: Frame::of(visit, "account-authenticator"),
        lang: visit.lang,
        email: visit.who.staff.email.clone(),
        picture: picture(&offered.url),
        secret: offered.secret,
        faults,
    })
}

async fn post(
    visit: Visit,
    State(site): State<Site>,
    Form(form): Form<AuthenticatorForm>,
) -> Result<Response, PageError> {
    let new = NewAuthenticator {
        current: form.current,
        code: form.code,
    };
    let changed = site
        .app
        .change_authenticator(&visit.ctx, &visit.who.token_hash, new)
        .await;
    match changed {
        Ok(()) => Ok(done("authenticator").into_response()),
        Err(Error::Invalid(faults)) => {
            let page = page(&visit, &site, Faults::of(faults)).await?;
            Ok(unprocessable(render(&visit, &page)?))
        }
        Err(err) => Err(PageError::to(&visit)(err)),
    }
}

/// Every state of this page.
pub(super) fn samples() -> Vec<Sampled> {
    sampled::<AuthenticatorPage>("account authenticator")
}

impl Samples for AuthenticatorPage {
    fn samples() -> Vec<(&'static str, AuthenticatorPage)> {
        let page = |lang: Lang, faults| AuthenticatorPage {
            frame: Frame::sample(lang),
            lang,
            email: "tuva@hemma.example".to_owned(),
            picture: picture("otpauth://totp/Hemma:tuva@hemma.example?secret=ABCD&issuer=Hemma"),
            secret: "ABCD EFGH IJKL MNOP QRST UVWX YZ23 4567".to_owned(),
            faults,
        };
        let mut faults = Faults::none();
        faults.add("current", "account-password-wrong");
        faults.add("code", "sign-in-code-wrong");
        vec![
            ("offered", page(Lang::SV, Faults::none())),
            ("faults", page(Lang::EN, faults)),
        ]
    }
}
