//! People: recorded, changed, and kept hidden where an identity is protected.

use hemma_app::error::Error;
use hemma_app::person::{PersonInput, TieInput, Whereabouts};
use hemma_domain::audit::Event;
use hemma_domain::ids::PersonId;
use hemma_domain::person::{BondKind, Kin, Protection, Sex, TieStrength};
use hemma_store::audit;
use hemma_testkit::fixture;
use uuid::Uuid;

use crate::harness::{TestApp, cut};

fn input(given_name: &str) -> PersonInput {
    PersonInput {
        given_name: given_name.into(),
        family_name: "Lingonstig".into(),
        kin: Kin::Father,
        sex: Sex::Male,
        born: "1985-02-01".parse().ok(),
        identity: None,
        in_household: true,
        deceased: false,
        language: "so".into(),
        interpreter: true,
        whereabouts: Some(Whereabouts {
            phone: "070-000 00 01".into(),
            address: "Påhittade vägen 1".into(),
            door_code: "1111".into(),
        }),
        protection: Protection::None,
        must_not_know_address: false,
        staff_safety: String::new(),
        remark: String::new(),
    }
}

async fn events(test: &TestApp) -> Vec<Event> {
    let mut tx = test.db.read().await.unwrap();
    let links = audit::of_case(&mut tx, fixture::OPEN, 50).await.unwrap();
    links.into_iter().map(|link| link.entry.event).collect()
}

#[tokio::test]
async fn somebody_new_is_recorded_once_or_not_at_all() {
    let test = TestApp::new().await;
    let ctx = test.ctx(fixture::THERAPIST);
    cut(&test, |app| {
        let ctx = ctx.clone();
        async move { app.add_person(&ctx, fixture::OPEN, input("Love")).await }
    })
    .await;
    let people = test.app.people(&ctx, fixture::OPEN).await.unwrap();
    let names: Vec<_> = people.head.persons.iter().map(|p| &p.given_name).collect();
    assert_eq!(names, ["Fjäril", "Malva", "Love"]);
    assert!(events(&test).await.contains(&Event::PersonChanged));
    let hits = test.app.search(&ctx, "Love Lingonstig").await.unwrap();
    assert_eq!(hits.hits.len(), 1, "found by the new name");
}

#[tokio::test]
async fn a_name_is_asked_for_and_a_birthday_to_come_refused() {
    let test = TestApp::new().await;
    let ctx = test.ctx(fixture::THERAPIST);
    let faulty = PersonInput {
        family_name: " ".into(),
        born: "2027-01-01".parse().ok(),
        ..input("")
    };
    let Err(Error::Invalid(faults)) = test.app.add_person(&ctx, fixture::OPEN, faulty).await else {
        panic!()
    };
    let fields: Vec<_> = faults.iter().map(|fault| fault.field.as_str()).collect();
    assert_eq!(fields, ["given_name", "born"]);
    let colleague = test.ctx(fixture::COLLEAGUE);
    let refused = test
        .app
        .add_person(&colleague, fixture::OPEN, input("Love"));
    assert!(matches!(refused.await, Err(Error::Forbidden)));
}

#[tokio::test]
async fn protection_narrows_the_case_and_hides_where_the_family_is() {
    let test = TestApp::new().await;
    let ctx = test.ctx(fixture::THERAPIST);
    let of = (fixture::OPEN, fixture::MOTHER);
    let marked = PersonInput {
        protection: Protection::Marked,
        staff_safety: "Ring innan du går in".into(),
        ..input("Malva")
    };
    test.app
        .change_person(&ctx, of, 1, marked.clone())
        .await
        .unwrap();
    let again = test.app.change_person(&ctx, of, 1, marked.clone()).await;
    assert!(matches!(again, Err(Error::Conflict)), "{again:?}");

    let people = test.app.people(&ctx, fixture::OPEN).await.unwrap();
    assert!(people.head.case.protected && people.head.case.staff_warning);
    assert_eq!(people.hidden, [true, true], "the child lives there as well");
    assert!(people.head.persons.iter().all(|p| p.address.is_empty()));
    let one = test.app.one_person(&ctx, of.0, of.1).await.unwrap();
    assert!(one.hidden && one.person.phone.is_empty());
    let colleague = test.ctx(fixture::COLLEAGUE);
    let hidden = test.app.people(&colleague, fixture::OPEN).await;
    assert!(matches!(hidden, Err(Error::NotFound)), "fewer eyes");

    let shown = test.app.reveal_person(&ctx, of.0, of.1).await.unwrap();
    assert_eq!(shown.person.phone, "070-000 00 01");
    assert!(events(&test).await.contains(&Event::PersonRead));

    // What was not on the form stays; what was protected alone is open again when nobody is.
    let open = PersonInput {
        whereabouts: None,
        protection: Protection::None,
        staff_safety: String::new(),
        ..marked
    };
    test.app.change_person(&ctx, of, 2, open).await.unwrap();
    let people = test.app.people(&ctx, fixture::OPEN).await.unwrap();
    assert!(!people.head.case.protected && !people.head.case.staff_warning);
    let mother = people.head.persons.iter().find(|p| p.id == of.1).unwrap();
    assert_eq!(mother.phone, "070-000 00 01");
}

