//! The forms of a case: which there are, and each to read.

mod edit;
mod field;
mod occasions;
mod safety;
mod samples;
pub mod view;

use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use hemma_app::artefact::{KindPage, KindState, Version};
use hemma_app::case::CaseHead;
use hemma_app::error::Error;
use hemma_domain::access::CaseAction;
use hemma_domain::artefact::{ArtefactState, Signature};
use hemma_domain::ids::{ArtefactId, CaseId};
use hemma_domain::programme::{
    ArtefactKind, ArtefactRole, Field, FieldKind, OncePer, Signatures, Value,
};
use hemma_domain::time::Day;
use hemma_draw::{Format, Frame as Drawing, Spark};

use self::view::{FieldRead, Reader};
use crate::http::Site;
use crate::http::error::PageError;
use crate::http::form::{self, Faults};
use crate::http::posted::Posted;
use crate::http::route::{Access, Routes};
use crate::http::url;
use crate::http::visit::Visit;
use crate::lang::Lang;
use crate::page::case::HeadView;
use crate::page::{Frame, Sampled, render, unprocessable};

/// Columns of the table of a form that a case has many of: what fits beside each other.
const COLUMNS_MAX: usize = 5;

/// The routes of this page.
pub fn routes() -> Routes {
    let (see, write) = (
        Access::Case(CaseAction::See),
        Access::Case(CaseAction::WriteArtefact),
    );
    Routes::default()
        .get("/cases/{case}/safety", see, safety::get)
        .get("/cases/{case}/artefacts", see, get)
        .get("/cases/{case}/artefacts/{kind}", see, get_kind)
        .post("/cases/{case}/artefacts/{kind}/start", write, post_start)
        .get("/cases/{case}/artefacts/{kind}/edit", write, edit::get)
        .post("/cases/{case}/artefacts/{kind}/edit", write, edit::post)
        .post(
            "/cases/{case}/artefacts/{kind}/discard",
            write,
            edit::post_discard,
        )
        .get(
            "/cases/{case}/artefacts/{kind}/versions/{artefact}",
            see,
            get_version,
        )
        .post(
            "/cases/{case}/artefacts/{kind}/versions/{artefact}/signatures",
            write,
            post_signature,
        )
}

/// The forms of a case.
#[derive(Template)]
#[template(path = "artefact.html")]
pub struct ArtefactsPage {
    pub frame: Frame,
    pub lang: Lang,
    pub head: HeadView,
    pub kinds: Vec<KindRow>,
}

/// One kind of form in the list.
#[derive(Debug, Clone)]
pub struct KindRow {
    pub url: String,
    pub label: String,
    pub help: String,
    /// Class, icon and words of where it stands.
    pub state: (&'static str, &'static str, String),
    pub has_draft: bool,
}

/// One kind of form, or one version of it, to read.
#[derive(Template)]
#[template(path = "artefact/kind.html")]
pub struct KindView {
    pub frame: Frame,
    pub lang: Lang,
    pub head: HeadView,
    /// The address of the kind.
    pub url: String,
    pub label: String,
    pub help: String,
    pub is_many: bool,
    pub is_safety: bool,
    pub may_write: bool,
    /// Where the draft is gone on with; empty if there is none.
    pub draft_url: String,
    /// Id of the version that a new one starts from; empty to start afresh.
    pub from: String,
    pub shown: Option<ShownView>,
    /// A table of all occasions: column names, and rows.
    pub columns: Vec<String>,
    pub rows: Vec<OccasionRow>,
    /// Name and drawing of each number over time.
    pub curves: Vec<(String, String)>,
    pub history: Vec<HistoryRow>,
    pub signing: Option<SigningView>,
}

/// A version to read.
#[derive(Debug, Clone)]
pub struct ShownView {
    pub id: String,
    pub number: u32,
    pub is_in_force: bool,
    /// Who signed it and when.
    pub signed: String,
    /// When it is to be looked at again; empty if never.
    pub review: String,
    pub is_late: bool,
    pub fields: Vec<FieldRead>,
    /// Name, day and how it was given.
    pub names: Vec<(String, String, String)>,
}

