//! Reference values: the definitions of `docs/formats/network-indicators.md`, computed in R 4.2.2.

use super::*;
use proptest::prelude::*;

const SERIES: [Option<f64>; 13] = [
    Some(0.62),
    None,
    Some(0.70),
    Some(0.66),
    Some(0.58),
    Some(0.71),
    Some(0.64),
    None,
    Some(0.69),
    Some(0.60),
    Some(0.40),
    Some(0.38),
    Some(0.41),
];

#[track_caller]
fn check<'a>(have: impl IntoIterator<Item = &'a f64>, want: &[f64]) {
    let have: Vec<f64> = have.into_iter().copied().collect();
    assert_eq!(have.len(), want.len());
    for (have, want) in have.iter().zip(want) {
        assert!((have - want).abs() < 1e-12, "{have} {want}");
    }
}

#[test]
fn individuals() {
    let baseline = Baseline::of(&SERIES).unwrap();
    let (lower, upper) = baseline.limits();
    check(&[baseline.center(), lower, upper], &[0.65, 0.4448, 0.8552]);
    let points = baseline.individuals(&SERIES);
    assert_eq!(points.len(), SERIES.len());
    assert_eq!(points[1], None);
    let signals: Vec<bool> = points.iter().flatten().map(|point| point.signal).collect();
    assert_eq!(signals, [vec![false; 8], vec![true; 3]].concat());
}

#[test]
fn moving_average() {
    let points = Baseline::of(&SERIES).unwrap().ewma(&SERIES);
    assert_eq!(points[7], None);
    let points: Vec<EwmaPoint> = points.into_iter().flatten().collect();
    check(
        points.iter().map(|point| &point.average),
        &[
            0.644,
            0.6552,
            0.65616,
            0.640928,
            0.6547424,
            0.65179392,
            0.659435136,
            0.6475481088,
            0.59803848704,
            0.554430789632,
            0.5255446317056,
        ],
    );
    check(
        points.iter().map(|point| &point.halfwidth),
        &[
            0.0410334346504559,
            0.0525484359910902,
            0.05874520541528,
            0.0623889591286362,
            0.0646132136699004,
            0.0659974081528559,
            0.066868257075131,
            0.067419697373567,
            0.0677702644183788,
            0.0679936787678745,
            0.0681362795046966,
        ],
    );
    let first = points.iter().position(|point| point.signal);
    assert_eq!(first, Some(9));
}

#[test]
fn cumulative_sums() {
    let points = Baseline::of(&SERIES).unwrap().cusum(&SERIES);
    let points: Vec<CusumPoint> = points.into_iter().flatten().collect();
    check(
        points.iter().map(|point| &point.up),
        &[
            0.0,
            0.01580547112462,
            0.0,
            0.0,
            0.02580547112462001,
            0.0,
            0.00580547112461999,
            0.0,
            0.0,
            0.0,
            0.0,
        ],
    );
    check(
        points.iter().map(|point| &point.down),
        &[
            0.0,
            0.0,
            0.0,
            0.0358054711246201,
            0.0,
            0.0,
            0.0,
            0.0158054711246201,
            0.2316109422492402,
            0.4674164133738603,
            0.6732218844984804,
        ],
    );
    // Five standard deviations are 0.3419.
    let first = points.iter().position(|point| point.signal);
    assert_eq!(first, Some(9));
}

#[test]
fn shares() {
    let counts = [3, 0, 5, 4, 6, 2, 5, 7, 4, 0, 9];
    let totals = [4, 0, 6, 5, 6, 4, 5, 8, 5, 7, 10];
    let parts: Vec<Part> = counts
        .into_iter()
        .zip(totals)
        .map(|(count, total)| Part { count, total })
        .collect();
    let chart = share_chart(&parts).unwrap();
    check(&[chart.center], &[83.7209302325581]);
    assert_eq!(chart.points[1], None);
    let points: Vec<LimitPoint> = chart.points.into_iter().flatten().collect();
    check(
        points.iter().map(|point| &point.lower),
        &[
            28.3447400009737,
            38.5064602436661,
            34.1909599554451,
            38.5064602436661,
            28.3447400009737,
            34.1909599554451,
            44.5640506035285,
            34.1909599554451,
            41.8604651162791,
            48.6979523776434,
        ],
    );
    check(points.iter().map(|point| &point.upper), &[100.0; 10]);
    let first = points.iter().position(|point| point.signal);
    assert_eq!(first, Some(8));
    assert_eq!(points.iter().filter(|point| point.signal).count(), 1);
}

#[test]
fn a_share_of_nothing_or_all_has_no_signal() {
    let all = [Part { count: 4, total: 4 }; 3];
    let chart = share_chart(&all).unwrap();
    assert!(chart.points.iter().flatten().all(|point| !point.signal));
    assert_eq!(chart.center, 100.0);
}

#[test]
fn a_value_on_its_limit_is_inside() {
    let baseline = Baseline::of(&SERIES).unwrap();
    let (lower, upper) = baseline.limits();
    let on = [Some(lower - 0.5e-9), Some(upper + 0.5e-9)];
    assert!(
        baseline
            .individuals(&on)
            .iter()
            .flatten()
            .all(|p| !p.signal)
    );
    let beyond = [Some(lower - 2e-9), Some(upper + 2e-9)];
    assert!(
        baseline
            .individuals(&beyond)
            .iter()
            .flatten()
            .all(|p| p.signal)
    );
}

#[test]
fn says_what_is_wrong() {
    assert_eq!(Baseline::of(&[]), Err(too_few(0, 2)));
    assert_eq!(Baseline::of(&[None, Some(0.5), None]), Err(too_few(1, 2)));
    assert_eq!(Baseline::of(&[Some(0.5); 4]), Err(Error::NoVariance));
    assert_eq!(
        Baseline::of(&[Some(0.5), Some(f64::NAN)]),
        Err(Error::Range)
    );
    assert_eq!(
        share_chart(&[Part { count: 0, total: 0 }]),
        Err(too_few(0, 1))
    );
    assert_eq!(
        share_chart(&[Part { count: 2, total: 1 }]),
        Err(Error::Range)
    );
}

proptest! {
    #[test]
    fn gaps_change_nothing(series in prop::collection::vec(prop::option::of(0.0..1.0_f64), 0..30)) {
        let dense: Vec<Option<f64>> = series.iter().copied().filter(Option::is_some).collect();
        let baseline = Baseline::of(&series);
        prop_assert_eq!(baseline, Baseline::of(&dense));
        if let Ok(baseline) = baseline {
            let usable = |points: Vec<Option<EwmaPoint>>| points.into_iter().flatten().collect::<Vec<_>>();
            prop_assert_eq!(usable(baseline.ewma(&series)), usable(baseline.ewma(&dense)));
            prop_assert!(baseline.cusum(&series).iter().flatten().all(|p| p.up.is_finite() && p.down.is_finite()));
        }
    }
}
