//! The profile while it is a draft.

use askama::Template;
use axum::extract::{Path, State};
use axum::response::{IntoResponse as _, Redirect, Response};
use hemma_app::error::Error;
use hemma_domain::ids::OpeningId;
use hemma_domain::opening::{CvWish, Judged, Names, QuestionKind, StateCode, Weight};

use super::typed::{self, DraftView};
use crate::http::Site;
use crate::http::error::PageError;
use crate::http::form::Faults;
use crate::http::posted::Posted;
use crate::http::url;
use crate::http::visit::Visit;
use crate::lang::Lang;
use crate::page::{Frame, choices, render, unprocessable};

/// A profile to write in.
#[derive(Template)]
#[template(path = "opening/edit.html")]
pub struct EditPage {
    pub frame: Frame,
    pub lang: Lang,
    pub back: String,
    pub action: String,
    pub version: i64,
    pub draft: DraftView,
    pub lists: Lists,
    pub faults: Faults,
}

/// What can be chosen.
#[derive(Debug, Clone)]
pub struct Lists {
    pub weights: Vec<(&'static str, String)>,
    pub judged: Vec<(&'static str, String)>,
    pub kinds: Vec<(&'static str, String)>,
    pub names: Vec<(&'static str, String)>,
    pub cv: Vec<(&'static str, String)>,
}

impl Lists {
    pub(super) fn of(lang: Lang) -> Lists {
        Lists {
            weights: choices::<Weight>(lang),
            judged: choices::<Judged>(lang),
            kinds: choices::<QuestionKind>(lang),
            names: choices::<Names>(lang),
            cv: choices::<CvWish>(lang),
        }
    }
}

fn page(
    visit: &Visit,
    (id, version): (OpeningId, i64),
    draft: DraftView,
    faults: Faults,
) -> EditPage {
    EditPage {
        frame: Frame::of(visit, "opening-edit"),
        lang: visit.lang,
        back: url::opening(id),
        action: format!("{}/edit", url::opening(id)),
        version,
        draft,
        lists: Lists::of(visit.lang),
        faults,
    }
}

/// Once the advert is public there is nothing to write in.
pub(super) async fn get(
    visit: Visit,
    State(site): State<Site>,
    Path(id): Path<OpeningId>,
) -> Result<Response, PageError> {
    let found = site.app.opening(&visit.ctx, id).await;
    let found = found.map_err(PageError::to(&visit))?;
    if !found.may.manage {
        return Err(PageError::to(&visit)(Error::Forbidden));
    }
    let opening = found.opening;
    if opening.state.code() != StateCode::Draft {
        return Ok(Redirect::to(&url::opening(id)).into_response());
    }
    let draft = DraftView::of(&opening.profile);
    let shown = page(&visit, (id, opening.version), draft, Faults::none());
    render(&visit, &shown)
}

pub(super) async fn post(
    visit: Visit,
    State(site): State<Site>,
    Path(id): Path<OpeningId>,
    posted: Posted,
) -> Result<Response, PageError> {
    let version = posted.get("version").parse().unwrap_or_default();
    let saved = match typed::read(&posted, visit.ctx.today()) {
        Ok(profile) => {
            site.app
                .save_opening(&visit.ctx, (id, version), profile)
                .await
        }
        Err(faults) => Err(Error::Invalid(faults.into_inner())),
    };
    let faults = match saved {
        Ok(()) => {
            let to = format!("{}?done=opening-saved", url::opening(id));
            return Ok(Redirect::to(&to).into_response());
        }
        Err(Error::Invalid(faults)) => Faults::of(faults),
        Err(Error::Conflict) => {
            let mut faults = Faults::none();
            faults.add("version", "opening-fault-meanwhile");
            faults
        }
        Err(err) => return Err(PageError::to(&visit)(err)),
    };
    // What is wrong is told to those who may write here alone.
    let found = site.app.opening(&visit.ctx, id).await;
    let found = found.map_err(PageError::to(&visit))?;
    if !found.may.manage {
        return Err(PageError::to(&visit)(Error::Forbidden));
    }
    let shown = page(&visit, (id, version), DraftView::typed(&posted), faults);
    render(&visit, &shown).map(unprocessable)
}
