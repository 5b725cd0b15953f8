//! How many teams so many families need: from the network's own figures, from the programme, or as somebody asks.

use std::collections::BTreeMap;
use std::sync::Arc;

use hemma_app::ctx::Ctx;
use hemma_app::error::Error;
use hemma_app::fee::PriceListInput;
use hemma_app::review::Among;
use hemma_app::scale::{Answer, Asked, Origin, RUNS, ScalePlan, Stage};
use hemma_domain::fee::Currency;
use hemma_domain::ids::TeamId;
use hemma_domain::money::Ore;
use hemma_domain::scale::{Assumption, Fault};
use hemma_testkit::duty::POOL;
use hemma_testkit::fixture;

use crate::call::begun;
use crate::harness::{TestApp, cut};
use crate::rota::day;
use crate::sheet::{night, then};

fn asked(typed: &[(Assumption, Option<u32>)]) -> Asked {
    Asked {
        typed: typed.iter().copied().collect::<BTreeMap<_, _>>(),
        ..Asked::default()
    }
}

fn assumed(plan: &ScalePlan, of: Assumption) -> (Option<u32>, Origin) {
    let one = plan.assumed.iter().find(|one| one.of == of).unwrap();
    (one.value, one.origin)
}

/// What is planned where nobody typed anything.
async fn untyped(test: &TestApp, lead: &Ctx) -> ScalePlan {
    let asked = asked(&[]);
    let plan = test.app.scale_plan(lead, fixture::NETWORK, &asked).await;
    plan.unwrap()
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
    assert!(chosen.need.is_cost_whole);
    assert!(700_000 * u64::from(chosen.need.therapists) <= chosen.need.cost);
    let more = answer.options.last().unwrap();
    assert_eq!(more.need.teams, needed + 1);
    assert!(chosen.outcome.wait.middle >= more.outcome.wait.middle);
    let again = answered(&TestApp::new().await, &few).await;
    assert_eq!(answer, again);
}

