//! Consents.

use axum::http::StatusCode;
use hemma_testkit::fixture;

use crate::harness::TestSite;

#[tokio::test]
async fn a_consent_is_kept_with_its_warning_and_can_be_withdrawn() {
    let site = TestSite::new().await;
    let cookie = site.sign_in(fixture::THERAPIST).await;
    let url = format!("/cases/{}/consents", fixture::OPEN);
    let form = |given: &str, on: &str| {
        format!(
            "person={0}&kind=treatment&given={given}&on={on}&by={0}&evidence=M%C3%B6te",
            fixture::CHILD
        )
    };
    let faulty = site.post(&url, &cookie, &form("", "i+morgon")).await;
    assert_eq!(faulty.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(faulty.body.contains("Välj ja eller nej") && faulty.body.contains("i morgon"));
    let saved = site.post(&url, &cookie, &form("yes", "20+nov")).await;
    assert_eq!(saved.status, StatusCode::SEE_OTHER, "{}", saved.body);
    let page = site.get(&url, &cookie).await.body;
    assert!(page.contains("Barnet är för ungt för att samtycka själv"));
    let start = page.find(&format!("{url}/")).unwrap();
    let to = page[start..].split('"').next().unwrap();
    let early = site.post(to, &cookie, "on=1+nov").await;
    assert_eq!(early.status, StatusCode::UNPROCESSABLE_ENTITY);
    let done = site.post(to, &cookie, "on=21+nov").await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.body);
    let page = site.get(&url, &cookie).await.body;
    assert!(page.contains("Återkallat 21 november 2026"));
    let overview = site
        .get(&format!("/cases/{}", fixture::OPEN), &cookie)
        .await;
    assert!(overview.body.contains("Återkallat 21 november 2026"));
}
