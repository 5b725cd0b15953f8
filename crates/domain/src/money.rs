//! Money in whole öre: sums are exact, and nothing is ever rounded on the way.

use std::fmt;

/// Whole öre; a hundred to the krona. Negative where money goes back.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Ore(pub i64);

/// The largest amount that can be typed: ten billion kronor, so that no sum of any list overflows.
pub const ORE_MAX: i64 = 1_000_000_000_000;

impl Ore {
    /// An amount as people type it: `95 000`, `95000,50`, `95 000:50`, `1 200 kr`. At most two decimals, never negative.
    pub fn typed(text: &str) -> Option<Ore> {
        let text: String = text.chars().filter(|one| !one.is_whitespace()).collect();
        let text = text.strip_suffix("kr").unwrap_or(&text);
        let (kronor, ore) = match text.split_once([',', '.', ':']) {
            Some((kronor, ore)) => (kronor, ore),
            None => (text, ""),
        };
        let is_digits = |part: &str| part.bytes().all(|one| one.is_ascii_digit());
        if kronor.is_empty() || !is_digits(kronor) || !is_digits(ore) || ore.len() > 2 {
            return None;
        }
        let ore = format!("{ore:0<2}");
        let whole: i64 = kronor.parse().ok()?;
        let sum = whole.checked_mul(100)?.checked_add(ore.parse().ok()?)?;
        (sum <= ORE_MAX).then_some(Ore(sum))
    }

    /// A fraction of öre as whole öre, by the one rounding rule of money: to the nearest, half an öre away from zero, so that
    /// money that goes back is rounded as the money that came.
    pub fn rounded(numerator: i128, denominator: u64) -> Ore {
        let denominator = i128::from(denominator.max(1));
        let half = (numerator.abs().saturating_mul(2) + denominator) / (2 * denominator);
        let whole = i64::try_from(half).unwrap_or(i64::MAX);
        Ore(if numerator < 0 { -whole } else { whole })
    }

    /// The sum of a list; none where it would not fit, which no list of typed amounts comes near.
    pub fn sum(all: impl IntoIterator<Item = Ore>) -> Option<Ore> {
        let mut all = all.into_iter();
        all.try_fold(0_i64, |sum, one| sum.checked_add(one.0))
            .map(Ore)
    }
}

/// No ledger of typed amounts comes near the ends of the range; there a sum stays.
impl std::ops::Add for Ore {
    type Output = Ore;

    fn add(self, other: Ore) -> Ore {
        Ore(self.0.saturating_add(other.0))
    }
}

/// As for sums.
impl std::ops::Sub for Ore {
    type Output = Ore;

    fn sub(self, other: Ore) -> Ore {
        Ore(self.0.saturating_sub(other.0))
    }
}

/// The same amount going the other way.
impl std::ops::Neg for Ore {
    type Output = Ore;

    fn neg(self) -> Ore {
        Ore(self.0.saturating_neg())
    }
}

/// `95000` or `95000,50`: as a field shows it again.
impl fmt::Display for Ore {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sign = if self.0 < 0 { "−" } else { "" };
        let (kronor, ore) = (self.0.unsigned_abs() / 100, self.0.unsigned_abs() % 100);
        match ore {
            0 => write!(f, "{sign}{kronor}"),
            ore => write!(f, "{sign}{kronor},{ore:02}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_amount_is_read_as_people_type_it() {
        for (typed, ore) in [
            ("95 000", 9_500_000),
            ("95000,5", 9_500_050),
            ("95\u{a0}000:50", 9_500_050),
            ("1 200 kr", 120_000),
            ("0", 0),
            ("0.05", 5),
        ] {
            assert_eq!(Ore::typed(typed), Some(Ore(ore)), "{typed}");
        }
        for wrong in ["", "kr", "-5", "1,234", "1e3", "1,2,3", "99999999999", "١٢"] {
            assert_eq!(Ore::typed(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn half_an_ore_is_rounded_away_from_zero() {
        for (numerator, denominator, ore) in [
            (1, 2, 1),
            (-1, 2, -1),
            (3, 2, 2),
            (1, 3, 0),
            (2, 3, 1),
            (-2, 3, -1),
            (7, 0, 7),
        ] {
            let rounded = Ore::rounded(numerator, denominator);
            assert_eq!(rounded, Ore(ore), "{numerator}/{denominator}");
        }
    }

    #[test]
    fn what_is_shown_is_read_again() {
        for ore in [0, 5, 100, 9_500_050, ORE_MAX] {
            assert_eq!(Ore::typed(&Ore(ore).to_string()), Some(Ore(ore)));
        }
        assert_eq!(Ore(-150).to_string(), "−1,50");
        assert_eq!(Ore::sum([Ore(1), Ore(-3)]), Some(Ore(-2)));
        assert_eq!(Ore::sum([Ore(i64::MAX), Ore(1)]), None);
    }
}
