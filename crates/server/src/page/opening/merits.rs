//! What an applicant may demand to know of those who were called to interviews and of those who were hired, each by
//! themselves.

use askama::Template;
use axum::extract::{Path, State};
use axum::response::{IntoResponse as _, Redirect, Response};
use hemma_app::error::Error;
use hemma_app::opening::merits::MeritsOf;
use hemma_domain::ids::{ApplicationId, OpeningId};
use hemma_domain::opening::{EndKind, Merits};

use super::ending::{done, faults_of};
use crate::http::Site;
use crate::http::error::PageError;
use crate::http::form::Faults;
use crate::http::posted::Posted;
use crate::http::url;
use crate::http::visit::Visit;
use crate::lang::Lang;
use crate::page::{Frame, render, unprocessable};

/// What an applicant may demand to know.
#[derive(Template)]
#[template(path = "opening/merits.html")]
pub struct MeritsPage {
    pub frame: Frame,
    pub lang: Lang,
    pub back: String,
    pub post: String,
    pub place: String,
    /// Who may demand what, by how far it has come.
    pub lead: String,
    pub people: Vec<PersonView>,
    pub faults: Faults,
}

/// Somebody of whom it is written down.
#[derive(Debug, Clone)]
pub struct PersonView {
    pub id: String,
    pub url: String,
    pub version: i64,
    pub name: String,
    /// Hired, or called to interviews.
    pub told: String,
    pub merits: Merits,
}

impl PersonView {
    pub(super) fn of(opening: OpeningId, one: &MeritsOf, lang: Lang) -> PersonView {
        PersonView {
            id: one.id.to_string(),
            url: format!("{}/merits/{}", url::opening(opening), one.id),
            version: one.version,
            name: match one.name.is_empty() {
                true => lang.t1("opening-applicant-number", "number", one.number),
                false => one.name.clone(),
            },
            told: lang.t(match one.is_hired {
                true => "opening-was-hired",
                false => "opening-was-called",
            }),
            merits: one.merits.clone(),
        }
    }
}

/// What was typed of somebody, and what is wrong with it.
type Typed = Option<(ApplicationId, Merits)>;

async fn page(
    visit: &Visit,
    site: &Site,
    id: OpeningId,
    (typed, faults): (Typed, Faults),
) -> Result<Response, PageError> {
    let found = match site.app.opening_merits(&visit.ctx, id).await {
        Ok(found) => found,
        // Before interviews there is nothing that anybody may demand to know.
        Err(Error::Conflict) => return Ok(Redirect::to(&url::opening(id)).into_response()),
        Err(err) => return Err(PageError::to(visit)(err)),
    };
    let lang = visit.lang;
    let mut people: Vec<PersonView> = found
        .people
        .iter()
        .map(|one| PersonView::of(id, one, lang))
        .collect();
    if let Some((of, merits)) = typed {
        let mut people = people.iter_mut();
        if let Some(one) = people.find(|one| one.id == of.to_string()) {
            one.merits = merits;
        }
    }
    let ending = found.opening.state.ending();
    let is_decided = ending.is_some_and(|ending| ending.kind == EndKind::Decided);
    let page = MeritsPage {
        frame: Frame::of(visit, "opening-merits"),
        lang,
        back: url::opening(id),
        post: found.opening.profile.post.clone(),
        place: found.place,
        lead: lang.t(match is_decided {
            true => "opening-merits-lead",
            false => "opening-merits-called",
        }),
        people,
        faults,
    };
    render(visit, &page)
}

pub(super) async fn get(
    visit: Visit,
    State(site): State<Site>,
    Path(id): Path<OpeningId>,
) -> Result<Response, PageError> {
    page(&visit, &site, id, (None, Faults::none())).await
}

pub(super) async fn post(
    visit: Visit,
    State(site): State<Site>,
    Path(at): Path<(OpeningId, ApplicationId)>,
    posted: Posted,
) -> Result<Response, PageError> {
    let text = |name: &str| posted.get(name).trim().to_owned();
    let merits = Merits {
        education: text("education"),
        experience: text("experience"),
        other: text("other"),
    };
    let version = posted.get("version").parse().unwrap_or_default();
    let saved = site
        .app
        .save_opening_merits(&visit.ctx, (at, version), &merits)
        .await;
    match faults_of(&visit, saved)? {
        None => Ok(done(at.0, "/merits", "opening-saved")),
        Some(faults) => {
            let typed = Some((at.1, merits));
            let again = page(&visit, &site, at.0, (typed, faults)).await;
            again.map(unprocessable)
        }
    }
}
