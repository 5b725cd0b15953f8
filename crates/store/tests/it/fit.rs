//! Fits with their drivers.

use hemma_store::{fit, step};
use hemma_testkit::fixture;
use hemma_testkit::week::{DRIVERS, FIT, key, written};

#[tokio::test]
async fn a_fit_comes_back_with_its_drivers_and_each_is_saved_by_itself() {
    for db in hemma_testkit::each().await {
        fixture::fill(&db).await;
        hemma_testkit::week::fill(&db).await;
        let mut tx = db.write("request").await.unwrap();
        let key = key(&mut tx, fixture::OPEN).await;
        let fits = fit::of_week(&mut tx, &key, fixture::OPEN, written())
            .await
            .unwrap();
        assert_eq!(fits.len(), 1);
        let ids: Vec<_> = fits[0].drivers.iter().map(|one| one.id).collect();
        assert_eq!(ids, DRIVERS);
        assert_eq!(fits[0].drivers[0].evidence, "Sömndagbok sju nätter");
        let mut changed = fits[0].clone();
        changed.target = "Malva skriker på morgonen".into();
        assert!(fit::save(&mut tx, &key, &changed).await.unwrap());
        assert!(!fit::save(&mut tx, &key, &changed).await.unwrap());
        let mut driver = fits[0].drivers[2].clone();
        driver.prioritised = true;
        let case = fixture::OPEN;
        assert!(
            fit::save_driver(&mut tx, &key, case, &driver)
                .await
                .unwrap()
        );
        assert!(
            !fit::save_driver(&mut tx, &key, case, &driver)
                .await
                .unwrap()
        );
        let again = fit::of_week(&mut tx, &key, case, written()).await.unwrap();
        assert_eq!(again[0].target, "Malva skriker på morgonen");
        assert!(again[0].drivers[2].prioritised);
    }
}

#[tokio::test]
async fn what_is_removed_frees_the_steps_that_named_it() {
    for db in hemma_testkit::each().await {
        fixture::fill(&db).await;
        hemma_testkit::week::fill(&db).await;
        let mut tx = db.write("request").await.unwrap();
        let key = key(&mut tx, fixture::OPEN).await;
        let case = fixture::OPEN;
        assert!(
            !fit::remove_driver(&mut tx, fixture::PROTECTED, DRIVERS[1])
                .await
                .unwrap()
        );
        assert!(fit::remove_driver(&mut tx, case, DRIVERS[1]).await.unwrap());
        assert!(fit::remove(&mut tx, case, FIT).await.unwrap());
        assert!(!fit::remove(&mut tx, case, FIT).await.unwrap());
        let steps = step::around(&mut tx, &key, case, written()).await.unwrap();
        assert!(steps.iter().all(|one| one.driver.is_none()));
        assert!(
            fit::of_week(&mut tx, &key, case, written())
                .await
                .unwrap()
                .is_empty()
        );
    }
}
