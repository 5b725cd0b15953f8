//! A team's half-yearly review on paper.

use hemma_app::review::TeamDocument;
use serde_json::{Value as Json, json};

use super::{Paper, figures, paper, section, table, time_in_treatment};
use crate::http::visit::Visit;
use crate::lang::Lang;
use crate::page::review::document::team::undrawn;
use crate::page::review::load;
use crate::page::review::team::{groups, hidden, uncounted};
use crate::page::review::time::{self, Whose};

/// The document, as whoever asks may see it.
pub(in crate::page::review) fn document(found: &TeamDocument, visit: &Visit) -> Json {
    let lang = visit.lang;
    let review = &found.review;
    let hidden = hidden(review.least, lang);
    let groups = groups(&review.lines, |_| String::new(), lang);
    let tables = groups
        .iter()
        .map(|group| table(group, (review.term, &hidden), lang));
    let mut sections: Vec<Json> = tables.collect();
    sections.extend(figures(&review.lines, &found.drawn, lang));
    sections.extend(plots(found, lang));
    if found.lacks_drawings {
        let told = undrawn(found, lang);
        sections.push(json!({ "heading": lang.t("review-quarters"), "paragraphs": [told] }));
    }
    let own = Paper {
        title: lang.t("review-title"),
        board: review.board.clone(),
        team: Some(review.team.name.clone()),
        programme: review.team.programme.clone(),
        term: review.term,
        runs: uncounted(review, lang),
        figures: sections,
    };
    paper(own, &found.written, visit)
}

/// Time in treatment and the load of the team.
fn plots(found: &TeamDocument, lang: Lang) -> Vec<Json> {
    let Some(plots) = &found.review.plots else {
        return Vec::new();
    };
    let said = time::said(&plots.time, lang);
    let time = time_in_treatment((&plots.time, Whose::Team), &said, lang);
    let load = load::svg(&plots.load, lang)
        .map(|drawing| section(lang.t("review-load"), drawing, lang.t("review-load-help")));
    [time, load].into_iter().flatten().collect()
}
