//! How many teams so many families need: from the network's own figures, from the programme, or as somebody asks.

use std::collections::BTreeMap;
use std::sync::Arc;

use hemma_app::error::Error;
use hemma_app::scale::{Answer, Asked, Origin, RUNS, ScalePlan, Stage};
use hemma_domain::scale::{Assumption, Fault};
use hemma_testkit::fixture;

use crate::harness::{TestApp, cut};

fn asked(typed: &[(Assumption, Option<u32>)]) -> Asked {
    Asked {
        programme: None,
        typed: typed.iter().copied().collect::<BTreeMap<_, _>>(),
    }
}

fn assumed(plan: &ScalePlan, of: Assumption) -> (Option<u32>, Origin) {
    let one = plan.assumed.iter().find(|one| one.of == of).unwrap();
    (one.value, one.origin)
}

/// Asks until the simulation is over; it is seconds of work where builds are slow.
async fn answered(test: &TestApp, asked: &Asked) -> Arc<Answer> {
    let lead = test.ctx(fixture::NETWORK_LEAD);
    loop {
        let plan = test.app.scale_plan(&lead, fixture::NETWORK, asked).await;
        match plan.unwrap().stage.unwrap() {
            Stage::Ready(answer) => return answer,
            Stage::Running(done, of) => assert!(done <= of),
            Stage::Waiting => {}
        }
    }
}

#[tokio::test]
async fn what_is_assumed_says_where_it_comes_from() {
    let test = TestApp::new().await;
    let lead = test.ctx(fixture::NETWORK_LEAD);
    let typed = asked(&[(Assumption::Caseload, Some(2))]);
    let (by, what) = (&lead, &typed);
    cut(&test, |app| async move {
        app.scale_plan(by, fixture::NETWORK, what).await
    })
    .await;
    let plan = test.app.scale_plan(&lead, fixture::NETWORK, &typed).await;
    let plan = plan.unwrap();
    assert_eq!(
        assumed(&plan, Assumption::Caseload),
        (Some(2), Origin::Typed)
    );
    let (weeks, origin) = assumed(&plan, Assumption::WeeksLeast);
    assert_eq!(origin, Origin::Programme);
    let same = asked(&[(Assumption::WeeksLeast, weeks)]);
    let plan = test.app.scale_plan(&lead, fixture::NETWORK, &same).await;
    assert_eq!(
        assumed(&plan.unwrap(), Assumption::WeeksLeast),
        (weeks, Origin::Programme),
        "what was sent back as it was is nobody's own"
    );
}

#[tokio::test]
async fn wrong_assumptions_are_told_and_nothing_is_computed() {
    let test = TestApp::new().await;
    let lead = test.ctx(fixture::NETWORK_LEAD);
    let wrong = asked(&[
        (Assumption::Families, None),
        (Assumption::WaitPercent, Some(100)),
    ]);
    let plan = test.app.scale_plan(&lead, fixture::NETWORK, &wrong).await;
    let plan = plan.unwrap();
    assert!(plan.stage.is_none());
    assert_eq!(
        plan.faults,
        [
            Fault::Range(Assumption::Families),
            Fault::Range(Assumption::WaitPercent)
        ]
    );
}

#[tokio::test]
async fn the_answer_stands_between_its_neighbours_and_is_the_same_each_time() {
    let test = TestApp::new().await;
    let few = asked(&[
        (Assumption::Families, Some(20)),
        (Assumption::TherapistCost, Some(700_000)),
    ]);
    let answer = answered(&test, &few).await;
    let needed = answer.needed.unwrap();
    let chosen = &answer.options[answer.chosen];
    assert_eq!(chosen.need.teams, needed);
    assert_eq!(chosen.outcome.runs, RUNS);
    assert!(90.0 <= chosen.outcome.in_time.middle);
    assert!(chosen.need.cost.is_some());
    let more = answer.options.last().unwrap();
    assert_eq!(more.need.teams, needed + 1);
    assert!(chosen.outcome.wait.middle >= more.outcome.wait.middle);
    let again = answered(&TestApp::new().await, &few).await;
    assert_eq!(answer, again);
}

#[tokio::test]
async fn only_the_network_plans_its_scale() {
    let test = TestApp::new().await;
    for staff in [fixture::LEADER, fixture::ADMINISTRATOR] {
        let ctx = test.ctx(staff);
        let refused = test
            .app
            .scale_plan(&ctx, fixture::NETWORK, &asked(&[]))
            .await;
        assert!(
            matches!(refused, Err(Error::NotFound | Error::Forbidden)),
            "{refused:?}"
        );
    }
}
