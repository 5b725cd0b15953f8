//! The ledger: what does not balance cannot be stored, whatever the program does.

use hemma_domain::ids::{AccountId, BillId, VoucherId};
use hemma_domain::ledger::{
    Account, AccountKind, Booking, Books, Budget, Earmark, Origin, Paid, Posting, Purpose, Sum,
    Voucher,
};
use hemma_domain::money::Ore;
use hemma_domain::month::Month;
use hemma_store::db::{Db, Tx};
use hemma_store::error::Error;
use hemma_store::{ledger, values};
use hemma_testkit::fixture::{self, NETWORK};
use hemma_testkit::noon;
use uuid::Uuid;

use crate::pool::day;

pub(crate) fn account(number: u128, kind: AccountKind, purpose: Option<Purpose>) -> Account {
    Account {
        id: AccountId(Uuid::from_u128(number)),
        network: NETWORK,
        number: number.to_string(),
        name: format!("Konto {number}"),
        kind,
        purpose,
        is_open: true,
        version: 1,
    }
}

pub(crate) fn voucher(number: u32, on: &str, origin: Origin, all: &[(u128, i64)]) -> Voucher {
    let posting = |(account, ore): &(u128, i64)| Posting {
        account: AccountId(Uuid::from_u128(*account)),
        amount: Ore(*ore),
    };
    let postings = all.iter().map(posting).collect();
    Voucher {
        id: VoucherId(Uuid::from_u128(number.into())),
        network: NETWORK,
        number,
        booking: Booking::new((day(on), "Hyra för lokalen"), origin, None, postings).unwrap(),
        made: (fixture::NETWORK_LEAD, noon("2026-11-23")),
        reversed_by: None,
    }
}

/// A ledger with four accounts.
pub(crate) async fn open(db: &Db) -> Tx {
    fixture::fill(db).await;
    let mut tx = db.write("request").await.unwrap();
    ledger::begin(&mut tx, NETWORK).await.unwrap();
    ledger::begin(&mut tx, NETWORK).await.unwrap();
    for one in [
        account(1510, AccountKind::Asset, Some(Purpose::Claims)),
        account(1930, AccountKind::Asset, Some(Purpose::Bank)),
        account(3010, AccountKind::Income, Some(Purpose::Fees)),
        account(5010, AccountKind::Cost, None),
    ] {
        ledger::insert_account(&mut tx, &one).await.unwrap();
    }
    tx
}

fn month(text: &str) -> Month {
    text.parse().unwrap()
}

#[tokio::test]
async fn a_voucher_is_kept_whole_and_taken_back_once() {
    for db in hemma_testkit::each().await {
        let mut tx = open(&db).await;
        let rent = voucher(
            1,
            "2026-11-02",
            Origin::Typed,
            &[(5010, 900_000), (1930, -900_000)],
        );
        ledger::insert(&mut tx, &rent).await.unwrap();
        assert_eq!(
            ledger::find(&mut tx, rent.id).await.unwrap(),
            Some(rent.clone())
        );
        let back = Voucher {
            id: VoucherId(Uuid::from_u128(2)),
            number: 2,
            booking: rent.reversal(day("2026-11-20"), "Fel konto").unwrap(),
            ..rent.clone()
        };
        ledger::insert(&mut tx, &back).await.unwrap();
        let reversed = Voucher {
            reversed_by: Some((back.id, 2)),
            ..rent.clone()
        };
        let all = ledger::of_month(&mut tx, NETWORK, month("2026-11")).await;
        assert_eq!(all.unwrap(), [reversed, back.clone()]);
        let lines = ledger::of_account(&mut tx, rent.booking.postings()[0].account, 2026).await;
        let lines = lines.unwrap();
        assert_eq!((lines.len(), lines[1].amount), (2, Ore(-900_000)));
        assert_eq!(lines[0].text, "Hyra för lokalen");
        tx.commit().await.unwrap();
        let mut tx = db.write("request").await.unwrap();
        let again = Voucher {
            id: VoucherId(Uuid::from_u128(3)),
            number: 3,
            ..back
        };
        let twice = ledger::insert(&mut tx, &again).await;
        assert!(matches!(twice, Err(Error::Conflict(_))), "{twice:?}");
    }
}

