//! What somebody typed and did not yet send.

use hemma_app::draft::{DRAFT_BYTES_MAX, DRAFT_DAYS_MAX, DRAFTS_MAX};
use hemma_app::error::Error;
use hemma_testkit::fixture;

use crate::harness::{TestApp, cut, now};

const PLACE: &str = "/cases/1/contacts";

#[tokio::test]
async fn what_was_typed_comes_back_to_its_writer_alone() {
    let test = TestApp::new().await;
    let (mine, other) = (test.ctx(fixture::THERAPIST), test.ctx(fixture::COLLEAGUE));
    test.app.save_draft(&mine, PLACE, "note=Hej").await.unwrap();
    let found = test.app.draft(&mine, PLACE).await.unwrap().unwrap();
    assert_eq!((found.body.as_str(), found.saved_at), ("note=Hej", now()));
    assert_eq!(test.app.draft(&other, PLACE).await.unwrap(), None);
    assert!(!test.app.drop_draft(&other, PLACE).await.unwrap());
    let under = test.app.drafts_under(&mine, "/cases/1/").await.unwrap();
    assert_eq!(under.len(), 1);
    assert!(test.app.drop_draft(&mine, PLACE).await.unwrap());
    assert_eq!(test.app.draft(&mine, PLACE).await.unwrap(), None);
}

#[tokio::test]
async fn drafts_have_limits() {
    let test = TestApp::new().await;
    let ctx = test.ctx(fixture::THERAPIST);
    let long = "x".repeat(DRAFT_BYTES_MAX + 1);
    let refused = test.app.save_draft(&ctx, PLACE, &long).await;
    assert!(matches!(refused, Err(Error::Invalid(_))), "{refused:?}");
    let refused = test.app.save_draft(&ctx, "no path", "a=b").await;
    assert!(matches!(refused, Err(Error::Invalid(_))), "{refused:?}");
    for number in 0..=DRAFTS_MAX {
        let mut later = ctx.clone();
        later.now = ctx.now.plus_seconds(i64::from(number));
        let place = format!("/cases/{number}");
        test.app.save_draft(&later, &place, "a=b").await.unwrap();
    }
    let left = test.app.drafts_under(&ctx, "/").await.unwrap();
    assert_eq!(left.len(), usize::try_from(DRAFTS_MAX).unwrap());
    assert_eq!(test.app.draft(&ctx, "/cases/0").await.unwrap(), None);
}

#[tokio::test]
async fn a_draft_that_nobody_came_back_to_goes_after_a_month() {
    let test = TestApp::new().await;
    let ctx = test.ctx(fixture::THERAPIST);
    test.app.save_draft(&ctx, PLACE, "a=b").await.unwrap();
    let mut later = ctx.clone();
    later.now = ctx.now.plus_seconds(DRAFT_DAYS_MAX * 24 * 3600);
    assert_eq!(test.app.drop_old_drafts(&later).await.unwrap(), 0);
    later.now = later.now.plus_seconds(1);
    assert_eq!(test.app.drop_old_drafts(&later).await.unwrap(), 1);
}

#[tokio::test]
async fn a_draft_is_kept_whole_or_not_at_all() {
    let test = TestApp::new().await;
    let ctx = test.ctx(fixture::THERAPIST);
    cut(&test, |app| {
        let ctx = ctx.clone();
        async move { app.save_draft(&ctx, PLACE, "note=Hej").await }
    })
    .await;
    cut(&test, |app| {
        let ctx = ctx.clone();
        async move { app.drop_draft(&ctx, PLACE).await }
    })
    .await;
}

#[tokio::test]
async fn a_device_key_is_one_persons() {
    let test = TestApp::new().await;
    let one = test.app.device_key(&test.ctx(fixture::THERAPIST)).unwrap();
    let other = test.app.device_key(&test.ctx(fixture::COLLEAGUE)).unwrap();
    assert_ne!(one.key, other.key);
    assert_ne!(one.owner, other.owner);
    assert_eq!(one.owner, test.app.device_owner(fixture::THERAPIST));
}
