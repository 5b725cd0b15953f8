//! Watches: what turns and duties say of somebody on call.

use hemma_domain::staff::Role;
use hemma_domain::stretch::Stretch;
use hemma_domain::time::Instant;
use hemma_domain::turn::Turn;
use hemma_store::{turn, watch};
use hemma_testkit::fixture;

use crate::duty::{both, stretch, week};
use crate::pool::{day, shared};
use crate::turn::of_weekend;

fn at(on: &str, clock: &str) -> Instant {
    day(on).at(clock.parse().unwrap())
}

#[tokio::test]
async fn a_watch_is_the_part_of_a_turn_in_which_somebody_is_on_call() {
    for db in hemma_testkit::each().await {
        fixture::fill(&db).await;
        let mut tx = db.write("request").await.unwrap();
        both(&mut tx).await;
        let whole = Stretch::new(at("2026-10-26", "17:00"), at("2026-11-02", "08:00")).unwrap();
        let one = Turn {
            duty: week().id,
            ..of_weekend(1, fixture::LEADER, whole)
        };
        turn::insert(&mut tx, &one).await.unwrap();
        let mut found = watch::around(&mut tx, fixture::LEADER, at("2026-10-27", "03:00"))
            .await
            .unwrap();
        let night = found.remove(0).watch;
        assert_eq!(found, []);
        assert_eq!(night.on_call, week().shape.segments[0]);
        assert_eq!(night.pool, shared().id);
        assert_eq!(night.roles, shared().lines[1].roles);
        assert_eq!(night.teams, [fixture::TEAMS[0], fixture::TEAMS[2]]);
        let by_day = watch::around(&mut tx, fixture::LEADER, at("2026-10-28", "13:00"))
            .await
            .unwrap();
        assert_eq!(by_day, [], "nobody is on call in the middle of the week");
    }
}

#[tokio::test]
async fn nobody_else_has_it_and_a_team_that_left_is_not_watched() {
    for db in hemma_testkit::each().await {
        fixture::fill(&db).await;
        let mut tx = db.write("request").await.unwrap();
        both(&mut tx).await;
        let part = stretch(("2026-10-23", "17:00"), ("2026-10-25", "08:00"));
        turn::insert(&mut tx, &of_weekend(1, fixture::THERAPIST, part))
            .await
            .unwrap();
        let mut pool = shared();
        pool.teams[1].to = Some(day("2026-10-24"));
        hemma_store::pool::save(&mut tx, &pool).await.unwrap();
        for (staff, when, teams) in [
            (fixture::THERAPIST, "2026-10-23", 2),
            (fixture::THERAPIST, "2026-10-24", 1),
            (fixture::COLLEAGUE, "2026-10-24", 0),
        ] {
            let found = watch::around(&mut tx, staff, at(when, "22:00"))
                .await
                .unwrap();
            let count: usize = found.iter().map(|one| one.watch.teams.len()).sum();
            assert_eq!(count, teams, "{when}");
        }
        let found = watch::around(&mut tx, fixture::THERAPIST, at("2026-10-24", "03:00"))
            .await
            .unwrap();
        assert_eq!(found[0].agreement, ("STANDBY-HOME".to_owned(), 1));
        assert_eq!(found[0].watch.roles, [Role::FamilyTherapist]);
    }
}
