//! The form for an entry: new, a draft, or an addition to an entry that is locked.

use askama::Template;
use axum::extract::{Path, Query, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{Html, IntoResponse, Redirect, Response};
use hemma_app::error::Error;
use hemma_app::journal::{NoteForm, NoteInput, Sign};
use hemma_domain::code::Code;
use hemma_domain::ids::{CaseId, NoteId, PersonId};
use hemma_domain::note::{Note, NoteKind};
use hemma_domain::time::Day;
use serde::Deserialize;

use super::EntryView;
use crate::http::Site;
use crate::http::error::PageError;
use crate::http::form::{self, Faults};
use crate::http::keep;
use crate::http::posted::{self, Posted};
use crate::http::url;
use crate::http::visit::Visit;
use crate::lang::Lang;
use crate::page::case::HeadView;
use crate::page::draft;
use crate::page::{Frame, Sampled, Samples, render, sampled, unprocessable};

/// What somebody typed, as they typed it.
#[derive(Debug, Clone, Default)]
pub(super) struct Typed {
    pub on: String,
    pub heading: String,
    pub body: String,
    pub source: String,
    pub persons: Vec<String>,
    pub kind: String,
    pub version: String,
}

impl Typed {
    fn of(form: &Posted) -> Typed {
        let text = |name| form.get(name).to_owned();
        Typed {
            on: text("on"),
            heading: text("heading"),
            body: text("body"),
            source: text("source"),
            persons: form.all("persons").map(str::to_owned).collect(),
            kind: text("kind"),
            version: text("version"),
        }
    }

    fn of_note(note: &Note, lang: Lang) -> Typed {
        Typed {
            on: lang.full_day(note.on),
            heading: note.heading.clone(),
            body: note.body.clone(),
            source: note.source.clone(),
            persons: note.persons.iter().map(PersonId::to_string).collect(),
            kind: note.kind.code().to_owned(),
            version: note.version.to_string(),
        }
    }

    fn empty(today: Day, lang: Lang) -> Typed {
        Typed {
            on: lang.full_day(today),
            ..Typed::default()
        }
    }

    fn input(&self, today: Day, sign: Sign) -> Result<NoteInput, Faults> {
        let mut faults = Faults::none();
        let on = form::day(&self.on, today);
        if on.is_none() {
            faults.add("on", "error-note-day");
        }
        let persons: Result<Vec<PersonId>, _> = self.persons.iter().map(|id| id.parse()).collect();
        if persons.is_err() {
            faults.add("persons", "error-note-person");
        }
        match (on, persons) {
            (Some(on), Ok(persons)) => Ok(NoteInput {
                on,
                heading: self.heading.clone(),
                body: self.body.clone(),
                source: self.source.clone(),
                persons,
                sign,
            }),
            _ => Err(faults),
        }
    }
}

/// The form for an entry.
#[derive(Template)]
#[template(path = "journal/form.html")]
pub(super) struct NotePage {
    pub frame: Frame,
    pub lang: Lang,
    pub head: HeadView,
    /// The journal's address.
    pub journal: String,
    /// Where the form is sent.
    pub action: String,
    /// The key of the heading.
    pub title: &'static str,
    /// A draft that is there already, to be saved while typing.
    pub is_draft: bool,
    /// When the draft locks by itself; empty for a new entry.
    pub locks: String,
    pub about: Option<EntryView>,
    /// For an addition: code, words and help of each kind.
    pub kinds: Vec<(&'static str, String, String)>,
    /// Id, name, chosen.
    pub persons: Vec<(String, String, bool)>,
    pub typed: Typed,
    pub faults: Faults,
    pub conflict: Option<ConflictView>,
}

/// What two windows wrote into one draft.
#[derive(Template, Clone)]
#[template(path = "journal/conflict.html")]
pub(super) struct ConflictView {
    pub lang: Lang,
    pub mine: String,
    pub theirs: String,
    /// The version of what is stored, which one's own text would replace.
    pub version: i64,
    /// Where to see what is stored.
    pub url: String,
}

/// Which form it is.
#[derive(Debug, Clone, Copy)]
enum Which {
    New,
    Draft(NoteId),
    Addition(NoteId),
}

impl Which {
    fn action(self, journal: &str) -> String {
        match self {
            Which::New => journal.to_owned(),
            Which::Draft(id) => format!("{journal}/{id}"),
            Which::Addition(id) => format!("{journal}/{id}/additions"),
        }
    }
}

impl NotePage {
    fn of(visit: &Visit, form: &NoteForm, which: Which, typed: Typed) -> NotePage {
        let (lang, head) = (visit.lang, &form.head);
        let journal = address(head.case.id);
        let title = match which {
            Which::New => "journal-new",
            Which::Draft(_) => "journal-change",
            Which::Addition(_) => "journal-add",
        };
        let locks = form.draft.as_ref().map(|note| {
            let day = note.written_at.day().plus(i64::from(form.lock_days));
            lang.long_day(day)
        });
        let part = (head.persons.as_slice(), form.lock_days);
        NotePage {
            frame: Frame::of(visit, "journal-title"),
            lang,
            action: which.action(&journal),
            title,
            is_draft: form.draft.is_some(),
            locks: locks.unwrap_or_default(),
            about: form
                .about
                .as_ref()
                .map(|entry| EntryView::of(entry, (lang, &journal), part)),
            kinds: kinds(lang, which),
            persons: head
                .persons
                .iter()
                .map(|person| {
                    let id = person.id.to_string();
                    let chosen = typed.persons.contains(&id);
                    (id, person.full_name(), chosen)
                })
                .collect(),
            head: HeadView::of(head, visit, "tab-journal"),
            journal,
            typed,
            faults: Faults::none(),
            conflict: None,
        }
    }
}

fn address(case: CaseId) -> String {
    format!("{}/journal", url::case(case))
}

fn kinds(lang: Lang, which: Which) -> Vec<(&'static str, String, String)> {
    let one = |kind: NoteKind, help: &str| (kind.code(), lang.name(kind), lang.t(help));
    match which {
        Which::Addition(_) => vec![
            one(NoteKind::Correction, "journal-correction-help"),
            one(NoteKind::Annotation, "journal-annotation-help"),
        ],
        Which::New | Which::Draft(_) => Vec::new(),
    }
}

/// What somebody typed here before and did not send.
async fn kept(visit: &Visit, site: &Site, place: &str) -> Result<Option<Typed>, PageError> {
    let kept = draft::typed::<Vec<(String, String)>>(site, visit, place);
    Ok(kept.await?.map(|kept| Typed::of(&Posted::of(kept.form))))
}

/// The form for a new entry.
pub(super) async fn get_new(
    visit: Visit,
    State(site): State<Site>,
    Path(id): Path<CaseId>,
) -> Result<Response, PageError> {
    let form = site
        .app
        .new_note_form(&visit.ctx, id, None)
        .await
        .map_err(PageError::to(&visit))?;
    let typed = kept(&visit, &site, &address(id)).await?;
    let typed = typed.unwrap_or_else(|| Typed::empty(visit.ctx.today(), visit.lang));
    render(&visit, &NotePage::of(&visit, &form, Which::New, typed))
}

/// The form for a draft.
pub(super) async fn get_draft(
    visit: Visit,
    State(site): State<Site>,
    Path((id, note)): Path<(CaseId, NoteId)>,
) -> Result<Response, PageError> {
    let form = site
        .app
        .note_form(&visit.ctx, id, note)
        .await
        .map_err(PageError::to(&visit))?;
    let stored = form.draft.as_ref();
    let stored = stored.map(|note| Typed::of_note(note, visit.lang));
    let kept = kept(&visit, &site, &Which::Draft(note).action(&address(id))).await?;
    let typed = kept.or(stored).unwrap_or_default();
    render(
        &visit,
        &NotePage::of(&visit, &form, Which::Draft(note), typed),
    )
}

/// Which kind of addition is begun.
#[derive(Debug, Default, Deserialize)]
pub(super) struct Begun {
    #[serde(default)]
    kind: String,
}

/// The form for an addition.
pub(super) async fn get_addition(
    visit: Visit,
    State(site): State<Site>,
    Path((id, note)): Path<(CaseId, NoteId)>,
    Query(begun): Query<Begun>,
) -> Result<Response, PageError> {
    let form = site
        .app
        .new_note_form(&visit.ctx, id, Some(note))
        .await
        .map_err(PageError::to(&visit))?;
    let which = Which::Addition(note);
    let mut typed = match kept(&visit, &site, &which.action(&address(id))).await? {
        Some(typed) => typed,
        None => Typed {
            persons: about_persons(&form),
            ..Typed::empty(visit.ctx.today(), visit.lang)
        },
    };
    if typed.kind.is_empty() {
        typed.kind = begun.kind;
    }
    render(&visit, &NotePage::of(&visit, &form, which, typed))
}

fn about_persons(form: &NoteForm) -> Vec<String> {
    let about = form.about.as_ref();
    about.map_or_else(Vec::new, |entry| {
        entry.note.persons.iter().map(PersonId::to_string).collect()
    })
}

fn sign(form: &Posted) -> Sign {
    if form.get("do") == "sign" {
        Sign::Now
    } else {
        Sign::Later
    }
}

/// Writes a new entry.
pub(super) async fn post_new(
    visit: Visit,
    State(site): State<Site>,
    Path(id): Path<CaseId>,
    sent: Posted,
) -> Result<Response, PageError> {
    let (typed, sign) = (Typed::of(&sent), sign(&sent));
    let faults = match typed.input(visit.ctx.today(), sign) {
        Ok(input) => match site.app.write_note(&visit.ctx, id, &input).await {
            Ok(_) => return Ok(done(id, sign)),
            Err(Error::Invalid(faults)) => Faults::of(faults),
            Err(err) => return Err(PageError::to(&visit)(err)),
        },
        Err(faults) => faults,
    };
    let form = site
        .app
        .new_note_form(&visit.ctx, id, None)
        .await
        .map_err(PageError::to(&visit))?;
    let page = NotePage {
        faults,
        ..NotePage::of(&visit, &form, Which::New, typed)
    };
    Ok(unprocessable(render(&visit, &page)?))
}

/// Adds to an entry that is locked.
pub(super) async fn post_addition(
    visit: Visit,
    State(site): State<Site>,
    Path((id, note)): Path<(CaseId, NoteId)>,
    sent: Posted,
) -> Result<Response, PageError> {
    let (typed, sign) = (Typed::of(&sent), sign(&sent));
    let which = Which::Addition(note);
    let kind = NoteKind::from_code(&typed.kind).filter(|kind| *kind != NoteKind::Note);
    let faults = match (kind, typed.input(visit.ctx.today(), sign)) {
        (Some(kind), Ok(input)) => {
            let added = site.app.add_to_note(&visit.ctx, id, (note, kind), &input);
            match added.await {
                Ok(_) => return Ok(done(id, sign)),
                Err(Error::Invalid(faults)) => Faults::of(faults),
                Err(err) => return Err(PageError::to(&visit)(err)),
            }
        }
        (None, read) => {
            let mut faults = read.err().unwrap_or_default();
            faults.add("kind", "error-note-kind");
            faults
        }
        (_, Err(faults)) => faults,
    };
    let form = site
        .app
        .new_note_form(&visit.ctx, id, Some(note))
        .await
        .map_err(PageError::to(&visit))?;
    let page = NotePage {
        faults,
        ..NotePage::of(&visit, &form, which, typed)
    };
    Ok(unprocessable(render(&visit, &page)?))
}

/// Saves a draft, while typing or by the button, or signs it.
pub(super) async fn post_draft(
    visit: Visit,
    State(site): State<Site>,
    Path((id, note)): Path<(CaseId, NoteId)>,
    headers: HeaderMap,
    sent: Posted,
) -> Result<Response, PageError> {
    let (typed, sign) = (Typed::of(&sent), sign(&sent));
    // After a conflict, the button names the version that one's own text is to replace.
    let over = Some(sent.get("over")).filter(|over| !over.is_empty());
    let version: i64 = over.unwrap_or(&typed.version).parse().unwrap_or_default();
    let by_script = keep::wants_json(&headers);
    let which = Which::Draft(note);
    let faults = match typed.input(visit.ctx.today(), sign) {
        Ok(input) => {
            let saved = site.app.save_note(&visit.ctx, id, (note, version), &input);
            match saved.await {
                Ok(version) if by_script => {
                    return Ok(posted::saved(visit.lang, visit.ctx.now, version));
                }
                Ok(_) => return Ok(done(id, sign)),
                Err(Error::Invalid(faults)) => Faults::of(faults),
                Err(Error::Conflict) => {
                    return conflict(&visit, &site, (id, note), (typed, by_script)).await;
                }
                Err(err) => return Err(PageError::to(&visit)(err)),
            }
        }
        Err(faults) => faults,
    };
    if by_script {
        return Ok(posted::unsaved(&faults.list(&visit.lang)));
    }
    let mut form = site.app.note_form(&visit.ctx, id, note).await;
    if matches!(form, Err(Error::Invalid(_))) {
        // The draft locked meanwhile: what was typed comes back on a new entry's form.
        form = site.app.new_note_form(&visit.ctx, id, None).await;
    }
    let form = form.map_err(PageError::to(&visit))?;
    let which = if form.draft.is_some() {
        which
    } else {
        Which::New
    };
    let page = NotePage {
        faults,
        ..NotePage::of(&visit, &form, which, typed)
    };
    Ok(unprocessable(render(&visit, &page)?))
}

/// Both texts, and nothing lost.
async fn conflict(
    visit: &Visit,
    site: &Site,
    (id, note): (CaseId, NoteId),
    (typed, by_script): (Typed, bool),
) -> Result<Response, PageError> {
    let form = site
        .app
        .note_form(&visit.ctx, id, note)
        .await
        .map_err(PageError::to(visit))?;
    let which = Which::Draft(note);
    let stored = form.draft.as_ref();
    let view = ConflictView {
        lang: visit.lang,
        mine: typed.body.clone(),
        theirs: stored.map(|note| note.body.clone()).unwrap_or_default(),
        version: stored.map_or(0, |note| note.version),
        url: which.action(&address(id)),
    };
    let answer = if by_script {
        let body = view.render().unwrap_or_default();
        Html(body).into_response()
    } else {
        let page = NotePage {
            conflict: Some(view),
            ..NotePage::of(visit, &form, which, typed)
        };
        render(visit, &page)?
    };
    Ok((StatusCode::CONFLICT, answer).into_response())
}

/// Throws a draft away.
pub(super) async fn post_discard(
    visit: Visit,
    State(site): State<Site>,
    Path((id, note)): Path<(CaseId, NoteId)>,
    sent: Posted,
) -> Result<Response, PageError> {
    let version = sent.get("version").parse().unwrap_or_default();
    site.app
        .discard_note(&visit.ctx, id, (note, version))
        .await
        .map_err(PageError::to(&visit))?;
    // What was typed since the last save goes with it.
    let place = Which::Draft(note).action(&address(id));
    site.app
        .drop_draft(&visit.ctx, &place)
        .await
        .map_err(PageError::to(&visit))?;
    Ok(Redirect::to(&format!("{}?done=note-discarded", address(id))).into_response())
}

/// The list, with word of what was done. What was kept of the form goes by itself.
fn done(id: CaseId, sign: Sign) -> Response {
    let word = match sign {
        Sign::Now => "note-signed",
        Sign::Later => "note-saved",
    };
    Redirect::to(&format!("{}?done={word}", address(id))).into_response()
}

/// Every state of the form.
pub(super) fn samples() -> Vec<Sampled> {
    sampled::<NotePage>("journal form")
}

impl Samples for NotePage {
    fn samples() -> Vec<(&'static str, NotePage)> {
        let lang = Lang::SV;
        let page = |title, which: Which| NotePage {
            frame: Frame::sample(lang),
            lang,
            head: HeadView::sample(lang, "tab-journal"),
            journal: "/".to_owned(),
            action: "/".to_owned(),
            title,
            is_draft: matches!(which, Which::Draft(_)),
            locks: String::new(),
            about: None,
            kinds: kinds(lang, which),
            persons: vec![("p1".to_owned(), "Fjäril Lingonstig".to_owned(), true)],
            typed: Typed::default(),
            faults: Faults::none(),
            conflict: None,
        };
        let none = NoteId(uuid::Uuid::nil());
        let mut faults = Faults::none();
        for (field, message) in [
            ("on", "error-note-day"),
            ("body", "error-note-empty"),
            ("kind", "error-note-kind"),
        ] {
            faults.add(field, message);
        }
        let conflict = ConflictView {
            lang,
            mine: "Alla var hemma.".to_owned(),
            theirs: "Bara Malva var hemma.".to_owned(),
            version: 3,
            url: "/".to_owned(),
        };
        vec![
            ("new", page("journal-new", Which::New)),
            (
                "a draft in two windows",
                NotePage {
                    locks: "torsdag 3 december".to_owned(),
                    conflict: Some(conflict),
                    ..page("journal-change", Which::Draft(none))
                },
            ),
            (
                "an addition with faults",
                NotePage {
                    about: Some(EntryView::sample(lang, false)),
                    faults,
                    ..page("journal-add", Which::Addition(none))
                },
            ),
        ]
    }
}
