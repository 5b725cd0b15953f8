//! The gamma function's logarithm, and the incomplete gamma function.

use super::TERMS_MAX;
use crate::error::Error;

/// Half the logarithm of 2π.
const HALF_LN_TAU: f64 = 0.918_938_533_204_672_7;

/// Coefficients B₂ₖ / (2k (2k − 1)) of Stirling's series, DLMF 5.11.1.
const STIRLING: [f64; 8] = [
    1.0 / 12.0,
    -1.0 / 360.0,
    1.0 / 1260.0,
    -1.0 / 1680.0,
    1.0 / 1188.0,
    -691.0 / 360_360.0,
    1.0 / 156.0,
    -3617.0 / 122_400.0,
];

/// ln Γ(x) for positive x, relative accuracy about 1e-15: Stirling's series from 15 on, the recurrence below.
pub(super) fn ln_gamma(x: f64) -> f64 {
    let mut shift = 1.0;
    let mut at = x;
    while at < 15.0 {
        shift *= at;
        at += 1.0;
    }
    (at - 0.5) * at.ln() - at + HALF_LN_TAU + stirling_rest(at) - shift.ln()
}

/// ln B(a, b) for positive a and b. The large parts of a large argument are cancelled by hand.
pub(super) fn ln_beta(a: f64, b: f64) -> f64 {
    let (small, large) = if a < b { (a, b) } else { (b, a) };
    if large < 15.0 {
        return ln_gamma(small) + ln_gamma(large) - ln_gamma(small + large);
    }
    let sum = small + large;
    let ratio = (0.5 - large) * (small / large).ln_1p() - small * sum.ln() + small;
    ln_gamma(small) + ratio + stirling_rest(large) - stirling_rest(sum)
}

/// What Stirling's formula leaves of ln Γ(x), for x from 15 on.
fn stirling_rest(x: f64) -> f64 {
    let square = 1.0 / (x * x);
    let series = STIRLING
        .iter()
        .rev()
        .fold(0.0, |sum, term| sum * square + term);
    series / x
}

/// Q(a, x) for positive a and non-negative x.
pub(super) fn upper_gamma_share(a: f64, x: f64) -> Result<f64, Error> {
    if x == 0.0 {
        return Ok(1.0);
    }
    let front = (a * x.ln() - x - ln_gamma(a)).exp();
    if x < a + 1.0 {
        Ok((1.0 - front * lower_series(a, x)?).clamp(0.0, 1.0))
    } else {
        Ok((front * upper_fraction(a, x)?).clamp(0.0, 1.0))
    }
}

fn lower_series(a: f64, x: f64) -> Result<f64, Error> {
    let mut term = 1.0 / a;
    let mut sum = term;
    for n in 1..=TERMS_MAX {
        term *= x / (a + n as f64);
        sum += term;
        if term <= 1e-17 * sum {
            return Ok(sum);
        }
    }
    Err(Error::NotConverged { rounds: TERMS_MAX })
}

fn upper_fraction(a: f64, x: f64) -> Result<f64, Error> {
    let mut base = x + 1.0 - a;
    let mut upper = 1e300;
    let mut lower = 1.0 / base;
    let mut value = lower;
    for n in 1..=TERMS_MAX {
        let n = n as f64;
        let step = -n * (n - a);
        base += 2.0;
        lower = 1.0 / (step * lower + base);
        upper = base + step / upper;
        let factor = lower * upper;
        value *= factor;
        if (factor - 1.0).abs() <= 1e-16 {
            return Ok(value);
        }
    }
    Err(Error::NotConverged { rounds: TERMS_MAX })
}
