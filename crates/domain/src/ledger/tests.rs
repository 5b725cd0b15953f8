use proptest::prelude::*;
use uuid::Uuid;

use super::*;
use crate::ids::{BillId, ProposalId, StaffId, VoucherId};
use crate::time::Instant;

fn day(text: &str) -> Day {
    text.parse().unwrap()
}

fn month(text: &str) -> Month {
    text.parse().unwrap()
}

fn id(number: u128) -> AccountId {
    AccountId(Uuid::from_u128(number))
}

fn account(number: u128, kind: AccountKind, purpose: Option<Purpose>) -> Account {
    Account {
        id: id(number),
        network: NetworkId(Uuid::from_u128(1)),
        number: format!("{number}"),
        name: format!("Konto {number}"),
        kind,
        purpose,
        is_open: true,
        version: 1,
    }
}

fn postings(all: &[(u128, i64)]) -> Vec<Posting> {
    let posting = |(account, ore): &(u128, i64)| Posting {
        account: id(*account),
        amount: Ore(*ore),
    };
    all.iter().map(posting).collect()
}

fn booked(all: &[(u128, i64)]) -> Result<Booking, Vec<BookingFault>> {
    Booking::new(
        (day("2026-11-23"), "Hyra"),
        Origin::Typed,
        None,
        postings(all),
    )
}

fn voucher(origin: Origin) -> Voucher {
    let proposal = Some(ProposalId(Uuid::from_u128(8)));
    let postings = postings(&[(5010, 900_000), (1930, -900_000)]);
    Voucher {
        id: VoucherId(Uuid::from_u128(7)),
        network: NetworkId(Uuid::from_u128(1)),
        number: 4,
        booking: Booking::new((day("2026-11-23"), "Hyra"), origin, proposal, postings).unwrap(),
        made: (
            StaffId(Uuid::from_u128(2)),
            Instant("2026-11-23T08:00:00Z".parse().unwrap()),
        ),
        reversed_by: None,
    }
}

#[test]
fn what_does_not_balance_is_no_booking() {
    assert!(booked(&[(5010, 900_000), (1930, -900_000)]).is_ok());
    assert!(booked(&[(5010, 1), (5020, 2), (1930, -3)]).is_ok());
    let unbalanced = BookingFault::Unbalanced {
        debit: Ore(900_000),
        credit: Ore(899_999),
    };
    assert_eq!(
        booked(&[(5010, 900_000), (1930, -899_999)]),
        Err(vec![unbalanced])
    );
    assert_eq!(booked(&[]), Err(vec![BookingFault::TooFew]));
    let zero = booked(&[(5010, 0), (1930, 0)]);
    assert_eq!(zero, Err(vec![BookingFault::Amount]));
    let huge = booked(&[(5010, i64::MIN), (1930, i64::MAX)]);
    assert!(huge.unwrap_err().contains(&BookingFault::Amount));
    let many: Vec<(u128, i64)> = (0..31).flat_map(|_| [(1, 5), (2, -5)]).collect();
    assert_eq!(booked(&many), Err(vec![BookingFault::TooMany]));
    let silent = Booking::new(
        (day("2026-11-23"), " "),
        Origin::Typed,
        None,
        postings(&[(1, 5), (2, -5)]),
    );
    assert_eq!(silent, Err(vec![BookingFault::Text]));
}

#[test]
fn a_voucher_is_taken_back_once_and_by_the_same_amounts() {
    let one = voucher(Origin::Typed);
    let back = one.reversal(day("2026-12-01"), "Fel konto").unwrap();
    assert_eq!(
        back.postings(),
        postings(&[(5010, -900_000), (1930, 900_000)])
    );
    assert_eq!(back.origin(), Origin::Reversal(one.id));
    assert_eq!(back.proposal(), one.booking.proposal());
    let early = one.reversal(day("2026-11-22"), "Fel konto");
    assert_eq!(early, Err(ReverseError::Before));
    assert_eq!(one.reversal(day("2026-12-01"), ""), Err(ReverseError::Text));
    let twice = Voucher {
        reversed_by: Some((VoucherId(Uuid::from_u128(9)), 5)),
        ..one.clone()
    };
    let twice = twice.reversal(day("2026-12-01"), "Fel konto");
    assert_eq!(twice, Err(ReverseError::Already));
    let again = voucher(Origin::Reversal(one.id)).reversal(day("2026-12-01"), "Fel");
    assert_eq!(again, Err(ReverseError::IsReversal));
    let bill = voucher(Origin::Bill(BillId(Uuid::from_u128(3))));
    assert_eq!(
        bill.reversal(day("2026-12-01"), "Fel"),
        Err(ReverseError::OfBill)
    );
    assert!(bill.withdrawal(day("2026-12-01"), "Fel").is_ok());
}

