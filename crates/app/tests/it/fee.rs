//! Fees: computed line by line, billed once, booked once, and withdrawn as a whole.

use hemma_app::fee::{MembershipInput, PayerInput, PaymentInput, PriceListInput};
use hemma_domain::fee::{BillState, Currency, Member, Rate, Span};
use hemma_domain::ids::{BillId, PayerId};
use hemma_domain::money::Ore;
use hemma_testkit::fixture::{self, NETWORK, TEAMS};

use crate::harness::{TestApp, cut, message};
use crate::ledger::accounts;
use crate::rota::day;

fn payer(currency: Currency) -> PayerInput {
    PayerInput {
        name: "Granviks kommun".to_owned(),
        reference: "Ref 17".to_owned(),
        address: "Box 1, Granvik".to_owned(),
        currency,
    }
}

fn prices(currency: Currency, from: &str) -> PriceListInput {
    PriceListInput {
        currency,
        from: day(from),
        organisation: Ore(4_000_000),
        team: Ore(2_500_000),
        source: "Påhittat beslut".to_owned(),
    }
}

fn member(member: Member, from: &str) -> MembershipInput {
    MembershipInput {
        id: None,
        member,
        from: day(from),
        until: None,
    }
}

/// A payer with itself from January and a team from October 2026.
async fn paying(test: &TestApp, currency: Currency) -> PayerId {
    let lead = test.ctx(fixture::NETWORK_LEAD);
    let app = &test.app;
    let list = prices(currency, "2026-01-01");
    app.new_price_list(&lead, NETWORK, list).await.unwrap();
    let id = app
        .new_payer(&lead, NETWORK, payer(currency))
        .await
        .unwrap();
    for (one, from) in [
        (Member::Organisation, "2026-01-01"),
        (Member::Team(TEAMS[2]), "2026-10-01"),
    ] {
        let at = (NETWORK, id);
        app.put_membership(&lead, at, member(one, from))
            .await
            .unwrap();
    }
    id
}

async fn state(test: &TestApp, id: BillId) -> BillState {
    let reader = test.ctx(fixture::FINANCE_READER);
    let found = test.app.bill(&reader, (NETWORK, id)).await;
    found.unwrap().bill.state
}

#[tokio::test]
async fn a_fee_is_billed_booked_and_withdrawn_whole_or_not_at_all() {
    let test = TestApp::new().await;
    let lead = &test.ctx(fixture::NETWORK_LEAD);
    accounts(&test).await;
    cut(&test, |app| async move {
        app.new_price_list(lead, NETWORK, prices(Currency::Euro, "2026-01-01"))
            .await
    })
    .await;
    cut(&test, |app| async move {
        app.new_payer(lead, NETWORK, payer(Currency::Euro)).await
    })
    .await;
    let id = paying(&test, Currency::Krona).await;
    cut(&test, |app| async move {
        let more = member(Member::Team(TEAMS[1]), "2027-01-01");
        app.put_membership(lead, (NETWORK, id), more).await
    })
    .await;
    cut(&test, |app| async move {
        app.make_bill(lead, (NETWORK, id), Span::year(2026)).await
    })
    .await;
    let year = test.app.payer(lead, (NETWORK, id), 2026).await.unwrap();
    let bill = year.bills[0].clone();
    // 40 000 and 92 of 365 days of 25 000.
    assert_eq!((bill.sum(), year.left), (Ore(4_630_137), Ore(0)));
    let ledger = test.app.ledger(lead, NETWORK, 2026).await.unwrap();
    assert_eq!(ledger.figures[0].decided, Ore(4_630_137));
    let twice = test
        .app
        .make_bill(lead, (NETWORK, id), Span::year(2026))
        .await;
    assert_eq!(message(&twice.unwrap_err()), "fee-fault-billed-already");

    let on = day("2026-11-20");
    cut(&test, |app| async move {
        app.book_bill(lead, (NETWORK, bill.id, 1), (on, None)).await
    })
    .await;
    let again = test
        .app
        .book_bill(lead, (NETWORK, bill.id, 2), (on, None))
        .await;
    assert_eq!(message(&again.unwrap_err()), "conflict", "booked once");
    let BillState::Booked(voucher) = state(&test, bill.id).await else {
        panic!("not booked")
    };
    let reversed = test
        .app
        .reverse_voucher(lead, (NETWORK, voucher), (on, "Fel"))
        .await;
    assert_eq!(message(&reversed.unwrap_err()), "ledger-fault-of-bill");
    let ledger = test.app.ledger(lead, NETWORK, 2026).await.unwrap();
    let fees = &ledger.figures[0];
    assert_eq!((fees.booked, fees.decided), (Ore(4_630_137), Ore(0)));

    cut(&test, |app| async move {
        app.withdraw_bill(lead, (NETWORK, bill.id, 2), (on, "Fel pris"))
            .await
    })
    .await;
    assert_eq!(state(&test, bill.id).await, BillState::Withdrawn);
    let ledger = test.app.ledger(lead, NETWORK, 2026).await.unwrap();
    let fees = &ledger.figures[0];
    assert_eq!((fees.booked, fees.recurring), (Ore(0), Ore(4_630_137)));
    let anew = test
        .app
        .make_bill(lead, (NETWORK, id), Span::year(2026))
        .await;
    assert_eq!(state(&test, anew.unwrap()).await, BillState::Open);
}

