//! Reference values: R 4.2.2, psychotools 0.7.2 (`pcmodel` with `reltol = 1e-18`, restarted six times, and
//! `threshpar`), `uniroot` for the places of persons, and eRm 1.0.2 (`itemfit`) where it says so.

mod verbal;

use super::differential::{compare, false_discovery};
use super::fit::item_fit;
use super::*;
use crate::error::Count;
use crate::sample::Draws;
use proptest::prelude::*;
use verbal::VERBAL;

fn verbal(women: bool, men: bool) -> Answers {
    let mut cells = Vec::new();
    for (answers, of_women, of_men) in VERBAL {
        let rows = u32::from(women) * of_women + u32::from(men) * of_men;
        for _ in 0..rows {
            cells.extend(answers.bytes().map(|digit| Some(digit - b'0')));
        }
    }
    Answers::new(6, cells).unwrap()
}

/// 400 rows, 6 items with answers 0 to 4, one answer in twenty missing.
fn invented() -> Answers {
    let mut draws = Draws::new(42);
    let mut cells = Vec::new();
    for _ in 0..400 {
        let place = draws.normal() * 1.2;
        for item in 1..=6 {
            let shift = (f64::from(item) - 3.5) * 0.3;
            let mut sum = 0.0;
            let mut weights = vec![1.0];
            for (threshold, step) in [-1.5, -0.5, 0.5, 1.5].iter().zip(1..) {
                sum += threshold + shift;
                weights.push((f64::from(step) * place - sum).exp());
            }
            let total: f64 = weights.iter().sum();
            let chance = draws.uniform();
            let mut reached = 0.0;
            let below = weights.iter().take(4).filter(|weight| {
                reached += *weight / total;
                reached < chance
            });
            let answer = u8::try_from(below.count()).unwrap();
            cells.push(Some(answer).filter(|_| 0.05 <= draws.uniform()));
        }
    }
    Answers::new(6, cells).unwrap()
}

fn thresholds(calibration: &Calibration) -> Vec<f64> {
    calibration
        .items()
        .iter()
        .flat_map(|item| item.thresholds.clone())
        .collect()
}

fn errors(calibration: &Calibration) -> Vec<f64> {
    calibration
        .items()
        .iter()
        .flat_map(|item| item.errors.clone())
        .collect()
}

#[track_caller]
fn check(have: &[f64], want: &[f64], tolerance: f64) {
    assert_eq!(have.len(), want.len());
    for (have, want) in have.iter().zip(want) {
        assert!((have - want).abs() <= tolerance, "{have} {want}");
    }
}

#[test]
fn published_answers() {
    let have = calibrate(&verbal(true, true), Unused::Refuse).unwrap();
    check(
        &thresholds(&have),
        &[
            -0.878689391,
            -0.384447276,
            -0.985982372,
            -0.104801496,
            -0.314114612,
            -0.105335873,
            -0.29555822,
            0.357962811,
            -0.108192528,
            0.812917509,
            0.758334949,
            1.2479065,
        ],
        1e-6,
    );
    check(
        &errors(&have),
        &[
            0.1605364, 0.1456041, 0.1559402, 0.1446618, 0.150728, 0.1578274, 0.1433212, 0.1639007,
            0.1386977, 0.1799612, 0.1488531, 0.2341635,
        ],
        1e-5,
    );
    check(&[have.log_likelihood()], &[-1001.8563693001], 1e-8);
    assert_eq!(have.rows(), 316);
    let sums: Vec<f64> = have.covariance().map(|row| row.iter().sum()).collect();
    check(&sums, &[0.0; 12], 1e-14);
}

