//! A backup is taken while the site is in use, and comes back.

use hemma_app::App;
use hemma_app::config::Config;
use hemma_app::ctx::Ctx;
use hemma_app::error::Error;
use hemma_app::transfer::{self, Backup};
use hemma_domain::access::Errand;
use hemma_testkit::fixture;
use sha2::{Digest as _, Sha256};

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

/// Everything the export wrote, by file.
fn read(folder: &std::path::Path) -> std::collections::BTreeMap<String, String> {
    std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| {
            let entry = entry.unwrap();
            let text = std::fs::read_to_string(entry.path()).unwrap();
            (entry.file_name().into_string().unwrap(), text)
        })
        .collect()
}

fn transfer() -> Ctx {
    Ctx::system(Errand::Transfer, now())
}

#[tokio::test]
async fn a_board_is_exported_with_a_manifest_that_fits_and_a_line_in_the_log_for_each_case() {
    let test = TestApp::new().await;
    hemma_testkit::week::fill(&test.db).await;
    let out = hemma_testkit::folder().join("export");
    let done = test
        .app
        .export_board(&transfer(), "BJÖ", &out)
        .await
        .unwrap();
    let files = read(&out);
    assert_eq!((done.cases, done.files + 1), (4, files.len()));
    let manifest: serde_json::Value = serde_json::from_str(&files["manifest.json"]).unwrap();
    assert_eq!(manifest["board"]["name"], "Björkdalens stadsdelsnämnd");
    let mut lines = 0;
    for listed in manifest["files"].as_array().unwrap() {
        let text = &files[listed["file"].as_str().unwrap()];
        let hash: String = Sha256::digest(text.as_bytes())
            .iter()
            .map(|byte| format!("{byte:02x}"))
            .collect();
        assert_eq!(listed["sha256"], hash.as_str());
        assert_eq!(listed["lines"], text.lines().count());
        lines += text.lines().count();
    }
    assert_eq!(done.lines, u64::try_from(lines).unwrap());
    assert!(files["cases.jsonl"].contains("Lingonstig"));
    assert!(!files["cases.jsonl"].contains("GRA-"), "of the other board");
    assert!(files["programmes.jsonl"].contains("MST-CAN"));
    let exports = files["audit.jsonl"].matches("\"exported\"").count();
    assert_eq!(exports, 5, "the board and its four cases");
    let left: Vec<_> = std::fs::read_dir(out.parent().unwrap()).unwrap().collect();
    assert_eq!(left.len(), 1, "nothing beside it");

    let again = test.app.export_board(&transfer(), "BJÖ", &out).await;
    assert!(again.is_err(), "a folder that is there is not overwritten");
}

#[tokio::test]
async fn an_export_that_fails_leaves_nothing() {
    let test = TestApp::new().await;
    for statements in [0, 10, 200] {
        let out = hemma_testkit::folder().join("export");
        let broken = test.app.on_db(test.db.cutting_after(statements));
        let done = broken.export_board(&transfer(), "BJÖ", &out).await;
        if statements == 200 {
            // No transaction of this small world is so long: the cut never comes.
            assert!(done.is_ok());
            continue;
        }
        assert!(done.is_err(), "{statements}");
        let left = std::fs::read_dir(out.parent().unwrap()).unwrap().count();
        assert_eq!(left, 0, "{statements}");
    }
    let nowhere = hemma_testkit::folder().join("export");
    let unknown = test.app.export_board(&transfer(), "XYZ", &nowhere).await;
    assert!(matches!(unknown, Err(Error::NotFound)));
    let leader = test.ctx(fixture::LEADER);
    let refused = test.app.export_board(&leader, "BJÖ", &nowhere).await;
    assert!(matches!(refused, Err(Error::Forbidden)));
    assert!(!nowhere.exists());
}
