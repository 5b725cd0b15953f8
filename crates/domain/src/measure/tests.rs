use proptest::prelude::*;
use uuid::Uuid;

use super::*;
use crate::case::{Case, Ruling, RulingKind, Stage};
use crate::consent::{Consent, ConsentKind};
use crate::hold::{Hold, HoldReason};
use crate::ids::{BoardId, ConsentId, HoldId, TeamId};
use crate::instrument::Respondent;
use crate::person::{Kin, Person, sample};

fn day(text: &str) -> Day {
    text.parse().unwrap()
}

fn monthly(window_days: u32) -> Plans {
    Plans {
        cadence: Cadence::Days {
            first: 14,
            every: 28,
        },
        window_days,
    }
}

fn course(opened: &str) -> Course {
    Course {
        opened_on: day(opened),
        closed_on: None,
        pauses: Vec::new(),
        holds: Vec::new(),
    }
}

fn at_home(number: u128, kin: Kin) -> Person {
    Person {
        in_household: true,
        ..sample(number, kin)
    }
}

fn yes() -> Askable {
    let mother = at_home(2, Kin::Mother);
    let said = consent(true);
    Askable::of(
        &[Respondent::Caregiver],
        &[mother],
        &[said],
        day("2026-11-23"),
    )
}

fn consent(given: bool) -> Consent {
    let mother = at_home(2, Kin::Mother);
    Consent {
        id: ConsentId(Uuid::from_u128(1)),
        case: mother.case,
        person: mother.id,
        kind: ConsentKind::Interview,
        party: String::new(),
        given,
        on: day("2026-09-07"),
        by: mother.id,
        evidence: String::new(),
        recorded_by: StaffId(Uuid::from_u128(9)),
        withdrawn_on: None,
        version: 1,
    }
}

/// Plans, and carries the plan out.
fn replan(
    existing: &mut Vec<Measure>,
    plans: &Plans,
    course: &Course,
    (askable, days): (&Askable, (Day, Day)),
) {
    let made = plan(plans, course, askable, existing, days);
    for changed in made.change {
        let old = existing.iter_mut().find(|one| one.id == changed.id);
        *old.unwrap() = changed;
    }
    for wanted in made.add {
        let number = existing.len() + 1;
        existing.push(Measure {
            id: MeasureId(Uuid::from_u128(number as u128)),
            case: CaseId(Uuid::from_u128(5)),
            instrument: "TAM-CAN".into(),
            instrument_version: 1,
            respondent: wanted.respondent,
            window: wanted.window,
            state: wanted.state,
            released: None,
            version: 1,
        });
    }
}

fn told(measures: &[Measure]) -> String {
    let line = |one: &Measure| {
        use crate::code::Code as _;
        let state = one.state.code().code();
        format!(
            "{} {}–{} {state}",
            one.window.due_on, one.window.opens_on, one.window.closes_on
        )
    };
    let lines: Vec<String> = measures.iter().map(line).collect();
    lines.join("\n")
}

#[test]
fn first_after_two_weeks_then_every_four() {
    let mut measures = Vec::new();
    let days = (day("2026-09-07"), day("2026-12-01"));
    replan(
        &mut measures,
        &monthly(14),
        &course("2026-09-07"),
        (&yes(), days),
    );
    assert_eq!(
        told(&measures),
        "2026-09-21 2026-09-07–2026-10-05 due\n\
         2026-10-19 2026-10-06–2026-11-02 due\n\
         2026-11-16 2026-11-03–2026-11-30 due"
    );
}

#[test]
fn a_closing_ends_what_is_to_come_and_a_reopening_brings_it_back() {
    let mut measures = Vec::new();
    let mut open = course("2026-09-07");
    let days = (day("2026-10-12"), day("2026-12-20"));
    replan(&mut measures, &monthly(14), &open, (&yes(), days));
    open.closed_on = Some(day("2026-10-25"));
    replan(&mut measures, &monthly(14), &open, (&yes(), days));
    let ended = State::NotAsked {
        why: NotAsked::Ended,
    };
    let states: Vec<State> = measures.iter().map(|one| one.state).collect();
    assert_eq!(states, [State::Due, State::Due, ended, ended]);
    open.closed_on = None;
    open.pauses = vec![Pause {
        from: day("2026-10-26"),
        to: day("2026-11-20"),
    }];
    replan(&mut measures, &monthly(14), &open, (&yes(), days));
    let states: Vec<State> = measures.iter().map(|one| one.state).collect();
    assert_eq!(
        states,
        [State::Due, State::Due, ended, State::Due],
        "16 November lies in the pause, 14 December after it"
    );
}

