//! Proposals: found beside the request, kept or not by a decision, and never published by themselves.

use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::path::PathBuf;

use hemma_app::absence::NewWish;
use hemma_app::config::{Config, MailServer};
use hemma_app::ctx::{Ctx, Ids};
use hemma_app::rota::{Assign, Engine, Failure, Outcome, Price, RotaAt, Stage, Suggested, Trouble};
use hemma_domain::absence::{WishKind, WishWeight, whole_days};
use hemma_domain::ids::StaffId;
use hemma_domain::rota::Rule;
use hemma_testkit::duty::{LINES, POOL};
use hemma_testkit::fixture;

use crate::harness::{TestApp, cut, message};
use crate::rota::{day, goes_on, published, week, world};

/// Where the proposal stands once nobody looks for it any more.
async fn settled(test: &TestApp, ctx: &Ctx, at: RotaAt) -> Suggested {
    loop {
        let seen = test.app.suggestion(ctx, at).await.unwrap();
        if !seen.stage.as_ref().is_some_and(Stage::is_under_way) {
            return seen;
        }
        tokio::task::yield_now().await;
    }
}

pub(crate) async fn draft(test: &TestApp) -> (Ctx, RotaAt) {
    let ctx = test.ctx(fixture::LEADER);
    let rota = test.app.draft_rota(&ctx, POOL, week()).await.unwrap();
    (ctx, (POOL, rota))
}

fn found(seen: Suggested) -> Outcome {
    seen.outcome.expect("a proposal")
}

/// The world with a helper of its own: a script.
pub(crate) async fn with_helper(script: &str) -> TestApp {
    let helper: PathBuf = hemma_testkit::folder().join("hemma-rota");
    fs::write(&helper, script).unwrap();
    fs::set_permissions(&helper, fs::Permissions::from_mode(0o700)).unwrap();
    let db = hemma_testkit::sqlite().await;
    fixture::fill(&db).await;
    hemma_testkit::duty::fill(&db).await;
    let config = Config {
        mail: MailServer::Memory,
        rota: Some(helper),
        ..Config::in_folder(hemma_testkit::folder())
    };
    TestApp::with(db, (Ids::counting(), config)).await
}

#[tokio::test]
async fn a_proposal_is_found_without_the_helper_and_kept_whole_or_not_at_all() {
    let test = world().await;
    let (ctx, at) = draft(&test).await;
    let before = test.app.suggestion(&ctx, at).await.unwrap();
    assert!(before.stage.is_none() && !before.can_prove);
    test.app.begin_suggestion(&ctx, at, 20).await.unwrap();
    let outcome = found(settled(&test, &ctx, at).await);
    assert_eq!(outcome.proposal.engine, Engine::Search);
    assert_eq!(outcome.proposal.bound, None, "nothing is proven");
    assert_eq!(outcome.open, [], "everything is covered");
    let seen = test.app.rota_draft(&ctx, at).await.unwrap();
    assert!(
        seen.entries.is_empty(),
        "nothing changes before somebody says so"
    );
    let (by, id) = (&ctx, outcome.proposal.id);
    cut(&test, |app| async move {
        app.keep_suggestion(by, (at, id)).await
    })
    .await;
    let kept = test.app.preview_rota(&ctx, at).await.unwrap();
    assert_eq!(kept.draft.breaches, []);
    assert_eq!(kept.draft.entries, outcome.proposal.entries);
    assert_eq!(kept.open, 0);
    assert!(
        !kept.draft.rest_days.is_empty(),
        "a weekend costs a day off"
    );
    let holds = test.app.rota(&ctx, POOL, week()).await.unwrap();
    assert!(holds.served.iter().all(|one| one.turns.is_empty()));
    let again = test.app.keep_suggestion(&ctx, (at, id)).await.unwrap_err();
    assert_eq!(message(&again), "conflict");
}

/// A pool whose duty is at the workplace.
pub(crate) async fn at_the_workplace() -> TestApp {
    let test = world().await;
    let place = (
        "place = { value = \"home\"",
        "place = { value = \"workplace\"",
    );
    let rest = "weekly_hours_max = ";
    let limit = format!(
        "workplace_hours_max = {{ value = 48, source = \"local\", confidence = \"unconfirmed\" }}\n{rest}"
    );
    goes_on(&test, &[place, (rest, &limit)]).await;
    test
}

