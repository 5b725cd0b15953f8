//! Questionnaires written down as a whole: once, unharmed by what was stored meanwhile, and scored as any other.

use std::collections::BTreeMap;

use hemma_app::error::Error;
use hemma_app::measure::{MeasureAt, WholeSheet};
use hemma_domain::instrument::{Answer, Given, Ratio};
use hemma_domain::measure::StateCode;
use hemma_store::measure::score;
use hemma_testkit::fixture;

use crate::harness::{TestApp, cut};
use crate::measure::{is, item, open, planned};

fn whole(values: &[i64], version: i64, is_end: bool) -> WholeSheet {
    let items = (1..).map(item);
    let answers = values.iter().map(|value| Answer::Value(*value));
    WholeSheet {
        given: items.zip(answers).collect(),
        version,
        note: "Lugnt samtal".into(),
        is_end,
    }
}

/// What is stored: version, answers, calls, and how many scores there are.
async fn stored(test: &TestApp, at: MeasureAt) -> (i64, usize, usize, usize) {
    let ctx = test.ctx(fixture::INTERVIEWER);
    let page = test.app.interview(&ctx, at).await.unwrap();
    let open = |given: &&Given| **given != Given::Unanswered;
    let answered = page.sheet.given().iter().filter(open).count();
    let mut tx = test.db.read().await.unwrap();
    let scores = score::of_case(&mut tx, at.0).await.unwrap();
    let scores = scores.iter().filter(|one| one.measure == at.1).count();
    (page.version, answered, page.attempts.len(), scores)
}

#[tokio::test]
async fn a_whole_interview_is_kept_and_scored_at_once_or_not_at_all() {
    let test = planned().await;
    let at = open(&test).await;
    let ctx = test.ctx(fixture::INTERVIEWER);
    let mut values = vec![5; 17];
    values.extend([3; 11]);
    let sheet = whole(&values, 0, true);
    cut(&test, |app| {
        let (ctx, sheet) = (ctx.clone(), sheet.clone());
        async move { app.save_sheet(&ctx, at, &sheet).await }
    })
    .await;
    let leader = test.ctx(fixture::LEADER);
    let page = test.app.case_measures(&leader, at.0).await.unwrap();
    let line = page.lines.iter().find(|line| line.measure.id == at.1);
    let line = line.unwrap();
    assert_eq!(line.measure.state.code(), StateCode::Done);
    assert_eq!(line.scores[0].kept.value(), Ratio::new(17, 28));
    assert_eq!(stored(&test, at).await, (1, 28, 1, 1));
}

#[tokio::test]
async fn what_is_sent_twice_is_written_once() {
    let test = planned().await;
    let at = open(&test).await;
    let ctx = test.ctx(fixture::INTERVIEWER);
    let part = whole(&[4; 10], 0, false);
    for _ in 0..2 {
        let saved = test.app.save_sheet(&ctx, at, &part).await.unwrap();
        assert_eq!(saved, None);
        assert_eq!(stored(&test, at).await, (1, 10, 1, 0));
    }
    // Written on the device before the first came back: the version is the old one.
    let end = whole(&[4; 28], 0, true);
    for _ in 0..2 {
        let saved = test.app.save_sheet(&ctx, at, &end).await.unwrap();
        assert!(!saved.unwrap().critical);
        assert_eq!(stored(&test, at).await, (2, 28, 1, 1));
    }
    let other = whole(&[3; 28], 0, true);
    let late = test.app.save_sheet(&ctx, at, &other).await.unwrap_err();
    assert!(is(&late, "interview-closed-state"), "{late:?}");
}

#[tokio::test]
async fn an_answer_that_was_stored_meanwhile_is_never_written_over() {
    let test = planned().await;
    let at = open(&test).await;
    let ctx = test.ctx(fixture::INTERVIEWER);
    let given = Some(Answer::Value(2));
    let saved = test.app.save_answer(&ctx, at, (&item(1), given), 0).await;
    assert_eq!(saved.unwrap(), 1);
    let mut without = whole(&[4; 28], 0, true);
    without.given.remove(&item(1));
    for met in [whole(&[4; 28], 0, true), without] {
        let met = test.app.save_sheet(&ctx, at, &met).await.unwrap_err();
        assert!(is(&met, "interview-fault-meanwhile"), "{met:?}");
    }
    assert_eq!(stored(&test, at).await, (1, 1, 1, 0));
    // Whoever has seen the answer may change it.
    let seen = whole(&[4; 28], 1, false);
    test.app.save_sheet(&ctx, at, &seen).await.unwrap();
    assert_eq!(stored(&test, at).await, (2, 28, 1, 0));
}

#[tokio::test]
async fn answers_that_cannot_be_are_refused_whole() {
    let test = planned().await;
    let at = open(&test).await;
    let ctx = test.ctx(fixture::INTERVIEWER);
    let answers = |pairs: &[(&str, i64)]| WholeSheet {
        given: pairs
            .iter()
            .map(|(item, value)| ((*item).to_owned(), Answer::Value(*value)))
            .collect::<BTreeMap<_, _>>(),
        ..whole(&[], 0, true)
    };
    for (wrong, message) in [
        (answers(&[]), "interview-fault-empty"),
        (answers(&[("nothing", 1)]), "interview-fault-answer"),
        (
            answers(&[("tamcan_01", 1), ("tamcan_02", 6)]),
            "interview-fault-answer",
        ),
    ] {
        let refused = test.app.save_sheet(&ctx, at, &wrong).await.unwrap_err();
        assert!(is(&refused, message), "{refused:?}");
    }
    let long = WholeSheet {
        note: "x".repeat(2001),
        ..whole(&[4], 0, false)
    };
    let refused = test.app.save_sheet(&ctx, at, &long).await.unwrap_err();
    assert!(is(&refused, "interview-fault-long"), "{refused:?}");
    assert_eq!(stored(&test, at).await, (0, 0, 0, 0));
    let therapist = test.ctx(fixture::THERAPIST);
    let hers = test
        .app
        .save_sheet(&therapist, at, &whole(&[4], 0, true))
        .await;
    assert!(matches!(hers, Err(Error::Forbidden)), "{hers:?}");
}
