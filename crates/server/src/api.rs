//! What the screens show, as JSON under `/api/v1`. Types here are the interface's own; domain types are never serialised.

pub mod addressee;
pub mod advert;
pub mod application;
pub mod artefact;
pub mod call;
pub mod capacity;
pub mod care;
pub mod case;
pub mod closing;
pub mod consent;
pub mod consultation;
pub mod contact;
pub mod desk;
pub mod development;
pub mod duty;
pub mod fee;
pub mod feed;
pub mod fidelity;
pub mod goal;
pub mod hold;
pub mod incident;
pub mod instrument;
pub mod intake;
pub mod interview;
pub mod journal;
pub mod ledger;
pub mod log;
pub mod me;
pub mod measure;
pub mod meeting;
pub mod month_report;
pub mod my_week;
pub mod network;
pub mod opening;
pub mod person;
pub mod programme;
pub mod project;
pub mod proposal;
pub mod report;
pub mod review;
pub mod round;
pub mod scale;
pub mod search;
pub mod sender;
pub mod sheet;
pub mod staff;
pub mod task;
pub mod team_week;
pub mod timeline;
pub mod training;
pub mod trip;
pub mod week;

use axum::Json;
use axum::extract::{FromRequest, FromRequestParts, Path, Query, Request};
use axum::http::request::Parts;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use hemma_app::error::Error;
use hemma_domain::programme::Words as ProgrammeWords;
use hemma_domain::time::Instant;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, IntoResponses, OpenApi, ToSchema};

use crate::http::Site;
use crate::http::error::log_fault;
use crate::http::route::{Access, Routes};
use crate::http::visit::Visit;

/// What all addresses of the interface begin with.
pub const BASE: &str = "/api/";

/// The routes of the interface.
pub fn routes() -> Routes {
    [
        addressee::routes(),
        advert::routes(),
        application::routes(),
        artefact::routes(),
        call::routes(),
        capacity::routes(),
        care::routes(),
        case::routes(),
        closing::routes(),
        consent::routes(),
        consultation::routes(),
        contact::routes(),
        desk::routes(),
        development::routes(),
        duty::routes(),
        fee::routes(),
        feed::routes(),
        fidelity::routes(),
        goal::routes(),
        hold::routes(),
        incident::routes(),
        instrument::routes(),
        intake::routes(),
        interview::routes(),
        journal::routes(),
        ledger::routes(),
        log::routes(),
        me::routes(),
        measure::routes(),
        meeting::routes(),
        month_report::routes(),
        my_week::routes(),
        network::routes(),
        opening::routes(),
        person::routes(),
        programme::routes(),
        project::routes(),
        proposal::routes(),
        report::routes(),
        review::routes(),
        round::routes(),
        scale::routes(),
        search::routes(),
        sender::routes(),
        sheet::routes(),
        staff::routes(),
        task::routes(),
        team_week::routes(),
        timeline::routes(),
        training::routes(),
        trip::routes(),
        week::routes(),
    ]
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
        description = "What the screens show, readable as JSON; nothing is changed here but what was read, as on the \
            screens. Signed in as on the screens, by the session's cookie. Every read of a case is in the log. What is \
            handed out about a person is decided paper by paper, on its page alone. Days are ISO 8601, as in 2026-11-23, moments are UTC."
    ),
    paths(
        addressee::list,
        advert::list,
        advert::get,
        application::list,
        application::get,
        artefact::list,
        artefact::get,
        call::list,
        call::of_pool,
        capacity::get,
        capacity::closed,
        capacity::unit,
        care::get,
        case::get,
        closing::get,
        closing::follow_ups,
        consent::list,
        consultation::list,
        consultation::get,
        consultation::of_network,
        contact::list,
        desk::get,
        desk::get_week,
        development::list,
        development::get,
        duty::list,
        duty::tonight,
        duty::agreement::get,
        duty::away::get,
        duty::member::get,
        duty::draft::get,
        duty::draft::proposal::get,
        duty::draft::why,
        duty::rota::get,
        duty::rota::mine,
        duty::swap::list,
        duty::swap::takers,
        fee::bill,
        fee::get,
        fee::payer,
        fidelity::of_team,
        fidelity::of_network,
        fidelity::therapist::mine,
        fidelity::therapist::get,
        goal::get,
        hold::list,
        incident::list,
        instrument::list,
        intake::get,
        intake::get_unnamed,
        interview::list,
        interview::get,
        journal::list,
        ledger::get,
        ledger::money,
        ledger::vouchers,
        log::of_case,
        log::of_board,
        me::get,
        measure::of_case,
        measure::of_team,
        meeting::get,
        month_report::get,
        my_week::get,
        network::list,
        opening::list,
        opening::get,
        opening::briefings,
        opening::merits,
        opening::destruction,
        person::list,
        programme::list,
        programme::get,
        project::list,
        project::get,
        proposal::get,
        proposal::get_sent,
        proposal::list,
        report::list,
        review::of_team,
        review::of_network,
        review::plot::year,
        review::figure::of_team,
        review::document::of_team,
        review::document::of_network,
        round::mine,
        round::of_team,
        scale::get,
        search::post,
        sender::list,
        sheet::get,
        sheet::tonight,
        staff::list,
        task::mine,
        task::of_team,
        team_week::get,
        timeline::get,
        training::get,
        training::list,
        training::mine,
        training::of_network,
        training::of_team,
        training::record_of_network,
        training::record_of_team,
        trip::list,
        trip::get,
        week::list,
        week::get,
    )
)]
pub struct Document;

