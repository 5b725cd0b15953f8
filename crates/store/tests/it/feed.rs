//! Secret addresses: found by their hash until they are taken back.

use hemma_domain::feed::{Feed, Target};
use hemma_domain::ids::FeedId;
use hemma_store::feed;
use hemma_testkit::{fixture, noon};
use uuid::Uuid;

use crate::pool::stored;

#[tokio::test]
async fn an_address_opens_until_it_is_taken_back() {
    for db in hemma_testkit::each().await {
        fixture::fill(&db).await;
        let mut tx = db.write("request").await.unwrap();
        let pool = stored(&mut tx).await;
        let at = noon("2026-10-12");
        let targets = [
            Target::Person(fixture::THERAPIST),
            Target::Pool,
            Target::Line(pool.lines[0].id),
            Target::Exchange,
        ];
        for (number, target) in (1_u128..).zip(targets) {
            let one = Feed {
                id: FeedId(Uuid::from_u128(number)),
                pool: pool.id,
                target,
                made: (at, fixture::THERAPIST),
                revoked_at: None,
            };
            let hash = format!("hash {number}");
            feed::insert(&mut tx, &one, &hash).await.unwrap();
            assert_eq!(feed::by_token(&mut tx, &hash).await.unwrap(), Some(one));
        }
        let mine = (pool.id, fixture::THERAPIST);
        assert_eq!(feed::made_by(&mut tx, mine).await.unwrap().len(), 4);
        let first = FeedId(Uuid::from_u128(1));
        assert!(feed::revoke(&mut tx, first, at).await.unwrap());
        assert!(!feed::revoke(&mut tx, first, at).await.unwrap());
        assert_eq!(feed::by_token(&mut tx, "hash 1").await.unwrap(), None);
        assert_eq!(feed::made_by(&mut tx, mine).await.unwrap().len(), 3);
        let gone = feed::find(&mut tx, first).await.unwrap().unwrap();
        assert_eq!(gone.revoked_at, Some(at));
    }
}
