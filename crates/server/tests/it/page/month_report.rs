//! The month's report on the screen.

use axum::http::StatusCode;
use hemma_testkit::fixture::{self, TEAMS};

use crate::harness::TestSite;

#[tokio::test]
async fn a_leader_reads_the_month_with_what_each_line_counts() {
    let site = TestSite::new().await;
    hemma_testkit::week::fill(&site.db).await;
    let leader = site.sign_in(fixture::LEADER).await;
    let url = format!("/teams/{}/month-report", TEAMS[0]);
    let last = site.get(&url, &leader).await;
    assert!(last.body.contains("oktober 2026"), "{}", last.body);
    let page = site.get(&format!("{url}?month=2026-11"), &leader).await;
    for told in [
        "november 2026, räknad till i dag",
        "Gun Alebäck",
        "Inlämnat i tid",
        "Punkter som gruppledaren skrev den här månaden.",
        "Ett streck betyder",
        "month=2026-10",
    ] {
        assert!(page.body.contains(told), "{told} in {}", page.body);
    }
    assert!(!page.body.contains("Lingonstig") && !page.body.contains("BJÖ-26"));
    let ahead = site.get(&format!("{url}?month=2026-12"), &leader).await;
    assert_eq!(ahead.status, StatusCode::NOT_FOUND);
    let therapist = site.sign_in(fixture::THERAPIST).await;
    let refused = site.get(&url, &therapist).await;
    assert_eq!(refused.status, StatusCode::FORBIDDEN);
}
