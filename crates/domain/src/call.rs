//! Calls of the night: written down while talking, handed over in the morning.

use crate::codes;
use crate::ids::{CallId, CaseId, PoolId, StaffId};
use crate::time::Instant;

/// Characters of one text about a call: two printed pages.
pub const TEXT_CHARS_MAX: usize = 5_000;
/// Characters of the caller's name.
pub const LINE_CHARS_MAX: usize = 200;
/// A whole day: a call that seems to last longer was not ended.
pub const SECONDS_MAX: i64 = 24 * 3_600;
/// A quarter of an hour: how far a phone's clock may go ahead.
const CLOCK_SECONDS: i64 = 15 * 60;

/// A call that somebody on call took.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Call {
    /// Drawn where it was written, so that a call sent twice is stored once.
    pub id: CallId,
    /// In which pool.
    pub pool: PoolId,
    /// About which family; none where the caller belongs to none of the pool.
    pub case: Option<CaseId>,
    /// Who answered.
    pub taken_by: StaffId,
    pub started_at: Instant,
    /// None while they talk.
    pub ended_at: Option<Instant>,
    /// What was said and done.
    pub body: CallBody,
    /// Who sees to it afterwards, and when.
    pub follow_up: FollowUp,
    /// When the family's therapist took it over, and who that was.
    pub confirmed: Option<(Instant, StaffId)>,
    pub version: i64,
}

/// What was said and done; nothing of it need be said while they talk.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct CallBody {
    pub caller: Option<CallerKind>,
    pub caller_name: String,
    pub reason: String,
    pub risk: Option<CallRisk>,
    pub child_safe: Option<ChildSafe>,
    /// Which step of the safety plan was used, and whether it held.
    pub step_used: String,
    pub advice: String,
    pub went_out: Option<WentOut>,
    pub contacted: Vec<Contacted>,
    pub escalated: Option<Escalated>,
    /// What whoever comes next must know.
    pub note: String,
}

/// Who sees to it afterwards, and when.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct FollowUp {
    pub by: Option<StaffId>,
    pub at: Option<Instant>,
}

impl FollowUp {
    /// Whether anybody is to see to it.
    pub fn is_wanted(&self) -> bool {
        self.by.is_some() || self.at.is_some()
    }
}

codes! {
    /// Who called.
    CallerKind "caller-kind" {
        Child = "child",
        Carer = "carer",
        Relative = "relative",
        Network = "network",
        Professional = "professional",
        Other = "other",
    }

    /// How dangerous it is now.
    CallRisk "call-risk" {
        None = "none",
        Raised = "raised",
        High = "high",
        Acute = "acute",
    }

    /// Whether the child is safe when the call ends.
    ChildSafe "child-safe" {
        Yes = "yes",
        No = "no",
        Unknown = "unknown",
    }

    /// Whether somebody went to the family.
    WentOut "went-out" {
        No = "no",
        Alone = "alone",
        Together = "together",
    }

    /// Who else was told.
    Contacted "contacted" {
        Emergency = "emergency",
        SocialServices = "social_services",
        Police = "police",
        HealthCare = "health_care",
        Network = "network",
        Relatives = "relatives",
    }

    /// Who was asked to decide.
    Escalated "escalated" {
        SecondLine = "second_line",
        GroupLeader = "group_leader",
        SocialServices = "social_services",
    }
}

/// What can be wrong with a call.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CallFault {
    /// It begins ahead of now.
    NotYet,
    /// It ends before it begins, ahead of now, or a day later.
    End,
    TextTooLong(&'static str),
    /// It is handed over and nothing says why somebody called.
    NoReason,
    /// It is handed over and nothing says whether the child is safe.
    SafetyUnsaid,
}

impl Call {
    /// What keeps it from being kept. `now` is when it arrives, which may be long after it was written.
    pub fn faults(&self, now: Instant) -> Vec<CallFault> {
        let ahead = |at: Instant| at.seconds_since(now) > CLOCK_SECONDS;
        let length = self.ended_at.map(|end| end.seconds_since(self.started_at));
        let checks = [
            (ahead(self.started_at), CallFault::NotYet),
            (
                length.is_some_and(|seconds| !(0..=SECONDS_MAX).contains(&seconds))
                    || self.ended_at.is_some_and(ahead),
                CallFault::End,
            ),
        ];
        let wrong = checks.into_iter().filter(|(wrong, _)| *wrong);
        let mut faults: Vec<CallFault> = wrong.map(|(_, fault)| fault).collect();
        faults.extend(self.body.too_long());
        if self.ended_at.is_some() {
            faults.extend(self.body.unsaid(self.case));
        }
        faults
    }

    /// Whether it waits for the family's therapist.
    pub fn is_open(&self) -> bool {
        self.case.is_some() && self.confirmed.is_none()
    }