fn hold(from: &str, to: Option<&str>) -> Hold {
    Hold {
        id: HoldId(Uuid::from_u128(1)),
        case: sample(2, Kin::Mother).case,
        from: day(from),
        to: to.map(day),
        reason: HoldReason::Away,
        recorded: (day(from).at("12:00".parse().unwrap()), StaffId(Uuid::nil())),
        ended: None,
        version: 1,
    }
}

#[test]
fn what_falls_due_in_a_hold_is_not_asked_and_does_not_count_until_the_hold_ends() {
    let mut measures = Vec::new();
    let mut going = course("2026-09-07");
    let days = (day("2026-10-12"), day("2026-12-20"));
    replan(&mut measures, &monthly(14), &going, (&yes(), days));
    going.holds = vec![hold("2026-11-16", None)];
    replan(&mut measures, &monthly(14), &going, (&yes(), days));
    let held = State::NotAsked {
        why: NotAsked::OnHold,
    };
    let states = |measures: &[Measure]| measures.iter().map(|one| one.state).collect::<Vec<_>>();
    assert_eq!(states(&measures), [State::Due, State::Due, held, held]);
    let later = day("2027-03-01");
    let counted = |one: &&Measure| one.counts_as_due(later);
    assert_eq!(measures.iter().filter(counted).count(), 2);
    going.holds = vec![hold("2026-11-16", Some("2026-12-14"))];
    let days = (day("2026-11-23"), day("2026-12-20"));
    replan(&mut measures, &monthly(14), &going, (&yes(), days));
    assert_eq!(
        states(&measures),
        [State::Due, State::Due, held, State::Due]
    );
    assert!(!measures[2].can_be_asked(days.0));
}

#[test]
fn what_was_missed_before_a_hold_was_recorded_stays_missed() {
    let mut going = course("2026-09-07");
    let mut measures = Vec::new();
    let today = day("2026-11-23");
    let days = (today, day("2026-12-20"));
    replan(&mut measures, &monthly(14), &going, (&yes(), days));
    going.holds = vec![hold("2026-09-14", None)];
    let before = measures[0].clone();
    replan(&mut measures, &monthly(14), &going, (&yes(), days));
    assert_eq!(measures[0], before, "its time had run out already");
    assert!(measures[3].state.fell_away());
}

#[test]
fn without_a_consent_nobody_is_asked_and_the_reason_is_told() {
    let mother = at_home(2, Kin::Mother);
    let child = at_home(1, Kin::Child);
    let on = day("2026-11-23");
    let who = [Respondent::Caregiver];
    let withdrawn = Consent {
        withdrawn_on: Some(on),
        ..consent(true)
    };
    let later = Consent {
        id: ConsentId(Uuid::from_u128(2)),
        on: day("2026-10-01"),
        ..consent(false)
    };
    for (persons, consents, why) in [
        (vec![child], vec![], NotAsked::NobodyToAsk),
        (vec![mother.clone()], vec![], NotAsked::ConsentMissing),
        (
            vec![mother.clone()],
            vec![consent(false)],
            NotAsked::ConsentRefused,
        ),
        (
            vec![mother.clone()],
            vec![withdrawn],
            NotAsked::ConsentRefused,
        ),
        (
            vec![mother.clone()],
            vec![consent(true), later],
            NotAsked::ConsentRefused,
        ),
    ] {
        let askable = Askable::of(&who, &persons, &consents, on);
        let days = (on, on.plus(LOOK_AHEAD_DAYS));
        let made = plan(&monthly(14), &course("2026-11-20"), &askable, &[], days);
        assert!(
            made.add
                .iter()
                .all(|one| one.state == State::NotAsked { why }),
            "{why:?}: {made:?}"
        );
    }
    let askable = Askable::of(&who, std::slice::from_ref(&mother), &[consent(true)], on);
    assert!(askable.holds(mother.id));
}

#[test]
fn a_consent_given_late_makes_coming_measures_due() {
    let mut measures = Vec::new();
    let nobody = Askable::of(
        &[Respondent::Caregiver],
        &[at_home(2, Kin::Mother)],
        &[],
        day("2026-11-23"),
    );
    let days = (day("2026-11-23"), day("2026-12-20"));
    let going = course("2026-09-07");
    replan(&mut measures, &monthly(14), &going, (&nobody, days));
    replan(&mut measures, &monthly(14), &going, (&yes(), days));
    let missing = State::NotAsked {
        why: NotAsked::ConsentMissing,
    };
    let states: Vec<State> = measures.iter().map(|one| one.state).collect();
    assert_eq!(states, [missing, missing, State::Due, State::Due]);
}

