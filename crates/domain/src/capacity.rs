//! Capacity: who carries how many families, when places become free, who is next, and what the law's clocks say.

use crate::case::{Assignment, CARRY_OUT_MONTHS, Case, LVU_REVIEW_MONTHS, LegalBasis, Stage};
use crate::codes;
use crate::ids::{CaseId, StaffId};
use crate::programme::Range;
use crate::time::Day;

/// Days before the end of a clock from which it is shown as near: three weeks, the time it takes to find a place.
const NEAR_DAYS: i64 = 21;

/// One therapist's open families against the programme's limit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Load {
    pub staff: StaffId,
    pub open: Vec<CaseId>,
    /// None where the programme sets no limit.
    pub limit: Option<u32>,
}

impl Load {
    /// How many families there are.
    pub fn used(&self) -> u32 {
        u32::try_from(self.open.len()).unwrap_or(u32::MAX)
    }

    /// How many more there is room for; none where nothing limits.
    pub fn free(&self) -> Option<u32> {
        self.limit.map(|limit| limit.saturating_sub(self.used()))
    }

    /// Whether one family more would be too many.
    pub fn is_full(&self) -> bool {
        self.free() == Some(0)
    }

    /// Whether there already are too many.
    pub fn is_over(&self) -> bool {
        self.limit.is_some_and(|limit| self.used() > limit)
    }
}

/// The load of each therapist, in the order given; a case counts for everybody who carries it as therapist.
pub fn loads(
    therapists: &[StaffId],
    carried: &[(CaseId, StaffId)],
    limit: Option<u32>,
) -> Vec<Load> {
    therapists
        .iter()
        .map(|staff| {
            let mut open: Vec<CaseId> = carried
                .iter()
                .filter(|(_, carer)| carer == staff)
                .map(|(case, _)| *case)
                .collect();
            open.sort();
            open.dedup();
            Load {
                staff: *staff,
                open,
                limit,
            }
        })
        .collect()
}

/// Places free with all therapists together; none where nothing limits. A therapist over the limit takes no place
/// from the others.
pub fn free_places(loads: &[Load]) -> Option<u32> {
    loads.iter().map(Load::free).sum()
}

/// The first and the last day on which a treatment is expected to end.
pub fn expected_end(opened_on: Day, length: Range) -> (Day, Day) {
    (
        opened_on.plus_months(i64::from(length.min)),
        opened_on.plus_months(i64::from(length.max)),
    )
}

codes! {
    /// Which of the law's clocks runs.
    ClockKind "clock-kind" {
        /// A decision must be carried out (SoL 2025:400 34:1).
        CarryOut = "carry_out",
        /// The board must review a measure under LVU 22 §.
        LvuReview = "lvu_review",
    }

    /// How far a clock has come.
    ClockState "clock-state" {
        Over = "over",
        Near = "near",
        Running = "running",
    }
}

/// A clock that runs for a case.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Deadline {
    pub case: CaseId,
    pub kind: ClockKind,
    /// The last day in time.
    pub by: Day,
}

impl Deadline {
    /// How far it has come.
    pub fn state(&self, today: Day) -> ClockState {
        let left = self.by.days_since(today);
        if left < 0 {
            ClockState::Over
        } else if left <= NEAR_DAYS {
            ClockState::Near
        } else {
            ClockState::Running
        }
    }

    /// Days left; negative when the day has passed.
    pub fn days_left(&self, today: Day) -> i64 {
        self.by.days_since(today)
    }
}

/// The clock that runs for a decision: until it is carried out the first, then, under LVU, the second.
pub fn deadline(stage: &Stage, case: CaseId, decided_on: Day, lvu: LvuReview) -> Option<Deadline> {
    match (stage, lvu) {
        (Stage::Referred | Stage::Waiting { .. }, _) => Some(Deadline {
            case,
            kind: ClockKind::CarryOut,
            by: decided_on.plus_months(CARRY_OUT_MONTHS),
        }),
        (Stage::Open { .. }, LvuReview::ToCome) => Some(Deadline {
            case,
            kind: ClockKind::LvuReview,
            by: decided_on.plus_months(LVU_REVIEW_MONTHS),
        }),
        _ => None,
    }
}

/// Whether the board must still review a measure.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LvuReview {
    /// Another legal basis, or reviewed already.
    NotAsked,
    ToCome,
}

impl LvuReview {
    /// What a decision's basis and its review say.
    pub fn of(basis: LegalBasis, reviewed_on: Option<Day>) -> LvuReview {
        if basis == LegalBasis::Lvu22 && reviewed_on.is_none() {
            LvuReview::ToCome
        } else {
            LvuReview::NotAsked
        }
    }
}

impl Assignment {
    /// The clock that runs for this decision.
    pub fn deadline(&self, case: &Case) -> Option<Deadline> {
        let lvu = LvuReview::of(self.basis, self.reviewed_on);
        deadline(&case.stage, self.case, self.decided_on, lvu)
    }
}

codes! {
    /// Which way a family moves on the waiting list.
    Direction "direction" {
        Up = "up",
        Down = "down",
    }
}

