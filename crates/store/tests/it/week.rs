//! Weeks: texts, times and decisions.

use hemma_domain::consultation::{Pattern, day_about};
use hemma_domain::time::Week;
use hemma_domain::week::{CaseWeek, SafetyChange, WeekField, WeekText};
use hemma_store::{consultation, week};
use hemma_testkit::week::{key, written};
use hemma_testkit::{fixture, noon};

#[tokio::test]
async fn a_week_comes_back_as_it_was_stored() {
    for db in hemma_testkit::each().await {
        fixture::fill(&db).await;
        let mut tx = db.write("request").await.unwrap();
        let key = key(&mut tx, fixture::OPEN).await;
        let stored = CaseWeek {
            safety_change: Some(SafetyChange::Worse),
            handed_in: Some((noon("2026-11-23"), fixture::THERAPIST)),
            supervised_at: Some(noon("2026-11-24")),
            decisions: "Fler kvällsbesök".into(),
            decisions_version: 1,
            consulted_at: Some(noon("2026-11-26")),
            changed_at: Some(noon("2026-11-22")),
            version: 1,
            ..CaseWeek::empty(fixture::OPEN, written())
        };
        week::insert(&mut tx, &key, &stored).await.unwrap();
        let found = week::find(&mut tx, &key, fixture::OPEN, written())
            .await
            .unwrap();
        assert_eq!(found, stored);
        assert_eq!(
            week::of_case(&mut tx, &key, fixture::OPEN).await.unwrap(),
            [stored]
        );
        let sheet = week::sheet(&mut tx, &key, (fixture::OPEN, written()), fixture::TEAMS[0])
            .await
            .unwrap();
        assert_eq!(sheet.week, found);
        assert!(sheet.texts.is_empty() && sheet.contacts.is_empty());
    }
}

#[tokio::test]
async fn a_sheet_holds_the_texts_and_contacts_of_its_week_alone() {
    for db in hemma_testkit::each().await {
        fixture::fill(&db).await;
        hemma_testkit::week::fill(&db).await;
        let mut tx = db.write("request").await.unwrap();
        let key = key(&mut tx, fixture::OPEN).await;
        let at = (fixture::OPEN, written());
        let sheet = week::sheet(&mut tx, &key, at, fixture::TEAMS[0])
            .await
            .unwrap();
        assert_eq!(sheet.texts.len(), 2);
        assert_eq!(sheet.texts[0].1, "Tuva Ekorrstig");
        let minutes: Vec<u32> = sheet.contacts.iter().map(|one| one.minutes).collect();
        assert_eq!(minutes, [75, 60, 20]);
        assert_eq!(sheet.rhythm.supervision_weekday, 2);
        let next = (fixture::OPEN, written().next());
        let sheet = week::sheet(&mut tx, &key, next, fixture::TEAMS[0])
            .await
            .unwrap();
        assert_eq!(sheet.week, CaseWeek::empty(fixture::OPEN, next.1));
        assert!(sheet.texts.is_empty() && sheet.contacts.is_empty());
    }
}

#[tokio::test]
async fn a_week_is_talked_about_on_the_day_of_the_weekly_time() {
    let team = fixture::TEAMS[0];
    let by = (noon("2026-11-20"), fixture::CONSULTANT);
    for db in hemma_testkit::each().await {
        fixture::fill(&db).await;
        let mut tx = db.write("request").await.unwrap();
        let key = key(&mut tx, fixture::OPEN).await;
        // From Thursday on Tuesdays: the Tuesday before it is still by the time before.
        for (from, weekday) in [("2026-10-01", 1), ("2026-11-26", 2), ("2026-12-09", 5)] {
            let pattern = Pattern {
                team,
                from: from.parse().unwrap(),
                weekday,
                at: "13:00".parse().unwrap(),
                minutes: 60,
            };
            consultation::set_pattern(&mut tx, &pattern, by)
                .await
                .unwrap();
        }
        let patterns = consultation::patterns(&mut tx, team).await.unwrap();
        for (about, on) in [
            ("2026-W37", "2026-09-17"),
            ("2026-W47", "2026-11-23"),
            ("2026-W48", "2026-12-01"),
            ("2026-W49", "2026-12-11"),
        ] {
            let week: Week = about.parse().unwrap();
            let at = (fixture::OPEN, week);
            let sheet = week::sheet(&mut tx, &key, at, team).await.unwrap();
            assert_eq!(
                sheet.consultation_on,
                day_about(&patterns, sheet.rhythm, week)
            );
            assert_eq!(sheet.consultation_on, on.parse().unwrap(), "{about}");
        }
    }
}

