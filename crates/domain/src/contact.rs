//! Visits, calls and meetings.

use crate::codes;
use crate::ids::{CaseId, ContactId, PersonId, StaffId};
use crate::time::{Day, Instant, Week};

/// A visit, call or meeting, logged by who was there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Contact {
    /// Drawn by the phone, so that a contact sent twice is stored once.
    pub id: ContactId,
    pub case: CaseId,
    pub staff: StaffId,
    pub kind: ContactKind,
    pub place: ContactPlace,
    pub started_at: Instant,
    /// Minutes with the family; 0 for a missed visit.
    pub minutes: u32,
    pub travel_minutes: u32,
    /// Whom the contact was with; none for somebody not recorded.
    pub persons: Vec<PersonId>,
    /// System codes of the programme.
    pub systems: Vec<String>,
    pub note: String,
    pub recorded_at: Instant,
    pub version: i64,
}

codes! {
    ContactKind "contact-kind" {
        Visit = "visit",
        Call = "call",
        Meeting = "meeting",
        Message = "message",
        /// Nobody was there; counts for nothing but is known.
        Missed = "missed",
    }

    ContactPlace "contact-place" {
        Home = "home",
        School = "school",
        Office = "office",
        Phone = "phone",
        Video = "video",
        Elsewhere = "elsewhere",
    }
}

/// The longest contact that can be logged: a day.
pub const MINUTES_MAX: u32 = 24 * 60;

impl Contact {
    /// The week it counts in.
    pub fn week(&self) -> Week {
        Week::of(self.started_at.day())
    }

    /// Whether it counts towards the programme's minimum of contacts.
    pub fn counts(&self) -> bool {
        !matches!(self.kind, ContactKind::Missed | ContactKind::Message)
    }
}

/// What was wrong with a contact that somebody wanted to log.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ContactFault {
    /// It has not happened yet.
    Future,
    /// It lies before the family's assignment came in.
    BeforeCase,
    /// A contact with the family took no time at all.
    NoMinutes,
    /// Longer than a day, there or on the way.
    TooLong,
    /// Somebody who does not belong to the case.
    UnknownPerson,
    /// A system that the programme does not know.
    UnknownSystem,
    /// The note is longer than a note can be.
    NoteTooLong,
}

/// Letters of a contact's note; what is longer belongs in the journal.
pub const NOTE_CHARS_MAX: usize = 10_000;
/// A phone's clock may go this much before the server's.
const CLOCK_SECONDS: i64 = 15 * 60;

impl Contact {
    /// Everything that is wrong with it, given who belongs to the case and what the programme knows.
    pub fn faults(
        &self,
        received_on: Day,
        persons: &[PersonId],
        systems: &[&str],
    ) -> Vec<ContactFault> {
        let met = matches!(
            self.kind,
            ContactKind::Visit | ContactKind::Call | ContactKind::Meeting
        );
        let checks = [
            (
                self.started_at.seconds_since(self.recorded_at) > CLOCK_SECONDS,
                ContactFault::Future,
            ),
            (
                self.started_at.day() < received_on,
                ContactFault::BeforeCase,
            ),
            (met && self.minutes == 0, ContactFault::NoMinutes),
            (
                self.minutes > MINUTES_MAX || self.travel_minutes > MINUTES_MAX,
                ContactFault::TooLong,
            ),
            (
                !self.persons.iter().all(|person| persons.contains(person)),
                ContactFault::UnknownPerson,
            ),
            (
                !self
                    .systems
                    .iter()
                    .all(|system| systems.contains(&system.as_str())),
                ContactFault::UnknownSystem,
            ),
            (
                self.note.chars().count() > NOTE_CHARS_MAX,
                ContactFault::NoteTooLong,
            ),
        ];
        checks
            .into_iter()
            .filter_map(|(wrong, fault)| wrong.then_some(fault))
            .collect()
    }
}

/// What the next contact with a family will most likely be like.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Usual {
    pub kind: ContactKind,
    pub place: ContactPlace,
    /// None where nothing is known of it yet.
    pub minutes: Option<u32>,
    pub travel_minutes: u32,
    pub persons: Vec<PersonId>,
}

