//! How much each has carried: nights, weekends and holidays, over the years, against a fair share.

use std::collections::BTreeMap;

use crate::duty::Shape;
use crate::ids::{LineId, PoolId, StaffId};

/// Nights, weekends or days with a name of one year at most: each day is one.
pub const BURDEN_MAX: u32 = 366;
/// Years before the last that can still be typed: nobody makes up for more.
pub const YEARS_BACK_MAX: i16 = 20;

/// What somebody carried in a line of a pool in one year.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Burden {
    /// In which pool.
    pub pool: PoolId,
    /// In which of its lines.
    pub line: LineId,
    /// Who.
    pub staff: StaffId,
    /// In which year.
    pub year: i16,
    /// How much.
    pub tally: Tally,
}

/// Nights, weekends and days with a name.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Tally {
    pub nights: u32,
    pub weekends: u32,
    pub holidays: u32,
}

impl Tally {
    /// Both together.
    pub fn plus(self, other: Tally) -> Tally {
        Tally {
            nights: self.nights.saturating_add(other.nights),
            weekends: self.weekends.saturating_add(other.weekends),
            holidays: self.holidays.saturating_add(other.holidays),
        }
    }
}

/// What a duty counts as.
pub fn tally(shape: &Shape) -> Tally {
    let count = |number: usize| u32::try_from(number).unwrap_or(u32::MAX);
    Tally {
        nights: shape.nights(),
        weekends: count(shape.weekends.len()),
        holidays: count(shape.holidays.len()),
    }
}

/// What each would carry if all were fair: the whole in proportion to the shares, in tenths.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shares {
    of: BTreeMap<StaffId, u32>,
}

impl Shares {
    /// The shares of those who take part, in per cent of a full post.
    pub fn new(shares: impl IntoIterator<Item = (StaffId, u32)>) -> Shares {
        let of = shares.into_iter().filter(|(_, share)| *share > 0).collect();
        Shares { of }
    }

    /// Each one's part of a whole, in tenths. The parts add up to the whole: what does not come out even goes to the
    /// largest remainders, and among equals to the lower id.
    pub fn fair_tenths(&self, whole: u32) -> BTreeMap<StaffId, u32> {
        let all: u64 = self.of.values().map(|share| u64::from(*share)).sum();
        if all == 0 {
            return BTreeMap::new();
        }
        let tenths = u64::from(whole) * 10;
        let part = |share: u32| {
            let exact = tenths * u64::from(share);
            (exact / all, exact % all)
        };
        let mut parts: Vec<(StaffId, u64, u64)> = self
            .of
            .iter()
            .map(|(staff, share)| (*staff, part(*share).0, part(*share).1))
            .collect();
        let given: u64 = parts.iter().map(|(_, whole, _)| whole).sum();
        let left = usize::try_from(tenths.saturating_sub(given)).unwrap_or(0);
        parts.sort_by_key(|(staff, _, rest)| (std::cmp::Reverse(*rest), *staff));
        for (_, whole, _) in parts.iter_mut().take(left) {
            *whole += 1;
        }
        let narrow = |whole: u64| u32::try_from(whole).unwrap_or(u32::MAX);
        parts
            .into_iter()
            .map(|(staff, whole, _)| (staff, narrow(whole)))
            .collect()
    }
}