/// One occasion in the table.
#[derive(Debug, Clone)]
pub struct OccasionRow {
    pub url: String,
    pub cells: Vec<String>,
    pub is_draft: bool,
    /// Who signed it or wrote on it last, and when.
    pub state: String,
}

/// One version in the history.
#[derive(Debug, Clone)]
pub struct HistoryRow {
    pub url: String,
    pub number: u32,
    pub signed: String,
    pub is_current: bool,
    pub is_shown: bool,
}

/// The form to put a name under a version.
#[derive(Debug, Clone)]
pub struct SigningView {
    pub action: String,
    /// Id, name, chosen: those who have not signed.
    pub persons: Vec<(String, String, bool)>,
    pub on: String,
    pub how: String,
    pub faults: Faults,
}

/// The address of one kind of form of a case.
pub fn address(case: CaseId, kind: &str) -> String {
    format!("{}/artefacts/{}", url::case(case), url::encode(kind))
}

async fn get(
    visit: Visit,
    State(site): State<Site>,
    Path(id): Path<CaseId>,
) -> Result<Response, PageError> {
    let found = site
        .app
        .artefacts(&visit.ctx, id)
        .await
        .map_err(PageError::to(&visit))?;
    let (lang, today) = (visit.lang, visit.ctx.today());
    let page = ArtefactsPage {
        frame: Frame::of(&visit, "form-title"),
        lang,
        head: HeadView::of(&found.head, &visit, "tab-forms"),
        kinds: found
            .kinds
            .iter()
            .map(|one| kind_row(one, id, (lang, today)))
            .collect(),
    };
    render(&visit, &page)
}

fn kind_row(one: &KindState, case: CaseId, (lang, today): (Lang, Day)) -> KindRow {
    let kind = &one.kind;
    let state = match &one.current {
        None if kind.required_before_goals => ("over", "overdue", lang.t("form-needed")),
        None => ("none", "none", lang.t("form-none")),
        Some(_) if kind.once_per == OncePer::Many => {
            ("ok", "ok", lang.t1("form-count", "count", one.in_force))
        }
        Some(current) => match current.review_on {
            Some(day) if day < today => (
                "over",
                "overdue",
                lang.t1("form-review-late", "day", lang.day(day)),
            ),
            _ => {
                let signed = current
                    .state
                    .signed()
                    .map(|(at, _)| lang.full_day(at.day()));
                (
                    "ok",
                    "ok",
                    lang.t2(
                        "form-in-force",
                        ("number", current.number),
                        ("day", signed.unwrap_or_default()),
                    ),
                )
            }
        },
    };
    KindRow {
        url: address(case, &kind.code),
        label: lang.words(&kind.label).to_owned(),
        help: lang.words(&kind.help).to_owned(),
        state,
        has_draft: one.draft.is_some(),
    }
}

async fn get_kind(
    visit: Visit,
    State(site): State<Site>,
    Path((id, kind)): Path<(CaseId, String)>,
) -> Result<Response, PageError> {
    let found = site
        .app
        .artefact_kind(&visit.ctx, id, (&kind, None))
        .await
        .map_err(PageError::to(&visit))?;
    render(&visit, &kind_view(&visit, &found))
}

async fn get_version(
    visit: Visit,
    State(site): State<Site>,
    Path((id, kind, version)): Path<(CaseId, String, ArtefactId)>,
) -> Result<Response, PageError> {
    let found = site
        .app
        .artefact_kind(&visit.ctx, id, (&kind, Some(version)))
        .await
        .map_err(PageError::to(&visit))?;
    render(&visit, &kind_view(&visit, &found))
}

