//! Instruments on the shelf: shipped ones beside imported ones, no version ever replaced.

use hemma_app::App;
use hemma_app::config::Config;
use hemma_app::ctx::Ctx;
use hemma_app::error::Error;
use hemma_app::instrument::{Coming, News};
use hemma_app::instrument_file::{self, InstrumentFile};
use hemma_domain::access::Errand;
use hemma_domain::instrument::{Answer, Change, Definition, NormRow, NormTable, Ratio};
use hemma_domain::person::Sex;
use hemma_domain::programme::Range;
use hemma_testkit::fixture;

use crate::harness::{TestApp, now};
use crate::measure::{due_today, planned};

fn transfer() -> Ctx {
    Ctx::system(Errand::Transfer, now())
}

/// A shipped definition, changed.
fn changed(code: &str, change: impl FnOnce(&mut Definition)) -> InstrumentFile {
    let shipped = instrument_file::embedded().unwrap();
    let one = shipped.iter().find(|file| file.instrument().code == code);
    let mut definition = (**one.unwrap().instrument()).clone();
    change(&mut definition);
    InstrumentFile::written(definition).unwrap()
}

fn new(coming: Coming) -> News {
    match coming {
        Coming::New(news) => news,
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn shipped_instruments_are_on_the_shelf_of_a_new_site() {
    let test = TestApp::new().await;
    let codes: Vec<String> = test
        .app
        .instruments()
        .iter()
        .map(|one| one.instrument().code.clone())
        .collect();
    assert_eq!(
        codes,
        [
            "AUDIT", "CAM", "GAD-7", "PHQ-9", "SAM", "TAM-CAN", "TAM-R", "WHO-5"
        ]
    );
    let tam = test.app.instrument("TAM-R", 1).unwrap();
    assert_eq!(tam.instrument().items.len(), 28);
    let missing = test.app.instrument("TAM-R", 99);
    assert!(matches!(missing, Err(Error::Internal(_))));
    let text = test.app.instrument_text("TAM-R", 1).await.unwrap();
    assert!(text.unwrap().contains("code = \"TAM-R\""));
}

#[tokio::test]
async fn an_imported_version_is_told_kept_logged_and_there_after_a_restart() {
    let config = Config::in_folder(hemma_testkit::folder());
    let app = App::open(config.clone(), now()).await.unwrap();
    let pack = changed("PHQ-9", |it| {
        it.version = 3;
        it.schedule = None;
        it.name.en = "PHQ-9, third".into();
        it.modes.truncate(1);
    });
    let told = new(app.coming_instrument(&transfer(), &pack).unwrap());
    let expected = News {
        since: Some(1),
        changes: vec![Change::Around],
        newer: None,
    };
    assert_eq!(told, expected);
    assert!(
        app.instrument("PHQ-9", 3).is_err(),
        "looking changes nothing"
    );
    let done = app.import_instrument(&transfer(), pack.clone()).await;
    assert_eq!(new(done.unwrap()), expected);
    let db = app.database();
    let mut tx = db.read().await.unwrap();
    let sql = "SELECT detail FROM audit WHERE event = 'instrument_imported'";
    let lines = tx.all(sql, &[]).await.unwrap();
    assert_eq!(lines.len(), 1);
    assert_eq!(lines[0].get::<String>("detail").unwrap(), "PHQ-9 3");
    drop(tx);
    app.close().await;

    let app = App::open(config, now()).await.unwrap();
    assert_eq!(
        app.instrument("PHQ-9", 3).unwrap().instrument(),
        pack.instrument()
    );
    assert_eq!(app.instrument("PHQ-9", 1).unwrap().instrument().version, 1);
    let newest = app.instruments();
    let newest = newest.iter().find(|one| one.instrument().code == "PHQ-9");
    assert_eq!(newest.unwrap().instrument().version, 3);
    let between = changed("PHQ-9", |it| it.version = 2);
    let told = new(app.coming_instrument(&transfer(), &between).unwrap());
    assert_eq!((told.since, told.newer), (Some(1), Some(3)));
}

#[tokio::test]
async fn a_score_is_read_against_the_norms_of_age_and_sex() {
    let test = planned().await;
    let (low, high) = (Ratio::whole(40), Ratio::whole(61));
    let table = |sex, norm| NormTable {
        scale: "total".into(),
        sex: Some(sex),
        ages: Range { min: 18, max: 65 },
        rows: vec![NormRow {
            from: Ratio::ZERO,
            norm,
        }],
        source: "kroenke".into(),
    };
    let pack = changed("PHQ-9", |it| {
        it.version = 2;
        it.norms = vec![table(Sex::Male, low), table(Sex::Female, high)];
    });
    new(test.app.import_instrument(&transfer(), pack).await.unwrap());
    let at = due_today(&test, "PHQ-9").await;
    let upkeep = Ctx::system(Errand::Upkeep, now());
    assert_eq!(test.app.renew_measures(&upkeep).await.unwrap(), 1);
    let ctx = test.ctx(fixture::INTERVIEWER);
    let mut version = 0;
    for number in 1..=9 {
        let (item, given) = (format!("phq_{number:02}"), Some(Answer::Value(0)));
        let saved = test.app.save_answer(&ctx, at, (&item, given), version);
        version = saved.await.unwrap();
    }
    let done = test.app.finish_interview(&ctx, at, (version, "")).await;
    assert!(!done.unwrap().critical);
    let leader = test.ctx(fixture::LEADER);
    let page = test.app.case_measures(&leader, fixture::OPEN).await;
    let lines = page.unwrap().lines;
    let line = lines.iter().find(|line| line.measure.id == at.1).unwrap();
    let norms: Vec<Option<Ratio>> = line.scores.iter().map(|one| one.norm).collect();
    assert_eq!(norms, [Some(high)], "a mother of 39");
}

#[tokio::test]
async fn a_programme_may_ask_for_what_the_site_does_not_know() {
    let test = TestApp::new().await;
    assert_eq!(test.app.unknown_instruments("KOMET"), ["SDQ"]);
    assert!(test.app.unknown_instruments("MST-CAN").is_empty());
}

#[tokio::test]
async fn a_running_site_takes_up_what_another_process_imports() {
    let config = Config::in_folder(hemma_testkit::folder());
    let site = App::open(config.clone(), now()).await.unwrap();
    assert_eq!(site.reread_definitions().await.unwrap(), 0);
    let other = App::open(config, now()).await.unwrap();
    let pack = changed("PHQ-9", |it| it.version = 2);
    let done = other.import_instrument(&transfer(), pack.clone()).await;
    new(done.unwrap());
    assert!(site.instrument("PHQ-9", 2).is_err(), "not by itself");
    assert_eq!(site.reread_definitions().await.unwrap(), 1);
    let taken = site.instrument("PHQ-9", 2).unwrap();
    assert_eq!(taken.instrument(), pack.instrument());
}

#[tokio::test]
async fn a_version_that_is_there_is_known_or_taken_and_never_replaced() {
    let test = TestApp::new().await;
    let same = changed("GAD-7", |_| {});
    let known = test.app.import_instrument(&transfer(), same).await;
    assert_eq!(known.unwrap(), Coming::Known);
    let other = changed("GAD-7", |it| it.name.en = "Something else".into());
    let taken = test.app.import_instrument(&transfer(), other).await;
    assert_eq!(taken.unwrap(), Coming::Taken);
    let there = test.app.instrument("GAD-7", 1).unwrap();
    assert_ne!(there.instrument().name.en, "Something else");
}

#[tokio::test]
async fn another_rule_under_the_same_version_of_it_is_refused() {
    let test = TestApp::new().await;
    let pack = changed("PHQ-9", |it| {
        it.version = 2;
        it.scales[0].minimum.value = hemma_domain::instrument::Minimum::Count(1);
    });
    let scale = pack.instrument().scales[0].code.clone();
    let done = test.app.import_instrument(&transfer(), pack).await;
    assert_eq!(done.unwrap(), Coming::Unversioned(vec![scale]));
    assert!(test.app.instrument("PHQ-9", 2).is_err());
}

#[tokio::test]
async fn staff_import_no_instruments_beside_the_command_line() {
    let test = TestApp::new().await;
    let pack = changed("PHQ-9", |it| it.version = 2);
    for staff in [fixture::THERAPIST, fixture::LEADER] {
        let ctx = test.ctx(staff);
        let refused = test.app.coming_instrument(&ctx, &pack);
        assert!(refused.is_err());
        assert!(
            test.app
                .import_instrument(&ctx, pack.clone())
                .await
                .is_err()
        );
    }
}
