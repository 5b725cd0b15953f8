//! From assignment to opening: the referral and its screening.

use hemma_app::error::Error;
use hemma_app::intake::{Answer, Referral, Word};
use hemma_domain::case::{CriterionAnswer, LegalBasis, ProtectionEvent, Stage};
use hemma_domain::person::Protection;
use hemma_domain::programme::Reading;
use hemma_domain::screening::Voice;
use hemma_domain::staff::Language;
use hemma_store::{audit, case, person};
use hemma_testkit::fixture;

use crate::harness::{TestApp, cut};

pub(crate) fn referral() -> Referral {
    Referral {
        authority: "Björkdalens stadsdelsnämnd".into(),
        handler: "Siv Handlägg".into(),
        handler_phone: "08-000 00 00".into(),
        number: "2026-B-17".into(),
        decided_on: "2026-11-16".parse().unwrap(),
        basis: LegalBasis::Sol11_1,
        from: "2026-11-16".parse().unwrap(),
        to: None,
        reason: "Bråk hemma varje kväll".into(),
        received_on: "2026-11-18".parse().unwrap(),
        label: "Sälgkvist".into(),
        child_given_name: "Trast".into(),
        child_family_name: "Sälgkvist".into(),
        child_born: Some("2016-02-03".parse().unwrap()),
        protection: Protection::None,
        event: Some(ProtectionEvent {
            kind: "neglect".into(),
            on: "2026-10-01".parse().unwrap(),
        }),
    }
}

fn answer(criterion: &str, answer: CriterionAnswer, version: i64) -> Answer {
    Answer {
        criterion: criterion.into(),
        answer,
        evidence: "Trast bor hos sin moster".into(),
        version,
    }
}

#[tokio::test]
async fn an_assignment_becomes_a_case_with_a_code_a_child_and_a_line_in_the_log() {
    let test = TestApp::new().await;
    let ctx = test.ctx(fixture::LEADER);
    let id = test
        .app
        .refer(&ctx, fixture::TEAMS[0], &referral())
        .await
        .unwrap();
    let view = test.app.screening(&ctx, id).await.unwrap();
    let head = &view.head;
    assert_eq!(
        (head.case.code.as_str(), head.case.label.as_str()),
        ("BJÖ-26-005", "Sälgkvist")
    );
    assert_eq!(head.case.stage, Stage::Referred);
    assert_eq!(head.persons[0].full_name(), "Trast Sälgkvist");
    assert_eq!(view.assignment.unwrap().number, "2026-B-17");
    assert_eq!(view.counted.age.age, Some(10));
    assert_eq!(view.counted.event.unwrap().reading, Reading::Fits);
    let mut tx = test.db.read().await.unwrap();
    let links = audit::of_case(&mut tx, id, 10).await.unwrap();
    assert_eq!(links.len(), 2, "registered, and read");
    let keys = ["trast".to_owned(), "sälgkvist".to_owned()];
    let found = person::search(&mut tx, fixture::BOARDS[0], &keys, 5).await;
    assert_eq!(found.unwrap(), [id]);
}

#[tokio::test]
async fn an_assignment_with_a_protected_child_is_protected_from_the_first_day() {
    let test = TestApp::new().await;
    let ctx = test.ctx(fixture::LEADER);
    let protected = Referral {
        protection: Protection::Marked,
        ..referral()
    };
    let id = test
        .app
        .refer(&ctx, fixture::TEAMS[0], &protected)
        .await
        .unwrap();
    let colleague = test.ctx(fixture::COLLEAGUE);
    let seen = test.app.screening(&colleague, id).await;
    assert!(matches!(seen, Err(Error::NotFound)), "{seen:?}");
}

#[tokio::test]
async fn an_assignment_with_faults_leaves_nothing_and_names_each_field() {
    let test = TestApp::new().await;
    let ctx = test.ctx(fixture::LEADER);
    let faulty = Referral {
        handler: " ".into(),
        decided_on: "2027-01-01".parse().unwrap(),
        to: Some("2026-11-01".parse().unwrap()),
        event: Some(ProtectionEvent {
            kind: "weather".into(),
            on: "2026-10-01".parse().unwrap(),
        }),
        ..referral()
    };
    let refused = test.app.refer(&ctx, fixture::TEAMS[0], &faulty).await;
    let Err(Error::Invalid(faults)) = refused else {
        panic!("{refused:?}")
    };
    let fields: Vec<&str> = faults.iter().map(|fault| fault.field.as_str()).collect();
    assert_eq!(fields, ["handler", "decided_on", "to", "event_kind"]);
    let therapist = test.ctx(fixture::THERAPIST);
    let refused = test
        .app
        .refer(&therapist, fixture::TEAMS[0], &referral())
        .await;
    assert!(matches!(refused, Err(Error::Forbidden)), "{refused:?}");
    let mut tx = test.db.read().await.unwrap();
    let all = case::of_team(&mut tx, fixture::TEAMS[0], &["referred"]).await;
    assert_eq!(all.unwrap().len(), 1);
}

