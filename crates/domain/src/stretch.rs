//! Stretches of time: from one instant until another, the end not included.

use crate::time::Instant;

/// From an instant until another that lies after it. Two that touch do not overlap.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Stretch {
    from: Instant,
    to: Instant,
}

impl Stretch {
    /// A stretch; none if it would be empty or run backwards.
    pub fn new(from: Instant, to: Instant) -> Option<Stretch> {
        (from < to).then_some(Stretch { from, to })
    }

    /// When it begins.
    pub fn start(self) -> Instant {
        self.from
    }

    /// The first instant after it.
    pub fn end(self) -> Instant {
        self.to
    }

    /// Whether an instant lies in it.
    pub fn holds(self, at: Instant) -> bool {
        self.from <= at && at < self.to
    }

    /// Whether the two share any time.
    pub fn meets(self, other: Stretch) -> bool {
        self.from < other.to && other.from < self.to
    }

    /// The time that both share.
    pub fn shared(self, other: Stretch) -> Option<Stretch> {
        Stretch::new(self.from.max(other.from), self.to.min(other.to))
    }

    /// Whole minutes that truly pass in it, also where the clock is changed.
    pub fn minutes(self) -> u32 {
        u32::try_from(self.to.seconds_since(self.from) / 60).unwrap_or(0)
    }

    /// What is left of it without some others.
    pub fn without(self, others: &[Stretch]) -> Vec<Stretch> {
        let mut left = vec![self];
        for other in others {
            left = left.iter().flat_map(|one| one.cut_out(*other)).collect();
        }
        left
    }

    fn cut_out(self, other: Stretch) -> impl Iterator<Item = Stretch> {
        let before = Stretch::new(self.from, self.to.min(other.from));
        let after = Stretch::new(self.from.max(other.to), self.to);
        // One that does not meet the other would be both before and after it.
        let (before, after) = match self.meets(other) {
            true => (before, after),
            false => (Some(self), None),
        };
        before.into_iter().chain(after)
    }
}

/// The same time in as few stretches as can be, in order: those that touch or overlap become one.
pub fn joined(mut all: Vec<Stretch>) -> Vec<Stretch> {
    all.sort();
    let mut joined: Vec<Stretch> = Vec::with_capacity(all.len());
    for one in all {
        match joined.last_mut() {
            Some(last) if one.from <= last.to => last.to = last.to.max(one.to),
            _ => joined.push(one),
        }
    }
    joined
}

/// Minutes of several stretches, each counted.
pub fn minutes(all: &[Stretch]) -> u32 {
    all.iter().map(|one| one.minutes()).sum()
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::Timestamp;
    use proptest::prelude::*;

    fn at(minute: i64) -> Instant {
        Instant(Timestamp::from_second(minute * 60).unwrap())
    }

    fn stretch((from, to): (i64, i64)) -> Stretch {
        Stretch::new(at(from), at(to)).unwrap()
    }

    #[test]
    fn two_that_touch_do_not_overlap() {
        let (first, second) = (stretch((0, 10)), stretch((10, 20)));
        assert!(!first.meets(second));
        assert_eq!(first.shared(second), None);
        assert_eq!(joined(vec![second, first]), [stretch((0, 20))]);
        assert!(first.holds(at(0)) && !first.holds(at(10)));
        assert_eq!(Stretch::new(at(5), at(5)), None);
    }

    proptest! {
        #[test]
        fn what_is_shared_and_what_is_left_make_the_whole(
            whole in (0_i64..100, 1_i64..100),
            others in prop::collection::vec((0_i64..200, 1_i64..50), 0..6),
        ) {
            let whole = stretch((whole.0, whole.0 + whole.1));
            let others: Vec<_> = others.iter().map(|(from, long)| stretch((*from, from + long))).collect();
            let others = joined(others);
            let shared: Vec<_> = others.iter().filter_map(|one| whole.shared(*one)).collect();
            let left = whole.without(&others);
            prop_assert_eq!(minutes(&shared) + minutes(&left), whole.minutes());
            for one in &left {
                prop_assert!(others.iter().all(|other| !other.meets(*one)));
            }
        }
    }
}
