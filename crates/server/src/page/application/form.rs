//! The form by which somebody applies: their own answers, no letter, and a CV as PDF where one is wished for.

use askama::Template;
use axum::extract::{FromRequest as _, Path, Request, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Redirect, Response};
use hemma_app::application::{Advert, Applied};
use hemma_app::error::Error;
use hemma_domain::application::{ANSWER_CHARS_MAX, Contact, Form};
use hemma_domain::file::FILE_BYTES_MAX;
use hemma_domain::ids::OpeningId;
use hemma_domain::opening::{CvWish, NO, Profile, Question, QuestionKind, YES};
use hemma_domain::recruiting::Term;
use hemma_domain::time::Instant;

use super::{Around, ClosedPage, Reader, failed, later, page};
use crate::http::Site;
use crate::http::bare;
use crate::http::error::PageError;
use crate::http::form::Faults;
use crate::http::posted::Posted;
use crate::http::upload::{UPLOAD_BYTES_MAX, Upload};
use crate::http::url;
use crate::http::visit::Guest;
use crate::lang::Lang;
use crate::page::opening::term;

/// The form.
#[derive(Template)]
#[template(path = "application/form.html")]
pub struct FormPage {
    pub around: Around,
    pub lang: Lang,
    pub post: String,
    pub team: String,
    pub back: String,
    pub action: String,
    /// The secret part of the address that this application will have: the same form sent twice is one application.
    pub secret: String,
    pub person: Contact,
    pub questions: Vec<QuestionView>,
    /// `none`, `optional` or `wanted`.
    pub cv: CvView,
    pub last_on: String,
    /// Who reads it, and how long it is kept.
    pub kept: String,
    pub faults: Faults,
}

/// Whether a CV is asked for.
#[derive(Debug, Clone, Default)]
pub struct CvView {
    pub is_asked: bool,
    pub label: String,
    pub help: String,
}

/// One question with the answer that was given.
#[derive(Debug, Clone)]
pub struct QuestionView {
    /// `question-1`.
    pub name: String,
    pub text: String,
    /// Value, label, and whether it is chosen; empty where it is answered in words.
    pub choices: Vec<(String, String, bool)>,
    pub answer: String,
    pub chars_max: usize,
}

fn name(place: usize) -> String {
    format!("question-{}", place + 1)
}

impl QuestionView {
    fn of((place, one): (usize, &Question), typed: &Posted, lang: Lang) -> QuestionView {
        let name = name(place);
        let answer = typed.get(&name).to_owned();
        let choice = |value: &str, label: String| (value.to_owned(), label, *value == answer);
        let choices = match one.kind {
            QuestionKind::YesNo => vec![
                choice(YES, lang.t("application-yes")),
                choice(NO, lang.t("application-no")),
            ],
            QuestionKind::Choice => one
                .choices
                .iter()
                .map(|text| choice(text, text.clone()))
                .collect(),
            QuestionKind::Text => Vec::new(),
        };
        QuestionView {
            text: one.text.clone(),
            choices,
            answer,
            name,
            chars_max: ANSWER_CHARS_MAX,
        }
    }
}

impl FormPage {
    pub(super) fn of(
        around: Around,
        advert: &Advert,
        (typed, secret): (&Posted, String),
        faults: Faults,
    ) -> FormPage {
        let (lang, profile) = (around.lang, &advert.opening.profile);
        let questions = profile.questions.iter().enumerate();
        let text = |name: &str| typed.get(name).to_owned();
        let last_on = profile.last_on.map(|day| lang.full_day(day));
        FormPage {
            lang,
            post: profile.post.clone(),
            team: advert.place.clone(),
            back: url::job(advert.opening.id),
            action: url::apply(advert.opening.id),
            secret,
            person: Contact {
                name: text("name"),
                email: text("email"),
                phone: text("phone"),
            },
            questions: questions
                .map(|one| QuestionView::of(one, typed, lang))
                .collect(),
            cv: cv(profile, lang),
            last_on: lang.t1("application-until", "day", last_on.unwrap_or_default()),
            kept: kept(advert.kept, lang),
            faults,
            around,
        }
    }
}

/// Who reads an application, and how long it is kept by the rule of today.
fn kept(of: Option<Term>, lang: Lang) -> String {
    let kept = of.map(|of| lang.t1("application-kept-term", "term", term(of, lang)));
    let told = [
        Some(lang.t("application-kept")),
        kept,
        Some(lang.t("application-kept-public")),
    ];
    told.into_iter().flatten().collect::<Vec<_>>().join(" ")
}

