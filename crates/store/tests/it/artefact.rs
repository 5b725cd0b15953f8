//! Forms under a case.

use hemma_domain::artefact::{Artefact, ArtefactState, Signature};
use hemma_domain::ids::ArtefactId;
use hemma_domain::programme::{FormValues, Value};
use hemma_store::{artefact, case};
use hemma_testkit::fixture;
use uuid::Uuid;

use crate::case::key;

const SERIES: Uuid = Uuid::from_u128(900);

pub(crate) fn version(number: u32, state: ArtefactState) -> Artefact {
    let row = FormValues::new()
        .with("risk", Value::Text("Slag".into()))
        .with("whom", Value::Person(fixture::CHILD));
    Artefact {
        id: ArtefactId(Uuid::from_u128(u128::from(number))),
        case: fixture::OPEN,
        kind: "safety_plan".into(),
        series: SERIES,
        number,
        values: FormValues::new()
            .with("risks", Value::Rows(vec![row]))
            .with("code_word", Value::Text("ananas".into())),
        state,
        review_on: Some("2026-12-01".parse().unwrap()),
        written_by: fixture::THERAPIST,
        written_at: hemma_testkit::noon("2026-11-10").plus_seconds(i64::from(number)),
        version: 1,
    }
}

pub(crate) fn in_force() -> ArtefactState {
    ArtefactState::InForce {
        signed_at: hemma_testkit::noon("2026-11-11"),
        signed_by: fixture::LEADER,
    }
}

#[tokio::test]
async fn a_version_comes_back_as_it_was_stored() {
    for db in hemma_testkit::each().await {
        fixture::fill(&db).await;
        let mut tx = db.write("request").await.unwrap();
        let key = key(&mut tx, fixture::OPEN).await;
        let (first, second) = (version(1, in_force()), version(2, ArtefactState::Draft));
        for one in [&first, &second] {
            artefact::insert(&mut tx, &key, one).await.unwrap();
        }
        let signature = Signature {
            artefact: first.id,
            person: fixture::CHILD,
            on: "2026-11-11".parse().unwrap(),
            how: "Ritade sitt namn".into(),
        };
        artefact::insert_signature(&mut tx, &key, &signature)
            .await
            .unwrap();
        assert_eq!(
            artefact::signatures(&mut tx, &key, first.id).await.unwrap(),
            [signature]
        );
        let all = artefact::of_kind(&mut tx, &key, fixture::OPEN, "safety_plan")
            .await
            .unwrap();
        assert_eq!(all, [second, first.clone()]);
        let heads = artefact::heads(&mut tx, fixture::OPEN).await.unwrap();
        assert_eq!(heads.len(), 2);
        assert_eq!(heads[1].signed_name.as_deref(), Some("Gun Alebäck"));
        assert_eq!(heads[1].state, first.state);
        let elsewhere = artefact::find(&mut tx, &key, fixture::OTHER_TEAM, first.id)
            .await
            .unwrap();
        assert_eq!(elsewhere, None);
    }
}

#[tokio::test]
async fn a_version_in_force_is_followed_and_never_changed() {
    for db in hemma_testkit::each().await {
        fixture::fill(&db).await;
        let mut tx = db.write("request").await.unwrap();
        let key = key(&mut tx, fixture::OPEN).await;
        let mut second = version(2, ArtefactState::Draft);
        for one in [&version(1, in_force()), &second] {
            artefact::insert(&mut tx, &key, one).await.unwrap();
        }
        second.state = in_force();
        assert!(artefact::save(&mut tx, &key, &second).await.unwrap());
        second.version = 2;
        assert!(!artefact::save(&mut tx, &key, &second).await.unwrap());
        assert!(!artefact::remove_draft(&mut tx, second.id, 2).await.unwrap());
        let followed = artefact::supersede(&mut tx, SERIES, second.id)
            .await
            .unwrap();
        assert_eq!(followed, 1);
        let first = artefact::find(&mut tx, &key, fixture::OPEN, ArtefactId(Uuid::from_u128(1)))
            .await
            .unwrap()
            .unwrap();
        assert!(matches!(first.state, ArtefactState::Superseded { .. }));
        let kinds = artefact::kinds_in_force(&mut tx, fixture::OPEN)
            .await
            .unwrap();
        assert_eq!(kinds, ["safety_plan"]);
        let third = version(3, ArtefactState::Draft);
        artefact::insert(&mut tx, &key, &third).await.unwrap();
        assert!(!artefact::remove_draft(&mut tx, third.id, 9).await.unwrap());
        assert!(artefact::remove_draft(&mut tx, third.id, 1).await.unwrap());
    }
}

#[tokio::test]
async fn the_case_knows_when_its_plan_is_due() {
    for db in hemma_testkit::each().await {
        fixture::fill(&db).await;
        let mut tx = db.write("request").await.unwrap();
        let key = key(&mut tx, fixture::OPEN).await;
        let day = "2026-12-01".parse().unwrap();
        artefact::set_safety_review(&mut tx, fixture::OPEN, Some(day))
            .await
            .unwrap();
        let found = case::find(&mut tx, &key, fixture::OPEN).await.unwrap();
        assert_eq!(found.unwrap().safety_review_on, Some(day));
    }
}
