//! Other installations that send figures, as the network's lead sees them, and as they themselves are answered.

use axum::body::Body;
use axum::http::{Method, Request, StatusCode, header};
use hemma_testkit::fixture;

use crate::harness::{Answer, TestSite};

const TEAM: &str = "MST-CAN Stenvik";
const HERE: &str = "0197b5e0-0000-7000-8000-0000000000aa";
const THEIRS: &str = "0197b5e0-0000-7000-8000-000000000001";

/// A world in which one team works elsewhere.
async fn world() -> (TestSite, String, String) {
    let site = TestSite::new().await;
    let (lead, list) = with_team(&site).await;
    (site, lead, list)
}

/// Adds a team without families to a world; gives the cookie of the network's lead, and where senders are registered.
pub(crate) async fn with_team(site: &TestSite) -> (String, String) {
    let mut tx = site.db.write("test").await.unwrap();
    let new = "INSERT INTO teams (id, board_id, network_id, name, programme, opened_on, closed_on, hand_in_weekday,
        hand_in_at, supervision_weekday, consultation_weekday, version)
        SELECT $1, board_id, network_id, 'MST-CAN Stenvik', programme, opened_on, closed_on, hand_in_weekday, hand_in_at,
        supervision_weekday, consultation_weekday, 1 FROM teams WHERE id = $2";
    let ids = [HERE.parse().unwrap(), fixture::TEAMS[2].0];
    let made = tx.run(new, &ids.map(hemma_testkit::store::id)).await;
    assert_eq!(made.unwrap(), 1);
    tx.commit().await.unwrap();
    let lead = site.sign_in(fixture::NETWORK_LEAD).await;
    let list = format!("/networks/{}/senders", fixture::NETWORK);
    (lead, list)
}

/// Registers a sender of the added team; gives its secret.
pub(crate) async fn register(site: &TestSite, (lead, list): (&str, &str), theirs: &str) -> String {
    let form = format!("name=P%C3%A5hittets+l%C3%A4n&teams={theirs}++MST-CAN+Stenvik%0D%0A");
    let made = site.post(list, lead, &form).await;
    assert_eq!(made.status, StatusCode::OK, "{}", made.body);
    let secret = made.body.split("network_feed_secret = ").nth(1).unwrap();
    let secret: String = secret
        .trim_start_matches("&#34;")
        .trim_start_matches('"')
        .chars()
        .take_while(char::is_ascii_alphanumeric)
        .collect();
    assert_eq!(secret.len(), 32, "{}", made.body);
    secret
}

async fn feed(
    site: &TestSite,
    (method, path): (Method, &str),
    (secret, body): (&str, &str),
) -> Answer {
    let request = Request::builder()
        .method(method)
        .uri(path)
        .header(header::HOST, "localhost")
        .header(header::CONTENT_TYPE, "application/json")
        .header(header::AUTHORIZATION, format!("Bearer {secret}"));
    site.request(request.body(Body::from(body.to_owned())).unwrap())
        .await
}

/// A team's rows as another program could write them.
fn parcel(cut_off: u32, sums: &str) -> String {
    format!(
        r#"{{"layout": 1, "programme": "MST-CAN", "end_on": "2026-11-24",
        "counting": {{"instrument": "TAM-CAN", "scale": "adherence", "score": "tam-can-share-top-2", "score_version": 1,
            "denominator": DENOMINATOR, "cut_off": [{cut_off}, 100], "overdue_after_days": 14}},
        "rows": [{{"quarter_on": "2026-10-01", "sums": "{sums}"}}]}}"#
    )
}

/// The same with the denominator of scores that holds here.
fn fitting(cut_off: u32, sums: &str) -> String {
    let settings = hemma_review::Settings::reference().unwrap();
    let denominator = settings.scoring().denominator().to_string();
    parcel(cut_off, sums).replace("DENOMINATOR", &denominator)
}

#[tokio::test]
async fn what_is_wrong_with_a_new_installation_is_told_and_nothing_typed_is_lost() {
    let (site, lead, list) = world().await;
    let empty = site.get(&list, &lead).await;
    assert!(
        empty.body.contains("Ingen skickar siffror hit"),
        "{}",
        empty.body
    );
    assert!(empty.body.contains(TEAM), "it can be registered");
    let wrong = format!("name=&teams=MST%0A{THEIRS}+MST+Ingenstans");
    let refused = site.post(&list, &lead, &wrong).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(
        refused.body.contains("Rad 1 är inget id"),
        "{}",
        refused.body
    );
    let wrong = format!("name=X&teams={THEIRS}+MST-CAN+Bj%C3%B6rkdalen");
    let refused = site.post(&list, &lead, &wrong).await;
    assert!(
        refused.body.contains("har egna familjer här"),
        "{}",
        refused.body
    );
    assert!(refused.body.contains(THEIRS), "what was typed is kept");
}

