//! Styles, scripts, pictures and fonts: part of the program, named by what is in them, kept by browsers for ever.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use axum::extract::Path;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use sha2::{Digest as _, Sha256};

use crate::http::route::{Access, Routes};

/// Letters of the content's hash in an address: enough that two versions never meet.
const MARK: usize = 10;

struct Asset {
    kind: &'static str,
    bytes: &'static [u8],
    mark: String,
}

macro_rules! assets {
    ($($path:literal as $kind:literal,)*) => {
        static ASSETS: LazyLock<BTreeMap<&'static str, Asset>> = LazyLock::new(|| BTreeMap::from([$((
            $path,
            asset($kind, include_bytes!(concat!("../../static/", $path))),
        ),)*]));
    };
}

assets! {
    "css/hemma.css" as "text/css",
    "css/parts.css" as "text/css",
    "css/pages.css" as "text/css",
    "js/rows.js" as "text/javascript",
    "fonts/hemma-sans.woff2" as "font/woff2",
    "fonts/hemma-sans-ext.woff2" as "font/woff2",
    "js/passkey.js" as "text/javascript",
    "icons.svg" as "image/svg+xml",
    "icons/favicon.svg" as "image/svg+xml",
    "icons/favicon.ico" as "image/x-icon",
    "icons/apple-touch-180.png" as "image/png",
    "icons/icon-192.png" as "image/png",
    "icons/icon-512.png" as "image/png",
    "icons/icon-maskable-512.png" as "image/png",
    "manifest.webmanifest" as "application/manifest+json",
}

fn asset(kind: &'static str, bytes: &'static [u8]) -> Asset {
    let mark = URL_SAFE_NO_PAD
        .encode(Sha256::digest(bytes))
        .chars()
        .take(MARK)
        .collect();
    Asset { kind, bytes, mark }
}

/// The address of a file, marked by its content. A file that is not there shows in every test of a page.
pub fn url(path: &str) -> String {
    match ASSETS.get(path) {
        Some(asset) => format!("/static/{path}?v={}", asset.mark),
        None => format!("/static/missing/{path}"),
    }
}

/// The routes of the files.
pub fn routes() -> Routes {
    Routes::default().get("/static/{*path}", Access::Public, get)
}

async fn get(Path(path): Path<String>) -> Response {
    let Some(asset) = ASSETS.get(path.as_str()) else {
        return StatusCode::NOT_FOUND.into_response();
    };
    // An hour without a mark, so that files named inside others are found anew after an upgrade.
    let headers = [
        (header::CONTENT_TYPE, asset.kind),
        (header::CACHE_CONTROL, "public, max-age=3600"),
    ];
    (headers, asset.bytes).into_response()
}
