//! Malformed, oversized, replayed and forged requests: each gets a clear answer, and the log stays whole.

use axum::body::Body;
use axum::http::{Method, Request, StatusCode, header};
use hemma_server::http::BODY_BYTES_MAX;
use hemma_testkit::fixture;
use hemma_testkit::store::audit;

use crate::harness::{Answer, TestSite, now};

const FORM: &str = "application/x-www-form-urlencoded";

/// Who asks, in which language.
#[derive(Clone, Copy)]
enum By<'a> {
    Guest,
    English,
    Holder(&'a str),
}

fn request(method: Method, path: &str, by: By<'_>) -> axum::http::request::Builder {
    let request = Request::builder()
        .method(method)
        .uri(path)
        .header(header::HOST, "localhost");
    match by {
        By::Guest => request,
        By::English => request.header(header::ACCEPT_LANGUAGE, "en-GB,en;q=0.9"),
        By::Holder(cookie) => request.header(header::COOKIE, cookie),
    }
}

/// A page for people, not a line of the framework's.
#[track_caller]
fn check_page(answer: &Answer, status: StatusCode, heading: &str) {
    assert_eq!(answer.status, status, "{}", answer.body);
    let kind = answer.headers.get(header::CONTENT_TYPE);
    let kind = kind.map(|kind| kind.to_str().unwrap()).unwrap_or_default();
    assert_eq!(kind, "text/html; charset=utf-8", "{}", answer.body);
    let heading = format!("<h1>{heading}</h1>");
    assert!(answer.body.contains(&heading), "{}", answer.body);
}

async fn check_log(site: &TestSite) {
    let mut tx = site.db.read().await.unwrap();
    let breaks = audit::verify(&mut tx).await.unwrap();
    assert!(breaks.is_empty(), "{breaks:?}");
}

const NOT_FOUND: &str = "Sidan finns inte";
const UNREADABLE: &str = "Uppgifterna gick inte att läsa";
const TOO_LARGE: &str = "Texten är för stor";
const FORGED: &str = "Förfrågan kom från fel ställe";

#[tokio::test]
async fn a_forged_request_is_stopped_with_a_page() {
    let site = TestSite::new().await;
    let cookie = site.sign_in(fixture::THERAPIST).await;
    let cases: [(&str, &str, bool); 6] = [
        ("sec-fetch-site", "cross-site", false),
        ("sec-fetch-site", "same-site", false),
        ("sec-fetch-site", "same-origin", true),
        ("sec-fetch-site", "none", true),
        ("origin", "https://elsewhere.example", false),
        ("origin", "http://localhost", true),
    ];
    for (name, value, passes) in cases {
        let sent = request(Method::POST, "/account/theme", By::Holder(&cookie))
            .header(name, value)
            .header(header::CONTENT_TYPE, FORM)
            .body(Body::from("theme=dark"))
            .unwrap();
        let answer = site.request(sent).await;
        if passes {
            assert_eq!(answer.status, StatusCode::SEE_OTHER, "{name}: {value}");
        } else {
            check_page(&answer, StatusCode::FORBIDDEN, FORGED);
            assert!(answer.cookie.is_none(), "{name}: {value}");
        }
    }
    check_log(&site).await;
}

#[tokio::test]
async fn what_is_not_there_is_said_in_the_visitor_s_language() {
    let site = TestSite::new().await;
    let cookie = site.sign_in(fixture::THERAPIST).await;
    let paths = [
        "/nothing-here",
        "/cases/not-an-id",
        "/cases/%zz",
        "/cases/%ff%fe",
        "/cases/%00",
        "/static/nothing.js",
        "/welcome/not-a-link",
    ];
    for path in paths {
        let sent = request(Method::GET, path, By::Holder(&cookie));
        let answer = site.request(sent.body(Body::empty()).unwrap()).await;
        check_page(&answer, StatusCode::NOT_FOUND, NOT_FOUND);
    }
    let sent = request(Method::GET, "/nothing-here", By::Guest);
    let answer = site.request(sent.body(Body::empty()).unwrap()).await;
    check_page(&answer, StatusCode::NOT_FOUND, NOT_FOUND);
    let sent = request(Method::GET, "/nothing-here", By::English);
    let answer = site.request(sent.body(Body::empty()).unwrap()).await;
    assert!(answer.body.contains("<html lang=\"en\""), "{}", answer.body);

    let english = site.post("/account/language", &cookie, "language=en").await;
    assert_eq!(english.status, StatusCode::SEE_OTHER);
    let answer = site.get("/nothing-here", &cookie).await;
    assert!(answer.body.contains("<html lang=\"en\""), "their own");
    check_log(&site).await;
}

