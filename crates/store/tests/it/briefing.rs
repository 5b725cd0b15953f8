//! Information meetings: the last place is taken once, a place is given back, and who came is forgotten.

use hemma_domain::application::Contact;
use hemma_domain::briefing::Briefing;
use hemma_domain::ids::BriefingId;
use hemma_domain::staff::Language;
use hemma_store::briefing;
use hemma_testkit::opening::OPENING;
use hemma_testkit::{fixture, noon};
use uuid::Uuid;

fn meeting() -> Briefing {
    Briefing {
        id: BriefingId(Uuid::from_u128(1)),
        opening: OPENING,
        at: noon("2026-12-01"),
        place: "Påhittssalen".to_owned(),
        seats: 1,
        taken: 0,
        cancelled_at: None,
    }
}

fn guest(name: &str) -> Contact {
    Contact {
        name: name.to_owned(),
        email: format!("{name}@example.org"),
        phone: String::new(),
    }
}

#[tokio::test]
async fn the_last_place_is_taken_once_and_given_back() {
    for db in hemma_testkit::each().await {
        fixture::fill(&db).await;
        hemma_testkit::opening::fill(&db).await;
        let mut tx = db.write("request").await.unwrap();
        let one = meeting();
        briefing::insert(&mut tx, &one).await.unwrap();
        assert_eq!(
            briefing::find(&mut tx, one.id).await.unwrap(),
            Some(one.clone())
        );
        let now = noon("2026-11-23");
        let (pelle, lena) = (Uuid::from_u128(1), Uuid::from_u128(2));
        let take = async |tx: &mut _, id, name: &str, at| {
            let who = guest(name);
            briefing::take_seat(tx, (one.id, id), (&who, Language::English, name), at)
                .await
                .unwrap()
        };
        assert!(!take(&mut tx, pelle, "pelle", one.at).await, "it has begun");
        assert!(take(&mut tx, pelle, "pelle", now).await);
        assert!(!take(&mut tx, lena, "lena", now).await, "full");
        let guests = briefing::guests(&mut tx, OPENING).await.unwrap();
        assert_eq!(guests, [(one.id, guest("pelle"))]);
        let found = briefing::by_token(&mut tx, "pelle").await.unwrap();
        assert_eq!(found, Some((pelle, one.id)));
        assert!(briefing::give_seat(&mut tx, (pelle, one.id)).await.unwrap());
        assert!(!briefing::give_seat(&mut tx, (pelle, one.id)).await.unwrap());
        assert!(take(&mut tx, lena, "lena", now).await);
        let all = briefing::of_opening(&mut tx, OPENING).await.unwrap();
        assert_eq!(all[0].taken, 1);
        assert!(briefing::cancel(&mut tx, one.id, now).await.unwrap());
        assert!(!briefing::cancel(&mut tx, one.id, now).await.unwrap());
        let places = briefing::of_meeting(&mut tx, one.id).await.unwrap();
        assert_eq!(places, [lena]);
        let address = briefing::address(&mut tx, lena).await.unwrap();
        assert_eq!(
            address,
            Some(("lena@example.org".to_owned(), Language::English))
        );
        assert_eq!(briefing::address(&mut tx, pelle).await.unwrap(), None);
        assert_eq!(briefing::forget(&mut tx, one.at).await.unwrap(), 0);
        assert_eq!(
            briefing::forget(&mut tx, noon("2026-12-02")).await.unwrap(),
            1
        );
        assert_eq!(briefing::guests(&mut tx, OPENING).await.unwrap(), []);
    }
}
