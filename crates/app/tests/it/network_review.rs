//! The half-yearly review of a network's programme: written by the lead and a consultant, kept as it was, small counts hidden
//! from whoever knows a team as well.

use hemma_app::ctx::Ctx;
use hemma_app::error::Error;
use hemma_app::review::{
    ActionInput, FollowInput, Input, NetworkAsked, NetworkAt, NetworkDocument, Waits,
};
use hemma_domain::access::{Actor, Held};
use hemma_domain::ids::{NetworkId, StaffId};
use hemma_domain::review::{ActionOutcome, Figure, Voice};
use hemma_domain::staff::{Place, Role};
use hemma_store::value::ToValue as _;
use hemma_testkit::fixture;

use crate::harness::{TestApp, cut, message, now};

const AT: NetworkAt<'_> = (fixture::NETWORK, "MST-CAN", "2026H2");

fn typed(version: i64, summary: &str) -> Input {
    Input {
        version,
        summary: summary.into(),
        goals: "Fler intervjuer".into(),
        actions: vec![ActionInput {
            what: "Gemensam intervjuare".into(),
            owner: Some(fixture::NETWORK_LEAD),
            due_on: Some(now().day().plus(60)),
        }],
        follow_ups: Vec::new(),
    }
}

fn value(found: &NetworkDocument, figure: Figure) -> Option<f64> {
    let line = found.lines.iter().find(|line| line.now.figure() == figure);
    line.and_then(|line| line.now.reading())
        .and_then(|reading| reading.value)
}

async fn run(test: &TestApp, sql: &'static str, values: &[hemma_store::value::Value]) {
    let mut tx = test.db.write("test").await.unwrap();
    tx.run(sql, values).await.unwrap();
    tx.commit().await.unwrap();
}

async fn close(test: &TestApp, case: hemma_domain::ids::CaseId) {
    let sql =
        "UPDATE cases SET stage = 'closed', ended_on = $2, end_reason = 'completed' WHERE id = $1";
    run(test, sql, &[case.to_value(), now().day().to_value()]).await;
}

#[tokio::test]
async fn it_is_signed_by_the_lead_and_a_consultant_and_keeps_its_figures() {
    let test = TestApp::new().await;
    let app = &test.app;
    let (lead, consultant) = (
        test.ctx(fixture::NETWORK_LEAD),
        test.ctx(fixture::CONSULTANT),
    );
    let empty = app.network_review_document(&lead, AT).await.unwrap();
    assert!(empty.written.may_write && empty.written.may_sign.is_none() && empty.may_see_figures);
    assert_eq!(value(&empty, Figure::ActiveEnd), Some(3.0));
    let names: Vec<&str> = empty
        .review
        .teams
        .iter()
        .map(|team| team.name.as_str())
        .collect();
    assert_eq!(names.len(), 2, "those that run the programme: {names:?}");
    app.save_network_review(&lead, AT, typed(0, "Tre familjer pågår."))
        .await
        .unwrap();
    let stale = app
        .save_network_review(&consultant, AT, typed(0, "Jag med."))
        .await;
    assert!(matches!(stale, Err(Error::Conflict)));
    app.sign_network_review(&consultant, AT, 1).await.unwrap();
    close(&test, fixture::OPEN).await;
    let half = app.network_review_document(&lead, AT).await.unwrap();
    assert_eq!(
        value(&half, Figure::ActiveEnd),
        Some(3.0),
        "as it was signed"
    );
    assert_eq!(half.written.may_sign, Some(Voice::Leader));
    assert_eq!(half.written.frozen_on(), Some(now().day()));
    // A change takes the signature back, and the figures are those of today.
    app.save_network_review(&lead, AT, typed(2, "Två familjer pågår."))
        .await
        .unwrap();
    let again = app.network_review_document(&lead, AT).await.unwrap();
    assert_eq!(value(&again, Figure::ActiveEnd), Some(2.0));
    for who in [&lead, &consultant] {
        let version = app
            .network_review_document(who, AT)
            .await
            .unwrap()
            .written
            .document
            .version;
        app.sign_network_review(who, AT, version).await.unwrap();
    }
    let late = app
        .save_network_review(&lead, AT, typed(5, "För sent."))
        .await;
    assert!(matches!(late, Err(Error::Conflict)));
    // A team that is called something else now is called in it what it was called then.
    run(
        &test,
        "UPDATE teams SET name = 'Omdöpt' WHERE id = $1",
        &[fixture::TEAMS[0].to_value()],
    )
    .await;
    let signed = app.network_review_document(&consultant, AT).await.unwrap();
    assert!(signed.written.document.is_signed() && !signed.may_see_figures);
    let kept: Vec<&str> = signed
        .review
        .teams
        .iter()
        .map(|team| team.name.as_str())
        .collect();
    assert_eq!(kept, names);
}

