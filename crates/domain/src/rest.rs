//! Rest after a disturbed night: what the agreement gives, proposed to the leader, who decides.

use std::collections::BTreeSet;

use thiserror::Error;

use crate::agreement::Agreement;
use crate::codes;
use crate::duty::ordinary;
use crate::ids::{PoolId, RestId, StaffId, TurnId};
use crate::stretch::{Stretch, joined};
use crate::time::{Day, Instant};

codes! {
    /// What a proposal of rest is called by its state.
    RestStateCode "rest-state" {
        /// It waits for the leader.
        Open = "open",
        /// It holds: an absence was entered.
        Accepted = "accepted",
        Declined = "declined",
    }
}

/// Rest that is proposed to somebody whose night was disturbed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rest {
    /// Its id, and that of the absence that it becomes.
    pub id: RestId,
    /// In which pool.
    pub pool: PoolId,
    /// Who rests.
    pub staff: StaffId,
    /// After which turn.
    pub turn: TurnId,
    /// Minutes of calls in that turn.
    pub disturbed_min: u32,
    /// When they rest.
    pub time: Stretch,
    /// What became of it.
    pub state: RestState,
    /// Rises with every change.
    pub version: i64,
}

/// What became of a proposal.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RestState {
    Open,
    Accepted { at: Instant, by: StaffId },
    Declined { at: Instant, by: StaffId },
}

/// Why a proposal cannot be decided.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[error("it was decided already")]
pub struct Decided;

impl RestState {
    /// What it is called.
    pub fn code(self) -> RestStateCode {
        match self {
            RestState::Open => RestStateCode::Open,
            RestState::Accepted { .. } => RestStateCode::Accepted,
            RestState::Declined { .. } => RestStateCode::Declined,
        }
    }

    /// Who decided, and when.
    pub fn decided(self) -> Option<(Instant, StaffId)> {
        match self {
            RestState::Open => None,
            RestState::Accepted { at, by } | RestState::Declined { at, by } => Some((at, by)),
        }
    }
}

impl Rest {
    /// Accepts it.
    pub fn accept(self, at: Instant, by: StaffId) -> Result<Rest, Decided> {
        self.decide(RestState::Accepted { at, by })
    }

    /// Declines it.
    pub fn decline(self, at: Instant, by: StaffId) -> Result<Rest, Decided> {
        self.decide(RestState::Declined { at, by })
    }

    /// Another call in the same night: the rest begins anew after it. What was decided stays.
    pub fn disturbed_again(self, minutes: u32, time: Stretch) -> Result<Rest, Decided> {
        match self.state {
            RestState::Open => Ok(Rest {
                disturbed_min: self.disturbed_min.saturating_add(minutes),
                time: time.max(self.time),
                ..self
            }),
            RestState::Accepted { .. } | RestState::Declined { .. } => Err(Decided),
        }
    }

    fn decide(self, state: RestState) -> Result<Rest, Decided> {
        match self.state {
            RestState::Open => Ok(Rest { state, ..self }),
            RestState::Accepted { .. } | RestState::Declined { .. } => Err(Decided),
        }
    }
}

/// The rest that an agreement gives after a call, from its end on; none where they need not work meanwhile: then the
/// night itself holds it.
pub fn after(agreement: &Agreement, call: Stretch) -> Option<Stretch> {
    let time = owed(agreement, call)?;
    let days = (time.start().day(), time.end().day().plus(1));
    let works = ordinary(agreement, days).iter().any(|one| one.meets(time));
    works.then_some(time)
}

/// The rest that an agreement gives after a call, whatever there is to do meanwhile.
fn owed(agreement: &Agreement, call: Stretch) -> Option<Stretch> {
    let hours = i64::from(agreement.rules.disturbed_rest_hours.value);
    Stretch::new(call.end(), call.end().plus_seconds(hours * 3_600))
}

