//! Simulations beside the requests: one for each set of assumptions, kept while there is room.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use hemma_domain::scale::{Assumption, Limit, Need, Outcome, Scale, TEAMS_MAX, simulate};
use hemma_review::chance::Chance;
use tokio::sync::watch;

/// Runs of each number of teams.
pub const RUNS: u32 = 10_000;
/// Answers that are kept: a few people trying some values each.
const KEPT_MAX: usize = 64;
/// Simulations at the same time; whoever comes then waits for a place.
const AT_ONCE_MAX: usize = 2;
/// How long a page waits for its answer before it shows how far that has come.
const PATIENCE: Duration = Duration::from_millis(600);
/// The seed of all simulations: the same assumptions give the same answer.
const SEED: u64 = 1;

/// Where a simulation stands.
#[derive(Debug, Clone)]
pub enum Stage {
    /// Others are before it.
    Waiting,
    /// So many runs of so many are done.
    Running(u32, u32),
    Ready(Arc<Answer>),
}

/// What follows from assumptions.
#[derive(Debug, Clone, PartialEq)]
pub struct Answer {
    /// The fewest teams with which families begin in time in most runs; none where no number of teams is enough.
    pub needed: Option<u32>,
    /// Families that one therapist carries, and what keeps them from carrying more.
    pub carried: (u32, Limit),
    /// One team fewer, as many as are asked for or needed, and one more.
    pub options: Vec<Choice>,
    /// Which of them is asked for.
    pub chosen: usize,
}

/// A number of teams with what it needs and what becomes of families.
#[derive(Debug, Clone, PartialEq)]
pub struct Choice {
    pub need: Need,
    pub outcome: Outcome,
}

/// The simulations of an installation. A clone is the same.
#[derive(Clone, Default)]
pub(crate) struct Runs(Arc<Mutex<Vec<(Scale, Job)>>>);

#[derive(Clone)]
struct Job {
    done: Arc<AtomicU32>,
    answer: watch::Receiver<Option<Arc<Answer>>>,
}

impl Job {
    fn stage(&self) -> Stage {
        match self.answer.borrow().as_ref() {
            Some(answer) => Stage::Ready(answer.clone()),
            None => Stage::Running(self.done.load(Ordering::Relaxed), 3 * RUNS),
        }
    }

    fn is_over(&self) -> bool {
        self.answer.borrow().is_some()
    }

    /// Whether nobody computes it any more although there is no answer.
    fn is_broken(&self) -> bool {
        !self.is_over() && self.answer.has_changed().is_err()
    }
}

/// A job, and where its answer goes if it has to be begun.
type Claimed = (Job, Option<watch::Sender<Option<Arc<Answer>>>>);

impl Runs {
    /// Where the simulation of some assumptions stands; it begins if there is none, and the answer is waited for a little.
    pub(super) async fn of(&self, scale: Scale) -> Stage {
        let Some((job, begin)) = self.claim(&scale) else {
            return Stage::Waiting;
        };
        if let Some(tell) = begin {
            let done = job.done.clone();
            // The work goes on without whoever waits for it.
            tokio::task::spawn_blocking(move || {
                tell.send_replace(Some(Arc::new(answer(&scale, &done))));
            });
        }
        let mut ready = job.answer.clone();
        let _ = tokio::time::timeout(PATIENCE, ready.wait_for(Option::is_some)).await;
        job.stage()
    }

    /// The job of some assumptions; none where too many are under way.
    fn claim(&self, scale: &Scale) -> Option<Claimed> {
        let mut held = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        held.retain(|(_, job)| !job.is_broken());
        if let Some((_, job)) = held.iter().find(|(known, _)| known == scale) {
            return Some((job.clone(), None));
        }
        let busy = held.iter().filter(|(_, job)| !job.is_over()).count();
        if AT_ONCE_MAX <= busy {
            return None;
        }
        if KEPT_MAX <= held.len()
            && let Some(oldest) = held.iter().position(|(_, job)| job.is_over())
        {
            held.remove(oldest);
        }
        let (tell, answer) = watch::channel(None);
        let job = Job {
            done: Arc::default(),
            answer,
        };
        held.push((scale.clone(), job.clone()));
        Some((job, Some(tell)))
    }
}

/// Simulates the number of teams that is asked for, or needed, and its neighbours.
fn answer(scale: &Scale, done: &AtomicU32) -> Answer {
    let mut chance = Chance::new(SEED);
    let needed = scale.teams_needed(|| chance.uniform());
    let asked = match scale.get(Assumption::Teams) {
        0 => needed.unwrap_or_else(|| scale.teams_least()),
        asked => asked,
    };
    let numbers = [asked.saturating_sub(1), asked, asked + 1];
    let mut options = BTreeMap::new();
    for (before, teams) in numbers.into_iter().enumerate() {
        if !(1..=TEAMS_MAX).contains(&teams) {
            continue;
        }
        let before = u32::try_from(before).unwrap_or_default() * RUNS;
        let mut chance = Chance::new(SEED);
        let tell = |runs| {
            done.store(before + runs, Ordering::Relaxed);
            true
        };
        let found = simulate(&scale.with_teams(teams), RUNS, || chance.uniform(), tell);
        if let Some(outcome) = found {
            let need = scale.need(teams);
            options.insert(teams, Choice { need, outcome });
        }
    }
    Answer {
        needed,
        carried: scale.carried(),
        chosen: options
            .keys()
            .position(|teams| *teams == asked)
            .unwrap_or_default(),
        options: options.into_values().collect(),
    }
}