#[tokio::test]
async fn others_read_it_once_it_is_signed_and_nobody_else_writes_it() {
    let test = TestApp::new().await;
    let app = &test.app;
    let (lead, consultant) = (
        test.ctx(fixture::NETWORK_LEAD),
        test.ctx(fixture::CONSULTANT),
    );
    app.save_network_review(&lead, AT, typed(0, "Tre familjer pågår."))
        .await
        .unwrap();
    let readers = [
        fixture::LEADER,
        fixture::THERAPIST,
        fixture::UNIT_MANAGER,
        fixture::OTHER_BOARD_LEADER,
    ];
    for who in readers {
        let ctx = test.ctx(who);
        let early = app.network_review_document(&ctx, AT).await;
        assert!(matches!(early, Err(Error::NotFound)), "{who:?}");
        let team = app.team_review(&ctx, fixture::TEAMS[0], None).await;
        assert!(
            team.is_ok_and(|team| !team.network_document) || who == fixture::OTHER_BOARD_LEADER
        );
        let write = app.save_network_review(&ctx, AT, typed(1, "x")).await;
        assert!(matches!(write, Err(Error::Forbidden)), "{who:?}");
    }
    let own = app
        .team_review(&consultant, fixture::TEAMS[0], None)
        .await
        .unwrap();
    assert!(own.network_document, "a consultant is led there to write");
    app.sign_network_review(&lead, AT, 1).await.unwrap();
    app.sign_network_review(&consultant, AT, 2).await.unwrap();
    for who in readers {
        let found = app
            .network_review_document(&test.ctx(who), AT)
            .await
            .unwrap();
        assert!(!found.written.may_write && found.written.may_sign.is_none());
    }
    let led = app
        .team_review(&test.ctx(fixture::LEADER), fixture::TEAMS[0], None)
        .await
        .unwrap();
    assert!(led.network_document);
    let hidden = [
        (fixture::OTHER_TEAM_LEADER, "another programme"),
        (fixture::ADMINISTRATOR, "no reader of figures"),
        (fixture::RECORDS_OFFICER, "no reader of figures"),
    ];
    for (who, why) in hidden {
        let none = app.network_review_document(&test.ctx(who), AT).await;
        assert!(matches!(none, Err(Error::NotFound)), "{why}");
    }
    let finance = app
        .network_review_document(&test.ctx(fixture::FINANCE_READER), AT)
        .await;
    assert!(matches!(finance, Err(Error::Forbidden)));
    let elsewhere = (NetworkId(uuid::Uuid::nil()), "MST-CAN", "2026H2");
    for at in [
        elsewhere,
        (fixture::NETWORK, "MST-CAN", "2026Q4"),
        (fixture::NETWORK, "MST-CAN", "2027H1"),
        (fixture::NETWORK, "MST-CAN", "1990H1"),
        (fixture::NETWORK, "nonsense", "2026H2"),
    ] {
        let none = app.network_review_document(&lead, at).await;
        assert!(matches!(none, Err(Error::NotFound)), "{at:?}");
    }
}

