//! `hemma serve`: the site, until it is told to end.

use std::net::SocketAddr;
use std::sync::Arc;

use anyhow::Context as _;
use hemma_app::App;
use tokio::net::TcpListener;
use tracing_subscriber::EnvFilter;

use crate::cli::say;
use crate::config::Config;
use crate::http::{self, Clock, Site, health};
use crate::worker;

/// What can be said on the command line.
#[derive(clap::Args)]
pub(crate) struct Options {
    /// Address and port; port 0 takes a free one.
    #[arg(long)]
    pub(crate) listen: Option<String>,
}

/// Serves until a signal to end.
pub(crate) async fn run(config: &Config) -> anyhow::Result<()> {
    start_log(config);
    let clock = Clock::machine();
    let app = open(config, &clock).await?;
    listen(config, Site::new(app, clock)).await
}

/// Opens an installation to be served.
pub(crate) async fn open(config: &Config, clock: &Clock) -> anyhow::Result<App> {
    let serving = hemma_app::config::Config {
        serves: true,
        ..config.app.clone()
    };
    Ok(App::open(serving, clock.now()).await?)
}

/// Listens, prints the address, and serves.
pub(crate) async fn listen(config: &Config, site: Site) -> anyhow::Result<()> {
    let listener = TcpListener::bind(config.listen)
        .await
        .with_context(|| format!("setting listen: {} cannot be used", config.listen))?;
    say(&format!(
        "Hemma is running on http://{}",
        listener.local_addr()?
    ));
    let site = if config.origin_follows {
        // Browsers make passkeys for the name localhost, not for an address.
        let port = listener.local_addr()?.port();
        Site {
            app: Arc::new(site.app.at_origin(format!("http://localhost:{port}"))),
            ..site
        }
    } else {
        site
    };
    let app = Arc::clone(&site.app);
    if let Some(address) = config.metrics {
        let figures = health::start_metrics()?;
        let watched = site.clone();
        tokio::spawn(async move {
            if let Err(err) = health::serve_metrics(address, figures, watched).await {
                tracing::error!(cause = format!("{err:#}"), "the figures cannot be served");
            }
        });
    }
    let upkeep = tokio::spawn(worker::run(site.clone()));
    let service = http::service(site).into_make_service_with_connect_info::<SocketAddr>();
    let served = axum::serve(listener, service)
        .with_graceful_shutdown(told_to_end())
        .await;
    // A round that is cut short keeps nothing of what it had not finished.
    upkeep.abort();
    let _ended = upkeep.await;
    app.close().await;
    served?;
    Ok(())
}

/// Starts the log on the standard error: text for people, JSON for machines.
pub(crate) fn start_log(config: &Config) {
    let log = tracing_subscriber::fmt()
        .with_env_filter(EnvFilter::new(&config.log))
        .with_writer(std::io::stderr);
    if config.json_logs {
        log.json().init();
    } else {
        log.init();
    }
}

async fn told_to_end() {
    let interrupt = tokio::signal::ctrl_c();
    #[cfg(unix)]
    {
        let terminate = async {
            if let Ok(mut signal) =
                tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate())
            {
                signal.recv().await;
            } else {
                std::future::pending::<()>().await;
            }
        };
        tokio::select! {
            _ = interrupt => {}
            () = terminate => {}
        }
    }
    #[cfg(not(unix))]
    let _told = interrupt.await;
}
