//! What is told of time in treatment, and to whom.

use super::*;
use hemma_domain::review::Until;
use proptest::prelude::*;
use uuid::Uuid;

fn day(text: &str) -> Day {
    text.parse().unwrap()
}

fn team(number: u128) -> TeamId {
    TeamId(Uuid::from_u128(number))
}

/// A case that began a year before the end and lasted so long.
fn stay(days: i64, is_over: bool) -> Stay {
    let end = day("2027-01-01");
    match is_over {
        true => Stay {
            opened_on: end.plus(-400),
            until: Until::Ended(end.plus(days - 400)),
        },
        false => Stay {
            opened_on: end.plus(-days),
            until: Until::Today,
        },
    }
}

fn together(stays: &[(TeamId, Stay)]) -> Together {
    Together::of(stays, (day("2027-01-01"), 5), &[])
}

fn of(number: u128, days: &[i64]) -> Vec<(TeamId, Stay)> {
    days.iter()
        .map(|days| (team(number), stay(*days, true)))
        .collect()
}

#[test]
fn inside_each_day_counts() {
    let lasted: Vec<Lasted> = [30, 100, 100, 190]
        .iter()
        .filter_map(|days| stay(*days, true).before(day("2027-01-01")))
        .chain(stay(150, false).before(day("2027-01-01")))
        .collect();
    let curve = curve_of(&lasted).unwrap();
    assert_eq!((curve.cases, curve.ended, curve.until), (5, 4, 190));
    let steps: Vec<(u32, u32, u32)> = curve
        .steps
        .iter()
        .map(|step| (step.after, step.running, step.ended))
        .collect();
    assert_eq!(steps, [(30, 5, 1), (100, 4, 2), (190, 1, 1)]);
    assert_eq!(curve.median, Some(100));
    assert_eq!(curve.running, [(0, 5), (60, 4), (120, 2), (180, 1)]);
    assert!(curve_of(&[]).is_none());
}

#[test]
fn outside_nothing_is_told_of_a_band_with_few() {
    let many = [10, 20, 30, 40, 50, 70, 80, 90, 100, 110];
    let few = [10, 20, 30, 40, 50, 70];
    let stays = [of(1, &many), of(2, &few), of(3, &few), of(4, &many)].concat();
    let read = together(&stays);
    let Stays::Known(first) = read.of_team(team(1)) else {
        panic!("{read:?}");
    };
    let steps: Vec<(u32, u32, u32)> = first
        .steps
        .iter()
        .map(|step| (step.after, step.running, step.ended))
        .collect();
    assert_eq!(
        steps,
        [(60, 10, 5)],
        "the second band has not passed for anybody"
    );
    assert_eq!(read.of_team(team(2)), Stays::Hidden);
    assert_eq!(read.of_team(team(9)), Stays::None);
    assert!(read.whole.is_some());
    // Beside a team that somebody knows, the rest is shown only where it is several teams.
    assert!(read.others(team(1), 5).is_some());
    let two = together(&[of(1, &many), of(2, &many)].concat());
    assert!(two.others(team(1), 5).is_none());
    let small = together(&[of(1, &many), of(2, &few), of(3, &[10])].concat());
    assert!(
        small.others(team(1), 5).is_none(),
        "one ended in the second band"
    );
}

proptest! {
    /// Whatever is told from outside, no count between two readings is small.
    #[test]
    fn no_small_count_is_told_outside(
        cases in proptest::collection::vec((1..5_u128, 0..400_i64, any::<bool>()), 0..120)
    ) {
        let stays: Vec<(TeamId, Stay)> = cases
            .iter()
            .map(|(number, days, is_over)| (team(*number), stay(*days, *is_over)))
            .collect();
        let read = together(&stays);
        let teams = (1..5).map(|number| match read.of_team(team(number)) {
            Stays::Known(curve) => Some(curve),
            Stays::None | Stays::Hidden => None,
        });
        let others = (1..5).map(|number| read.others(team(number), 5));
        for curve in teams.chain(others).chain([read.whole.clone()]).flatten() {
            for step in &curve.steps {
                prop_assert!(!(1..5).contains(&step.ended), "{curve:?}");
                prop_assert!(step.share.lower <= step.share.estimate && step.share.estimate <= step.share.upper);
            }
            let after: u32 = curve.ended - curve.steps.iter().map(|step| step.ended).sum::<u32>();
            prop_assert!(!(1..5).contains(&after), "{curve:?}");
        }
    }
}
