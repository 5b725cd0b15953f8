//! The invented network's economy: accounts, prices, who pays, what was billed and booked. Every amount is made up, and
//! looks like it.

use hemma_domain::fee::{
    Bill, BillLine, BillState, Charge, Closed, Currency, FeeFacts, Member, Membership, Payer,
    PriceList, Recipient, Span,
};
use hemma_domain::ids::{
    AccountId, BillId, MembershipId, NetworkId, PayerId, PriceListId, ProposalId, StaffId,
    VoucherId,
};
use hemma_domain::ledger::{
    Account, AccountKind, Booking, Budget, Earmark, Origin, Posting, Purpose, Voucher,
};
use hemma_domain::money::Ore;
use hemma_domain::month::Month;
use hemma_domain::staff::Role;
use hemma_domain::team::Team;
use hemma_domain::time::{Day, Instant};

use crate::Plan;
use crate::dice::Dice;
use crate::proposal::PURCHASE;
use crate::row::{hour, working_day};

/// Number, name, kind and purpose; then the year's budget and what comes again each month, in kronor.
type AccountRow = (
    (&'static str, &'static str),
    (AccountKind, Option<Purpose>),
    (i64, i64),
);

const ACCOUNTS: [AccountRow; 10] = [
    (
        ("1510", "Fordringar på nämnder"),
        (AccountKind::Asset, Some(Purpose::Claims)),
        (0, 0),
    ),
    (
        ("1930", "Bank"),
        (AccountKind::Asset, Some(Purpose::Bank)),
        (0, 0),
    ),
    (
        ("2060", "Överskott från tidigare år"),
        (AccountKind::Debt, None),
        (0, 0),
    ),
    (
        ("3010", "Avgifter från team"),
        (AccountKind::Income, Some(Purpose::Fees)),
        (999_999, 0),
    ),
    (
        ("3990", "Bidrag till projekt"),
        (AccountKind::Income, None),
        (111_111, 0),
    ),
    (
        ("5010", "Lokal"),
        (AccountKind::Cost, None),
        (133_332, 11_111),
    ),
    (
        ("5410", "Datorer och inventarier"),
        (AccountKind::Cost, None),
        (44_444, 0),
    ),
    (
        ("5810", "Resor och konferenser"),
        (AccountKind::Cost, None),
        (77_777, 0),
    ),
    (
        ("6910", "Licens och utbildning"),
        (AccountKind::Cost, None),
        (222_222, 0),
    ),
    (
        ("7010", "Löner"),
        (AccountKind::Cost, None),
        (533_328, 44_444),
    ),
];

/// The year of the trip to Charleston, and what it was to cost and did, in kronor.
const TRIP: (i16, i64, i64) = (2010, 81_000, 79_850);

/// Where the invented prices come from.
const SOURCE: &str = "Påhittad prislista, bara för att visa";

/// All of it, in the order in which it is stored.
#[derive(Debug, Clone, PartialEq)]
pub struct Economy {
    pub accounts: Vec<Account>,
    pub budgets: Vec<Budget>,
    pub prices: Vec<PriceList>,
    pub payers: Vec<Payer>,
    pub memberships: Vec<Membership>,
    /// Where they are when every voucher is booked.
    pub bills: Vec<Bill>,
    /// By number.
    pub vouchers: Vec<Voucher>,
    /// What pays for the trip and for the purchase that were granted.
    pub earmarks: Vec<Earmark>,
    /// The last closed month.
    pub closed_through: Month,
}

/// What everything is made with.
struct Office {
    dice: Dice,
    network: NetworkId,
    by: StaffId,
    today: Day,
}

