//! Search.

use axum::http::StatusCode;
use hemma_testkit::fixture;

use crate::harness::TestSite;

#[tokio::test]
async fn search_finds_by_whole_names_and_says_what_it_may_not() {
    let site = TestSite::new().await;
    let cookie = site.sign_in(fixture::THERAPIST).await;
    let page = site.get("/search", &cookie).await;
    assert!(page.body.contains("15 § förordningen 2001:637"));
    let found = site.post("/search", &cookie, "q=fj%C3%A4ril").await.body;
    assert!(found.contains("BJÖ-26-001") && found.contains("En träff"));
    let hidden = site.post("/search", &cookie, "q=GRA-26-001").await.body;
    assert!(hidden.contains("Inga träffar"));
    let empty = site.post("/search", &cookie, "q=+").await;
    assert_eq!(empty.status, StatusCode::UNPROCESSABLE_ENTITY);
}

#[tokio::test]
async fn a_role_without_families_has_nothing_to_search() {
    let site = TestSite::new().await;
    let cookie = site.sign_in(fixture::ADMINISTRATOR).await;
    let page = site.get("/search", &cookie).await;
    assert!(page.body.contains("Sökning hör inte till din roll"));
    let refused = site.post("/search", &cookie, "q=fj%C3%A4ril").await;
    assert_eq!(refused.status, StatusCode::FORBIDDEN);
}
