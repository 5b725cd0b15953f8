//! Holds: kept, ended once, and heeded by whatever asks what is due.

use hemma_domain::hold::{Hold, HoldReason};
use hemma_domain::ids::{HoldId, MeasureId, PersonId};
use hemma_domain::measure::{Measure, NotAsked, State};
use hemma_domain::time::Day;
use hemma_store::db::Tx;
use hemma_store::measure::{self, list, sheet};
use hemma_store::team_week::{Whose, measures_due};
use hemma_store::timeline::{Fact, facts};
use hemma_store::{fidelity, hold, month_report, review};
use hemma_testkit::{fixture, noon};
use uuid::Uuid;

use crate::measure::due;
use crate::person::key;

fn day(text: &str) -> Day {
    text.parse().unwrap()
}

/// A hold of the fixture's open case.
pub(crate) fn resting(number: u128, from: &str, to: Option<&str>) -> Hold {
    Hold {
        id: HoldId(Uuid::from_u128(number)),
        case: fixture::OPEN,
        from: day(from),
        to: to.map(day),
        reason: HoldReason::CareOrder,
        recorded: (noon("2026-11-20"), fixture::THERAPIST),
        ended: None,
        version: 1,
    }
}

#[tokio::test]
async fn a_hold_is_kept_and_its_end_is_saved_once() {
    for db in hemma_testkit::each().await {
        fixture::fill(&db).await;
        let mut tx = db.write("request").await.unwrap();
        let key = key(&mut tx).await;
        let (first, second) = (
            resting(1, "2026-10-05", Some("2026-10-19")),
            resting(2, "2026-11-16", None),
        );
        for one in [&first, &second] {
            hold::insert(&mut tx, &key, one).await.unwrap();
        }
        let all = hold::of_case(&mut tx, &key, fixture::OPEN).await.unwrap();
        assert_eq!(all, [second.clone(), first.clone()], "the newest first");
        let said = (noon("2026-11-23"), fixture::LEADER);
        let ended = second.end(day("2026-11-30"), said).unwrap();
        assert!(hold::save(&mut tx, &ended).await.unwrap());
        assert!(!hold::save(&mut tx, &ended).await.unwrap(), "once");
        let all = hold::of_case(&mut tx, &key, fixture::OPEN).await.unwrap();
        assert_eq!(
            all,
            [
                Hold {
                    version: 2,
                    ..ended
                },
                first
            ]
        );
        for (on, rests) in [
            ("2026-10-04", false),
            ("2026-10-05", true),
            ("2026-10-18", true),
            ("2026-10-19", false),
            ("2026-11-29", true),
            ("2026-11-30", false),
        ] {
            let found = hold::rests(&mut tx, fixture::OPEN, day(on)).await;
            assert_eq!(found.unwrap(), rests, "{on}");
        }
        let other = hold::rests(&mut tx, fixture::PROTECTED, day("2026-11-20")).await;
        assert!(!other.unwrap());
    }
}

/// How many measures each list of what is due has today.
async fn waiting(tx: &mut Tx, last: Day) -> [usize; 3] {
    let today = day(fixture::TODAY);
    let boards = &fixture::BOARDS[..1];
    let queue = list::queue(tx, boards, &[], today).await.unwrap();
    let mails = list::interviewers_of_ending(tx, (last.plus(-1), last)).await;
    let next = measures_due(tx, Whose::Teams(&fixture::TEAMS[..1]), today).await;
    [queue.len(), mails.unwrap().len(), next.unwrap().len()]
}

