//! Nothing lies before the opening, after the end, or ahead.

use super::*;

#[test]
fn nothing_lies_before_the_opening_after_the_end_or_ahead() {
    for today in [TODAY, "2026-11-23", "2024-02-29", "2027-03-28"] {
        let network = network(today);
        let today: Day = today.parse().unwrap();
        for family in &network.families {
            check_dates(family, today);
        }
    }
}

pub(super) fn check_dates(family: &Family, today: Day) {
    let code = &family.case.code;
    let now = now(today);
    assert!(
        family.assignment.decided_on <= family.case.received_on,
        "{code}"
    );
    assert!(family.case.received_on <= today, "{code}");
    let Some(opened) = family.case.opened_on() else {
        assert!(
            family.weeks.is_empty() && family.contacts.is_empty(),
            "{code}"
        );
        return;
    };
    assert!(
        family.case.received_on <= opened && opened <= today,
        "{code}"
    );
    let ended = match family.case.stage {
        Stage::Closed { on, .. } => on,
        _ => today,
    };
    assert!(opened <= ended && ended <= today, "{code}");
    let within = |day: Day, what: &str| {
        assert!(
            opened <= day && day <= ended,
            "{code}: {what} on {day}, {opened} to {ended}"
        );
    };
    for contact in &family.contacts {
        within(contact.started_at.day(), "contact");
        assert!(
            contact.started_at <= now && contact.recorded_at <= now,
            "{code}"
        );
    }
    for file in &family.weeks {
        let week = file.week.week;
        assert!(
            Week::of(opened) <= week && week <= Week::of(ended),
            "{code} {week}"
        );
        let times = [
            file.week.handed_in.map(|(at, _)| at),
            file.week.supervised_at,
            file.week.consulted_at,
            file.week.changed_at,
        ];
        assert!(
            times.into_iter().flatten().all(|at| at <= now),
            "{code} {week}"
        );
    }
    check_records(family, &within, now);
}

fn check_records(family: &Family, within: &dyn Fn(Day, &str), now: Instant) {
    let code = &family.case.code;
    for note in &family.notes {
        within(note.on, "note");
        assert!(note.written_at <= now, "{code}");
    }
    for form in &family.artefacts {
        within(form.written_at.day(), &form.kind);
    }
    for incident in &family.incidents {
        within(incident.at.day(), "incident");
        assert!(incident.recorded_at <= now, "{code}");
    }
    for point in &family.feedback {
        assert!(point.at <= now, "{code}");
        assert!(point.answered.is_none_or(|(at, _)| at <= now), "{code}");
    }
    for report in &family.reports {
        assert!(
            report.from <= report.to && report.written_at <= now,
            "{code}"
        );
    }
}
