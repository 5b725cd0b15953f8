//! A site on the fixture's world, and a browser's view of it.

use std::sync::Mutex;

use axum::body::Body;
use axum::http::{Method, Request, StatusCode, header};
use hemma_app::App;
use hemma_app::config::{Config, FeedTo};
use hemma_app::ctx::Ctx;
use hemma_domain::access::Errand;
use hemma_domain::ids::StaffId;
use hemma_domain::time::Instant;
use hemma_server::http::{self, Clock, Site};
use hemma_testkit::fixture;
use hemma_testkit::store::Db;
use tower::ServiceExt as _;

/// A site whose clock stands still.
pub(crate) struct TestSite {
    /// Behind a lock, so that a test may hold the site across threads.
    router: Mutex<axum::Router>,
    pub(crate) app: App,
    pub(crate) db: Db,
}

/// An answer, its body read.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: StatusCode,
    pub(crate) location: Option<String>,
    pub(crate) cookie: Option<String>,
    pub(crate) headers: axum::http::HeaderMap,
    pub(crate) body: String,
}

/// The moment of the tests.
pub(crate) fn now() -> Instant {
    hemma_testkit::noon(fixture::TODAY)
}

impl TestSite {
    /// The fixture's world on SQLite.
    pub(crate) async fn new() -> TestSite {
        TestSite::at(now).await
    }

    /// As [`TestSite::new`], with a network elsewhere that is sent its teams' figures.
    pub(crate) async fn feeding(origin: &str, secret: &str) -> TestSite {
        let to = FeedTo {
            origin: origin.to_owned(),
            secret: secret.to_owned(),
        };
        TestSite::with(now, Some(to)).await
    }

    /// As [`TestSite::new`], with a clock that the test moves.
    pub(crate) async fn at(clock: impl Fn() -> Instant + Send + Sync + 'static) -> TestSite {
        TestSite::with(clock, None).await
    }

    async fn with(
        clock: impl Fn() -> Instant + Send + Sync + 'static,
        feed: Option<FeedTo>,
    ) -> TestSite {
        let db = hemma_testkit::sqlite().await;
        fixture::fill(&db).await;
        hemma_testkit::duty::fill(&db).await;
        hemma_testkit::opening::fill(&db).await;
        let config = Config {
            feed,
            ..Config::in_folder(hemma_testkit::folder())
        };
        let app = App::on(db.clone(), config, now()).await.unwrap();
        let router = http::service(Site::new(app.clone(), Clock::by(clock)));
        TestSite {
            router: Mutex::new(router),
            app,
            db,
        }
    }

    /// A site filled as a demo is, whose typesetting helper gives back what it is given: a document is read as it was composed.
    pub(crate) async fn demo() -> TestSite {
        use std::os::unix::fs::PermissionsExt as _;
        let folder = hemma_testkit::folder();
        let helper = folder.join("hemma-pdf");
        std::fs::write(&helper, "#!/bin/sh\nexec /bin/cat\n").unwrap();
        std::fs::set_permissions(&helper, std::fs::Permissions::from_mode(0o755)).unwrap();
        let config = Config {
            pdf: Some(helper),
            ..Config::in_folder(folder)
        };
        let db = hemma_testkit::sqlite().await;
        let app = App::on(db.clone(), config, now()).await.unwrap();
        let options = hemma_app::demo::Options {
            seed: 1,
            today: now().day().0,
            scale: 1,
        };
        let ctx = Ctx::system(Errand::Demo, now());
        app.fill_demo(&ctx, &options, |_, _| ()).await.unwrap();
        let router = http::service(Site::new(app.clone(), Clock::by(now)));
        TestSite {
            router: Mutex::new(router),
            app,
            db,
        }
    }

    /// The same site some seconds later.
    pub(crate) fn later(&self, seconds: i64) -> TestSite {
        let clock = Clock::by(move || now().plus_seconds(seconds));
        TestSite {
            router: Mutex::new(http::service(Site::new(self.app.clone(), clock))),
            app: self.app.clone(),
            db: self.db.clone(),
        }
    }

