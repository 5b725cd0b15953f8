//! Adverts and applications, for anybody: no account, no script, and one secret address for each who applied.

mod briefing;
mod form;
mod own;
pub(crate) mod samples;

use askama::Template;
use axum::extract::{FromRequestParts, Path, State};
use axum::http::header::RETRY_AFTER;
use axum::http::request::Parts;
use axum::http::{HeaderName, HeaderValue, StatusCode};
use axum::response::{IntoResponse as _, Response};
use hemma_app::application::Advert;
use hemma_app::error::Error;
use hemma_domain::ids::OpeningId;
use hemma_domain::opening::{Judged, Profile, Weight};
use hemma_domain::staff::Language;
use hemma_domain::time::Instant;

pub use briefing::{BriefingPage, BriefingView, SeatPage};
pub use form::FormPage;
pub use own::OwnPage;
pub(crate) use own::answer;
pub use samples::samples;

use crate::http::Site;
use crate::http::error::PageError;
use crate::http::route::{Access, Routes};
use crate::http::url;
use crate::http::visit::{Guest, Theme};
use crate::lang::Lang;
use crate::page::respond;

/// The routes of whoever reads adverts and applies.
pub fn routes() -> Routes {
    Routes::default()
        .get("/jobs", Access::Public, get_list)
        .get("/jobs/{opening}", Access::Public, get_advert)
        .get("/jobs/{opening}/apply", Access::Public, form::get)
        .post("/jobs/{opening}/apply", Access::Public, form::post)
        .get(
            "/jobs/{opening}/briefings/{briefing}",
            Access::Public,
            briefing::get,
        )
        .post(
            "/jobs/{opening}/briefings/{briefing}",
            Access::Public,
            briefing::post,
        )
        .get(
            "/application/seat/{token}",
            Access::Public,
            briefing::get_seat,
        )
        .post(
            "/application/seat/{token}/leave",
            Access::Public,
            briefing::post_leave,
        )
        .get("/application/{token}", Access::Public, own::get)
        .post(
            "/application/{token}/withdraw",
            Access::Public,
            own::post_withdraw,
        )
}

/// What surrounds these pages.
#[derive(Debug, Clone)]
pub struct Around {
    pub lang: Lang,
    pub theme: Theme,
    /// The title in the browser's tab; empty of names.
    pub title: String,
    /// Where this page is, to come back to in the other language.
    pub path: String,
    /// Code and own name of the language that the page is not in.
    pub other_language: (&'static str, &'static str),
    /// Search engines are kept away.
    pub is_secret: bool,
}

impl Around {
    fn of(guest: &Guest, title: &str, path: String) -> Around {
        Around {
            lang: guest.lang,
            theme: guest.theme,
            title: guest.lang.t(title),
            path,
            other_language: other(guest.lang),
            is_secret: false,
        }
    }
}

fn other(lang: Lang) -> (&'static str, &'static str) {
    match lang.0 {
        Language::Swedish => ("en", "English"),
        Language::English => ("sv", "Svenska"),
    }
}

/// An advert, drawn from the profile.
#[derive(Debug, Clone, Default)]
pub struct AdvertView {
    pub post: String,
    /// The team or the network.
    pub team: String,
    /// Label and value.
    pub facts: Vec<(String, String)>,
    pub about: String,
    pub musts: Vec<String>,
    pub merits: Vec<String>,
    /// How it goes on after the application, step by step.
    pub steps: Vec<String>,
}

impl AdvertView {
    /// What a profile says to those who might apply.
    pub fn of(profile: &Profile, team: &str, lang: Lang) -> AdvertView {
        let named = |weight| {
            let all = profile.competences.iter();
            let of = all.filter(|one| one.weight == weight);
            of.map(|one| one.name.clone()).collect::<Vec<_>>()
        };
        let last_on = profile.last_on.map(|day| lang.full_day(day));
        let facts = [
            ("application-place", profile.place.clone()),
            ("application-extent", profile.extent.clone()),
            ("application-last-on", last_on.unwrap_or_default()),
            ("application-contact", profile.contact.clone()),
        ];
        let facts = facts.into_iter().filter(|(_, text)| !text.is_empty());
        let is_referred = profile.judged_by(Judged::References).next().is_some();
        let mut steps = vec!["application-step-questions", "application-step-interviews"];
        if is_referred {
            steps.push("application-step-references");
        }
        steps.push("application-step-register");
        AdvertView {
            post: profile.post.clone(),
            team: team.to_owned(),
            facts: facts.map(|(label, text)| (lang.t(label), text)).collect(),
            about: profile.about.clone(),
            musts: named(Weight::Must),
            merits: named(Weight::Merit),
            steps: steps.into_iter().map(|step| lang.t(step)).collect(),
        }
    }
}

/// One advert in the list.
#[derive(Debug, Clone)]
pub struct JobView {
    pub url: String,
    pub post: String,
    pub team: String,
    pub place: String,
    pub last_on: String,
}

/// The adverts that anybody can answer.
#[derive(Template)]
#[template(path = "application/list.html")]
pub struct JobsPage {
    pub around: Around,
    pub lang: Lang,
    pub jobs: Vec<JobView>,
}

