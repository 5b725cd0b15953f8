//! More than the sheet: the reason first, what is seen then, and the review afterwards.

use askama::Template;
use axum::extract::{Path, State};
use axum::response::{IntoResponse as _, Redirect, Response};
use hemma_app::error::Error;
use hemma_app::glass::{GlassForm, GlassLine, More};
use hemma_domain::audit::Finding;
use hemma_domain::code::Code as _;
use hemma_domain::ids::{BoardId, CaseId, GlassId};
use serde::Deserialize;

use super::OnSheet;
use crate::http::Site;
use crate::http::error::PageError;
use crate::http::form::Faults;
use crate::http::url;
use crate::http::visit::Visit;
use crate::lang::Lang;
use crate::page::person::person_view;
use crate::page::phone::tel;
use crate::page::{Frame, choices, render, unprocessable};

/// The form that asks for the reason.
#[derive(Template)]
#[template(path = "sheet/glass.html")]
pub(super) struct GlassPage {
    pub frame: Frame,
    pub lang: Lang,
    pub code: String,
    pub sheet: String,
    pub until: String,
    pub reason: String,
    pub faults: Faults,
}

/// More than the sheet.
#[derive(Template)]
#[template(path = "sheet/more.html")]
pub(super) struct MorePage {
    pub frame: Frame,
    pub lang: Lang,
    pub code: String,
    pub label: String,
    pub sheet: String,
    pub until: String,
    pub persons: Vec<OnSheet>,
    /// Day, heading and text.
    pub notes: Vec<(String, String, String)>,
    /// When, kind and text.
    pub incidents: Vec<(String, String, String)>,
}

/// The glasses of a board.
#[derive(Template)]
#[template(path = "sheet/review.html")]
pub(super) struct ReviewPage {
    pub frame: Frame,
    pub lang: Lang,
    pub log: String,
    pub lines: Vec<GlassView>,
    pub findings: Vec<(&'static str, String)>,
    /// The one whose review came back, with its remark.
    pub typed: (String, String),
    pub faults: Faults,
}

/// One glass.
#[derive(Debug, Clone)]
pub(super) struct GlassView {
    pub id: String,
    /// Where it is reviewed; empty where it was.
    pub url: String,
    pub code: String,
    pub who: String,
    pub when: String,
    pub reason: String,
    /// What was found, by whom and when.
    pub finding: String,
    pub remark: String,
}

/// The reason as it was typed.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct ReasonForm {
    reason: String,
}

/// A review as it was typed.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct ReviewForm {
    finding: String,
    remark: String,
}

fn page(visit: &Visit, form: &GlassForm, reason: String) -> GlassPage {
    let lang = visit.lang;
    GlassPage {
        frame: Frame::of(visit, "glass-break"),
        lang,
        code: form.case.code.clone(),
        sheet: url::sheet(form.case.id),
        until: lang.moment(form.until),
        reason,
        faults: Faults::none(),
    }
}

pub(super) async fn get(
    visit: Visit,
    State(site): State<Site>,
    Path(id): Path<CaseId>,
) -> Result<Response, PageError> {
    let form = site.app.glass_form(&visit.ctx, id).await;
    let form = form.map_err(PageError::to(&visit))?;
    render(&visit, &page(&visit, &form, String::new()))
}

pub(super) async fn post(
    visit: Visit,
    State(site): State<Site>,
    Path(id): Path<CaseId>,
    axum::Form(typed): axum::Form<ReasonForm>,
) -> Result<Response, PageError> {
    match site.app.break_glass(&visit.ctx, id, &typed.reason).await {
        Ok(()) => Ok(Redirect::to(&format!("{}/more", url::sheet(id))).into_response()),
        Err(Error::Invalid(faults)) => {
            let form = site.app.glass_form(&visit.ctx, id).await;
            let form = form.map_err(PageError::to(&visit))?;
            let page = GlassPage {
                faults: Faults::of(faults),
                ..page(&visit, &form, typed.reason)
            };
            Ok(unprocessable(render(&visit, &page)?))
        }
        Err(err) => Err(PageError::to(&visit)(err)),
    }
}

