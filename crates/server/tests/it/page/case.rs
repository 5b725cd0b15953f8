//! A case.

use hemma_testkit::fixture;

use crate::harness::TestSite;

#[tokio::test]
async fn the_overview_says_what_is_due_and_who_is_at_home() {
    let site = TestSite::new().await;
    let cookie = site.sign_in(fixture::THERAPIST).await;
    let page = site
        .get(&format!("/cases/{}", fixture::OPEN), &cookie)
        .await
        .body;
    for text in [
        "Säkerhetsplan saknas",
        "Samtycke till behandling saknas",
        "är sen",
        "Fjäril Lingonstig",
        "Tuva Ekorrstig (Familjebehandlare)",
        "Inget än",
    ] {
        assert!(page.contains(text), "{text}");
    }
    assert!(!page.contains("Vem har tittat"), "that is the leader's");
}
