//! What works without a network.

use axum::http::{Method, StatusCode};
use hemma_testkit::fixture;

use crate::harness::TestSite;

#[tokio::test]
async fn the_key_of_a_device_is_told_to_its_owner_alone() {
    let site = TestSite::new().await;
    let one = site.sign_in(fixture::THERAPIST).await;
    let other = site.sign_in(fixture::COLLEAGUE).await;
    let first = site.get("/offline/key", &one).await;
    assert!(first.body.contains(r#""key":""#) && first.body.contains(r#""owner":""#));
    assert_eq!(first.headers["cache-control"], "no-store");
    assert_eq!(first.body, site.get("/offline/key", &one).await.body);
    assert_ne!(first.body, site.get("/offline/key", &other).await.body);
    let nobody = site.send(Method::GET, "/offline/key", None, "").await;
    assert_eq!(nobody.status, StatusCode::SEE_OTHER);
}

#[tokio::test]
async fn a_phone_gets_the_families_of_its_owner_and_no_protected_address() {
    let site = TestSite::new().await;
    let cookie = site.sign_in(fixture::RESOURCE).await;
    let told = site.get("/offline/families.json", &cookie).await;
    for part in [
        "BJÖ-26-001",
        "Lingonstig",
        "Fjäril",
        "070-000 00 00",
        "Påhittade vägen 1",
    ] {
        assert!(told.body.contains(part), "{part}: {}", told.body);
    }
    assert!(!told.body.contains("BJÖ-26-002") && !told.body.contains("0000\""));
    let leader = site.sign_in(fixture::LEADER).await;
    assert_eq!(site.get("/offline/families.json", &leader).await.body, "[]");
}

#[tokio::test]
async fn the_shell_is_the_same_for_everybody_and_holds_nobody() {
    let site = TestSite::new().await;
    let cookie = site.sign_in(fixture::THERAPIST).await;
    let mine = site.get("/offline/shell/sv", &cookie).await;
    let anybody = site.send(Method::GET, "/offline/shell/sv", None, "").await;
    assert_eq!(mine.body, anybody.body);
    for part in ["Lingonstig", "BJÖ", "Tuva"] {
        assert!(!mine.body.contains(part), "{part}");
    }
    let english = site.send(Method::GET, "/offline/shell/en", None, "").await;
    assert!(english.body.contains(r#"<html lang="en">"#));
}

#[tokio::test]
async fn the_worker_stands_at_the_root_and_keeps_only_what_is_there() {
    let site = TestSite::new().await;
    let worker = site.send(Method::GET, "/sw.js", None, "").await;
    assert_eq!(worker.headers["cache-control"], "no-cache");
    assert_eq!(worker.headers["content-type"], "text/javascript");
    let list = worker.body.split("const FILES = ").nth(1).unwrap();
    let list = list.split(';').next().unwrap();
    let files: Vec<&str> = list
        .split('"')
        .filter(|part| part.starts_with('/'))
        .collect();
    assert!(files.len() > 8, "{list}");
    for file in files {
        let answer = site.send(Method::GET, file, None, "").await;
        assert_eq!(answer.status, StatusCode::OK, "{file}");
    }
    assert!(!worker.body.contains("__VERSION__"));
}
