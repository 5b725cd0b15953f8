//! Answer links: somebody of a family answers one measure alone, by an address that is given once and a code.

use crate::codes;
use crate::ids::{CaseId, LinkId, MeasureId, StaffId};
use crate::measure::{GRACE_DAYS, Window};
use crate::time::{Day, Instant};

/// Characters of the secret part of an address: five bits each, 140 in all, which nobody guesses; short enough to be
/// typed from a letter.
pub const TOKEN_CHARS: usize = 28;

/// Digits of a code: as many as people remember from one telephone call. What makes them enough is [`WRONG_CODES_MAX`].
pub const CODE_DIGITS: usize = 6;

/// Wrong codes after which a link is locked: a person mistypes twice, and five guesses of a million find nothing.
pub const WRONG_CODES_MAX: u32 = 5;

/// Days that a link may be open: a letter and two weekends. A measure is about the weeks before it.
pub const LINK_DAYS_MAX: i64 = 21;

/// Days that a link is open unless somebody says otherwise.
pub const LINK_DAYS: i64 = 7;

/// Links that are made for one measure: more than anybody would send within its window.
pub const LINKS_MAX: usize = 20;

/// Seconds without an answer after which the code is asked for again: a telephone is put down, and others pick it up.
pub const SITTING_SECONDS: i64 = 30 * 60;

/// A link to one measure. What opens it is kept apart.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AnswerLink {
    /// Its id.
    pub id: LinkId,
    /// The measure that it leads to, and no other.
    pub measure: MeasureId,
    /// The measure's case.
    pub case: CaseId,
    /// The language of the questions, as a BCP 47 tag.
    pub language: String,
    /// How the questions are laid out.
    pub layout: Layout,
    /// When it was made, and by whom.
    pub made: (Instant, StaffId),
    /// The last day on which it opens.
    pub last_on: Day,
    /// Wrong codes since the last right one.
    pub wrong_codes: u32,
    /// What became of it.
    pub state: LinkState,
    /// Counts changes.
    pub version: i64,
}

/// What became of a link.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LinkState {
    /// Nobody has opened it.
    Open,
    /// Somebody has opened it with its code.
    Begun {
        /// When for the first time.
        at: Instant,
    },
    /// The answers were sent in.
    Used {
        /// When.
        at: Instant,
    },
    /// It was taken back, by hand or since another was made.
    Withdrawn {
        /// When.
        at: Instant,
        /// By whom.
        by: StaffId,
    },
    /// Too many wrong codes were tried.
    Locked {
        /// When.
        at: Instant,
    },
}

codes! {
    /// What a link's state is called.
    LinkStateCode "link-state" {
        /// Nobody has opened it.
        Open = "open",
        /// Somebody has opened it.
        Begun = "begun",
        /// The answers were sent in.
        Used = "used",
        /// It was taken back.
        Withdrawn = "withdrawn",
        /// Too many wrong codes were tried.
        Locked = "locked",
    }

    /// How a link stands on a day.
    Standing "link-standing" {
        /// Nobody has opened it.
        Open = "open",
        /// Somebody has opened it.
        Begun = "begun",
        /// The answers were sent in.
        Used = "used",
        /// It was taken back.
        Withdrawn = "withdrawn",
        /// Too many wrong codes were tried.
        Locked = "locked",
        /// Its last day has passed.
        Expired = "expired",
    }

    /// How the questions are laid out.
    Layout "link-layout" {
        /// One question on a page.
        OneByOne = "one",
        /// All questions below each other.
        List = "list",
    }
}

/// What trying a code came to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tried {
    /// It was right.
    Right,
    /// It was wrong; so many more may be tried.
    Wrong {
        /// How many.
        left: u32,
    },
    /// It was wrong, and the last one.
    Locked,
}

impl LinkState {
    /// What it is called.
    pub fn code(&self) -> LinkStateCode {
        match self {
            LinkState::Open => LinkStateCode::Open,
            LinkState::Begun { .. } => LinkStateCode::Begun,
            LinkState::Used { .. } => LinkStateCode::Used,
            LinkState::Withdrawn { .. } => LinkStateCode::Withdrawn,
            LinkState::Locked { .. } => LinkStateCode::Locked,
        }
    }
}

