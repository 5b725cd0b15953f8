//! Cases that are treated here, in the layout of histories: elsewhere they count the same, and nobody is named.

use std::collections::BTreeMap;
use std::ops::ControlFlow;
use std::path::Path;

use hemma_app::App;
use hemma_app::config::Config;
use hemma_app::ctx::Ctx;
use hemma_app::demo::Options;
use hemma_app::error::Error;
use hemma_app::history::{OwnWritten, Unsaid};
use hemma_domain::access::Errand;
use hemma_domain::team::{Network, Team};
use hemma_domain::time::Day;
use hemma_review::{History, Row, Settings, Unknown, read, tally};
use hemma_store::db::{Db, Tx};
use hemma_store::value::{ToValue as _, Value};
use hemma_store::{review, team};
use hemma_testkit::fixture;

use super::transfer;
use crate::harness::{TestApp, now};

/// Finished rows by the team's name and the quarter's first day; empty ones are none.
type Counted = BTreeMap<(String, String), Row>;

struct Filled {
    app: App,
    db: Db,
    network: Network,
    teams: Vec<Team>,
}

async fn demo() -> Filled {
    let db = hemma_testkit::sqlite().await;
    let config = Config::in_folder(hemma_testkit::folder());
    let app = App::on(db.clone(), config, now()).await.unwrap();
    let options = Options {
        seed: 3,
        today: now().day().0,
        scale: 1,
    };
    let ctx = Ctx::system(Errand::Demo, now());
    app.fill_demo(&ctx, &options, |_, _| ()).await.unwrap();
    let mut tx = db.read().await.unwrap();
    let network = team::networks(&mut tx).await.unwrap().remove(0);
    let teams = team::of_network(&mut tx, network.id).await.unwrap();
    drop(tx);
    Filled {
        app,
        db,
        network,
        teams,
    }
}

/// What the own figures of every team say, when they were counted from the beginning.
async fn counted_here(demo: &Filled) -> Counted {
    let mut found = Counted::new();
    let mut tx = demo.db.write("test").await.unwrap();
    for team in &demo.teams {
        demo.app.recount(&mut tx, team, now().day()).await.unwrap();
        for (quarter, row) in review::rows(&mut tx, team.id).await.unwrap() {
            found.insert((team.name.clone(), quarter.to_string()), row);
        }
    }
    found.retain(|_, row| *row != Row::default());
    found
}

/// The same of the files, whose teams are known by their ids.
fn counted_there(history: &History, names: &BTreeMap<&str, &str>, settings: &Settings) -> Counted {
    let rows = tally(history, settings);
    let mut found = Counted::new();
    for (number, _) in history.teams.rows.iter() {
        let name = names[history.teams.ids.text(number)];
        for (quarter, row) in history.period.quarters().zip(rows.of(number)) {
            found.insert((name.to_owned(), quarter.start.to_string()), *row);
        }
    }
    found.retain(|_, row| *row != Row::default());
    found
}

fn read_back(folder: &Path, settings: &Settings) -> History {
    let go_on = &mut |_| ControlFlow::Continue(());
    read(folder, settings, Unknown::Refuse, go_on).unwrap()
}

fn names(written: &OwnWritten) -> BTreeMap<&str, &str> {
    let teams = written.teams.iter();
    teams
        .map(|(code, name)| (code.as_str(), name.as_str()))
        .collect()
}

