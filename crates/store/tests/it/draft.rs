//! What somebody typed and did not yet send.

use hemma_domain::time::Instant;
use hemma_store::draft::{self, Draft};
use hemma_testkit::fixture;

fn at(seconds: i64) -> Instant {
    hemma_testkit::noon(fixture::TODAY).plus_seconds(seconds)
}

fn typed(place: &str, body: &str, seconds: i64) -> Draft {
    Draft {
        place: place.into(),
        body: body.into(),
        saved_at: at(seconds),
    }
}

#[tokio::test]
async fn a_draft_is_its_writers_alone_and_the_last_one_counts() {
    for db in hemma_testkit::each().await {
        fixture::fill(&db).await;
        let mut tx = db.write("request").await.unwrap();
        let (one, other) = (fixture::THERAPIST, fixture::COLLEAGUE);
        for body in ["note=Hon+sov", "note=Hon+sov+hela+natten"] {
            draft::save(&mut tx, one, &typed("/cases/1/contacts", body, 0))
                .await
                .unwrap();
        }
        let found = draft::find(&mut tx, one, "/cases/1/contacts").await;
        assert_eq!(found.unwrap().unwrap().body, "note=Hon+sov+hela+natten");
        let found = draft::find(&mut tx, other, "/cases/1/contacts").await;
        assert_eq!(found.unwrap(), None);
        let raw = tx.all("SELECT body FROM drafts", &[]).await.unwrap();
        assert!(!raw[0].get::<String>("body").unwrap().contains("natten"));
        assert!(
            draft::delete(&mut tx, one, "/cases/1/contacts")
                .await
                .unwrap()
        );
        assert!(
            !draft::delete(&mut tx, one, "/cases/1/contacts")
                .await
                .unwrap()
        );
    }
}

#[tokio::test]
async fn drafts_are_found_by_where_they_begin_and_go_with_age_and_number() {
    for db in hemma_testkit::each().await {
        fixture::fill(&db).await;
        let mut tx = db.write("request").await.unwrap();
        let staff = fixture::THERAPIST;
        for (number, place) in [
            "/cases/1/notes",
            "/cases/1/contacts",
            "/cases/2/notes",
            "/Cases/1",
        ]
        .into_iter()
        .enumerate()
        {
            let one = typed(place, "a=b", i64::try_from(number).unwrap());
            draft::save(&mut tx, staff, &one).await.unwrap();
        }
        let found = draft::under(&mut tx, staff, "/cases/1/", 10).await.unwrap();
        let places: Vec<_> = found.iter().map(|draft| draft.place.as_str()).collect();
        assert_eq!(places, ["/cases/1/contacts", "/cases/1/notes"]);
        assert_eq!(draft::delete_beyond(&mut tx, staff, 3).await.unwrap(), 1);
        assert_eq!(draft::delete_before(&mut tx, at(2)).await.unwrap(), 1);
        let left = draft::under(&mut tx, staff, "", 10).await.unwrap();
        let places: Vec<_> = left.iter().map(|draft| draft.place.as_str()).collect();
        assert_eq!(places, ["/Cases/1", "/cases/2/notes"]);
    }
}