#[tokio::test]
async fn duty_at_the_workplace_is_planned_by_hand_and_says_so_before_anybody_waits() {
    let test = at_the_workplace().await;
    let (ctx, at) = draft(&test).await;
    let seen = test.app.suggestion(&ctx, at).await.unwrap();
    assert!(seen.by_hand && seen.stage.is_none());
    let refused = test.app.begin_suggestion(&ctx, at, 20).await.unwrap_err();
    assert_eq!(message(&refused), "rota-fault-by-hand");
    let home = world().await;
    let (ctx, at) = draft(&home).await;
    assert!(!home.app.suggestion(&ctx, at).await.unwrap().by_hand);
}

#[tokio::test]
async fn what_changed_meanwhile_is_not_overwritten() {
    let test = world().await;
    let (ctx, at) = draft(&test).await;
    test.app.begin_suggestion(&ctx, at, 20).await.unwrap();
    let outcome = found(settled(&test, &ctx, at).await);
    let other = test.ctx(fixture::OTHER_BOARD_LEADER);
    let draft = test.app.rota_draft(&other, at).await.unwrap();
    let by_hand = Assign {
        at,
        duty: draft.served[0].duty.id,
        before: None,
        after: Some(fixture::THERAPIST),
    };
    test.app.assign_duty(&other, by_hand).await.unwrap();
    let late = test
        .app
        .keep_suggestion(&ctx, (at, outcome.proposal.id))
        .await;
    assert_eq!(message(&late.unwrap_err()), "conflict");
}

#[tokio::test]
async fn two_leaders_look_for_one_pool_one_after_the_other() {
    // A helper that says how far it is and waits until it is stopped.
    let waits = "#!/bin/sh\nread -r instance\necho '{\"score\":7,\"bound\":3}' >&2\ncat >/dev/null\nexit 4\n";
    let test = with_helper(waits).await;
    let (ctx, at) = draft(&test).await;
    let other = test.ctx(fixture::OTHER_BOARD_LEADER);
    let theirs = test.app.draft_rota(&other, POOL, week()).await.unwrap();
    test.app.begin_suggestion(&ctx, at, 200).await.unwrap();
    let busy = test.app.begin_suggestion(&other, (POOL, theirs), 5).await;
    assert_eq!(message(&busy.unwrap_err()), "rota-fault-running");
    let progress = loop {
        let seen = test.app.suggestion(&ctx, at).await.unwrap();
        assert!(seen.can_prove);
        match seen.stage {
            Some(Stage::Searching(Some(progress))) => break progress,
            Some(Stage::Searching(None)) => tokio::task::yield_now().await,
            other => panic!("{other:?}"),
        }
    };
    assert_eq!((progress.score, progress.bound), (7, Some(3)));
    test.app.stop_suggestion(&ctx, at).await.unwrap();
    let stage = settled(&test, &ctx, at).await.stage;
    assert!(matches!(stage, Some(Stage::Failed(Failure::Impossible))));
    test.app
        .begin_suggestion(&other, (POOL, theirs), 5)
        .await
        .unwrap();
    let mine = test.app.suggestion(&ctx, at).await.unwrap();
    assert!(mine.stage.is_none(), "another rota is looked for");
}

#[tokio::test]
async fn a_helper_that_dies_or_lies_leaves_the_draft_as_it_was() {
    let dies = "#!/bin/sh\nread -r instance\necho '{\"score\":7,\"bound\":null}' >&2\nkill -9 $$\n";
    let lies = "#!/bin/sh\nread -r instance\n\
        echo '{\"format\":\"rota-solution/1\",\"instance\":\"another\",\"assign\":{}}'\n";
    for script in [dies, lies] {
        let test = with_helper(script).await;
        let (ctx, at) = draft(&test).await;
        test.app.begin_suggestion(&ctx, at, 5).await.unwrap();
        let seen = settled(&test, &ctx, at).await;
        assert!(matches!(seen.stage, Some(Stage::Failed(Failure::Broken))));
        assert!(seen.outcome.is_none() && seen.draft.entries.is_empty());
    }
}

