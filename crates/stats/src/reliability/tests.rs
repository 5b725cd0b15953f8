//! Reference values: R 4.2.2, psych 2.2.9 (alpha; fa with minres), minres iterated to the end.

use super::*;
use crate::answers::Answers;
use crate::sample::Draws;
use omega::total;
use proptest::prelude::*;

/// Chatterjee and Price (1977), "Regression analysis by example": 30 departments, seven questions, share of
/// favourable answers in percent. R's data set `attitude`.
const ATTITUDE: [[u8; 7]; 30] = [
    [43, 51, 30, 39, 61, 92, 45],
    [63, 64, 51, 54, 63, 73, 47],
    [71, 70, 68, 69, 76, 86, 48],
    [61, 63, 45, 47, 54, 84, 35],
    [81, 78, 56, 66, 71, 83, 47],
    [43, 55, 49, 44, 54, 49, 34],
    [58, 67, 42, 56, 66, 68, 35],
    [71, 75, 50, 55, 70, 66, 41],
    [72, 82, 72, 67, 71, 83, 31],
    [67, 61, 45, 47, 62, 80, 41],
    [64, 53, 53, 58, 58, 67, 34],
    [67, 60, 47, 39, 59, 74, 41],
    [69, 62, 57, 42, 55, 63, 25],
    [68, 83, 83, 45, 59, 77, 35],
    [77, 77, 54, 72, 79, 77, 46],
    [81, 90, 50, 72, 60, 54, 36],
    [74, 85, 64, 69, 79, 79, 63],
    [65, 60, 65, 75, 55, 80, 60],
    [65, 70, 46, 57, 75, 85, 46],
    [50, 58, 68, 54, 64, 78, 52],
    [50, 40, 33, 34, 43, 64, 33],
    [64, 61, 52, 62, 66, 80, 41],
    [53, 66, 52, 50, 63, 80, 37],
    [40, 37, 42, 58, 50, 57, 49],
    [63, 54, 42, 48, 66, 75, 33],
    [66, 77, 66, 63, 88, 76, 72],
    [78, 75, 58, 74, 80, 78, 49],
    [48, 57, 44, 45, 51, 83, 38],
    [85, 85, 71, 71, 77, 74, 55],
    [82, 82, 39, 59, 64, 78, 39],
];

fn attitude() -> Covariance {
    let cells = ATTITUDE.iter().flatten().copied().map(Some).collect();
    Covariance::of(&Answers::new(7, cells).unwrap()).unwrap()
}

#[track_caller]
fn check(have: &[f64], want: &[f64], tolerance: f64) {
    assert_eq!(have.len(), want.len());
    for (have, want) in have.iter().zip(want) {
        assert!((have - want).abs() <= tolerance, "{have} {want}");
    }
}

#[test]
fn alpha_of_published_data() {
    let have = alpha(&attitude()).unwrap();
    assert_eq!(have.rows, 30);
    check(&[have.alpha], &[0.84314276956476], 1e-13);
    let dropped: Vec<f64> = have
        .items
        .iter()
        .filter_map(|i| i.alpha_if_dropped)
        .collect();
    check(
        &dropped,
        &[
            0.809760206308921,
            0.796917457274140,
            0.827847765938659,
            0.803030975022574,
            0.795386574198205,
            0.863872311446437,
            0.840464868265457,
        ],
        1e-13,
    );
    let rest: Vec<f64> = have
        .items
        .iter()
        .filter_map(|i| i.rest_correlation)
        .collect();
    check(
        &rest,
        &[
            0.671262057223664,
            0.742109710222238,
            0.560711111480256,
            0.714445498133676,
            0.786275593834400,
            0.265034339196676,
            0.460810549468496,
        ],
        1e-13,
    );
}

#[test]
fn omega_of_published_data() {
    let have = total(&attitude()).unwrap();
    check(
        &have.loadings,
        &[
            0.757773200411132,
            0.833826094074177,
            0.603427222407087,
            0.788726382605730,
            0.841119925440183,
            0.284465121339293,
            0.491046560590107,
        ],
        1e-11,
    );
    // psych stops a little earlier.
    check(
        &have.loadings,
        &[
            0.757772224935231,
            0.833827161663796,
            0.603427276332998,
            0.788727056276559,
            0.841119377112184,
            0.284464807131089,
            0.491046864892609,
        ],
        2e-6,
    );
    check(
        &[have.omega, have.omega_standardised],
        &[0.860262326846747, 0.850682358902013],
        1e-12,
    );
    assert!(!have.at_bound);
}

#[test]
fn a_given_matrix_counts_like_its_rows() {
    let from_rows = attitude();
    let cells: Vec<f64> = from_rows.rows_of_cells().flatten().copied().collect();
    let given = Covariance::new(7, cells, 30).unwrap();
    assert_eq!(alpha(&given), alpha(&from_rows));
    assert_eq!(total(&given), total(&from_rows));
}

#[test]
fn exact_factor_is_found() {
    // Covariances made from loadings 0.9, 0.8, 0.7, 0.6 and deviations 1, 2, 3, 4.
    let loadings = [0.9, 0.8, 0.7, 0.6];
    let cells = (0..16)
        .map(|cell| {
            let (i, j) = (cell / 4, cell % 4);
            let r = if i == j {
                1.0
            } else {
                loadings[i] * loadings[j]
            };
            r * (i + 1) as f64 * (j + 1) as f64
        })
        .collect();
    let have = total(&Covariance::new(4, cells, 100).unwrap()).unwrap();
    check(&have.loadings, &loadings, 1e-11);
    // (0.9 + 1.6 + 2.1 + 2.4)² = 49; 0.19 + 4 · 0.36 + 9 · 0.51 + 16 · 0.64 = 16.46.
    check(&[have.omega], &[49.0 / 65.46], 1e-11);
}

