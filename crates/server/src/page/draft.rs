//! What somebody typed and did not yet send: kept by scripts while it is typed, given back to the form.

use axum::Json;
use axum::extract::{Query, State};
use axum::http::request::Parts;
use axum::response::{IntoResponse, Redirect, Response};
use hemma_app::error::Error;
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::json;

use crate::http::Site;
use crate::http::error::PageError;
use crate::http::keep;
use crate::http::route::{Access, Routes};
use crate::http::visit::Visit;
use crate::page::Sampled;

/// The routes of this page.
pub fn routes() -> Routes {
    Routes::default()
        .get("/drafts", Access::SignedIn, get)
        .post("/drafts", Access::SignedIn, post)
        .post("/drafts/drop", Access::SignedIn, post_drop)
}

/// What was typed at a place, read as the form of that place.
#[derive(Debug, Clone)]
pub struct Typed<F> {
    pub form: F,
    /// When it was kept, as people write it.
    pub saved: String,
}

/// What the visitor left at a place; none if nothing, or if the form has changed since so that it cannot be read.
pub async fn typed<F: DeserializeOwned>(
    site: &Site,
    visit: &Visit,
    place: &str,
) -> Result<Option<Typed<F>>, PageError> {
    let found = site.app.draft(&visit.ctx, place).await;
    let draft = found.map_err(PageError::to(visit))?;
    Ok(draft.and_then(|draft| {
        Some(Typed {
            form: serde_html_form::from_str(&draft.body).ok()?,
            saved: visit.lang.moment(draft.saved_at),
        })
    }))
}

#[derive(Deserialize)]
struct At {
    #[serde(default)]
    place: String,
}

#[derive(Deserialize)]
struct Under {
    #[serde(default)]
    under: String,
}

/// All that the visitor left at places that begin alike: a page with many forms asks once.
async fn get(
    visit: Visit,
    State(site): State<Site>,
    Query(query): Query<Under>,
) -> Result<Response, PageError> {
    let found = site.app.drafts_under(&visit.ctx, &query.under).await;
    let drafts = found.map_err(PageError::to(&visit))?;
    let told: Vec<_> = drafts
        .iter()
        .map(|draft| {
            let fields: Vec<(String, String)> =
                serde_html_form::from_str(&draft.body).unwrap_or_default();
            json!({ "place": draft.place, "fields": fields, "saved": visit.lang.moment(draft.saved_at) })
        })
        .collect();
    Ok(Json(json!({ "drafts": told })).into_response())
}

async fn post(
    visit: Visit,
    State(site): State<Site>,
    Query(at): Query<At>,
    body: String,
) -> Result<Response, PageError> {
    match site.app.save_draft(&visit.ctx, &at.place, &body).await {
        Ok(saved) => Ok(Json(json!({ "saved": visit.lang.time(saved) })).into_response()),
        Err(Error::Invalid(faults)) => {
            let texts: Vec<String> = faults
                .iter()
                .map(|fault| visit.lang.t(fault.message))
                .collect();
            let told = Json(json!({ "error": texts.join(" ") }));
            Ok((axum::http::StatusCode::UNPROCESSABLE_ENTITY, told).into_response())
        }
        Err(err) => Err(PageError::to(&visit)(err)),
    }
}

async fn post_drop(
    visit: Visit,
    State(site): State<Site>,
    Query(at): Query<At>,
    parts: Parts,
) -> Result<Response, PageError> {
    let dropped = site.app.drop_draft(&visit.ctx, &at.place).await;
    dropped.map_err(PageError::to(&visit))?;
    if keep::wants_json(&parts.headers) {
        return Ok(Json(json!({})).into_response());
    }
    let back = keep::referer(&parts).unwrap_or_else(|| "/".to_owned());
    Ok(Redirect::to(&back).into_response())
}

/// Every state of this page.
pub fn samples() -> Vec<Sampled> {
    Vec::new()
}