#[test]
fn what_nobody_answered_in_time_lapses() {
    let mut measures = Vec::new();
    let days = (day("2026-09-07"), day("2026-09-30"));
    replan(
        &mut measures,
        &monthly(14),
        &course("2026-09-07"),
        (&yes(), days),
    );
    let one = &measures[0];
    assert_eq!(one.lapsed(0, day("2026-10-12")), None, "within the grace");
    let missed = State::NotAsked {
        why: NotAsked::Missed,
    };
    assert_eq!(one.lapsed(0, day("2026-10-13")), Some(missed));
    assert_eq!(one.lapsed(3, day("2026-10-13")), Some(State::Unreachable));
}

#[test]
fn a_pause_lies_between_a_closing_and_the_reopening() {
    let case = Case {
        id: CaseId(Uuid::from_u128(5)),
        board: BoardId(Uuid::from_u128(6)),
        team: TeamId(Uuid::from_u128(7)),
        programme: "MST-CAN".into(),
        programme_version: 1,
        code: "BJÖ-26-001".into(),
        label: String::new(),
        stage: Stage::Open {
            on: day("2026-09-07"),
            phase: "change".into(),
            phase_on: day("2026-11-02"),
        },
        received_on: day("2026-09-01"),
        event: None,
        safety_review_on: None,
        protected: false,
        staff_warning: false,
        version: 1,
    };
    let ruling = |kind, on: &str| Ruling {
        case: case.id,
        kind,
        on: day(on),
        by: StaffId(Uuid::from_u128(9)),
        reason: String::new(),
    };
    let rulings = [
        ruling(RulingKind::Opened, "2026-09-07"),
        ruling(RulingKind::Closed, "2026-10-01"),
        ruling(RulingKind::Reopened, "2026-11-02"),
        ruling(RulingKind::Closed, "2026-11-05"),
        ruling(RulingKind::Reopened, "2026-11-05"),
    ];
    let made = Course::of(&case, &rulings, Vec::new()).unwrap();
    let gap = Pause {
        from: day("2026-10-02"),
        to: day("2026-11-02"),
    };
    assert_eq!(made.pauses, [gap]);
}

fn call(number: u128, at: &str, back: Option<&str>) -> Attempt {
    Attempt {
        id: AttemptId(Uuid::from_u128(number)),
        measure: MeasureId(Uuid::from_u128(1)),
        at: Instant(at.parse().unwrap()),
        by: StaffId(Uuid::from_u128(9)),
        outcome: AttemptOutcome::CallBack,
        call_back_at: back.map(|back| Instant(back.parse().unwrap())),
        note: String::new(),
    }
}

/// One that can be asked until a day.
fn open_until(closes_on: &str) -> Measure {
    Measure {
        id: MeasureId(Uuid::from_u128(1)),
        case: sample(2, Kin::Mother).case,
        instrument: "TAM-CAN".into(),
        instrument_version: 1,
        respondent: None,
        window: Window {
            opens_on: day("2026-11-16"),
            due_on: day("2026-11-23"),
            closes_on: day(closes_on),
        },
        state: State::Due,
        released: None,
        version: 1,
    }
}

#[test]
fn a_call_that_was_promised_for_today_comes_first() {
    let (soon, later) = (open_until("2026-11-24"), open_until("2026-11-30"));
    let promised = |at: &str| [call(1, "2026-11-20T10:00:00Z", Some(at))];
    let now = day("2026-11-23").at("12:00".parse().unwrap());
    let is_first = |calls: &[Attempt]| {
        queue_order(&later, (calls, None), now) < queue_order(&soon, (&[], None), now)
    };
    assert!(is_first(&promised("2026-11-23T17:00:00Z")), "today");
    assert!(
        is_first(&promised("2026-11-22T17:00:00Z")),
        "missed yesterday"
    );
    assert!(!is_first(&promised("2026-11-24T09:00:00Z")), "tomorrow");
    assert!(!is_first(&[]));
    let why = |measure: &Measure, calls: &[Attempt]| urgency(measure, calls, now.day());
    let missed = promised("2026-11-22T17:00:00Z");
    assert_eq!(why(&soon, &missed), Urgency::Promised);
    assert_eq!(why(&soon, &[]), Urgency::Ending);
    assert_eq!(
        why(&later, &promised("2026-11-24T09:00:00Z")),
        Urgency::Open
    );
}

