//! What was typed, how a save is answered, and what two people see who wrote in the same field.

use askama::Template;
use axum::Form;
use axum::extract::{FromRequest, FromRequestParts, Request};
use axum::http::StatusCode;
use axum::response::{Html, IntoResponse, Redirect, Response};
use hemma_app::error::{Error, Result};
use serde::Deserialize;

use super::DraftView;
use crate::http::Site;
use crate::http::error::PageError;
use crate::http::keep::wants_json;
use crate::http::visit::Visit;
use crate::lang::Lang;
use crate::page::{Frame, Samples};

/// The fields of a form in the order in which they were sent; a name may come several times.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(transparent)]
pub struct Typed(pub Vec<(String, String)>);

impl Typed {
    /// The first value of a field; empty if it was not sent.
    pub fn get(&self, name: &str) -> &str {
        let found = self.0.iter().find(|(key, _)| key == name);
        found.map_or("", |(_, value)| value.as_str())
    }

    /// Every value of a field.
    pub fn all<'t>(&'t self, name: &'t str) -> impl Iterator<Item = &'t str> {
        let found = self.0.iter().filter(move |(key, _)| key == name);
        found.map(|(_, value)| value.as_str())
    }

    /// The version that the form was made from.
    pub fn version(&self) -> i64 {
        self.get("version").parse().unwrap_or(0)
    }

    fn with_version(&self, version: i64) -> Vec<(String, String)> {
        let others = self.0.iter().filter(|(key, _)| key != "version");
        let mut all: Vec<(String, String)> = others.cloned().collect();
        all.push(("version".to_owned(), version.to_string()));
        all
    }
}

/// Two texts that met.
#[derive(Debug, Clone, Default)]
pub struct Conflict {
    pub mine: Vec<(String, String)>,
    /// Empty if the other took the thing away.
    pub theirs: Vec<(String, String)>,
    /// Who wrote the other text and when; empty if that is not known.
    pub who: String,
    /// The version that the other text has.
    pub version: i64,
    /// Where one's own text goes: over the other, or as a new thing. Empty if it can only be copied.
    pub action: String,
    pub hidden: Vec<(String, String)>,
    pub back: String,
}

/// The conflict as a page of its own, where no script runs.
#[derive(Template)]
#[template(path = "week/conflict_page.html")]
pub struct ConflictPage {
    pub frame: Frame,
    pub lang: Lang,
    pub conflict: Conflict,
}

/// The conflict alone, for the script that puts it below the form.
#[derive(Template)]
#[template(path = "week/conflict.html")]
struct ConflictPart {
    lang: Lang,
    conflict: Conflict,
}

impl Conflict {
    /// What was typed about a thing that somebody took away meanwhile; `again` is where such a thing is added.
    pub(crate) fn removed(mine: Vec<(String, String)>, again: String) -> Conflict {
        Conflict {
            mine,
            action: again,
            ..Conflict::default()
        }
    }

    /// Whether the other took the thing away.
    pub fn is_removed(&self) -> bool {
        self.theirs.is_empty()
    }
}

/// A save that is tried: by whom, on which site, and what was typed.
pub(crate) struct Attempt {
    pub visit: Visit,
    pub site: Site,
    pub typed: Typed,
    /// Asked by a script, which stays on its page.
    scripted: bool,
}

impl FromRequest<Site> for Attempt {
    type Rejection = Response;

    async fn from_request(request: Request, site: &Site) -> std::result::Result<Attempt, Response> {
        let (mut parts, body) = request.into_parts();
        let visit = <Visit as FromRequestParts<Site>>::from_request_parts(&mut parts, site).await;
        let visit = visit.map_err(IntoResponse::into_response)?;
        let scripted = wants_json(&parts.headers);
        let form = Form::from_request(Request::from_parts(parts, body), site).await;
        let Form(typed) = form.map_err(IntoResponse::into_response)?;
        Ok(Attempt {
            visit,
            site: site.clone(),
            typed,
            scripted,
        })
    }
}