impl Usual {
    /// As the last one was; a visit at home with the whole household where there was none. A missed visit or a message
    /// says nothing of the next, so what was planned comes again: a visit.
    pub fn after(last: Option<&Contact>, household: &[PersonId]) -> Usual {
        match last.filter(|last| last.counts()) {
            Some(last) => Usual {
                kind: last.kind,
                place: last.place,
                minutes: Some(last.minutes),
                travel_minutes: last.travel_minutes,
                persons: last.persons.clone(),
            },
            None => Usual {
                kind: ContactKind::Visit,
                place: ContactPlace::Home,
                minutes: None,
                travel_minutes: 0,
                persons: household.to_vec(),
            },
        }
    }
}

/// What the contacts of one week come to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct WeekSum {
    /// Those that count towards the programme's minimum.
    pub counted: u32,
    pub minutes: u32,
    pub travel_minutes: u32,
}

impl WeekSum {
    /// The sum of some contacts.
    pub fn of<'a>(contacts: impl IntoIterator<Item = &'a Contact>) -> WeekSum {
        contacts
            .into_iter()
            .fold(WeekSum::default(), |sum, contact| WeekSum {
                counted: sum.counted + u32::from(contact.counts()),
                minutes: sum.minutes + contact.minutes,
                travel_minutes: sum.travel_minutes + contact.travel_minutes,
            })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use uuid::Uuid;

    const CHILD: PersonId = PersonId(Uuid::from_u128(7));

    fn at(day: &str, clock: &str) -> Instant {
        let day: Day = day.parse().unwrap();
        day.at(clock.parse().unwrap())
    }

    fn visit() -> Contact {
        Contact {
            id: ContactId(Uuid::from_u128(1)),
            case: CaseId(Uuid::from_u128(2)),
            staff: StaffId(Uuid::from_u128(3)),
            kind: ContactKind::Visit,
            place: ContactPlace::Home,
            started_at: at("2026-11-18", "16:30"),
            minutes: 90,
            travel_minutes: 20,
            persons: vec![CHILD],
            systems: vec!["family".into()],
            note: String::new(),
            recorded_at: at("2026-11-18", "18:00"),
            version: 1,
        }
    }

    #[track_caller]
    fn check(change: impl Fn(&mut Contact), expected: &[ContactFault]) {
        let mut contact = visit();
        change(&mut contact);
        let received: Day = "2026-09-07".parse().unwrap();
        let faults = contact.faults(received, &[CHILD], &["family", "school"]);
        assert_eq!(faults, expected);
    }

    #[test]
    fn what_cannot_have_been_is_told_all_at_once() {
        check(|_| {}, &[]);
        check(|one| one.started_at = at("2026-11-18", "18:15"), &[]);
        check(
            |one| one.started_at = at("2026-11-18", "18:16"),
            &[ContactFault::Future],
        );
        check(
            |one| one.started_at = at("2026-09-06", "10:00"),
            &[ContactFault::BeforeCase],
        );
        check(|one| one.minutes = 0, &[ContactFault::NoMinutes]);
        check(
            |one| (one.kind, one.minutes) = (ContactKind::Missed, 0),
            &[],
        );
        check(
            |one| {
                one.minutes = MINUTES_MAX + 1;
                one.persons.push(PersonId(Uuid::from_u128(8)));
                one.systems.push("moon".into());
                one.note = "x".repeat(NOTE_CHARS_MAX + 1);
            },
            &[
                ContactFault::TooLong,
                ContactFault::UnknownPerson,
                ContactFault::UnknownSystem,
                ContactFault::NoteTooLong,
            ],
        );
    }

    #[test]
    fn the_next_contact_is_like_the_last_that_took_place() {
        let usual = Usual::after(Some(&visit()), &[]);
        assert_eq!((usual.minutes, usual.persons), (Some(90), vec![CHILD]));
        let missed = Contact {
            kind: ContactKind::Missed,
            persons: vec![],
            ..visit()
        };
        let usual = Usual::after(Some(&missed), &[CHILD]);
        assert_eq!((usual.kind, usual.minutes), (ContactKind::Visit, None));
        assert_eq!(usual.persons, [CHILD]);
    }

    #[test]
    fn a_missed_visit_costs_the_way_and_counts_for_nothing() {
        let missed = Contact {
            kind: ContactKind::Missed,
            minutes: 0,
            ..visit()
        };
        let sum = WeekSum::of([&visit(), &missed]);
        assert_eq!((sum.counted, sum.minutes, sum.travel_minutes), (1, 90, 40));
    }
}
