//! Searches beside the requests: one of a pool at a time, held in memory. A server that ends leaves nothing half-done:
//! nothing was written.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use hemma_domain::ids::{PoolId, RotaId};
use hemma_domain::time::Instant;
use tokio::sync::watch;
use uuid::Uuid;

use super::RotaAt;

/// Searches of one kind at once, of all pools: each takes a processor for as long as its planner waits.
const AT_ONCE_MAX: usize = 4;

/// Where a search stands.
pub(crate) trait UnderWay: Clone {
    /// Whether it is worth looking again.
    fn is_under_way(&self) -> bool;
}

/// The searches of all pools. A clone is the same.
#[derive(Clone)]
pub(crate) struct Runs<S>(Arc<Mutex<BTreeMap<PoolId, Run<S>>>>);

struct Run<S> {
    id: Uuid,
    rota: RotaId,
    begun: Instant,
    /// Gone with the run: whoever listens stops then.
    stop: watch::Sender<bool>,
    stage: S,
}

impl<S> Default for Runs<S> {
    fn default() -> Runs<S> {
        Runs(Arc::default())
    }
}

impl<S: UnderWay> Runs<S> {
    fn held(&self) -> MutexGuard<'_, BTreeMap<PoolId, Run<S>>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Makes room for a search; none where one is under way, or too many are.
    pub(super) fn claim(
        &self,
        pool: PoolId,
        (id, rota, begun): (Uuid, RotaId, Instant),
        stage: S,
    ) -> Option<watch::Receiver<bool>> {
        let mut held = self.held();
        let busy = |run: &Run<S>| run.stage.is_under_way();
        let here = held.get(&pool).is_some_and(busy);
        if here || held.values().filter(|run| busy(run)).count() >= AT_ONCE_MAX {
            return None;
        }
        let (stop, stopped) = watch::channel(false);
        let run = Run {
            id,
            rota,
            begun,
            stop,
            stage,
        };
        held.insert(pool, run);
        Some(stopped)
    }

    pub(super) fn set(&self, (pool, id): (PoolId, Uuid), stage: S) {
        if let Some(run) = self.held().get_mut(&pool).filter(|run| run.id == id) {
            run.stage = stage;
        }
    }

    /// Where the search of a rota stands, and when it began.
    pub(super) fn of(&self, (pool, rota): RotaAt) -> Option<(Instant, S)> {
        let held = self.held();
        let run = held.get(&pool).filter(|run| run.rota == rota)?;
        Some((run.begun, run.stage.clone()))
    }

    pub(super) fn stop(&self, pool: PoolId) {
        if let Some(run) = self.held().get(&pool) {
            run.stop.send_replace(true);
        }
    }

    pub(super) fn forget(&self, pool: PoolId) {
        self.held().remove(&pool);
    }
}
