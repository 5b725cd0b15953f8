//! A decision that named the wrong people or the wrong day, put right.

use askama::Template;
use axum::extract::{Path, State};
use axum::response::{IntoResponse as _, Redirect, Response};
use hemma_app::error::Error;
use hemma_app::opening::applicant::Applicants;
use hemma_domain::application::Stage;
use hemma_domain::ids::OpeningId;
use hemma_domain::time::Day;

use super::applicants::called;
use super::ending::{done, faults_of, posted_help, ruling};
use super::one::at;
use crate::http::Site;
use crate::http::error::PageError;
use crate::http::form::Faults;
use crate::http::posted::Posted;
use crate::http::url;
use crate::http::visit::Visit;
use crate::lang::Lang;
use crate::page::{Frame, render, unprocessable};

/// A decision to put right.
#[derive(Template)]
#[template(path = "opening/correct.html")]
pub struct CorrectPage {
    pub frame: Frame,
    pub lang: Lang,
    pub back: String,
    pub url: String,
    pub version: i64,
    pub post: String,
    /// Until when it can be put right.
    pub until: String,
    /// Id, name, and whether they are hired.
    pub people: Vec<(String, String, bool)>,
    pub posted_help: String,
    pub posted_on: String,
    pub reasons: String,
    pub why: String,
    pub faults: Faults,
}

impl CorrectPage {
    /// None where the decision cannot be put right on a day.
    pub(super) fn of(
        frame: Frame,
        found: &Applicants,
        (typed, today): (Option<&Posted>, Day),
        faults: Faults,
    ) -> Option<CorrectPage> {
        let (lang, opening) = (frame.lang, &found.opening);
        let ending = opening.state.ending()?;
        if !ending.can_be_corrected(today) {
            return None;
        }
        let text =
            |name: &str, kept: String| typed.map_or(kept, |posted| posted.get(name).to_owned());
        let posted_on = ending.posted_on.map(|day| day.to_string());
        let people = found.lines.iter().map(|line| &line.application);
        let people = people
            .filter(|one| !matches!(one.stage, Stage::Withdrawn | Stage::Destroyed))
            .map(|one| {
                let id = one.id.to_string();
                let is_chosen = match typed {
                    Some(posted) => posted.all("hired").any(|chosen| chosen == id),
                    None => one.stage == Stage::Hired,
                };
                (id, called(one, lang), is_chosen)
            });
        Some(CorrectPage {
            lang,
            back: url::opening(opening.id),
            url: format!("{}/correct", url::opening(opening.id)),
            version: opening.version,
            post: opening.profile.post.clone(),
            until: lang.t1(
                "opening-correct-until",
                "day",
                lang.full_day(ending.final_on),
            ),
            people: people.collect(),
            posted_help: posted_help(found.appeal, lang),
            posted_on: text("posted_on", posted_on.unwrap_or_default()),
            reasons: text("reasons", ending.reasons.clone()),
            why: text("why", String::new()),
            faults,
            frame,
        })
    }
}

async fn page(
    visit: &Visit,
    site: &Site,
    id: OpeningId,
    (typed, faults): (Option<&Posted>, Faults),
) -> Result<Response, PageError> {
    let found = site.app.applicants(&visit.ctx, id).await;
    let found = found.map_err(PageError::to(visit))?;
    if !found.may.manage {
        return Err(PageError::to(visit)(Error::Forbidden));
    }
    let frame = Frame::of(visit, "opening-correct");
    let typed = (typed, visit.ctx.today());
    match CorrectPage::of(frame, &found, typed, faults) {
        Some(page) => render(visit, &page),
        None => Ok(Redirect::to(&url::opening(id)).into_response()),
    }
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
    Path(id): Path<OpeningId>,
    posted: Posted,
) -> Result<Response, PageError> {
    let corrected = match ruling(&posted, visit.ctx.today()) {
        Ok(ruling) => {
            let changed = (ruling, posted.get("why"));
            let at = at(id, &posted);
            site.app.correct_opening(&visit.ctx, at, changed).await
        }
        Err(err) => Err(err),
    };
    match faults_of(&visit, corrected)? {
        None => Ok(done(id, "", "opening-corrected")),
        Some(faults) => {
            let again = page(&visit, &site, id, (Some(&posted), faults)).await;
            again.map(unprocessable)
        }
    }
}
