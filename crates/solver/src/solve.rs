//! From a problem to the best plan that the time allows, and what is proven of it.

use std::collections::BTreeMap;
use std::time::{Duration, Instant};

use hemma_rota_rules::{
    Board, DutyNo, Effort, Found, Impossible, PersonNo, Plan, Problem, Table, plan_from, violations,
};

use crate::floor::floor;
use crate::highs::{self, End, Options, Refused, Watch};
use crate::matrix::Matrix;
use crate::model::Model;

/// How long and how to look.
#[derive(Debug, Clone, Copy)]
pub struct Settings {
    /// Seconds by the clock.
    pub seconds: f64,
    /// Threads of the exact engine; one is the quickest on rotas of this size.
    pub threads: i32,
    /// Of all that looks like chance.
    pub seed: u64,
}

/// How far a search has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Progress {
    /// Since its beginning.
    pub elapsed: Duration,
    /// Of the best plan.
    pub score: i64,
    /// The solver: no plan below this. `None` before it knows of any.
    pub bound: Option<i64>,
}

/// Whoever waits for a plan.
pub trait Listener {
    /// A better plan or a better bound; the plan is given where it is better.
    fn progress(&mut self, progress: Progress, better: Option<&Plan>);
    /// Whether the best so far is wanted now.
    fn is_over(&mut self) -> bool;
}

/// A lawful plan and what is known of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answer {
    /// The plan; it has passed the checker.
    pub plan: Plan,
    /// Its score by the checker.
    pub score: i64,
    /// The solver: no plan below this. Never above the score.
    pub bound: Option<i64>,
    /// Proven in exact arithmetic: no plan below this.
    pub verified: Option<i64>,
}

impl Answer {
    /// Whether no plan is better.
    pub fn is_optimal(&self) -> bool {
        self.bound == Some(self.score)
    }
}

/// Why there is no plan.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NoPlan {
    /// What is pinned breaks rules by itself.
    #[error("no plan can be lawful")]
    Impossible(Impossible),
    /// What is asked for contradicts the rules.
    #[error("no lawful plan does what is asked for")]
    Forbidden,
    /// A mistake of this program.
    #[error(transparent)]
    Refused(#[from] Refused),
}

/// Looks for the best plan.
pub fn solve(
    problem: &Problem,
    settings: Settings,
    listener: &mut dyn Listener,
) -> Result<Answer, NoPlan> {
    let published = problem
        .duties
        .values()
        .map(|duty| duty.previous.map(|(who, _)| who));
    let hint = Table::of(published.collect());
    search(problem, &hint, settings, listener, &|_| Some(()))
}

/// The same from a hint, with the model narrowed by whoever forces a decision.
pub(crate) fn search(
    problem: &Problem,
    hint: &Table<DutyNo, Option<PersonNo>>,
    settings: Settings,
    listener: &mut dyn Listener,
    narrow: &dyn Fn(&mut Model) -> Option<()>,
) -> Result<Answer, NoPlan> {
    let begun = Instant::now();
    let is_late = || settings.seconds <= begun.elapsed().as_secs_f64();
    let effort = effort(problem, settings.seed);
    let start = plan_from(problem, hint, effort, &is_late).map_err(NoPlan::Impossible)?;
    let board = Board::new(problem);
    let mut model = Model::of(&board, problem);
    narrow(&mut model).ok_or(NoPlan::Forbidden)?;
    let mut run = Run {
        best: None,
        bound: None,
        verified: None,
        trusts: false,
        begun,
        settings,
        listener,
        board: &board,
        model: &model,
    };
    if model.holds(&start.plan) {
        run.take(start);
    }
    run.phases()?;
    run.answer().ok_or(NoPlan::Forbidden)
}

/// A published plan is a good start: a few steps mend what has changed, and the engine does the rest.
fn effort(problem: &Problem, seed: u64) -> Effort {
    const MENDING_STEPS: usize = 3_000;
    let is_published = problem.duties.values().any(|duty| duty.previous.is_some());
    let steps = if is_published {
        MENDING_STEPS
    } else {
        Effort::DEFAULT.steps
    };
    Effort { seed, steps }
}

