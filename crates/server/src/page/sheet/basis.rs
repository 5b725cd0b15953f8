//! On which basis another board's staff may read the sheet.

use askama::Template;
use axum::extract::{Path, State};
use axum::response::{IntoResponse as _, Redirect, Response};
use hemma_app::basis::{Bases, Named, NewBasis};
use hemma_app::error::Error;
use hemma_domain::code::Code as _;
use hemma_domain::ids::{BasisId, CaseId};
use hemma_domain::sheet::BasisKind;
use hemma_domain::time::{Day, Instant};
use serde::Deserialize;

use crate::http::Site;
use crate::http::error::PageError;
use crate::http::form::{self, Faults};
use crate::http::url;
use crate::http::visit::Visit;
use crate::lang::Lang;
use crate::page::case::HeadView;
use crate::page::team_week::Signal;
use crate::page::{Frame, render, unprocessable};

/// One basis.
#[derive(Debug, Clone)]
pub(super) struct BasisView {
    pub kind: String,
    pub state: Signal,
    pub reason: String,
    pub recorded: String,
    pub revoked: String,
    /// Where it is taken back; empty where it is over.
    pub revoke: String,
}

/// The bases of a family.
#[derive(Template)]
#[template(path = "sheet/bases.html")]
pub(super) struct BasesPage {
    pub frame: Frame,
    pub lang: Lang,
    pub head: HeadView,
    pub url: String,
    pub sheet: String,
    pub bases: Vec<BasisView>,
    /// Kinds that the board lets count: code and words.
    pub kinds: Vec<(&'static str, String)>,
    /// Consents to rest on: id and words.
    pub consents: Vec<(String, String)>,
    pub typed: BasisForm,
    pub faults: Faults,
}

/// A basis as it was typed.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(super) struct BasisForm {
    pub kind: String,
    pub consent: String,
    pub until: String,
    pub reason: String,
}

impl BasisForm {
    fn read(&self, today: Day) -> Result<NewBasis, Faults> {
        let mut faults = Faults::none();
        let kind = BasisKind::from_code(&self.kind);
        let until = form::day_from(&self.until, today);
        if kind.is_none() {
            faults.add("kind", "basis-fault-kind");
        }
        if until.is_none() {
            faults.add("until", "basis-fault-day");
        }
        let (Some(kind), Some(until)) = (kind, until) else {
            return Err(faults);
        };
        Ok(NewBasis {
            kind,
            consent: self.consent.parse().ok(),
            until,
            reason: self.reason.clone(),
        })
    }
}

fn basis(one: &Named, url: &str, (lang, now): (Lang, Instant)) -> BasisView {
    let basis = &one.basis;
    let holds = basis.is_in_force(now);
    let until = lang.full_day(basis.until);
    let named = |key: &str, name: &str, at| lang.t2(key, ("name", name), ("when", lang.moment(at)));
    BasisView {
        kind: lang.name(basis.kind),
        state: match holds {
            true => Signal::new("ok", "ok", lang.t1("basis-until", "day", until)),
            false => Signal::new("none", "none", lang.t("basis-over")),
        },
        reason: basis.reason.clone(),
        recorded: named("basis-recorded", &one.recorded_by, basis.recorded.0),
        revoked: basis.revoked.map_or_else(String::new, |(at, _)| {
            named(
                "basis-revoked",
                one.revoked_by.as_deref().unwrap_or_default(),
                at,
            )
        }),
        revoke: match holds {
            true => format!("{url}/{}", basis.id),
            false => String::new(),
        },
    }
}

fn page(visit: &Visit, found: &Bases, typed: BasisForm) -> BasesPage {
    let (lang, head) = (visit.lang, &found.head);
    let sheet = url::sheet(head.case.id);
    let url = format!("{sheet}/bases");
    let here = (lang, visit.ctx.now);
    let consent = |one: &hemma_domain::consent::Consent| {
        let person = head.persons.iter().find(|person| person.id == one.by);
        let name = person
            .map(|person| person.given_name.as_str())
            .unwrap_or_default();
        let words = format!("{name}, {}, {}", one.party, lang.day(one.on));
        (one.id.to_string(), words)
    };
    BasesPage {
        frame: Frame::of(visit, "basis-title"),
        lang,
        bases: found
            .bases
            .iter()
            .map(|one| basis(one, &url, here))
            .collect(),
        kinds: found
            .allowed
            .iter()
            .map(|kind| (kind.code(), lang.name(*kind)))
            .collect(),
        consents: found.consents.iter().map(consent).collect(),
        head: HeadView::of(head, visit, "tab-sheet"),
        url,
        sheet,
        typed,
        faults: Faults::none(),
    }
}

pub(super) async fn get(
    visit: Visit,
    State(site): State<Site>,
    Path(id): Path<CaseId>,
) -> Result<Response, PageError> {
    let found = site.app.bases(&visit.ctx, id).await;
    let found = found.map_err(PageError::to(&visit))?;
    render(&visit, &page(&visit, &found, BasisForm::default()))
}

pub(super) async fn post(
    visit: Visit,
    State(site): State<Site>,
    Path(id): Path<CaseId>,
    axum::Form(typed): axum::Form<BasisForm>,
) -> Result<Response, PageError> {
    let faults = match typed.read(visit.ctx.today()) {
        Ok(new) => match site.app.record_basis(&visit.ctx, id, &new).await {
            Ok(_) => return Ok(done(id, "basis-recorded")),
            Err(Error::Invalid(faults)) => Faults::of(faults),
            Err(err) => return Err(PageError::to(&visit)(err)),
        },
        Err(faults) => faults,
    };
    let found = site.app.bases(&visit.ctx, id).await;
    let found = found.map_err(PageError::to(&visit))?;
    let page = BasesPage {
        faults,
        ..page(&visit, &found, typed)
    };
    Ok(unprocessable(render(&visit, &page)?))
}

pub(super) async fn post_revoke(
    visit: Visit,
    State(site): State<Site>,
    Path((id, basis)): Path<(CaseId, BasisId)>,
) -> Result<Response, PageError> {
    let revoked = site.app.revoke_basis(&visit.ctx, id, basis).await;
    revoked.map_err(PageError::to(&visit))?;
    Ok(done(id, "basis-revoked"))
}

fn done(id: CaseId, what: &str) -> Response {
    let to = format!("{}/bases?done={what}", url::sheet(id));
    Redirect::to(&to).into_response()
}
