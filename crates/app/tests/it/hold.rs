//! A family's measures rest, and go on.

use hemma_app::ctx::Ctx;
use hemma_app::error::Error;
use hemma_app::hold::HoldInput;
use hemma_app::timeline::TimelineWhat;
use hemma_domain::access::Errand;
use hemma_domain::audit::Event;
use hemma_domain::code::Code as _;
use hemma_domain::hold::HoldReason;
use hemma_domain::ids::{CaseId, HoldId};
use hemma_domain::instrument::Answer;
use hemma_domain::measure::State;
use hemma_domain::review::Figure;
use hemma_domain::time::Day;
use hemma_store::measure as stored;
use hemma_testkit::{fixture, noon};

use crate::harness::{TestApp, cut, message};
use crate::measure::{answer, item, open, planned};

fn day(text: &str) -> Day {
    text.parse().unwrap()
}

fn away(from: &str, to: Option<&str>) -> HoldInput {
    HoldInput {
        from: day(from),
        to: to.map(day),
        reason: HoldReason::Away,
    }
}

/// Each measure of the open case: the day it is due, and its state or why nobody was asked.
async fn states(test: &TestApp) -> Vec<(String, String)> {
    let mut tx = test.db.read().await.unwrap();
    let all = stored::of_case(&mut tx, fixture::OPEN).await.unwrap();
    let told = |state: State| match state {
        State::NotAsked { why } => why.code(),
        state => state.code().code(),
    };
    all.iter()
        .map(|one| (one.window.due_on.to_string(), told(one.state).to_owned()))
        .collect()
}

fn told(all: &[(&str, &str)]) -> Vec<(String, String)> {
    let all = all.iter();
    all.map(|(on, state)| ((*on).to_owned(), (*state).to_owned()))
        .collect()
}

#[tokio::test]
async fn what_falls_due_in_a_hold_is_not_asked_until_the_hold_ends() {
    let test = planned().await;
    let (therapist, leader) = (test.ctx(fixture::THERAPIST), test.ctx(fixture::LEADER));
    let interviewer = test.ctx(fixture::INTERVIEWER);
    let queue = async || test.app.interviews(&interviewer).await.unwrap().lines.len();
    assert_eq!(queue().await, 1);
    cut(&test, |app| {
        let ctx = therapist.clone();
        async move {
            app.hold(&ctx, fixture::OPEN, away("2026-11-16", None))
                .await
        }
    })
    .await;
    let rests = told(&[
        ("2026-09-21", "missed"),
        ("2026-10-19", "missed"),
        ("2026-11-16", "on_hold"),
        ("2026-12-14", "on_hold"),
        ("2027-01-11", "on_hold"),
    ]);
    assert_eq!(states(&test).await, rests);
    assert_eq!(queue().await, 0);
    let page = test.app.case_measures(&therapist, fixture::OPEN).await;
    let page = page.unwrap();
    assert_eq!((page.due, page.collected), (2, 0));
    assert_eq!(page.hold.unwrap().reason, HoldReason::Away);
    let holds = test.app.holds(&leader, fixture::OPEN).await.unwrap();
    let [line] = holds.lines.as_slice() else {
        panic!("{holds:?}");
    };
    assert_eq!(line.recorded_by, "Tuva Ekorrstig");
    let at = (fixture::OPEN, line.hold.id);
    cut(&test, |app| {
        let ctx = leader.clone();
        async move { app.end_hold(&ctx, at, day("2026-12-14")).await }
    })
    .await;
    let goes_on = told(&[
        ("2026-09-21", "missed"),
        ("2026-10-19", "missed"),
        ("2026-11-16", "on_hold"),
        ("2026-12-14", "due"),
        ("2027-01-11", "due"),
    ]);
    assert_eq!(states(&test).await, goes_on);
    let holds = test.app.holds(&leader, fixture::OPEN).await.unwrap();
    assert_eq!(holds.lines[0].ended_by.as_deref(), Some("Gun Alebäck"));
    let later = Ctx::system(Errand::Upkeep, noon("2026-12-15"));
    test.app.plan_due_measures(&later).await.unwrap();
    assert_eq!(states(&test).await[..5], goes_on, "upkeep plans the same");
}

#[tokio::test]
async fn the_log_and_the_timeline_tell() {
    let test = planned().await;
    let ctx = test.ctx(fixture::THERAPIST);
    let held = away("2026-11-09", Some("2026-11-30"));
    test.app.hold(&ctx, fixture::OPEN, held).await.unwrap();
    let line = test.app.timeline(&ctx, fixture::OPEN).await.unwrap();
    let told: Vec<(String, TimelineWhat)> = line
        .events
        .iter()
        .map(|event| (event.day.to_string(), event.what))
        .collect();
    let wanted = [
        ("2026-11-09".to_owned(), TimelineWhat::HoldBegins),
        ("2026-11-30".to_owned(), TimelineWhat::HoldEnds),
    ];
    assert_eq!(told, wanted);
    let leader = test.ctx(fixture::LEADER);
    let log = test
        .app
        .case_log(&leader, fixture::OPEN, None)
        .await
        .unwrap();
    let events: Vec<Event> = log.lines.iter().map(|line| line.entry.event).collect();
    assert!(events.contains(&Event::HoldRecorded), "{events:?}");
}

