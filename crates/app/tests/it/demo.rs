//! Filling a demo.

use hemma_app::ctx::Ctx;
use hemma_app::demo::{Filled, Options};
use hemma_app::{App, config::Config};
use hemma_demo::Plan;
use hemma_domain::access::Errand;
use hemma_domain::programme::MeasureOf;
use hemma_domain::round::Asking;
use hemma_store::audit;

use crate::harness::{TestApp, now};

#[tokio::test]
async fn an_empty_site_is_filled_once_and_its_log_is_whole() {
    let db = hemma_testkit::sqlite().await;
    let app = App::on(
        db.clone(),
        Config::in_folder(hemma_testkit::folder()),
        now(),
    )
    .await
    .unwrap();
    let ctx = Ctx::system(Errand::Demo, now());
    let options = Options {
        seed: 1,
        today: now().day().0,
        scale: 1,
    };
    let Filled::Now(families) = app.fill_demo(&ctx, &options, |_, _| ()).await.unwrap() else {
        panic!()
    };
    assert!(families > 100, "{families}");
    assert_eq!(
        app.fill_demo(&ctx, &options, |_, _| ()).await.unwrap(),
        Filled::Before(Some(options))
    );
    let mut tx = db.read().await.unwrap();
    assert_eq!(audit::verify(&mut tx).await.unwrap(), []);
    assert!(app.demo_people(&ctx).await.unwrap().len() > 50);
    let count = async |tx: &mut hemma_store::db::Tx, sql: &'static str| {
        let row = tx.one(sql, &[]).await.unwrap();
        row.get::<i64>("n").unwrap()
    };
    let due = "SELECT count(*) AS n FROM measures WHERE state = 'due'";
    let done = "SELECT count(*) AS n FROM measures WHERE state = 'done'";
    let scores = "SELECT count(*) AS n FROM scores WHERE outcome = 'value'";
    let waiting = "SELECT count(*) AS n FROM glasses WHERE reviewed_at IS NULL";
    let judged = "SELECT count(*) AS n FROM glasses WHERE reviewed_at IS NOT NULL";
    assert!(count(&mut tx, waiting).await > 0);
    assert!(count(&mut tx, judged).await > 0);
    assert!(count(&mut tx, due).await > 50);
    assert!(count(&mut tx, done).await > 100);
    assert!(count(&mut tx, scores).await > 100);
    let upkeep = Ctx::system(Errand::Upkeep, now());
    assert_eq!(app.plan_due_measures(&upkeep).await.unwrap(), 0);
    let empty = "SELECT count(*) AS n FROM developments d WHERE NOT EXISTS (SELECT 1 FROM development_evidence e
        WHERE e.development_id = d.id)";
    let goals = "SELECT count(*) AS n FROM developments";
    let (empty, goals) = (count(&mut tx, empty).await, count(&mut tx, goals).await);
    assert!(
        goals > 20 && empty * 4 < goals,
        "{empty} of {goals} rest on nothing"
    );
    let ids = tx.all("SELECT id FROM developments", &[]).await.unwrap();
    for row in ids {
        let id = row.get("id").unwrap();
        let goal = hemma_store::development::find(&mut tx, id).await.unwrap();
        let evidence = goal.unwrap().evidence;
        assert!(
            evidence.iter().all(|one| !one.told.is_empty()),
            "{evidence:?}"
        );
    }
    drop(tx);
    rounds_are_as_upkeep_leaves_them(&app).await;
}

/// Rounds of the past and of now, one of too few at least, and nothing left to open or close.
async fn rounds_are_as_upkeep_leaves_them(app: &App) {
    let upkeep = Ctx::system(Errand::Upkeep, now());
    assert_eq!(app.open_rounds(&upkeep).await.unwrap(), 0);
    assert_eq!(app.close_rounds(&upkeep).await.unwrap(), 0);
    let mut tx = app.database().read().await.unwrap();
    for (sql, least) in [
        (
            "SELECT count(*) AS n FROM rounds WHERE state = 'closed'",
            30,
        ),
        (
            "SELECT count(*) AS n FROM rounds WHERE answered < raters_min",
            1,
        ),
        ("SELECT count(*) AS n FROM rounds WHERE state = 'open'", 1),
        ("SELECT count(*) AS n FROM round_raters WHERE answered", 1),
    ] {
        let row = tx.one(sql, &[]).await.unwrap();
        let count = row.get::<i64>("n").unwrap();
        assert!(count >= least, "{sql}: {count}");
    }
    let kept = "SELECT count(*) AS n FROM urns u JOIN rounds r ON r.id = u.round_id WHERE r.answered < r.raters_min";
    let row = tx.one(kept, &[]).await.unwrap();
    assert_eq!(row.get::<i64>("n").unwrap(), 0);
}

#[tokio::test]
async fn the_same_seed_gives_the_same_ratings() {
    let test = TestApp::new().await;
    let options = Options {
        seed: 1,
        today: now().day().0,
        scale: 1,
    };
    let rated = || {
        let plan = Plan::new(&options).unwrap();
        let mut all = Vec::new();
        for team in &plan.house().teams {
            let Some(programme) = test.app.programmes().newest(&team.programme) else {
                continue;
            };
            let rules = programme.measures.iter();
            for rule in rules.filter(|rule| rule.about != MeasureOf::Case) {
                let scorer = test.app.instrument(&rule.instrument, 1).unwrap();
                let respondents = &scorer.instrument().respondents;
                if let Some(asking) = Asking::of(rule, respondents) {
                    all.extend(plan.rated(team, (scorer.instrument(), &asking), 1));
                }
            }
        }
        all
    };
    assert!(rated().len() > 30);
    assert_eq!(rated(), rated());
}

#[tokio::test]
async fn a_site_in_which_people_work_is_never_filled() {
    let test = TestApp::new().await;
    let mut tx = test.db.write("test").await.unwrap();
    tx.run("DELETE FROM site WHERE name = 'demo'", &[])
        .await
        .unwrap();
    tx.commit().await.unwrap();
    let ctx = Ctx::system(Errand::Demo, now());
    let options = Options {
        seed: 1,
        today: now().day().0,
        scale: 1,
    };
    assert!(test.app.fill_demo(&ctx, &options, |_, _| ()).await.is_err());
}

/// The invented pools hold to the agreement's law, and cover the first line from the past until the quarter ends.
#[tokio::test]
async fn the_demos_rota_breaks_no_law_and_leaves_no_hour_open() {
    let db = hemma_testkit::sqlite().await;
    let config = Config::in_folder(hemma_testkit::folder());
    let app = App::on(db, config, now()).await.unwrap();
    let agreement = app.agreements().newest("STANDBY-HOME").unwrap();
    let options = Options {
        seed: 1,
        today: now().day().0,
        scale: 1,
    };
    let plan = Plan::new(&options).unwrap();
    let pools = plan.on_call(&agreement);
    assert_eq!(pools.len(), 2);
    for one in &pools {
        let first = one.pool.level(1).unwrap().id;
        let of_first = one.duties.iter().filter(|duty| duty.shape.line == first);
        let open = of_first.filter(|duty| !one.turns.iter().any(|turn| turn.duty == duty.id));
        assert_eq!(open.count(), 0, "{}", one.pool.name);
        for turn in &one.turns {
            let theirs = one.turns.iter().filter(|other| other.staff == turn.staff);
            let meets = theirs.filter(|other| other.part.meets(turn.part));
            assert_eq!(meets.count(), 1, "nobody is in two places");
            let mut away = one.absences.iter().filter(|away| away.staff == turn.staff);
            assert!(!away.any(|away| away.time.meets(turn.part)));
        }
    }
}
