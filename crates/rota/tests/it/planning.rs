use hemma_rota_rules::generate::{Kind, generate, replan, tiny};
use hemma_rota_rules::instance::Unavailable;
use hemma_rota_rules::{
    Board, Claims, Concern, Effort, Instance, Plan, Problem, Span, concerns, concerns_of_absence,
    minute_of, plan, prepare, violations,
};
use proptest::prelude::*;

use crate::naive::judge;

const EFFORT: Effort = Effort {
    seed: 1,
    steps: 3_000,
};

fn planned(problem: &Problem) -> Plan {
    plan(problem, EFFORT, &|| false).unwrap().plan
}

#[track_caller]
fn check_lawful(instance: &Instance, plan: &Plan, score: i64) {
    let problem = prepare(instance).unwrap();
    let opinion = judge(instance, &plan.solution(&problem, Claims::default()));
    assert!(opinion.broken.is_empty(), "{:?}", opinion.broken);
    assert_eq!(opinion.score, score);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn what_is_built_is_lawful_and_costs_what_it_says(seed: u64) {
        let instance = tiny(seed, 12);
        let problem = prepare(&instance).unwrap();
        match plan(&problem, EFFORT, &|| false) {
            Ok(found) => check_lawful(&instance, &found.plan, found.score),
            Err(why) => prop_assert!(!why.0.is_empty()),
        }
    }
}

#[test]
fn real_rotas_are_covered_and_the_same_for_a_seed() {
    for kind in [Kind::Team13, Kind::Pool26, Kind::Network26] {
        let instance = generate(kind, 1);
        let problem = prepare(&instance).unwrap();
        let found = plan(&problem, EFFORT, &|| false).unwrap();
        check_lawful(&instance, &found.plan, found.score);
        assert_eq!(found.plan.open(), [], "{}", kind.name());
        assert_eq!(found, plan(&problem, EFFORT, &|| false).unwrap());
    }
}

#[test]
fn a_search_that_is_stopped_gives_a_lawful_plan() {
    let instance = generate(Kind::Pool26, 1);
    let found = plan(&prepare(&instance).unwrap(), EFFORT, &|| true).unwrap();
    check_lawful(&instance, &found.plan, found.score);
}

#[test]
fn a_new_plan_keeps_most_of_the_old_one() {
    let instance = generate(Kind::Pool26, 1);
    let problem = prepare(&instance).unwrap();
    let before = planned(&problem);
    let again = replan(&instance, &problem, &before, 1);
    let problem = prepare(&again).unwrap();
    let found = plan(&problem, EFFORT, &|| false).unwrap();
    check_lawful(&again, &found.plan, found.score);
    let kept = problem
        .duties
        .keys()
        .filter(|duty| found.plan.assign[*duty] == before.assign[*duty]);
    assert!(problem.duties.count() * 8 < kept.count() * 10);
}

#[test]
fn whoever_could_take_a_duty_is_told_from_those_who_cannot() {
    let instance = generate(Kind::Pool26, 1);
    let problem = prepare(&instance).unwrap();
    let plan = planned(&problem);
    let board = Board::new(&problem);
    for duty in problem
        .duties
        .keys()
        .filter(|duty| problem.duties[*duty].pinned.is_none())
        .step_by(17)
    {
        let takers = board.takers(&plan, duty);
        assert_eq!(takers.len(), problem.persons.count() - 1);
        for (person, trial) in takers {
            assert_eq!(trial.plan.assign[duty], Some(person));
            assert_eq!(
                trial.is_lawful(),
                violations(&problem, &trial.plan).is_empty()
            );
            assert_eq!(
                trial.difference,
                trial.score - hemma_rota_rules::score(&problem, &plan).total
            );
            for violation in &trial.violations {
                assert!(problem.say(violation).starts_with('H'));
            }
        }
    }
}

#[test]
fn a_weekend_is_exchanged_with_its_comp_day() {
    let problem = prepare(&generate(Kind::Pool26, 1)).unwrap();
    let plan = planned(&problem);
    let board = Board::new(&problem);
    let weekends = problem
        .duties
        .iter()
        .filter(|(_, duty)| duty.kind == "weekend" && duty.pinned.is_none());
    let weekends: Vec<_> = weekends.map(|(duty, _)| duty).collect();
    let trials = weekends
        .iter()
        .flat_map(|one| weekends.iter().map(|other| board.swap(&plan, *one, *other)));
    let mut lawful = trials.filter(|trial| trial.is_lawful() && trial.plan.assign != plan.assign);
    let moved = lawful.find(|trial| !trial.comp_added.is_empty() && !trial.comp_removed.is_empty());
    let moved = moved.unwrap();
    assert!(violations(&problem, &moved.plan).is_empty());
}

#[test]
fn an_absence_that_nobody_can_stand_in_for_is_said_at_once() {
    let mut instance = generate(Kind::Team13, 1);
    let (start, end) = ("2026-11-20T16:00:00+01:00", "2026-11-23T07:00:00+01:00");
    // All but two of those who stand behind are away on one weekend.
    let seconds = instance.eligible["second"].clone();
    for person in seconds.iter().skip(1) {
        instance.unavailable.push(Unavailable {
            person: person.clone(),
            start: start.to_owned(),
            end: end.to_owned(),
            reason: "course".to_owned(),
        });
    }
    let problem = prepare(&instance).unwrap();
    let last = problem.person_by_id(&seconds[0]).unwrap();
    let span = Span {
        start: minute_of(start).unwrap(),
        end: minute_of(end).unwrap(),
    };
    let added = concerns_of_absence(&problem, last, &[span]);
    let duty = problem.duty_by_id("second-2026-11-20T16").unwrap();
    let is_it = |one: &Concern| matches!(one, Concern::NobodyAvailable { duty: open, because } if *open == duty && because.len() == 4);
    assert!(added.iter().any(is_it), "{added:?}");
}

#[test]
fn concerns_are_said_before_anybody_looks_for_a_plan() {
    let of = |kind| {
        let problem = prepare(&generate(kind, 1)).unwrap();
        concerns(&problem)
    };
    assert!(
        of(Kind::Impossible13)
            .iter()
            .any(|one| matches!(one, Concern::Pinned(_)))
    );
    assert!(
        of(Kind::Short26)
            .iter()
            .any(|one| matches!(one, Concern::CapBelowNeed { .. }))
    );
    assert_eq!(of(Kind::Pool26), []);
}
