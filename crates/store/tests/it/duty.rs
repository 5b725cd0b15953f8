//! Duties with their segments.

use hemma_domain::duty::{Duty, DutyKind, Shape};
use hemma_domain::ids::DutyId;
use hemma_domain::rota::{Rota, RotaState};
use hemma_domain::stretch::Stretch;
use hemma_domain::time::{Clock, Week};
use hemma_store::db::Tx;
use hemma_store::{duty, rota, turn};
use hemma_testkit::fixture;
use uuid::Uuid;

use crate::pool::{day, shared, stored};

pub(crate) fn stretch((first, from): (&str, &str), (last, to): (&str, &str)) -> Stretch {
    let clock = |text: &str| text.parse::<Clock>().unwrap();
    Stretch::new(day(first).at(clock(from)), day(last).at(clock(to))).unwrap()
}

/// The weekend in which summer time ends, of the first line.
pub(crate) fn weekend() -> Duty {
    Duty {
        id: DutyId(Uuid::from_u128(0x9201)),
        pool: shared().id,
        shape: Shape {
            line: shared().lines[0].id,
            kind: DutyKind::Weekend,
            segments: vec![stretch(("2026-10-23", "17:00"), ("2026-10-26", "08:00"))],
            weekends: vec![Week::of(day("2026-10-24"))],
            holidays: vec![],
        },
    }
}

/// A week of the second line, in two segments.
pub(crate) fn week() -> Duty {
    Duty {
        id: DutyId(Uuid::from_u128(0x9202)),
        pool: shared().id,
        shape: Shape {
            line: shared().lines[1].id,
            kind: DutyKind::Week,
            segments: vec![
                stretch(("2026-10-26", "17:00"), ("2026-10-27", "08:00")),
                stretch(("2026-10-30", "17:00"), ("2026-11-02", "08:00")),
            ],
            weekends: vec![Week::of(day("2026-10-31"))],
            holidays: vec![day("2026-10-31")],
        },
    }
}

pub(crate) async fn both(tx: &mut Tx) -> [Duty; 2] {
    stored(tx).await;
    let both = [weekend(), week()];
    for one in &both {
        assert!(duty::insert(tx, one).await.unwrap());
    }
    both
}

#[tokio::test]
async fn a_duty_is_stored_once_with_its_segments() {
    for db in hemma_testkit::each().await {
        fixture::fill(&db).await;
        let mut tx = db.write("request").await.unwrap();
        let all = both(&mut tx).await;
        let twin = Duty {
            id: DutyId(Uuid::from_u128(0x9203)),
            ..weekend()
        };
        assert!(!duty::insert(&mut tx, &twin).await.unwrap());
        let found = duty::find(&mut tx, week().id).await.unwrap();
        assert_eq!(found, Some(week()));
        let pool = shared().id;
        let whole = stretch(("2026-10-26", "07:59"), ("2026-10-26", "17:01"));
        assert_eq!(duty::of_pool(&mut tx, pool, whole).await.unwrap(), all);
        let between = stretch(("2026-10-26", "08:00"), ("2026-10-26", "17:00"));
        assert!(
            duty::of_pool(&mut tx, pool, between)
                .await
                .unwrap()
                .is_empty()
        );
    }
}

#[tokio::test]
async fn a_duty_that_nothing_rests_on_can_be_taken_away() {
    for db in hemma_testkit::each().await {
        fixture::fill(&db).await;
        let mut tx = db.write("request").await.unwrap();
        both(&mut tx).await;
        let draft = crate::rota::draft();
        rota::insert(&mut tx, &draft).await.unwrap();
        let id = weekend().id;
        let to = Some(fixture::THERAPIST);
        rota::assign(&mut tx, (draft.id, id), to).await.unwrap();
        assert!(!duty::is_free(&mut tx, id).await.unwrap(), "in a draft");
        let gone = Rota {
            state: RotaState::Discarded,
            ..draft
        };
        assert!(rota::save(&mut tx, &gone).await.unwrap());
        assert!(duty::is_free(&mut tx, id).await.unwrap());
        duty::remove(&mut tx, id).await.unwrap();
        assert_eq!(duty::find(&mut tx, id).await.unwrap(), None);
        let whole = weekend().shape.whole().unwrap();
        let served = crate::turn::of_weekend(1, fixture::THERAPIST, whole);
        duty::insert(&mut tx, &weekend()).await.unwrap();
        turn::insert(&mut tx, &served).await.unwrap();
        assert!(!duty::is_free(&mut tx, id).await.unwrap(), "served");
    }
}
