//! Incidents.

use hemma_app::error::Error;
use hemma_app::incident::IncidentInput;
use hemma_domain::ids::IncidentId;
use hemma_domain::incident::{Harm, IncidentKind, ReportMade};
use hemma_testkit::fixture;
use uuid::Uuid;

use crate::harness::{TestApp, cut, now};

fn input(number: u128) -> IncidentInput {
    IncidentInput {
        id: IncidentId(Uuid::from_u128(number)),
        kind: IncidentKind::Threat,
        at: now().plus_seconds(-7_200),
        what: "Bråk i hallen.".into(),
        harm: Harm::Distress,
        step_used: String::new(),
        child_safe_now: false,
        reports: vec![ReportMade::Worry],
        persons: vec![fixture::CHILD],
    }
}

#[tokio::test]
async fn an_incident_sent_twice_is_recorded_once_and_read_by_the_leader() {
    let test = TestApp::new().await;
    let (therapist, leader) = (test.ctx(fixture::THERAPIST), test.ctx(fixture::LEADER));
    let one = input(0xA1);
    let again = IncidentInput {
        what: "Samma, sänd igen.".into(),
        ..one.clone()
    };
    for sent in [&one, &again] {
        let id = test
            .app
            .record_incident(&therapist, fixture::OPEN, sent)
            .await
            .unwrap();
        assert_eq!(id, one.id);
    }
    let told = test
        .app
        .incidents(&leader, fixture::OPEN)
        .await
        .unwrap()
        .told;
    assert_eq!(told.len(), 1);
    assert_eq!(told[0].incident.what, "Bråk i hallen.");
    assert_eq!(told[0].recorded_by, "Tuva Ekorrstig");

    let own = test
        .app
        .review_incident(&therapist, fixture::OPEN, one.id)
        .await;
    assert!(matches!(own, Err(Error::Forbidden)));
    for _twice in 0..2 {
        test.app
            .review_incident(&leader, fixture::OPEN, one.id)
            .await
            .unwrap();
    }
    let told = test
        .app
        .incidents(&leader, fixture::OPEN)
        .await
        .unwrap()
        .told;
    assert_eq!(told[0].reviewed_by.as_deref(), Some("Gun Alebäck"));
    let none = test
        .app
        .review_incident(&leader, fixture::OPEN, IncidentId(Uuid::nil()))
        .await;
    assert!(matches!(none, Err(Error::NotFound)));
}

#[tokio::test]
async fn an_id_of_another_case_is_no_way_in() {
    let test = TestApp::new().await;
    let there = test.ctx(fixture::OTHER_BOARD_THERAPIST);
    let one = IncidentInput {
        persons: vec![],
        ..input(0xA1)
    };
    test.app
        .record_incident(&there, fixture::OTHER_BOARD, &one)
        .await
        .unwrap();
    let here = test
        .app
        .record_incident(&test.ctx(fixture::THERAPIST), fixture::OPEN, &one)
        .await;
    assert!(matches!(here, Err(Error::Conflict)), "{here:?}");
}

#[tokio::test]
async fn what_cannot_be_is_refused_by_field() {
    let test = TestApp::new().await;
    let odd = IncidentInput {
        at: now().plus_seconds(60),
        what: String::new(),
        persons: vec![hemma_domain::ids::PersonId(Uuid::nil())],
        ..input(0xA1)
    };
    let ctx = test.ctx(fixture::THERAPIST);
    let refused = test.app.record_incident(&ctx, fixture::OPEN, &odd).await;
    let Err(Error::Invalid(faults)) = refused else {
        panic!()
    };
    let fields: Vec<&str> = faults.iter().map(|fault| fault.field.as_str()).collect();
    assert_eq!(fields, ["on", "what", "persons"]);
}

#[tokio::test]
async fn recording_and_reviewing_are_whole_or_not_at_all() {
    let test = TestApp::new().await;
    let (therapist, leader) = (test.ctx(fixture::THERAPIST), test.ctx(fixture::LEADER));
    let one = input(0xA1);
    cut(&test, |app| {
        let (ctx, one) = (therapist.clone(), one.clone());
        async move { app.record_incident(&ctx, fixture::OPEN, &one).await }
    })
    .await;
    cut(&test, |app| {
        let ctx = leader.clone();
        async move { app.review_incident(&ctx, fixture::OPEN, one.id).await }
    })
    .await;
    let statements = cut(&test, |app| {
        let ctx = leader.clone();
        async move { app.incident_form(&ctx, fixture::OPEN).await }
    })
    .await;
    assert!(statements <= 12, "{statements}");
}
