//! Secret addresses: they open what they were made for, and nothing once they are taken back or their maker has gone.

use hemma_app::error::Error;
use hemma_domain::feed::Target;
use hemma_domain::ids::LineId;
use hemma_store::staff;
use hemma_testkit::duty::{LINES, POOL};
use hemma_testkit::{fixture, noon};
use uuid::Uuid;

use crate::harness::{cut, now};
use crate::rota::{day, published};

#[tokio::test]
async fn a_calendar_shows_what_it_was_made_for() {
    let test = published().await;
    let me = test.ctx(fixture::THERAPIST);
    let by = &me;
    cut(&test, |app| async move {
        app.make_feed(by, POOL, Target::Pool).await
    })
    .await;
    let open = async |target| {
        let token = test.app.make_feed(&me, POOL, target).await.unwrap();
        test.app.calendar(now(), &token).await.unwrap()
    };
    let own = open(Target::Person(fixture::THERAPIST)).await;
    assert_eq!(own.events.len(), 2);
    assert!(own.events.iter().all(|one| one.name == "Tuva Ekorrstig"));
    assert_eq!(own.of, "Tuva Ekorrstig");
    assert_eq!(open(Target::Pool).await.events.len(), 10);
    assert_eq!(open(Target::Line(LINES[0])).await.events.len(), 5);
    let other = Target::Person(fixture::COLLEAGUE);
    let refused = test.app.make_feed(&me, POOL, other).await;
    assert!(matches!(refused, Err(Error::Forbidden)));
    let nowhere = Target::Line(LineId(Uuid::from_u128(1)));
    let refused = test.app.make_feed(&me, POOL, nowhere).await;
    assert!(matches!(refused, Err(Error::NotFound)));
}

#[tokio::test]
async fn an_address_ends_when_it_is_taken_back_or_its_maker_leaves() {
    let test = published().await;
    let me = test.ctx(fixture::THERAPIST);
    let token = test.app.make_feed(&me, POOL, Target::Pool).await.unwrap();
    let forged = token.chars().rev().collect::<String>();
    for wrong in ["", "a", forged.as_str(), &"0".repeat(10_000)] {
        let refused = test.app.calendar(now(), wrong).await;
        assert!(matches!(refused, Err(Error::NotFound)));
    }
    let mut tx = test.db.write("test").await.unwrap();
    staff::end_posts(&mut tx, fixture::THERAPIST, day("2026-12-01"))
        .await
        .unwrap();
    tx.commit().await.unwrap();
    assert!(test.app.calendar(now(), &token).await.is_ok());
    let later = test.app.calendar(noon("2026-12-01"), &token).await;
    assert!(matches!(later, Err(Error::NotFound)));
    let id = test.app.my_feeds(&me, POOL).await.unwrap().feeds[0].id;
    let other = test.ctx(fixture::COLLEAGUE);
    let hidden = test.app.revoke_feed(&other, POOL, id).await;
    assert!(matches!(hidden, Err(Error::NotFound)));
    let by = &me;
    cut(
        &test,
        |app| async move { app.revoke_feed(by, POOL, id).await },
    )
    .await;
    let gone = test.app.calendar(now(), &token).await;
    assert!(matches!(gone, Err(Error::NotFound)));
}

#[tokio::test]
async fn its_planners_say_how_long_a_line_rings() {
    let test = published().await;
    let leader = test.ctx(fixture::OTHER_BOARD_LEADER);
    let token = test.app.make_feed(&leader, POOL, Target::Exchange).await;
    let token = token.unwrap();
    let rings = async || {
        let asked = test.app.exchange(now(), &token).await.unwrap();
        asked.ring_seconds
    };
    assert_eq!(rings().await, 20, "until somebody says otherwise");
    let by = &leader;
    cut(
        &test,
        |app| async move { app.set_ringing(by, POOL, 35).await },
    )
    .await;
    assert_eq!(rings().await, 35);
    for wrong in [0, 4, 121] {
        let refused = test.app.set_ringing(&leader, POOL, wrong).await;
        assert!(matches!(refused, Err(Error::Invalid(_))));
    }
    let therapist = test.ctx(fixture::THERAPIST);
    let refused = test.app.set_ringing(&therapist, POOL, 35).await;
    assert!(matches!(refused, Err(Error::Forbidden)));
}

#[tokio::test]
async fn an_exchange_asks_who_is_on_and_sees_no_calendar() {
    let test = published().await;
    let me = test.ctx(fixture::THERAPIST);
    let refused = test.app.make_feed(&me, POOL, Target::Exchange).await;
    assert!(matches!(refused, Err(Error::Forbidden)));
    let leader = test.ctx(fixture::LEADER);
    let made = test.app.make_feed(&leader, POOL, Target::Exchange).await;
    let token = made.unwrap();
    let night = day("2026-12-15").at("03:00".parse().unwrap());
    let on = test.app.exchange(night, &token).await.unwrap();
    assert_eq!(on.lines[0].now.as_ref().unwrap().name, "Tuva Ekorrstig");
    assert_eq!(on.lines[1].now.as_ref().unwrap().name, "Greta Isranunkel");
    let calendar = test.app.calendar(night, &token).await;
    assert!(matches!(calendar, Err(Error::NotFound)));
    let pool = test
        .app
        .make_feed(&leader, POOL, Target::Pool)
        .await
        .unwrap();
    let wrong = test.app.exchange(night, &pool).await;
    assert!(matches!(wrong, Err(Error::NotFound)));
}
