//! Definitions that the site knows: every version is read once and kept for as long as the program runs.

use std::collections::BTreeMap;
use std::sync::{Arc, PoisonError, RwLock};

use hemma_domain::agreement::Agreement;
use hemma_domain::curriculum::Curriculum;
use hemma_domain::instrument::Scorer;
use hemma_domain::layout::Layout;
use hemma_domain::programme::Programme;
use hemma_domain::recruiting::Recruiting;

use crate::definition_file::Fault;
use crate::error::Error;

/// Something that is defined in versions.
pub trait Versioned {
    /// The code and the version, unique on a shelf.
    fn place(&self) -> (&str, u32);
}

impl Versioned for Programme {
    fn place(&self) -> (&str, u32) {
        (&self.code, self.version)
    }
}

impl Versioned for Scorer {
    fn place(&self) -> (&str, u32) {
        (&self.instrument().code, self.instrument().version)
    }
}

impl Versioned for Agreement {
    fn place(&self) -> (&str, u32) {
        (&self.code, self.version)
    }
}

impl Versioned for Layout {
    fn place(&self) -> (&str, u32) {
        (&self.code, self.version)
    }
}

impl Versioned for Curriculum {
    fn place(&self) -> (&str, u32) {
        (&self.code, self.version)
    }
}

impl Versioned for Recruiting {
    fn place(&self) -> (&str, u32) {
        (&self.code, self.version)
    }
}

/// Every version of every definition of a kind. A clone is the same shelf.
pub struct Shelf<T> {
    held: Arc<RwLock<Held<T>>>,
}

/// Definitions by code and version.
type Held<T> = BTreeMap<(String, u32), Arc<T>>;

impl<T> Clone for Shelf<T> {
    fn clone(&self) -> Shelf<T> {
        Shelf {
            held: Arc::clone(&self.held),
        }
    }
}

impl<T> Default for Shelf<T> {
    fn default() -> Shelf<T> {
        Shelf {
            held: Arc::default(),
        }
    }
}

impl<T: Versioned> Shelf<T> {
    /// A version of a definition.
    pub fn get(&self, code: &str, version: u32) -> Option<Arc<T>> {
        self.read(|held| held.get(&(code.to_owned(), version)).cloned())
    }

    /// The newest version of a definition.
    pub fn newest(&self, code: &str) -> Option<Arc<T>> {
        self.newest_where(code, u32::MAX, |_| true)
    }

    /// The newest version up to this one that is as wanted.
    pub fn newest_where(
        &self,
        code: &str,
        version: u32,
        is_wanted: impl Fn(&T) -> bool,
    ) -> Option<Arc<T>> {
        let places = (code.to_owned(), 0)..=(code.to_owned(), version);
        self.read(|held| {
            let mut versions = held.range(places).map(|(_, one)| one);
            versions.rfind(|one| is_wanted(one)).cloned()
        })
    }

    /// All versions, by code and version.
    pub fn all(&self) -> Vec<Arc<T>> {
        self.read(|held| held.values().cloned().collect())
    }

    pub(crate) fn put(&self, one: T) {
        let (code, version) = one.place();
        let place = (code.to_owned(), version);
        self.held
            .write()
            .unwrap_or_else(PoisonError::into_inner)
            .insert(place, Arc::new(one));
    }

    fn read<R>(&self, take: impl FnOnce(&Held<T>) -> R) -> R {
        take(&self.held.read().unwrap_or_else(PoisonError::into_inner))
    }
}

/// A definition that is shipped or stored was good once: faults in it are no fault of whoever asks.
pub(crate) fn faulty(faults: Vec<Fault>) -> Error {
    let first = faults.first().map(ToString::to_string).unwrap_or_default();
    Error::Internal(anyhow::anyhow!(
        "a definition that is shipped or stored has {} faults, the first: {first}",
        faults.len()
    ))
}