#[tokio::test]
async fn therapist_and_leader_let_measures_rest_and_nobody_else() {
    let test = planned().await;
    let try_it = async |staff| {
        let ctx = test.ctx(staff);
        let held = away("2026-11-16", Some("2026-11-17"));
        let refused = test.app.hold(&ctx, fixture::OPEN, held).await;
        message(&refused.unwrap_err()).to_owned()
    };
    assert_eq!(try_it(fixture::COLLEAGUE).await, "forbidden");
    assert_eq!(try_it(fixture::CONSULTANT).await, "forbidden");
    assert_eq!(try_it(fixture::INTERVIEWER).await, "not found");
    assert_eq!(try_it(fixture::OTHER_TEAM_LEADER).await, "not found");
}

#[tokio::test]
async fn what_cannot_be_held_is_told_at_its_field() {
    let test = planned().await;
    let ctx = test.ctx(fixture::LEADER);
    let first = test
        .app
        .hold(&ctx, fixture::OPEN, away("2026-11-02", Some("2026-11-16")))
        .await
        .unwrap();
    for (from, to, fault) in [
        ("2026-09-06", None, ("from", "hold-fault-opening")),
        (
            "2026-11-20",
            Some("2026-11-20"),
            ("to", "hold-fault-backwards"),
        ),
        ("2026-11-15", None, ("from", "hold-fault-overlaps")),
    ] {
        let refused = test.app.hold(&ctx, fixture::OPEN, away(from, to)).await;
        check(refused.map(drop), fault);
    }
    let referred = away("2026-11-16", None);
    let refused = test.app.hold(&ctx, fixture::REFERRED, referred).await;
    check(refused.map(drop), ("from", "hold-fault-closed"));
    let ended = async |at: (CaseId, HoldId), to: &str| {
        let refused = test.app.end_hold(&ctx, at, day(to)).await;
        message(&refused.unwrap_err()).to_owned()
    };
    let at = (fixture::OPEN, first);
    assert_eq!(
        ended(at, "2026-11-10").await,
        "hold-fault-over",
        "it was over"
    );
    let unknown = (fixture::PROTECTED, first);
    assert_eq!(ended(unknown, "2026-11-10").await, "not found");
}

#[track_caller]
fn check(done: Result<(), Error>, (field, wanted): (&str, &str)) {
    let Err(Error::Invalid(faults)) = done else {
        panic!("{done:?}");
    };
    assert_eq!(
        (faults[0].field.as_str(), faults[0].message),
        (field, wanted)
    );
}

#[tokio::test]
async fn an_interview_that_was_begun_is_finished_and_no_other_begins() {
    let test = planned().await;
    let at = open(&test).await;
    let interviewer = test.ctx(fixture::INTERVIEWER);
    let leader = test.ctx(fixture::LEADER);
    let held = away("2026-11-20", None);
    test.app.hold(&leader, fixture::OPEN, held).await.unwrap();
    let page = test.app.interview(&interviewer, at).await.unwrap();
    assert_eq!(
        page.closed,
        Some("interview-closed-hold"),
        "due on the 16th"
    );
    let first = (item(1), Some(Answer::Value(4)));
    let refused = test
        .app
        .save_answer(&interviewer, at, (&first.0, first.1), 0)
        .await;
    assert_eq!(message(&refused.unwrap_err()), "interview-closed-hold");

    let test = planned().await;
    let at = open(&test).await;
    let version = answer(&test, at, &[4; 28]).await;
    let held = away("2026-11-16", None);
    test.app.hold(&leader, fixture::OPEN, held).await.unwrap();
    let queue = test.app.interviews(&interviewer).await.unwrap();
    assert_eq!(queue.lines.len(), 1, "it was begun");
    let finished = test.app.finish_interview(&interviewer, at, (version, ""));
    finished.await.unwrap();
    let all = states(&test).await;
    assert_eq!(all[2].1, "done");
    assert_eq!(all[3].1, "on_hold");
}

#[tokio::test]
async fn the_review_counts_as_due_what_the_fidelity_page_counts() {
    let test = planned().await;
    let leader = test.ctx(fixture::LEADER);
    let held = away("2026-11-16", Some("2026-12-21"));
    test.app.hold(&leader, fixture::OPEN, held).await.unwrap();
    let late = Ctx {
        now: noon("2026-12-31"),
        ..leader
    };
    let (_, found) = test
        .app
        .team_fidelity(&late, fixture::TEAMS[0])
        .await
        .unwrap();
    let (collected, due) = found.unwrap().summary.collected;
    let review = test.app.team_review(&late, fixture::TEAMS[0], None).await;
    let review = review.unwrap();
    let line = review
        .lines
        .iter()
        .find(|line| line.now.figure() == Figure::Collected);
    let parts = line.and_then(|line| line.now.reading()).unwrap().parts;
    assert_eq!(parts, Some((i64::from(collected), i64::from(due))));
    assert_eq!((collected, due), (0, 2), "two were missed before the hold");
}
