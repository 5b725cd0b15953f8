use std::collections::BTreeMap;

use proptest::prelude::*;
use uuid::Uuid;

use super::*;
use crate::ids::MeasureId;
use crate::instrument::{Answer, Comparison, RuleKind};
use crate::measure::{Hand, Refusal, Window};
use crate::time::Instant;

fn day(text: &str) -> Day {
    text.parse().unwrap()
}

fn ratio(text: &str) -> Ratio {
    text.parse().unwrap()
}

fn cut_off() -> CutOff {
    CutOff {
        side: Comparison::AtLeast,
        value: ratio("0.61"),
    }
}

fn form(case: u128, due_on: &str, value: &str) -> Form {
    Form {
        case: CaseId(Uuid::from_u128(case)),
        team: TeamId(Uuid::from_u128(1)),
        therapist: None,
        due_on: day(due_on),
        value: ratio(value),
        rule: 1,
    }
}

fn asked(case: u128, due_on: &str, state: State) -> Asked {
    Asked {
        measure: Measure {
            id: MeasureId(Uuid::from_u128(case)),
            case: CaseId(Uuid::from_u128(case)),
            instrument: "TAM-R".into(),
            instrument_version: 1,
            respondent: None,
            window: Window {
                opens_on: day(due_on).plus(-7),
                due_on: day(due_on),
                closes_on: day(due_on).plus(7),
            },
            state,
            released: None,
            version: 1,
        },
        code: format!("F{case}"),
        is_open: true,
        rests: false,
        team: TeamId(Uuid::from_u128(1)),
        therapist: None,
        score: None,
    }
}

fn done() -> State {
    State::Done {
        at: Instant("2026-11-01T12:00:00Z".parse().unwrap()),
        by: Hand::Staff(StaffId(Uuid::from_u128(9))),
    }
}

#[track_caller]
fn check_level(values: &[(u128, &str)], mean: Option<&str>, above: u32, families: u32) {
    let forms: Vec<Form> = values
        .iter()
        .map(|(case, value)| form(*case, "2026-11-01", value))
        .collect();
    let level = Level::of(&forms, Some(cut_off()));
    assert_eq!(level.mean, mean.map(ratio), "{values:?}");
    let counted = (level.above, level.families);
    assert_eq!(counted, (Some(above), families), "{values:?}");
}

#[test]
fn a_level_is_exact_and_never_rounded_before_it_is_compared() {
    check_level(&[], None, 0, 0);
    check_level(&[(1, "17/28")], Some("17/28"), 0, 1);
    check_level(&[(1, "14/23")], Some("14/23"), 0, 1);
    check_level(&[(1, "18/28")], Some("9/14"), 1, 1);
    // The family's mean decides, not its newest or its best.
    check_level(&[(1, "1/2"), (1, "1")], Some("3/4"), 1, 1);
    check_level(
        &[(1, "1/2"), (1, "1"), (2, "0"), (3, "61/100")],
        Some("211/400"),
        2,
        3,
    );
}

#[test]
fn a_level_without_a_cut_off_says_nothing_of_one() {
    let level = Level::of(&[form(1, "2026-11-01", "1/2")], None);
    assert_eq!(level.above, None);
    assert!(level.is_thin());
    let many: Vec<Form> = (1..=5)
        .map(|case| form(case, "2026-11-01", "1/2"))
        .collect();
    assert!(!Level::of(&many, None).is_thin());
}

#[test]
fn periods_begin_where_the_calendar_says() {
    let first = |step: Step, on: &str| step.first_of(day(on)).to_string();
    assert_eq!(first(Step::Month, "2026-11-30"), "2026-11-01");
    assert_eq!(first(Step::Quarter, "2026-11-30"), "2026-10-01");
    assert_eq!(first(Step::Quarter, "2026-03-31"), "2026-01-01");
    assert_eq!(
        Step::Quarter.moved(day("2026-02-11"), -1).to_string(),
        "2025-10-01"
    );
    assert_eq!(
        Step::Month.moved(day("2026-01-31"), 1).to_string(),
        "2026-02-01"
    );
}

#[test]
fn a_trend_keeps_its_gaps_and_begins_with_the_first_score() {
    let forms = [
        form(1, "2026-08-31", "1/2"),
        form(1, "2026-11-01", "1"),
        form(2, "2025-01-01", "0"),
    ];
    let periods = trend(&forms, None, Step::Month, (6, day("2026-11-23")));
    let told: Vec<(String, u32)> = periods
        .iter()
        .map(|period| (period.first_day.to_string(), period.level.forms))
        .collect();
    let expected = [
        ("2026-08-01", 1),
        ("2026-09-01", 0),
        ("2026-10-01", 0),
        ("2026-11-01", 1),
    ];
    assert_eq!(told, expected.map(|(on, forms)| (on.to_owned(), forms)));
    assert_eq!(trend(&[], None, Step::Month, (6, day("2026-11-23"))), []);
}

