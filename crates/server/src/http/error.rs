//! The six errors as pages, each saying what happened, what was kept and what to do.

use askama::Template;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Redirect, Response};
use hemma_app::error::Error;

use crate::http::url;
use crate::http::visit::{Guest, Theme, Visit};
use crate::lang::Lang;

/// An answer that is not the page that was asked for.
#[derive(Debug)]
pub struct PageError {
    kind: Kind,
    lang: Lang,
    request: String,
}

#[derive(Debug)]
enum Kind {
    /// Nobody is signed in; where to go on afterwards.
    SignIn(String),
    Page {
        status: StatusCode,
        key: &'static str,
        /// The form that was sent, where the way leads back to it.
        form: Option<String>,
    },
}

/// The page of an error.
#[derive(Template)]
#[template(path = "error.html")]
struct ErrorPage {
    lang: Lang,
    theme: Theme,
    key: &'static str,
    form: Option<String>,
    request: String,
}

impl ErrorPage {
    fn heading(&self) -> String {
        self.lang.t(&format!("error-{}-title", self.key))
    }

    fn text(&self) -> String {
        self.lang.t(&format!("error-{}", self.key))
    }
}

impl PageError {
    /// The page for an error of a use case.
    pub fn of(err: Error, lang: Lang, request: String) -> PageError {
        log_fault(&err, &request);
        let (status, key) = match &err {
            Error::NotFound => (StatusCode::NOT_FOUND, "not-found"),
            Error::Forbidden => (StatusCode::FORBIDDEN, "forbidden"),
            Error::Invalid(_) => (StatusCode::UNPROCESSABLE_ENTITY, "invalid"),
            Error::Conflict => (StatusCode::CONFLICT, "conflict"),
            Error::Unavailable(_) => (StatusCode::SERVICE_UNAVAILABLE, "unavailable"),
            Error::Internal(_) => (StatusCode::INTERNAL_SERVER_ERROR, "internal"),
        };
        PageError {
            request,
            ..PageError::in_language(status, key, lang)
        }
    }

    /// The page for an error, in the visitor's language.
    pub fn to(visit: &Visit) -> impl Fn(Error) -> PageError {
        let (lang, request) = (visit.lang, visit.ctx.request.clone());
        move |err| PageError::of(err, lang, request.clone())
    }

    /// The way to sign in, and back.
    pub fn sign_in(guest: &Guest, next: &str) -> PageError {
        PageError {
            kind: Kind::SignIn(url::sign_in(next)),
            lang: guest.lang,
            request: guest.ctx.request.clone(),
        }
    }

    /// A page for a request that no handler took: an unknown address, a malformed form, a forged request.
    pub fn in_language(status: StatusCode, key: &'static str, lang: Lang) -> PageError {
        PageError {
            kind: Kind::Page {
                status,
                key,
                form: None,
            },
            lang,
            request: String::new(),
        }
    }

    /// Leads back to the form that was sent.
    pub fn from_form(mut self, path: String) -> PageError {
        if let Kind::Page { form, .. } = &mut self.kind {
            *form = Some(path);
        }
        self
    }
}

/// Logs a fault of the program, once, with its chain; what a person did wrong is not logged here.
pub fn log_fault(err: &Error, request: &str) {
    match err {
        Error::Unavailable(cause) => tracing::error!(
            request,
            cause = chain(cause),
            "the database does not answer"
        ),
        Error::Internal(cause) => {
            tracing::error!(request, cause = format!("{cause:#}"), "internal fault")
        }
        Error::NotFound | Error::Forbidden | Error::Invalid(_) | Error::Conflict => {}
    }
}

fn chain(err: &dyn std::error::Error) -> String {
    let mut text = err.to_string();
    let mut next = err.source();
    while let Some(cause) = next {
        text = format!("{text}: {cause}");
        next = cause.source();
    }
    text
}

impl IntoResponse for PageError {
    fn into_response(self) -> Response {
        match self.kind {
            Kind::SignIn(to) => Redirect::to(&to).into_response(),
            Kind::Page { status, key, form } => {
                let page = ErrorPage {
                    lang: self.lang,
                    theme: Theme::Device,
                    key,
                    form,
                    request: self.request,
                };
                let body = page.render().unwrap_or_else(|_| key.to_owned());
                (
                    status,
                    [(header::CONTENT_TYPE, "text/html; charset=utf-8")],
                    body,
                )
                    .into_response()
            }
        }
    }
}
