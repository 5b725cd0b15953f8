//! Calendars behind secret addresses: what stays and what counts up in them, and what a wrong address tells.

use axum::http::{Method, StatusCode, header};
use hemma_testkit::duty::{LINES, POOL};
use hemma_testkit::fixture;

use super::duty::published;
use crate::harness::TestSite;

/// Makes an address for somebody; gives its path.
async fn made(site: &TestSite, cookie: &str, target: &str) -> String {
    let path = format!("/duty/{POOL}/calendars");
    let form = format!("target={target}");
    let page = site.send(Method::POST, &path, Some(cookie), &form).await;
    assert_eq!(page.status, StatusCode::OK, "{}", page.body);
    let kind = if target == "exchange" { "/x/" } else { "/c/" };
    let token = page.body.split(kind).nth(1).unwrap();
    format!("{kind}{}", token.split('<').next().unwrap())
}

/// What a calendar says of its only appointment: its id, how often it changed, and whose it is.
async fn only(site: &TestSite, path: &str) -> (String, u32, String) {
    let feed = site.send(Method::GET, path, None, "").await;
    assert_eq!(feed.status, StatusCode::OK);
    let told = |name: &str| {
        let lines = feed.body.split("\r\n");
        let values = lines.filter_map(|line| line.strip_prefix(name));
        let values: Vec<&str> = values.collect();
        assert_eq!(values.len(), 1, "one {name} in {}", feed.body);
        values[0].to_owned()
    };
    (
        told("UID:"),
        told("SEQUENCE:").parse().unwrap(),
        told("SUMMARY:"),
    )
}

#[tokio::test]
async fn an_appointment_keeps_its_id_and_counts_each_change_in_every_calendar() {
    let (site, leader, therapist) = published().await;
    let own = made(&site, &therapist, "person").await;
    let pool = made(&site, &therapist, "pool").await;
    let line = made(&site, &therapist, &LINES[0].to_string()).await;
    let second = made(&site, &therapist, &LINES[1].to_string()).await;
    let (id, _, _) = only(&site, &own).await;
    let mut holder = (fixture::THERAPIST, "Tuva Ekorrstig");
    let others = [
        (fixture::COLLEAGUE, "Kajsa Vassrugg"),
        (fixture::THERAPIST, "Tuva Ekorrstig"),
    ];
    for (changes, next) in (0..).zip(others.map(Some).into_iter().chain([None])) {
        for path in [&pool, &line] {
            let told = only(&site, path).await;
            assert_eq!((&told.0, told.1), (&id, changes), "{}", told.2);
            assert!(told.2.ends_with(holder.1), "{}", told.2);
        }
        let Some(next) = next else {
            break;
        };
        let rota = format!("/duty/{POOL}/rota?from=2026-12-01");
        let page = site.get(&rota, &leader).await.body;
        let turn = page.split("<select id=\"turn\"").nth(1).unwrap();
        let turn = turn.split("value=\"").nth(1).unwrap().split('"').next();
        let form = format!("turn={}:{}&to={}", turn.unwrap(), holder.0, next.0);
        let path = format!("/duty/{POOL}/give");
        let given = site.send(Method::POST, &path, Some(&leader), &form).await;
        assert_eq!(given.status, StatusCode::SEE_OTHER, "{}", given.body);
        holder = next;
    }
    assert_eq!(
        only(&site, &own).await.1,
        2,
        "back again, and changed twice"
    );
    let nobody = site.send(Method::GET, &second, None, "").await.body;
    assert!(!nobody.contains("BEGIN:VEVENT"), "another line: {nobody}");
}

#[tokio::test]
async fn a_wrong_address_tells_nothing_of_why_it_is_wrong() {
    let (site, leader, therapist) = published().await;
    let calendar = made(&site, &therapist, "person").await;
    let revoked = made(&site, &leader, "pool").await;
    let page = site.get(&format!("/duty/{POOL}/calendars"), &leader).await;
    let ids = page.body.split("/calendars/").skip(1);
    for id in ids.map(|rest| rest.split('"').next().unwrap()) {
        let path = format!("/duty/{POOL}/calendars/{id}");
        let gone = site.send(Method::POST, &path, Some(&leader), "").await;
        assert_eq!(gone.status, StatusCode::SEE_OTHER);
    }
    let exchange = made(&site, &leader, "exchange").await;
    let token = |path: &str| path[3..].to_owned();
    let mut letters: Vec<char> = token(&calendar).chars().collect();
    letters.reverse();
    let forged: String = letters.into_iter().collect();
    let short = &token(&calendar)[..31];
    let shape = async |path: String| {
        let answer = site.send(Method::GET, &path, None, "").await;
        let mut headers: Vec<(String, String)> = answer
            .headers
            .iter()
            .filter(|(name, _)| *name != header::DATE && *name != "x-request-id")
            .map(|(name, value)| (name.to_string(), format!("{value:?}")))
            .collect();
        headers.sort();
        (path, answer.status, headers, answer.body)
    };
    for (kind, other) in [("/c/", &exchange), ("/x/", &calendar)] {
        let wrong = [
            forged.clone(),
            short.to_owned(),
            format!("{}0", token(&calendar)),
            token(&calendar).to_uppercase() + "%00",
            token(&revoked),
            token(other),
            "0".repeat(2_000),
            "%2e%2e%2fsettings".to_owned(),
        ];
        let first = shape(format!("{kind}{forged}")).await;
        assert_eq!(first.1, StatusCode::NOT_FOUND);
        for token in wrong {
            let told = shape(format!("{kind}{token}")).await;
            assert_eq!(
                (told.1, &told.2, &told.3),
                (first.1, &first.2, &first.3),
                "{}",
                told.0
            );
        }
    }
    let still = site.send(Method::GET, &calendar, None, "").await;
    assert_eq!(still.status, StatusCode::OK, "hers was not taken back");
}

#[tokio::test]
async fn planners_say_how_long_a_line_rings_where_the_exchange_does_not() {
    let (site, leader, _) = published().await;
    let exchange = made(&site, &leader, "exchange").await;
    // Three weeks later, at ten in the evening.
    let night = site.later((21 * 24 + 10) * 3_600);
    let therapist = night.sign_in(fixture::THERAPIST).await;
    let mine = format!("/duty/{POOL}/mine");
    let mine = night.get(&mine, &therapist).await.body;
    let turn = mine.split("/turns/").nth(1).unwrap();
    let turn = turn.split('/').next().unwrap();
    let number = format!("/duty/{POOL}/turns/{turn}/number");
    night.post(&number, &therapist, "number=08-465+00+01").await;
    let rings = async |path: &str| {
        let answer = night.send(Method::GET, path, None, "").await;
        let told: serde_json::Value = serde_json::from_str(&answer.body).unwrap();
        told["dial"][0]["seconds"].as_u64().unwrap()
    };
    assert_eq!(rings(&exchange).await, 20);
    let leader = night.sign_in(fixture::LEADER).await;
    let ringing = format!("/duty/{POOL}/ringing");
    let wrong = night.post(&ringing, &leader, "seconds=3").await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(wrong.body.contains("5 till 120"), "{}", wrong.body);
    let set = night.post(&ringing, &leader, "seconds=45").await;
    assert_eq!(set.status, StatusCode::SEE_OTHER);
    assert_eq!(rings(&exchange).await, 45);
    assert_eq!(rings(&format!("{exchange}?seconds=30")).await, 30);
}
