//! One's own account: ways to sign in, language, sessions.

mod authenticator;

use askama::Template;
use axum::extract::{Form, Path, State};
use axum::response::{IntoResponse, Redirect, Response};
use axum::{Json, http::StatusCode};
use hemma_app::account::{Account, Change, OwnPasskey, OwnSession};
use hemma_app::error::{Error, FieldError};
use hemma_app::passkey::NewPasskey;
use hemma_domain::code::Code;
use hemma_domain::ids::PasskeyId;
use hemma_domain::login::RECOVERY_CODES_LOW;
use hemma_domain::staff::Language;
use serde::Deserialize;

use crate::http::Site;
use crate::http::error::PageError;
use crate::http::form::Faults;
use crate::http::route::{Access, Routes};
use crate::http::visit::{COOKIE_LANGUAGE, COOKIE_THEME, Theme, Visit};
use crate::lang::Lang;
use crate::page::sign_in::{CHOICE_SECONDS, set_cookie};
use crate::page::welcome::CodesPage;
use crate::page::{Frame, Sampled, Samples, render, sampled};

/// The routes of this page.
pub fn routes() -> Routes {
    Routes::default()
        .get("/account", Access::SignedIn, get)
        .post("/account/language", Access::SignedIn, post_language)
        .post("/account/theme", Access::SignedIn, post_theme)
        .post("/account/password", Access::SignedIn, post_password)
        .post("/account/codes", Access::SignedIn, post_codes)
        .with(authenticator::routes())
        .post("/account/passkeys/start", Access::SignedIn, post_start)
        .post("/account/passkeys", Access::SignedIn, post_passkey)
        .post(
            "/account/passkeys/{passkey}/name",
            Access::SignedIn,
            post_rename,
        )
        .post(
            "/account/passkeys/{passkey}/remove",
            Access::SignedIn,
            post_remove,
        )
        .post("/account/sessions/end", Access::SignedIn, post_end)
        .post(
            "/account/sessions/end-others",
            Access::SignedIn,
            post_end_others,
        )
}

