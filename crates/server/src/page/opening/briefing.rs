//! Information meetings as the panel plans them.

use axum::extract::{Path, State};
use axum::response::Response;
use hemma_app::briefing::OneBriefing;
use hemma_app::error::Error;
use hemma_domain::ids::{BriefingId, OpeningId};
use hemma_domain::time::Instant;

use super::one::{Manages, answered};
use crate::http::Site;
use crate::http::error::PageError;
use crate::http::form;
use crate::http::posted::Posted;
use crate::http::url;
use crate::http::visit::Visit;
use crate::lang::Lang;

/// A meeting as the panel sees it.
#[derive(Debug, Clone)]
pub struct MeetingView {
    pub at: String,
    pub place: String,
    pub coming: String,
    pub is_off: bool,
    /// Name and address of who comes; for whoever is responsible.
    pub guests: Vec<(String, String)>,
    /// Where it is called off; empty where it cannot be.
    pub cancel: String,
}

/// A meeting as the panel sees it; `now` says what still lies ahead.
pub(super) fn view(
    one: &OneBriefing,
    (now, manage): (Instant, Manages),
    lang: Lang,
) -> MeetingView {
    let of = &one.briefing;
    let can_cancel = manage == Manages::Yes && of.is_ahead(now);
    MeetingView {
        at: lang.moment(of.at),
        place: of.place.clone(),
        coming: lang.t2("briefing-coming", ("count", of.taken), ("seats", of.seats)),
        is_off: of.cancelled_at.is_some(),
        guests: one
            .guests
            .iter()
            .map(|guest| (guest.name.clone(), guest.email.clone()))
            .collect(),
        cancel: match can_cancel {
            true => format!("{}/briefings/{}/cancel", url::opening(of.opening), of.id),
            false => String::new(),
        },
    }
}

/// The meetings to come, as an advert tells them: when, and where.
pub(super) fn coming(all: &[OneBriefing], now: Instant, lang: Lang) -> Vec<(String, String)> {
    let ahead = all.iter().map(|one| &one.briefing);
    let ahead = ahead.filter(|one| one.is_ahead(now));
    ahead
        .map(|one| (lang.moment(one.at), one.place.clone()))
        .collect()
}

pub(super) async fn post_new(
    visit: Visit,
    State(site): State<Site>,
    Path(id): Path<OpeningId>,
    posted: Posted,
) -> Result<Response, PageError> {
    let at = form::moment(posted.get("briefing-at"));
    let seats = posted.get("briefing-seats").trim().parse();
    let done = match (at, seats) {
        (None, _) => Err(Error::invalid("briefing-at", "briefing-fault-at")),
        (_, Err(_)) => Err(Error::invalid("briefing-seats", "briefing-fault-seats")),
        (Some(at), Ok(seats)) => {
            let what = (at, posted.get("briefing-place").to_owned(), seats);
            site.app.new_briefing(&visit.ctx, id, what).await
        }
    };
    answered(&visit, &site, id, (done, "opening-saved")).await
}

pub(super) async fn post_cancel(
    visit: Visit,
    State(site): State<Site>,
    Path((id, briefing)): Path<(OpeningId, BriefingId)>,
) -> Result<Response, PageError> {
    let done = site.app.cancel_briefing(&visit.ctx, (id, briefing)).await;
    answered(&visit, &site, id, (done, "opening-saved")).await
}