#[tokio::test]
async fn planning_again_keeps_what_is_published() {
    let test = published().await;
    let (ctx, at) = draft(&test).await;
    let before = test.app.rota_draft(&ctx, at).await.unwrap();
    test.app.begin_suggestion(&ctx, at, 20).await.unwrap();
    let outcome = found(settled(&test, &ctx, at).await);
    assert!(outcome.changes.len() <= 2, "{:?}", outcome.changes);
    assert_eq!(before.breaches, []);
}

#[tokio::test]
async fn a_pool_emptied_in_the_middle_of_a_month_leaves_duties_open_and_says_why() {
    let test = published().await;
    let left = day("2026-12-17");
    hemma_testkit::duty::empty(&test.db, left).await;
    let ctx = test.ctx(fixture::LEADER);
    let month = (day("2026-12-01"), day("2027-01-01"));
    let rota = test.app.draft_rota(&ctx, POOL, month).await.unwrap();
    let at = (POOL, rota);
    // What was published and goes on for those who left is told before anybody proposes anything.
    let before = test.app.preview_rota(&ctx, at).await.unwrap();
    let rules: Vec<Rule> = before.unlawful.iter().map(|one| one.rule).collect();
    assert_eq!(rules, [Rule::NotEligible; 3], "Wednesday's, and after it");
    test.app.begin_suggestion(&ctx, at, 20).await.unwrap();
    let seen = settled(&test, &ctx, at).await;
    let told: Vec<_> = seen
        .troubles
        .iter()
        .filter_map(|one| match one {
            Trouble::NobodyEligible { duty } => Some(duty.id),
            _ => None,
        })
        .collect();
    let outcome = found(seen);
    let crosses = |one: &&hemma_domain::turn::Served| {
        let whole = one.duty.shape.whole().unwrap();
        one.duty.shape.line == LINES[0] && left <= whole.end().day()
    };
    let draft = test.app.rota_draft(&ctx, at).await.unwrap();
    let nobodys: Vec<_> = draft.served.iter().filter(crosses).collect();
    let mut nobodys: Vec<_> = nobodys.iter().map(|one| one.duty.id).collect();
    let mut open: Vec<_> = outcome.open.iter().map(|one| one.duty.id).collect();
    for all in [&mut nobodys, &mut open] {
        all.sort();
    }
    assert!(nobodys.len() >= 9, "half a month of nights and weekends");
    assert_eq!(open, nobodys, "all before is covered, nothing after");
    for one in &outcome.open {
        assert_eq!(one.price, Some(Price::Impossible), "no price buys it");
        assert!(told.contains(&one.duty.id), "and it is told why");
    }
    let id = outcome.proposal.id;
    test.app.keep_suggestion(&ctx, (at, id)).await.unwrap();
    let kept = test.app.preview_rota(&ctx, at).await.unwrap();
    assert_eq!(kept.unlawful, [], "what is left open breaks no rule");
    assert_eq!(kept.open, nobodys.len());
    let why = test.app.why(&ctx, (at, nobodys[0])).await.unwrap();
    assert!(
        why.takers
            .iter()
            .all(|one| one.against.iter().any(|one| one.rule == Rule::NotEligible)),
        "everybody is told to have left"
    );
}

#[tokio::test]
async fn planners_alone_propose_and_the_time_has_a_limit() {
    let test = world().await;
    let (ctx, at) = draft(&test).await;
    let me = test.ctx(fixture::THERAPIST);
    let refused = test.app.begin_suggestion(&me, at, 5).await.unwrap_err();
    assert_eq!(message(&refused), "forbidden");
    let refused = test.app.stop_suggestion(&me, at).await.unwrap_err();
    assert_eq!(message(&refused), "forbidden");
    for seconds in [0, 3_600] {
        let refused = test
            .app
            .begin_suggestion(&ctx, at, seconds)
            .await
            .unwrap_err();
        assert_eq!(message(&refused), "rota-fault-seconds");
    }
}

