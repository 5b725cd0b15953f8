//! Figures of the review: fresh, the same as counted from the beginning, and small ones hidden from outside.

mod among;
mod behind;
mod counting;
mod signed;

use hemma_app::closing::Ending;
use hemma_app::error::Error;
use hemma_app::review::{ActionInput, FollowInput, Input, NetworkAsked, Reading, TeamReview};
use hemma_domain::case::OutcomeValue;
use hemma_domain::review::{ActionOutcome, Figure, Term};
use hemma_domain::team::Team;
use hemma_store::db::{Db, Tx};
use hemma_store::team;
use hemma_store::value::{ToValue as _, Value};
use hemma_testkit::fixture;
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};

use crate::harness::{TestApp, cut, message, now};

const TEAM: hemma_domain::ids::TeamId = fixture::TEAMS[0];

fn reading(found: &TeamReview, figure: Figure) -> Reading {
    let line = found.lines.iter().find(|line| line.now.figure() == figure);
    line.and_then(|line| line.now.reading()).unwrap()
}

fn ending() -> Ending {
    Ending {
        on: now().day(),
        reason: "completed".into(),
        outcomes: vec![("home".into(), OutcomeValue::Yes)],
        words: "Morgnarna är lugna".into(),
    }
}

#[tokio::test]
async fn a_closed_case_is_in_the_figures_of_the_next_look() {
    let test = TestApp::new().await;
    let ctx = test.ctx(fixture::LEADER);
    let before = test.app.team_review(&ctx, TEAM, None).await.unwrap();
    assert!(before.runs && before.term.to_string() == "2026H2");
    assert_eq!(reading(&before, Figure::ActiveEnd).value, Some(2.0));
    assert_eq!(reading(&before, Figure::Completed).value, None);
    test.app
        .close_case(&ctx, fixture::OPEN, 1, &ending())
        .await
        .unwrap();
    let after = test.app.team_review(&ctx, TEAM, None).await.unwrap();
    assert_eq!(reading(&after, Figure::ActiveEnd).value, Some(1.0));
    let completed = reading(&after, Figure::Completed);
    assert_eq!(
        (completed.value, completed.parts),
        (Some(100.0), Some((1, 1)))
    );
    assert!(
        completed
            .interval
            .is_some_and(|one| one.lower < 21.0 && one.upper > 99.9)
    );
    let school = reading(&after, Figure::School);
    assert_eq!((school.value, school.left_out), (None, 1));
    let what = ("pct_completed", None);
    let behind = test.app.team_figure(&ctx, TEAM, what).await.unwrap();
    let cases = behind.cases.unwrap();
    let told: Vec<_> = cases
        .iter()
        .map(|one| (one.case, one.reading.parts))
        .collect();
    assert_eq!(told, [(fixture::OPEN, Some((1, 1)))]);
    assert!(cases.iter().all(|one| one.may_see));
}

/// The fixture's world with one case closed: too few to be told outside.
async fn closed() -> TestApp {
    let test = TestApp::new().await;
    let leader = test.ctx(fixture::LEADER);
    test.app
        .close_case(&leader, fixture::OPEN, 1, &ending())
        .await
        .unwrap();
    test
}

#[tokio::test]
async fn whoever_is_outside_sees_no_small_count_and_no_case() {
    let test = closed().await;
    for who in [fixture::UNIT_MANAGER, fixture::NETWORK_LEAD] {
        let ctx = test.ctx(who);
        let found = test.app.team_review(&ctx, TEAM, None).await.unwrap();
        let of = |figure| {
            found
                .lines
                .iter()
                .find(|line| line.now.figure() == figure)
                .unwrap()
        };
        for figure in [
            Figure::Closed,
            Figure::Completed,
            Figure::Placed,
            Figure::Home,
        ] {
            assert!(of(figure).now.reading().is_none(), "{figure:?}");
        }
        assert!(of(Figure::ActiveEnd).now.reading().is_some());
        assert!(found.lines.iter().all(|line| !line.signal));
        let behind = test
            .app
            .team_figure(&ctx, TEAM, ("pct_completed", None))
            .await
            .unwrap();
        assert!(behind.cases.is_none() && behind.quarters.is_empty());
        // Quarters beside half-years would give them away.
        let quarter: Term = "2026Q4".parse().unwrap();
        let refused = test.app.team_review(&ctx, TEAM, Some(quarter)).await;
        assert!(matches!(refused, Err(Error::NotFound)));
    }
    let therapist = test.ctx(fixture::THERAPIST);
    let own = test
        .app
        .team_figure(&therapist, TEAM, ("pct_completed", None))
        .await
        .unwrap();
    assert!(own.cases.is_none() && own.line.now.reading().is_some());
}

