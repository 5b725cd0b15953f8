//! The weekly loop.

use hemma_app::error::Error;
use hemma_app::week::{DriverInput, StepInput, WeekAt};
use hemma_domain::staff::Language;
use hemma_domain::week::{FitKind, SafetyChange, StepOutcome, SummaryState, WeekField};
use hemma_store::{audit, week as stored};
use hemma_testkit::fixture;
use hemma_testkit::week::{DRIVERS, FIT, LAST_STEPS, STEP, written};

use crate::harness::{TestApp, cut};

fn at() -> WeekAt {
    (fixture::OPEN, written())
}

async fn filled() -> TestApp {
    let test = TestApp::new().await;
    hemma_testkit::week::fill(&test.db).await;
    test
}

#[tokio::test]
async fn a_page_holds_the_whole_week_in_ten_statements() {
    let test = filled().await;
    let ctx = test.ctx(fixture::THERAPIST);
    let statements = cut(&test, |app| {
        let ctx = ctx.clone();
        async move { app.week_page(&ctx, at()).await }
    })
    .await;
    assert_eq!(statements, 11, "ten and the commit");
    let page = test.app.week_page(&ctx, at()).await.unwrap();
    assert_eq!((page.last_steps.len(), page.steps.len()), (3, 1));
    assert_eq!((page.goals.len(), page.frame.len()), (2, 2));
    assert_eq!(page.sheet.contacts.len(), 3);
    assert_eq!((page.earlier.len(), page.feedback.len()), (1, 1));
    assert_eq!(page.state(), SummaryState::Open);
}

#[tokio::test]
async fn two_who_write_in_one_text_both_keep_theirs() {
    let test = filled().await;
    let (one, two) = (test.ctx(fixture::THERAPIST), test.ctx(fixture::LEADER));
    let app = &test.app;
    let text = |text| (WeekField::Advances, text);
    let first = app.save_week_text(&one, at(), text("Fem lugna"), 1).await;
    assert_eq!(first.unwrap(), 2);
    let second = app.save_week_text(&two, at(), text("Fyra lugna"), 1).await;
    assert!(matches!(second, Err(Error::Conflict)), "{second:?}");
    let page = app.week_page(&two, at()).await.unwrap();
    let (kept, by) = page.text(WeekField::Advances).unwrap();
    assert_eq!(
        (kept.text.as_str(), by.as_str()),
        ("Fem lugna", "Tuva Ekorrstig")
    );
    let again = app.save_week_text(&two, at(), text("Fem, säger Fjäril"), kept.version);
    assert_eq!(again.await.unwrap(), 3);
}

#[tokio::test]
async fn two_who_write_in_two_texts_do_not_meet() {
    let test = filled().await;
    let (one, two) = (test.ctx(fixture::THERAPIST), test.ctx(fixture::LEADER));
    let question = (WeekField::Question, "Hur väcker vi pappan?");
    test.app
        .save_week_text(&one, at(), question, 0)
        .await
        .unwrap();
    let safety = (WeekField::Safety, "Inget nytt");
    test.app
        .save_week_text(&two, at(), safety, 0)
        .await
        .unwrap();
    let change = Some(SafetyChange::Unchanged);
    test.app
        .save_safety_change(&two, at(), change, 1)
        .await
        .unwrap();
    let stale = test.app.save_safety_change(&one, at(), None, 1).await;
    assert!(matches!(stale, Err(Error::Conflict)));
}

#[tokio::test]
async fn what_was_not_met_goes_on_once_and_leaves_again_if_it_was_met() {
    let test = filled().await;
    let ctx = test.ctx(fixture::THERAPIST);
    let id = LAST_STEPS[1];
    let judge = async |outcome, version| {
        let evidence = "Två av fem";
        test.app
            .judge_step(&ctx, at(), (id, version), (Some(outcome), evidence))
            .await
            .unwrap();
        let page = test.app.week_page(&ctx, at()).await.unwrap();
        let copies = page.steps.iter().filter(|one| one.carried_from == Some(id));
        copies.count()
    };
    assert_eq!(judge(StepOutcome::Partly, 1).await, 1);
    assert_eq!(judge(StepOutcome::NotMet, 2).await, 1);
    assert_eq!(judge(StepOutcome::Met, 3).await, 0);
}

#[tokio::test]
async fn a_hand_in_with_gaps_carries_what_nobody_judged_and_happens_once() {
    let test = filled().await;
    let ctx = test.ctx(fixture::THERAPIST);
    let page = test.app.week_page(&ctx, at()).await.unwrap();
    assert!(!page.gaps().is_empty());
    test.app.hand_in(&ctx, at()).await.unwrap();
    test.app.hand_in(&ctx, at()).await.unwrap();
    let page = test.app.week_page(&ctx, at()).await.unwrap();
    let carried = page.steps.iter().filter(|one| one.carried_from.is_some());
    assert_eq!(carried.count(), 3);
    assert_eq!(page.state(), SummaryState::HandedIn);
    let mut later = ctx.clone();
    later.now = ctx.now.plus_seconds(3600);
    let text = (WeekField::Question, "En sak till");
    test.app
        .save_week_text(&later, at(), text, 0)
        .await
        .unwrap();
    let page = test.app.week_page(&later, at()).await.unwrap();
    let (question, _) = page.text(WeekField::Question).unwrap();
    assert!(page.is_after_hand_in(question.at));
}

