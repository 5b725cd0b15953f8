//! Reference values: R 4.2.2, lme4 1.1.31, `lmer` with bobyqa and `rhoend = 1e-12`, `ranef(condVar = TRUE)`;
//! prediction errors of shrunken means from Henderson's dense equations at lme4's variances.

use super::*;
use crate::sample::Draws;
use proptest::prelude::*;

/// Davies and Goldsmith (1972), "Statistical methods in research and production": yield of dyestuff, five samples
/// from each of six batches.
const DYESTUFF: [f64; 30] = [
    1545.0, 1440.0, 1440.0, 1520.0, 1580.0, 1540.0, 1555.0, 1490.0, 1560.0, 1495.0, 1595.0, 1550.0,
    1605.0, 1510.0, 1560.0, 1445.0, 1440.0, 1595.0, 1465.0, 1545.0, 1595.0, 1630.0, 1515.0, 1635.0,
    1625.0, 1520.0, 1455.0, 1450.0, 1480.0, 1445.0,
];

/// Box and Tiao (1973), "Bayesian inference in statistical analysis": invented so that batches do not differ.
const DYESTUFF_2: [f64; 30] = [
    7.298, 3.846, 2.434, 9.566, 7.99, 5.22, 6.556, 0.608, 11.788, -0.892, 0.11, 10.386, 13.434,
    5.51, 8.166, 2.212, 4.852, 7.092, 9.288, 4.98, 0.282, 9.014, 4.458, 9.446, 7.198, 1.722, 4.782,
    8.106, 0.758, 3.758,
];

/// Davies and Goldsmith (1972): strength of a paste, two tests of each of three casks from each of ten batches.
const PASTES: [f64; 60] = [
    62.8, 62.6, 60.1, 62.3, 62.7, 63.1, 60.0, 61.4, 57.5, 56.9, 61.1, 58.9, 58.7, 57.5, 63.9, 63.1,
    65.4, 63.7, 57.1, 56.4, 56.9, 58.6, 64.7, 64.5, 55.1, 55.1, 54.7, 54.2, 58.8, 57.5, 63.4, 64.9,
    59.3, 58.1, 60.5, 60.0, 62.5, 62.6, 61.0, 58.7, 56.9, 57.7, 59.2, 59.4, 65.2, 66.0, 64.8, 64.1,
    54.8, 54.8, 64.0, 64.0, 57.7, 56.8, 58.3, 59.3, 59.2, 59.2, 58.9, 56.6,
];

fn batches(scores: &[f64]) -> Vec<Scored<1>> {
    let named = scores.iter().zip(0..);
    named
        .map(|(score, place)| Scored {
            units: [place / 5],
            score: *score,
        })
        .collect()
}

fn pastes() -> Vec<Scored<2>> {
    let named = PASTES.iter().zip(0..);
    named
        .map(|(score, place)| Scored {
            units: [place / 6, place / 2 % 3],
            score: *score,
        })
        .collect()
}

/// 197 scores of unequally many families of unequally many therapists of nine teams.
fn invented() -> Vec<Scored<3>> {
    let mut draws = Draws::new(7);
    let mut scores = Vec::new();
    for team in 1..=9_u32 {
        let of_team = draws.normal() * 0.05;
        for therapist in 1..=1 + team % 4 {
            let of_therapist = draws.normal() * 0.08;
            for family in 1..=2 + (team + therapist) % 3 {
                let of_family = draws.normal() * 0.1;
                for _ in 0..=(team + therapist + family) % 5 {
                    let level = 0.7 + of_team + of_therapist + of_family;
                    scores.push(Scored {
                        units: [team, therapist, family],
                        score: level + draws.normal() * 0.15,
                    });
                }
            }
        }
    }
    scores
}

/// Scores whose level is the sum of their units' names, each times a spread, and nearly normal noise of variance 1.
fn scattered(seed: u64, rows: usize, names: u32, spreads: [f64; 3]) -> Vec<Scored<3>> {
    let mut draws = Draws::new(seed);
    let name = |draws: &mut Draws| {
        let hits = (0..names).filter(|_| draws.uniform() < 0.4);
        hits.fold(0_u32, |name, _| name + 1)
    };
    let score = |draws: &mut Draws| {
        let units = [name(draws), name(draws), name(draws)];
        let parts = units.iter().zip(spreads);
        let level: f64 = parts.map(|(unit, spread)| f64::from(*unit) * spread).sum();
        Scored {
            units,
            score: level + draws.normal(),
        }
    };
    (0..rows).map(|_| score(&mut draws)).collect()
}

/// Some of the places where the search looks first.
fn places() -> impl Iterator<Item = [f64; 3]> {
    let steps = [0.0_f64, 0.12, 1.2].map(f64::ln_1p);
    let pairs = steps.into_iter().flat_map(move |a| steps.map(|b| [a, b]));
    pairs.flat_map(move |[a, b]| steps.map(|c| [a, b, c]))
}

