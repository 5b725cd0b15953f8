//! When measures rest, as a browser sees it.

use axum::http::StatusCode;
use hemma_testkit::fixture;

use crate::page::interview::{after, planned};

#[tokio::test]
async fn measures_rest_go_on_and_say_so() {
    let (site, interviewer, interview) = planned().await;
    let url = format!("/cases/{}/holds", fixture::OPEN);
    let cookie = site.sign_in(fixture::THERAPIST).await;
    let empty = site.get(&url, &cookie).await.body;
    assert!(empty.contains("Inga uppehåll") && empty.contains("value=\"away\""));
    let faulty = site.post(&url, &cookie, "from=i+morgon&to=sedan").await;
    assert_eq!(faulty.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(faulty.body.contains("Välj varför") && faulty.body.contains("i morgon"));
    let saved = site
        .post(&url, &cookie, "from=16+nov&to=&reason=away")
        .await;
    assert_eq!(saved.status, StatusCode::SEE_OTHER, "{}", saved.body);
    let again = site
        .post(&url, &cookie, "from=20+nov&to=&reason=illness")
        .await;
    assert_eq!(again.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(
        again
            .body
            .contains("Ett annat uppehåll har några av dagarna")
    );

    let queue = site.get("/interviews", &interviewer).await.body;
    assert!(!queue.contains("Malva Lingonstig"));
    let closed = site.get(&interview, &interviewer).await.body;
    assert!(closed.contains("redan avslutad"), "{closed}");
    let measures = format!("/cases/{}/measures", fixture::OPEN);
    let page = site.get(&measures, &cookie).await.body;
    assert!(page.contains("Uppehåll: 16 november 2026 – tills vidare"));
    assert!(page.contains("Familjens mätningar hade uppehåll"));
    let timeline = format!("/cases/{}/timeline", fixture::OPEN);
    let line = site.get(&timeline, &cookie).await.body;
    assert!(line.contains("Uppehåll i mätningarna"));

    let page = site.get(&url, &cookie).await.body;
    let end = after(&page, "class=\"form\" method=\"post\" action=\"");
    let early = site.post(end, &cookie, "to=15+nov").await;
    assert_eq!(early.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(early.body.contains("kan inte fortsätta innan"));
    let ended = site.post(end, &cookie, "to=23+nov").await;
    assert_eq!(ended.status, StatusCode::SEE_OTHER, "{}", ended.body);
    let page = site.get(&url, &cookie).await.body;
    assert!(page.contains("Avslutat") && page.contains("Slut bestämt av Tuva Ekorrstig"));
    let read = site.get(&format!("/api/v1{url}"), &cookie).await;
    let read: serde_json::Value = serde_json::from_str(&read.body).unwrap();
    let one = &read["items"][0];
    assert_eq!(
        (&one["from"], &one["to"], &one["reason"]),
        (&"2026-11-16".into(), &"2026-11-23".into(), &"away".into())
    );
}

#[tokio::test]
async fn a_colleague_reads_when_measures_rest_and_changes_nothing() {
    let (site, _, _) = planned().await;
    let url = format!("/cases/{}/holds", fixture::OPEN);
    let cookie = site.sign_in(fixture::COLLEAGUE).await;
    let page = site.get(&url, &cookie).await;
    assert_eq!(page.status, StatusCode::OK);
    assert!(!page.body.contains("Nytt uppehåll"));
    let refused = site.post(&url, &cookie, "from=16+nov&reason=away").await;
    assert_eq!(refused.status, StatusCode::FORBIDDEN);
}
