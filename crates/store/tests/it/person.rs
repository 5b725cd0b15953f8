//! People, sealed, and found by the permitted keys alone.

use hemma_domain::access::{Actor, CaseAction, Decision, Errand, Request, decide};
use hemma_domain::audit::{Entry, Event};
use hemma_domain::person::{Identity, IdentityKind, Protection};
use hemma_store::db::Tx;
use hemma_store::seal::Key;
use hemma_store::{case, person};
use hemma_testkit::fixture;

/// The key of the fixture's open case.
pub(crate) async fn key(tx: &mut Tx) -> Key {
    let today = fixture::TODAY.parse().unwrap();
    let door = case::door(tx, fixture::OPEN, today).await.unwrap().unwrap();
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

fn folded(words: &[&str]) -> Vec<String> {
    words.iter().map(|word| person::fold(word)).collect()
}

#[tokio::test]
async fn a_person_is_saved_once_by_each_version() {
    for db in hemma_testkit::each().await {
        fixture::fill(&db).await;
        let mut tx = db.write("request").await.unwrap();
        let key = key(&mut tx).await;
        let stored = person::of_case(&mut tx, &key, fixture::OPEN).await.unwrap();
        let mut child = stored.into_iter().next().unwrap();
        child.protection = Protection::Marked;
        child.staff_safety = "Ring innan du går in".into();
        child.identity = Some(Identity {
            kind: IdentityKind::Local,
            number: "BJÖ-T-1".into(),
        });
        assert!(person::save(&mut tx, &key, &child).await.unwrap());
        assert!(!person::save(&mut tx, &key, &child).await.unwrap());
        let again = person::of_case(&mut tx, &key, fixture::OPEN).await.unwrap();
        child.version += 1;
        assert_eq!(again[0], child);
        for (case, found) in [
            (fixture::OPEN, Some(child.clone())),
            (fixture::REFERRED, None),
        ] {
            let of = (case, child.id);
            assert_eq!(person::find(&mut tx, &key, of).await.unwrap(), found);
        }
    }
}

#[tokio::test]
async fn search_keys_follow_the_person() {
    for db in hemma_testkit::each().await {
        fixture::fill(&db).await;
        let mut tx = db.write("request").await.unwrap();
        let key = key(&mut tx).await;
        let board = fixture::BOARDS[0];
        let search = ["Fjäril", "lingonSTIG"];
        let found = person::search(&mut tx, board, &folded(&search), 20).await;
        assert_eq!(found.unwrap(), [fixture::OPEN]);
        let elsewhere = person::search(&mut tx, fixture::BOARDS[1], &folded(&search), 20).await;
        assert_eq!(elsewhere.unwrap(), []);
        let part = person::search(&mut tx, board, &folded(&["Lingon"]), 20).await;
        assert_eq!(part.unwrap(), [], "only whole words");
        let stored = person::of_case(&mut tx, &key, fixture::OPEN).await.unwrap();
        let mut child = stored.into_iter().next().unwrap();
        child.given_name = "Trollslända".into();
        person::save(&mut tx, &key, &child).await.unwrap();
        person::index(&mut tx, board, &child).await.unwrap();
        let old = person::search(&mut tx, board, &folded(&["Fjäril"]), 20).await;
        assert_eq!(old.unwrap(), []);
        let new = person::search(&mut tx, board, &folded(&["Trollslända"]), 20).await;
        assert_eq!(new.unwrap(), [fixture::OPEN]);
    }
}

#[tokio::test]
async fn namesakes_are_found_without_opening_a_name() {
    for db in hemma_testkit::each().await {
        fixture::fill(&db).await;
        let mut tx = db.read().await.unwrap();
        let names = [
            (fixture::LEADER, "Lingonstig".to_owned()),
            (fixture::COLLEAGUE, "Vassrugg".to_owned()),
        ];
        let pairs = person::namesakes(&mut tx, fixture::BOARDS[0], &names).await;
        assert_eq!(pairs.unwrap(), [(fixture::LEADER, fixture::OPEN)]);
    }
}
