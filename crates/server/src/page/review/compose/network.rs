//! A network's half-yearly review on paper.

use hemma_app::review::NetworkDocument;
use serde_json::{Value as Json, json};

use super::{Paper, figures, paper, section, table, time_in_treatment};
use crate::http::visit::Visit;
use crate::lang::Lang;
use crate::page::review::document::network::funnels;
use crate::page::review::funnel;
use crate::page::review::network::{Cell, TeamRow, TeamsView};
use crate::page::review::team::{groups, runs};
use crate::page::review::time::{self, Whose};

/// Figures side by side that fit on a page in portrait, beside the team's name.
const COLUMNS_MAX: usize = 5;

/// The document, as whoever asks may see it.
pub(in crate::page::review) fn document(found: &NetworkDocument, visit: &Visit) -> Json {
    let lang = visit.lang;
    let review = &found.review;
    let groups = groups(&found.lines, |_| String::new(), lang);
    let hidden = lang.t1("review-hidden-network", "least", review.least);
    // Said once, above the first table: it holds for every one of them.
    let said = std::iter::once(hidden.as_str()).chain(std::iter::repeat(""));
    let tables = groups
        .iter()
        .zip(said)
        .map(|(group, hidden)| table(group, (review.term, hidden), lang));
    let mut sections: Vec<Json> = tables.collect();
    sections.extend(teams(&TeamsView::of(review, |_| String::new(), lang), lang));
    sections.extend(funnels(review).map(|one| {
        let heading = format!("{}: {}", lang.t("review-funnel"), lang.name(one.figure));
        let caption = format!(
            "{} {}",
            funnel::lead(&one, lang),
            lang.t("review-funnel-help")
        );
        section(heading, funnel::svg(&one, lang), caption)
    }));
    let said = time::said(&review.time, lang);
    let said = time::with_sent(&said, review.elsewhere, lang);
    let drawn = (&review.time, Whose::Network);
    sections.extend(time_in_treatment(drawn, &said, lang));
    if !found.drawn.is_empty() {
        sections.push(json!({
            "heading": lang.t("review-way-here"),
            "paragraphs": [lang.t("review-way-here-help")],
        }));
    }
    sections.extend(figures(&found.lines, &found.drawn, lang));
    let own = Paper {
        title: lang.t("review-network-title"),
        board: found.network.name.clone(),
        team: None,
        programme: review.programme.clone(),
        term: review.term,
        runs: runs(review.runs, lang),
        figures: sections,
    };
    paper(own, &found.written, visit)
}

/// The teams side by side, in as many tables as it takes.
fn teams(view: &TeamsView, lang: Lang) -> Vec<Json> {
    let mut first = Some(lang.t("review-teams"));
    let columns: Vec<&String> = view.columns.iter().collect();
    let parts = columns.chunks(COLUMNS_MAX).enumerate().map(|(at, part)| {
        let mut titles = vec![json!({ "title": lang.t("network-team"), "share": 4 })];
        let each = part
            .iter()
            .map(|title| json!({ "title": title, "align": "right", "share": 3 }));
        titles.extend(each);
        let row = |name: &str, cells: &[Cell]| {
            let own = cells.iter().skip(at * COLUMNS_MAX).take(COLUMNS_MAX);
            let mut row = vec![name.to_owned()];
            row.extend(own.map(text));
            row
        };
        let mut rows: Vec<Vec<String>> = view
            .rows
            .iter()
            .map(|team| row(&named(team), &team.cells))
            .collect();
        rows.push(row(&lang.t("review-whole"), &view.whole));
        let heading = first.take().unwrap_or_else(|| lang.t("review-teams-more"));
        json!({ "heading": heading, "table": { "columns": titles, "rows": rows } })
    });
    parts.collect()
}

/// A team, and from whom its figures come where it is counted elsewhere.
fn named(team: &TeamRow) -> String {
    match team.sent.is_empty() {
        true => team.name.clone(),
        false => format!("{} ({})", team.name, team.sent),
    }
}

/// A value above what stands behind it.
fn text(cell: &Cell) -> String {
    let lines = [cell.value.as_str(), cell.parts.as_str()];
    let filled = lines.into_iter().filter(|line| !line.is_empty());
    filled.collect::<Vec<&str>>().join("\n")
}
