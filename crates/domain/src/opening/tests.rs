use std::collections::BTreeSet;

use proptest::prelude::*;
use uuid::Uuid;

use super::*;
use crate::application::tests::application;
use crate::recruiting::tests::rules;

pub(crate) fn day(text: &str) -> Day {
    text.parse().unwrap()
}

const ME: StaffId = StaffId(Uuid::from_u128(1));

fn competence(weight: Weight, judged: Judged) -> Competence {
    Competence {
        name: "Arbeta med familjer hemma".to_owned(),
        weight,
        judged,
        question: "Berätta om ett hembesök som blev svårt.".to_owned(),
        anchors: ["Inget eget", "Ett exempel", "Lärde av det"].map(str::to_owned),
    }
}

/// Ready to be published on 23 November 2026.
pub(crate) fn profile() -> Profile {
    Profile {
        post: "Familjebehandlare".to_owned(),
        place: "Påhittsgården, Provköping".to_owned(),
        extent: "Heltid, tills vidare".to_owned(),
        about: "Du möter familjer hemma.".to_owned(),
        contact: "Gun Alebäck, 08-508 00 033".to_owned(),
        posts: 1,
        last_on: Some(day("2026-12-13")),
        names: Names::Hidden,
        cv: CvWish::Optional,
        competences: vec![
            competence(Weight::Must, Judged::Application),
            competence(Weight::Must, Judged::Interview),
            competence(Weight::Merit, Judged::Interview),
        ],
        questions: vec![
            Question {
                text: "Har du körkort?".to_owned(),
                kind: QuestionKind::YesNo,
                choices: Vec::new(),
                needed: "yes".to_owned(),
            },
            Question {
                text: "Vad har du arbetat med?".to_owned(),
                kind: QuestionKind::Text,
                choices: Vec::new(),
                needed: String::new(),
            },
        ],
    }
}

pub(crate) fn opening(state: State) -> Opening {
    Opening {
        id: OpeningId(Uuid::from_u128(9)),
        network: NetworkId(Uuid::from_u128(30)),
        team: None,
        profile: profile(),
        state,
        members: vec![Member {
            staff: ME,
            part: Part::Responsible,
        }],
        made: (day("2026-11-20").at("12:00".parse().unwrap()), ME),
        version: 1,
    }
}

fn ended(kind: EndKind, final_on: &str) -> State {
    State::Ended(Ending {
        kind,
        on: day("2026-11-23"),
        by: ME,
        posted_on: None,
        final_on: day(final_on),
        reasons: "Därför".to_owned(),
    })
}

#[test]
fn an_advert_is_public_from_publishing_to_the_end_of_its_last_day() {
    let today = day("2026-11-23");
    let draft = opening(State::Draft);
    assert!(!draft.is_public(today));
    assert_eq!(draft.publish(today), Ok(State::Open));
    let open = opening(State::Open);
    assert_eq!(open.publish(today), Err(MoveError::Elsewhere));
    assert!(open.is_public(day("2026-12-13")));
    assert!(!open.is_public(day("2026-12-14")));
    assert_eq!(open.screen(day("2026-12-13")), Err(MoveError::StillOpen));
    assert_eq!(open.screen(day("2026-12-14")), Ok(State::Screening));
    assert_eq!(open.interview(), Err(MoveError::Elsewhere));
}

#[track_caller]
fn check_lacks(change: impl FnOnce(&mut Profile), lacks: &[Unready]) {
    let mut one = profile();
    change(&mut one);
    assert_eq!(one.unready(day("2026-11-23")), lacks);
}

