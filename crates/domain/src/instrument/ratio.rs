//! Exact fractions, so that 17/28 is never taken for 0.61.

use std::cmp::Ordering;
use std::fmt;
use std::str::FromStr;

use thiserror::Error;

/// Decimals that a fraction can be shown with: more than any score is read with, and 10^9 fits 64 bits.
const DECIMALS_MAX: usize = 9;

/// An exact fraction in lowest terms; its denominator is positive.
///
/// Shown as it is (`17/28`), or rounded where decimals are asked for (`{:.2}` gives `0.61`); halves are rounded
/// away from zero. Comparisons never round.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Ratio {
    num: i64,
    den: i64,
}

/// A text is not a fraction.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[error("not a fraction")]
pub struct NotARatio;

impl Ratio {
    /// Nothing.
    pub const ZERO: Ratio = Ratio::whole(0);
    /// The whole.
    pub const ONE: Ratio = Ratio::whole(1);

    /// A whole number.
    pub const fn whole(number: i64) -> Ratio {
        Ratio {
            num: number,
            den: 1,
        }
    }

    /// The first number divided by the second; nothing if that is 0 or the fraction does not fit.
    pub fn new(num: i64, den: i64) -> Option<Ratio> {
        lowest(i128::from(num), i128::from(den))
    }

    /// What stands above the line.
    pub fn num(self) -> i64 {
        self.num
    }

    /// What stands below the line; never less than 1.
    pub fn den(self) -> i64 {
        self.den
    }

    /// The sum, if it fits.
    pub fn plus(self, other: Ratio) -> Option<Ratio> {
        let num = wide(self.num, other.den) + wide(other.num, self.den);
        lowest(num, wide(self.den, other.den))
    }

    /// The difference, if it fits.
    pub fn minus(self, other: Ratio) -> Option<Ratio> {
        let num = wide(self.num, other.den) - wide(other.num, self.den);
        lowest(num, wide(self.den, other.den))
    }

    /// The product, if it fits.
    pub fn times(self, other: Ratio) -> Option<Ratio> {
        lowest(wide(self.num, other.num), wide(self.den, other.den))
    }

    /// The quotient, if there is one and it fits.
    pub fn over(self, other: Ratio) -> Option<Ratio> {
        lowest(wide(self.num, other.den), wide(self.den, other.num))
    }

    /// The mean of some fractions; nothing of none, or if it does not fit.
    pub fn mean(values: impl IntoIterator<Item = Ratio>) -> Option<Ratio> {
        let (mut sum, mut count) = (Ratio::ZERO, 0_i64);
        for value in values {
            sum = sum.plus(value)?;
            count += 1;
        }
        sum.over(Ratio::whole(count))
    }
}

impl Ratio {
    /// The nearest floating-point number: for pictures and models, never for comparisons.
    pub fn nearest(self) -> f64 {
        self.num as f64 / self.den as f64
    }
}

impl PartialOrd for Ratio {
    fn partial_cmp(&self, other: &Ratio) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Ratio {
    fn cmp(&self, other: &Ratio) -> Ordering {
        wide(self.num, other.den).cmp(&wide(other.num, self.den))
    }
}

impl fmt::Display for Ratio {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Some(decimals) = f.precision() else {
            return match self.den {
                1 => write!(f, "{}", self.num),
                den => write!(f, "{}/{den}", self.num),
            };
        };
        let decimals = decimals.min(DECIMALS_MAX);
        let unit = u128::from(10_u64.pow(u32::try_from(decimals).unwrap_or(0)));
        let den = u128::from(self.den.unsigned_abs());
        let scaled = u128::from(self.num.unsigned_abs()) * unit;
        let rounded = (scaled * 2 + den) / (den * 2);
        if self.num < 0 && rounded > 0 {
            f.write_str("-")?;
        }
        write!(f, "{}", rounded / unit)?;
        match decimals {
            0 => Ok(()),
            width => write!(f, ".{:0width$}", rounded % unit),
        }
    }
}

/// Reads `61/100`, `0.61` and `13`; a decimal number is taken digit by digit.
impl FromStr for Ratio {
    type Err = NotARatio;

    fn from_str(text: &str) -> Result<Ratio, NotARatio> {
        let whole = |text: &str| text.trim().parse::<i64>().map_err(|_| NotARatio);
        if let Some((num, den)) = text.split_once('/') {
            return Ratio::new(whole(num)?, whole(den)?).ok_or(NotARatio);
        }
        let Some((before, after)) = text.split_once('.') else {
            return whole(text).map(Ratio::whole);
        };
        let digits = |text: &str| !text.is_empty() && text.bytes().all(|c| c.is_ascii_digit());
        if !digits(before.strip_prefix('-').unwrap_or(before)) || !digits(after) {
            return Err(NotARatio);
        }
        let places = u32::try_from(after.len()).map_err(|_| NotARatio)?;
        let den = 10_i64.checked_pow(places).ok_or(NotARatio)?;
        Ratio::new(whole(&format!("{before}{after}"))?, den).ok_or(NotARatio)
    }
}

