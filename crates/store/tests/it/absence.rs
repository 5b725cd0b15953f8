//! When people are away, and what they wish.

use hemma_domain::absence::{Absence, AbsenceKind, Wish, WishKind, WishWeight, whole_days};
use hemma_domain::ids::{AbsenceId, WishId};
use hemma_store::absence;
use hemma_testkit::{fixture, noon};
use uuid::Uuid;

use crate::pool::{day, stored};

#[tokio::test]
async fn an_absence_is_found_where_it_meets_a_time() {
    for db in hemma_testkit::each().await {
        fixture::fill(&db).await;
        let mut tx = db.write("request").await.unwrap();
        let time = whole_days(day("2026-12-21"), day("2026-12-27")).unwrap();
        let one = Absence {
            id: AbsenceId(Uuid::from_u128(1)),
            staff: fixture::THERAPIST,
            kind: AbsenceKind::Vacation,
            time,
        };
        absence::insert(&mut tx, &one).await.unwrap();
        let both = [fixture::THERAPIST, fixture::COLLEAGUE];
        let on = |first, last| whole_days(day(first), day(last)).unwrap();
        let found = absence::of(&mut tx, &both, on("2026-12-27", "2027-01-03")).await;
        assert_eq!(found.unwrap(), std::slice::from_ref(&one));
        let found = absence::of(&mut tx, &both, on("2026-12-28", "2027-01-03")).await;
        assert!(found.unwrap().is_empty());
        assert!(absence::of(&mut tx, &[], time).await.unwrap().is_empty());
        assert_eq!(
            absence::find(&mut tx, one.id).await.unwrap(),
            Some(one.clone())
        );
        assert!(absence::remove(&mut tx, one.id).await.unwrap());
        assert!(!absence::remove(&mut tx, one.id).await.unwrap());
    }
}

#[tokio::test]
async fn a_wish_is_taken_back_by_whoever_made_it() {
    for db in hemma_testkit::each().await {
        fixture::fill(&db).await;
        let mut tx = db.write("request").await.unwrap();
        let pool = stored(&mut tx).await.id;
        let time = whole_days(day("2026-12-31"), day("2027-01-01")).unwrap();
        let one = Wish {
            id: WishId(Uuid::from_u128(1)),
            pool,
            staff: fixture::THERAPIST,
            kind: WishKind::Off,
            time,
            weight: WishWeight::Much,
        };
        absence::insert_wish(&mut tx, &one).await.unwrap();
        let all = absence::wishes(&mut tx, pool, time).await.unwrap();
        assert_eq!(all, std::slice::from_ref(&one));
        let mine = (pool, fixture::THERAPIST);
        let open = absence::wishes_of(&mut tx, mine, noon("2026-11-23")).await;
        assert_eq!(open.unwrap(), std::slice::from_ref(&one));
        let past = absence::wishes_of(&mut tx, mine, noon("2027-01-05")).await;
        assert!(past.unwrap().is_empty());
        let other = absence::remove_wish(&mut tx, one.id, fixture::COLLEAGUE).await;
        assert!(!other.unwrap());
        let own = absence::remove_wish(&mut tx, one.id, fixture::THERAPIST).await;
        assert!(own.unwrap());
    }
}
