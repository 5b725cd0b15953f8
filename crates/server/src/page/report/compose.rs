//! From facts to a first draft in words, and from a report to the typesetter's layout.

use hemma_app::case::CaseHead;
use hemma_app::report::{Facts, OneReport, SECTIONS};
use hemma_domain::case::Safety;
use hemma_domain::code::Code as _;
use hemma_domain::contact::{Contact, ContactKind};
use hemma_domain::report::ReportSection;
use hemma_domain::week::{Goal, Step, StepOutcome};
use serde_json::{Value as Json, json};

use super::heading;
use crate::http::visit::Visit;
use crate::lang::Lang;

/// A first draft from the facts. People edit it; nothing is sent unread.
pub(super) fn sections(head: &CaseHead, facts: &Facts, lang: Lang) -> Vec<ReportSection> {
    SECTIONS
        .iter()
        .map(|code| {
            let text = match *code {
                "work" => work(facts, lang),
                "goals" => goals(facts, lang),
                "safety" => safety(head, facts, lang),
                "next" => next(&facts.next),
                _ => String::new(),
            };
            ReportSection {
                code: (*code).to_owned(),
                text,
            }
        })
        .collect()
}

fn work(facts: &Facts, lang: Lang) -> String {
    let kinds = ContactKind::ALL.iter().filter_map(|kind| {
        let of_kind: Vec<&Contact> = facts
            .contacts
            .iter()
            .filter(|contact| contact.kind == *kind)
            .collect();
        let minutes: u32 = of_kind.iter().map(|contact| contact.minutes).sum();
        let count = of_kind.len();
        (count > 0).then(|| {
            let kind = lang.name(*kind);
            let key = if minutes > 0 {
                "report-draft-contacts"
            } else {
                "report-draft-contacts-untimed"
            };
            lang.filled(
                key,
                [
                    ("count", count.into()),
                    ("kind", kind.into()),
                    ("time", lang.minutes(minutes).into()),
                ],
            )
        })
    });
    lines(kinds)
}

fn goals(facts: &Facts, lang: Lang) -> String {
    lines(
        facts
            .goals
            .iter()
            .map(|(goal, steps)| goal_text(goal, steps, lang)),
    )
}

fn goal_text(goal: &Goal, steps: &[Step], lang: Lang) -> String {
    let judged = |outcome| {
        steps
            .iter()
            .filter(|step| step.outcome == Some(outcome))
            .count()
    };
    if steps.is_empty() {
        return format!("{}\n{}", goal.text, lang.t("report-draft-no-steps"));
    }
    let of = lang.filled(
        "report-draft-steps",
        [
            ("met", judged(StepOutcome::Met).into()),
            ("partly", judged(StepOutcome::Partly).into()),
            ("all", steps.len().into()),
        ],
    );
    format!("{}\n{of}", goal.text)
}

fn safety(head: &CaseHead, facts: &Facts, lang: Lang) -> String {
    let plan = match head.safety {
        None => String::new(),
        Some(Safety::Current { review }) => lang.t1("safety-current", "day", lang.full_day(review)),
        Some(Safety::Overdue { since }) => lang.t1("safety-overdue", "day", lang.full_day(since)),
        Some(Safety::Missing) => lang.t("safety-missing"),
    };
    let incidents = facts.incidents.iter().map(|incident| {
        format!(
            "{}: {}, {}",
            lang.full_day(incident.at.day()),
            lang.name(incident.kind),
            lang.name(incident.harm).to_lowercase()
        )
    });
    let none = facts
        .incidents
        .is_empty()
        .then(|| lang.t("report-draft-no-incidents"));
    lines([plan].into_iter().chain(none).chain(incidents))
}

fn next(steps: &[Step]) -> String {
    lines(steps.iter().map(|step| step.text.clone()))
}

/// One paragraph each.
fn lines(parts: impl Iterator<Item = String>) -> String {
    parts
        .filter(|part| !part.is_empty())
        .collect::<Vec<_>>()
        .join("\n\n")
}

/// A report in the typesetter's layout.
pub(super) fn document(one: &OneReport, visit: &Visit, to: &str, draft: bool) -> Json {
    let lang = Lang::SV;
    let sections = one
        .report
        .sections
        .iter()
        .filter(|section| !section.text.is_empty() && section.code != "summary");
    let sections: Vec<Json> = sections
        .map(|section| json!({ "heading": heading(&section.code, lang), "paragraphs": paragraphs(&section.text) }))
        .collect();
    let summary = one
        .report
        .sections
        .iter()
        .find(|section| section.code == "summary");
    let summary = summary
        .map(|section| section.text.as_str())
        .filter(|text| !text.is_empty());
    let (name, office) = to.split_once(", ").unwrap_or((to, ""));
    let (signer, made_at) = (&visit.who.staff.name, visit.ctx.now);
    json!({
        "template": "referrer-report",
        "lang": "sv",
        "title": lang.t("report-file-title"),
        "date": visit.ctx.today().to_string(),
        "data": {
            "page": {
                "board": one.board.name,
                "team": one.team.name,
                "mark": one.head.case.code,
                "secrecy": lang.t("report-file-secrecy"),
                "draft": draft,
                "made_by": signer,
                "made_at": format!("{} {}", made_at.day(), made_at.clock()),
            },
            "to": party(name, office),
            "from": party(signer, &one.team.name),
            "case_code": one.head.case.code,
            "assignment": one.assignment.as_ref().map(|assignment| &assignment.number),
            "period": { "from": one.report.from.to_string(), "to": one.report.to.to_string() },
            "facts": facts(one, lang),
            "summary": summary,
            "sections": sections,
            "signatures": [{ "name": signer, "role": visit.who.posts.first().map_or_else(String::new, |post| lang.name(post.role)) }],
        },
    })
}

fn party(name: &str, office: &str) -> Json {
    let lines: Vec<&str> = [office]
        .into_iter()
        .filter(|line| !line.is_empty())
        .collect();
    json!({ "name": name, "lines": lines })
}

fn facts(one: &OneReport, lang: Lang) -> Vec<Json> {
    let phase = one.head.phase().map(|words| lang.words(words).to_owned());
    let week = one.head.treatment_week.map(|week| week.to_string());
    let rows = [(lang.t("case-week"), week), (lang.t("case-phase"), phase)];
    rows.into_iter()
        .filter_map(|(label, value)| value.map(|value| json!({ "label": label, "value": value })))
        .collect()
}

fn paragraphs(text: &str) -> Vec<&str> {
    text.split("\n\n")
        .map(str::trim)
        .filter(|paragraph| !paragraph.is_empty())
        .collect()
}