#[tokio::test]
async fn other_methods_get_a_page_and_head_gets_none() {
    let site = TestSite::new().await;
    for method in [Method::PUT, Method::DELETE, Method::PATCH, Method::OPTIONS] {
        let sent = request(method.clone(), "/sign-in", By::Guest)
            .body(Body::empty())
            .unwrap();
        let answer = site.request(sent).await;
        check_page(&answer, StatusCode::METHOD_NOT_ALLOWED, NOT_FOUND);
        assert!(answer.headers.contains_key(header::ALLOW), "{method}");
    }
    let sent = request(Method::from_bytes(b"BREW").unwrap(), "/", By::Guest);
    let answer = site.request(sent.body(Body::empty()).unwrap()).await;
    check_page(&answer, StatusCode::METHOD_NOT_ALLOWED, NOT_FOUND);
    let sent = request(Method::HEAD, "/sign-in", By::Guest);
    let answer = site.request(sent.body(Body::empty()).unwrap()).await;
    assert_eq!((answer.status, answer.body.len()), (StatusCode::OK, 0));
}

#[tokio::test]
async fn a_form_that_cannot_be_read_is_answered_with_a_page() {
    let site = TestSite::new().await;
    let cookie = site.sign_in(fixture::THERAPIST).await;
    let cases: [(&str, &str, &[u8]); 7] = [
        ("/sign-in/demo", FORM, b"staff=not-an-id"),
        ("/sign-in/demo", FORM, b""),
        ("/sign-in", FORM, b"email=one&email=two&password=x"),
        ("/sign-in", FORM, b"email=a%00b&password=x"),
        ("/sign-in", FORM, b"email=a\0b&password=x"),
        ("/sign-in", "application/json", b"{\"email\":1"),
        ("/sign-in", "text/plain", b"email=one"),
    ];
    for (path, kind, body) in cases {
        let sent = request(Method::POST, path, By::Holder(&cookie))
            .header(header::CONTENT_TYPE, kind)
            .body(Body::from(body))
            .unwrap();
        let answer = site.request(sent).await;
        check_page(&answer, StatusCode::UNPROCESSABLE_ENTITY, UNREADABLE);
    }
    let answer = site.get("/sign-in?next=%00", &cookie).await;
    check_page(&answer, StatusCode::UNPROCESSABLE_ENTITY, UNREADABLE);
    check_log(&site).await;
}

#[tokio::test]
async fn ten_megabytes_are_refused_with_a_page() {
    let site = TestSite::new().await;
    let cookie = site.sign_in(fixture::ADMINISTRATOR).await;
    let body = format!("name={}", "å".repeat(5 << 20));
    for told in [true, false] {
        let mut sent = request(Method::POST, "/settings/staff/new", By::Holder(&cookie))
            .header(header::CONTENT_TYPE, FORM);
        if told {
            sent = sent.header(header::CONTENT_LENGTH, body.len());
        }
        let answer = site
            .request(sent.body(Body::from(body.clone())).unwrap())
            .await;
        check_page(&answer, StatusCode::PAYLOAD_TOO_LARGE, TOO_LARGE);
    }
    let nearly = format!("name={}", "a".repeat(BODY_BYTES_MAX - 5));
    let answer = site.post("/settings/staff/new", &cookie, &nearly).await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(
        answer.body.contains("name-error"),
        "the form, with its fault"
    );
    check_log(&site).await;
}

#[tokio::test]
async fn ten_megabytes_of_a_note_lead_back_to_its_form_and_tell_a_script_how_much_it_may_hold() {
    let site = TestSite::new().await;
    let cookie = site.sign_in(fixture::THERAPIST).await;
    let case = format!("/cases/{}", fixture::OPEN);
    let week = format!("{case}/weeks/2026-W48");
    let large = "å".repeat(5 << 20);
    let forms = [
        (
            format!("{case}/journal"),
            format!("{case}/journal/new"),
            format!("on=2026-11-22&do=save&body={large}"),
        ),
        (
            format!("{week}/texts/advances"),
            week,
            format!("version=0&text={large}"),
        ),
    ];
    for (path, form, body) in forms {
        let post =
            || request(Method::POST, &path, By::Holder(&cookie)).header(header::CONTENT_TYPE, FORM);
        let sent = post().header(header::REFERER, format!("http://localhost{form}"));
        let answer = site
            .request(sent.body(Body::from(body.clone())).unwrap())
            .await;
        check_page(&answer, StatusCode::PAYLOAD_TOO_LARGE, TOO_LARGE);
        let link = format!("<a class=\"btn primary\" href=\"{form}\">");
        assert!(answer.body.contains(&link), "{}", answer.body);
        assert!(answer.body.contains("bakåtknapp"), "{}", answer.body);

        let elsewhere = post().header(header::REFERER, "https://elsewhere.example/x");
        let answer = site
            .request(elsewhere.body(Body::from(body.clone())).unwrap())
            .await;
        assert!(!answer.body.contains("elsewhere"), "{}", answer.body);

        let scripted = post().header(header::ACCEPT, "application/json");
        let answer = site.request(scripted.body(Body::from(body)).unwrap()).await;
        assert_eq!(answer.status, StatusCode::PAYLOAD_TOO_LARGE);
        assert!(answer.body.starts_with("{\"error\":\""), "{}", answer.body);
        assert!(answer.body.contains("20 000 tecken"), "{}", answer.body);
    }
    check_log(&site).await;
}

