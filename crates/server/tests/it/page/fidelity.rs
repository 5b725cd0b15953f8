//! Fidelity as the leader, the consultant, the therapist and the network see it.

use axum::http::StatusCode;
use hemma_testkit::fixture;

use crate::harness::TestSite;
use crate::page::interview::{after, give, planned};

/// One interview with 17 of 28, finished.
async fn answered() -> TestSite {
    let (site, cookie, url) = planned().await;
    for number in 1..=28 {
        let answer = if number <= 17 { "5" } else { "3" };
        let saved = give(&site, &cookie, &url, answer).await;
        assert_eq!(saved.status, StatusCode::SEE_OTHER, "{}", saved.body);
    }
    let finish = format!("{url}/finish");
    let done = site.post(&finish, &cookie, "version=28&note=").await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.body);
    site
}

fn team() -> String {
    format!("/teams/{}/fidelity", fixture::TEAMS[0])
}

#[tokio::test]
async fn the_instruments_of_the_site_are_told_with_whose_they_are_and_who_vouches_for_them() {
    let site = TestSite::new().await;
    let leader = site.sign_in(fixture::LEADER).await;
    let page = site.get("/instruments", &leader).await.body;
    for told in [
        "TAM-CAN",
        "Utan lydelse",
        "inte bekräftad",
        "används nu",
        "WHO-5",
        "Lydelsen finns här",
    ] {
        assert!(page.contains(told), "{told}: {page}");
    }
    let told = site.get("/api/v1/instruments", &leader).await.body;
    let told: serde_json::Value = serde_json::from_str(&told).unwrap();
    let all = told.as_array().unwrap();
    let one = all.iter().find(|one| one["code"] == "TAM-CAN").unwrap();
    assert_eq!(one["worded"], false);
    assert_eq!(one["scales"][0]["confirmation"], "not_confirmed");
}

#[tokio::test]
async fn a_leader_sees_the_year_the_therapists_and_no_single_answer() {
    let site = answered().await;
    let leader = site.sign_in(fixture::LEADER).await;
    let week = format!("/teams/{}", fixture::TEAMS[0]);
    let board = site.get(&week, &leader).await.body;
    assert!(board.contains(&team()), "the board leads there");
    let page = site.get(&team(), &leader).await;
    assert_eq!(page.status, StatusCode::OK, "{}", page.body);
    let body = page.body;
    assert!(
        body.contains("0,61") && body.contains("1 från 1 familj"),
        "{body}"
    );
    assert!(body.contains("inte bekräftad av rättighetshavaren"));
    assert!(body.contains("För få svar för att tolka"));
    assert!(
        body.contains("minst tre familjer"),
        "items of one family stay hidden"
    );
    assert!(!body.contains("Lingonstig"), "no family is named");
    let one = format!("{}/{}", team(), fixture::THERAPIST);
    assert!(body.contains(&one));
    let therapist = site.get(&one, &leader).await;
    assert_eq!(therapist.status, StatusCode::OK);
    assert!(therapist.body.contains("BJÖ-26-001") && therapist.body.contains("Tuva Ekorrstig"));
    let nobody = site
        .get(&format!("{}/{}", team(), fixture::LEADER), &leader)
        .await;
    assert_eq!(nobody.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn a_consultant_reads_codes_that_lead_nowhere() {
    let site = answered().await;
    let consultant = site.sign_in(fixture::CONSULTANT).await;
    let one = format!("{}/{}", team(), fixture::THERAPIST);
    let body = site.get(&one, &consultant).await.body;
    assert!(body.contains("BJÖ-26-001"), "{body}");
    assert!(!body.contains("/cases/"), "{body}");
    let desk = site.get("/desk", &consultant).await.body;
    assert!(desk.contains(&team()), "the menu leads there");
}

#[tokio::test]
async fn a_therapist_sees_a_score_once_it_is_released() {
    let site = answered().await;
    let therapist = site.sign_in(fixture::THERAPIST).await;
    let own = format!("{}/mine", team());
    let before = site.get(&own, &therapist).await.body;
    assert!(
        before.contains("Min programtrohet") && !before.contains("0,61"),
        "{before}"
    );
    let leader = site.sign_in(fixture::LEADER).await;
    let measures = format!("/cases/{}/measures", fixture::OPEN);
    let page = site.get(&measures, &leader).await.body;
    let form = page[..page.find("/release\"").unwrap()]
        .rfind("<form")
        .unwrap();
    let release = after(&page[form..], "action=\"");
    site.post(release, &leader, "").await;
    let body = site.get(&own, &therapist).await.body;
    assert!(
        body.contains("0,61") && body.contains("BJÖ-26-001"),
        "{body}"
    );
}

#[tokio::test]
async fn a_network_waits_for_its_figures_and_sees_teams_alone() {
    let site = answered().await;
    let lead = site.sign_in(fixture::NETWORK_LEAD).await;
    let url = format!("/networks/{}/fidelity", fixture::NETWORK);
    let first = site.get(&url, &lead).await.body;
    assert!(first.contains("data-wait"), "{first}");
    let body = loop {
        let body = site.get(&url, &lead).await.body;
        if !body.contains("data-wait") {
            break body;
        }
        tokio::task::yield_now().await;
    };
    assert!(body.contains("0,61") && body.contains("Räknat"), "{body}");
    assert!(!body.contains("Tuva") && !body.contains("BJÖ-26"), "{body}");
    let other = site.get(&format!("{url}?instrument=TAM-R"), &lead).await;
    assert_eq!(other.status, StatusCode::OK);
}
