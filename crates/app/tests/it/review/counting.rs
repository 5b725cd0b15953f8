//! Figures are counted by the rules that hold now, and are not mixed with those that were counted by others.

use hemma_app::ctx::Ctx;
use hemma_app::instrument_file::{self, InstrumentFile};
use hemma_app::review::NetworkAsked;
use hemma_domain::access::Errand;
use hemma_domain::review::Figure;
use hemma_store::value::ToValue as _;
use hemma_testkit::fixture;

use super::{CLOSE, DONE, DUE, SCORED, TEAM, reading, run};
use crate::harness::{TestApp, now};

/// The shipped TAM-CAN has no cut-off; its second version has one that 17 of 28 meet.
async fn import_with_cut_off(test: &TestApp) {
    let shipped = instrument_file::embedded().unwrap();
    let one = shipped.iter().find(|it| it.instrument().code == "TAM-CAN");
    let with = "cut_off = { value = { at_least = \"60/100\" }, source = \"hemma\", confidence = \"unconfirmed\" }\n\
        direction = \"high_is_better\"";
    let text = one
        .unwrap()
        .text()
        .replace("version = 1\nvalid_from", "version = 2\nvalid_from")
        .replacen("direction = \"high_is_better\"", with, 1);
    let file = InstrumentFile::read("second.toml", &text).unwrap();
    let transfer = Ctx::system(Errand::Transfer, now());
    test.app.import_instrument(&transfer, file).await.unwrap();
}

#[tokio::test]
async fn a_new_cut_off_counts_everything_anew_at_the_next_look() {
    let test = TestApp::new().await;
    let leader = test.ctx(fixture::LEADER);
    let mut tx = test.db.write("test").await.unwrap();
    let (case, at) = (fixture::OPEN.to_value(), now().to_value());
    let day = now().day().plus(-30).to_value();
    run(&mut tx, DUE, &[case.clone(), case.clone(), day.clone()]).await;
    run(&mut tx, DONE, &[case.clone(), day, at.clone()]).await;
    run(&mut tx, SCORED, &[case.clone(), at]).await;
    run(&mut tx, CLOSE, &[case, now().day().to_value()]).await;
    tx.commit().await.unwrap();
    let before = test.app.team_review(&leader, TEAM, None).await.unwrap();
    assert_eq!(
        reading(&before, Figure::Adherence).parts.map(|it| it.1),
        Some(1)
    );
    import_with_cut_off(&test).await;
    let after = test.app.team_review(&leader, TEAM, None).await.unwrap();
    assert_eq!(reading(&after, Figure::Above).parts, Some((1, 1)));
    let lead = test.ctx(fixture::NETWORK_LEAD);
    let of = NetworkAsked::of("MST-CAN");
    let network = test.app.network_review(&lead, fixture::NETWORK, of).await;
    assert!(network.unwrap().figures.contains(&Figure::Above));
    let upkeep = Ctx::system(Errand::Upkeep, now());
    let drifted = test.app.check_reviews(&upkeep).await.unwrap();
    assert_eq!(drifted, 0, "a new rule is no fault");
}
