use std::collections::BTreeMap;

use uuid::Uuid;

use super::content::LINE_CHARS_MAX;
use super::*;
use crate::layout::{Layout, tests::definition};
use crate::money::Ore;
use crate::time::Day;

fn day(text: &str) -> Day {
    text.parse().unwrap()
}

fn hand(at: &str) -> Hand {
    Hand {
        by: StaffId(Uuid::from_u128(1)),
        at: Instant(at.parse().unwrap()),
    }
}

fn line(what: &str, kronor: i64) -> Line {
    Line {
        what: what.to_owned(),
        amount: Ore(kronor * 100),
        kind: None,
    }
}

/// A journey of one to a conference that says everything it must.
fn content() -> Content {
    let texts = [("summary", "En resa föreslås."), ("background", "")];
    Content {
        heading: "Resa till en konferens".to_owned(),
        diary: "2.5-0001/2026".to_owned(),
        office: "Påhittets förvaltning".to_owned(),
        department: String::new(),
        handler: Handler {
            name: "Tuva Ekorrstig".to_owned(),
            phone: "08-508 00 001".to_owned(),
        },
        addressee: "Påhittets nämnd".to_owned(),
        dated_on: day("2026-11-23"),
        meeting_on: None,
        points: vec!["Nämnden godkänner resan.".to_owned()],
        texts: texts
            .map(|(code, text)| (code.to_owned(), text.to_owned()))
            .into(),
        attachments: Vec::new(),
        costs: vec![line("Resa", 9_000), line("Logi", 4_500)],
        funding: vec![line("Nätverkets avgifter", 13_500)],
        trip: Some(Trip {
            place: "Påhittsstad".to_owned(),
            from: day("2027-03-01"),
            to: day("2027-03-03"),
            participants: vec!["Tuva Ekorrstig".to_owned()],
            alternatives: "Digitalt deltagande ges inte.".to_owned(),
        }),
        signers: Vec::new(),
    }
}

fn unready(change: impl FnOnce(&mut Content)) -> Vec<Unready> {
    let layout = Layout::new(definition()).unwrap();
    let mut content = content();
    change(&mut content);
    let template = layout.template("conference").unwrap();
    content.unready((&layout, template), &layout.diary.value)
}

#[test]
fn a_proposal_is_signed_when_it_says_what_it_must_and_its_money_balances() {
    assert_eq!(unready(|_| ()), []);
    let unbalanced = unready(|one| one.costs[0].amount = Ore(900_001));
    assert_eq!(
        unbalanced,
        [Unready::Unbalanced(Ore(1_350_001), Ore(1_350_000))]
    );
    assert_eq!(unready(|one| one.diary.clear()), [Unready::NoDiary]);
    assert_eq!(
        unready(|one| one.diary = "47/2026".to_owned()),
        [Unready::Diary]
    );
    assert_eq!(unready(|one| one.trip = None), [Unready::Trip]);
    let nothing = unready(|one| {
        one.points = vec![" ".to_owned()];
        one.heading.clear();
        one.addressee.clear();
        one.handler.name.clear();
        one.texts = BTreeMap::new();
        (one.costs, one.funding) = (Vec::new(), Vec::new());
    });
    let lacks = [
        Unready::Handler,
        Unready::Addressee,
        Unready::Heading,
        Unready::NoPoint,
        Unready::Section("summary".to_owned()),
    ];
    assert_eq!(nothing, lacks);
}

#[test]
fn what_is_too_long_or_backwards_cannot_be_kept() {
    assert_eq!(content().faults(), []);
    let mut long = content();
    long.heading = "x".repeat(LINE_CHARS_MAX + 1);
    long.costs = vec![line("x", 1); LINES_MAX + 1];
    long.texts
        .insert("summary".to_owned(), "å".repeat(TEXT_CHARS_MAX + 1));
    long.trip.as_mut().unwrap().to = day("2027-02-28");
    let faults = [
        ("heading", ContentFault::TooLong),
        ("costs", ContentFault::TooMany),
        ("texts", ContentFault::TooLong),
        ("trip_to", ContentFault::Backwards),
    ];
    assert_eq!(long.faults(), faults);
}

fn ruling(outcome: Outcome) -> Ruling {
    Ruling {
        on: day("2026-12-15"),
        outcome,
        approved_on: None,
        posted_on: None,
        note: String::new(),
    }
}

fn sent() -> Course {
    let signed = Course::default()
        .sign(hand("2026-11-24T08:00:00Z"))
        .unwrap();
    signed.send(hand("2026-11-25T08:00:00Z")).unwrap()
}

#[test]
fn whoever_goes_is_named_without_what_they_are() {
    let trip = Trip {
        participants: [" Tuva Ekorrstig , konsult", "Berit Låtsasson", ", okänd"]
            .map(str::to_owned)
            .to_vec(),
        ..content().trip.unwrap()
    };
    let names: Vec<&str> = trip.names().collect();
    assert_eq!(names, ["Tuva Ekorrstig", "Berit Låtsasson"]);
}

