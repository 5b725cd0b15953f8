//! The interface: its description is a snapshot, and every route of it is described.

use hemma_server::api::Document;
use hemma_server::http;
use hemma_testkit::fixture;
use utoipa::OpenApi as _;

use crate::harness::TestSite;

#[test]
fn the_description() {
    insta::assert_snapshot!(Document::openapi().to_pretty_json().unwrap());
}

#[test]
fn every_route_is_described_and_nothing_else() {
    let described: Vec<String> = Document::openapi().paths.paths.keys().cloned().collect();
    let mut routes: Vec<String> = http::routes()
        .rows()
        .iter()
        .map(|row| row.path.to_owned())
        .filter(|path| path.starts_with("/api/") && path != "/api/v1/openapi.json")
        .collect();
    routes.sort();
    assert_eq!(described, routes);
}

#[tokio::test]
async fn a_case_is_readable_as_json_by_those_who_may() {
    let site = TestSite::new().await;
    let therapist = site.sign_in(fixture::THERAPIST).await;
    let answer = site
        .get(&format!("/api/v1/cases/{}", fixture::OPEN), &therapist)
        .await;
    let case: serde_json::Value = serde_json::from_str(&answer.body).unwrap();
    assert_eq!(case["code"], "BJÖ-26-001");
    assert_eq!(case["persons"][0]["given_name"], "Fjäril");
    let other = site.sign_in(fixture::OTHER_BOARD_LEADER).await;
    let answer = site
        .get(&format!("/api/v1/cases/{}", fixture::OPEN), &other)
        .await;
    assert_eq!(
        (answer.status.as_u16(), answer.body.contains("not_found")),
        (404, true)
    );
    let answer = site.get("/api/v1/cases/nothing", &therapist).await;
    assert_eq!(answer.status.as_u16(), 404);
    let answer = site.get("/api/v1/me", "").await;
    assert_eq!(
        (answer.status.as_u16(), answer.body.contains("sign_in")),
        (401, true)
    );
}
