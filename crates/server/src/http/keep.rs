//! What somebody typed outlives the session: a form sent too late is kept as a draft, not thrown away.

use axum::body::{Body, to_bytes};
use axum::extract::{Request, State};
use axum::http::header::{ACCEPT, CONTENT_TYPE, HOST, LOCATION, REFERER};
use axum::http::request::Parts;
use axum::http::{HeaderMap, Method, StatusCode};
use axum::middleware::Next;
use axum::response::{IntoResponse, Redirect, Response};
use hemma_app::draft::{DRAFT_BYTES_MAX, UNOWNED};
use hemma_app::login::{SignedIn, Visitor};
use hemma_domain::access::Actor;
use hemma_domain::ids::StaffId;
use serde::Deserialize;
use serde_json::json;

use crate::http::form::Faults;
use crate::http::once;
use crate::http::url;
use crate::http::visit::{self, Recognised};
use crate::http::{JOBS, Site};
use crate::lang::Lang;

/// Where secrets are typed, where nothing is, where somebody of a family answers, where anybody applies, and what may have
/// no owner: nothing of it is kept for staff.
const NOT_KEPT: [&str; 8] = [
    "/sign-",
    "/welcome",
    "/account",
    "/session",
    "/a/",
    JOBS,
    "/application/",
    UNOWNED,
];
/// Where scripts send drafts themselves.
pub const DRAFTS: &str = "/drafts";
/// What a device says about whose things it sends.
pub const OWNER: &str = "x-hemma-owner";

/// Looks at each form on its way in. Sent by somebody whose session ran out, it is kept for them and they are asked to
/// sign in; sent and taken, the draft of it goes.
pub async fn typed(State(site): State<Site>, request: Request, next: Next) -> Response {
    let path = request.uri().path();
    if request.method() != Method::POST || NOT_KEPT.iter().any(|start| path.starts_with(start)) {
        return next.run(request).await;
    }
    let (mut parts, body) = request.into_parts();
    let Some(token) = visit::token(&parts.headers, &site) else {
        return nobody(parts, body, next).await;
    };
    match site.app.visitor(token, site.clock.now()).await {
        Ok(Visitor::Known(who)) if is_for_another(&parts, &site, &who) => unauthorised("other"),
        Ok(Visitor::Known(who)) => {
            parts.extensions.insert(Recognised((*who).clone()));
            taken(&site, *who, parts, (body, next)).await
        }
        Ok(Visitor::Expired(staff)) => late(&site, staff, parts, body).await,
        // The handler asks again and says what is wrong with the database.
        Ok(Visitor::Nobody) | Err(_) => nobody(parts, body, next).await,
    }
}

/// Whether a device sends what belongs to somebody else than who is signed in now.
fn is_for_another(parts: &Parts, site: &Site, who: &SignedIn) -> bool {
    parts
        .headers
        .get(OWNER)
        .is_some_and(|owner| owner.as_bytes() != site.app.device_owner(who.staff.id).as_bytes())
}

async fn nobody(parts: Parts, body: Body, next: Next) -> Response {
    if wants_json(&parts.headers) {
        return unauthorised("nobody");
    }
    next.run(Request::from_parts(parts, body)).await
}

async fn taken(site: &Site, who: SignedIn, parts: Parts, (body, next): (Body, Next)) -> Response {
    let staff = who.staff.id;
    if !who.has_drafts {
        return once::run(site, staff, Request::from_parts(parts, body), next).await;
    }
    let place = parts.uri.path().to_owned();
    let ctx = visit::context(&parts, who.actor, site);
    let response = once::run(site, staff, Request::from_parts(parts, body), next).await;
    if place != DRAFTS && was_taken(&response) {
        // What was sent is stored; a draft left behind is a nuisance, no reason to say that it failed.
        if let Err(err) = site.app.drop_draft(&ctx, &place).await {
            tracing::warn!(%err, "a draft was left behind");
        }
    }
    response
}

/// Taken is what leads on elsewhere, or says so as JSON.
fn was_taken(response: &Response) -> bool {
    let json = response
        .headers()
        .get(CONTENT_TYPE)
        .is_some_and(|kind| kind.as_bytes().starts_with(b"application/json"));
    let away = response
        .headers()
        .get(LOCATION)
        .is_some_and(|to| to.as_bytes().starts_with(b"/sign-in"));
    match response.status() {
        StatusCode::SEE_OTHER => !away,
        StatusCode::OK | StatusCode::CREATED => json,
        _ => false,
    }
}

/// Keeps what was typed for the person whose session ran out, and leads to the sign-in.
async fn late(site: &Site, staff: StaffId, parts: Parts, body: Body) -> Response {
    let nobody = Actor::Staff {
        id: staff,
        posts: Vec::new(),
    };
    let ctx = visit::context(&parts, nobody, site);
    let is_form = parts.headers.get(CONTENT_TYPE).is_some_and(|kind| {
        kind.as_bytes()
            .starts_with(b"application/x-www-form-urlencoded")
    });
    if is_form
        && let Some(place) = place(&parts)
        && let Ok(bytes) = to_bytes(body, DRAFT_BYTES_MAX).await
        && let Ok(fields) = std::str::from_utf8(&bytes)
        && !fields.is_empty()
        && let Err(err) = site.app.keep_draft(&ctx, staff, &place, fields).await
    {
        tracing::warn!(%err, "what was typed after the session's end could not be kept");
    }
    if wants_json(&parts.headers) {
        return unauthorised("expired");
    }
    let back = referer(&parts).unwrap_or_else(|| "/".to_owned());
    Redirect::to(&url::sign_in(&back)).into_response()
}

/// The path of the form: the request's own, or the one that a script names.
fn place(parts: &Parts) -> Option<String> {
    #[derive(Deserialize)]
    struct Named {
        place: String,
    }
    if parts.uri.path() != DRAFTS {
        return Some(parts.uri.path().to_owned());
    }
    let named: Named = serde_html_form::from_str(parts.uri.query()?).ok()?;
    Some(named.place)
}

/// The page of this site that the form stood on.
pub fn referer(parts: &Parts) -> Option<String> {
    let referer = parts.headers.get(REFERER)?.to_str().ok()?;
    let host = parts.headers.get(HOST).map_or_else(
        || parts.uri.host().map(str::to_owned),
        |host| host.to_str().ok().map(str::to_owned),
    )?;
    let (_, rest) = referer.split_once("://")?;
    let path = rest.strip_prefix(host.as_str())?;
    url::is_local(path).then(|| path.to_owned())
}

/// Whether a script asks, which cannot be led to a page.
pub fn wants_json(headers: &HeaderMap) -> bool {
    headers
        .get(ACCEPT)
        .is_some_and(|kinds| kinds.as_bytes().starts_with(b"application/json"))
}

/// The way on after something was stored, for people and for scripts.
pub fn gone_to(headers: &HeaderMap, to: &str) -> Response {
    if wants_json(headers) {
        axum::Json(json!({ "location": to })).into_response()
    } else {
        Redirect::to(to).into_response()
    }
}

/// What is wrong with a form that a script sent, field by field.
pub fn faults_told(faults: &Faults, lang: Lang) -> Response {
    let told: Vec<_> = faults
        .list(&lang)
        .into_iter()
        .map(|(field, text)| json!({ "field": field, "text": text }))
        .collect();
    let told = axum::Json(json!({ "faults": told }));
    (StatusCode::UNPROCESSABLE_ENTITY, told).into_response()
}

fn unauthorised(why: &str) -> Response {
    (
        StatusCode::UNAUTHORIZED,
        axum::Json(json!({ "error": why })),
    )
        .into_response()
}
