//! Invented people: part-time, vacations, months away, and their years of history.

use std::collections::BTreeSet;

use jiff::ToSpan;
use jiff::civil::{Date, Weekday};

use crate::chance::Chance;
use crate::instance::{Person, Unavailable};

use super::Shape;
use super::almanac::stamp;

/// Somebody invented, with what the rest of the generator needs to know.
pub(super) struct Somebody {
    pub(super) person: Person,
    pub(super) team: usize,
    pub(super) leader: bool,
    /// Therapists who also stand behind.
    pub(super) senior: bool,
    pub(super) percent: i64,
    /// Weeks of the horizon in which they are away.
    pub(super) away: BTreeSet<i32>,
}

/// At most so many of a hundred people of one team are on vacation at once.
const VACATION_PERCENT_MAX: usize = 34;

pub(super) fn invent(shape: Shape, chance: &mut Chance) -> Vec<Somebody> {
    let mut all = vec![];
    for team in 0..shape.teams {
        let size = shape.therapists + 1;
        let mut vacations: Vec<BTreeSet<i32>> = vec![];
        for n in 0..size {
            let leader = n == 0;
            let senior = (1..=shape.therapists.div_ceil(2).min(3)).contains(&n)
                && (n < 3 || shape.teams == 1);
            let away = vacation(shape, size, &vacations, chance);
            vacations.push(away.clone());
            let id = match leader {
                true => format!("t{}-leader", team + 1),
                false => format!("t{}-{n}", team + 1),
            };
            let percent = if leader || chance.percent(70) {
                100
            } else {
                chance.between(3, 4) * 20
            };
            all.push(somebody(shape, (id, team, percent), (leader, senior), away));
        }
    }
    months_away(shape, &mut all, chance);
    all
}

fn somebody(
    shape: Shape,
    (id, team, percent): (String, usize, i64),
    (leader, senior): (bool, bool),
    away: BTreeSet<i32>,
) -> Somebody {
    let role = if leader { "leader" } else { "therapist" };
    let free = match percent {
        60 => vec![Weekday::Wednesday, Weekday::Friday],
        80 => vec![Weekday::Friday],
        _ => vec![],
    };
    let days = shape
        .start
        .series(1.day())
        .take_while(|day| *day < shape.start.saturating_add(shape.weeks.weeks()));
    let off = days.filter(|day| free.contains(&day.weekday()));
    Somebody {
        person: Person {
            id,
            team: format!("team-{}", team + 1),
            role: role.to_owned(),
            fte: if percent == 100 {
                1.0
            } else if percent == 80 {
                0.8
            } else {
                0.6
            },
            off_dates: off.map(|day| day.to_string()).collect(),
        },
        team,
        leader,
        senior,
        percent,
        away,
    }
}

/// Weeks away: about six a year, in stretches, never too many of one team at once.
fn vacation(
    shape: Shape,
    size: usize,
    others: &[BTreeSet<i32>],
    chance: &mut Chance,
) -> BTreeSet<i32> {
    let mut own = BTreeSet::new();
    let stretches = (shape.weeks / 13).max(1);
    for _ in 0..stretches {
        for _ in 0..20 {
            let length = i32::try_from(chance.between(1, 2)).unwrap_or(1);
            let first =
                i32::try_from(chance.below(usize::try_from(shape.weeks).unwrap_or(1))).unwrap_or(0);
            let weeks = first..(first + length).min(shape.weeks);
            let crowded = weeks.clone().any(|week| {
                let away = others.iter().filter(|other| other.contains(&week)).count();
                size * VACATION_PERCENT_MAX < (away + 1) * 100
            });
            if !crowded {
                own.extend(weeks);
                break;
            }
        }
    }
    own
}

/// Short of staff: some people are away from the fifth week on, for half of the horizon.
fn months_away(shape: Shape, all: &mut [Somebody], chance: &mut Chance) {
    for one in all.iter_mut() {
        if chance.percent(shape.away_percent) {
            one.away.extend(5..5 + shape.weeks / 2);
        }
    }
}

/// Absences as stretches from the Friday before to the Monday after, and the dates off.
pub(super) fn absences(shape: Shape, all: &mut [Somebody]) -> Vec<Unavailable> {
    let mut absences = vec![];
    for one in all {
        let mut weeks = one.away.iter().copied().peekable();
        while let Some(first) = weeks.next() {
            let mut last = first;
            while weeks.next_if_eq(&(last + 1)).is_some() {
                last += 1;
            }
            let monday = shape.start.saturating_add(first.weeks());
            let after = shape.start.saturating_add((last + 1).weeks());
            absences.push(Unavailable {
                person: one.person.id.clone(),
                start: stamp(monday.saturating_sub(3.days()), 16),
                end: stamp(after, 7),
                reason: "vacation".to_owned(),
            });
            let off = monday.series(1.day()).take_while(|day| *day < after);
            one.person
                .off_dates
                .extend(off.map(|day: Date| day.to_string()));
        }
        one.person.off_dates.sort();
        one.person.off_dates.dedup();
    }
    absences
}

/// Splits `tenths` by weight: floors first, then one more to the largest remainders.
pub(super) fn shares(tenths: i64, weights: &[i64]) -> Vec<i64> {
    let sum = weights.iter().sum::<i64>().max(1);
    let mut shares: Vec<i64> = weights.iter().map(|weight| tenths * weight / sum).collect();
    let mut order: Vec<usize> = (0..weights.len()).collect();
    order.sort_by_key(|at| {
        let weight = weights.get(*at).copied().unwrap_or(0);
        (std::cmp::Reverse(tenths * weight % sum), *at)
    });
    let left = tenths - shares.iter().sum::<i64>();
    for at in order.into_iter().take(usize::try_from(left).unwrap_or(0)) {
        if let Some(share) = shares.get_mut(at) {
            *share += 1;
        }
    }
    shares
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shares_sum_to_the_whole() {
        assert_eq!(shares(100, &[1, 1, 1]), [34, 33, 33]);
        assert_eq!(shares(10, &[80, 100, 100]), [3, 4, 3]);
        assert_eq!(shares(0, &[0, 0]), [0, 0]);
    }
}