#[tokio::test]
async fn one_person_does_not_sign_for_both() {
    let test = TestApp::new().await;
    let lead = test.ctx(fixture::NETWORK_LEAD);
    test.app
        .save_network_review(&lead, AT, typed(0, ""))
        .await
        .unwrap();
    let silent = test
        .app
        .sign_network_review(&lead, AT, 1)
        .await
        .unwrap_err();
    assert_eq!(message(&silent), "review-unsignable-no-summary");
    test.app
        .save_network_review(&lead, AT, typed(1, "Allt är bra."))
        .await
        .unwrap();
    test.app.sign_network_review(&lead, AT, 2).await.unwrap();
    let as_consultant = hemma_app::ctx::Ctx {
        actor: Actor::Staff {
            id: fixture::NETWORK_LEAD,
            posts: vec![Held {
                role: Role::Consultant,
                place: Place::Team(fixture::TEAMS[0], fixture::BOARDS[0]),
            }],
        },
        ..lead
    };
    let twice = test
        .app
        .sign_network_review(&as_consultant, AT, 3)
        .await
        .unwrap_err();
    assert_eq!(message(&twice), "review-unsignable-same-person");
}

#[tokio::test]
async fn actions_are_owned_followed_up_and_kept_whole() {
    let test = TestApp::new().await;
    let app = &test.app;
    let lead = test.ctx(fixture::NETWORK_LEAD);
    let first = (fixture::NETWORK, "MST-CAN", "2026H1");
    app.save_network_review(&lead, first, typed(0, "Första halvåret."))
        .await
        .unwrap();
    let owners: Vec<StaffId> = app
        .network_review_document(&lead, AT)
        .await
        .unwrap()
        .written
        .owners
        .into_iter()
        .map(|(id, _)| id)
        .collect();
    for owner in [
        fixture::NETWORK_LEAD,
        fixture::CONSULTANT,
        fixture::OTHER_BOARD_LEADER,
    ] {
        assert!(owners.contains(&owner), "{owner:?}");
    }
    assert!(!owners.contains(&fixture::THERAPIST) && !owners.contains(&fixture::OTHER_TEAM_LEADER));
    let wrong = Input {
        actions: vec![ActionInput {
            owner: Some(fixture::THERAPIST),
            ..typed(0, "").actions[0].clone()
        }],
        ..typed(0, "x")
    };
    let wrong = app.save_network_review(&lead, AT, wrong).await.unwrap_err();
    assert_eq!(message(&wrong), "review-fault-owner");
    let next = Input {
        follow_ups: vec![FollowInput {
            number: 1,
            outcome: ActionOutcome::Done,
            remark: "I augusti".into(),
        }],
        ..typed(0, "Andra halvåret.")
    };
    let steps = cut(&test, |app| {
        let (lead, next) = (lead.clone(), next.clone());
        async move { app.save_network_review(&lead, AT, next).await }
    })
    .await;
    assert!(5 < steps);
    let found = app.network_review_document(&lead, AT).await.unwrap();
    let followed = &found.written.previous.unwrap().actions[0];
    assert_eq!(
        (followed.outcome, followed.remark.as_str()),
        (ActionOutcome::Done, "I augusti")
    );
    let read = cut(&test, |app| {
        let lead = lead.clone();
        async move { app.network_review_document(&lead, AT).await }
    })
    .await;
    let signed = cut(&test, |app| {
        let lead = lead.clone();
        async move { app.sign_network_review(&lead, AT, 1).await }
    })
    .await;
    assert!(5 < read && 5 < signed, "{read} {signed}");
}

