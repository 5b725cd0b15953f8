//! Visits, calls and meetings.

use hemma_app::contact::ContactInput;
use hemma_app::error::Error;
use hemma_domain::audit::Event;
use hemma_domain::contact::{ContactKind, ContactPlace};
use hemma_domain::ids::ContactId;
use hemma_store::audit;
use hemma_testkit::fixture;
use uuid::Uuid;

use crate::harness::{TestApp, cut, now};

fn visit(number: u128) -> ContactInput {
    ContactInput {
        id: ContactId(Uuid::from_u128(0xC0_0000 + number)),
        kind: ContactKind::Visit,
        place: ContactPlace::Home,
        started_at: now().plus_seconds(-5400),
        minutes: 90,
        travel_minutes: 20,
        persons: vec![fixture::MOTHER],
        systems: vec!["family".into()],
        note: "Vi övade på morgonen.".into(),
    }
}

async fn events(test: &TestApp) -> Vec<Event> {
    let mut tx = test.db.read().await.unwrap();
    let links = audit::of_case(&mut tx, fixture::OPEN, 50).await.unwrap();
    links.iter().map(|link| link.entry.event).collect()
}

#[tokio::test]
async fn a_contact_sent_twice_is_stored_once() {
    let test = TestApp::new().await;
    let ctx = test.ctx(fixture::THERAPIST);
    for _ in 0..2 {
        test.app
            .log_contact(&ctx, fixture::OPEN, visit(1))
            .await
            .unwrap();
    }
    let found = test.app.contacts(&ctx, fixture::OPEN, None).await.unwrap();
    assert_eq!(found.weeks[0].contacts.len(), 1);
    assert_eq!(found.weeks[0].sum.minutes, 90);
    assert_eq!(found.weeks[0].minimum, Some(3));
    let logged = events(&test).await;
    let times = logged
        .iter()
        .filter(|event| **event == Event::ContactLogged);
    assert_eq!(times.count(), 1);
    let elsewhere = test
        .app
        .log_contact(&ctx, fixture::PROTECTED, visit(1))
        .await;
    assert!(matches!(elsewhere, Err(Error::Conflict)), "{elsewhere:?}");
}

#[tokio::test]
async fn the_next_form_is_like_the_last_visit() {
    let test = TestApp::new().await;
    let ctx = test.ctx(fixture::THERAPIST);
    let first = test.app.new_contact(&ctx, fixture::OPEN).await.unwrap();
    assert_eq!(first.usual.persons, [fixture::CHILD, fixture::MOTHER]);
    assert_eq!(first.usual.minutes, None);
    test.app
        .log_contact(&ctx, fixture::OPEN, visit(1))
        .await
        .unwrap();
    let next = test.app.new_contact(&ctx, fixture::OPEN).await.unwrap();
    assert_eq!(next.usual.persons, [fixture::MOTHER]);
    assert_eq!(
        (next.usual.minutes, next.usual.travel_minutes),
        (Some(90), 20)
    );
    let families = test.app.my_families(&ctx).await.unwrap();
    let codes: Vec<_> = families.iter().map(|one| one.case.code.as_str()).collect();
    assert_eq!(codes, ["BJÖ-26-001", "BJÖ-26-002"]);
}

#[tokio::test]
async fn who_logged_it_corrects_it_and_nobody_loses_anything() {
    let test = TestApp::new().await;
    let ctx = test.ctx(fixture::THERAPIST);
    test.app
        .log_contact(&ctx, fixture::OPEN, visit(1))
        .await
        .unwrap();
    let longer = ContactInput {
        minutes: 120,
        ..visit(1)
    };
    let colleague = test.ctx(fixture::COLLEAGUE);
    let refused = test
        .app
        .change_contact(&colleague, fixture::OPEN, (longer.clone(), 1))
        .await;
    assert!(matches!(refused, Err(Error::Forbidden)), "{refused:?}");
    test.app
        .change_contact(&ctx, fixture::OPEN, (longer.clone(), 1))
        .await
        .unwrap();
    let late = test
        .app
        .change_contact(&ctx, fixture::OPEN, (longer, 1))
        .await;
    assert!(matches!(late, Err(Error::Conflict)), "{late:?}");
    let (_, stored) = test
        .app
        .contact(&ctx, fixture::OPEN, visit(1).id)
        .await
        .unwrap();
    assert_eq!((stored.minutes, stored.version), (120, 2));
    assert!(events(&test).await.contains(&Event::ContactChanged));
}

#[tokio::test]
async fn what_cannot_have_been_is_refused() {
    let test = TestApp::new().await;
    let ctx = test.ctx(fixture::THERAPIST);
    let tomorrow = ContactInput {
        started_at: now().plus_seconds(24 * 3600),
        minutes: 0,
        ..visit(1)
    };
    let refused = test.app.log_contact(&ctx, fixture::OPEN, tomorrow).await;
    let Err(Error::Invalid(faults)) = refused else {
        panic!("{refused:?}")
    };
    let fields: Vec<_> = faults.iter().map(|fault| fault.field.as_str()).collect();
    assert_eq!(fields, ["time", "minutes"]);
}

#[tokio::test]
async fn a_phone_gets_its_owners_families_and_each_is_a_look() {
    let test = TestApp::new().await;
    let ctx = test.ctx(fixture::RESOURCE);
    let families = test.app.family_basics(&ctx).await.unwrap();
    assert_eq!(families.len(), 1);
    assert_eq!(families[0].case.id, fixture::OPEN);
    assert_eq!(families[0].persons.len(), 2);
    assert_eq!(events(&test).await, [Event::CaseRead]);
    let nobody = test.app.family_basics(&test.ctx(fixture::LEADER)).await;
    assert!(nobody.unwrap().is_empty());
}

#[tokio::test]
async fn contacts_are_stored_whole_or_not_at_all() {
    let test = TestApp::new().await;
    let ctx = test.ctx(fixture::THERAPIST);
    let statements = cut(&test, |app| {
        let ctx = ctx.clone();
        async move { app.log_contact(&ctx, fixture::OPEN, visit(1)).await }
    })
    .await;
    assert_eq!(statements, 8);
    cut(&test, |app| {
        let ctx = ctx.clone();
        async move { app.change_contact(&ctx, fixture::OPEN, (visit(1), 1)).await }
    })
    .await;
    cut(&test, |app| {
        let ctx = ctx.clone();
        async move { app.contacts(&ctx, fixture::OPEN, None).await }
    })
    .await;
    cut(&test, |app| {
        let ctx = ctx.clone();
        async move { app.new_contact(&ctx, fixture::OPEN).await.map(|new| new.id) }
    })
    .await;
    cut(&test, |app| {
        let ctx = ctx.clone();
        async move { app.family_basics(&ctx).await }
    })
    .await;
    cut(&test, |app| {
        let ctx = ctx.clone();
        async move { app.my_families(&ctx).await }
    })
    .await;
}
