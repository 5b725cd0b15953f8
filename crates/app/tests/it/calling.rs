//! When a family is best called.

use hemma_app::ctx::Ctx;
use hemma_app::measure::CallTimeInput;
use hemma_domain::calling::CallTime;
use hemma_domain::ids::MeasureId;
use hemma_domain::measure::{Measure, State, Window};
use hemma_domain::time::Instant;
use hemma_store::measure as stored;
use hemma_testkit::fixture;
use uuid::Uuid;

use crate::harness::{TestApp, cut, message, now};
use crate::measure::{open, planned};

fn input(weekdays: &[i8], from: &str, to: &str) -> CallTimeInput {
    CallTimeInput {
        weekdays: weekdays.to_vec(),
        from: from.parse().unwrap(),
        to: to.parse().unwrap(),
    }
}

async fn best(test: &TestApp) -> Option<CallTime> {
    let ctx = test.ctx(fixture::INTERVIEWER);
    let queue = test.app.interviews(&ctx).await.unwrap();
    queue.lines[0].best.clone()
}

#[tokio::test]
async fn therapist_and_interviewer_keep_when_to_call() {
    let test = planned().await;
    let at = open(&test).await;
    let therapist = test.ctx(fixture::THERAPIST);
    assert_eq!(best(&test).await, None);
    cut(&test, |app| {
        let (ctx, time) = (therapist.clone(), input(&[4, 1], "17:00", "19:30"));
        async move { app.set_call_time(&ctx, fixture::OPEN, Some(time)).await }
    })
    .await;
    assert_eq!(best(&test).await, "1,4 17:00-19:30".parse().ok());
    let page = test.app.case_measures(&therapist, fixture::OPEN).await;
    assert_eq!(page.unwrap().best, "1,4 17:00-19:30".parse().ok());
    let interviewer = test.ctx(fixture::INTERVIEWER);
    cut(&test, |app| {
        let (ctx, time) = (interviewer.clone(), input(&[2], "9:00", "11:00"));
        async move { app.set_call_time_heard(&ctx, at, Some(time)).await }
    })
    .await;
    let page = test.app.interview(&interviewer, at).await.unwrap();
    assert_eq!(page.best, "2 09:00-11:00".parse().ok());
    let cleared = test.app.set_call_time(&therapist, fixture::OPEN, None);
    cleared.await.unwrap();
    assert_eq!(best(&test).await, None);
}

#[tokio::test]
async fn whoever_neither_carries_nor_calls_is_refused_and_so_is_nonsense() {
    let test = planned().await;
    let at = open(&test).await;
    let time = || Some(input(&[1], "17:00", "19:00"));
    for (staff, wanted) in [
        (fixture::COLLEAGUE, "forbidden"),
        (fixture::INTERVIEWER, "not found"),
    ] {
        let ctx = test.ctx(staff);
        let refused = test.app.set_call_time(&ctx, fixture::OPEN, time()).await;
        assert_eq!(message(&refused.unwrap_err()), wanted);
    }
    let therapist = test.ctx(fixture::THERAPIST);
    let refused = test.app.set_call_time_heard(&therapist, at, time()).await;
    assert_eq!(message(&refused.unwrap_err()), "forbidden");
    for (weekdays, from, to, wanted) in [
        (&[][..], "17:00", "19:00", "calling-fault-days"),
        (&[1][..], "19:00", "17:00", "calling-fault-backwards"),
    ] {
        let wrong = Some(input(weekdays, from, to));
        let refused = test.app.set_call_time(&therapist, fixture::OPEN, wrong);
        assert_eq!(message(&refused.await.unwrap_err()), wanted);
    }
}

#[tokio::test]
async fn who_can_be_reached_now_comes_before_who_can_be_reached_later() {
    let test = planned().await;
    let other = Measure {
        id: MeasureId(Uuid::from_u128(0xBB)),
        case: fixture::OTHER_TEAM,
        instrument: "TAM-CAN".into(),
        instrument_version: 1,
        respondent: None,
        window: Window {
            opens_on: now().day().plus(-7),
            due_on: now().day(),
            closes_on: now().day().plus(13),
        },
        state: State::Due,
        released: None,
        version: 1,
    };
    let mut tx = test.db.write("test").await.unwrap();
    stored::insert(&mut tx, &other).await.unwrap();
    tx.commit().await.unwrap();
    let therapist = test.ctx(fixture::THERAPIST);
    let evenings = Some(input(&[1], "17:00", "19:00"));
    let kept = test.app.set_call_time(&therapist, fixture::OPEN, evenings);
    kept.await.unwrap();
    let first = async |at: &str| {
        let ctx = Ctx {
            now: Instant(at.parse().unwrap()),
            ..test.ctx(fixture::INTERVIEWER)
        };
        let queue = test.app.interviews(&ctx).await.unwrap();
        assert_eq!(queue.lines.len(), 2);
        queue.lines[0].measure.case
    };
    // 23 November is a Monday; the first family's window ends on the 30th, the other's on 6 December.
    assert_eq!(first("2026-11-23T09:00:00Z").await, fixture::OTHER_TEAM);
    assert_eq!(first("2026-11-23T16:30:00Z").await, fixture::OPEN);
    assert_eq!(first("2026-11-24T09:00:00Z").await, fixture::OTHER_TEAM);
    assert_eq!(
        first("2026-11-27T09:00:00Z").await,
        fixture::OPEN,
        "its time runs out"
    );
}