#[tokio::test]
async fn a_bill_is_paid_whole_or_not_at_all_and_unpaid_again_when_that_is_taken_back() {
    let test = TestApp::new().await;
    let lead = &test.ctx(fixture::NETWORK_LEAD);
    accounts(&test).await;
    let id = paying(&test, Currency::Krona).await;
    let app = &test.app;
    let bill = app.make_bill(lead, (NETWORK, id), Span::year(2026)).await;
    let bill = bill.unwrap();
    let (booked, paid) = (day("2026-11-18"), day("2026-11-20"));
    let early = app
        .pay_bill(lead, (NETWORK, bill, 1), PaymentInput::On(paid))
        .await;
    assert_eq!(message(&early.unwrap_err()), "conflict", "not booked yet");
    app.book_bill(lead, (NETWORK, bill, 1), (booked, None))
        .await
        .unwrap();
    let owed = app.fees(lead, NETWORK, 2026).await.unwrap();
    assert_eq!(owed.sums[0].unpaid, Ore(4_630_137));
    let at = (NETWORK, bill, 2);
    for (input, fault) in [
        (PaymentInput::On(day("2026-11-17")), "fee-fault-paid-before"),
        (PaymentInput::On(day("2026-11-24")), "ledger-fault-coming"),
        (PaymentInput::Voucher(1), "fee-fault-no-payment"),
        (PaymentInput::Voucher(9), "fee-fault-no-payment"),
    ] {
        let refused = app.pay_bill(lead, at, input).await;
        assert_eq!(message(&refused.unwrap_err()), fault, "{input:?}");
    }
    cut(&test, |app| async move {
        app.pay_bill(lead, at, PaymentInput::On(paid)).await
    })
    .await;
    let found = test.app.bill(lead, (NETWORK, bill)).await.unwrap();
    assert_eq!(found.paid, Some((2, paid)));
    let BillState::Paid { by, .. } = found.bill.state else {
        panic!("not paid")
    };
    let withdrawn = test
        .app
        .withdraw_bill(lead, (NETWORK, bill, 3), (paid, "Fel"))
        .await;
    assert_eq!(message(&withdrawn.unwrap_err()), "fee-fault-paid");
    let fees = test.app.fees(lead, NETWORK, 2026).await.unwrap();
    assert_eq!(fees.sums[0].unpaid, Ore(0));

    test.app
        .reverse_voucher(lead, (NETWORK, by), (paid, "Fel organisation"))
        .await
        .unwrap();
    assert!(matches!(state(&test, bill).await, BillState::Booked(_)));
    let at = (NETWORK, bill, 3);
    let back = test.app.pay_bill(lead, at, PaymentInput::Voucher(2)).await;
    assert_eq!(message(&back.unwrap_err()), "fee-fault-no-payment");
    test.app
        .pay_bill(lead, at, PaymentInput::On(paid))
        .await
        .unwrap();
    let found = test.app.bill(lead, (NETWORK, bill)).await.unwrap();
    assert_eq!(found.paid, Some((4, paid)));
}

