//! Reference values: R 4.2.2, functions qnorm, qt, pt, pbeta, qbeta, pchisq.

use super::*;
use proptest::prelude::*;

#[track_caller]
fn check(have: f64, want: f64, relative: f64) {
    assert!(
        (have - want).abs() <= relative * want.abs().max(1e-300),
        "{have:e} {want:e}"
    );
}

#[test]
fn normal_quantiles() {
    let known = [
        (0.975, 1.959_963_984_540_053_6),
        (1e-10, -6.361_340_902_404_056),
        (0.0001, -3.719_016_485_455_68),
        (0.95, 1.644_853_626_951_471_5),
        (1.0 - 1e-6, 4.753_424_308_817_089),
        (0.3, -0.524_400_512_708_040_7),
    ];
    for (p, want) in known {
        check(normal_quantile(p).unwrap(), want, 1e-14);
    }
    assert_eq!(normal_quantile(0.5), Ok(0.0));
    assert_eq!(normal_quantile(0.0), Err(Error::Range));
    assert_eq!(normal_quantile(1.0), Err(Error::Range));
    assert_eq!(normal_quantile(f64::NAN), Err(Error::Range));
}

#[test]
fn student() {
    let known = [
        (0.975, 1.0, 12.706_204_736_174_694),
        (0.975, 2.0, 4.302_652_729_749_462),
        (0.95, 10.0, 1.812_461_122_811_675_6),
        (0.975, 120.0, 1.979_930_405_082_422_4),
        (0.0005, 5.0, -6.868_826_625_881_111),
        (0.51, 7.0, 0.025_977_941_569_516_98),
        (0.975, 1e6, 1.959_966_356_814_106_5),
    ];
    for (p, freedom, want) in known {
        check(student_quantile(p, freedom).unwrap(), want, 1e-11);
    }
    assert_eq!(student_quantile(0.5, 3.0), Ok(0.0));
    check(
        student_share(1.5, 3.0).unwrap(),
        0.884_708_067_377_588_6,
        1e-13,
    );
    check(
        student_share(-2.2, 20.0).unwrap(),
        0.019_864_294_790_233_7,
        1e-12,
    );
    check(student_share(0.0, 5.0).unwrap(), 0.5, 1e-14);
}

#[test]
fn beta() {
    let shares = [
        (0.3, 2.0, 5.0, 0.579_825),
        (0.5, 0.5, 0.5, 0.5),
        (0.99, 30.0, 1.5, 0.894_597_046_160_810_1),
        (0.61, 1000.5, 640.0, 0.502_659_774_975_073),
        (0.001, 0.5, 200.0, 0.472_755_892_974_764_4),
    ];
    for (x, a, b, want) in shares {
        check(beta_share(x, a, b).unwrap(), want, 1e-11);
    }
    let quantiles = [
        (0.025, 1.0, 10.0, 2.528_578_544_461_784e-3),
        (0.975, 81.0, 20.0, 8.733_444_478_980_441e-1),
        (0.5, 0.5, 0.5, 0.5),
        (0.025, 3.0, 998.0, 6.190_999_316_495_717e-4),
        (0.9, 1e5, 2e5, 3.344_365_543_581_51e-1),
        (0.025, 0.1, 0.1, 8.458_405_166_196_484e-14),
    ];
    for (p, a, b, want) in quantiles {
        check(beta_quantile(p, a, b).unwrap(), want, 1e-11);
    }
    assert_eq!(beta_share(0.5, 0.0, 1.0), Err(Error::Range));
    assert_eq!(beta_share(1.5, 1.0, 1.0), Err(Error::Range));
}

#[test]
fn chi_square() {
    let known = [
        (3.841_458_820_694_124, 1.0, 0.05),
        (0.1, 4.0, 0.998_790_895_725_749_6),
        (50.0, 4.0, 3.610_865_404_890_646e-10),
        (200.0, 150.0, 3.973_185_970_821_609e-3),
        (9.0, 3.0, 2.929_088_653_488_823e-2),
    ];
    for (value, freedom, want) in known {
        check(chi_square_tail(value, freedom).unwrap(), want, 1e-11);
    }
    assert_eq!(chi_square_tail(0.0, 2.0), Ok(1.0));
    assert_eq!(chi_square_tail(-1.0, 2.0), Err(Error::Range));
}

proptest! {
    #[test]
    fn quantiles_invert_shares(p in 1e-6..0.999_999_f64, a in 0.1..500.0_f64, b in 0.1..500.0_f64) {
        let x = beta_quantile(p, a, b).unwrap();
        prop_assert!((0.0..=1.0).contains(&x));
        // Where the distribution is crowded against 1, neighbouring numbers differ by more than the tolerance.
        if x < 0.999_999 {
            prop_assert!((beta_share(x, a, b).unwrap() - p).abs() < 1e-9);
        }
        let t = student_quantile(p, a).unwrap();
        if t.is_finite() {
            prop_assert!((student_share(t, a).unwrap() - p).abs() < 1e-10);
        }
    }
}
