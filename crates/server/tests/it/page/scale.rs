//! How many teams so many families need, as the network's lead sees it.

use axum::http::StatusCode;
use hemma_testkit::fixture;

use crate::harness::TestSite;

fn page() -> String {
    format!("/networks/{}/scale", fixture::NETWORK)
}

/// Few families, so that it is soon computed.
const FEW: &str = "families=12&therapist_cost=700000";

/// Looks until the answer is there.
async fn answered(site: &TestSite, path: &str, lead: &str) -> String {
    loop {
        let answer = site.get(path, lead).await;
        assert_eq!(answer.status, StatusCode::OK, "{}", answer.body);
        if !answer.body.contains("data-wait") {
            return answer.body;
        }
        assert!(answer.body.contains("<progress"), "it says how far it is");
    }
}

#[tokio::test]
async fn the_lead_changes_what_is_assumed_and_sees_what_follows() {
    let site = TestSite::new().await;
    let lead = site.sign_in(fixture::NETWORK_LEAD).await;
    let path = format!("{}?{FEW}", page());
    let answer = answered(&site, &path, &lead).await;
    for words in [
        "12 familjer om året behöver",
        "ändrat av dig",
        "programmet",
        "utgångsvärde, inte bekräftat",
        "Kostnad per fullföljd behandling",
        "högst 4 veckor",
        "Första linjerna behöver",
        "name=\"families\" class=\"w-2\" inputmode=\"numeric\" value=\"12\"",
    ] {
        assert!(answer.contains(words), "{words}: {answer}");
    }
    let api = format!("/api/v1/networks/{}/scale?{FEW}", fixture::NETWORK);
    let read = site.get(&api, &lead).await;
    let read: serde_json::Value = serde_json::from_str(&read.body).unwrap();
    assert_eq!(read["assumptions"][0]["code"], "families");
    assert_eq!(read["assumptions"][0]["origin"], "typed");
    assert!(read["teams_needed"].as_u64().unwrap() >= 1);
}

#[tokio::test]
async fn where_a_cost_is_not_known_the_rest_is_told_and_it_is_asked_for() {
    let site = TestSite::new().await;
    let lead = site.sign_in(fixture::NETWORK_LEAD).await;
    let path = format!("{}?families=12&therapist_cost=0&leader_cost=1", page());
    let answer = answered(&site, &path, &lead).await;
    for words in [
        "Känd kostnad per år",
        "Kostnad per fullföljd behandling",
        "<a class=\"btn quiet\" href=\"#therapist_cost\">Skriv vad en behandlare kostar</a>",
    ] {
        assert!(answer.contains(words), "{words}: {answer}");
    }
    assert!(!answer.contains("href=\"#leader_cost\""), "{answer}");
}

#[tokio::test]
async fn the_teams_whose_own_figures_are_taken_are_chosen() {
    let site = TestSite::new().await;
    let lead = site.sign_in(fixture::NETWORK_LEAD).await;
    let team = fixture::TEAMS[2];
    let path = format!("{}?{FEW}&contacts=2,3&team={team}", page());
    let one = answered(&site, &path, &lead).await;
    for words in [
        "1 av 2 team",
        &format!("<input type=\"hidden\" name=\"team\" value=\"{team}\">"),
        "name=\"contacts\" class=\"w-2\" inputmode=\"decimal\" value=\"2,3\"",
        "Hur länge familjerna väntar med ",
    ] {
        assert!(one.contains(words), "{words}: {one}");
    }
    let choose = answered(&site, &format!("{path}&choose=1"), &lead).await;
    for words in [
        &format!("<input type=\"checkbox\" name=\"team\" value=\"{team}\" checked>"),
        "<input type=\"hidden\" name=\"families\" value=\"12\">",
        "<input type=\"hidden\" name=\"contacts\" value=\"2,3\">",
    ] {
        assert!(choose.contains(words), "{words}: {choose}");
    }
    assert!(!choose.contains("type=\"hidden\" name=\"wait_weeks\""));
    let wrong = site.get(&format!("{}?contacts=2,34", page()), &lead).await;
    assert!(wrong.body.contains("href=\"#contacts\""), "{}", wrong.body);
    let api = format!(
        "/api/v1/networks/{}/scale?{FEW}&team={team}",
        fixture::NETWORK
    );
    let read = site.get(&api, &lead).await;
    let read: serde_json::Value = serde_json::from_str(&read.body).unwrap();
    assert_eq!(read["teams"], serde_json::json!([team]));
}

#[tokio::test]
async fn what_is_no_number_stays_and_is_told() {
    let site = TestSite::new().await;
    let lead = site.sign_in(fixture::NETWORK_LEAD).await;
    let wrong = site.get(&format!("{}?caseload=tre", page()), &lead).await;
    assert_eq!(wrong.status, StatusCode::OK);
    assert!(wrong.body.contains("href=\"#caseload\""), "{}", wrong.body);
    assert!(wrong.body.contains("value=\"tre\""));
    let api = format!("/api/v1/networks/{}/scale?caseload=tre", fixture::NETWORK);
    let refused = site.get(&api, &lead).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    let leader = site.sign_in(fixture::LEADER).await;
    let hidden = site.get(&page(), &leader).await;
    assert_eq!(hidden.status, StatusCode::NOT_FOUND);
}
