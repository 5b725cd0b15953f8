//! A team's week.

use axum::http::StatusCode;
use hemma_testkit::fixture;

use crate::harness::TestSite;

#[tokio::test]
async fn the_table_shows_each_family_with_links_that_can_be_shared() {
    let site = TestSite::new().await;
    let cookie = site.sign_in(fixture::LEADER).await;
    let base = format!("/teams/{}", fixture::TEAMS[0]);
    let answer = site.get(&base, &cookie).await;
    assert_eq!(answer.status, StatusCode::OK);
    assert!(answer.body.contains("BJÖ-26-001") && answer.body.contains("Lingonstig"));
    assert!(answer.body.contains("Säkerhetsplan saknas"));
    assert!(answer.body.contains(&format!("{base}?show=late")));
    assert!(answer.body.contains("class=\"log\""), "the phone's bar");
    let mine = site.get(&format!("{base}?show=mine"), &cookie).await;
    assert!(mine.body.contains("Ingen familj stämmer"), "{}", mine.body);
    let turned = site.get(&format!("{base}?order=-family"), &cookie).await;
    let place = |code: &str| turned.body.find(code).unwrap();
    assert!(place("BJÖ-26-002") < place("BJÖ-26-001"));
    let before = site.get(&format!("{base}?week=2026-W46"), &cookie).await;
    assert!(before.body.contains("Vecka 46"));
}

#[tokio::test]
async fn a_protected_family_is_a_code_to_those_who_do_not_carry_it() {
    let site = TestSite::new().await;
    let cookie = site.sign_in(fixture::COLLEAGUE).await;
    let base = format!("/teams/{}", fixture::TEAMS[0]);
    let answer = site.get(&base, &cookie).await;
    assert!(answer.body.contains("BJÖ-26-002") && !answer.body.contains("Mosskulle"));
    assert!(
        !answer
            .body
            .contains(&format!("/cases/{}", fixture::PROTECTED))
    );
}

#[tokio::test]
async fn the_file_holds_codes_and_no_names_of_families() {
    let site = TestSite::new().await;
    let cookie = site.sign_in(fixture::LEADER).await;
    let path = format!("/teams/{}/week.csv", fixture::TEAMS[0]);
    let answer = site.get(&path, &cookie).await;
    assert_eq!(answer.status, StatusCode::OK);
    assert!(answer.body.starts_with('\u{feff}'));
    assert!(
        answer
            .body
            .contains("BJÖ-26-001;Tuva Ekorrstig;12;Förändra;0 av 3;")
    );
    assert!(!answer.body.contains("Lingonstig"));
}