    /// Whether two say the same, whatever their version: one of them was sent twice.
    pub fn says_the_same(&self, other: &Call) -> bool {
        let plain = |one: &Call| Call {
            version: 0,
            confirmed: None,
            ..one.clone()
        };
        plain(self) == plain(other)
    }

    /// Whether it is over and somebody is to see to it.
    pub fn is_followed(&self) -> bool {
        self.ended_at.is_some() && self.follow_up.is_wanted()
    }

    /// Seconds that it took; none while they talk.
    pub fn seconds(&self) -> Option<i64> {
        self.ended_at.map(|end| end.seconds_since(self.started_at))
    }
}

impl CallBody {
    /// Whether something must be done at once.
    pub fn is_pressing(&self) -> bool {
        self.child_safe == Some(ChildSafe::No) || self.risk == Some(CallRisk::Acute)
    }

    fn too_long(&self) -> Vec<CallFault> {
        let texts = [
            ("caller_name", &self.caller_name, LINE_CHARS_MAX),
            ("reason", &self.reason, TEXT_CHARS_MAX),
            ("step_used", &self.step_used, TEXT_CHARS_MAX),
            ("advice", &self.advice, TEXT_CHARS_MAX),
            ("note", &self.note, TEXT_CHARS_MAX),
        ];
        let long = texts
            .into_iter()
            .filter(|(_, text, most)| text.chars().count() > *most);
        long.map(|(name, ..)| CallFault::TextTooLong(name))
            .collect()
    }

    /// What must be said before it is handed over. Of a caller without a family nobody asks about a child.
    fn unsaid(&self, case: Option<CaseId>) -> Vec<CallFault> {
        let checks = [
            (self.reason.trim().is_empty(), CallFault::NoReason),
            (
                case.is_some() && self.child_safe.is_none(),
                CallFault::SafetyUnsaid,
            ),
        ];
        let wrong = checks.into_iter().filter(|(wrong, _)| *wrong);
        wrong.map(|(_, fault)| fault).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use uuid::Uuid;

    fn at(text: &str) -> Instant {
        Instant(text.parse().unwrap())
    }

    fn call() -> Call {
        Call {
            id: CallId(Uuid::from_u128(1)),
            pool: PoolId(Uuid::from_u128(2)),
            case: Some(CaseId(Uuid::from_u128(3))),
            taken_by: StaffId(Uuid::from_u128(4)),
            started_at: at("2026-12-15T01:10:00Z"),
            ended_at: None,
            body: CallBody::default(),
            follow_up: FollowUp::default(),
            confirmed: None,
            version: 1,
        }
    }

    #[test]
    fn while_they_talk_nothing_need_be_said() {
        assert_eq!(call().faults(at("2026-12-15T01:10:00Z")), []);
        let ended = Call {
            ended_at: Some(at("2026-12-15T01:30:00Z")),
            ..call()
        };
        let now = at("2026-12-15T01:30:00Z");
        use CallFault::{NoReason, SafetyUnsaid};
        assert_eq!(ended.faults(now), [NoReason, SafetyUnsaid]);
        let nobody = Call {
            case: None,
            ..ended
        };
        assert_eq!(nobody.faults(now), [NoReason]);
    }

    #[test]
    fn times_that_cannot_be_are_told() {
        let now = at("2026-12-15T01:00:00Z");
        let early = Call {
            started_at: at("2026-12-15T01:15:01Z"),
            ..call()
        };
        assert_eq!(early.faults(now), [CallFault::NotYet]);
        for (end, wrong) in [
            ("2026-12-15T01:09:59Z", true),
            ("2026-12-15T01:10:00Z", false),
            ("2026-12-16T01:10:01Z", true),
        ] {
            let one = Call {
                ended_at: Some(at(end)),
                ..call()
            };
            let faults = one.faults(at("2026-12-17T00:00:00Z"));
            assert_eq!(faults.contains(&CallFault::End), wrong, "{end}");
        }
    }

    #[test]
    fn a_call_that_was_sent_twice_says_the_same() {
        let one = call();
        let again = Call {
            version: 7,
            ..call()
        };
        assert!(one.says_the_same(&again));
        let mut other = call();
        other.body.advice = "Gå till grannen.".into();
        assert!(!one.says_the_same(&other));
    }

    #[test]
    fn a_child_who_is_not_safe_presses() {
        let mut body = CallBody {
            child_safe: Some(ChildSafe::Unknown),
            ..CallBody::default()
        };
        assert!(!body.is_pressing());
        body.child_safe = Some(ChildSafe::No);
        assert!(body.is_pressing());
    }

    #[test]
    fn texts_that_are_too_long_are_named() {
        let mut one = call();
        one.body.note = "å".repeat(TEXT_CHARS_MAX + 1);
        let faults = one.faults(at("2026-12-15T02:00:00Z"));
        assert_eq!(faults, [CallFault::TextTooLong("note")]);
    }
}
