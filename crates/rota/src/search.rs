//! A good lawful plan at once, without a solver: hardest duty first, ejection chains, local search.
//!
//! The same problem, seed and effort give the same plan; no clock is asked unless the caller's `stop` does.

use crate::board::Board;
use crate::chance::Chance;
use crate::check::violations;
use crate::draft::{Change, Draft, Priced};
use crate::number::{DutyNo, Number, PersonNo, Table};
use crate::plan::Plan;
use crate::problem::Problem;
use crate::rest::Calendar;
use crate::violation::Violation;

/// Chains of more than three moves are as slow as a solver and find little.
const CHAIN_MAX: usize = 3;
/// Prices asked while a chain for one duty is looked for.
const CHAIN_ASKED_MAX: usize = 8_000;
/// Local search compares with the score so many steps ago.
const MEMORY: usize = 400;

/// How hard to search, and from where.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Effort {
    /// Of what looks like chance.
    pub seed: u64,
    /// Steps of local search.
    pub steps: usize,
}

impl Effort {
    /// Enough for two teams and half a year, in a fraction of a second.
    pub const DEFAULT: Effort = Effort {
        seed: 1,
        steps: 20_000,
    };
}

/// No plan is lawful, whoever serves what: these breaches stand in what is pinned already.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Impossible(pub Vec<Violation>);

/// A lawful plan with its score.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    /// The plan.
    pub plan: Plan,
    /// Its score.
    pub score: i64,
}

/// Builds a plan from what is pinned and published, and improves it. `stop` is asked now and then.
pub fn plan(
    problem: &Problem,
    effort: Effort,
    stop: &dyn Fn() -> bool,
) -> Result<Found, Impossible> {
    let published = problem
        .duties
        .values()
        .map(|duty| duty.previous.map(|(who, _)| who));
    plan_from(problem, &Table::of(published.collect()), effort, stop)
}

/// The same from any plan, of which what is lawful together is kept at first.
pub fn plan_from(
    problem: &Problem,
    hint: &Table<DutyNo, Option<PersonNo>>,
    effort: Effort,
    stop: &dyn Fn() -> bool,
) -> Result<Found, Impossible> {
    let guided = Board::new(problem).guided();
    let mut draft = blank(&guided)?;
    keep(&mut draft, hint);
    build(&mut draft, stop);
    close(&mut draft, stop);
    improve(&mut draft, effort, stop);
    let board = Board::new(problem);
    // Lawful on one board is lawful on the other: they differ in prices alone.
    let Ok(mut draft) = Draft::of(&board, &draft.assign) else {
        return Ok(found(&draft));
    };
    improve(&mut draft, effort, stop);
    close(&mut draft, stop);
    Ok(found(&draft))
}

/// Improves a lawful plan; an unlawful one is taken as nothing.
pub fn improve_plan(
    problem: &Problem,
    plan: &Plan,
    effort: Effort,
    stop: &dyn Fn() -> bool,
) -> Option<Found> {
    let board = Board::new(problem);
    let mut draft = Draft::of(&board, &plan.assign).ok()?;
    improve(&mut draft, effort, stop);
    close(&mut draft, stop);
    Some(found(&draft))
}

impl Board<'_> {
    /// These assignments with the comp days that they need, and their score; `None` if no comp day helps.
    pub fn complete(&self, assign: &Table<DutyNo, Option<PersonNo>>) -> Option<Found> {
        // A pair that nothing allows is not seen by a person's load.
        let allowed = assign.iter().all(|(duty, person)| {
            person.map_or(self.problem.duties[duty].pinned.is_none(), |person| {
                self.candidates[duty].contains(&person)
            })
        });
        let draft = Draft::of(self, assign).ok().filter(|_| allowed)?;
        Some(found(&draft))
    }

    /// Who may serve a duty as far as the two alone are concerned.
    pub fn candidates(&self, duty: DutyNo) -> &[PersonNo] {
        &self.candidates[duty]
    }

    /// Everybody's ordinary work.
    pub fn calendar(&self) -> &Calendar {
        &self.calendar
    }
}

fn found(draft: &Draft) -> Found {
    Found {
        plan: draft.plan(),
        score: draft.score,
    }
}

