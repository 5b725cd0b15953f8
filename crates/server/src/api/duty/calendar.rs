//! Calendars as RFC 5545 says: each appointment with an id that stays and a number that rises when it changes.

use hemma_app::consultation::ConsultationCalendar;
use hemma_app::feed::Calendar;
use hemma_app::training::TrainingCalendar;
use hemma_domain::stretch::Stretch;
use hemma_domain::time::Instant;

use crate::lang::Lang;

/// Octets of a line: longer ones are folded.
const LINE_OCTETS_MAX: usize = 75;

/// One appointment, whatever it is about.
struct Appointment {
    /// What makes it the same one later, without where it comes from.
    uid: String,
    sequence: u32,
    time: Stretch,
    summary: String,
    /// Empty where there is none.
    place: String,
    is_cancelled: bool,
}

/// A calendar of duties as text; `origin` is where it comes from, which makes its ids unique in the world.
pub(super) fn of_duties(calendar: &Calendar, (origin, lang): (&str, Lang)) -> String {
    let name = match calendar.of.is_empty() {
        true => calendar.pool.clone(),
        false => format!("{}, {}", calendar.of, calendar.pool),
    };
    let events = calendar.events.iter().map(|one| {
        let line = lang.words(&one.line);
        Appointment {
            uid: format!("{}-{}", one.turn, one.number),
            sequence: one.sequence,
            time: one.time,
            summary: match calendar.of.is_empty() {
                true => format!("{line}: {}", one.name),
                false => format!("{line}, {}", calendar.pool),
            },
            place: String::new(),
            is_cancelled: false,
        }
    });
    text(("On call", &name), calendar.at, (origin, events))
}

/// A calendar of trainings as text.
pub(super) fn of_trainings(calendar: &TrainingCalendar, origin: &str) -> String {
    let events = calendar.events.iter().map(|one| Appointment {
        uid: format!("{}-{}", one.training, one.number),
        sequence: one.sequence,
        time: one.time,
        summary: one.title.clone(),
        place: one.place.clone(),
        is_cancelled: one.is_cancelled,
    });
    text(("Training", &calendar.name), calendar.at, (origin, events))
}

/// A calendar of a team's consultations as text. What they are about does not stand there.
pub(super) fn of_consultations(
    calendar: &ConsultationCalendar,
    (origin, lang): (&str, Lang),
) -> String {
    let summary = lang.t1("consultation-of", "team", calendar.name.as_str());
    let events = calendar.dates.iter().map(|one| Appointment {
        uid: format!("{}-{}", calendar.team, one.week),
        sequence: one.sequence,
        time: one.time,
        summary: summary.clone(),
        place: String::new(),
        is_cancelled: one.is_cancelled,
    });
    let head = ("Consultation", summary.as_str());
    text(head, calendar.at, (origin, events))
}

fn text(
    (product, name): (&str, &str),
    at: Instant,
    (origin, events): (&str, impl Iterator<Item = Appointment>),
) -> String {
    let host = origin.split("://").last().unwrap_or_default();
    let host = host.split([':', '/']).next().unwrap_or_default();
    let mut lines = vec![
        "BEGIN:VCALENDAR".to_owned(),
        "VERSION:2.0".to_owned(),
        format!("PRODID:-//Hemma//{product}//EN"),
        "CALSCALE:GREGORIAN".to_owned(),
        "METHOD:PUBLISH".to_owned(),
        format!("X-WR-CALNAME:{}", escaped(name)),
        "REFRESH-INTERVAL;VALUE=DURATION:PT1H".to_owned(),
    ];
    for one in events {
        lines.extend([
            "BEGIN:VEVENT".to_owned(),
            format!("UID:{}@{host}", one.uid),
            format!("SEQUENCE:{}", one.sequence),
            format!("DTSTAMP:{}", utc(at)),
            format!("DTSTART:{}", utc(one.time.start())),
            format!("DTEND:{}", utc(one.time.end())),
            format!("SUMMARY:{}", escaped(&one.summary)),
        ]);
        if !one.place.is_empty() {
            lines.push(format!("LOCATION:{}", escaped(&one.place)));
        }
        if one.is_cancelled {
            lines.push("STATUS:CANCELLED".to_owned());
        }
        lines.extend(["TRANSP:TRANSPARENT".to_owned(), "END:VEVENT".to_owned()]);
    }
    lines.push("END:VCALENDAR".to_owned());
    let mut text = String::new();
    for line in lines {
        folded(&line, &mut text);
    }
    text
}

fn utc(at: Instant) -> String {
    at.0.strftime("%Y%m%dT%H%M%SZ").to_string()
}

fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for one in text.chars() {
        match one {
            '\\' | ';' | ',' => escaped.extend(['\\', one]),
            '\n' => escaped.push_str("\\n"),
            one if one.is_control() => {}
            one => escaped.push(one),
        }
    }
    escaped
}

/// Puts a line to the text, folded so that no piece is too long and none ends within a letter.
fn folded(line: &str, text: &mut String) {
    let mut octets = 0;
    for one in line.chars() {
        if octets + one.len_utf8() > LINE_OCTETS_MAX {
            text.push_str("\r\n ");
            octets = 1;
        }
        text.push(one);
        octets += one.len_utf8();
    }
    text.push_str("\r\n");
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_line_is_folded_within_no_letter() {
        let mut text = String::new();
        folded(&"å".repeat(100), &mut text);
        for line in text.split("\r\n") {
            assert!(line.len() <= LINE_OCTETS_MAX, "{}", line.len());
        }
        assert_eq!(text.replace("\r\n ", "").trim_end(), "å".repeat(100));
    }

    #[test]
    fn what_means_something_in_a_calendar_is_escaped() {
        assert_eq!(escaped("a,b;c\\d\ne\r"), "a\\,b\\;c\\\\d\\ne");
    }
}