/// A product of two numbers, in a width that always holds it and the sum of two of its kind.
fn wide(a: i64, b: i64) -> i128 {
    i128::from(a) * i128::from(b)
}

fn lowest(num: i128, den: i128) -> Option<Ratio> {
    let common = i128::try_from(common(num.unsigned_abs(), den.unsigned_abs())).ok()?;
    let sign = den.signum();
    let reduce = |part: i128| i64::try_from(part.checked_div(common)? * sign).ok();
    match sign {
        0 => None,
        _ => Some(Ratio {
            num: reduce(num)?,
            den: reduce(den)?,
        }),
    }
}

/// The greatest common divisor; the other number if one is 0.
fn common(mut a: u128, mut b: u128) -> u128 {
    if let (Ok(a), Ok(b)) = (u64::try_from(a), u64::try_from(b)) {
        return u128::from(common_of_small(a, b));
    }
    while b > 0 {
        (a, b) = (b, a % b);
    }
    a
}

/// The same for numbers of a machine word, which nearly all are and which divide many times faster.
fn common_of_small(mut a: u64, mut b: u64) -> u64 {
    while b > 0 {
        (a, b) = (b, a % b);
    }
    a
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn ratio(text: &str) -> Ratio {
        text.parse().expect("a fraction")
    }

    #[track_caller]
    fn check_shown(text: &str, plain: &str, two: &str) {
        assert_eq!(ratio(text).to_string(), plain);
        assert_eq!(format!("{:.2}", ratio(text)), two);
    }

    #[test]
    fn fractions_are_shown_whole_or_rounded() {
        check_shown("17/28", "17/28", "0.61");
        check_shown("14/23", "14/23", "0.61");
        check_shown("34/56", "17/28", "0.61");
        check_shown("0.61", "61/100", "0.61");
        check_shown("1/8", "1/8", "0.13");
        check_shown("-1/8", "-1/8", "-0.13");
        check_shown("-1/1000", "-1/1000", "0.00");
        check_shown("999/1000", "999/1000", "1.00");
        check_shown("13", "13", "13.00");
        check_shown("-0.5", "-1/2", "-0.50");
        check_shown("1/-2", "-1/2", "-0.50");
        assert_eq!(format!("{:.0}", ratio("5/2")), "3");
    }

    #[test]
    fn what_prints_as_the_cut_off_is_still_below_it() {
        for text in ["17/28", "14/23"] {
            assert!(ratio(text) < ratio("0.61"), "{text}");
        }
        assert!(ratio("18/28") > ratio("61/100"));
    }

    #[test]
    fn what_is_no_fraction_or_does_not_fit_is_refused() {
        for text in [
            "",
            "a",
            "1/0",
            "1/",
            "/2",
            ".5",
            "1.",
            "1.-5",
            "0.00000000000000000001",
            "9223372036854775808",
            "--1.5",
        ] {
            assert_eq!(text.parse::<Ratio>(), Err(NotARatio), "{text}");
        }
        let most = Ratio::whole(i64::MAX);
        assert_eq!(most.plus(Ratio::ONE), None);
        assert_eq!(most.times(most), None);
        assert_eq!(Ratio::ONE.over(Ratio::ZERO), None);
        assert_eq!(Ratio::new(i64::MIN, -1), None);
        assert_eq!(Ratio::mean([]), None);
        assert!(Ratio::whole(i64::MIN) < most);
    }

    proptest! {
        #[test]
        fn arithmetic_undoes_itself_and_order_agrees_with_it(
            a in -10_000_i64..10_000, b in 1_i64..500, c in -10_000_i64..10_000, d in 1_i64..500,
        ) {
            let (x, y) = (Ratio::new(a, b).expect("fits"), Ratio::new(c, d).expect("fits"));
            prop_assert_eq!(x.plus(y).and_then(|sum| sum.minus(y)), Some(x));
            prop_assert_eq!(x < y, a * d < c * b);
            prop_assert_eq!(x.to_string().parse::<Ratio>(), Ok(x));
            if c != 0 {
                prop_assert_eq!(x.over(y).and_then(|part| part.times(y)), Some(x));
            }
            let shown: f64 = format!("{x:.4}").parse().expect("a number");
            #[expect(clippy::cast_precision_loss, reason = "five digits are exact")]
            let float = a as f64 / b as f64;
            prop_assert!((shown - float).abs() <= 0.000_050_1);
        }
    }
}
