//! Search by the four permitted keys. It is a POST, so that no key of a person stands in an address.

use axum::Json;
use axum::extract::State;
use hemma_domain::code::Code as _;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use crate::api::{ApiBody, ApiError, ApiVisit, Refused};
use crate::http::Site;
use crate::http::route::{Access, Routes};

/// The routes of this resource.
pub fn routes() -> Routes {
    Routes::default().post("/api/v1/search", Access::SignedIn, post)
}

/// What is searched for.
#[derive(Debug, Deserialize, ToSchema)]
pub struct Sought {
    /// A name, a personal number, a coordination number or a case's code (PUF 2001:637 15 §).
    #[schema(max_length = 200, example = "BJÖ-26-001")]
    pub q: String,
}

/// What a search found.
#[derive(Debug, Serialize, ToSchema)]
pub struct Hits {
    /// What the text was read as: `name`, `personal`, `coordination`, `case_number`.
    pub key: &'static str,
    pub hits: Vec<Hit>,
    /// There are more than are shown.
    pub more: bool,
}

/// A case that was found.
#[derive(Debug, Serialize, ToSchema)]
pub struct Hit {
    pub case: Uuid,
    pub code: String,
    /// Null for those who may not read the case.
    pub label: Option<String>,
    /// The team's name.
    pub team: String,
}

/// Searches one's own boards. The log says which kind of key was used, never the key.
#[utoipa::path(post, operation_id = "search", path = "/api/v1/search",
    request_body = Sought, responses((status = 200, body = Hits), Refused))]
pub async fn post(
    visit: ApiVisit,
    State(site): State<Site>,
    ApiBody(sought): ApiBody<Sought>,
) -> Result<Json<Hits>, ApiError> {
    let read = site.app.search(&visit.0.ctx, &sought.q).await;
    let read = read.map_err(ApiError::of(&visit))?;
    let hits = read.hits.into_iter().map(|hit| Hit {
        case: hit.case.0,
        code: hit.code,
        label: hit.may_see.then_some(hit.label),
        team: hit.team,
    });
    Ok(Json(Hits {
        key: read.key.code(),
        hits: hits.collect(),
        more: read.more,
    }))
}
