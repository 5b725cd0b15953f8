//! The fields of a contact: as a form or as JSON on the way in, as tiles and chips on the page.

use axum::http::HeaderMap;
use axum::http::header::CONTENT_TYPE;
use hemma_app::case::CaseHead;
use hemma_app::contact::ContactInput;
use hemma_domain::code::Code;
use hemma_domain::contact::{Contact, ContactKind, ContactPlace, Usual};
use hemma_domain::ids::ContactId;
use hemma_domain::programme::Coded;
use hemma_domain::time::{Day, Instant};
use serde::{Deserialize, Serialize};

use crate::http::form::{self, Faults};
use crate::lang::Lang;

/// The lengths that stand ready as tiles, in minutes.
const TILES: [u32; 6] = [15, 30, 45, 60, 90, 120];
/// The tile for any other length.
const OTHER: &str = "other";

/// What was filled in, as it was typed.
#[derive(Debug, Clone, Default, Deserialize, Serialize)]
#[serde(default)]
pub struct ContactForm {
    /// Drawn where it was written, so that the same contact can be sent twice.
    pub id: String,
    /// Empty for a new one.
    pub version: String,
    pub kind: String,
    pub place: String,
    pub minutes: String,
    pub minutes_other: String,
    pub travel: String,
    pub day: String,
    pub time: String,
    pub persons: Vec<String>,
    pub systems: Vec<String>,
    pub note: String,
}

/// Reads a form or a JSON object with the same names.
pub(super) fn read_body(headers: &HeaderMap, body: &[u8]) -> Option<ContactForm> {
    let json = headers
        .get(CONTENT_TYPE)
        .is_some_and(|kind| kind.as_bytes().starts_with(b"application/json"));
    if json {
        serde_json::from_slice(body).ok()
    } else {
        serde_html_form::from_bytes(body).ok()
    }
}

impl ContactForm {
    /// The form of a contact like the usual one, ending now.
    pub fn usual(usual: &Usual, id: ContactId, now: Instant, lang: Lang) -> ContactForm {
        let minutes = usual.minutes.unwrap_or_default();
        let began = now.plus_seconds(-60 * i64::from(minutes));
        let (tile, other) = tile(usual.minutes);
        ContactForm {
            id: id.to_string(),
            version: String::new(),
            kind: usual.kind.code().to_owned(),
            place: usual.place.code().to_owned(),
            minutes: tile,
            minutes_other: other,
            travel: number(usual.travel_minutes),
            day: lang.full_day(began.day()),
            time: began.clock().to_string(),
            persons: usual.persons.iter().map(ToString::to_string).collect(),
            systems: Vec::new(),
            note: String::new(),
        }
    }

    /// The form of a contact as it is stored.
    pub(super) fn stored(contact: &Contact, lang: Lang) -> ContactForm {
        let (tile, other) = tile(Some(contact.minutes));
        ContactForm {
            id: contact.id.to_string(),
            version: contact.version.to_string(),
            kind: contact.kind.code().to_owned(),
            place: contact.place.code().to_owned(),
            minutes: tile,
            minutes_other: other,
            travel: number(contact.travel_minutes),
            day: lang.full_day(contact.started_at.day()),
            time: contact.started_at.clock().to_string(),
            persons: contact.persons.iter().map(ToString::to_string).collect(),
            systems: contact.systems.clone(),
            note: contact.note.clone(),
        }
    }

