//! Old answers under newer rules: scores are added, and none is changed.

use std::sync::{Arc, Mutex};

use hemma_app::ctx::Ctx;
use hemma_app::fidelity::Earlier;
use hemma_app::instrument_file::fhir::answers_from_fhir;
use hemma_app::instrument_file::{self, InstrumentFile};
use hemma_app::measure::Rescored;
use hemma_app::review::{NetworkAsked, Waiting};
use hemma_domain::access::Errand;
use hemma_domain::instrument::{Answer, Ratio};
use hemma_domain::review::Figure;
use hemma_store::measure::score;
use hemma_store::value::ToValue as _;
use hemma_testkit::fixture;

use crate::harness::{TestApp, cut, now};
use crate::measure::{answer, open, planned};

fn transfer() -> Ctx {
    Ctx::system(Errand::Transfer, now())
}

/// TAM-CAN as shipped, changed, as its second version.
async fn import_second(test: &TestApp, change: impl Fn(String) -> String) {
    let shipped = instrument_file::embedded().unwrap();
    let one = shipped.iter().find(|it| it.instrument().code == "TAM-CAN");
    let text = one
        .unwrap()
        .text()
        .replace("version = 1\nvalid_from", "version = 2\nvalid_from");
    let file = InstrumentFile::read("second.toml", &change(text)).unwrap();
    test.app.import_instrument(&transfer(), file).await.unwrap();
}

/// The rule counts the three highest answers instead of the two highest.
fn wider(text: String) -> String {
    let rule = "version = 1\nkind = \"share\"\nof = [4, 5]";
    assert!(text.contains(rule));
    text.replace(rule, "version = 2\nkind = \"share\"\nof = [3, 4, 5]")
}

/// An interview of 17 fives and 11 threes, held.
async fn held() -> TestApp {
    let test = planned().await;
    let at = open(&test).await;
    let mut values = vec![5; 17];
    values.extend([3; 11]);
    let version = answer(&test, at, &values).await;
    let ctx = test.ctx(fixture::INTERVIEWER);
    let held = test.app.finish_interview(&ctx, at, (version, ""));
    held.await.unwrap();
    test
}

async fn values(test: &TestApp) -> Vec<(u32, Option<Ratio>)> {
    let mut tx = test.db.read().await.unwrap();
    let all = score::of_case(&mut tx, fixture::OPEN).await.unwrap();
    let one = |kept: &hemma_domain::measure::KeptScore| (kept.rule_version, kept.value());
    all.iter().map(one).collect()
}

/// What the network's lead is told waits.
async fn unscored(test: &TestApp) -> Option<String> {
    let lead = test.ctx(fixture::NETWORK_LEAD);
    let asked = NetworkAsked::of("MST-CAN");
    let review = test.app.network_review(&lead, fixture::NETWORK, asked);
    review.await.unwrap().unscored
}

/// What a team's leader is told to wait for.
async fn waiting(test: &TestApp) -> Option<Waiting> {
    let leader = test.ctx(fixture::LEADER);
    let review = test.app.team_review(&leader, fixture::TEAMS[0], None).await;
    review.unwrap().waiting
}

