//! Chance from a seed: the same seed throws the same dice on every machine.

use rand::rngs::Xoshiro256PlusPlus;
use rand::{Rng, SeedableRng};
use uuid::{Builder, Uuid};

use hemma_domain::time::Instant;

/// A source of chance. The generator is named, so that an update of its crate changes nothing.
pub(crate) struct Dice {
    rng: Xoshiro256PlusPlus,
    /// Ids rise from here, so that they sort in the order of making.
    millis: u64,
}

impl Dice {
    /// Dice for one part of the network; parts do not disturb each other.
    pub(crate) fn new(seed: u64, part: &str) -> Dice {
        let mixed = part
            .bytes()
            .fold(seed ^ 0xcbf2_9ce4_8422_2325, |hash, byte| {
                (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3)
            });
        Dice {
            rng: Xoshiro256PlusPlus::seed_from_u64(mixed),
            millis: 0,
        }
    }

    /// Ids made from now on carry times from this one on.
    pub(crate) fn ids_from(&mut self, at: Instant) {
        self.millis = u64::try_from(at.0.as_millisecond()).unwrap_or(0);
    }

    /// A number from `low` up to and with `high`.
    pub(crate) fn between(&mut self, low: i64, high: i64) -> i64 {
        let span = u64::try_from(high.saturating_sub(low).saturating_add(1)).unwrap_or(1);
        let scaled = u128::from(self.rng.next_u64()) * u128::from(span);
        low.saturating_add(i64::try_from(scaled >> 64).unwrap_or(0))
    }

    /// An index into a list of this length; 0 for an empty one.
    pub(crate) fn below(&mut self, length: usize) -> usize {
        let high = i64::try_from(length).unwrap_or(i64::MAX) - 1;
        usize::try_from(self.between(0, high.max(0))).unwrap_or(0)
    }

    /// True in so many of a hundred throws.
    pub(crate) fn chance(&mut self, percent: i64) -> bool {
        self.between(1, 100) <= percent
    }

    /// One of a list.
    pub(crate) fn pick<'a, T>(&mut self, list: &'a [T]) -> Option<&'a T> {
        let index = self.below(list.len());
        list.get(index)
    }

    /// One text of a list; empty from an empty list.
    pub(crate) fn text<'a>(&mut self, list: &'a [String]) -> &'a str {
        self.pick(list).map_or("", String::as_str)
    }

    /// A new id.
    pub(crate) fn id(&mut self) -> Uuid {
        self.millis = self.millis.saturating_add(1);
        let mut random = [0; 10];
        self.rng.fill_bytes(&mut random);
        Builder::from_unix_timestamp_millis(self.millis, &random).into_uuid()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_seed_and_a_part_throw_the_same_dice_again() {
        let throw = |seed, part| {
            let mut dice = Dice::new(seed, part);
            (0..20).map(|_| dice.between(1, 6)).collect::<Vec<_>>()
        };
        assert_eq!(throw(1, "a"), throw(1, "a"));
        assert_ne!(throw(1, "a"), throw(1, "b"));
        assert_ne!(throw(1, "a"), throw(2, "a"));
        assert!(throw(7, "c").iter().all(|face| (1..=6).contains(face)));
    }
}
