//! Which part of a full post somebody does duties for, from which day on.

use std::collections::BTreeMap;

use super::FULL_SHARE;
use crate::time::Day;

/// Which part of a full post somebody does duties for, day by day, in per cent. Before the first day that is written
/// down, and where none is, it is a full one.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PostShares {
    from: BTreeMap<Day, u32>,
}

impl PostShares {
    /// Each from its day on, until the next.
    pub fn new(steps: impl IntoIterator<Item = (Day, u32)>) -> PostShares {
        PostShares {
            from: steps.into_iter().collect(),
        }
    }

    /// The share of a day.
    pub fn on(&self, day: Day) -> u32 {
        let last = self.from.range(..=day).next_back();
        last.map_or(FULL_SHARE, |(_, share)| *share)
    }

    /// The shares of all days from one until before another, added up.
    pub fn over(&self, (first, end): (Day, Day)) -> u32 {
        if end <= first {
            return 0;
        }
        let begins = self.from.range(first..end).map(|(day, _)| *day);
        let mut days: Vec<Day> = begins.collect();
        days.extend([first, end]);
        days.sort();
        let parts = days.iter().zip(days.iter().skip(1));
        let sum = parts.map(|(from, to)| {
            let days = u32::try_from(to.days_since(*from)).unwrap_or(0);
            self.on(*from).saturating_mul(days)
        });
        sum.fold(0, u32::saturating_add)
    }

    /// What is written down, the earliest first: from which day on, and how much.
    pub fn steps(&self) -> impl DoubleEndedIterator<Item = (Day, u32)> {
        self.from.iter().map(|(day, share)| (*day, *share))
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn day(number: i64) -> Day {
        "2026-01-01".parse::<Day>().unwrap().plus(number)
    }

    #[test]
    fn a_share_holds_from_its_day_until_the_next() {
        let shares = PostShares::new([(day(10), 50), (day(20), 80)]);
        let on = [0, 9, 10, 19, 20, 400].map(|number| shares.on(day(number)));
        assert_eq!(on, [100, 100, 50, 50, 80, 80]);
        assert_eq!(PostShares::default().on(day(0)), 100);
    }

    proptest! {
        #[test]
        fn days_together_are_their_days(
            steps in prop::collection::vec((-40_i64..40, 0_u32..=100), 0..5),
            (first, long) in (-50_i64..50, -3_i64..60),
        ) {
            let shares = PostShares::new(steps.into_iter().map(|(at, share)| (day(at), share)));
            let singly = (first..first + long).map(|number| shares.on(day(number))).sum::<u32>();
            prop_assert_eq!(shares.over((day(first), day(first + long))), singly);
        }
    }
}
