//! My week.

use hemma_testkit::fixture;

use crate::harness::TestSite;

#[tokio::test]
async fn each_thing_to_do_leads_to_where_it_is_done() {
    let site = TestSite::new().await;
    let cookie = site.sign_in(fixture::THERAPIST).await;
    let answer = site.get("/my-week", &cookie).await;
    let case = format!("/cases/{}", fixture::OPEN);
    assert!(
        answer.body.contains(&format!("{case}/weeks/2026-W47")),
        "{}",
        answer.body
    );
    assert!(answer.body.contains(&format!("{case}/safety")));
    assert!(answer.body.contains("3 kontakter till den här veckan"));
    assert!(
        answer
            .body
            .contains("Lämna in sammanfattningen för v.\u{a0}47")
    );
}

#[tokio::test]
async fn with_nothing_left_it_says_so() {
    let site = TestSite::new().await;
    let cookie = site.sign_in(fixture::COLLEAGUE).await;
    let answer = site.get("/my-week", &cookie).await;
    assert!(answer.body.contains("Inget kvar att göra"));
}
