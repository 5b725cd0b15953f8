//! Holds: times in which the measures of a family rest, though its treatment goes on.

use thiserror::Error;

use crate::codes;
use crate::ids::{CaseId, HoldId, StaffId};
use crate::time::{Day, Instant};

/// Holds that are kept of one case: more than any treatment has room for.
pub const HOLDS_MAX: usize = 50;

/// A time in which nobody asks a family anything: what falls due in it counts neither as due nor as missed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hold {
    /// Its id.
    pub id: HoldId,
    /// The case.
    pub case: CaseId,
    /// The first day.
    pub from: Day,
    /// The day on which measures go on; none while nobody knows.
    pub to: Option<Day>,
    /// Why.
    pub reason: HoldReason,
    /// When it was recorded, and by whom.
    pub recorded: (Instant, StaffId),
    /// When somebody said on which day measures go on, and who, where that was not known from the beginning or changed.
    pub ended: Option<(Instant, StaffId)>,
    /// Counts changes.
    pub version: i64,
}

codes! {
    /// Why the measures of a family rest.
    HoldReason "hold-reason" {
        /// The family is away.
        Away = "away",
        /// A child was taken into care, and the treatment waits for what comes of it.
        CareOrder = "care_order",
        /// Somebody who answers, or whom it is about, is ill for long.
        Illness = "illness",
        /// Another reason.
        Other = "other",
    }
}

/// Why a hold cannot be.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum HoldFault {
    /// The treatment had not begun.
    #[error("the hold begins before the treatment")]
    BeforeOpening,
    /// It would have no day.
    #[error("the hold ends before it begins")]
    Backwards,
    /// Another hold has some of its days.
    #[error("the hold shares days with another")]
    Overlaps,
    /// There are as many as can be kept.
    #[error("the case has too many holds")]
    TooMany,
    /// It is over, or would last longer: what comes after it is another hold.
    #[error("the hold is over by then")]
    Over,
}

impl Hold {
    /// Whether measures rest on a day.
    pub fn covers(&self, day: Day) -> bool {
        self.from <= day && self.to.is_none_or(|to| day < to)
    }

    /// Whether it lies behind a day.
    pub fn is_over(&self, on: Day) -> bool {
        self.to.is_some_and(|to| to <= on)
    }

    /// What keeps it from being recorded in a case that was opened on a day and has these holds.
    pub fn fault(&self, opened_on: Day, others: &[Hold]) -> Option<HoldFault> {
        if self.from < opened_on {
            Some(HoldFault::BeforeOpening)
        } else if self.to.is_some_and(|to| to <= self.from) {
            Some(HoldFault::Backwards)
        } else if others.iter().any(|other| self.meets(other)) {
            Some(HoldFault::Overlaps)
        } else if HOLDS_MAX <= others.len() {
            Some(HoldFault::TooMany)
        } else {
            None
        }
    }

    /// The hold with the day on which measures go on, as it is said on a day. It only becomes shorter; one that ends on
    /// its first day never was.
    pub fn end(self, to: Day, said: (Instant, StaffId)) -> Result<Hold, HoldFault> {
        if to < self.from {
            return Err(HoldFault::Backwards);
        }
        if self.is_over(said.0.day()) || self.is_over(to) {
            return Err(HoldFault::Over);
        }
        Ok(Hold {
            to: Some(to),
            ended: Some(said),
            ..self
        })
    }

    fn meets(&self, other: &Hold) -> bool {
        !self.is_over(other.from) && !other.is_over(self.from) && other.to != Some(other.from)
    }
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;

    const BY: StaffId = StaffId(Uuid::from_u128(3));

    fn day(text: &str) -> Day {
        text.parse().unwrap()
    }

    fn at(text: &str) -> Instant {
        day(text).at("12:00".parse().unwrap())
    }

    fn hold(from: &str, to: Option<&str>) -> Hold {
        Hold {
            id: HoldId(Uuid::from_u128(1)),
            case: CaseId(Uuid::from_u128(2)),
            from: day(from),
            to: to.map(day),
            reason: HoldReason::Away,
            recorded: (at("2026-11-20"), BY),
            ended: None,
            version: 1,
        }
    }

    #[test]
    fn it_covers_its_first_day_and_not_the_day_on_which_measures_go_on() {
        let one = hold("2026-11-16", Some("2026-11-30"));
        let told = ["2026-11-15", "2026-11-16", "2026-11-29", "2026-11-30"];
        assert_eq!(
            told.map(|on| one.covers(day(on))),
            [false, true, true, false]
        );
        assert_eq!(
            told.map(|on| one.is_over(day(on))),
            [false, false, false, true]
        );
        let open = hold("2026-11-16", None);
        assert!(open.covers(day("2030-01-01")) && !open.is_over(day("2030-01-01")));
    }

    #[track_caller]
    fn check_fault(from: &str, to: Option<&str>, fault: Option<HoldFault>) {
        let others = [
            hold("2026-10-05", Some("2026-10-19")),
            hold("2026-11-02", Some("2026-11-02")),
            hold("2026-11-16", None),
        ];
        let found = hold(from, to).fault(day("2026-09-07"), &others);
        assert_eq!(found, fault, "{from} {to:?}");
    }

    #[test]
    fn what_cannot_be_recorded_is_told() {
        check_fault("2026-09-07", Some("2026-10-05"), None);
        check_fault(
            "2026-09-06",
            Some("2026-10-05"),
            Some(HoldFault::BeforeOpening),
        );
        check_fault("2026-09-14", Some("2026-09-14"), Some(HoldFault::Backwards));
        check_fault("2026-09-14", Some("2026-10-06"), Some(HoldFault::Overlaps));
        check_fault("2026-10-18", Some("2026-10-25"), Some(HoldFault::Overlaps));
        check_fault("2026-10-19", Some("2026-11-16"), None);
        check_fault("2026-10-19", None, Some(HoldFault::Overlaps));
        check_fault("2026-12-01", None, Some(HoldFault::Overlaps));
        let many = vec![hold("2026-10-05", Some("2026-10-06")); HOLDS_MAX];
        let one_more = hold("2026-10-06", None).fault(day("2026-09-07"), &many);
        assert_eq!(one_more, Some(HoldFault::TooMany));
    }

    #[track_caller]
    fn check_end(to: Option<&str>, on: &str, said: &str, wanted: Result<(), HoldFault>) {
        let ended = hold("2026-11-16", to).end(day(on), (at(said), BY));
        let told = ended.map(|one| {
            assert_eq!((one.to, one.ended), (Some(day(on)), Some((at(said), BY))));
        });
        assert_eq!(told, wanted, "{to:?} {on} said {said}");
    }

    #[test]
    fn it_is_ended_once_known_and_only_ever_shortened() {
        check_end(None, "2026-11-23", "2026-11-23", Ok(()));
        check_end(None, "2026-12-01", "2026-11-23", Ok(()));
        check_end(None, "2026-11-16", "2026-11-23", Ok(()));
        check_end(None, "2026-11-15", "2026-11-23", Err(HoldFault::Backwards));
        let known = Some("2026-11-30");
        check_end(known, "2026-11-29", "2026-11-23", Ok(()));
        check_end(known, "2026-11-30", "2026-11-23", Err(HoldFault::Over));
        check_end(known, "2026-11-20", "2026-11-30", Err(HoldFault::Over));
    }
}
