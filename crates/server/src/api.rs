//! What the screens show, as JSON under `/api/v1`. Types here are the interface's own; domain types are never serialised.

pub mod case;
pub mod me;

use axum::Json;
use axum::extract::FromRequestParts;
use axum::http::StatusCode;
use axum::http::request::Parts;
use axum::response::{IntoResponse, Response};
use hemma_app::error::Error;
use serde::Serialize;
use utoipa::{OpenApi, ToSchema};

use crate::http::Site;
use crate::http::error::log_fault;
use crate::http::route::{Access, Routes};
use crate::http::visit::Visit;

/// The routes of the interface.
pub fn routes() -> Routes {
    [case::routes(), me::routes()]
        .into_iter()
        .fold(Routes::default(), Routes::with)
        .get("/api/v1/openapi.json", Access::Public, document)
}

/// The interface, described.
#[derive(OpenApi)]
#[openapi(
    info(
        title = "Hemma",
        version = "1",
        description = "What the screens show, readable as JSON. Signed in as on the screens, by the session's cookie. \
            Every read of a case is in the log."
    ),
    paths(me::get, case::get)
)]
pub struct Document;

async fn document() -> Response {
    Json(Document::openapi()).into_response()
}

/// Why a request was not answered with what it asked for.
#[derive(Debug, Serialize, ToSchema)]
pub struct Problem {
    /// `sign_in`, `not_found`, `forbidden`, `invalid`, `conflict`, `unavailable`, `internal`.
    pub problem: &'static str,
    /// Names the request in the server's log.
    pub request: String,
}

/// A problem as an answer.
#[derive(Debug)]
pub struct ApiError {
    status: StatusCode,
    problem: Problem,
}

impl ApiError {
    fn new(status: StatusCode, problem: &'static str, request: &str) -> ApiError {
        ApiError {
            status,
            problem: Problem {
                problem,
                request: request.to_owned(),
            },
        }
    }

    /// The answer to an error of a use case.
    pub fn of(visit: &ApiVisit) -> impl Fn(Error) -> ApiError {
        let request = visit.0.ctx.request.clone();
        move |err| {
            log_fault(&err, &request);
            let (status, problem) = match err {
                Error::NotFound => (StatusCode::NOT_FOUND, "not_found"),
                Error::Forbidden => (StatusCode::FORBIDDEN, "forbidden"),
                Error::Invalid(_) => (StatusCode::UNPROCESSABLE_ENTITY, "invalid"),
                Error::Conflict => (StatusCode::CONFLICT, "conflict"),
                Error::Unavailable(_) => (StatusCode::SERVICE_UNAVAILABLE, "unavailable"),
                Error::Internal(_) => (StatusCode::INTERNAL_SERVER_ERROR, "internal"),
            };
            ApiError::new(status, problem, &request)
        }
    }

    /// The answer where an address holds no id of the right form: the same as for an id of nothing.
    pub fn not_found(visit: &ApiVisit) -> ApiError {
        ApiError::new(StatusCode::NOT_FOUND, "not_found", &visit.0.ctx.request)
    }
}

impl IntoResponse for ApiError {
    fn into_response(self) -> Response {
        (self.status, Json(self.problem)).into_response()
    }
}

/// A request by somebody who is signed in; anybody else is told so in JSON.
pub struct ApiVisit(pub Visit);

impl FromRequestParts<Site> for ApiVisit {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, site: &Site) -> Result<ApiVisit, ApiError> {
        use axum::extract::OptionalFromRequestParts;
        match <Visit as OptionalFromRequestParts<Site>>::from_request_parts(parts, site).await {
            Ok(Some(visit)) => Ok(ApiVisit(visit)),
            Ok(None) => Err(ApiError::new(StatusCode::UNAUTHORIZED, "sign_in", "")),
            Err(_) => Err(ApiError::new(
                StatusCode::SERVICE_UNAVAILABLE,
                "unavailable",
                "",
            )),
        }
    }
}

/// An id in an address, read.
pub fn id<T: std::str::FromStr>(visit: &ApiVisit, text: &str) -> Result<T, ApiError> {
    text.parse().map_err(|_| ApiError::not_found(visit))
}
