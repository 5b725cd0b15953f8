//! Overarching goals.

use hemma_domain::week::GoalState;
use hemma_store::goal;
use hemma_testkit::week::{GOALS, key};
use hemma_testkit::{fixture, noon};

#[tokio::test]
async fn a_goal_is_saved_by_the_first_of_two() {
    for db in hemma_testkit::each().await {
        fixture::fill(&db).await;
        hemma_testkit::week::fill(&db).await;
        let mut tx = db.write("request").await.unwrap();
        let key = key(&mut tx, fixture::OPEN).await;
        let mut goals = goal::of_case(&mut tx, &key, fixture::OPEN).await.unwrap();
        assert_eq!(goals.iter().map(|one| one.id).collect::<Vec<_>>(), GOALS);
        let mut first = goals.swap_remove(0);
        first.state = GoalState::Met;
        first.ended_on = Some(noon("2026-11-23").day());
        assert!(goal::save(&mut tx, &key, &first).await.unwrap());
        assert!(!goal::save(&mut tx, &key, &first).await.unwrap());
        let again = goal::of_case(&mut tx, &key, fixture::OPEN).await.unwrap();
        assert_eq!(
            (again[0].state, again[0].ended_on),
            (first.state, first.ended_on)
        );
    }
}
