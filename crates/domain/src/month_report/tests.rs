use proptest::prelude::*;
use uuid::Uuid;

use super::*;
use crate::consultation::{Consultation, Pattern, calendar};
use crate::ids::TeamId;

fn day(text: &str) -> Day {
    text.parse().unwrap()
}

fn at(on: &str, clock: &str) -> Instant {
    day(on).at(clock.parse().unwrap())
}

fn week(text: &str) -> Week {
    text.parse().unwrap()
}

/// Mondays at noon, Tuesdays, Thursdays.
fn rhythm() -> Rhythm {
    Rhythm {
        hand_in_weekday: 1,
        hand_in_at: "12:00".parse().unwrap(),
        supervision_weekday: 2,
        consultation_weekday: 4,
    }
}

fn worked(of: &str, handed_in_at: Option<Instant>) -> Worked {
    Worked {
        week: week(of),
        handed_in_at,
        is_supervised: handed_in_at.is_some(),
        is_consulted: false,
    }
}

fn point(of: &str, given_at: Instant, answered: Option<Instant>) -> Point {
    Point {
        week: week(of),
        voice: Voice::Leader,
        given_at,
        answered_at: answered,
        follow_up: None,
    }
}

fn facts() -> Facts {
    Facts {
        rhythm: rhythm(),
        has_loop: true,
        treated: Vec::new(),
        points: Vec::new(),
        interviews: Vec::new(),
        rounds: Vec::new(),
        consultations: Vec::new(),
        patterns: Vec::new(),
    }
}

#[track_caller]
fn check(facts: &Facts, (month, now): (&str, Instant), line: Line, expected: Value) {
    let lines = facts.month(month.parse().unwrap(), now);
    let found = lines.iter().find(|(of, _)| *of == line).unwrap();
    assert_eq!(found.1, expected);
}

#[test]
fn a_summary_counts_in_the_month_in_which_its_time_falls() {
    let mut facts = facts();
    facts.treated = vec![Treated {
        opened_on: day("2026-10-20"),
        // A week that ends after the treatment is not summed up.
        ended_on: Some(day("2026-11-18")),
        weeks: vec![
            worked("2026-W43", Some(at("2026-10-26", "11:59"))),
            worked("2026-W44", Some(at("2026-11-02", "12:01"))),
            worked("2026-W45", Some(at("2026-11-09", "12:00"))),
        ],
    }];
    let now = at("2026-11-30", "12:00");
    let value = |met, of| Value::Part(met, of);
    check(&facts, ("2026-10", now), Line::OnTime, value(1, 1));
    check(&facts, ("2026-11", now), Line::OnTime, value(1, 3));
    check(&facts, ("2026-11", now), Line::Supervised, value(2, 3));
    check(&facts, ("2026-11", now), Line::Consulted, value(0, 3));
    let early = at("2026-11-09", "11:00");
    check(&facts, ("2026-11", early), Line::OnTime, value(0, 1));
    check(&facts, ("2026-12", now), Line::OnTime, value(0, 0));
}

#[test]
fn the_consultant_has_until_the_day_of_the_weekly_time() {
    let mut facts = facts();
    let handed_in = Some(at("2026-11-16", "11:00"));
    facts.treated = vec![Treated {
        opened_on: day("2026-11-09"),
        ended_on: None,
        weeks: vec![worked("2026-W46", handed_in)],
    }];
    // Talked about on Thursday by the rhythm, on Tuesday by the weekly time that began that very day.
    let now = at("2026-11-18", "00:30");
    check(&facts, ("2026-11", now), Line::Consulted, Value::Part(0, 0));
    facts.patterns = vec![Pattern {
        team: TeamId(Uuid::nil()),
        from: day("2026-11-17"),
        weekday: 2,
        at: "13:00".parse().unwrap(),
        minutes: 60,
    }];
    check(&facts, ("2026-11", now), Line::Consulted, Value::Part(0, 1));
}