    /// Sends a form as a script does, or with other headers of its own.
    pub(crate) async fn post_with(
        &self,
        path: &str,
        form: &str,
        headers: &[(&'static str, &str)],
    ) -> Answer {
        let mut request = Request::builder()
            .method(Method::POST)
            .uri(path)
            .header(header::HOST, "localhost")
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        self.request(request.body(Body::from(form.to_owned())).unwrap())
            .await
    }

    /// Signs somebody in; gives the cookie.
    pub(crate) async fn sign_in(&self, staff: StaffId) -> String {
        let answer = self
            .send(
                Method::POST,
                "/sign-in/demo",
                None,
                &format!("staff={staff}"),
            )
            .await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.body);
        answer.cookie.unwrap()
    }

    /// Reads a page.
    pub(crate) async fn get(&self, path: &str, cookie: &str) -> Answer {
        self.send(Method::GET, path, Some(cookie), "").await
    }

    /// Sends a form.
    pub(crate) async fn post(&self, path: &str, cookie: &str, form: &str) -> Answer {
        self.send(Method::POST, path, Some(cookie), form).await
    }

    /// Sends any request.
    pub(crate) async fn send(
        &self,
        method: Method,
        path: &str,
        cookie: Option<&str>,
        form: &str,
    ) -> Answer {
        let mut request = Request::builder()
            .method(method)
            .uri(path)
            .header(header::HOST, "localhost");
        if let Some(cookie) = cookie {
            request = request.header(header::COOKIE, cookie);
        }
        if !form.is_empty() {
            request = request.header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
        }
        self.request(request.body(Body::from(form.to_owned())).unwrap())
            .await
    }

    /// Sends a form with a file.
    pub(crate) async fn post_file(
        &self,
        path: &str,
        cookie: Option<&str>,
        body: Vec<u8>,
    ) -> Answer {
        let mut request = Request::builder()
            .method(Method::POST)
            .uri(path)
            .header(header::HOST, "localhost")
            .header(header::CONTENT_LENGTH, body.len())
            .header(
                header::CONTENT_TYPE,
                format!("multipart/form-data; boundary={BOUNDARY}"),
            );
        if let Some(cookie) = cookie {
            request = request.header(header::COOKIE, cookie);
        }
        self.request(request.body(Body::from(body)).unwrap()).await
    }

    /// Sends a request made by hand.
    pub(crate) async fn request(&self, request: Request<Body>) -> Answer {
        let router = self.router.lock().unwrap().clone();
        let response = router.oneshot(request).await.unwrap();
        let (parts, body) = response.into_parts();
        let bytes = axum::body::to_bytes(body, 64 << 20).await.unwrap();
        let (status, headers) = (parts.status, parts.headers);
        let header = |name| {
            headers
                .get(name)
                .map(|value| value.to_str().unwrap().to_owned())
        };
        let location = header(header::LOCATION);
        let cookie =
            header(header::SET_COOKIE).and_then(|set| set.split(';').next().map(str::to_owned));
        Answer {
            status,
            location,
            cookie,
            headers,
            body: String::from_utf8_lossy(&bytes).into_owned(),
        }
    }
}

const BOUNDARY: &str = "----hemma-test";

/// A form with a file, as browsers send it.
pub(crate) fn multipart(fields: &[(&str, &str)], file: Option<(&str, &[u8])>) -> Vec<u8> {
    let mut body = Vec::new();
    for (name, value) in fields {
        let part = format!(
            "--{BOUNDARY}\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n"
        );
        body.extend(part.into_bytes());
    }
    if let Some((name, file)) = file {
        let head = format!(
            "--{BOUNDARY}\r\nContent-Disposition: form-data; name=\"{name}\"; filename=\"virus.exe\"\r\nContent-Type: application/pdf\r\n\r\n"
        );
        body.extend(head.into_bytes());
        body.extend(file);
        body.extend(b"\r\n");
    }
    body.extend(format!("--{BOUNDARY}--\r\n").into_bytes());
    body
}