/// One's own account.
#[derive(Template)]
#[template(path = "account/account.html")]
pub struct AccountPage {
    pub frame: Frame,
    pub lang: Lang,
    pub name: String,
    pub email: String,
    /// Code, name, and whether it is chosen.
    pub languages: Vec<(&'static str, String, bool)>,
    pub themes: Vec<(&'static str, String, bool)>,
    pub passkeys: Vec<PasskeyView>,
    pub has_password: bool,
    pub codes_left: String,
    pub codes_low: bool,
    pub sessions: Vec<SessionView>,
    pub faults: Faults,
}

/// A passkey as shown.
pub struct PasskeyView {
    pub id: PasskeyId,
    pub name: String,
    pub used: String,
}

/// A session as shown.
pub struct SessionView {
    pub name: String,
    pub device: String,
    pub about: String,
    pub is_this: bool,
}

#[derive(Deserialize)]
struct AccountForm {
    #[serde(default)]
    language: String,
    #[serde(default)]
    theme: String,
    #[serde(default)]
    current: String,
    #[serde(default)]
    new: String,
    #[serde(default)]
    credential: String,
    #[serde(default)]
    name: String,
    #[serde(default)]
    session: String,
}

async fn get(visit: Visit, State(site): State<Site>) -> Result<Response, PageError> {
    show(&visit, &site, Faults::none()).await
}

async fn show(visit: &Visit, site: &Site, faults: Faults) -> Result<Response, PageError> {
    let account = site
        .app
        .account(&visit.ctx, &visit.who.token_hash)
        .await
        .map_err(PageError::to(visit))?;
    let frame = Frame::of(visit, "account-title");
    render(visit, &page(frame, visit.theme, &account, faults))
}

fn page(frame: Frame, theme: Theme, account: &Account, faults: Faults) -> AccountPage {
    let lang = frame.lang;
    let themes = [
        ("device", "account-theme-device", Theme::Device),
        ("light", "account-theme-light", Theme::Light),
        ("dark", "account-theme-dark", Theme::Dark),
    ];
    let codes_left = usize::try_from(account.codes_left).unwrap_or(0);
    AccountPage {
        lang,
        name: account.staff.name.clone(),
        email: account.staff.email.clone(),
        languages: Language::ALL
            .iter()
            .map(|one| (one.code(), lang.name(*one), *one == account.staff.language))
            .collect(),
        themes: themes
            .into_iter()
            .map(|(code, key, value)| (code, lang.t(key), value == theme))
            .collect(),
        passkeys: account
            .passkeys
            .iter()
            .map(|one| passkey_view(one, lang))
            .collect(),
        has_password: account.has_password,
        codes_left: lang.t1("codes-left", "codes", account.codes_left),
        codes_low: codes_left <= RECOVERY_CODES_LOW,
        sessions: account
            .sessions
            .iter()
            .map(|one| session_view(one, lang))
            .collect(),
        faults,
        frame,
    }
}

fn passkey_view(passkey: &OwnPasskey, lang: Lang) -> PasskeyView {
    let used = match passkey.used_at {
        Some(at) => lang.t1("account-passkey-used", "time", lang.moment(at)),
        None => lang.t1(
            "account-passkey-made",
            "day",
            lang.day(passkey.created_at.day()),
        ),
    };
    PasskeyView {
        id: passkey.id,
        name: passkey.name.clone(),
        used,
    }
}

fn session_view(session: &OwnSession, lang: Lang) -> SessionView {
    SessionView {
        name: session.name.clone(),
        device: device(&session.agent, lang),
        about: lang.t2(
            "account-session-times",
            ("began", lang.moment(session.began_at)),
            ("seen", lang.moment(session.seen_at)),
        ),
        is_this: session.is_this,
    }
}

/// What kind of browser on what kind of device, as far as it says so.
fn device(agent: &str, lang: Lang) -> String {
    const BROWSERS: [(&str, &str); 5] = [
        ("Edg/", "Edge"),
        ("Firefox/", "Firefox"),
        ("Chrome/", "Chrome"),
        ("CriOS/", "Chrome"),
        ("Safari/", "Safari"),
    ];
    const SYSTEMS: [(&str, &str); 6] = [
        ("iPhone", "iPhone"),
        ("iPad", "iPad"),
        ("Android", "Android"),
        ("Windows", "Windows"),
        ("Mac OS", "Mac"),
        ("Linux", "Linux"),
    ];
    let find = |known: &[(&str, &'static str)]| {
        known
            .iter()
            .find(|(mark, _)| agent.contains(mark))
            .map(|(_, name)| *name)
    };
    match (find(&BROWSERS), find(&SYSTEMS)) {
        (Some(browser), Some(system)) => format!("{browser}, {system}"),
        (Some(one), None) | (None, Some(one)) => one.to_owned(),
        (None, None) => lang.t("account-device-unknown"),
    }
}

async fn post_language(
    visit: Visit,
    State(site): State<Site>,
    Form(form): Form<AccountForm>,
) -> Result<Response, PageError> {
    let language = Language::from_code(&form.language)
        .ok_or_else(|| PageError::to(&visit)(Error::Invalid(Vec::new())))?;
    site.app
        .change_language(&visit.ctx, language)
        .await
        .map_err(PageError::to(&visit))?;
    let kept = set_cookie(
        &site,
        COOKIE_LANGUAGE,
        language.code(),
        Some(CHOICE_SECONDS),
    );
    Ok((kept, done("saved")).into_response())
}

async fn post_theme(
    visit: Visit,
    State(site): State<Site>,
    Form(form): Form<AccountForm>,
) -> Result<Response, PageError> {
    let seconds = match form.theme.as_str() {
        "light" | "dark" => CHOICE_SECONDS,
        "device" => 0,
        _ => return Err(PageError::to(&visit)(Error::Invalid(Vec::new()))),
    };
    let kept = set_cookie(&site, COOKIE_THEME, &form.theme, Some(seconds));
    Ok((kept, done("saved")).into_response())
}

async fn post_password(
    visit: Visit,
    State(site): State<Site>,
    Form(form): Form<AccountForm>,
) -> Result<Response, PageError> {
    let change = Change {
        current: form.current,
        new: form.new,
    };
    let changed = site
        .app
        .change_password(&visit.ctx, &visit.who.token_hash, change)
        .await;
    after(&visit, &site, changed, "password").await
}

async fn post_codes(
    visit: Visit,
    State(site): State<Site>,
    Form(form): Form<AccountForm>,
) -> Result<Response, PageError> {
    match site.app.renew_codes(&visit.ctx, form.current).await {
        Ok(codes) => {
            let page = CodesPage {
                lang: visit.lang,
                theme: visit.theme,
                codes,
                next: "/account",
            };
            render(&visit, &page)
        }
        // The page has two fields for the current password; the fault belongs to the lower one.
        Err(Error::Invalid(faults)) => {
            let field = "codes";
            let faults = faults
                .into_iter()
                .map(|fault| FieldError::new(field, fault.message))
                .collect();
            after(&visit, &site, Err(Error::Invalid(faults)), "").await
        }
        Err(err) => Err(PageError::to(&visit)(err)),
    }
}

async fn post_start(visit: Visit, State(site): State<Site>) -> Result<Response, PageError> {
    let options = site
        .app
        .begin_passkey(&visit.ctx, &visit.who.token_hash)
        .await
        .map_err(PageError::to(&visit))?;
    Ok(Json(options).into_response())
}

async fn post_passkey(
    visit: Visit,
    State(site): State<Site>,
    Form(form): Form<AccountForm>,
) -> Result<Response, PageError> {
    let made = NewPasskey {
        credential: form.credential,
        name: form.name,
    };
    let added = site
        .app
        .add_passkey(&visit.ctx, &visit.who.token_hash, made)
        .await;
    after(&visit, &site, added, "passkey").await
}

async fn post_rename(
    visit: Visit,
    State(site): State<Site>,
    Path(id): Path<PasskeyId>,
    Form(form): Form<AccountForm>,
) -> Result<Response, PageError> {
    let renamed = site.app.rename_passkey(&visit.ctx, id, &form.name).await;
    after(&visit, &site, renamed, "saved").await
}

async fn post_remove(
    visit: Visit,
    State(site): State<Site>,
    Path(id): Path<PasskeyId>,
) -> Result<Response, PageError> {
    let removed = site.app.remove_passkey(&visit.ctx, id).await;
    after(&visit, &site, removed, "passkey-removed").await
}

async fn post_end(
    visit: Visit,
    State(site): State<Site>,
    Form(form): Form<AccountForm>,
) -> Result<Response, PageError> {
    let ended = site.app.end_session(&visit.ctx, &form.session).await;
    after(&visit, &site, ended, "session-ended").await
}

async fn post_end_others(visit: Visit, State(site): State<Site>) -> Result<Response, PageError> {
    let ended = site
        .app
        .end_other_sessions(&visit.ctx, &visit.who.token_hash)
        .await;
    after(&visit, &site, ended, "session-ended").await
}

/// Back to the page: with a word of what was done, or with the faults.
async fn after(
    visit: &Visit,
    site: &Site,
    outcome: Result<(), Error>,
    key: &str,
) -> Result<Response, PageError> {
    match outcome {
        Ok(()) => Ok(done(key).into_response()),
        Err(Error::Invalid(faults)) => {
            let page = show(visit, site, Faults::of(faults)).await?;
            Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response())
        }
        Err(err) => Err(PageError::to(visit)(err)),
    }
}

fn done(key: &str) -> Redirect {
    Redirect::to(&format!("/account?done=account-{key}"))
}

/// Every state of this page.
pub fn samples() -> Vec<Sampled> {
    let mut all = sampled::<AccountPage>("account");
    all.extend(authenticator::samples());
    all
}

impl Samples for AccountPage {
    fn samples() -> Vec<(&'static str, AccountPage)> {
        let at = hemma_domain::time::Instant(jiff::Timestamp::UNIX_EPOCH);
        let account = |has_password, codes_left, passkeys: usize| Account {
            staff: hemma_domain::staff::Staff {
                id: hemma_domain::ids::StaffId(uuid::Uuid::nil()),
                name: "Tuva Ekorrstig".to_owned(),
                email: "tuva@hemma.example".to_owned(),
                phone: None,
                language: Language::Swedish,
                left_on: None,
            },
            sessions: (0..=passkeys)
                .map(|n| OwnSession {
                    name: n.to_string(),
                    agent: "Mozilla/5.0 (X11; Linux) Firefox/150.0".to_owned(),
                    method: "password".to_owned(),
                    began_at: at,
                    seen_at: at,
                    is_this: n == 0,
                })
                .collect(),
            passkeys: (0..passkeys)
                .map(|n| OwnPasskey {
                    id: PasskeyId(uuid::Uuid::from_u128(n as u128)),
                    name: "Tjänstetelefonen".to_owned(),
                    created_at: at,
                    used_at: (n > 0).then_some(at),
                })
                .collect(),
            has_password,
            codes_left,
        };
        let sample = |account: Account, faults| {
            page(Frame::sample(Lang::SV), Theme::Device, &account, faults)
        };
        let mut faults = Faults::none();
        for (field, message) in [
            ("current", "account-password-wrong"),
            ("new", "sign-in-password-short"),
            ("codes", "account-password-locked"),
            ("passkey", "account-last-way-in"),
        ] {
            faults.add(field, message);
        }
        vec![
            ("neither", sample(account(false, 0, 0), Faults::none())),
            ("usual", sample(account(true, 9, 2), Faults::none())),
            ("few codes", sample(account(true, 2, 1), Faults::none())),
            ("faults", sample(account(true, 2, 1), faults)),
        ]
    }
}
