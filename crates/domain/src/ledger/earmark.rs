//! Where decisions meet money: which account a proposal is paid from, in which year, and what of it was paid.

use super::{Account, AccountKind, Pledge, Standing, is_amount};
use crate::ids::{AccountId, ProposalId};
use crate::money::Ore;
use crate::proposal::{Course, Outcome, Stage};

/// Earmarks of one proposal: a trip over two years from a handful of accounts.
pub const EARMARKS_MAX: usize = 20;

/// Money of an account that a proposal is to be paid from in a year.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Earmark {
    pub proposal: ProposalId,
    pub account: AccountId,
    pub year: i16,
    pub amount: Ore,
}

/// Why money cannot be earmarked so.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum EarmarkFault {
    /// Nothing, or more than can be typed.
    Amount,
    /// Not an open account of costs.
    Account,
    /// The same account twice in a year.
    Twice,
    /// More than a proposal may have.
    TooMany,
    /// More than the proposal's funding in all.
    TooMuch,
}

/// What was paid for a proposal from an account in a year.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Paid {
    pub proposal: ProposalId,
    pub account: AccountId,
    pub year: i16,
    pub amount: Ore,
}

impl Earmark {
    /// What of it was not paid yet; nothing where more was paid.
    pub fn left(&self, paid: &[Paid]) -> Ore {
        (self.amount - self.paid(paid)).max(Ore(0))
    }

    /// What of it was paid.
    pub fn paid(&self, paid: &[Paid]) -> Ore {
        let own = paid.iter().filter(|one| {
            one.proposal == self.proposal && one.account == self.account && one.year == self.year
        });
        own.fold(Ore(0), |sum, one| sum + one.amount)
    }
}

/// Why a proposal with such a funding cannot have these earmarks. Others may pay a part of it, so that less is no fault.
pub fn earmark_faults(all: &[Earmark], accounts: &[Account], funding: Ore) -> Vec<EarmarkFault> {
    let mut faults = Vec::new();
    if EARMARKS_MAX < all.len() {
        faults.push(EarmarkFault::TooMany);
    }
    if !all
        .iter()
        .all(|one| Ore(0) < one.amount && is_amount(one.amount))
    {
        faults.push(EarmarkFault::Amount);
    }
    let pays = |one: &Account| one.is_open && one.kind == AccountKind::Cost;
    let is_known = |id: AccountId| accounts.iter().any(|one| one.id == id && pays(one));
    if !all.iter().all(|one| is_known(one.account)) {
        faults.push(EarmarkFault::Account);
    }
    let mut places: Vec<(AccountId, i16)> = all.iter().map(|one| (one.account, one.year)).collect();
    places.sort();
    if places
        .windows(2)
        .any(|two| matches!(two, [one, other] if one == other))
    {
        faults.push(EarmarkFault::Twice);
    }
    let sum = all.iter().fold(Ore(0), |sum, one| sum + one.amount);
    if funding < sum {
        faults.push(EarmarkFault::TooMuch);
    }
    faults
}

/// How firmly the money of a proposal is promised; none while it is written, when it was refused or returned, and once it
/// is reported back: what was not used by then is free.
pub fn standing(course: &Course) -> Option<Standing> {
    let outcome = course.ruling.as_ref().map(|ruling| ruling.outcome);
    match (course.stage(), outcome) {
        (Stage::Draft | Stage::Reported, _) => None,
        (Stage::Signed | Stage::Sent, _) => Some(Standing::Reserved),
        (Stage::Decided, Some(Outcome::Granted | Outcome::Changed)) => Some(Standing::Decided),
        (Stage::Decided, _) => None,
    }
}

/// What proposals will still take from accounts in a year.
pub fn pledges(
    year: i16,
    earmarks: &[Earmark],
    paid: &[Paid],
    standing: impl Fn(ProposalId) -> Option<Standing>,
) -> Vec<Pledge> {
    let of_year = earmarks.iter().filter(|one| one.year == year);
    let pledge = |one: &Earmark| {
        Some(Pledge {
            proposal: one.proposal,
            account: one.account,
            standing: standing(one.proposal)?,
            left: one.left(paid),
        })
    };
    of_year.filter_map(pledge).collect()
}
