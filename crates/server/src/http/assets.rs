//! Styles, scripts, pictures and fonts: part of the program, named by what is in them, kept by browsers for ever.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use axum::extract::Path;
use axum::http::{HeaderMap, StatusCode, header};
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
    "css/link.css" as "text/css",
    "js/rows.js" as "text/javascript",
    "js/week.js" as "text/javascript",
    "js/call.js" as "text/javascript",
    "js/night.js" as "text/javascript",
    "fonts/hemma-sans.woff2" as "font/woff2",
    "fonts/hemma-sans-ext.woff2" as "font/woff2",
    "js/hemma.js" as "text/javascript",
    "js/offline.js" as "text/javascript",
    "js/outbox.js" as "text/javascript",
    "js/passkey.js" as "text/javascript",
    "js/text.js" as "text/javascript",
    "js/vault.js" as "text/javascript",
    "icons.svg" as "image/svg+xml",
    "icons/favicon.svg" as "image/svg+xml",
    "icons/favicon.ico" as "image/x-icon",
    "icons/apple-touch-180.png" as "image/png",
    "icons/icon-192.png" as "image/png",
    "icons/icon-512.png" as "image/png",
    "icons/icon-maskable-512.png" as "image/png",
    "js/interview.js" as "text/javascript",
    "js/interviews.js" as "text/javascript",
    "js/copy.js" as "text/javascript",
    "js/wait.js" as "text/javascript",
    "js/rota.js" as "text/javascript",
    "js/meeting.js" as "text/javascript",
    "manifest.webmanifest" as "application/manifest+json",
}

fn asset(kind: &'static str, bytes: &'static [u8]) -> Asset {
    Asset {
        kind,
        bytes,
        mark: mark(bytes),
    }
}

fn mark(bytes: &[u8]) -> String {
    let hash = URL_SAFE_NO_PAD.encode(Sha256::digest(bytes));
    hash.chars().take(MARK).collect()
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
    Routes::default()
        .get("/static/{*path}", Access::Public, get)
        .get("/sw.js", Access::Public, get_worker)
}

/// The service worker with the files it keeps and the mark of all of them: a new program is a new worker.
static WORKER: LazyLock<String> = LazyLock::new(|| {
    const TEXT: &str = include_str!("../../static/sw.js");
    let marks: String = ASSETS.values().map(|asset| asset.mark.as_str()).collect();
    let version = mark((marks + TEXT).as_bytes());
    let kept = ASSETS
        .keys()
        .filter(|path| !path.starts_with("icons/icon-") && !path.starts_with("js/passkey"));
    let mut files: Vec<String> = kept.map(|path| format!("/static/{path}")).collect();
    files.extend(["css/hemma.css", "js/hemma.js"].map(url));
    let list = serde_json::to_string(&files).unwrap_or_default();
    TEXT.replace("__FILES__", &list)
        .replace("__VERSION__", &version)
});

/// The worker stands at the root, so that it may serve every page, and is asked for anew each time.
async fn get_worker() -> Response {
    let headers = [
        (header::CONTENT_TYPE, "text/javascript"),
        (header::CACHE_CONTROL, "no-cache"),
    ];
    (headers, WORKER.as_str()).into_response()
}

async fn get(Path(path): Path<String>, asked: HeaderMap) -> Response {
    let Some(asset) = ASSETS.get(path.as_str()) else {
        return StatusCode::NOT_FOUND.into_response();
    };
    // An hour without a mark, so that files named inside others are found anew after an upgrade; scripts that name each
    // other must be of one age, so each time the browser asks whether its own is still the one.
    let keep = if path.starts_with("js/") {
        "no-cache"
    } else {
        "public, max-age=3600"
    };
    let tag = format!("\"{}\"", asset.mark);
    let same = asked
        .get(header::IF_NONE_MATCH)
        .is_some_and(|known| known.as_bytes() == tag.as_bytes());
    let headers = [
        (header::CONTENT_TYPE, asset.kind.to_owned()),
        (header::CACHE_CONTROL, keep.to_owned()),
        (header::ETAG, tag),
    ];
    if same {
        (StatusCode::NOT_MODIFIED, headers).into_response()
    } else {
        (headers, asset.bytes).into_response()
    }
}