#[tokio::test]
async fn an_installation_is_registered_sends_and_is_taken_back() {
    let (site, lead, list) = world().await;
    let secret = register(&site, (&lead, &list), THEIRS).await;
    let page = site.get(&list, &lead).await.body;
    assert!(
        page.contains("Påhittets län") && page.contains("Inget har kommit"),
        "{page}"
    );
    assert!(!page.contains(&secret), "the secret is told once");
    let state = feed(&site, (Method::GET, "/api/v1/feed"), (&secret, "")).await;
    let state: serde_json::Value = serde_json::from_str(&state.body).unwrap();
    assert_eq!(state["teams"][0]["team"], THEIRS);
    assert_eq!(state["teams"][0]["digest"], "");
    let path = format!("/api/v1/feed/teams/{THEIRS}");
    let put =
        async |secret: &str, body: &str| feed(&site, (Method::PUT, &path), (secret, body)).await;
    let body = fitting(61, "opened=7 active_end=12");
    for taken in [true, false] {
        let answer = put(&secret, &body).await;
        assert_eq!(answer.body, format!(r#"{{"taken":{taken}}}"#));
    }
    let page = site.get(&list, &lead).await.body;
    assert!(
        page.contains("I tid") && page.contains("23 november 2026"),
        "{page}"
    );
    let review = format!("/networks/{}/review?programme=MST-CAN", fixture::NETWORK);
    let page = site.get(&review, &lead).await.body;
    for words in [
        "från Påhittets län, till och med",
        "1 team räknas någon annanstans",
        &list,
    ] {
        assert!(page.contains(words), "{words}: {page}");
    }
    let team = format!("/teams/{HERE}/review");
    let page = site.get(&team, &lead).await.body;
    assert!(
        page.contains("Siffrorna räknas hos Påhittets län"),
        "{page}"
    );
    let json = site.get(&format!("/api/v1{list}"), &lead).await.body;
    let json: serde_json::Value = serde_json::from_str(&json).unwrap();
    assert_eq!(json["items"][0]["teams"][0]["last_day"], "2026-11-23");

    let id = json["items"][0]["id"].as_str().unwrap();
    let done = site.post(&format!("{list}/{id}/revoke"), &lead, "").await;
    assert_eq!(done.status, StatusCode::SEE_OTHER);
    assert_eq!(put(&secret, &body).await.status, StatusCode::UNAUTHORIZED);
    assert!(
        site.get(&review, &lead)
            .await
            .body
            .contains("från Påhittets län")
    );
    let done = site.post(&format!("{list}/{id}/forget"), &lead, "").await;
    assert_eq!(done.status, StatusCode::SEE_OTHER);
    assert!(
        !site
            .get(&review, &lead)
            .await
            .body
            .contains("Påhittets län")
    );
}

#[tokio::test]
async fn what_cannot_be_taken_is_refused_with_words() {
    let (site, lead, list) = world().await;
    let secret = register(&site, (&lead, &list), THEIRS).await;
    let path = format!("/api/v1/feed/teams/{THEIRS}");
    let good = fitting(61, "opened=7");
    let cases = [
        (
            fitting(65, "opened=7"),
            "cut_off is 61/100 here and 65/100 there",
        ),
        (
            fitting(61, "opened=7 cheered=2"),
            "the sums of 2026-10-01 are none that are known here",
        ),
        (
            fitting(61, "home=3"),
            "home of the quarter from 2026-10-01 on cannot be",
        ),
        (
            good.replace("\"layout\": 1", "\"layout\": 2"),
            "layout is 2, and 1 is known here",
        ),
        (
            good.replace("2026-11-24", "later"),
            "\\\"later\\\" is no day",
        ),
        (good.replace("2026-11-24", "2027-11-24"), "a clock is wrong"),
        (
            good.replace("\"rows\"", "\"families\""),
            "unknown field `families`",
        ),
        ("{".to_owned(), "EOF while parsing"),
    ];
    for (body, words) in cases {
        let answer = feed(&site, (Method::PUT, &path), (&secret, &body)).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{words}");
        assert!(answer.body.contains(words), "{words}: {}", answer.body);
    }
    let page = site.get(&list, &lead).await.body;
    assert!(page.contains("Dagen stämmer inte"), "{page}");
    let elsewhere = format!("/api/v1/feed/teams/{HERE}");
    let answer = feed(&site, (Method::PUT, &elsewhere), (&secret, &good)).await;
    assert_eq!(answer.status, StatusCode::NOT_FOUND);
    for secret in ["", "nothing", "00000000000000000000000000000000"] {
        for what in [(Method::GET, "/api/v1/feed"), (Method::PUT, path.as_str())] {
            let answer = feed(&site, what, (secret, "{")).await;
            assert_eq!(answer.status, StatusCode::UNAUTHORIZED);
            assert_eq!(answer.headers["www-authenticate"], "Bearer");
        }
    }
    let bare = site.get("/api/v1/feed", &lead).await;
    assert_eq!(
        bare.status,
        StatusCode::UNAUTHORIZED,
        "a session is no secret"
    );
}

#[tokio::test]
async fn whoever_tries_without_end_is_told_when_to_come_again() {
    let (site, ..) = world().await;
    let mut held = None;
    for _ in 0..3_000 {
        let answer = feed(&site, (Method::GET, "/api/v1/feed"), ("x", "")).await;
        if answer.status == StatusCode::TOO_MANY_REQUESTS {
            held = Some(answer);
            break;
        }
    }
    let held = held.expect("somebody is held at last");
    assert_eq!(held.headers["retry-after"], "1");
}