impl Plan {
    /// The economy of the network; none where nobody keeps it.
    pub fn economy(&self) -> Option<Economy> {
        let mut posts = self.house().posts.iter();
        let lead = posts.find(|post| post.role == Role::NetworkLead)?;
        let mut dice = Dice::new(self.seed, "economy");
        let year = self.today.0.year();
        dice.ids_from(at(day(year, 1, 2)));
        let mut office = Office {
            dice,
            network: self.house().network.id,
            by: lead.staff,
            today: self.today,
        };
        let accounts = office.accounts();
        let prices = office.prices(year);
        let (payers, memberships) = self.payers(&mut office, year);
        let facts = FeeFacts {
            payers,
            memberships,
            prices,
            bills: Vec::new(),
            closed: Closed::new(),
        };
        let mut bills = office.bills(&facts, (year, &self.house().teams));
        let proposals = self.proposals();
        let bought = proposals.iter().find(|one| one.template == PURCHASE);
        let bought = bought.map(|one| one.id);
        let trip = proposals.first().map(|one| one.id);
        let paid = office.payment(&accounts, bought);
        let paid = travelled(&accounts, trip).into_iter().chain(paid).collect();
        let vouchers = office.vouchers((accounts.as_slice(), paid), &bills, year);
        settle(&mut bills, &vouchers);
        let travel = accounts.iter().find(|one| one.number == "5810");
        let earmark = |proposal: Option<ProposalId>, number: &str, (year, amount)| {
            let account = accounts.iter().find(|one| one.number == number)?;
            Some(Earmark {
                proposal: proposal?,
                account: account.id,
                year,
                amount: kronor(amount),
            })
        };
        let earmarks = [
            earmark(trip, "5810", (TRIP.0, TRIP.1)),
            earmark(bought, "5410", (year, 33_333)),
        ];
        let of_trip = travel.map(|account| Budget {
            account: account.id,
            year: TRIP.0,
            amount: kronor(TRIP.1),
            monthly: Ore(0),
        });
        let budget = |(account, row): (&Account, &AccountRow)| Budget {
            account: account.id,
            year,
            amount: kronor(row.2.0),
            monthly: kronor(row.2.1),
        };
        let of_year = accounts.iter().zip(&ACCOUNTS);
        let of_year = of_year.filter(|(account, _)| account.kind.is_of_year());
        Some(Economy {
            budgets: of_trip.into_iter().chain(of_year.map(budget)).collect(),
            earmarks: earmarks.into_iter().flatten().collect(),
            accounts,
            prices: facts.prices,
            payers: facts.payers,
            memberships: facts.memberships,
            bills,
            vouchers,
            closed_through: Month::of(self.today).plus(-2),
        })
    }

    /// Each board pays for itself and its teams; one payer abroad pays in its own currency.
    fn payers(&self, office: &mut Office, year: i16) -> (Vec<Payer>, Vec<Membership>) {
        let (mut payers, mut memberships) = (Vec::new(), Vec::new());
        let abroad = ("Påhittets kommune", Currency::DanishKrone, None);
        let boards = self.house().boards.iter();
        let boards = boards.map(|one| (one.name.as_str(), Currency::Krona, Some(one.id)));
        for (name, currency, board) in boards.chain([abroad]) {
            let id = PayerId(office.dice.id());
            payers.push(Payer {
                id,
                network: office.network,
                name: name.to_owned(),
                reference: "Referens 00 (påhittad)".to_owned(),
                address: "Box 000, 000 00 Påhittet".to_owned(),
                currency,
                version: 1,
            });
            let start = day(year, 1, 1).plus_months(-12);
            let teams = self.house().teams.iter();
            let teams = teams.filter(|team| Some(team.board) == board);
            let teams = teams.map(|team| (Member::Team(team.id), team.opened_on, team.closed_on));
            let all = std::iter::once((Member::Organisation, start, None)).chain(teams);
            for (member, opened_on, until) in all {
                memberships.push(Membership {
                    id: MembershipId(office.dice.id()),
                    payer: id,
                    member,
                    from: opened_on.max(start),
                    until,
                });
            }
        }
        (payers, memberships)
    }
}

impl Office {
    fn accounts(&mut self) -> Vec<Account> {
        let account = |((number, name), (kind, purpose), _): &AccountRow| Account {
            id: AccountId(self.dice.id()),
            network: self.network,
            number: (*number).to_owned(),
            name: (*name).to_owned(),
            kind: *kind,
            purpose: *purpose,
            is_open: true,
            version: 1,
        };
        ACCOUNTS.iter().map(account).collect()
    }

