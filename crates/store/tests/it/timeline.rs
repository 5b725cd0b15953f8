//! A case over time.

use hemma_domain::ids::{CaseId, StepId};
use hemma_domain::time::Week;
use hemma_domain::week::{CaseWeek, Step, StepOutcome};
use hemma_store::timeline::{Fact, facts};
use hemma_store::{case, step, week};
use hemma_testkit::{fixture, noon};
use uuid::Uuid;

#[tokio::test]
async fn weeks_steps_and_what_happened_come_in_one_statement() {
    for db in hemma_testkit::each().await {
        fixture::fill(&db).await;
        let mut tx = db.write("request").await.unwrap();
        let key = case::new_key(&mut tx, CaseId(Uuid::from_u128(9)))
            .await
            .unwrap();
        let at = Week::of("2026-11-09".parse().unwrap());
        let kept = CaseWeek {
            handed_in: Some((noon("2026-11-16"), fixture::THERAPIST)),
            ..CaseWeek::empty(fixture::OPEN, at)
        };
        week::insert(&mut tx, &key, &kept).await.unwrap();
        let one = Step {
            id: StepId(Uuid::from_u128(8)),
            case: fixture::OPEN,
            week: at,
            number: 1,
            goal: None,
            driver: None,
            text: "Ring".into(),
            interventions: vec![],
            principles: vec![],
            outcome: Some(StepOutcome::Met),
            evidence: String::new(),
            carried_from: None,
            changed_at: noon("2026-11-16"),
            judged_at: None,
            version: 1,
        };
        step::insert(&mut tx, &key, &one).await.unwrap();
        let found = facts(&mut tx, fixture::OPEN).await.unwrap();
        assert_eq!(
            found,
            [
                Fact::HandedIn {
                    week: at,
                    at: noon("2026-11-16")
                },
                Fact::Steps {
                    week: at,
                    outcome: Some(StepOutcome::Met),
                    count: 1
                },
            ]
        );
    }
}