#[tokio::test]
async fn the_second_of_two_who_save_a_text_is_told() {
    for db in hemma_testkit::each().await {
        fixture::fill(&db).await;
        let mut tx = db.write("request").await.unwrap();
        let key = key(&mut tx, fixture::OPEN).await;
        let at = (fixture::OPEN, written());
        let first = WeekText {
            field: WeekField::Advances,
            text: "Tre lugna morgnar".into(),
            by: fixture::THERAPIST,
            at: noon("2026-11-22"),
            version: 0,
        };
        assert!(week::save_text(&mut tx, &key, at, &first).await.unwrap());
        assert!(!week::save_text(&mut tx, &key, at, &first).await.unwrap());
        let second = WeekText {
            text: "Fyra lugna morgnar".into(),
            by: fixture::LEADER,
            version: 1,
            ..first.clone()
        };
        assert!(week::save_text(&mut tx, &key, at, &second).await.unwrap());
        assert!(!week::save_text(&mut tx, &key, at, &second).await.unwrap());
        let (found, name) = week::text(&mut tx, &key, at, WeekField::Advances)
            .await
            .unwrap()
            .unwrap();
        assert_eq!(
            (found.text.as_str(), found.version),
            ("Fyra lugna morgnar", 2)
        );
        assert_eq!(name, "Gun Alebäck");
    }
}

#[tokio::test]
async fn the_times_of_a_week_are_set_once() {
    for db in hemma_testkit::each().await {
        fixture::fill(&db).await;
        let mut tx = db.write("request").await.unwrap();
        let key = key(&mut tx, fixture::OPEN).await;
        let at = (fixture::OPEN, written());
        let (now, later) = (noon("2026-11-23"), noon("2026-11-25"));
        assert!(week::open(&mut tx, at.0, at.1).await.unwrap());
        assert!(!week::open(&mut tx, at.0, at.1).await.unwrap());
        week::touch(&mut tx, at.0, at.1, now).await.unwrap();
        assert!(
            week::hand_in(&mut tx, at, now, fixture::THERAPIST)
                .await
                .unwrap()
        );
        assert!(
            !week::hand_in(&mut tx, at, later, fixture::LEADER)
                .await
                .unwrap()
        );
        assert!(week::mark_supervised(&mut tx, at, now).await.unwrap());
        assert!(!week::mark_supervised(&mut tx, at, later).await.unwrap());
        assert!(week::mark_consulted(&mut tx, at, later).await.unwrap());
        assert!(!week::mark_consulted(&mut tx, at, now).await.unwrap());
        assert!(
            week::save_safety(&mut tx, at, Some(SafetyChange::Better), 1)
                .await
                .unwrap()
        );
        assert!(!week::save_safety(&mut tx, at, None, 1).await.unwrap());
        assert!(
            week::save_decisions(&mut tx, &key, at, "Två besök till", 1)
                .await
                .unwrap()
        );
        assert!(
            !week::save_decisions(&mut tx, &key, at, "Inga", 1)
                .await
                .unwrap()
        );
        let found = week::find(&mut tx, &key, at.0, at.1).await.unwrap();
        assert_eq!(found.handed_in, Some((now, fixture::THERAPIST)));
        assert_eq!(found.supervised_at, Some(now));
        assert_eq!(found.consulted_at, Some(later));
        assert_eq!(found.safety_change, Some(SafetyChange::Better));
        assert_eq!(found.decisions, "Två besök till");
    }
}

#[tokio::test]
async fn a_read_mark_moves_forward() {
    for db in hemma_testkit::each().await {
        fixture::fill(&db).await;
        let mut tx = db.write("request").await.unwrap();
        let at = (fixture::OPEN, Week::of(noon("2026-11-18").day()));
        let who = fixture::CONSULTANT;
        assert_eq!(week::read_at(&mut tx, who, at).await.unwrap(), None);
        for day in ["2026-11-23", "2026-11-24"] {
            week::mark_read(&mut tx, who, at, noon(day)).await.unwrap();
        }
        let read = week::read_at(&mut tx, who, at).await.unwrap();
        assert_eq!(read, Some(noon("2026-11-24")));
    }
}

#[tokio::test]
async fn a_week_is_settled_when_it_was_handed_in_or_talked_about() {
    for db in hemma_testkit::each().await {
        fixture::fill(&db).await;
        let mut tx = db.write("request").await.unwrap();
        let key = key(&mut tx, fixture::OPEN).await;
        let empty = |back: i64| CaseWeek::empty(fixture::OPEN, written().plus(-back));
        let settled = async |tx: &mut hemma_store::db::Tx, first: Week| {
            week::settled(tx, fixture::OPEN, first).await.unwrap()
        };
        let (rhythm, none) = settled(&mut tx, written()).await.unwrap();
        assert_eq!((rhythm.hand_in_weekday, none.len()), (1, 0));
        for one in [
            CaseWeek {
                handed_in: Some((noon("2026-11-23"), fixture::THERAPIST)),
                ..empty(0)
            },
            CaseWeek {
                supervised_at: Some(noon("2026-11-17")),
                ..empty(1)
            },
            empty(2),
            CaseWeek {
                consulted_at: Some(noon("2026-11-06")),
                ..empty(3)
            },
        ] {
            week::insert(&mut tx, &key, &one).await.unwrap();
        }
        let (_, all) = settled(&mut tx, written().plus(-4)).await.unwrap();
        assert_eq!(all, [written().plus(-3), written().plus(-1), written()]);
        let (_, late) = settled(&mut tx, written()).await.unwrap();
        assert_eq!(late, [written()]);
        let nobody = hemma_domain::ids::CaseId(uuid::Uuid::nil());
        assert_eq!(
            week::settled(&mut tx, nobody, written()).await.unwrap(),
            None
        );
    }
}
