//! What a fair share follows: how much of a full post somebody does duties for, on the days on which they could.

use crate::absence::{Absence, AbsenceKind};
use crate::pool::Member;
use crate::stretch::{Stretch, joined};
use crate::time::{Clock, Day};

/// Somebody's posts in a line, and how long they were away.
#[derive(Debug, Clone)]
pub struct Presence<'a> {
    /// Each may begin and end; they may lie side by side.
    pub posts: Vec<&'a Member>,
    /// Long absences, as [`long_absences`] finds them.
    pub away: &'a [(Day, Day)],
}

impl Presence<'_> {
    /// Per cent of a full post added up over the days from one until before another on which they held a post and were
    /// not away for long. A day in two posts counts once.
    pub fn weight(&self, (first, end): (Day, Day)) -> u32 {
        let Some(shares) = self.posts.first().map(|post| &post.shares) else {
            return 0;
        };
        let held = self.posts.iter().filter_map(|post| {
            let until = post.to.map_or(end, |to| to.min(end));
            whole(post.from.max(first), until)
        });
        let away = self.away.iter().filter_map(|(from, to)| whole(*from, *to));
        let away: Vec<Stretch> = away.collect();
        let there = joined(held.collect()).into_iter();
        let there = there.flat_map(|one| one.without(&away));
        let sum = there.map(|one| shares.over((one.start().day(), one.end().day())));
        sum.fold(0, u32::saturating_add)
    }
}

/// When one person was away for so many whole days in a row or more, from the first day until before the end. Absences
/// that follow each other are one; a day on which a part-time post does not work is none.
pub fn long_absences(away: &[&Absence], least_days: u32) -> Vec<(Day, Day)> {
    let gone = away.iter().filter(|one| one.kind != AbsenceKind::PartTime);
    let gone = joined(gone.map(|one| one.time).collect());
    let days = gone.into_iter().map(|one| {
        let (start, end) = (one.start(), one.end().day());
        let begun = start.clock() != Clock::MIDNIGHT;
        (start.day().plus(i64::from(begun)), end)
    });
    days.filter(|(first, end)| i64::from(least_days) <= end.days_since(*first))
        .collect()
}

fn whole(first: Day, end: Day) -> Option<Stretch> {
    Stretch::new(first.at(Clock::MIDNIGHT), end.at(Clock::MIDNIGHT))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use uuid::Uuid;

    use super::*;
    use crate::absence::{between, whole_days};
    use crate::ids::{AbsenceId, StaffId, TeamId};
    use crate::pool::PostShares;
    use crate::staff::Role;

    fn day(text: &str) -> Day {
        text.parse().unwrap()
    }

    fn member((from, to): (Day, Option<Day>), shares: &PostShares) -> Member {
        Member {
            staff: StaffId(Uuid::from_u128(1)),
            name: "Tuva Ekorrstig".to_owned(),
            team: TeamId(Uuid::from_u128(2)),
            role: Role::FamilyTherapist,
            from,
            to,
            shares: shares.clone(),
        }
    }

    fn absence(kind: AbsenceKind, time: Stretch) -> Absence {
        Absence {
            id: AbsenceId(Uuid::from_u128(3)),
            staff: StaffId(Uuid::from_u128(1)),
            kind,
            time,
        }
    }

    #[test]
    fn only_a_long_absence_counts_and_two_that_follow_each_other_are_one() {
        let days = |first, last| whole_days(day(first), day(last)).unwrap();
        let noon = |text| day(text).at(Clock::NOON);
        let all = [
            absence(AbsenceKind::Vacation, days("2026-01-01", "2026-01-27")),
            absence(AbsenceKind::Illness, days("2026-03-01", "2026-03-14")),
            absence(AbsenceKind::Parental, days("2026-03-15", "2026-03-31")),
            absence(AbsenceKind::PartTime, days("2026-06-01", "2026-08-01")),
            absence(
                AbsenceKind::Other,
                between(noon("2026-09-01"), noon("2026-09-30")).unwrap(),
            ),
        ];
        let all: Vec<&Absence> = all.iter().collect();
        let long = [
            (day("2026-03-01"), day("2026-04-01")),
            // Half days at both ends are no whole ones.
            (day("2026-09-02"), day("2026-09-30")),
        ];
        assert_eq!(long_absences(&all, 28), long);
        assert_eq!(long_absences(&all, 29), long[..1]);
    }

    #[test]
    fn a_year_of_leave_weighs_nothing_and_half_a_post_half() {
        let year = (day("2026-01-01"), day("2027-01-01"));
        let half = PostShares::new([(day("2026-07-02"), 50)]);
        let one = member((day("2025-01-01"), None), &half);
        let other = member((day("2026-06-01"), Some(day("2026-09-01"))), &half);
        let weight =
            |posts: Vec<&Member>, away: &[(Day, Day)]| Presence { posts, away }.weight(year);
        let until_july = 182 * 100;
        let since = 183 * 50;
        assert_eq!(weight(vec![&one], &[]), until_july + since);
        assert_eq!(weight(vec![&one, &other], &[]), until_july + since);
        assert_eq!(weight(vec![&other], &[]), 31 * 100 + 61 * 50);
        assert_eq!(weight(vec![&one], &[(year.0, day("2026-07-02"))]), since);
        assert_eq!(weight(vec![&one], &[(day("2025-06-01"), year.1)]), 0);
        assert_eq!(weight(Vec::new(), &[]), 0);
    }

    proptest! {
        /// Day by day the same comes out, also over both changes of the clock.
        #[test]
        fn a_weight_is_that_of_its_days(
            posts in prop::collection::vec((-30_i64..400, 0_i64..300), 1..3),
            away in prop::collection::vec((-30_i64..400, 1_i64..90), 0..3),
            step in (0_i64..365, 0_u32..=100),
        ) {
            let at = |number: i64| day("2026-01-01").plus(number);
            let shares = PostShares::new([(at(step.0), step.1)]);
            let posts: Vec<Member> = posts
                .iter()
                .map(|(from, long)| member((at(*from), Some(at(from + long))), &shares))
                .collect();
            let away: Vec<(Day, Day)> = away.iter().map(|(from, long)| (at(*from), at(from + long))).collect();
            let counts = |day: &Day| {
                posts.iter().any(|post| post.from <= *day && post.to.is_none_or(|to| *day < to))
                    && !away.iter().any(|(from, to)| from <= day && day < to)
            };
            let singly: u32 = (0..365).map(at).filter(counts).map(|day| shares.on(day)).sum();
            let known = Presence { posts: posts.iter().collect(), away: &away };
            prop_assert_eq!(known.weight((at(0), at(365))), singly);
        }
    }
}
