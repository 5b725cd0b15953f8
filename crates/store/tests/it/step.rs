//! Steps and how they went.

use hemma_domain::week::StepOutcome;
use hemma_store::step;
use hemma_testkit::week::{LAST_STEPS, STEP, key, written};
use hemma_testkit::{fixture, noon};

#[tokio::test]
async fn the_steps_of_two_weeks_come_back_and_are_saved_by_the_first_of_two() {
    for db in hemma_testkit::each().await {
        fixture::fill(&db).await;
        hemma_testkit::week::fill(&db).await;
        let mut tx = db.write("request").await.unwrap();
        let key = key(&mut tx, fixture::OPEN).await;
        let case = fixture::OPEN;
        let steps = step::around(&mut tx, &key, case, written()).await.unwrap();
        let ids: Vec<_> = steps.iter().map(|one| one.id).collect();
        assert_eq!(ids, [LAST_STEPS[0], LAST_STEPS[1], LAST_STEPS[2], STEP]);
        assert_eq!(steps[3].interventions[0].when, "tisdag 18.30");
        assert_eq!(step::of_case(&mut tx, &key, case).await.unwrap(), steps);
        let mut first = steps[0].clone();
        first.outcome = Some(StepOutcome::Partly);
        first.evidence = "Tre av fem".into();
        first.judged_at = Some(noon("2026-11-20"));
        assert!(step::save(&mut tx, &key, &first).await.unwrap());
        assert!(!step::save(&mut tx, &key, &first).await.unwrap());
        first.version += 1;
        let again = step::around(&mut tx, &key, case, written()).await.unwrap();
        assert_eq!(again[0], first);
        assert!(
            !step::remove(&mut tx, fixture::PROTECTED, STEP)
                .await
                .unwrap()
        );
        assert!(step::remove(&mut tx, case, STEP).await.unwrap());
        let left = step::around(&mut tx, &key, case, written()).await.unwrap();
        assert_eq!(left.len(), 3);
    }
}