#[tokio::test]
async fn a_newer_rule_adds_its_score_once_and_is_the_one_that_is_shown() {
    let test = held().await;
    assert_eq!(waiting(&test).await, None);
    assert_eq!(unscored(&test).await, None);
    import_second(&test, wider).await;
    let waits = Waiting {
        instrument: "TAM-CAN".to_owned(),
        interviews: 1,
    };
    assert_eq!(waiting(&test).await, Some(waits));
    assert_eq!(unscored(&test).await.as_deref(), Some("TAM-CAN"));
    let leader = test.ctx(fixture::LEADER);
    cut(&test, |app| {
        let leader = leader.clone();
        async move { app.team_review(&leader, fixture::TEAMS[0], None).await }
    })
    .await;
    assert_eq!(test.app.answered("TAM-CAN").await.unwrap(), [(1, 1)]);
    let seen = Arc::new(Mutex::new(Vec::new()));
    cut(&test, |app| {
        let seen = Arc::clone(&seen);
        async move {
            let told = |so_far| seen.lock().unwrap().push(so_far);
            app.rescore(&transfer(), ("TAM-CAN", 2), told).await
        }
    })
    .await;
    let once = Rescored {
        sheets: 1,
        added: 1,
        misfits: 0,
    };
    assert_eq!(*seen.lock().unwrap(), [once]);
    let both = [(1, Ratio::new(17, 28)), (2, Ratio::new(28, 28))];
    assert_eq!(values(&test).await, both);
    assert_eq!(waiting(&test).await, None);
    assert_eq!(unscored(&test).await, None);
    let page = test
        .app
        .case_measures(&leader, fixture::OPEN)
        .await
        .unwrap();
    let shown = page.lines.iter().find(|line| !line.scores.is_empty());
    let shown = &shown.unwrap().scores;
    assert_eq!(shown.len(), 1);
    assert_eq!(shown[0].kept.rule_version, 2);
    assert_eq!(
        shown[0].working.as_ref().map(|one| one.rule_version),
        Some(2)
    );
    let again = test.app.rescore(&transfer(), ("TAM-CAN", 2), |_| {}).await;
    assert_eq!(again.unwrap(), Rescored::default());
    assert_eq!(values(&test).await, both);
}

#[tokio::test]
async fn the_same_rule_adds_nothing_and_what_does_not_fit_keeps_its_score() {
    let same = held().await;
    import_second(&same, |text| text).await;
    let done = same.app.rescore(&transfer(), ("TAM-CAN", 2), |_| {}).await;
    assert_eq!((done.unwrap().added, values(&same).await.len()), (0, 1));

    let other = held().await;
    import_second(&other, |text| wider(text).replace("tamcan_28", "tamcan_29")).await;
    let done = other.app.rescore(&transfer(), ("TAM-CAN", 2), |_| {}).await;
    let done = done.unwrap();
    assert_eq!((done.sheets, done.added, done.misfits), (1, 0, 1));
    assert_eq!(values(&other).await, [(1, Ratio::new(17, 28))]);
}

/// The version of each measure that can be or will be asked, and whether somebody has begun to answer it.
async fn versions(test: &TestApp) -> Vec<(i64, bool)> {
    const SQL: &str = "SELECT m.instrument_version, count(s.measure_id) AS sheets FROM measures m
        LEFT JOIN answer_sheets s ON s.measure_id = m.id WHERE m.instrument = 'TAM-CAN' AND m.state = 'due'
        GROUP BY m.id, m.instrument_version";
    let mut tx = test.db.read().await.unwrap();
    let rows = tx.all(SQL, &[]).await.unwrap();
    let rows = rows.iter().map(|row| {
        let sheets: i64 = row.get("sheets").unwrap();
        (row.get("instrument_version").unwrap(), sheets == 1)
    });
    rows.collect()
}

#[tokio::test]
async fn what_nobody_has_begun_is_asked_by_the_newest_version() {
    let test = planned().await;
    let at = open(&test).await;
    answer(&test, at, &[5]).await;
    let upkeep = Ctx::system(Errand::Upkeep, now());
    assert_eq!(test.app.renew_measures(&upkeep).await.unwrap(), 0);
    import_second(&test, wider).await;
    let moved = test.app.renew_measures(&upkeep).await.unwrap();
    let found = versions(&test).await;
    assert!(found.contains(&(1, true)), "{found:?}");
    let is_moved = |(version, is_begun): &(i64, bool)| *version == if *is_begun { 1 } else { 2 };
    assert!(found.iter().all(is_moved), "{found:?}");
    assert_eq!(u64::try_from(found.len()).unwrap(), moved + 1);
    assert_eq!(test.app.renew_measures(&upkeep).await.unwrap(), 0);
}

