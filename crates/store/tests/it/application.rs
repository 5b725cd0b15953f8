//! Applications: sealed under keys of their own, scored, answered, and destroyed so that nothing is left to read.

use hemma_domain::application::{
    Application, Mark, Message, Reference, RegisterNote, Sheet, Sitting, Stage,
};
use hemma_domain::ids::StaffId;
use hemma_domain::opening::Merits;
use hemma_store::application::{self, message, reference, score};
use hemma_store::db::{Db, Tx};
use hemma_testkit::opening::{OPENING, application as applied, pdf};
use hemma_testkit::{fixture, noon};
use uuid::Uuid;

use crate::pool::day;

const TABLES: [&str; 5] = [
    "applications",
    "application_files",
    "application_scores",
    "application_references",
    "application_messages",
];

async fn filled(db: &Db) -> Tx {
    fixture::fill(db).await;
    hemma_testkit::opening::fill(db).await;
    db.write("request").await.unwrap()
}

fn with_cv(number: u32) -> (Application, Vec<u8>) {
    let file = pdf("/Title (Pelle)");
    let one = Application {
        cv_bytes: Some(u32::try_from(file.len()).unwrap()),
        ..applied(number)
    };
    (one, file)
}

/// Every row of what is kept of applications, as text.
async fn all_rows(tx: &mut Tx) -> String {
    let mut text = String::new();
    for table in TABLES {
        let rows = tx.all_built(format!("SELECT * FROM {table}"), &[]).await;
        text.push_str(&format!("{:?}\n", rows.unwrap()));
    }
    text
}

fn sheet(by: StaffId, score: u8) -> Sheet {
    let mark = Mark {
        score,
        note: "Tydligt exempel".to_owned(),
    };
    Sheet {
        marks: [(1, mark)].into(),
        ..Sheet::blank(Sitting::First, by)
    }
}

#[tokio::test]
async fn an_application_is_kept_whole_and_found_by_its_secret_address() {
    for db in hemma_testkit::each().await {
        let mut tx = filled(&db).await;
        let (one, file) = with_cv(1);
        application::insert(&mut tx, &one, "hash-1", Some(&file))
            .await
            .unwrap();
        let other = applied(2);
        application::insert(&mut tx, &other, "hash-2", None)
            .await
            .unwrap();
        let found = application::by_token(&mut tx, "hash-1").await.unwrap();
        assert_eq!(found.as_ref(), Some(&one));
        assert_eq!(application::by_token(&mut tx, "hash").await.unwrap(), None);
        let kept = application::file(&mut tx, one.id).await.unwrap();
        assert_eq!(kept, Some(file));
        assert_eq!(application::file(&mut tx, other.id).await.unwrap(), None);
        let mut invited = Application {
            stage: Stage::Invited,
            stage_at: noon("2026-12-15"),
            called_at: Some(noon("2026-12-14")),
            register: Some(RegisterNote {
                shown_on: day("2026-12-15"),
                issued_on: day("2026-12-01"),
                by: fixture::LEADER,
            }),
            ..one.clone()
        };
        assert!(application::save(&mut tx, &invited).await.unwrap());
        assert!(!application::save(&mut tx, &one).await.unwrap());
        invited.version = 2;
        let all = application::of_opening(&mut tx, OPENING).await.unwrap();
        assert_eq!(all, [invited, other]);
        let told = all_rows(&mut tx).await;
        for secret in ["Pelle", "example.org", "skolan", "%PDF"] {
            assert!(!told.contains(secret), "{secret} can be read");
        }
    }
}

