//! Budget, outcome and forecast: each account in a year, as people read it.

use super::{Account, AccountKind, Purpose, is_amount};
use crate::ids::{AccountId, ProposalId};
use crate::money::Ore;
use crate::month::Month;
use crate::time::Day;

/// What an account is to bring in or to bear in a year.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Budget {
    pub account: AccountId,
    pub year: i16,
    pub amount: Ore,
    /// What comes again each month, as a salary does.
    pub monthly: Ore,
}

/// What is booked on an account in a month: debit positive.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Sum {
    pub account: AccountId,
    pub month: Month,
    pub amount: Ore,
}

/// How firmly money is promised.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Standing {
    /// A proposal was signed and nobody has decided yet.
    Reserved,
    /// The board granted it.
    Decided,
}

/// What a proposal will still take from an account.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Pledge {
    pub proposal: ProposalId,
    pub account: AccountId,
    pub standing: Standing,
    /// What was not paid yet.
    pub left: Ore,
}

/// Fees that the ledger does not know of yet.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Expected {
    /// Billed and not booked.
    pub billed: Ore,
    /// Computed for the rest of the year and not billed.
    pub unbilled: Ore,
}

/// All that is known of a year.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct YearFacts {
    pub budgets: Vec<Budget>,
    pub sums: Vec<Sum>,
    pub pledges: Vec<Pledge>,
    pub fees: Expected,
}

/// An account in a year. Every amount as it is read on such an account.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Figures {
    pub account: Account,
    pub budget: Ore,
    /// What is booked in the year so far.
    pub booked: Ore,
    /// Granted, or billed, and not booked yet.
    pub decided: Ore,
    /// Proposed and not granted. Stands beside the forecast and is no part of it.
    pub reserved: Ore,
    /// What comes again in each month from this one on in which nothing is booked yet; on the account of fees, what will be
    /// billed.
    pub recurring: Ore,
}

impl Budget {
    /// Whether both amounts can be kept.
    pub fn is_valid(&self) -> bool {
        is_amount(self.amount) && is_amount(self.monthly)
    }

    /// The part of the year's amount that falls on a month: twelfths that add up to the year's amount.
    pub fn of_month(&self, month: Month) -> Ore {
        let until = |months: i8| Ore::rounded(i128::from(self.amount.0) * i128::from(months), 12);
        until(month.number()) - until(month.number() - 1)
    }
}

impl Figures {
    /// What the year will end at: what is booked, what is decided, and what comes again.
    pub fn forecast(&self) -> Ore {
        self.booked + self.decided + self.recurring
    }

    /// What the forecast leaves of the budget; below zero where it does not hold. On an account of income, what is missing.
    pub fn left(&self) -> Ore {
        self.budget - self.forecast()
    }

    /// Whether the forecast is worse than the budget.
    pub fn is_over(&self) -> bool {
        match self.account.kind {
            AccountKind::Cost => self.left() < Ore(0),
            AccountKind::Income => Ore(0) < self.left(),
            AccountKind::Asset | AccountKind::Debt => false,
        }
    }
}

/// The accounts of income and cost in a year, in the order in which they were given.
pub fn figures(accounts: &[Account], (year, today): (i16, Day), facts: &YearFacts) -> Vec<Figures> {
    let of_year = accounts.iter().filter(|one| one.kind.is_of_year());
    of_year
        .map(|account| of_account(account, (year, today), facts))
        .collect()
}

fn of_account(account: &Account, (year, today): (i16, Day), facts: &YearFacts) -> Figures {
    let id = account.id;
    let budget = facts
        .budgets
        .iter()
        .find(|one| one.account == id && one.year == year);
    let in_year = |one: &&Sum| one.account == id && one.month.year() == year;
    let booked = facts.sums.iter().filter(in_year);
    let booked = booked.fold(Ore(0), |sum, one| sum + one.amount);
    let pledged = |standing: Standing| {
        let own = facts.pledges.iter();
        let own = own.filter(|one| one.account == id && one.standing == standing);
        own.fold(Ore(0), |sum, one| sum + one.left)
    };
    let left = months_left(id, (year, today), &facts.sums);
    let monthly = budget.map_or(Ore(0), |one| one.monthly);
    let fees = match account.purpose {
        Some(Purpose::Fees) => facts.fees,
        _ => Expected::default(),
    };
    Figures {
        account: account.clone(),
        budget: budget.map_or(Ore(0), |one| one.amount),
        booked: account.kind.read(booked),
        decided: pledged(Standing::Decided) + fees.billed,
        reserved: pledged(Standing::Reserved),
        recurring: Ore(monthly.0.saturating_mul(left)) + fees.unbilled,
    }
}

/// Months of a year from the present one on in which nothing is booked on an account yet.
fn months_left(account: AccountId, (year, today): (i16, Day), sums: &[Sum]) -> i64 {
    let is_booked = |month: Month| {
        let mut own = sums.iter().filter(|one| one.account == account);
        own.any(|one| one.month == month)
    };
    let now = Month::of(today);
    let coming = Month::of_year(year).filter(|month| now <= *month && !is_booked(*month));
    i64::try_from(coming.count()).unwrap_or(0)
}

/// Income less cost, of one of the figures.
pub fn result(all: &[Figures], of: impl Fn(&Figures) -> Ore) -> Ore {
    all.iter().fold(Ore(0), |sum, one| match one.account.kind {
        AccountKind::Income => sum + of(one),
        AccountKind::Cost => sum - of(one),
        AccountKind::Asset | AccountKind::Debt => sum,
    })
}