#[test]
fn a_point_is_overdue_when_the_next_summary_was() {
    let mut facts = facts();
    let given = at("2026-11-17", "15:00");
    facts.points = vec![
        point("2026-W46", given, None),
        point("2026-W46", given, Some(at("2026-11-18", "08:00"))),
        Point {
            voice: Voice::Consultant,
            follow_up: Some(FollowUp::Partly),
            ..point("2026-W46", given, None)
        },
    ];
    let part = |met, of| Value::Part(met, of);
    let due = at("2026-11-23", "12:00");
    check(&facts, ("2026-11", due), Line::Overdue, part(0, 3));
    let after = due.plus_seconds(1);
    check(&facts, ("2026-11", after), Line::Overdue, part(2, 3));
    check(&facts, ("2026-11", after), Line::Answered, part(1, 3));
    check(&facts, ("2026-11", after), Line::Done, part(0, 1));
    check(&facts, ("2026-11", after), Line::ByLeader, Value::Count(2));
    check(
        &facts,
        ("2026-11", after),
        Line::ByConsultant,
        Value::Count(1),
    );
    let before = at("2026-11-17", "14:00");
    check(&facts, ("2026-11", before), Line::ByLeader, Value::Count(0));
}

#[test]
fn interviews_consultations_and_ratings_count_by_their_days() {
    let mut facts = facts();
    let interview = |due: &str, is_done| Interview {
        due_on: day(due),
        is_done,
    };
    facts.interviews = vec![
        interview("2026-11-03", true),
        interview("2026-11-20", false),
        interview("2026-11-27", false),
    ];
    facts.rounds = vec![Rated {
        closed_on: day("2026-11-06"),
        about: About::GroupLeader,
        turnout: Turnout {
            asked: 4,
            answered: 3,
        },
    }];
    let team = TeamId(Uuid::from_u128(1));
    let pattern = Pattern {
        team,
        from: day("2026-10-01"),
        weekday: 4,
        at: "13:00".parse().unwrap(),
        minutes: 60,
    };
    let mut held = Consultation::empty(team, week("2026-W46"));
    let me = crate::ids::StaffId(Uuid::from_u128(2));
    held.hold([me].into(), "").unwrap();
    let weeks = (week("2026-W45"), week("2026-W48"));
    facts.consultations = calendar((&[pattern], None), vec![held], weeks);
    let now = at("2026-11-23", "12:00");
    let part = |met, of| Value::Part(met, of);
    check(&facts, ("2026-11", now), Line::Interviews, part(1, 2));
    check(&facts, ("2026-11", now), Line::Consultations, part(1, 3));
    check(&facts, ("2026-11", now), Line::LeaderRatings, part(3, 4));
    check(
        &facts,
        ("2026-11", now),
        Line::ConsultantRatings,
        part(0, 0),
    );
    facts.has_loop = false;
    let lines = facts.month("2026-11".parse().unwrap(), now);
    assert_eq!(
        lines.len(),
        3,
        "a programme without a loop has no line of it"
    );
}

proptest! {
    #[test]
    fn no_part_is_greater_than_the_whole_and_each_week_counts_once(
        opened in 0i64..60, length in 1i64..200, handed in proptest::collection::vec(0i64..10, 0..30), hour in 0i64..4000,
    ) {
        let opened_on = day("2026-01-05").plus(opened);
        let first = Week::of(opened_on);
        let weeks: Vec<Worked> = (0i64..).zip(&handed).map(|(number, late)| Worked {
            week: first.plus(number),
            handed_in_at: Some(first.plus(number + 1).first_day().plus(*late).at("09:00".parse().unwrap())),
            is_supervised: late % 2 == 0,
            is_consulted: late % 3 == 0,
        }).collect();
        let mut facts = facts();
        facts.treated = vec![Treated { opened_on, ended_on: Some(opened_on.plus(length)), weeks }];
        let now = at("2026-01-05", "00:00").plus_seconds(hour * 3600);
        let mut due = 0;
        for month in Month::of_year(2026) {
            for (_, value) in facts.month(month, now) {
                if let Value::Part(met, of) = value {
                    prop_assert!(met <= of);
                }
            }
            let lines = facts.month(month, now);
            if let Some((_, Value::Part(_, of))) = lines.iter().find(|(line, _)| *line == Line::OnTime) {
                due += i64::from(*of);
            }
        }
        let ended = facts.treated[0].ended_on.unwrap();
        let summed = (0..60).map(|number| first.plus(number)).filter(|week| {
            week.last_day() < ended && rhythm().hand_in_due(*week) <= now
        });
        prop_assert_eq!(due, i64::try_from(summed.count()).unwrap());
    }
}
