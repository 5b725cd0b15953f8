//! A network's ledger: accounts, vouchers that balance, months that close, budgets, and what becomes of a year.

mod earmark;
mod figures;
mod sie;
mod voucher;

#[cfg(test)]
mod tests;

pub use earmark::{EARMARKS_MAX, Earmark, EarmarkFault, Paid, earmark_faults, pledges, standing};
pub use figures::{Budget, Expected, Figures, Pledge, Standing, Sum, YearFacts, figures, result};
pub use sie::Sie;
pub use voucher::{
    Booking, BookingFault, Origin, POSTINGS_MAX, Posting, ReverseError, Voucher, sides,
};

use thiserror::Error;

use crate::codes;
use crate::ids::{AccountId, NetworkId};
use crate::money::{ORE_MAX, Ore};
use crate::month::Month;
use crate::time::Day;

/// Accounts of a ledger: a network has some dozen; what is more is a mistake of an import.
pub const ACCOUNTS_MAX: u32 = 300;
/// Vouchers of one month that are listed: a hundred each working day.
pub const VOUCHERS_MAX: u32 = 2_000;
/// Characters of a name or a voucher's text.
pub const LINE_CHARS_MAX: usize = 300;
/// Digits of an account's number: four in the common plan, more where a city adds its own.
const DIGITS: std::ops::RangeInclusive<usize> = 3..=8;

codes! {
    /// What an account counts.
    AccountKind "account-kind" {
        /// *Tillgång*.
        Asset = "asset",
        /// *Skuld*.
        Debt = "debt",
        /// *Intäkt*.
        Income = "income",
        /// *Kostnad*.
        Cost = "cost",
    }

    /// What the program itself books on an account. At most one account of a ledger has each.
    Purpose "account-purpose" {
        /// Fees that were billed.
        Fees = "fees",
        /// What payers owe.
        Claims = "claims",
        /// What bills are paid from.
        Bank = "bank",
    }
}

/// An account.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Account {
    pub id: AccountId,
    pub network: NetworkId,
    /// As the office's plan of accounts numbers it.
    pub number: String,
    pub name: String,
    pub kind: AccountKind,
    pub purpose: Option<Purpose>,
    /// Whether anything can still be booked on it.
    pub is_open: bool,
    /// Rises with every change, so that two who change it meet.
    pub version: i64,
}

/// What cannot be of an account.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AccountFault {
    /// The number is not three to eight digits.
    Number,
    /// It has no name, or one that is too long.
    Name,
    /// The program would book on it what its kind does not count.
    Purpose,
}

impl AccountKind {
    /// An amount as people read it on such an account: what came in, what was spent, what there is, what is owed.
    pub fn read(self, booked: Ore) -> Ore {
        match self {
            AccountKind::Asset | AccountKind::Cost => booked,
            AccountKind::Debt | AccountKind::Income => -booked,
        }
    }

    /// Whether it counts what happens in a year, and not what there is.
    pub fn is_of_year(self) -> bool {
        matches!(self, AccountKind::Income | AccountKind::Cost)
    }
}

impl Purpose {
    /// The kind of account that it belongs on.
    pub fn kind(self) -> AccountKind {
        match self {
            Purpose::Fees => AccountKind::Income,
            Purpose::Claims | Purpose::Bank => AccountKind::Asset,
        }
    }
}

impl Account {
    /// What cannot be, with the field that it stands in.
    pub fn faults(&self) -> Vec<(&'static str, AccountFault)> {
        let mut faults = Vec::new();
        let is_number = self.number.bytes().all(|one| one.is_ascii_digit());
        if !is_number || !DIGITS.contains(&self.number.len()) {
            faults.push(("number", AccountFault::Number));
        }
        if is_no_line(&self.name) {
            faults.push(("name", AccountFault::Name));
        }
        let misplaced = |purpose: Purpose| purpose.kind() != self.kind;
        if self.purpose.is_some_and(misplaced) {
            faults.push(("purpose", AccountFault::Purpose));
        }
        faults
    }
}

/// Whether a text is no line to keep: empty, or too long.
pub(crate) fn is_no_line(text: &str) -> bool {
    text.trim().is_empty() || LINE_CHARS_MAX < text.chars().count()
}

/// How far a ledger is closed.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Books {
    /// The last closed month; all before it are closed too.
    pub closed_through: Option<Month>,
}

/// Why nothing can be booked on a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DayFault {
    /// Its month is closed: book in an open one.
    Closed,
    /// It has not come.
    Coming,
}

/// Why a month cannot be closed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum CloseError {
    #[error("the month is closed already")]
    Closed,
    /// Something could still happen in it.
    #[error("the month has not ended")]
    NotEnded,
}

impl Books {
    /// Whether something can be booked on a day.
    pub fn is_open_on(&self, day: Day) -> bool {
        self.closed_through
            .is_none_or(|closed| closed < Month::of(day))
    }

    /// The month that can be closed next: the one after the last closed, once it has ended; before any was closed, the one that ended last.
    pub fn next(&self, today: Day) -> Option<Month> {
        let ended = Month::of(today).plus(-1);
        let next = self.closed_through.map_or(ended, |closed| closed.plus(1));
        (next <= ended).then_some(next)
    }

    /// Why nothing can be booked on a day; none where something can.
    pub fn refuses(&self, day: Day, today: Day) -> Option<DayFault> {
        if today < day {
            return Some(DayFault::Coming);
        }
        (!self.is_open_on(day)).then_some(DayFault::Closed)
    }

    /// Closes a month, and all before it. Nothing is booked there afterwards; what was wrong is reversed in an open one.
    pub fn close(&self, month: Month, today: Day) -> Result<Books, CloseError> {
        if !self.is_open_on(month.first_day()) {
            return Err(CloseError::Closed);
        }
        if today <= month.last_day() {
            return Err(CloseError::NotEnded);
        }
        Ok(Books {
            closed_through: Some(month),
        })
    }
}

/// Whether an amount is one that can be typed.
pub(crate) fn is_amount(amount: Ore) -> bool {
    (0..=ORE_MAX).contains(&amount.0)
}
