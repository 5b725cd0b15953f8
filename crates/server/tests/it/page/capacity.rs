//! Places, load and the waiting list of a team, and of a board.

use axum::http::StatusCode;
use hemma_testkit::fixture;

use crate::harness::TestSite;

#[tokio::test]
async fn the_leader_sees_families_and_the_unit_manager_codes() {
    let site = TestSite::new().await;
    let path = format!("/teams/{}/capacity", fixture::TEAMS[0]);
    let leader = site.sign_in(fixture::LEADER).await;
    let page = site.get(&path, &leader).await;
    assert!(page.body.contains("Lingonstig") && page.body.contains("2 av 4 familjer"));
    assert!(page.body.contains("/referrals/new"));
    let manager = site.sign_in(fixture::UNIT_MANAGER).await;
    let page = site.get(&path, &manager).await;
    assert!(page.body.contains("BJÖ-26-001") && !page.body.contains("Lingonstig"));
    assert!(!page.body.contains("/referrals/new"));
    let unit = format!("/boards/{}/unit", fixture::BOARDS[0]);
    let page = site.get(&unit, &manager).await;
    assert!(page.body.contains("MST-CAN Björkdalen"), "{}", page.body);
    assert!(!page.body.contains("Lingonstig"));
    assert_eq!(site.get(&unit, &leader).await.status, StatusCode::FORBIDDEN);
}

#[tokio::test]
async fn a_closed_family_stays_in_the_teams_list_and_loses_its_plan() {
    let site = TestSite::new().await;
    let leader = site.sign_in(fixture::LEADER).await;
    let capacity = format!("/teams/{}/capacity", fixture::TEAMS[0]);
    let closed = format!("/teams/{}/closed", fixture::TEAMS[0]);
    let page = site.get(&capacity, &leader).await.body;
    assert!(page.contains(&closed), "{page}");
    let team = format!("<li><a href=\"/teams/{}\">", fixture::TEAMS[0]);
    assert!(page.contains(&team), "the team's name leads to its week");
    let page = site.get(&closed, &leader).await.body;
    assert!(page.contains("Ingen familj är avslutad"), "{page}");
    let case = format!("/cases/{}", fixture::OPEN);
    let before = site.get(&case, &leader).await.body;
    assert!(before.contains("Säkerhetsplan"), "{before}");
    let ending = "version=1&on=2026-11-23&reason=completed";
    let done = site.post(&format!("{case}/closing"), &leader, ending).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.body);
    let page = site.get(&closed, &leader).await.body;
    assert!(
        page.contains("Lingonstig") && page.contains("23 november 2026"),
        "{page}"
    );
    assert!(page.contains("Efter 6 månader, 23 maj 2027"), "{page}");
    let manager = site.sign_in(fixture::UNIT_MANAGER).await;
    let page = site.get(&closed, &manager).await.body;
    assert!(page.contains("BJÖ-26-001") && !page.contains("Lingonstig"));
    let unit = format!("href=\"/boards/{}/unit\" aria-current", fixture::BOARDS[0]);
    assert!(page.contains(&unit), "{page}");
    let head = site.get(&case, &leader).await.body;
    let head = head.split("case-tabs").next().unwrap().to_owned();
    assert!(!head.contains("Säkerhetsplan"), "{head}");
}

#[tokio::test]
async fn a_family_is_put_on_the_list_and_moved() {
    let site = TestSite::new().await;
    let leader = site.sign_in(fixture::LEADER).await;
    let manage = format!("/cases/{}/manage", fixture::REFERRED);
    let accept = "act=accept&version=1&reason=Vi+fr%C3%A5gar+skolan";
    let done = site.post(&manage, &leader, accept).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.body);
    let stale = site.post(&manage, &leader, accept).await;
    assert_eq!(stale.status, StatusCode::CONFLICT);
    assert!(stale.body.contains("Ärendet ändrades medan du skrev"));
    let rank = format!("/cases/{}/wait-rank", fixture::REFERRED);
    let moved = site.post(&rank, &leader, "direction=down").await;
    assert_eq!(moved.status, StatusCode::SEE_OTHER, "{}", moved.body);
}