#[tokio::test]
async fn one_payment_can_be_of_several_bills() {
    let test = TestApp::new().await;
    let lead = &test.ctx(fixture::NETWORK_LEAD);
    accounts(&test).await;
    let id = paying(&test, Currency::Krona).await;
    let on = day("2026-11-20");
    let halves = [("2026-01-01", "2026-07-01"), ("2026-07-01", "2027-01-01")];
    for (from, until) in halves {
        let span = Span {
            from: day(from),
            until: day(until),
        };
        let made = test.app.make_bill(lead, (NETWORK, id), span).await.unwrap();
        test.app
            .book_bill(lead, (NETWORK, made, 1), (on, None))
            .await
            .unwrap();
    }
    let bills = test.app.payer(lead, (NETWORK, id), 2026).await.unwrap();
    let [second, first] = &bills.bills[..] else {
        panic!("two bills")
    };
    let at = |one: BillId| (NETWORK, one, 2);
    test.app
        .pay_bill(lead, at(first.id), PaymentInput::On(on))
        .await
        .unwrap();
    test.app
        .pay_bill(lead, at(second.id), PaymentInput::Voucher(3))
        .await
        .unwrap();
    let fees = test.app.fees(lead, NETWORK, 2026).await.unwrap();
    assert_eq!(fees.sums[0].unpaid, Ore(0));
}

#[tokio::test]
async fn of_two_who_book_or_bill_at_once_one_is_told() {
    let test = TestApp::new().await;
    let lead = &test.ctx(fixture::NETWORK_LEAD);
    accounts(&test).await;
    let id = paying(&test, Currency::Krona).await;
    let make = || test.app.make_bill(lead, (NETWORK, id), Span::year(2026));
    let both = tokio::join!(make(), make());
    let made: Vec<BillId> = [both.0, both.1].into_iter().flatten().collect();
    assert_eq!(made.len(), 1);
    let at = (NETWORK, made[0], 1);
    let book = || test.app.book_bill(lead, at, (day("2026-11-20"), None));
    let both = tokio::join!(book(), book());
    assert_eq!([both.0, both.1].iter().filter(|one| one.is_ok()).count(), 1);
}

#[tokio::test]
async fn another_currency_is_booked_at_a_rate_that_somebody_gives() {
    let test = TestApp::new().await;
    let lead = &test.ctx(fixture::NETWORK_LEAD);
    let all = accounts(&test).await;
    let id = paying(&test, Currency::DanishKrone).await;
    let made = test
        .app
        .make_bill(lead, (NETWORK, id), Span::year(2026))
        .await
        .unwrap();
    let book = |on: &str, rate| {
        test.app
            .book_bill(lead, (NETWORK, made, 1), (day(on), rate))
    };
    let bare = book("2026-11-20", None).await;
    assert_eq!(message(&bare.unwrap_err()), "fee-fault-rate");
    let rate = Rate::typed("1,5");
    let coming = book("2026-11-24", rate).await;
    assert_eq!(message(&coming.unwrap_err()), "ledger-fault-coming");
    book("2026-11-20", rate).await.unwrap();
    let fees = test
        .app
        .ledger_account(lead, (NETWORK, all[2]), 2026)
        .await
        .unwrap();
    assert_eq!(fees.months[10].booked, Ore(6_945_206));
    let kept = test.app.bill(lead, (NETWORK, made)).await.unwrap();
    assert_eq!((kept.bill.rate, kept.voucher), (rate, Some(1)));
}