async fn post_start(
    visit: Visit,
    State(site): State<Site>,
    Path((id, kind)): Path<(CaseId, String)>,
    sent: Posted,
) -> Result<Response, PageError> {
    let from = sent.get("from").parse().ok();
    let draft = site
        .app
        .start_artefact(&visit.ctx, id, (&kind, from))
        .await
        .map_err(PageError::to(&visit))?;
    let to = format!("{}/edit?draft={draft}", address(id, &kind));
    Ok(Redirect::to(&to).into_response())
}

async fn post_signature(
    visit: Visit,
    State(site): State<Site>,
    Path((id, kind, version)): Path<(CaseId, String, ArtefactId)>,
    sent: Posted,
) -> Result<Response, PageError> {
    let (person, on) = (
        sent.get("person").parse(),
        form::day(sent.get("on"), visit.ctx.today()),
    );
    let mut faults = Faults::none();
    if person.is_err() {
        faults.add("person", "error-form-signer");
    }
    if on.is_none() {
        faults.add("on", "error-form-day");
    }
    if let (Ok(person), Some(on)) = (person, on) {
        let signature = Signature {
            artefact: version,
            person,
            on,
            how: sent.get("how").trim().to_owned(),
        };
        let added = site.app.add_signature(&visit.ctx, id, (&kind, &signature));
        match added.await {
            Ok(()) => {
                let to = format!("{}/versions/{version}", address(id, &kind));
                return Ok(Redirect::to(&format!("{to}?done=form-name")).into_response());
            }
            Err(Error::Invalid(found)) => faults = Faults::of(found),
            Err(err) => return Err(PageError::to(&visit)(err)),
        }
    }
    let found = site
        .app
        .artefact_kind(&visit.ctx, id, (&kind, Some(version)))
        .await
        .map_err(PageError::to(&visit))?;
    let mut page = kind_view(&visit, &found);
    if let Some(signing) = &mut page.signing {
        for one in &mut signing.persons {
            one.2 = one.0 == sent.get("person");
        }
        signing.on = sent.get("on").to_owned();
        signing.how = sent.get("how").to_owned();
        signing.faults = faults;
        return Ok(unprocessable(render(&visit, &page)?));
    }
    Ok((StatusCode::CONFLICT, render(&visit, &page)?).into_response())
}

fn kind_view(visit: &Visit, found: &KindPage) -> KindView {
    let (lang, head, kind) = (visit.lang, &found.head, &found.kind);
    let reader = Reader {
        lang,
        persons: &head.persons,
    };
    let base = address(head.case.id, &kind.code);
    let is_many = kind.once_per == OncePer::Many;
    let may_write = head.may(CaseAction::WriteArtefact);
    // A version that is read stands among those of its own series.
    let series = found.shown.as_ref().map(|shown| shown.artefact.series);
    let of_series = || {
        found
            .versions
            .iter()
            .filter(|one| series.is_none_or(|series| one.artefact.series == series))
    };
    let draft = of_series().find(|one| one.artefact.state.is_draft());
    let draft = draft.filter(|_| may_write && (!is_many || series.is_some()));
    let table = if is_many && found.shown.is_none() {
        occasions::table(found, reader, may_write)
    } else {
        (Vec::new(), Vec::new(), Vec::new())
    };
    KindView {
        frame: Frame::of(visit, "form-title"),
        lang,
        label: lang.words(&kind.label).to_owned(),
        help: lang.words(&kind.help).to_owned(),
        is_many,
        is_safety: kind.role == ArtefactRole::Safety,
        may_write,
        draft_url: draft.map_or_else(String::new, |one| {
            format!("{base}/edit?draft={}", one.artefact.id)
        }),
        from: found
            .shown
            .as_ref()
            .map(|shown| shown.artefact.id.to_string())
            .unwrap_or_default(),
        shown: found
            .shown
            .as_ref()
            .map(|shown| shown_view(shown, &found.signatures, (kind, reader, visit.ctx.today()))),
        columns: table.0,
        rows: table.1,
        curves: table.2,
        history: if is_many && found.shown.is_none() {
            Vec::new()
        } else {
            history(of_series(), (lang, &base), found)
        },
        signing: signing(found, (lang, &base), visit.ctx.today()).filter(|_| may_write),
        head: HeadView::of(
            head,
            visit,
            if kind.role == ArtefactRole::Safety {
                "tab-safety"
            } else {
                "tab-forms"
            },
        ),
        url: base,
    }
}

