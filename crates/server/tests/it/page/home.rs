//! Home and the menu.

use axum::http::StatusCode;
use hemma_testkit::fixture;

use crate::harness::TestSite;

#[tokio::test]
async fn the_day_begins_where_the_role_works() {
    let site = TestSite::new().await;
    let team = format!("/teams/{}", fixture::TEAMS[0]);
    let unit = format!("/boards/{}/unit", fixture::BOARDS[0]);
    let log = format!("/boards/{}/log", fixture::BOARDS[0]);
    let network = format!("/networks/{}", fixture::NETWORK);
    for (staff, place) in [
        (fixture::LEADER, team.as_str()),
        (fixture::THERAPIST, "/my-week"),
        (fixture::RESOURCE, "/my-week"),
        (fixture::PSYCHIATRIST, "/my-week"),
        (fixture::CONSULTANT, "/desk"),
        (fixture::NETWORK_LEAD, network.as_str()),
        (fixture::UNIT_MANAGER, unit.as_str()),
        (fixture::RECORDS_OFFICER, log.as_str()),
        (fixture::INTERVIEWER, "/interviews"),
        (fixture::ON_CALL, "/tasks"),
        (fixture::ADMINISTRATOR, "/settings/staff"),
    ] {
        let cookie = site.sign_in(staff).await;
        let answer = site.get("/", &cookie).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER);
        assert_eq!(answer.location.as_deref(), Some(place));
    }
}