#[test]
fn a_teams_list_begins_with_what_is_late_and_ends_with_what_is_long_done() {
    let one = |due_on: &str, state: State| {
        let open = open_until("2026-12-24");
        Measure {
            window: Window {
                due_on: day(due_on),
                ..open.window
            },
            state,
            ..open
        }
    };
    let done = |due_on: &str| {
        let at = Instant("2026-11-20T10:00:00Z".parse().unwrap());
        let by = Hand::Staff(StaffId(Uuid::from_u128(9)));
        one(due_on, State::Done { at, by })
    };
    let late = one("2026-10-20", State::Due);
    let coming = one("2026-12-01", State::Due);
    let missed = one("2026-11-10", State::Unreachable);
    let mut list = [done("2026-10-01"), coming, missed, done("2026-11-15"), late];
    list.sort_by_key(list_order);
    let days: Vec<String> = list
        .iter()
        .map(|one| one.window.due_on.to_string())
        .collect();
    let told = [
        "2026-10-20",
        "2026-12-01",
        "2026-11-15",
        "2026-11-10",
        "2026-10-01",
    ];
    assert_eq!(days, told);
}

#[test]
fn who_is_best_called_now_comes_first_unless_somebody_elses_time_runs_out() {
    // A Monday.
    let now = day("2026-11-23").at("12:00".parse().unwrap());
    let order = |closes_on: &str, best: Option<&str>| {
        let best = best.map(|best| best.parse().unwrap());
        queue_order(&open_until(closes_on), (&[], best.as_ref()), now)
    };
    let told = [
        ("2026-11-26", Some("2 17:00-19:00")),
        ("2026-12-04", Some("1 11:00-13:00")),
        ("2026-11-30", None),
        ("2026-12-01", None),
        ("2026-11-29", Some("1 17:00-19:00")),
        ("2026-11-28", Some("2 11:00-13:00")),
    ];
    for pair in told.windows(2) {
        let [first, second] = [pair[0], pair[1]].map(|(last, best)| order(last, best));
        assert!(first < second, "{pair:?}");
    }
}

#[test]
fn the_newest_call_says_when_to_call_again() {
    let first = call(1, "2026-11-20T10:00:00Z", Some("2026-11-24T16:00:00Z"));
    let second = call(2, "2026-11-21T10:00:00Z", None);
    assert_eq!(call_back(std::slice::from_ref(&first)), first.call_back_at);
    assert_eq!(call_back(&[second, first]), None);
}

fn cadences() -> impl Strategy<Value = Cadence> {
    prop_oneof![
        (0_u32..60, 0_u32..60).prop_map(|(first, every)| Cadence::Days { first, every }),
        (0_u32..4).prop_map(|every| Cadence::Months { every }),
        Just(Cadence::StartAndEnd),
    ]
}

proptest! {
    #[test]
    fn windows_hold_their_day_and_share_none(
        cadence in cadences(), window_days in 0_u32..40, opened in 0_i64..800, ahead in 0_i64..400,
        closed in proptest::option::of(0_i64..400),
    ) {
        let opened_on = day("2026-01-01").plus(opened);
        let course = Course { opened_on, closed_on: closed.map(|days| opened_on.plus(days)), pauses: vec![], holds: vec![] };
        let windows = Plans { cadence, window_days }.windows(&course, opened_on.plus(ahead));
        for one in &windows {
            prop_assert!(one.opens_on <= one.due_on && one.due_on <= one.closes_on, "{one:?}");
            prop_assert!(one.opens_on >= opened_on);
        }
        for pair in windows.windows(2) {
            prop_assert!(pair[0].closes_on < pair[1].opens_on, "{pair:?}");
        }
    }

    #[test]
    fn planning_twice_changes_nothing(
        cadence in cadences(), window_days in 0_u32..40, ran in 0_i64..200, later in 0_i64..60,
        closed in proptest::option::of(0_i64..200),
    ) {
        let plans = Plans { cadence, window_days };
        let mut going = course("2027-02-01");
        let mut measures = Vec::new();
        let first = going.opened_on.plus(ran);
        let days = (first, first.plus(LOOK_AHEAD_DAYS));
        replan(&mut measures, &plans, &going, (&yes(), days));
        going.closed_on = closed.map(|days| going.opened_on.plus(days));
        let today = first.plus(later);
        let days = (today, today.plus(LOOK_AHEAD_DAYS));
        replan(&mut measures, &plans, &going, (&yes(), days));
        let again = plan(&plans, &going, &yes(), &measures, days);
        prop_assert_eq!(again, Plan::default());
    }

    #[test]
    fn a_change_of_the_clock_moves_no_due_day(opened in 0_i64..60, number in 0_i64..6) {
        // The clock changes on 28 March and 31 October 2027.
        let opened_on = day("2027-02-01").plus(opened);
        let course = Course { opened_on, closed_on: None, pauses: vec![], holds: vec![] };
        let windows = monthly(14).windows(&course, opened_on.plus(300));
        let due = windows[usize::try_from(number).unwrap()].due_on;
        prop_assert_eq!(due.days_since(opened_on), 14 + 28 * number);
        for clock in ["00:00", "02:30", "23:59"] {
            prop_assert_eq!(due.at(clock.parse().unwrap()).day(), due);
        }
    }
}