#[tokio::test]
async fn own_cases_that_are_exported_count_the_same_elsewhere() {
    let demo = demo().await;
    let folder = hemma_testkit::folder().join("own");
    let name = &demo.network.name;
    let ctx = transfer();
    let written = demo.app.export_own_cases(&ctx, name, &folder).await;
    let written = written.unwrap().unwrap();
    assert!(
        50 < written.cases && 100 < written.interviews,
        "{written:?}"
    );
    assert_eq!(written.unsaid, Unsaid::default(), "{written:?}");
    let settings = Settings::reference().unwrap();
    let history = read_back(&folder, &settings);
    let here = counted_here(&demo).await;
    let there = counted_there(&history, &names(&written), &settings);
    assert!(20 < here.len());
    let keys = here.keys().chain(there.keys());
    for key in keys.collect::<std::collections::BTreeSet<_>>() {
        assert_eq!(here.get(key), there.get(key), "{key:?}");
    }
    assert!(history.answers.iter().any(|one| !one.measures.is_empty()));
    // Nobody could be found again by what stands in the files.
    let mut tx = demo.db.read().await.unwrap();
    let staff = hemma_store::staff::list(&mut tx, now().day())
        .await
        .unwrap();
    for file in [
        "families",
        "episodes",
        "assignments",
        "weeks",
        "measures",
        "posts",
    ] {
        let text = std::fs::read_to_string(folder.join(format!("{file}.csv"))).unwrap();
        assert!(
            !staff.iter().any(|one| text.contains(&one.staff.name)),
            "{file}"
        );
    }
}

#[tokio::test]
async fn what_the_layout_cannot_say_is_left_out_and_counted() {
    let test = TestApp::new().await;
    let mut tx = test.db.write("test").await.unwrap();
    let another = "INSERT INTO cares (id, case_id, staff_id, role, from_on) SELECT $2, $1, $3, 'therapist', from_on
        FROM cares WHERE case_id = $1 AND role = 'therapist' LIMIT 1";
    let [case, id, by] = [
        fixture::OPEN.to_value(),
        uuid::Uuid::from_u128(77).to_value(),
        fixture::COLLEAGUE.to_value(),
    ];
    run(&mut tx, another, &[case.clone(), id, by]).await;
    let week = "INSERT INTO case_weeks (case_id, week_on, handed_in_at, sealed_decisions, decisions_version, version)
        VALUES ($1, $2, $3, '', 1, 1)";
    let early: Day = "2020-01-06".parse().unwrap();
    run(&mut tx, week, &[case, early.to_value(), now().to_value()]).await;
    tx.commit().await.unwrap();
    let folder = hemma_testkit::folder().join("own");
    let name = network_name(&test).await;
    let ctx = transfer();
    let written = test.app.export_own_cases(&ctx, &name, &folder).await;
    let unsaid = written.unwrap().unwrap().unsaid;
    let expected = Unsaid {
        early_weeks: 1,
        side_by_side: 1,
        late_interviews: 0,
    };
    assert_eq!(unsaid, expected);
    read_back(&folder, &Settings::reference().unwrap());
}

#[tokio::test]
async fn nothing_is_written_over_and_only_the_command_line_may_ask() {
    let test = TestApp::new().await;
    let name = network_name(&test).await;
    let folder = hemma_testkit::folder().join("own");
    std::fs::create_dir_all(&folder).unwrap();
    let there = test.app.export_own_cases(&transfer(), &name, &folder).await;
    assert!(matches!(there, Err(Error::Internal(_))) && folder.exists());
    let other = folder.join("x");
    let nobody = test
        .app
        .export_own_cases(&transfer(), "Ingenstans", &other)
        .await;
    assert_eq!(nobody.unwrap(), None);
    let lead = test.ctx(fixture::NETWORK_LEAD);
    let refused = test.app.export_own_cases(&lead, &name, &other).await;
    assert!(matches!(refused, Err(Error::Forbidden)) && !other.exists());
}

async fn run(tx: &mut Tx, sql: &'static str, bound: &[Value]) {
    assert_eq!(tx.run(sql, bound).await.unwrap(), 1, "{sql}");
}

async fn network_name(test: &TestApp) -> String {
    let mut tx = test.db.read().await.unwrap();
    let networks = team::networks(&mut tx).await.unwrap();
    let own = networks.into_iter().find(|one| one.id == fixture::NETWORK);
    own.unwrap().name
}
