//! Decisions on a case, who carries it, and which phase it is in.

use hemma_app::care::Act;
use hemma_app::error::Error;
use hemma_domain::case::{CareRole, DeclineReason, RulingKind, Stage};
use hemma_domain::ids::StaffId;
use hemma_domain::time::Day;
use hemma_testkit::fixture;

use crate::harness::{TestApp, cut, now};
use crate::intake::referral;

fn today() -> Day {
    now().day()
}

fn open(therapist: StaffId, reason: &str) -> Act {
    Act::Open {
        on: today(),
        therapist,
        reason: reason.into(),
    }
}

#[track_caller]
fn refused_for(done: Result<(), Error>, message: &str) {
    let Err(Error::Invalid(faults)) = done else {
        panic!("{done:?} instead of {message}")
    };
    assert_eq!(faults[0].message, message);
}

#[tokio::test]
async fn accepting_against_an_open_screening_asks_for_a_reason() {
    let test = TestApp::new().await;
    let ctx = test.ctx(fixture::LEADER);
    let accept = |reason: &str| Act::Accept {
        reason: reason.into(),
    };
    let app = &test.app;
    let done = app
        .decide_case(&ctx, fixture::REFERRED, 1, &accept(" "))
        .await;
    refused_for(done, "care-fault-criteria");
    app.decide_case(&ctx, fixture::REFERRED, 1, &accept("Vi frågar skolan"))
        .await
        .unwrap();
    let page = app.manage(&ctx, fixture::REFERRED).await.unwrap();
    assert_eq!(page.head.case.stage, Stage::Waiting { rank: 1 });
    let (ruling, by) = &page.rulings[0];
    assert_eq!(
        (ruling.kind, ruling.reason.as_str(), by.as_str()),
        (RulingKind::Accepted, "Vi frågar skolan", "Gun Alebäck")
    );
    app.decide_case(&ctx, fixture::REFERRED, 2, &open(fixture::COLLEAGUE, ""))
        .await
        .unwrap();
    let page = app.manage(&ctx, fixture::REFERRED).await.unwrap();
    assert!(matches!(&page.head.case.stage, Stage::Open { phase, .. } if phase == "understand"));
    assert_eq!(page.head.therapist(), Some("Kajsa Vassrugg"));
}

#[tokio::test]
async fn a_refusal_needs_words_and_can_be_taken_back() {
    let test = TestApp::new().await;
    let ctx = test.ctx(fixture::LEADER);
    let decline = |reason: &str| Act::Decline {
        why: DeclineReason::NoCapacity,
        reason: reason.into(),
    };
    let (app, id) = (&test.app, fixture::REFERRED);
    let done = app.decide_case(&ctx, id, 1, &decline("")).await;
    refused_for(done, "care-fault-reason");
    let fine = decline("Ingen plats före sommaren");
    app.decide_case(&ctx, id, 1, &fine).await.unwrap();
    let late = app.decide_case(&ctx, id, 1, &fine).await;
    assert!(matches!(late, Err(Error::Conflict)), "{late:?}");
    let back = Act::Reconsider {
        reason: String::new(),
    };
    app.decide_case(&ctx, id, 2, &back).await.unwrap();
    let page = app.manage(&ctx, id).await.unwrap();
    assert_eq!(page.head.case.stage, Stage::Referred);
    assert_eq!(page.rulings.len(), 2);
}

#[tokio::test]
async fn a_fifth_family_asks_for_a_reason() {
    let test = TestApp::new().await;
    let ctx = test.ctx(fixture::LEADER);
    let app = &test.app;
    for _ in 0..2 {
        let id = app
            .refer(&ctx, fixture::TEAMS[0], &referral())
            .await
            .unwrap();
        let act = open(fixture::THERAPIST, "Prövningen görs klart i veckan");
        app.decide_case(&ctx, id, 1, &act).await.unwrap();
    }
    let id = fixture::REFERRED;
    let accept = Act::Accept {
        reason: "Prövningen görs klart i veckan".into(),
    };
    app.decide_case(&ctx, id, 1, &accept).await.unwrap();
    let done = app
        .decide_case(&ctx, id, 2, &open(fixture::THERAPIST, ""))
        .await;
    refused_for(done, "care-fault-limit");
    let act = open(fixture::THERAPIST, "Hon avslutar en familj på fredag");
    app.decide_case(&ctx, id, 2, &act).await.unwrap();
    let outsider = open(fixture::OTHER_BOARD_THERAPIST, "");
    let other = app
        .refer(&ctx, fixture::TEAMS[0], &referral())
        .await
        .unwrap();
    let accept = Act::Accept { reason: "x".into() };
    app.decide_case(&ctx, other, 1, &accept).await.unwrap();
    let done = app.decide_case(&ctx, other, 2, &outsider).await;
    refused_for(done, "care-fault-staff");
}