struct Run<'a> {
    best: Option<Found>,
    bound: Option<i64>,
    verified: Option<i64>,
    /// Whether bounds of the model that is being solved hold for every plan.
    trusts: bool,
    begun: Instant,
    settings: Settings,
    listener: &'a mut dyn Listener,
    board: &'a Board<'a>,
    model: &'a Model<'a>,
}

impl Run<'_> {
    /// The relaxation, what lies on it, then everything.
    fn phases(&mut self) -> Result<(), Refused> {
        let matrix = &self.model.matrix;
        let before = self.begun.elapsed();
        let relaxed = Options {
            relaxed: true,
            ..self.options()
        };
        let outcome = highs::run(matrix, None, relaxed, self)?;
        if outcome.end == End::Infeasible {
            // With a lawful plan at hand the model itself would be wrong, and its bounds worth nothing.
            return if self.best.is_none() {
                Ok(())
            } else {
                Err(Refused::LAWFUL)
            };
        }
        if let Some(bound) = outcome.bound {
            self.raise(bound);
            self.verified = Some(floor(matrix, &outcome.duals));
            let took = self.begun.elapsed().saturating_sub(before);
            self.near_relaxation(&outcome.values, took)?;
        }
        if self.is_settled() {
            return Ok(());
        }
        self.trusts = true;
        let start = self.start().filter(|_| self.is_near());
        self.whole(start.as_deref())?;
        if start.is_some() && !self.is_settled() {
            // The solver may take a start for cheaper than it is once it has reduced the model, and then finds
            // nothing that betters it: such a run proves less than one from nothing.
            self.whole(None)?;
        }
        Ok(())
    }

    fn whole(&mut self, start: Option<&[f64]>) -> Result<(), Refused> {
        let outcome = highs::run(&self.model.matrix, start, self.options(), self)?;
        if outcome.end == End::Infeasible && self.best.is_some() {
            return Err(Refused::LAWFUL);
        }
        if let Some(bound) = outcome.bound {
            self.raise(bound);
        }
        Ok(())
    }

    /// Looks around the relaxation where that is nearly whole: such small problems often hold the best plan.
    fn near_relaxation(&mut self, values: &[f64], took: Duration) -> Result<(), Refused> {
        /// Of a hundred duties so many must be decided, or what is left is no easier than the whole.
        const DECIDED_PERCENT: usize = 60;
        let serves = &self.model.serves;
        let whole = serves.values().map(|persons| decided(persons, values));
        let whole: Vec<usize> = whole.flatten().collect();
        if whole.len() * 100 < serves.count() * DECIDED_PERCENT {
            return Ok(());
        }
        // First only pairs that the relaxation uses, then all pairs but for the duties that it decides.
        let unused = serves.values().flat_map(|persons| persons.values());
        let unused = unused.filter(|column| is_unused(self.model, **column, values));
        let unused: Vec<usize> = unused.copied().collect();
        self.with_fixed(&unused, 0, took)?;
        if !self.is_settled() {
            self.with_fixed(&whole, 1, took)?;
        }
        Ok(())
    }

    /// Solves the model with these columns fixed, for about as long as the relaxation took.
    fn with_fixed(&mut self, columns: &[usize], value: i64, took: Duration) -> Result<(), Refused> {
        /// What is not found within so many times the relaxation's own time is sought in the whole.
        const TIMES: f64 = 1.5;
        let mut matrix: Matrix = self.model.matrix.clone();
        columns.iter().for_each(|column| matrix.fix(*column, value));
        let options = self.options();
        let options = Options {
            seconds: (0.2 + TIMES * took.as_secs_f64()).min(options.seconds),
            ..options
        };
        self.trusts = false;
        let start = self.start().filter(|_| value == 1);
        highs::run(&matrix, start.as_deref(), options, self)?;
        Ok(())
    }

    fn start(&self) -> Option<Vec<f64>> {
        self.best.as_ref().map(|best| self.model.start(&best.plan))
    }

    /// Whether the best so far is worth beginning with. One far from the bound, as of a pool that is short of
    /// people, keeps the solver busy with what lies around it; it finds a better one sooner by itself.
    fn is_near(&self) -> bool {
        let best = self.best.as_ref().map(|best| best.score);
        best.zip(self.bound)
            .is_some_and(|(best, bound)| best <= bound.saturating_mul(2))
    }

    fn is_settled(&mut self) -> bool {
        let best = self.best.as_ref().map(|best| best.score);
        (best.is_some() && best <= self.bound) || self.is_over()
    }

    fn tell(&mut self, is_better: bool) {
        let Some(best) = &self.best else {
            return;
        };
        let progress = Progress {
            elapsed: self.begun.elapsed(),
            score: best.score,
            bound: self.bound.map(|bound| bound.min(best.score)),
        };
        self.listener
            .progress(progress, is_better.then_some(&best.plan));
    }

    fn left(&self) -> f64 {
        self.settings.seconds - self.begun.elapsed().as_secs_f64()
    }

    fn options(&self) -> Options {
        /// HiGHS takes a seed of 31 bits.
        const SEED_MAX: u64 = 1 << 30;
        Options {
            seconds: self.left(),
            threads: self.settings.threads,
            seed: i32::try_from(self.settings.seed % SEED_MAX).unwrap_or(0),
            relaxed: false,
            heuristics: 0.05,
        }
    }

    fn answer(self) -> Option<Answer> {
        let best = self.best?;
        let at_most = |floor: i64| floor.min(best.score);
        // The relaxation's floor is a bound too, and may be the only one.
        let bound = self.bound.max(self.verified).map(at_most);
        Some(Answer {
            plan: best.plan,
            score: best.score,
            bound,
            verified: self.verified.map(at_most),
        })
    }

    /// Takes a plan that is better and passes the checker.
    fn take(&mut self, found: Found) {
        let is_better = self
            .best
            .as_ref()
            .is_none_or(|best| found.score < best.score);
        if is_better && violations(self.model.problem, &found.plan).is_empty() {
            self.best = Some(found);
            self.tell(true);
        }
    }

    fn raise(&mut self, bound: f64) {
        let bound = whole_bound(bound);
        if self.bound.is_none_or(|before| before < bound) {
            self.bound = Some(bound);
            self.tell(false);
        }
    }
}