#[track_caller]
fn check(have: &[f64], want: &[f64], relative: f64) {
    assert_eq!(have.len(), want.len());
    for (have, want) in have.iter().zip(want) {
        assert!(
            (have - want).abs() <= relative * want.abs().max(1e-3),
            "{have} {want}"
        );
    }
}

#[test]
fn one_level() {
    let have = fit(&batches(&DYESTUFF)).unwrap();
    check(&[have.deviance], &[319.65427684226], 1e-12);
    check(
        &[have.mean, have.mean_error],
        &[1527.5, 19.383411943673],
        1e-7,
    );
    // From sums of squares: (11271.5 − 2451.25) / 5.
    check(
        &[have.levels[0].variance, have.residual_variance],
        &[1764.05, 2451.25],
        1e-9,
    );
    check(&[have.levels[0].icc], &[1764.05 / 4215.3], 1e-9);
    let units = &have.levels[0].units;
    let effects: Vec<f64> = units.iter().map(|unit| unit.effect).collect();
    check(
        &effects,
        &[
            -17.6068512235,
            0.3912633605,
            28.5622253181,
            -23.0845382708,
            56.7331872756,
            -44.9952864600,
        ],
        1e-6,
    );
    check(&[units[0].effect_error], &[19.58657006], 1e-6);
    check(
        &[units[0].observed, units[0].mean],
        &[1505.0, 1509.8931487765],
        1e-9,
    );
    assert_eq!(units[3].scores, 5);
    assert_eq!(units[3].within, 0);
}

#[test]
fn no_variance_between_units_stays_at_zero() {
    let have = fit(&batches(&DYESTUFF_2)).unwrap();
    check(&[have.deviance], &[161.82827781229], 1e-12);
    check(
        &[have.mean, have.mean_error, have.residual_variance],
        &[5.6656, 0.67838803123252, 13.8063096276],
        1e-10,
    );
    assert_eq!((have.levels[0].variance, have.levels[0].icc), (0.0, 0.0));
    for unit in &have.levels[0].units {
        assert_eq!((unit.effect, unit.effect_error), (0.0, 0.0));
        check(
            &[unit.mean, unit.mean_error],
            &[5.6656, 0.67838803123252],
            1e-10,
        );
    }
}

#[test]
fn two_levels() {
    let have = fit(&pastes()).unwrap();
    check(&[have.deviance], &[246.99074585349], 1e-12);
    check(
        &[have.mean, have.mean_error],
        &[60.053333333335, 0.67687009725407],
        1e-7,
    );
    check(
        &[
            have.levels[0].variance,
            have.levels[1].variance,
            have.residual_variance,
        ],
        &[1.657309081407, 8.433666620439, 0.677999984085],
        1e-6,
    );
    let of = |level: usize, value: fn(&UnitMean) -> f64| {
        have.levels[level]
            .units
            .iter()
            .map(value)
            .collect::<Vec<f64>>()
    };
    check(
        &of(0, |unit| unit.effect)[..4],
        &[0.80064441447, -0.27250849047, 0.72226807872, -0.12781371677],
        1e-6,
    );
    check(&of(0, |unit| unit.effect_error)[..1], &[1.028493644], 1e-6);
    check(
        &of(1, |unit| unit.effect)[3..5],
        &[0.8836556983, -2.4810946650],
        1e-6,
    );
    check(&of(1, |unit| unit.effect_error)[..1], &[1.141720763], 1e-6);
    check(
        &of(0, |unit| unit.mean)[..3],
        &[60.8539777478043, 59.7808248428656, 60.7756014120503],
        1e-7,
    );
    check(
        &of(0, |unit| unit.mean_error)[..1],
        &[1.1155453724937],
        1e-6,
    );
    check(
        &of(1, |unit| unit.mean)[..3],
        &[62.6286646174478, 61.18662874745818, 62.82093606677974],
        1e-7,
    );
    check(
        &of(1, |unit| unit.mean_error)[..1],
        &[0.57250185730532],
        1e-6,
    );
    let casks = &have.levels[1].units;
    assert_eq!((casks.len(), casks[4].unit, casks[4].within), (30, 1, 1));
}

