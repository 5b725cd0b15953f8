//! Fees: what organisations pay a network a year for themselves and for their teams, and what they are billed.

mod bill;
mod charge;

#[cfg(test)]
mod tests;

use std::collections::BTreeMap;

pub use bill::{
    Bill, BillError, BillLine, BillState, Rate, Recipient, clash, is_payment, next_span, unbilled,
    unpaid,
};
pub use charge::{Charge, NoPrice, Span, charges};

use crate::codes;
use crate::ids::{MembershipId, NetworkId, PayerId, PriceListId, TeamId};
use crate::ledger::{Expected, is_amount, is_no_line};
use crate::money::Ore;
use crate::time::Day;

/// Payers of a network: more than any partner supports.
pub const PAYERS_MAX: u32 = 500;
/// Memberships of one payer.
pub const MEMBERSHIPS_MAX: usize = 60;
/// Price lists of a network: one a year and currency for a generation.
pub const PRICE_LISTS_MAX: u32 = 300;
/// Bills of a network that are listed, the newest first.
pub const BILLS_MAX: u32 = 2_000;

codes! {
    /// The currency of a price list, by its international code.
    Currency "currency" {
        Krona = "SEK",
        DanishKrone = "DKK",
        NorwegianKrone = "NOK",
        IcelandicKrona = "ISK",
        Euro = "EUR",
        Pound = "GBP",
        Franc = "CHF",
        Dollar = "USD",
    }
}

/// What a year costs from a day on, until the next list in the same currency.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PriceList {
    pub id: PriceListId,
    pub network: NetworkId,
    pub currency: Currency,
    pub from: Day,
    /// For the organisation itself, a year.
    pub organisation: Ore,
    /// For each team, a year.
    pub team: Ore,
    /// Who set these prices, and where it is written.
    pub source: String,
}

/// An organisation that pays fees.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Payer {
    pub id: PayerId,
    pub network: NetworkId,
    pub name: String,
    /// What it wants to find on its invoices.
    pub reference: String,
    /// Where invoices go.
    pub address: String,
    pub currency: Currency,
    /// Rises with every change, so that two who change it meet.
    pub version: i64,
}

/// What a fee is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Member {
    Organisation,
    Team(TeamId),
}

/// What an organisation pays for, from–to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Membership {
    pub id: MembershipId,
    pub payer: PayerId,
    pub member: Member,
    pub from: Day,
    /// The first day that is not paid for.
    pub until: Option<Day>,
}

/// What cannot be kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FeeFault {
    /// Empty, or too long.
    Line,
    /// Too long.
    TooLong,
    /// Not an amount that can be typed.
    Amount,
    /// It ends before it begins.
    Backwards,
    /// The same is paid for twice on some day.
    Twice,
    /// More than an organisation can have.
    TooMany,
}

impl Member {
    /// When a team closed; none for one that works, and for an organisation.
    pub fn closed(self, closed: &Closed) -> Option<Day> {
        match self {
            Member::Organisation => None,
            Member::Team(id) => closed.get(&id).copied(),
        }
    }
}

impl PriceList {
    /// The year's price of a member.
    pub fn yearly(&self, member: Member) -> Ore {
        match member {
            Member::Organisation => self.organisation,
            Member::Team(_) => self.team,
        }
    }

    /// What cannot be kept, with the field that it stands in.
    pub fn faults(&self) -> Vec<(&'static str, FeeFault)> {
        let mut faults = Vec::new();
        for (field, amount) in [("organisation", self.organisation), ("team", self.team)] {
            if !is_amount(amount) {
                faults.push((field, FeeFault::Amount));
            }
        }
        if is_no_line(&self.source) {
            faults.push(("source", FeeFault::Line));
        }
        faults
    }
}

impl Payer {
    /// What cannot be kept, with the field that it stands in.
    pub fn faults(&self) -> Vec<(&'static str, FeeFault)> {
        let mut faults = Vec::new();
        if is_no_line(&self.name) {
            faults.push(("name", FeeFault::Line));
        }
        for (field, text) in [("reference", &self.reference), ("address", &self.address)] {
            if !text.is_empty() && is_no_line(text) {
                faults.push((field, FeeFault::TooLong));
            }
        }
        faults
    }
}

impl Membership {
    /// Why it cannot stand beside those of the network, itself as it was left out.
    pub fn fault(&self, beside: &[Membership]) -> Option<(&'static str, FeeFault)> {
        if self.until.is_some_and(|until| until <= self.from) {
            return Some(("until", FeeFault::Backwards));
        }
        let others = || beside.iter().filter(|one| one.id != self.id);
        let meets = |one: &Membership| {
            let same = match self.member {
                Member::Organisation => one.payer == self.payer,
                Member::Team(_) => true,
            };
            let starts = one.until.is_none_or(|until| self.from < until);
            let ends = self.until.is_none_or(|until| one.from < until);
            same && one.member == self.member && starts && ends
        };
        if others().any(meets) {
            return Some(("member", FeeFault::Twice));
        }
        let own = others().filter(|one| one.payer == self.payer).count();
        (MEMBERSHIPS_MAX <= own).then_some(("member", FeeFault::TooMany))
    }
}

/// All that is known of a network's fees.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct FeeFacts {
    pub payers: Vec<Payer>,
    pub memberships: Vec<Membership>,
    pub prices: Vec<PriceList>,
    pub bills: Vec<Bill>,
    pub closed: Closed,
}

/// The teams that have closed, each with the first day on which it no longer works.
pub type Closed = BTreeMap<TeamId, Day>;

impl FeeFacts {
    /// What of a membership is paid for: a team that closes costs nothing from that day on, whatever was typed.
    pub fn paid(&self, one: &Membership) -> Membership {
        let until = one.until.into_iter().chain(one.member.closed(&self.closed));
        Membership {
            until: until.min(),
            ..*one
        }
    }

    /// What a payer owes within a span, line by line.
    pub fn of_payer(&self, payer: &Payer, span: Span) -> Result<Vec<Charge>, NoPrice> {
        let own = self.memberships.iter();
        let own = own.filter(|one| one.payer == payer.id);
        let own: Vec<Membership> = own.map(|one| self.paid(one)).collect();
        let prices = self.prices.iter();
        let prices = prices.filter(|one| one.currency == payer.currency);
        charges(&own, &prices.cloned().collect::<Vec<_>>(), span)
    }

    /// The bills of a payer, the newest first.
    pub fn bills_of(&self, payer: PayerId) -> Vec<Bill> {
        let own = self.bills.iter().filter(|one| one.payer == payer);
        own.cloned().collect()
    }

    /// What will still come in a year, in kronor: what is billed and not booked, and what is not billed. Fees in other
    /// currencies are left out, since nobody knows their rate yet, and so are those of days without a price.
    pub fn expected(&self, year: i16) -> Expected {
        let mut sum = Expected::default();
        let in_kronor = |one: &&Payer| one.currency == Currency::Krona;
        for payer in self.payers.iter().filter(in_kronor) {
            let bills = self.bills_of(payer.id);
            let due = self.of_payer(payer, Span::year(year)).unwrap_or_default();
            sum.unbilled = sum.unbilled + unbilled(&due, &bills);
            let open = bills.iter().filter(|one| one.state == BillState::Open);
            let lines = open.flat_map(|one| &one.lines);
            let of_year = lines.filter(|one| one.charge.span.from.0.year() == year);
            sum.billed = of_year.fold(sum.billed, |sum, one| sum + one.charge.amount);
        }
        sum
    }
}
