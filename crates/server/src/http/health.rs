//! Whether the site lives, and its figures for a monitoring system.

use std::net::SocketAddr;
use std::time::Duration;

use axum::Router;
use axum::extract::{MatchedPath, Request, State};
use axum::http::{StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use metrics_exporter_prometheus::{PrometheusBuilder, PrometheusHandle};

use crate::http::Site;
use crate::http::route::{Access, Routes};

/// The route that balancers ask.
pub fn routes() -> Routes {
    Routes::default().get("/health", Access::Public, health)
}

/// 200 while the database answers, 503 otherwise; says nothing else.
async fn health(State(site): State<Site>) -> StatusCode {
    match site.app.is_demo().await {
        Ok(_) => StatusCode::OK,
        Err(_) => StatusCode::SERVICE_UNAVAILABLE,
    }
}

/// Begins to gather figures; once in a process.
pub fn start_metrics() -> anyhow::Result<PrometheusHandle> {
    let recorder = PrometheusBuilder::new().build_recorder();
    let handle = recorder.handle();
    metrics::set_global_recorder(recorder)
        .map_err(|_| anyhow::anyhow!("figures are gathered already"))?;
    Ok(handle)
}

/// Serves the figures on an address of their own, so that nobody outside reads them by mistake.
pub async fn serve_metrics(
    address: SocketAddr,
    handle: PrometheusHandle,
    site: Site,
) -> anyhow::Result<()> {
    let answer = move || {
        let (handle, site) = (handle.clone(), site.clone());
        async move {
            metrics::gauge!("hemma_statements").set(f64::from(
                u32::try_from(site.app.statements()).unwrap_or(u32::MAX),
            ));
            (
                [(header::CONTENT_TYPE, "text/plain; version=0.0.4")],
                handle.render(),
            )
                .into_response()
        }
    };
    let listener = tokio::net::TcpListener::bind(address).await?;
    axum::serve(listener, Router::new().route("/metrics", get(answer))).await?;
    Ok(())
}

/// Counts and times each request by its route; ids in addresses never become labels.
pub async fn measure(request: Request, next: Next) -> Response {
    let route = request
        .extensions()
        .get::<MatchedPath>()
        .map_or_else(|| "none".to_owned(), |path| path.as_str().to_owned());
    let method = request.method().as_str().to_owned();
    let began = std::time::Instant::now();
    let response = next.run(request).await;
    let took: Duration = began.elapsed();
    let status = response.status().as_u16().to_string();
    metrics::histogram!("hemma_request_seconds", "method" => method, "route" => route, "status" => status)
        .record(took.as_secs_f64());
    response
}