#[tokio::test]
async fn the_networks_sums_hide_what_is_small_and_are_for_its_lead_alone() {
    let test = closed().await;
    let leader = test.ctx(fixture::LEADER);
    let lead = test.ctx(fixture::NETWORK_LEAD);
    let network = test
        .app
        .network_review(&lead, fixture::NETWORK, NetworkAsked::of("MST-CAN"))
        .await
        .unwrap();
    assert_eq!(
        (network.teams.len(), network.programme.as_str()),
        (2, "MST-CAN")
    );
    let closed = |all: &[hemma_app::review::Shown]| {
        let one = all.iter().find(|one| one.figure() == Figure::Closed);
        one.unwrap().reading().is_some()
    };
    assert!(!closed(&network.whole) && !closed(&network.teams[0].figures));
    let later: Term = "2027H1".parse().unwrap();
    let refused = test
        .app
        .network_review(
            &lead,
            fixture::NETWORK,
            NetworkAsked {
                term: Some(later),
                ..NetworkAsked::default()
            },
        )
        .await;
    assert!(matches!(refused, Err(Error::NotFound)));
    let refused = test
        .app
        .network_review(&leader, fixture::NETWORK, NetworkAsked::default())
        .await;
    assert!(matches!(refused, Err(Error::NotFound | Error::Forbidden)));
}

#[tokio::test]
async fn time_in_treatment_is_whole_inside_and_hidden_outside() {
    use hemma_app::review::{Plots, Stays};
    let test = TestApp::new().await;
    let leader = test.ctx(fixture::LEADER);
    let of = async |who| {
        let found = test.app.team_review(&test.ctx(who), TEAM, None).await;
        found.unwrap().plots.unwrap()
    };
    let curve = |plots: Plots| match plots.time.own {
        Stays::Known(curve) => Some(curve),
        Stays::None | Stays::Hidden => None,
    };
    let before = curve(of(fixture::LEADER).await).unwrap();
    assert_eq!((before.cases, before.ended, before.steps.len()), (2, 0, 0));
    test.app
        .close_case(&leader, fixture::OPEN, 1, &ending())
        .await
        .unwrap();
    let plots = of(fixture::THERAPIST).await;
    assert!(!plots.may_see_year && plots.time.beside.is_none());
    let expected = plots.time.expected.unwrap();
    assert!(150 < expected.0 && expected.0 < expected.1, "{expected:?}");
    let after = curve(plots).unwrap();
    assert_eq!((after.cases, after.ended, after.steps.len()), (2, 1, 1));
    assert!(of(fixture::CONSULTANT).await.may_see_year);
    // Another day: what is told outside is read once a day.
    for who in [fixture::UNIT_MANAGER, fixture::NETWORK_LEAD] {
        let ctx = hemma_app::ctx::Ctx {
            now: now().plus_seconds(24 * 3600),
            ..test.ctx(who)
        };
        let found = test.app.team_review(&ctx, TEAM, None).await.unwrap();
        let plots = found.plots.unwrap();
        assert_eq!(plots.time.own, Stays::Hidden);
        assert_eq!((plots.time.beside, plots.may_see_year), (None, false));
        assert!(
            plots
                .load
                .iter()
                .all(|one| one.term.to_string().contains('H'))
        );
    }
}

#[tokio::test]
async fn the_load_of_a_team_is_families_and_places() {
    let test = TestApp::new().await;
    let leader = test.ctx(fixture::LEADER);
    let found = test.app.team_review(&leader, TEAM, None).await.unwrap();
    let load = found.plots.unwrap().load;
    let last = load.last().unwrap();
    assert!(last.runs && last.term.to_string() == "2026Q4");
    assert!(0.0 < last.families && last.families <= 2.0, "{last:?}");
    let places = last.places.unwrap();
    assert!((places / last.therapists - 4.0).abs() < 1e-9, "{last:?}");
    let lead = test.ctx(fixture::NETWORK_LEAD);
    let other = test.app.team_review(&lead, fixture::TEAMS[1], None).await;
    assert!(other.unwrap().plots.is_some());
}

