//! From a request to a context: who asks, in which language, at what time.

use std::net::{IpAddr, SocketAddr};

use axum::extract::{ConnectInfo, FromRequestParts, OptionalFromRequestParts};
use axum::http::header::{ACCEPT_LANGUAGE, COOKIE, USER_AGENT};
use axum::http::request::Parts;
use axum::http::{HeaderMap, Method};
use hemma_app::ctx::{Ctx, Ids};
use hemma_app::login::{SignedIn, Visitor};
use hemma_app::sign_in::Device;
use hemma_domain::access::Actor;
use hemma_domain::code::Code;
use hemma_domain::ids::StaffId;
use hemma_domain::staff::Language;
use uuid::Uuid;

use crate::http::Site;
use crate::http::error::PageError;
use crate::lang::Lang;

/// The session's cookie. `__Host-` binds it to the site over TLS; plain HTTP on this very machine cannot have it.
pub const COOKIE_TLS: &str = "__Host-hemma_session";
/// The session's cookie over plain HTTP on loopback.
pub const COOKIE_PLAIN: &str = "hemma_session";
/// The cookie that holds the chosen language before anybody signs in.
pub const COOKIE_LANGUAGE: &str = "hemma_language";
/// The cookie that holds the chosen theme.
pub const COOKIE_THEME: &str = "hemma_theme";

/// A request by nobody in particular.
#[derive(Debug, Clone)]
pub struct Guest {
    pub ctx: Ctx,
    pub lang: Lang,
    pub theme: Theme,
    /// What the browser says of itself.
    pub agent: String,
    /// The network address the request came from; empty where it is not known.
    pub address: String,
    /// The session that this browser holds, over or not.
    pub before: Option<String>,
    /// Somebody whose session ran out, as far as the cookie tells.
    pub expired: Option<StaffId>,
}

impl Guest {
    /// Where a sign-in comes from.
    pub fn device(&self) -> Device<'_> {
        Device {
            address: &self.address,
            agent: &self.agent,
            before: self.before.as_deref(),
        }
    }
}

/// A request by somebody who is signed in.
#[derive(Debug, Clone)]
pub struct Visit {
    pub ctx: Ctx,
    pub lang: Lang,
    pub theme: Theme,
    pub who: SignedIn,
    /// What this person's devices call them.
    pub owner: String,
    /// The path asked for, to mark the place in the menu.
    pub path: String,
}

/// How the page is coloured.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Theme {
    /// As the device says.
    #[default]
    Device,
    Light,
    Dark,
}

impl Theme {
    /// The value of `data-theme`; empty to follow the device.
    pub fn code(self) -> &'static str {
        match self {
            Theme::Device => "",
            Theme::Light => "light",
            Theme::Dark => "dark",
        }
    }

    fn from_headers(headers: &HeaderMap) -> Theme {
        match cookie(headers, COOKIE_THEME) {
            Some("light") => Theme::Light,
            Some("dark") => Theme::Dark,
            _ => Theme::Device,
        }
    }
}

/// A cookie's value.
pub fn cookie<'h>(headers: &'h HeaderMap, name: &str) -> Option<&'h str> {
    headers
        .get_all(COOKIE)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(';'))
        .filter_map(|pair| pair.trim().split_once('='))
        .find_map(|(key, value)| (key == name).then_some(value))
}

/// The session's token, from whichever cookie this site uses.
pub fn token<'h>(headers: &'h HeaderMap, site: &Site) -> Option<&'h str> {
    cookie(headers, site.session_cookie())
}

fn language(headers: &HeaderMap) -> Language {
    let chosen = cookie(headers, COOKIE_LANGUAGE).and_then(Language::from_code);
    let accepted = headers
        .get(ACCEPT_LANGUAGE)
        .and_then(|value| value.to_str().ok())
        .unwrap_or_default();
    chosen.unwrap_or(if accepted.starts_with("en") {
        Language::English
    } else {
        Language::Swedish
    })
}

/// The language of whoever sent these headers: their own where they are signed in, else what the browser says.
pub async fn language_of(headers: &HeaderMap, site: &Site) -> Lang {
    let known = match token(headers, site) {
        Some(token) => site.app.visitor(token, site.clock.now()).await.ok(),
        None => None,
    };
    match known {
        Some(Visitor::Known(who)) => Lang(who.staff.language),
        _ => Lang(language(headers)),
    }
}

