//! The stable part of the week page.

use hemma_store::frame;
use hemma_testkit::fixture;
use hemma_testkit::week::{BEHAVIOUR, key};

#[tokio::test]
async fn rows_and_goals_come_back_together_and_rows_are_saved_once() {
    for db in hemma_testkit::each().await {
        fixture::fill(&db).await;
        hemma_testkit::week::fill(&db).await;
        let mut tx = db.write("request").await.unwrap();
        let key = key(&mut tx, fixture::OPEN).await;
        let (rows, goals) = frame::stable(&mut tx, &key, fixture::OPEN).await.unwrap();
        assert_eq!((rows.len(), goals.len()), (2, 2));
        assert_eq!(rows[0].id, BEHAVIOUR);
        assert_eq!(rows[0].duration, "tio till tjugo minuter");
        assert_eq!(rows[1].wish, "Att mamma väcker mig snällt");
        let mut row = rows[0].clone();
        row.frequency = "en morgon i veckan".into();
        assert!(frame::save(&mut tx, &key, &row).await.unwrap());
        assert!(!frame::save(&mut tx, &key, &row).await.unwrap());
        assert!(
            frame::remove(&mut tx, fixture::OPEN, rows[1].id)
                .await
                .unwrap()
        );
        assert!(
            !frame::remove(&mut tx, fixture::PROTECTED, row.id)
                .await
                .unwrap()
        );
        let left = frame::of_case(&mut tx, &key, fixture::OPEN).await.unwrap();
        assert_eq!(left.len(), 1);
        assert_eq!(left[0].frequency, "en morgon i veckan");
    }
}
