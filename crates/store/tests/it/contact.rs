//! Visits, calls and meetings.

use hemma_domain::access::{Actor, CaseAction, Decision, Errand, Request, decide};
use hemma_domain::audit::{Entry, Event};
use hemma_domain::contact::{Contact, ContactKind, ContactPlace};
use hemma_domain::ids::ContactId;
use hemma_domain::time::{Instant, Week};
use hemma_store::db::Tx;
use hemma_store::seal::Key;
use hemma_store::{case, contact};
use hemma_testkit::fixture;
use uuid::Uuid;

fn at(day: &str, clock: &str) -> Instant {
    let day: hemma_domain::time::Day = day.parse().unwrap();
    day.at(clock.parse().unwrap())
}

pub(crate) fn visit(number: u128, day: &str) -> Contact {
    Contact {
        id: ContactId(Uuid::from_u128(number)),
        case: fixture::OPEN,
        staff: fixture::THERAPIST,
        kind: ContactKind::Visit,
        place: ContactPlace::Home,
        started_at: at(day, "16:30"),
        minutes: 90,
        travel_minutes: 20,
        persons: vec![fixture::CHILD, fixture::MOTHER],
        systems: vec!["family".into(), "school".into()],
        note: "Middagen gick lugnt till.".into(),
        recorded_at: at(day, "18:00"),
        version: 1,
    }
}

async fn key(tx: &mut Tx) -> Key {
    let door = case::door(tx, fixture::OPEN, fixture::TODAY.parse().unwrap())
        .await
        .unwrap()
        .unwrap();
    let actor = Actor::System(Errand::Upkeep);
    let Decision::Allow(permit) = decide(&actor, Request::Case(CaseAction::See, &door.scope))
    else {
        panic!()
    };
    let entry = Entry {
        at: hemma_testkit::noon(fixture::TODAY),
        staff: None,
        role: None,
        event: Event::CaseRead,
        board: permit.board(),
        team: permit.team(),
        case: permit.case(),
        person: None,
        purpose: String::new(),
        detail: String::new(),
    };
    case::enter(tx, &permit, &door.wrapped, entry).unwrap()
}

#[tokio::test]
async fn a_contact_comes_back_as_it_was_stored_and_is_stored_once() {
    for db in hemma_testkit::each().await {
        fixture::fill(&db).await;
        let mut tx = db.write("request").await.unwrap();
        let key = key(&mut tx).await;
        let one = visit(1, "2026-11-18");
        assert!(contact::insert(&mut tx, &key, &one).await.unwrap());
        let again = Contact {
            note: "Någon annans text.".into(),
            ..one.clone()
        };
        assert!(!contact::insert(&mut tx, &key, &again).await.unwrap());
        let found = contact::find(&mut tx, &key, fixture::OPEN, one.id).await;
        assert_eq!(found.unwrap(), Some(one.clone()));
        let elsewhere = contact::find(&mut tx, &key, fixture::PROTECTED, one.id).await;
        assert_eq!(elsewhere.unwrap(), None);
        let case = contact::case_of(&mut tx, one.id).await.unwrap();
        assert_eq!(case, Some(fixture::OPEN));
    }
}

#[tokio::test]
async fn a_correction_is_saved_once_for_each_version() {
    for db in hemma_testkit::each().await {
        fixture::fill(&db).await;
        let mut tx = db.write("request").await.unwrap();
        let key = key(&mut tx).await;
        let one = visit(1, "2026-11-18");
        contact::insert(&mut tx, &key, &one).await.unwrap();
        let missed = Contact {
            kind: ContactKind::Missed,
            minutes: 0,
            persons: vec![],
            ..one.clone()
        };
        assert!(contact::save(&mut tx, &key, &missed).await.unwrap());
        assert!(!contact::save(&mut tx, &key, &missed).await.unwrap());
        let found = contact::find(&mut tx, &key, fixture::OPEN, one.id).await;
        let saved = Contact {
            version: 2,
            ..missed
        };
        assert_eq!(found.unwrap(), Some(saved));
    }
}

#[tokio::test]
async fn lists_go_by_week_and_the_last_one_is_somebodys_own() {
    for db in hemma_testkit::each().await {
        fixture::fill(&db).await;
        let mut tx = db.write("request").await.unwrap();
        let key = key(&mut tx).await;
        for (number, day) in [(1, "2026-11-08"), (2, "2026-11-09"), (3, "2026-11-18")] {
            let one = visit(number, day);
            contact::insert(&mut tx, &key, &one).await.unwrap();
        }
        let colleague = Contact {
            staff: fixture::COLLEAGUE,
            ..visit(4, "2026-11-20")
        };
        contact::insert(&mut tx, &key, &colleague).await.unwrap();
        let week = |day: &str| Week::of(day.parse().unwrap());
        let weeks = (week("2026-11-09"), week("2026-11-16"));
        let listed = contact::of_case(&mut tx, &key, fixture::OPEN, weeks)
            .await
            .unwrap();
        let told: Vec<_> = listed
            .iter()
            .map(|(one, name)| (one.id.0.as_u128(), name.as_str()))
            .collect();
        assert_eq!(
            told,
            [
                (4, "Kajsa Vassrugg"),
                (3, "Tuva Ekorrstig"),
                (2, "Tuva Ekorrstig")
            ]
        );
        let before = (fixture::THERAPIST, at("2026-11-18", "12:00"));
        let last = contact::last(&mut tx, &key, fixture::OPEN, before)
            .await
            .unwrap();
        assert_eq!(last.map(|one| one.id.0.as_u128()), Some(2));
    }
}

#[tokio::test]
async fn families_are_found_by_who_carries_them() {
    for db in hemma_testkit::each().await {
        fixture::fill(&db).await;
        let mut tx = db.write("request").await.unwrap();
        let key = key(&mut tx).await;
        contact::insert(&mut tx, &key, &visit(1, "2026-11-18"))
            .await
            .unwrap();
        let today = fixture::TODAY.parse().unwrap();
        let families = contact::carried(&mut tx, fixture::THERAPIST, today)
            .await
            .unwrap();
        let told: Vec<_> = families
            .iter()
            .map(|family| (family.listed.id, family.last_at))
            .collect();
        let last = Some(at("2026-11-18", "16:30"));
        assert_eq!(
            told,
            [(fixture::OPEN, last), (fixture::PROTECTED, None)],
            "met last comes first"
        );
        let before = "2026-09-06".parse().unwrap();
        let families = contact::carried(&mut tx, fixture::THERAPIST, before).await;
        assert!(families.unwrap().is_empty());
        let keys = [(fixture::OPEN, key)].into();
        let lasts = contact::last_of_each(&mut tx, &keys, fixture::THERAPIST)
            .await
            .unwrap();
        assert_eq!(lasts, [visit(1, "2026-11-18")]);
        let persons = hemma_store::person::of_cases(&mut tx, &keys).await.unwrap();
        assert_eq!(persons.len(), 2);
    }
}
