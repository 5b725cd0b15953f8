//! The rules of signing in: what a password must be, and how failures are held back.

use crate::time::Instant;

/// Characters a password has at least; length is what makes it hard to guess.
pub const PASSWORD_CHARS_MIN: usize = 12;
/// Characters a password has at most: a longer one is a mistake, and hashing takes what it is given.
pub const PASSWORD_CHARS_MAX: usize = 200;
/// Recovery codes of a person: enough for years of forgotten phones, few enough to print.
pub const RECOVERY_CODES: usize = 10;
/// With this many codes left the account page says so.
pub const RECOVERY_CODES_LOW: usize = 3;
/// Hours a link for the first sign-in holds: over a weekend.
pub const INVITE_HOURS: i64 = 72;
/// Seconds a sign-in or the making of a passkey may take.
pub const CEREMONY_SECONDS: i64 = 10 * 60;

/// Why a password will not do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Weakness {
    TooShort,
    TooLong,
    /// It is the person's own name or address.
    OwnName,
    /// It is among those that everybody tries first.
    Common,
}

/// Twelve characters and more that are tried first, in lower case and without spaces.
const COMMON: &[&str] = &[
    "123456789012",
    "1234567890123",
    "12345678901234",
    "123456789123",
    "1234567891011",
    "123123123123",
    "111222333444",
    "abcdefghijkl",
    "abc123abc123",
    "password1234",
    "password12345",
    "passwordpassword",
    "password123!",
    "qwertyuiop12",
    "qwertyuiop123",
    "qwertyuiopåä",
    "qwertyqwerty",
    "1q2w3e4r5t6y",
    "1qaz2wsx3edc",
    "iloveyou1234",
    "letmeinletmein",
    "administrator",
    "administratör",
    "adminadmin12",
    "welcome12345",
    "lösenord1234",
    "lösenord12345",
    "lösenord123!",
    "lösenordlösenord",
    "losenord1234",
    "losenord12345",
    "hejhejhejhej",
    "hejsan123456",
    "hemligt12345",
    "sommar202512",
    "sommaren2025",
    "sommaren2026",
    "vinter202612",
    "vintern2026!",
    "välkommen123",
    "valkommen123",
    "stockholm123",
    "stockholm1234",
    "socialtjänst",
    "socialtjänsten",
    "socialtjansten",
    "familjebehandlare",
    "familjebehandling",
];

/// What is wrong with a password, if anything is. Nothing else is asked of it.
pub fn weakness(password: &str, name: &str, email: &str) -> Option<Weakness> {
    let chars = password.chars().count();
    if chars < PASSWORD_CHARS_MIN {
        return Some(Weakness::TooShort);
    }
    if chars > PASSWORD_CHARS_MAX {
        return Some(Weakness::TooLong);
    }
    let folded = fold(password);
    let local = email.split('@').next().unwrap_or_default();
    let own = [fold(name), fold(email), fold(local)];
    let is_own = |own: &String| {
        let rest = folded.strip_prefix(own.as_str());
        !own.is_empty() && rest.is_some_and(|rest| rest.chars().all(|c| !c.is_alphabetic()))
    };
    if own.iter().any(is_own) {
        return Some(Weakness::OwnName);
    }
    let mut letters = folded.chars();
    let first = letters.next();
    let one_letter = letters.all(|letter| Some(letter) == first);
    (one_letter || COMMON.contains(&folded.as_str())).then_some(Weakness::Common)
}

fn fold(text: &str) -> String {
    text.to_lowercase()
        .chars()
        .filter(|c| !c.is_whitespace() && !matches!(c, '.' | '-' | '_'))
        .collect()
}

/// What is counted: a sign-in name, or the network address that attempts come from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Counted {
    Name,
    /// Recovery codes of a name that is locked: a count of their own, so that the way back stays open.
    Recovery,
    Address,
    /// Codes of answer links, by the address that they come from: apart from sign-ins, so that neither locks the other.
    LinkAddress,
}

