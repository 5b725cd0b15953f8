//! Finished rows: what counts in one team and quarter, as whole numbers that can be added and taken away.

use std::fmt;
use std::str::FromStr;

/// A finished row would leave the range of its numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a sum is too large")]
pub struct Overflow;

/// A text that is no finished row.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("no finished row")]
pub struct NoRow;

fn wide(sum: impl Into<i128>) -> i128 {
    sum.into()
}

macro_rules! row {
    ($($(#[$doc:meta])* $name:ident: $kind:ty,)*) => {
        /// What counts in one team and quarter. Rows of several teams, or of several quarters, add up to theirs.
        ///
        /// Shares and means are derived when they are read and never kept, so that the sum of parts is the whole.
        #[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
        pub struct Row {
            $($(#[$doc])* pub $name: $kind,)*
        }

        impl Row {
            /// Both together.
            pub fn plus(&self, other: &Row) -> Result<Row, Overflow> {
                Ok(Row {
                    $($name: self.$name.checked_add(other.$name).ok_or(Overflow)?,)*
                })
            }

            /// Every sum with its name.
            fn named(&self) -> Vec<(&'static str, i128)> {
                vec![$((stringify!($name), wide(self.$name)),)*]
            }

            /// This one without the other.
            pub fn minus(&self, other: &Row) -> Result<Row, Overflow> {
                Ok(Row {
                    $($name: self.$name.checked_sub(other.$name).ok_or(Overflow)?,)*
                })
            }
        }

        /// Sums by name, as in `opened=2 closed=1`; those that are 0 are left out.
        impl fmt::Display for Row {
            fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
                let mut between = "";
                $(if self.$name != 0 {
                    write!(out, "{between}{}={}", stringify!($name), self.$name)?;
                    between = " ";
                })*
                // Nothing follows the last one.
                let _ = between;
                Ok(())
            }
        }

        impl FromStr for Row {
            type Err = NoRow;

            fn from_str(text: &str) -> Result<Row, NoRow> {
                let mut row = Row::default();
                let mut parts = text.split_ascii_whitespace();
                let mut next = parts.next();
                // Once through the names reads what was written in their order; others take more.
                while next.is_some() {
                    let mut is_read = false;
                    $(
                        let name = concat!(stringify!($name), "=");
                        if let Some(sum) = next.and_then(|part| part.strip_prefix(name)) {
                            row.$name = sum.parse().map_err(|_| NoRow)?;
                            next = parts.next();
                            is_read = true;
                        }
                    )*
                    if !is_read {
                        return Err(NoRow);
                    }
                }
                Ok(row)
            }
        }
    };
}

row! {
    /// Episodes that opened.
    opened: i64,
    /// Episodes that closed.
    closed: i64,
    /// Episodes open at the end of the quarter. Of several quarters the last one's counts, see [`Row::then`].
    active_end: i64,
    /// Days from opening to closing of those that closed.
    length_days: i64,
    /// Closed as completed.
    completed: i64,
    /// Closed for lack of engagement.
    lack_of_engagement: i64,
    /// Closed because the young person was placed.
    placed: i64,
    /// Closed because they moved, the funding ended, or for an administrative reason.
    other_reason: i64,
    /// Closed, living at home.
    home: i64,
    /// Closed, and known whether they live at home.
    home_known: i64,
    /// Closed, in school or at work.
    school: i64,
    /// Closed, and known whether they are in school or at work.
    school_known: i64,
    /// Closed without a new arrest.
    no_arrest: i64,
    /// Closed, and known whether there was a new arrest.
    no_arrest_known: i64,
    /// Closed with an interview done at any time.
    with_interview: i64,
    /// Interviews due.
    due: i64,
    /// Of those that were due, done at any time.
    collected: i64,
    /// Interviews done with a score.
    scores: i64,
    /// The sum of their scores in parts of the denominator.
    score_parts: i64,
    /// The sum of the squares of their scores, in parts of the square of the denominator.
    score_squares: i128,
    /// Closed with a score at any time.
    scored: i64,
    /// Of those, the ones whose mean meets the cut-off.
    above: i64,
    /// Days for which somebody was responsible for a case.
    assigned_days: i64,
    /// Days of therapists' posts.
    post_days: i64,
    /// Therapists' posts that ended.
    left: i64,
    /// Contacts in weeks that were reported.
    contacts: i64,
    /// Weeks that were reported.
    weeks: i64,
    /// Interviews overdue at the end of the quarter. Of several quarters the last one's counts, see [`Row::then`].
    overdue_end: i64,
}

impl Row {
    /// This row, then a later one of the same team: what stands at the end is the later one's.
    pub fn then(&self, later: &Row) -> Result<Row, Overflow> {
        let both = self.plus(later)?;
        Ok(Row {
            active_end: later.active_end,
            overdue_end: later.overdue_end,
            ..both
        })
    }

    /// Closings by which of two denominators; never show both under one name.
    pub fn closings(&self, of: Closings) -> i64 {
        match of {
            Closings::All => self.closed,
            Closings::Answerable => self.completed + self.lack_of_engagement + self.placed,
        }
    }
}

/// The most that a sum of one team and quarter may be where it comes from outside: far beyond any team, and so small that
/// all teams of a network in a century stay within the range of the numbers.
const SUM_MAX: i128 = 100_000_000_000_000;

impl Row {
    /// The first sum that cannot be, beside the others: a part that is more than its whole, less than nothing, or beyond
    /// anything that a team could reach. What hides small counts rests on this.
    pub fn contradiction(&self) -> Option<&'static str> {
        let reasons = [
            self.completed,
            self.lack_of_engagement,
            self.placed,
            self.other_reason,
        ];
        let of_reasons = reasons
            .iter()
            .try_fold(0_i64, |sum, one| sum.checked_add(*one));
        let wholes = [
            ("reasons", of_reasons.unwrap_or(i64::MAX), self.closed),
            ("home", self.home, self.home_known),
            ("home_known", self.home_known, self.closed),
            ("school", self.school, self.school_known),
            ("school_known", self.school_known, self.closed),
            ("no_arrest", self.no_arrest, self.no_arrest_known),
            ("no_arrest_known", self.no_arrest_known, self.closed),
            ("with_interview", self.with_interview, self.closed),
            ("collected", self.collected, self.due),
            ("above", self.above, self.scored),
            ("scored", self.scored, self.closed),
        ];
        let most = |name: &str| match name {
            "score_squares" => SUM_MAX * SUM_MAX,
            _ => SUM_MAX,
        };
        let named = self.named();
        let mut beyond = named
            .iter()
            .filter(|(name, sum)| !(0..=most(name)).contains(sum));
        let mut broken = wholes.iter().filter(|(_, part, whole)| whole < part);
        match (beyond.next(), broken.next()) {
            (Some((name, _)), _) | (None, Some((name, ..))) => Some(name),
            (None, None) => None,
        }
    }
}

/// What shares of closings are shares of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Closings {
    /// Every case that closed.
    All,
    /// Cases that were completed, ended for lack of engagement, or by a placement: what a team can do something about.
    Answerable,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_added_can_be_taken_away() {
        let one = Row {
            opened: 3,
            active_end: 2,
            score_squares: i128::from(u64::MAX),
            ..Row::default()
        };
        let other = Row {
            opened: 4,
            active_end: 5,
            ..Row::default()
        };
        let both = one.plus(&other).unwrap();
        assert_eq!((both.opened, both.active_end), (7, 7));
        assert_eq!(both.minus(&other), Ok(one));
        assert_eq!(one.then(&other).unwrap().active_end, 5);
    }

    #[test]
    fn a_row_comes_back_from_its_text() {
        let row = Row {
            opened: 3,
            score_squares: i128::from(u64::MAX) * 7,
            overdue_end: -2,
            ..Row::default()
        };
        assert_eq!(
            row.to_string(),
            "opened=3 score_squares=129127208515966861305 overdue_end=-2"
        );
        assert_eq!(row.to_string().parse(), Ok(row));
        assert_eq!("".parse(), Ok(Row::default()));
        for wrong in [
            "opened",
            "opened=",
            "opened=1.5",
            "unknown=1",
            "opened=9223372036854775808",
        ] {
            assert_eq!(wrong.parse::<Row>(), Err(NoRow), "{wrong}");
        }
    }

    #[test]
    fn sums_may_come_in_any_order() {
        let row: Row = "closed=1 overdue_end=-2 opened=3".parse().unwrap();
        let expected = Row {
            opened: 3,
            closed: 1,
            overdue_end: -2,
            ..Row::default()
        };
        assert_eq!(row, expected);
        for none in ["opened", "opened=x", "opened=1 known=2", "=1"] {
            assert_eq!(none.parse::<Row>(), Err(NoRow), "{none}");
        }
    }

    #[test]
    fn sums_that_contradict_each_other_are_found() {
        let sound = Row {
            closed: 3,
            completed: 2,
            placed: 1,
            home: 1,
            home_known: 2,
            scored: 1,
            above: 1,
            score_squares: i128::from(u64::MAX) * 7,
            ..Row::default()
        };
        assert_eq!(sound.contradiction(), None);
        assert_eq!(Row::default().contradiction(), None);
        let wrong = [
            (Row { placed: 2, ..sound }, "reasons"),
            (Row { home: 3, ..sound }, "home"),
            (
                Row {
                    home_known: 4,
                    ..sound
                },
                "home_known",
            ),
            (Row { above: 2, ..sound }, "above"),
            (
                Row {
                    collected: 1,
                    ..sound
                },
                "collected",
            ),
            (
                Row {
                    opened: -1,
                    ..sound
                },
                "opened",
            ),
            (
                Row {
                    contacts: i64::MAX,
                    ..sound
                },
                "contacts",
            ),
            (
                Row {
                    score_squares: -1,
                    ..sound
                },
                "score_squares",
            ),
            (
                Row {
                    completed: i64::MAX,
                    ..sound
                },
                "completed",
            ),
        ];
        for (row, name) in wrong {
            assert_eq!(row.contradiction(), Some(name), "{row}");
        }
    }

    #[test]
    fn an_overflow_is_an_error() {
        let full = Row {
            contacts: i64::MAX,
            ..Row::default()
        };
        let one = Row {
            contacts: 1,
            ..Row::default()
        };
        assert_eq!(full.plus(&one), Err(Overflow));
        assert_eq!(
            Row::default().minus(&full).and_then(|row| row.minus(&full)),
            Err(Overflow)
        );
    }
}