fn cv(profile: &Profile, lang: Lang) -> CvView {
    let label = match profile.cv {
        CvWish::None => return CvView::default(),
        CvWish::Optional => "application-cv-optional",
        CvWish::Wanted => "application-cv",
    };
    let megabytes = u32::try_from(FILE_BYTES_MAX / (1024 * 1024)).unwrap_or_default();
    CvView {
        is_asked: true,
        label: lang.t(label),
        help: lang.t1("application-cv-help", "size", megabytes),
    }
}

/// What was sent, in the order of the questions.
fn read(upload: Upload, profile: &Profile) -> Form {
    let text = |name: &str| upload.fields.get(name).to_owned();
    Form {
        person: Contact {
            name: text("name"),
            email: text("email"),
            phone: text("phone"),
        },
        answers: (0..profile.questions.len())
            .map(|place| text(&name(place)))
            .collect(),
        cv: upload.file,
    }
}

fn around(guest: &Guest, id: OpeningId) -> Around {
    Around::of(guest, "application-form-title", url::apply(id))
}

pub(super) async fn get(
    Reader(guest): Reader,
    State(site): State<Site>,
    Path(id): Path<OpeningId>,
) -> Response {
    let advert = match site.app.advert(&guest.ctx, id).await {
        Ok(advert) => advert,
        Err(err) => return failed(&guest, err),
    };
    let blank = (&Posted::default(), site.app.new_secret());
    let form = FormPage::of(around(&guest, id), &advert, blank, Faults::none());
    page(&guest, StatusCode::OK, &form)
}

/// Many at once are held before anything of what they send is read.
pub(super) async fn post(
    guest: Guest,
    State(site): State<Site>,
    Path(id): Path<OpeningId>,
    request: Request,
) -> Response {
    let advert = match site.app.advert(&guest.ctx, id).await {
        Ok(advert) => advert,
        Err(err) => return failed(&guest, err),
    };
    if let Err(until) = site.app.let_in(&guest.ctx, &guest.address) {
        bare::drain(request.into_body(), UPLOAD_BYTES_MAX).await;
        return held(&guest, (id, &url::apply(id)), until);
    }
    let upload = match Upload::from_request(request, &site).await {
        Ok(upload) => upload,
        Err(status) => return status.into_response(),
    };
    let typed = upload.fields.clone();
    let form = read(upload, &advert.opening.profile);
    let how = (guest.lang.0, typed.get("secret"));
    match site.app.apply(&guest.ctx, id, (form, how)).await {
        Ok(Applied::Sent { token }) => {
            let to = format!("{}?done=application-sent", url::application(&token));
            Redirect::to(&to).into_response()
        }
        Ok(Applied::Other { token }) => other(&guest, id, &token),
        Ok(Applied::Full) => full(&guest, id),
        Err(Error::Invalid(faults)) => {
            let typed = (&typed, typed.get("secret").to_owned());
            let form = FormPage::of(around(&guest, id), &advert, typed, Faults::of(faults));
            page(&guest, StatusCode::UNPROCESSABLE_ENTITY, &form)
        }
        Err(Error::NotFound) => failed(&guest, Error::NotFound),
        Err(err) => PageError::of(err, guest.lang, guest.ctx.request.clone()).into_response(),
    }
}

/// The same form came before with another content: what stands, and what to do.
fn other(guest: &Guest, id: OpeningId, token: &str) -> Response {
    let lang = guest.lang;
    let shown = ClosedPage {
        around: around(guest, id),
        lang,
        heading: lang.t("application-other-title"),
        text: lang.t("application-other"),
        again: String::new(),
        own: url::application(token),
    };
    page(guest, StatusCode::CONFLICT, &shown)
}

fn full(guest: &Guest, id: OpeningId) -> Response {
    let lang = guest.lang;
    let shown = ClosedPage {
        around: around(guest, id),
        lang,
        heading: lang.t("application-full-title"),
        text: lang.t("application-full"),
        again: String::new(),
        own: String::new(),
    };
    page(guest, StatusCode::CONFLICT, &shown)
}

/// Too many at once: what to do, and from when.
pub(super) fn held(guest: &Guest, (id, again): (OpeningId, &str), until: Instant) -> Response {
    let lang = guest.lang;
    let seconds = until.seconds_since(guest.ctx.now);
    let time = lang.time(until.plus_seconds(59));
    let shown = ClosedPage {
        around: around(guest, id),
        lang,
        heading: lang.t("application-held-title"),
        text: lang.t1("application-held", "time", time),
        again: again.to_owned(),
        own: String::new(),
    };
    later(page(guest, StatusCode::TOO_MANY_REQUESTS, &shown), seconds)
}
