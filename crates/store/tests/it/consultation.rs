//! Consultations: weekly times, notes of a week, attendance, calendars.

use hemma_domain::consultation::{Consultation, Outcome, Pattern, Slot};
use hemma_domain::ids::FeedId;
use hemma_domain::time::Week;
use hemma_store::consultation;
use hemma_store::consultation::feed::{self, ConsultationFeed};
use hemma_testkit::fixture::{self, TEAMS};
use hemma_testkit::noon;
use uuid::Uuid;

use crate::pool::day;

fn pattern(from: &str, weekday: i8) -> Pattern {
    Pattern {
        team: TEAMS[0],
        from: day(from),
        weekday,
        at: "13:00".parse().unwrap(),
        minutes: 60,
    }
}

fn week(text: &str) -> Week {
    text.parse().unwrap()
}

#[tokio::test]
async fn a_weekly_time_is_replaced_from_the_same_day_and_kept_before() {
    for db in hemma_testkit::each().await {
        fixture::fill(&db).await;
        let mut tx = db.write("request").await.unwrap();
        let made = (noon("2026-11-01"), fixture::LEADER);
        let all = [
            pattern("2026-04-02", 4),
            pattern("2026-10-05", 2),
            pattern("2026-10-05", 3),
        ];
        for one in &all {
            consultation::set_pattern(&mut tx, one, made).await.unwrap();
        }
        let found = consultation::patterns(&mut tx, TEAMS[0]).await.unwrap();
        assert_eq!(found, [all[2], all[0]]);
        let found = consultation::patterns_of_network(&mut tx, fixture::NETWORK).await;
        assert_eq!(found.unwrap(), [all[2], all[0]]);
        let none = consultation::patterns(&mut tx, TEAMS[1]).await.unwrap();
        assert_eq!(none, []);
    }
}

#[tokio::test]
async fn what_was_noted_of_a_week_is_kept_whole_and_changed_by_one_at_a_time() {
    for db in hemma_testkit::each().await {
        fixture::fill(&db).await;
        let mut tx = db.write("request").await.unwrap();
        let by = (noon("2026-11-20"), fixture::CONSULTANT);
        let mut one = Consultation::empty(TEAMS[0], week("2026-W47"));
        let slot = Slot {
            on: day("2026-11-20"),
            at: "09:30".parse().unwrap(),
            minutes: 45,
        };
        one.move_to(slot, "Konsulten är på resa").unwrap();
        assert!(consultation::save(&mut tx, &one, by).await.unwrap());
        assert!(
            !consultation::save(&mut tx, &one, by).await.unwrap(),
            "somebody else noted it first"
        );
        one.version = 1;
        let found = consultation::find(&mut tx, TEAMS[0], one.week).await;
        assert_eq!(found.unwrap().as_ref(), Some(&one));
        let there = [fixture::LEADER, fixture::CONSULTANT].into();
        one.hold(there, "BJÖ-26-001: \"fråga\" efter mätning\n")
            .unwrap();
        assert!(consultation::save(&mut tx, &one, by).await.unwrap());
        let stale = consultation::save(&mut tx, &one, by).await;
        assert!(!stale.unwrap(), "changed meanwhile");
        one.version = 2;
        let weeks = (week("2026-W46"), week("2026-W48"));
        let found = consultation::between(&mut tx, TEAMS[0], weeks).await;
        assert_eq!(found.unwrap(), std::slice::from_ref(&one));
        let counted = consultation::of_network(&mut tx, fixture::NETWORK, weeks).await;
        let counted = counted.unwrap();
        assert_eq!(counted[0].outcome, Outcome::Held);
        let before = (week("2026-W40"), week("2026-W46"));
        let none = consultation::between(&mut tx, TEAMS[0], before).await;
        assert_eq!(none.unwrap(), []);
    }
}

#[tokio::test]
async fn an_address_of_a_calendar_ends_when_its_maker_takes_it_back() {
    for db in hemma_testkit::each().await {
        fixture::fill(&db).await;
        let mut tx = db.write("request").await.unwrap();
        let one = ConsultationFeed {
            id: FeedId(Uuid::from_u128(1)),
            team: TEAMS[0],
            made: (noon("2026-11-01"), fixture::THERAPIST),
        };
        feed::insert(&mut tx, &one, "hash").await.unwrap();
        let found = feed::by_token(&mut tx, "hash").await.unwrap();
        assert_eq!(found.as_ref(), Some(&one));
        let mine = feed::made_by(&mut tx, fixture::THERAPIST).await.unwrap();
        assert_eq!(mine, std::slice::from_ref(&one));
        let at = noon("2026-11-02");
        let other = feed::revoke(&mut tx, (one.id, fixture::LEADER), at).await;
        assert!(!other.unwrap(), "not theirs");
        let own = feed::revoke(&mut tx, (one.id, fixture::THERAPIST), at).await;
        assert!(own.unwrap());
        assert_eq!(feed::by_token(&mut tx, "hash").await.unwrap(), None);
    }
}

#[tokio::test]
async fn only_families_with_feedback_about_the_week_are_named() {
    for db in hemma_testkit::each().await {
        fixture::fill(&db).await;
        hemma_testkit::week::fill(&db).await;
        let mut tx = db.write("request").await.unwrap();
        let written = hemma_testkit::week::written();
        let mut cases = Vec::new();
        for week in [written.previous(), written, written.next()] {
            let found = consultation::cases_with_feedback(&mut tx, TEAMS[0], week).await;
            cases.push(found.unwrap());
        }
        assert_eq!(cases[0], [fixture::OPEN]);
        assert!(cases[2].is_empty(), "{cases:?}");
        let other = consultation::cases_with_feedback(&mut tx, TEAMS[1], written).await;
        assert_eq!(other.unwrap(), []);
    }
}
