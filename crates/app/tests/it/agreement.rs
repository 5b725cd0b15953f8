//! Agreements on the shelf: shipped, imported, never changed.

use hemma_app::definition::Import;
use hemma_app::error::Error;
use hemma_testkit::fixture;

use crate::harness::{TestApp, cut};

const SHIPPED: &str = include_str!("../../../../agreements/standby-home.toml");

#[tokio::test]
async fn an_agreement_is_imported_once_and_never_changed() {
    let test = TestApp::new().await;
    let ctx = test.ctx(fixture::ADMINISTRATOR);
    let shipped = test.app.agreements().newest("STANDBY-HOME").unwrap();
    assert_eq!(shipped.version, 1);
    let next = SHIPPED.replacen("version = 1", "version = 2", 1);
    let (text, by) = (&next, &ctx);
    let statements = cut(&test, |app| async move {
        app.import_agreement(by, "home.toml", text).await
    })
    .await;
    assert!(statements > 1);
    let again = test.app.import_agreement(&ctx, "home.toml", SHIPPED).await;
    assert!(matches!(again, Err(Error::Invalid(_))));
    let broken = SHIPPED.replacen("version = 1", "version = 0", 1);
    let refused = test.app.import_agreement(&ctx, "home.toml", &broken).await;
    assert!(matches!(refused, Ok(Import::Refused(_))));
    let leader = test.ctx(fixture::LEADER);
    let forbidden = test.app.import_agreement(&leader, "home.toml", &next).await;
    assert!(matches!(forbidden, Err(Error::Forbidden)));
}
