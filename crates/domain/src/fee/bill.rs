//! Bills: the basis of an invoice, with every line that it rests on.

use std::fmt;

use thiserror::Error;

use super::{Charge, Currency, Span};
use crate::ids::{BillId, NetworkId, PayerId, StaffId, VoucherId};
use crate::ledger::{Account, Booking, Origin, Posting, Purpose, Voucher};
use crate::money::Ore;
use crate::time::{Day, Instant};

/// Decimals of a rate.
const RATE_DECIMALS: usize = 6;
/// A rate in millionths: a thousand kronor for one of the other, at most.
const RATE_MAX: i64 = 1_000_000_000;

/// What one unit of a currency is worth in kronor.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rate {
    millionths: i64,
}

/// To whom a bill goes, as it was when it was made.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Recipient {
    pub name: String,
    pub reference: String,
    pub address: String,
}

/// One line of a bill.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BillLine {
    /// What the member was called; empty for the organisation itself.
    pub name: String,
    pub charge: Charge,
}

/// Where a bill is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BillState {
    /// Made, and not in the ledger.
    Open,
    /// In the ledger, by this voucher.
    Booked(VoucherId),
    /// In the ledger, and paid by another voucher that stands.
    Paid { booked: VoucherId, by: VoucherId },
    /// Taken back: its days can be billed again.
    Withdrawn,
}

/// The basis of an invoice.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bill {
    pub id: BillId,
    pub network: NetworkId,
    /// Without a gap within the network.
    pub number: u32,
    pub payer: PayerId,
    pub to: Recipient,
    pub currency: Currency,
    pub span: Span,
    pub lines: Vec<BillLine>,
    /// Who made it, and when.
    pub made: (StaffId, Instant),
    pub state: BillState,
    /// At which rate it was booked.
    pub rate: Option<Rate>,
    /// Rises with every change, so that two who change it meet.
    pub version: i64,
}

/// Why a bill cannot be booked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum BillError {
    #[error("the bill is elsewhere by now")]
    Elsewhere,
    /// No account has the purpose that it takes.
    #[error("an account is missing")]
    NoAccount(Purpose),
    /// It is not in kronor, and nobody said what it is worth.
    #[error("a rate is missing")]
    NoRate,
    /// It would be paid before it was booked.
    #[error("the payment lies before the bill")]
    Before,
    /// It is for nothing, or for more than can be booked.
    #[error("the sum cannot be booked")]
    Sum,
}

impl Rate {
    /// A rate as people type it: `11,4325`.
    pub fn typed(text: &str) -> Option<Rate> {
        let text: String = text.chars().filter(|one| !one.is_whitespace()).collect();
        let (whole, part) = text.split_once([',', '.']).unwrap_or((&text, ""));
        let is_digits = |part: &str| part.bytes().all(|one| one.is_ascii_digit());
        if whole.is_empty() || !is_digits(whole) || !is_digits(part) || RATE_DECIMALS < part.len() {
            return None;
        }
        let part: i64 = format!("{part:0<RATE_DECIMALS$}").parse().ok()?;
        let whole: i64 = whole.parse().ok()?;
        Rate::from_millionths(whole.checked_mul(1_000_000)?.checked_add(part)?)
    }

    /// A rate in millionths; none where it is none.
    pub fn from_millionths(millionths: i64) -> Option<Rate> {
        (1..=RATE_MAX)
            .contains(&millionths)
            .then_some(Rate { millionths })
    }

    /// The rate in millionths.
    pub fn millionths(self) -> i64 {
        self.millionths
    }

    /// An amount in kronor.
    pub fn kronor(self, amount: Ore) -> Ore {
        Ore::rounded(
            i128::from(amount.0) * i128::from(self.millionths),
            1_000_000,
        )
    }
}

/// `11,4325`: as a field shows it again.
impl fmt::Display for Rate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (whole, part) = (self.millionths / 1_000_000, self.millionths % 1_000_000);
        let part = format!("{part:06}");
        match part.trim_end_matches('0') {
            "" => write!(f, "{whole}"),
            part => write!(f, "{whole},{part}"),
        }
    }
}

impl BillState {
    /// Its name in files and for programs.
    pub fn code(self) -> &'static str {
        match self {
            BillState::Open => "open",
            BillState::Booked(_) => "booked",
            BillState::Paid { .. } => "paid",
            BillState::Withdrawn => "withdrawn",
        }
    }

    /// The voucher that books it.
    pub fn voucher(self) -> Option<VoucherId> {
        match self {
            BillState::Booked(booked) | BillState::Paid { booked, .. } => Some(booked),
            BillState::Open | BillState::Withdrawn => None,
        }
    }

    /// Whether its payer still owes it: it is in the ledger, and not paid.
    pub fn is_owed(self) -> bool {
        matches!(self, BillState::Booked(_))
    }

    /// The voucher that pays it.
    pub fn payment(self) -> Option<VoucherId> {
        match self {
            BillState::Paid { by, .. } => Some(by),
            BillState::Open | BillState::Booked(_) | BillState::Withdrawn => None,
        }
    }
}