impl Attempt {
    /// Answers a save: the new version to a script, the page at `back` to a person; both texts if two people met.
    pub(crate) async fn finish<F>(
        &self,
        back: String,
        saved: Result<i64>,
        meet: F,
    ) -> std::result::Result<Response, PageError>
    where
        F: AsyncFnOnce() -> Result<Conflict>,
    {
        let visit = &self.visit;
        let path = visit.path.split('?').next().unwrap_or_default();
        match saved {
            Ok(version) => Ok(self.kept(&back, version)),
            Err(Error::Conflict) => {
                let met = meet().await.map_err(PageError::to(visit))?;
                let action = if met.is_removed() {
                    met.action.clone()
                } else {
                    path.to_owned()
                };
                let conflict = Conflict {
                    hidden: self.typed.with_version(met.version),
                    action,
                    back,
                    ..met
                };
                self.clash(conflict)
            }
            Err(Error::Invalid(faults)) if self.scripted => {
                let fault = faults
                    .first()
                    .map_or("error-invalid", |fault| fault.message);
                let told = serde_json::json!({ "error": visit.lang.t(fault) });
                Ok((StatusCode::UNPROCESSABLE_ENTITY, axum::Json(told)).into_response())
            }
            Err(err) => Err(PageError::to(visit)(err)),
        }
    }

    fn kept(&self, back: &str, version: i64) -> Response {
        if !self.scripted {
            return Redirect::to(back).into_response();
        }
        let at = self.visit.lang.time(self.visit.ctx.now);
        let saved = self.visit.lang.t1("week-saved", "at", at);
        axum::Json(serde_json::json!({ "saved": saved, "version": version })).into_response()
    }

    fn clash(&self, conflict: Conflict) -> std::result::Result<Response, PageError> {
        let visit = &self.visit;
        let lang = visit.lang;
        let html = if self.scripted {
            ConflictPart { lang, conflict }.render()
        } else {
            let frame = Frame::of(visit, "week-conflict-page");
            ConflictPage {
                frame,
                lang,
                conflict,
            }
            .render()
        };
        let html = html.map_err(|err| PageError::to(visit)(Error::Internal(err.into())))?;
        Ok((StatusCode::CONFLICT, Html(html)).into_response())
    }
}

/// Values with the names that people know them by.
pub(crate) fn labelled<const N: usize>(
    lang: Lang,
    labels: [&str; N],
    values: [String; N],
) -> Vec<(String, String)> {
    let labels = labels.into_iter().map(|key| lang.t(key));
    labels.zip(values).collect()
}

/// What the visitor left in the forms below an address: a session that ran out, a battery that died.
pub(super) async fn drafts(
    visit: &Visit,
    site: &Site,
    below: &str,
) -> std::result::Result<Vec<DraftView>, PageError> {
    if !visit.who.has_drafts {
        return Ok(Vec::new());
    }
    let found = site
        .app
        .drafts_under(&visit.ctx, &format!("{below}/"))
        .await;
    let found = found.map_err(PageError::to(visit))?;
    let read = found.into_iter().filter_map(|draft| {
        let fields: Vec<(String, String)> = serde_html_form::from_str(&draft.body).ok()?;
        let told: Vec<&str> = fields
            .iter()
            .filter(|(name, value)| READABLE.contains(&name.as_str()) && !value.is_empty())
            .map(|(_, value)| value.as_str())
            .collect();
        (!told.is_empty()).then(|| (draft.place, told.join("\n"), fields.clone()))
    });
    Ok(read.collect())
}

/// Fields that people write text in; the rest are choices and versions.
const READABLE: [&str; 10] = [
    "text", "evidence", "target", "answer", "note", "what", "who", "when", "measure", "wish",
];

impl Samples for ConflictPage {
    fn samples() -> Vec<(&'static str, ConflictPage)> {
        let side = |text: &str| vec![("Framsteg".to_owned(), text.to_owned())];
        let page = |conflict| ConflictPage {
            frame: Frame::sample(Lang::SV),
            lang: Lang::SV,
            conflict: Conflict {
                hidden: vec![("text".to_owned(), "Fyra lugna morgnar".to_owned())],
                back: "/".to_owned(),
                ..conflict
            },
        };
        let both = Conflict {
            mine: side("Fyra lugna morgnar"),
            theirs: side("Tre lugna morgnar"),
            who: "Gun Alebäck 14:02".to_owned(),
            version: 2,
            action: "/".to_owned(),
            ..Conflict::default()
        };
        let removed = |again: &str| Conflict::removed(side("Fyra lugna morgnar"), again.to_owned());
        vec![
            ("two texts", page(both)),
            ("removed meanwhile", page(removed("/"))),
            ("removed for good", page(removed(""))),
        ]
    }
}