#[tokio::test]
async fn whoever_knows_a_team_learns_no_small_count_of_another() {
    let test = TestApp::new().await;
    let lead = test.ctx(fixture::NETWORK_LEAD);
    // One team closes nine, the other one: whoever knows the first would read the other from the sum.
    close(&test, fixture::OTHER_BOARD).await;
    for number in 0..9_u128 {
        let sql = "INSERT INTO cases (id, board_id, team_id, programme, programme_version, code, sealed_label, stage,
            received_on, opened_on, ended_on, end_reason, protected, staff_warning, version)
            SELECT $2, board_id, team_id, programme, programme_version, $3, '', 'closed', received_on, opened_on, $4,
            'completed', protected, staff_warning, 1 FROM cases WHERE id = $1";
        let id = uuid::Uuid::from_u128((1 << 90) + number).to_value();
        let code = format!("X-{number}").to_value();
        run(
            &test,
            sql,
            &[fixture::OPEN.to_value(), id, code, now().day().to_value()],
        )
        .await;
    }
    let live = test
        .app
        .network_review(&lead, fixture::NETWORK, NetworkAsked::of("MST-CAN"))
        .await
        .unwrap();
    let found = test.app.network_review_document(&lead, AT).await.unwrap();
    let shown = |all: &[hemma_app::review::Shown]| {
        all.iter()
            .find(|one| one.figure() == Figure::Closed)
            .and_then(|one| one.reading())
            .is_some()
    };
    assert!(live.teams.iter().all(|team| !shown(&team.figures)));
    assert!(
        !shown(&found.review.whole) && found.review.teams.iter().all(|team| !shown(&team.figures))
    );
    assert_eq!(
        value(&found, Figure::ActiveEnd),
        Some(2.0),
        "how many are treated is told"
    );
    let closed = found.drawn.iter().find(|one| one.figure == Figure::Closed);
    let last = closed.and_then(|one| one.quarters.last());
    assert!(last.is_none_or(|one| one.reading.value.is_none() && one.reading.parts.is_none()));
}

#[tokio::test]
async fn what_waits_of_a_review_is_told_to_whoever_writes_it() {
    const BEFORE: NetworkAt<'_> = (fixture::NETWORK, "MST-CAN", "2026H1");
    let test = TestApp::new().await;
    let app = &test.app;
    let lead = &test.ctx(fixture::NETWORK_LEAD);
    let waits = |ctx: &Ctx| {
        let (app, ctx) = (app.clone(), ctx.clone());
        async move {
            let found = app.network_reviews_waiting(&ctx, fixture::NETWORK).await;
            let own = found.unwrap().into_iter();
            let own = own.filter(|one| one.programme == "MST-CAN");
            own.map(|one| (one.term.to_string(), one.what))
                .collect::<Vec<_>>()
        }
    };
    cut(&test, |app| async move {
        app.network_reviews_waiting(lead, fixture::NETWORK).await
    })
    .await;
    assert_eq!(waits(lead).await, [("2026H1".to_owned(), Waits::Unwritten)]);
    let due_on = now().day().plus(-20);
    let mut input = typed(0, "Tre familjer pågår.");
    input.actions[0].due_on = Some(due_on);
    app.save_network_review(lead, BEFORE, input).await.unwrap();
    assert_eq!(waits(lead).await, [("2026H1".to_owned(), Waits::Unsigned)]);
    app.sign_network_review(lead, BEFORE, 1).await.unwrap();
    assert_eq!(waits(lead).await, [], "the consultant is to sign");
    let consultant = &test.ctx(fixture::CONSULTANT);
    assert_eq!(
        waits(consultant).await,
        [("2026H1".to_owned(), Waits::Unsigned)]
    );
    app.sign_network_review(consultant, BEFORE, 2)
        .await
        .unwrap();
    let found = waits(lead).await;
    let [
        (
            term,
            Waits::Action {
                what, due_on: by, ..
            },
        ),
    ] = found.as_slice()
    else {
        panic!("{found:?}");
    };
    // It is followed up in the review after the one that it was written in.
    assert_eq!(
        (term.as_str(), what.as_str(), *by),
        ("2026H2", "Gemensam intervjuare", due_on)
    );
    let mut next = typed(0, "Fyra familjer pågår.");
    next.follow_ups = vec![FollowInput {
        number: 1,
        outcome: ActionOutcome::Done,
        remark: String::new(),
    }];
    app.save_network_review(lead, AT, next).await.unwrap();
    assert_eq!(waits(lead).await, []);
    assert_eq!(waits(&test.ctx(fixture::THERAPIST)).await, []);
}
