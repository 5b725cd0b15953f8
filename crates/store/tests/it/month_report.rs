//! What a month's report is counted from.

use hemma_domain::week::Voice;
use hemma_store::month_report;
use hemma_testkit::fixture::{self, TEAMS};
use hemma_testkit::noon;
use hemma_testkit::week::written;

use crate::pool::day;

#[tokio::test]
async fn a_teams_weeks_and_points_are_read_without_a_word_of_them() {
    for db in hemma_testkit::each().await {
        fixture::fill(&db).await;
        hemma_testkit::week::fill(&db).await;
        let mut tx = db.write("request").await.unwrap();
        let weeks = (written().previous(), written());
        let treated = month_report::treated(&mut tx, TEAMS[0], weeks).await;
        let treated = treated.unwrap();
        assert_eq!(treated.len(), 2, "the open cases of the team");
        let worked = treated.iter().find(|one| !one.weeks.is_empty()).unwrap();
        assert_eq!(worked.weeks.len(), 2);
        assert!(worked.weeks[0].is_supervised && !worked.weeks[1].is_supervised);
        let span = (noon("2026-11-01"), noon("2026-12-01"));
        let points = month_report::points(&mut tx, TEAMS[0], span).await.unwrap();
        let voices: Vec<Voice> = points.iter().map(|one| one.voice).collect();
        assert_eq!(voices, [Voice::Leader, Voice::Consultant]);
        let before = (noon("2026-01-01"), noon("2026-02-01"));
        let none = month_report::points(&mut tx, TEAMS[0], before).await;
        assert_eq!(none.unwrap(), []);
        let other = month_report::points(&mut tx, TEAMS[1], span).await;
        assert_eq!(other.unwrap(), []);
        let days = (day("2026-01-01"), day("2026-12-31"));
        let one = crate::measure::due(1, "2026-11-10");
        hemma_store::measure::insert(&mut tx, &one).await.unwrap();
        let due = month_report::interviews(&mut tx, (TEAMS[0], "TAM-CAN"), days).await;
        let due: Vec<_> = due
            .unwrap()
            .iter()
            .map(|one| (one.due_on, one.is_done))
            .collect();
        assert_eq!(due, [(day("2026-11-10"), false)]);
        let other = month_report::interviews(&mut tx, (TEAMS[0], "TAM-R"), days).await;
        assert_eq!(other.unwrap(), []);
    }
}
