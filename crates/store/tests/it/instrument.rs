//! Definitions of instruments.

use hemma_store::error::Error;
use hemma_store::instrument::{self, Stored};
use hemma_testkit::{fixture, noon};

fn version(number: u32, text: &str) -> Stored {
    Stored {
        code: "SMALL".into(),
        version: number,
        text: text.into(),
    }
}

#[tokio::test]
async fn versions_stand_beside_each_other_and_none_is_replaced() {
    for db in hemma_testkit::each().await {
        let at = noon(fixture::TODAY);
        let (first, second) = (version(1, "ett å"), version(2, "två"));
        let mut tx = db.write("request").await.unwrap();
        instrument::insert(&mut tx, &second, at, None)
            .await
            .unwrap();
        instrument::insert(&mut tx, &first, at, Some(fixture::LEADER))
            .await
            .unwrap();
        tx.commit().await.unwrap();

        let mut tx = db.write("request").await.unwrap();
        let again = instrument::insert(&mut tx, &version(1, "annat"), at, None).await;
        assert!(matches!(again, Err(Error::Conflict(_))), "{again:?}");
        drop(tx);

        let mut tx = db.read().await.unwrap();
        let text = instrument::text(&mut tx, "SMALL", 1).await.unwrap();
        assert_eq!(text.as_deref(), Some("ett å"));
        assert_eq!(
            instrument::text(&mut tx, "SMALL", 3).await.unwrap(),
            None::<String>
        );
        let all = instrument::all(&mut tx).await.unwrap();
        assert_eq!(all, [first, second]);
    }
}
