//! What a decision would cost: solved with it forced, not guessed.

use hemma_rota_rules::instance::WishKind;
use hemma_rota_rules::problem::Absence;
use hemma_rota_rules::{DutyNo, PersonNo, Plan, Problem, WishNo, score};

use crate::model::Model;
use crate::solve::{Answer, Listener, NoPlan, Settings, search};

/// A decision that is forced.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Force {
    /// The wish is met.
    Wish(WishNo),
    /// The person serves the duty.
    Give {
        /// What.
        duty: DutyNo,
        /// Who.
        person: PersonNo,
    },
    /// Somebody serves the duty.
    Close(DutyNo),
}

/// What a forced decision costs against a plan.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Price {
    /// The best plan found with the decision.
    pub answer: Answer,
    /// The score of the plan as it is.
    pub before: i64,
    /// It costs this at most: the plan that was found does.
    pub most: i64,
    /// It costs this at least: the solver's bound says so.
    pub least: Option<i64>,
}

/// Solves again with a decision forced. The plan as it is should be the best: a price is the difference.
pub fn price(
    problem: &Problem,
    plan: &Plan,
    force: Force,
    settings: Settings,
    listener: &mut dyn Listener,
) -> Result<Price, NoPlan> {
    let before = score(problem, plan).total;
    let (changed, hint) = forced(problem, plan, force);
    let narrow = |model: &mut Model| narrow(model, force);
    let answer = search(&changed, &hint, settings, listener, &narrow)?;
    Ok(Price {
        before,
        most: answer.score - before,
        least: answer.bound.map(|bound| bound - before),
        answer,
    })
}

type Assigned = hemma_rota_rules::Table<DutyNo, Option<PersonNo>>;

/// The problem with the decision in it as far as the local search can see one, and where to begin.
fn forced(problem: &Problem, plan: &Plan, force: Force) -> (Problem, Assigned) {
    let mut changed = problem.clone();
    let mut hint = plan.assign.clone();
    match force {
        Force::Give { duty, person } if problem.may_serve(person, duty) => {
            changed.duties[duty].pinned = Some(person);
        }
        Force::Wish(wish) if problem.wishes[wish].kind == WishKind::Off => {
            // To be off is to be unavailable.
            let what = &problem.wishes[wish];
            changed.persons[what.person].absences.push(Absence {
                span: what.span,
                reason: what.id.clone(),
            });
        }
        Force::Wish(wish) => {
            let person = problem.wishes[wish].person;
            let duties = problem.duties.keys();
            let mut duties = duties
                .filter(|duty| problem.touches(wish, *duty) && problem.may_serve(person, *duty));
            if let Some(duty) = duties.next() {
                hint[duty] = Some(person);
            }
        }
        Force::Give { .. } | Force::Close(_) => {}
    }
    (changed, hint)
}

fn narrow(model: &mut Model, force: Force) -> Option<()> {
    let problem = model.problem;
    match force {
        Force::Give { duty, person } => {
            let column = *model.serves[duty].get(&person)?;
            model.matrix.fix(column, 1);
        }
        Force::Close(duty) => model.force_served(duty)?,
        Force::Wish(wish) => {
            let what = &problem.wishes[wish];
            let duties = problem
                .duties
                .keys()
                .filter(|duty| problem.touches(wish, *duty));
            let own = duties.filter_map(|duty| model.serves[duty].get(&what.person).copied());
            let own: Vec<usize> = own.collect();
            match what.kind {
                // What is pinned cannot be given away, not even for a wish.
                WishKind::Off if !own.is_empty() => return None,
                WishKind::On if own.is_empty() => return None,
                WishKind::Off => {}
                WishKind::On => model.force_one_of(own),
            }
        }
    }
    Some(())
}
