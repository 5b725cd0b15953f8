//! Every target on a fixed sequence of mutants: short enough for every change.

#![cfg(test)]

use std::path::Path;

use hemma_fuzz::mutant::{self, Draws};
use hemma_fuzz::{TARGETS, Target};

/// Mutants of each reader: some seconds on a slow machine.
const MUTANTS: u64 = 1_000;

/// One mutant in so many begins with a seed; the others go on from the last one that was taken, as a fuzzer does.
const ANEW: u64 = 6;

fn target(name: &str) -> Target {
    let mut targets = TARGETS.into_iter();
    targets
        .find(|target| target.name == name)
        .expect("a target")
}

/// Reads seeds and mutants, and wants some of both to be taken: what refuses everything tests little.
#[track_caller]
fn check(name: &str) {
    let target = target(name);
    let seeds = (target.seeds)();
    for seed in &seeds {
        assert!((target.check)(seed.as_bytes()), "{name}: a seed is refused");
    }
    let (mut taken, mut file) = (0, Vec::new());
    for number in 0..MUTANTS {
        let mut draws = Draws::new(number);
        let seed = usize::try_from(draws.below(1000)).expect("fits") % seeds.len();
        if file.is_empty() || draws.below(ANEW) == 0 {
            file = seeds[seed].clone().into_bytes();
        }
        let before = file.clone();
        mutant::change(&mut file, &mut draws);
        if (target.check)(&file) {
            taken += 1;
        } else {
            file = before;
        }
    }
    assert!(MUTANTS / 50 < taken, "{name}: only {taken} were taken");
}

#[test]
fn instruments_are_taken_or_refused_whole() {
    check("instrument");
}

#[test]
fn programmes_are_taken_or_refused_whole() {
    check("programme");
}

#[test]
fn questionnaires_are_taken_or_refused_whole() {
    check("questionnaire");
}

#[test]
fn answers_are_taken_or_refused_whole() {
    check("answers");
}

#[test]
fn dictionaries_are_taken_or_refused_whole() {
    check("dictionary");
}

#[test]
fn histories_are_taken_or_refused_whole() {
    check("history");
}

#[test]
fn every_target_has_a_program() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("libfuzzer/src");
    for target in TARGETS {
        let program = folder.join(format!("{}.rs", target.name));
        let text = std::fs::read_to_string(program).expect(target.name);
        assert!(text.contains(&format!("target!(\"{}\")", target.name)));
    }
}

#[test]
fn the_same_number_makes_the_same_mutant() {
    let seed = (target("programme").seeds)().remove(0).into_bytes();
    let mutant = |number| {
        let mut file = seed.clone();
        mutant::change(&mut file, &mut Draws::new(number));
        file
    };
    assert_eq!(mutant(7), mutant(7));
    assert_ne!(mutant(7), mutant(8));
}
