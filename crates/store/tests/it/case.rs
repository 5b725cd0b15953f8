//! Cases: doors, keys, lists.

use hemma_domain::access::{Actor, CaseAction, Decision, Errand, Request, decide};
use hemma_domain::audit::{Entry, Event};
use hemma_domain::case::Stage;
use hemma_domain::ids::CaseId;
use hemma_domain::time::Day;
use hemma_store::case;
use hemma_store::db::Tx;
use hemma_store::seal::Key;
use hemma_testkit::fixture;

fn today() -> Day {
    fixture::TODAY.parse().unwrap()
}

pub(crate) async fn key(tx: &mut Tx, id: CaseId) -> Key {
    let door = case::door(tx, id, today()).await.unwrap().unwrap();
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
async fn a_case_comes_back_as_it_was_stored() {
    for db in hemma_testkit::each().await {
        fixture::fill(&db).await;
        let mut tx = db.write("request").await.unwrap();
        let key = key(&mut tx, fixture::OPEN).await;
        let stored = case::find(&mut tx, &key, fixture::OPEN)
            .await
            .unwrap()
            .unwrap();
        assert_eq!(
            (stored.code.as_str(), stored.label.as_str()),
            ("BJÖ-26-001", "Lingonstig")
        );
        assert!(matches!(stored.stage, Stage::Open { .. }));
        let closed = stored.clone().close(today(), "completed").unwrap();
        assert!(case::save(&mut tx, &key, &closed).await.unwrap());
        assert!(
            !case::save(&mut tx, &key, &closed).await.unwrap(),
            "the version has moved on"
        );
        let again = case::find(&mut tx, &key, fixture::OPEN)
            .await
            .unwrap()
            .unwrap();
        assert_eq!(again.stage, closed.stage);
    }
}

#[tokio::test]
async fn the_door_says_who_carries_the_case_today() {
    for db in hemma_testkit::each().await {
        fixture::fill(&db).await;
        let mut tx = db.read().await.unwrap();
        let door = case::door(&mut tx, fixture::OPEN, today())
            .await
            .unwrap()
            .unwrap();
        let mut carers = door.scope.carers;
        carers.sort();
        assert_eq!(carers, [fixture::THERAPIST, fixture::RESOURCE]);
        let before = case::door(&mut tx, fixture::OPEN, "2026-09-06".parse().unwrap())
            .await
            .unwrap()
            .unwrap();
        assert!(before.scope.carers.is_empty());
        assert!(
            case::door(&mut tx, CaseId(uuid::Uuid::nil()), today())
                .await
                .unwrap()
                .is_none()
        );
    }
}

#[tokio::test]
async fn nothing_that_people_wrote_is_readable_in_the_file() {
    let db = hemma_testkit::sqlite().await;
    fixture::fill(&db).await;
    let path = hemma_testkit::folder().join("copy.db");
    assert!(db.copy_to(&path).await.unwrap());
    let bytes = std::fs::read(path).unwrap();
    for secret in ["Lingonstig", "Fjäril", "070-000 00 00"] {
        let found = bytes
            .windows(secret.len())
            .any(|window| window == secret.as_bytes());
        assert!(!found, "{secret}");
    }
}

#[tokio::test]
async fn the_waiting_list_is_in_the_order_of_its_ranks() {
    for db in hemma_testkit::each().await {
        fixture::fill(&db).await;
        let mut tx = db.write("request").await.unwrap();
        let key = key(&mut tx, fixture::REFERRED).await;
        let found = case::find(&mut tx, &key, fixture::REFERRED).await.unwrap();
        let waiting = found.unwrap().wait(3).unwrap();
        assert!(case::save(&mut tx, &key, &waiting).await.unwrap());
        let list = case::waiting(&mut tx, fixture::TEAMS[0]).await.unwrap();
        assert_eq!(list, [(fixture::REFERRED, 3)]);
        assert!(case::set_rank(&mut tx, fixture::REFERRED, 1).await.unwrap());
        assert!(
            !case::set_rank(&mut tx, fixture::OPEN, 1).await.unwrap(),
            "an open case has no rank"
        );
        let list = case::waiting(&mut tx, fixture::TEAMS[0]).await.unwrap();
        assert_eq!(list, [(fixture::REFERRED, 1)]);
    }
}

#[tokio::test]
async fn the_last_to_end_is_listed_first() {
    for db in hemma_testkit::each().await {
        fixture::fill(&db).await;
        let mut tx = db.write("request").await.unwrap();
        for (id, on) in [
            (fixture::OPEN, "2026-11-20"),
            (fixture::PROTECTED, "2026-11-21"),
        ] {
            let key = key(&mut tx, id).await;
            let found = case::find(&mut tx, &key, id).await.unwrap().unwrap();
            let closed = found.close(on.parse().unwrap(), "completed").unwrap();
            assert!(case::save(&mut tx, &key, &closed).await.unwrap());
        }
        let listed = |all: Vec<case::Listed>| all.iter().map(|one| one.id).collect::<Vec<_>>();
        let team = fixture::TEAMS[0];
        let all = case::closed_of_team(&mut tx, team, 9).await.unwrap();
        assert_eq!(listed(all), [fixture::PROTECTED, fixture::OPEN]);
        let last = case::closed_of_team(&mut tx, team, 1).await.unwrap();
        assert_eq!(listed(last), [fixture::PROTECTED]);
        let other = case::closed_of_team(&mut tx, fixture::TEAMS[1], 9).await;
        assert_eq!(listed(other.unwrap()), []);
    }
}

#[tokio::test]
async fn several_teams_are_listed_with_who_carries_their_open_cases() {
    for db in hemma_testkit::each().await {
        fixture::fill(&db).await;
        let mut tx = db.read().await.unwrap();
        let teams = &fixture::TEAMS[..2];
        let listed = case::of_teams(&mut tx, teams, &["open", "referred"])
            .await
            .unwrap();
        let codes: Vec<String> = listed
            .iter()
            .map(|one| case::read_listed(one).unwrap().code)
            .collect();
        assert_eq!(
            codes,
            ["BJÖ-26-001", "BJÖ-26-002", "BJÖ-26-003", "BJÖ-26-004"]
        );
        let carers = case::carers_of_teams(&mut tx, teams, today())
            .await
            .unwrap();
        assert_eq!(carers.len(), 4);
        assert!(
            carers
                .iter()
                .all(|(care, _)| care.case != fixture::OTHER_BOARD)
        );
        let therapists = hemma_store::staff::therapists(&mut tx, teams, today())
            .await
            .unwrap();
        let names: Vec<&str> = therapists
            .iter()
            .map(|(_, _, name)| name.as_str())
            .collect();
        assert_eq!(names, ["Kajsa Vassrugg", "Tuva Ekorrstig"]);
        let colleagues = hemma_store::staff::colleagues(&mut tx, fixture::TEAMS[0], today())
            .await
            .unwrap();
        let loads: Vec<(&str, usize)> = colleagues
            .iter()
            .filter(|one| one.role == hemma_domain::staff::Role::FamilyTherapist)
            .map(|one| (one.name.as_str(), one.open.len()))
            .collect();
        assert_eq!(loads, [("Kajsa Vassrugg", 0), ("Tuva Ekorrstig", 2)]);
        let named = hemma_store::staff::names(&mut tx, &[fixture::LEADER])
            .await
            .unwrap();
        assert_eq!(named, [(fixture::LEADER, "Gun Alebäck".to_owned())]);
        let history = case::care_history(&mut tx, fixture::OPEN).await.unwrap();
        assert_eq!(history.len(), 2);
    }
}

#[tokio::test]
async fn a_case_is_found_by_its_code_and_shows_its_door() {
    for db in hemma_testkit::each().await {
        fixture::fill(&db).await;
        let mut tx = db.read().await.unwrap();
        let found = case::by_code(&mut tx, fixture::BOARDS[0], "BJÖ-26-001").await;
        assert_eq!(found.unwrap(), Some(fixture::OPEN));
        let elsewhere = case::by_code(&mut tx, fixture::BOARDS[1], "BJÖ-26-001").await;
        assert_eq!(elsewhere.unwrap(), None);
        let ids = [fixture::PROTECTED, fixture::OPEN];
        let found = case::found(&mut tx, &ids, today()).await.unwrap();
        let scopes: Vec<_> = found.iter().map(|one| one.scope.case).collect();
        assert_eq!(scopes, [fixture::OPEN, fixture::PROTECTED]);
        let door = case::door(&mut tx, fixture::OPEN, today()).await.unwrap();
        let mut scope = door.unwrap().scope;
        scope.carers.sort();
        assert_eq!(found[0].scope, scope);
        assert_eq!(found[0].team, "MST-CAN Björkdalen");
    }
}

#[tokio::test]
async fn figures_of_a_fresh_case_are_empty() {
    for db in hemma_testkit::each().await {
        fixture::fill(&db).await;
        let mut tx = db.read().await.unwrap();
        let week = hemma_domain::time::Week::of(today());
        let figures = case::figures(&mut tx, fixture::OPEN, week, today()).await;
        assert_eq!(figures.unwrap(), case::Figures::default());
    }
}

#[tokio::test]
async fn what_was_under_way_between_two_days() {
    for db in hemma_testkit::each().await {
        fixture::fill(&db).await;
        let mut tx = db.write("request").await.unwrap();
        let team = fixture::TEAMS[0];
        let days =
            |from: &str, to: &str| (from.parse::<Day>().unwrap(), to.parse::<Day>().unwrap());
        let year = case::under_way(&mut tx, team, days("2026-01-01", "2027-01-01"), 10);
        let year: Vec<CaseId> = year.await.unwrap().iter().map(|one| one.id).collect();
        assert!(year.contains(&fixture::OPEN) && !year.contains(&fixture::REFERRED));
        let before = case::under_way(&mut tx, team, days("2019-01-01", "2020-01-01"), 10);
        assert!(before.await.unwrap().is_empty());
        let key = key(&mut tx, fixture::OPEN).await;
        let found = case::find(&mut tx, &key, fixture::OPEN)
            .await
            .unwrap()
            .unwrap();
        let closed = found
            .close("2026-11-01".parse().unwrap(), "completed")
            .unwrap();
        assert!(case::save(&mut tx, &key, &closed).await.unwrap());
        for (from, is_there) in [("2026-11-01", true), ("2026-11-02", false)] {
            let later = case::under_way(&mut tx, team, days(from, "2027-01-01"), 10);
            let ids: Vec<CaseId> = later.await.unwrap().iter().map(|one| one.id).collect();
            assert_eq!(ids.contains(&fixture::OPEN), is_there, "{from}");
        }
    }
}
