//! Assignments: the decisions that start cases.

use hemma_domain::case::{Assignment, LegalBasis};
use hemma_domain::ids::AssignmentId;
use hemma_store::assignment;
use hemma_testkit::fixture;
use uuid::Uuid;

use crate::case::key;

pub(crate) fn decision(number: u128, decided_on: &str, basis: LegalBasis) -> Assignment {
    Assignment {
        id: AssignmentId(Uuid::from_u128(number)),
        case: fixture::REFERRED,
        authority: "Björkdalens stadsdelsnämnd, utredning".into(),
        handler: "Siv Handlägg".into(),
        handler_phone: "08-000 00 00".into(),
        number: "2026-B-17".into(),
        decided_on: decided_on.parse().unwrap(),
        basis,
        from: decided_on.parse().unwrap(),
        to: None,
        reviewed_on: None,
        reason: "Bråk hemma varje kväll".into(),
    }
}

#[tokio::test]
async fn assignments_come_back_the_newest_first_and_are_reviewed_once() {
    for db in hemma_testkit::each().await {
        fixture::fill(&db).await;
        let mut tx = db.write("request").await.unwrap();
        let key = key(&mut tx, fixture::REFERRED).await;
        let old = decision(1, "2026-05-04", LegalBasis::Sol11_1);
        let new = decision(2, "2026-08-20", LegalBasis::Lvu22);
        for one in [&old, &new] {
            assignment::insert(&mut tx, &key, one).await.unwrap();
        }
        let on = fixture::TODAY.parse().unwrap();
        let seen = assignment::of_case(&mut tx, &key, fixture::REFERRED).await;
        assert_eq!(seen.unwrap(), [new.clone(), old]);
        let case = fixture::REFERRED;
        assert!(assignment::review(&mut tx, new.id, case, on).await.unwrap());
        assert!(!assignment::review(&mut tx, new.id, case, on).await.unwrap());
        let dated = assignment::dated(&mut tx, &fixture::TEAMS[..2])
            .await
            .unwrap();
        assert_eq!(dated.len(), 2);
        assert_eq!(
            (dated[1].basis, dated[1].reviewed_on),
            (LegalBasis::Lvu22, Some(on))
        );
        let elsewhere = assignment::dated(&mut tx, &fixture::TEAMS[2..]).await;
        assert!(elsewhere.unwrap().is_empty());
    }
}
