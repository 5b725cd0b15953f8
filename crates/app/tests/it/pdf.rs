//! The typesetting helper.

use hemma_app::pdf::Typeset;

use crate::harness::TestApp;

#[tokio::test]
async fn a_missing_helper_is_said_plainly() {
    let test = TestApp::new().await;
    assert!(!test.app.can_typeset());
    let done = test.app.typeset(&serde_json::json!({})).await.unwrap();
    assert!(matches!(done, Typeset::Missing));
}
