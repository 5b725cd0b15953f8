//! Incidents.

use axum::http::StatusCode;
use hemma_testkit::fixture;

use crate::harness::TestSite;

#[tokio::test]
async fn an_incident_is_told_once_and_read_by_the_leader() {
    let site = TestSite::new().await;
    let cookie = site.sign_in(fixture::THERAPIST).await;
    let path = format!("/cases/{}/incidents", fixture::OPEN);
    let form = site.get(&format!("{path}/new"), &cookie).await;
    assert!(form.body.contains("19 kap. 1 §") && form.body.contains("data-draft"));
    let (_, id) = form.body.split_once("name=\"id\" value=\"").unwrap();
    let id = id.split('"').next().unwrap();
    let sent = format!(
        "id={id}&kind=threat&on=2026-11-22&at=1830&what=Br%C3%A5k&harm=distress&child_safe_now=no\
         &reports=worry&reports=police&persons={}",
        fixture::CHILD
    );
    for _twice in 0..2 {
        let answer = site.post(&path, &cookie, &sent).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.body);
    }
    let list = site.get(&path, &cookie).await;
    assert_eq!(list.body.matches("class=\"note\"").count(), 1);
    assert!(list.body.contains("Barnet är inte tryggt"));
    assert!(list.body.contains("Orosanmälan, Polis"));
    assert!(!list.body.contains("/review"));

    let leader = site.sign_in(fixture::LEADER).await;
    let answer = site.post(&format!("{path}/{id}/review"), &leader, "").await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER);
    let list = site.get(&path, &leader).await;
    assert!(list.body.contains("Läst av Gun Alebäck"));
}

#[tokio::test]
async fn what_is_missing_is_told_and_what_was_typed_stays() {
    let site = TestSite::new().await;
    let cookie = site.sign_in(fixture::THERAPIST).await;
    let path = format!("/cases/{}/incidents", fixture::OPEN);
    let answer = site
        .post(
            &path,
            &cookie,
            "on=31+april&what=Br%C3%A5k+i+hallen&reports=worry",
        )
        .await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    for field in ["kind", "harm", "child_safe_now", "on", "at"] {
        let link = format!("href=\"#{field}\"");
        assert!(answer.body.contains(&link), "{field}");
    }
    assert!(answer.body.contains("Bråk i hallen") && answer.body.contains("31 april"));
    assert!(answer.body.contains("value=\"worry\" checked"));
}