#[tokio::test]
async fn changes_are_whole_or_not_at_all() {
    let test = TestApp::new().await;
    let ctx = test.ctx(fixture::THERAPIST);
    let marked = PersonInput {
        protection: Protection::Fictitious,
        ..input("Malva")
    };
    cut(&test, |app| {
        let (ctx, marked) = (ctx.clone(), marked.clone());
        async move {
            app.change_person(&ctx, (fixture::OPEN, fixture::MOTHER), 1, marked)
                .await
        }
    })
    .await;
    cut(&test, |app| {
        let ctx = ctx.clone();
        async move {
            app.reveal_person(&ctx, fixture::OPEN, fixture::MOTHER)
                .await
        }
    })
    .await;
    for_reading(&test).await;
}

async fn for_reading(test: &TestApp) {
    let ctx = test.ctx(fixture::THERAPIST);
    let people = cut(test, |app| {
        let ctx = ctx.clone();
        async move { app.people(&ctx, fixture::OPEN).await }
    })
    .await;
    assert!(people <= 12, "{people}");
    cut(test, |app| {
        let ctx = ctx.clone();
        async move { app.one_person(&ctx, fixture::OPEN, fixture::CHILD).await }
    })
    .await;
    cut(test, |app| {
        let ctx = ctx.clone();
        async move { app.new_person(&ctx, fixture::OPEN).await }
    })
    .await;
}

#[tokio::test]
async fn bonds_join_two_people_of_the_case_once() {
    let test = TestApp::new().await;
    let ctx = test.ctx(fixture::THERAPIST);
    let bond = (fixture::MOTHER, BondKind::Parent, fixture::CHILD);
    cut(&test, |app| {
        let ctx = ctx.clone();
        async move { app.add_bond(&ctx, fixture::OPEN, bond).await }
    })
    .await;
    let twice = test.app.add_bond(&ctx, fixture::OPEN, bond).await;
    assert!(matches!(twice, Err(Error::Invalid(_))), "{twice:?}");
    let alone = (fixture::MOTHER, BondKind::Together, fixture::MOTHER);
    let alone = test.app.add_bond(&ctx, fixture::OPEN, alone).await;
    assert!(matches!(alone, Err(Error::Invalid(_))), "{alone:?}");
    let stranger = PersonId(Uuid::from_u128(9));
    let strange = (fixture::MOTHER, BondKind::Together, stranger);
    let strange = test.app.add_bond(&ctx, fixture::OPEN, strange).await;
    assert!(matches!(strange, Err(Error::NotFound)), "{strange:?}");

    let bonds = test.app.people(&ctx, fixture::OPEN).await.unwrap().bonds;
    let id = bonds[0].id;
    cut(&test, |app| {
        let ctx = ctx.clone();
        async move { app.remove_bond(&ctx, fixture::OPEN, id).await }
    })
    .await;
    let bonds = test.app.people(&ctx, fixture::OPEN).await.unwrap().bonds;
    assert_eq!(bonds, []);
}

#[tokio::test]
async fn ties_name_a_system_of_the_programme() {
    let test = TestApp::new().await;
    let ctx = test.ctx(fixture::THERAPIST);
    let tie = |label: &str, system: &str| TieInput {
        person: None,
        label: label.into(),
        system: system.into(),
        strength: TieStrength::Strong,
    };
    cut(&test, |app| {
        let (ctx, tie) = (ctx.clone(), tie("Simklubben", "community"));
        async move { app.add_tie(&ctx, fixture::OPEN, tie).await }
    })
    .await;
    for faulty in [tie("", "community"), tie("Simklubben", "moon")] {
        let refused = test.app.add_tie(&ctx, fixture::OPEN, faulty).await;
        assert!(matches!(refused, Err(Error::Invalid(_))), "{refused:?}");
    }
    let ties = test.app.people(&ctx, fixture::OPEN).await.unwrap().ties;
    assert_eq!(ties[0].label, "Simklubben");
    let id = ties[0].id;
    cut(&test, |app| {
        let ctx = ctx.clone();
        async move { app.remove_tie(&ctx, fixture::OPEN, id).await }
    })
    .await;
    let ties = test.app.people(&ctx, fixture::OPEN).await.unwrap().ties;
    assert_eq!(ties, []);
}
