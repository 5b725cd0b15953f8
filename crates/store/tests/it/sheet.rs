//! What only a sheet holds.

use hemma_domain::sheet::{DutySheet, SheetTexts};
use hemma_store::error::Error;
use hemma_store::sheet;
use hemma_testkit::{fixture, noon};

use crate::case::key;

pub(crate) fn sheet() -> DutySheet {
    DutySheet {
        case: fixture::OPEN,
        texts: SheetTexts {
            red_flags: "Pappan har hotat att komma dit.".into(),
            staff_warning: "Gå aldrig ensam.".into(),
            way_in: "Port 0000, tre trappor, hund.".into(),
            keep_out: "Pappan får inte vara i lägenheten.".into(),
            call_first: "Mormor Gullan, 070-000 00 01.".into(),
            out_of_hours: "Provköpings socialjour, 08-000 00 00.".into(),
        },
        looked_over: (noon("2026-11-20"), fixture::THERAPIST),
        version: 1,
    }
}

#[tokio::test]
async fn a_sheet_is_written_once_and_changed_by_whoever_saw_it_last() {
    for db in hemma_testkit::each().await {
        fixture::fill(&db).await;
        let mut tx = db.write("request").await.unwrap();
        let key = key(&mut tx, fixture::OPEN).await;
        let none = sheet::find(&mut tx, &key, fixture::OPEN).await.unwrap();
        assert_eq!(none, None);
        let one = sheet();
        sheet::insert(&mut tx, &key, &one).await.unwrap();
        let found = sheet::find(&mut tx, &key, fixture::OPEN).await.unwrap();
        assert_eq!(found, Some((one.clone(), "Tuva Ekorrstig".to_owned())));
        let changed = DutySheet {
            texts: SheetTexts::default(),
            looked_over: (noon("2026-11-23"), fixture::LEADER),
            ..one
        };
        assert!(sheet::save(&mut tx, &key, &changed).await.unwrap());
        assert!(!sheet::save(&mut tx, &key, &changed).await.unwrap());
        let (found, by) = sheet::find(&mut tx, &key, fixture::OPEN)
            .await
            .unwrap()
            .unwrap();
        assert_eq!((found.version, by.as_str()), (2, "Gun Alebäck"));
        assert_eq!(found.texts, SheetTexts::default());
        let again = sheet::insert(&mut tx, &key, &changed).await;
        assert!(matches!(again, Err(Error::Conflict(_))), "{again:?}");
    }
}

#[tokio::test]
async fn a_list_says_that_something_is_written_and_never_what() {
    for db in hemma_testkit::each().await {
        fixture::fill(&db).await;
        let mut tx = db.write("request").await.unwrap();
        let key = key(&mut tx, fixture::OPEN).await;
        let one = DutySheet {
            texts: SheetTexts {
                staff_warning: String::new(),
                ..sheet().texts
            },
            ..sheet()
        };
        sheet::insert(&mut tx, &key, &one).await.unwrap();
        let asked = [fixture::OPEN, fixture::OTHER_TEAM];
        let marks = sheet::marks(&mut tx, &asked).await.unwrap();
        let mark = marks[&fixture::OPEN];
        assert!(mark.red_flags && !mark.staff_warning);
        assert_eq!(mark.looked_over, noon("2026-11-20"));
        assert_eq!(marks.len(), 1);
        assert!(sheet::marks(&mut tx, &[]).await.unwrap().is_empty());
    }
}