#[tokio::test]
async fn nobody_is_sent_to_a_family_whose_measures_rest() {
    for db in hemma_testkit::each().await {
        fixture::fill(&db).await;
        let mut tx = db.write("request").await.unwrap();
        let key = key(&mut tx).await;
        let one = due(1, "2026-11-16");
        measure::insert(&mut tx, &one).await.unwrap();
        let last = one.window.closes_on;
        assert_eq!(waiting(&mut tx, last).await, [1, 1, 1]);
        let held = resting(1, "2026-11-20", None);
        hold::insert(&mut tx, &key, &held).await.unwrap();
        assert_eq!(waiting(&mut tx, last).await, [0, 0, 0]);
        let what = ("TAM-CAN", "adherence");
        let days = (day("2026-01-01"), day(fixture::TODAY));
        let asked = fidelity::asked(&mut tx, fixture::TEAMS[0], what, days).await;
        assert!(asked.unwrap()[0].rests);
        sheet::insert(
            &mut tx,
            &key,
            fixture::OPEN,
            &crate::measure::answers(one.id),
        )
        .await
        .unwrap();
        let begun = waiting(&mut tx, last).await;
        assert_eq!(begun[0], 1, "what was begun may be finished");
        let begun = sheet::begun_of_case(&mut tx, fixture::OPEN).await.unwrap();
        assert_eq!(begun, [one.id]);
    }
}

/// How many measures of the fixture's open case count as due, as three readers count them.
async fn counted(tx: &mut Tx) -> [usize; 3] {
    let today = day("2026-12-31");
    let days = (day("2026-09-01"), today);
    let (_, due) = list::collected(tx, (&fixture::BOARDS[..1], &[]), days)
        .await
        .unwrap();
    let month = month_report::interviews(tx, (fixture::TEAMS[0], "TAM-CAN"), days).await;
    let asked = review::Asked {
        instrument: "TAM-CAN",
        scale: "adherence",
        rule: ("r", 1),
        until: today,
    };
    let cases = [fixture::OPEN.0];
    let courses = review::courses_of(tx, (fixture::TEAMS[0], &cases), asked).await;
    let due = usize::try_from(due).unwrap();
    [
        due,
        month.unwrap().len(),
        courses.unwrap()[0].interviews.len(),
    ]
}

#[tokio::test]
async fn what_fell_away_counts_nowhere_as_due() {
    for db in hemma_testkit::each().await {
        fixture::fill(&db).await;
        let mut tx = db.write("request").await.unwrap();
        measure::insert(&mut tx, &due(1, "2026-10-19"))
            .await
            .unwrap();
        for (number, on, why, count) in [
            (2, "2026-11-02", NotAsked::Missed, 2),
            (3, "2026-11-16", NotAsked::ConsentMissing, 3),
            (4, "2026-11-30", NotAsked::Ended, 3),
            (5, "2026-12-14", NotAsked::OnHold, 3),
        ] {
            let one = Measure {
                state: State::NotAsked { why },
                respondent: None::<PersonId>,
                ..due(number, on)
            };
            measure::insert(&mut tx, &one).await.unwrap();
            let kept = measure::find(&mut tx, fixture::OPEN, MeasureId(Uuid::from_u128(number)));
            assert_eq!(kept.await.unwrap().map(|one| one.state), Some(one.state));
            assert_eq!(counted(&mut tx).await, [count; 3], "{why:?}");
        }
    }
}

#[tokio::test]
async fn the_timeline_knows_when_measures_rest() {
    for db in hemma_testkit::each().await {
        fixture::fill(&db).await;
        let mut tx = db.write("request").await.unwrap();
        let key = key(&mut tx).await;
        for one in [
            resting(1, "2026-10-05", Some("2026-10-19")),
            resting(2, "2026-11-02", Some("2026-11-02")),
            resting(3, "2026-11-16", None),
        ] {
            hold::insert(&mut tx, &key, &one).await.unwrap();
        }
        let mut found = facts(&mut tx, fixture::OPEN).await.unwrap();
        found.retain(|fact| matches!(fact, Fact::HoldBegins { .. } | Fact::HoldEnds { .. }));
        let begins = |on: &str| Fact::HoldBegins { on: day(on) };
        let ends = Fact::HoldEnds {
            on: day("2026-10-19"),
        };
        let told = [begins("2026-10-05"), begins("2026-11-16"), ends];
        assert_eq!(found.len(), told.len(), "{found:?}");
        assert!(told.iter().all(|fact| found.contains(fact)), "{found:?}");
    }
}
