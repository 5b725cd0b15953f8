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
        "text=Ring+skolan&due=7+april+2026&owner={}&case={}",
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
async fn a_task_due_on_a_day_without_a_year_is_due_next_time_that_day_comes() {
    let site = TestSite::new().await;
    let cookie = site.sign_in(fixture::LEADER).await;
    let path = format!("/teams/{}/tasks", fixture::TEAMS[0]);
    let form = format!(
        "text=Boka+lokal&due=1+april&owner={}&case=",
        fixture::THERAPIST
    );
    let answer = site.post(&path, &cookie, &form).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.body);
    let read = site.get(&format!("/api/v1{path}"), &cookie).await;
    assert!(read.body.contains("2027-04-01"), "{}", read.body);
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

#[tokio::test]
async fn a_task_is_changed_and_removed_and_two_who_change_it_meet() {
    let site = TestSite::new().await;
    let cookie = site.sign_in(fixture::LEADER).await;
    let list = format!("/teams/{}/tasks", fixture::TEAMS[0]);
    let form = format!("text=Ring+skolan&owner={}", fixture::THERAPIST);
    site.post(&list, &cookie, &form).await;
    let page = site.get(&list, &cookie).await;
    let path = page.body.split("href=\"/tasks/").nth(1).unwrap();
    let path = format!("/tasks/{}", path.split('?').next().unwrap());
    let page = site.get(&format!("{path}?back={list}"), &cookie).await;
    assert_eq!(page.status, StatusCode::OK, "{}", page.body);
    assert!(page.body.contains("Ring skolan") && page.body.contains(&list));

    let form = format!("version=1&back={list}&owner={}", fixture::THERAPIST);
    let wrong = site.post(&path, &cookie, &format!("{form}&text=+")).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(wrong.body.contains("Skriv vad som ska göras."));
    let saved = format!("{form}&text=Ring+rektorn&due=2026-12-01");
    let saved = site.post(&path, &cookie, &saved).await;
    let told = format!("{list}?done=task-changed");
    assert_eq!(saved.location.as_deref(), Some(told.as_str()));
    let met = site
        .post(&path, &cookie, &format!("{form}&text=Ring+mamman"))
        .await;
    assert_eq!(met.status, StatusCode::CONFLICT, "{}", met.body);
    assert!(met.body.contains("Ring rektorn") && met.body.contains("Ring mamman"));
    assert!(met.body.contains("name=\"version\" value=\"2\""));

    let gone = format!("version=2&back={list}");
    let gone = site.post(&format!("{path}/remove"), &cookie, &gone).await;
    assert_eq!(gone.status, StatusCode::SEE_OTHER, "{}", gone.body);
    let page = site
        .get(&format!("{list}?done=task-removed"), &cookie)
        .await;
    assert!(page.body.contains("Uppgiften är borttagen.") && !page.body.contains("Ring rektorn"));
}