    /// What it says, or what cannot be read.
    pub(super) fn input(&self, today: Day) -> Result<ContactInput, Faults> {
        let mut faults = Faults::none();
        let id = self.id.parse().ok();
        let kind = ContactKind::from_code(&self.kind);
        let place = ContactPlace::from_code(&self.place);
        let day = form::day(&self.day, today);
        let time = form::time(&self.time);
        let minutes = self.minutes();
        let travel = count(&self.travel);
        let checks = [
            (id.is_none(), "note", "contact-fault-id"),
            (kind.is_none(), "kind", "contact-fault-kind"),
            (place.is_none(), "place", "contact-fault-place"),
            (day.is_none(), "day", "contact-fault-day"),
            (time.is_none(), "time", "contact-fault-time"),
            (minutes.is_none(), "minutes", "contact-fault-minutes"),
            (travel.is_none(), "travel", "contact-fault-minutes"),
        ];
        for (wrong, field, message) in checks {
            if wrong {
                faults.add(field, message);
            }
        }
        let persons: Result<Vec<_>, _> = self.persons.iter().map(|id| id.parse()).collect();
        if persons.is_err() {
            faults.add("persons", "contact-fault-person");
        }
        match (id, kind, place, day, time, minutes, travel, persons) {
            (
                Some(id),
                Some(kind),
                Some(place),
                Some(day),
                Some(time),
                Some(minutes),
                Some(travel_minutes),
                Ok(persons),
            ) => Ok(ContactInput {
                id,
                kind,
                place,
                started_at: day.at(time),
                // Nobody was there, whichever tile stood chosen from the time before.
                minutes: if kind == ContactKind::Missed {
                    0
                } else {
                    minutes
                },
                travel_minutes,
                persons,
                systems: self.systems.clone(),
                note: self.note.trim().replace("\r\n", "\n"),
            }),
            _ => Err(faults),
        }
    }

    fn minutes(&self) -> Option<u32> {
        if self.minutes == OTHER {
            count(&self.minutes_other)
        } else {
            count(&self.minutes)
        }
    }
}

/// A number of minutes; nothing is none of them.
fn count(typed: &str) -> Option<u32> {
    match typed.trim() {
        "" => Some(0),
        typed => typed.parse().ok(),
    }
}

fn number(minutes: u32) -> String {
    if minutes == 0 {
        String::new()
    } else {
        minutes.to_string()
    }
}

/// The tile of a length, and what stands in the field for other lengths.
fn tile(minutes: Option<u32>) -> (String, String) {
    match minutes {
        None | Some(0) => (String::new(), String::new()),
        Some(minutes) if TILES.contains(&minutes) => (minutes.to_string(), String::new()),
        Some(minutes) => (OTHER.to_owned(), minutes.to_string()),
    }
}

/// One tile or chip.
#[derive(Debug, Clone)]
pub struct Choice {
    pub value: String,
    pub label: String,
    pub icon: &'static str,
    pub checked: bool,
}

/// The fields as the page shows them.
pub struct Fields {
    pub lang: Lang,
    pub form: ContactForm,
    pub kinds: Vec<Choice>,
    pub places: Vec<Choice>,
    pub minutes: Vec<Choice>,
    pub is_other: bool,
    pub persons: Vec<Choice>,
    pub systems: Vec<Choice>,
}

impl Fields {
    /// The fields of a form about a case.
    pub(super) fn of(form: &ContactForm, head: &CaseHead, lang: Lang) -> Fields {
        let persons = head.persons.iter().filter(|person| !person.deceased);
        let persons = persons.map(|person| {
            let id = person.id.to_string();
            let checked = form.persons.contains(&id);
            choice(id, person.given_name.clone(), "person", checked)
        });
        Fields {
            persons: persons.collect(),
            systems: systems(&head.programme.systems, form, lang),
            ..Fields::bare(form.clone(), lang)
        }
    }

    /// The fields without anything of a family: what a phone keeps for days without a network.
    pub fn bare(form: ContactForm, lang: Lang) -> Fields {
        Fields {
            lang,
            kinds: choices(&form.kind, kind_icon, lang),
            places: choices(&form.place, place_icon, lang),
            minutes: TILES
                .iter()
                .map(|minutes| {
                    let value = minutes.to_string();
                    let checked = form.minutes == value;
                    choice(value.clone(), value, "", checked)
                })
                .collect(),
            is_other: form.minutes == OTHER,
            persons: Vec::new(),
            systems: Vec::new(),
            form,
        }
    }

