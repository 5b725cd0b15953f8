//! Signing in: by link, password, code, recovery code; throttled, logged, and silent about secrets.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use axum::body::Body;
use axum::http::{Method, Request, StatusCode, header};
use hemma_domain::time::Instant;
use hemma_testkit::fixture;
use hemma_testkit::store::audit;
use totp_rs::{Builder, Secret, Totp};

use crate::harness::{Answer, TestSite, now};

const PASSWORD: &str = "tolv+sm%C3%A5+ord";
const EMAIL: &str = "ny.ronnsprang@hemma.example";

/// A site with somebody new, and a clock that the test moves.
struct World {
    site: TestSite,
    administrator: String,
    seconds: Arc<AtomicI64>,
}

impl World {
    async fn new() -> World {
        let seconds = Arc::new(AtomicI64::new(0));
        let read = Arc::clone(&seconds);
        let site = TestSite::at(move || now().plus_seconds(read.load(Ordering::Relaxed))).await;
        let administrator = site.sign_in(fixture::ADMINISTRATOR).await;
        let form = format!(
            "name=Ny+R%C3%B6nnsprang&email={EMAIL}&language=sv&role=administrator&place=site&from=2026-01-01"
        );
        let added = site
            .post("/settings/staff/new", &administrator, &form)
            .await;
        assert_eq!(added.status, StatusCode::SEE_OTHER, "{}", added.body);
        World {
            site,
            administrator,
            seconds,
        }
    }

    fn now(&self) -> Instant {
        now().plus_seconds(self.seconds.load(Ordering::Relaxed))
    }

    fn wait(&self, seconds: i64) {
        self.seconds.fetch_add(seconds, Ordering::Relaxed);
    }

    /// A link for the new person.
    async fn link(&self) -> String {
        let list = self.site.get("/settings/staff", &self.administrator).await;
        let before = list.body.split(">Ny Rönnsprang<").next().unwrap();
        let id = before.rsplit("/settings/staff/").next().unwrap();
        let id = id.split('"').next().unwrap();
        let path = format!("/settings/staff/{id}/invite");
        let made = self.site.post(&path, &self.administrator, "x=").await;
        assert_eq!(made.status, StatusCode::OK, "{}", made.body);
        between(&made.body, "data-link>http://localhost", "<").to_owned()
    }

    /// Sets password and second factor by a link: the authenticator, the session's cookie, the recovery codes.
    async fn welcomed(&self) -> (Totp, String, Vec<String>) {
        let link = self.link().await;
        let page = self.site.get(&link, "").await;
        assert_eq!(page.status, StatusCode::OK, "{}", page.body);
        let totp = authenticator(&page.body);
        let form = format!("password={PASSWORD}&code={}", self.code(&totp));
        let answer = self.site.post(&link, "", &form).await;
        assert_eq!(answer.status, StatusCode::OK, "{}", answer.body);
        let codes: Vec<String> = answer
            .body
            .split("<li><span class=\"code\">")
            .skip(1)
            .map(|rest| rest.split('<').next().unwrap().to_owned())
            .collect();
        assert_eq!(codes.len(), 10);
        (totp, answer.cookie.unwrap(), codes)
    }

    fn code(&self, totp: &Totp) -> String {
        let seconds = self.now().0.as_second().try_into().unwrap();
        totp.generate(seconds).to_string()
    }

    async fn password(&self, password: &str) -> Answer {
        let form = format!("email={EMAIL}&password={password}");
        self.site.post("/sign-in", "", &form).await
    }

    async fn events(&self, event: &str) -> usize {
        let mut tx = self.site.db.read().await.unwrap();
        assert!(audit::verify(&mut tx).await.unwrap().is_empty());
        let site = hemma_domain::ids::BoardId(uuid::Uuid::nil());
        let links = audit::of_board(&mut tx, site, None, 1000).await.unwrap();
        use hemma_domain::code::Code as _;
        links
            .iter()
            .filter(|link| link.entry.event.code() == event)
            .count()
    }
}

fn between<'a>(text: &'a str, start: &str, end: &str) -> &'a str {
    let rest = text.split(start).nth(1).unwrap_or_else(|| panic!("{text}"));
    rest.split(end).next().unwrap()
}

fn authenticator(page: &str) -> Totp {
    let secret = between(page, "data-secret>", "<").replace(' ', "");
    Builder::new()
        .with_secret(Secret::try_from_base32(secret).unwrap())
        .build()
        .unwrap()
}