/// The ranks that change when one family moves a step on the waiting list, which is given in its order. Ranks are
/// counted anew from 1, so that two families with one rank do not stay so.
pub fn moved(list: &[(CaseId, u32)], case: CaseId, way: Direction) -> Vec<(CaseId, u32)> {
    let mut order: Vec<(CaseId, u32)> = list.to_vec();
    if let Some(from) = order.iter().position(|(id, _)| *id == case) {
        let to = match way {
            Direction::Up => from.checked_sub(1),
            Direction::Down => Some(from + 1).filter(|to| *to < order.len()),
        };
        if let Some(to) = to {
            order.swap(from, to);
        }
    }
    (1..)
        .zip(order)
        .filter(|(rank, (_, old))| rank != old)
        .map(|(rank, (id, _))| (id, rank))
        .collect()
}

/// The rank of a family that joins the end of the waiting list.
pub fn last_rank(list: &[(CaseId, u32)]) -> u32 {
    list.iter().map(|(_, rank)| *rank).max().unwrap_or(0) + 1
}

#[cfg(test)]
mod tests {
    use super::*;
    use uuid::Uuid;

    fn case(number: u128) -> CaseId {
        CaseId(Uuid::from_u128(number))
    }

    fn staff(number: u128) -> StaffId {
        StaffId(Uuid::from_u128(number))
    }

    fn day(text: &str) -> Day {
        text.parse().unwrap()
    }

    #[test]
    fn each_therapist_is_counted_against_the_limit() {
        let carried = [
            (case(1), staff(1)),
            (case(2), staff(1)),
            (case(2), staff(1)),
            (case(3), staff(1)),
            (case(3), staff(2)),
        ];
        let loads = loads(&[staff(1), staff(2), staff(3)], &carried, Some(2));
        let used: Vec<u32> = loads.iter().map(Load::used).collect();
        assert_eq!(used, [3, 1, 0]);
        assert!(loads[0].is_over() && loads[0].is_full());
        assert!(!loads[1].is_full());
        assert_eq!(free_places(&loads), Some(3), "one over takes no place away");
    }

    #[test]
    fn without_a_limit_nobody_is_full() {
        let loads = loads(&[staff(1)], &[(case(1), staff(1))], None);
        assert_eq!((loads[0].is_full(), loads[0].is_over()), (false, false));
        assert_eq!(free_places(&loads), None);
        assert_eq!(free_places(&[]), Some(0));
    }

    #[test]
    fn a_treatment_is_expected_to_end_within_the_programmes_length() {
        let length = Range { min: 6, max: 9 };
        assert_eq!(
            expected_end(day("2026-08-31"), length),
            (day("2027-02-28"), day("2027-05-31"))
        );
    }

    fn open() -> Stage {
        Stage::Open {
            on: day("2026-06-01"),
            phase: "understand".into(),
            phase_on: day("2026-06-01"),
        }
    }

    #[track_caller]
    fn check_clock(stage: &Stage, lvu: LvuReview, clock: Option<(ClockKind, &str)>) {
        let found = deadline(stage, case(1), day("2026-05-04"), lvu);
        assert_eq!(
            found.map(|one| (one.kind, one.by)),
            clock.map(|(kind, by)| (kind, day(by)))
        );
    }

    #[test]
    fn one_clock_runs_until_the_decision_is_carried_out_and_under_lvu_another_after_it() {
        let (none, due) = (LvuReview::NotAsked, LvuReview::ToCome);
        let carry_out = Some((ClockKind::CarryOut, "2026-08-04"));
        check_clock(&Stage::Referred, none, carry_out);
        check_clock(&Stage::Waiting { rank: 1 }, due, carry_out);
        check_clock(&open(), none, None);
        check_clock(&open(), due, Some((ClockKind::LvuReview, "2026-11-04")));
        let closed = Stage::Closed {
            opened_on: day("2026-06-01"),
            on: day("2026-09-01"),
            reason: "completed".into(),
        };
        check_clock(&closed, due, None);
        assert_eq!(LvuReview::of(LegalBasis::Lvu22, None), due);
        assert_eq!(
            LvuReview::of(LegalBasis::Lvu22, Some(day("2026-09-01"))),
            none
        );
        assert_eq!(LvuReview::of(LegalBasis::Sol11_1, None), none);
    }

    #[test]
    fn a_clock_is_near_three_weeks_before_its_end_and_over_the_day_after() {
        let clock = Deadline {
            case: case(1),
            kind: ClockKind::CarryOut,
            by: day("2026-08-04"),
        };
        assert_eq!(clock.state(day("2026-07-13")), ClockState::Running);
        assert_eq!(clock.state(day("2026-07-14")), ClockState::Near);
        assert_eq!(clock.state(day("2026-08-04")), ClockState::Near);
        assert_eq!(clock.state(day("2026-08-05")), ClockState::Over);
        assert_eq!(clock.days_left(day("2026-08-05")), -1);
    }

    #[test]
    fn a_family_moves_one_step_and_gaps_close() {
        let list = [(case(1), 1), (case(2), 3), (case(3), 3)];
        assert_eq!(
            moved(&list, case(3), Direction::Up),
            [(case(3), 2)],
            "the other keeps the rank it had"
        );
        assert_eq!(
            moved(&list, case(1), Direction::Down),
            [(case(2), 1), (case(1), 2)]
        );
        assert_eq!(moved(&list, case(1), Direction::Up), [(case(2), 2)]);
        assert_eq!(moved(&list, case(3), Direction::Down), [(case(2), 2)]);
        assert_eq!(last_rank(&list), 4);
        assert_eq!(last_rank(&[]), 1);
    }
}