#[tokio::test]
async fn two_who_answer_one_criterion_do_not_overwrite_each_other() {
    let test = TestApp::new().await;
    let ctx = test.ctx(fixture::LEADER);
    let yes = answer("child_age", CriterionAnswer::Yes, 0);
    let answered = test
        .app
        .answer_criterion(&ctx, fixture::REFERRED, &yes)
        .await;
    assert_eq!(answered.unwrap(), 1);
    let late = answer("child_age", CriterionAnswer::No, 0);
    let refused = test
        .app
        .answer_criterion(&ctx, fixture::REFERRED, &late)
        .await;
    assert!(matches!(refused, Err(Error::Conflict)), "{refused:?}");
    let unknown = answer("shoe_size", CriterionAnswer::No, 0);
    let refused = test
        .app
        .answer_criterion(&ctx, fixture::REFERRED, &unknown)
        .await;
    assert!(matches!(refused, Err(Error::NotFound)), "{refused:?}");
}

#[tokio::test]
async fn leader_and_consultant_set_a_criterion_aside_each_for_themselves() {
    let test = TestApp::new().await;
    let (leader, consultant) = (test.ctx(fixture::LEADER), test.ctx(fixture::CONSULTANT));
    let id = test
        .app
        .refer(&leader, fixture::TEAMS[0], &referral())
        .await
        .unwrap();
    let place = (id, "lives_at_home");
    let agree = |reason: &str| Word::Agree {
        reason: reason.into(),
    };
    let app = &test.app;
    let early = app
        .set_aside(&leader, place, Voice::Leader, &agree("x"))
        .await;
    assert!(matches!(early, Err(Error::Invalid(_))), "nobody answered");
    let no = answer("lives_at_home", CriterionAnswer::No, 0);
    app.answer_criterion(&leader, id, &no).await.unwrap();
    let silent = app
        .set_aside(&leader, place, Voice::Leader, &agree(" "))
        .await;
    assert!(matches!(silent, Err(Error::Invalid(_))), "without a reason");
    app.set_aside(
        &leader,
        place,
        Voice::Leader,
        &agree("Trast flyttar hem i maj"),
    )
    .await
    .unwrap();
    assert_eq!(
        app.screening(&leader, id).await.unwrap().standing().hinders,
        1
    );
    let theirs = app
        .set_aside(&leader, place, Voice::Consultant, &agree(""))
        .await;
    assert!(
        matches!(theirs, Err(Error::Forbidden)),
        "the leader is not the consultant"
    );
    let unnamed = app
        .screening_unnamed(&consultant, id, Language::Swedish)
        .await
        .unwrap();
    let text = format!("{unnamed:?}");
    assert!(
        !text.contains("Trast") && !text.contains("Sälgkvist"),
        "{text}"
    );
    app.set_aside(&consultant, place, Voice::Consultant, &agree(""))
        .await
        .unwrap();
    let standing = app.screening(&leader, id).await.unwrap().standing();
    assert_eq!((standing.hinders, standing.set_aside), (0, 1));
    app.set_aside(&leader, place, Voice::Leader, &Word::TakeBack)
        .await
        .unwrap();
    assert_eq!(
        app.screening(&leader, id).await.unwrap().standing().hinders,
        1
    );
}

#[tokio::test]
async fn an_assignment_is_whole_or_not_at_all() {
    let test = TestApp::new().await;
    let ctx = test.ctx(fixture::LEADER);
    cut(&test, |app| {
        let ctx = ctx.clone();
        async move { app.refer(&ctx, fixture::TEAMS[0], &referral()).await }
    })
    .await;
}

#[tokio::test]
async fn an_answer_and_a_word_on_it_are_whole_or_not_at_all() {
    let test = TestApp::new().await;
    let ctx = test.ctx(fixture::LEADER);
    cut(&test, |app| {
        let ctx = ctx.clone();
        async move {
            let no = answer("lives_at_home", CriterionAnswer::No, 0);
            app.answer_criterion(&ctx, fixture::REFERRED, &no).await
        }
    })
    .await;
    cut(&test, |app| {
        let ctx = ctx.clone();
        async move {
            let word = Word::Agree {
                reason: "Flyttar hem i maj".into(),
            };
            let place = (fixture::REFERRED, "lives_at_home");
            app.set_aside(&ctx, place, Voice::Leader, &word).await
        }
    })
    .await;
}

#[tokio::test]
async fn the_pages_of_intake_are_whole_and_short() {
    let test = TestApp::new().await;
    let (leader, consultant) = (test.ctx(fixture::LEADER), test.ctx(fixture::CONSULTANT));
    let desk = cut(&test, |app| {
        let ctx = leader.clone();
        async move { app.referral_desk(&ctx, fixture::TEAMS[0]).await }
    })
    .await;
    let page = cut(&test, |app| {
        let ctx = leader.clone();
        async move { app.screening(&ctx, fixture::REFERRED).await }
    })
    .await;
    let unnamed = cut(&test, |app| {
        let ctx = consultant.clone();
        async move {
            app.screening_unnamed(&ctx, fixture::REFERRED, Language::Swedish)
                .await
        }
    })
    .await;
    assert!(
        desk <= 12 && page <= 12 && unnamed <= 12,
        "{desk} {page} {unnamed}"
    );
}
