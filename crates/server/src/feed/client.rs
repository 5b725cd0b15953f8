//! One request to another installation: encrypted unless it stays on this machine, with a time limit, and again after a pause
//! where the line or the other side fails.

use std::net::IpAddr;
use std::sync::Arc;
use std::time::Duration;

use anyhow::{Context as _, anyhow, bail, ensure};
use axum::body::{Body, Bytes, to_bytes};
use axum::http::{Method, Request, StatusCode, Uri, header};
use hyper::client::conn::http1;
use hyper_util::rt::TokioIo;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::TcpStream;
use tokio::time::{sleep, timeout};
use tokio_rustls::TlsConnector;
use tokio_rustls::rustls::pki_types::ServerName;
use tokio_rustls::rustls::{ClientConfig, RootCertStore, crypto::ring};

/// How long one request may take, the connection included.
const PATIENCE: Duration = Duration::from_secs(40);
/// Pauses before a request is made again: a restart of the other side, no more.
const PAUSES: [Duration; 2] = [Duration::from_millis(500), Duration::from_secs(3)];
/// The longest that the other side may ask to wait.
const WAIT_MAX: Duration = Duration::from_secs(30);
/// Bytes of an answer: a digest for each team of a large network.
const ANSWER_BYTES_MAX: usize = 2 * 1024 * 1024;

/// Where another installation is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Place {
    is_tls: bool,
    host: String,
    port: u16,
    authority: String,
}

/// What another installation answered.
#[derive(Debug)]
pub(super) struct Answer {
    pub(super) status: StatusCode,
    pub(super) body: Bytes,
}

/// What is asked.
pub(super) struct Ask<'a> {
    pub(super) method: Method,
    pub(super) path: &'a str,
    pub(super) body: Bytes,
}

impl Place {
    /// Reads an address as in `https://network.example`. Only what stays on this machine may go unencrypted.
    pub(crate) fn of(origin: &str) -> anyhow::Result<Place> {
        let uri: Uri = origin
            .parse()
            .map_err(|_| anyhow!("{origin} is no address as in https://network.example"))?;
        let authority = uri.authority().filter(|_| !origin.contains('@'));
        let (Some(scheme), Some(authority)) = (uri.scheme_str(), authority) else {
            bail!("not an address as in https://network.example");
        };
        let is_bare = uri.query().is_none() && uri.path() == "/" && !origin.ends_with('/');
        ensure!(
            is_bare,
            "{origin} has a path or a slash behind the host; give it without, as in https://network.example"
        );
        let host = authority.host().to_owned();
        let is_tls = scheme == "https";
        ensure!(
            is_tls || (scheme == "http" && is_loopback(&host)),
            "must begin with https:// (http:// only for this machine itself)"
        );
        Ok(Place {
            is_tls,
            port: authority
                .port_u16()
                .unwrap_or(if is_tls { 443 } else { 80 }),
            authority: authority.as_str().to_owned(),
            host,
        })
    }
}

fn is_loopback(host: &str) -> bool {
    let bare = host.trim_start_matches('[').trim_end_matches(']');
    host == "localhost" || bare.parse::<IpAddr>().is_ok_and(|one| one.is_loopback())
}

/// Whoever asks another installation.
pub(super) struct Client {
    place: Place,
    secret: String,
    tls: Option<TlsConnector>,
}

impl Client {
    /// Trusts what the machine trusts.
    pub(super) fn new(place: Place, secret: &str) -> anyhow::Result<Client> {
        let tls = match place.is_tls {
            true => Some(connector()?),
            false => None,
        };
        Ok(Client {
            place,
            secret: secret.to_owned(),
            tls,
        })
    }

    /// Asks; again after a pause where nothing came back, or where the other side says that it could not now.
    pub(super) async fn ask(&self, what: &Ask<'_>) -> anyhow::Result<Answer> {
        let mut pauses = PAUSES.into_iter();
        loop {
            let asked = timeout(PATIENCE, self.once(what)).await;
            let asked = asked.unwrap_or_else(|_| Err(anyhow!("no answer within {PATIENCE:?}")));
            let wait = match &asked {
                Ok((answer, wait)) if is_passing(answer.status) => *wait,
                Ok(_) => return asked.map(|(answer, _)| answer),
                Err(_) => None,
            };
            let Some(pause) = pauses.next() else {
                return asked.map(|(answer, _)| answer);
            };
            sleep(wait.map_or(pause, |wait| wait.min(WAIT_MAX))).await;
        }
    }

