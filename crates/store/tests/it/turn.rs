//! Turns: at most one at a time, kept by the database itself; and the numbers confirmed for them.

use hemma_domain::ids::{PoolId, StaffId, TurnId};
use hemma_domain::readiness::Confirmed;
use hemma_domain::stretch::Stretch;
use hemma_domain::turn::{Turn, TurnSource};
use hemma_store::error::Error;
use hemma_store::{login, pool, readiness, turn};
use hemma_testkit::{fixture, noon};
use uuid::Uuid;

use crate::duty::{both, stretch, weekend};
use crate::pool::{day, shared};

pub(crate) fn of_weekend(number: u128, staff: StaffId, part: Stretch) -> Turn {
    Turn {
        id: TurnId(Uuid::from_u128(number)),
        duty: weekend().id,
        staff,
        part,
        source: TurnSource::Rota,
        revision: 0,
    }
}

fn first_half() -> Stretch {
    stretch(("2026-10-23", "17:00"), ("2026-10-25", "08:00"))
}

fn second_half() -> Stretch {
    stretch(("2026-10-25", "08:00"), ("2026-10-26", "08:00"))
}

#[tokio::test]
async fn two_turns_of_a_duty_never_share_time() {
    for db in hemma_testkit::each().await {
        fixture::fill(&db).await;
        let mut tx = db.write("request").await.unwrap();
        both(&mut tx).await;
        let mine = of_weekend(1, fixture::THERAPIST, first_half());
        turn::insert(&mut tx, &mine).await.unwrap();
        let next = of_weekend(2, fixture::COLLEAGUE, second_half());
        turn::insert(&mut tx, &next).await.unwrap();
        tx.commit().await.unwrap();
        let late = stretch(("2026-10-25", "07:59"), ("2026-10-25", "08:30"));
        let mut tx = db.write("request").await.unwrap();
        let clash = turn::insert(&mut tx, &of_weekend(3, fixture::LEADER, late)).await;
        assert!(matches!(clash, Err(Error::Conflict(_))), "{clash:?}");
        drop(tx);
        let mut tx = db.write("request").await.unwrap();
        let longer = Turn {
            part: weekend().shape.segments[0],
            ..mine.clone()
        };
        let clash = turn::save(&mut tx, &longer).await;
        assert!(matches!(clash, Err(Error::Conflict(_))), "{clash:?}");
        drop(tx);
        let mut tx = db.read().await.unwrap();
        let all = turn::of_pool(&mut tx, shared().id, second_half())
            .await
            .unwrap();
        assert_eq!(all.len(), 1);
        assert_eq!(all[0].turns, [mine, next]);
        assert!(all[0].gaps().is_empty());
    }
}

#[tokio::test]
async fn a_turn_changes_hands_and_goes() {
    for db in hemma_testkit::each().await {
        fixture::fill(&db).await;
        let mut tx = db.write("request").await.unwrap();
        both(&mut tx).await;
        let mine = of_weekend(1, fixture::THERAPIST, weekend().shape.segments[0]);
        turn::insert(&mut tx, &mine).await.unwrap();
        let given = Turn {
            staff: fixture::COLLEAGUE,
            source: TurnSource::Swap,
            revision: 1,
            ..mine.clone()
        };
        turn::save(&mut tx, &given).await.unwrap();
        assert_eq!(
            turn::find(&mut tx, mine.id).await.unwrap(),
            Some(given.clone())
        );
        let after = (noon("2026-10-20"), 10);
        let theirs = turn::of_staff(&mut tx, fixture::COLLEAGUE, after).await;
        assert_eq!(theirs.unwrap(), [(shared().id, given)]);
        let none = turn::of_staff(&mut tx, fixture::THERAPIST, after).await;
        assert!(none.unwrap().is_empty());
        turn::remove(&mut tx, mine.id).await.unwrap();
        assert_eq!(turn::find(&mut tx, mine.id).await.unwrap(), None);
    }
}

