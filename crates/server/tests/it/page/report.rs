//! The report to the referrer.

use axum::http::StatusCode;
use hemma_testkit::fixture;

use crate::harness::TestSite;

#[tokio::test]
async fn what_is_on_the_screen_is_what_is_sent_and_it_is_kept_first() {
    let site = TestSite::new().await;
    let cookie = site.sign_in(fixture::LEADER).await;
    let list = format!("/cases/{}/reports", fixture::OPEN);
    let form = "from=26+oktober+2026&to=23+november+2026";
    let made = site.post(&list, &cookie, form).await;
    assert_eq!(made.status, StatusCode::SEE_OTHER, "{}", made.body);
    let url = made.location.unwrap();
    let page = site.get(&url, &cookie).await;
    assert!(page.body.contains("26 oktober 2026"), "{}", page.body);

    // No typesetter stands beside the tests: the report is not sent, and what was typed last is kept.
    let typed = format!("version=1&{form}&summary=Skrivet+sist&to_whom=Handl%C3%A4ggaren");
    let sent = site.post(&format!("{url}/send"), &cookie, &typed).await;
    assert_eq!(
        sent.status,
        StatusCode::UNPROCESSABLE_ENTITY,
        "{}",
        sent.body
    );
    assert!(sent.body.contains("Skrivet sist"), "{}", sent.body);
    let page = site.get(&url, &cookie).await;
    assert!(page.body.contains("Skrivet sist") && page.body.contains("value=\"2\""));

    let wrong = typed
        .replace("26+oktober+2026", "snart")
        .replace("version=1", "version=2");
    let wrong = site.post(&format!("{url}/send"), &cookie, &wrong).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(wrong.body.contains("value=\"snart\""), "{}", wrong.body);
}
