//! An advert in the typesetter's layout.

use hemma_app::briefing::OneBriefing;
use hemma_app::opening::OneOpening;
use hemma_domain::code::Code as _;
use serde_json::{Value as Json, json};

use super::briefing;
use crate::http::url;
use crate::http::visit::Visit;
use crate::page::application::AdvertView;

/// The document: what the public page says, and where one applies while anybody can.
pub(super) fn advert(
    (found, meetings): (&OneOpening, &[OneBriefing]),
    visit: &Visit,
    origin: &str,
) -> Json {
    let (lang, opening) = (visit.lang, &found.opening);
    let said = AdvertView::of(&opening.profile, &found.place, lang);
    let facts = said.facts.iter();
    let facts = facts.map(|(label, value)| json!({ "label": label, "value": value }));
    let coming = briefing::coming(meetings, visit.ctx.now, lang).into_iter();
    let coming = coming.map(|(at, place)| format!("{at}, {place}")).collect();
    let lists = [
        ("application-musts", &said.musts),
        ("application-merits", &said.merits),
        ("application-steps", &said.steps),
        ("briefing-meetings", &coming),
    ];
    let lists = lists.iter().filter(|(_, items)| !items.is_empty());
    let lists = lists.map(|(key, items)| json!({ "heading": lang.t(key), "items": items }));
    let now = visit.ctx.now;
    json!({
        "template": "advert",
        "lang": lang.0.code(),
        "title": said.post,
        "date": now.day().to_string(),
        "data": {
            "team": said.team,
            "facts": facts.collect::<Vec<Json>>(),
            "heading": lang.t("application-about"),
            "about": said.about,
            "lists": lists.collect::<Vec<Json>>(),
            "apply": lang.t("opening-apply-at"),
            "address": match opening.is_public(now.day()) {
                true => format!("{origin}{}", url::job(opening.id)),
                false => String::new(),
            },
            "made_by": visit.who.staff.name,
            "made_at": format!("{} {}", now.day(), now.clock()),
        },
    })
}
