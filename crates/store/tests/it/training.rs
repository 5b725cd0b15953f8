//! Trainings: days, places, attendance, evaluations, calendars.

use hemma_domain::ids::{FeedId, TrainingId};
use hemma_domain::staff::Language;
use hemma_domain::training::{Content, Credit, Evaluation, Length, Reply, Seat, Session, Training};
use hemma_store::db::Tx;
use hemma_store::training::feed::{self, TrainingFeed};
use hemma_store::training::{self, credit, seat, urn};
use hemma_testkit::{fixture, noon};
use uuid::Uuid;

use crate::pool::day;

fn session(on: &str, length: Length) -> Session {
    Session {
        on: day(on),
        from: "09:00".parse().unwrap(),
        to: "16:00".parse().unwrap(),
        length,
    }
}

pub(crate) fn training_of(number: u128, first: &str) -> Training {
    Training {
        id: TrainingId(Uuid::from_u128(number)),
        network: fixture::NETWORK,
        content: Content {
            title: "Kvartalsutbildning \"höst\"".to_owned(),
            place: "Påhittssalen".to_owned(),
            language: Language::Swedish,
            about: "Ta med en inspelning.\nVi övar.".to_owned(),
            programme: Some("MST-CAN".to_owned()),
            requirement: Some("booster".to_owned()),
            seats_max: Some(1),
            sessions: vec![session(first, Length::Whole)],
        },
        cancelled_at: None,
        revision: 0,
        made: (noon("2026-11-01"), fixture::NETWORK_LEAD),
        version: 1,
    }
}

#[tokio::test]
async fn a_training_is_kept_whole_with_its_days() {
    for db in hemma_testkit::each().await {
        fixture::fill(&db).await;
        let mut tx = db.write("request").await.unwrap();
        let one = training_of(1, "2026-12-03");
        training::insert(&mut tx, &one).await.unwrap();
        let found = training::find(&mut tx, one.id).await.unwrap();
        assert_eq!(found.as_ref(), Some(&one));
        let changed = Training {
            content: Content {
                programme: None,
                requirement: None,
                seats_max: None,
                sessions: vec![
                    session("2026-12-10", Length::Whole),
                    session("2026-12-11", Length::Half),
                ],
                ..one.content.clone()
            },
            revision: 1,
            ..one.clone()
        };
        assert!(training::save(&mut tx, &changed).await.unwrap());
        assert!(
            !training::save(&mut tx, &one).await.unwrap(),
            "changed meanwhile"
        );
        let kept = Training {
            version: 2,
            ..changed
        };
        let earlier = training_of(2, "2026-09-03");
        training::insert(&mut tx, &earlier).await.unwrap();
        let all = training::of_network(&mut tx, fixture::NETWORK).await;
        let all: Vec<Training> = all.unwrap().into_iter().map(|one| one.training).collect();
        assert_eq!(all, [kept.clone(), earlier]);
        let at = noon("2026-11-20");
        let cancelled = training::cancel(&mut tx, (kept.id, 2), at).await;
        assert!(cancelled.unwrap());
        let again = training::cancel(&mut tx, (kept.id, 3), at).await;
        assert!(!again.unwrap());
        let found = training::find(&mut tx, kept.id).await.unwrap().unwrap();
        assert_eq!((found.cancelled_at, found.revision), (Some(at), 2));
    }
}

async fn invited(tx: &mut Tx, one: &Training) {
    training::insert(tx, one).await.unwrap();
    for staff in [fixture::THERAPIST, fixture::LEADER] {
        assert!(seat::insert(tx, one.id, staff).await.unwrap());
    }
}

#[tokio::test]
async fn the_last_place_is_taken_once() {
    for db in hemma_testkit::each().await {
        fixture::fill(&db).await;
        let mut tx = db.write("request").await.unwrap();
        let one = training_of(1, "2026-12-03");
        invited(&mut tx, &one).await;
        let again = seat::insert(&mut tx, one.id, fixture::LEADER).await;
        assert!(!again.unwrap(), "invited before");
        assert!(training::take_place(&mut tx, one.id).await.unwrap());
        assert!(!training::take_place(&mut tx, one.id).await.unwrap());
        let mut fewer = one.clone();
        fewer.content.seats_max = Some(0);
        let saved = training::save(&mut tx, &fewer).await;
        assert!(!saved.unwrap(), "fewer than have said yes");
        training::give_place(&mut tx, one.id).await.unwrap();
        training::give_place(&mut tx, one.id).await.unwrap();
        assert!(training::take_place(&mut tx, one.id).await.unwrap());
        let place = (one.id, fixture::LEADER);
        let yes = (Reply::Open, Reply::Yes);
        assert!(seat::reply(&mut tx, place, yes).await.unwrap());
        assert!(!seat::reply(&mut tx, place, yes).await.unwrap());
        let listed = training::of_network(&mut tx, fixture::NETWORK).await;
        let listed = listed.unwrap();
        assert_eq!((listed[0].invited, listed[0].coming), (2, 1));
        assert_eq!(listed[0].attended, 0);
        let days = ["2026-12-03", "2026-12-04"].map(|on| (fixture::LEADER, day(on)));
        seat::attend(&mut tx, one.id, &days).await.unwrap();
        let listed = training::of_network(&mut tx, fixture::NETWORK).await;
        assert_eq!(listed.unwrap()[0].attended, 1, "a person, not their days");
        let booked = credit::booked_in_network(&mut tx, fixture::NETWORK, day("2026-12-03"));
        let booked = booked.await.unwrap();
        assert_eq!(booked.len(), 1);
        assert_eq!(booked[0].staff, fixture::LEADER);
        let later = credit::booked_by_staff(&mut tx, fixture::LEADER, day("2026-12-04"));
        assert_eq!(later.await.unwrap(), []);
    }
}