#[test]
fn what_an_advert_lacks_is_told_all_at_once() {
    check_lacks(|_| {}, &[]);
    check_lacks(
        |one| one.last_on = Some(day("2026-11-22")),
        &[Unready::LastDay],
    );
    check_lacks(
        |one| one.last_on = Some(day("2028-11-22")),
        &[Unready::LastDay],
    );
    check_lacks(
        |one| one.competences.clear(),
        &[Unready::NoMust, Unready::NoInterview],
    );
    check_lacks(
        |one| one.competences[1].question = " ".to_owned(),
        &[Unready::NoQuestion],
    );
    check_lacks(
        |one| {
            one.questions[0].kind = QuestionKind::Choice;
            one.questions[0].choices = vec!["B".to_owned()];
        },
        &[Unready::Choices, Unready::Needed],
    );
    check_lacks(
        |one| one.questions[1].needed = "Allt".to_owned(),
        &[Unready::Needed],
    );
    let lacks = Profile::blank().unready(day("2026-11-23"));
    assert_eq!(lacks.len(), 7, "{lacks:?}");
}

#[test]
fn what_cannot_be_kept_is_told_once_a_field() {
    let mut one = profile();
    assert_eq!(one.faults(), []);
    one.post = "x".repeat(LINE_CHARS_MAX + 1);
    one.competences = vec![competence(Weight::Merit, Judged::References); COMPETENCES_MAX + 1];
    one.questions[0].choices = vec!["x".repeat(LINE_CHARS_MAX + 1); CHOICES_MAX + 1];
    one.posts = 0;
    let expected = [
        ("post", ProfileFault::TooLong),
        ("questions", ProfileFault::TooLong),
        ("posts", ProfileFault::Posts),
        ("competences", ProfileFault::TooMany),
        ("questions", ProfileFault::TooMany),
    ];
    assert_eq!(one.faults(), expected);
}

#[test]
fn names_are_hidden_until_interviews_where_the_profile_says_so() {
    for (state, hidden) in [
        (State::Open, true),
        (State::Screening, true),
        (State::Interviews, false),
        (ended(EndKind::Decided, "2026-12-14"), false),
    ] {
        let mut one = opening(state);
        assert_eq!(one.hides_names(), hidden, "{:?}", one.state);
        one.profile.names = Names::Shown;
        assert!(!one.hides_names());
    }
}

fn ruling(hired: &[u128], posted_on: &str, reasons: &str) -> Ruling {
    let ids = hired.iter().map(|id| ApplicationId(Uuid::from_u128(*id)));
    Ruling {
        hired: ids.collect::<BTreeSet<_>>(),
        posted_on: day(posted_on),
        reasons: reasons.to_owned(),
    }
}

#[test]
fn a_decision_hires_whom_it_can_and_is_final_three_weeks_after_it_was_posted() {
    let one = opening(State::Interviews);
    let all = [
        application(1, Stage::Invited),
        application(2, Stage::Withdrawn),
        application(3, Stage::Invited),
    ];
    let now = (day("2026-11-23"), ME);
    let decide = |ruling| one.decide(ruling, (&all, &rules()), now);
    let hired = decide(ruling(&[1], "2026-11-25", "Mest erfaren")).unwrap();
    let ending = hired.ending().unwrap();
    assert_eq!(ending.final_on, day("2026-12-16"));
    for wrong in [
        ruling(&[], "2026-11-25", "x"),
        ruling(&[2], "2026-11-25", "x"),
        ruling(&[1, 3], "2026-11-25", "x"),
        ruling(&[8], "2026-11-25", "x"),
    ] {
        assert_eq!(decide(wrong), Err(MoveError::Hired));
    }
    let silent = decide(ruling(&[1], "2026-11-25", " "));
    assert_eq!(silent, Err(MoveError::Reasons));
    let far = decide(ruling(&[1], "2027-11-25", "x"));
    assert_eq!(far, Err(MoveError::Day));
    let early =
        opening(State::Screening).decide(ruling(&[1], "2026-11-25", "x"), (&all, &rules()), now);
    assert_eq!(early, Err(MoveError::Elsewhere));
}

