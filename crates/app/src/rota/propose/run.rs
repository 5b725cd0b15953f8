//! A search: by the helper, which can prove what it finds, or by the server itself.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use hemma_domain::ids::{DutyId, PoolId, RotaId, StaffId};
use hemma_domain::time::Day;
use hemma_rota_rules::{
    Claims, Date, Effort, Instance, Problem, Solution, check, plan, read_solution,
};
use serde::Deserialize;
use tokio::sync::watch;
use uuid::Uuid;

use super::super::facts::{Facts, Held};
use super::super::helper::{self, Call, Ended, Progress};
use super::super::instance::{instance, lawful};
use super::super::judge::Entries;
use super::super::runs::UnderWay;
use crate::App;
use crate::ctx::Ctx;

/// Of the time that a planner waits, at most so much again goes to prices.
const PRICE_SECONDS_MAX: u32 = 60;

/// Where a search stands.
#[derive(Debug, Clone)]
pub enum Stage {
    /// How far it is; none before the first plan.
    Searching(Option<Progress>),
    /// The plan is found; what its missed wishes would cost is being worked out.
    Pricing(Progress),
    Ready(Arc<Suggestion>),
    Failed(Failure),
}

impl Stage {
    /// Whether it is worth looking again.
    pub fn is_under_way(&self) -> bool {
        matches!(self, Stage::Searching(_) | Stage::Pricing(_))
    }
}

impl UnderWay for Stage {
    fn is_under_way(&self) -> bool {
        Stage::is_under_way(self)
    }
}

/// Why there is no proposal.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Failure {
    /// What stands already breaks a rule, whatever is planned.
    Impossible,
    /// The search ended by a fault; the log says which.
    Broken,
}

/// What looked for it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Engine {
    /// The helper, which can prove that nothing is better.
    Exact,
    /// The server's own search, without proof.
    Search,
}

/// What meeting a wish, or filling a duty, would cost: solved anew with it forced.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Price {
    /// No rota that breaks no rule does it.
    Impossible,
    /// At least and at most so many points; the same where it is settled.
    Points { least: Option<i64>, most: i64 },
}

/// A rota that breaks no rule, with what is known of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Suggestion {
    pub id: Uuid,
    pub engine: Engine,
    pub score: i64,
    /// No rota is better than this.
    pub bound: Option<i64>,
    /// Duties that it gives away, and those that it leaves open.
    pub changed: Vec<(DutyId, Option<StaffId>)>,
    /// The whole draft with it.
    pub entries: Entries,
    pub rest_days: Vec<(StaffId, Day)>,
    /// Prices of missed wishes and of open duties, by id.
    pub prices: BTreeMap<Uuid, Price>,
    /// The draft that it was made from.
    pub(super) before: Entries,
    pub(super) rest_days_before: Vec<(StaffId, Day)>,
    pub(super) pool_version: i64,
}

impl Suggestion {
    /// Whether it is proven that none is better.
    pub fn is_best(&self) -> bool {
        self.bound == Some(self.score)
    }
}

/// What is looked for.
pub(super) struct Job {
    pub(super) id: Uuid,
    pub(super) rota: RotaId,
    pub(super) seconds: u32,
    pub(super) facts: Facts,
    pub(super) entries: Entries,
    pub(super) rest_days: Vec<(StaffId, Day)>,
    pub(super) pool_version: i64,
}

impl App {
    /// The helper, where it is installed.
    pub(crate) fn rota_helper(&self) -> Option<&Path> {
        self.config.rota.as_deref().filter(|path| path.exists())
    }

