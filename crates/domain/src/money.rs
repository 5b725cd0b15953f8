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

    /// The sum of a list; none where it would not fit, which no list of typed amounts comes near.
    pub fn sum(all: impl IntoIterator<Item = Ore>) -> Option<Ore> {
        let mut all = all.into_iter();
        all.try_fold(0_i64, |sum, one| sum.checked_add(one.0))
            .map(Ore)
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
    fn what_is_shown_is_read_again() {
        for ore in [0, 5, 100, 9_500_050, ORE_MAX] {
            assert_eq!(Ore::typed(&Ore(ore).to_string()), Some(Ore(ore)));
        }
        assert_eq!(Ore(-150).to_string(), "−1,50");
        assert_eq!(Ore::sum([Ore(1), Ore(-3)]), Some(Ore(-2)));
        assert_eq!(Ore::sum([Ore(i64::MAX), Ore(1)]), None);
    }
}