#[tokio::test]
async fn a_change_sent_twice_is_made_once() {
    let site = TestSite::new().await;
    let cookie = site.sign_in(fixture::ADMINISTRATOR).await;
    let form =
        "name=Ny+Rönnsprang&email=ny.ronnsprang@hemma.example&language=sv&role=&place=site&from=";
    let first = site.post("/settings/staff/new", &cookie, form).await;
    assert_eq!(first.status, StatusCode::SEE_OTHER, "{}", first.body);
    let again = site.post("/settings/staff/new", &cookie, form).await;
    assert_eq!(again.location, first.location);
    let other = form.replace("name=Ny", "name=Ann");
    let other = site.post("/settings/staff/new", &cookie, &other).await;
    assert_eq!(other.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(other.body.contains("Det finns redan någon"));
    check_log(&site).await;
}

#[tokio::test]
async fn other_people_s_things_do_not_exist() {
    let site = TestSite::new().await;
    let cookie = site.sign_in(fixture::THERAPIST).await;
    let foreign = [
        format!("/cases/{}", fixture::OTHER_BOARD),
        format!("/cases/{}/weeks", fixture::OTHER_BOARD),
        format!("/teams/{}", fixture::TEAMS[2]),
    ];
    for path in foreign {
        let answer = site.get(&path, &cookie).await;
        check_page(&answer, StatusCode::NOT_FOUND, NOT_FOUND);
    }
    let other = site.sign_in(fixture::LEADER).await;
    let account = site.get("/account", &other).await;
    assert!(!account.body.contains("sessions/end\""), "one session only");
    let end = "session=c29tZWJvZHkgZWxzZSdz";
    let answer = site.post("/account/sessions/end", &cookie, end).await;
    check_page(&answer, StatusCode::NOT_FOUND, NOT_FOUND);
    assert_eq!(site.get("/account", &other).await.status, StatusCode::OK);
    check_log(&site).await;
}

#[tokio::test]
async fn a_name_for_the_request_is_given_here_and_not_taken_from_outside() {
    let site = TestSite::new().await;
    let sent = request(Method::GET, "/sign-in", By::Guest)
        .header("x-request-id", "chosen by somebody else")
        .body(Body::empty())
        .unwrap();
    let answer = site.request(sent).await;
    let name = answer.headers.get("x-request-id").unwrap();
    let name: uuid::Uuid = name.to_str().unwrap().parse().unwrap();
    assert!(!name.is_nil());
}

#[tokio::test]
async fn every_answer_carries_the_headers_that_protect_it() {
    let site = TestSite::new().await;
    let cookie = site.sign_in(fixture::THERAPIST).await;
    for row in hemma_server::http::routes().rows() {
        if row.path == "/sign-out" {
            continue;
        }
        let path = row.path.replace(['{', '}', '*'], "");
        let sent = request(row.method.clone(), &path, By::Holder(&cookie));
        let answer = site.request(sent.body(Body::empty()).unwrap()).await;
        let header = |name| {
            let value = answer.headers.get(name);
            value
                .unwrap_or_else(|| panic!("{} {path} has no {name}", row.method))
                .to_str()
                .unwrap()
        };
        let policy = header("content-security-policy");
        assert!(policy.starts_with("default-src 'none'"), "{path}");
        for unsafe_word in ["unsafe-inline", "unsafe-eval", "http:", "https:", "*"] {
            assert!(!policy.contains(unsafe_word), "{path}: {policy}");
        }
        assert_eq!(header("x-content-type-options"), "nosniff", "{path}");
        assert_eq!(header("referrer-policy"), "same-origin", "{path}");
        let is_file = path.starts_with("/static/")
            || answer.status == StatusCode::OK && {
                let kind = answer.headers.get(header::CONTENT_TYPE);
                kind.is_some_and(|kind| !kind.as_bytes().starts_with(b"text/html"))
            };
        if !is_file {
            assert_eq!(header("cache-control"), "no-store", "{path}");
        }
    }
}

#[tokio::test]
async fn a_clock_that_is_set_back_loses_nothing_and_the_log_stays_whole() {
    use std::sync::Arc;
    use std::sync::atomic::{AtomicI64, Ordering};
    let seconds = Arc::new(AtomicI64::new(0));
    let read = Arc::clone(&seconds);
    let site = TestSite::at(move || now().plus_seconds(read.load(Ordering::Relaxed))).await;
    let cookie = site.sign_in(fixture::LEADER).await;
    let list = format!("/teams/{}/tasks", fixture::TEAMS[0]);
    let form = |text: &str| format!("text={text}&owner={}", fixture::THERAPIST);
    let before = site.post(&list, &cookie, &form("Innan")).await;
    assert_eq!(before.status, StatusCode::SEE_OTHER, "{}", before.body);
    seconds.store(-3 * 3600, Ordering::Relaxed);
    // The session began in what is now the future: it holds, or asks to sign in again, and breaks nothing.
    let after = site.post(&list, &cookie, &form("Efter")).await;
    assert_eq!(after.status, StatusCode::SEE_OTHER, "{}", after.body);
    let cookie = site.sign_in(fixture::LEADER).await;
    let after = site.post(&list, &cookie, &form("Igen")).await;
    assert_eq!(after.location, Some(format!("{list}?done=task-added")));
    let page = site.get(&list, &cookie).await;
    for text in ["Innan", "Igen"] {
        assert!(page.body.contains(text), "{text}: {}", page.body);
    }
    check_log(&site).await;
}

/// How often a text stands on a page.
async fn times(site: &TestSite, path: &str, cookie: &str, text: &str) -> usize {
    let page = site.get(path, cookie).await;
    assert_eq!(page.status, StatusCode::OK, "{path}");
    page.body.matches(text).count()
}

#[tokio::test]
async fn a_form_that_makes_something_is_taken_once_however_often_it_comes() {
    let site = TestSite::new().await;
    let cookie = site.sign_in(fixture::THERAPIST).await;
    let case = format!("/cases/{}", fixture::OPEN);
    let journal = format!("{case}/journal");
    let note = "on=2026-11-22&heading=Samtal&body=Sagt+en+enda+g%C3%A5ng&do=sign";
    let first = site.post(&journal, &cookie, note).await;
    assert_eq!(first.status, StatusCode::SEE_OTHER, "{}", first.body);
    let (again, at_once) = tokio::join!(
        site.post(&journal, &cookie, note),
        site.post(&journal, &cookie, note)
    );
    assert_eq!(
        (&again.location, &at_once.location),
        (&first.location, &first.location)
    );
    let text = "Sagt en enda gång";
    assert_eq!(times(&site, &journal, &cookie, text).await, 1);
    // Another person's is another form, and so is the same after something else was done.
    let leader = site.sign_in(fixture::LEADER).await;
    site.post(&journal, &leader, note).await;
    assert_eq!(times(&site, &journal, &cookie, text).await, 2);
    let goal = "text=Hem+i+tid&measure=Klockan&number=9";
    let goals = format!("{case}/goals");
    for _ in 0..2 {
        let made = site.post(&goals, &cookie, goal).await;
        assert_eq!(made.status, StatusCode::SEE_OTHER, "{}", made.body);
    }
    assert_eq!(
        times(&site, &goals, &cookie, ">Hem i tid</textarea>").await,
        1
    );
    site.post(&journal, &cookie, note).await;
    assert_eq!(times(&site, &journal, &cookie, text).await, 3);
    check_log(&site).await;
}

/// What a telephone sends whose network is gone.
struct NeverEnds;

impl axum::body::HttpBody for NeverEnds {
    type Data = axum::body::Bytes;
    type Error = std::convert::Infallible;

    fn poll_frame(
        self: std::pin::Pin<&mut Self>,
        _: &mut std::task::Context<'_>,
    ) -> std::task::Poll<Option<Result<http_body::Frame<Self::Data>, Self::Error>>> {
        std::task::Poll::Pending
    }
}

#[tokio::test]
async fn a_form_that_makes_nothing_waits_for_no_other_of_the_same_person() {
    let site = TestSite::new().await;
    let cookie = site.sign_in(fixture::THERAPIST).await;
    let form = |body| {
        Request::post("/account/theme")
            .header(header::HOST, "localhost")
            .header(header::COOKIE, &cookie)
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
            .body(body)
            .unwrap()
    };
    let slow = site.request(form(Body::new(NeverEnds)));
    let quick = site.request(form(Body::from("theme=dark")));
    tokio::select! {
        biased;
        slow = slow => panic!("it has not ended: {}", slow.status),
        quick = quick => assert_eq!(quick.status, StatusCode::SEE_OTHER, "{}", quick.body),
    }
}
