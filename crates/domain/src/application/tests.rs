use std::collections::BTreeMap;

use proptest::prelude::*;
use uuid::Uuid;

use super::gate::{Bucket, OF_ADDRESS, OF_ALL};
use super::*;
use crate::opening::tests::{day, profile};
use crate::recruiting::tests::rules;

const ME: StaffId = StaffId(Uuid::from_u128(1));
const OTHER: StaffId = StaffId(Uuid::from_u128(2));

fn noon() -> Instant {
    day("2026-11-23").at("12:00".parse().unwrap())
}

pub(crate) fn application(number: u32, stage: Stage) -> Application {
    Application {
        id: ApplicationId(Uuid::from_u128(u128::from(number))),
        opening: OpeningId(Uuid::from_u128(9)),
        number,
        received_at: noon(),
        language: Language::Swedish,
        person: contact(),
        answers: vec!["no".to_owned(), "Skola".to_owned()],
        staff: None,
        cv_bytes: None,
        stage,
        stage_at: noon(),
        called_at: None,
        register: None,
        version: 1,
    }
}

fn contact() -> Contact {
    Contact {
        name: "Pelle Påhitt".to_owned(),
        email: "pelle@example.org".to_owned(),
        phone: "070-000 00 01".to_owned(),
    }
}

fn form() -> Form {
    Form {
        person: contact(),
        answers: vec!["yes".to_owned(), "Tre år i skolan.".to_owned()],
        cv: None,
    }
}

#[test]
fn whoever_was_called_to_interviews_is_told_of_whatever_became_of_it() {
    let one = application(1, Stage::Received);
    assert!(!one.is_told_of());
    let later = noon().plus_seconds(3600);
    let chosen = one.placed(Stage::Invited, (&State::Screening, noon()));
    assert_eq!(chosen.called_at, Some(noon()));
    let not_yet = chosen
        .clone()
        .placed(Stage::Declined, (&State::Screening, later));
    assert!(!not_yet.is_told_of(), "interviews have not begun");
    let gone = chosen.placed(Stage::Declined, (&State::Interviews, later));
    assert_eq!((gone.called_at, gone.stage_at), (Some(noon()), later));
    assert!(gone.is_told_of());
    let back = gone.placed(Stage::Invited, (&State::Interviews, later));
    assert_eq!(back.called_at, Some(noon()), "the first time");
    assert!(back.clone().emptied().is_told_of());
    let destroyed = Application {
        stage: Stage::Destroyed,
        ..back
    };
    assert!(!destroyed.is_told_of());
    assert!(application(2, Stage::Hired).is_told_of());
}

#[track_caller]
fn check_identity(text: &str, found: bool) {
    assert_eq!(holds_identity(text, day("2026-11-23")), found, "{text}");
}

#[test]
fn a_personal_identity_number_is_seen_however_it_is_written() {
    // Numbers that the tax agency has set aside for tests.
    for text in [
        "198507099805",
        "19850709-9805",
        "850709-9805",
        "850709 9805",
        "8507099805",
        "Jag är född 850709-9805 i Provköping",
        "(850709-9805)",
    ] {
        check_identity(text, true);
    }
    for text in [
        "",
        "070-123 45 67",
        "0701234567",
        "2015-2019 arbetade jag i skolan",
        "850709-980",
        "851309-9805",
        "850709-9806",
        "Diarienummer 2026-1234567890123",
    ] {
        check_identity(text, false);
    }
}

#[track_caller]
fn check_form(change: impl FnOnce(&mut Form), faults: &[(&str, FormFault)]) {
    let mut one = form();
    change(&mut one);
    let found = one
        .tidy()
        .faults(&profile(), day("2026-11-23"), |_, _| None);
    let found: Vec<_> = found
        .iter()
        .map(|(field, fault)| (field.as_str(), *fault))
        .collect();
    assert_eq!(found, faults);
}