/// A version to read, with the names under it.
fn shown_view(
    shown: &Version,
    signatures: &[Signature],
    (kind, reader, today): (&ArtefactKind, Reader<'_>, Day),
) -> ShownView {
    let (lang, artefact) = (reader.lang, &shown.artefact);
    let review = artefact.review_on;
    let is_in_force = artefact.state.is_in_force();
    ShownView {
        id: artefact.id.to_string(),
        number: artefact.number,
        is_in_force,
        signed: signed(shown, lang),
        review: review.map(|day| lang.full_day(day)).unwrap_or_default(),
        is_late: is_in_force && review.is_some_and(|day| day < today),
        fields: if kind.role == ArtefactRole::Safety {
            reader.at_the_door(kind, &artefact.values)
        } else {
            reader.form(kind, &artefact.values)
        },
        names: signatures
            .iter()
            .map(|one| {
                let person = reader.persons.iter().find(|person| person.id == one.person);
                let name = person.map(hemma_domain::person::Person::full_name);
                (
                    name.unwrap_or_else(|| lang.t("form-unknown-person")),
                    lang.full_day(one.on),
                    one.how.clone(),
                )
            })
            .collect(),
    }
}

fn signed(version: &Version, lang: Lang) -> String {
    let name = version.signed_name.as_deref().unwrap_or_default();
    match version.artefact.state {
        ArtefactState::Draft => lang.t2(
            "form-draft-by",
            ("name", &version.written_name),
            ("when", lang.moment(version.artefact.written_at)),
        ),
        ArtefactState::InForce { signed_at, .. } | ArtefactState::Superseded { signed_at, .. } => {
            lang.t2(
                "form-signed-by",
                ("name", name),
                ("day", lang.full_day(signed_at.day())),
            )
        }
    }
}

fn history<'a>(
    versions: impl Iterator<Item = &'a Version>,
    (lang, base): (Lang, &str),
    found: &KindPage,
) -> Vec<HistoryRow> {
    let shown = found.shown.as_ref().map(|shown| shown.artefact.id);
    versions
        .filter(|one| !one.artefact.state.is_draft())
        .map(|one| HistoryRow {
            url: format!("{base}/versions/{}", one.artefact.id),
            number: one.artefact.number,
            signed: signed(one, lang),
            is_current: one.artefact.state.is_in_force(),
            is_shown: shown == Some(one.artefact.id),
        })
        .collect()
}

fn signing(found: &KindPage, (lang, base): (Lang, &str), today: Day) -> Option<SigningView> {
    let shown = found.shown.as_ref()?;
    if found.kind.signatures != Signatures::Participants || !shown.artefact.state.is_in_force() {
        return None;
    }
    let signed = |id| found.signatures.iter().any(|one| one.person == id);
    let persons: Vec<(String, String, bool)> = found
        .head
        .persons
        .iter()
        .filter(|person| !signed(person.id))
        .map(|person| (person.id.to_string(), person.full_name(), false))
        .collect();
    (!persons.is_empty()).then(|| SigningView {
        action: format!("{base}/versions/{}/signatures", shown.artefact.id),
        persons,
        on: lang.full_day(today),
        how: String::new(),
        faults: Faults::none(),
    })
}

/// What a page says of whom a plan belongs to when it is printed.
fn printed(head: &CaseHead, visit: &Visit) -> String {
    visit.lang.t2(
        "form-printed",
        ("when", visit.lang.moment(visit.ctx.now)),
        (
            "name",
            format!("{}, {}", visit.who.staff.name, head.case.code),
        ),
    )
}

/// Every state of these pages.
pub fn samples() -> Vec<Sampled> {
    samples::all()
}
