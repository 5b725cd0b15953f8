//! Trips: what a proposal says of a journey, beside what was paid and what came of it.

use hemma_app::ctx::Ctx;
use hemma_app::ledger::VoucherInput;
use hemma_app::proposal::Move;
use hemma_app::trip::Had;
use hemma_domain::ids::TrainingId;
use hemma_domain::money::Ore;
use hemma_domain::proposal::{Outcome, Report, Ruling};
use hemma_testkit::fixture::{self, NETWORK};

use crate::harness::{TestApp, cut, message};
use crate::ledger::{accounts, voucher};
use crate::proposal::written;
use crate::rota::day;
use crate::training::booster;

/// A booster that begins on a day.
async fn planned(test: &TestApp, first: &str) -> TrainingId {
    let lead = test.ctx(fixture::NETWORK_LEAD);
    let second = day(first).plus(1).to_string();
    let content = booster(first, &second);
    test.app
        .new_training(&lead, NETWORK, content)
        .await
        .unwrap()
}

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
    let one = test.app.trip(lead, (NETWORK, id)).await.unwrap().trip;
    assert_eq!((one.planned, one.paid), (Ore(1_350_000), Ore(1_290_000)));
    assert_eq!(
        (one.report, one.trip.place.as_str()),
        (Some(report), "Påhittsstad")
    );
    let reader = test.ctx(fixture::FINANCE_READER);
    let hidden = test.app.trips(&reader, NETWORK).await;
    assert_eq!(message(&hidden.unwrap_err()), "forbidden");
}

#[tokio::test]
async fn a_trip_tells_what_each_who_went_has_of_what_came_of_it() {
    let test = TestApp::new().await;
    let lead = &test.ctx(fixture::NETWORK_LEAD);
    let id = written(&test, "").await;
    let mut content = test.app.proposal(lead, (NETWORK, id)).await.unwrap();
    let going = &mut content.proposal.content.trip.as_mut().unwrap().participants;
    *going = [
        "Tuva Ekorrstig, behandlare",
        "kajsa vassrugg",
        "Gun Alebäck",
        "Nils Okänd",
    ]
    .map(str::to_owned)
    .to_vec();
    let content = content.proposal.content;
    let at = (NETWORK, id, 2);
    test.app.save_proposal(lead, at, content).await.unwrap();
    let training = planned(&test, "2027-03-20").await;
    let of = (NETWORK, training);
    let invited = [fixture::THERAPIST, fixture::COLLEAGUE];
    let invited = test.app.invite_to_training(lead, of, &invited).await;
    assert_eq!(invited.unwrap(), 2);
    let later = Ctx {
        now: hemma_testkit::noon("2027-03-22"),
        ..lead.clone()
    };
    let marks = [(fixture::THERAPIST, day("2027-03-20"))];
    let at = (NETWORK, training, 1);
    test.app.note_attendance(&later, at, &marks).await.unwrap();
    let at = (NETWORK, id, 3);
    test.app.name_learnt(lead, at, &[training]).await.unwrap();
    let found = test.app.trip(&later, (NETWORK, id)).await.unwrap();
    let [learnt] = &found.learnt[..] else {
        panic!("{:?}", found.learnt);
    };
    let toward = learnt.toward.as_ref().map(|name| name.sv.as_str());
    assert_eq!(toward, Some("Kvartalsutbildning"));
    let had: Vec<(&str, Had)> = learnt
        .travellers
        .iter()
        .map(|(name, had)| (name.as_str(), *had))
        .collect();
    let expected = [
        ("Tuva Ekorrstig", Had::There(fixture::THERAPIST, 2)),
        ("kajsa vassrugg", Had::Invited),
        ("Gun Alebäck", Had::No),
        ("Nils Okänd", Had::No),
    ];
    assert_eq!(had, expected);
}

#[tokio::test]
async fn a_trip_names_the_trainings_that_came_of_it_and_each_names_the_trip() {
    let test = TestApp::new().await;
    let lead = &test.ctx(fixture::NETWORK_LEAD);
    let id = written(&test, "2.5-0001/2026").await;
    let before = planned(&test, "2027-02-10").await;
    let after = planned(&test, "2027-03-20").await;
    let found = test.app.trip(lead, (NETWORK, id)).await.unwrap();
    let choices: Vec<TrainingId> = found.choices.iter().map(|one| one.id).collect();
    assert_eq!(choices, [after], "{before} was held before anybody left");
    let steps = cut(&test, |app| async move {
        app.name_learnt(lead, (NETWORK, id, 2), &[after]).await
    })
    .await;
    assert!(steps > 4, "{steps}");
    let found = test.app.trip(lead, (NETWORK, id)).await.unwrap();
    assert_eq!((found.learnt[0].training.id, found.version), (after, 3));
    let training = test.app.training(lead, (NETWORK, after)).await.unwrap();
    assert_eq!(training.trips[0].0, id);
    let stale = test.app.name_learnt(lead, (NETWORK, id, 2), &[]).await;
    assert_eq!(message(&stale.unwrap_err()), "conflict");
    let twice = [after, after];
    let twice = test.app.name_learnt(lead, (NETWORK, id, 3), &twice).await;
    assert_eq!(message(&twice.unwrap_err()), "trip-fault-trainings");
    let unknown = [TrainingId(id.0)];
    let unknown = test.app.name_learnt(lead, (NETWORK, id, 3), &unknown).await;
    assert_eq!(message(&unknown.unwrap_err()), "not found");
    let reader = test.ctx(fixture::FINANCE_READER);
    let forbidden = test.app.name_learnt(&reader, (NETWORK, id, 3), &[]).await;
    assert_eq!(message(&forbidden.unwrap_err()), "forbidden");
    test.app
        .name_learnt(lead, (NETWORK, id, 3), &[])
        .await
        .unwrap();
    let training = test.app.training(lead, (NETWORK, after)).await.unwrap();
    assert_eq!(training.trips, []);
}
