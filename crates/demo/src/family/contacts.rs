//! Visits, calls and meetings: those that the story tells of, and the usual ones between them.

use std::collections::BTreeSet;

use hemma_domain::contact::{Contact, ContactKind, ContactPlace};
use hemma_domain::ids::{ContactId, PersonId, StaffId};
use hemma_domain::person::Kin;
use hemma_domain::time::{Clock, Day, Week};

use super::Writer;
use crate::row::{Row, clock, fill, hour, weekday};

impl Writer<'_> {
    pub(super) fn contacts(&mut self) {
        let story = self.story;
        for number in 1..=self.time.weeks {
            let mut taken = BTreeSet::new();
            let told = story.week.iter().find(|week| week.n == number);
            for row in told.map_or(&[][..], |week| &week.contacts) {
                if let Some(contact) = self.told(number, Row(row)) {
                    taken.insert(contact.started_at.day().weekday());
                    self.family.contacts.push(contact);
                }
            }
            self.usual(number, &mut taken);
        }
        if self.time.is_open() {
            // The week that is going on.
            self.usual(self.time.weeks + 1, &mut BTreeSet::new());
        }
        self.family
            .contacts
            .sort_by_key(|contact| contact.started_at);
    }

    fn told(&mut self, number: u32, row: Row<'_>) -> Option<Contact> {
        let (day, at) = row.at(0).split_once(' ')?;
        let day = self.time.day(number, weekday(day));
        let (kind, place) = match row.at(1) {
            "call" => (ContactKind::Call, ContactPlace::Phone),
            "on-call" => (ContactKind::Call, ContactPlace::Phone),
            "meeting" => (ContactKind::Meeting, place(row.at(3))),
            "school" => (ContactKind::Meeting, ContactPlace::School),
            "network" => (ContactKind::Meeting, place(row.at(3))),
            _ => (ContactKind::Visit, place(row.at(3))),
        };
        let staff = match row.at(1) {
            "on-call" => self.colleague(),
            _ => self.therapist(),
        };
        let mut contact = self.contact((day, clock(at)), kind, staff)?;
        contact.place = place;
        contact.persons = self.keyed(row.keys(2));
        contact.minutes = row.number(4);
        contact.travel_minutes = row.number(5);
        contact.systems = row.keys(6).map(str::to_owned).collect();
        row.at(7).clone_into(&mut contact.note);
        Some(contact)
    }

    /// Fills the week up to what the programme asks for, on days that are still free.
    fn usual(&mut self, number: u32, taken: &mut BTreeSet<i8>) {
        let wanted = match (self.seat.thin, self.can()) {
            (true, _) => 1,
            (_, true) => 3 + usize::from(self.dice.chance(30)),
            (_, false) => 2 + usize::from(self.dice.chance(35)),
        };
        // Now and then a week has fewer.
        let wanted = wanted - usize::from(self.dice.chance(8));
        for day in [3, 1, 5, 2, 4, 6] {
            if taken.len() >= wanted {
                break;
            }
            if !taken.insert(day) {
                continue;
            }
            let on = self.time.day(number, day);
            if !self.time.covers(on) {
                taken.remove(&day);
                continue;
            }
            if let Some(contact) = self.usual_one(on) {
                self.family.contacts.push(contact);
            }
        }
    }

    fn usual_one(&mut self, on: Day) -> Option<Contact> {
        let pool = &self.bank.pools.pool;
        let throw = self.dice.between(1, 100);
        let resource = self.place.crew.resource.filter(|_| throw > 78);
        let (kind, place, list) = match (throw, resource) {
            (_, Some(_)) => (
                ContactKind::Visit,
                ContactPlace::Home,
                &pool.contacts_resource,
            ),
            (1..=4, _) => (
                ContactKind::Missed,
                ContactPlace::Home,
                &pool.contacts_missed,
            ),
            (5..=36, _) => (ContactKind::Call, ContactPlace::Phone, &pool.contacts_call),
            _ => (ContactKind::Visit, ContactPlace::Home, &pool.contacts_visit),
        };
        let staff = resource.unwrap_or_else(|| self.therapist());
        let minute = [0, 15, 30, 45];
        let minute = self.dice.pick(&minute).copied().unwrap_or(0);
        let begin = match kind {
            ContactKind::Call => self.dice.between(9, 16),
            _ => self.dice.between(13, 18),
        };
        let at = hour(u8::try_from(begin).unwrap_or(15), minute);
        let minutes = match kind {
            ContactKind::Missed => 0,
            ContactKind::Call => self.dice.between(2, 5) * 5,
            _ => self.dice.between(8, 18) * 5,
        };
        let travel = match kind {
            ContactKind::Call => 0,
            _ => self.dice.between(3, 9) * 5,
        };
        let note = self.fresh_note(list, on);
        let mut contact = self.contact((on, at), kind, staff)?;
        contact.place = place;
        contact.minutes = u32::try_from(minutes).unwrap_or(0);
        contact.travel_minutes = u32::try_from(travel).unwrap_or(0);
        contact.persons = self.present(kind);
        contact.systems = vec!["family".to_owned()];
        contact.note = note;
        Some(contact)
    }

    /// A text that none of the last contacts has; after an incident, one that knows of it.
    fn fresh_note(&mut self, list: &[String], on: Day) -> String {
        let week = Week::of(on);
        let happened = self
            .family
            .incidents
            .iter()
            .any(|incident| Week::of(incident.at.day()) == week && incident.at.day() <= on);
        let list = match happened {
            true => &self.bank.pools.pool.contacts_after,
            false => list,
        };
        let mut note = String::new();
        for _ in 0..6 {
            let text = self.dice.text(list).to_owned();
            note = self.named_note(&text);
            let lately = self.family.contacts.iter().rev().take(7);
            if lately.into_iter().all(|contact| contact.note != note) {
                break;
            }
        }
        note
    }

    /// Who is usually there.
    fn present(&mut self, kind: ContactKind) -> Vec<PersonId> {
        match kind {
            ContactKind::Missed => Vec::new(),
            ContactKind::Call => vec![self.guardian()],
            _ if self.dice.chance(50) => vec![self.guardian()],
            _ => vec![self.child(), self.guardian()],
        }
    }

    /// A contact that is not ahead, within the treatment.
    fn contact(
        &mut self,
        (day, at): (Day, Clock),
        kind: ContactKind,
        staff: StaffId,
    ) -> Option<Contact> {
        let started_at = self
            .time
            .past(day.at(at))
            .filter(|_| self.time.covers(day))?;
        let delay = self.dice.between(70, 400) * 60;
        Some(Contact {
            id: ContactId(self.dice.id()),
            case: self.family.case.id,
            staff,
            kind,
            place: ContactPlace::Home,
            started_at,
            minutes: 0,
            travel_minutes: 0,
            persons: Vec::new(),
            systems: Vec::new(),
            note: String::new(),
            recorded_at: started_at.plus_seconds(delay).min(self.time.now),
            version: 1,
        })
    }

    /// Somebody else of the team: who had the duty.
    pub(super) fn colleague(&self) -> StaffId {
        let own = self.therapist();
        let therapists = &self.place.crew.therapists;
        therapists
            .iter()
            .copied()
            .find(|one| *one != own)
            .unwrap_or(own)
    }

    /// Puts the family's first names into a text of the pools.
    pub(super) fn named_note(&self, text: &str) -> String {
        let persons = &self.family.persons;
        let given = |is: &dyn Fn(&Kin) -> bool, or: &str| {
            persons
                .iter()
                .find(|person| is(&person.kin))
                .map_or(or, |person| person.given_name.as_str())
                .to_owned()
        };
        let guardian = self.guardian();
        let adult = persons
            .iter()
            .find(|person| person.id == guardian)
            .map_or("Föräldern", |person| person.given_name.as_str());
        let child = given(&|kin| *kin == Kin::Child, "Barnet");
        let school = given(&|kin| *kin == Kin::School, "skolan");
        let near = [
            Kin::Grandparent,
            Kin::Relative,
            Kin::Neighbour,
            Kin::Friend,
            Kin::Other,
        ];
        let barred = |id: &PersonId| {
            self.story
                .no_go
                .iter()
                .chain(&self.story.hidden_from)
                .any(|key| self.key(key) == Some(*id))
        };
        let other = persons
            .iter()
            .find(|person| {
                near.contains(&person.kin) && !person.in_household && !barred(&person.id)
            })
            .map_or("Grannen", |person| person.given_name.as_str());
        fill(
            text,
            &[
                ("{barn}", &child),
                ("{vuxen}", adult),
                ("{andra}", other),
                ("{larare}", &school),
            ],
        )
    }
}

fn place(word: &str) -> ContactPlace {
    match word {
        "home" => ContactPlace::Home,
        "school" => ContactPlace::School,
        "office" => ContactPlace::Office,
        "phone" => ContactPlace::Phone,
        "video" => ContactPlace::Video,
        _ => ContactPlace::Elsewhere,
    }
}