fn blank<'a>(board: &'a Board<'a>) -> Result<Draft<'a>, Impossible> {
    let pinned = Plan::pinned(board.problem);
    let draft = Draft::of(board, &pinned.assign)
        .map_err(|_| Impossible(violations(board.problem, &pinned)))?;
    // What the two alone break, and days off that were none, no load of a person shows.
    let breaches = violations(board.problem, &draft.plan());
    if breaches.is_empty() {
        Ok(draft)
    } else {
        Err(Impossible(breaches))
    }
}

/// Begins with a hint, as far as it is lawful.
fn keep(draft: &mut Draft, hint: &Table<DutyNo, Option<PersonNo>>) {
    for (duty, person) in hint.iter().filter(|(_, person)| person.is_some()) {
        if let Some(priced) = draft.price(&[(duty, *person)]) {
            draft.make(priced);
        }
    }
}

/// Gives each open duty away: the one with the fewest takers first, then the one that loses most by waiting.
fn build(draft: &mut Draft, stop: &dyn Fn() -> bool) {
    let open = draft.assign.iter().filter(|(_, who)| who.is_none());
    let mut waiting: Vec<Waiting> = open.map(|(duty, _)| Waiting::of(draft, duty)).collect();
    while !stop() {
        waiting.retain(|one| !one.takers.is_empty());
        let Some(at) =
            (0..waiting.len()).min_by_key(|at| waiting.get(*at).map(|one| one.urgency(draft)))
        else {
            return;
        };
        let next = waiting.swap_remove(at);
        let Some((_, person)) = next.takers.first().copied() else {
            return;
        };
        if let Some(priced) = draft.price(&[(next.duty, Some(person))]) {
            draft.make(priced);
            waiting.iter_mut().for_each(|one| one.again(draft, person));
        }
    }
}

/// An open duty with everybody who could take it now, cheapest first.
struct Waiting {
    duty: DutyNo,
    takers: Vec<(i64, PersonNo)>,
}

impl Waiting {
    fn of(draft: &Draft, duty: DutyNo) -> Waiting {
        let all = draft.board.candidates[duty].iter();
        let takers = all.filter_map(|person| {
            let priced = draft.price(&[(duty, Some(*person))])?;
            Some((priced.difference, *person))
        });
        let mut takers: Vec<_> = takers.collect();
        takers.sort_unstable();
        Waiting { duty, takers }
    }

    /// Asks one person again, whose duties have changed.
    fn again(&mut self, draft: &Draft, person: PersonNo) {
        let before = self.takers.len();
        self.takers.retain(|(_, other)| *other != person);
        if before == self.takers.len() {
            return;
        }
        if let Some(priced) = draft.price(&[(self.duty, Some(person))]) {
            self.takers.push((priced.difference, person));
            self.takers.sort_unstable();
        }
    }

    fn urgency(&self, draft: &Draft) -> (usize, i64, usize) {
        let regret = match self.takers.as_slice() {
            [(first, _), (second, _), ..] => second - first,
            _ => i64::MAX,
        };
        let unfilled = draft.board.problem.duties[self.duty].unfilled;
        // Few takers first; among many, the regret decides.
        (
            self.takers.len().min(3),
            -regret.saturating_add(unfilled),
            self.duty.at(),
        )
    }
}

/// Closes open duties by chains: one gives a duty away to take another.
fn close(draft: &mut Draft, stop: &dyn Fn() -> bool) {
    let mut open = draft.plan().open();
    let problem = draft.board.problem;
    open.sort_by_key(|duty| (-problem.duties[*duty].unfilled, *duty));
    for duty in open {
        if stop() {
            return;
        }
        let mut chain = Chain {
            asked: 0,
            best: None,
        };
        chain.look(draft, duty, &mut vec![]);
        if let Some(best) = chain.best.filter(|best| best.difference < 0) {
            draft.make(best);
        }
    }
}

/// The search for the cheapest chain that closes one duty.
struct Chain {
    asked: usize,
    best: Option<Priced>,
}

impl Chain {
    fn look(&mut self, draft: &Draft, duty: DutyNo, made: &mut Vec<Change>) {
        for person in draft.board.candidates[duty].iter().copied() {
            if CHAIN_ASKED_MAX < self.asked || draft.assign[duty] == Some(person) {
                continue;
            }
            made.push((duty, Some(person)));
            self.asked += 1;
            if let Some(priced) = draft.price(made) {
                let better = self
                    .best
                    .as_ref()
                    .is_none_or(|best| priced.difference < best.difference);
                if better {
                    self.best = Some(priced);
                }
            } else if made.len() < CHAIN_MAX {
                for other in in_the_way(draft, duty, person) {
                    if made.iter().all(|(taken, _)| *taken != other) {
                        self.look(draft, other, made);
                    }
                }
            }
            made.pop();
        }
    }
}