    /// Searches beside the request. Says whether it began.
    pub(super) fn run_suggestion(&self, ctx: &Ctx, pool: PoolId, job: Job) -> bool {
        let begun = (job.id, job.rota, ctx.now);
        let first = Stage::Searching(None);
        let Some(stop) = self.suggestions.claim(pool, begun, first) else {
            return false;
        };
        let (app, place) = (self.clone(), (pool, job.id));
        tokio::spawn(async move {
            let tell = |stage| app.suggestions.set(place, stage);
            let stage = match search(app.rota_helper(), job, stop, tell).await {
                Ok(Some(proposal)) => Stage::Ready(Arc::new(proposal)),
                Ok(None) => Stage::Failed(Failure::Impossible),
                Err(err) => {
                    tracing::error!(pool.id = %pool, cause = format!("{err:#}"), "no rota was proposed");
                    Stage::Failed(Failure::Broken)
                }
            };
            app.suggestions.set(place, stage);
        });
        true
    }
}

/// Looks for the best rota, and for what its missed wishes would cost. None where no rota is lawful.
async fn search(
    program: Option<&Path>,
    job: Job,
    stop: watch::Receiver<bool>,
    tell: impl Fn(Stage) + Send + Sync,
) -> anyhow::Result<Option<Suggestion>> {
    let (facts, name) = (job.facts.clone(), job.id.to_string());
    // Fractions of a second of arithmetic: kept off the threads that answer requests.
    let ready = move || lawful(instance(&facts, name));
    let (written, problem) = tokio::task::spawn_blocking(ready).await??;
    let problem = Arc::new(problem);
    let solved = match program {
        Some(program) => {
            let call = Call {
                words: &["solve", "-", "--until-closed"],
                lines: vec![serde_json::to_string(&written)?],
                seconds: u64::from(job.seconds),
            };
            let on_the_way = |progress| tell(Stage::Searching(Some(progress)));
            match helper::run(program, call, stop.clone(), on_the_way).await? {
                Ended::Done(bytes) => bytes,
                Ended::Impossible => return Ok(None),
            }
        }
        None => match own_search(&problem, job.seconds, stop.clone()).await? {
            Some(bytes) => bytes,
            None => return Ok(None),
        },
    };
    let mut proposal = read(&problem, &solved, job, program)?;
    if let Some(program) = program {
        let (score, bound) = (proposal.score, proposal.bound);
        tell(Stage::Pricing(Progress { score, bound }));
        // Without prices the proposal is as good: they only explain it.
        match prices(program, (&written, &solved), stop).await {
            Ok(prices) => proposal.prices = prices,
            Err(err) => tracing::warn!(cause = format!("{err:#}"), "wishes were not priced"),
        }
    }
    Ok(Some(proposal))
}

/// The server's own search, ended by whoever stops it or after so many seconds.
pub(crate) async fn own_search(
    problem: &Arc<Problem>,
    seconds: u32,
    mut stop: watch::Receiver<bool>,
) -> anyhow::Result<Option<Vec<u8>>> {
    let (over, problem) = (Arc::new(AtomicBool::new(false)), Arc::clone(problem));
    let is_over = Arc::clone(&over);
    let work = tokio::task::spawn_blocking(move || {
        let found = plan(&problem, Effort::DEFAULT, &|| {
            is_over.load(Ordering::Relaxed)
        })
        .ok()?;
        let claims = Claims {
            score: Some(found.score),
            ..Claims::default()
        };
        Some(serde_json::to_vec(&found.plan.solution(&problem, claims)))
    });
    let mut work = std::pin::pin!(work);
    let stopped = async {
        // Whoever forgot the run stops it too.
        let _stopped = stop.wait_for(|stopped| *stopped).await;
    };
    let limit = tokio::time::sleep(Duration::from_secs(u64::from(seconds)));
    let found = tokio::select! {
        done = &mut work => done?,
        () = limit => {
            over.store(true, Ordering::Relaxed);
            work.await?
        }
        () = stopped => {
            over.store(true, Ordering::Relaxed);
            work.await?
        }
    };
    Ok(found.transpose()?)
}