    async fn once(&self, what: &Ask<'_>) -> anyhow::Result<(Answer, Option<Duration>)> {
        let Place { host, port, .. } = &self.place;
        let bare = host.trim_start_matches('[').trim_end_matches(']');
        let stream = TcpStream::connect((bare, *port)).await;
        let stream = stream.with_context(|| format!("{} does not answer", self.place.authority))?;
        stream.set_nodelay(true)?;
        match &self.tls {
            None => self.speak(stream, what).await,
            Some(tls) => {
                let name = ServerName::try_from(bare.to_owned())?;
                let stream = tls.connect(name, stream).await;
                let stream = stream.context("the other side's certificate is not trusted")?;
                self.speak(stream, what).await
            }
        }
    }

    async fn speak<S>(
        &self,
        stream: S,
        what: &Ask<'_>,
    ) -> anyhow::Result<(Answer, Option<Duration>)>
    where
        S: AsyncRead + AsyncWrite + Send + Unpin + 'static,
    {
        let (mut sender, connection) = http1::handshake(TokioIo::new(stream)).await?;
        // Ends with the answer: nothing is asked twice over one line.
        let line = tokio::spawn(connection);
        let request = Request::builder()
            .method(what.method.clone())
            .uri(what.path)
            .header(header::HOST, &self.place.authority)
            .header(header::AUTHORIZATION, format!("Bearer {}", self.secret))
            .header(header::CONTENT_TYPE, "application/json")
            .header(header::CONNECTION, "close")
            .body(Body::from(what.body.clone()))?;
        let response = sender.send_request(request).await;
        let response = response.context("the line was cut")?;
        let status = response.status();
        let wait = response.headers().get(header::RETRY_AFTER);
        let wait = wait.and_then(|wait| wait.to_str().ok()?.parse().ok());
        let body = to_bytes(Body::new(response.into_body()), ANSWER_BYTES_MAX).await;
        let body = body.context("the answer was cut, or is too long")?;
        line.abort();
        Ok((Answer { status, body }, wait.map(Duration::from_secs)))
    }
}

/// Whether the other side could not now, and may the next moment.
fn is_passing(status: StatusCode) -> bool {
    matches!(
        status,
        StatusCode::TOO_MANY_REQUESTS
            | StatusCode::CONFLICT
            | StatusCode::BAD_GATEWAY
            | StatusCode::SERVICE_UNAVAILABLE
            | StatusCode::GATEWAY_TIMEOUT
    )
}

fn connector() -> anyhow::Result<TlsConnector> {
    let mut roots = RootCertStore::empty();
    let found = rustls_native_certs::load_native_certs();
    let (added, _) = roots.add_parsable_certificates(found.certs);
    ensure!(
        0 < added,
        "this machine trusts no certificate: install its root certificates"
    );
    let config = ClientConfig::builder_with_provider(Arc::new(ring::default_provider()))
        .with_safe_default_protocol_versions()?
        .with_root_certificates(roots)
        .with_no_client_auth();
    Ok(TlsConnector::from(Arc::new(config)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_stays_on_this_machine_goes_unencrypted() {
        for (origin, port) in [
            ("https://network.example", 443),
            ("https://network.example:8443", 8443),
            ("http://127.0.0.1:8080", 8080),
            ("http://[::1]:81", 81),
            ("http://localhost", 80),
        ] {
            assert_eq!(Place::of(origin).unwrap().port, port, "{origin}");
        }
        for origin in [
            "",
            "network.example",
            "http://network.example",
            "http://127.0.0.1.example",
            "http://localhost.example",
            "ftp://localhost",
            "https://name:word@network.example",
            "https://network.example/",
            "https://network.example/feed",
            "https://network.example?feed",
        ] {
            let refused = Place::of(origin);
            let told = refused.map_err(|err| err.to_string());
            let told = told.expect_err(origin);
            assert!(!told.contains("word@"), "{told}");
        }
    }
}