#[test]
fn a_wrong_decision_is_put_right_while_it_can_be_appealed() {
    let all = [
        application(1, Stage::Hired),
        application(2, Stage::Withdrawn),
        application(3, Stage::Declined),
    ];
    let before = ended(EndKind::Decided, "2026-12-16");
    let before = State::Ended(Ending {
        posted_on: Some(day("2026-11-25")),
        ..before.ending().unwrap().clone()
    });
    let one = opening(before.clone());
    let on = before.ending().unwrap().on;
    let correct = |ruling, today| one.correct(ruling, (&all, &rules()), day(today));
    let right = correct(ruling(&[3], "2026-11-26", "Mest erfaren"), "2026-12-16");
    let right = right.unwrap();
    let ending = right.ending().unwrap();
    assert_eq!(ending.posted_on, Some(day("2026-11-26")));
    assert_eq!(ending.final_on, day("2026-12-17"));
    assert_eq!((ending.on, ending.by), (on, before.ending().unwrap().by));
    let late = correct(ruling(&[3], "2026-11-26", "x"), "2026-12-17");
    assert_eq!(late, Err(MoveError::Elsewhere));
    for wrong in [
        ruling(&[2], "2026-11-25", "x"),
        ruling(&[1, 3], "2026-11-25", "x"),
    ] {
        assert_eq!(correct(wrong, "2026-12-01"), Err(MoveError::Hired));
    }
    let appealed = opening(one.postpone(day("2027-03-01")).unwrap());
    let kept = appealed.correct(
        ruling(&[3], "2026-11-26", "x"),
        (&all, &rules()),
        day("2026-12-01"),
    );
    assert_eq!(kept.unwrap().ending().unwrap().final_on, day("2027-03-01"));
    let aborted = opening(ended(EndKind::Aborted, "2026-12-16"));
    let none = aborted.correct(
        ruling(&[3], "2026-11-26", "x"),
        (&all, &rules()),
        day("2026-12-01"),
    );
    assert_eq!(none, Err(MoveError::Elsewhere));
}

#[test]
fn screening_begins_the_day_after_the_last_one() {
    let one = opening(State::Open);
    let last = one.profile.last_on.unwrap();
    assert_eq!(one.screens_on(), Some(last.plus(1)));
    assert_eq!(one.screen(last), Err(MoveError::StillOpen));
    assert_eq!(one.screen(last.plus(1)), Ok(State::Screening));
    assert_eq!(opening(State::Screening).screens_on(), None);
}

#[test]
fn whoever_is_hired_is_kept_and_the_others_go_two_years_after_nobody_can_appeal() {
    let one = opening(ended(EndKind::Decided, "2026-12-16"));
    let due = |stage| one.kept(stage, &rules()).unwrap().1;
    assert_eq!(due(Stage::Hired), None);
    assert_eq!(due(Stage::Declined), Some(day("2028-12-16")));
    assert_eq!(due(Stage::Withdrawn), Some(day("2028-12-16")));
    assert_eq!(one.due_on(&rules()), Some(day("2028-12-16")));
    let later = one.postpone(day("2027-06-01")).unwrap();
    assert_eq!(opening(later).due_on(&rules()), Some(day("2029-06-01")));
    assert_eq!(one.postpone(day("2026-12-15")), Err(MoveError::Day));
}

#[test]
fn one_that_was_broken_off_is_not_destroyed_at_once() {
    for state in [State::Open, State::Screening, State::Interviews] {
        let now = (day("2026-11-23"), ME);
        let off = opening(state).abort("Anslaget drogs in".to_owned(), now);
        let off = opening(off.unwrap());
        assert_eq!(off.due_on(&rules()), Some(day("2028-11-23")));
    }
    let draft = opening(State::Draft).abort("x".to_owned(), (day("2026-11-23"), ME));
    assert_eq!(draft, Err(MoveError::Elsewhere));
}

proptest! {
    #[test]
    fn nothing_is_due_before_two_years_have_passed_since_the_end(
        kind in prop::sample::select(vec![EndKind::Decided, EndKind::Aborted]),
        later in 0_i64..800,
    ) {
        let one = opening(ended(kind, "2026-11-23"));
        let moved = opening(one.postpone(day("2026-11-23").plus(later)).unwrap());
        let due = moved.due_on(&rules()).unwrap();
        prop_assert!(due.days_since(day("2026-11-23").plus(later)) >= 730);
    }
}
