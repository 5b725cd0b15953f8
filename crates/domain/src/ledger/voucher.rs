//! Vouchers: what is booked once, balances to the öre, and is never changed.

use thiserror::Error;

use super::is_no_line;
use crate::ids::{AccountId, BillId, NetworkId, ProposalId, StaffId, VoucherId};
use crate::money::{ORE_MAX, Ore};
use crate::time::{Day, Instant};

/// Postings of one voucher: a salary run has some dozen.
pub const POSTINGS_MAX: usize = 60;

/// An amount on an account: debit positive, credit negative.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Posting {
    pub account: AccountId,
    pub amount: Ore,
}

/// Where a voucher comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Origin {
    /// Somebody wrote it.
    Typed,
    /// A bill was booked.
    Bill(BillId),
    /// It takes another one back.
    Reversal(VoucherId),
}

/// What is booked: it balances, since there is no way to make one that does not.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Booking {
    on: Day,
    text: String,
    origin: Origin,
    proposal: Option<ProposalId>,
    postings: Vec<Posting>,
}

/// Why something cannot be booked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BookingFault {
    /// It says nothing, or too much.
    Text,
    /// Fewer than two postings.
    TooFew,
    /// More than a voucher may have.
    TooMany,
    /// A posting of nothing, or of more than can be typed.
    Amount,
    /// Debit and credit differ.
    Unbalanced { debit: Ore, credit: Ore },
}

/// Why a voucher cannot be taken back.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum ReverseError {
    #[error("the voucher was taken back already")]
    Already,
    /// What took another back is not taken back itself: book anew.
    #[error("the voucher takes another one back")]
    IsReversal,
    /// The bill is withdrawn, which reverses its voucher.
    #[error("the voucher belongs to a bill")]
    OfBill,
    #[error("a reversal lies before its voucher")]
    Before,
    #[error("a reversal says why")]
    Text,
}

/// A voucher in the ledger.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Voucher {
    pub id: VoucherId,
    pub network: NetworkId,
    /// Without a gap within the ledger.
    pub number: u32,
    pub booking: Booking,
    /// Who booked it, and when.
    pub made: (StaffId, Instant),
    /// What took it back: id and number.
    pub reversed_by: Option<(VoucherId, u32)>,
}

impl Booking {
    /// A booking, or every reason why it cannot be.
    pub fn new(
        (on, text): (Day, &str),
        origin: Origin,
        proposal: Option<ProposalId>,
        postings: Vec<Posting>,
    ) -> Result<Booking, Vec<BookingFault>> {
        let mut faults = Vec::new();
        if is_no_line(text) {
            faults.push(BookingFault::Text);
        }
        if postings.len() < 2 {
            faults.push(BookingFault::TooFew);
        }
        if POSTINGS_MAX < postings.len() {
            faults.push(BookingFault::TooMany);
        }
        let is_amount =
            |one: &Posting| (1..=ORE_MAX.unsigned_abs()).contains(&one.amount.0.unsigned_abs());
        if !postings.iter().all(is_amount) {
            faults.push(BookingFault::Amount);
        }
        let (debit, credit) = sides(&postings);
        if debit != credit {
            faults.push(BookingFault::Unbalanced { debit, credit });
        }
        if !faults.is_empty() {
            return Err(faults);
        }
        Ok(Booking {
            on,
            text: text.trim().to_owned(),
            origin,
            proposal,
            postings,
        })
    }

    /// The day that it counts on.
    pub fn on(&self) -> Day {
        self.on
    }

    /// What it is, in one line.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Where it comes from.
    pub fn origin(&self) -> Origin {
        self.origin
    }

    /// The proposal whose costs it pays.
    pub fn proposal(&self) -> Option<ProposalId> {
        self.proposal
    }

    /// Its postings, which add up to nothing.
    pub fn postings(&self) -> &[Posting] {
        &self.postings
    }

    /// The sum of either side.
    pub fn sum(&self) -> Ore {
        sides(&self.postings).0
    }
}

impl Voucher {
    /// What takes it back: the same amounts the other way, on a day of its own and with the reason.
    pub fn reversal(&self, on: Day, why: &str) -> Result<Booking, ReverseError> {
        match self.booking.origin {
            Origin::Reversal(_) => return Err(ReverseError::IsReversal),
            Origin::Bill(_) => return Err(ReverseError::OfBill),
            Origin::Typed => {}
        }
        self.taken_back(on, why)
    }

    /// As [`Voucher::reversal`], for the voucher of a bill that is withdrawn.
    pub fn withdrawal(&self, on: Day, why: &str) -> Result<Booking, ReverseError> {
        match self.booking.origin {
            Origin::Bill(_) => self.taken_back(on, why),
            Origin::Typed | Origin::Reversal(_) => Err(ReverseError::IsReversal),
        }
    }

    fn taken_back(&self, on: Day, why: &str) -> Result<Booking, ReverseError> {
        if self.reversed_by.is_some() {
            return Err(ReverseError::Already);
        }
        if on < self.booking.on {
            return Err(ReverseError::Before);
        }
        let back = |one: &Posting| Posting {
            account: one.account,
            amount: -one.amount,
        };
        let postings = self.booking.postings.iter().map(back).collect();
        Booking::new(
            (on, why),
            Origin::Reversal(self.id),
            self.booking.proposal,
            postings,
        )
        .map_err(|_| ReverseError::Text)
    }
}

/// Debit and credit, both as they are read.
pub fn sides(postings: &[Posting]) -> (Ore, Ore) {
    let amounts = || postings.iter().map(|one| one.amount);
    let debit = amounts().filter(|one| Ore(0) < *one);
    let credit = amounts().filter(|one| *one < Ore(0));
    let sum = |all: &mut dyn Iterator<Item = Ore>| all.fold(Ore(0), |sum, one| sum + one);
    (sum(&mut { debit }), -sum(&mut { credit }))
}
