//! Tasks.

use axum::http::StatusCode;
use hemma_testkit::fixture;

use crate::harness::TestSite;

#[tokio::test]
async fn a_task_is_added_ticked_off_and_told() {
    let site = TestSite::new().await;
    let cookie = site.sign_in(fixture::LEADER).await;
    let path = format!("/teams/{}/tasks", fixture::TEAMS[0]);
    let form = format!(
        "text=Ring+skolan&due=7+april&owner={}&case={}",
        fixture::THERAPIST,
        fixture::OPEN
    );
    let answer = site.post(&path, &cookie, &form).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.body);
    let therapist = site.sign_in(fixture::THERAPIST).await;
    let mine = site.get("/tasks", &therapist).await;
    assert!(mine.body.contains("Ring skolan") && mine.body.contains("BJÖ-26-001"));
    assert!(mine.body.contains("Skulle varit klar tis 7 apr"));
    let id = mine.body.split("action=\"/tasks/").nth(1).unwrap();
    let id = id.split('/').next().unwrap();
    let tick = "version=1&done=yes&back=/tasks";
    let answer = site
        .post(&format!("/tasks/{id}/done"), &therapist, tick)
        .await;
    assert_eq!(answer.location.as_deref(), Some("/tasks?done=task-done"));
    let told = site.get("/tasks?done=task-done", &therapist).await;
    assert!(told.body.contains("Uppgiften är klar."));
    assert!(told.body.contains("class=\"done\""));
}

#[tokio::test]
async fn a_day_that_cannot_be_read_comes_back_with_what_was_typed() {
    let site = TestSite::new().await;
    let cookie = site.sign_in(fixture::THERAPIST).await;
    let form = format!("text=Boka+m%C3%B6te&due=snart&team={}", fixture::TEAMS[0]);
    let answer = site.post("/tasks", &cookie, &form).await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(answer.body.contains("Boka möte") && answer.body.contains("value=\"snart\""));
    assert!(answer.body.contains("Dagen går inte att läsa."));
}