#[tokio::test]
async fn a_sheet_is_changed_until_it_is_locked() {
    for db in hemma_testkit::each().await {
        let mut tx = filled(&db).await;
        let one = applied(1);
        application::insert(&mut tx, &one, "hash", None)
            .await
            .unwrap();
        let mut mine = sheet(fixture::LEADER, 4);
        let save = score::save(&mut tx, one.id, &mine).await;
        assert!(save.unwrap());
        let twice = score::save(&mut tx, one.id, &mine).await;
        assert!(!twice.unwrap(), "new twice");
        mine.version = 1;
        mine.locked_at = Some(noon("2026-12-15"));
        assert!(score::save(&mut tx, one.id, &mine).await.unwrap());
        mine.version = 2;
        let locked = score::save(&mut tx, one.id, &mine).await;
        assert!(!locked.unwrap(), "locked");
        let other = sheet(fixture::COLLEAGUE, 2);
        score::save(&mut tx, one.id, &other).await.unwrap();
        let all = score::of_application(&mut tx, one.id).await.unwrap();
        assert_eq!(all.len(), 2);
        assert!(all.contains(&mine));
        let of_opening = score::of_opening(&mut tx, OPENING).await.unwrap();
        assert_eq!(of_opening.len(), 2);
    }
}

#[tokio::test]
async fn nothing_readable_is_left_of_an_application_that_was_destroyed() {
    for db in hemma_testkit::each().await {
        let mut tx = filled(&db).await;
        let (one, file) = with_cv(1);
        let one = Application {
            staff: Some(fixture::THERAPIST),
            ..one
        };
        application::insert(&mut tx, &one, "hash-1", Some(&file))
            .await
            .unwrap();
        let (other, _) = with_cv(2);
        application::insert(&mut tx, &other, "hash-2", Some(&file))
            .await
            .unwrap();
        score::save(&mut tx, one.id, &sheet(fixture::LEADER, 4))
            .await
            .unwrap();
        let said = Reference {
            who: "Rut Påhitt, chef".to_owned(),
            on: day("2026-12-16"),
            by: fixture::LEADER,
            summary: "Lugn".to_owned(),
        };
        let place = (one.id, Uuid::from_u128(1));
        assert!(reference::insert(&mut tx, place, &said).await.unwrap());
        let asked = reference::counts(&mut tx, one.opening).await.unwrap();
        assert_eq!(asked.get(&one.id), Some(&1));
        let references = reference::of_application(&mut tx, one.id).await;
        assert_eq!(references.unwrap().as_slice(), std::slice::from_ref(&said));
        let told = Message {
            body: "Du är välkommen.".to_owned(),
            at: noon("2026-12-16"),
            by: fixture::LEADER,
        };
        assert!(message::insert(&mut tx, place, &told).await.unwrap());
        let messages = message::of_application(&mut tx, one.id).await;
        assert_eq!(messages.unwrap().as_slice(), std::slice::from_ref(&told));

        let none = application::merits(&mut tx, one.id).await.unwrap();
        assert_eq!(none, None);
        let merits = Merits {
            education: "Socionom 2012".to_owned(),
            experience: "Åtta år".to_owned(),
            other: String::new(),
        };
        for (version, is_kept) in [(1, true), (1, false)] {
            let saved = application::save_merits(&mut tx, (one.id, version), &merits).await;
            assert_eq!(saved.unwrap(), is_kept);
        }
        let kept = application::merits(&mut tx, one.id).await.unwrap();
        assert_eq!(kept, Some(merits));

        application::destroy(&mut tx, one.id, noon("2029-01-11"))
            .await
            .unwrap();
        let rows = all_rows(&mut tx).await;
        // The address, every sealed text and the key all begin alike; the other application alone has any.
        assert!(!rows.contains("hash-1") && rows.contains("hash-2"));
        assert_eq!(rows.matches("Text(\"1.").count(), 4, "{rows}");
        let left = application::find(&mut tx, one.id).await.unwrap().unwrap();
        assert_eq!(left.stage, Stage::Destroyed);
        assert_eq!(left.person.name, "");
        assert_eq!((left.staff, left.cv_bytes), (None, None));
        assert_eq!(application::file(&mut tx, one.id).await.unwrap(), None);
        assert_eq!(score::of_application(&mut tx, one.id).await.unwrap(), []);
        assert!(!reference::insert(&mut tx, place, &said).await.unwrap());
        assert!(!message::insert(&mut tx, place, &told).await.unwrap());
        let again = score::save(&mut tx, one.id, &sheet(fixture::LEADER, 4)).await;
        assert!(!again.unwrap());
        assert!(!application::save(&mut tx, &left).await.unwrap());
        let kept = application::find(&mut tx, other.id).await.unwrap();
        assert_eq!(kept, Some(other));
    }
}