#[tokio::test]
async fn whoever_is_on_call_soon_is_found_with_the_part_that_they_are_on() {
    for db in hemma_testkit::each().await {
        fixture::fill(&db).await;
        let mut tx = db.write("request").await.unwrap();
        both(&mut tx).await;
        let part = stretch(("2026-10-23", "17:00"), ("2026-10-26", "08:00"));
        let mine = of_weekend(1, fixture::THERAPIST, part);
        turn::insert(&mut tx, &mine).await.unwrap();
        let me = fixture::THERAPIST;
        let at = |day: &str, clock: &str| crate::pool::day(day).at(clock.parse().unwrap());
        let before = (at("2026-10-22", "04:59"), at("2026-10-23", "16:59"));
        let none = turn::next_on_call(&mut tx, me, before).await.unwrap();
        assert_eq!(none, None);
        let soon = (at("2026-10-22", "05:00"), at("2026-10-23", "17:00"));
        let found = turn::next_on_call(&mut tx, me, soon)
            .await
            .unwrap()
            .unwrap();
        let first = weekend().shape.segments[0];
        assert_eq!((found.turn, found.pool), (mine.id, shared().id));
        assert_eq!((found.part, found.is_confirmed), (first, false));
        assert_eq!(found.line.sv, shared().lines[0].name.sv);
        let confirmed = Confirmed {
            turn: mine.id,
            staff: me,
            number: "08-465 00 01".into(),
            at: soon.0,
        };
        readiness::put(&mut tx, &confirmed).await.unwrap();
        let found = turn::next_on_call(&mut tx, me, soon)
            .await
            .unwrap()
            .unwrap();
        assert!(found.is_confirmed);
        let others = turn::next_on_call(&mut tx, fixture::COLLEAGUE, soon).await;
        assert_eq!(others.unwrap(), None);
        let last = weekend().shape.segments.last().unwrap().end();
        let over = (last, last.plus_seconds(3_600));
        assert_eq!(turn::next_on_call(&mut tx, me, over).await.unwrap(), None);
        // The same is known of whoever is signed in.
        login::insert_session(&mut tx, &crate::login::session("one"))
            .await
            .unwrap();
        for (now, is_on_call) in [(first.start(), true), (last, false)] {
            let holder = login::session(&mut tx, "one", now).await.unwrap();
            assert_eq!(holder.unwrap().is_on_call, is_on_call, "{now:?}");
        }
    }
}

#[tokio::test]
async fn a_number_holds_for_whoever_confirmed_it() {
    for db in hemma_testkit::each().await {
        fixture::fill(&db).await;
        let mut tx = db.write("request").await.unwrap();
        both(&mut tx).await;
        let mine = of_weekend(1, fixture::THERAPIST, weekend().shape.segments[0]);
        turn::insert(&mut tx, &mine).await.unwrap();
        let said = |number: &str, at: &str| Confirmed {
            turn: mine.id,
            staff: fixture::THERAPIST,
            number: number.into(),
            at: noon(at),
        };
        readiness::put(&mut tx, &said("08-465 00 01", "2026-10-22"))
            .await
            .unwrap();
        let last = said("08-465 00 02", "2026-10-23");
        readiness::put(&mut tx, &last).await.unwrap();
        let found = readiness::of_pool(&mut tx, shared().id, first_half()).await;
        assert_eq!(found.unwrap(), [last]);
        let given = Turn {
            staff: fixture::COLLEAGUE,
            ..mine.clone()
        };
        turn::save(&mut tx, &given).await.unwrap();
        let found = readiness::of_pool(&mut tx, shared().id, first_half()).await;
        assert!(found.unwrap().is_empty(), "the next one confirms anew");
        assert_eq!(day("2026-10-25"), second_half().start().day());
    }
}

#[tokio::test]
async fn what_somebody_serves_in_another_pool_is_found_with_its_duty() {
    for db in hemma_testkit::each().await {
        fixture::fill(&db).await;
        let mut tx = db.write("request").await.unwrap();
        both(&mut tx).await;
        let mine = of_weekend(1, fixture::THERAPIST, first_half());
        let theirs = of_weekend(2, fixture::COLLEAGUE, second_half());
        for one in [&mine, &theirs] {
            turn::insert(&mut tx, one).await.unwrap();
        }
        let (here, other) = (shared().id, PoolId(Uuid::from_u128(0x9009)));
        let whole = weekend().shape.segments[0];
        let me = [fixture::THERAPIST];
        let found = turn::elsewhere(&mut tx, (other, &me), whole).await.unwrap();
        assert_eq!(found.len(), 1);
        assert_eq!(
            (found[0].turn(), &found[0].served.duty),
            (&mine, &weekend())
        );
        let lines = pool::lines(&mut tx, &[weekend().shape.line]).await.unwrap();
        assert_eq!(lines, [shared().lines[0].clone()]);
        for (pool, staff, within) in [
            (here, &me[..], whole),
            (other, &[][..], whole),
            (other, &me[..], second_half()),
        ] {
            let none = turn::elsewhere(&mut tx, (pool, staff), within).await;
            assert_eq!(none.unwrap(), []);
        }
    }
}