#[test]
fn an_account_is_numbered_named_and_of_the_kind_that_its_purpose_takes() {
    let fees = Some(Purpose::Fees);
    assert_eq!(account(3010, AccountKind::Income, fees).faults(), []);
    let wrong = Account {
        number: "30A".to_owned(),
        name: String::new(),
        ..account(3010, AccountKind::Cost, fees)
    };
    let faults = [
        ("number", AccountFault::Number),
        ("name", AccountFault::Name),
        ("purpose", AccountFault::Purpose),
    ];
    assert_eq!(wrong.faults(), faults);
}

#[test]
fn a_month_is_closed_when_it_has_ended_and_with_all_before_it() {
    let books = Books::default();
    let today = day("2026-11-23");
    assert_eq!(
        books.close(month("2026-11"), today),
        Err(CloseError::NotEnded)
    );
    let last = books.close(month("2026-11"), day("2026-11-30"));
    assert_eq!(
        last,
        Err(CloseError::NotEnded),
        "the last day can still bring something"
    );
    let closed = books.close(month("2026-10"), today).unwrap();
    assert!(!closed.is_open_on(day("2026-10-31")) && !closed.is_open_on(day("2020-01-01")));
    assert!(closed.is_open_on(day("2026-11-01")));
    assert_eq!(
        closed.close(month("2026-09"), today),
        Err(CloseError::Closed)
    );
    assert_eq!(books.next(today), Some(month("2026-10")));
    assert_eq!(closed.next(today), None);
    assert_eq!(closed.next(day("2026-12-01")), Some(month("2026-11")));
    let in_closed = closed.refuses(day("2026-10-31"), today);
    assert_eq!(in_closed, Some(DayFault::Closed));
    let coming = closed.refuses(day("2026-11-24"), today);
    assert_eq!(coming, Some(DayFault::Coming));
    assert_eq!(closed.refuses(today, today), None);
}

#[test]
fn a_forecast_is_what_is_booked_what_is_decided_and_what_comes_again() {
    let accounts = [
        account(1930, AccountKind::Asset, Some(Purpose::Bank)),
        account(3010, AccountKind::Income, Some(Purpose::Fees)),
        account(5010, AccountKind::Cost, None),
    ];
    let sum = |account, at: &str, ore| Sum {
        account: id(account),
        month: month(at),
        amount: Ore(ore),
    };
    let pledge = |standing, ore| Pledge {
        proposal: ProposalId(Uuid::from_u128(8)),
        account: id(5010),
        standing,
        left: Ore(ore),
    };
    let facts = YearFacts {
        budgets: vec![Budget {
            account: id(5010),
            year: 2026,
            amount: Ore(1_200_000),
            monthly: Ore(100_000),
        }],
        sums: vec![
            sum(5010, "2025-12", 77),
            sum(5010, "2026-01", 100_000),
            sum(5010, "2026-11", 850_000),
            sum(3010, "2026-11", -2_000_000),
            sum(1930, "2026-11", 1_050_000),
        ],
        pledges: vec![
            pledge(Standing::Decided, 120_000),
            pledge(Standing::Reserved, 40_000),
        ],
        fees: Expected {
            billed: Ore(300_000),
            unbilled: Ore(50_000),
        },
    };
    let found = figures(&accounts, (2026, day("2026-11-23")), &facts);
    let [fees, rent] = found.as_slice() else {
        panic!("{found:?}")
    };
    assert_eq!(
        (fees.booked, fees.forecast()),
        (Ore(2_000_000), Ore(2_350_000))
    );
    assert_eq!((rent.booked, rent.decided), (Ore(950_000), Ore(120_000)));
    assert_eq!((rent.recurring, rent.reserved), (Ore(100_000), Ore(40_000)));
    assert_eq!(rent.left(), Ore(30_000));
    assert!(!rent.is_over() && !fees.is_over());
    assert_eq!(result(&found, Figures::forecast), Ore(1_180_000));
    let early = figures(&accounts, (2026, day("2026-10-31")), &facts);
    let both = Ore(200_000);
    assert_eq!(early[1].recurring, both, "of three months one is booked");
    let past = figures(&accounts, (2026, day("2027-01-01")), &facts);
    assert_eq!(
        past[1].recurring,
        Ore(0),
        "nothing comes again in a past year"
    );
}

fn earmark(account: u128, year: i16, ore: i64) -> Earmark {
    Earmark {
        proposal: ProposalId(Uuid::from_u128(8)),
        account: id(account),
        year,
        amount: Ore(ore),
    }
}

