//! A half-yearly review in the typesetter's layout.

pub(super) mod network;
pub(super) mod team;

use hemma_app::review::{Drawn, Line, TimeInTreatment, Written};
use hemma_domain::ids::StaffId;
use hemma_domain::review::{Action, Signed, Term};
use hemma_draw::Format;
use serde_json::{Value as Json, json};

use super::document::{drawn_name, series, signatures, voice};
use super::team::Group;
use super::time::{self, Whose};
use super::words;
use crate::http::visit::Visit;
use crate::lang::Lang;

/// What the papers of a team and of a network do not have in common.
struct Paper {
    title: String,
    /// Who answers for it, above every page.
    board: String,
    /// The team, where it is one team's.
    team: Option<String>,
    programme: String,
    term: Term,
    /// Said in place of a day where the half-year runs.
    runs: String,
    figures: Vec<Json>,
}

/// The document, as whoever asks may see it.
fn paper(paper: Paper, written: &Written, visit: &Visit) -> Json {
    let lang = visit.lang;
    let document = &written.document;
    let name = |id: StaffId| written.names.get(&id).cloned().unwrap_or_default();
    let facts = facts(&paper, written, lang);
    let mut sections = paper.figures;
    let previous = written.previous.as_ref();
    if let Some(previous) = previous.filter(|one| !one.actions.is_empty()) {
        sections.push(followed(&previous.actions, &name, lang));
    }
    if !document.goals.is_empty() {
        sections.push(json!({ "heading": lang.t("review-goals"), "paragraphs": [document.goals] }));
    }
    let steps = document.actions.iter().map(|action| {
        json!({ "what": action.what, "who": name(action.owner), "by": action.due_on.to_string() })
    });
    let signatures = signatures(written).map(|(one, signed)| {
        let role = voice((&document.subject, one), lang);
        signature((role, signed), &name)
    });
    let made_at = visit.ctx.now;
    json!({
        "template": "review",
        "lang": lang.code(),
        "title": format!("{}, {}", paper.title, words::term(paper.term, lang)),
        "date": written.frozen_on().unwrap_or(visit.ctx.today()).to_string(),
        "data": {
            "page": {
                "board": paper.board,
                "team": paper.team,
                "draft": !document.is_signed(),
                "made_by": visit.who.staff.name,
                "made_at": format!("{} {}", made_at.day(), made_at.clock()),
            },
            "facts": facts,
            "summary": Some(&document.summary).filter(|text| !text.is_empty()),
            "sections": sections,
            "next_steps": steps.collect::<Vec<Json>>(),
            "signatures": signatures,
        },
    })
}

fn facts(paper: &Paper, written: &Written, lang: Lang) -> Vec<Json> {
    let counted = match written.frozen_on() {
        Some(on) => lang.full_day(on),
        None => paper.runs.clone(),
    };
    let rows = [
        (lang.t("review-col-period"), words::term(paper.term, lang)),
        (lang.t("review-col-counted"), counted),
        (lang.t("review-col-programme"), paper.programme.clone()),
    ];
    let filled = rows.into_iter().filter(|(_, value)| !value.is_empty());
    filled
        .map(|(label, value)| json!({ "label": label, "value": value }))
        .collect()
}

/// Figures that belong together.
fn table(group: &Group, (term, hidden): (Term, &str), lang: Lang) -> Json {
    let rows = group.rows.iter().map(|row| {
        let told = [row.parts.clone(), row.interval.clone()];
        let told: Vec<String> = told.into_iter().filter(|text| !text.is_empty()).collect();
        let met = row.met.as_ref().map_or("", |signal| signal.text.as_str());
        let goal = [row.goal.as_str(), met]
            .into_iter()
            .filter(|text| !text.is_empty());
        json!([
            row.label,
            row.value,
            told.join(", "),
            goal.collect::<Vec<&str>>().join("\n"),
            row.before
        ])
    });
    let hidden: Vec<&str> = [hidden]
        .into_iter()
        .filter(|text| !text.is_empty())
        .collect();
    json!({
        "heading": group.title,
        "paragraphs": hidden,
        "table": {
            "columns": [
                { "title": lang.t("review-col-figure"), "share": 5 },
                { "title": lang.t("review-col-value"), "align": "right", "share": 3 },
                { "title": lang.t("review-col-behind"), "share": 4 },
                { "title": lang.t("review-col-goal"), "share": 3 },
                { "title": words::term(term.previous(), lang), "align": "right", "share": 3 },
            ],
            "rows": rows.collect::<Vec<Json>>(),
        },
    })
}

/// Each figure's way here.
fn figures(lines: &[Line], drawn: &[Drawn], lang: Lang) -> Vec<Json> {
    let each = drawn.iter().filter_map(|one| {
        let series = series(lines, one);
        let svg = series.svg("figure", Format::Page, lang)?;
        let caption = words::about(one.figure, lang);
        Some(section(
            drawn_name(one, lang),
            (svg, series.told(lang)),
            caption,
        ))
    });
    each.collect()
}

/// A drawing under its heading.
fn section(heading: String, (svg, alt): (String, String), caption: String) -> Json {
    json!({
        "heading": heading,
        "figure": { "svg": svg, "alt": alt, "caption": caption },
    })
}

/// How long cases last; none where there is nothing to draw.
fn time_in_treatment(
    (found, whose): (&TimeInTreatment, Whose),
    said: &str,
    lang: Lang,
) -> Option<Json> {
    let drawing = time::svg(found, whose, lang)?;
    let caption = format!("{said} {}", time::caption(found, lang));
    Some(section(lang.t("review-time"), drawing, caption))
}

fn followed(actions: &[Action], name: &impl Fn(StaffId) -> String, lang: Lang) -> Json {
    let rows = actions.iter().map(|action| {
        let outcome = [lang.name(action.outcome), action.remark.clone()];
        let outcome = outcome.into_iter().filter(|text| !text.is_empty());
        json!([
            action.what,
            name(action.owner),
            outcome.collect::<Vec<_>>().join(". ")
        ])
    });
    json!({
        "heading": lang.t("review-follow-ups"),
        "table": {
            "columns": [
                { "title": lang.t("review-col-action"), "share": 5 },
                { "title": lang.t("review-col-owner"), "share": 3 },
                { "title": lang.t("review-col-outcome"), "share": 4 },
            ],
            "rows": rows.collect::<Vec<Json>>(),
        },
    })
}

fn signature((role, signed): (String, Option<Signed>), name: &impl Fn(StaffId) -> String) -> Json {
    match signed {
        Some(signed) => json!({
            "name": name(signed.by),
            "role": role,
            "signed_at": format!("{} {}", signed.at.day(), signed.at.clock()),
        }),
        None => json!({ "name": role, "role": "" }),
    }
}
