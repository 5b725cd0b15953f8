//! Handing out: what names the person, on a ground and for a reason.

use hemma_app::disclose::DisclosureInput;
use hemma_app::error::Error;
use hemma_domain::access::CaseAction;
use hemma_domain::audit::{Entry, Event, Ground};
use hemma_domain::consent::{Consent, ConsentKind};
use hemma_domain::contact::{Contact, ContactKind, ContactPlace};
use hemma_domain::ids::{ConsentId, ContactId, NoteId, PersonId};
use hemma_domain::note::{Lock, Note, NoteKind};
use hemma_store::{audit, case, consent, contact, note};
use hemma_testkit::fixture;
use uuid::Uuid;

use crate::harness::{TestApp, cut, now};

/// A world with three notes: about the child, about both, about the mother; and a draft about the child.
async fn written() -> TestApp {
    let test = TestApp::new().await;
    let ctx = test.ctx(fixture::THERAPIST);
    let mut tx = test.db.write("test").await.unwrap();
    let door = case::door(&mut tx, fixture::OPEN, ctx.today())
        .await
        .unwrap()
        .unwrap();
    let request = hemma_domain::access::Request::Case(CaseAction::See, &door.scope);
    let hemma_domain::access::Decision::Allow(permit) =
        hemma_domain::access::decide(&ctx.actor, request)
    else {
        panic!()
    };
    let entry = Entry {
        case: permit.case(),
        ..ctx.entry(Event::CaseRead)
    };
    let key = case::enter(&mut tx, &permit, &door.wrapped, entry).unwrap();
    let both = [fixture::CHILD, fixture::MOTHER];
    let signed = Lock::Signed { at: now() };
    for (number, persons, lock) in [
        (1, &both[..1], signed),
        (2, &both[..], signed),
        (3, &both[1..], signed),
        (4, &both[..1], Lock::Draft),
    ] {
        let one = a_note(number, persons, lock);
        note::insert(&mut tx, &key, &one).await.unwrap();
    }
    for (number, persons) in [(11, &both[..]), (12, &both[1..])] {
        let one = a_visit(number, persons);
        contact::insert(&mut tx, &key, &one).await.unwrap();
    }
    for (number, person) in [(21, fixture::CHILD), (22, fixture::MOTHER)] {
        let one = a_consent(number, person);
        consent::insert(&mut tx, &key, &one).await.unwrap();
    }
    tx.commit().await.unwrap();
    test
}

fn a_visit(number: u128, persons: &[PersonId]) -> Contact {
    Contact {
        id: ContactId(Uuid::from_u128(number)),
        case: fixture::OPEN,
        staff: fixture::THERAPIST,
        kind: ContactKind::Visit,
        place: ContactPlace::Home,
        started_at: now().plus_seconds(-86_400),
        minutes: 60,
        travel_minutes: 0,
        persons: persons.to_vec(),
        systems: Vec::new(),
        note: "Läxor vid köksbordet.".into(),
        recorded_at: now(),
        version: 1,
    }
}

fn a_consent(number: u128, person: PersonId) -> Consent {
    Consent {
        id: ConsentId(Uuid::from_u128(number)),
        case: fixture::OPEN,
        person,
        kind: ConsentKind::Treatment,
        party: String::new(),
        given: true,
        on: "2026-09-07".parse().unwrap(),
        by: fixture::MOTHER,
        evidence: "Påskrivet".into(),
        recorded_by: fixture::THERAPIST,
        withdrawn_on: None,
        version: 1,
    }
}

fn a_note(number: u128, persons: &[PersonId], lock: Lock) -> Note {
    Note {
        id: NoteId(Uuid::from_u128(number)),
        case: fixture::OPEN,
        kind: NoteKind::Note,
        on: "2026-11-20".parse().unwrap(),
        heading: format!("Anteckning {number}"),
        body: "Allt gick bra.".into(),
        source: String::new(),
        author: fixture::THERAPIST,
        written_at: now(),
        lock,
        about: None,
        persons: persons.to_vec(),
        version: 1,
    }
}

