//! Hours for payroll.

use std::collections::BTreeMap;

use hemma_app::error::Error;
use hemma_testkit::duty::POOL;
use hemma_testkit::fixture;

use crate::call::ended;
use crate::harness::cut;
use crate::rota::{day, moved, published, week};
use crate::sheet::{night, then};

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
        *by_line.entry(row.line.en.as_str()).or_default() += row.minutes.on_call;
        *by_band.entry(row.band.as_str()).or_default() += row.minutes.on_call;
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

#[tokio::test]
async fn what_was_talked_is_listed_and_taken_out_of_standby() {
    let test = night().await;
    let mine = fixture::OTHER_BOARD_THERAPIST;
    let over = then(&test, mine, "2026-12-17 01:40");
    let call = ended(0xC1, ("2026-12-17 01:10", "2026-12-17 01:40"));
    test.app.keep_call(&over, POOL, &call).await.unwrap();
    let ctx = test.ctx(fixture::UNIT_MANAGER);
    let hours = test.app.hours(&ctx, POOL, week()).await.unwrap();
    let mut rows = hours.rows.iter().filter(|row| row.staff == mine);
    let row = rows.find(|row| row.day == day("2026-12-17") && row.band == "natt");
    let minutes = row.unwrap().minutes;
    assert_eq!(
        (minutes.on_call, minutes.in_calls, minutes.standby),
        (360, 30, 330)
    );
    let talked: u32 = hours.rows.iter().map(|row| row.minutes.in_calls).sum();
    assert_eq!(talked, 30, "of nobody else");
}
