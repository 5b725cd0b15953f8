//! Mails that hold nothing: kept, sent, tried again, given up.

use hemma_app::config::{Config, MailServer};
use hemma_app::ctx::{Ctx, Ids};
use hemma_domain::access::Errand;
use hemma_domain::code::Code as _;
use hemma_domain::ids::MeasureId;
use hemma_domain::mail::Mail;
use hemma_domain::measure::{Measure, State, Window};
use hemma_store::measure as stored;
use hemma_testkit::fixture;
use uuid::Uuid;

use crate::harness::{TestApp, now};

fn upkeep(minutes: i64) -> Ctx {
    Ctx::system(Errand::Upkeep, now().plus_seconds(minutes * 60))
}

fn write(mail: &Mail) -> (String, String) {
    (mail.language.code().to_owned(), format!("{:?}", mail.kind))
}

/// A measure of the open case that can be asked today and ends in so many days.
async fn ending(test: &TestApp, days: i64) {
    let today = now().day();
    let one = Measure {
        id: MeasureId(Uuid::from_u128(0xAB)),
        case: fixture::OPEN,
        instrument: "TAM-CAN".into(),
        instrument_version: 1,
        respondent: Some(fixture::MOTHER),
        window: Window {
            opens_on: today.plus(-20),
            due_on: today.plus(-5),
            closes_on: today.plus(days),
        },
        state: State::Due,
        released: None,
        version: 1,
    };
    let mut tx = test.db.write("test").await.unwrap();
    assert!(stored::insert(&mut tx, &one).await.unwrap());
    tx.commit().await.unwrap();
}

#[tokio::test]
async fn interviewers_are_reminded_once_a_day_as_long_as_something_ends() {
    let test = TestApp::new().await;
    ending(&test, 4).await;
    assert_eq!(test.app.remind_interviewers(&upkeep(0)).await.unwrap(), 0);
    let tomorrow = 24 * 60;
    for minutes in [tomorrow, tomorrow + 10] {
        assert_eq!(
            test.app
                .remind_interviewers(&upkeep(minutes))
                .await
                .unwrap(),
            1
        );
    }
    let sent = test.app.send_mails(&upkeep(tomorrow + 20), write).await;
    assert_eq!(sent.unwrap(), 1, "the second of a day finds the first");
    let posted = test.app.posted();
    assert_eq!(posted[0].body, "InterviewsEnding");
    assert!(posted[0].to.contains('@'));
    // Once it is over nobody is reminded.
    let after = upkeep(6 * tomorrow);
    assert_eq!(test.app.remind_interviewers(&after).await.unwrap(), 0);
    assert_eq!(test.app.send_mails(&after, write).await.unwrap(), 0);
}

#[tokio::test]
async fn a_mail_server_that_does_not_answer_is_tried_again_and_given_up_at_last() {
    let db = hemma_testkit::sqlite().await;
    fixture::fill(&db).await;
    let config = Config {
        mail: MailServer::Smtp {
            // Nobody listens there.
            url: "smtp://127.0.0.1:1".into(),
            from: "Hemma <hemma@example.org>".into(),
        },
        ..Config::in_folder(hemma_testkit::folder())
    };
    let test = TestApp::with(db, (Ids::counting(), config)).await;
    ending(&test, 3).await;
    test.app.remind_interviewers(&upkeep(0)).await.unwrap();
    let waiting = async || {
        let mut tx = test.db.read().await.unwrap();
        let sql = "SELECT attempts, failure, done_at FROM jobs";
        let row = tx.one(sql, &[]).await.unwrap();
        let (attempts, failure): (i64, String) =
            (row.get("attempts").unwrap(), row.get("failure").unwrap());
        let done: Option<hemma_domain::time::Instant> = row.get("done_at").unwrap();
        (attempts, failure, done.is_some())
    };
    let mut minutes = 0;
    for (attempt, pause) in (1..).zip([1, 5, 15, 60, 240, 720]) {
        assert_eq!(
            test.app.send_mails(&upkeep(minutes), write).await.unwrap(),
            0
        );
        assert_eq!(waiting().await, (attempt, "not sent".into(), false));
        // Before its time it is left alone.
        test.app.send_mails(&upkeep(minutes), write).await.unwrap();
        assert_eq!(waiting().await.0, attempt);
        minutes += pause;
    }
    test.app.send_mails(&upkeep(minutes), write).await.unwrap();
    assert_eq!(waiting().await, (7, "given up".into(), true));
    let month = 32 * 24 * 60;
    assert_eq!(test.app.sweep_jobs(&upkeep(month)).await.unwrap(), 1);
}

#[tokio::test]
async fn without_a_mail_server_no_mail_is_kept() {
    let db = hemma_testkit::sqlite().await;
    fixture::fill(&db).await;
    let config = Config::in_folder(hemma_testkit::folder());
    let test = TestApp::with(db, (Ids::counting(), config)).await;
    ending(&test, 3).await;
    assert_eq!(test.app.remind_interviewers(&upkeep(0)).await.unwrap(), 1);
    let mut tx = test.db.read().await.unwrap();
    let kept = tx.all("SELECT id FROM jobs", &[]).await.unwrap();
    assert!(kept.is_empty());
}