#[test]
fn invented_answers_with_gaps() {
    let have = calibrate(&invented(), Unused::Refuse).unwrap();
    check(
        &thresholds(&have),
        &[
            -2.632815631,
            -1.281646358,
            -0.195748352,
            0.696902857,
            -1.759359194,
            -0.725666998,
            -0.095600807,
            0.997823265,
            -1.685180631,
            -0.594474023,
            0.274181513,
            1.505385683,
            -1.258271762,
            -0.472144562,
            0.746322117,
            1.295218013,
            -0.996449864,
            0.038405808,
            0.896911805,
            1.777456073,
            -0.445958996,
            -0.010977362,
            1.348492359,
            2.577195047,
        ],
        1e-6,
    );
    check(
        &errors(&have),
        &[
            0.2985245, 0.1827595, 0.1510702, 0.152752, 0.2191669, 0.1743296, 0.157833, 0.1639831,
            0.2057081, 0.1621827, 0.154857, 0.1871571, 0.1823724, 0.1570789, 0.165811, 0.2012078,
            0.1609186, 0.1526895, 0.1740282, 0.22976, 0.1525422, 0.1531118, 0.1813953, 0.3090914,
        ],
        1e-5,
    );
    check(&[have.log_likelihood()], &[-1870.3042068698], 1e-7);
    let fit = item_fit(&have, &invented()).unwrap();
    let counts: Vec<u64> = fit.iter().map(|item| item.answers).collect();
    assert_eq!(counts, [373, 371, 369, 370, 379, 379]);
    let infit: Vec<f64> = fit.iter().map(|item| item.infit).collect();
    check(
        &infit,
        &[
            0.87695857, 0.88274617, 0.8349129, 0.82256985, 0.86360587, 0.82732804,
        ],
        1e-6,
    );
    let outfit: Vec<f64> = fit.iter().map(|item| item.outfit).collect();
    check(
        &outfit,
        &[
            0.8839979, 0.94023443, 0.83001589, 0.82629196, 0.8543117, 0.80808453,
        ],
        1e-6,
    );
}

#[test]
fn places_of_raw_scores() {
    let have = calibrate(&verbal(true, true), Unused::Refuse).unwrap();
    let places = have.locations().unwrap();
    let scores: Vec<usize> = places.iter().map(|place| place.score).collect();
    assert_eq!(scores, (0..=12).collect::<Vec<_>>());
    let locations: Vec<f64> = places.iter().map(|place| place.location).collect();
    check(
        &locations,
        &[
            -2.95105268,
            -1.86124907,
            -1.32116268,
            -0.93028468,
            -0.60324677,
            -0.30568568,
            -0.01831038,
            0.27317662,
            0.58263557,
            0.92776561,
            1.33950556,
            1.89700993,
            2.98745614,
        ],
        1e-6,
    );
    let errors: Vec<f64> = places.iter().map(|place| place.error).collect();
    check(
        &errors,
        &[
            1.43074456, 0.86002602, 0.69796471, 0.62190045, 0.58207487, 0.56298666, 0.55875299,
            0.56764067, 0.59089352, 0.63385477, 0.7114183, 0.87248355, 1.43595789,
        ],
        1e-6,
    );
    let full = have
        .location(&[Some(1), Some(2), Some(0), Some(1), Some(0), Some(0)])
        .unwrap();
    assert_eq!(full, places[4]);
    let part = have
        .location(&[Some(1), None, None, Some(2), None, None])
        .unwrap();
    assert_eq!(part.score, 3);
    assert!(full.error < part.error);
}

#[test]
fn mean_squares_of_published_answers() {
    let answers = verbal(true, true);
    let fit = item_fit(&calibrate(&answers, Unused::Refuse).unwrap(), &answers).unwrap();
    let infit: Vec<f64> = fit.iter().map(|item| item.infit).collect();
    let outfit: Vec<f64> = fit.iter().map(|item| item.outfit).collect();
    check(
        &infit,
        &[
            0.94720188, 0.88623106, 0.82848306, 0.77906518, 0.99639986, 1.00715397,
        ],
        1e-6,
    );
    check(
        &outfit,
        &[
            0.93494257, 0.84357281, 0.80945488, 0.7679706, 1.0622717, 1.22036909,
        ],
        1e-6,
    );
    // eRm's itemfit, whose own thresholds stop a little earlier.
    check(
        &infit,
        &[
            0.947200462412,
            0.886229882526,
            0.828482101222,
            0.779064068391,
            0.996398759385,
            1.00715263490,
        ],
        1e-5,
    );
}