    /// Two years of prices: the second list begins in the middle of the present one.
    fn prices(&mut self, year: i16) -> Vec<PriceList> {
        let mut list = |currency, from, (organisation, team)| PriceList {
            id: PriceListId(self.dice.id()),
            network: self.network,
            currency,
            from,
            organisation: kronor(organisation),
            team: kronor(team),
            source: SOURCE.to_owned(),
        };
        let first = day(year, 1, 1).plus_months(-12);
        vec![
            list(Currency::Krona, first, (44_444, 22_222)),
            list(Currency::Krona, day(year, 7, 1), (55_555, 33_333)),
            list(Currency::DanishKrone, first, (33_333, 11_111)),
        ]
    }

    /// This year's bills.
    fn bills(&mut self, facts: &FeeFacts, (year, teams): (i16, &[Team])) -> Vec<Bill> {
        let mut bills = Vec::new();
        for (number, payer) in (1..).zip(&facts.payers) {
            let charges = facts.of_payer(payer, Span::year(year));
            let line = |charge: Charge| BillLine {
                name: team_name(charge.member, teams),
                charge,
            };
            bills.push(Bill {
                id: BillId(self.dice.id()),
                network: self.network,
                number,
                payer: payer.id,
                to: Recipient {
                    name: payer.name.clone(),
                    reference: payer.reference.clone(),
                    address: payer.address.clone(),
                },
                currency: payer.currency,
                span: Span::year(year),
                lines: charges.unwrap_or_default().into_iter().map(line).collect(),
                made: (self.by, at(day(year, 1, 2))),
                state: BillState::Open,
                rate: None,
                version: 1,
            });
        }
        bills
    }

    /// What happened this year until today, by day: bills in kronor are booked but for the last and paid but for the last of
    /// those, rent and salaries each month, and something on the wrong account that was taken back.
    fn vouchers(
        &mut self,
        (accounts, paid): (&[Account], Vec<Booking>),
        bills: &[Bill],
        year: i16,
    ) -> Vec<Voucher> {
        let mut bookings = paid;
        // Before anything of the last two years is paid.
        let left = (
            working_day(day(year - 1, 1, 2)),
            "Överfört från tidigare år",
        );
        bookings.extend(two(accounts, left, ("1930", "2060"), kronor(555_555)));
        let in_kronor = bills.iter().filter(|one| one.currency == Currency::Krona);
        let in_kronor: Vec<&Bill> = in_kronor.collect();
        let count = in_kronor.len();
        let (booking_day, paying_day) = (day(year, 1, 15), day(year, 2, 10));
        for bill in in_kronor.iter().take(count.saturating_sub(1)) {
            bookings.extend(bill.booking(working_day(booking_day), accounts, None).ok());
        }
        for bill in in_kronor.iter().take(count.saturating_sub(2)) {
            let paid = (working_day(paying_day), bill.to.name.as_str());
            bookings.extend(two(accounts, paid, ("1930", "1510"), bill.sum()));
        }
        for month in Month::of_year(year) {
            let rent = (working_day(month.first_day().plus(1)), "Hyra");
            bookings.extend(two(accounts, rent, ("5010", "1930"), kronor(11_111)));
            let salaries = (working_day(month.first_day().plus(24)), "Löner");
            bookings.extend(two(accounts, salaries, ("7010", "1930"), kronor(44_444)));
        }
        let licence = (working_day(day(year, 3, 5)), "Licens för året");
        bookings.extend(two(accounts, licence, ("6910", "1930"), kronor(188_888)));
        let trip = (working_day(day(year, 4, 8)), "Tåg till utbildningsdag");
        bookings.extend(two(accounts, trip, ("5010", "1930"), kronor(3_333)));
        bookings.retain(|one| one.on() <= self.today);
        bookings.sort_by_key(Booking::on);
        let mut vouchers: Vec<Voucher> = Vec::new();
        for booking in bookings {
            let is_wrong = booking.text() == trip.1;
            vouchers.push(self.voucher(booking, vouchers.len()));
            if is_wrong {
                let right = (working_day(trip.0.plus(6)).min(self.today), trip.1);
                let back = vouchers
                    .last()
                    .and_then(|one| one.reversal(right.0, "Fel konto").ok());
                let right = two(accounts, right, ("5810", "1930"), kronor(3_333));
                for booking in back.into_iter().chain(right) {
                    vouchers.push(self.voucher(booking, vouchers.len()));
                }
            }
        }
        vouchers
    }

