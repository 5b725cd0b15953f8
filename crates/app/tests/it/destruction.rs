//! What is kept of an opening, for how long, and that nothing readable is left afterwards.

use hemma_domain::application::Sitting;
use hemma_domain::opening::StateCode;
use hemma_testkit::fixture;
use hemma_testkit::opening::OPENING;

use crate::harness::{cut, message};
use crate::opening::{anybody, applied, interviewing, on, ruling, scores, state};
use crate::rota::day;

#[tokio::test]
async fn what_is_due_is_destroyed_with_a_protocol_and_nothing_readable_is_left() {
    let (test, tokens, ids) = interviewing(&["Pelle", "Lena"]).await;
    let lead = &on(&test, fixture::LEADER, "2026-12-18");
    let second = scores(Sitting::Second, &[(1, 4), (2, 2)], 0);
    test.app
        .lock_scores(lead, (OPENING, ids[1]), second)
        .await
        .unwrap();
    let at = (OPENING, state(&test).await.1);
    test.app
        .decide_opening(lead, at, ruling(&[ids[0]]))
        .await
        .unwrap();
    let at = (OPENING, at.1 + 1);
    let known = test.app.destruction(lead, OPENING).await.unwrap();
    let due_on = known.due_on;
    // The time to appeal ends on a Sunday, and so on the Monday after it.
    assert_eq!(due_on, Some(day("2029-01-11")));
    assert_eq!((known.numbers, known.kept), (vec![2], 1));
    let early = on(&test, fixture::LEADER, "2029-01-09");
    let early = test.app.destroy_opening(&early, at).await;
    assert_eq!(message(&early.unwrap_err()), "opening-fault-not-due");
    test.app
        .postpone_opening(lead, at, day("2027-06-01"))
        .await
        .unwrap();
    let at = (OPENING, at.1 + 1);
    let before = on(&test, fixture::LEADER, "2029-01-10");
    let before = test.app.destroy_opening(&before, at).await;
    assert_eq!(
        message(&before.unwrap_err()),
        "opening-fault-not-due",
        "an appeal"
    );
    let then = &on(&test, fixture::LEADER, "2029-06-01");
    cut(
        &test,
        |app| async move { app.destroy_opening(then, at).await },
    )
    .await;
    let done = test.app.destruction(then, OPENING).await.unwrap();
    assert_eq!(done.numbers, Vec::<u32>::new());
    let (protocol, by) = &done.protocols[0];
    assert_eq!(
        (protocol.numbers.as_slice(), protocol.kept),
        ([2].as_slice(), 1)
    );
    assert_eq!(
        (by.as_str(), protocol.due_on),
        ("Gun Alebäck", day("2029-06-01"))
    );
    assert!(protocol.rule.contains("RA-FS"));
    let gone = anybody(&test, "2029-06-01");
    let gone = test.app.own_application(&gone, &tokens[1]).await;
    assert_eq!(message(&gone.unwrap_err()), "not found");
    let gone = test.app.applicant(then, (OPENING, ids[1])).await;
    assert_eq!(message(&gone.err().unwrap()), "not found");
    let kept = test.app.applicant(then, (OPENING, ids[0])).await.unwrap();
    assert_eq!(kept.application.person.name, "Pelle");
    assert_eq!(state(&test).await.0, StateCode::Destroyed);
}

#[tokio::test]
async fn one_that_is_broken_off_is_kept_and_not_destroyed_at_once() {
    let (test, _) = applied(&["Pelle"]).await;
    let lead = &test.ctx(fixture::LEADER);
    let silent = test
        .app
        .abort_opening(lead, (OPENING, 1), String::new())
        .await;
    assert_eq!(message(&silent.unwrap_err()), "opening-fault-reasons");
    cut(&test, |app| async move {
        app.abort_opening(lead, (OPENING, 1), "Medlen drogs in".to_owned())
            .await
    })
    .await;
    let now = test.app.destroy_opening(lead, (OPENING, 2)).await;
    assert_eq!(message(&now.unwrap_err()), "opening-fault-not-due");
    let none = test.app.opening_merits(lead, OPENING).await.unwrap();
    assert!(none.people.is_empty(), "nobody was called");
    let advert = test
        .app
        .advert(&anybody(&test, fixture::TODAY), OPENING)
        .await;
    assert_eq!(message(&advert.err().unwrap()), "not found");
}