#[test]
fn money_is_earmarked_on_accounts_of_costs_and_within_the_funding() {
    let accounts = [
        account(5810, AccountKind::Cost, None),
        account(6910, AccountKind::Cost, None),
        account(1930, AccountKind::Asset, Some(Purpose::Bank)),
    ];
    let faults = |all: &[Earmark]| earmark_faults(all, &accounts, Ore(1_000));
    assert_eq!(faults(&[]), []);
    assert_eq!(
        faults(&[earmark(5810, 2026, 600), earmark(6910, 2026, 400)]),
        []
    );
    assert_eq!(
        faults(&[earmark(5810, 2026, 1_001)]),
        [EarmarkFault::TooMuch]
    );
    assert_eq!(faults(&[earmark(5810, 2026, 0)]), [EarmarkFault::Amount]);
    assert_eq!(faults(&[earmark(1930, 2026, 5)]), [EarmarkFault::Account]);
    let twice = [earmark(5810, 2026, 5), earmark(5810, 2026, 6)];
    assert_eq!(faults(&twice), [EarmarkFault::Twice]);
    assert_eq!(
        faults(&[earmark(5810, 2026, 5), earmark(5810, 2027, 6)]),
        []
    );
}

#[test]
fn a_decision_binds_what_was_not_paid_yet_in_its_year() {
    let paid = [Paid {
        proposal: ProposalId(Uuid::from_u128(8)),
        account: id(5810),
        year: 2026,
        amount: Ore(250),
    }];
    let all = [earmark(5810, 2026, 600), earmark(5810, 2027, 100)];
    let found = pledges(2026, &all, &paid, |_| Some(Standing::Decided));
    assert_eq!((found.len(), found[0].left), (1, Ore(350)));
    assert_eq!(
        earmark(5810, 2026, 200).left(&paid),
        Ore(0),
        "more was paid"
    );
    assert_eq!(pledges(2026, &all, &paid, |_| None), []);
}

#[test]
fn money_is_reserved_when_signed_decided_when_granted_and_free_again() {
    use crate::proposal::{Course, Hand, Outcome, Report, Ruling};
    let hand = Hand {
        by: StaffId(Uuid::from_u128(2)),
        at: Instant("2026-11-23T08:00:00Z".parse().unwrap()),
    };
    let sent = |outcome| {
        let sent = Course::default().sign(hand).unwrap().send(hand).unwrap();
        let ruling = Ruling {
            on: day("2026-12-15"),
            outcome,
            approved_on: None,
            posted_on: None,
            note: String::new(),
        };
        sent.rule(ruling).unwrap()
    };
    assert_eq!(standing(&Course::default()), None);
    let signed = Course::default().sign(hand).unwrap();
    assert_eq!(standing(&signed), Some(Standing::Reserved));
    for (outcome, expected) in [
        (Outcome::Granted, Some(Standing::Decided)),
        (Outcome::Changed, Some(Standing::Decided)),
        (Outcome::Postponed, Some(Standing::Reserved)),
        (Outcome::Rejected, None),
        (Outcome::Returned, None),
    ] {
        assert_eq!(standing(&sent(outcome)), expected, "{outcome:?}");
    }
    let report = Report {
        on: day("2027-01-15"),
        text: "Klart.".to_owned(),
    };
    let reported = sent(Outcome::Granted).report(report).unwrap();
    assert_eq!(standing(&reported), None, "what was not used is free");
}

proptest! {
    #[test]
    fn whatever_is_booked_or_taken_back_adds_up_to_nothing(
        amounts in proptest::collection::vec((1_i64..50, -ORE_MAX..ORE_MAX), 1..20),
    ) {
        let rest: i64 = amounts.iter().map(|(_, ore)| ore).sum();
        let mut all: Vec<(u128, i64)> = amounts
            .iter()
            .map(|(account, ore)| (u128::from(account.unsigned_abs()), *ore))
            .collect();
        let typed = booked(&all);
        prop_assert_eq!(typed.is_ok(), rest == 0 && all.len() > 1 && all.iter().all(|(_, ore)| *ore != 0));
        all.push((99, -rest));
        if let Ok(booking) = booked(&all) {
            let voucher = Voucher { booking, ..voucher(Origin::Typed) };
            let back = voucher.reversal(day("2026-12-01"), "Fel").unwrap();
            let both = voucher.booking.postings().iter().chain(back.postings());
            let mut by_account = std::collections::BTreeMap::<AccountId, i64>::new();
            for one in both {
                *by_account.entry(one.account).or_default() += one.amount.0;
            }
            prop_assert!(by_account.values().all(|sum| *sum == 0));
            let sum: i64 = voucher.booking.postings().iter().map(|one| one.amount.0).sum();
            prop_assert_eq!(sum, 0);
        }
    }

    #[test]
    fn the_months_of_a_budget_add_up_to_its_year(ore in 0..=ORE_MAX) {
        let budget = Budget { account: id(1), year: 2026, amount: Ore(ore), monthly: Ore(0) };
        let months: Vec<i64> = Month::of_year(2026).map(|one| budget.of_month(one).0).collect();
        prop_assert_eq!(months.iter().sum::<i64>(), ore);
        let (least, most) = (months.iter().min().unwrap(), months.iter().max().unwrap());
        prop_assert!(most - least <= 1);
    }
}