#[test]
fn items_that_mean_something_else_to_men() {
    let have = compare(&verbal(true, false), &verbal(false, true), Unused::Refuse).unwrap();
    let of = |value: fn(&differential::ItemDifference) -> f64| {
        have.items.iter().map(value).collect::<Vec<f64>>()
    };
    check(
        &of(|item| item.wald),
        &[3.19869, 5.74782, 0.72245, 12.5094, 3.96812, 1.2988],
        2e-4,
    );
    check(
        &of(|item| item.p),
        &[0.202029, 0.0564776, 0.696823, 0.0019214, 0.13751, 0.522359],
        1e-5,
    );
    check(
        &of(|item| item.p_adjusted),
        &[0.303043, 0.169433, 0.696823, 0.0115284, 0.27502, 0.62683],
        1e-5,
    );
    check(
        &of(|item| item.difference),
        &[
            0.27368152,
            -0.45235576,
            0.15344521,
            -0.68896113,
            0.43093628,
            0.28325388,
        ],
        1e-6,
    );
    check(
        &of(|item| item.error),
        &[0.194557, 0.201564, 0.190619, 0.194837, 0.226751, 0.270718],
        1e-5,
    );
    check(
        &of(|item| item.thresholds[1].0)[..2],
        &[0.58329989, -0.59150809],
        1e-6,
    );
    assert!(have.items.iter().all(|item| item.freedom == 2));
}

#[test]
fn false_discoveries() {
    // R: p.adjust(c(0.01, 0.04, 0.03, 0.2, 0.005), "BH").
    let have = false_discovery(&[0.01, 0.04, 0.03, 0.2, 0.005]);
    check(&have, &[0.025, 0.05, 0.05, 0.2, 0.025], 1e-15);
    assert_eq!(false_discovery(&[]), Vec::<f64>::new());
}

#[test]
fn two_answers_are_the_rasch_model() {
    // Two items: the difference of thresholds is the log odds of rows with exactly one of both.
    let mut cells = Vec::new();
    for (row, times) in [([1, 0], 30), ([0, 1], 12), ([1, 1], 5), ([0, 0], 7)] {
        for _ in 0..times {
            cells.extend(row.map(Some));
        }
    }
    let have = calibrate(&Answers::new(2, cells).unwrap(), Unused::Refuse).unwrap();
    let half = 0.5 * (30.0_f64 / 12.0).ln();
    check(&thresholds(&have), &[-half, half], 1e-12);
    let error = 0.5 * (1.0_f64 / 30.0 + 1.0 / 12.0).sqrt();
    check(&errors(&have), &[error, error], 1e-12);
}

#[test]
fn an_answer_never_given_is_named_or_merged() {
    let gap = |answers: &Answers| {
        let cells = answers.rows().flat_map(|row| {
            let mut row = row.to_vec();
            row[2] = row[2].map(|code| if code == 0 { 0 } else { code + 2 });
            row
        });
        Answers::new(6, cells.collect()).unwrap()
    };
    let whole = verbal(true, true);
    let holed = gap(&whole);
    assert_eq!(
        calibrate(&holed, Unused::Refuse),
        Err(Error::Unused {
            item: 2,
            category: 1
        })
    );
    let merged = calibrate(&holed, Unused::Merge).unwrap();
    assert_eq!(
        thresholds(&merged),
        thresholds(&calibrate(&whole, Unused::Merge).unwrap())
    );
    assert_eq!(merged.items()[2].codes, [0, 3, 4]);
    assert_eq!(merged.location(&[Some(5); 6]), Err(Error::Range));
    // Between groups an answer is in use if both gave it.
    let cells = whole.rows().flat_map(|row| {
        let mut row = row.to_vec();
        row[2] = row[2].filter(|code| *code != 1).or(Some(0));
        row
    });
    let narrower = Answers::new(6, cells.collect()).unwrap();
    let refused = compare(&narrower, &whole, Unused::Refuse);
    assert_eq!(
        refused,
        Err(Error::Unused {
            item: 2,
            category: 1
        })
    );
    let both = compare(&narrower, &whole, Unused::Merge).unwrap();
    assert_eq!(both.reference.items()[2].codes, [0, 2]);
    assert_eq!(both.focal.items()[2].codes, [0, 2]);
    assert_eq!(both.items[2].freedom, 1);
}

#[test]
fn the_rarest_patterns_are_left_out() {
    // Each of the 8,191 sets of 13 items once, and 50 complete rows more.
    let mut draws = Draws::new(3);
    let sets = (1..1 << 13).chain(std::iter::repeat_n((1 << 13) - 1, 50));
    let cells = sets.flat_map(|set: u32| {
        let place = draws.normal();
        let mut cell = |item: u32| {
            let answer = u8::from(draws.uniform() < 1.0 / (1.0 + (-place).exp()));
            Some(answer).filter(|_| set >> item & 1 == 1)
        };
        (0..13).map(&mut cell).collect::<Vec<_>>()
    });
    let answers = Answers::new(13, cells.collect()).unwrap();
    let have = calibrate(&answers, Unused::Refuse).unwrap();
    assert_eq!(have.rows(), PATTERNS_MAX + 50);
    assert_eq!(have.left_out(), 8_191 - PATTERNS_MAX);
    assert!(
        thresholds(&have)
            .iter()
            .all(|threshold| threshold.abs() < 0.5)
    );
}

