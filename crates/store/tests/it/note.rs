//! The journal.

use hemma_domain::ids::NoteId;
use hemma_domain::note::{Lock, Note, NoteKind};
use hemma_domain::time::Day;
use hemma_store::note;
use hemma_testkit::fixture;
use uuid::Uuid;

use crate::case::key;

pub(crate) fn draft(number: u128, on: &str) -> Note {
    Note {
        id: NoteId(Uuid::from_u128(number)),
        case: fixture::OPEN,
        kind: NoteKind::Note,
        on: on.parse().unwrap(),
        heading: "Hembesök".into(),
        body: "Alla var hemma.\nMalva lagade mat.".into(),
        source: "Malva".into(),
        author: fixture::THERAPIST,
        written_at: hemma_testkit::noon(on),
        lock: Lock::Draft,
        about: None,
        persons: vec![fixture::CHILD, fixture::MOTHER],
        version: 1,
    }
}

#[tokio::test]
async fn an_entry_comes_back_as_it_was_stored() {
    for db in hemma_testkit::each().await {
        fixture::fill(&db).await;
        let mut tx = db.write("request").await.unwrap();
        let key = key(&mut tx, fixture::OPEN).await;
        let at = hemma_testkit::noon("2026-11-11");
        let signed = Note {
            lock: Lock::Signed { at },
            ..draft(1, "2026-11-10")
        };
        let fix = Note {
            kind: NoteKind::Correction,
            about: Some(signed.id),
            lock: Lock::Expired { at },
            persons: vec![],
            ..draft(2, "2026-11-12")
        };
        for one in [&signed, &fix] {
            note::insert(&mut tx, &key, one).await.unwrap();
        }
        let all = note::of_case(&mut tx, &key, fixture::OPEN).await.unwrap();
        assert_eq!(all, [fix, signed.clone()]);
        let found = note::find(&mut tx, &key, fixture::OPEN, signed.id)
            .await
            .unwrap();
        assert_eq!(found, Some(signed.clone()));
        let elsewhere = note::find(&mut tx, &key, fixture::OTHER_TEAM, signed.id)
            .await
            .unwrap();
        assert_eq!(elsewhere, None);
        let authors = note::authors(&mut tx, fixture::OPEN).await.unwrap();
        assert_eq!(authors.len(), 1);
        assert_eq!(authors[0].name, "Tuva Ekorrstig");
    }
}

#[tokio::test]
async fn only_a_draft_can_be_saved_or_thrown_away() {
    for db in hemma_testkit::each().await {
        fixture::fill(&db).await;
        let mut tx = db.write("request").await.unwrap();
        let key = key(&mut tx, fixture::OPEN).await;
        let mut one = draft(1, "2026-11-20");
        note::insert(&mut tx, &key, &one).await.unwrap();
        one.body = "Bara Malva var hemma.".into();
        one.persons = vec![fixture::MOTHER];
        assert!(note::save(&mut tx, &key, &one).await.unwrap());
        assert!(
            !note::save(&mut tx, &key, &one).await.unwrap(),
            "the version has moved on"
        );
        one.version = 2;
        one.lock = Lock::Signed {
            at: hemma_testkit::noon("2026-11-21"),
        };
        assert!(note::save(&mut tx, &key, &one).await.unwrap());
        one.version = 3;
        assert!(!note::save(&mut tx, &key, &one).await.unwrap(), "signed");
        assert!(!note::remove_draft(&mut tx, one.id, 3).await.unwrap());
        assert_eq!(
            note::find(&mut tx, &key, fixture::OPEN, one.id)
                .await
                .unwrap(),
            Some(one)
        );
        let other = draft(2, "2026-11-20");
        note::insert(&mut tx, &key, &other).await.unwrap();
        assert!(!note::remove_draft(&mut tx, other.id, 9).await.unwrap());
        assert!(note::remove_draft(&mut tx, other.id, 1).await.unwrap());
    }
}

#[tokio::test]
async fn upkeep_finds_what_was_left_and_locks_it_once() {
    for db in hemma_testkit::each().await {
        fixture::fill(&db).await;
        let mut tx = db.write("request").await.unwrap();
        let key = key(&mut tx, fixture::OPEN).await;
        let (old, new) = (draft(1, "2026-11-01"), draft(2, "2026-11-20"));
        for one in [&old, &new] {
            note::insert(&mut tx, &key, one).await.unwrap();
        }
        let until = hemma_testkit::noon("2026-11-09");
        let board = fixture::BOARDS[0];
        assert_eq!(note::lock_days(&mut tx, board).await.unwrap(), 14);
        assert_eq!(note::boards(&mut tx).await.unwrap().len(), 2);
        let left = note::left_drafts(&mut tx, board, until).await.unwrap();
        assert_eq!(left.len(), 1);
        assert_eq!((left[0].note, left[0].team), (old.id, fixture::TEAMS[0]));
        let elsewhere = note::left_drafts(&mut tx, fixture::BOARDS[1], until)
            .await
            .unwrap();
        assert!(elsewhere.is_empty());
        assert!(note::expire(&mut tx, old.id, until).await.unwrap());
        assert!(!note::expire(&mut tx, old.id, until).await.unwrap());
        let locked = note::find(&mut tx, &key, fixture::OPEN, old.id)
            .await
            .unwrap()
            .unwrap();
        assert_eq!(locked.lock, Lock::Expired { at: until });
        assert_eq!(locked.on, "2026-11-01".parse::<Day>().unwrap());
    }
}
