//! A training to be planned, or to be changed.

use std::collections::BTreeSet;

use askama::Template;
use axum::extract::{Path, Query, State};
use axum::response::{IntoResponse as _, Redirect, Response};
use hemma_app::error::Error;
use hemma_app::training::{OneTraining, TrainingKind};
use hemma_domain::ids::{NetworkId, TrainingId};
use hemma_domain::staff::Language;
use hemma_domain::time::Day;
use hemma_domain::training::Length;
use serde::Deserialize;

use super::typed::{self, DraftView};
use crate::http::Site;
use crate::http::error::PageError;
use crate::http::form::Faults;
use crate::http::posted::Posted;
use crate::http::url;
use crate::http::visit::Visit;
use crate::lang::Lang;
use crate::page::{Frame, choices, render, unprocessable};

/// A training to write in.
#[derive(Template)]
#[template(path = "training/edit.html")]
pub struct EditPage {
    pub frame: Frame,
    pub lang: Lang,
    pub list: String,
    pub action: String,
    /// Empty for a new one.
    pub version: String,
    pub draft: DraftView,
    pub kinds: Vec<(String, String)>,
    pub languages: Vec<(&'static str, String)>,
    pub lengths: Vec<(&'static str, String)>,
    /// On which days attendance is noted, or which of them are missing; empty where neither is.
    pub attended: String,
    pub faults: Faults,
}

/// Where the form goes, and which version it was made from.
type Form = (String, String);

fn page(
    visit: &Visit,
    (network, kinds): (NetworkId, &[TrainingKind]),
    (action, version): Form,
    (draft, faults): (DraftView, Faults),
) -> EditPage {
    let lang = visit.lang;
    let title = match version.is_empty() {
        true => "training-new",
        false => "training-edit",
    };
    EditPage {
        frame: Frame::of(visit, title),
        lang,
        list: url::trainings(network),
        action,
        version,
        draft,
        kinds: typed::kinds(kinds, lang),
        languages: choices::<Language>(lang),
        lengths: choices::<Length>(lang),
        attended: String::new(),
        faults,
    }
}

pub(super) async fn get_new(
    visit: Visit,
    State(site): State<Site>,
    Path(network): Path<NetworkId>,
) -> Result<Response, PageError> {
    let kinds = site.app.training_form(&visit.ctx, network);
    let kinds = kinds.map_err(PageError::to(&visit))?;
    let form = (format!("{}/new", url::trainings(network)), String::new());
    let shown = (DraftView::blank(), Faults::none());
    render(&visit, &page(&visit, (network, &kinds), form, shown))
}

pub(super) async fn post_new(
    visit: Visit,
    State(site): State<Site>,
    Path(network): Path<NetworkId>,
    posted: Posted,
) -> Result<Response, PageError> {
    let kinds = site.app.training_form(&visit.ctx, network);
    let kinds = kinds.map_err(PageError::to(&visit))?;
    let made = match typed::read(&posted, visit.ctx.today()) {
        Ok(content) => site.app.new_training(&visit.ctx, network, content).await,
        Err(faults) => Err(Error::Invalid(faults.into_inner())),
    };
    match made {
        Ok(id) => {
            let to = format!("{}?done=training-saved", url::training(network, id));
            Ok(Redirect::to(&to).into_response())
        }
        Err(Error::Invalid(faults)) => {
            let form = (format!("{}/new", url::trainings(network)), String::new());
            let shown = (DraftView::typed(&posted), Faults::of(faults));
            let page = page(&visit, (network, &kinds), form, shown);
            render(&visit, &page).map(unprocessable)
        }
        Err(err) => Err(PageError::to(&visit)(err)),
    }
}

/// Days in words, under a message that tells what of them.
fn told(key: &str, days: &BTreeSet<Day>, lang: Lang) -> String {
    let named: Vec<String> = days.iter().map(|day| lang.full_day(*day)).collect();
    match named.is_empty() {
        true => String::new(),
        false => lang.t1(key, "days", named.join(", ")),
    }
}

fn action((network, id): (NetworkId, TrainingId)) -> String {
    format!("{}/edit", url::training(network, id))
}

/// What is proposed to be added; nothing is kept of it until the form is sent.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Proposed {
    subject: String,
}

impl Proposed {
    fn added(&self, draft: DraftView) -> DraftView {
        let parts = [draft.about.trim(), self.subject.trim()];
        let parts: Vec<&str> = parts.into_iter().filter(|text| !text.is_empty()).collect();
        DraftView {
            about: parts.join("\n"),
            ..draft
        }
    }
}

pub(super) async fn get(
    visit: Visit,
    State(site): State<Site>,
    Path(at): Path<(NetworkId, TrainingId)>,
    Query(proposed): Query<Proposed>,
) -> Result<Response, PageError> {
    let found = site.app.training(&visit.ctx, at).await;
    let OneTraining {
        training, seats, ..
    } = found.map_err(PageError::to(&visit))?;
    let attended = seats.iter().flat_map(|(seat, _)| &seat.attended);
    let attended: BTreeSet<Day> = attended.copied().collect();
    let kinds = site.app.training_kinds(visit.ctx.today());
    let form = (action(at), training.version.to_string());
    let draft = proposed.added(DraftView::of(&training.content));
    let shown = (draft, Faults::none());
    let page = EditPage {
        attended: told("training-attended-days", &attended, visit.lang),
        ..page(&visit, (at.0, &kinds), form, shown)
    };
    render(&visit, &page)
}

pub(super) async fn post(
    visit: Visit,
    State(site): State<Site>,
    Path(at): Path<(NetworkId, TrainingId)>,
    posted: Posted,
) -> Result<Response, PageError> {
    let version = posted.get("version").parse().unwrap_or_default();
    let read = typed::read(&posted, visit.ctx.today());
    let saved = match read.clone() {
        Ok(content) => {
            let of = (at.0, at.1, version);
            site.app.save_training(&visit.ctx, of, content).await
        }
        Err(faults) => Err(Error::Invalid(faults.into_inner())),
    };
    let faults = match saved {
        Ok(()) => {
            let to = format!("{}?done=training-saved", url::training(at.0, at.1));
            return Ok(Redirect::to(&to).into_response());
        }
        Err(Error::Invalid(faults)) => Faults::of(faults),
        Err(Error::Conflict) => {
            let mut faults = Faults::none();
            faults.add("version", "training-fault-meanwhile");
            faults
        }
        Err(err) => return Err(PageError::to(&visit)(err)),
    };
    let found = site.app.training(&visit.ctx, at).await;
    let found = found.map_err(PageError::to(&visit))?;
    let seats = found.seats.iter().map(|(seat, _)| seat);
    let lost = read.map(|content| found.training.lost_days(&content, seats));
    let kinds = site.app.training_kinds(visit.ctx.today());
    let form = (action(at), version.to_string());
    let shown = (DraftView::typed(&posted), faults);
    let lost = lost.unwrap_or_default();
    let page = EditPage {
        attended: told("training-attended-lost", &lost, visit.lang),
        ..page(&visit, (at.0, &kinds), form, shown)
    };
    render(&visit, &page).map(unprocessable)
}
