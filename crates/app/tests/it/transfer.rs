//! A backup is taken while the site is in use, and comes back.

use hemma_app::App;
use hemma_app::config::Config;
use hemma_app::error::Error;
use hemma_app::transfer::{self, Backup};
use hemma_testkit::fixture;

use crate::harness::{TestApp, now};

#[tokio::test]
async fn a_backup_taken_in_use_is_restored_with_every_text() {
    let first = Config::in_folder(hemma_testkit::folder());
    let app = App::open(first.clone(), now()).await.unwrap();
    fixture::fill(&app.database()).await;
    let ctx = TestApp::new().await.ctx(fixture::THERAPIST);
    app.case_overview(&ctx, fixture::OPEN).await.unwrap();
    let copy = hemma_testkit::folder().join("backup.db");
    assert!(matches!(app.backup_to(&copy).await.unwrap(), Backup::Made(bytes) if bytes > 10_000));
    assert!(
        app.backup_to(&copy).await.is_err(),
        "a file that is there is not overwritten"
    );

    let second = Config::in_folder(hemma_testkit::folder());
    assert!(
        transfer::restore(&second, &copy)
            .unwrap_err()
            .to_string()
            .contains("master")
    );
    std::fs::copy(first.key_file(), second.key_file()).unwrap();
    transfer::restore(&second, &copy).unwrap();
    assert!(
        transfer::restore(&second, &copy).is_err(),
        "a database that is there is not overwritten"
    );
    let restored = App::open(second, now()).await.unwrap();
    let head = restored.case_overview(&ctx, fixture::OPEN).await.unwrap();
    assert_eq!(head.case.label, "Lingonstig");
}

#[tokio::test]
async fn a_wrong_master_key_is_refused_at_the_start() {
    let config = Config::in_folder(hemma_testkit::folder());
    App::open(config.clone(), now())
        .await
        .unwrap()
        .close()
        .await;
    std::fs::remove_file(config.key_file()).unwrap();
    let opened = App::open(config, now()).await;
    assert!(matches!(opened, Err(Error::Internal(_))));
}
