use hemma_rota_rules::generate::{Kind, generate, replan, tiny};
use hemma_rota_rules::instance::{Unavailable, Wish, WishKind};
use hemma_rota_rules::{
    Board, Claims, DutyNo, Instance, PersonNo, Plan, Problem, Solution, prepare,
};
use hemma_solver::{Answer, Force, Listener, NoPlan, Progress, Settings, price, solve};
use proptest::prelude::*;

use crate::naive::judge;

/// Hears of progress, and never wants to stop.
struct Patient {
    scores: Vec<i64>,
}

impl Listener for Patient {
    fn progress(&mut self, progress: Progress, _better: Option<&Plan>) {
        self.scores.push(progress.score);
    }

    fn is_over(&mut self) -> bool {
        false
    }
}

const SETTINGS: Settings = Settings {
    seconds: 60.0,
    threads: 1,
    seed: 1,
};

fn engine(problem: &Problem) -> Result<Answer, NoPlan> {
    let mut patient = Patient { scores: vec![] };
    let answer = solve(problem, SETTINGS, &mut patient)?;
    assert!(
        patient.scores.is_sorted_by(|one, next| next <= one),
        "{:?}",
        patient.scores
    );
    assert_eq!(patient.scores.last(), Some(&answer.score));
    Ok(answer)
}

fn solution(problem: &Problem, answer: &Answer) -> Solution {
    let claims = Claims {
        score: Some(answer.score),
        bound: answer.bound,
        optimal: Some(answer.is_optimal()),
    };
    answer.plan.solution(problem, claims)
}

/// The best score of all plans, by the second checker: every assignment, every set of comp days.
fn by_trying(instance: &Instance) -> Option<i64> {
    let problem = prepare(instance).unwrap();
    let duties: Vec<DutyNo> = problem.duties.keys().collect();
    let mut best = None;
    let mut assign = Plan::pinned(&problem).assign;
    every(&problem, instance, &duties, &mut assign, &mut best);
    best
}

type Assigned = hemma_rota_rules::Table<DutyNo, Option<PersonNo>>;

fn every(
    problem: &Problem,
    instance: &Instance,
    left: &[DutyNo],
    assign: &mut Assigned,
    best: &mut Option<i64>,
) {
    let Some((duty, left)) = left.split_first() else {
        if let Some(score) = with_days(problem, instance, assign) {
            *best = Some(best.map_or(score, |best: i64| best.min(score)));
        }
        return;
    };
    if problem.duties[*duty].pinned.is_some() {
        return every(problem, instance, left, assign, best);
    }
    assign[*duty] = None;
    every(problem, instance, left, assign, best);
    for person in problem.persons.keys() {
        if problem.may_serve(person, *duty) {
            assign[*duty] = Some(person);
            every(problem, instance, left, assign, best);
        }
    }
    assign[*duty] = None;
}

/// The best score of these assignments over sets of comp days: each person alone, fewest days first.
fn with_days(problem: &Problem, instance: &Instance, assign: &Assigned) -> Option<i64> {
    let mut comp_days = vec![];
    for person in problem.persons.keys() {
        let pinned = &problem.persons[person].pinned_comp;
        let free: Vec<_> = problem
            .days
            .keys()
            .filter(|day| problem.works_on(person, *day) && !pinned.contains(day))
            .collect();
        let sets = (0u32..1 << free.len()).filter(|set| set.count_ones() <= 4);
        let mut sets: Vec<u32> = sets.collect();
        sets.sort_by_key(|set| set.count_ones());
        let id = problem.persons[person].id.clone();
        let lawful = sets.into_iter().find_map(|set| {
            let days = free
                .iter()
                .enumerate()
                .filter(|(at, _)| set >> at & 1 == 1)
                .map(|(_, day)| day);
            let days: Vec<_> = days
                .chain(pinned)
                .map(|day| (person, problem.days[*day].date))
                .collect();
            let plan = Plan {
                assign: assign.clone(),
                comp_days: days.clone(),
            };
            let broken = judge(instance, &plan.solution(problem, Claims::default())).broken;
            let mine = broken.iter().any(|(_, who)| *who == id);
            (!mine).then_some(days)
        })?;
        comp_days.extend(lawful);
    }
    let plan = Plan {
        assign: assign.clone(),
        comp_days,
    };
    let opinion = judge(instance, &plan.solution(problem, Claims::default()));
    opinion.broken.is_empty().then_some(opinion.score)
}

#[track_caller]
fn check_lawful(instance: &Instance, answer: &Answer) {
    let problem = prepare(instance).unwrap();
    let opinion = judge(instance, &solution(&problem, answer));
    assert!(opinion.broken.is_empty(), "{:?}", opinion.broken);
    assert_eq!(opinion.score, answer.score);
    assert!(opinion.claims_hold);
    assert!(answer.verified <= answer.bound);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn the_engine_finds_the_best_of_all_plans(seed: u64) {
        let instance = tiny(seed, 4);
        let problem = prepare(&instance).unwrap();
        match engine(&problem) {
            Ok(answer) => {
                check_lawful(&instance, &answer);
                prop_assert!(answer.is_optimal());
                prop_assert_eq!(by_trying(&instance), Some(answer.score));
            }
            Err(NoPlan::Impossible(why)) => {
                prop_assert!(!why.0.is_empty());
                prop_assert_eq!(by_trying(&instance), None);
            }
            Err(other) => prop_assert!(false, "{}", other),
        }
    }

    #[test]
    fn the_engine_keeps_every_rule_of_larger_rotas(seed: u64) {
        let instance = tiny(seed, 14);
        let problem = prepare(&instance).unwrap();
        if let Ok(answer) = engine(&problem) {
            check_lawful(&instance, &answer);
            prop_assert!(answer.is_optimal());
        }
    }
}

