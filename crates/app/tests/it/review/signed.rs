//! What was signed stands, with what was drawn of it.

use hemma_app::ctx::Ctx;
use hemma_app::review::TeamDocument;
use hemma_domain::ids::HistoryId;
use hemma_domain::review::Figure;
use hemma_review::Row;
use hemma_store::review::history::{self, Kept};
use hemma_store::value::ToValue as _;
use hemma_testkit::fixture;

use super::{CASES, CLOSE, CONTACT, DONE, DUE, SCORED, TEAM, run, typed};
use crate::harness::{TestApp, now};

/// What is drawn, as text: it must be the same to the last digit.
fn drawn(found: &TeamDocument) -> String {
    let plots = found.review.plots.as_ref().unwrap();
    format!("{:#?}\n{:#?}\n{:#?}", found.drawn, plots.time, plots.load)
}

/// A contact and an interview in each of some weeks.
async fn work(test: &TestApp, weeks: std::ops::Range<i64>) {
    let mut tx = test.db.write("test").await.unwrap();
    for week in weeks {
        let id = uuid::Uuid::from_u128((1 << 70) + u128::try_from(week).unwrap()).to_value();
        let day = now().day().plus(-7 * week).to_value();
        let (case, at) = (CASES[0].to_value(), now().to_value());
        let contact = [id.clone(), case.clone(), day.clone(), at.clone()];
        run(&mut tx, CONTACT, &contact).await;
        run(&mut tx, DUE, &[id, case.clone(), day.clone()]).await;
        run(&mut tx, DONE, &[case.clone(), day, at.clone()]).await;
        run(&mut tx, SCORED, &[case, at]).await;
    }
    tx.commit().await.unwrap();
}

/// Eight quarters of two teams: enough for the network to say what is usual.
async fn years_before(test: &TestApp) {
    let mut tx = test.db.write("test").await.unwrap();
    let one = Kept {
        id: HistoryId(uuid::Uuid::from_u128(1 << 71)),
        network: fixture::NETWORK,
        first: "2024-01-01".parse().unwrap(),
        end: "2026-01-01".parse().unwrap(),
        at: now(),
    };
    history::insert(&mut tx, &one).await.unwrap();
    for (team, more) in [(fixture::TEAMS[0], 0), (fixture::TEAMS[1], 1)] {
        for quarter in 0..8 {
            let first = one.first.plus_months(3 * quarter);
            let completed = 8 + (quarter + more) % 3;
            let row = Row {
                closed: 12,
                completed,
                placed: 12 - completed,
                ..Row::default()
            };
            history::put_row(&mut tx, (one.id, team, first), &row)
                .await
                .unwrap();
        }
    }
    tx.commit().await.unwrap();
}

#[tokio::test]
async fn drawings_stay_as_they_were_signed() {
    let test = TestApp::new().await;
    years_before(&test).await;
    let leader = test.ctx(fixture::LEADER);
    let at = (TEAM, "2026H2");
    let app = &test.app;
    work(&test, 0..20).await;
    app.save_review(&leader, at, typed(0, "Två familjer pågår."))
        .await
        .unwrap();
    let before = app.review_document(&leader, TEAM, at.1).await.unwrap();
    let quarters = before.drawn.iter().flat_map(|one| &one.quarters);
    let usual = quarters.filter(|one| one.usual.is_some());
    assert!(0 < usual.count(), "{:#?}", before.drawn);
    app.sign_review(&leader, at, 1).await.unwrap();
    let signed = app.review_document(&leader, TEAM, at.1).await.unwrap();
    assert_eq!(drawn(&signed), drawn(&before), "what was looked at");
    work(&test, 20..30).await;
    let mut tx = test.db.write("test").await.unwrap();
    let closed = [fixture::OPEN.to_value(), now().day().to_value()];
    run(&mut tx, CLOSE, &closed).await;
    // The network knows otherwise now.
    let other =
        "UPDATE history_rows SET sums = 'closed=12 completed=2 placed=10' WHERE team_id = $1";
    run(&mut tx, other, &[fixture::TEAMS[1].to_value()]).await;
    tx.commit().await.unwrap();
    let later = Ctx {
        now: now().plus_seconds(200 * 86_400),
        ..leader.clone()
    };
    let after = app.review_document(&later, TEAM, at.1).await.unwrap();
    assert_eq!(drawn(&after), drawn(&signed));
    assert!(!after.lacks_drawings);
    let consultant = test.ctx(fixture::CONSULTANT);
    app.sign_review(&consultant, at, 2).await.unwrap();
    let outside = test.ctx(fixture::NETWORK_LEAD);
    let outside = app.review_document(&outside, TEAM, at.1).await.unwrap();
    assert!(outside.drawn.is_empty() && outside.review.plots.is_none());
    assert!(!outside.lacks_drawings);
}

