//! A case over time.

use hemma_app::error::Error;
use hemma_app::timeline::HandedIn;
use hemma_testkit::fixture;

use crate::harness::{TestApp, cut};

#[tokio::test]
async fn every_week_since_the_opening_is_there() {
    let test = TestApp::new().await;
    let therapist = test.ctx(fixture::THERAPIST);
    let found = test.app.timeline(&therapist, fixture::OPEN).await.unwrap();
    assert_eq!(found.weeks.len(), 12);
    assert_eq!(found.weeks[0].handed_in, HandedIn::Missing);
    assert_eq!(found.weeks[11].handed_in, HandedIn::NotDue);
    assert_eq!(found.minimum, Some(3));
    let phases: Vec<(&str, String, String)> = found
        .phases
        .iter()
        .map(|phase| {
            (
                phase.name.sv.as_str(),
                phase.from.to_string(),
                phase.to.to_string(),
            )
        })
        .collect();
    let dated = |name, from: &str, to: &str| (name, from.to_owned(), to.to_owned());
    let expected = [
        dated("Förstå", "2026-09-07", "2026-10-11"),
        dated("Förändra", "2026-10-12", fixture::TODAY),
    ];
    assert_eq!(phases, expected);
    let referred = test
        .app
        .timeline(&test.ctx(fixture::LEADER), fixture::REFERRED)
        .await
        .unwrap();
    assert!(referred.weeks.is_empty());
    let consultant = test
        .app
        .timeline(&test.ctx(fixture::CONSULTANT), fixture::OPEN)
        .await;
    assert!(matches!(consultant, Err(Error::Forbidden)));
}

#[tokio::test]
async fn the_timeline_is_whole_or_not_at_all() {
    let test = TestApp::new().await;
    let ctx = test.ctx(fixture::THERAPIST);
    let statements = cut(&test, |app| {
        let ctx = ctx.clone();
        async move { app.timeline(&ctx, fixture::OPEN).await }
    })
    .await;
    assert!(statements <= 12, "{statements}");
}
