//! Consents.

use hemma_domain::consent::{Consent, ConsentKind};
use hemma_domain::ids::ConsentId;
use hemma_store::consent;
use hemma_testkit::fixture;
use uuid::Uuid;

use crate::person::key;

pub(crate) fn answer(number: u128, given: bool, on: &str) -> Consent {
    Consent {
        id: ConsentId(Uuid::from_u128(number)),
        case: fixture::OPEN,
        person: fixture::CHILD,
        kind: ConsentKind::Exchange,
        party: "Lindskolan".into(),
        given,
        on: on.parse().unwrap(),
        by: fixture::MOTHER,
        evidence: "Sa det vid mötet".into(),
        recorded_by: fixture::THERAPIST,
        withdrawn_on: None,
        version: 1,
    }
}

#[tokio::test]
async fn refusals_are_kept_beside_consents() {
    for db in hemma_testkit::each().await {
        fixture::fill(&db).await;
        let mut tx = db.write("request").await.unwrap();
        let key = key(&mut tx).await;
        let (given, refused) = (
            answer(1, true, "2026-09-07"),
            answer(2, false, "2026-10-01"),
        );
        consent::insert(&mut tx, &key, &given).await.unwrap();
        consent::insert(&mut tx, &key, &refused).await.unwrap();
        let stored = consent::of_case(&mut tx, &key, fixture::OPEN)
            .await
            .unwrap();
        assert_eq!(stored, [refused, given]);
        for (person, count) in [(fixture::CHILD, 2), (fixture::MOTHER, 0)] {
            let of = (fixture::OPEN, person);
            let own = consent::of_person(&mut tx, &key, of).await.unwrap();
            assert_eq!(own, stored[..count]);
        }
    }
}

#[tokio::test]
async fn a_consent_is_withdrawn_once() {
    for db in hemma_testkit::each().await {
        fixture::fill(&db).await;
        let mut tx = db.write("request").await.unwrap();
        let key = key(&mut tx).await;
        let given = answer(1, true, "2026-09-07");
        consent::insert(&mut tx, &key, &given).await.unwrap();
        let on = fixture::TODAY.parse().unwrap();
        assert!(consent::withdraw(&mut tx, &given, on).await.unwrap());
        assert!(!consent::withdraw(&mut tx, &given, on).await.unwrap());
        let stored = consent::of_case(&mut tx, &key, fixture::OPEN)
            .await
            .unwrap();
        assert_eq!(stored[0].withdrawn_on, Some(on));
    }
}