impl Counted {
    /// Failures that are free. A person mistypes a few times; a whole office shares one address.
    fn free(self) -> u32 {
        match self {
            Counted::Name | Counted::Recovery => 5,
            Counted::Address | Counted::LinkAddress => 40,
        }
    }

    /// The name of the count, in hashes and in the log.
    pub fn code(self) -> &'static str {
        match self {
            Counted::Name => "name",
            Counted::Recovery => "recovery",
            Counted::Address => "address",
            Counted::LinkAddress => "link_address",
        }
    }
}

/// The first lock's seconds; each further failure doubles it.
const LOCK_SECONDS_FIRST: i64 = 60;
/// The longest lock: beyond an hour it only keeps out the person it protects.
const LOCK_SECONDS_MAX: i64 = 3_600;
/// Seconds after which failures are forgotten: a night.
const MEMORY_SECONDS: i64 = 12 * 3_600;

/// Failures of one name or address so far.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Throttle {
    pub failures: u32,
    /// The latest attempt.
    pub tried_at: Instant,
    pub locked_until: Option<Instant>,
}

/// Whether an attempt may be made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Turn {
    /// It may; should it fail, nothing more is to be written.
    Free,
    /// It may, and should it fail the lock that is already written holds.
    Last { until: Instant },
    /// It may not before this.
    Locked { until: Instant },
}

impl Throttle {
    /// Counts an attempt before it is made, so that many at once gain nothing; what is to be written, and the answer.
    /// A success takes the attempt back with [`Throttle::refunded`].
    pub fn tried(self, counted: Counted, now: Instant) -> (Throttle, Turn) {
        if let Some(until) = self.locked_until {
            // The clock was set back: the lock lasts no longer than it would from now.
            let longest = now.plus_seconds(lock_seconds(self.failures, counted));
            let until = until.min(longest);
            if now < until {
                let kept = Throttle {
                    locked_until: Some(until),
                    tried_at: self.tried_at.min(now),
                    ..self
                };
                return (kept, Turn::Locked { until });
            }
        }
        // A clock that was set back gives a negative age, which forgets nothing.
        let forgotten = now.seconds_since(self.tried_at) >= MEMORY_SECONDS;
        let failures = if forgotten {
            1
        } else {
            self.failures.saturating_add(1)
        };
        let lock = lock_seconds(failures, counted);
        let locked_until = (lock > 0).then(|| now.plus_seconds(lock));
        let next = Throttle {
            failures,
            tried_at: now,
            locked_until,
        };
        (
            next,
            locked_until.map_or(Turn::Free, |until| Turn::Last { until }),
        )
    }

    /// The attempt was right, so it does not count: what is left, if anything is.
    pub fn refunded(self) -> Option<Throttle> {
        Some(Throttle {
            failures: self.failures.saturating_sub(1),
            locked_until: None,
            ..self
        })
        .filter(|left| left.failures > 0)
    }

    /// The count of somebody who never failed.
    pub fn none(now: Instant) -> Throttle {
        Throttle {
            failures: 0,
            tried_at: now,
            locked_until: None,
        }
    }
}

