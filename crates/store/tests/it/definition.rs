//! Definitions of each kind.

use hemma_store::db::Db;
use hemma_store::definition::{self, Kind, Stored};
use hemma_store::error::Error;
use hemma_testkit::{fixture, noon};

fn version(number: u32, text: &str) -> Stored {
    Stored {
        code: "SMALL".into(),
        version: number,
        text: text.into(),
    }
}

async fn check(db: &Db, kind: Kind) {
    let at = noon(fixture::TODAY);
    let (first, second) = (version(1, "ett å"), version(2, "två"));
    let mut tx = db.write("request").await.unwrap();
    definition::insert(&mut tx, kind, &second, (at, None))
        .await
        .unwrap();
    definition::insert(&mut tx, kind, &first, (at, Some(fixture::LEADER)))
        .await
        .unwrap();
    tx.commit().await.unwrap();

    let mut tx = db.write("request").await.unwrap();
    let again = definition::insert(&mut tx, kind, &version(1, "annat"), (at, None)).await;
    assert!(matches!(again, Err(Error::Conflict(_))), "{again:?}");
    drop(tx);

    let mut tx = db.read().await.unwrap();
    let text = definition::text(&mut tx, kind, "SMALL", 1).await.unwrap();
    assert_eq!(text.as_deref(), Some("ett å"));
    let text = definition::text(&mut tx, kind, "SMALL", 3).await.unwrap();
    assert_eq!(text, None::<String>);
    let versions = definition::versions(&mut tx, kind).await.unwrap();
    assert_eq!(versions, [("SMALL".into(), 1), ("SMALL".into(), 2)]);
    let all = definition::all(&mut tx, kind).await.unwrap();
    assert_eq!(all, [first, second]);
}

#[tokio::test]
async fn versions_stand_beside_each_other_and_none_is_replaced() {
    for db in hemma_testkit::each().await {
        for kind in [
            Kind::Programme,
            Kind::Instrument,
            Kind::Agreement,
            Kind::Layout,
            Kind::Curriculum,
            Kind::Recruiting,
        ] {
            check(&db, kind).await;
        }
    }
}
