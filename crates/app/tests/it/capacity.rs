//! Places, load and the waiting list of a team, and of a board.

use hemma_app::care::Act;
use hemma_app::error::Error;
use hemma_domain::capacity::{ClockKind, ClockState, Direction};
use hemma_domain::case::LegalBasis;
use hemma_domain::ids::CaseId;
use hemma_testkit::fixture;

use crate::harness::{TestApp, cut, now};
use crate::intake::referral;

/// Two more families on the waiting list of the first team, in order.
async fn two_waiting(test: &TestApp) -> [CaseId; 2] {
    let ctx = test.ctx(fixture::LEADER);
    let mut waiting = Vec::new();
    for label in ["Sälgkvist", "Rosenrot"] {
        let one = hemma_app::intake::Referral {
            label: label.into(),
            ..referral()
        };
        let id = test.app.refer(&ctx, fixture::TEAMS[0], &one).await.unwrap();
        let act = Act::Accept {
            reason: "Prövningen görs klart i veckan".into(),
        };
        test.app.decide_case(&ctx, id, 1, &act).await.unwrap();
        waiting.push(id);
    }
    waiting.try_into().unwrap()
}

async fn order(test: &TestApp) -> Vec<CaseId> {
    let ctx = test.ctx(fixture::LEADER);
    let found = test.app.capacity(&ctx, fixture::TEAMS[0]).await.unwrap();
    found.waiting.iter().map(|line| line.id).collect()
}

#[tokio::test]
async fn a_team_sees_load_places_and_what_waits() {
    let test = TestApp::new().await;
    let waiting = two_waiting(&test).await;
    let ctx = test.ctx(fixture::LEADER);
    let found = test.app.capacity(&ctx, fixture::TEAMS[0]).await.unwrap();
    let loads: Vec<(&str, u32)> = found
        .therapists
        .iter()
        .map(|(name, load)| (name.as_str(), load.used()))
        .collect();
    assert_eq!(loads, [("Kajsa Vassrugg", 0), ("Tuva Ekorrstig", 2)]);
    assert_eq!((found.free, found.open_count), (Some(6), 2));
    assert_eq!(order(&test).await, waiting);
    assert_eq!(found.referred.len(), 1);
    assert_eq!(found.closings.len(), 2);
    assert_eq!(found.clocks.len(), 2, "the fixture's case has no decision");
    let clock = found.clocks[0].1;
    assert_eq!(clock.kind, ClockKind::CarryOut);
    assert_eq!(clock.by, "2027-02-16".parse().unwrap());
    assert_eq!(clock.state(now().day()), ClockState::Running);
}

#[tokio::test]
async fn the_unit_manager_sees_codes_and_no_names() {
    let test = TestApp::new().await;
    two_waiting(&test).await;
    let manager = test.ctx(fixture::UNIT_MANAGER);
    let found = test
        .app
        .capacity(&manager, fixture::TEAMS[0])
        .await
        .unwrap();
    let text = format!("{:?}", (&found.closings, &found.waiting, &found.referred));
    assert!(
        text.contains("BJÖ-26-001") && text.contains("BJÖ-26-005"),
        "{text}"
    );
    for name in ["Lingonstig", "Mosskulle", "Sälgkvist"] {
        assert!(!text.contains(name), "{name} in {text}");
    }
    let unit = test.app.unit(&manager, fixture::BOARDS[0]).await.unwrap();
    let figures: Vec<(usize, usize, usize)> = unit
        .teams
        .iter()
        .map(|one| (one.open, one.waiting, one.referred))
        .collect();
    assert_eq!(figures, [(1, 0, 0), (2, 2, 1)], "the teams by name");
    let text = format!("{unit:?}");
    assert!(!text.contains("Sälgkvist"), "{text}");
    let elsewhere = test.app.unit(&manager, fixture::BOARDS[1]).await;
    assert!(matches!(elsewhere, Err(Error::NotFound)), "{elsewhere:?}");
}

#[tokio::test]
async fn a_protected_family_is_counted_and_not_listed_for_colleagues() {
    let test = TestApp::new().await;
    let colleague = test.ctx(fixture::COLLEAGUE);
    let found = test
        .app
        .capacity(&colleague, fixture::TEAMS[0])
        .await
        .unwrap();
    let codes: Vec<&str> = found
        .closings
        .iter()
        .map(|one| one.line.code.as_str())
        .collect();
    assert_eq!(codes, ["BJÖ-26-001"]);
    assert_eq!(found.open_count, 2);
}

#[tokio::test]
async fn the_waiting_list_is_ordered_by_the_leader_alone() {
    let test = TestApp::new().await;
    let [first, second] = two_waiting(&test).await;
    let ctx = test.ctx(fixture::LEADER);
    let moved = test.app.move_in_line(&ctx, second, Direction::Up).await;
    assert_eq!(moved.unwrap(), fixture::TEAMS[0]);
    assert_eq!(order(&test).await, [second, first]);
    let open = test
        .app
        .move_in_line(&ctx, fixture::OPEN, Direction::Up)
        .await;
    assert!(matches!(open, Err(Error::Conflict)), "{open:?}");
    let therapist = test.ctx(fixture::THERAPIST);
    let refused = test
        .app
        .move_in_line(&therapist, first, Direction::Up)
        .await;
    assert!(matches!(refused, Err(Error::Forbidden)), "{refused:?}");
}

#[tokio::test]
async fn a_measure_under_lvu_is_reviewed_within_six_months() {
    let test = TestApp::new().await;
    let ctx = test.ctx(fixture::LEADER);
    let lvu = hemma_app::intake::Referral {
        basis: LegalBasis::Lvu22,
        decided_on: "2026-05-20".parse().unwrap(),
        ..referral()
    };
    let id = test.app.refer(&ctx, fixture::TEAMS[0], &lvu).await.unwrap();
    let act = Act::Open {
        on: now().day(),
        therapist: fixture::COLLEAGUE,
        reason: "Prövningen görs klart i veckan".into(),
    };
    test.app.decide_case(&ctx, id, 1, &act).await.unwrap();
    let found = test.app.capacity(&ctx, fixture::TEAMS[0]).await.unwrap();
    let clock = found.clocks[0].1;
    assert_eq!((clock.case, clock.kind), (id, ClockKind::LvuReview));
    assert_eq!(clock.state(now().day()), ClockState::Over);
    let page = test.app.manage(&ctx, id).await.unwrap();
    let review = Act::Review {
        assignment: page.assignment.unwrap().id,
        on: now().day(),
    };
    test.app.decide_case(&ctx, id, 2, &review).await.unwrap();
    let found = test.app.capacity(&ctx, fixture::TEAMS[0]).await.unwrap();
    assert!(found.clocks.is_empty(), "{:?}", found.clocks);
}

#[tokio::test]
async fn capacity_is_whole_and_short() {
    let test = TestApp::new().await;
    let [first, _] = two_waiting(&test).await;
    let leader = test.ctx(fixture::LEADER);
    let team = cut(&test, |app| {
        let ctx = leader.clone();
        async move { app.capacity(&ctx, fixture::TEAMS[0]).await }
    })
    .await;
    let manager = test.ctx(fixture::UNIT_MANAGER);
    let unit = cut(&test, |app| {
        let ctx = manager.clone();
        async move { app.unit(&ctx, fixture::BOARDS[0]).await }
    })
    .await;
    assert!(team <= 12 && unit <= 12, "{team} {unit}");
    cut(&test, |app| {
        let ctx = leader.clone();
        async move { app.move_in_line(&ctx, first, Direction::Down).await }
    })
    .await;
}