/// Seconds that a number of failures locks.
fn lock_seconds(failures: u32, counted: Counted) -> i64 {
    match failures.checked_sub(counted.free()) {
        None => 0,
        Some(beyond) => (LOCK_SECONDS_FIRST << beyond.min(6)).min(LOCK_SECONDS_MAX),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn noon() -> Instant {
        let day: crate::time::Day = "2026-11-23".parse().unwrap();
        day.at("12:00".parse().unwrap())
    }

    #[track_caller]
    fn check_password(password: &str, found: Option<Weakness>) {
        assert_eq!(
            weakness(password, "Tuva Ekorrstig", "tuva.ekorrstig@hemma.example"),
            found,
            "{password}"
        );
    }

    #[test]
    fn a_password_is_long_and_neither_one_s_name_nor_everybody_s() {
        check_password("elva tecken", Some(Weakness::TooShort));
        check_password("tolv små ord", None);
        check_password("åäöåäöåäöåäö", None);
        check_password("Tuva Ekorrstig", Some(Weakness::OwnName));
        check_password("tuvaekorrstig1987!", Some(Weakness::OwnName));
        check_password("tuva.ekorrstig@hemma.example", Some(Weakness::OwnName));
        check_password("Tuva Ekorrstig äter kottar", None);
        check_password("Lösenord1234", Some(Weakness::Common));
        check_password("socialtjänsten", Some(Weakness::Common));
        check_password("aaaaaaaaaaaaaaa", Some(Weakness::Common));
        check_password(&"x1".repeat(101), Some(Weakness::TooLong));
    }

    /// Seconds of each lock when somebody fails again as soon as they may.
    fn locks(counted: Counted, attempts: usize) -> Vec<i64> {
        let mut now = noon();
        let mut throttle = Throttle::none(now);
        let mut seconds = Vec::new();
        for _ in 0..attempts {
            let (next, turn) = throttle.tried(counted, now);
            throttle = next;
            match turn {
                Turn::Free => seconds.push(0),
                Turn::Last { until } => {
                    seconds.push(until.seconds_since(now));
                    now = until;
                }
                Turn::Locked { .. } => panic!("the lock had ended"),
            }
        }
        seconds
    }

    #[test]
    fn the_lock_grows_and_stays_within_an_hour() {
        assert_eq!(
            locks(Counted::Name, 12),
            [0, 0, 0, 0, 60, 120, 240, 480, 960, 1920, 3600, 3600]
        );
        assert!(locks(Counted::Address, 39).iter().all(|lock| *lock == 0));
    }

    #[test]
    fn a_clock_set_back_neither_unlocks_early_nor_locks_for_ever() {
        let now = noon();
        let locked = Throttle {
            failures: 5,
            tried_at: now,
            locked_until: Some(now.plus_seconds(60)),
        };
        let earlier = now.plus_seconds(-86_400);
        let (kept, turn) = locked.tried(Counted::Name, earlier);
        let until = earlier.plus_seconds(60);
        assert_eq!(turn, Turn::Locked { until });
        assert_eq!(kept.locked_until, Some(until), "written, so that it ends");
        let (_, turn) = kept.tried(Counted::Name, earlier.plus_seconds(59));
        assert_eq!(turn, Turn::Locked { until });
        let (next, turn) = kept.tried(Counted::Name, until);
        assert!(matches!(turn, Turn::Last { .. }), "{turn:?}");
        assert_eq!(next.failures, 6, "the failures are not forgotten");
    }

    #[test]
    fn failures_are_forgotten_after_a_night_and_a_right_attempt_does_not_count() {
        let now = noon();
        let mut throttle = Throttle::none(now);
        for _ in 0..4 {
            (throttle, _) = throttle.tried(Counted::Name, now);
        }
        let (next, turn) = throttle.tried(Counted::Name, now.plus_seconds(MEMORY_SECONDS));
        assert_eq!((next.failures, turn), (1, Turn::Free));
        assert_eq!(next.refunded(), None);
        let left = throttle.refunded().unwrap();
        assert_eq!((left.failures, left.locked_until), (3, None));
    }

    proptest! {
        #[test]
        fn no_lock_is_ever_longer_than_an_hour(steps in prop::collection::vec(-90_000_i64..90_000, 1..60)) {
            let mut now = noon();
            let mut throttle = Throttle::none(now);
            for step in steps {
                now = now.plus_seconds(step);
                let (next, turn) = throttle.tried(Counted::Name, now);
                throttle = next;
                if let Turn::Locked { until } | Turn::Last { until } = turn {
                    prop_assert!(until.seconds_since(now) <= LOCK_SECONDS_MAX);
                    prop_assert!(now < until);
                }
            }
        }
    }
}