#[tokio::test]
async fn a_teams_year_is_for_those_who_see_its_cases() {
    use hemma_app::review::FamilyWeek;
    let test = TestApp::new().await;
    let leader = test.ctx(fixture::LEADER);
    let mut tx = test.db.write("test").await.unwrap();
    let handed_in = "INSERT INTO case_weeks
        (case_id, week_on, handed_in_at, sealed_decisions, decisions_version, version)
        VALUES ($1, '2026-11-09', $2, '', 1, 1)";
    let values = [fixture::OPEN.to_value(), now().to_value()];
    run(&mut tx, handed_in, &values).await;
    tx.commit().await.unwrap();
    let found = test.app.team_year(&leader, TEAM, None).await.unwrap();
    assert_eq!(
        (found.term.to_string().as_str(), found.weeks.len()),
        ("2026", 52)
    );
    assert_eq!(found.least, Some(3));
    let own = found.families.iter().find(|one| one.case == fixture::OPEN);
    let own = own.unwrap();
    assert_eq!(own.label.as_deref(), Some("Lingonstig"));
    let week = hemma_domain::time::Week::of("2026-11-09".parse().unwrap());
    let at = found.weeks.iter().position(|one| *one == week).unwrap();
    assert_eq!(own.weeks[at], FamilyWeek::Contacts(0));
    assert!(own.weeks.contains(&FamilyWeek::Missing));
    assert_eq!(own.weeks[0], FamilyWeek::Outside);
    let consultant = test.ctx(fixture::CONSULTANT);
    let seen = test.app.team_year(&consultant, TEAM, None).await.unwrap();
    assert_eq!(seen.families.len(), found.families.len());
    for who in [
        fixture::THERAPIST,
        fixture::UNIT_MANAGER,
        fixture::NETWORK_LEAD,
    ] {
        let refused = test.app.team_year(&test.ctx(who), TEAM, None).await;
        assert!(matches!(refused, Err(Error::Forbidden)), "{who:?}");
    }
    for term in ["2026H2", "2027", "1900"] {
        let term: Term = term.parse().unwrap();
        let none = test.app.team_year(&leader, TEAM, Some(term)).await;
        assert!(matches!(none, Err(Error::NotFound)), "{term}");
    }
    cut(&test, |app| {
        let leader = leader.clone();
        async move { app.team_year(&leader, TEAM, None).await }
    })
    .await;
}

#[tokio::test]
async fn a_look_at_figures_that_are_counted_takes_few_statements() {
    let test = TestApp::new().await;
    let (leader, lead) = (test.ctx(fixture::LEADER), test.ctx(fixture::NETWORK_LEAD));
    let of = NetworkAsked::of("MST-CAN");
    test.app.team_review(&leader, TEAM, None).await.unwrap();
    test.app
        .network_review(&lead, fixture::NETWORK, of.clone())
        .await
        .unwrap();
    let before = test.db.statements();
    test.app.team_review(&leader, TEAM, None).await.unwrap();
    let team = test.db.statements() - before;
    test.app
        .network_review(&lead, fixture::NETWORK, of)
        .await
        .unwrap();
    let network = test.db.statements() - before - team;
    assert!(team <= 12 && network <= 12, "{team} {network}");
}

#[tokio::test]
async fn a_look_that_is_cut_leaves_everything_to_be_counted() {
    let test = TestApp::new().await;
    let ctx = test.ctx(fixture::LEADER);
    let steps = cut(&test, |app| {
        let ctx = ctx.clone();
        async move { app.team_review(&ctx, TEAM, None).await }
    })
    .await;
    assert!(10 < steps);
    let again = cut(&test, |app| {
        let ctx = ctx.clone();
        async move { app.team_review(&ctx, TEAM, None).await }
    })
    .await;
    assert!(again < steps, "what is counted is not counted again");
}

#[tokio::test]
async fn rows_that_have_drifted_are_found_and_replaced_once_a_day() {
    let test = TestApp::new().await;
    let ctx = test.ctx(fixture::LEADER);
    let right = test.app.team_review(&ctx, TEAM, None).await.unwrap();
    let mut tx = test.db.write("test").await.unwrap();
    tx.run("UPDATE review_rows SET sums = 'opened=77'", &[])
        .await
        .unwrap();
    tx.commit().await.unwrap();
    let upkeep = hemma_app::ctx::Ctx::system(hemma_domain::access::Errand::Upkeep, now());
    assert!(0 < test.app.check_reviews(&upkeep).await.unwrap());
    let mended = test.app.team_review(&ctx, TEAM, None).await.unwrap();
    assert_eq!(
        reading(&mended, Figure::Opened),
        reading(&right, Figure::Opened)
    );
    assert_eq!(test.app.check_reviews(&upkeep).await.unwrap(), 0);
}