/// The column of the person to whom the relaxation gives a duty whole.
fn decided(persons: &BTreeMap<PersonNo, usize>, values: &[f64]) -> Option<usize> {
    let taken = |column: &usize| values.get(*column).is_some_and(|value| 0.999 < *value);
    persons.values().copied().find(taken)
}

fn is_unused(model: &Model, column: usize, values: &[f64]) -> bool {
    let is_free = model
        .matrix
        .columns
        .get(column)
        .is_some_and(|one| one.lower == 0);
    is_free && values.get(column).is_some_and(|value| *value < 1e-6)
}

/// Prices are whole: a bound is rounded up, after what the solver's tolerance may have added is taken off.
fn whole_bound(bound: f64) -> i64 {
    let tolerance = 1e-6 * bound.abs().max(1.0);
    #[expect(clippy::cast_possible_truncation, reason = "scores are below 2^53")]
    let whole = (bound - tolerance.min(0.5)).ceil() as i64;
    whole
}

impl Watch for Run<'_> {
    fn improved(&mut self, values: &[f64]) {
        let assign = self.model.assigned(values);
        if let Some(found) = self.board.complete(&assign) {
            self.take(found);
        }
    }

    fn bounded(&mut self, bound: f64) {
        if self.trusts {
            self.raise(bound);
        }
    }

    fn is_over(&mut self) -> bool {
        let best = self.best.as_ref().map(|best| best.score);
        let is_proven = best.is_some() && best <= self.bound;
        is_proven || self.left() <= 0.0 || self.listener.is_over()
    }
}
