//! The report on a project in the typesetter's layout.

use hemma_app::project::OneProject;
use serde_json::{Value as Json, json};

use super::one::{KindView, Words};
use crate::http::visit::Visit;
use crate::lang::Lang;

/// The report, with what its teams gave out and what is kept of it.
pub(super) fn document(found: &OneProject, visit: &Visit) -> Json {
    let lang = visit.lang;
    let words = Words {
        found,
        today: visit.ctx.today(),
        lang,
    };
    let one = &found.project;
    let mut sections = vec![figures(&words)];
    sections.extend(words.kinds().iter().filter_map(|kind| section(kind, lang)));
    let made_at = visit.ctx.now;
    json!({
        "template": "review",
        "lang": lang.code(),
        "title": lang.t1("project-report", "name", one.name.as_str()),
        "date": visit.ctx.today().to_string(),
        "data": {
            "page": {
                "board": one.funder,
                "team": one.name,
                "draft": false,
                "made_by": visit.who.staff.name,
                "made_at": format!("{} {}", made_at.day(), made_at.clock()),
            },
            "facts": [{ "label": lang.t("project-one"), "value": words.lead() }],
            "summary": Some(&one.purpose).filter(|text| !text.is_empty()),
            "sections": sections,
        },
    })
}

fn figures(words: &Words<'_>) -> Json {
    let lang = words.lang;
    let mut paragraphs = vec![words.teams_told(), lang.t("project-figures-what")];
    paragraphs.extend(words.lacking());
    let columns = words.columns();
    let rows = words.figures().into_iter().map(|row| {
        let cells = row
            .cells
            .into_iter()
            .map(|cell| match cell.behind.is_empty() {
                true => cell.value,
                false => format!("{}\n{}", cell.value, cell.behind),
            });
        [row.label].into_iter().chain(cells).collect::<Vec<_>>()
    });
    let rows: Vec<Vec<String>> = rows.collect();
    if rows.is_empty() {
        paragraphs.push(lang.t("project-figures-none"));
        return json!({ "heading": lang.t("project-figures"), "paragraphs": paragraphs });
    }
    let mut heads = vec![json!({ "title": lang.t("review-col-figure"), "share": 5 })];
    heads.extend(
        columns
            .into_iter()
            .map(|title| json!({ "title": title, "align": "right", "share": 3 })),
    );
    json!({
        "heading": lang.t("project-figures"),
        "paragraphs": paragraphs,
        "table": { "columns": heads, "rows": rows },
    })
}

fn section(kind: &KindView, lang: Lang) -> Option<Json> {
    if kind.items.is_empty() {
        return None;
    }
    let rows = kind.items.iter().map(|one| {
        let state = one.state.as_ref().map(|state| state.text.clone());
        let what = [one.title.clone(), one.text.clone()];
        let what = what.into_iter().filter(|text| !text.is_empty());
        json!([
            what.collect::<Vec<_>>().join("\n"),
            one.told.join(", "),
            state.unwrap_or_default()
        ])
    });
    Some(json!({
        "heading": kind.title,
        "paragraphs": [],
        "table": {
            "columns": [
                { "title": lang.t("project-what"), "share": 6 },
                { "title": lang.t("project-when"), "share": 4 },
                { "title": lang.t("project-state"), "share": 3 },
            ],
            "rows": rows.collect::<Vec<Json>>(),
        },
    }))
}