/// A solution as a proposal, once it has passed the checker here: nothing that a helper says is believed.
fn read(
    problem: &Problem,
    bytes: &[u8],
    job: Job,
    program: Option<&Path>,
) -> anyhow::Result<Suggestion> {
    let found = read_solution(problem, bytes)?;
    let verdict = check(problem, &found);
    anyhow::ensure!(
        verdict.is_right(),
        "what the helper proposes does not pass the checker"
    );
    let free = job.facts.pieces.iter();
    let free = free.filter(|piece| matches!(piece.held, Held::Free { .. }));
    let staff = |person| -> Option<StaffId> { problem.persons[person].id.parse().ok() };
    let changed: Vec<(DutyId, Option<StaffId>)> = free
        .filter_map(|piece| {
            let duty = problem.duty_by_id(&piece.id.to_string())?;
            Some((piece.duty.id, found.plan.assign[duty].and_then(staff)))
        })
        .collect();
    let mut entries = job.entries.clone();
    for (duty, staff) in &changed {
        match staff {
            Some(staff) => entries.insert(*duty, *staff),
            None => entries.remove(duty),
        };
    }
    let days = found.plan.comp_days.iter();
    let days = days.filter_map(|(person, date): &(_, Date)| Some((staff(*person)?, Day(*date))));
    Ok(Suggestion {
        id: job.id,
        engine: program.map_or(Engine::Search, |_| Engine::Exact),
        score: verdict.score.total,
        bound: found.claims.bound,
        changed,
        entries,
        rest_days: rest_days(&job, days),
        prices: BTreeMap::new(),
        before: job.entries,
        rest_days_before: job.rest_days,
        pool_version: job.pool_version,
    })
}

/// The days off that the draft has with a proposal: those before it begins stay, and those after it are not the draft's.
fn rest_days(job: &Job, found: impl Iterator<Item = (StaffId, Day)>) -> Vec<(StaffId, Day)> {
    let (first, end) = job.facts.period;
    let earlier = job
        .rest_days
        .iter()
        .filter(|(_, day)| *day < first)
        .copied();
    let outside =
        |one: &(StaffId, Day)| job.facts.rest_days.contains(one) && (one.1 < first || end <= one.1);
    let mut all: Vec<(StaffId, Day)> = found.filter(|one| !outside(one)).chain(earlier).collect();
    all.sort_by_key(|(staff, day)| (*day, *staff));
    all.dedup();
    all
}

/// A price as the helper tells it.
#[derive(Deserialize)]
struct Told {
    of: Of,
    possible: bool,
    most: Option<i64>,
    least: Option<i64>,
}

#[derive(Deserialize)]
#[serde(rename_all = "lowercase")]
enum Of {
    Wish(Uuid),
    Duty(Uuid),
}

async fn prices(
    program: &Path,
    (written, solved): (&Instance, &[u8]),
    stop: watch::Receiver<bool>,
) -> anyhow::Result<BTreeMap<Uuid, Price>> {
    let solution: Solution = serde_json::from_slice(solved)?;
    let call = Call {
        words: &["prices"],
        lines: vec![
            serde_json::to_string(written)?,
            serde_json::to_string(&solution)?,
        ],
        seconds: u64::from(PRICE_SECONDS_MAX),
    };
    let Ended::Done(bytes) = helper::run(program, call, stop, |_| ()).await? else {
        return Ok(BTreeMap::new());
    };
    told(bytes)
}

/// Prices as the helper tells them, a line each.
pub(crate) fn told(bytes: Vec<u8>) -> anyhow::Result<BTreeMap<Uuid, Price>> {
    let mut prices = BTreeMap::new();
    for line in String::from_utf8(bytes)?.lines() {
        let told: Told = serde_json::from_str(line)?;
        let (Of::Wish(id) | Of::Duty(id)) = told.of;
        let price = match told.most.filter(|_| told.possible) {
            Some(most) => Price::Points {
                least: told.least,
                most,
            },
            None => Price::Impossible,
        };
        prices.insert(id, price);
    }
    Ok(prices)
}