/// The network address of whoever asks. What a proxy says is believed only of the one that was named in the settings,
/// and only its last word: whatever stands before it came from outside.
pub(crate) fn address(parts: &Parts, site: &Site) -> String {
    let Some(ConnectInfo(peer)) = parts.extensions.get::<ConnectInfo<SocketAddr>>() else {
        return String::new();
    };
    let forwarded = parts
        .headers
        .get_all("x-forwarded-for")
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(','))
        .next_back()
        .and_then(|last| last.trim().parse::<IpAddr>().ok());
    match (site.app.config().trusted_proxy, forwarded) {
        (Some(proxy), Some(forwarded)) if proxy == peer.ip() => forwarded.to_string(),
        _ => peer.ip().to_string(),
    }
}

/// The name of this request: given by the layer that counts requests.
fn request_id(parts: &Parts) -> String {
    let given = parts
        .headers
        .get("x-request-id")
        .and_then(|value| value.to_str().ok());
    given.map_or_else(|| Uuid::nil().to_string(), str::to_owned)
}

/// Somebody whom a layer has recognised already, so that the session is not looked up twice.
#[derive(Debug, Clone)]
pub struct Recognised(pub SignedIn);

/// The context of somebody's request.
pub fn context(parts: &Parts, actor: Actor, site: &Site) -> Ctx {
    Ctx {
        actor,
        now: site.clock.now(),
        ids: Ids::Random,
        request: request_id(parts),
    }
}

async fn visitor(parts: &Parts, site: &Site) -> hemma_app::error::Result<Visitor> {
    if let Some(Recognised(who)) = parts.extensions.get() {
        return Ok(Visitor::Known(Box::new(who.clone())));
    }
    match token(&parts.headers, site) {
        Some(token) => site.app.visitor(token, site.clock.now()).await,
        None => Ok(Visitor::Nobody),
    }
}

async fn guest(parts: &Parts, site: &Site) -> Result<(Guest, Option<SignedIn>), PageError> {
    let (expired, who) = match visitor(parts, site).await {
        Ok(Visitor::Known(who)) => (None, Some(*who)),
        Ok(Visitor::Expired(staff)) => (Some(staff), None),
        Ok(Visitor::Nobody) => (None, None),
        Err(err) => {
            return Err(PageError::of(
                err,
                Lang(language(&parts.headers)),
                request_id(parts),
            ));
        }
    };
    let actor = match &who {
        Some(who) => who.actor.clone(),
        None => Actor::Staff {
            id: StaffId(Uuid::nil()),
            posts: Vec::new(),
        },
    };
    let ctx = context(parts, actor, site);
    let agent = parts
        .headers
        .get(USER_AGENT)
        .and_then(|value| value.to_str().ok())
        .unwrap_or_default()
        .to_owned();
    let lang = Lang(
        who.as_ref()
            .map_or_else(|| language(&parts.headers), |who| who.staff.language),
    );
    Ok((
        Guest {
            ctx,
            lang,
            theme: Theme::from_headers(&parts.headers),
            agent,
            address: address(parts, site),
            before: token(&parts.headers, site).map(str::to_owned),
            expired,
        },
        who,
    ))
}

impl FromRequestParts<Site> for Guest {
    type Rejection = PageError;

    async fn from_request_parts(parts: &mut Parts, site: &Site) -> Result<Guest, PageError> {
        guest(parts, site).await.map(|(guest, _)| guest)
    }
}

impl FromRequestParts<Site> for Visit {
    type Rejection = PageError;

    async fn from_request_parts(parts: &mut Parts, site: &Site) -> Result<Visit, PageError> {
        let path = parts
            .uri
            .path_and_query()
            .map_or_else(String::new, |path| path.as_str().to_owned());
        let (guest, who) = guest(parts, site).await?;
        match who {
            Some(who) => Ok(Visit {
                ctx: guest.ctx,
                lang: guest.lang,
                theme: guest.theme,
                owner: site.app.device_owner(who.staff.id),
                who,
                path,
            }),
            // After signing in, a page that was asked for is shown; a change is not repeated by itself.
            None => Err(PageError::sign_in(
                &guest,
                if parts.method == Method::GET {
                    &path
                } else {
                    "/"
                },
            )),
        }
    }
}

impl OptionalFromRequestParts<Site> for Visit {
    type Rejection = PageError;

    async fn from_request_parts(
        parts: &mut Parts,
        site: &Site,
    ) -> Result<Option<Visit>, PageError> {
        let path = parts.uri.path().to_owned();
        let (guest, who) = guest(parts, site).await?;
        Ok(who.map(|who| Visit {
            ctx: guest.ctx,
            lang: guest.lang,
            theme: guest.theme,
            owner: site.app.device_owner(who.staff.id),
            who,
            path,
        }))
    }
}
