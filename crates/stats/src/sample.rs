//! Invented data for tests, the same on every machine.

/// A linear congruential generator: x ← (16807 x) mod (2³¹ − 1), Park and Miller (1988). It can be repeated exactly
/// in R, where the reference values come from.
pub(crate) struct Draws(u64);

impl Draws {
    /// `seed` from 1 to 2³¹ − 2.
    pub(crate) fn new(seed: u64) -> Draws {
        Draws(seed)
    }

    /// Between 0 and 1, both excluded.
    pub(crate) fn uniform(&mut self) -> f64 {
        self.0 = self.0 * 16_807 % 2_147_483_647;
        self.0 as f64 / 2_147_483_647.0
    }

    /// Nearly normal: the sum of twelve uniform draws, less 6.
    pub(crate) fn normal(&mut self) -> f64 {
        (0..12).map(|_| self.uniform()).sum::<f64>() - 6.0
    }
}