#[tokio::test]
async fn a_link_leads_in_once_and_the_password_with_a_code_after_that() {
    let world = World::new().await;
    let link = world.link().await;
    let page = world.site.get(&link, "").await;
    let totp = authenticator(&page.body);
    let weak = format!("password=kort&code={}", world.code(&totp));
    let answer = world.site.post(&link, "", &weak).await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(answer.body.contains("minst 12 tecken"), "{}", answer.body);
    let good = format!("password={PASSWORD}&code={}", world.code(&totp));
    let answer = world.site.post(&link, "", &good).await;
    assert_eq!(answer.status, StatusCode::OK, "{}", answer.body);
    let session = answer.cookie.unwrap();
    let account = world.site.get("/account", &session).await;
    assert!(account.body.contains("10 koder kvar"), "{}", account.body);
    for again in [
        world.site.get(&link, "").await,
        world.site.post(&link, "", &good).await,
    ] {
        assert_eq!(again.status, StatusCode::NOT_FOUND);
    }

    let first = world.password(PASSWORD).await;
    assert_eq!(first.location.as_deref(), Some("/sign-in/code"));
    let step = first.cookie.unwrap();
    let replayed = format!("code={}", world.code(&totp));
    let answer = world.site.post("/sign-in/code", &step, &replayed).await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "replayed");
    world.wait(30);
    let fresh = format!("code={}", world.code(&totp));
    let answer = world.site.post("/sign-in/code", &step, &fresh).await;
    assert_eq!(answer.location.as_deref(), Some("/"), "{}", answer.body);
    assert_eq!(
        world.events("signed_in").await,
        3,
        "administrator, link, password"
    );
    assert_eq!(world.events("sign_in_failed").await, 1);
}

#[tokio::test]
async fn an_unknown_name_and_a_wrong_password_get_the_same_answer() {
    let world = World::new().await;
    world.welcomed().await;
    let wrong = world.password("tolv+stora+ord").await;
    let form = "email=nobody@hemma.example&password=tolv+stora+ord";
    let unknown = world.site.post("/sign-in", "", form).await;
    assert_eq!(wrong.status, unknown.status);
    let same = |body: &str| {
        body.replace(EMAIL, "…")
            .replace("nobody@hemma.example", "…")
    };
    assert_eq!(same(&wrong.body), same(&unknown.body));
}

#[tokio::test]
async fn many_failures_lock_and_there_is_a_way_back() {
    let world = World::new().await;
    let (_, _, codes) = world.welcomed().await;
    for _ in 0..5 {
        let answer = world.password("tolv+stora+ord").await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    }
    let locked = world.password(PASSWORD).await;
    assert_eq!(locked.status, StatusCode::TOO_MANY_REQUESTS);
    assert!(
        locked.body.contains("försöka igen klockan 12:0"),
        "{}",
        locked.body
    );
    assert!(locked.body.contains("/sign-in/recovery"));
    assert_eq!(world.events("sign_in_failed").await, 5);
    assert_eq!(world.events("locked_out").await, 1);

    let form = |code: &str| format!("email={EMAIL}&password={PASSWORD}&code={code}");
    let wrong = world
        .site
        .post("/sign-in/recovery", "", &form("00000-00000"))
        .await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    let right = world
        .site
        .post("/sign-in/recovery", "", &form(&codes[0].to_uppercase()))
        .await;
    assert_eq!(right.status, StatusCode::SEE_OTHER, "{}", right.body);
    let again = world
        .site
        .post("/sign-in/recovery", "", &form(&codes[0]))
        .await;
    assert_eq!(again.status, StatusCode::UNPROCESSABLE_ENTITY, "used up");
    let unlocked = world.password(PASSWORD).await;
    assert_eq!(unlocked.status, StatusCode::SEE_OTHER, "the lock is gone");
}

#[tokio::test]
async fn a_lock_ends_by_waiting_also_when_the_clock_was_set_back() {
    let world = World::new().await;
    world.welcomed().await;
    for _ in 0..5 {
        world.password("tolv+stora+ord").await;
    }
    world.wait(-86_400);
    let early = world.password(PASSWORD).await;
    assert_eq!(early.status, StatusCode::TOO_MANY_REQUESTS);
    world.wait(61);
    let answer = world.password(PASSWORD).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.body);
}

#[tokio::test]
async fn a_session_ends_when_idle_and_a_clock_set_back_does_not_keep_it() {
    let world = World::new().await;
    let (_, session, _) = world.welcomed().await;
    world.wait(-3_600);
    let account = world.site.get("/account", &session).await;
    assert_eq!(account.status, StatusCode::OK);
    world.wait(31 * 60);
    let idle = world.site.get("/account", &session).await;
    assert_eq!(idle.status, StatusCode::SEE_OTHER);
    assert_eq!(idle.location.as_deref(), Some("/sign-in?next=/account"));
}

#[tokio::test]
async fn a_new_session_ends_the_one_this_browser_held() {
    let world = World::new().await;
    let site = &world.site;
    let old = site.sign_in(fixture::THERAPIST).await;
    let form = format!("staff={}", fixture::LEADER);
    let answer = site.post("/sign-in/demo", &old, &form).await;
    let new = answer.cookie.unwrap();
    assert_ne!(old, new);
    assert_eq!(
        site.get("/account", &old).await.status,
        StatusCode::SEE_OTHER
    );
    assert_eq!(site.get("/account", &new).await.status, StatusCode::OK);
}

