//! Rest after disturbed nights.

use hemma_domain::ids::{RestId, TurnId};
use hemma_domain::rest::{Rest, RestState};
use hemma_domain::stretch::Stretch;
use hemma_store::error::Error;
use hemma_store::rest;
use hemma_testkit::{fixture, noon};
use uuid::Uuid;

use crate::pool::{shared, stored};

pub(crate) fn proposal(number: u128) -> Rest {
    let from = noon("2026-11-20");
    Rest {
        id: RestId(Uuid::from_u128(number)),
        pool: shared().id,
        staff: fixture::THERAPIST,
        turn: TurnId(Uuid::from_u128(number)),
        disturbed_min: 40,
        time: Stretch::new(from, from.plus_seconds(11 * 3_600)).unwrap(),
        state: RestState::Open,
        version: 1,
    }
}

#[tokio::test]
async fn a_proposal_waits_until_it_is_decided() {
    for db in hemma_testkit::each().await {
        fixture::fill(&db).await;
        let mut tx = db.write("request").await.unwrap();
        stored(&mut tx).await;
        let (one, other) = (proposal(1), proposal(2));
        rest::insert(&mut tx, &one).await.unwrap();
        rest::insert(&mut tx, &other).await.unwrap();
        let found = rest::of_turn(&mut tx, (one.turn, one.staff)).await.unwrap();
        assert_eq!(found, Some(one.clone()));
        let decided = one.accept(noon("2026-11-21"), fixture::LEADER).unwrap();
        assert!(rest::save(&mut tx, &decided).await.unwrap());
        assert!(!rest::save(&mut tx, &decided).await.unwrap());
        let found = rest::find(&mut tx, decided.id).await.unwrap().unwrap();
        assert_eq!((found.state, found.version), (decided.state, 2));
        let pool = shared().id;
        let all = rest::of_pool(&mut tx, pool, noon("2026-11-23"))
            .await
            .unwrap();
        assert_eq!(all, [(other, "Tuva Ekorrstig".to_owned())]);
        let twice = rest::insert(&mut tx, &proposal(1)).await;
        assert!(matches!(twice, Err(Error::Conflict(_))), "{twice:?}");
    }
}