    /// Fields for samples.
    pub fn sample(lang: Lang) -> Fields {
        let form = ContactForm {
            kind: "visit".to_owned(),
            place: "home".to_owned(),
            minutes: "90".to_owned(),
            day: "23 november 2026".to_owned(),
            time: "16:30".to_owned(),
            ..ContactForm::default()
        };
        Fields {
            persons: vec![choice("1".to_owned(), "Fjäril".to_owned(), "person", true)],
            systems: vec![choice("family".to_owned(), "Familj".to_owned(), "", false)],
            ..Fields::bare(form, lang)
        }
    }
}

fn systems(systems: &[Coded], form: &ContactForm, lang: Lang) -> Vec<Choice> {
    systems
        .iter()
        .map(|system| {
            let checked = form.systems.contains(&system.code);
            let label = lang.words(&system.label).to_owned();
            choice(system.code.clone(), label, "", checked)
        })
        .collect()
}

fn choices<T: Code>(chosen: &str, icon: fn(T) -> &'static str, lang: Lang) -> Vec<Choice> {
    T::ALL
        .iter()
        .map(|value| {
            let code = value.code();
            choice(
                code.to_owned(),
                lang.name(*value),
                icon(*value),
                code == chosen,
            )
        })
        .collect()
}

fn choice(value: String, label: String, icon: &'static str, checked: bool) -> Choice {
    Choice {
        value,
        label,
        icon,
        checked,
    }
}

fn kind_icon(kind: ContactKind) -> &'static str {
    match kind {
        ContactKind::Visit => "visit",
        ContactKind::Call => "phone",
        ContactKind::Meeting => "meeting",
        ContactKind::Message => "mail",
        ContactKind::Missed => "none",
    }
}

fn place_icon(place: ContactPlace) -> &'static str {
    match place {
        ContactPlace::Home => "home",
        ContactPlace::School => "school",
        ContactPlace::Office => "building",
        ContactPlace::Phone => "phone",
        ContactPlace::Video => "video",
        ContactPlace::Elsewhere => "car",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn typed(minutes: &str, other: &str) -> ContactForm {
        ContactForm {
            id: "00000000-0000-0000-0000-000000000001".into(),
            kind: "visit".into(),
            place: "home".into(),
            minutes: minutes.into(),
            minutes_other: other.into(),
            day: "18 nov".into(),
            time: "16.30".into(),
            ..ContactForm::default()
        }
    }

    fn today() -> Day {
        "2026-11-23".parse().unwrap()
    }

    #[test]
    fn a_tile_or_another_length_is_read() {
        let minutes = |form: ContactForm| form.input(today()).map(|input| input.minutes).ok();
        assert_eq!(minutes(typed("90", "")), Some(90));
        assert_eq!(minutes(typed("90", "75")), Some(90));
        assert_eq!(minutes(typed("other", "75")), Some(75));
        assert_eq!(minutes(typed("other", "lång")), None);
        let missed = ContactForm {
            kind: "missed".into(),
            ..typed("90", "")
        };
        assert_eq!(minutes(missed), Some(0));
    }

    #[test]
    fn what_cannot_be_read_is_told_field_by_field() {
        let form = ContactForm {
            day: "31 april".into(),
            time: "snart".into(),
            persons: vec!["Malva".into()],
            ..typed("90", "")
        };
        let faults = form.input(today()).unwrap_err();
        assert!(faults.has("day") && faults.has("time") && faults.has("persons"));
        assert_eq!(faults.count(), 3);
    }

    #[test]
    fn a_form_goes_there_and_back() {
        let form = typed("other", "75");
        let sent = serde_html_form::to_string(&form).unwrap();
        let read = read_body(&HeaderMap::new(), sent.as_bytes()).unwrap();
        assert_eq!(read.minutes_other, "75");
        assert_eq!(tile(Some(75)), ("other".to_owned(), "75".to_owned()));
    }
}
