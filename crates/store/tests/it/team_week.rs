//! A week of many families at once.

use hemma_domain::contact::{Contact, ContactKind, ContactPlace};
use hemma_domain::ids::{ContactId, MeasureId};
use hemma_domain::measure::{Measure, State, Window};
use hemma_domain::time::{Day, Week};
use hemma_store::team_week::{
    Whose, carers, carers_of, cases, figures, incoming, measures_due, teams, weeks,
};
use hemma_store::{case, contact, measure};
use hemma_testkit::{fixture, noon};
use uuid::Uuid;

fn today() -> Day {
    fixture::TODAY.parse().unwrap()
}

fn visit(number: u128, day: &str, kind: ContactKind) -> Contact {
    Contact {
        id: ContactId(Uuid::from_u128(number)),
        case: fixture::OPEN,
        staff: fixture::THERAPIST,
        kind,
        place: ContactPlace::Home,
        started_at: noon(day),
        minutes: 60,
        travel_minutes: 20,
        persons: vec![],
        systems: vec![],
        note: String::new(),
        recorded_at: noon(day),
        version: 1,
    }
}

#[tokio::test]
async fn the_open_families_of_teams_and_of_a_carer_are_found() {
    for db in hemma_testkit::each().await {
        fixture::fill(&db).await;
        let mut tx = db.read().await.unwrap();
        let both = [fixture::TEAMS[0], fixture::TEAMS[1]];
        let of_teams = cases(&mut tx, Whose::Teams(&both), today()).await.unwrap();
        let ids: Vec<_> = of_teams.iter().map(|one| one.id).collect();
        assert_eq!(
            ids,
            [fixture::OPEN, fixture::PROTECTED, fixture::OTHER_TEAM],
            "the referred one is not open"
        );
        let mine = cases(&mut tx, Whose::Carer(fixture::RESOURCE), today())
            .await
            .unwrap();
        assert_eq!(mine.len(), 1);
        let nothing = cases(&mut tx, Whose::Teams(&[]), today()).await.unwrap();
        assert!(nothing.is_empty());
        let who = carers(&mut tx, Whose::Teams(&both[..1]), today())
            .await
            .unwrap();
        let names: Vec<&str> = who.iter().map(|(_, name)| name.as_str()).collect();
        assert_eq!(
            names,
            ["Tuva Ekorrstig", "Folke Tallbarr", "Tuva Ekorrstig"]
        );
        let some = carers_of(&mut tx, &[fixture::OPEN], today()).await.unwrap();
        assert_eq!(some.len(), 2);
        let named = teams(&mut tx, &both).await.unwrap();
        assert_eq!(named.len(), 2);
        let week = Week::of(today());
        let loops = weeks(&mut tx, Whose::Teams(&both), (week, week), today())
            .await
            .unwrap();
        assert!(loops.is_empty());
    }
}

#[tokio::test]
async fn contacts_of_the_week_are_counted_and_missed_ones_are_not() {
    for db in hemma_testkit::each().await {
        fixture::fill(&db).await;
        let mut tx = db.write("request").await.unwrap();
        let key = case::new_key(&mut tx, hemma_domain::ids::CaseId(Uuid::from_u128(9)))
            .await
            .unwrap();
        for one in [
            visit(1, "2026-11-23", ContactKind::Visit),
            visit(2, "2026-11-24", ContactKind::Call),
            visit(3, "2026-11-24", ContactKind::Missed),
            visit(4, "2026-11-22", ContactKind::Visit),
        ] {
            contact::insert(&mut tx, &key, &one).await.unwrap();
        }
        let week = Week::of(today());
        let found = figures(&mut tx, Whose::Teams(&fixture::TEAMS[..1]), week, today())
            .await
            .unwrap();
        assert_eq!(found[&fixture::OPEN].contacts, 2);
        let mine = figures(
            &mut tx,
            Whose::Carer(fixture::THERAPIST),
            week.previous(),
            today(),
        )
        .await
        .unwrap();
        assert_eq!(mine[&fixture::OPEN].contacts, 1);
        assert!(!mine.contains_key(&fixture::PROTECTED));
    }
}

#[tokio::test]
async fn what_came_in_and_is_not_open_is_found_for_some_teams_only() {
    for db in hemma_testkit::each().await {
        fixture::fill(&db).await;
        let mut tx = db.write("request").await.unwrap();
        let found = incoming(&mut tx, &[fixture::TEAMS[0]]).await.unwrap();
        assert!(found.iter().any(|one| one.id == fixture::REFERRED));
        assert!(
            found
                .iter()
                .all(|one| one.id != fixture::OPEN && one.team == fixture::TEAMS[0])
        );
        assert!(incoming(&mut tx, &[]).await.unwrap().is_empty());
    }
}

#[tokio::test]
async fn what_is_measured_next_is_the_first_of_each_instrument() {
    for db in hemma_testkit::each().await {
        fixture::fill(&db).await;
        let mut tx = db.write("request").await.unwrap();
        for (number, instrument, due, state) in [
            (1, "TAM-CAN", "2026-12-21", State::Due),
            (2, "TAM-CAN", "2026-11-30", State::Due),
            (3, "TAM-CAN", "2026-11-23", State::Unreachable),
            (4, "TAM-CAN", "2026-10-12", State::Due),
            (5, "GAD-7", "2026-12-01", State::Due),
        ] {
            let due_on: Day = due.parse().unwrap();
            let one = Measure {
                id: MeasureId(Uuid::from_u128(number)),
                case: fixture::OPEN,
                instrument: instrument.into(),
                instrument_version: 1,
                respondent: Some(fixture::MOTHER),
                window: Window {
                    opens_on: due_on.plus(-7),
                    due_on,
                    closes_on: due_on.plus(7),
                },
                state,
                released: None,
                version: 1,
            };
            measure::insert(&mut tx, &one).await.unwrap();
        }
        let teams = [fixture::TEAMS[0]];
        let due = measures_due(&mut tx, Whose::Teams(&teams), today()).await;
        let due = due.unwrap();
        let told: Vec<_> = due
            .iter()
            .map(|one| (one.case, one.instrument.as_str(), one.due_on.to_string()))
            .collect();
        assert_eq!(
            told,
            [
                (fixture::OPEN, "GAD-7", "2026-12-01".to_owned()),
                (fixture::OPEN, "TAM-CAN", "2026-11-30".to_owned()),
            ]
        );
        let others = [fixture::TEAMS[1]];
        let none = measures_due(&mut tx, Whose::Teams(&others), today()).await;
        assert!(none.unwrap().is_empty());
    }
}