fn input(papers: &[u128]) -> DisclosureInput {
    DisclosureInput {
        person: fixture::CHILD,
        ground: Some(Ground::Party),
        reason: "Begärt av ombudet".into(),
        papers: papers.iter().map(|id| Uuid::from_u128(*id)).collect(),
    }
}

#[tokio::test]
async fn only_what_names_the_person_can_be_handed_out() {
    let test = written().await;
    let ctx = test.ctx(fixture::RECORDS_OFFICER);
    let page = test
        .app
        .disclosure(&ctx, fixture::OPEN, Some(fixture::CHILD))
        .await
        .unwrap();
    let file = page.chosen.unwrap();
    let shown: Vec<_> = (file.notes.iter())
        .map(|one| (one.paper.heading.as_str(), one.others.len()))
        .collect();
    assert_eq!(shown, [("Anteckning 1", 0), ("Anteckning 2", 1)]);
    assert_eq!(file.drafts, 1);
    let visits: Vec<_> = (file.contacts.iter())
        .map(|one| {
            (
                one.paper.id.0.as_u128(),
                one.author.as_str(),
                one.others.len(),
            )
        })
        .collect();
    assert_eq!(visits, [(11, "Tuva Ekorrstig", 1)]);
    let answers: Vec<_> = (file.consents.iter())
        .map(|one| (one.paper.id.0.as_u128(), one.others.len()))
        .collect();
    assert_eq!(answers, [(21, 1)], "the mother answered for the child");
    let papers = input(&[11, 12, 21, 22]);
    let handed = test.app.disclose(&ctx, fixture::OPEN, &papers).await;
    let file = handed.unwrap().chosen.unwrap();
    assert_eq!((file.contacts.len(), file.consents.len()), (1, 1));
    assert!(file.notes.is_empty());
    // Paper 3 is the mother's alone: asking for it does not bring it.
    let handed = test
        .app
        .disclose(&ctx, fixture::OPEN, &input(&[1, 3]))
        .await;
    let file = handed.unwrap().chosen.unwrap();
    assert_eq!(file.notes.len(), 1);
    let mut tx = test.db.read().await.unwrap();
    let links = audit::of_case(&mut tx, fixture::OPEN, 1).await.unwrap();
    let entry = &links[0].entry;
    assert_eq!(entry.event, Event::FileDisclosed);
    assert_eq!(entry.person, Some(fixture::CHILD));
    assert_eq!(
        (entry.purpose.as_str(), entry.detail.as_str()),
        ("Begärt av ombudet", "party")
    );
}

#[tokio::test]
async fn a_ground_a_reason_and_a_paper_are_demanded() {
    let test = written().await;
    let ctx = test.ctx(fixture::RECORDS_OFFICER);
    let bare = DisclosureInput {
        ground: None,
        reason: " ".into(),
        ..input(&[3])
    };
    let Err(Error::Invalid(faults)) = test.app.disclose(&ctx, fixture::OPEN, &bare).await else {
        panic!()
    };
    let fields: Vec<_> = faults.iter().map(|fault| fault.field.as_str()).collect();
    assert_eq!(fields, ["ground", "reason", "papers"]);
    for staff in [fixture::LEADER, fixture::THERAPIST] {
        let refused = test
            .app
            .disclose(&test.ctx(staff), fixture::OPEN, &input(&[1]))
            .await;
        assert!(matches!(refused, Err(Error::Forbidden)), "{refused:?}");
    }
}

#[tokio::test]
async fn handing_out_is_whole_or_not_at_all() {
    let test = written().await;
    let ctx = test.ctx(fixture::RECORDS_OFFICER);
    cut(&test, |app| {
        let ctx = ctx.clone();
        async move {
            app.disclosure(&ctx, fixture::OPEN, Some(fixture::CHILD))
                .await
        }
    })
    .await;
    cut(&test, |app| {
        let ctx = ctx.clone();
        async move { app.disclose(&ctx, fixture::OPEN, &input(&[1])).await }
    })
    .await;
}