#[test]
fn what_is_wrong_with_an_application_is_told_field_by_field() {
    check_form(|_| {}, &[]);
    check_form(
        |one| one.person.name = "  ".to_owned(),
        &[("name", FormFault::Name)],
    );
    check_form(
        |one| one.person.name = "Pelle 850709-9805".to_owned(),
        &[("name", FormFault::Identity)],
    );
    for wrong in [
        "pelle",
        "pelle@",
        "@example.org",
        "a@b@c.se",
        "a b@c.se",
        "a@c",
        "<a@c.se>",
    ] {
        check_form(
            |one| one.person.email = wrong.to_owned(),
            &[("email", FormFault::Email)],
        );
    }
    check_form(
        |one| one.person.email = " Pelle@Example.ORG ".to_owned(),
        &[],
    );
    for wrong in ["", "ring mig", "12345", &"1".repeat(16)] {
        check_form(
            |one| one.person.phone = wrong.to_owned(),
            &[("phone", FormFault::Phone)],
        );
    }
    for right in ["+46 (0)70-000 00 01", "0850709980", "850709 98 05"] {
        check_form(|one| one.person.phone = right.to_owned(), &[]);
    }
    check_form(
        |one| one.person.phone = "850709-9805".to_owned(),
        &[("phone", FormFault::Identity)],
    );
    check_form(
        |one| one.answers = vec!["kanske".to_owned()],
        &[
            ("question-1", FormFault::Unanswered),
            ("question-2", FormFault::Unanswered),
        ],
    );
    check_form(
        |one| one.answers[1] = "x".repeat(ANSWER_CHARS_MAX + 1),
        &[("question-2", FormFault::TooLong)],
    );
    check_form(
        |one| one.answers[1] = "Född 19850709-9805".to_owned(),
        &[("question-2", FormFault::Identity)],
    );
    check_form(
        |one| one.cv = Some(b"#!/bin/sh".to_vec()),
        &[("cv", FormFault::Cv(FileFault::NotPdf))],
    );
}

#[test]
fn a_cv_is_asked_for_as_the_profile_says() {
    let today = day("2026-11-23");
    let with = |cv| Profile { cv, ..profile() };
    let none = form().faults(&with(CvWish::Wanted), today, |_, _| None);
    assert_eq!(none, [("cv".to_owned(), FormFault::NoCv)]);
    let unasked = Form {
        cv: Some(b"anything".to_vec()),
        ..form()
    };
    assert_eq!(unasked.faults(&with(CvWish::None), today, |_, _| None), []);
}

#[test]
fn an_answer_that_the_post_demands_otherwise_is_marked() {
    let mut one = application(1, Stage::Received);
    assert_eq!(one.unmet(&profile()), [0]);
    one.answers[0] = "yes".to_owned();
    assert_eq!(one.unmet(&profile()), Vec::<usize>::new());
}

#[track_caller]
fn check_register(shown: &str, issued: &str, found: Option<RegisterFault>) {
    let note = RegisterNote::new((day(shown), day(issued)), ME, (day("2026-11-23"), &rules()));
    assert_eq!(note.err(), found, "{shown} {issued}");
}

#[test]
fn an_extract_is_at_most_six_months_old_when_it_is_shown_and_a_year_before_march_2026() {
    check_register("2026-11-23", "2026-05-23", None);
    check_register("2026-11-23", "2026-05-22", Some(RegisterFault::TooOld));
    check_register("2026-02-28", "2025-03-01", None);
    check_register("2026-03-01", "2025-03-01", Some(RegisterFault::TooOld));
    check_register("2026-11-24", "2026-11-20", Some(RegisterFault::Day));
    check_register("2026-11-20", "2026-11-21", Some(RegisterFault::Day));
}

fn sheet(by: StaffId, sitting: Sitting, scores: &[(usize, u8)], locked: bool) -> Sheet {
    let mark = |score| Mark {
        score,
        note: String::new(),
    };
    Sheet {
        sitting,
        by,
        marks: scores
            .iter()
            .map(|(place, score)| (*place, mark(*score)))
            .collect(),
        locked_at: locked.then(noon),
        version: 1,
    }
}

#[test]
fn a_sheet_is_locked_once_and_whole() {
    let blank = Sheet::blank(Sitting::First, ME);
    let lock = |one: Sheet| one.locked(&profile(), noon());
    assert_eq!(lock(blank.clone()), Err(SheetFault::Open));
    let half = sheet(ME, Sitting::First, &[(1, 4)], false);
    assert_eq!(half.fault(&profile()), None, "kept half done");
    assert_eq!(lock(half), Err(SheetFault::Open));
    let whole = lock(sheet(ME, Sitting::First, &[(1, 4), (2, 1)], false)).unwrap();
    assert_eq!(whole.locked_at, Some(noon()));
    assert_eq!(lock(whole), Err(SheetFault::Locked));
    for wrong in [(1, 0), (1, 6), (0, 3), (7, 3)] {
        let one = sheet(ME, Sitting::First, &[wrong], false);
        assert_eq!(one.fault(&profile()), Some(SheetFault::Score), "{wrong:?}");
    }
    let screening = sheet(ME, Sitting::Screening, &[(0, 3)], false);
    assert!(lock(screening).is_ok());
    let mut long = sheet(ME, Sitting::First, &[(1, 3)], false);
    long.marks.get_mut(&1).unwrap().note = "x".repeat(NOTE_CHARS_MAX + 1);
    assert_eq!(long.fault(&profile()), Some(SheetFault::TooLong));
}

