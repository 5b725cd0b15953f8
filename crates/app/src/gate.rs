//! How much of what anybody may send is let through: counted before anything of it is read.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use hemma_domain::application::gate::{Bucket, Limit};
use hemma_domain::time::Instant;

/// Addresses that are remembered at once; beyond it those that are full again go, and then all.
const ADDRESSES_MAX: usize = 10_000;

/// How many came lately. A clone is the same; each server counts its own.
#[derive(Clone)]
pub(crate) struct Gate {
    of_address: Limit,
    of_all: Limit,
    counts: Arc<Mutex<Counts>>,
}

#[derive(Default)]
struct Counts {
    all: Option<Bucket>,
    by_address: HashMap<String, Bucket>,
}

impl Gate {
    /// One that nobody has come through yet.
    pub(crate) fn new((of_address, of_all): (Limit, Limit)) -> Gate {
        Gate {
            of_address,
            of_all,
            counts: Arc::default(),
        }
    }

    /// Lets one through, or says when to come again.
    pub(crate) fn pass(&self, address: &str, now: Instant) -> std::result::Result<(), Instant> {
        let mut counts = self.counts.lock().unwrap_or_else(PoisonError::into_inner);
        let all = counts.all.unwrap_or(Bucket::full(self.of_all, now));
        let own = counts.by_address.get(address).copied();
        let own = own.unwrap_or(Bucket::full(self.of_address, now));
        // Whoever is held by their own count takes nothing from the others.
        let own = own.take(self.of_address, now)?;
        counts.all = Some(all.take(self.of_all, now)?);
        if ADDRESSES_MAX <= counts.by_address.len() {
            let is_held = |_: &String, one: &mut Bucket| !one.is_full(self.of_address, now);
            counts.by_address.retain(is_held);
            if ADDRESSES_MAX <= counts.by_address.len() {
                counts.by_address.clear();
            }
        }
        counts.by_address.insert(address.to_owned(), own);
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use hemma_domain::application::gate::{OF_ADDRESS, OF_ALL};
    use hemma_domain::time::Day;

    fn noon() -> Instant {
        let day: Day = "2026-11-23".parse().unwrap();
        day.at("12:00".parse().unwrap())
    }

    #[test]
    fn one_address_holds_itself_and_nobody_else() {
        let gate = Gate::new((OF_ADDRESS, OF_ALL));
        let let_in = |address: &str| gate.pass(address, noon()).is_ok();
        let passed = (0..1_000).filter(|_| let_in("192.0.2.1")).count();
        assert_eq!(passed, 20);
        assert!(let_in("192.0.2.2"));
    }

    #[test]
    fn a_thousand_addresses_at_once_are_held_in_all_and_told_when() {
        let gate = Gate::new((OF_ADDRESS, OF_ALL));
        let pass = |number: i64| gate.pass(&format!("192.0.2.{number}"), noon());
        let held: Vec<Instant> = (0..1_000).filter_map(|number| pass(number).err()).collect();
        assert_eq!(held.len(), 940);
        assert!(held.iter().all(|until| until.seconds_since(noon()) <= 1));
    }

    #[test]
    fn what_is_remembered_of_addresses_does_not_grow() {
        let gate = Gate::new((OF_ADDRESS, OF_ALL));
        for number in 0..25_000_i64 {
            let _ = gate.pass(&number.to_string(), noon().plus_seconds(number));
        }
        let held = gate.counts.lock().unwrap().by_address.len();
        assert!(held <= ADDRESSES_MAX, "{held}");
    }
}
