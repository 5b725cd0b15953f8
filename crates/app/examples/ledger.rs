//! How long a ledger of 100,000 postings takes to be balanced and reported, on SQLite: medians by the clock.
//!
//! `cargo run --release -p hemma-app --example ledger`, or `cargo xtask bench ledger`. Fails if the aim is missed, or if
//! the books do not balance.

#![expect(clippy::print_stdout, reason = "it is what the example is for")]

use std::time::{Duration, Instant};

use hemma_domain::ids::{AccountId, VoucherId};
use hemma_domain::ledger::{
    Account, AccountKind, Booking, Origin, Posting, Voucher, YearFacts, figures,
};
use hemma_domain::money::Ore;
use hemma_domain::month::Month;
use hemma_domain::time::Day;
use hemma_store::db::{Db, Tx};
use hemma_store::ledger;
use hemma_testkit::fixture::{self, NETWORK};
use hemma_testkit::noon;
use uuid::Uuid;

type Failed = Box<dyn std::error::Error>;

/// Two postings each.
const VOUCHERS: u32 = 50_000;
const ACCOUNTS: u32 = 40;
/// The first year of ten.
const YEAR: i16 = 2017;
const RUNS: usize = 9;
/// What a page may wait for.
const AIM: Duration = Duration::from_millis(200);

#[tokio::main]
async fn main() -> Result<(), Failed> {
    let db = hemma_testkit::sqlite().await;
    fixture::fill(&db).await;
    let accounts = fill(&db).await?;
    let mut times = Vec::new();
    for _ in 0..RUNS {
        let mut tx = db.read().await?;
        let start = Instant::now();
        let faults = ledger::faults(&mut tx).await?;
        let balanced = start.elapsed();
        let booked = report(&mut tx, &accounts).await?;
        times.push((start.elapsed(), balanced));
        if faults != 0 || booked != Ore(0) {
            return Err("the books do not balance".into());
        }
    }
    times.sort();
    let (whole, balanced) = *times.get(RUNS / 2).ok_or("no run")?;
    println!(
        "{} postings: balanced in {:.1} ms, balanced and reported in {:.1} ms (aim {} ms)",
        VOUCHERS * 2,
        balanced.as_secs_f64() * 1e3,
        whole.as_secs_f64() * 1e3,
        AIM.as_millis()
    );
    match whole < AIM {
        true => Ok(()),
        false => Err("the aim is missed".into()),
    }
}

/// Stores the accounts and ten years of vouchers.
async fn fill(db: &Db) -> Result<Vec<Account>, Failed> {
    let mut tx = db.write("bench").await?;
    ledger::begin(&mut tx, NETWORK).await?;
    let mut accounts = Vec::new();
    for number in 0..ACCOUNTS {
        let kinds = [AccountKind::Asset, AccountKind::Income, AccountKind::Cost];
        let kind = kinds.iter().cycle().nth(usize::try_from(number)?);
        let one = Account {
            id: AccountId(Uuid::from_u128(u128::from(number) + 1)),
            network: NETWORK,
            number: format!("{}", 1_000 + number),
            name: format!("Konto {number}"),
            kind: *kind.ok_or("a kind")?,
            purpose: None,
            is_open: true,
            version: 1,
        };
        ledger::insert_account(&mut tx, &one).await?;
        accounts.push(one);
    }
    let first = Day::new(YEAR, 1, 1)?;
    for number in 0..VOUCHERS {
        let on = first.plus(i64::from(number) * 3_650 / i64::from(VOUCHERS));
        let amount = Ore(i64::from(number % 997) * 100 + 1);
        let account =
            |step: u32| AccountId(Uuid::from_u128(u128::from((number + step) % ACCOUNTS) + 1));
        let posting = |account, amount| Posting { account, amount };
        let postings = vec![posting(account(0), amount), posting(account(7), -amount)];
        let booking = Booking::new((on, "Påhittat"), Origin::Typed, None, postings);
        let voucher = Voucher {
            id: VoucherId(Uuid::from_u128(u128::from(number) + 1)),
            network: NETWORK,
            number: number + 1,
            booking: booking.map_err(|_| "a booking")?,
            made: (fixture::NETWORK_LEAD, noon("2026-11-23")),
            reversed_by: None,
        };
        ledger::insert(&mut tx, &voucher).await?;
    }
    tx.commit().await?;
    Ok(accounts)
}

/// A year's report as its page needs it; gives what everything that was ever booked adds up to.
async fn report(tx: &mut Tx, accounts: &[Account]) -> Result<Ore, Failed> {
    let year = YEAR + 9;
    let facts = YearFacts {
        sums: ledger::sums(tx, NETWORK, year).await?,
        ..YearFacts::default()
    };
    let shown = figures(accounts, (year, Day::new(year, 12, 31)?), &facts);
    if shown.is_empty() {
        return Err("nothing to report".into());
    }
    let balances = ledger::balances(tx, NETWORK, Month::new(year, 12)?).await?;
    Ok(balances.iter().fold(Ore(0), |sum, (_, one)| sum + *one))
}
