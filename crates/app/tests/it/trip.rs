//! Trips: what a proposal says of a journey, beside what was paid and what came of it.

use hemma_app::ledger::VoucherInput;
use hemma_app::proposal::Move;
use hemma_domain::money::Ore;
use hemma_domain::proposal::{Outcome, Report, Ruling};
use hemma_testkit::fixture::{self, NETWORK};

use crate::harness::{TestApp, message};
use crate::ledger::{accounts, voucher};
use crate::proposal::written;
use crate::rota::day;

#[tokio::test]
async fn a_trip_tells_what_it_cost_and_what_came_of_it() {
    let test = TestApp::new().await;
    let lead = &test.ctx(fixture::NETWORK_LEAD);
    let all = accounts(&test).await;
    let id = written(&test, "2.5-0001/2026").await;
    let ruling = Ruling {
        on: day("2026-12-15"),
        outcome: Outcome::Granted,
        approved_on: None,
        posted_on: None,
        note: String::new(),
    };
    let report = Report {
        on: day("2027-04-01"),
        text: "Vi lärde oss mycket om natten.".to_owned(),
    };
    let steps = [
        Move::Sign,
        Move::Send,
        Move::Rule(ruling),
        Move::Report(report.clone()),
    ];
    for (step, version) in steps.into_iter().zip(2..) {
        test.app
            .move_proposal(lead, (NETWORK, id, version), step)
            .await
            .unwrap();
    }
    let payment = VoucherInput {
        proposal: Some(id),
        ..voucher("2026-11-21", (all[3], all[1]), 1_290_000)
    };
    test.app.book_voucher(lead, NETWORK, payment).await.unwrap();
    let trips = test.app.trips(lead, NETWORK).await.unwrap();
    assert_eq!(trips.len(), 1);
    let one = test.app.trip(lead, (NETWORK, id)).await.unwrap();
    assert_eq!((one.planned, one.paid), (Ore(1_350_000), Ore(1_290_000)));
    assert_eq!(
        (one.report, one.trip.place.as_str()),
        (Some(report), "Påhittsstad")
    );
    let reader = test.ctx(fixture::FINANCE_READER);
    let hidden = test.app.trips(&reader, NETWORK).await;
    assert_eq!(message(&hidden.unwrap_err()), "forbidden");
}
