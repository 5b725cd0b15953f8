//! A case over time.

use hemma_testkit::fixture;

use crate::harness::TestSite;

#[tokio::test]
async fn the_weeks_are_drawn_and_stand_in_a_table() {
    let site = TestSite::new().await;
    let cookie = site.sign_in(fixture::THERAPIST).await;
    let answer = site
        .get(&format!("/cases/{}/timeline", fixture::OPEN), &cookie)
        .await;
    assert!(answer.body.contains("drawing-page") && answer.body.contains("drawing-phone"));
    assert!(answer.body.contains("<th scope=\"row\">v.\u{a0}37</th>"));
    assert!(answer.body.contains("0 av 3"));
}
