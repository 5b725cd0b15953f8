//! Information meetings for anybody: saying that one comes, and giving the place back.

use askama::Template;
use axum::extract::{Path, State};
use axum::http::{StatusCode, Uri};
use axum::response::{IntoResponse as _, Redirect, Response};
use hemma_app::application::Advert;
use hemma_app::briefing::Attended;
use hemma_app::error::Error;
use hemma_domain::application::Contact;
use hemma_domain::briefing::Briefing;
use hemma_domain::ids::{BriefingId, OpeningId};

use super::form::held;
use super::{Around, ClosedPage, Reader, failed, page, secret};
use crate::http::Site;
use crate::http::form::Faults;
use crate::http::posted::Posted;
use crate::http::url;
use crate::http::visit::Guest;
use crate::lang::Lang;
use crate::page::opening::term;
use crate::page::{Notice, notice};

type At = (OpeningId, BriefingId);

/// A meeting that anybody can come to.
#[derive(Debug, Clone)]
pub struct BriefingView {
    /// Where one says that one comes; empty where no place is left.
    pub url: String,
    pub at: String,
    pub place: String,
    pub left: String,
}

/// The form of whoever wants to come.
#[derive(Template)]
#[template(path = "application/briefing.html")]
pub struct BriefingPage {
    pub around: Around,
    pub lang: Lang,
    pub post: String,
    pub back: String,
    pub action: String,
    pub secret: String,
    pub at: String,
    pub place: String,
    pub person: Contact,
    /// How long whoever comes is remembered.
    pub kept: String,
    pub faults: Faults,
}

/// One's place.
#[derive(Template)]
#[template(path = "application/seat.html")]
pub struct SeatPage {
    pub around: Around,
    pub lang: Lang,
    pub notice: Option<Notice>,
    pub post: String,
    pub at: String,
    pub place: String,
    /// It was called off.
    pub is_off: bool,
    pub address: String,
    pub url: String,
}

/// A meeting in an advert.
pub(super) fn view(one: &Briefing, lang: Lang) -> BriefingView {
    let left = one.seats.saturating_sub(one.taken);
    BriefingView {
        url: match left {
            0 => String::new(),
            _ => url::briefing(one.opening, one.id),
        },
        at: lang.moment(one.at),
        place: one.place.clone(),
        left: lang.t1("briefing-left", "count", left),
    }
}

async fn found(guest: &Guest, site: &Site, at: At) -> Result<(Briefing, Advert), Response> {
    let advert = site.app.advert(&guest.ctx, at.0).await;
    let advert = advert.map_err(|err| failed(guest, err))?;
    let coming = site.app.coming_briefings(&guest.ctx, at.0).await;
    let coming = coming.map_err(|err| failed(guest, err))?;
    let one = coming.into_iter().find(|one| one.id == at.1);
    let one = one.ok_or_else(|| failed(guest, Error::NotFound))?;
    Ok((one, advert))
}

impl BriefingPage {
    pub(super) fn of(
        around: Around,
        (one, advert): (&Briefing, &Advert),
        (typed, secret): (&Posted, String),
        faults: Faults,
    ) -> BriefingPage {
        let lang = around.lang;
        BriefingPage {
            lang,
            post: advert.opening.profile.post.clone(),
            back: url::job(one.opening),
            action: url::briefing(one.opening, one.id),
            secret,
            at: lang.moment(one.at),
            place: one.place.clone(),
            person: Contact {
                name: typed.get("name").to_owned(),
                email: typed.get("email").to_owned(),
                phone: String::new(),
            },
            kept: match advert.guests_kept {
                Some(of) => lang.t1("briefing-kept", "term", term(of, lang)),
                None => lang.t("briefing-kept-day"),
            },
            faults,
            around,
        }
    }
}

fn around(guest: &Guest, at: At) -> Around {
    Around::of(guest, "briefing-title", url::briefing(at.0, at.1))
}

pub(super) async fn get(
    Reader(guest): Reader,
    State(site): State<Site>,
    Path(at): Path<At>,
) -> Response {
    let (one, advert) = match found(&guest, &site, at).await {
        Ok(found) => found,
        Err(response) => return response,
    };
    let blank = (&Posted::default(), site.app.new_secret());
    let form = BriefingPage::of(around(&guest, at), (&one, &advert), blank, Faults::none());
    page(&guest, StatusCode::OK, &form)
}

pub(super) async fn post(
    guest: Guest,
    State(site): State<Site>,
    Path(at): Path<At>,
    posted: Posted,
) -> Response {
    let (one, advert) = match found(&guest, &site, at).await {
        Ok(found) => found,
        Err(response) => return response,
    };
    if let Err(until) = site.app.let_in(&guest.ctx, &guest.address) {
        return held(&guest, (at.0, &url::briefing(at.0, at.1)), until);
    }
    let who = Contact {
        name: posted.get("name").to_owned(),
        email: posted.get("email").to_owned(),
        phone: String::new(),
    };
    let said = (who, (guest.lang.0, posted.get("secret")));
    match site.app.attend(&guest.ctx, at, said).await {
        Ok(Attended::Sent { token }) => {
            let to = format!("{}?done=briefing-attended", url::seat(&token));
            Redirect::to(&to).into_response()
        }
        Ok(Attended::Full) => {
            let lang = guest.lang;
            let full = ClosedPage {
                around: around(&guest, at),
                lang,
                heading: lang.t("briefing-full-title"),
                text: lang.t("briefing-full"),
                again: String::new(),
                own: String::new(),
            };
            page(&guest, StatusCode::CONFLICT, &full)
        }
        Err(Error::Invalid(faults)) => {
            let typed = (&posted, posted.get("secret").to_owned());
            let faults = Faults::of(faults);
            let form = BriefingPage::of(around(&guest, at), (&one, &advert), typed, faults);
            page(&guest, StatusCode::UNPROCESSABLE_ENTITY, &form)
        }
        Err(err) => failed(&guest, err),
    }
}

pub(super) async fn get_seat(
    guest: Guest,
    State(site): State<Site>,
    Path(token): Path<String>,
    uri: Uri,
) -> Response {
    let found = match site.app.own_seat(&guest.ctx, &token).await {
        Ok(found) => found,
        Err(Error::NotFound) => return StatusCode::NOT_FOUND.into_response(),
        Err(err) => return failed(&guest, err),
    };
    let (lang, url) = (guest.lang, url::seat(&token));
    let path = uri.path_and_query().map_or("", |path| path.as_str());
    let shown = SeatPage {
        around: Around {
            is_secret: true,
            ..Around::of(&guest, "briefing-seat-title", url.clone())
        },
        lang,
        notice: notice(path, lang),
        post: found.post,
        at: lang.moment(found.briefing.at),
        place: found.briefing.place,
        is_off: found.briefing.cancelled_at.is_some(),
        address: format!("{}{url}", site.app.config().origin),
        url,
    };
    secret(&guest, StatusCode::OK, &shown)
}

pub(super) async fn post_leave(
    guest: Guest,
    State(site): State<Site>,
    Path(token): Path<String>,
) -> Response {
    match site.app.leave_briefing(&guest.ctx, &token).await {
        Ok(()) => Redirect::to(&url::jobs()).into_response(),
        Err(Error::NotFound) => StatusCode::NOT_FOUND.into_response(),
        Err(err) => failed(&guest, err),
    }
}
