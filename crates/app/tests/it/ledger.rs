//! The ledger: balanced or not at all, closed for good, and taken back only by what balances too.

use hemma_app::ledger::{AccountInput, VoucherInput};
use hemma_domain::ids::AccountId;
use hemma_domain::ledger::{AccountKind, Budget, Posting, Purpose};
use hemma_domain::money::Ore;
use hemma_domain::month::Month;
use hemma_testkit::fixture::{self, NETWORK};

use crate::harness::{TestApp, cut, message};
use crate::rota::day;

pub(crate) fn month(text: &str) -> Month {
    text.parse().unwrap()
}

pub(crate) fn input(number: &str, kind: AccountKind, purpose: Option<Purpose>) -> AccountInput {
    AccountInput {
        number: number.to_owned(),
        name: format!("Konto {number}"),
        kind,
        purpose,
        is_open: true,
    }
}

/// Claims, bank, fees and a cost: accounts 0 to 3.
pub(crate) async fn accounts(test: &TestApp) -> Vec<AccountId> {
    let lead = test.ctx(fixture::NETWORK_LEAD);
    let mut all = Vec::new();
    for one in [
        input("1510", AccountKind::Asset, Some(Purpose::Claims)),
        input("1930", AccountKind::Asset, Some(Purpose::Bank)),
        input("3010", AccountKind::Income, Some(Purpose::Fees)),
        input("5810", AccountKind::Cost, None),
    ] {
        all.push(
            test.app
                .new_ledger_account(&lead, NETWORK, one)
                .await
                .unwrap(),
        );
    }
    all
}

pub(crate) fn voucher(on: &str, (debit, credit): (AccountId, AccountId), ore: i64) -> VoucherInput {
    let posting = |account, ore| Posting {
        account,
        amount: Ore(ore),
    };
    VoucherInput {
        on: day(on),
        text: "Tågresa".to_owned(),
        proposal: None,
        postings: vec![posting(debit, ore), posting(credit, -ore)],
    }
}

#[tokio::test]
async fn a_voucher_is_booked_and_taken_back_whole_or_not_at_all() {
    let test = TestApp::new().await;
    let lead = &test.ctx(fixture::NETWORK_LEAD);
    cut(&test, |app| async move {
        let bank = input("1930", AccountKind::Asset, Some(Purpose::Bank));
        app.new_ledger_account(lead, NETWORK, bank).await
    })
    .await;
    let bank = test.app.ledger_accounts(lead, NETWORK).await.unwrap()[0].id;
    let cost = input("5810", AccountKind::Cost, None);
    let cost = test
        .app
        .new_ledger_account(lead, NETWORK, cost)
        .await
        .unwrap();
    let statements = cut(&test, |app| async move {
        app.book_voucher(lead, NETWORK, voucher("2026-11-20", (cost, bank), 125_000))
            .await
    })
    .await;
    assert!(statements > 4);
    let all = test
        .app
        .vouchers(lead, NETWORK, month("2026-11"))
        .await
        .unwrap();
    let id = all[0].voucher.id;
    cut(&test, |app| async move {
        app.reverse_voucher(lead, (NETWORK, id), (day("2026-11-23"), "Fel konto"))
            .await
    })
    .await;
    let one = test.app.voucher(lead, (NETWORK, id)).await.unwrap();
    assert_eq!(one.voucher.reversed_by.map(|(_, number)| number), Some(2));
    assert!(!one.can_reverse && one.made_by == "Nanna Vindflöjel");
    let twice = test
        .app
        .reverse_voucher(lead, (NETWORK, id), (day("2026-11-23"), "Fel"))
        .await;
    assert_eq!(message(&twice.unwrap_err()), "conflict");
    let year = test.app.ledger(lead, NETWORK, 2026).await.unwrap();
    assert!(year.figures.iter().all(|one| one.booked == Ore(0)));
}

#[tokio::test]
async fn what_does_not_balance_or_lies_in_a_closed_month_is_refused() {
    let test = TestApp::new().await;
    let lead = &test.ctx(fixture::NETWORK_LEAD);
    let all = accounts(&test).await;
    let pair = (all[3], all[1]);
    let book = async |change: &dyn Fn(&mut VoucherInput)| {
        let mut input = voucher("2026-11-20", pair, 500);
        change(&mut input);
        let refused = test.app.book_voucher(lead, NETWORK, input).await;
        refused.map_err(|err| message(&err).to_owned()).err()
    };
    let unbalanced = book(&|one| one.postings[0].amount = Ore(499)).await;
    assert_eq!(unbalanced.as_deref(), Some("ledger-fault-balance"));
    let unknown = book(&|one| one.postings[0].account = AccountId(uuid::Uuid::nil())).await;
    assert_eq!(unknown.as_deref(), Some("ledger-fault-account"));
    let coming = book(&|one| one.on = day("2026-11-24")).await;
    assert_eq!(coming.as_deref(), Some("ledger-fault-coming"));
    let early = test.app.close_month(lead, NETWORK, month("2026-11")).await;
    assert_eq!(message(&early.unwrap_err()), "ledger-fault-not-ended");
    cut(&test, |app| async move {
        app.close_month(lead, NETWORK, month("2026-10")).await
    })
    .await;
    let closed = book(&|one| one.on = day("2026-10-31")).await;
    assert_eq!(closed.as_deref(), Some("ledger-fault-closed"));
    let again = test.app.close_month(lead, NETWORK, month("2026-09")).await;
    assert_eq!(message(&again.unwrap_err()), "conflict");
    assert_eq!(book(&|_| ()).await, None);
}