async fn document() -> Response {
    Json(Document::openapi()).into_response()
}

/// Why a request was not answered with what it asked for.
#[derive(Debug, Serialize, ToSchema)]
pub struct Problem {
    /// `sign_in`, `not_found`, `forbidden`, `invalid`, `conflict`, `later`, `unavailable`, `internal`.
    pub problem: &'static str,
    /// Names the request in the server's log.
    pub request: String,
}

/// How a request is refused.
#[derive(IntoResponses)]
pub enum Refused {
    /// Nobody is signed in, or no longer.
    #[response(status = 401)]
    SignIn(Problem),
    /// The thing is known, the action is not yours.
    #[response(status = 403)]
    Forbidden(Problem),
    /// There is no such thing, or you may not know that there is.
    #[response(status = 404)]
    NotFound(Problem),
    /// The query says something that cannot be.
    #[response(status = 422)]
    Invalid(Problem),
    /// The database does not answer; try again.
    #[response(status = 503)]
    Unavailable(Problem),
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

    /// The answer to an error where nobody is signed in: a secret address tells nothing but that it is none.
    pub fn of_stranger(err: Error) -> ApiError {
        log_fault(&err, "");
        match err {
            Error::Unavailable(_) | Error::Internal(_) => ApiError::unavailable(),
            _ => ApiError::new(StatusCode::NOT_FOUND, "not_found", ""),
        }
    }

    /// The answer where too many asked, nobody of them signed in.
    pub fn later() -> ApiError {
        ApiError::new(StatusCode::TOO_MANY_REQUESTS, "later", "")
    }

    /// The answer where nothing can be looked up now.
    pub fn unavailable() -> ApiError {
        ApiError::new(StatusCode::SERVICE_UNAVAILABLE, "unavailable", "")
    }

    /// The answer where an address holds no id of the right form: the same as for an id of nothing.
    pub fn not_found(visit: &ApiVisit) -> ApiError {
        ApiError::new(StatusCode::NOT_FOUND, "not_found", &visit.0.ctx.request)
    }

    /// The answer to a fault of the program where nobody is signed in.
    pub fn internal(request: &str) -> ApiError {
        ApiError::new(StatusCode::INTERNAL_SERVER_ERROR, "internal", request)
    }

    /// The answer where there is no such address.
    pub fn no_address() -> ApiError {
        ApiError::new(StatusCode::NOT_FOUND, "not_found", "")
    }