/// The running half-year, signed by the leader.
async fn signed() -> (TestApp, Ctx) {
    let test = TestApp::new().await;
    let leader = test.ctx(fixture::LEADER);
    let at = (TEAM, "2026H2");
    test.app
        .save_review(&leader, at, typed(0, "Två familjer pågår."))
        .await
        .unwrap();
    test.app.sign_review(&leader, at, 1).await.unwrap();
    (test, leader)
}

#[tokio::test]
async fn a_review_from_before_drawings_were_kept_says_so() {
    let (test, leader) = signed().await;
    let at = (TEAM, "2026H2");
    let mut tx = test.db.write("test").await.unwrap();
    let old = r#"UPDATE review_documents SET frozen = '{"before":"","hidden_before":[],"hidden_now":[],"now":"opened=2",
        "on":"2026-11-23"}' WHERE team_id = $1"#;
    run(&mut tx, old, &[TEAM.to_value()]).await;
    tx.commit().await.unwrap();
    let found = test.app.review_document(&leader, TEAM, at.1).await.unwrap();
    assert!(found.lacks_drawings && found.drawn.is_empty());
    assert!(found.review.plots.is_none());
}

#[tokio::test]
async fn a_review_draws_every_figure_and_one_that_was_signed_what_it_drew() {
    let (test, leader) = signed().await;
    let at = (TEAM, "2026H2");
    let drawn = async || {
        let found = test.app.review_document(&leader, TEAM, at.1).await.unwrap();
        let figures = found.drawn.iter().map(|one| one.figure);
        figures.collect::<Vec<Figure>>()
    };
    let all = drawn().await;
    assert!(
        all.contains(&Figure::ActiveEnd) && all.contains(&Figure::Opened),
        "{all:?}"
    );
    let mut tx = test.db.write("test").await.unwrap();
    let said = r#"UPDATE review_documents SET frozen = replace(frozen, '"drawn":[', '"drawn_then":[') WHERE team_id = $1"#;
    run(&mut tx, said, &[TEAM.to_value()]).await;
    tx.commit().await.unwrap();
    let once = drawn().await;
    let four = [
        Figure::Adherence,
        Figure::Completed,
        Figure::Home,
        Figure::Contacts,
    ];
    assert!(once.iter().all(|figure| four.contains(figure)), "{once:?}");
    assert!(once.len() < all.len());
}

#[tokio::test]
async fn a_signed_score_says_for_ever_whether_somebody_vouched_for_its_rule() {
    let (test, leader) = signed().await;
    let at = (TEAM, "2026H2");
    for (confirmed, wanted) in [("", true), (r#""confirmed":true,"#, false)] {
        let mut tx = test.db.write("test").await.unwrap();
        let kept = format!(
            r#"{{"before":"",{confirmed}"hidden_before":[],"hidden_now":[],"now":"scores=2 score_parts=7",
            "on":"2026-11-23"}}"#
        );
        let sql = "UPDATE review_documents SET frozen = $2 WHERE team_id = $1";
        run(&mut tx, sql, &[TEAM.to_value(), kept.to_value()]).await;
        tx.commit().await.unwrap();
        let found = test.app.review_document(&leader, TEAM, at.1).await.unwrap();
        for line in &found.review.lines {
            let reading = line.now.reading().unwrap();
            let is_score = matches!(reading.figure, Figure::Adherence | Figure::Above);
            assert_eq!(reading.unconfirmed, is_score && wanted, "{reading:?}");
        }
    }
}
