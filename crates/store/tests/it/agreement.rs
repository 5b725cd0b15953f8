use hemma_store::agreement::{self, Stored};
use hemma_store::error::Error;
use hemma_testkit::{fixture, noon};

#[tokio::test]
async fn a_version_is_stored_once() {
    for db in hemma_testkit::each().await {
        let mut tx = db.write("request").await.unwrap();
        let one = Stored {
            code: "HOME".into(),
            version: 1,
            text: "code = \"HOME\"".into(),
        };
        let at = noon(fixture::TODAY);
        agreement::insert(&mut tx, &one, at, None).await.unwrap();
        let all = agreement::all(&mut tx).await.unwrap();
        assert_eq!(all, std::slice::from_ref(&one));
        let twin = agreement::insert(&mut tx, &one, at, None).await;
        assert!(matches!(twin, Err(Error::Conflict(_))));
    }
}
