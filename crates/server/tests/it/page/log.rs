//! The log.

use axum::http::StatusCode;
use hemma_testkit::fixture;

use crate::harness::TestSite;

#[tokio::test]
async fn a_records_officer_reviews_a_line() {
    let site = TestSite::new().await;
    let therapist = site.sign_in(fixture::THERAPIST).await;
    site.get(&format!("/cases/{}", fixture::OPEN), &therapist)
        .await;
    let cookie = site.sign_in(fixture::RECORDS_OFFICER).await;
    let url = format!("/boards/{}/log", fixture::BOARDS[0]);
    let page = site
        .get(&format!("{url}?code=bj%C3%B6-26-001"), &cookie)
        .await;
    assert!(page.body.contains("Läste ärendet") && page.body.contains("Tuva Ekorrstig"));
    assert!(!page.body.contains("Lingonstig"), "no family's name");
    let hidden = format!("/cases/{}/closing", fixture::OPEN);
    let refused = site.get(&hidden, &therapist).await;
    assert_eq!(refused.status, StatusCode::FORBIDDEN);
    let page_of_refusals = site
        .get(&format!("{url}?pick=refusals"), &cookie)
        .await
        .body;
    assert!(
        page_of_refusals.contains("Ville hantera ärendet"),
        "{page_of_refusals}"
    );
    assert!(page_of_refusals.contains("Familjebehandlare"));
    let case_log = format!("/cases/{}/log", fixture::OPEN);
    let case_log = site.get(&case_log, &cookie).await.body;
    assert!(
        case_log.contains(&format!("<li><a href=\"{url}\">")),
        "{case_log}"
    );
    for pick in ["sample", "protected", "refusals", "namesakes"] {
        let page = site.get(&format!("{url}?pick={pick}"), &cookie).await;
        assert_eq!(page.status, StatusCode::OK, "{pick}");
    }
    let seq = {
        let start = page.body.find("name=\"seq\" value=\"").unwrap();
        page.body[start..].split('"').nth(3).unwrap().to_owned()
    };
    let mute = format!("seq={seq}&finding=asked&remark=&code=BJ%C3%96-26-001");
    let mute = site.post(&url, &cookie, &mute).await;
    assert_eq!(mute.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(mute.body.contains("Skriv vad som hände"));
    let asked = format!("seq={seq}&finding=asked&remark=Ringde&code=BJ%C3%96-26-001");
    let asked = site.post(&url, &cookie, &asked).await;
    assert_eq!(asked.status, StatusCode::SEE_OTHER, "{}", asked.body);
    let page = site.get(&asked.location.unwrap(), &cookie).await;
    assert!(
        page.body
            .contains("Personen är tillfrågad. Ragnhild Pappersbjörk")
    );
    assert!(page.body.contains("Granskningen är sparad"));
}

#[tokio::test]
async fn a_leader_reads_who_looked() {
    let site = TestSite::new().await;
    let cookie = site.sign_in(fixture::LEADER).await;
    site.get(&format!("/cases/{}", fixture::OPEN), &cookie)
        .await;
    let log = site
        .get(&format!("/cases/{}/log", fixture::OPEN), &cookie)
        .await;
    assert!(log.body.contains("Gun Alebäck") && log.body.contains("Läste ärendet"));
}