#[tokio::test]
async fn of_a_booking_and_a_closing_at_once_none_goes_astray() {
    let test = TestApp::new().await;
    let lead = &test.ctx(fixture::NETWORK_LEAD);
    let all = accounts(&test).await;
    let booked = test
        .app
        .book_voucher(lead, NETWORK, voucher("2026-10-31", (all[3], all[1]), 500));
    let (booked, closed) = tokio::join!(
        booked,
        test.app.close_month(lead, NETWORK, month("2026-10"))
    );
    closed.unwrap();
    let found = test
        .app
        .vouchers(lead, NETWORK, month("2026-10"))
        .await
        .unwrap();
    assert_eq!(found.len(), usize::from(booked.is_ok()));
}

#[tokio::test]
async fn a_budget_is_compared_with_what_was_booked_and_what_comes_again() {
    let test = TestApp::new().await;
    let lead = &test.ctx(fixture::NETWORK_LEAD);
    let all = accounts(&test).await;
    let budget = Budget {
        account: all[3],
        year: 2026,
        amount: Ore(1_200_000),
        monthly: Ore(100_000),
    };
    cut(&test, |app| async move {
        app.set_budget(lead, NETWORK, budget).await
    })
    .await;
    test.app
        .book_voucher(
            lead,
            NETWORK,
            voucher("2026-11-20", (all[3], all[1]), 900_000),
        )
        .await
        .unwrap();
    let year = test.app.ledger(lead, NETWORK, 2026).await.unwrap();
    let cost = &year.figures[1];
    assert_eq!((cost.booked, cost.recurring), (Ore(900_000), Ore(100_000)));
    assert_eq!(cost.left(), Ore(200_000));
    assert_eq!(year.standing[1].1, Ore(-900_000));
    let money = test.app.year_money(lead, NETWORK).await.unwrap().unwrap();
    assert_eq!(money.left, Ore(200_000));
    assert_eq!(
        (money.forecast, money.budget),
        (Ore(-1_000_000), Ore(-1_200_000)),
        "what is spent is less than what comes in"
    );
    let account = test
        .app
        .ledger_account(lead, (NETWORK, all[3]), 2026)
        .await
        .unwrap();
    assert_eq!(account.months[10].booked, Ore(900_000));
    assert_eq!(account.months[10].budget, Ore(100_000));
    assert_eq!(account.lines[0].text, "Tågresa");
    let wrong = Budget {
        account: all[0],
        ..budget
    };
    let wrong = test.app.set_budget(lead, NETWORK, wrong).await;
    assert_eq!(message(&wrong.unwrap_err()), "ledger-fault-amount");
}

#[tokio::test]
async fn an_account_keeps_its_kind_and_a_number_is_taken_once() {
    let test = TestApp::new().await;
    let lead = &test.ctx(fixture::NETWORK_LEAD);
    let all = accounts(&test).await;
    let taken = input("5810", AccountKind::Cost, None);
    let taken = test.app.new_ledger_account(lead, NETWORK, taken).await;
    assert_eq!(message(&taken.unwrap_err()), "ledger-fault-number-taken");
    let second = input("1940", AccountKind::Asset, Some(Purpose::Bank));
    let second = test.app.new_ledger_account(lead, NETWORK, second).await;
    assert_eq!(message(&second.unwrap_err()), "ledger-fault-purpose-taken");
    let closed = AccountInput {
        is_open: false,
        ..input("5820", AccountKind::Income, None)
    };
    let at = (NETWORK, all[3], 1);
    test.app
        .save_ledger_account(lead, at, closed.clone())
        .await
        .unwrap();
    let stale = test.app.save_ledger_account(lead, at, closed).await;
    assert_eq!(message(&stale.unwrap_err()), "conflict");
    let found = test
        .app
        .ledger_account(lead, (NETWORK, all[3]), 2026)
        .await
        .unwrap();
    assert_eq!(found.account.kind, AccountKind::Cost);
    let on_closed = voucher("2026-11-20", (all[3], all[1]), 5);
    let on_closed = test.app.book_voucher(lead, NETWORK, on_closed).await;
    assert_eq!(message(&on_closed.unwrap_err()), "ledger-fault-account");
}

#[tokio::test]
async fn a_finance_reader_reads_and_changes_nothing() {
    let test = TestApp::new().await;
    let all = accounts(&test).await;
    let reader = test.ctx(fixture::FINANCE_READER);
    assert!(test.app.ledger(&reader, NETWORK, 2026).await.is_ok());
    let booked = voucher("2026-11-20", (all[3], all[1]), 5);
    let booked = test.app.book_voucher(&reader, NETWORK, booked).await;
    assert_eq!(message(&booked.unwrap_err()), "forbidden");
    let closed = test
        .app
        .close_month(&reader, NETWORK, month("2026-10"))
        .await;
    assert_eq!(message(&closed.unwrap_err()), "forbidden");
    for staff in [fixture::LEADER, fixture::UNIT_MANAGER] {
        let ledger = test.app.ledger(&test.ctx(staff), NETWORK, 2026).await;
        assert_eq!(message(&ledger.unwrap_err()), "not found");
    }
}