fn typed(version: i64, summary: &str) -> Input {
    Input {
        version,
        summary: summary.into(),
        goals: "Kortare väntan".into(),
        actions: vec![ActionInput {
            what: "Fler intervjuer".into(),
            owner: Some(fixture::THERAPIST),
            due_on: Some(now().day().plus(60)),
        }],
        follow_ups: Vec::new(),
    }
}

#[tokio::test]
async fn a_review_is_written_signed_by_two_and_keeps_its_figures() {
    let test = TestApp::new().await;
    let (leader, consultant) = (test.ctx(fixture::LEADER), test.ctx(fixture::CONSULTANT));
    let at = (TEAM, "2026H2");
    let app = &test.app;
    let early = app.sign_review(&leader, at, 0).await;
    assert!(matches!(early, Err(Error::Conflict)), "nothing is written");
    app.save_review(&leader, at, typed(0, "")).await.unwrap();
    let silent = app.sign_review(&leader, at, 1).await.unwrap_err();
    assert_eq!(message(&silent), "review-unsignable-no-summary");
    app.save_review(&consultant, at, typed(1, "Två familjer pågår."))
        .await
        .unwrap();
    let stale = app
        .save_review(&leader, at, typed(1, "Jag vet bättre."))
        .await;
    assert!(matches!(stale, Err(Error::Conflict)));
    app.sign_review(&leader, at, 2).await.unwrap();
    // What happens now is not in the figures that were signed.
    app.close_case(&leader, fixture::OPEN, 1, &ending())
        .await
        .unwrap();
    let page = app.review_document(&leader, TEAM, "2026H2").await.unwrap();
    assert_eq!(reading(&page.review, Figure::ActiveEnd).value, Some(2.0));
    assert_eq!(
        (page.written.frozen_on(), page.written.may_sign),
        (Some(now().day()), None)
    );
    for who in [fixture::UNIT_MANAGER, fixture::NETWORK_LEAD] {
        let hidden = app.review_document(&test.ctx(who), TEAM, "2026H2").await;
        assert!(matches!(hidden, Err(Error::NotFound)), "not signed yet");
    }
    // A change takes the signature back.
    app.save_review(&leader, at, typed(3, "En familj är klar."))
        .await
        .unwrap();
    let page = app.review_document(&leader, TEAM, "2026H2").await.unwrap();
    assert_eq!(page.written.document.leader, None);
    assert_eq!(reading(&page.review, Figure::ActiveEnd).value, Some(1.0));
    app.sign_review(&leader, at, 4).await.unwrap();
    app.sign_review(&consultant, at, 5).await.unwrap();
    let late = app.save_review(&leader, at, typed(6, "För sent.")).await;
    assert!(matches!(late, Err(Error::Conflict)));
    let outside = app
        .review_document(&test.ctx(fixture::NETWORK_LEAD), TEAM, "2026H2")
        .await
        .unwrap();
    assert_eq!(outside.written.document.summary, "En familj är klar.");
    let completed = outside
        .review
        .lines
        .iter()
        .find(|line| line.now.figure() == Figure::Completed);
    assert!(completed.unwrap().now.reading().is_none() && outside.drawn.is_empty());
    let therapist = app
        .save_review(&test.ctx(fixture::THERAPIST), at, typed(6, "x"))
        .await;
    assert!(matches!(therapist, Err(Error::Forbidden)));
    for no_half in ["2026", "2026Q4", "2027H1", "nonsense"] {
        let none = app.review_document(&leader, TEAM, no_half).await;
        assert!(matches!(none, Err(Error::NotFound)), "{no_half}");
    }
}