/// One advert.
#[derive(Template)]
#[template(path = "application/advert.html")]
pub struct JobPage {
    pub around: Around,
    pub lang: Lang,
    pub advert: AdvertView,
    pub apply: String,
    pub briefings: Vec<BriefingView>,
}

/// Why nothing can be sent here now.
#[derive(Template)]
#[template(path = "application/closed.html")]
pub struct ClosedPage {
    pub around: Around,
    pub lang: Lang,
    pub heading: String,
    pub text: String,
    /// Where to try again; empty where there is nothing to try.
    pub again: String,
    /// The application that came before; empty where none did.
    pub own: String,
}

/// A page as an answer with a status.
fn page(guest: &Guest, status: StatusCode, page: &impl Template) -> Response {
    match respond(page, guest.lang, &guest.ctx.request) {
        Ok(answer) => (status, answer).into_response(),
        Err(err) => err.into_response(),
    }
}

/// The same, which nobody finds by searching.
fn secret(guest: &Guest, status: StatusCode, shown: &impl Template) -> Response {
    let quiet = [(
        HeaderName::from_static("x-robots-tag"),
        HeaderValue::from_static("noindex, nofollow, noarchive"),
    )];
    (quiet, page(guest, status, shown)).into_response()
}

/// An advert that is not public any more, or never was, says so in words.
fn failed(guest: &Guest, err: Error) -> Response {
    match err {
        Error::NotFound => {
            let closed = ClosedPage {
                around: Around::of(guest, "application-closed-title", url::jobs()),
                lang: guest.lang,
                heading: guest.lang.t("application-closed-title"),
                text: guest.lang.t("application-closed"),
                again: String::new(),
                own: String::new(),
            };
            page(guest, StatusCode::NOT_FOUND, &closed)
        }
        err => PageError::of(err, guest.lang, guest.ctx.request.clone()).into_response(),
    }
}

/// Somebody who reads adverts: counted before anything is looked up.
pub(super) struct Reader(pub(super) Guest);

impl FromRequestParts<Site> for Reader {
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, site: &Site) -> Result<Reader, Response> {
        let guest = Guest::from_request_parts(parts, site).await;
        let guest = guest.map_err(|err| err.into_response())?;
        match site.app.let_read(&guest.ctx, &guest.address) {
            Ok(()) => Ok(Reader(guest)),
            Err(until) => Err(read_later(&guest, parts.uri.path(), until)),
        }
    }
}

/// Too many pages at once: when to go on reading.
fn read_later(guest: &Guest, path: &str, until: Instant) -> Response {
    let lang = guest.lang;
    let time = lang.time(until.plus_seconds(59));
    let shown = ClosedPage {
        around: Around::of(guest, "application-held-title", path.to_owned()),
        lang,
        heading: lang.t("application-held-title"),
        text: lang.t1("application-held-reading", "time", time),
        again: path.to_owned(),
        own: String::new(),
    };
    let answer = page(guest, StatusCode::TOO_MANY_REQUESTS, &shown);
    later(answer, until.seconds_since(guest.ctx.now))
}

/// An answer that says to programs too when to come again.
pub(crate) fn later(mut answer: Response, seconds: i64) -> Response {
    let wait = HeaderValue::from(seconds.max(1));
    answer.headers_mut().insert(RETRY_AFTER, wait);
    answer
}

async fn get_list(Reader(guest): Reader, State(site): State<Site>) -> Response {
    let lang = guest.lang;
    let adverts = match site.app.adverts(&guest.ctx).await {
        Ok(adverts) => adverts,
        Err(err) => return failed(&guest, err),
    };
    let job = |one: &Advert| {
        let profile = &one.opening.profile;
        let last_on = profile.last_on.map(|day| lang.full_day(day));
        JobView {
            url: url::job(one.opening.id),
            post: profile.post.clone(),
            team: one.place.clone(),
            place: profile.place.clone(),
            last_on: lang.t1("application-until", "day", last_on.unwrap_or_default()),
        }
    };
    let list = JobsPage {
        around: Around::of(&guest, "application-jobs", url::jobs()),
        lang,
        jobs: adverts.iter().map(job).collect(),
    };
    page(&guest, StatusCode::OK, &list)
}

async fn get_advert(
    Reader(guest): Reader,
    State(site): State<Site>,
    Path(id): Path<OpeningId>,
) -> Response {
    let found = match site.app.advert(&guest.ctx, id).await {
        Ok(found) => found,
        Err(err) => return failed(&guest, err),
    };
    let coming = match site.app.coming_briefings(&guest.ctx, id).await {
        Ok(coming) => coming,
        Err(err) => return failed(&guest, err),
    };
    let shown = JobPage {
        briefings: coming
            .iter()
            .map(|one| briefing::view(one, guest.lang))
            .collect(),
        around: Around::of(&guest, "application-job", url::job(id)),
        lang: guest.lang,
        advert: AdvertView::of(&found.opening.profile, &found.place, guest.lang),
        apply: url::apply(id),
    };
    page(&guest, StatusCode::OK, &shown)
}
