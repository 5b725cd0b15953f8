//! What somebody typed and did not yet send, and what was sent too late.

use axum::http::StatusCode;
use hemma_testkit::fixture;

use crate::harness::TestSite;

/// Longer than a session lasts without use.
const LATE: i64 = 31 * 60;
const NOTE: &str = "note=Hon+sov+hela+natten&persons=1&persons=2";

fn place() -> String {
    format!("/cases/{}/contacts", fixture::OPEN)
}

fn drafts() -> String {
    format!("/drafts?place={}", place())
}

fn under() -> String {
    format!("/drafts?under={}", place())
}

#[tokio::test]
async fn what_is_typed_comes_back_to_its_writer_alone() {
    let site = TestSite::new().await;
    let mine = site.sign_in(fixture::THERAPIST).await;
    let answer = site.post(&drafts(), &mine, NOTE).await;
    assert_eq!(
        (answer.status, answer.body.as_str()),
        (StatusCode::OK, r#"{"saved":"12:00"}"#)
    );
    let answer = site.get(&under(), &mine).await;
    assert!(
        answer
            .body
            .contains(r#"["note","Hon sov hela natten"],["persons","1"],["persons","2"]"#)
    );
    let other = site.sign_in(fixture::COLLEAGUE).await;
    let answer = site.get(&under(), &other).await;
    assert_eq!(answer.body, r#"{"drafts":[]}"#);
    let drop = format!("/drafts/drop?place={}", place());
    let answer = site.post(&drop, &mine, "").await;
    assert_eq!(answer.location.as_deref(), Some("/"));
    let answer = site.get(&under(), &mine).await;
    assert_eq!(answer.body, r#"{"drafts":[]}"#);
}

#[tokio::test]
async fn a_draft_beyond_the_limit_is_refused_with_words() {
    let site = TestSite::new().await;
    let mine = site.sign_in(fixture::THERAPIST).await;
    let long = format!("note={}", "x".repeat(300 * 1024));
    let answer = site.post(&drafts(), &mine, &long).await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(answer.body.contains("Dela upp"), "{}", answer.body);
}

#[tokio::test]
async fn a_form_sent_after_the_sessions_end_is_kept_and_comes_back_in_the_same_place() {
    let site = TestSite::new().await;
    let cookie = site.sign_in(fixture::THERAPIST).await;
    let late = site.later(LATE);
    let form_page = format!("{}/new", place());
    let referer = format!("http://localhost{form_page}");
    let headers = [("cookie", cookie.as_str()), ("referer", referer.as_str())];
    let sent = "id=00000000-0000-0000-0000-0000000000c1&kind=visit&place=home&minutes=90&day=2026-11-23&time=10:00\
        &note=Malva+ringde+skolan+sj%C3%A4lv.";
    let answer = late.post_with(&place(), sent, &headers).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER);
    let to = format!("/sign-in?next={form_page}");
    assert_eq!(answer.location.as_deref(), Some(to.as_str()));

    let colleague = late.sign_in(fixture::COLLEAGUE).await;
    let page = late.get(&form_page, &colleague).await;
    assert!(
        !page.body.contains("Malva ringde"),
        "a colleague sees nothing of it"
    );
    let again = late.sign_in(fixture::THERAPIST).await;
    let page = late.get(&form_page, &again).await;
    assert!(page.body.contains("Malva ringde skolan själv."));
    assert!(
        page.body
            .contains("Det du skrev mån 23 nov 12:31 finns kvar.")
    );

    let answer = late.post(&place(), &again, sent).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER);
    let page = late.get(&form_page, &again).await;
    assert!(
        !page.body.contains("Malva ringde"),
        "what was sent needs no draft"
    );
}

#[tokio::test]
async fn a_script_is_told_that_the_session_ended_and_its_text_is_kept() {
    let site = TestSite::new().await;
    let cookie = site.sign_in(fixture::THERAPIST).await;
    let late = site.later(LATE);
    let headers = [("cookie", cookie.as_str()), ("accept", "application/json")];
    for address in [place(), drafts()] {
        let answer = late.post_with(&address, NOTE, &headers).await;
        assert_eq!(answer.status, StatusCode::UNAUTHORIZED);
        assert_eq!(answer.body, r#"{"error":"expired"}"#);
        let again = late.sign_in(fixture::THERAPIST).await;
        let kept = late.get(&under(), &again).await;
        assert!(kept.body.contains("Hon sov hela natten"), "{address}");
        let drop = format!("/drafts/drop?place={}", place());
        late.post(&drop, &again, "").await;
    }
    let answer = late
        .post_with(&place(), NOTE, &[("accept", "application/json")])
        .await;
    assert_eq!(answer.status, StatusCode::UNAUTHORIZED);
}

#[tokio::test]
async fn a_foreign_page_is_not_gone_back_to_and_no_secret_is_kept() {
    let site = TestSite::new().await;
    let cookie = site.sign_in(fixture::THERAPIST).await;
    let late = site.later(LATE);
    for referer in [
        "https://elsewhere.example/cases",
        "http://localhost//elsewhere",
        "nonsense",
    ] {
        let headers = [("cookie", cookie.as_str()), ("referer", referer)];
        let answer = late.post_with(&place(), NOTE, &headers).await;
        assert_eq!(answer.location.as_deref(), Some("/sign-in"), "{referer}");
    }
    let headers = [("cookie", cookie.as_str())];
    late.post_with("/account/password", "password=hemligt", &headers)
        .await;
    let again = late.sign_in(fixture::THERAPIST).await;
    let kept = late.get("/drafts?under=/", &again).await;
    assert!(!kept.body.contains("hemligt"));
}

#[tokio::test]
async fn nothing_goes_under_another_persons_name() {
    let site = TestSite::new().await;
    let cookie = site.sign_in(fixture::COLLEAGUE).await;
    let owner = site.app.device_owner(fixture::THERAPIST);
    let headers = [
        ("cookie", cookie.as_str()),
        ("accept", "application/json"),
        ("x-hemma-owner", owner.as_str()),
    ];
    let answer = site.post_with(&place(), NOTE, &headers).await;
    assert_eq!(
        (answer.status, answer.body.as_str()),
        (StatusCode::UNAUTHORIZED, r#"{"error":"other"}"#)
    );
}
