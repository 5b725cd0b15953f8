//! A certificate in the typesetter's layout.

use axum::http::header;
use axum::response::{IntoResponse as _, Response};
use hemma_app::pdf::Typeset;
use hemma_app::training::Certificate;
use hemma_domain::code::Code as _;
use hemma_domain::staff::Language;
use serde_json::{Value as Json, json};

use super::length;
use crate::http::Site;
use crate::http::error::PageError;
use crate::http::visit::Visit;
use crate::lang::Lang;

/// The document, in the language in which the training was held whatever the screen is in.
fn document(found: &Certificate, visit: &Visit) -> Json {
    let content = &found.training.content;
    let lang = match content.language {
        Language::Swedish => Lang::SV,
        Language::English => Lang::EN,
    };
    let days = content.sessions.iter().map(|one| one.on);
    let there: Vec<String> = days
        .filter(|on| found.seat.attended.contains(on))
        .map(|on| on.to_string())
        .collect();
    let attended = found.training.half_days_of(&found.seat);
    let whole = match attended < content.half_days() {
        true => length(content.half_days(), lang),
        false => String::new(),
    };
    let made_at = visit.ctx.now;
    json!({
        "template": "certificate",
        "lang": content.language.code(),
        "title": lang.t("training-certificate-title"),
        "date": made_at.day().to_string(),
        "data": {
            "issuer": found.network,
            "name": found.name,
            "training": content.title,
            "what": found.what.as_ref().map(|name| lang.words(name)).unwrap_or_default(),
            "about": content.about,
            "days": there,
            "length": length(attended, lang),
            "whole": whole,
            "place": content.place,
            "signer": found.issued_by,
            "made_by": visit.who.staff.name,
            "made_at": format!("{} {}", made_at.day(), made_at.clock()),
        },
    })
}

/// The certificate as a file. Its name says nothing of whose it is.
pub(super) async fn file(
    visit: &Visit,
    site: &Site,
    found: &Certificate,
) -> Result<Response, PageError> {
    let set = site.app.typeset(&document(found, visit)).await;
    match set.map_err(PageError::to(visit))? {
        Typeset::Pdf(file) => {
            let headers = [
                (header::CONTENT_TYPE, "application/pdf"),
                (
                    header::CONTENT_DISPOSITION,
                    "inline; filename=\"intyg.pdf\"",
                ),
            ];
            Ok((headers, file).into_response())
        }
        // No page offers it where the helper is missing.
        Typeset::Missing => Err(PageError::to(visit)(hemma_app::error::Error::NotFound)),
    }
}
