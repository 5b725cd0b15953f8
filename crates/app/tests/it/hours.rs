//! Hours for payroll.

use std::collections::BTreeMap;

use hemma_app::error::Error;
use hemma_testkit::duty::POOL;
use hemma_testkit::fixture;

use crate::harness::cut;
use crate::rota::{moved, published, week};

#[tokio::test]
async fn hours_stay_with_the_agreement_that_they_were_planned_under() {
    let test = published().await;
    let ctx = test.ctx(fixture::UNIT_MANAGER);
    let before = test.app.hours(&ctx, POOL, week()).await.unwrap();
    moved(&test).await;
    let after = test.app.hours(&ctx, POOL, week()).await.unwrap();
    assert_eq!(after.rows, before.rows);
    assert!(before.rows.iter().any(|row| row.band == "natt"));
}

#[tokio::test]
async fn hours_add_up_to_what_everybody_served() {
    let test = published().await;
    let ctx = test.ctx(fixture::UNIT_MANAGER);
    let by = &ctx;
    cut(
        &test,
        |app| async move { app.hours(by, POOL, week()).await },
    )
    .await;
    let hours = test.app.hours(&ctx, POOL, week()).await.unwrap();
    let mut by_line: BTreeMap<&str, u32> = BTreeMap::new();
    let mut by_band: BTreeMap<&str, u32> = BTreeMap::new();
    for row in &hours.rows {
        *by_line.entry(row.line.en.as_str()).or_default() += row.minutes;
        *by_band.entry(row.band.as_str()).or_default() += row.minutes;
    }
    // Four nights of 15 hours, and from Friday at 17 until the week ends on Sunday at midnight.
    let whole = (4 * 15 + 7 + 48) * 60;
    assert_eq!(by_line["First line"], whole);
    assert_eq!(by_line["Second line"], whole);
    assert_eq!(by_band["natt"], 2 * 4 * 8 * 60);
    assert_eq!(by_band["helg"], 2 * (5 + 48) * 60);
    let kajsa = hours.rows.iter().find(|row| row.name == "Kajsa Vassrugg");
    assert_eq!(kajsa.unwrap().email, "kajsa.vassrugg@prov.example");
    let me = test.ctx(fixture::THERAPIST);
    let refused = test.app.hours(&me, POOL, week()).await;
    assert!(matches!(refused, Err(Error::Forbidden)));
}