impl Standing {
    /// Whether somebody may still come in.
    pub fn opens(self) -> bool {
        matches!(self, Standing::Open | Standing::Begun)
    }
}

impl AnswerLink {
    /// How it stands on a day.
    pub fn standing(&self, today: Day) -> Standing {
        match self.state {
            LinkState::Used { .. } => Standing::Used,
            LinkState::Withdrawn { .. } => Standing::Withdrawn,
            LinkState::Locked { .. } => Standing::Locked,
            LinkState::Open | LinkState::Begun { .. } if self.last_on < today => Standing::Expired,
            LinkState::Open => Standing::Open,
            LinkState::Begun { .. } => Standing::Begun,
        }
    }

    /// The link after a code was tried, and what came of it. Asked only of a link that opens.
    pub fn tried(self, is_right: Verdict, now: Instant) -> (AnswerLink, Tried) {
        match is_right {
            Verdict::Right => {
                let state = match self.state {
                    LinkState::Open => LinkState::Begun { at: now },
                    state => state,
                };
                let next = AnswerLink {
                    wrong_codes: 0,
                    state,
                    ..self
                };
                (next, Tried::Right)
            }
            Verdict::Wrong => {
                let wrong_codes = self.wrong_codes + 1;
                let left = WRONG_CODES_MAX.saturating_sub(wrong_codes);
                let (state, tried) = match left {
                    0 => (LinkState::Locked { at: now }, Tried::Locked),
                    left => (self.state, Tried::Wrong { left }),
                };
                let next = AnswerLink {
                    wrong_codes,
                    state,
                    ..self
                };
                (next, tried)
            }
        }
    }
}

/// Whether a code is the link's.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// It is.
    Right,
    /// It is not.
    Wrong,
}

/// The last day of a link that is to be open for so many days: never longer than its measure takes answers. Nothing if
/// that many days cannot be had.
pub fn last_day(days: i64, today: Day, window: &Window) -> Option<Day> {
    let last = today
        .plus(days.min(LINK_DAYS_MAX))
        .min(window.closes_on.plus(GRACE_DAYS));
    let fits = (1..=LINK_DAYS_MAX).contains(&days) && today <= last;
    fits.then_some(last)
}

/// A code as people type it: with spaces and dashes, and in the digits of their own script.
pub fn code_typed(typed: &str) -> String {
    let digit = |sign: char| {
        let from = |zero: char| u32::from(sign).checked_sub(u32::from(zero));
        // Latin, Arabic, and Persian or Urdu digits.
        let mut values = ['0', '\u{660}', '\u{6f0}'].into_iter().filter_map(from);
        let value = values.find(|value| *value < 10)?;
        char::from_digit(value, 10)
    };
    typed
        .chars()
        .filter_map(digit)
        .take(CODE_CHARS_MAX)
        .collect()
}

