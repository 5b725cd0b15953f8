//! Information meetings about an opening: anybody says that they come, until the places are taken.

use crate::application::{CONTACT_CHARS_MAX, Contact};
use crate::ids::{BriefingId, OpeningId};
use crate::opening::LINE_CHARS_MAX;
use crate::time::Instant;

/// Meetings of one opening: one a week while it is open, and some that are called off.
pub const BRIEFINGS_MAX: usize = 12;
/// Places of one: a hall.
pub const SEATS_MAX: u32 = 200;

/// An information meeting.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Briefing {
    pub id: BriefingId,
    pub opening: OpeningId,
    pub at: Instant,
    /// Where; an address of a meeting by video is one too.
    pub place: String,
    pub seats: u32,
    /// How many have said that they come.
    pub taken: u32,
    /// It was called off.
    pub cancelled_at: Option<Instant>,
}

/// What is wrong with a meeting, or with what somebody says who wants to come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BriefingFault {
    Place,
    Seats,
    /// It lies behind, or a year ahead.
    At,
    Name,
    Email,
}

/// Days ahead that a meeting can lie: more is a mistyped year.
const AHEAD_DAYS_MAX: i64 = 365;

impl Briefing {
    /// Whether somebody can still say that they come.
    pub fn takes_guests(&self, now: Instant) -> bool {
        self.is_ahead(now) && self.taken < self.seats
    }

    /// Whether it is still to come.
    pub fn is_ahead(&self, now: Instant) -> bool {
        self.cancelled_at.is_none() && now < self.at
    }

    /// Everything that is wrong, each with the name of its field.
    pub fn faults(&self, now: Instant) -> Vec<(&'static str, BriefingFault)> {
        let ahead = self.at.seconds_since(now);
        let chars = self.place.trim().chars().count();
        let faults = [
            (
                ("briefing-at", BriefingFault::At),
                ahead <= 0 || AHEAD_DAYS_MAX * 24 * 3600 < ahead,
            ),
            (
                ("briefing-place", BriefingFault::Place),
                chars == 0 || LINE_CHARS_MAX < chars,
            ),
            (
                ("briefing-seats", BriefingFault::Seats),
                !(1..=SEATS_MAX).contains(&self.seats),
            ),
        ];
        let wrong = faults.into_iter().filter(|(_, is_wrong)| *is_wrong);
        wrong.map(|(fault, _)| fault).collect()
    }
}

/// Everything that is wrong with what somebody says who wants to come: a name and an address, nothing else is asked.
pub fn guest_faults(guest: &Contact) -> Vec<(&'static str, BriefingFault)> {
    let chars = guest.name.trim().chars().count();
    let mut faults = Vec::new();
    if chars == 0 || CONTACT_CHARS_MAX < chars {
        faults.push(("name", BriefingFault::Name));
    }
    if !guest.has_email() {
        faults.push(("email", BriefingFault::Email));
    }
    faults
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;
    use crate::opening::tests::day;

    fn briefing() -> Briefing {
        Briefing {
            id: BriefingId(Uuid::from_u128(1)),
            opening: OpeningId(Uuid::from_u128(2)),
            at: day("2026-12-01").at("17:00".parse().unwrap()),
            place: "Påhittssalen".to_owned(),
            seats: 2,
            taken: 1,
            cancelled_at: None,
        }
    }

    fn noon(on: &str) -> Instant {
        day(on).at("12:00".parse().unwrap())
    }

    #[test]
    fn somebody_can_come_until_it_begins_is_full_or_is_called_off() {
        let now = noon("2026-12-01");
        let one = briefing();
        assert!(one.takes_guests(now));
        assert!(!one.takes_guests(one.at));
        let full = Briefing {
            taken: 2,
            ..briefing()
        };
        assert!(!full.takes_guests(now) && full.is_ahead(now));
        let off = Briefing {
            cancelled_at: Some(now),
            ..briefing()
        };
        assert!(!off.takes_guests(now));
    }

    #[test]
    fn what_is_wrong_is_told_field_by_field() {
        let now = noon("2026-11-23");
        assert_eq!(briefing().faults(now), []);
        let wrong = Briefing {
            place: " ".to_owned(),
            seats: 0,
            ..briefing()
        };
        let faults: Vec<_> = wrong.faults(noon("2026-12-02"));
        let fields: Vec<&str> = faults.iter().map(|(field, _)| *field).collect();
        assert_eq!(fields, ["briefing-at", "briefing-place", "briefing-seats"]);
        let nobody = Contact::default();
        assert_eq!(guest_faults(&nobody).len(), 2);
    }
}
