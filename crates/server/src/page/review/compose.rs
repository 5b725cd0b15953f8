//! A half-yearly review in the typesetter's layout.

use hemma_app::review::{DocumentPage as Found, Stays};
use hemma_domain::ids::StaffId;
use hemma_domain::review::{Action, Signed, Voice};
use hemma_draw::Format;
use serde_json::{Value as Json, json};

use super::document::series;
use super::team::{Group, groups, hidden, runs};
use super::{load, time, words};
use crate::http::visit::Visit;
use crate::lang::Lang;

/// The document, as whoever asks may see it.
pub(super) fn document(found: &Found, visit: &Visit) -> Json {
    let lang = visit.lang;
    let (review, written) = (&found.review, &found.document);
    let name = |id: StaffId| found.names.get(&id).cloned().unwrap_or_default();
    let title = format!(
        "{}, {}",
        lang.t("review-title"),
        words::term(review.term, lang)
    );
    let mut sections: Vec<Json> = groups(review, lang)
        .iter()
        .map(|group| table(group, found, lang))
        .collect();
    sections.extend(figures(found, lang));
    sections.extend(plots(found, lang));
    if let Some(previous) = found
        .previous
        .as_ref()
        .filter(|one| !one.actions.is_empty())
    {
        sections.push(followed(&previous.actions, &name, lang));
    }
    if !written.goals.is_empty() {
        sections.push(json!({ "heading": lang.t("review-goals"), "paragraphs": [written.goals] }));
    }
    let steps = written.actions.iter().map(|action| {
        json!({ "what": action.what, "who": name(action.owner), "by": action.due_on.to_string() })
    });
    let voices = [
        (Voice::Leader, written.leader),
        (Voice::Consultant, written.consultant),
    ];
    let made_at = visit.ctx.now;
    json!({
        "template": "review",
        "lang": lang.code(),
        "title": title,
        "date": found.frozen_on.unwrap_or(visit.ctx.today()).to_string(),
        "data": {
            "page": {
                "board": review.board,
                "team": review.team.name,
                "draft": !written.is_signed(),
                "made_by": visit.who.staff.name,
                "made_at": format!("{} {}", made_at.day(), made_at.clock()),
            },
            "facts": facts(found, lang),
            "summary": Some(&written.summary).filter(|text| !text.is_empty()),
            "sections": sections,
            "next_steps": steps.collect::<Vec<Json>>(),
            "signatures": voices.map(|(voice, signed)| signature((voice, signed), &name, lang)),
        },
    })
}

fn facts(found: &Found, lang: Lang) -> Vec<Json> {
    let review = &found.review;
    let counted = match found.frozen_on {
        Some(on) => lang.full_day(on),
        None => runs(review.runs, lang),
    };
    let rows = [
        (lang.t("review-col-period"), words::term(review.term, lang)),
        (lang.t("review-col-counted"), counted),
        (
            lang.t("review-col-programme"),
            review.team.programme.clone(),
        ),
    ];
    let filled = rows.into_iter().filter(|(_, value)| !value.is_empty());
    filled
        .map(|(label, value)| json!({ "label": label, "value": value }))
        .collect()
}

fn table(group: &Group, found: &Found, lang: Lang) -> Json {
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
    let hidden = [hidden(found.review.least, lang)];
    let hidden: Vec<&String> = hidden.iter().filter(|text| !text.is_empty()).collect();
    json!({
        "heading": group.title,
        "paragraphs": hidden,
        "table": {
            "columns": [
                { "title": lang.t("review-col-figure"), "share": 5 },
                { "title": lang.t("review-col-value"), "align": "right", "share": 3 },
                { "title": lang.t("review-col-behind"), "share": 4 },
                { "title": lang.t("review-col-goal"), "share": 3 },
                { "title": words::term(found.review.term.previous(), lang), "align": "right", "share": 3 },
            ],
            "rows": rows.collect::<Vec<Json>>(),
        },
    })
}

fn figures(found: &Found, lang: Lang) -> Vec<Json> {
    let each = found.drawn.iter().filter_map(|one| {
        let series = series(found, one);
        let svg = series.svg("figure", Format::Page, lang)?;
        Some(json!({
            "heading": lang.name(one.figure),
            "figure": { "svg": svg, "alt": series.told(lang), "caption": words::about(one.figure, lang) },
        }))
    });
    each.collect()
}

/// Time in treatment and the load of the team.
fn plots(found: &Found, lang: Lang) -> Vec<Json> {
    let Some(plots) = &found.review.plots else {
        return Vec::new();
    };
    let section = |key: &str, (svg, alt): (String, String), caption: String| {
        json!({
            "heading": lang.t(key),
            "figure": { "svg": svg, "alt": alt, "caption": caption },
        })
    };
    let time = time::svg(&plots.time, lang).map(|drawing| {
        let said = match &plots.time.own {
            Stays::Known(curve) => time::lead(&plots.time, curve, lang),
            Stays::None | Stays::Hidden => String::new(),
        };
        let caption = format!("{said} {}", time::caption(&plots.time, lang));
        section("review-time", drawing, caption)
    });
    let load = load::svg(&plots.load, lang)
        .map(|drawing| section("review-load", drawing, lang.t("review-load-help")));
    [time, load].into_iter().flatten().collect()
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

fn signature(
    (voice, signed): (Voice, Option<Signed>),
    name: &impl Fn(StaffId) -> String,
    lang: Lang,
) -> Json {
    let role = lang.name(voice);
    match signed {
        Some(signed) => json!({
            "name": name(signed.by),
            "role": role,
            "signed_at": format!("{} {}", signed.at.day(), signed.at.clock()),
        }),
        None => json!({ "name": role, "role": "" }),
    }
}