    /// The answer where a query says something that cannot be.
    pub fn invalid(visit: &ApiVisit) -> ApiError {
        ApiError::new(
            StatusCode::UNPROCESSABLE_ENTITY,
            "invalid",
            &visit.0.ctx.request,
        )
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

/// What stands in an address, read. What is of another form is no address of anything.
pub struct ApiPath<T>(pub T);

impl<T: DeserializeOwned + Send> FromRequestParts<Site> for ApiPath<T> {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, site: &Site) -> Result<ApiPath<T>, ApiError> {
        match Path::<T>::from_request_parts(parts, site).await {
            Ok(Path(value)) => Ok(ApiPath(value)),
            Err(_) => Err(ApiError::new(
                StatusCode::NOT_FOUND,
                "not_found",
                named(&parts.headers),
            )),
        }
    }
}

/// What a query says, read.
pub struct ApiQuery<T>(pub T);

impl<T: DeserializeOwned> FromRequestParts<Site> for ApiQuery<T> {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, site: &Site) -> Result<ApiQuery<T>, ApiError> {
        match Query::<T>::from_request_parts(parts, site).await {
            Ok(Query(value)) => Ok(ApiQuery(value)),
            Err(_) => Err(ApiError::new(
                StatusCode::UNPROCESSABLE_ENTITY,
                "invalid",
                named(&parts.headers),
            )),
        }
    }
}

/// What a request brings, read.
pub struct ApiBody<T>(pub T);

impl<T: DeserializeOwned> FromRequest<Site> for ApiBody<T> {
    type Rejection = ApiError;

    async fn from_request(request: Request, site: &Site) -> Result<ApiBody<T>, ApiError> {
        let name = named(request.headers()).to_owned();
        match Json::<T>::from_request(request, site).await {
            Ok(Json(value)) => Ok(ApiBody(value)),
            Err(_) => Err(ApiError::new(
                StatusCode::UNPROCESSABLE_ENTITY,
                "invalid",
                &name,
            )),
        }
    }
}

fn named(headers: &HeaderMap) -> &str {
    let id = headers.get("x-request-id");
    id.and_then(|id| id.to_str().ok()).unwrap_or_default()
}

/// Items of one answer where a query does not say; enough for most families' whole course.
const LIMIT_DEFAULT: u32 = 100;
/// Items of one answer at most: some megabytes.
const LIMIT_MAX: u32 = 500;

/// Which part of a long list is asked for.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct Window {
    /// How many at most; 100 by default.
    #[param(minimum = 1, maximum = 500)]
    pub limit: Option<u32>,
    /// How many of the first to leave out.
    #[param(minimum = 0)]
    pub offset: Option<u32>,
}

/// A part of a list.
#[derive(Debug, Serialize, ToSchema)]
pub struct Part<T> {
    /// How many there are in all.
    pub total: usize,
    pub items: Vec<T>,
}

impl<T> Part<T> {
    /// The part of a list that a window shows.
    pub fn of<S>(
        visit: &ApiVisit,
        window: &Window,
        all: Vec<S>,
        made: impl Fn(S) -> T,
    ) -> Result<Part<T>, ApiError> {
        let limit = window.limit.unwrap_or(LIMIT_DEFAULT);
        if !(1..=LIMIT_MAX).contains(&limit) {
            return Err(ApiError::invalid(visit));
        }
        let size = |number: u32| usize::try_from(number).unwrap_or(usize::MAX);
        Ok(Part {
            total: all.len(),
            items: all
                .into_iter()
                .skip(size(window.offset.unwrap_or(0)))
                .take(size(limit))
                .map(made)
                .collect(),
        })
    }
}

/// A text of the programme in both languages.
#[derive(Debug, Serialize, ToSchema)]
pub struct Words {
    pub sv: String,
    pub en: String,
}

impl From<&ProgrammeWords> for Words {
    fn from(words: &ProgrammeWords) -> Words {
        Words {
            sv: words.sv.clone(),
            en: words.en.clone(),
        }
    }
}

/// A moment as the interface writes it.
pub fn moment(at: Instant) -> String {
    at.0.to_string()
}
