//! Who paid for what: reserved when signed, decided when granted, paid by vouchers that name the proposal.

use hemma_app::ledger::VoucherInput;
use hemma_app::proposal::Move;
use hemma_domain::ids::{AccountId, ProposalId};
use hemma_domain::ledger::Standing;
use hemma_domain::money::Ore;
use hemma_domain::proposal::{Outcome, Ruling};
use hemma_testkit::fixture::{self, NETWORK};

use crate::harness::{TestApp, cut, message};
use crate::ledger::{accounts, voucher};
use crate::proposal::written;
use crate::rota::day;

/// A signed proposal of 13 500 kronor.
async fn signed(test: &TestApp) -> ProposalId {
    let lead = test.ctx(fixture::NETWORK_LEAD);
    let id = written(test, "2.5-0001/2026").await;
    let at = (NETWORK, id, 2);
    test.app.move_proposal(&lead, at, Move::Sign).await.unwrap();
    id
}

/// Budget's figures of an account: reserved, decided, booked.
async fn figures(test: &TestApp, account: AccountId) -> (Ore, Ore, Ore) {
    let lead = test.ctx(fixture::NETWORK_LEAD);
    let found = test
        .app
        .ledger_account(&lead, (NETWORK, account), 2026)
        .await;
    let one = found.unwrap().figures.unwrap();
    (one.reserved, one.decided, one.booked)
}

#[tokio::test]
async fn a_proposal_s_money_is_reserved_decided_and_paid() {
    let test = TestApp::new().await;
    let lead = &test.ctx(fixture::NETWORK_LEAD);
    let all = accounts(&test).await;
    let (bank, cost) = (all[1], all[3]);
    let id = signed(&test).await;
    cut(&test, |app| async move {
        let marks = vec![(cost, 2026, Ore(1_000_000)), (cost, 2027, Ore(350_000))];
        app.set_earmarks(lead, (NETWORK, id), marks).await
    })
    .await;
    assert_eq!(figures(&test, cost).await, (Ore(1_000_000), Ore(0), Ore(0)));
    let ruling = Ruling {
        on: day("2026-11-20"),
        outcome: Outcome::Granted,
        approved_on: None,
        posted_on: None,
        note: String::new(),
    };
    for (step, version) in [Move::Send, Move::Rule(ruling)].into_iter().zip(3..) {
        test.app
            .move_proposal(lead, (NETWORK, id, version), step)
            .await
            .unwrap();
    }
    assert_eq!(figures(&test, cost).await, (Ore(0), Ore(1_000_000), Ore(0)));
    let payment = VoucherInput {
        proposal: Some(id),
        ..voucher("2026-11-21", (cost, bank), 600_000)
    };
    let paid = test
        .app
        .book_voucher(lead, NETWORK, payment.clone())
        .await
        .unwrap();
    let some = (Ore(0), Ore(400_000), Ore(600_000));
    assert_eq!(figures(&test, cost).await, some);
    let wrong = test.app.book_voucher(lead, NETWORK, payment).await.unwrap();
    let at = (NETWORK, wrong);
    test.app
        .reverse_voucher(lead, at, (day("2026-11-22"), "Två gånger"))
        .await
        .unwrap();
    assert_eq!(
        figures(&test, cost).await,
        some,
        "what was taken back is not paid"
    );

    let reader = test.ctx(fixture::FINANCE_READER);
    let found = test
        .app
        .proposal_money(&reader, (NETWORK, id))
        .await
        .unwrap();
    assert_eq!(found.money.standing, Some(Standing::Decided));
    assert_eq!(found.money.lines[0].paid, Ore(600_000));
    assert_eq!((found.vouchers.len(), found.vouchers[0].id), (3, paid));
    let list = test.app.proposals_money(&reader, NETWORK).await.unwrap();
    assert_eq!(
        (list[0].earmarked(), list[0].left()),
        (Ore(1_350_000), Ore(750_000))
    );
    let of_account = test
        .app
        .ledger_account(&reader, (NETWORK, cost), 2026)
        .await;
    assert_eq!(of_account.unwrap().proposals[0].0, id);
}

#[tokio::test]
async fn no_more_is_earmarked_than_is_funded_and_nothing_paid_for_a_draft() {
    let test = TestApp::new().await;
    let lead = &test.ctx(fixture::NETWORK_LEAD);
    let all = accounts(&test).await;
    let draft = written(&test, "2.5-0002/2026").await;
    let hidden = test.app.proposal_money(lead, (NETWORK, draft)).await;
    assert_eq!(message(&hidden.unwrap_err()), "not found");
    let payment = VoucherInput {
        proposal: Some(draft),
        ..voucher("2026-11-21", (all[3], all[1]), 5)
    };
    let early = test.app.book_voucher(lead, NETWORK, payment).await;
    assert_eq!(message(&early.unwrap_err()), "ledger-fault-proposal");
    let id = signed(&test).await;
    let mark = |marks| test.app.set_earmarks(lead, (NETWORK, id), marks);
    let much = mark(vec![(all[3], 2026, Ore(1_350_001))]).await;
    assert_eq!(message(&much.unwrap_err()), "money-fault-much");
    let bank = mark(vec![(all[1], 2026, Ore(5))]).await;
    assert_eq!(message(&bank.unwrap_err()), "money-fault-account");
    let reader = test.ctx(fixture::FINANCE_READER);
    let refused = test
        .app
        .set_earmarks(&reader, (NETWORK, id), Vec::new())
        .await;
    assert_eq!(message(&refused.unwrap_err()), "forbidden");
}
