//! A file that somebody sent, given back as one that no browser opens by itself: whatever is in it, it is not shown as a
//! part of this site.

use axum::http::header::{CONTENT_DISPOSITION, CONTENT_SECURITY_POLICY, CONTENT_TYPE};
use axum::response::{IntoResponse as _, Response};

/// The file to keep, under a name that says nothing of whose it is.
pub fn answer(name: &'static str, sent: Vec<u8>) -> Response {
    let headers = [
        (CONTENT_TYPE, "application/octet-stream".to_owned()),
        (
            CONTENT_DISPOSITION,
            format!("attachment; filename=\"{name}\""),
        ),
        (
            CONTENT_SECURITY_POLICY,
            "default-src 'none'; frame-ancestors 'none'; sandbox".to_owned(),
        ),
    ];
    (headers, sent).into_response()
}

/// Thousands of bytes, at least one.
pub fn kilobytes(bytes: u32) -> u32 {
    bytes.div_ceil(1024).max(1)
}
