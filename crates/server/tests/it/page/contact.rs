//! Visits, calls and meetings.

use axum::http::StatusCode;
use hemma_testkit::fixture;

use crate::harness::TestSite;

fn list() -> String {
    format!("/cases/{}/contacts", fixture::OPEN)
}

fn visit(number: u32, more: &str) -> String {
    format!(
        "id=00000000-0000-0000-0000-0000000000{number:02}&kind=visit&place=home&minutes=90&travel=20\
         &day=2026-11-23&time=10:00&persons={}&persons={}&systems=family&note=Lugn+middag.{more}",
        fixture::CHILD,
        fixture::MOTHER
    )
}

#[tokio::test]
async fn a_visit_is_logged_once_and_listed_in_its_week() {
    let site = TestSite::new().await;
    let cookie = site.sign_in(fixture::THERAPIST).await;
    for _ in 0..2 {
        let answer = site.post(&list(), &cookie, &visit(1, "")).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.body);
        let to = format!("{}?done=contact-logged", list());
        assert_eq!(answer.location, Some(to));
    }
    let page = site.get(&list(), &cookie).await;
    assert_eq!(page.body.matches("Lugn middag.").count(), 1);
    assert!(page.body.contains("1 av 3 kontakter"), "{}", page.body);
    assert!(page.body.contains("1 h 30 min med familjen, 20 min resa"));
    let new = site.get(&format!("{}/new", list()), &cookie).await;
    assert!(
        new.body.contains(r#"value="90" checked"#),
        "as the last visit"
    );
}

#[tokio::test]
async fn a_script_sends_json_and_is_answered_in_kind() {
    let site = TestSite::new().await;
    let cookie = site.sign_in(fixture::THERAPIST).await;
    let headers = [("cookie", cookie.as_str()), ("accept", "application/json")];
    let answer = site.post_with(&list(), &visit(2, ""), &headers).await;
    assert_eq!(answer.status, StatusCode::OK);
    let to = format!(r#"{{"location":"{}?done=contact-logged"}}"#, list());
    assert_eq!(answer.body, to);
    let wrong = visit(3, "").replace("time=10:00", "time=23:00");
    let answer = site.post_with(&list(), &wrong, &headers).await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(answer.body.contains(r#""field":"time""#), "{}", answer.body);
    let elsewhere = format!("/cases/{}/contacts", fixture::PROTECTED);
    let answer = site.post_with(&elsewhere, &visit(2, ""), &headers).await;
    assert_eq!(answer.status, StatusCode::CONFLICT);
}

#[tokio::test]
async fn a_form_with_faults_comes_back_as_it_was() {
    let site = TestSite::new().await;
    let cookie = site.sign_in(fixture::THERAPIST).await;
    let wrong = visit(4, "").replace("day=2026-11-23", "day=31+april");
    let answer = site.post(&list(), &cookie, &wrong).await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(answer.body.contains("Dagen finns inte"));
    assert!(answer.body.contains("Lugn middag.") && answer.body.contains("31 april"));
}

#[tokio::test]
async fn two_corrections_meet_and_both_are_shown() {
    let site = TestSite::new().await;
    let cookie = site.sign_in(fixture::THERAPIST).await;
    site.post(&list(), &cookie, &visit(5, "")).await;
    let one = format!("{}/00000000-0000-0000-0000-000000000005", list());
    let page = site.get(&one, &cookie).await;
    assert!(page.body.contains(r#"name="version" value="1""#));
    let first = visit(5, "+Och+läxor.&version=1");
    assert_eq!(
        site.post(&one, &cookie, &first).await.status,
        StatusCode::SEE_OTHER
    );
    let second = visit(5, "+Utan+läxor.&version=1");
    let answer = site.post(&one, &cookie, &second).await;
    assert_eq!(answer.status, StatusCode::CONFLICT);
    assert!(answer.body.contains("Och läxor.") && answer.body.contains("Utan läxor."));
    assert!(
        answer.body.contains(r#"name="version" value="2""#),
        "saving again takes this one"
    );
    let colleague = site.sign_in(fixture::COLLEAGUE).await;
    assert_eq!(
        site.get(&one, &colleague).await.status,
        StatusCode::FORBIDDEN
    );
}

#[tokio::test]
async fn one_family_needs_no_choice() {
    let site = TestSite::new().await;
    let cookie = site.sign_in(fixture::RESOURCE).await;
    let answer = site.get("/contacts/new", &cookie).await;
    assert_eq!(answer.location, Some(format!("{}/new", list())));
    let cookie = site.sign_in(fixture::THERAPIST).await;
    let page = site.get("/contacts/new", &cookie).await;
    assert!(page.body.contains("BJÖ-26-001") && page.body.contains("BJÖ-26-002"));
    let cookie = site.sign_in(fixture::LEADER).await;
    let page = site.get("/contacts/new", &cookie).await;
    assert!(page.body.contains("Du har ingen familj just nu"));
}
