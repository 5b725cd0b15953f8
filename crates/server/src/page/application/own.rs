//! One's own application, by its secret address: a receipt, what was answered, what was written back, and the way to take
//! it back.

use askama::Template;
use axum::extract::{Path, State};
use axum::http::{StatusCode, Uri};
use axum::response::{IntoResponse as _, Redirect, Response};
use hemma_app::application::OwnApplication;
use hemma_app::error::Error;
use hemma_domain::application::{Contact, Stage};
use hemma_domain::opening::{NO, Question, QuestionKind, YES};

use super::{Around, secret};
use crate::http::Site;
use crate::http::error::PageError;
use crate::http::file::kilobytes;
use crate::http::url;
use crate::http::visit::Guest;
use crate::lang::Lang;
use crate::page::team_week::Signal;
use crate::page::{Notice, notice};

/// One's own application.
#[derive(Template)]
#[template(path = "application/own.html")]
pub struct OwnPage {
    pub around: Around,
    pub lang: Lang,
    pub notice: Option<Notice>,
    /// The whole secret address, to be kept.
    pub address: String,
    pub url: String,
    pub post: String,
    pub team: String,
    pub stage: Signal,
    pub received: String,
    pub person: Contact,
    /// Question and answer.
    pub answers: Vec<(String, String)>,
    /// What is said of the CV; empty where there is none.
    pub cv: String,
    /// When, and what was written.
    pub messages: Vec<(String, String)>,
    pub can_withdraw: bool,
    /// What they may demand to know; empty while nothing.
    pub demand: String,
    pub contact: String,
}

/// What its writer is told of where it is. Who else is interviewed, and whether somebody is hired, the panel writes.
fn stage(of: Stage, lang: Lang) -> Signal {
    match of {
        Stage::Withdrawn => Signal::new("none", "undo", lang.t("application-is-withdrawn")),
        Stage::Hired => Signal::new("ok", "ok", lang.t("application-is-hired")),
        _ => Signal::new("info", "inbox", lang.t("application-is-received")),
    }
}

/// An answer as people read it.
pub(crate) fn answer(question: &Question, given: &str, lang: Lang) -> String {
    match (question.kind, given) {
        (QuestionKind::YesNo, YES) => lang.t("application-yes"),
        (QuestionKind::YesNo, NO) => lang.t("application-no"),
        _ => given.to_owned(),
    }
}

impl OwnPage {
    pub(super) fn of(
        around: Around,
        found: OwnApplication,
        (url, origin): (String, &str),
    ) -> OwnPage {
        let lang = around.lang;
        let (opening, one) = (&found.advert.opening, &found.application);
        let pairs = opening.profile.questions.iter().zip(&one.answers);
        let messages = found.messages.iter();
        OwnPage {
            lang,
            notice: None,
            address: format!("{origin}{url}"),
            url,
            post: opening.profile.post.clone(),
            team: found.advert.place.clone(),
            stage: stage(one.stage, lang),
            received: lang.full_moment(one.received_at),
            person: one.person.clone(),
            answers: pairs
                .map(|(question, given)| (question.text.clone(), answer(question, given, lang)))
                .collect(),
            cv: match one.cv_bytes {
                Some(bytes) => lang.t1("application-cv-sent", "size", kilobytes(bytes)),
                None => String::new(),
            },
            messages: messages
                .map(|message| (lang.full_moment(message.at), message.body.clone()))
                .collect(),
            can_withdraw: one.can_withdraw() && opening.state.is_running(),
            demand: match found.may_demand() {
                true => lang.t1(
                    "application-demand",
                    "contact",
                    opening.profile.contact.as_str(),
                ),
                false => String::new(),
            },
            contact: opening.profile.contact.clone(),
            around,
        }
    }
}

fn failed(guest: &Guest, err: Error) -> Response {
    match err {
        Error::NotFound => StatusCode::NOT_FOUND.into_response(),
        err => PageError::of(err, guest.lang, guest.ctx.request.clone()).into_response(),
    }
}

pub(super) async fn get(
    guest: Guest,
    State(site): State<Site>,
    Path(token): Path<String>,
    uri: Uri,
) -> Response {
    let found = match site.app.own_application(&guest.ctx, &token).await {
        Ok(found) => found,
        Err(err) => return failed(&guest, err),
    };
    let url = url::application(&token);
    let around = Around {
        is_secret: true,
        ..Around::of(&guest, "application-own-title", url.clone())
    };
    let path = uri.path_and_query().map_or("", |path| path.as_str());
    let shown = OwnPage {
        notice: notice(path, guest.lang),
        ..OwnPage::of(around, found, (url, &site.app.config().origin))
    };
    secret(&guest, StatusCode::OK, &shown)
}

pub(super) async fn post_withdraw(
    guest: Guest,
    State(site): State<Site>,
    Path(token): Path<String>,
) -> Response {
    let url = url::application(&token);
    match site.app.withdraw_application(&guest.ctx, &token).await {
        Ok(()) => Redirect::to(&format!("{url}?done=application-withdrawn")).into_response(),
        // It was taken back before, or decided: the page says how it is.
        Err(Error::Conflict) => Redirect::to(&url).into_response(),
        Err(err) => failed(&guest, err),
    }
}
