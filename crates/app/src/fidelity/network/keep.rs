//! What was computed today, and what is being computed.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

use hemma_domain::ids::NetworkId;
use hemma_domain::time::Day;

use super::NetworkFidelity;
use crate::App;
use crate::ctx::Ctx;
use crate::fidelity::Yardstick;

/// Networks and instruments whose figures are kept: more than an installation has.
const KEPT_MAX: usize = 50;

/// How far the work is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stage {
    /// Teams whose scores have been read, of all.
    Scores { read: usize, of: usize },
    /// Answers are being read.
    Answers,
    /// Models are being fitted.
    Models,
}

/// Where the figures of a network stand.
#[derive(Clone)]
pub enum Kept {
    /// Being computed.
    Under(Stage),
    /// As of today.
    Ready(Arc<NetworkFidelity>),
    /// The work failed; the log says why, and the next look begins it anew.
    Failed,
}

/// Where the work begins.
const BEGUN: Kept = Kept::Under(Stage::Scores { read: 0, of: 0 });

/// The figures of each network and instrument, with the day they are of. A clone is the same.
#[derive(Clone, Default)]
pub(crate) struct Keep(Arc<Mutex<BTreeMap<Place, (Day, Kept)>>>);

type Place = (NetworkId, String, u32);

impl Keep {
    fn set(&self, place: &Place, day: Day, kept: Kept) {
        let mut held = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if held.len() >= KEPT_MAX && !held.contains_key(place) {
            held.clear();
        }
        held.insert(place.clone(), (day, kept));
    }

    /// What there is of a day; none for the first who asks, whose it is to begin.
    fn take(&self, place: &Place, day: Day) -> Option<Kept> {
        let mut held = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        match held.get(place) {
            Some((of, kept)) if *of == day => {
                let kept = kept.clone();
                if matches!(kept, Kept::Failed) {
                    held.remove(place);
                }
                Some(kept)
            }
            _ => {
                held.insert(place.clone(), (day, BEGUN));
                None
            }
        }
    }
}

impl App {
    /// Today's figures; begins the work where nobody has.
    pub(super) fn kept_or_begun(&self, ctx: &Ctx, id: NetworkId, yardstick: &Yardstick) -> Kept {
        let instrument = yardstick.instrument();
        let place = (id, instrument.code.clone(), instrument.version);
        let today = ctx.today();
        if let Some(kept) = self.fidelity.take(&place, today) {
            return kept;
        }
        let (app, yardstick, now) = (self.clone(), yardstick.clone(), ctx.now);
        tokio::spawn(async move {
            let tell = |stage| app.fidelity.set(&place, today, Kept::Under(stage));
            let done = app
                .compute_network_fidelity(id, (&yardstick, now), tell)
                .await;
            let kept = match done {
                Ok(found) => Kept::Ready(Arc::new(found)),
                Err(err) => {
                    let cause = format!("{:#}", anyhow::Error::from(err));
                    tracing::error!(network.id = %id, cause, "fidelity was not computed");
                    Kept::Failed
                }
            };
            app.fidelity.set(&place, today, kept);
        });
        BEGUN
    }
}
