use std::collections::BTreeSet;

use hemma_rota_rules::generate::{Kind, generate, tiny, tiny_plan};
use hemma_rota_rules::{Instance, Problem, Solution, check, look_up, prepare};
use proptest::prelude::*;

use crate::naive::{Opinion, judge};

fn opinion(problem: &Problem, solution: &Solution) -> Opinion {
    let proposal = look_up(problem, solution).unwrap();
    let verdict = check(problem, &proposal);
    let broken = verdict.violations.iter().map(|one| {
        let person = problem.persons[one.person()].id.clone();
        (one.rule().code(), person)
    });
    Opinion {
        broken: broken.collect::<BTreeSet<_>>(),
        z: [verdict.score.z0, verdict.score.z1, verdict.score.z2],
        score: verdict.score.total,
        claims_hold: verdict.false_claims.is_empty(),
    }
}

#[track_caller]
fn check_agreement(instance: &Instance, solution: &Solution) {
    let problem = prepare(instance).unwrap();
    assert_eq!(opinion(&problem, solution), judge(instance, solution));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(600))]

    #[test]
    fn both_checkers_agree_on_tiny_rotas(seed: u64, plan: u64) {
        let instance = tiny(seed, 9);
        check_agreement(&instance, &tiny_plan(&instance, plan));
    }
}

#[test]
fn both_checkers_agree_on_real_ones() {
    for kind in Kind::ALL {
        let instance = generate(kind, 7);
        check_agreement(&instance, &tiny_plan(&instance, 1));
    }
}
