//! Places in the tables of a history, each kind a type of its own that takes four bytes, also where it may be missing.

use std::marker::PhantomData;
use std::num::NonZeroU32;
use std::ops::{Index, IndexMut};

/// A place in one kind of table.
pub trait Number: Copy + Eq + Ord + std::fmt::Debug {
    /// The number of the place, from zero.
    fn at(self) -> usize;
    /// The place with this number; `None` beyond what four bytes hold.
    fn new(at: usize) -> Option<Self>;
}

macro_rules! number {
    ($($(#[$doc:meta])* $name:ident;)*) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(NonZeroU32);

        impl Number for $name {
            #[inline]
            fn at(self) -> usize {
                usize::try_from(self.0.get() - 1).unwrap_or(usize::MAX)
            }

            #[inline]
            fn new(at: usize) -> Option<$name> {
                let number = u32::try_from(at).ok()?.checked_add(1)?;
                NonZeroU32::new(number).map($name)
            }
        }
    )*};
}

number! {
    /// An organisation of the history.
    OrganisationNo;
    /// A team of the history.
    TeamNo;
    /// A spell of a person in a role in a team.
    PostNo;
    /// A person who works there.
    StaffNo;
    /// A family of the history.
    FamilyNo;
    /// A course of treatment.
    EpisodeNo;
    /// A questionnaire that was due.
    MeasureNo;
    /// An instrument, by its name in `measures.csv`.
    InstrumentNo;
    /// A text that may stand in many rows: a programme, a role, a language.
    TextNo;
}

/// One value for each place of a table.
///
/// Places are given out by the reader of the same history, and a column that it hands out is as long as the table
/// that its places number: that is why opening one cannot miss. Using another history's places is a mistake of the
/// program, and ends in a panic.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Column<N, T> {
    values: Vec<T>,
    number: PhantomData<N>,
}

impl<N, T> Default for Column<N, T> {
    fn default() -> Column<N, T> {
        Column::of(vec![])
    }
}

impl<N, T> Column<N, T> {
    /// The column with these values.
    pub fn of(values: Vec<T>) -> Column<N, T> {
        Column {
            values,
            number: PhantomData,
        }
    }

    /// How many values there are.
    pub fn count(&self) -> usize {
        self.values.len()
    }

    /// The values without their places.
    pub fn values(&self) -> std::slice::Iter<'_, T> {
        self.values.iter()
    }

    /// The values without their places, to be changed.
    pub(crate) fn values_mut(&mut self) -> std::slice::IterMut<'_, T> {
        self.values.iter_mut()
    }

    /// Makes room for so many more.
    pub(crate) fn reserve(&mut self, count: usize) {
        self.values.reserve_exact(count);
    }

    /// The values as they are.
    pub fn into_values(self) -> Vec<T> {
        self.values
    }
}

impl<N: Number, T> Column<N, T> {
    /// Every value with its place.
    pub fn iter(&self) -> impl Iterator<Item = (N, &T)> {
        let values = self.values.iter().enumerate();
        values.filter_map(|(at, value)| Some((N::new(at)?, value)))
    }

    /// The value at a place, if there is one.
    #[inline]
    pub fn find(&self, number: N) -> Option<&T> {
        self.values.get(number.at())
    }
}

impl<N: Number, T: Default> Column<N, T> {
    /// Puts a value at a place; what lies between the end and the place stays at its default.
    #[inline]
    pub(crate) fn put(&mut self, number: N, value: T) {
        let at = number.at();
        if at == self.values.len() {
            self.values.push(value);
            return;
        }
        if self.values.len() <= at {
            self.values.resize_with(at + 1, T::default);
        }
        if let Some(place) = self.values.get_mut(at) {
            *place = value;
        }
    }
}

impl<N: Number, T> Index<N> for Column<N, T> {
    type Output = T;

    #[inline]
    #[expect(
        clippy::indexing_slicing,
        reason = "places come from the reader of the same history"
    )]
    fn index(&self, number: N) -> &T {
        &self.values[number.at()]
    }
}

impl<N: Number, T> IndexMut<N> for Column<N, T> {
    #[inline]
    #[expect(
        clippy::indexing_slicing,
        reason = "places come from the reader of the same history"
    )]
    fn index_mut(&mut self, number: N) -> &mut T {
        &mut self.values[number.at()]
    }
}
