//! Openings: kept whole, listed to their members, numbered once, and what was destroyed of them.

use hemma_domain::opening::{EndKind, Ending, Merits, OPENINGS_MAX, State};
use hemma_store::opening::correction::{self, Correction};
use hemma_store::opening::protocol::{self, Protocol};
use hemma_store::opening::{self, Listed};
use hemma_testkit::opening::{LAST_ON, MEMBERS, OPENING, application};
use hemma_testkit::{fixture, noon};
use uuid::Uuid;

use crate::pool::day;

fn ended() -> Ending {
    Ending {
        kind: EndKind::Decided,
        on: day("2026-12-18"),
        by: fixture::LEADER,
        posted_on: Some(day("2026-12-20")),
        final_on: day("2027-01-10"),
        reasons: "Störst erfarenhet av hembesök.".to_owned(),
    }
}

#[tokio::test]
async fn an_opening_is_kept_whole_in_each_of_its_states() {
    for db in hemma_testkit::each().await {
        fixture::fill(&db).await;
        let mut tx = db.write("request").await.unwrap();
        let mut one = hemma_testkit::opening::opening(State::Draft);
        opening::insert(&mut tx, &one).await.unwrap();
        for state in [
            State::Open,
            State::Screening,
            State::Interviews,
            State::Ended(ended()),
            State::Destroyed(ended()),
        ] {
            let found = opening::find(&mut tx, OPENING).await.unwrap();
            assert_eq!(found.as_ref(), Some(&one));
            one.state = state;
            assert!(opening::save(&mut tx, &one).await.unwrap());
            assert!(!opening::save(&mut tx, &one).await.unwrap(), "meanwhile");
            one.version += 1;
        }
        one.members.pop();
        one.profile.competences.pop();
        assert!(opening::save(&mut tx, &one).await.unwrap());
        one.version += 1;
        assert_eq!(opening::find(&mut tx, OPENING).await.unwrap(), Some(one));
    }
}

#[tokio::test]
async fn an_opening_is_listed_to_its_members_and_read_by_all_while_it_is_open() {
    for db in hemma_testkit::each().await {
        fixture::fill(&db).await;
        hemma_testkit::opening::fill(&db).await;
        let mut tx = db.write("request").await.unwrap();
        let applied = opening::take_number(&mut tx, OPENING, 2).await.unwrap();
        assert_eq!(applied, Some(1));
        for (staff, part) in MEMBERS {
            let mine: Vec<Listed> = opening::of_staff(&mut tx, staff).await.unwrap();
            assert_eq!(mine.len(), 1, "of {OPENINGS_MAX}");
            assert_eq!(mine[0].applied, 1);
            assert_eq!(mine[0].opening.members[0].part, part);
        }
        let others = opening::of_staff(&mut tx, fixture::THERAPIST).await;
        assert_eq!(others.unwrap(), []);
        for (on, count) in [(LAST_ON, 1), ("2026-12-14", 0)] {
            let public = opening::public(&mut tx, day(on)).await.unwrap();
            assert_eq!(public.len(), count, "{on}");
            let scope = opening::scope(&mut tx, OPENING, day(on)).await.unwrap();
            let scope = scope.unwrap();
            assert_eq!(scope.is_public, count == 1);
            assert_eq!(scope.members.len(), 3);
            assert_eq!(scope.team.unwrap().board, fixture::BOARDS[0]);
            assert_eq!(scope.applicants, []);
        }
        let mut own = application(1);
        own.staff = Some(fixture::COLLEAGUE);
        hemma_store::application::insert(&mut tx, &own, "hash", None)
            .await
            .unwrap();
        let scope = opening::scope(&mut tx, OPENING, day(LAST_ON)).await;
        assert_eq!(scope.unwrap().unwrap().applicants, [fixture::COLLEAGUE]);
    }
}

#[tokio::test]
async fn numbers_are_drawn_once_and_only_while_it_takes_applications() {
    for db in hemma_testkit::each().await {
        fixture::fill(&db).await;
        hemma_testkit::opening::fill(&db).await;
        let mut tx = db.write("request").await.unwrap();
        for expected in [Some(1), Some(2), None] {
            let number = opening::take_number(&mut tx, OPENING, 2).await.unwrap();
            assert_eq!(number, expected);
        }
        let mut one = opening::find(&mut tx, OPENING).await.unwrap().unwrap();
        one.state = State::Screening;
        opening::save(&mut tx, &one).await.unwrap();
        let late = opening::take_number(&mut tx, OPENING, 9).await.unwrap();
        assert_eq!(late, None);
    }
}

#[tokio::test]
async fn what_was_put_right_and_what_was_destroyed_is_kept() {
    for db in hemma_testkit::each().await {
        fixture::fill(&db).await;
        hemma_testkit::opening::fill(&db).await;
        let mut tx = db.write("request").await.unwrap();
        let none = opening::merits(&mut tx, OPENING).await.unwrap();
        assert_eq!(none, Merits::default());
        let correction = Correction {
            id: Uuid::from_u128(2),
            opening: OPENING,
            at: noon("2026-12-21"),
            by: fixture::LEADER,
            why: "Fel namn".to_owned(),
            hired: vec![2, 3],
            posted_on: Some(day("2026-12-20")),
            final_on: day("2027-01-11"),
            reasons: "Mest erfarna".to_owned(),
        };
        correction::insert(&mut tx, &correction).await.unwrap();
        let all = correction::of_opening(&mut tx, OPENING).await.unwrap();
        assert_eq!(all, [(correction, "Gun Alebäck".to_owned())]);
        let protocol = Protocol {
            id: Uuid::from_u128(1),
            opening: OPENING,
            at: noon("2029-01-11"),
            by: fixture::LEADER,
            rule: "RA-FS".to_owned(),
            due_on: day("2029-01-10"),
            numbers: vec![1, 2, 7],
            kept: 1,
        };
        protocol::insert(&mut tx, &protocol).await.unwrap();
        let all = protocol::of_opening(&mut tx, OPENING).await.unwrap();
        assert_eq!(all, [(protocol, "Gun Alebäck".to_owned())]);
    }
}
