//! A case over time.

use hemma_domain::case::{Case, Stage};
use hemma_domain::ids::{CaseId, StepId};
use hemma_domain::time::{Day, Week};
use hemma_domain::week::{CaseWeek, Step, StepOutcome};
use hemma_store::timeline::{Fact, facts};
use hemma_store::{case, step, week};
use hemma_testkit::{fixture, noon};
use uuid::Uuid;

fn phase(from: &str, phase: &str) -> Fact {
    Fact::Phase {
        from: from.parse().unwrap(),
        phase: phase.to_owned(),
    }
}

/// Facts come in no order of time; phases are put in theirs, after the rest.
fn entered_on(fact: &Fact) -> Option<Day> {
    match fact {
        Fact::Phase { from, .. } => Some(*from),
        _ => None,
    }
}

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
        let mut found = facts(&mut tx, fixture::OPEN).await.unwrap();
        found.sort_by_key(entered_on);
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
                phase("2026-09-07", "understand"),
                phase("2026-10-12", "change"),
            ]
        );
    }
}

#[tokio::test]
async fn entering_a_phase_keeps_the_ones_before_and_corrects_the_day() {
    for db in hemma_testkit::each().await {
        fixture::fill(&db).await;
        let mut tx = db.write("request").await.unwrap();
        let key = hemma_testkit::week::key(&mut tx, fixture::OPEN).await;
        let mut entered = async |to: &str, on: &str| {
            let found = case::find(&mut tx, &key, fixture::OPEN)
                .await
                .unwrap()
                .unwrap();
            let Stage::Open { on: opened, .. } = found.stage else {
                panic!("the case is open")
            };
            let stage = Stage::Open {
                on: opened,
                phase: to.to_owned(),
                phase_on: on.parse().unwrap(),
            };
            let next = Case { stage, ..found };
            assert!(case::save(&mut tx, &key, &next).await.unwrap());
            let mut found = facts(&mut tx, fixture::OPEN).await.unwrap();
            found.retain(|fact| entered_on(fact).is_some());
            found.sort_by_key(entered_on);
            found
        };
        let first = phase("2026-09-07", "understand");
        let before = phase("2026-10-12", "change");
        let later = entered("sustain", "2026-11-16").await;
        assert_eq!(
            later,
            [
                first.clone(),
                before.clone(),
                phase("2026-11-16", "sustain")
            ]
        );
        let corrected = entered("sustain", "2026-11-09").await;
        assert_eq!(corrected, [first, before, phase("2026-11-09", "sustain")]);
    }
}
