//! Who broke the glass.

use hemma_domain::access::{Actor, Decision, Errand, Request, SheetAction, SheetScope, decide};
use hemma_domain::audit::Finding;
use hemma_domain::glass::{Glass, GlassReview};
use hemma_domain::ids::{GlassId, TurnId};
use hemma_store::error::Error;
use hemma_store::glass;
use hemma_testkit::{fixture, noon};
use uuid::Uuid;

use crate::case::key;

pub(crate) fn glass(number: u128) -> Glass {
    Glass {
        id: GlassId(Uuid::from_u128(number)),
        case: fixture::OPEN,
        staff: fixture::OTHER_BOARD_THERAPIST,
        turn: TurnId(Uuid::from_u128(9)),
        reason: "Mamman svarar inte, vem är barnet hos?".into(),
        at: noon("2026-11-20"),
        until: noon("2026-11-21"),
        review: None,
    }
}

pub(crate) fn reviewed(one: Glass) -> Glass {
    let review = GlassReview {
        at: noon("2026-11-23"),
        by: fixture::RECORDS_OFFICER,
        finding: Finding::InOrder,
        remark: "Behövdes för att hitta mormor.".into(),
    };
    Glass {
        review: Some(review),
        ..one
    }
}

#[tokio::test]
async fn a_broken_glass_is_found_by_its_turn_and_reviewed_once() {
    for db in hemma_testkit::each().await {
        fixture::fill(&db).await;
        let mut tx = db.write("request").await.unwrap();
        let key = key(&mut tx, fixture::OPEN).await;
        let one = glass(1);
        glass::insert(&mut tx, &key, &one).await.unwrap();
        let closed = Glass {
            reason: String::new(),
            ..one.clone()
        };
        let found = glass::of_turn(&mut tx, (one.case, one.staff, one.turn)).await;
        assert_eq!(found.unwrap(), Some(closed));
        let other = (one.case, fixture::COLLEAGUE, one.turn);
        assert_eq!(glass::of_turn(&mut tx, other).await.unwrap(), None);
        let review = reviewed(one.clone()).review.unwrap();
        assert!(
            glass::review(&mut tx, &key, (one.id, &review))
                .await
                .unwrap()
        );
        assert!(
            !glass::review(&mut tx, &key, (one.id, &review))
                .await
                .unwrap()
        );
    }
}

#[tokio::test]
async fn a_board_lists_its_own_and_opens_each_by_a_permit_for_that_family() {
    for db in hemma_testkit::each().await {
        fixture::fill(&db).await;
        let mut tx = db.write("request").await.unwrap();
        let key = key(&mut tx, fixture::OPEN).await;
        let (first, second) = (reviewed(glass(1)), glass(2));
        for one in [&first, &second] {
            glass::insert(&mut tx, &key, one).await.unwrap();
        }
        let all = glass::of_board(&mut tx, fixture::BOARDS[0]).await.unwrap();
        let ids: Vec<GlassId> = all.iter().map(|one| one.glass.id).collect();
        assert_eq!(ids, [second.id, first.id], "what waits stands first");
        assert_eq!(all[0].staff_name, "Torun Klippmossa");
        let none = glass::of_board(&mut tx, fixture::BOARDS[1]).await.unwrap();
        assert!(none.is_empty());
        let permit = |scope| {
            let actor = Actor::System(Errand::Upkeep);
            match decide(&actor, Request::Sheet(SheetAction::Open, &scope)) {
                Decision::Allow(permit) => permit,
                other => panic!("{other:?}"),
            }
        };
        let here = permit(SheetScope::by_day(all[1].scope.clone()));
        assert_eq!(glass::open(&tx, &here, &all[1]).unwrap().0, first);
        let mut scope = all[1].scope.clone();
        scope.case = fixture::OTHER_TEAM;
        let elsewhere = permit(SheetScope::by_day(scope));
        let refused = glass::open(&tx, &elsewhere, &all[1]).err();
        assert!(matches!(refused, Some(Error::WrongKey)), "{refused:?}");
        let found = glass::find(&mut tx, fixture::BOARDS[1], first.id).await;
        assert!(found.unwrap().is_none());
    }
}
