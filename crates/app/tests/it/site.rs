//! Setting a site up from a file.

use hemma_app::App;
use hemma_app::config::Config;
use hemma_app::ctx::Ctx;
use hemma_app::error::Error;
use hemma_app::site::{self, Judged};
use hemma_domain::access::Errand;
use hemma_domain::site::{Fate, KnownTeam, Left, Plan};
use hemma_store::db::Db;
use hemma_store::{audit, team};
use hemma_testkit::fixture;

use crate::harness::{TestApp, cut, now};

const EXAMPLE: &str = include_str!("../../../../docs/operate/site.toml");

fn transfer() -> Ctx {
    Ctx::system(Errand::Transfer, now())
}

#[track_caller]
fn plan(judged: Judged) -> Plan {
    match judged {
        Judged::InOrder(plan) => plan,
        Judged::Refused(faults) => panic!("{faults:?}"),
    }
}

async fn import(app: &App, text: &str) -> Plan {
    plan(
        app.import_site(&transfer(), "site.toml", text)
            .await
            .unwrap(),
    )
}

async fn teams(db: &Db) -> Vec<KnownTeam> {
    let mut tx = db.read().await.unwrap();
    team::all(&mut tx).await.unwrap()
}

/// Lines of the log.
async fn lines(db: &Db) -> i64 {
    let mut tx = db.read().await.unwrap();
    let row = tx.one("SELECT count(*) AS n FROM audit", &[]).await;
    row.unwrap().get("n").unwrap()
}

#[tokio::test]
async fn a_new_site_is_set_up_and_the_same_file_again_changes_nothing() {
    let config = Config::in_folder(hemma_testkit::folder());
    let app = App::open(config, now()).await.unwrap();
    let first = import(&app, EXAMPLE).await;
    assert!(first.teams.iter().all(|one| one.fate == Fate::Added));
    let db = app.database();
    let teams = teams(&db).await;
    assert_eq!(teams.len(), 3);
    assert_eq!(lines(&db).await, 7, "each of the seven is in the log");
    let places = app.post_places(&transfer()).await.unwrap();
    assert_eq!(places.len(), 6, "posts can be given at each of them");

    assert!(import(&app, EXAMPLE).await.changes_nothing());
    assert_eq!(self::teams(&db).await, teams);
    assert_eq!(lines(&db).await, 7);
    let mut tx = db.read().await.unwrap();
    assert_eq!(audit::verify(&mut tx).await.unwrap(), []);
}

#[tokio::test]
async fn a_change_of_a_teams_times_takes_effect_and_a_check_does_not() {
    let config = Config::in_folder(hemma_testkit::folder());
    let app = App::open(config, now()).await.unwrap();
    let before = import(&app, EXAMPLE).await.teams[0].value.clone();
    let later = EXAMPLE.replacen("12:00:00", "16:30:00", 1);
    let checked = app.check_site(&transfer(), "site.toml", &later).await;
    assert!(!plan(checked.unwrap()).changes_nothing());
    let found = async || {
        let mut tx = app.database().read().await.unwrap();
        team::find(&mut tx, before.id).await.unwrap().unwrap().0
    };
    assert_eq!(found().await, before);
    let changed = import(&app, &later).await;
    let Fate::Changed(differences) = &changed.teams[0].fate else {
        panic!("{changed:?}");
    };
    assert_eq!(differences[0].after, "monday 16:30");
    assert_eq!(found().await.rhythm.hand_in_at.to_string(), "16:30");
}

#[tokio::test]
async fn what_the_file_does_not_name_stays_and_is_told() {
    let test = TestApp::new().await;
    let plan = import(&test.app, EXAMPLE).await;
    assert_eq!(
        plan.left.len(),
        1 + fixture::BOARDS.len() + fixture::TEAMS.len()
    );
    assert!(
        plan.left
            .contains(&Left::Team("MST-CAN Björkdalen".to_owned()))
    );
    let mut tx = test.db.read().await.unwrap();
    let teams = team::all(&mut tx).await.unwrap();
    assert_eq!(teams.len(), 3 + fixture::TEAMS.len());
}

#[tokio::test]
async fn a_file_with_a_fault_is_refused_whole() {
    let test = TestApp::new().await;
    let text = EXAMPLE.replacen("programme = \"MST-CAN\"", "programme = \"FFT\"", 1);
    let judged = test.app.import_site(&transfer(), "site.toml", &text).await;
    let Judged::Refused(faults) = judged.unwrap() else {
        panic!("a team of a programme that the site does not have");
    };
    assert_eq!(
        faults[0].to_string(),
        "site.toml:57: teams[1].programme: the site knows no programme `FFT`; there are KOMET, MST, MST-CAN"
    );
    let mut tx = test.db.read().await.unwrap();
    assert_eq!(team::networks(&mut tx).await.unwrap().len(), 1);
}

#[tokio::test]
async fn a_file_is_judged_without_any_site() {
    let alone = site::judge_alone("site.toml", EXAMPLE, now().day()).unwrap();
    assert_eq!(plan(alone).teams.len(), 3);
}

#[tokio::test]
async fn only_an_administrator_may_and_others_learn_nothing() {
    let test = TestApp::new().await;
    let by_leader = test.ctx(fixture::LEADER);
    let refused = test.app.import_site(&by_leader, "site.toml", EXAMPLE).await;
    assert!(matches!(refused, Err(Error::Forbidden)));
    let refused = test.app.check_site(&by_leader, "site.toml", EXAMPLE).await;
    assert!(matches!(refused, Err(Error::Forbidden)));
}

#[tokio::test]
async fn an_import_that_is_cut_leaves_nothing() {
    let test = TestApp::new().await;
    let statements = cut(&test, |app| async move {
        app.import_site(&transfer(), "site.toml", EXAMPLE).await
    })
    .await;
    assert!(statements > 6, "{statements}");
    let later = EXAMPLE.replace("12:00:00", "16:30:00");
    let later = later.as_str();
    cut(&test, |app| async move {
        app.import_site(&transfer(), "site.toml", later).await
    })
    .await;
}