/// Statements that would spoil the books, each after a voucher that is in order.
const SPOILING: [&str; 7] = [
    "INSERT INTO ledger_vouchers (id, network_id, number, on_day, month, sealed_text, origin, made_by, made_at)
        SELECT $1, network_id, 9, on_day, month, '', 'typed', made_by, made_at FROM ledger_vouchers WHERE number = 1",
    "INSERT INTO ledger_postings (voucher_id, ord, account_id, month, ore)
        SELECT v.id, 9, p.account_id, p.month, 5 FROM ledger_postings p JOIN ledger_vouchers v ON v.id = p.voucher_id
        WHERE p.ord = 1 AND v.id <> $1",
    "UPDATE ledger_postings SET ore = 1 WHERE voucher_id <> $1",
    "DELETE FROM ledger_postings WHERE voucher_id <> $1",
    "UPDATE ledger_vouchers SET number = 8 WHERE id <> $1",
    "DELETE FROM ledger_vouchers WHERE id <> $1",
    "UPDATE ledgers SET closed_through = 1 WHERE network_id <> $1",
];

#[tokio::test]
async fn the_database_itself_refuses_what_spoils_the_books() {
    for db in hemma_testkit::each().await {
        let mut tx = open(&db).await;
        let rent = voucher(
            1,
            "2026-11-02",
            Origin::Typed,
            &[(5010, 900_000), (1930, -900_000)],
        );
        ledger::insert(&mut tx, &rent).await.unwrap();
        assert!(
            ledger::close(&mut tx, NETWORK, month("2026-09"))
                .await
                .unwrap()
        );
        tx.commit().await.unwrap();
        for sql in SPOILING {
            let mut tx = db.write("request").await.unwrap();
            let spoilt = tx.run(sql, &values![Uuid::from_u128(77)]).await;
            assert!(
                matches!(spoilt, Err(Error::Conflict(_))),
                "{sql}: {spoilt:?}"
            );
        }
        let mut tx = db.write("request").await.unwrap();
        const LOPSIDED: &str = "INSERT INTO ledger_postings (voucher_id, ord, account_id, month, ore) VALUES ($1, 1, $2, $3, 5)";
        let (id, account) = (Uuid::from_u128(77), rent.booking.postings()[0].account);
        tx.run(LOPSIDED, &values![id, account, month("2026-11").index()])
            .await
            .unwrap();
        assert_eq!(
            ledger::faults(&mut tx).await.unwrap(),
            1,
            "a posting without a voucher"
        );
        let unbalanced = tx.run(SPOILING[0], &values![id]).await;
        assert!(
            matches!(unbalanced, Err(Error::Conflict(_))),
            "{unbalanced:?}"
        );
        drop(tx);
        let mut tx = db.write("request").await.unwrap();
        assert_eq!(ledger::faults(&mut tx).await.unwrap(), 0);
        let late = voucher(4, "2026-09-30", Origin::Typed, &[(5010, 5), (1930, -5)]);
        let closed = ledger::insert(&mut tx, &late).await;
        assert!(matches!(closed, Err(Error::Conflict(_))), "{closed:?}");
    }
}

#[tokio::test]
async fn numbers_have_no_gap_and_a_closed_month_gives_none() {
    for db in hemma_testkit::each().await {
        let mut tx = open(&db).await;
        for number in 1..=2 {
            let taken = ledger::take_number(&mut tx, NETWORK, month("2026-11")).await;
            assert_eq!(taken.unwrap(), Some(number));
            assert_eq!(
                ledger::take_bill_number(&mut tx, NETWORK).await.unwrap(),
                number
            );
        }
        assert!(
            ledger::close(&mut tx, NETWORK, month("2026-10"))
                .await
                .unwrap()
        );
        assert!(
            !ledger::close(&mut tx, NETWORK, month("2026-10"))
                .await
                .unwrap()
        );
        let closed = ledger::take_number(&mut tx, NETWORK, month("2026-10")).await;
        assert_eq!(closed.unwrap(), None);
        let books = ledger::books(&mut tx, NETWORK).await.unwrap();
        let closed_through = Some(month("2026-10"));
        assert_eq!(books, Books { closed_through });
    }
}

#[tokio::test]
async fn a_bill_is_booked_once() {
    for db in hemma_testkit::each().await {
        let mut tx = open(&db).await;
        let bill = Origin::Bill(BillId(Uuid::from_u128(5)));
        let amounts = [(1510, 100), (3010, -100)];
        ledger::insert(&mut tx, &voucher(1, "2026-11-02", bill, &amounts))
            .await
            .unwrap();
        tx.commit().await.unwrap();
        let mut tx = db.write("request").await.unwrap();
        let twice = ledger::insert(&mut tx, &voucher(2, "2026-11-03", bill, &amounts)).await;
        assert!(matches!(twice, Err(Error::Conflict(_))), "{twice:?}");
    }
}

