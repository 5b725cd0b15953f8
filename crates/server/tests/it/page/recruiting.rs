//! Recruitment as JSON, and an opening that nobody is responsible for.

use axum::http::StatusCode;
use hemma_testkit::fixture;

use super::opening::{applied, url};
use crate::harness::TestSite;

#[tokio::test]
async fn an_opening_reads_as_json_as_far_as_each_may_see() {
    let site = TestSite::new().await;
    applied(&site, None).await;
    let leader = site.sign_in(fixture::LEADER).await;
    let read = async |path: &str| {
        let answer = site.get(&format!("/api/v1{path}"), &leader).await;
        let read: serde_json::Value = serde_json::from_str(&answer.body).unwrap();
        read
    };
    let mine = read("/openings").await;
    assert_eq!(
        (&mine["total"], &mine["items"][0]["applied"]),
        (&1.into(), &1.into())
    );
    let one = read(&url("")).await;
    assert_eq!(
        (&one["state"], &one["profile"]["posts"]),
        (&"open".into(), &1.into())
    );
    let applicants = read(&url("/applicants")).await;
    let applicant = &applicants["items"][0];
    assert_eq!(
        (&applicant["number"], &applicant["name"]),
        (&1.into(), &"".into()),
        "hidden"
    );
    let id = applicant["id"].as_str().unwrap();
    let whole = read(&url(&format!("/applicants/{id}"))).await;
    assert_eq!(whole["answers"][2], "Tre år i skolan.");
    assert!(!whole.to_string().contains("pelle@"), "{whole}");
    assert_eq!(read(&url("/briefings")).await, serde_json::json!([]));
    let kept = read(&url("/destruction")).await;
    assert_eq!(
        (&kept["rules"], &kept["due_on"]),
        (&serde_json::json!([]), &serde_json::Value::Null)
    );
    let early = site
        .get(&format!("/api/v1{}", url("/merits")), &leader)
        .await;
    assert_eq!(early.status, StatusCode::CONFLICT);
    let described = read("/openapi.json").await;
    let merits = &described["paths"]["/api/v1/openings/{opening}/merits"]["get"]["responses"];
    assert!(merits["409"].is_object(), "{merits}");
    let stranger = site.sign_in(fixture::NETWORK_LEAD).await;
    for path in ["", "/applicants", "/briefings", "/merits", "/destruction"] {
        let hidden = site.get(&format!("/api/v1{}", url(path)), &stranger).await;
        assert_eq!(hidden.status, StatusCode::NOT_FOUND, "{path}");
    }
    let assessor = site.sign_in(fixture::COLLEAGUE).await;
    let refused = site
        .get(&format!("/api/v1{}", url("/destruction")), &assessor)
        .await;
    assert_eq!(refused.status, StatusCode::FORBIDDEN);
}

#[tokio::test]
async fn somebody_new_is_named_where_the_only_responsible_has_left() {
    let site = TestSite::new().await;
    let manager = site.sign_in(fixture::UNIT_MANAGER).await;
    let page = url("/replace");
    assert_eq!(
        site.get(&page, &manager).await.status,
        StatusCode::NOT_FOUND
    );
    let mut tx = site.db.write("leave").await.unwrap();
    // Whoever is responsible is one person in this world.
    tx.run(
        "UPDATE staff SET left_on = '2026-11-22' WHERE id IN (SELECT staff_id FROM opening_members WHERE part = 'responsible')",
        &[],
    )
    .await
    .unwrap();
    tx.commit().await.unwrap();
    let list = site.get("/openings", &manager).await;
    assert!(
        list.body.contains("Utan ansvarig") && list.body.contains(&page),
        "{}",
        list.body
    );
    let silent = format!("version=1&staff={}&reason=", fixture::THERAPIST);
    let silent = site.post(&page, &manager, &silent).await;
    assert_eq!(silent.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(silent.body.contains("Skriv varför"), "{}", silent.body);
    let named = format!("version=1&staff={}&reason=Har+slutat", fixture::THERAPIST);
    let named = site.post(&page, &manager, &named).await;
    assert_eq!(named.status, StatusCode::SEE_OTHER, "{}", named.body);
    let therapist = site.sign_in(fixture::THERAPIST).await;
    let own = site.get(&url(""), &therapist).await;
    assert_eq!(own.status, StatusCode::OK);
    assert_eq!(
        site.get(&url(""), &manager).await.status,
        StatusCode::NOT_FOUND
    );
}
