//! The log: append-only, chained, and honest about being touched.

use hemma_domain::audit::{Entry, Event, Finding};
use hemma_store::audit::review::{self, Filter};
use hemma_store::audit::{self, BreakReason};
use hemma_store::db::Db;
use hemma_store::values;
use hemma_testkit::fixture;

pub(crate) fn entry(event: Event, purpose: &str) -> Entry {
    Entry {
        at: hemma_testkit::noon(fixture::TODAY),
        staff: Some(fixture::THERAPIST),
        role: None,
        event,
        board: Some(fixture::BOARDS[0]),
        team: None,
        case: Some(fixture::OPEN),
        person: None,
        purpose: purpose.into(),
        detail: String::new(),
    }
}

async fn log(db: &Db, count: usize) {
    let mut tx = db.write("request").await.unwrap();
    for number in 0..count {
        tx.log(entry(Event::CaseRead, &format!("besök {number}")));
    }
    tx.commit().await.unwrap();
}

#[tokio::test]
async fn a_whole_log_verifies_and_reads_back() {
    for db in hemma_testkit::each().await {
        log(&db, 3).await;
        log(&db, 450).await;
        let mut tx = db.read().await.unwrap();
        assert_eq!(audit::verify(&mut tx).await.unwrap(), []);
        let links = audit::of_case(&mut tx, fixture::OPEN, 500).await.unwrap();
        assert_eq!(links.len(), 453);
        assert_eq!(links[0].entry.purpose, "besök 449");
        assert_eq!(links[452].entry, entry(Event::CaseRead, "besök 0"));
    }
}

#[tokio::test]
async fn nobody_edits_the_log() {
    for db in hemma_testkit::each().await {
        log(&db, 1).await;
        for sql in ["UPDATE audit SET purpose = 'annat'", "DELETE FROM audit"] {
            let mut tx = db.write("request").await.unwrap();
            assert!(tx.run(sql, &[]).await.is_err(), "{sql}");
        }
    }
}

#[tokio::test]
async fn a_forged_row_and_a_shortened_chain_are_found() {
    for db in hemma_testkit::each().await {
        log(&db, 3).await;
        let mut tx = db.write("request").await.unwrap();
        tx.run("UPDATE audit_heads SET seq = 4", &[]).await.unwrap();
        let forged = "INSERT INTO audit (chain, seq, at, event, purpose, detail, request_id, hash)
            VALUES ($1, 4, $2, 'case_read', '', '', '', 'forged')";
        tx.run(
            forged,
            &values![fixture::BOARDS[0], hemma_testkit::noon(fixture::TODAY)],
        )
        .await
        .unwrap();
        let found = audit::verify(&mut tx).await.unwrap();
        assert_eq!(
            found
                .iter()
                .map(|one| (one.seq, one.reason))
                .collect::<Vec<_>>(),
            [(4, BreakReason::Hash)]
        );
        drop(tx);
        let mut tx = db.write("request").await.unwrap();
        tx.run("UPDATE audit_heads SET seq = 5", &[]).await.unwrap();
        let found = audit::verify(&mut tx).await.unwrap();
        assert_eq!(
            found
                .iter()
                .map(|one| (one.seq, one.reason))
                .collect::<Vec<_>>(),
            [(5, BreakReason::Head)]
        );
    }
}

/// The lines that a filter shows, by purpose.
async fn shown(db: &Db, filter: &Filter) -> Vec<String> {
    let mut tx = db.read().await.unwrap();
    let lines = review::lines(&mut tx, fixture::BOARDS[0], filter, None, 50)
        .await
        .unwrap();
    lines
        .into_iter()
        .map(|line| line.link.entry.purpose)
        .collect()
}

#[tokio::test]
async fn lines_are_found_by_filter() {
    for db in hemma_testkit::each().await {
        fixture::fill(&db).await;
        let mut tx = db.write("request").await.unwrap();
        tx.log(entry(Event::CaseRead, "a"));
        tx.log(Entry {
            staff: Some(fixture::COLLEAGUE),
            case: Some(fixture::PROTECTED),
            ..entry(Event::CaseRefused, "b")
        });
        tx.commit().await.unwrap();
        assert_eq!(shown(&db, &Filter::Everything).await, ["b", "a"]);
        assert_eq!(shown(&db, &Filter::Protected).await, ["b"]);
        assert_eq!(shown(&db, &Filter::Refusals).await, ["b"]);
        assert_eq!(shown(&db, &Filter::Lines(vec![1])).await, ["a"]);
        assert_eq!(shown(&db, &Filter::Staff(fixture::COLLEAGUE)).await, ["b"]);
        assert_eq!(shown(&db, &Filter::Case(fixture::OPEN)).await, ["a"]);
        let pair = (fixture::THERAPIST, fixture::OPEN);
        assert_eq!(shown(&db, &Filter::Pairs(vec![pair])).await, ["a"]);
        let nothing: [&str; 0] = [];
        assert_eq!(shown(&db, &Filter::Pairs(vec![])).await, nothing);
    }
}

#[tokio::test]
async fn a_line_is_reviewed_once() {
    for db in hemma_testkit::each().await {
        fixture::fill(&db).await;
        log(&db, 2).await;
        let mut tx = db.write("request").await.unwrap();
        let (board, at) = (fixture::BOARDS[0], hemma_testkit::noon(fixture::TODAY));
        let (by, found) = (fixture::RECORDS_OFFICER, (Finding::Asked, "Ringde Tuva"));
        let first = review::review(&mut tx, (board, 2), by, at, found).await;
        assert!(first.unwrap());
        let again = review::review(&mut tx, (board, 2), by, at, found).await;
        assert!(!again.unwrap());
        let unknown = review::review(&mut tx, (board, 9), by, at, found).await;
        assert!(!unknown.unwrap());
        let lines = review::of_case(&mut tx, (board, fixture::OPEN), None, 10)
            .await
            .unwrap();
        let reviews: Vec<_> = lines.iter().map(|line| line.review.clone()).collect();
        let review = review::Review {
            at,
            by: "Ragnhild Pappersbjörk".into(),
            finding: Finding::Asked,
            remark: "Ringde Tuva".into(),
        };
        assert_eq!(reviews, [Some(review), None]);
        assert_eq!(lines[0].case_code.as_deref(), Some("BJÖ-26-001"));
        let run = review::run_between(&mut tx, board, at.plus_seconds(-60), at.plus_seconds(60));
        assert_eq!(run.await.unwrap(), Some((1, 2)));
    }
}