#[tokio::test]
async fn budgets_sums_and_accounts_are_found_by_year() {
    for db in hemma_testkit::each().await {
        let mut tx = open(&db).await;
        for (number, on, ore) in [
            (1, "2025-12-31", 7),
            (2, "2026-01-01", 100),
            (3, "2026-01-31", 50),
            (4, "2026-12-31", 3),
        ] {
            let one = voucher(number, on, Origin::Typed, &[(5010, ore), (1930, -ore)]);
            ledger::insert(&mut tx, &one).await.unwrap();
        }
        let sums = ledger::sums(&mut tx, NETWORK, 2026).await.unwrap();
        let cost = AccountId(Uuid::from_u128(5010));
        let own: Vec<&Sum> = sums.iter().filter(|one| one.account == cost).collect();
        let sum = |at, ore| Sum {
            account: cost,
            month: month(at),
            amount: Ore(ore),
        };
        assert_eq!(own, [&sum("2026-01", 150), &sum("2026-12", 3)]);
        let balances = ledger::balances(&mut tx, NETWORK, month("2026-01"))
            .await
            .unwrap();
        let bank = AccountId(Uuid::from_u128(1930));
        assert_eq!(balances, [(bank, Ore(-157)), (cost, Ore(157))]);
        let mut budget = Budget {
            account: cost,
            year: 2026,
            amount: Ore(1_000),
            monthly: Ore(10),
        };
        ledger::set_budget(&mut tx, &budget).await.unwrap();
        budget.amount = Ore(2_000);
        ledger::set_budget(&mut tx, &budget).await.unwrap();
        assert_eq!(
            ledger::budgets(&mut tx, NETWORK, 2026).await.unwrap(),
            [budget]
        );
        assert_eq!(ledger::budgets(&mut tx, NETWORK, 2027).await.unwrap(), []);
        let renamed = Account {
            name: "Lokaler".to_owned(),
            is_open: false,
            ..account(5010, AccountKind::Cost, None)
        };
        assert!(ledger::save_account(&mut tx, &renamed).await.unwrap());
        assert!(
            !ledger::save_account(&mut tx, &renamed).await.unwrap(),
            "changed meanwhile"
        );
        let accounts = ledger::accounts(&mut tx, NETWORK).await.unwrap();
        assert_eq!((accounts.len(), accounts[3].name.as_str()), (4, "Lokaler"));
        tx.commit().await.unwrap();
        let mut tx = db.write("request").await.unwrap();
        let same = Account {
            id: AccountId(Uuid::from_u128(9)),
            ..account(5010, AccountKind::Cost, None)
        };
        let twice = ledger::insert_account(&mut tx, &same).await;
        assert!(matches!(twice, Err(Error::Conflict(_))), "{twice:?}");
    }
}

#[tokio::test]
async fn what_was_paid_for_a_proposal_is_counted_without_what_was_taken_back() {
    for db in hemma_testkit::each().await {
        let mut tx = open(&db).await;
        let trip = crate::proposal::proposal_of(1, "2.5-0001/2026");
        hemma_store::proposal::insert(&mut tx, &trip).await.unwrap();
        let cost = AccountId(Uuid::from_u128(5010));
        let mark = |year, ore| Earmark {
            proposal: trip.id,
            account: cost,
            year,
            amount: Ore(ore),
        };
        let first = [mark(2026, 500)];
        ledger::set_earmarks(&mut tx, trip.id, &first)
            .await
            .unwrap();
        let both = [mark(2026, 1_000), mark(2027, 200)];
        ledger::set_earmarks(&mut tx, trip.id, &both).await.unwrap();
        assert_eq!(ledger::earmarks(&mut tx, NETWORK).await.unwrap(), both);
        let paying = |number, on: &str, ore| {
            let one = voucher(number, on, Origin::Typed, &[(5010, ore), (1930, -ore)]);
            let (what, postings) = ((day(on), "Tåg"), one.booking.postings().to_vec());
            Voucher {
                booking: Booking::new(what, Origin::Typed, Some(trip.id), postings).unwrap(),
                ..one
            }
        };
        let wrong = paying(2, "2026-12-31", 40);
        let back = Voucher {
            booking: wrong.reversal(day("2026-12-31"), "Fel").unwrap(),
            ..paying(3, "2026-12-31", 40)
        };
        let other = voucher(5, "2026-11-02", Origin::Typed, &[(5010, 7), (1930, -7)]);
        for one in [
            paying(1, "2026-11-02", 600),
            wrong,
            back,
            paying(4, "2027-01-01", 5),
            other,
        ] {
            ledger::insert(&mut tx, &one).await.unwrap();
        }
        let paid = |year, ore| Paid {
            proposal: trip.id,
            account: cost,
            year,
            amount: Ore(ore),
        };
        let found = ledger::paid(&mut tx, NETWORK).await.unwrap();
        assert_eq!(found, [paid(2026, 600), paid(2027, 5)]);
        let vouchers = ledger::of_proposal(&mut tx, trip.id).await.unwrap();
        let numbers: Vec<u32> = vouchers.iter().map(|one| one.number).collect();
        assert_eq!(numbers, [1, 2, 3, 4]);
    }
}
