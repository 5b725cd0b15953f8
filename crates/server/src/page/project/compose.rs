//! The report on a project in the typesetter's layout.

use hemma_app::project::OneProject;
use hemma_domain::project::Project;
use serde_json::{Value as Json, json};

use super::one::{FigureRow, KindView, Words};
use super::{FigureCell, period};
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
    let mut sections = figures(&words);
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
            "facts": facts(one, lang),
            "summary": Some(&one.purpose).filter(|text| !text.is_empty()),
            "sections": sections,
        },
    })
}

/// Who pays, under which number, and for how long.
fn facts(one: &Project, lang: Lang) -> Vec<Json> {
    let rows = [
        (lang.t("project-funder"), one.funder.clone()),
        (lang.t("project-diary"), one.diary.clone()),
        (lang.t("review-col-period"), period(one, lang)),
    ];
    let filled = rows.into_iter().filter(|(_, value)| !value.is_empty());
    filled
        .map(|(label, value)| json!({ "label": label, "value": value }))
        .collect()
}

/// Years side by side that can be read on a page; what is more goes on in another table.
const COLUMNS_MAX: usize = 7;

fn figures(words: &Words<'_>) -> Vec<Json> {
    let lang = words.lang;
    let mut paragraphs = vec![words.teams_told(), lang.t("project-figures-what")];
    paragraphs.extend(words.lacking());
    let rows = words.figures();
    let heading = lang.t("project-figures");
    if rows.is_empty() {
        paragraphs.push(lang.t("project-figures-none"));
        return vec![json!({ "heading": heading, "paragraphs": paragraphs })];
    }
    let columns = words.columns();
    let parts = columns.chunks(COLUMNS_MAX).enumerate();
    let part = |(number, years): (usize, &[String])| {
        let from = number * COLUMNS_MAX;
        let table = figure_table(&rows, (from, years), lang);
        match number {
            0 => json!({ "heading": heading, "paragraphs": paragraphs, "table": table }),
            _ => json!({ "heading": years_told(&heading, years), "table": table }),
        }
    };
    parts.map(part).collect()
}

/// A table of some of the columns, from one on.
fn figure_table(rows: &[FigureRow], (from, years): (usize, &[String]), lang: Lang) -> Json {
    let told = |cell: &FigureCell| match cell.behind.is_empty() {
        true => cell.value.clone(),
        false => format!("{}\n{}", cell.value, cell.behind),
    };
    let row = |row: &FigureRow| {
        let cells = row.cells.iter().skip(from).take(years.len()).map(told);
        [row.label.clone()]
            .into_iter()
            .chain(cells)
            .collect::<Vec<_>>()
    };
    let mut heads = vec![json!({ "title": lang.t("review-col-figure"), "share": 5 })];
    heads.extend(
        years
            .iter()
            .map(|title| json!({ "title": title, "align": "right", "share": 3 })),
    );
    json!({ "columns": heads, "rows": rows.iter().map(row).collect::<Vec<_>>() })
}

/// What goes on in another table, by its first and its last column.
fn years_told(heading: &str, years: &[String]) -> String {
    match (years.first(), years.last()) {
        (Some(first), Some(last)) if first != last => format!("{heading}: {first} – {last}"),
        (Some(only), _) => format!("{heading}: {only}"),
        _ => heading.to_owned(),
    }
}

fn section(kind: &KindView, lang: Lang) -> Option<Json> {
    if kind.items.is_empty() {
        return None;
    }
    let rows = kind.items.iter().map(|one| {
        let state = one.state.as_ref().map(|state| state.text.clone());
        let what = [one.title.clone(), one.text.clone()];
        let what = what.into_iter().filter(|text| !text.is_empty());
        [
            what.collect::<Vec<_>>().join("\n"),
            one.told.join(", "),
            state.unwrap_or_default(),
        ]
    });
    let rows: Vec<[String; 3]> = rows.collect();
    let columns = [
        (lang.t("project-what"), 6),
        (lang.t("project-when"), 4),
        (lang.t("project-state"), 3),
    ];
    Some(json!({
        "heading": kind.title,
        "paragraphs": [],
        "table": filled_table(&columns, &rows),
    }))
}

/// A table without the columns in which nothing stands: a risk has neither a day nor a state. The first says what each
/// row is.
fn filled_table<const N: usize>(columns: &[(String, u32); N], rows: &[[String; N]]) -> Json {
    let is_filled = |place: &usize| {
        let mut cells = rows.iter().filter_map(|row| row.get(*place));
        cells.any(|cell| !cell.is_empty())
    };
    let places: Vec<usize> = (0..N).filter(is_filled).collect();
    let head = |place: &usize| {
        let (title, share) = columns.get(*place)?;
        Some(json!({ "title": title, "share": share, "explained": *place == 0 }))
    };
    let row = |row: &[String; N]| {
        let cells = places.iter().filter_map(|place| row.get(*place));
        cells.cloned().collect::<Vec<String>>()
    };
    json!({
        "columns": places.iter().filter_map(head).collect::<Vec<Json>>(),
        "rows": rows.iter().map(row).collect::<Vec<_>>(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_column_of_a_table_stands_empty() {
        let columns = [("Vad", 6), ("När", 4), ("Läge", 3)];
        let columns = columns.map(|(title, share)| (title.to_owned(), share));
        let row = |cells: [&str; 3]| cells.map(str::to_owned);
        let rows = [row(["Ingen söker", "", ""]), row(["Lokalen", "", "sen"])];
        let table = filled_table(&columns, &rows);
        let titles: Vec<&Json> = table["columns"].as_array().unwrap().iter().collect();
        assert_eq!(titles.len(), 2);
        assert_eq!(titles[1]["title"], "Läge");
        assert_eq!(table["rows"][0], json!(["Ingen söker", ""]));
    }
}