/// One person's calls, and what else they work: what decides which calls cut their rest. Being on call at home is no
/// working time, so that nothing but a call can cut it there.
#[derive(Debug, Clone, Copy)]
pub struct Nights<'a> {
    pub agreement: &'a Agreement,
    pub calls: &'a [Stretch],
    /// Days on which they do no ordinary work although it is a workday.
    pub days_off: &'a BTreeSet<Day>,
}

impl Nights<'_> {
    /// When the calls ended after which the agreement's rest is owed before the next duty: those whose rest would reach
    /// into ordinary hours, and the last of each twenty-four hours in which no daily rest was left.
    pub fn disturbed(&self) -> Vec<Instant> {
        let calls = self.calls.iter().copied();
        // What is answered in ordinary hours is ordinary work.
        let at_night = calls.filter(|call| !self.works_at(call.start()));
        let cut =
            at_night.filter(|call| self.reaches_work(*call) || self.ends_a_day_without_rest(*call));
        cut.map(Stretch::end).collect()
    }

    /// Their ordinary hours on the days that a stretch touches.
    fn hours(&self, time: Stretch) -> Vec<Stretch> {
        let days = (time.start().day(), time.end().day().plus(1));
        let mut hours = ordinary(self.agreement, days);
        hours.retain(|one| !self.days_off.contains(&one.start().day()));
        hours
    }

    fn works_at(&self, at: Instant) -> bool {
        let minute = Stretch::new(at, at.plus_seconds(60));
        minute.is_some_and(|minute| self.hours(minute).iter().any(|one| one.holds(at)))
    }

    fn reaches_work(&self, call: Stretch) -> bool {
        let rest = owed(self.agreement, call);
        rest.is_some_and(|rest| self.hours(rest).iter().any(|one| one.meets(rest)))
    }

    /// Whether it is the last call of twenty-four hours that hold no daily rest.
    fn ends_a_day_without_rest(&self, call: Stretch) -> bool {
        let at = self.agreement.day_break.value;
        let day = call.start().day();
        let first = match call.start() < day.at(at) {
            true => day.plus(-1),
            false => day,
        };
        let Some(whole) = Stretch::new(first.at(at), first.plus(1).at(at)) else {
            return false;
        };
        let within = self.calls.iter().copied().filter(|one| one.meets(whole));
        let is_last = within.clone().all(|one| one.end() <= call.end());
        let busy: Vec<Stretch> = self.hours(whole).into_iter().chain(within).collect();
        let free = whole.without(&joined(busy)).into_iter();
        let longest = free.map(Stretch::minutes).max().unwrap_or(0);
        is_last
            && longest
                < self
                    .agreement
                    .rules
                    .daily_rest_hours
                    .value
                    .saturating_mul(60)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use uuid::Uuid;

    fn at(text: &str) -> Instant {
        Instant(text.parse().unwrap())
    }

    fn stretch(from: &str, to: &str) -> Stretch {
        Stretch::new(at(from), at(to)).unwrap()
    }

    fn rest() -> Rest {
        Rest {
            id: RestId(Uuid::from_u128(1)),
            pool: PoolId(Uuid::from_u128(2)),
            staff: StaffId(Uuid::from_u128(3)),
            turn: TurnId(Uuid::from_u128(4)),
            disturbed_min: 20,
            time: stretch("2026-12-15T01:00:00Z", "2026-12-15T12:00:00Z"),
            state: RestState::Open,
            version: 1,
        }
    }

    #[test]
    fn a_second_call_begins_the_rest_anew() {
        let later = stretch("2026-12-15T04:00:00Z", "2026-12-15T15:00:00Z");
        let again = rest().disturbed_again(15, later).unwrap();
        assert_eq!((again.disturbed_min, again.time), (35, later));
        let earlier = stretch("2026-12-14T22:00:00Z", "2026-12-15T09:00:00Z");
        let kept = again.disturbed_again(5, earlier).unwrap();
        assert_eq!(kept.time, later, "one that came late to the server");
    }

    #[test]
    fn what_was_decided_stays() {
        let by = StaffId(Uuid::from_u128(9));
        let now = at("2026-12-15T08:00:00Z");
        let accepted = rest().accept(now, by).unwrap();
        assert_eq!(accepted.state.decided(), Some((now, by)));
        let time = accepted.time;
        assert_eq!(accepted.clone().decline(now, by), Err(Decided));
        assert_eq!(accepted.disturbed_again(5, time), Err(Decided));
    }

    #[test]
    fn the_rest_is_as_long_as_the_agreement_says() {
        let agreement = crate::agreement::tests::agreement();
        let call = stretch("2026-12-15T00:30:00Z", "2026-12-15T01:00:00Z");
        let hours = agreement.rules.disturbed_rest_hours.value;
        let rest = after(&agreement, call).unwrap();
        assert_eq!(rest.start(), call.end());
        assert_eq!(rest.minutes(), hours * 60);
    }

    #[test]
    fn no_rest_is_proposed_where_nobody_works_meanwhile() {
        let agreement = crate::agreement::tests::agreement();
        let rest = |from: &str, to: &str| after(&agreement, stretch(from, to));
        let evening = rest("2026-12-14T17:00:00Z", "2026-12-14T17:30:00Z");
        assert_eq!(evening, None, "the morning after is rest enough");
        let saturday = rest("2026-12-19T01:00:00Z", "2026-12-19T02:00:00Z");
        assert_eq!(saturday, None);
        assert!(rest("2026-12-20T23:00:00Z", "2026-12-21T00:00:00Z").is_some());
    }

    /// When the calls of somebody end that they must rest after; without ordinary work on some days.
    fn check(calls: &[(&str, &str)], days_off: &[&str], expected: &[&str]) {
        let agreement = crate::agreement::tests::agreement();
        let calls: Vec<Stretch> = calls.iter().map(|(from, to)| stretch(from, to)).collect();
        let days_off: BTreeSet<Day> = days_off.iter().map(|day| day.parse().unwrap()).collect();
        let nights = Nights {
            agreement: &agreement,
            calls: &calls,
            days_off: &days_off,
        };
        let expected: Vec<Instant> = expected.iter().map(|text| at(text)).collect();
        assert_eq!(nights.disturbed(), expected, "{calls:?}");
    }

    #[test]
    fn a_call_that_leaves_a_whole_rest_before_work_disturbs_nobody() {
        check(
            &[("2026-12-14T17:00:00Z", "2026-12-14T17:30:00Z")],
            &[],
            &[],
        );
        let night = ("2026-12-15T00:30:00Z", "2026-12-15T01:00:00Z");
        check(&[night], &[], &["2026-12-15T01:00:00Z"]);
        let by_day = ("2026-12-15T09:00:00Z", "2026-12-15T09:30:00Z");
        check(&[by_day], &[], &[]);
    }

    #[test]
    fn a_day_without_rest_is_owed_one_also_where_nobody_works_the_next_day() {
        let saturday = ("2026-12-19T13:00:00Z", "2026-12-19T13:30:00Z");
        check(&[saturday], &[], &[]);
        let all_day = [
            ("2026-12-19T10:00:00Z", "2026-12-19T10:30:00Z"),
            ("2026-12-19T20:00:00Z", "2026-12-19T20:30:00Z"),
            ("2026-12-20T03:00:00Z", "2026-12-20T03:30:00Z"),
        ];
        check(&all_day, &[], &["2026-12-20T03:30:00Z"]);
    }

    #[test]
    fn a_day_off_after_the_night_is_no_work_and_the_night_is_disturbed_all_the_same() {
        let off = ["2026-12-17"];
        let late = ("2026-12-17T02:00:00Z", "2026-12-17T02:30:00Z");
        check(&[late], &off, &["2026-12-17T02:30:00Z"]);
        // From four in the afternoon until five in the morning is rest enough.
        let early = ("2026-12-17T04:00:00Z", "2026-12-17T04:30:00Z");
        check(&[early], &off, &[]);
        check(&[early], &[], &["2026-12-17T04:30:00Z"]);
    }
}
