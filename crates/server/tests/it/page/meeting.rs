//! The meeting.

use axum::http::StatusCode;
use hemma_testkit::fixture;

use crate::harness::TestSite;

#[tokio::test]
async fn a_meeting_walks_through_the_families_and_ends() {
    let site = TestSite::new().await;
    let cookie = site.sign_in(fixture::LEADER).await;
    let base = format!("/teams/{}/meeting", fixture::TEAMS[0]);
    let start = site.post(&format!("{base}/start"), &cookie, "").await;
    let first = start.location.unwrap();
    assert_eq!(first, format!("{base}/{}", fixture::OPEN));
    let table = site.get(&first, &cookie).await;
    assert_eq!(table.status, StatusCode::OK);
    assert!(table.body.contains("rel=\"next\"") && !table.body.contains("rel=\"prev\""));
    assert!(table.body.contains("/static/js/meeting.js"));
    let told = site
        .post(
            &format!("{first}/decisions"),
            &cookie,
            "decisions=Vi+provar&version=0",
        )
        .await;
    assert_eq!(told.status, StatusCode::SEE_OTHER);
    let kept = site.get(&told.location.unwrap(), &cookie).await;
    assert!(
        kept.body.contains("Vi provar</textarea>") && kept.body.contains("Besluten är sparade.")
    );
    let second = site.post(&format!("{first}/done"), &cookie, "").await;
    let second = second.location.unwrap();
    let over = site.post(&format!("{second}/done"), &cookie, "").await;
    let over = site.get(&over.location.unwrap(), &cookie).await;
    assert!(over.body.contains("Handledningen är klar."));
}

#[tokio::test]
async fn two_who_decide_at_once_see_both_texts() {
    let site = TestSite::new().await;
    let cookie = site.sign_in(fixture::LEADER).await;
    let path = format!(
        "/teams/{}/meeting/{}/decisions",
        fixture::TEAMS[0],
        fixture::OPEN
    );
    site.post(&path, &cookie, "decisions=Den+ena&version=0")
        .await;
    let answer = site
        .post(&path, &cookie, "decisions=Den+andra&version=1")
        .await;
    assert_eq!(answer.status, StatusCode::CONFLICT);
    assert!(answer.body.contains("Den andra</textarea>") && answer.body.contains("Den ena"));
}

#[tokio::test]
async fn a_task_without_a_text_comes_back_with_its_day() {
    let site = TestSite::new().await;
    let cookie = site.sign_in(fixture::LEADER).await;
    let path = format!(
        "/teams/{}/meeting/{}/tasks",
        fixture::TEAMS[0],
        fixture::OPEN
    );
    let answer = site.post(&path, &cookie, "text=&due=7+april").await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(answer.body.contains("Skriv vad som ska göras.") && answer.body.contains("7 april"));
    let form = format!("text=Ring+skolan&owner={}", fixture::THERAPIST);
    let answer = site.post(&path, &cookie, &form).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER);
    let table = site.get(&answer.location.unwrap(), &cookie).await;
    assert!(table.body.contains("Ring skolan"));
}
