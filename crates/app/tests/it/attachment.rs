//! Files beside a proposal: only PDFs, only while it is a draft, and read by nobody but its office.

use hemma_app::proposal::Move;
use hemma_domain::proposal::ATTACHMENTS_MAX;
use hemma_testkit::fixture::{self, NETWORK};
use hemma_testkit::opening::pdf;

use crate::harness::{TestApp, cut, message};
use crate::proposal::written;

#[tokio::test]
async fn a_file_is_put_beside_a_draft_and_stands_in_its_list() {
    let test = TestApp::new().await;
    let lead = &test.ctx(fixture::NETWORK_LEAD);
    let id = written(&test, "2.5-0001/2026").await;
    let sent = &pdf("");
    let steps = cut(&test, |app| async move {
        let file = ("Program ", Some(sent.clone()));
        app.attach(lead, (NETWORK, id, 2), file).await
    })
    .await;
    assert!(steps > 2, "{steps}");
    let one = test.app.proposal(lead, (NETWORK, id)).await.unwrap();
    let file = one.attachments[0].clone();
    assert_eq!(one.proposal.content.listed(&one.attachments), ["Program"]);
    let read = test.app.attachment(lead, (NETWORK, id), file.id).await;
    assert_eq!(read.unwrap(), (file.clone(), sent.clone()));
    let stale = test.app.detach(lead, (NETWORK, id, 2), file.id).await;
    assert_eq!(message(&stale.unwrap_err()), "conflict");
    cut(&test, |app| async move {
        app.detach(lead, (NETWORK, id, 3), file.id).await
    })
    .await;
    let one = test.app.proposal(lead, (NETWORK, id)).await.unwrap();
    assert_eq!(one.attachments, []);
}

#[tokio::test]
async fn what_is_no_pdf_is_refused_and_what_was_signed_takes_nothing_more() {
    let test = TestApp::new().await;
    let lead = &test.ctx(fixture::NETWORK_LEAD);
    let id = written(&test, "2.5-0001/2026").await;
    let at = |version| (NETWORK, id, version);
    let wrong: [(&str, Option<&[u8]>, &str); 5] = [
        ("", Some(b"%PDF-"), "attachment-fault-title"),
        ("Program", None, "attachment-fault-none"),
        ("Program", Some(b"#!/bin/sh"), "file-fault-not-pdf"),
        ("Program", Some(b"PK\x03\x04"), "file-fault-archive"),
        ("Program", Some(b""), "file-fault-empty"),
    ];
    for (title, sent, told) in wrong {
        let sent = sent.map(<[u8]>::to_vec);
        let refused = test.app.attach(lead, at(2), (title, sent)).await;
        assert_eq!(message(&refused.unwrap_err()), told);
    }
    for number in 0..ATTACHMENTS_MAX {
        let title = format!("Bilaga {number}");
        let version = 2 + i64::try_from(number).unwrap();
        let file = (title.as_str(), Some(pdf("")));
        test.app.attach(lead, at(version), file).await.unwrap();
    }
    let full = 2 + i64::try_from(ATTACHMENTS_MAX).unwrap();
    let twice = test
        .app
        .attach(lead, at(full), ("bilaga 0", Some(pdf(""))))
        .await;
    assert_eq!(message(&twice.unwrap_err()), "attachment-fault-twice");
    let more = test
        .app
        .attach(lead, at(full), ("Program", Some(pdf(""))))
        .await;
    assert_eq!(message(&more.unwrap_err()), "attachment-fault-many");
    let moved = test.app.move_proposal(lead, at(full), Move::Sign).await;
    moved.unwrap();
    let one = test.app.proposal(lead, (NETWORK, id)).await.unwrap();
    let file = one.attachments[0].id;
    let late = test.app.detach(lead, at(full + 1), file).await;
    assert_eq!(message(&late.unwrap_err()), "conflict");
    for staff in [fixture::LEADER, fixture::FINANCE_READER] {
        let other = test.ctx(staff);
        let read = test.app.attachment(&other, (NETWORK, id), file).await;
        assert!(["forbidden", "not found"].contains(&message(&read.unwrap_err())));
    }
}