#[test]
fn scores_two_steps_apart_are_told_and_only_locked_ones_count() {
    let sheets = [
        sheet(ME, Sitting::First, &[(1, 2), (2, 3)], true),
        sheet(OTHER, Sitting::First, &[(1, 4), (2, 4)], true),
        sheet(
            StaffId(Uuid::from_u128(3)),
            Sitting::First,
            &[(1, 5), (2, 1)],
            false,
        ),
        sheet(ME, Sitting::Second, &[(1, 1), (2, 1)], true),
    ];
    let found = spreads(&sheets, Sitting::First);
    assert_eq!(found.len(), 2);
    assert!(found[0].is_wide() && !found[1].is_wide());
    assert_eq!(found[0].mean_tenths(), Some(30));
    assert_eq!(found[1].mean_tenths(), Some(35));
    assert_eq!(spreads(&sheets, Sitting::Screening), []);
}

proptest! {
    #[test]
    fn nobody_sees_anothers_scores_before_their_own_are_locked(
        locks in prop::collection::vec((0_u128..4, 0_usize..3, any::<bool>()), 0..12),
        me in 0_u128..4,
    ) {
        let me = StaffId(Uuid::from_u128(me));
        let sittings = [Sitting::Screening, Sitting::First, Sitting::Second];
        let mut by_place = BTreeMap::new();
        for (by, sitting, locked) in locks {
            let by = StaffId(Uuid::from_u128(by));
            by_place.insert((by, sitting), sheet(by, sittings[sitting], &[], locked));
        }
        let sheets: Vec<Sheet> = by_place.into_values().collect();
        let mine = |sitting| sheets.iter().find(|one| one.by == me && one.sitting == sitting);
        for one in seen_by(&sheets, me) {
            let own = mine(one.sitting);
            prop_assert!(one.by == me || own.is_some_and(|own| own.locked_at.is_some()));
            prop_assert!(one.by == me || one.locked_at.is_some());
        }
        let own = sheets.iter().filter(|one| one.by == me).count();
        prop_assert!(seen_by(&sheets, me).len() >= own);
    }

    #[test]
    fn no_more_come_through_than_a_bucket_holds_and_fills(gaps in prop::collection::vec(-5_i64..400, 1..200)) {
        let start = noon();
        let mut now = start;
        let mut bucket = Bucket::full(OF_ADDRESS, now);
        let (mut through, mut passed) = (0_i64, 0_i64);
        for gap in gaps {
            now = now.plus_seconds(gap);
            passed += gap.max(0);
            match bucket.take(OF_ADDRESS, now) {
                Ok(next) => {
                    bucket = next;
                    through += 1;
                }
                Err(again) => prop_assert!(again.seconds_since(now) <= OF_ADDRESS.seconds_each),
            }
        }
        prop_assert!(through <= i64::from(OF_ADDRESS.burst) + passed / OF_ADDRESS.seconds_each + 1);
    }
}

#[test]
fn a_thousand_in_a_minute_let_two_minutes_worth_through_and_the_rest_are_told_when() {
    let mut bucket = Bucket::full(OF_ALL, noon());
    let mut through = 0;
    for number in 0..1_000 {
        let now = noon().plus_seconds(number * 60 / 1_000);
        match bucket.take(OF_ALL, now) {
            Ok(next) => {
                bucket = next;
                through += 1;
            }
            Err(again) => assert!(again.seconds_since(now) <= 1),
        }
    }
    assert_eq!(through, 119);
    assert!(!bucket.is_full(OF_ALL, noon().plus_seconds(90)));
    assert!(bucket.is_full(OF_ALL, noon().plus_seconds(200)));
}

#[test]
fn what_is_not_there_before_a_decision_is_told() {
    let mut one = application(1, Stage::Invited);
    let [first, second] = [Sitting::First, Sitting::Second];
    let all = [
        Lack::Register,
        Lack::Sheets(first),
        Lack::Sheets(second),
        Lack::References,
    ];
    assert_eq!(one.lacks(&[Sitting::Screening], 0), all);
    assert_eq!(one.lacks(&[second], 2), all[..2]);
    one.register = Some(RegisterNote {
        shown_on: day("2026-11-20"),
        issued_on: day("2026-11-02"),
        by: StaffId(Uuid::from_u128(1)),
    });
    assert_eq!(one.lacks(&[first, second], 1), []);
}