fn more(visit: &Visit, found: &More) -> MorePage {
    let (lang, today) = (visit.lang, visit.ctx.today());
    let persons = found.persons.iter().map(|one| {
        let hidden = one.is_hidden(&found.persons);
        let view = person_view("", (one, hidden), lang, today);
        let number = match hidden {
            true => String::new(),
            false => view.phone.clone(),
        };
        OnSheet {
            name: view.name,
            about: view.about,
            tags: view.tags,
            tel: tel(&number),
            number,
        }
    });
    let notes = found.notes.iter().map(|one| {
        let day = format!("{} {}", lang.weekday(one.on), lang.full_day(one.on));
        (day, one.heading.clone(), one.body.clone())
    });
    let incidents = found.incidents.iter().map(|one| {
        let incident = &one.incident;
        let when = lang.moment(incident.at);
        (when, lang.name(incident.kind), incident.what.clone())
    });
    MorePage {
        frame: Frame::of(visit, "glass-more"),
        lang,
        code: found.case.code.clone(),
        label: found.case.label.clone(),
        sheet: url::sheet(found.case.id),
        until: lang.t1("sheet-until", "time", lang.moment(found.until)),
        persons: persons.collect(),
        notes: notes.collect(),
        incidents: incidents.collect(),
    }
}

pub(super) async fn get_more(
    visit: Visit,
    State(site): State<Site>,
    Path(id): Path<CaseId>,
) -> Result<Response, PageError> {
    let found = site.app.more(&visit.ctx, id).await;
    let found = found.map_err(PageError::to(&visit))?;
    render(&visit, &more(&visit, &found))
}

fn line(one: &GlassLine, base: &str, lang: Lang) -> GlassView {
    let glass = &one.glass;
    let review = glass.review.as_ref();
    let reviewed_by = one.reviewed_by.as_deref().unwrap_or_default();
    let finding = review.map(|found| {
        let day = lang.full_day(found.at.day());
        let by = lang.t2("log-reviewed", ("name", reviewed_by), ("day", day));
        format!("{}. {by}", lang.name(found.finding))
    });
    GlassView {
        id: glass.id.to_string(),
        url: match review {
            Some(_) => String::new(),
            None => format!("{base}/{}", glass.id),
        },
        code: one.code.clone(),
        who: one.staff.clone(),
        when: lang.moment(glass.at),
        reason: glass.reason.clone(),
        finding: finding.unwrap_or_default(),
        remark: review.map(|found| found.remark.clone()).unwrap_or_default(),
    }
}

async fn review(visit: &Visit, site: &Site, board: BoardId) -> Result<ReviewPage, PageError> {
    let lang = visit.lang;
    let found = site.app.glasses(&visit.ctx, board).await;
    let found = found.map_err(PageError::to(visit))?;
    let base = url::glass(board);
    Ok(ReviewPage {
        frame: Frame::of(visit, "glass-review"),
        lang,
        log: url::log(board),
        lines: found.iter().map(|one| line(one, &base, lang)).collect(),
        findings: choices::<Finding>(lang),
        typed: (String::new(), String::new()),
        faults: Faults::none(),
    })
}

pub(super) async fn get_board(
    visit: Visit,
    State(site): State<Site>,
    Path(board): Path<BoardId>,
) -> Result<Response, PageError> {
    let page = review(&visit, &site, board).await?;
    render(&visit, &page)
}

pub(super) async fn post_review(
    visit: Visit,
    State(site): State<Site>,
    Path((board, id)): Path<(BoardId, GlassId)>,
    axum::Form(typed): axum::Form<ReviewForm>,
) -> Result<Response, PageError> {
    let judged = match Finding::from_code(&typed.finding) {
        Some(finding) => {
            let what = (finding, typed.remark.as_str());
            site.app.review_glass(&visit.ctx, (board, id), what).await
        }
        None => Err(Error::invalid("finding", "glass-fault-finding")),
    };
    match judged {
        Ok(()) => {
            let to = format!("{}?done=glass-reviewed", url::glass(board));
            Ok(Redirect::to(&to).into_response())
        }
        Err(Error::Invalid(faults)) => {
            let page = ReviewPage {
                typed: (id.to_string(), typed.remark),
                faults: Faults::of(faults),
                ..review(&visit, &site, board).await?
            };
            Ok(unprocessable(render(&visit, &page)?))
        }
        Err(err) => Err(PageError::to(&visit)(err)),
    }
}
