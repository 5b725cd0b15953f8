//! Search: the permitted keys, the actor's own boards, and nobody counts what is hidden.

use hemma_app::error::Error;
use hemma_domain::audit::{Event, SearchKey};
use hemma_domain::ids::StaffId;
use hemma_store::audit;
use hemma_testkit::fixture;

use crate::harness::{TestApp, cut};

async fn codes(test: &TestApp, staff: StaffId, typed: &str) -> Vec<String> {
    let hits = test.app.search(&test.ctx(staff), typed).await.unwrap();
    hits.hits.into_iter().map(|hit| hit.code).collect()
}

#[tokio::test]
async fn whole_names_and_codes_find_what_the_actor_may_see() {
    let test = TestApp::new().await;
    let therapist = fixture::THERAPIST;
    assert_eq!(codes(&test, therapist, "fjäril").await, ["BJÖ-26-001"]);
    assert_eq!(codes(&test, therapist, "bjö-26-002").await, ["BJÖ-26-002"]);
    let nothing: [&str; 0] = [];
    assert_eq!(codes(&test, therapist, "fjär").await, nothing);
    // Protected, and not theirs; another team's; another board's.
    assert_eq!(
        codes(&test, fixture::COLLEAGUE, "BJÖ-26-002").await,
        nothing
    );
    assert_eq!(codes(&test, therapist, "BJÖ-26-004").await, nothing);
    assert_eq!(codes(&test, therapist, "GRA-26-001").await, nothing);
    assert_eq!(
        codes(&test, fixture::OTHER_BOARD_LEADER, "Fjäril").await,
        nothing
    );
}

#[tokio::test]
async fn the_log_knows_the_kind_of_key_and_never_the_key() {
    let test = TestApp::new().await;
    codes(&test, fixture::THERAPIST, "Fjäril Lingonstig").await;
    let mut tx = test.db.read().await.unwrap();
    let links = audit::of_board(&mut tx, fixture::BOARDS[0], None, 10)
        .await
        .unwrap();
    assert_eq!(links.len(), 1);
    assert_eq!(links[0].entry.event, Event::Searched);
    assert_eq!(
        (
            links[0].entry.detail.as_str(),
            links[0].entry.purpose.as_str()
        ),
        ("name", "")
    );
}

#[tokio::test]
async fn a_records_officer_finds_the_case_without_its_names() {
    let test = TestApp::new().await;
    let ctx = test.ctx(fixture::RECORDS_OFFICER);
    let found = test.app.search(&ctx, "Fjäril").await.unwrap();
    assert_eq!(found.key, SearchKey::Name);
    let [hit] = found.hits.as_slice() else {
        panic!()
    };
    assert_eq!((hit.code.as_str(), hit.label.as_str()), ("BJÖ-26-001", ""));
    assert!(hit.may_disclose && !hit.may_see);
}

#[tokio::test]
async fn those_without_a_family_search_nothing_and_nothing_is_no_key() {
    let test = TestApp::new().await;
    for staff in [
        fixture::NETWORK_LEAD,
        fixture::ADMINISTRATOR,
        fixture::CONSULTANT,
    ] {
        let refused = test.app.search(&test.ctx(staff), "Fjäril").await;
        assert!(matches!(refused, Err(Error::Forbidden)), "{refused:?}");
    }
    let empty = test.app.search(&test.ctx(fixture::THERAPIST), " ").await;
    assert!(matches!(empty, Err(Error::Invalid(_))), "{empty:?}");
}

#[tokio::test]
async fn a_search_is_whole_or_not_at_all() {
    let test = TestApp::new().await;
    let ctx = test.ctx(fixture::THERAPIST);
    let statements = cut(&test, |app| {
        let ctx = ctx.clone();
        async move { app.search(&ctx, "Fjäril").await }
    })
    .await;
    assert!(statements <= 12, "{statements}");
}
