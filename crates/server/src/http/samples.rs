//! Every state of every page, in a demo only: what the accessibility tests go through. Holds no data of anybody.

use axum::Json;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{Html, IntoResponse, Response};

use crate::http::Site;
use crate::http::route::{Access, Routes};
use crate::page;

/// The routes of the samples.
pub fn routes() -> Routes {
    Routes::default().get("/samples", Access::Demo, list).get(
        "/samples/{number}",
        Access::Demo,
        get,
    )
}

/// The names, in order.
async fn list(State(site): State<Site>) -> Response {
    if !is_demo(&site).await {
        return StatusCode::NOT_FOUND.into_response();
    }
    Json(
        page::samples()
            .into_iter()
            .map(|(name, _)| name)
            .collect::<Vec<_>>(),
    )
    .into_response()
}

/// One state, as it renders.
async fn get(State(site): State<Site>, Path(number): Path<usize>) -> Response {
    let sample = page::samples().into_iter().nth(number);
    match sample {
        Some((_, Ok(html))) if is_demo(&site).await => Html(html).into_response(),
        _ => StatusCode::NOT_FOUND.into_response(),
    }
}

async fn is_demo(site: &Site) -> bool {
    site.app.is_demo().await.unwrap_or(false)
}
