//! Answers that no page gave (an unknown address, a malformed form, a forged or oversized request) become pages in the
//! visitor's language; and what can never be right is turned away before it reaches a page.

use std::future::poll_fn;
use std::pin::pin;

use axum::body::{Body, Bytes, HttpBody as _, to_bytes};
use axum::extract::{Request, State};
use axum::http::header::{ALLOW, CONTENT_LENGTH, CONTENT_TYPE};
use axum::http::{HeaderMap, StatusCode};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use serde_json::json;
use tower_http::csrf::ProtectionError;

use crate::http::error::PageError;
use crate::http::{BODY_BYTES_MAX, Site, body_bytes_max, keep, takes_file, visit};
use crate::page::link::respond::{is_link, unknown};

/// Bytes of an oversized body that are still taken and thrown away: a browser shows the answer only when it could send
/// everything.
const DRAIN_BYTES_MAX: usize = 64 * 1024 * 1024;
/// Bytes of an answer that is no page yet: the framework's own are one line.
const BARE_BYTES_MAX: usize = 4096;
/// How the framework begins what it says of an address whose parts cannot be read.
const UNREADABLE_PATH: &[u8] = b"Invalid URL";

/// Turns away what is too large or not text, and gives every bare answer a page.
pub async fn pages(State(site): State<Site>, request: Request, next: Next) -> Response {
    if request.uri().path().starts_with("/api/") {
        return next.run(request).await;
    }
    let (parts, body) = request.into_parts();
    let asked = Asked {
        headers: parts.headers.clone(),
        form: keep::referer(&parts),
        is_upload: takes_file(parts.uri.path()),
        is_link: is_link(parts.uri.path()),
    };
    let answer = match readable(Request::from_parts(parts, body)).await {
        Ok(request) => next.run(request).await,
        Err(status) => status.into_response(),
    };
    if !is_bare(&answer) {
        return answer;
    }
    page_for(&site, asked, answer).await
}

/// What is kept of a request until its answer is known.
struct Asked {
    headers: HeaderMap,
    /// The page that it came from.
    form: Option<String>,
    /// A file may come with it.
    is_upload: bool,
    /// It went to an address that stands in letters to families, or was meant to.
    is_link: bool,
}

/// An error that is not yet written for people: no body, or a line of plain text.
fn is_bare(answer: &Response) -> bool {
    let kind = answer.headers().get(CONTENT_TYPE);
    let plain = kind.is_none_or(|kind| kind.as_bytes().starts_with(b"text/plain"));
    plain && (answer.status().is_client_error() || answer.status().is_server_error())
}

async fn page_for(site: &Site, asked: Asked, answer: Response) -> Response {
    let (parts, body) = answer.into_parts();
    let forged = parts.extensions.get::<ProtectionError>().is_some();
    let said = to_bytes(body, BARE_BYTES_MAX).await.unwrap_or_default();
    let (status, key) = match parts.status {
        StatusCode::FORBIDDEN if forged => (StatusCode::FORBIDDEN, "forged"),
        StatusCode::FORBIDDEN => (StatusCode::FORBIDDEN, "forbidden"),
        StatusCode::BAD_REQUEST if said.starts_with(UNREADABLE_PATH) => {
            (StatusCode::NOT_FOUND, "not-found")
        }
        StatusCode::NOT_FOUND => (StatusCode::NOT_FOUND, "not-found"),
        StatusCode::METHOD_NOT_ALLOWED => (StatusCode::METHOD_NOT_ALLOWED, "not-found"),
        StatusCode::PAYLOAD_TOO_LARGE if asked.is_upload => {
            (StatusCode::PAYLOAD_TOO_LARGE, "file-too-large")
        }
        StatusCode::PAYLOAD_TOO_LARGE => (StatusCode::PAYLOAD_TOO_LARGE, "too-large"),
        StatusCode::SERVICE_UNAVAILABLE => (StatusCode::SERVICE_UNAVAILABLE, "unavailable"),
        status if status.is_server_error() => (status, "internal"),
        _ => (StatusCode::UNPROCESSABLE_ENTITY, "invalid"),
    };
    let lang = visit::language_of(&asked.headers, site).await;
    if asked.is_link && status == StatusCode::NOT_FOUND {
        return unknown(lang);
    }
    let error = PageError::in_language(status, key, lang);
    let is_large = status == StatusCode::PAYLOAD_TOO_LARGE;
    if is_large && keep::wants_json(&asked.headers) {
        let told = axum::Json(json!({ "error": lang.t("offline-too-large") }));
        return (status, told).into_response();
    }
    let error = match asked.form {
        Some(form) if is_large => error.from_form(form),
        _ => error,
    };
    let mut page = error.into_response();
    if let Some(allow) = parts.headers.get(ALLOW) {
        page.headers_mut().insert(ALLOW, allow.clone());
    }
    page
}

/// The request, its form read once. Refuses what is too large, and text with the character that is no text.
async fn readable(request: Request) -> Result<Request, StatusCode> {
    let told = request
        .headers()
        .get(CONTENT_LENGTH)
        .and_then(|value| value.to_str().ok())
        .and_then(|value| value.parse::<usize>().ok());
    if told.is_some_and(|bytes| bytes > body_bytes_max(request.uri().path())) {
        drain(request.into_body(), DRAIN_BYTES_MAX).await;
        return Err(StatusCode::PAYLOAD_TOO_LARGE);
    }
    let is_text = request.headers().get(CONTENT_TYPE).is_some_and(|kind| {
        kind.as_bytes()
            .starts_with(b"application/x-www-form-urlencoded")
            || kind.as_bytes().starts_with(b"application/json")
    });
    if request
        .uri()
        .query()
        .is_some_and(|query| query.contains("%00"))
    {
        return Err(StatusCode::UNPROCESSABLE_ENTITY);
    }
    if !is_text {
        return Ok(request);
    }
    let (parts, body) = request.into_parts();
    let bytes = to_bytes(body, BODY_BYTES_MAX)
        .await
        .map_err(|_| StatusCode::PAYLOAD_TOO_LARGE)?;
    if has_nul(&bytes) {
        return Err(StatusCode::UNPROCESSABLE_ENTITY);
    }
    Ok(Request::from_parts(parts, Body::from(bytes)))
}

/// The zero character, plain or as forms and JSON write it: no keyboard types it, and PostgreSQL does not keep it.
fn has_nul(bytes: &Bytes) -> bool {
    bytes.contains(&0)
        || bytes.windows(3).any(|part| part == b"%00")
        || bytes.windows(6).any(|part| part == b"\\u0000")
}

/// Takes a body and throws it away, up to so many bytes.
pub(crate) async fn drain(body: Body, bytes_max: usize) {
    let mut body = pin!(body);
    let mut taken = 0;
    while taken < bytes_max {
        match poll_fn(|context| body.as_mut().poll_frame(context)).await {
            Some(Ok(frame)) => taken += frame.data_ref().map_or(0, Bytes::len),
            Some(Err(_)) | None => return,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_zero_character_is_found_in_each_of_its_forms() {
        for text in ["a\0b", "name=a%00b", r#"{"name":"a\u0000b"}"#] {
            assert!(has_nul(&Bytes::from(text)), "{text:?}");
        }
        assert!(!has_nul(&Bytes::from("name=100%25+sk%C3%B6nt")));
    }
}
