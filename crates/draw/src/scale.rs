//! A straight scale: values in, places along an axis out.

use crate::text::{Type, clean};

/// Marks drawn; labels of more than these cannot be told apart on the shortest axis.
pub(crate) const MARKS_MAX: usize = 12;

/// A scale from one value to another along one direction of the drawing.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Scale {
    low: f64,
    high: f64,
    from: f64,
    to: f64,
}

/// Where a value stands on a scale.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Place {
    /// The coordinate; at the edge where the value lies outside.
    pub(crate) at: f64,
    /// On which side the value leaves the scale.
    pub(crate) beyond: Option<Side>,
}

/// An end of a scale.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Side {
    Low,
    High,
}

impl Scale {
    /// `ends` are the values, `from` and `to` their coordinates; without a room between the ends they become 0 and 1.
    pub(crate) fn new(ends: (f64, f64), (from, to): (f64, f64)) -> Scale {
        let span = ends.1 - ends.0;
        let (low, high) = if span.is_finite() && span > 0.0 {
            ends
        } else {
            (0.0, 1.0)
        };
        Scale {
            low,
            high,
            from,
            to,
        }
    }

    /// The place of a value; a value that is no number has none.
    pub(crate) fn place(self, value: f64) -> Option<Place> {
        if !value.is_finite() {
            return None;
        }
        let beyond = if value < self.low {
            Some(Side::Low)
        } else if value > self.high {
            Some(Side::High)
        } else {
            None
        };
        let part = (value.clamp(self.low, self.high) - self.low) / (self.high - self.low);
        Some(Place {
            at: self.from + part * (self.to - self.from),
            beyond,
        })
    }

    /// The coordinate of a value, at the edge where it lies outside.
    pub(crate) fn at(self, value: f64) -> Option<f64> {
        self.place(value).map(|place| place.at)
    }

    /// The marks that are on the scale, as coordinates with their labels.
    pub(crate) fn marks(self, marks: &[(f64, String)]) -> Vec<(f64, String)> {
        let inside = marks.iter().take(MARKS_MAX).filter_map(|(value, label)| {
            let place = self.place(*value)?;
            place
                .beyond
                .is_none()
                .then(|| (place.at, clean(label).into_owned()))
        });
        inside.collect()
    }
}

/// Two values in their order, where both are numbers.
pub(crate) fn ordered((a, b): (f64, f64)) -> Option<(f64, f64)> {
    (a.is_finite() && b.is_finite()).then(|| (a.min(b), a.max(b)))
}

/// The width of the widest of some labels, at most `most`.
pub(crate) fn widest<'a>(
    face: Type,
    labels: impl IntoIterator<Item = &'a String>,
    most: f64,
) -> f64 {
    let widths = labels.into_iter().map(|label| face.width(&clean(label)));
    widths.fold(0.0, f64::max).min(most)
}

/// Stretches of a line that are taken.
#[derive(Debug, Default)]
pub(crate) struct Taken(Vec<(f64, f64)>);

impl Taken {
    /// Takes a stretch unless it comes nearer than `gap` to one that is taken; says whether it did.
    pub(crate) fn take(&mut self, (left, right): (f64, f64), gap: f64) -> bool {
        let free = self
            .0
            .iter()
            .all(|(l, r)| right + gap <= *l || *r + gap <= left);
        if free {
            self.0.push((left, right));
        }
        free
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_find_their_place_or_the_edge() {
        let scale = Scale::new((0.0, 1.0), (100.0, 0.0));
        let at = |at, beyond| Some(Place { at, beyond });
        assert_eq!(scale.place(0.25), at(75.0, None));
        assert_eq!(scale.place(-2.0), at(100.0, Some(Side::Low)));
        assert_eq!(scale.place(1.5), at(0.0, Some(Side::High)));
        assert_eq!(scale.place(f64::NAN), None);
        assert_eq!(scale.place(f64::NEG_INFINITY), None);
    }

    #[test]
    fn ends_without_room_between_them_become_nought_and_one() {
        let ends = [
            (3.0, 3.0),
            (2.0, 1.0),
            (f64::NAN, 1.0),
            (0.0, f64::INFINITY),
            (f64::MIN, f64::MAX),
        ];
        for ends in ends {
            let scale = Scale::new(ends, (0.0, 10.0));
            assert_eq!(scale.at(0.5), Some(5.0), "{ends:?}");
        }
    }

    #[test]
    fn marks_outside_are_left_out() {
        let scale = Scale::new((0.0, 1.0), (0.0, 10.0));
        let marks = [0.0, 0.5, 1.1, f64::NAN].map(|value| (value, " a  b ".to_owned()));
        let left = [(0.0, "a b".to_owned()), (5.0, "a b".to_owned())];
        assert_eq!(scale.marks(&marks), left);
        let many = vec![(0.5, String::new()); 100];
        assert_eq!(scale.marks(&many).len(), MARKS_MAX);
    }

    #[test]
    fn a_taken_stretch_is_taken_once() {
        let mut taken = Taken::default();
        assert!(taken.take((10.0, 20.0), 2.0));
        assert!(!taken.take((21.0, 30.0), 2.0));
        assert!(taken.take((22.0, 30.0), 2.0));
        assert!(taken.take((0.0, 8.0), 2.0));
    }
}
