use proptest::prelude::*;
use uuid::Uuid;

use super::*;
use crate::ids::{BoardId, NetworkId};
use crate::instrument::tests::{ratio, scorer, share, sourced, words};
use crate::instrument::{Across, Comparison, CutOff, Pattern, Respondent, Scorer, Threshold};
use crate::measure::{Cadence, Plans};
use crate::programme::Confidence;
use crate::team::{Rhythm, Team};

const LEADER: StaffId = StaffId(Uuid::from_u128(1));
const CONSULTANT: StaffId = StaffId(Uuid::from_u128(2));

fn day(text: &str) -> Day {
    text.parse().unwrap()
}

fn team() -> Team {
    Team {
        id: TeamId(Uuid::from_u128(10)),
        board: BoardId(Uuid::from_u128(11)),
        network: NetworkId(Uuid::from_u128(12)),
        name: "MST-CAN Björkdalen".into(),
        programme: "MST-CAN".into(),
        opened_on: day("2026-04-01"),
        closed_on: None,
        rhythm: Rhythm {
            hand_in_weekday: 1,
            hand_in_at: "12:00".parse().unwrap(),
            supervision_weekday: 2,
            consultation_weekday: 4,
        },
    }
}

fn asking(about: About, respondents: &[Respondent]) -> Asking {
    Asking {
        about,
        respondents: respondents.to_vec(),
        plans: Plans {
            cadence: Cadence::Months { every: 2 },
            window_days: 14,
        },
        raters_min: RATERS_MIN,
    }
}

fn of_leader() -> Asking {
    asking(About::GroupLeader, &[Respondent::Therapist])
}

/// A leader, a consultant, a family resource, and so many therapists.
fn posts(therapists: u128) -> Vec<(StaffId, Role)> {
    let mut posts = vec![
        (LEADER, Role::GroupLeader),
        (CONSULTANT, Role::Consultant),
        (StaffId(Uuid::from_u128(3)), Role::FamilyResource),
    ];
    for number in 0..therapists {
        posts.push((
            StaffId(Uuid::from_u128(100 + number)),
            Role::FamilyTherapist,
        ));
    }
    posts
}

fn round() -> Round {
    Round {
        id: RoundId(Uuid::from_u128(20)),
        team: team().id,
        instrument: "SAM".into(),
        instrument_version: 1,
        programme_version: 1,
        about: About::GroupLeader,
        subject: LEADER,
        window: of_leader().window(&team(), day("2026-05-20")).unwrap(),
        raters_min: 3,
        state: State::Open,
    }
}

#[test]
fn windows_are_counted_from_the_day_on_which_the_team_began() {
    let windows = of_leader().windows(&team(), day("2026-10-15"));
    let told: Vec<String> = windows
        .iter()
        .map(|one| format!("{} {}–{}", one.due_on, one.opens_on, one.closes_on))
        .collect();
    assert_eq!(
        told,
        [
            "2026-06-01 2026-05-18–2026-06-15",
            "2026-08-01 2026-07-18–2026-08-15",
            "2026-10-01 2026-09-17–2026-10-15",
        ]
    );
}

#[test]
fn a_window_is_found_on_its_first_and_its_last_day_only() {
    for (today, due) in [
        ("2026-05-17", None),
        ("2026-05-18", Some("2026-06-01")),
        ("2026-06-15", Some("2026-06-01")),
        ("2026-06-16", None),
    ] {
        let found = of_leader().window(&team(), day(today));
        assert_eq!(found.map(|one| one.due_on), due.map(day), "{today}");
    }
    let closed = Team {
        closed_on: Some(day("2026-05-20")),
        ..team()
    };
    assert_eq!(of_leader().window(&closed, day("2026-05-19")), None);
}

#[test]
fn the_next_window_is_told_while_one_is_open_and_between_two() {
    for (today, opens) in [
        ("2026-04-01", "2026-05-18"),
        ("2026-05-18", "2026-07-18"),
        ("2026-07-01", "2026-07-18"),
    ] {
        let next = of_leader().next(&team(), day(today));
        assert_eq!(next.map(|one| one.opens_on), Some(day(opens)), "{today}");
    }
}

#[test]
fn the_leader_is_rated_by_the_therapists_and_the_consultant_by_the_leader_too() {
    let window = round().window;
    let made = wanted(&of_leader(), window, &posts(4));
    assert_eq!(made.len(), 1);
    assert_eq!((made[0].subject, made[0].raters.len()), (LEADER, 4));
    assert!(!made[0].raters.contains(&LEADER));
    let who = [Respondent::Therapist, Respondent::GroupLeader];
    let made = wanted(&asking(About::Consultant, &who), window, &posts(4));
    assert_eq!((made[0].subject, made[0].raters.len()), (CONSULTANT, 5));
    assert!(made[0].raters.contains(&LEADER));
}

#[test]
fn what_could_never_be_shown_is_not_asked() {
    let window = round().window;
    assert_eq!(wanted(&of_leader(), window, &posts(2)), []);
    assert_eq!(wanted(&of_leader(), window, &posts(3)).len(), 1);
    let mut both = posts(3);
    both.push((LEADER, Role::FamilyTherapist));
    both.push((StaffId(Uuid::from_u128(100)), Role::FamilyTherapist));
    let made = wanted(&of_leader(), window, &both);
    assert_eq!(made[0].raters.len(), 3, "not themselves, and nobody twice");
    both.pop();
    both.remove(3);
    assert_eq!(wanted(&of_leader(), window, &both), []);
}

