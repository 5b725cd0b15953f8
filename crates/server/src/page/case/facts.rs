//! The facts of an assignment, and what was written lately.

use hemma_app::case::{Figures, Overview};
use hemma_domain::access::CaseAction;
use hemma_domain::case::Assignment;
use hemma_domain::time::Day;

use crate::http::url;
use crate::http::visit::Visit;
use crate::lang::Lang;

/// Who asked for the treatment, on which ground, for how long, and who carries it.
pub(super) fn facts(overview: &Overview, lang: Lang) -> Vec<(String, String)> {
    let head = &overview.head;
    let mut facts: Vec<(&str, String)> = Vec::new();
    if let Some(assignment) = &overview.assignment {
        facts.extend(of_assignment(assignment, lang));
    }
    facts.push(("case-received", lang.full_day(head.case.received_on)));
    if let Some(opened) = head.case.opened_on() {
        facts.push(("case-opened", lang.full_day(opened)));
    }
    facts.push((
        "case-programme",
        lang.words(&head.programme.name).to_owned(),
    ));
    let carers: Vec<String> = head
        .carers
        .iter()
        .map(|carer| format!("{} ({})", carer.name, lang.name(carer.role)))
        .collect();
    facts.push(("case-carers", carers.join(", ")));
    facts
        .into_iter()
        .filter(|(_, value)| !value.is_empty())
        .map(|(key, value)| (lang.t(key), value))
        .collect()
}

fn of_assignment(assignment: &Assignment, lang: Lang) -> Vec<(&'static str, String)> {
    let handler = [&assignment.handler, &assignment.handler_phone]
        .into_iter()
        .filter(|text| !text.is_empty())
        .cloned()
        .collect::<Vec<_>>()
        .join(", ");
    let day = lang.full_day(assignment.decided_on);
    let decision = if assignment.number.is_empty() {
        day
    } else {
        format!("{} ({day})", assignment.number)
    };
    let from = lang.full_day(assignment.from);
    let period = match assignment.to {
        Some(to) => lang.t2("case-period-to", ("from", from), ("to", lang.full_day(to))),
        None => lang.t1("case-period-from", "from", from),
    };
    let mut facts = vec![
        ("case-authority", assignment.authority.clone()),
        ("case-handler", handler),
        ("case-decision", decision),
        ("case-basis", lang.name(assignment.basis)),
        ("case-period", period),
    ];
    if let Some(by) = assignment.review_by() {
        let words = match assignment.reviewed_on {
            Some(on) => lang.t1("case-reviewed", "day", lang.full_day(on)),
            None => lang.t1("case-review-by", "day", lang.full_day(by)),
        };
        facts.push(("case-lvu", words));
    }
    facts.push(("case-reason", assignment.reason.clone()));
    facts
}

/// What was written lately, each with the way to it: icon, address, words, and what is counted.
pub(super) fn latest(
    overview: &Overview,
    visit: &Visit,
) -> Vec<(&'static str, String, String, String)> {
    let lang = visit.lang;
    let (head, figures) = (&overview.head, &overview.figures);
    let base = url::case(head.case.id);
    let mut all = vec![
        (
            "contact",
            format!("{base}/contacts"),
            lang.t("tab-contacts"),
            contacts(figures, lang),
        ),
        (
            "note",
            format!("{base}/journal"),
            lang.t("tab-journal"),
            counted(figures.notes, figures.last_note, lang),
        ),
        (
            "incident",
            format!("{base}/incidents"),
            lang.t("tab-incidents"),
            counted(
                figures.incidents,
                figures.last_incident.map(|at| at.day()),
                lang,
            ),
        ),
    ];
    if head.may(CaseAction::Report) {
        let sent = figures.last_report.map_or_else(
            || lang.t("case-none"),
            |day| lang.t1("case-last", "when", lang.full_day(day)),
        );
        all.push((
            "document",
            format!("{base}/reports"),
            lang.t("tab-reports"),
            sent,
        ));
    }
    all
}

/// The last contact, and how many this week.
fn contacts(figures: &Figures, lang: Lang) -> String {
    let last = figures.last_contact.map_or_else(
        || lang.t("case-none"),
        |at| lang.t1("case-last", "when", lang.moment(at)),
    );
    lang.t2(
        "case-contacts",
        ("last", last),
        ("count", figures.contacts_this_week),
    )
}

/// How many there are, and the day of the last.
fn counted(count: u32, last: Option<Day>, lang: Lang) -> String {
    match last {
        Some(day) if count > 0 => lang.t2(
            "case-counted",
            ("count", count),
            ("day", lang.full_day(day)),
        ),
        _ => lang.t("case-none"),
    }
}