#[tokio::test]
async fn a_changed_password_ends_the_other_sessions() {
    let world = World::new().await;
    let (totp, first, _) = world.welcomed().await;
    world.wait(30);
    let step = world.password(PASSWORD).await.cookie.unwrap();
    let form = format!("code={}", world.code(&totp));
    let answer = world.site.post("/sign-in/code", &step, &form).await;
    let second = answer.cookie.unwrap();
    let wrong = "current=tolv+stora+ord&new=en+annan+mening";
    let answer = world.site.post("/account/password", &second, wrong).await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    let right = format!("current={PASSWORD}&new=en+annan+mening");
    let answer = world.site.post("/account/password", &second, &right).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.body);
    let ended = world.site.get("/account", &first).await;
    assert_eq!(ended.status, StatusCode::SEE_OTHER);
    let kept = world.site.get("/account", &second).await;
    assert_eq!(kept.status, StatusCode::OK);
    let codes = world
        .site
        .post("/account/codes", &second, "current=en+annan+mening")
        .await;
    assert_eq!(codes.status, StatusCode::OK);
    assert_eq!(codes.body.matches("<li><span class=\"code\">").count(), 10);
}

#[tokio::test]
async fn cookies_are_out_of_reach_of_scripts_and_of_other_sites() {
    let world = World::new().await;
    let form = format!("staff={}", fixture::THERAPIST);
    let answer = world
        .site
        .send(Method::POST, "/sign-in/demo", None, &form)
        .await;
    let set: Vec<&str> = answer
        .headers
        .get_all(header::SET_COOKIE)
        .iter()
        .map(|value| value.to_str().unwrap())
        .collect();
    assert!(
        set.iter()
            .any(|cookie| cookie.starts_with("hemma_session="))
    );
    for cookie in set {
        assert!(cookie.contains("; HttpOnly"), "{cookie}");
        assert!(cookie.contains("; SameSite=Lax"), "{cookie}");
        assert!(cookie.contains("; Path=/"), "{cookie}");
    }
}

#[tokio::test]
async fn a_passkey_that_nobody_made_opens_nothing() {
    let world = World::new().await;
    let started = world.site.post("/sign-in/passkey/start", "", "x=").await;
    assert_eq!(started.status, StatusCode::OK, "{}", started.body);
    assert!(started.body.contains("\"challenge\""));
    assert!(started.body.contains("\"rpId\":\"localhost\""));
    let step = started.cookie.unwrap();
    let made_up = "credential=%7B%22id%22%3A%22AAAA%22%7D";
    let answer = world.site.post("/sign-in/passkey", &step, made_up).await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    let again = world.site.post("/sign-in/passkey", &step, made_up).await;
    assert_eq!(again.location.as_deref(), Some("/sign-in?over=1"));
    assert_eq!(world.events("sign_in_failed").await, 1);
}

#[tokio::test]
async fn another_authenticator_is_read_from_the_account() {
    let world = World::new().await;
    let (_, session, _) = world.welcomed().await;
    let account = world.site.get("/account", &session).await;
    assert!(account.body.contains("href=\"/account/authenticator\""));
    let page = world.site.get("/account/authenticator", &session).await;
    assert_eq!(page.status, StatusCode::OK, "{}", page.body);
    let totp = authenticator(&page.body);
    let wrong = format!("current=fel&code={}", world.code(&totp));
    let wrong = world
        .site
        .post("/account/authenticator", &session, &wrong)
        .await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(wrong.body.contains("aria-invalid"), "{}", wrong.body);
    let form = format!("current={PASSWORD}&code={}", world.code(&totp));
    let changed = world
        .site
        .post("/account/authenticator", &session, &form)
        .await;
    let told = changed.location.as_deref();
    assert_eq!(
        told,
        Some("/account?done=account-authenticator"),
        "{}",
        changed.body
    );

    world.wait(30);
    let step = world.password(PASSWORD).await.cookie.unwrap();
    let form = format!("code={}", world.code(&totp));
    let answer = world.site.post("/sign-in/code", &step, &form).await;
    assert_eq!(answer.location.as_deref(), Some("/"), "{}", answer.body);
}

#[tokio::test]
async fn a_page_is_packed_as_the_browser_takes_it_and_zstandard_comes_first() {
    let site = TestSite::new().await;
    for (taken, packed) in [
        ("gzip, deflate, br, zstd", Some("zstd")),
        ("gzip, deflate, br", Some("gzip")),
        ("br", None),
    ] {
        let request = Request::get("/sign-in")
            .header(header::HOST, "localhost")
            .header(header::ACCEPT_ENCODING, taken);
        let page = site.request(request.body(Body::empty()).unwrap()).await;
        assert_eq!(page.status, StatusCode::OK);
        let said = |name| page.headers.get(name).map(|one| one.to_str().unwrap());
        assert_eq!(said(header::CONTENT_ENCODING), packed, "{taken}");
        assert_eq!(said(header::VARY), Some("accept-encoding"), "{taken}");
        assert_eq!(page.headers.get_all(header::VARY).iter().count(), 1);
        assert_eq!(page.body.contains("</html>"), packed.is_none(), "{taken}");
    }
}