#[tokio::test]
async fn actions_are_followed_up_in_the_next_review_and_faults_keep_nothing() {
    let test = TestApp::new().await;
    let leader = test.ctx(fixture::LEADER);
    let app = &test.app;
    app.save_review(&leader, (TEAM, "2026H1"), typed(0, "Första halvåret."))
        .await
        .unwrap();
    let next = Input {
        follow_ups: vec![FollowInput {
            number: 1,
            outcome: ActionOutcome::Done,
            remark: "Nio av tio".into(),
        }],
        ..typed(0, "Andra halvåret.")
    };
    let nobody = Input {
        actions: vec![ActionInput {
            what: "Något".into(),
            owner: Some(fixture::NETWORK_LEAD),
            due_on: None,
        }],
        ..next.clone()
    };
    let wrong = app
        .save_review(&leader, (TEAM, "2026H2"), nobody)
        .await
        .unwrap_err();
    assert_eq!(message(&wrong), "review-fault-owner");
    let long = Input {
        goals: "x".repeat(12_001),
        ..next.clone()
    };
    let wrong = app
        .save_review(&leader, (TEAM, "2026H2"), long)
        .await
        .unwrap_err();
    assert_eq!(message(&wrong), "review-fault-long");
    let before = app.review_document(&leader, TEAM, "2026H2").await.unwrap();
    assert_eq!(
        before.written.previous.unwrap().actions[0].outcome,
        ActionOutcome::Open
    );
    let steps = cut(&test, |app| {
        let (leader, next) = (leader.clone(), next.clone());
        async move { app.save_review(&leader, (TEAM, "2026H2"), next).await }
    })
    .await;
    assert!(5 < steps);
    let after = app.review_document(&leader, TEAM, "2026H2").await.unwrap();
    let followed = &after.written.previous.unwrap().actions[0];
    assert_eq!(
        (followed.outcome, followed.remark.as_str()),
        (ActionOutcome::Done, "Nio av tio")
    );
    assert_eq!(
        after
            .written
            .names
            .get(&fixture::THERAPIST)
            .map(String::as_str),
        Some("Tuva Ekorrstig")
    );
}

/// Something that happens to a case, by numbers that a test draws.
#[derive(Debug, Clone, Copy)]
enum Act {
    Contact(u8, u8),
    Forget(u8),
    Close(u8, u8),
    Open(u8),
    Due(u8, u8),
    Done(u8, u8),
    Outcome(u8, u8),
    Carry(u8, u8),
    Move(u8),
    Leave(u8),
    Look,
}

fn act() -> impl Strategy<Value = Act> {
    let (case, other) = (0_u8..3, 0_u8..40);
    let both = || (case.clone(), other.clone());
    prop_oneof![
        both().prop_map(|(case, other)| Act::Contact(case, other)),
        case.clone().prop_map(Act::Forget),
        both().prop_map(|(case, other)| Act::Close(case, other)),
        case.clone().prop_map(Act::Open),
        both().prop_map(|(case, other)| Act::Due(case, other)),
        both().prop_map(|(case, other)| Act::Done(case, other)),
        both().prop_map(|(case, other)| Act::Outcome(case, other)),
        both().prop_map(|(case, other)| Act::Carry(case, other)),
        case.prop_map(Act::Move),
        other.prop_map(Act::Leave),
        Just(Act::Look),
    ]
}

const CASES: [hemma_domain::ids::CaseId; 3] =
    [fixture::OPEN, fixture::PROTECTED, fixture::OTHER_TEAM];

fn case(number: u8) -> Value {
    CASES[usize::from(number) % CASES.len()].to_value()
}

fn day(number: u8) -> Value {
    now().day().plus(-7 * i64::from(number)).to_value()
}

async fn run(tx: &mut Tx, sql: &'static str, values: &[Value]) {
    tx.run(sql, values).await.unwrap();
}

const CONTACT: &str =
    "INSERT INTO contacts (id, case_id, staff_id, kind, place, started_at, week_on, minutes,
    travel_minutes, counts, persons, systems, sealed_note, recorded_at, version)
    SELECT $1, $2, staff_id, 'visit', 'home', $4, $3, 60, 0, TRUE, '', '', '', $4, 1
    FROM cares WHERE case_id = $2 LIMIT 1";
const CLOSE: &str = "UPDATE cases SET stage = 'closed', ended_on = $2, end_reason = 'completed'
    WHERE id = $1 AND opened_on <= $2";
const OPEN: &str =
    "UPDATE cases SET stage = 'open', ended_on = NULL, end_reason = NULL WHERE id = $1";
const DUE: &str = "INSERT INTO measures (id, case_id, instrument, instrument_version, due_on, opens_on, closes_on,
    state, version) VALUES ($1, $2, 'TAM-CAN', 1, $3, $3, $3, 'due', 1) ON CONFLICT DO NOTHING";
