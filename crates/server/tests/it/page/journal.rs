//! The journal.

use axum::http::{Method, Request, StatusCode, header};
use hemma_testkit::fixture;

use crate::harness::{Answer, TestSite};

fn journal() -> String {
    format!("/cases/{}/journal", fixture::OPEN)
}

/// Writes a draft; gives the address of its form.
async fn draft(site: &TestSite, cookie: &str, body: &str) -> String {
    let form = format!(
        "on=2026-11-22&heading=Hembes%C3%B6k&body={body}&do=save&persons={}",
        fixture::CHILD
    );
    let answer = site.post(&journal(), cookie, &form).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.body);
    let list = site.get(&journal(), cookie).await;
    let (_, rest) = list.body.split_once("class=\"note draft\" id=\"").unwrap();
    format!("{}/{}", journal(), rest.split('"').next().unwrap())
}

async fn autosave(site: &TestSite, path: &str, cookie: &str, form: &str) -> Answer {
    let request = Request::builder()
        .method(Method::POST)
        .uri(path)
        .header(header::HOST, "localhost")
        .header(header::COOKIE, cookie)
        .header(header::ACCEPT, "application/json")
        .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
    site.request(request.body(form.to_owned().into()).unwrap())
        .await
}

#[tokio::test]
async fn a_note_is_written_signed_and_read_by_the_team() {
    let site = TestSite::new().await;
    let (author, other) = (
        site.sign_in(fixture::THERAPIST).await,
        site.sign_in(fixture::COLLEAGUE).await,
    );
    let form = site.get(&format!("{}/new", journal()), &author).await;
    assert!(form.body.contains("data-draft") && form.body.contains("23 november 2026"));
    let path = draft(&site, &author, "Alla+%C3%A5t").await;
    let theirs = site.get(&journal(), &other).await;
    assert!(!theirs.body.contains("Alla åt"));
    assert_eq!(site.get(&path, &other).await.status, StatusCode::NOT_FOUND);

    let signed = site
        .post(
            &path,
            &author,
            "version=1&on=22+november+2026&body=Alla+%C3%A5t+nu&do=sign",
        )
        .await;
    assert_eq!(
        signed.location,
        Some(format!("{}?done=note-signed", journal()))
    );
    let theirs = site.get(&journal(), &other).await;
    assert!(theirs.body.contains("Alla åt nu") && theirs.body.contains("Signerad"));

    let fix = format!("{path}/additions");
    let begun = site.get(&format!("{fix}?kind=correction"), &other).await;
    assert!(begun.body.contains("Alla åt nu"), "the original in sight");
    let unnamed = site
        .post(&fix, &other, "on=2026-11-23&body=Inte+alla&do=sign")
        .await;
    assert_eq!(unnamed.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(unnamed.body.contains("Inte alla"));
    let blank = site
        .post(&fix, &other, "kind=correction&on=2026-11-23&body=+")
        .await;
    assert_eq!(blank.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(blank.body.contains("Skriv något innan du sparar"));
    let fixed = site
        .post(
            &fix,
            &other,
            "kind=correction&on=2026-11-23&body=Inte+alla&do=sign",
        )
        .await;
    assert_eq!(fixed.status, StatusCode::SEE_OTHER);
    let list = site
        .get(&format!("{}?kind=correction", journal()), &author)
        .await;
    let (entry, below) = list.body.split_once("note-fix").unwrap();
    assert!(entry.contains("Alla åt nu") && below.contains("Inte alla"));
}

#[tokio::test]
async fn typing_is_saved_and_two_windows_lose_nothing() {
    let site = TestSite::new().await;
    let cookie = site.sign_in(fixture::THERAPIST).await;
    let path = draft(&site, &cookie, "Ett").await;
    let typed = |version, body: &str| format!("version={version}&on=2026-11-22&body={body}");
    let saved = autosave(&site, &path, &cookie, &typed(1, "Tv%C3%A5")).await;
    assert_eq!(saved.body, r#"{"saved":"12:00","version":2}"#);
    let late = autosave(&site, &path, &cookie, &typed(1, "Tre")).await;
    assert_eq!(late.status, StatusCode::CONFLICT);
    assert!(late.body.contains("Tre") && late.body.contains("Två"));
    assert!(!late.body.contains("<html"));
    let page = site.post(&path, &cookie, &typed(1, "Tre")).await;
    assert_eq!(page.status, StatusCode::CONFLICT);
    assert!(page.body.contains("<html") && page.body.contains("Två"));
    let over = site
        .post(&path, &cookie, &format!("{}&over=2", typed(1, "Tre")))
        .await;
    assert_eq!(over.status, StatusCode::SEE_OTHER);
    let odd = autosave(&site, &path, &cookie, "version=3&on=snart&body=Fyra").await;
    assert_eq!(odd.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(odd.body.contains(r#""field":"on""#));
}

#[tokio::test]
async fn a_text_that_is_too_long_comes_back_whole_or_is_refused_clearly() {
    let site = TestSite::new().await;
    let cookie = site.sign_in(fixture::THERAPIST).await;
    let long = "a".repeat(30_000);
    let back = site
        .post(
            &journal(),
            &cookie,
            &format!("on=2026-11-22&do=sign&body={long}"),
        )
        .await;
    assert_eq!(back.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(back.body.contains(&long));
    let huge = "a".repeat(10 << 20);
    let refused = site
        .post(&journal(), &cookie, &format!("on=2026-11-22&body={huge}"))
        .await;
    assert_eq!(refused.status, StatusCode::PAYLOAD_TOO_LARGE);
    assert!(refused.body.contains("Texten är för stor"));
}

#[tokio::test]
async fn a_draft_can_be_thrown_away() {
    let site = TestSite::new().await;
    let cookie = site.sign_in(fixture::THERAPIST).await;
    let path = draft(&site, &cookie, "Ett").await;
    let gone = site
        .post(&format!("{path}/discard"), &cookie, "version=1")
        .await;
    assert_eq!(gone.status, StatusCode::SEE_OTHER);
    assert_eq!(site.get(&path, &cookie).await.status, StatusCode::NOT_FOUND);
}