#[test]
fn a_proposal_goes_one_way_unless_it_is_returned() {
    let draft = Course::default();
    assert!(draft.is_open());
    assert_eq!(
        draft.clone().send(hand("2026-11-24T08:00:00Z")),
        Err(CourseError::Elsewhere)
    );
    let signed = draft.sign(hand("2026-11-24T08:00:00Z")).unwrap();
    assert_eq!(signed.stage(), Stage::Signed);
    let twice = signed.clone().sign(hand("2026-11-24T09:00:00Z"));
    assert_eq!(twice, Err(CourseError::Elsewhere));
    assert!(signed.reopen().unwrap().is_open());
    assert_eq!(sent().reopen(), Err(CourseError::Elsewhere));
    let postponed = sent().rule(ruling(Outcome::Postponed)).unwrap();
    assert_eq!(postponed.stage(), Stage::Sent);
    let decided = postponed.rule(ruling(Outcome::Granted)).unwrap();
    assert_eq!(decided.clone().reopen(), Err(CourseError::Elsewhere));
    let early = Report {
        on: day("2026-12-14"),
        text: "Resan är gjord.".to_owned(),
    };
    assert_eq!(
        decided.clone().report(early.clone()),
        Err(CourseError::Backwards)
    );
    let told = Report {
        on: day("2027-04-01"),
        ..early
    };
    assert_eq!(decided.report(told).unwrap().stage(), Stage::Reported);
    let returned = sent().rule(ruling(Outcome::Returned)).unwrap();
    assert_eq!(returned.reopen().unwrap(), Course::default());
}

#[test]
fn what_a_step_says_no_longer_is_kept() {
    let postponed = sent().rule(ruling(Outcome::Postponed)).unwrap();
    assert_eq!(sent().passed(&postponed), Passed::default());
    let later = Ruling {
        on: day("2027-01-19"),
        ..ruling(Outcome::Returned)
    };
    let returned = postponed.clone().rule(later.clone()).unwrap();
    let passed = postponed.passed(&returned);
    assert_eq!(passed.ruling, Some(ruling(Outcome::Postponed)));
    assert_eq!(passed.sent, None, "the board has it still");
    let passed = returned.passed(&returned.clone().reopen().unwrap());
    assert_eq!(passed.ruling, Some(later));
    let hands = (hand("2026-11-24T08:00:00Z"), hand("2026-11-25T08:00:00Z"));
    assert_eq!(passed.sent, Some(hands));
    let signed = Course::default()
        .sign(hand("2026-11-24T08:00:00Z"))
        .unwrap();
    let passed = signed.passed(&signed.clone().reopen().unwrap());
    assert_eq!(passed, Passed::default(), "no board had it");
}

#[track_caller]
fn check_correction(change: impl FnOnce(&mut Ruling), keeps: bool) {
    let noted = Ruling {
        approved_on: Some(day("2026-12-22")),
        note: "En reservation.".to_owned(),
        ..ruling(Outcome::Granted)
    };
    let mut now = noted.clone();
    change(&mut now);
    let before = sent().rule(noted.clone()).unwrap();
    let passed = before.passed(&before.clone().rule(now).unwrap()).ruling;
    assert_eq!(passed, keeps.then_some(noted));
}

#[test]
fn a_ruling_that_only_gains_days_is_the_same_ruling() {
    check_correction(|_| (), false);
    check_correction(|now| now.posted_on = Some(day("2026-12-23")), false);
    check_correction(|now| now.approved_on = Some(day("2026-12-21")), true);
    check_correction(|now| now.approved_on = None, true);
    check_correction(|now| now.on = day("2026-12-14"), true);
    check_correction(|now| now.outcome = Outcome::Changed, true);
    check_correction(|now| now.note.clear(), true);
}

#[test]
fn each_day_that_follows_is_counted_from_the_one_before() {
    let deadlines = definition().deadlines;
    assert_eq!(sent().due(&deadlines), None);
    let decided = sent().rule(ruling(Outcome::Granted)).unwrap();
    assert_eq!(
        decided.due(&deadlines),
        Some(Due::Approval(day("2026-12-29")))
    );
    let approved = Ruling {
        approved_on: Some(day("2026-12-22")),
        ..ruling(Outcome::Granted)
    };
    let decided = decided.rule(approved.clone()).unwrap();
    assert_eq!(
        decided.due(&deadlines),
        Some(Due::Posting(day("2026-12-28"))),
        "the second day after is Christmas Eve"
    );
    let posted = Ruling {
        posted_on: Some(day("2026-12-23")),
        ..approved.clone()
    };
    let decided = decided.rule(posted).unwrap();
    assert_eq!(
        decided.due(&deadlines),
        Some(Due::Appeal(day("2027-01-13")))
    );
    let wrong = Ruling {
        posted_on: Some(day("2026-12-21")),
        ..approved
    };
    assert_eq!(decided.clone().rule(wrong), Err(CourseError::Backwards));
    let skipped = Ruling {
        posted_on: Some(day("2026-12-21")),
        ..ruling(Outcome::Granted)
    };
    assert_eq!(decided.rule(skipped), Err(CourseError::Backwards));
}

#[test]
fn minutes_can_be_late_and_an_appeal_cannot() {
    let on = day("2010-11-04");
    for (due, is_late) in [
        (Due::Approval(on), true),
        (Due::Posting(on), true),
        (Due::Appeal(on), false),
    ] {
        assert!(!due.is_over(on) && !due.is_late(on), "the last day counts");
        let after = on.plus(1);
        assert_eq!((due.is_over(after), due.is_late(after)), (true, is_late));
    }
}

#[test]
fn a_trips_costs_add_up_kind_by_kind() {
    let of = |kind, kronor| Line {
        kind,
        ..line("Något", kronor)
    };
    assert_eq!(sums_by_kind(&[of(None, 7)]), [], "nobody said a kind");
    let costs = [
        of(Some(CostKind::Lodging), 500),
        of(None, 7),
        of(Some(CostKind::Journey), 1_000),
        of(Some(CostKind::Lodging), 250),
    ];
    let sums = [
        (Some(CostKind::Journey), Ore(100_000)),
        (Some(CostKind::Lodging), Ore(75_000)),
        (None, Ore(700)),
    ];
    assert_eq!(sums_by_kind(&costs), sums);
}