impl Bill {
    /// The sum of its lines, in its own currency.
    pub fn sum(&self) -> Ore {
        let amounts = self.lines.iter().map(|line| line.charge.amount);
        amounts.fold(Ore(0), |sum, one| sum + one)
    }

    /// Whether its days are billed.
    pub fn stands(&self) -> bool {
        self.state != BillState::Withdrawn
    }

    /// What books it: the payer owes it, and it came in as fees.
    pub fn booking(
        &self,
        on: Day,
        accounts: &[Account],
        rate: Option<Rate>,
    ) -> Result<Booking, BillError> {
        if self.state != BillState::Open {
            return Err(BillError::Elsewhere);
        }
        let sum = match (self.currency, rate) {
            (Currency::Krona, _) => self.sum(),
            (_, Some(rate)) => rate.kronor(self.sum()),
            (_, None) => return Err(BillError::NoRate),
        };
        let postings = moved(sum, (Purpose::Claims, Purpose::Fees), accounts)?;
        Booking::new((on, &self.to.name), Origin::Bill(self.id), None, postings)
            .map_err(|_| BillError::Sum)
    }

    /// What pays it: all that the payer owes by its booking came into the bank, on that day or later.
    pub fn payment(
        &self,
        on: Day,
        accounts: &[Account],
        booked: &Booking,
    ) -> Result<Booking, BillError> {
        if !self.state.is_owed() {
            return Err(BillError::Elsewhere);
        }
        if on < booked.on() {
            return Err(BillError::Before);
        }
        let postings = moved(booked.sum(), (Purpose::Bank, Purpose::Claims), accounts)?;
        Booking::new((on, &self.to.name), Origin::Typed, None, postings).map_err(|_| BillError::Sum)
    }
}

/// Whether a voucher that somebody typed can be what pays bills: it stands, and takes from what payers owe.
pub fn is_payment(one: &Voucher, accounts: &[Account]) -> bool {
    let is_claims = |posting: &Posting| {
        let mut named = accounts.iter().filter(|one| one.id == posting.account);
        named.any(|one| one.purpose == Some(Purpose::Claims))
    };
    let (booking, mut postings) = (&one.booking, one.booking.postings().iter());
    booking.origin() == Origin::Typed
        && one.reversed_by.is_none()
        && postings.any(|posting| posting.amount < Ore(0) && is_claims(posting))
}

/// A sum on the open accounts of two purposes: in the debit of the first, in the credit of the second.
fn moved(
    sum: Ore,
    (debit, credit): (Purpose, Purpose),
    accounts: &[Account],
) -> Result<Vec<Posting>, BillError> {
    let account = |purpose: Purpose| {
        let mut open = accounts.iter().filter(|one| one.is_open);
        let found = open.find(|one| one.purpose == Some(purpose));
        found.map(|one| one.id).ok_or(BillError::NoAccount(purpose))
    };
    let posting = |purpose, amount| {
        Ok(Posting {
            account: account(purpose)?,
            amount,
        })
    };
    Ok(vec![posting(debit, sum)?, posting(credit, -sum)?])
}

/// The number of a bill that stands and has a day of one of these lines already.
pub fn clash(lines: &[Charge], bills: &[Bill]) -> Option<u32> {
    let meets = |other: &BillLine| {
        lines.iter().any(|one| {
            let same = one.membership == other.charge.membership;
            same && one.span.and(other.charge.span).is_some()
        })
    };
    let mut standing = bills.iter().filter(|bill| bill.stands());
    let found = standing.find(|bill| bill.lines.iter().any(meets));
    found.map(|bill| bill.number)
}

/// What to bill next: the rest of the year that was billed last, the year after it, or else the present year.
pub fn next_span(bills: &[Bill], today: Day) -> Span {
    let standing = bills.iter().filter(|bill| bill.stands());
    let year = Span::year(today.0.year());
    match standing.map(|bill| bill.span.until).max() {
        Some(from) => Span {
            from,
            until: Span::year(from.0.year()).until,
        },
        None => year,
    }
}

/// What is in the ledger and not paid, in the bills' own currency.
pub fn unpaid(bills: &[Bill]) -> Ore {
    let owed = bills.iter().filter(|one| one.state.is_owed());
    owed.fold(Ore(0), |sum, one| sum + one.sum())
}

/// What of a year's lines no bill has yet. Where a price changed after it was billed, less than nothing.
pub fn unbilled(lines: &[Charge], bills: &[Bill]) -> Ore {
    let due = lines.iter().fold(Ore(0), |sum, one| sum + one.amount);
    let years: Vec<i16> = lines.iter().map(|one| one.span.from.0.year()).collect();
    let standing = bills.iter().filter(|bill| bill.stands());
    let billed = standing.flat_map(|bill| &bill.lines);
    let billed = billed.filter(|line| years.contains(&line.charge.span.from.0.year()));
    billed.fold(due, |left, line| left - line.charge.amount)
}
