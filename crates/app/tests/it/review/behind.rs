//! What stands behind a figure: the cases and posts that are listed add up to it, term by term.

use hemma_app::ctx::Ctx;
use hemma_app::review::TeamFigure;
use hemma_domain::code::Code as _;
use hemma_domain::review::{Figure, Term};
use hemma_domain::staff::Role;
use hemma_store::value::ToValue as _;
use hemma_testkit::fixture;
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};

use super::{Act, TEAM, act, happen, run};
use crate::harness::{TestApp, now};

/// What a figure says: what is divided by what, what is left out, and the number of a count.
type Sums = ((i64, i64), i64, f64);

/// The sums of what is listed.
fn listed(found: &TeamFigure) -> Sums {
    let cases = found.cases.iter().flatten().map(|one| one.reading);
    let posts = found.posts.iter().flatten().map(|one| one.reading);
    cases.chain(posts).fold(((0, 0), 0, 0.0), |sums, one| {
        let ((part, of), left_out, value) = sums;
        let (more, more_of) = one.parts.unwrap_or_default();
        let count = one.value.filter(|_| one.parts.is_none()).unwrap_or(0.0);
        (
            (part + more, of + more_of),
            left_out + one.left_out,
            value + count,
        )
    })
}

fn told(found: &TeamFigure) -> Sums {
    let one = found.line.now.reading().unwrap();
    let count = one.value.filter(|_| one.parts.is_none()).unwrap_or(0.0);
    (one.parts.unwrap_or_default(), one.left_out, count)
}

/// Every figure of some terms is what is listed behind it.
async fn check(test: &TestApp, ctx: &Ctx, terms: &[&str]) {
    for term in terms {
        let term: Term = term.parse().unwrap();
        let review = test.app.team_review(ctx, TEAM, Some(term)).await.unwrap();
        for line in &review.lines {
            let figure = line.now.figure();
            let what = (figure.code(), Some(term));
            let found = test.app.team_figure(ctx, TEAM, what).await.unwrap();
            assert_eq!(listed(&found), told(&found), "{figure:?} in {term}");
            assert_eq!(found.posts.is_some(), figure.rests_on_posts());
        }
    }
}

const TERMS: [&str; 8] = [
    "2025Q4", "2026Q1", "2026Q2", "2026Q3", "2026Q4", "2026H1", "2026H2", "2026",
];
/// Looked at in January: quarters of the half-year and of the year have not begun.
const LATER: [&str; 4] = ["2026H2", "2027Q1", "2027H1", "2027"];

#[test]
fn every_figure_is_what_its_cases_and_posts_add_up_to() {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .unwrap();
    let test = runtime.block_on(TestApp::new());
    let leader = test.ctx(fixture::LEADER);
    let later = Ctx {
        now: now().plus_seconds(60 * 86_400),
        ..leader.clone()
    };
    let mut runner = TestRunner::new(Config {
        cases: 6,
        ..Config::default()
    });
    let numbers = std::cell::Cell::new(1_u128 << 64);
    let acts = prop::collection::vec(act(), 8..30);
    runner
        .run(&acts, |acts: Vec<Act>| {
            runtime.block_on(async {
                let mut tx = test.db.write("test").await.unwrap();
                for act in acts {
                    numbers.set(numbers.get() + 1);
                    happen(&mut tx, act, numbers.get()).await;
                }
                tx.commit().await.unwrap();
                check(&test, &leader, &TERMS).await;
                check(&test, &later, &LATER).await;
            });
            Ok(())
        })
        .unwrap();
}

#[tokio::test]
async fn an_interview_that_was_done_after_the_case_closed_is_behind_its_quarter() {
    let test = TestApp::new().await;
    let mut tx = test.db.write("test").await.unwrap();
    let case = fixture::OPEN.to_value();
    let closed =
        "UPDATE cases SET opened_on = '2026-02-02', stage = 'closed', ended_on = '2026-09-29',
        end_reason = 'completed' WHERE id = $1";
    run(&mut tx, closed, std::slice::from_ref(&case)).await;
    let due = "INSERT INTO measures (id, case_id, instrument, instrument_version, due_on, opens_on, closes_on, state,
        ended_at, version) VALUES ($1, $1, 'TAM-CAN', 1, '2026-09-25', '2026-09-11', '2026-10-09', 'done', $2, 1)";
    let at = hemma_testkit::noon("2026-10-05").to_value();
    run(&mut tx, due, &[case.clone(), at.clone()]).await;
    run(&mut tx, super::SCORED, &[case.clone(), at.clone()]).await;
    // The family was met before the treatment began, in the quarter before.
    let met = "INSERT INTO contacts (id, case_id, staff_id, kind, place, started_at, week_on, minutes, travel_minutes,
        counts, persons, systems, sealed_note, recorded_at, version)
        SELECT $1, $1, staff_id, 'visit', 'home', $2, '2025-12-01', 60, 0, TRUE, '', '', '', $2, 1
        FROM cares WHERE case_id = $1 LIMIT 1";
    run(&mut tx, met, &[case, at]).await;
    tx.commit().await.unwrap();
    let leader = test.ctx(fixture::LEADER);
    for (figure, term) in [
        ("mean_adherence", "2026Q4"),
        ("contacts_per_week", "2025Q4"),
    ] {
        let what = (figure, Some(term.parse().unwrap()));
        let found = test.app.team_figure(&leader, TEAM, what).await.unwrap();
        let cases = found.cases.unwrap();
        assert!(
            cases.iter().any(|one| one.case == fixture::OPEN),
            "{figure}"
        );
    }
}

#[tokio::test]
async fn turnover_shows_the_posts_behind_it_to_those_who_see_the_cases() {
    let test = TestApp::new().await;
    let mut tx = test.db.write("test").await.unwrap();
    let left = "UPDATE posts SET to_on = '2026-10-15' WHERE team_id = $1 AND staff_id = $2";
    let who = [TEAM.to_value(), fixture::THERAPIST.to_value()];
    run(&mut tx, left, &who).await;
    tx.commit().await.unwrap();
    let turnover = async |who, figure: Figure| {
        let what = (figure.code(), None);
        let found = test.app.team_figure(&test.ctx(who), TEAM, what).await;
        found.unwrap()
    };
    for who in [fixture::LEADER, fixture::CONSULTANT] {
        let found = turnover(who, Figure::Turnover).await;
        let posts = found.posts.unwrap();
        let gone = posts.iter().find(|one| one.to.is_some()).unwrap();
        assert_eq!(
            (gone.name.as_str(), gone.role),
            ("Tuva Ekorrstig", Role::FamilyTherapist)
        );
        assert_eq!(gone.to, Some("2026-10-15".parse().unwrap()));
        assert_eq!(gone.reading.parts.map(|(left, _)| left), Some(1));
        assert!(found.cases.unwrap().is_empty());
        assert!(turnover(who, Figure::Completed).await.posts.is_none());
    }
    for who in [
        fixture::THERAPIST,
        fixture::UNIT_MANAGER,
        fixture::NETWORK_LEAD,
    ] {
        assert!(turnover(who, Figure::Turnover).await.posts.is_none());
    }
}

#[tokio::test]
async fn a_look_behind_a_figure_takes_few_statements() {
    let test = TestApp::new().await;
    let leader = test.ctx(fixture::LEADER);
    let what = ("caseload", None);
    test.app.team_figure(&leader, TEAM, what).await.unwrap();
    let before = test.db.statements();
    test.app.team_figure(&leader, TEAM, what).await.unwrap();
    let taken = test.db.statements() - before;
    assert!(taken <= 12, "{taken}");
}
