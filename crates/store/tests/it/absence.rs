//! When people are away, and what they wish.

use hemma_domain::absence::{
    Absence, AbsenceKind, Entered, Repeat, Wish, WishKind, WishWeight, weekly, whole_days,
};
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
        let once = Entered::once(one.clone());
        absence::insert(&mut tx, &once).await.unwrap();
        let both = [fixture::THERAPIST, fixture::COLLEAGUE];
        let on = |first, last| whole_days(day(first), day(last)).unwrap();
        let found = absence::of(&mut tx, &both, on("2026-12-27", "2027-01-03")).await;
        assert_eq!(found.unwrap(), std::slice::from_ref(&one));
        let found = absence::of(&mut tx, &both, on("2026-12-28", "2027-01-03")).await;
        assert!(found.unwrap().is_empty());
        assert!(absence::of(&mut tx, &[], time).await.unwrap().is_empty());
        assert_eq!(absence::find(&mut tx, one.id).await.unwrap(), Some(once));
        assert!(absence::remove(&mut tx, one.id).await.unwrap());
        assert!(!absence::remove(&mut tx, one.id).await.unwrap());
    }
}

#[tokio::test]
async fn what_comes_each_week_is_found_on_its_days_and_is_no_long_absence() {
    for db in hemma_testkit::each().await {
        fixture::fill(&db).await;
        let mut tx = db.write("request").await.unwrap();
        let on = |first, last| whole_days(day(first), day(last)).unwrap();
        let new = |number, (kind, repeat), time| Entered {
            absence: Absence {
                id: AbsenceId(Uuid::from_u128(number)),
                staff: fixture::THERAPIST,
                kind,
                time,
            },
            repeat,
        };
        let wednesdays = weekly(day("2026-12-02"), day("2027-05-30")).unwrap();
        let other = (AbsenceKind::Other, Repeat::Weekly);
        let course = new(1, other, wednesdays);
        let leave = (AbsenceKind::Parental, Repeat::Once);
        let leave = new(2, leave, on("2026-12-07", "2027-01-31"));
        let part_time = (AbsenceKind::PartTime, Repeat::Once);
        let friday = new(3, part_time, on("2026-12-11", "2026-12-11"));
        for one in [&course, &leave, &friday] {
            absence::insert(&mut tx, one).await.unwrap();
        }
        let staff = [fixture::THERAPIST];
        let within = on("2026-12-03", "2026-12-16");
        let all = absence::of(&mut tx, &staff, within).await.unwrap();
        let all: Vec<_> = all
            .iter()
            .map(|one| (one.id.0.as_u128(), one.time))
            .collect();
        let expected = [
            (2, leave.absence.time),
            (1, on("2026-12-09", "2026-12-09")),
            (3, on("2026-12-11", "2026-12-11")),
            (1, on("2026-12-16", "2026-12-16")),
        ];
        assert_eq!(all, expected);
        let entered = absence::entered(&mut tx, &staff, within).await.unwrap();
        assert_eq!(entered, [course, leave.clone(), friday]);
        let gone = absence::gone(&mut tx, &staff, within).await.unwrap();
        assert_eq!(gone, [leave.absence]);
        assert!(
            absence::gone(&mut tx, &[], within)
                .await
                .unwrap()
                .is_empty()
        );
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