#[tokio::test]
async fn fidelity_tells_which_scores_stand_under_an_earlier_rule() {
    let test = held().await;
    let leader = test.ctx(fixture::LEADER);
    let earlier = async || {
        let found = test.app.team_fidelity(&leader, fixture::TEAMS[0]);
        found.await.unwrap().1.unwrap().summary.earlier
    };
    assert_eq!(earlier().await, []);
    import_second(&test, wider).await;
    let one = Earlier {
        version: 1,
        forms: 1,
        confirmed: false,
    };
    assert_eq!(earlier().await, [one]);
    let done = test.app.rescore(&transfer(), ("TAM-CAN", 2), |_| {}).await;
    assert_eq!(done.unwrap().added, 1);
    assert_eq!(earlier().await, []);
}

#[tokio::test]
async fn answers_are_handed_out_as_they_were_given_without_saying_whose() {
    let test = held().await;
    let (program, mut out) = (transfer(), Vec::new());
    let handed = test
        .app
        .hand_out_answers(&program, "TAM-CAN", (&mut out, |_| {}))
        .await;
    assert_eq!(handed.unwrap(), 1);
    let text = String::from_utf8(out).unwrap();
    assert_eq!(text.lines().count(), 1);
    let read = answers_from_fhir("answers.ndjson", &text).unwrap();
    assert_eq!((read.instrument.as_str(), read.version), ("TAM-CAN", 1));
    let fives = read.given.values().filter(|one| **one == Answer::Value(5));
    assert_eq!((read.given.len(), fives.count()), (28, 17));
    assert!(!text.contains(&fixture::OPEN.to_string()));
    let stranger = test.ctx(fixture::OTHER_BOARD_LEADER);
    let refused = test
        .app
        .hand_out_answers(&stranger, "TAM-CAN", (&mut Vec::new(), |_| {}))
        .await;
    assert!(refused.is_err());
}

#[tokio::test]
async fn answers_to_a_version_that_asks_the_same_are_still_counted_item_by_item() {
    let test = held().await;
    let leader = test.ctx(fixture::LEADER);
    let sheets = async || {
        let found = test.app.team_fidelity(&leader, fixture::TEAMS[0]).await;
        found.unwrap().1.unwrap().items.sheets
    };
    assert_eq!(sheets().await, 1);
    import_second(&test, wider).await;
    let again = crate::measure::due_today(&test, "TAM-CAN").await;
    let mut tx = test.db.write("test").await.unwrap();
    tx.run(
        "UPDATE measures SET instrument_version = 2 WHERE id = $1",
        &[again.1.to_value()],
    )
    .await
    .unwrap();
    tx.commit().await.unwrap();
    let version = answer(&test, again, &[4; 28]).await;
    let ctx = test.ctx(fixture::INTERVIEWER);
    let held = test.app.finish_interview(&ctx, again, (version, ""));
    held.await.unwrap();
    assert_eq!(sheets().await, 2, "the first one asked the same");
}

#[tokio::test]
async fn a_figure_of_the_review_is_read_from_scores_by_one_rule_alone() {
    let test = held().await;
    let leader = test.ctx(fixture::LEADER);
    let scores = async || {
        let found = test.app.team_review(&leader, fixture::TEAMS[0], None).await;
        let found = found.unwrap();
        let mut readings = found.lines.iter().filter_map(|line| line.now.reading());
        let one = readings.find(|one| one.figure == Figure::Adherence);
        let one = one.unwrap();
        (
            one.parts.unwrap().1,
            one.value.map(|value| (100.0 * value).round()),
        )
    };
    assert_eq!(scores().await, (1, Some(61.0)));
    import_second(&test, wider).await;
    assert_eq!(
        scores().await,
        (0, None),
        "none is by the rule that holds now"
    );
    let told = |_| ();
    test.app
        .rescore(&transfer(), ("TAM-CAN", 2), told)
        .await
        .unwrap();
    assert_eq!(scores().await, (1, Some(100.0)));
}
