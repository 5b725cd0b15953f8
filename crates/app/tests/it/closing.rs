//! Ending a treatment, and the follow-ups after it.

use hemma_app::care::Act;
use hemma_app::closing::{Ending, Found};
use hemma_app::error::Error;
use hemma_domain::case::{OutcomeValue, RulingKind, Stage};
use hemma_testkit::fixture;

use crate::harness::{TestApp, cut, now};

fn ending(reason: &str) -> Ending {
    Ending {
        on: now().day(),
        reason: reason.into(),
        outcomes: vec![
            ("home".into(), OutcomeValue::Yes),
            ("parenting".into(), OutcomeValue::Unknown),
        ],
        words: "Morgnarna är lugna".into(),
    }
}

fn found() -> Found {
    Found {
        on: now().day(),
        outcomes: vec![("home".into(), OutcomeValue::No)],
        remark: String::new(),
    }
}

#[tokio::test]
async fn a_closing_keeps_outcomes_and_says_when_the_family_is_asked_again() {
    let test = TestApp::new().await;
    let ctx = test.ctx(fixture::LEADER);
    let (app, id) = (&test.app, fixture::OPEN);
    let wrong = app.close_case(&ctx, id, 1, &ending("bored")).await;
    assert!(matches!(wrong, Err(Error::Invalid(_))), "{wrong:?}");
    app.close_case(&ctx, id, 1, &ending("completed"))
        .await
        .unwrap();
    let view = app.closing(&ctx, id).await.unwrap();
    assert!(matches!(&view.head.case.stage, Stage::Closed { reason, .. } if reason == "completed"));
    assert_eq!(view.outcomes.len(), 2);
    let later = app
        .follow_ups(&test.ctx(fixture::THERAPIST), id)
        .await
        .unwrap();
    let due: Vec<(u32, String)> = later
        .due
        .iter()
        .map(|one| (one.months, one.due_on.to_string()))
        .collect();
    let expected = [(6, "2027-05-23"), (12, "2027-11-23"), (18, "2028-05-23")];
    assert_eq!(due, expected.map(|(months, on)| (months, on.to_owned())));
    let again = app.close_case(&ctx, id, 2, &ending("completed")).await;
    assert!(matches!(again, Err(Error::Conflict)), "{again:?}");
    let page = app.manage(&ctx, id).await.unwrap();
    assert_eq!(page.rulings[0].0.kind, RulingKind::Closed);
}

#[tokio::test]
async fn a_closing_is_taken_back_with_a_reason_and_done_follow_ups_stay() {
    let test = TestApp::new().await;
    let ctx = test.ctx(fixture::LEADER);
    let (app, id) = (&test.app, fixture::OPEN);
    app.close_case(&ctx, id, 1, &ending("completed"))
        .await
        .unwrap();
    app.follow_up(&ctx, (id, 6), 1, &found()).await.unwrap();
    let reopen = |reason: &str| Act::Reopen {
        phase: "sustain".into(),
        on: now().day(),
        reason: reason.into(),
    };
    let silent = app.decide_case(&ctx, id, 2, &reopen("")).await;
    assert!(matches!(silent, Err(Error::Invalid(_))), "{silent:?}");
    app.decide_case(&ctx, id, 2, &reopen("Stängdes av misstag"))
        .await
        .unwrap();
    let left = app.follow_ups(&ctx, id).await.unwrap();
    assert!(left.head.case.is_open());
    assert_eq!(left.due.len(), 1);
    app.close_case(&ctx, id, 3, &ending("completed"))
        .await
        .unwrap();
    assert_eq!(app.follow_ups(&ctx, id).await.unwrap().due.len(), 3);
}

#[tokio::test]
async fn a_follow_up_says_something_or_says_why_not() {
    let test = TestApp::new().await;
    let ctx = test.ctx(fixture::LEADER);
    let (app, id) = (&test.app, fixture::OPEN);
    app.close_case(&ctx, id, 1, &ending("completed"))
        .await
        .unwrap();
    let empty = Found {
        outcomes: vec![],
        ..found()
    };
    let silent = app.follow_up(&ctx, (id, 6), 1, &empty).await;
    assert!(matches!(silent, Err(Error::Invalid(_))), "{silent:?}");
    let unknown = app.follow_up(&ctx, (id, 7), 1, &found()).await;
    assert!(matches!(unknown, Err(Error::NotFound)), "{unknown:?}");
    app.follow_up(&ctx, (id, 6), 1, &found()).await.unwrap();
    let late = app.follow_up(&ctx, (id, 6), 1, &found()).await;
    assert!(matches!(late, Err(Error::Conflict)), "{late:?}");
    let view = app.follow_ups(&ctx, id).await.unwrap();
    assert_eq!(view.due[0].done, Some((now().day(), fixture::LEADER)));
    let at_six: Vec<OutcomeValue> = view
        .outcomes
        .iter()
        .filter(|one| one.months == 6)
        .map(|one| one.value)
        .collect();
    assert_eq!(at_six, [OutcomeValue::No]);
}

#[tokio::test]
async fn closing_and_following_up_are_whole_or_not_at_all() {
    let test = TestApp::new().await;
    let ctx = test.ctx(fixture::LEADER);
    let id = fixture::OPEN;
    cut(&test, |app| {
        let ctx = ctx.clone();
        async move { app.close_case(&ctx, id, 1, &ending("completed")).await }
    })
    .await;
    cut(&test, |app| {
        let ctx = ctx.clone();
        async move { app.follow_up(&ctx, (id, 6), 1, &found()).await }
    })
    .await;
    for list in [true, false] {
        let statements = cut(&test, |app| {
            let ctx = ctx.clone();
            async move {
                if list {
                    app.follow_ups(&ctx, id).await.map(|_| ())
                } else {
                    app.closing(&ctx, id).await.map(|_| ())
                }
            }
        })
        .await;
        assert!(statements <= 12, "{statements}");
    }
}