#[test]
fn incomplete_rows_are_left_out() {
    let full = [[0, 1, 2], [1, 2, 2], [2, 3, 1], [4, 3, 3]];
    let mut cells: Vec<Option<u8>> = full.iter().flatten().copied().map(Some).collect();
    let complete = Covariance::of(&Answers::new(3, cells.clone()).unwrap());
    cells.extend([Some(4), None, Some(0)]);
    assert_eq!(complete, Covariance::of(&Answers::new(3, cells).unwrap()));
}

#[test]
fn many_rows_fill_many_blocks() {
    let rows = 3_000;
    let cells: Vec<Option<u8>> = (0..rows * 2)
        .map(|i| Some(if i % 4 < 2 { 0 } else { 255 }))
        .collect();
    let have = Covariance::of(&Answers::new(2, cells).unwrap()).unwrap();
    let want = 127.5 * 127.5 * rows as f64 / (rows as f64 - 1.0);
    let cells: Vec<f64> = have.rows_of_cells().flatten().copied().collect();
    check(&cells, &[want; 4], 1e-9);
}

#[test]
fn says_what_is_wrong() {
    let few = |what, have, need| Err(Error::TooFew { what, have, need });
    let of = |items, cells| Covariance::of(&Answers::new(items, cells).unwrap());
    assert_eq!(of(2, vec![]), few(Count::Rows, 0, 2));
    assert_eq!(
        of(2, vec![Some(1), None, Some(1), Some(2)]),
        few(Count::Rows, 1, 2)
    );
    let equal = of(3, vec![Some(3); 12]).unwrap();
    assert_eq!(alpha(&equal), Err(Error::NoVariance));
    assert_eq!(total(&equal), Err(Error::Constant { item: 0 }));
    let single = of(1, vec![Some(1), Some(2)]).unwrap();
    assert_eq!(
        alpha(&single).map(|a| a.alpha),
        Err(Error::TooFew {
            what: Count::Items,
            have: 1,
            need: 2
        })
    );
    let turned: Vec<Option<u8>> = (0..9)
        .flat_map(|i| [i, 3 - i % 4, i, 3 - i % 4])
        .map(|code| Some(code % 4))
        .collect();
    let turned = Covariance::of(&Answers::new(4, turned).unwrap()).unwrap();
    assert_eq!(
        total(&turned),
        Err(Error::NotIdentified),
        "the sum never varies"
    );
    let unrelated =
        Covariance::new(3, vec![1.0, 0.0, 0.0, 0.0, 1.0, 0.0, 0.0, 0.0, 1.0], 9).unwrap();
    assert_eq!(total(&unrelated), Err(Error::NotIdentified));
    assert_eq!(
        Covariance::new(2, vec![1.0, 0.5, 0.4, 1.0], 9),
        Err(Error::Shape)
    );
    assert_eq!(
        Covariance::new(2, vec![1.0, 0.5, 0.5], 9),
        Err(Error::Shape)
    );
    assert_eq!(Covariance::new(1, vec![f64::NAN], 9), Err(Error::Range));
    assert_eq!(Covariance::new(1, vec![-1.0], 9), Err(Error::Range));
    assert_eq!(
        Answers::new(0, vec![]),
        Err(Error::TooFew {
            what: Count::Items,
            have: 0,
            need: 1
        })
    );
    assert_eq!(Answers::new(2, vec![None]), Err(Error::Shape));
}

#[test]
fn a_constant_item_has_no_correlation() {
    let cells = (0..30)
        .flat_map(|i| [Some(i % 5), Some(2), Some(i % 3)])
        .collect();
    let have = alpha(&Covariance::of(&Answers::new(3, cells).unwrap()).unwrap()).unwrap();
    assert_eq!(have.items[1].rest_correlation, None);
    assert!(have.items[0].rest_correlation.is_some());
}

proptest! {
    #[test]
    fn order_of_rows_never_matters_and_nothing_is_nan(seed in 1..2_147_483_646_u64, rows in 0..60_usize, items in 1..8_usize) {
        let mut draws = Draws::new(seed);
        let mut table: Vec<Vec<Option<u8>>> = (0..rows)
            .map(|_| {
                let level = draws.uniform();
                let answer = |draws: &mut Draws| (0..4_u8).filter(|_| draws.uniform() < level).count();
                (0..items).map(|_| {
                    let code = u8::try_from(answer(&mut draws)).ok();
                    code.filter(|_| 0.05 < draws.uniform())
                }).collect()
            })
            .collect();
        let forward = Covariance::of(&Answers::new(items, table.concat()).unwrap());
        table.reverse();
        prop_assert_eq!(&forward, &Covariance::of(&Answers::new(items, table.concat()).unwrap()));
        if let Ok(covariance) = forward {
            if let Ok(have) = alpha(&covariance) {
                prop_assert!(have.alpha.is_finite() && have.alpha <= 1.0 + 1e-12);
            }
            if let Ok(have) = total(&covariance) {
                prop_assert!((0.0..=1.0).contains(&have.omega), "{:?}", have);
                prop_assert!((0.0..=1.0).contains(&have.omega_standardised), "{:?}", have);
            }
        }
    }
}
