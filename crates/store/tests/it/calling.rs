//! When families are best called.

use std::collections::BTreeMap;

use hemma_domain::calling::CallTime;
use hemma_store::calling;
use hemma_testkit::{fixture, noon};

use crate::case::key;

/// Monday and Thursday evenings.
pub(crate) fn evenings() -> CallTime {
    "1,4 17:00-19:30".parse().unwrap()
}

#[tokio::test]
async fn a_time_is_kept_sealed_replaced_and_forgotten() {
    for db in hemma_testkit::each().await {
        fixture::fill(&db).await;
        let mut tx = db.write("request").await.unwrap();
        let [own, other] = [fixture::OPEN, fixture::PROTECTED];
        let keys = BTreeMap::from([
            (own, key(&mut tx, own).await),
            (other, key(&mut tx, other).await),
        ]);
        let by = (noon(fixture::TODAY), fixture::THERAPIST);
        let mornings: CallTime = "2 09:00-11:00".parse().unwrap();
        for time in [&mornings, &evenings()] {
            calling::set(&mut tx, (own, &keys[&own]), time, by)
                .await
                .unwrap();
        }
        let found = calling::of_cases(&mut tx, &keys).await.unwrap();
        assert_eq!(found, BTreeMap::from([(own, evenings())]));
        let nobody = calling::of_cases(&mut tx, &BTreeMap::new()).await.unwrap();
        assert!(nobody.is_empty());
        calling::clear(&mut tx, own).await.unwrap();
        let none = calling::of_cases(&mut tx, &keys).await.unwrap();
        assert!(none.is_empty());
    }
}