proptest! {
    // Each case solves once for each pair of a duty and a person.
    #![proptest_config(ProptestConfig::with_cases(8))]

    #[test]
    fn a_price_is_what_the_best_plan_with_the_decision_costs_more(seed: u64) {
        let instance = tiny(seed, 4);
        let problem = prepare(&instance).unwrap();
        if let Ok(answer) = engine(&problem) {
            check_prices(&instance, &problem, &answer);
        }
    }
}

/// Of each pair, by forcing it in the file as well.
fn check_prices(instance: &Instance, problem: &Problem, answer: &Answer) {
    for (duty, what) in problem
        .duties
        .iter()
        .filter(|(_, what)| what.pinned.is_none())
    {
        for person in problem.persons.keys() {
            let mut forced = instance.clone();
            forced.pinned.push(hemma_rota_rules::instance::Pinned {
                duty: what.id.clone(),
                person: problem.persons[person].id.clone(),
            });
            let force = Force::Give { duty, person };
            let told = price(
                problem,
                &answer.plan,
                force,
                SETTINGS,
                &mut Patient { scores: vec![] },
            );
            let wanted = by_trying(&forced).filter(|_| problem.may_serve(person, duty));
            assert_eq!(
                told.ok().map(|price| price.answer.score),
                wanted,
                "{}",
                what.id
            );
        }
    }
}

#[test]
fn what_is_pinned_against_the_rules_is_named() {
    let problem = prepare(&generate(Kind::Impossible13, 1)).unwrap();
    match engine(&problem) {
        Err(NoPlan::Impossible(why)) => assert_eq!(why.0.first().unwrap().rule().code(), "H3"),
        other => panic!("{other:?}"),
    }
}

#[test]
fn ten_thousand_wishes_are_weighed() {
    let mut instance = generate(Kind::Team13, 1);
    let wishes = instance.wishes.clone();
    instance.wishes = (0..10_000)
        .map(|n| Wish {
            id: format!("w{n}"),
            kind: if n % 3 == 0 {
                WishKind::On
            } else {
                WishKind::Off
            },
            ..wishes[n % wishes.len()].clone()
        })
        .collect();
    let answer = engine(&prepare(&instance).unwrap()).unwrap();
    check_lawful(&instance, &answer);
}

#[test]
fn a_pool_emptied_in_the_middle_leaves_duties_open() {
    let mut instance = generate(Kind::Team13, 1);
    let away = instance.persons.iter().map(|one| Unavailable {
        person: one.id.clone(),
        start: "2026-11-02T00:00:00+01:00".to_owned(),
        end: "2026-11-16T00:00:00+01:00".to_owned(),
        reason: "ill".to_owned(),
    });
    instance.unavailable.extend(away);
    let problem = prepare(&instance).unwrap();
    let answer = solve(
        &problem,
        Settings {
            seconds: 3.0,
            ..SETTINGS
        },
        &mut Patient { scores: vec![] },
    )
    .unwrap();
    check_lawful(&instance, &answer);
    let open: Vec<&str> = answer
        .plan
        .open()
        .into_iter()
        .map(|duty| problem.duties[duty].id.as_str())
        .collect();
    assert!(
        open.contains(&"first-1-2026-11-06T16") && open.len() >= 12,
        "{open:?}"
    );
}

#[test]
fn the_same_seed_gives_the_same_plan() {
    let problem = prepare(&generate(Kind::Team13, 1)).unwrap();
    let (one, other) = (engine(&problem).unwrap(), engine(&problem).unwrap());
    assert!(one.is_optimal());
    assert_eq!(one, other);
}

#[test]
fn a_plan_that_is_mended_is_proven_again() {
    let instance = generate(Kind::Team13, 1);
    let problem = prepare(&instance).unwrap();
    let published = engine(&problem).unwrap().plan;
    for seed in 1..=6 {
        let next = prepare(&replan(&instance, &problem, &published, seed)).unwrap();
        let answer = engine(&next).unwrap();
        let told = (answer.score, answer.bound);
        assert!(answer.is_optimal(), "seed {seed}: {told:?}");
    }
}

#[test]
fn a_trial_by_hand_tells_what_the_checker_tells() {
    let instance = generate(Kind::Team13, 3);
    let problem = prepare(&instance).unwrap();
    let answer = engine(&problem).unwrap();
    let board = Board::new(&problem);
    let mut lawful = 0;
    for duty in problem
        .duties
        .keys()
        .filter(|duty| problem.duties[*duty].pinned.is_none())
        .step_by(9)
    {
        for (_, trial) in board.takers(&answer.plan, duty) {
            let opinion = judge(&instance, &trial.plan.solution(&problem, Claims::default()));
            assert_eq!(opinion.broken.is_empty(), trial.is_lawful());
            assert_eq!(opinion.score, trial.score);
            if trial.is_lawful() {
                lawful += 1;
                assert!(0 <= trial.difference, "better than the best");
            }
        }
    }
    assert!(0 < lawful);
}

/// Of the first, the best plan comes out of the solver's own reductions of the plan that it begins with; of the
/// second, those reductions make that plan look cheaper than any.
#[test]
fn a_start_that_the_solver_reduces_loses_nothing() {
    for seed in [434_036_046_408_216_295, 13_051_395_093_932_547_724] {
        let instance = tiny(seed, 14);
        let answer = engine(&prepare(&instance).unwrap()).unwrap();
        check_lawful(&instance, &answer);
        assert!(answer.is_optimal(), "{answer:?}");
    }
}
