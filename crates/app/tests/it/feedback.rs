//! Written feedback.

use hemma_app::error::Error;
use hemma_app::week::WeekAt;
use hemma_domain::week::{FollowUp, Section, Voice};
use hemma_testkit::fixture;
use hemma_testkit::week::{POINTS, written};

use crate::harness::{TestApp, cut};

fn at() -> WeekAt {
    (fixture::OPEN, written())
}

#[tokio::test]
async fn a_point_is_given_answered_and_followed_up_the_week_after() {
    let test = TestApp::new().await;
    hemma_testkit::week::fill(&test.db).await;
    let (leader, therapist) = (&test.ctx(fixture::LEADER), &test.ctx(fixture::THERAPIST));
    let about = (Voice::Leader, Section::NewSteps);
    cut(&test, |app| async move {
        app.give_feedback(leader, at(), about, "Ett i taget").await
    })
    .await;
    cut(&test, |app| async move {
        app.answer_feedback(therapist, at(), (POINTS[0], 1), "Gör jag")
            .await
    })
    .await;
    cut(&test, |app| async move {
        let mark = (Some(FollowUp::Done), "Hon sänkte rösten");
        app.follow_feedback(therapist, at(), (POINTS[0], 2), mark)
            .await
    })
    .await;
    let stale = test
        .app
        .answer_feedback(leader, at(), (POINTS[0], 1), "Nej")
        .await;
    assert!(matches!(stale, Err(Error::Conflict)));
    let page = test.app.week_page(therapist, at()).await.unwrap();
    assert_eq!(page.feedback.len(), 2);
    let point = &page.earlier[0].feedback;
    assert_eq!(
        (point.follow_up, point.followed_in),
        (Some(FollowUp::Done), Some(at().1))
    );
    let next = (fixture::OPEN, written().next());
    let page = test.app.week_page(therapist, next).await.unwrap();
    let open: Vec<_> = page
        .earlier
        .iter()
        .map(|one| one.feedback.text.as_str())
        .collect();
    assert_eq!(open.len(), 2, "the two points of last week wait: {open:?}");
}

#[tokio::test]
async fn each_voice_is_its_own_and_an_empty_point_is_none() {
    let test = TestApp::new().await;
    let (leader, consultant) = (test.ctx(fixture::LEADER), test.ctx(fixture::CONSULTANT));
    let app = &test.app;
    let section = Section::Whole;
    let given = app
        .give_feedback(&leader, at(), (Voice::Consultant, section), "x")
        .await;
    assert!(matches!(given, Err(Error::Forbidden)));
    let given = app
        .give_feedback(&consultant, at(), (Voice::Consultant, section), " ")
        .await;
    assert!(matches!(given, Err(Error::Invalid(_))));
    let given = app
        .give_feedback(&consultant, at(), (Voice::Consultant, section), "Bra")
        .await;
    given.unwrap();
    let page = app.week_page(&leader, at()).await.unwrap();
    assert_eq!(page.sheet.week.consulted_at, Some(consultant.now));
    app.mark_consulted(&consultant, at()).await.unwrap();
}

#[tokio::test]
async fn a_point_is_reworded_or_taken_back_until_it_is_answered() {
    let test = TestApp::new().await;
    hemma_testkit::week::fill(&test.db).await;
    let (consultant, therapist) = (
        &test.ctx(fixture::CONSULTANT),
        &test.ctx(fixture::THERAPIST),
    );
    let id = POINTS[1];
    cut(&test, |app| async move {
        let text = (Voice::Consultant, "Vad säger skolan?");
        app.reword_feedback(consultant, at(), (id, 1), text).await
    })
    .await;
    let page = test.app.week_page(therapist, at()).await.unwrap();
    assert_eq!(page.feedback[0].feedback.text, "Vad säger skolan?");
    let leader = test.ctx(fixture::LEADER);
    let other = (Voice::Leader, "Mina ord");
    let others = test
        .app
        .reword_feedback(&leader, at(), (id, 2), other)
        .await;
    assert!(matches!(others, Err(Error::NotFound)), "{others:?}");
    let answered = test
        .app
        .answer_feedback(therapist, at(), (id, 2), "Inget än");
    answered.await.unwrap();
    let late = (Voice::Consultant, "Andra ord");
    let late = test
        .app
        .reword_feedback(consultant, at(), (id, 3), late)
        .await;
    assert!(matches!(late, Err(Error::Conflict)), "{late:?}");

    let given = (Voice::Consultant, Section::Whole);
    let given = test
        .app
        .give_feedback(consultant, at(), given, "Fel vecka")
        .await;
    let given = given.unwrap();
    cut(&test, |app| async move {
        app.reword_feedback(consultant, at(), (given, 1), (Voice::Consultant, " "))
            .await
    })
    .await;
    let page = test.app.week_page(therapist, at()).await.unwrap();
    assert!(page.feedback.iter().all(|one| one.feedback.id != given));
}
