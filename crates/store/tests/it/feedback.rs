//! Written feedback.

use hemma_domain::week::FollowUp;
use hemma_store::feedback;
use hemma_testkit::week::{POINTS, key, written};
use hemma_testkit::{fixture, noon};

#[tokio::test]
async fn open_points_follow_into_later_weeks_until_they_are_marked() {
    for db in hemma_testkit::each().await {
        fixture::fill(&db).await;
        hemma_testkit::week::fill(&db).await;
        let mut tx = db.write("request").await.unwrap();
        let key = key(&mut tx, fixture::OPEN).await;
        let case = fixture::OPEN;
        let seen = feedback::around(&mut tx, &key, case, written())
            .await
            .unwrap();
        let ids: Vec<_> = seen.iter().map(|one| one.feedback.id).collect();
        assert_eq!(ids, POINTS);
        assert_eq!(seen[0].by, "Gun Alebäck");
        let mut point = seen[0].feedback.clone();
        point.answer = "Det ska jag".into();
        point.answered = Some((noon("2026-11-18"), fixture::THERAPIST));
        point.follow_up = Some(FollowUp::Partly);
        point.followed_in = Some(written());
        point.follow_note = "Hann fråga om en morgon".into();
        assert!(feedback::save(&mut tx, &key, &point).await.unwrap());
        assert!(!feedback::save(&mut tx, &key, &point).await.unwrap());
        point.version += 1;
        let found = feedback::find(&mut tx, &key, case, point.id)
            .await
            .unwrap()
            .unwrap();
        assert_eq!(found.feedback, point);
        assert_eq!(found.answered_by.as_deref(), Some("Tuva Ekorrstig"));
        let elsewhere = feedback::find(&mut tx, &key, fixture::PROTECTED, point.id)
            .await
            .unwrap();
        assert!(elsewhere.is_none());
        let now = feedback::around(&mut tx, &key, case, written())
            .await
            .unwrap();
        assert_eq!(now.len(), 2, "what was marked this week is still shown");
        let later = feedback::around(&mut tx, &key, case, written().next())
            .await
            .unwrap();
        let ids: Vec<_> = later.iter().map(|one| one.feedback.id).collect();
        assert_eq!(ids, [POINTS[1]]);
    }
}

#[tokio::test]
async fn a_point_goes_away_in_the_version_that_was_seen() {
    for db in hemma_testkit::each().await {
        fixture::fill(&db).await;
        hemma_testkit::week::fill(&db).await;
        let mut tx = db.write("request").await.unwrap();
        let key = key(&mut tx, fixture::OPEN).await;
        let case = fixture::OPEN;
        for (version, gone) in [(2, false), (1, true), (1, false)] {
            let removed = feedback::remove(&mut tx, case, (POINTS[0], version)).await;
            assert_eq!(removed.unwrap(), gone, "version {version}");
        }
        let found = feedback::find(&mut tx, &key, case, POINTS[0]).await;
        assert!(found.unwrap().is_none());
    }
}