/// Digits that are read of what was typed: enough to tell that it is too long.
const CODE_CHARS_MAX: usize = 2 * CODE_DIGITS;

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use uuid::Uuid;

    fn day(text: &str) -> Day {
        text.parse().unwrap()
    }

    fn noon(text: &str) -> Instant {
        day(text).at("12:00".parse().unwrap())
    }

    fn link(state: LinkState) -> AnswerLink {
        AnswerLink {
            id: LinkId(Uuid::from_u128(1)),
            measure: MeasureId(Uuid::from_u128(2)),
            case: CaseId(Uuid::from_u128(3)),
            language: "ar".into(),
            layout: Layout::OneByOne,
            made: (noon("2026-11-20"), StaffId(Uuid::from_u128(4))),
            last_on: day("2026-11-27"),
            wrong_codes: 0,
            state,
            version: 1,
        }
    }

    #[test]
    fn a_link_opens_until_the_end_of_its_last_day_and_no_state_comes_back() {
        let (at, by) = (noon("2026-11-21"), StaffId(Uuid::from_u128(4)));
        for (state, on_the_last, after) in [
            (LinkState::Open, Standing::Open, Standing::Expired),
            (LinkState::Begun { at }, Standing::Begun, Standing::Expired),
            (LinkState::Used { at }, Standing::Used, Standing::Used),
            (
                LinkState::Withdrawn { at, by },
                Standing::Withdrawn,
                Standing::Withdrawn,
            ),
            (LinkState::Locked { at }, Standing::Locked, Standing::Locked),
        ] {
            let link = link(state);
            assert_eq!(link.standing(day("2026-11-27")), on_the_last);
            assert_eq!(link.standing(day("2026-11-28")), after);
        }
        assert!(Standing::Open.opens() && Standing::Begun.opens());
        for closed in [
            Standing::Used,
            Standing::Withdrawn,
            Standing::Locked,
            Standing::Expired,
        ] {
            assert!(!closed.opens(), "{closed:?}");
        }
    }

    #[test]
    fn the_fifth_wrong_code_locks_and_a_right_one_forgets_the_wrong_ones() {
        let now = noon("2026-11-21");
        let mut one = link(LinkState::Open);
        let mut told = Vec::new();
        for verdict in [
            Verdict::Wrong,
            Verdict::Wrong,
            Verdict::Right,
            Verdict::Wrong,
            Verdict::Wrong,
            Verdict::Wrong,
            Verdict::Wrong,
            Verdict::Wrong,
        ] {
            let tried;
            (one, tried) = one.tried(verdict, now);
            told.push(tried);
        }
        use Tried::{Locked, Right, Wrong};
        let wrong = |left| Wrong { left };
        assert_eq!(
            told,
            [
                wrong(4),
                wrong(3),
                Right,
                wrong(4),
                wrong(3),
                wrong(2),
                wrong(1),
                Locked
            ]
        );
        assert_eq!(one.state, LinkState::Locked { at: now });
    }

    #[test]
    fn that_it_began_is_remembered_from_the_first_time() {
        let (first, second) = (noon("2026-11-21"), noon("2026-11-23"));
        let (one, _) = link(LinkState::Open).tried(Verdict::Right, first);
        let (one, _) = one.tried(Verdict::Right, second);
        assert_eq!(one.state, LinkState::Begun { at: first });
    }

    #[test]
    fn a_code_is_read_in_the_digits_of_whoever_types_it() {
        for typed in [
            "012345",
            "012 345",
            "012-345 ",
            "٠١٢٣٤٥",
            "۰۱۲۳۴۵",
            "kod: 012345",
        ] {
            assert_eq!(code_typed(typed), "012345", "{typed}");
        }
        assert_eq!(code_typed(""), "");
        assert_eq!(code_typed(&"1".repeat(99)).len(), CODE_CHARS_MAX);
    }

    #[track_caller]
    fn check_last_day(days: i64, closes_on: &str, last: Option<&str>) {
        let window = Window {
            opens_on: day("2026-11-02"),
            due_on: day("2026-11-16"),
            closes_on: day(closes_on),
        };
        let found = last_day(days, day("2026-11-23"), &window);
        assert_eq!(found, last.map(day), "{days} {closes_on}");
    }

    #[test]
    fn a_link_is_never_open_longer_than_its_measure() {
        check_last_day(7, "2026-11-29", Some("2026-11-30"));
        check_last_day(14, "2026-11-29", Some("2026-12-06"));
        check_last_day(7, "2026-11-16", Some("2026-11-23"));
        check_last_day(7, "2026-11-15", None);
        check_last_day(0, "2026-11-29", None);
        check_last_day(21, "2027-11-29", Some("2026-12-14"));
        check_last_day(22, "2027-11-29", None);
    }

    proptest! {
        #[test]
        fn nobody_guesses_more_often_than_the_limit(verdicts in prop::collection::vec(any::<bool>(), 0..40)) {
            let now = noon("2026-11-21");
            let mut one = link(LinkState::Open);
            let mut in_a_row = 0;
            for right in verdicts {
                if !one.standing(now.day()).opens() {
                    break;
                }
                let verdict = if right { Verdict::Right } else { Verdict::Wrong };
                (one, _) = one.tried(verdict, now);
                in_a_row = if right { 0 } else { in_a_row + 1 };
                prop_assert!(in_a_row <= WRONG_CODES_MAX);
                prop_assert_eq!(in_a_row == WRONG_CODES_MAX, !one.standing(now.day()).opens());
            }
        }
    }
}
