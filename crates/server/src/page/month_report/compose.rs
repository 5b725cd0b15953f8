//! A month's report in the typesetter's layout: that of a programme review without signatures.

use hemma_app::month_report::MonthReport;
use serde_json::{Value as Json, json};

use super::{adherence, groups, month_name};
use crate::http::visit::Visit;
use crate::lang::Lang;

/// The document, as whoever asks may see it.
pub(super) fn document(found: &MonthReport, visit: &Visit) -> Json {
    let lang = visit.lang;
    let month = month_name(found.month, lang);
    let mut sections = tables(found, lang);
    if let Some(one) = adherence(found, lang) {
        let mut told: Vec<String> = one
            .facts
            .iter()
            .map(|(label, value)| format!("{label}: {value}"))
            .collect();
        told.push(one.about);
        sections.push(json!({ "heading": one.title, "paragraphs": told }));
    }
    sections.push(json!({
        "heading": lang.t("month-report-how"),
        "paragraphs": [lang.t("month-report-source"), lang.t("month-report-left-out")],
    }));
    let made_at = visit.ctx.now;
    let facts = [
        (lang.t("month-report-leader"), found.leaders.join(", ")),
        (lang.t("month-report-month"), month.clone()),
        (lang.t("review-col-programme"), found.team.programme.clone()),
    ];
    let facts = facts.iter().filter(|(_, value)| !value.is_empty());
    json!({
        "template": "review",
        "lang": lang.code(),
        "title": format!("{}, {month}", lang.t("month-report-title")),
        "date": made_at.day().to_string(),
        "data": {
            "page": {
                "board": found.board,
                "team": found.team.name,
                "draft": found.runs,
                "made_by": visit.who.staff.name,
                "made_at": format!("{} {}", made_at.day(), made_at.clock()),
            },
            "facts": facts
                .map(|(label, value)| json!({ "label": label, "value": value }))
                .collect::<Vec<Json>>(),
            "sections": sections,
        },
    })
}

fn tables(found: &MonthReport, lang: Lang) -> Vec<Json> {
    let table = |group: super::GroupView| {
        let mut columns =
            vec![json!({ "title": lang.t("month-report-line"), "share": 6, "explained": true })];
        columns.extend(found.months.iter().map(|month| {
            let name: String = lang.month(month.first_day()).chars().take(3).collect();
            json!({ "title": name, "align": "right", "share": 2 })
        }));
        let rows = group.rows.iter().map(|row| {
            let mut cells = vec![format!("{}\n{}", row.name, row.about)];
            cells.extend(row.values.iter().cloned());
            json!(cells)
        });
        json!({
            "heading": group.title,
            "table": { "columns": columns, "rows": rows.collect::<Vec<Json>>() },
        })
    };
    groups(found, lang).into_iter().map(table).collect()
}