#[tokio::test]
async fn what_was_billed_stands_and_days_without_a_price_are_not_billed() {
    let test = TestApp::new().await;
    let lead = &test.ctx(fixture::NETWORK_LEAD);
    accounts(&test).await;
    let id = paying(&test, Currency::Krona).await;
    let at = (NETWORK, id);
    let put = |one| test.app.put_membership(lead, at, one);
    let twice = put(member(Member::Team(TEAMS[2]), "2027-01-01")).await;
    assert_eq!(message(&twice.unwrap_err()), "fee-fault-twice");
    let early = member(Member::Team(TEAMS[0]), "2025-07-01");
    put(early).await.unwrap();
    let unpriced = test.app.make_bill(lead, at, Span::year(2025)).await;
    assert_eq!(message(&unpriced.unwrap_err()), "fee-fault-no-price");
    let nothing = test.app.make_bill(lead, at, Span::year(2020)).await;
    assert_eq!(message(&nothing.unwrap_err()), "fee-fault-nothing");
    let year = test.app.payer(lead, at, 2025).await.unwrap();
    assert!(year.charges.is_err());
    let first = year.memberships[0].0;
    test.app
        .make_bill(lead, at, Span::year(2026))
        .await
        .unwrap();
    let dropped = test.app.drop_membership(lead, at, first.id).await;
    assert_eq!(message(&dropped.unwrap_err()), "fee-fault-billed");
    let euro = test
        .app
        .save_payer(lead, (NETWORK, id, 1), payer(Currency::Euro))
        .await;
    assert_eq!(message(&euro.unwrap_err()), "fee-fault-currency");
    // It ends in March after the whole year was billed: more was billed than is due.
    let ended = MembershipInput {
        id: Some(first.id),
        until: Some(day("2026-04-01")),
        ..member(first.member, "2026-01-01")
    };
    put(ended).await.unwrap();
    let year = test.app.payer(lead, at, 2026).await.unwrap();
    assert_eq!(year.left, Ore(986_301 - 4_000_000));
}

#[tokio::test]
async fn only_the_office_changes_fees() {
    let test = TestApp::new().await;
    let id = paying(&test, Currency::Krona).await;
    let reader = test.ctx(fixture::FINANCE_READER);
    assert!(test.app.fees(&reader, NETWORK, 2026).await.is_ok());
    let made = test
        .app
        .make_bill(&reader, (NETWORK, id), Span::year(2026))
        .await;
    assert_eq!(message(&made.unwrap_err()), "forbidden");
    let leader = test.ctx(fixture::LEADER);
    let fees = test.app.fees(&leader, NETWORK, 2026).await;
    assert_eq!(message(&fees.unwrap_err()), "not found");
}

#[tokio::test]
async fn a_team_that_closed_in_march_costs_nothing_from_its_closing_day() {
    let test = TestApp::new().await;
    let lead = &test.ctx(fixture::NETWORK_LEAD);
    let id = paying(&test, Currency::Krona).await;
    let before = test.app.payer(lead, (NETWORK, id), 2027).await.unwrap();
    let of_team = before.charges.as_ref().unwrap()[1].0.clone();
    assert_eq!((of_team.days, before.closed.len()), ((365, 365), 0));
    let closing = day("2027-03-16");
    let mut tx = test.db.write("request").await.unwrap();
    let team = hemma_store::team::find(&mut tx, TEAMS[2]).await.unwrap();
    let closed = hemma_domain::team::Team {
        closed_on: Some(closing),
        ..team.unwrap().0
    };
    hemma_store::team::save(&mut tx, &closed).await.unwrap();
    tx.commit().await.unwrap();

    let year = test.app.payer(lead, (NETWORK, id), 2027).await.unwrap();
    let lines = year.charges.unwrap();
    // 1 January to 15 March of 25 000 kronor a year.
    let line = &lines[1].0;
    assert_eq!((line.days, line.amount), ((74, 365), Ore(506_849)));
    assert_eq!(line.ended_by(&year.closed), Some(closing));
    let after = test.app.payer(lead, (NETWORK, id), 2028).await.unwrap();
    assert_eq!(after.charges.unwrap().len(), 1, "the organisation alone");
    let fees = test.app.fees(lead, NETWORK, 2028).await.unwrap();
    assert_eq!(fees.payers[0].teams, 0);
    let ledger = test.app.ledger(lead, NETWORK, 2028).await.unwrap();
    let expected = ledger.figures.first().map_or(Ore(0), |one| one.recurring);
    assert!(expected <= Ore(4_000_000), "{expected:?}");
    let bill = test
        .app
        .make_bill(lead, (NETWORK, id), Span::year(2027))
        .await;
    let bill = test.app.bill(lead, (NETWORK, bill.unwrap())).await.unwrap();
    assert_eq!(bill.bill.lines[1].charge.span.until, closing);
    assert_eq!(
        bill.bill.lines[1].charge.ended_by(&bill.closed),
        Some(closing)
    );
}
