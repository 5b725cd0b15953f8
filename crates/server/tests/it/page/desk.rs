//! The consultant's desk.

use hemma_testkit::fixture;

use crate::harness::TestSite;

#[tokio::test]
async fn the_desk_knows_codes_and_no_names() {
    let site = TestSite::new().await;
    let cookie = site.sign_in(fixture::CONSULTANT).await;
    let answer = site.get("/desk", &cookie).await;
    assert!(answer.body.contains("BJÖ-26-001") && answer.body.contains("Inget inlämnat än"));
    let screening = format!("/desk/cases/{}/screening", fixture::REFERRED);
    assert!(answer.body.contains(&screening), "{}", answer.body);
    let opened = site.get(&screening, &cookie).await;
    assert_eq!(opened.status, axum::http::StatusCode::OK);
    for name in ["Lingonstig", "Mosskulle", "Fjäril", "Malva", "GRA-26-001"] {
        assert!(!answer.body.contains(name), "{name}");
    }
}