#[tokio::test]
async fn a_therapist_is_replaced_and_the_history_is_kept() {
    let test = TestApp::new().await;
    let ctx = test.ctx(fixture::LEADER);
    let (app, id) = (&test.app, fixture::OPEN);
    let page = app.manage(&ctx, id).await.unwrap();
    let old = page
        .cares
        .iter()
        .find(|(care, _)| care.staff == fixture::THERAPIST);
    let swap = Act::Assign {
        staff: fixture::COLLEAGUE,
        role: CareRole::Therapist,
        from: today(),
        to: None,
        replaces: Some(old.unwrap().0.id),
        reason: String::new(),
    };
    app.decide_case(&ctx, id, 1, &swap).await.unwrap();
    let page = app.manage(&ctx, id).await.unwrap();
    assert_eq!(page.head.therapist(), Some("Kajsa Vassrugg"));
    assert_eq!(page.cares.len(), 3);
    let wrong = Act::Assign {
        staff: fixture::COLLEAGUE,
        role: CareRole::Psychiatrist,
        from: today(),
        to: Some(today().plus(90)),
        replaces: None,
        reason: String::new(),
    };
    refused_for(
        app.decide_case(&ctx, id, 1, &wrong).await,
        "care-fault-staff",
    );
    let right = Act::Assign {
        staff: fixture::PSYCHIATRIST,
        role: CareRole::Psychiatrist,
        from: today(),
        to: Some(today().plus(90)),
        replaces: None,
        reason: String::new(),
    };
    app.decide_case(&ctx, id, 1, &right).await.unwrap();
    let resource = app.manage(&ctx, id).await.unwrap();
    let resource = resource
        .cares
        .iter()
        .find(|(care, _)| care.staff == fixture::RESOURCE);
    let end = Act::EndCare {
        care: resource.unwrap().0.id,
        on: today(),
    };
    app.decide_case(&ctx, id, 1, &end).await.unwrap();
    let page = app.manage(&ctx, id).await.unwrap();
    let mut now: Vec<StaffId> = page.head.carers.iter().map(|one| one.staff).collect();
    now.sort();
    assert_eq!(now, [fixture::COLLEAGUE, fixture::PSYCHIATRIST]);
}

#[tokio::test]
async fn the_phase_changes_to_one_of_the_treatment() {
    let test = TestApp::new().await;
    let ctx = test.ctx(fixture::LEADER);
    let phase = |to: &str, on: Day| Act::EnterPhase {
        to: to.into(),
        on,
        reason: String::new(),
    };
    let (app, id) = (&test.app, fixture::OPEN);
    let done = app
        .decide_case(&ctx, id, 1, &phase("closed", today()))
        .await;
    refused_for(done, "care-fault-choice");
    let ahead = phase("sustain", today().plus(1));
    refused_for(
        app.decide_case(&ctx, id, 1, &ahead).await,
        "care-fault-future",
    );
    let early = phase("sustain", "2026-10-01".parse().unwrap());
    refused_for(
        app.decide_case(&ctx, id, 1, &early).await,
        "care-fault-early",
    );
    app.decide_case(&ctx, id, 1, &phase("sustain", today()))
        .await
        .unwrap();
    let therapist = test.ctx(fixture::THERAPIST);
    let refused = app
        .decide_case(&therapist, id, 2, &phase("change", today()))
        .await;
    assert!(matches!(refused, Err(Error::Forbidden)), "{refused:?}");
}

#[tokio::test]
async fn each_decision_is_whole_or_not_at_all() {
    let test = TestApp::new().await;
    let ctx = test.ctx(fixture::LEADER);
    let accept = Act::Accept {
        reason: "Vi frågar skolan".into(),
    };
    let acts = [
        (fixture::REFERRED, 1, accept),
        (fixture::REFERRED, 2, open(fixture::COLLEAGUE, "")),
        (
            fixture::OPEN,
            1,
            Act::Assign {
                staff: fixture::COLLEAGUE,
                role: CareRole::Therapist,
                from: today(),
                to: None,
                replaces: None,
                reason: "Ersätter vid sjukdom".into(),
            },
        ),
    ];
    for (id, version, act) in acts {
        cut(&test, |app| {
            let (ctx, act) = (ctx.clone(), act.clone());
            async move { app.decide_case(&ctx, id, version, &act).await }
        })
        .await;
    }
}

#[tokio::test]
async fn the_page_of_decisions_is_short_in_every_stage() {
    let test = TestApp::new().await;
    let ctx = test.ctx(fixture::LEADER);
    for id in [fixture::REFERRED, fixture::OPEN] {
        let statements = cut(&test, |app| {
            let ctx = ctx.clone();
            async move { app.manage(&ctx, id).await }
        })
        .await;
        assert!(statements <= 12, "{statements}");
    }
}