const DONE: &str =
    "UPDATE measures SET state = 'done', ended_at = $3 WHERE case_id = $1 AND due_on >= $2";
const SCORED: &str =
    "INSERT INTO scores (measure_id, case_id, scale, rule, rule_version, instrument,
    instrument_version, k, n, items, outcome, numerator, denominator, scored_at)
    SELECT id, case_id, 'adherence', 'tam-can-share-top-2', 1, 'TAM-CAN', 1, 17, 28, 28, 'value', 17, 28, $2
    FROM measures WHERE case_id = $1 AND state = 'done' ON CONFLICT DO NOTHING";
const OUTCOME: &str =
    "INSERT INTO outcomes (case_id, months, code, value) VALUES ($1, 0, 'home', $2)
    ON CONFLICT (case_id, months, code) DO UPDATE SET value = excluded.value";
const LEAVE: &str = "UPDATE posts SET to_on = $2
    WHERE team_id = $1 AND role = 'family_therapist' AND from_on < $2";
const MOVE: &str =
    "UPDATE cases SET team_id = CASE WHEN team_id = $2 THEN $3 ELSE $2 END WHERE id = $1";

async fn happen(tx: &mut Tx, act: Act, number: u128) {
    let id = uuid::Uuid::from_u128(number).to_value();
    let at = now().to_value();
    match act {
        Act::Contact(one, on) => run(tx, CONTACT, &[id, case(one), day(on), at]).await,
        Act::Forget(one) => {
            run(tx, "DELETE FROM contacts WHERE case_id = $1", &[case(one)]).await;
        }
        Act::Close(one, on) => run(tx, CLOSE, &[case(one), day(on)]).await,
        Act::Open(one) => run(tx, OPEN, &[case(one)]).await,
        Act::Due(one, on) => run(tx, DUE, &[id, case(one), day(on)]).await,
        Act::Done(one, on) => {
            run(tx, DONE, &[case(one), day(on), at.clone()]).await;
            run(tx, SCORED, &[case(one), at]).await;
        }
        Act::Outcome(one, value) => {
            let value = if value % 2 == 0 { "yes" } else { "no" };
            run(tx, OUTCOME, &[case(one), value.to_value()]).await;
        }
        Act::Carry(one, on) => {
            let sql = "UPDATE cares SET from_on = $2 WHERE case_id = $1";
            run(tx, sql, &[case(one), day(on)]).await;
        }
        Act::Move(one) => {
            let teams = [case(one), TEAM.to_value(), fixture::TEAMS[1].to_value()];
            run(tx, MOVE, &teams).await;
        }
        Act::Leave(on) => run(tx, LEAVE, &[TEAM.to_value(), day(on)]).await,
        Act::Look => {}
    }
}

async fn teams(db: &Db) -> Vec<Team> {
    let mut tx = db.read().await.unwrap();
    let mut found = Vec::new();
    for id in [TEAM, fixture::TEAMS[1]] {
        found.push(team::find(&mut tx, id).await.unwrap().unwrap().0);
    }
    found
}

/// Incremental equals full, whatever happens and whenever somebody looks.
#[test]
fn rows_that_are_kept_up_are_those_of_a_full_count() {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .unwrap();
    let test = runtime.block_on(TestApp::new());
    let mut runner = TestRunner::new(Config {
        cases: 24,
        ..Config::default()
    });
    let numbers = std::cell::Cell::new(1_u128 << 64);
    let acts = prop::collection::vec(act(), 1..20);
    runner
        .run(&acts, |acts| {
            runtime.block_on(async {
                for act in acts {
                    numbers.set(numbers.get() + 1);
                    let mut tx = test.db.write("test").await.unwrap();
                    happen(&mut tx, act, numbers.get()).await;
                    tx.commit().await.unwrap();
                    if matches!(act, Act::Look) {
                        let leader = test.ctx(fixture::LEADER);
                        test.app.team_review(&leader, TEAM, None).await.unwrap();
                    }
                }
                for team in teams(&test.db).await {
                    let mut tx = test.db.write("test").await.unwrap();
                    let same = test.app.recount(&mut tx, &team, now().day()).await.unwrap();
                    tx.commit().await.unwrap();
                    prop_assert!(same, "{}", team.name);
                }
                Ok(())
            })
        })
        .unwrap();
}
