//! Places in the lists of an instance, each kind a type of its own, and tables that they open.

use std::marker::PhantomData;
use std::ops::{Index, IndexMut};

/// A place in one kind of list.
pub trait Number: Copy + Eq + Ord {
    /// The number of the place, from zero.
    fn at(self) -> usize;
    /// The place with this number.
    fn new(at: usize) -> Self;
}

macro_rules! number {
    ($($(#[$doc:meta])* $name:ident;)*) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(usize);

        impl Number for $name {
            fn at(self) -> usize {
                self.0
            }

            fn new(at: usize) -> $name {
                $name(at)
            }
        }
    )*};
}

number! {
    /// A team of the instance.
    TeamNo;
    /// A person of the instance.
    PersonNo;
    /// A line of the instance.
    LineNo;
    /// A duty of the instance.
    DutyNo;
    /// A day of ordinary work, by date.
    DayNo;
    /// A wish of the instance.
    WishNo;
    /// A need of the instance.
    NeedNo;
    /// A category of fairness.
    FairNo;
    /// A rolling window of load.
    WindowNo;
    /// A period in which weekly rest is judged.
    PeriodNo;
}

/// One value for each place of a list.
///
/// Places are made by the reader of the same instance, and a table is as long as the list that its
/// places number: that is why opening one cannot miss. Using another instance's places is a
/// mistake of the program, and ends in a panic.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Table<K, V> {
    rows: Vec<V>,
    key: PhantomData<K>,
}

impl<K, V> Default for Table<K, V> {
    fn default() -> Table<K, V> {
        Table::of(vec![])
    }
}

impl<K, V> Table<K, V> {
    /// The table with these rows.
    pub fn of(rows: Vec<V>) -> Table<K, V> {
        Table {
            rows,
            key: PhantomData,
        }
    }

    /// How many rows there are.
    pub fn count(&self) -> usize {
        self.rows.len()
    }

    /// The rows without their places.
    pub fn values(&self) -> std::slice::Iter<'_, V> {
        self.rows.iter()
    }

    /// The rows without their places, to be changed.
    pub fn values_mut(&mut self) -> std::slice::IterMut<'_, V> {
        self.rows.iter_mut()
    }
}

impl<K: Number, V> Table<K, V> {
    /// The same value for each row of another table.
    pub fn like<W>(other: &Table<K, W>, value: V) -> Table<K, V>
    where
        V: Clone,
    {
        Table::of(vec![value; other.count()])
    }

    /// Every place.
    pub fn keys(&self) -> impl DoubleEndedIterator<Item = K> + use<K, V> {
        (0..self.rows.len()).map(K::new)
    }

    /// Every row with its place.
    pub fn iter(&self) -> impl Iterator<Item = (K, &V)> {
        self.rows
            .iter()
            .enumerate()
            .map(|(at, row)| (K::new(at), row))
    }
}

impl<K: Number, V> Index<K> for Table<K, V> {
    type Output = V;

    #[expect(
        clippy::indexing_slicing,
        reason = "places come from the reader of the same instance"
    )]
    fn index(&self, key: K) -> &V {
        &self.rows[key.at()]
    }
}

impl<K: Number, V> IndexMut<K> for Table<K, V> {
    #[expect(
        clippy::indexing_slicing,
        reason = "places come from the reader of the same instance"
    )]
    fn index_mut(&mut self, key: K) -> &mut V {
        &mut self.rows[key.at()]
    }
}