/// Duties of a person that may be why another one cannot be added: near it, or of the same four weeks.
fn in_the_way(draft: &Draft, duty: DutyNo, person: PersonNo) -> Vec<DutyNo> {
    /// Further away than this, only a full window can be the reason.
    const NEAR_MIN: i64 = 28 * 24 * 60;
    let problem = draft.board.problem;
    let start = problem.duties[duty].whole.start;
    let own = draft.own[person].iter().copied();
    own.filter(|other| {
        let other = &problem.duties[*other];
        other.pinned.is_none() && (other.whole.start - start).abs() <= NEAR_MIN
    })
    .collect()
}

/// Late acceptance: a step is taken if it is no worse than where the search was a while ago.
fn improve(draft: &mut Draft, effort: Effort, stop: &dyn Fn() -> bool) {
    /// Steps between two questions whether to stop.
    const STRIDE: usize = 64;
    let problem = draft.board.problem;
    let free: Vec<DutyNo> = problem
        .duties
        .iter()
        .filter(|(duty, what)| what.pinned.is_none() && !draft.board.candidates[*duty].is_empty())
        .map(|(duty, _)| duty)
        .collect();
    let mut chance = Chance::new(effort.seed);
    let mut memory = vec![draft.score; MEMORY];
    let mut best = draft.clone();
    for step in 0..effort.steps {
        if step % STRIDE == 0 && stop() {
            break;
        }
        let Some(changes) = random_step(draft, &free, &mut chance) else {
            continue;
        };
        let Some(before) = memory.get_mut(step % MEMORY) else {
            continue;
        };
        if let Some(priced) = draft.price(&changes) {
            let next = draft.score + priced.difference;
            if next <= *before || priced.difference <= 0 {
                draft.make(priced);
                if draft.score < best.score {
                    best.clone_from(draft);
                }
            }
        }
        *before = draft.score;
    }
    *draft = best;
    descend(draft, &free, stop);
}

/// One duty to somebody else, two exchanged, or three in a ring.
fn random_step(draft: &Draft, free: &[DutyNo], chance: &mut Chance) -> Option<Vec<Change>> {
    let duty = *chance.one_of(free)?;
    let from = draft.assign[duty];
    let kind = chance.below(100);
    if kind < 35 || from.is_none() {
        let to = *chance.one_of(&draft.board.candidates[duty])?;
        let given = chance.one_of(&draft.own[to]).copied();
        // Somebody takes an open duty most often by giving another one away.
        let Some(given) = given.filter(|given| from.is_none() && kind < 70 && *given != duty)
        else {
            return Some(vec![(duty, Some(to))]);
        };
        let next = *chance.one_of(&draft.board.candidates[given])?;
        return (next != to).then(|| vec![(duty, Some(to)), (given, Some(next))]);
    }
    let other = *chance.one_of(free)?;
    let to = draft.assign[other];
    if to.is_none() || to == from {
        return None;
    }
    if kind < 85 {
        return Some(vec![(duty, to), (other, from)]);
    }
    let third = *chance.one_of(free)?;
    let last = draft.assign[third];
    if third == duty || third == other || last.is_none() {
        return None;
    }
    Some(vec![(duty, to), (other, last), (third, from)])
}

/// Takes every single move that helps, until none does.
fn descend(draft: &mut Draft, free: &[DutyNo], stop: &dyn Fn() -> bool) {
    /// Each round costs a price for every duty and person; few rounds find nearly everything.
    const ROUNDS_MAX: usize = 5;
    for _ in 0..ROUNDS_MAX {
        let before = draft.score;
        for duty in free.iter().copied() {
            if stop() {
                return;
            }
            let all = draft.board.candidates[duty].iter();
            let moves = all.filter_map(|person| draft.price(&[(duty, Some(*person))]));
            let best = moves.min_by_key(|priced| priced.difference);
            if let Some(best) = best.filter(|best| best.difference < 0) {
                draft.make(best);
            }
        }
        if draft.score == before {
            return;
        }
    }
}