#[tokio::test]
async fn only_days_that_were_held_count_as_attended() {
    for db in hemma_testkit::each().await {
        fixture::fill(&db).await;
        let mut tx = db.write("request").await.unwrap();
        let mut one = training_of(1, "2026-11-05");
        one.content
            .sessions
            .push(session("2026-11-06", Length::Half));
        invited(&mut tx, &one).await;
        let marks = [
            (fixture::THERAPIST, day("2026-11-05")),
            (fixture::THERAPIST, day("2026-11-06")),
            (fixture::THERAPIST, day("2026-11-07")),
        ];
        seat::attend(&mut tx, one.id, &marks).await.unwrap();
        let credits = credit::of_staff(&mut tx, fixture::THERAPIST).await.unwrap();
        let told: Vec<Credit> = credits.iter().map(|one| one.credit).collect();
        let credit = |on: &str, half_days| Credit {
            on: day(on),
            half_days,
        };
        assert_eq!(told, [credit("2026-11-06", 1), credit("2026-11-05", 2)]);
        assert_eq!(
            credits,
            credit::of_network(&mut tx, fixture::NETWORK).await.unwrap()
        );
        seat::attend(&mut tx, one.id, &marks[..1]).await.unwrap();
        let place = seat::find(&mut tx, (one.id, fixture::THERAPIST)).await;
        let kept = Seat {
            attended: [day("2026-11-05")].into(),
            ..Seat::invited(fixture::THERAPIST)
        };
        assert_eq!(place.unwrap().as_ref(), Some(&kept));
        let all = seat::of_training(&mut tx, one.id).await.unwrap();
        let names: Vec<&str> = all.iter().map(|(_, name)| name.as_str()).collect();
        assert_eq!(names, ["Gun Alebäck", "Tuva Ekorrstig"]);
        let mine = training::of_staff(&mut tx, fixture::THERAPIST).await;
        assert_eq!(mine.unwrap(), [(one.clone(), kept)]);
        let posts = credit::posts_of_staff(&mut tx, fixture::THERAPIST, day(fixture::TODAY));
        let posts = posts.await.unwrap();
        assert_eq!(posts[0].programme, "MST-CAN");
        training::cancel(&mut tx, (one.id, 1), noon("2026-11-08"))
            .await
            .unwrap();
        let none = credit::of_staff(&mut tx, fixture::THERAPIST).await;
        assert_eq!(none.unwrap(), [], "called off");
    }
}

#[tokio::test]
async fn nothing_leads_from_an_evaluation_to_anybody() {
    for db in hemma_testkit::each().await {
        fixture::fill(&db).await;
        let mut tx = db.write("request").await.unwrap();
        let one = training_of(1, "2026-11-05");
        invited(&mut tx, &one).await;
        urn::insert(&mut tx, one.id, &[]).await.unwrap();
        let given = |answers| Evaluation::new(answers).unwrap();
        for answers in [[5, 4, 3], [1, 2, 3]] {
            let mut all = urn::take(&mut tx, one.id).await.unwrap().unwrap();
            all.push(given(answers));
            urn::put_back(&mut tx, one.id, &all).await.unwrap();
        }
        let all = urn::of_training(&mut tx, one.id).await.unwrap();
        assert_eq!(
            all,
            [given([1, 2, 3]), given([5, 4, 3])],
            "in no order of time"
        );
        let place = (one.id, fixture::THERAPIST);
        assert!(seat::evaluate(&mut tx, place).await.unwrap());
        assert!(!seat::evaluate(&mut tx, place).await.unwrap(), "once");
        let none = urn::take(&mut tx, TrainingId(Uuid::from_u128(9))).await;
        assert_eq!(none.unwrap(), None);
    }
}

#[tokio::test]
async fn an_address_opens_until_its_maker_takes_it_back() {
    for db in hemma_testkit::each().await {
        fixture::fill(&db).await;
        let mut tx = db.write("request").await.unwrap();
        let one = TrainingFeed {
            id: FeedId(Uuid::from_u128(1)),
            network: Some(fixture::NETWORK),
            made: (noon("2026-11-23"), fixture::NETWORK_LEAD),
        };
        feed::insert(&mut tx, &one, "hash").await.unwrap();
        let found = feed::by_token(&mut tx, "hash").await.unwrap();
        assert_eq!(found.as_ref(), Some(&one));
        let made = feed::made_by(&mut tx, fixture::NETWORK_LEAD).await;
        assert_eq!(made.unwrap(), std::slice::from_ref(&one));
        let at = noon("2026-11-24");
        let other = feed::revoke(&mut tx, (one.id, fixture::LEADER), at).await;
        assert!(!other.unwrap());
        let own = feed::revoke(&mut tx, (one.id, fixture::NETWORK_LEAD), at).await;
        assert!(own.unwrap());
        assert_eq!(feed::by_token(&mut tx, "hash").await.unwrap(), None);
    }
}
