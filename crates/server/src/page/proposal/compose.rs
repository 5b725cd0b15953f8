//! A proposal in the typesetter's layout.

use hemma_app::proposal::OneProposal;
use hemma_domain::code::Code as _;
use hemma_domain::proposal::Line;
use serde_json::{Value as Json, json};

use super::typed::paragraphs;
use crate::http::visit::Visit;
use crate::lang::Lang;

/// The document, in the language of its layout whatever the screen is in.
pub(super) fn document(found: &OneProposal, visit: &Visit) -> Json {
    let (layout, content) = (&found.layout, &found.proposal.content);
    let lang = match layout.language.code() {
        "en" => Lang::EN,
        _ => Lang::SV,
    };
    let sections = layout.sections_of(&found.template).filter_map(|section| {
        let text = content.texts.get(&section.code)?;
        Some(json!({
            "heading": section.title,
            "paragraphs": paragraphs(text),
            "is_economy": section.code == "economy",
        }))
    });
    let trip = content.trip.as_ref().map(|trip| {
        json!({
            "place": trip.place,
            "from": trip.from.to_string(),
            "to": trip.to.to_string(),
            "participants": trip.participants,
            "alternatives": trip.alternatives,
        })
    });
    let made_at = visit.ctx.now;
    json!({
        "template": "proposal",
        "lang": layout.language.code(),
        "title": if content.heading.is_empty() { &layout.document } else { &content.heading },
        "date": content.dated_on.to_string(),
        "data": {
            "document": layout.document,
            "office": content.office,
            "department": content.department,
            "diary": content.diary,
            "draft": found.proposal.course.is_open(),
            "handler": content.handler.name,
            "phone": content.handler.phone,
            "addressee": content.addressee,
            "meeting_on": content.meeting_on.map(|day| day.to_string()),
            "decision": layout.decision,
            "points": content.points,
            "sections": sections.collect::<Vec<Json>>(),
            "trip": trip,
            "costs": amounts(&content.costs, lang),
            "funding": amounts(&content.funding, lang),
            "sum": lang.money(content.cost().unwrap_or_default()),
            "attachments": content.listed(&found.attachments),
            "signers": content.signers,
            "made_by": visit.who.staff.name,
            "made_at": format!("{} {}", made_at.day(), made_at.clock()),
        },
    })
}

fn amounts(lines: &[Line], lang: Lang) -> Vec<Json> {
    let amount = |one: &Line| json!({ "what": one.what, "amount": lang.money(one.amount) });
    lines.iter().map(amount).collect()
}
