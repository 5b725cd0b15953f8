//! Rotas: drafts with their entries and days off, published once.

use std::collections::BTreeMap;

use hemma_domain::ids::RotaId;
use hemma_domain::rota::{Burden, Rota, RotaState, Tally};
use hemma_domain::time::Day;
use hemma_store::db::Tx;
use hemma_store::{duty, rota, turn};
use hemma_testkit::{fixture, noon};
use uuid::Uuid;

use crate::duty::{both, week, weekend};
use crate::pool::{day, shared};
use crate::turn::of_weekend;

pub(crate) fn draft() -> Rota {
    Rota {
        id: RotaId(Uuid::from_u128(0x9301)),
        pool: shared().id,
        first: day("2026-10-19"),
        end: day("2026-11-02"),
        made: (fixture::LEADER, noon("2026-09-01")),
        state: RotaState::Draft,
        agreement: ("STANDBY-HOME".into(), 1),
        version: 1,
    }
}

#[tokio::test]
async fn a_draft_is_filled_and_published_once() {
    for db in hemma_testkit::each().await {
        fixture::fill(&db).await;
        let mut tx = db.write("request").await.unwrap();
        both(&mut tx).await;
        let one = draft();
        rota::insert(&mut tx, &one).await.unwrap();
        let (first, second) = ((one.id, weekend().id), (one.id, week().id));
        for (at, staff) in [
            (first, Some(fixture::THERAPIST)),
            (first, Some(fixture::COLLEAGUE)),
            (second, Some(fixture::LEADER)),
            (second, None),
        ] {
            rota::assign(&mut tx, at, staff).await.unwrap();
        }
        let entries = rota::entries(&mut tx, one.id).await.unwrap();
        assert_eq!(
            entries,
            BTreeMap::from([(weekend().id, fixture::COLLEAGUE)])
        );
        let published = Rota {
            state: RotaState::Published {
                by: fixture::LEADER,
                at: noon("2026-10-14"),
                short_notice: Some("Två är sjuka".into()),
            },
            ..one.clone()
        };
        assert!(rota::save(&mut tx, &published).await.unwrap());
        assert!(!rota::save(&mut tx, &published).await.unwrap());
        let found = rota::find(&mut tx, one.id).await.unwrap();
        let kept = Rota {
            version: 2,
            ..published
        };
        assert_eq!(found, Some(kept.clone()));
        let of_pool = rota::of_pool(&mut tx, one.pool).await.unwrap();
        assert_eq!(of_pool, std::slice::from_ref(&kept));
        let over = (day("2026-11-01"), day("2026-12-01"));
        let published = rota::published(&mut tx, one.pool, over).await.unwrap();
        assert_eq!(published, [kept]);
        let later = (one.end, day("2026-12-01"));
        let none = rota::published(&mut tx, one.pool, later).await.unwrap();
        assert_eq!(none, []);
    }
}

#[tokio::test]
async fn days_off_are_given_in_a_draft_and_hold_once_it_is_published() {
    for db in hemma_testkit::each().await {
        fixture::fill(&db).await;
        let mut tx = db.write("request").await.unwrap();
        both(&mut tx).await;
        let one = draft();
        rota::insert(&mut tx, &one).await.unwrap();
        let off = (fixture::THERAPIST, day("2026-10-21"));
        for _ in 0..2 {
            rota::give_draft_rest_day(&mut tx, one.id, off)
                .await
                .unwrap();
            rota::give_rest_day(&mut tx, one.pool, off).await.unwrap();
        }
        assert_eq!(rota::draft_rest_days(&mut tx, one.id).await.unwrap(), [off]);
        rota::take_draft_rest_day(&mut tx, one.id, off)
            .await
            .unwrap();
        assert!(
            rota::draft_rest_days(&mut tx, one.id)
                .await
                .unwrap()
                .is_empty()
        );
        let other = (fixture::THERAPIST, day("2026-10-22"));
        rota::give_rest_day(&mut tx, one.pool, other).await.unwrap();
        assert!(rota::take_rest_day(&mut tx, one.pool, other).await.unwrap());
        assert!(!rota::take_rest_day(&mut tx, one.pool, other).await.unwrap());
        let period = (one.first, one.end);
        assert_eq!(
            rota::rest_days(&mut tx, one.pool, period).await.unwrap(),
            [off]
        );
        let before = (day("2026-10-01"), day("2026-10-21"));
        rota::take_rest_days(&mut tx, one.pool, before)
            .await
            .unwrap();
        assert_eq!(
            rota::rest_days(&mut tx, one.pool, period).await.unwrap(),
            [off]
        );
        rota::take_rest_days(&mut tx, one.pool, period)
            .await
            .unwrap();
        assert!(
            rota::rest_days(&mut tx, one.pool, period)
                .await
                .unwrap()
                .is_empty()
        );
    }
}

async fn first_served(tx: &mut Tx) -> Option<Day> {
    duty::first_served(tx, shared().id).await.unwrap()
}

#[tokio::test]
async fn the_last_word_on_a_year_holds() {
    for db in hemma_testkit::each().await {
        fixture::fill(&db).await;
        let mut tx = db.write("request").await.unwrap();
        both(&mut tx).await;
        let one = |nights| Burden {
            pool: shared().id,
            line: shared().lines[0].id,
            staff: fixture::THERAPIST,
            year: 2025,
            tally: Tally {
                nights,
                weekends: 6,
                holidays: 2,
            },
        };
        assert_eq!(first_served(&mut tx).await, None, "nobody served it yet");
        let whole = weekend().shape.segments[0];
        let turn = of_weekend(1, fixture::THERAPIST, whole);
        turn::insert(&mut tx, &turn).await.unwrap();
        assert_eq!(first_served(&mut tx).await, Some(day("2026-10-23")));
        rota::set_burden(&mut tx, &one(30)).await.unwrap();
        rota::set_burden(&mut tx, &one(31)).await.unwrap();
        assert_eq!(
            rota::burdens(&mut tx, shared().id).await.unwrap(),
            [one(31)]
        );
    }
}
