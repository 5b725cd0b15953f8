//! Criteria of the programme, answered for a case.

use hemma_domain::case::{CriterionAnswer, Ruling, RulingKind, Screening};
use hemma_store::{ruling, screening};
use hemma_testkit::fixture;

use crate::case::key;

pub(crate) fn answer(criterion: &str, answer: CriterionAnswer, evidence: &str) -> Screening {
    Screening {
        criterion: criterion.into(),
        answer,
        evidence: evidence.into(),
        by: fixture::LEADER,
        on: fixture::TODAY.parse().unwrap(),
        override_reason: String::new(),
        override_leader: None,
        override_consultant: None,
        version: 0,
    }
}

#[tokio::test]
async fn an_answer_is_saved_once_for_each_version() {
    for db in hemma_testkit::each().await {
        fixture::fill(&db).await;
        let mut tx = db.write("request").await.unwrap();
        let key = key(&mut tx, fixture::REFERRED).await;
        let case = fixture::REFERRED;
        let first = answer("child_age", CriterionAnswer::Unsure, "Frågar skolan");
        assert!(screening::save(&mut tx, &key, case, &first).await.unwrap());
        assert!(
            !screening::save(&mut tx, &key, case, &first).await.unwrap(),
            "somebody answered first"
        );
        let stored = screening::of_case(&mut tx, &key, case).await.unwrap();
        let next = Screening {
            answer: CriterionAnswer::No,
            override_reason: "Fyller sex i mars".into(),
            override_leader: Some(fixture::LEADER),
            ..stored[0].clone()
        };
        assert_eq!(next.version, 1);
        assert!(screening::save(&mut tx, &key, case, &next).await.unwrap());
        assert!(!screening::save(&mut tx, &key, case, &next).await.unwrap());
        let stored = screening::of_case(&mut tx, &key, case).await.unwrap();
        assert_eq!(stored, [Screening { version: 2, ..next }]);
    }
}

#[tokio::test]
async fn history_is_stored_as_it_is_given() {
    for db in hemma_testkit::each().await {
        fixture::fill(&db).await;
        let mut tx = db.write("request").await.unwrap();
        let key = key(&mut tx, fixture::REFERRED).await;
        let case = fixture::REFERRED;
        for evidence in ["Född 2015", "Född 2014"] {
            let one = answer("child_age", CriterionAnswer::Yes, evidence);
            screening::insert(&mut tx, &key, case, &one).await.unwrap();
        }
        let stored = screening::of_case(&mut tx, &key, case).await.unwrap();
        assert_eq!(stored.len(), 1);
        assert_eq!(stored[0].evidence, "Född 2014");
    }
}

#[tokio::test]
async fn rulings_are_added_and_read_the_newest_first() {
    for db in hemma_testkit::each().await {
        fixture::fill(&db).await;
        let mut tx = db.write("request").await.unwrap();
        let key = key(&mut tx, fixture::REFERRED).await;
        let made = |kind, reason: &str| Ruling {
            case: fixture::REFERRED,
            kind,
            on: fixture::TODAY.parse().unwrap(),
            by: fixture::LEADER,
            reason: reason.into(),
        };
        let rulings = [
            made(RulingKind::Accepted, ""),
            made(RulingKind::Opened, "En plats blev ledig"),
        ];
        for one in &rulings {
            ruling::insert(&mut tx, &key, one).await.unwrap();
        }
        let stored = ruling::of_case(&mut tx, &key, fixture::REFERRED)
            .await
            .unwrap();
        let name = "Gun Alebäck".to_owned();
        let [accepted, opened] = rulings;
        assert_eq!(stored, [(opened, name.clone()), (accepted, name)]);
    }
}
