//! Swaps: decided once.

use hemma_domain::ids::{SwapId, TurnId};
use hemma_domain::swap::{Swap, SwapKind, SwapState};
use hemma_store::swap;
use hemma_testkit::{fixture, noon};
use uuid::Uuid;

use crate::duty::{both, weekend};
use crate::pool::shared;

#[tokio::test]
async fn an_offer_is_decided_once() {
    for db in hemma_testkit::each().await {
        fixture::fill(&db).await;
        let mut tx = db.write("request").await.unwrap();
        both(&mut tx).await;
        let one = Swap {
            id: SwapId(Uuid::from_u128(1)),
            pool: shared().id,
            duty: weekend().id,
            turn: TurnId(Uuid::from_u128(2)),
            part: weekend().shape.segments[0],
            giver: fixture::THERAPIST,
            taker: None,
            kind: SwapKind::Offer,
            made: (fixture::THERAPIST, noon("2026-10-12")),
            state: SwapState::Open,
            version: 1,
        };
        swap::insert(&mut tx, &one).await.unwrap();
        assert_eq!(
            swap::find(&mut tx, one.id).await.unwrap(),
            Some(one.clone())
        );
        let at = noon("2026-10-13");
        let taken = one.clone().accept(fixture::COLLEAGUE, at).unwrap();
        let other = one.clone().accept(fixture::LEADER, at).unwrap();
        assert!(swap::save(&mut tx, &taken).await.unwrap());
        assert!(!swap::save(&mut tx, &other).await.unwrap(), "one was first");
        let kept = Swap {
            version: 2,
            ..taken
        };
        let all = swap::of_pool(&mut tx, one.pool, noon("2026-10-20")).await;
        assert_eq!(all.unwrap(), [kept]);
        let past = swap::of_pool(&mut tx, one.pool, noon("2026-10-27")).await;
        assert!(past.unwrap().is_empty());
    }
}
