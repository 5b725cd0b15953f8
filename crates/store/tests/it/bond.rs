//! Bonds and ties.

use hemma_domain::ids::BondId;
use hemma_domain::person::{Bond, BondKind, Tie, TieStrength};
use hemma_store::bond;
use hemma_testkit::fixture;
use uuid::Uuid;

use crate::person::key;

#[tokio::test]
async fn bonds_come_back_until_they_are_taken_away() {
    for db in hemma_testkit::each().await {
        fixture::fill(&db).await;
        let mut tx = db.write("request").await.unwrap();
        let parent = Bond {
            id: BondId(Uuid::from_u128(1)),
            case: fixture::OPEN,
            kind: BondKind::Parent,
            a: fixture::MOTHER,
            b: fixture::CHILD,
        };
        bond::insert(&mut tx, &parent).await.unwrap();
        let stored = bond::of_case(&mut tx, fixture::OPEN).await.unwrap();
        assert_eq!(stored, std::slice::from_ref(&parent));
        let elsewhere = bond::delete(&mut tx, fixture::PROTECTED, parent.id).await;
        assert!(!elsewhere.unwrap(), "only through its own case");
        assert!(
            bond::delete(&mut tx, fixture::OPEN, parent.id)
                .await
                .unwrap()
        );
        let stored = bond::of_case(&mut tx, fixture::OPEN).await.unwrap();
        assert_eq!(stored, []);
    }
}

#[tokio::test]
async fn ties_come_back_with_their_words() {
    for db in hemma_testkit::each().await {
        fixture::fill(&db).await;
        let mut tx = db.write("request").await.unwrap();
        let key = key(&mut tx).await;
        let tie = |number, person, label: &str| Tie {
            id: BondId(Uuid::from_u128(number)),
            case: fixture::OPEN,
            person,
            label: label.to_owned(),
            system: "family".into(),
            strength: TieStrength::Strained,
        };
        let ties = [
            tie(1, None, "Simklubben"),
            tie(2, Some(fixture::MOTHER), ""),
        ];
        for tie in &ties {
            bond::insert_tie(&mut tx, &key, tie).await.unwrap();
        }
        let stored = bond::ties(&mut tx, &key, fixture::OPEN).await.unwrap();
        assert_eq!(stored, ties);
        assert!(
            bond::delete_tie(&mut tx, fixture::OPEN, ties[0].id)
                .await
                .unwrap()
        );
        let stored = bond::ties(&mut tx, &key, fixture::OPEN).await.unwrap();
        assert_eq!(stored, ties[1..]);
    }
}