#[tokio::test]
async fn what_a_demo_says_that_things_cost_is_made_up_and_says_so() {
    let test = TestApp::new().await;
    let lead = test.ctx(fixture::NETWORK_LEAD);
    let of = async || {
        let plan = test
            .app
            .scale_plan(&lead, fixture::NETWORK, &asked(&[]))
            .await;
        assumed(&plan.unwrap(), Assumption::TherapistCost)
    };
    assert_eq!(of().await, (Some(777_777), Origin::Invented));
    let mut tx = test.db.write("test").await.unwrap();
    tx.run("DELETE FROM site WHERE name = 'demo'", &[])
        .await
        .unwrap();
    tx.commit().await.unwrap();
    assert_eq!(of().await, (Some(0), Origin::Start));
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

/// Puts a team's row of a quarter in the place of the counted one.
async fn put_row(test: &TestApp, (team, quarter): (TeamId, &str), sums: &str) {
    let mut tx = test.db.write("test").await.unwrap();
    let sums = sums.parse().unwrap();
    hemma_store::review::save_row(&mut tx, (team, day(quarter)), &sums)
        .await
        .unwrap();
    tx.commit().await.unwrap();
}

/// The teams of the fixture began in April; on 18 December they have been observed for 262 days.
async fn eight_months() -> (TestApp, Ctx) {
    let test = night().await;
    let taker = then(&test, fixture::OTHER_BOARD_THERAPIST, "2026-12-17 01:10");
    let call = begun(0xC1, "2026-12-17 01:10");
    test.app.keep_call(&taker, POOL, &call).await.unwrap();
    let lead = then(&test, fixture::NETWORK_LEAD, "2026-12-18 12:00");
    untyped(&test, &lead).await;
    for (at, sums) in [
        (
            (fixture::TEAMS[0], "2026-04-01"),
            "opened=10 closed=12 completed=9 length_days=1680 weeks=200 contacts=460 assigned_days=400",
        ),
        (
            (fixture::TEAMS[2], "2026-10-01"),
            "opened=6 closed=10 completed=8 length_days=1540 weeks=100 contacts=260 assigned_days=300",
        ),
    ] {
        put_row(&test, at, sums).await;
    }
    for (team, quarter) in [
        (fixture::TEAMS[0], "2026-07-01"),
        (fixture::TEAMS[0], "2026-10-01"),
        (fixture::TEAMS[2], "2026-07-01"),
    ] {
        put_row(&test, (team, quarter), "").await;
    }
    (test, lead)
}

#[tokio::test]
async fn own_figures_are_of_the_time_that_the_teams_were_observed() {
    let (test, lead) = eight_months().await;
    let plan = untyped(&test, &lead).await;
    for (of, value) in [
        // 16 in 262 days, the running half-year included.
        (Assumption::Families, 22),
        // 3,220 days of 22 closings.
        (Assumption::WeeksUsual, 21),
        // 5 of 22.
        (Assumption::EarlyPercent, 23),
        // 720 in 300 weeks.
        (Assumption::ContactTenths, 24),
        // One in the 100 weeks of families.
        (Assumption::CallsPerHundred, 1),
    ] {
        assert_eq!(assumed(&plan, of), (Some(value), Origin::Own), "{of:?}");
    }
    assert_eq!(plan.since, Some(day("2026-04-01")));
}

#[tokio::test]
async fn the_intake_of_older_teams_is_that_of_what_their_rows_tell() {
    let (test, lead) = eight_months().await;
    let mut tx = test.db.write("test").await.unwrap();
    tx.run("UPDATE teams SET opened_on = '2020-01-01'", &[])
        .await
        .unwrap();
    tx.commit().await.unwrap();
    put_row(&test, (fixture::TEAMS[0], "2025-01-01"), "opened=8").await;
    put_row(&test, (fixture::TEAMS[0], "2024-10-01"), "opened=99").await;
    let plan = untyped(&test, &lead).await;
    // 24 in 717 days: nothing from before the last four half-years.
    assert_eq!(
        assumed(&plan, Assumption::Families),
        (Some(12), Origin::Own)
    );
    assert_eq!(plan.since, Some(day("2025-01-01")));
}

#[tokio::test]
async fn the_fee_of_a_team_is_that_of_the_newest_prices_in_kronor() {
    let test = TestApp::new().await;
    let lead = test.ctx(fixture::NETWORK_LEAD);
    for (currency, from, team) in [
        (Currency::Krona, "2026-01-01", 2_500_000),
        (Currency::Euro, "2026-02-01", 9_000_000),
        (Currency::Krona, "2027-01-01", 7_700_000),
    ] {
        let list = PriceListInput {
            currency,
            from: day(from),
            organisation: Ore(0),
            team: Ore(team),
            source: "Påhittat beslut".to_owned(),
        };
        let made = test.app.new_price_list(&lead, fixture::NETWORK, list).await;
        made.unwrap();
    }
    let plan = untyped(&test, &lead).await;
    assert_eq!(
        assumed(&plan, Assumption::TeamFee),
        (Some(25_000), Origin::Own)
    );
}

/// What is asked of one team.
fn of_team(team: TeamId) -> Asked {
    Asked {
        among: Among::Teams([team].into()),
        ..Asked::default()
    }
}

#[tokio::test]
async fn own_figures_are_those_of_the_teams_that_are_chosen() {
    let (test, lead) = eight_months().await;
    let rows = "opened=10 closed=22 completed=11 length_days=3080 weeks=200 contacts=460";
    put_row(&test, (fixture::TEAMS[0], "2026-04-01"), rows).await;
    let rows = "opened=6 closed=20 completed=15 length_days=1400 weeks=100 contacts=300";
    put_row(&test, (fixture::TEAMS[2], "2026-10-01"), rows).await;
    let plan = async |asked: Asked| {
        let plan = test.app.scale_plan(&lead, fixture::NETWORK, &asked).await;
        plan.unwrap()
    };
    let one = plan(of_team(fixture::TEAMS[2])).await;
    let chosen: Vec<bool> = one.teams.iter().map(|team| team.chosen).collect();
    assert_eq!(chosen, [false, true], "of those that run the programme");
    assert_eq!(one.closings, Some(20));
    for (of, value) in [
        (Assumption::Families, 8),
        (Assumption::WeeksUsual, 10),
        (Assumption::EarlyPercent, 25),
        (Assumption::ContactTenths, 30),
    ] {
        assert_eq!(assumed(&one, of), (Some(value), Origin::Own), "{of:?}");
    }
    let other = plan(of_team(fixture::TEAMS[1])).await;
    assert_eq!(other.programme, "MST", "that of the team that is chosen");
    let elsewhere = plan(Asked {
        programme: Some("MST-CAN".to_owned()),
        ..of_team(fixture::TEAMS[1])
    })
    .await;
    assert_eq!(elsewhere.among, Among::All, "it does not run the programme");
    assert_eq!(elsewhere.closings, Some(42));
}

#[tokio::test]
async fn a_choice_of_teams_gives_no_small_count_away() {
    let (test, lead) = eight_months().await;
    let rows = "opened=30 closed=30 completed=20 lack_of_engagement=10 length_days=4200";
    put_row(&test, (fixture::TEAMS[0], "2026-04-01"), rows).await;
    put_row(
        &test,
        (fixture::TEAMS[2], "2026-10-01"),
        "opened=1 closed=1 completed=1",
    )
    .await;
    // All less those of the one team would be the other's only closing.
    for (asked, closings) in [(asked(&[]), Some(31)), (of_team(fixture::TEAMS[0]), None)] {
        let plan = test.app.scale_plan(&lead, fixture::NETWORK, &asked).await;
        let plan = plan.unwrap();
        assert_eq!(plan.closings, closings);
        let (_, length) = assumed(&plan, Assumption::WeeksUsual);
        assert_eq!(length == Origin::Own, closings.is_some());
    }
}
