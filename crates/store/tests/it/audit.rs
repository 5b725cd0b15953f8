//! The log: append-only, chained, and honest about being touched.

use hemma_domain::audit::{Entry, Event};
use hemma_store::audit::{self, BreakReason};
use hemma_store::db::Db;
use hemma_store::values;
use hemma_testkit::fixture;

fn entry(event: Event, purpose: &str) -> Entry {
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
