//! One family's row on the board: its cells, what it shows when it is opened, and where it leads.

use hemma_app::team_week::TeamWeek;
use hemma_domain::team_week::FamilyWeek;

use super::{Link, RowView, at_least, concern_signal, interview, latest_summary, of, safety};
use crate::http::url;
use crate::lang::Lang;

pub(super) fn row_view(row: &FamilyWeek, found: &TeamWeek, lang: Lang) -> RowView {
    let figures = &row.figures;
    RowView {
        class: match row.concerns.first() {
            Some(concern) if concern.is_grave() => "worst",
            Some(_) => "watch",
            None => "",
        },
        url: if row.may_see {
            url::case(row.case.id)
        } else {
            String::new()
        },
        code: row.case.code.clone(),
        label: row.case.label.clone(),
        therapist: if row.therapist.is_empty() {
            lang.t("case-no-therapist")
        } else {
            row.therapist.clone()
        },
        week: row
            .treatment_week
            .map(|week| week.to_string())
            .unwrap_or_default(),
        phase: found
            .phase(&row.case)
            .map(|words| lang.words(words).to_owned())
            .unwrap_or_default(),
        contacts: at_least(row.figures.contacts, row.minimum, lang),
        summary: latest_summary(row, lang),
        steps: of(figures.steps_met, figures.steps(), lang),
        safety: safety(row.safety, lang),
        interview: interview(row.next_interview, found.today, lang),
        tasks: figures.tasks_open.to_string(),
        why: row
            .concerns
            .first()
            .map(|concern| concern_signal(*concern, lang)),
        facts: facts(row, lang),
        links: if row.may_see {
            row_links(row, found, lang)
        } else {
            Vec::new()
        },
    }
}

/// What the row shows when it is opened.
fn facts(row: &FamilyWeek, lang: Lang) -> Vec<(String, String)> {
    let figures = &row.figures;
    let concerns: Vec<String> = row.concerns.iter().map(|one| lang.name(*one)).collect();
    let mut facts = Vec::new();
    let mut fact = |key: &str, value: String| facts.push((lang.t(key), value));
    if !concerns.is_empty() {
        fact("team-week-concerns", concerns.join(", "));
    }
    if row.minimum.is_some() {
        fact("team-week-pace", lang.name(row.pace));
    }
    fact(
        "team-week-steps-all",
        lang.filled(
            "team-week-steps-counts",
            [
                ("met", figures.steps_met.into()),
                ("partly", figures.steps_partly.into()),
                ("unmet", figures.steps_unmet.into()),
                ("open", figures.steps_unjudged.into()),
            ],
        ),
    );
    fact(
        "team-week-tasks-all",
        lang.t2(
            "team-week-tasks-counts",
            ("open", figures.tasks_open),
            ("overdue", figures.tasks_overdue),
        ),
    );
    fact(
        "team-week-feedback",
        figures.feedback_unanswered.to_string(),
    );
    fact("team-week-incidents", figures.incidents_unread.to_string());
    fact("call-list", figures.calls_open.to_string());
    facts
}

fn row_links(row: &FamilyWeek, found: &TeamWeek, lang: Lang) -> Vec<Link> {
    let base = url::case(row.case.id);
    let week = url::week(row.case.id, row.week_to_read(found.summed_up));
    [
        (week, "week", "tab-week"),
        (format!("{base}/contacts"), "contact", "tab-contacts"),
        (format!("{base}/safety"), "safety", "tab-safety"),
        (format!("{base}/sheet"), "moon", "tab-sheet"),
        (format!("{base}/incidents"), "incident", "tab-incidents"),
        (format!("{base}/timeline"), "timeline", "tab-timeline"),
    ]
    .into_iter()
    .map(|(url, icon, key)| Link {
        url,
        icon,
        label: lang.t(key),
        primary: false,
    })
    .collect()
}
