//! Numbers that carry their first and second derivatives.

use std::ops::{Add, Mul, Sub};

/// Levels that a jet can tell apart.
pub(super) const LEVELS_MAX: usize = 3;

/// Cells of the second derivatives: 00, 01, 02, 11, 12, 22.
const PAIRS: usize = 6;

/// What the likelihood is computed with: plain numbers, or [`Jet`]s where its derivatives are wanted too.
pub(super) trait Number:
    Copy + Add<Output = Self> + Sub<Output = Self> + Mul<Output = Self>
{
    fn constant(value: f64) -> Self;

    /// eˣ − 1 for the variable x of this level.
    fn ratio(level: usize, x: f64) -> Self;

    fn value(self) -> f64;

    fn scale(self, factor: f64) -> Self;

    fn reciprocal(self) -> Self;

    fn ln(self) -> Self;
}

impl Number for f64 {
    fn constant(value: f64) -> f64 {
        value
    }

    fn ratio(_level: usize, x: f64) -> f64 {
        x.exp_m1()
    }

    fn value(self) -> f64 {
        self
    }

    fn scale(self, factor: f64) -> f64 {
        self * factor
    }

    fn reciprocal(self) -> f64 {
        1.0 / self
    }

    fn ln(self) -> f64 {
        f64::ln(self)
    }
}

/// A value with its derivatives in one variable per level.
#[derive(Clone, Copy, Debug)]
pub(super) struct Jet {
    value: f64,
    pub(super) first: [f64; LEVELS_MAX],
    second: [f64; PAIRS],
}

impl Jet {
    pub(super) fn second(&self, i: usize, j: usize) -> f64 {
        pair(i, j)
            .and_then(|pair| self.second.get(pair))
            .copied()
            .unwrap_or(f64::NAN)
    }

    /// Any smooth function of one argument, by its value and derivatives here.
    fn through(self, value: f64, slope: f64, curve: f64) -> Jet {
        let squares = outer(&self.first, &self.first);
        let mut jet = Jet {
            value,
            first: self.first.map(|first| slope * first),
            second: self.second.map(|second| slope * second),
        };
        for (cell, square) in jet.second.iter_mut().zip(squares) {
            // `outer` adds both orders.
            *cell += 0.5 * curve * square;
        }
        jet
    }
}

impl Number for Jet {
    fn constant(value: f64) -> Jet {
        Jet {
            value,
            first: [0.0; LEVELS_MAX],
            second: [0.0; PAIRS],
        }
    }

    fn ratio(level: usize, x: f64) -> Jet {
        let mut jet = Jet::constant(x.exp_m1());
        let slope = x.exp();
        if let Some(first) = jet.first.get_mut(level) {
            *first = slope;
        }
        if let Some(second) = pair(level, level).and_then(|pair| jet.second.get_mut(pair)) {
            *second = slope;
        }
        jet
    }

    fn value(self) -> f64 {
        self.value
    }

    fn scale(self, factor: f64) -> Jet {
        Jet {
            value: factor * self.value,
            first: self.first.map(|first| factor * first),
            second: self.second.map(|second| factor * second),
        }
    }

    fn reciprocal(self) -> Jet {
        let value = 1.0 / self.value;
        self.through(value, -value * value, 2.0 * value * value * value)
    }

    fn ln(self) -> Jet {
        let slope = 1.0 / self.value;
        self.through(self.value.ln(), slope, -slope * slope)
    }
}

fn pair(i: usize, j: usize) -> Option<usize> {
    match (i.min(j), i.max(j)) {
        (0, j) if j < LEVELS_MAX => Some(j),
        (1, j) if j < LEVELS_MAX => Some(j + 2),
        (2, 2) => Some(5),
        _ => None,
    }
}

/// aᵢbⱼ + aⱼbᵢ for each pair.
fn outer([a0, a1, a2]: &[f64; LEVELS_MAX], [b0, b1, b2]: &[f64; LEVELS_MAX]) -> [f64; PAIRS] {
    [
        2.0 * a0 * b0,
        a0 * b1 + a1 * b0,
        a0 * b2 + a2 * b0,
        2.0 * a1 * b1,
        a1 * b2 + a2 * b1,
        2.0 * a2 * b2,
    ]
}

impl Add for Jet {
    type Output = Jet;

    fn add(mut self, other: Jet) -> Jet {
        self.value += other.value;
        for (a, b) in self.first.iter_mut().zip(other.first) {
            *a += b;
        }
        for (a, b) in self.second.iter_mut().zip(other.second) {
            *a += b;
        }
        self
    }
}

impl Sub for Jet {
    type Output = Jet;

    fn sub(self, other: Jet) -> Jet {
        self + other.scale(-1.0)
    }
}

impl Mul for Jet {
    type Output = Jet;

    fn mul(self, other: Jet) -> Jet {
        let mut jet = Jet {
            value: self.value * other.value,
            first: self.first.map(|first| first * other.value),
            second: outer(&self.first, &other.first),
        };
        for (cell, first) in jet.first.iter_mut().zip(other.first) {
            *cell += self.value * first;
        }
        let both = self.second.iter().zip(&other.second);
        for (cell, (left, right)) in jet.second.iter_mut().zip(both) {
            *cell += left * other.value + self.value * right;
        }
        jet
    }
}

#[cfg(test)]
mod tests {
    use super::{Jet, Number};

    #[test]
    fn derivatives_are_those_of_differences() {
        let f = |x: f64, y: f64| {
            let (x, y) = (Jet::ratio(0, x), Jet::ratio(2, y));
            (x * y + x.ln()) * (y + Jet::constant(3.0)).reciprocal() - x.scale(2.0)
        };
        let (x, y, step) = (0.7, 1.1, 1e-5);
        let here = f(x, y);
        let (right, left) = (f(x + step, y), f(x - step, y));
        let (up, down) = (f(x, y + step), f(x, y - step));
        let check = |have: f64, above: f64, below: f64| {
            let want = (above - below) / (2.0 * step);
            assert!((have - want).abs() < 1e-8, "{have} {want}");
        };
        check(here.first[0], right.value, left.value);
        check(here.first[2], up.value, down.value);
        check(here.second(0, 0), right.first[0], left.first[0]);
        check(here.second(2, 2), up.first[2], down.first[2]);
        check(here.second(2, 0), right.first[2], left.first[2]);
        assert_eq!(here.first[1], 0.0);
        assert!(here.second(3, 0).is_nan());
    }
}