#[test]
fn what_a_family_lacks_names_who_can_do_something() {
    let today = day("2026-11-23");
    let not_asked = |why| State::NotAsked { why };
    let at = Instant("2026-11-01T12:00:00Z".parse().unwrap());
    let by = StaffId(Uuid::from_u128(9));
    let declined = State::Declined {
        at,
        by,
        why: Refusal::NoTime,
    };
    for (state, lack) in [
        (State::Due, Some(Lack::Call)),
        (done(), None),
        (declined, Some(Lack::Declined)),
        (State::Unreachable, Some(Lack::Unreachable)),
        (not_asked(NotAsked::ConsentMissing), Some(Lack::AskConsent)),
        (not_asked(NotAsked::ConsentRefused), Some(Lack::Refused)),
        (not_asked(NotAsked::NobodyToAsk), Some(Lack::NameSomebody)),
        (not_asked(NotAsked::Missed), Some(Lack::Missed)),
        (not_asked(NotAsked::Ended), None),
        (not_asked(NotAsked::OnHold), None),
    ] {
        assert_eq!(asked(1, "2026-11-20", state).lack(today), lack, "{state:?}");
    }
    assert_eq!(asked(1, "2026-12-15", State::Due).lack(today), None);
    let mut resting = asked(1, "2026-11-20", State::Due);
    resting.rests = true;
    assert_eq!(
        resting.lack(today),
        None,
        "nobody calls while measures rest"
    );
}

#[test]
fn only_the_newest_measure_of_a_family_in_treatment_counts_as_lacking() {
    let today = day("2026-11-23");
    let mut closed = asked(3, "2026-11-20", State::Due);
    closed.is_open = false;
    let all = [
        asked(1, "2026-10-20", State::Unreachable),
        asked(1, "2026-11-20", done()),
        asked(2, "2026-11-20", State::Due),
        asked(2, "2026-10-20", done()),
        // Its window has not opened.
        asked(2, "2026-12-18", State::Due),
        closed,
    ];
    let found = lacking(&all, today);
    let found: Vec<(&str, Lack)> = found
        .iter()
        .map(|(one, lack)| (one.code.as_str(), *lack))
        .collect();
    assert_eq!(found, [("F2", Lack::Call)]);
}

#[test]
fn collected_counts_only_what_was_due() {
    let today = day("2026-11-23");
    let ended = State::NotAsked {
        why: NotAsked::Ended,
    };
    let held = State::NotAsked {
        why: NotAsked::OnHold,
    };
    let all = [
        asked(1, "2026-10-20", done()),
        asked(2, "2026-10-20", State::Unreachable),
        asked(3, "2026-10-20", ended),
        asked(5, "2026-10-20", held),
        // Answered early: it counts from its due day.
        asked(4, "2026-11-25", done()),
    ];
    assert_eq!(collected(&all, today), (1, 2));
}

#[test]
fn answers_are_coded_from_the_end_that_counts_least() {
    let mut definition = crate::instrument::tests::share(3);
    definition.items[1].reverse = true;
    let instrument = Instrument::new(definition).unwrap();
    let scale = scale_of(&instrument).unwrap();
    let reader = ItemReader::new(&instrument, scale).unwrap();
    let given = BTreeMap::from([
        ("i1".to_owned(), Answer::Value(4)),
        ("i2".to_owned(), Answer::Value(2)),
        ("i3".to_owned(), Answer::Declined),
    ]);
    assert_eq!(reader.row(&given), [Some(3), Some(3), None]);
    assert_eq!(reader.part(0, 3), Some(1.0));
    assert_eq!(reader.part(0, 2), Some(0.0));
    assert_eq!(reader.part(0, 5), None);
    assert_eq!(reader.part(3, 0), None);
    let mut plain = scale.clone();
    plain.rule.kind = RuleKind::Mean;
    let reader = ItemReader::new(&instrument, &plain).unwrap();
    assert_eq!(reader.part(0, 2), Some(0.5));
}

#[test]
fn an_instrument_about_somebody_else_says_nothing_of_the_therapist() {
    let mut definition = crate::instrument::tests::share(3);
    definition.subject = Subject::Family;
    assert!(scale_of(&Instrument::new(definition).unwrap()).is_none());
}

proptest! {
    #[test]
    fn order_and_other_families_never_matter(
        mut drawn in prop::collection::vec((0..6_u128, 0..=28_i64), 0..60),
        turn in 0..60_usize,
    ) {
        let made = |drawn: &[(u128, i64)]| -> Level {
            let forms: Vec<Form> = drawn
                .iter()
                .map(|(case, k)| form(*case, "2026-11-01", &format!("{k}/28")))
                .collect();
            Level::of(&forms, Some(cut_off()))
        };
        let before = made(&drawn);
        prop_assert!(before.above.unwrap() <= before.families);
        prop_assert!(before.families <= before.forms);
        if !drawn.is_empty() {
            let by = turn % drawn.len();
            drawn.rotate_left(by);
        }
        prop_assert_eq!(&made(&drawn), &before);
        // A family that is added changes the share by itself alone.
        drawn.push((100, 28));
        prop_assert_eq!(made(&drawn).above, before.above.map(|above| above + 1));
    }
}