#[test]
fn three_levels() {
    let have = fit(&invented()).unwrap();
    assert_eq!(have.scores, 197);
    check(&[have.deviance], &[-77.570518347422], 1e-11);
    check(
        &[have.mean, have.mean_error],
        &[0.69191675628471, 0.026752769203268],
        1e-6,
    );
    let variances: Vec<f64> = have.levels.iter().map(|level| level.variance).collect();
    check(
        &variances,
        &[0.00093834056381, 0.00428444244461, 0.01488018991726],
        1e-4,
    );
    check(&[have.residual_variance], &[0.02681261109525], 1e-6);
    let teams = &have.levels[0].units;
    let effects: Vec<f64> = teams.iter().map(|unit| unit.effect).collect();
    check(
        &effects[..3],
        &[0.008514841025, 0.017259915310, -0.024464122359],
        1e-4,
    );
    check(&[teams[0].effect_error], &[0.02869216926], 1e-4);
    let therapists = &have.levels[1].units;
    check(
        &[
            therapists[0].effect,
            therapists[1].effect,
            therapists[0].effect_error,
        ],
        &[0.030863237015, 0.008015340447, 0.05201309545],
        1e-4,
    );
    let family = have.levels[2].units[0];
    check(
        &[family.effect, family.effect_error],
        &[0.100899734541, 0.07737018550],
        1e-4,
    );
    let shares: f64 = have.levels.iter().map(|level| level.share).sum();
    check(&[have.levels[2].icc], &[shares], 1e-12);
}

#[test]
fn one_level_of_unequal_size() {
    let scores: Vec<Scored<1>> = invented()
        .iter()
        .map(|scored| Scored {
            units: [scored.units[0]],
            score: scored.score * 1000.0 + 5000.0,
        })
        .collect();
    let have = fit(&scores).unwrap();
    check(&[have.deviance], &[2656.8216692075], 1e-12);
    check(
        &[have.levels[0].variance, have.residual_variance],
        &[3936.75374143, 42101.87547108],
        1e-5,
    );
    let unit = have.levels[0].units[7];
    check(
        &[unit.effect, unit.effect_error],
        &[-16.882158632, 55.44681105],
        1e-5,
    );
}

#[test]
fn says_what_is_wrong() {
    let few = |have| {
        Err(Error::TooFew {
            what: Count::Units,
            have,
            need: 2,
        })
    };
    assert_eq!(fit::<2>(&[]), few(0));
    let mut scores = pastes();
    scores.iter_mut().for_each(|scored| scored.units[0] = 4);
    assert_eq!(fit(&scores), few(1));
    let mut scores = pastes();
    scores[7].score = f64::NAN;
    assert_eq!(fit(&scores), Err(Error::Range));
    scores[7].score = 1e300;
    assert_eq!(fit(&scores), Err(Error::Range));
    // Each cask tested once; each batch of one cask.
    let once: Vec<Scored<2>> = pastes().into_iter().step_by(2).collect();
    assert_eq!(fit(&once), Err(Error::NotIdentified));
    let single: Vec<Scored<2>> = pastes()
        .into_iter()
        .filter(|scored| scored.units[1] == 0)
        .collect();
    assert_eq!(fit(&single), Err(Error::NotIdentified));
    let mut equal = pastes();
    equal.iter_mut().for_each(|scored| scored.score = 0.7);
    assert_eq!(fit(&equal), Err(Error::NoVariance));
    // Casks differ, tests of a cask do not.
    equal
        .iter_mut()
        .for_each(|scored| scored.score = f64::from(scored.units[1]));
    assert_eq!(fit(&equal), Err(Error::NoVariance));
}

#[test]
fn the_highest_of_several_peaks_is_found() {
    // A search from equal ratios ends at 119.3959, with no variance between the outermost units.
    let have = fit(&scattered(1_705_563_869, 40, 5, [0.0, 0.3, 0.0])).unwrap();
    check(&[have.deviance], &[119.31742931565537], 1e-10);
    assert!(0.3 < have.levels[0].variance);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn order_of_scores_never_matters_and_nothing_is_nan(
        seed in 1..2_147_483_646_u64,
        rows in 0..80_usize,
        names in 1..6_u32,
        spreads in prop::array::uniform3(prop::sample::select(vec![0.0, 0.01, 0.3, 20.0])),
    ) {
        let mut scores = scattered(seed, rows, names, spreads);
        let forward = fit(&scores);
        scores.reverse();
        prop_assert_eq!(&forward, &fit(&scores));
        match forward {
            Ok(have) => {
                prop_assert!(have.deviance.is_finite() && have.mean_error.is_finite());
                let nest = Nest::of(&scores).unwrap();
                for x in places() {
                    let there = profile::profile::<f64>(&nest, &x);
                    prop_assert!(have.deviance <= there.deviance + 1e-8, "{:?}", x);
                }
                prop_assert!(0.0 < have.residual_variance);
                for level in &have.levels {
                    prop_assert!(0.0 <= level.variance);
                    prop_assert!((0.0..=1.0 + 1e-12).contains(&level.icc));
                    for unit in &level.units {
                        let Interval { lower, upper, .. } = unit.interval;
                        prop_assert!(lower.is_finite() && upper.is_finite());
                        prop_assert!(unit.effect_error.is_finite());
                    }
                }
            }
            Err(error) => prop_assert!(!matches!(error, Error::NotConverged { .. }), "{error}"),
        }
    }
}