#[tokio::test]
async fn why_says_who_could_have_a_duty_and_what_forbids_the_others() {
    let test = published().await;
    let (ctx, at) = draft(&test).await;
    let draft = test.app.rota_draft(&ctx, at).await.unwrap();
    let of_first = |on: &str| {
        let found = draft.served.iter().find(|one| {
            let start = one.duty.shape.whole().unwrap().start();
            one.duty.shape.line == LINES[0] && start.day() == day(on)
        });
        found.unwrap().duty.id
    };
    // The colleague has Tuesday and the weekend; on Wednesday night her day off would be gone.
    let why = test
        .app
        .why(&ctx, (at, of_first("2026-12-16")))
        .await
        .unwrap();
    assert_eq!(why.held, Some(fixture::OTHER_BOARD_THERAPIST));
    let told: Vec<(StaffId, Vec<Rule>)> = why
        .takers
        .iter()
        .map(|one| (one.staff, one.against.iter().map(|one| one.rule).collect()))
        .collect();
    assert_eq!(
        told,
        [
            (fixture::THERAPIST, vec![]),
            (fixture::COLLEAGUE, vec![Rule::WeeklyRest])
        ]
    );
    let costs = why.takers[0].costs;
    assert_eq!(costs.changes, 1_500, "a published duty changes hands");
    let parts = [
        costs.fairness,
        costs.wishes,
        costs.weekends,
        costs.rest_days,
    ];
    assert_eq!(
        costs.total,
        costs.changes + costs.open + parts.iter().sum::<i64>()
    );
}

#[tokio::test]
async fn whoever_asks_why_not_me_learns_of_their_own_duties_alone() {
    let test = published().await;
    let me = test.ctx(fixture::COLLEAGUE);
    let view = test.app.rota(&me, POOL, week()).await.unwrap();
    let mut told = Vec::new();
    for one in view
        .served
        .iter()
        .filter(|one| one.duty.shape.line == LINES[0])
    {
        let found = test.app.could_i(&me, (POOL, one.duty.id)).await.unwrap();
        let is_weighed = !found.is_mine && found.against.is_empty();
        assert_eq!(
            found.price.is_some(),
            is_weighed,
            "a price where one could have it"
        );
        told.push((found.is_mine, found.against));
    }
    // She has Tuesday and the weekend, with Thursday off.
    assert_eq!(
        told,
        [
            (false, vec![]),
            (true, vec![]),
            (false, vec![Rule::WeeklyRest]),
            (false, vec![Rule::WeeklyRest]),
            (true, vec![])
        ]
    );
    let second = view
        .served
        .iter()
        .find(|one| one.duty.shape.line == LINES[1]);
    let found = test.app.could_i(&me, (POOL, second.unwrap().duty.id)).await;
    assert_eq!(found.unwrap().against, [Rule::NotEligible]);
    let leader = test.ctx(fixture::UNIT_MANAGER);
    let refused = test
        .app
        .could_i(&leader, (POOL, view.served[0].duty.id))
        .await;
    assert_eq!(message(&refused.unwrap_err()), "forbidden");
}

#[tokio::test]
async fn why_not_me_has_a_price_that_says_nothing_of_what_others_wish() {
    let test = published().await;
    let me = test.ctx(fixture::COLLEAGUE);
    let view = test.app.rota(&me, POOL, week()).await.unwrap();
    let monday = view.served.iter().find(|one| {
        let start = one.duty.shape.whole().unwrap().start();
        one.duty.shape.line == LINES[0] && start.day() == day("2026-12-14")
    });
    let at = (POOL, monday.unwrap().duty.id);
    let costs = async || {
        test.app
            .could_i(&me, at)
            .await
            .unwrap()
            .price
            .unwrap()
            .costs
    };
    let before = costs().await;
    assert_eq!((before.wishes, before.changes), (0, 0));
    let wish = async |staff: StaffId| {
        let new = NewWish {
            pool: POOL,
            kind: WishKind::Off,
            weight: WishWeight::Much,
            time: whole_days(day("2026-12-14"), day("2026-12-14")),
        };
        test.app.add_wish(&test.ctx(staff), &new).await.unwrap();
    };
    wish(fixture::THERAPIST).await;
    assert_eq!(costs().await, before, "who has the duty would rather not");
    wish(fixture::COLLEAGUE).await;
    let after = costs().await;
    assert!(0 < after.wishes);
    assert_eq!(after.total, before.total + after.wishes);
}
