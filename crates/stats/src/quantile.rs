//! Distribution functions and their inverses: normal, Student's t, beta, chi-square.

mod gamma;

use crate::error::Error;
use gamma::{ln_beta, upper_gamma_share};

/// Terms of a continued fraction; they grow with the root of the parameters, so this serves parameters up to 1e8.
const TERMS_MAX: usize = 20_000;

/// Rounds of a search for a quantile; halving alone would need 60 to 1,100.
const ROUNDS_MAX: usize = 1_200;

/// The value below which a standard normal variable falls with this probability.
///
/// `probability` in (0, 1), else [`Error::Range`]. Relative accuracy about 1e-15: Wichura (1988), "Algorithm AS 241:
/// The percentage points of the normal distribution", Applied Statistics 37, PPND16.
pub fn normal_quantile(probability: f64) -> Result<f64, Error> {
    let p = open_unit(probability)?;
    let q = p - 0.5;
    if q.abs() <= 0.425 {
        return Ok(q * ratio(0.180_625 - q * q, &CENTRE));
    }
    let tail = (-(p.min(1.0 - p)).ln()).sqrt();
    let size = if tail <= 5.0 {
        ratio(tail - 1.6, &SHOULDER)
    } else {
        ratio(tail - 5.0, &FAR)
    };
    Ok(size.copysign(q))
}

/// Numerator and denominator, from the constant up.
type Fraction = ([f64; 8], [f64; 8]);

const CENTRE: Fraction = (
    [
        3.387_132_872_796_366_6,
        133.141_667_891_784_38,
        1_971.590_950_306_551_3,
        13_731.693_765_509_46,
        45_921.953_931_549_87,
        67_265.770_927_008_7,
        33_430.575_583_588_13,
        2_509.080_928_730_122_7,
    ],
    [
        1.0,
        42.313_330_701_600_91,
        687.187_007_492_057_9,
        5_394.196_021_424_751,
        21_213.794_301_586_597,
        39_307.895_800_092_71,
        28_729.085_735_721_943,
        5_226.495_278_852_854,
    ],
);

const SHOULDER: Fraction = (
    [
        1.423_437_110_749_683_5,
        4.630_337_846_156_546,
        5.769_497_221_460_691,
        3.647_848_324_763_204_5,
        1.270_458_252_452_368_4,
        0.241_780_725_177_450_6,
        0.022_723_844_989_269_184,
        7.745_450_142_783_414e-4,
    ],
    [
        1.0,
        2.053_191_626_637_759,
        1.676_384_830_183_803_8,
        0.689_767_334_985_1,
        0.148_103_976_427_480_08,
        0.015_198_666_563_616_457,
        5.475_938_084_995_345e-4,
        1.050_750_071_644_416_9e-9,
    ],
);

const FAR: Fraction = (
    [
        6.657_904_643_501_103,
        5.463_784_911_164_114,
        1.784_826_539_917_291_3,
        0.296_560_571_828_504_87,
        0.026_532_189_526_576_124,
        0.001_242_660_947_388_078_4,
        2.711_555_568_743_487_6e-5,
        2.010_334_399_292_288_1e-7,
    ],
    [
        1.0,
        0.599_832_206_555_888,
        0.136_929_880_922_735_8,
        0.014_875_361_290_850_615,
        7.868_691_311_456_133e-4,
        1.846_318_317_510_054_7e-5,
        1.421_511_758_316_446e-7,
        2.044_263_103_389_939_8e-15,
    ],
);

fn ratio(x: f64, (above, below): &Fraction) -> f64 {
    let horner = |terms: &[f64; 8]| terms.iter().rev().fold(0.0, |sum, term| sum * x + term);
    horner(above) / horner(below)
}

/// The probability that a beta variable is at most `x`: the regularised incomplete beta function I_x(a, b).
///
/// `x` in [0, 1], `a` and `b` positive and finite, else [`Error::Range`]. Absolute accuracy about 1e-13, and
/// 1e-16 · (a + b) · ln(a + b) for large parameters. Continued fraction 8.17.22 of the NIST Digital Library of Mathematical
/// Functions, by Lentz's method.
pub fn beta_share(x: f64, a: f64, b: f64) -> Result<f64, Error> {
    let positive = |v: f64| v.is_finite() && 0.0 < v;
    if !(0.0..=1.0).contains(&x) || !positive(a) || !positive(b) {
        return Err(Error::Range);
    }
    if x == 0.0 || x == 1.0 {
        return Ok(x);
    }
    let front = (a * x.ln() + b * (-x).ln_1p() - ln_beta(a, b)).exp();
    let share = if x < (a + 1.0) / (a + b + 2.0) {
        front * beta_fraction(x, a, b)? / a
    } else {
        1.0 - front * beta_fraction(1.0 - x, b, a)? / b
    };
    Ok(share.clamp(0.0, 1.0))
}