#[test]
fn says_what_is_wrong() {
    let of = |items, cells| calibrate(&Answers::new(items, cells).unwrap(), Unused::Merge);
    let few = |what, have, need| Err(Error::TooFew { what, have, need });
    assert_eq!(of(3, vec![]), few(Count::Rows, 0, 1));
    assert_eq!(of(3, vec![None; 9]), few(Count::Rows, 0, 1));
    assert_eq!(of(1, vec![Some(0), Some(1)]), few(Count::Items, 1, 2));
    assert_eq!(of(2, vec![Some(1); 8]), Err(Error::Constant { item: 0 }));
    // Perfectly ordered: the easier item's threshold would be infinitely low.
    let ordered = [[0, 0], [1, 0], [1, 0], [1, 1]].concat();
    assert_eq!(
        of(2, ordered.into_iter().map(Some).collect()),
        Err(Error::NotIdentified)
    );
    // Nobody answered items of both halves.
    let apart = [
        [Some(0), Some(1), None, None],
        [Some(1), Some(0), None, None],
    ];
    let mut cells: Vec<Option<u8>> = apart.concat();
    cells.extend(apart.iter().flat_map(|row| row.iter().rev().copied()));
    assert_eq!(of(4, cells), Err(Error::NotIdentified));
    let codes: Vec<Option<u8>> = (0..=255).flat_map(|code| [Some(code); 4]).collect();
    assert_eq!(
        of(4, codes),
        Err(Error::TooMany {
            what: Count::Thresholds,
            have: 1020,
            max: THRESHOLDS_MAX
        })
    );
    let answers = verbal(true, true);
    let have = calibrate(&answers, Unused::Refuse).unwrap();
    assert_eq!(have.location(&[Some(1); 5]), Err(Error::Shape));
    assert_eq!(
        have.location(&[None; 6]),
        few(Count::Items, 0, 1).map(|_: Calibration| unreachable!())
    );
    assert_eq!(have.location(&[Some(3); 6]), Err(Error::Range));
    let other = Answers::new(2, vec![Some(0); 4]).unwrap();
    assert_eq!(item_fit(&have, &other), Err(Error::Shape));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn order_of_rows_never_matters_and_nothing_is_nan(
        seed in 1..2_147_483_646_u64,
        rows in 0..40_usize,
        items in 1..6_usize,
        answers in 1..5_usize,
    ) {
        let mut draws = Draws::new(seed);
        let mut table: Vec<Vec<Option<u8>>> = (0..rows)
            .map(|_| {
                let level = draws.uniform();
                (0..items)
                    .map(|_| {
                        let code = (0..answers).filter(|_| draws.uniform() < level).count();
                        u8::try_from(code).ok().filter(|_| 0.1 < draws.uniform())
                    })
                    .collect()
            })
            .collect();
        let of = |table: &[Vec<Option<u8>>]| Answers::new(items, table.concat()).unwrap();
        let forward = calibrate(&of(&table), Unused::Merge);
        let fit = forward.as_ref().ok().map(|have| item_fit(have, &of(&table)));
        table.reverse();
        prop_assert_eq!(&forward, &calibrate(&of(&table), Unused::Merge));
        if let Ok(have) = &forward {
            let sum: f64 = thresholds(have).iter().sum();
            prop_assert!(sum.abs() < 1e-9, "{}", sum);
            prop_assert!(errors(have).iter().all(|error| error.is_finite()));
            prop_assert!(have.log_likelihood() <= 1e-9);
            for place in have.locations().unwrap() {
                prop_assert!(place.location.is_finite() && place.error.is_finite(), "{:?}", place);
            }
            if let Some(Ok(fit)) = &fit {
                prop_assert!(fit.iter().all(|item| item.infit.is_finite() && item.outfit.is_finite()));
            }
        }
        let again = forward.as_ref().ok().map(|have| item_fit(have, &of(&table)));
        prop_assert_eq!(fit, again);
    }
}