#[tokio::test]
async fn each_change_is_whole_or_not_at_all() {
    let test = filled().await;
    let ctx = &test.ctx(fixture::THERAPIST);
    let input = &StepInput {
        text: "Malva ringer skolan".into(),
        driver: Some(DRIVERS[1]),
        ..StepInput::default()
    };
    let driver = &DriverInput {
        system: "school".into(),
        text: "Provet".into(),
        ..DriverInput::default()
    };
    let text = (WeekField::Question, "Vad gör vi?");
    cut(&test, |app| async move {
        app.save_week_text(ctx, at(), text, 0).await
    })
    .await;
    cut(
        &test,
        |app| async move { app.add_step(ctx, at(), input).await },
    )
    .await;
    cut(&test, |app| async move {
        app.save_step(ctx, at(), (STEP, 1), input).await
    })
    .await;
    cut(&test, |app| async move {
        let said = (Some(StepOutcome::NotTried), "");
        app.judge_step(ctx, at(), (LAST_STEPS[0], 1), said).await
    })
    .await;
    cut(&test, |app| async move {
        app.add_fit(ctx, at(), FitKind::Success, "Lugn").await
    })
    .await;
    cut(&test, |app| async move {
        app.add_driver(ctx, at(), FIT, driver).await
    })
    .await;
    cut(&test, |app| async move {
        app.save_driver(ctx, at(), (DRIVERS[2], 1), driver).await
    })
    .await;
    cut(&test, |app| async move {
        app.remove_driver(ctx, at(), DRIVERS[3]).await
    })
    .await;
    cut(
        &test,
        |app| async move { app.remove_fit(ctx, at(), FIT).await },
    )
    .await;
    cut(&test, |app| async move {
        app.remove_step(ctx, at(), STEP).await
    })
    .await;
    cut(&test, |app| async move { app.hand_in(ctx, at()).await }).await;
    let page = test.app.week_page(ctx, at()).await.unwrap();
    assert_eq!(page.fits.len(), 1);
    assert!(page.sheet.week.handed_in.is_some());
}

#[tokio::test]
async fn a_step_replaces_only_what_is_prioritised_and_its_own_cases_goals() {
    let test = filled().await;
    let ctx = test.ctx(fixture::THERAPIST);
    let input = StepInput {
        driver: Some(DRIVERS[2]),
        ..StepInput::default()
    };
    let added = test.app.add_step(&ctx, at(), &input).await;
    assert!(matches!(added, Err(Error::Invalid(_))), "{added:?}");
    let system = DriverInput {
        system: "moon".into(),
        ..DriverInput::default()
    };
    let added = test.app.add_driver(&ctx, at(), FIT, &system).await;
    assert!(matches!(added, Err(Error::Invalid(_))), "{added:?}");
}

#[tokio::test]
async fn only_weeks_of_the_treatment_exist_and_only_its_carer_writes_in_them() {
    let test = filled().await;
    let ctx = test.ctx(fixture::THERAPIST);
    let text = (WeekField::Advances, "x");
    for week in [written().plus(2), written().plus(-20)] {
        let seen = test.app.week_page(&ctx, (fixture::OPEN, week)).await;
        assert!(matches!(seen, Err(Error::NotFound)));
        let kept = test
            .app
            .save_week_text(&ctx, (fixture::OPEN, week), text, 0)
            .await;
        assert!(matches!(kept, Err(Error::NotFound)));
    }
    let colleague = test.ctx(fixture::COLLEAGUE);
    let kept = test.app.save_week_text(&colleague, at(), text, 1).await;
    assert!(matches!(kept, Err(Error::Forbidden)));
    let list = test.app.week_list(&ctx, fixture::OPEN).await.unwrap();
    assert_eq!(list.weeks.len(), 12);
    assert_eq!(
        list.writing,
        Some(written()),
        "Monday noon is still in time"
    );
}

#[tokio::test]
async fn the_consultant_reads_without_names_and_leaves_a_mark() {
    let test = filled().await;
    let ctx = test.ctx(fixture::CONSULTANT);
    let read = test
        .app
        .week_page_unnamed(&ctx, at(), Language::Swedish)
        .await;
    let read = read.unwrap();
    let everything = format!("{:?}", read.page);
    for name in ["Malva", "Fjäril", "Lingonstig", "Påhittade"] {
        assert!(!everything.contains(name), "{name}");
    }
    assert!(everything.contains("mamman") || everything.contains("Mamman"));
    assert_eq!(read.household, ["barnet (11 år)", "mamman (39 år)"]);
    let mut tx = test.db.read().await.unwrap();
    let mark = stored::read_at(&mut tx, fixture::CONSULTANT, at()).await;
    assert_eq!(mark.unwrap(), Some(ctx.now));
    let links = audit::of_case(&mut tx, fixture::OPEN, 1).await.unwrap();
    assert_eq!(
        links[0].entry.event,
        hemma_domain::audit::Event::CaseReadUnnamed
    );
}

#[tokio::test]
async fn the_meeting_marks_the_week_and_keeps_its_decisions() {
    let test = filled().await;
    let ctx = test.ctx(fixture::LEADER);
    test.app.mark_supervised(&ctx, at()).await.unwrap();
    let kept = test
        .app
        .save_decisions(&ctx, at(), "Två kvällsbesök", 1)
        .await;
    assert_eq!(kept.unwrap(), 2);
    let stale = test.app.save_decisions(&ctx, at(), "Inga", 1).await;
    assert!(matches!(stale, Err(Error::Conflict)));
    let page = test.app.week_page(&ctx, at()).await.unwrap();
    assert_eq!(page.sheet.week.decisions, "Två kvällsbesök");
    assert_eq!(page.state(), SummaryState::Supervised);
}
