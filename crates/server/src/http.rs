//! Pages, API, static files and the layers around them.

pub mod assets;
pub mod bare;
pub mod csp;
pub mod csv;
pub mod error;
pub mod file;
pub mod form;
pub mod health;
pub mod keep;
pub mod once;
pub mod posted;
pub mod route;
pub mod samples;
pub mod upload;
pub mod url;
pub mod visit;

use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::http::{HeaderName, StatusCode};
use axum::response::IntoResponse as _;
use hemma_app::App;
use hemma_domain::time::Instant;
use tower::ServiceBuilder;
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::compression::{CompressionLayer, CompressionLevel};
use tower_http::csrf::CsrfLayer;
use tower_http::request_id::{MakeRequestUuid, PropagateRequestIdLayer, SetRequestIdLayer};
use tower_http::timeout::TimeoutLayer;
use tower_http::trace::TraceLayer;

use crate::http::once::Sent;
use crate::http::route::Routes;
use crate::{api, page};

/// Bytes of a request's body: a long note is 60 kB, ten times that is a mistake that deserves an answer.
pub const BODY_BYTES_MAX: usize = 2 * 1024 * 1024;
/// Where anybody applies.
pub const JOBS: &str = "/jobs/";
/// Where files are put beside something.
const ATTACHMENTS: &str = "/attachments";

/// Whether a form may bring a file to an address.
pub fn takes_file(path: &str) -> bool {
    path.starts_with(JOBS) || path.ends_with(ATTACHMENTS)
}

/// Bytes that a request to an address may bring.
pub fn body_bytes_max(path: &str) -> usize {
    match takes_file(path) {
        true => upload::UPLOAD_BYTES_MAX,
        false => BODY_BYTES_MAX,
    }
}

/// How long a request may take before the browser is told.
const PATIENCE: Duration = Duration::from_secs(30);

/// What every handler can reach. Each layer of each request clones it.
#[derive(Clone)]
pub struct Site {
    pub app: Arc<App>,
    pub clock: Clock,
    /// People come over TLS, so the session's cookie is bound to it.
    pub tls: bool,
    /// The last form of each person that made something new.
    pub sent: Sent,
}

/// Where requests take the time from: the machine, or a fixed moment in tests.
#[derive(Clone)]
pub struct Clock(Arc<dyn Fn() -> Instant + Send + Sync>);

impl Clock {
    /// The machine's own clock.
    pub fn machine() -> Clock {
        #[expect(
            clippy::disallowed_methods,
            reason = "requests get their time here and nowhere else"
        )]
        Clock(Arc::new(|| Instant(jiff::Timestamp::now())))
    }

    /// The machine's clock, moved so that it starts at a given moment: a demo on a chosen day.
    pub fn starting_at(start: Instant) -> Clock {
        let machine = Clock::machine();
        let began = machine.now();
        Clock(Arc::new(move || {
            start.plus_seconds(machine.now().seconds_since(began))
        }))
    }

    /// A clock that a test moves by itself.
    pub fn by(read: impl Fn() -> Instant + Send + Sync + 'static) -> Clock {
        Clock(Arc::new(read))
    }

    /// The time.
    pub fn now(&self) -> Instant {
        (self.0)()
    }
}

impl Site {
    /// A site on an opened installation.
    pub fn new(app: App, clock: Clock) -> Site {
        let tls = app.config().origin.starts_with("https://");
        Site {
            app: Arc::new(app),
            clock,
            tls,
            sent: Sent::default(),
        }
    }

    /// The name of the session's cookie.
    pub fn session_cookie(&self) -> &'static str {
        if self.tls {
            visit::COOKIE_TLS
        } else {
            visit::COOKIE_PLAIN
        }
    }
}

/// Every route with its row in the access table.
pub fn routes() -> Routes {
    Routes::default()
        .with(page::routes())
        .with(api::routes())
        .with(assets::routes())
        .with(health::routes())
        .with(samples::routes())
}

/// The whole service.
pub fn service(site: Site) -> Router {
    let id = HeaderName::from_static("x-request-id");
    let trusted = site.app.config().origin.clone();
    let csrf = CsrfLayer::new()
        .add_trusted_origin(&trusted)
        .unwrap_or_else(|_| CsrfLayer::new());
    let layers = ServiceBuilder::new()
        .layer(axum::middleware::map_request(own_request_id))
        .layer(SetRequestIdLayer::new(id.clone(), MakeRequestUuid))
        .layer(PropagateRequestIdLayer::new(id))
        .layer(TraceLayer::new_for_http().make_span_with(span))
        .layer(axum::middleware::from_fn(health::measure))
        .layer(axum::middleware::from_fn(csp::headers))
        .layer(CompressionLayer::new().no_zstd())
        // At its lightest Zstandard packs these pages three per cent worse than as it comes, with far less work.
        .layer(
            CompressionLayer::new()
                .no_gzip()
                .quality(CompressionLevel::Precise(1)),
        )
        .layer(axum::middleware::from_fn_with_state(
            site.clone(),
            bare::pages,
        ))
        .layer(CatchPanicLayer::custom(|_| {
            StatusCode::INTERNAL_SERVER_ERROR.into_response()
        }))
        .layer(TimeoutLayer::with_status_code(
            StatusCode::SERVICE_UNAVAILABLE,
            PATIENCE,
        ))
        .layer(csrf);
    routes()
        .into_router()
        .fallback(no_address)
        .layer(axum::middleware::from_fn_with_state(
            site.clone(),
            keep::typed,
        ))
        .layer(DefaultBodyLimit::max(BODY_BYTES_MAX))
        .layer(layers)
        .with_state(site)
}

/// The name of a request is given here, never by whoever sends it: it stands in the log.
async fn own_request_id(mut request: axum::extract::Request) -> axum::extract::Request {
    request.headers_mut().remove("x-request-id");
    request
}

/// The answer to an address of nothing: JSON for programs; people get their page from the layer around.
async fn no_address(uri: axum::http::Uri) -> axum::response::Response {
    if uri.path().starts_with(api::BASE) {
        api::ApiError::no_address().into_response()
    } else {
        StatusCode::NOT_FOUND.into_response()
    }
}

/// A request in the log: its name, method and route; never an address with ids of people, never a body.
fn span(request: &axum::http::Request<axum::body::Body>) -> tracing::Span {
    let id = request
        .headers()
        .get("x-request-id")
        .and_then(|value| value.to_str().ok())
        .unwrap_or_default();
    let route = request
        .extensions()
        .get::<axum::extract::MatchedPath>()
        .map_or("", |path| path.as_str());
    tracing::info_span!("request", id, method = %request.method(), route)
}
