//! Yearly and part-year fees, line by line.
//!
//! A day costs the year's price over the days of its year. What a member costs from the first of January until a day is
//! rounded by [`Ore::rounded`]; a line is the difference of two such sums. Lines therefore add up to the year, however it is
//! cut into bills, and a line differs from its own exact amount by less than an öre.

use thiserror::Error;

use super::{Closed, Member, Membership, PriceList};
use crate::ids::{MembershipId, PriceListId};
use crate::money::Ore;
use crate::time::Day;

/// Days that are paid for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Span {
    pub from: Day,
    /// The first day after them.
    pub until: Day,
}

/// One line: a member, days of one year, one price.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Charge {
    pub membership: MembershipId,
    pub member: Member,
    pub span: Span,
    /// How many days that are, and how many their year has.
    pub days: (u32, u32),
    pub yearly: Ore,
    pub price: PriceListId,
    pub amount: Ore,
}

/// No price list says what a member costs on a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[error("no price from {from}")]
pub struct NoPrice {
    pub member: Member,
    pub from: Day,
}

impl Charge {
    /// The day on which its team closed, where that is what ends it.
    pub fn ended_by(&self, closed: &Closed) -> Option<Day> {
        let closed = self.member.closed(closed);
        closed.filter(|on| *on == self.span.until)
    }
}

impl Span {
    /// A whole year.
    pub fn year(year: i16) -> Span {
        let first = |year: i16| Day::new(year, 1, 1).unwrap_or(Day(jiff::civil::Date::MAX));
        Span {
            from: first(year),
            until: first(year.saturating_add(1)),
        }
    }

    /// The days that both have; none where there are none.
    pub fn and(self, other: Span) -> Option<Span> {
        let (from, until) = (self.from.max(other.from), self.until.min(other.until));
        (from < until).then_some(Span { from, until })
    }

    /// The last day of it.
    pub fn last(self) -> Day {
        self.until.plus(-1)
    }

    fn days(self) -> u32 {
        u32::try_from(self.until.days_since(self.from)).unwrap_or(0)
    }
}

/// What members cost within a span, by the price lists of their currency: in the order of the members, then of the days.
pub fn charges(
    memberships: &[Membership],
    prices: &[PriceList],
    span: Span,
) -> Result<Vec<Charge>, NoPrice> {
    let mut lines = Vec::new();
    for one in memberships {
        let own = Span {
            from: one.from,
            until: one.until.unwrap_or(Day(jiff::civil::Date::MAX)),
        };
        let Some(paid) = own.and(span) else { continue };
        for year in paid.from.0.year()..=paid.last().0.year() {
            lines.extend(of_year(one, prices, (Span::year(year), paid))?);
        }
    }
    Ok(lines)
}

/// One member in one year.
fn of_year(
    one: &Membership,
    prices: &[PriceList],
    (year, paid): (Span, Span),
) -> Result<Vec<Charge>, NoPrice> {
    let mut lines = Vec::new();
    let of = year.days();
    // What was due in this year before the span counts for the rounding, and is no line.
    let began = one.from.max(year.from);
    let mut due: i128 = 0;
    for (piece, price) in pieces(
        prices,
        Span {
            from: began,
            until: year.until,
        },
    ) {
        let before = piece.and(Span {
            from: began,
            until: paid.from,
        });
        let within = piece.and(paid);
        let yearly = price.map_or(Ore(0), |list| list.yearly(one.member));
        let cost =
            |days: Option<Span>| i128::from(yearly.0) * i128::from(days.map_or(0, Span::days));
        due += cost(before);
        let Some(days) = within else { continue };
        let Some(list) = price else {
            let (member, from) = (one.member, days.from);
            return Err(NoPrice { member, from });
        };
        let start = Ore::rounded(due, u64::from(of));
        due += cost(within);
        lines.push(Charge {
            membership: one.id,
            member: one.member,
            span: days,
            days: (days.days(), of),
            yearly,
            price: list.id,
            amount: Ore::rounded(due, u64::from(of)) - start,
        });
    }
    Ok(lines)
}

/// A span cut where the price changes; none stands where no list says anything.
fn pieces(prices: &[PriceList], span: Span) -> Vec<(Span, Option<&PriceList>)> {
    let mut lists: Vec<&PriceList> = prices.iter().collect();
    lists.sort_by_key(|list| list.from);
    let first = lists.first().map_or(span.until, |list| list.from);
    let unpriced = Span {
        from: Day(jiff::civil::Date::MIN),
        until: first,
    };
    let mut all: Vec<(Span, Option<&PriceList>)> = vec![(unpriced, None)];
    let ends = lists.iter().skip(1).map(|list| list.from);
    let ends = ends.chain([Day(jiff::civil::Date::MAX)]);
    let priced = lists.iter().zip(ends);
    all.extend(priced.map(|(list, until)| {
        (
            Span {
                from: list.from,
                until,
            },
            Some(*list),
        )
    }));
    let within = |(piece, list): (Span, _)| Some((piece.and(span)?, list));
    all.into_iter().filter_map(within).collect()
}
