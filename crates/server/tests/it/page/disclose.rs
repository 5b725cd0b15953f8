//! Handing out.

use axum::http::StatusCode;
use hemma_testkit::fixture;

use crate::harness::TestSite;

#[tokio::test]
async fn a_person_without_papers_has_nothing_to_hand_out() {
    let site = TestSite::new().await;
    let cookie = site.sign_in(fixture::RECORDS_OFFICER).await;
    let url = format!("/cases/{}/disclose", fixture::OPEN);
    let page = site.get(&url, &cookie).await;
    assert!(page.body.contains("Fjäril Lingonstig"));
    let chosen = site
        .get(&format!("{url}?person={}", fixture::CHILD), &cookie)
        .await;
    assert!(
        chosen
            .body
            .contains("Ingen signerad handling nämner personen")
    );
    let form = format!("person={}&reason=Beg%C3%A4rt", fixture::CHILD);
    let answer = site.post(&url, &cookie, &form).await;
    assert_eq!(
        answer.status,
        StatusCode::UNPROCESSABLE_ENTITY,
        "{}",
        answer.body
    );
}