    /// A part of the purchase that was granted, delivered and paid.
    fn payment(&self, accounts: &[Account], bought: Option<ProposalId>) -> Option<Booking> {
        let what = (working_day(self.today.plus(-20)), "Två av tre datorer");
        let paid = two(accounts, what, ("5410", "1930"), kronor(22_222))?;
        let postings = paid.postings().to_vec();
        Booking::new(what, Origin::Typed, Some(bought?), postings).ok()
    }

    fn voucher(&mut self, booking: Booking, before: usize) -> Voucher {
        Voucher {
            id: VoucherId(self.dice.id()),
            network: self.network,
            number: u32::try_from(before + 1).unwrap_or(u32::MAX),
            made: (self.by, at(booking.on())),
            booking,
            reversed_by: None,
        }
    }
}

/// Says of each bill which voucher books it and which, typed in the payer's name, pays it.
fn settle(bills: &mut [Bill], vouchers: &[Voucher]) {
    for bill in bills {
        let of_bill = |one: &&Voucher| one.booking.origin() == Origin::Bill(bill.id);
        let pays = |one: &&Voucher| {
            one.booking.origin() == Origin::Typed && one.booking.text() == bill.to.name
        };
        let found = |is: &dyn Fn(&&Voucher) -> bool| vouchers.iter().find(is).map(|one| one.id);
        bill.state = match (found(&of_bill), found(&pays)) {
            (Some(booked), Some(by)) => BillState::Paid { booked, by },
            (Some(booked), None) => BillState::Booked(booked),
            (None, _) => BillState::Open,
        };
    }
}

/// The year of the trip: fees that came in, and what the trip took of them.
fn travelled(accounts: &[Account], trip: Option<ProposalId>) -> Vec<Booking> {
    let fees = (day(TRIP.0, 9, 1), "Avgifter från team 2010");
    let came = two(accounts, fees, ("1930", "3010"), kronor(TRIP.1));
    let what = (day(TRIP.0, 11, 8), "Resa till Charleston");
    let went = two(accounts, what, ("5810", "1930"), kronor(TRIP.2)).zip(trip);
    let went = went.and_then(|(paid, trip)| {
        let postings = paid.postings().to_vec();
        Booking::new(what, Origin::Typed, Some(trip), postings).ok()
    });
    came.into_iter().chain(went).collect()
}

/// A booking from one account to another, by their numbers; debit first.
fn two(
    accounts: &[Account],
    what: (Day, &str),
    (debit, credit): (&str, &str),
    amount: Ore,
) -> Option<Booking> {
    let id = |number: &str| {
        let found = accounts.iter().find(|one| one.number == number);
        found.map(|one| one.id)
    };
    let postings = vec![
        Posting {
            account: id(debit)?,
            amount,
        },
        Posting {
            account: id(credit)?,
            amount: -amount,
        },
    ];
    Booking::new(what, Origin::Typed, None, postings).ok()
}

fn team_name(member: Member, teams: &[Team]) -> String {
    let Member::Team(id) = member else {
        return String::new();
    };
    let found = teams.iter().find(|one| one.id == id);
    found.map(|one| one.name.clone()).unwrap_or_default()
}

fn kronor(amount: i64) -> Ore {
    Ore(amount * 100)
}

fn day(year: i16, month: i8, number: i8) -> Day {
    Day::new(year, month, number).unwrap_or(Day(jiff::civil::Date::MAX))
}

fn at(day: Day) -> Instant {
    day.at(hour(9, 0))
}
