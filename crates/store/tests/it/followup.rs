//! Outcomes at closing, and the follow-ups after it.

use hemma_domain::case::OutcomeValue;
use hemma_domain::followup::{FollowUpDue, Outcome};
use hemma_store::{case, followup};
use hemma_testkit::fixture;

use crate::case::key;

pub(crate) fn due(months: u32, on: &str) -> FollowUpDue {
    FollowUpDue {
        case: fixture::OPEN,
        months,
        due_on: on.parse().unwrap(),
        done: None,
        remark: String::new(),
        version: 1,
    }
}

pub(crate) fn outcome(months: u32, code: &str, value: OutcomeValue) -> Outcome {
    Outcome {
        case: fixture::OPEN,
        months,
        code: code.into(),
        value,
    }
}

#[tokio::test]
async fn follow_ups_are_listed_while_they_are_due_and_not_done() {
    for db in hemma_testkit::each().await {
        fixture::fill(&db).await;
        let mut tx = db.write("request").await.unwrap();
        let key = key(&mut tx, fixture::OPEN).await;
        let today = fixture::TODAY.parse().unwrap();
        let found = case::find(&mut tx, &key, fixture::OPEN).await.unwrap();
        let closed = found.unwrap().close(today, "completed").unwrap();
        assert!(case::save(&mut tx, &key, &closed).await.unwrap());
        for one in [due(12, "2027-11-23"), due(6, "2026-11-20")] {
            followup::insert(&mut tx, &key, &one).await.unwrap();
        }
        let listed = followup::due(&mut tx, &fixture::TEAMS, today)
            .await
            .unwrap();
        assert_eq!(listed.len(), 1);
        assert_eq!((listed[0].case, listed[0].months), (fixture::OPEN, 6));
        let done = FollowUpDue {
            done: Some((today, fixture::LEADER)),
            remark: "Ingen svarade".into(),
            ..due(6, "2026-11-20")
        };
        assert!(followup::save(&mut tx, &key, &done).await.unwrap());
        assert!(!followup::save(&mut tx, &key, &done).await.unwrap());
        followup::drop_undone(&mut tx, fixture::OPEN).await.unwrap();
        let left = followup::of_case(&mut tx, &key, fixture::OPEN).await;
        assert_eq!(left.unwrap(), [FollowUpDue { version: 2, ..done }]);
        let listed = followup::due(&mut tx, &fixture::TEAMS, today)
            .await
            .unwrap();
        assert!(listed.is_empty());
    }
}

#[tokio::test]
async fn outcomes_are_replaced_for_their_own_month_alone() {
    for db in hemma_testkit::each().await {
        fixture::fill(&db).await;
        let mut tx = db.write("request").await.unwrap();
        let at_closing = [
            outcome(0, "home", OutcomeValue::Yes),
            outcome(0, "school", OutcomeValue::Unknown),
        ];
        for one in &at_closing {
            followup::insert_outcome(&mut tx, one).await.unwrap();
        }
        let later = [outcome(6, "home", OutcomeValue::No)];
        followup::replace_outcomes(&mut tx, fixture::OPEN, 6, &later)
            .await
            .unwrap();
        let new = [outcome(0, "home", OutcomeValue::No)];
        followup::replace_outcomes(&mut tx, fixture::OPEN, 0, &new)
            .await
            .unwrap();
        let stored = followup::outcomes(&mut tx, fixture::OPEN).await.unwrap();
        assert_eq!(stored, [new[0].clone(), later[0].clone()]);
    }
}