fn beta_fraction(x: f64, a: f64, b: f64) -> Result<f64, Error> {
    let away_from_zero = |v: f64| if v.abs() < 1e-300 { 1e-300 } else { v };
    let mut upper = 1.0;
    let mut lower = 1.0 / away_from_zero(1.0 - (a + b) * x / (a + 1.0));
    let mut value = lower;
    for term in 1..=TERMS_MAX {
        let m = term as f64;
        let even = m * (b - m) * x / ((a + 2.0 * m - 1.0) * (a + 2.0 * m));
        let odd = -(a + m) * (a + b + m) * x / ((a + 2.0 * m) * (a + 2.0 * m + 1.0));
        let before = value;
        for step in [even, odd] {
            lower = 1.0 / away_from_zero(1.0 + step * lower);
            upper = away_from_zero(1.0 + step / upper);
            value *= lower * upper;
        }
        if (value - before).abs() <= 1e-16 * value.abs() {
            return Ok(value);
        }
    }
    Err(Error::NotConverged { rounds: TERMS_MAX })
}

/// The value at or below which a beta variable falls with this probability.
///
/// `probability` in (0, 1), `a` and `b` positive and finite, else [`Error::Range`]. Newton's method on [`beta_share`]
/// within a shrinking bracket; as accurate as that function.
pub fn beta_quantile(probability: f64, a: f64, b: f64) -> Result<f64, Error> {
    let p = open_unit(probability)?;
    let (mut low, mut high) = (0.0_f64, 1.0_f64);
    let mut x = (a / (a + b)).clamp(1e-12, 1.0 - 1e-12);
    for _ in 0..ROUNDS_MAX {
        let over = beta_share(x, a, b)? - p;
        if over < 0.0 {
            low = x;
        } else {
            high = x;
        }
        let density = ((a - 1.0) * x.ln() + (b - 1.0) * (-x).ln_1p() - ln_beta(a, b)).exp();
        let newton = x - over / density;
        let next = if low < newton && newton < high {
            newton
        } else {
            0.5 * (low + high)
        };
        if (next - x).abs() <= 2e-16 * x || next == low && next == high {
            return Ok(next);
        }
        x = next;
    }
    Ok(x)
}

/// The probability that Student's t with `freedom` degrees of freedom is at most `t`.
///
/// `t` finite, `freedom` positive and finite, else [`Error::Range`]. Through [`beta_share`]: DLMF 8.17, Abramowitz
/// and Stegun 26.7.1.
pub fn student_share(t: f64, freedom: f64) -> Result<f64, Error> {
    if !t.is_finite() {
        return Err(Error::Range);
    }
    let tail = 0.5 * beta_share(freedom / (freedom + t * t), 0.5 * freedom, 0.5)?;
    Ok(if t < 0.0 { tail } else { 1.0 - tail })
}

/// The value below which Student's t with `freedom` degrees of freedom falls with this probability.
///
/// `probability` in (0, 1), `freedom` positive and finite, else [`Error::Range`]. Relative accuracy about 1e-12 for
/// `freedom` from 1 to 1e6 and tails from 1e-8.
pub fn student_quantile(probability: f64, freedom: f64) -> Result<f64, Error> {
    let p = open_unit(probability)?;
    let tail = 2.0 * p.min(1.0 - p);
    if tail == 1.0 {
        return Ok(0.0);
    }
    // Of x and 1 − x take the smaller one: the other has lost the digits that matter.
    let rest = beta_quantile(1.0 - tail, 0.5, 0.5 * freedom)?;
    let square = if rest <= 0.5 {
        freedom * rest / (1.0 - rest)
    } else {
        let share = beta_quantile(tail, 0.5 * freedom, 0.5)?;
        freedom * (1.0 - share) / share
    };
    Ok(square.sqrt().copysign(p - 0.5))
}

/// The probability that a chi-square variable with `freedom` degrees of freedom exceeds `value`.
///
/// `value` at least 0, `freedom` positive, both finite, else [`Error::Range`]. Relative accuracy about 1e-12: series
/// and continued fraction of the incomplete gamma function, DLMF 8.7.1 and 8.9.2.
pub fn chi_square_tail(value: f64, freedom: f64) -> Result<f64, Error> {
    if !value.is_finite() || value < 0.0 || !freedom.is_finite() || freedom <= 0.0 {
        return Err(Error::Range);
    }
    upper_gamma_share(0.5 * freedom, 0.5 * value)
}

fn open_unit(p: f64) -> Result<f64, Error> {
    if 0.0 < p && p < 1.0 {
        Ok(p)
    } else {
        Err(Error::Range)
    }
}

#[cfg(test)]
mod tests;