#[test]
fn two_leaders_are_two_rounds_and_none_is_none() {
    let window = round().window;
    let mut two = posts(3);
    two.push((StaffId(Uuid::from_u128(4)), Role::GroupLeader));
    assert_eq!(wanted(&of_leader(), window, &two).len(), 2);
    assert_eq!(wanted(&of_leader(), window, &posts(3)[1..]), []);
}

#[test]
fn a_round_is_answered_in_its_window_and_closed_after_it() {
    let open = round();
    for (today, answered, closed) in [
        ("2026-05-17", false, false),
        ("2026-05-18", true, false),
        ("2026-06-15", true, false),
        ("2026-06-16", false, true),
    ] {
        assert_eq!(open.can_be_answered(day(today)), answered, "{today}");
        assert_eq!(open.is_to_be_closed(day(today)), closed, "{today}");
    }
    let closed = Round {
        state: State::Closed(Turnout::default()),
        ..open
    };
    assert!(!closed.can_be_answered(day("2026-06-01")));
    assert!(!closed.is_to_be_closed(day("2026-07-01")));
}

/// Four items, their share of 4 and 5 on two scales alike, and a pattern from one half.
fn asked() -> Scorer {
    let mut definition = share(4);
    definition.scales[0].across = Across::RespondentsFirst;
    let twin = crate::instrument::Scale {
        code: "twin".into(),
        ..definition.scales[0].clone()
    };
    definition.scales.push(twin);
    let half = |scale: &str| Threshold {
        scale: scale.into(),
        limit: sourced(CutOff {
            side: Comparison::AtLeast,
            value: ratio("1/2"),
        }),
    };
    definition.patterns = vec![Pattern {
        code: "half".into(),
        label: words("Half"),
        all: vec![half("adherence"), half("twin")],
        any: Vec::new(),
        source: "we".into(),
        confidence: Confidence::Stated,
    }];
    scorer(definition)
}

fn ballot(values: &[i64]) -> Ballot {
    let answers = (1..).zip(values);
    answers
        .map(|(number, value): (u32, _)| (format!("i{number}"), Answer::Value(*value)))
        .collect()
}

fn closed(asked: u32, answered: u32) -> Round {
    Round {
        instrument: "SHARE".into(),
        state: State::Closed(Turnout { asked, answered }),
        ..round()
    }
}

#[test]
fn numbers_come_after_closing_and_from_enough_ballots_only() {
    let ballots = [
        ballot(&[4, 4, 5, 5]),
        ballot(&[1, 1, 4, 4]),
        ballot(&[5, 5, 5]),
    ];
    let open = Round {
        state: State::Open,
        ..closed(4, 3)
    };
    assert_eq!(read(&open, &asked(), &ballots), Ok(Reading::Open));
    let few = Turnout {
        asked: 4,
        answered: 2,
    };
    let read_few = read(&closed(4, 2), &asked(), &ballots[..2]);
    assert_eq!(read_few, Ok(Reading::TooFew(few)));
    let Ok(Reading::Found(found)) = read(&closed(4, 3), &asked(), &ballots) else {
        panic!();
    };
    assert_eq!(found.value("adherence"), Some(ratio("5/6")));
    let spread = Spread {
        counted: 3,
        left_out: 0,
    };
    assert_eq!(found.scales[0].spread, spread);
    assert_eq!(found.patterns, ["half"]);
}

#[test]
fn the_minimum_holds_for_each_scale() {
    let mut thin = ballot(&[5, 5, 5]);
    thin.insert("i3".into(), Answer::Declined);
    let ballots = [ballot(&[4, 4, 5, 5]), ballot(&[1, 1, 4, 4]), thin];
    let Ok(Reading::Found(found)) = read(&closed(4, 3), &asked(), &ballots) else {
        panic!();
    };
    assert_eq!(found.scales[0].outcome, Outcome::TooFew);
    assert_eq!(found.patterns.len(), 0, "a number not shown makes none");
}

#[test]
fn ballots_that_are_gone_are_too_few_whatever_the_count_says() {
    let turnout = Turnout {
        asked: 4,
        answered: 4,
    };
    let gone = read(&closed(4, 4), &asked(), &[]);
    assert_eq!(gone, Ok(Reading::TooFew(turnout)));
    let other = read(&closed(3, 3), &asked(), &vec![ballot(&[9]); 3]);
    assert!(other.is_err(), "no such response");
}

proptest! {
    #[test]
    fn every_round_asks_enough_people_and_never_its_own_subject(
        therapists in 0_u128..60, leaders in 0_u128..4, least in 2_u32..20,
    ) {
        let mut all = posts(therapists);
        for number in 0..leaders {
            all.push((StaffId(Uuid::from_u128(200 + number)), Role::GroupLeader));
            all.push((StaffId(Uuid::from_u128(200 + number)), Role::FamilyTherapist));
        }
        let asking = Asking { raters_min: least, ..of_leader() };
        for one in wanted(&asking, round().window, &all) {
            prop_assert!(!one.raters.contains(&one.subject));
            prop_assert!(usize::try_from(least).unwrap() <= one.raters.len());
            prop_assert!(one.raters.len() <= RATERS_MAX);
            prop_assert!(one.raters.is_sorted_by(|a, b| a < b), "each once");
        }
    }

    #[test]
    fn the_order_of_ballots_does_not_matter(
        values in proptest::collection::vec(proptest::collection::vec(1_i64..=5, 4), 3..8),
    ) {
        let count = u32::try_from(values.len()).unwrap();
        let one = closed(count, count);
        let ballots: Vec<Ballot> = values.iter().map(|values| ballot(values)).collect();
        let mut sorted = ballots.clone();
        sorted.reverse();
        let scorer = asked();
        prop_assert_eq!(read(&one, &scorer, &ballots), read(&one, &scorer, &sorted));
    }
}
