//! Naming somebody responsible for an opening where nobody is any more.

use askama::Template;
use axum::extract::{Path, State};
use axum::response::{IntoResponse as _, Redirect, Response};
use hemma_app::error::Error;
use hemma_app::opening::replace::Orphan;
use hemma_domain::ids::{OpeningId, StaffId};

use super::one::at;
use crate::http::Site;
use crate::http::error::PageError;
use crate::http::form::Faults;
use crate::http::posted::Posted;
use crate::http::url;
use crate::http::visit::Visit;
use crate::lang::Lang;
use crate::page::{Frame, Samples, render, unprocessable};

/// Who is to be responsible, and why.
#[derive(Template)]
#[template(path = "opening/replace.html")]
pub struct ReplacePage {
    pub frame: Frame,
    pub lang: Lang,
    pub list: String,
    pub url: String,
    pub version: i64,
    pub post: String,
    pub place: String,
    /// Value, name, and whether they are chosen.
    pub candidates: Vec<(String, String, bool)>,
    pub reason: String,
    pub faults: Faults,
}

impl ReplacePage {
    fn of(visit: &Visit, found: Orphan, (typed, faults): (&Posted, Faults)) -> ReplacePage {
        let candidate = |(id, name): (StaffId, String)| {
            let value = id.to_string();
            let is_chosen = value == typed.get("staff");
            (value, name, is_chosen)
        };
        ReplacePage {
            frame: Frame::of(visit, "opening-replace"),
            lang: visit.lang,
            list: url::openings(),
            url: format!("{}/replace", url::opening(found.id)),
            version: found.version,
            post: found.post,
            place: found.place,
            candidates: found.candidates.into_iter().map(candidate).collect(),
            reason: typed.get("reason").to_owned(),
            faults,
        }
    }
}

pub(super) async fn get(
    visit: Visit,
    State(site): State<Site>,
    Path(id): Path<OpeningId>,
) -> Result<Response, PageError> {
    let found = site.app.orphan(&visit.ctx, id).await;
    let found = found.map_err(PageError::to(&visit))?;
    let blank = (&Posted::default(), Faults::none());
    render(&visit, &ReplacePage::of(&visit, found, blank))
}

pub(super) async fn post(
    visit: Visit,
    State(site): State<Site>,
    Path(id): Path<OpeningId>,
    posted: Posted,
) -> Result<Response, PageError> {
    let done = match posted.get("staff").parse() {
        Ok(staff) => {
            let named = (staff, posted.get("reason"));
            site.app
                .replace_responsible(&visit.ctx, at(id, &posted), named)
                .await
        }
        Err(_) => Err(Error::invalid("staff", "opening-fault-replace-who")),
    };
    let faults = match done {
        Ok(()) => {
            let to = format!("{}?done=opening-replaced", url::openings());
            return Ok(Redirect::to(&to).into_response());
        }
        Err(Error::Invalid(faults)) => Faults::of(faults),
        Err(err) => return Err(PageError::to(&visit)(err)),
    };
    let found = site.app.orphan(&visit.ctx, id).await;
    let found = found.map_err(PageError::to(&visit))?;
    render(&visit, &ReplacePage::of(&visit, found, (&posted, faults))).map(unprocessable)
}

impl Samples for ReplacePage {
    fn samples() -> Vec<(&'static str, ReplacePage)> {
        let page = |lang: Lang, reason: &str, faults| ReplacePage {
            frame: Frame::sample(lang),
            lang,
            list: "/".to_owned(),
            url: "/".to_owned(),
            version: 1,
            post: "Familjebehandlare".to_owned(),
            place: "Björkdalen".to_owned(),
            candidates: vec![("1".to_owned(), "Gun Alebäck".to_owned(), true)],
            reason: reason.to_owned(),
            faults,
        };
        let mut wrong = Faults::none();
        wrong.add("reason", "opening-fault-replace-reason");
        vec![
            ("blank", page(Lang::SV, "", Faults::none())),
            ("with faults", page(Lang::EN, "", wrong)),
        ]
    }
}
