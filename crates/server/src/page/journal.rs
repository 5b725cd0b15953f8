//! The journal: what was written, and the form to write on.

mod form;

use askama::Template;
use axum::extract::{Path, Query, State};
use axum::response::Response;
use hemma_app::journal::{Journal, JournalEntry, JournalFilter};
use hemma_domain::access::CaseAction;
use hemma_domain::code::Code;
use hemma_domain::ids::{CaseId, PersonId};
use hemma_domain::note::{Lock, NoteKind};
use hemma_domain::person::Person;
use hemma_domain::time::Day;
use serde::Deserialize;

use crate::http::Site;
use crate::http::error::PageError;
use crate::http::route::{Access, Routes};
use crate::http::url;
use crate::http::visit::Visit;
use crate::lang::Lang;
use crate::page::case::HeadView;
use crate::page::{Frame, Sampled, Samples, render, sampled};

/// The routes of this page.
pub fn routes() -> Routes {
    let write = Access::Case(CaseAction::WriteJournal);
    Routes::default()
        .get("/cases/{case}/journal", Access::Case(CaseAction::See), get)
        .make("/cases/{case}/journal", write, form::post_new)
        .get("/cases/{case}/journal/new", write, form::get_new)
        .get("/cases/{case}/journal/{note}", write, form::get_draft)
        .post("/cases/{case}/journal/{note}", write, form::post_draft)
        .post(
            "/cases/{case}/journal/{note}/discard",
            write,
            form::post_discard,
        )
        .get(
            "/cases/{case}/journal/{note}/additions",
            write,
            form::get_addition,
        )
        .make(
            "/cases/{case}/journal/{note}/additions",
            write,
            form::post_addition,
        )
}

/// A case's journal.
#[derive(Template)]
#[template(path = "journal.html")]
pub struct JournalPage {
    pub frame: Frame,
    pub lang: Lang,
    pub head: HeadView,
    /// The address of this page without a choice.
    pub url: String,
    pub may_write: bool,
    /// The choices that narrow the list: address, words, chosen.
    pub persons: Vec<Choice>,
    pub kinds: Vec<Choice>,
    pub months: Vec<Month>,
    /// A choice was made, so that an empty list says something else.
    pub is_narrowed: bool,
}

/// One choice above the list.
#[derive(Debug, Clone)]
pub struct Choice {
    pub url: String,
    pub label: String,
    pub is_chosen: bool,
}

/// The entries that speak of one month.
#[derive(Debug, Clone)]
pub struct Month {
    pub label: String,
    pub entries: Vec<EntryView>,
}

/// One entry, ready to be shown.
#[derive(Debug, Clone)]
pub struct EntryView {
    pub id: String,
    /// Where its draft is changed and additions are made.
    pub url: String,
    pub heading: String,
    pub day: String,
    pub by: String,
    pub source: String,
    /// The names of whom it is about.
    pub about: String,
    pub body: String,
    pub is_draft: bool,
    pub is_mine: bool,
    /// Icon and words of its lock.
    pub lock: (&'static str, String),
    pub takes_additions: bool,
    pub additions: Vec<EntryView>,
}

impl EntryView {
    /// An entry for a reader; `base` is the address of the journal.
    pub fn of(
        entry: &JournalEntry,
        (lang, base): (Lang, &str),
        (persons, lock_days): (&[Person], u32),
    ) -> EntryView {
        let note = &entry.note;
        let by = match entry.role {
            Some(role) => format!("{}, {}", entry.author, lang.name(role).to_lowercase()),
            None => entry.author.clone(),
        };
        let heading = match note.kind {
            NoteKind::Note if note.heading.is_empty() => lang.name(NoteKind::Note),
            NoteKind::Note => note.heading.clone(),
            kind => lang.name(kind),
        };
        let part = (persons, lock_days);
        EntryView {
            id: note.id.to_string(),
            url: format!("{base}/{}", note.id),
            heading,
            day: format!("{} {}", lang.weekday(note.on), lang.full_day(note.on)),
            by,
            source: note.source.clone(),
            about: names(&note.persons, persons),
            body: note.body.clone(),
            is_draft: !note.is_locked(),
            is_mine: entry.is_mine,
            lock: lock(note.lock, note.written_at.day(), (lang, lock_days)),
            takes_additions: note.takes_additions(),
            additions: entry
                .additions
                .iter()
                .map(|one| EntryView::of(one, (lang, base), part))
                .collect(),
        }
    }

    fn sample(lang: Lang, is_draft: bool) -> EntryView {
        EntryView {
            id: "n1".to_owned(),
            url: "/".to_owned(),
            heading: "Hembesök".to_owned(),
            day: "torsdag 19 november 2026".to_owned(),
            by: "Tuva Ekorrstig, familjebehandlare".to_owned(),
            source: "Malva".to_owned(),
            about: "Fjäril, Malva".to_owned(),
            body: "Alla var hemma.\nVi gick igenom kvällsrutinen.".to_owned(),
            is_draft,
            is_mine: is_draft,
            lock: if is_draft {
                ("pen", lang.t1("journal-draft", "day", "tor 3 dec"))
            } else {
                (
                    "lock",
                    lang.t1("journal-signed", "when", "fre 20 nov 09:12"),
                )
            },
            takes_additions: !is_draft,
            additions: Vec::new(),
        }
    }
}

/// First names of the persons of a case, in the case's order.
pub fn names(ids: &[PersonId], persons: &[Person]) -> String {
    let names: Vec<&str> = persons
        .iter()
        .filter(|person| ids.contains(&person.id))
        .map(|person| person.given_name.as_str())
        .collect();
    names.join(", ")
}

fn lock(lock: Lock, written: Day, (lang, lock_days): (Lang, u32)) -> (&'static str, String) {
    match lock {
        Lock::Draft => {
            let locks = written.plus(i64::from(lock_days));
            ("pen", lang.t1("journal-draft", "day", lang.day(locks)))
        }
        Lock::Signed { at } => ("lock", lang.t1("journal-signed", "when", lang.moment(at))),
        Lock::Expired { at } => (
            "lock",
            lang.t1("journal-expired", "day", lang.day(at.day())),
        ),
    }
}

/// What narrows the list, as the address says it.
#[derive(Debug, Default, Deserialize)]
pub struct Narrow {
    #[serde(default)]
    person: String,
    #[serde(default)]
    kind: String,
}

impl Narrow {
    fn filter(&self) -> JournalFilter {
        JournalFilter {
            person: self.person.parse().ok(),
            kind: NoteKind::from_code(&self.kind),
        }
    }
}

async fn get(
    visit: Visit,
    State(site): State<Site>,
    Path(id): Path<CaseId>,
    Query(narrow): Query<Narrow>,
) -> Result<Response, PageError> {
    let filter = narrow.filter();
    let journal = site
        .app
        .journal(&visit.ctx, id, filter)
        .await
        .map_err(PageError::to(&visit))?;
    render(&visit, &page(&visit, &journal, filter))
}

fn page(visit: &Visit, journal: &Journal, filter: JournalFilter) -> JournalPage {
    let (lang, head) = (visit.lang, &journal.head);
    let base = format!("{}/journal", url::case(head.case.id));
    let part = (head.persons.as_slice(), journal.lock_days);
    let mut months: Vec<Month> = Vec::new();
    for entry in &journal.entries {
        let on = entry.note.on;
        let label = format!("{} {}", lang.month(on), on.0.year());
        let view = EntryView::of(entry, (lang, &base), part);
        match months.last_mut() {
            Some(month) if month.label == label => month.entries.push(view),
            _ => months.push(Month {
                label,
                entries: vec![view],
            }),
        }
    }
    JournalPage {
        frame: Frame::of(visit, "journal-title"),
        lang,
        persons: person_choices(lang, &base, &head.persons, filter),
        kinds: kind_choices(lang, &base, filter),
        head: HeadView::of(head, visit, "tab-journal"),
        may_write: head.may(CaseAction::WriteJournal),
        is_narrowed: filter != JournalFilter::default(),
        months,
        url: base,
    }
}

fn person_choices(
    lang: Lang,
    base: &str,
    persons: &[Person],
    filter: JournalFilter,
) -> Vec<Choice> {
    let all = Choice {
        url: address(base, None, filter.kind),
        label: lang.t("journal-everybody"),
        is_chosen: filter.person.is_none(),
    };
    let each = persons.iter().map(|person| Choice {
        url: address(base, Some(person.id), filter.kind),
        label: person.given_name.clone(),
        is_chosen: filter.person == Some(person.id),
    });
    std::iter::once(all).chain(each).collect()
}

fn kind_choices(lang: Lang, base: &str, filter: JournalFilter) -> Vec<Choice> {
    let choice = |kind: Option<NoteKind>, key: &str| Choice {
        url: address(base, filter.person, kind),
        label: lang.t(key),
        is_chosen: filter.kind == kind,
    };
    vec![
        choice(None, "journal-all-kinds"),
        choice(Some(NoteKind::Correction), "journal-corrected"),
        choice(Some(NoteKind::Annotation), "journal-annotated"),
    ]
}

fn address(base: &str, person: Option<PersonId>, kind: Option<NoteKind>) -> String {
    let person = person.map(|id| format!("person={id}"));
    let kind = kind.map(|kind| format!("kind={}", kind.code()));
    let parts: Vec<String> = person.into_iter().chain(kind).collect();
    if parts.is_empty() {
        base.to_owned()
    } else {
        format!("{base}?{}", parts.join("&"))
    }
}

/// Every state of this page.
pub fn samples() -> Vec<Sampled> {
    let mut all = sampled::<JournalPage>("journal");
    all.extend(form::samples());
    all
}

impl Samples for JournalPage {
    fn samples() -> Vec<(&'static str, JournalPage)> {
        let page = |lang: Lang, entries: Vec<EntryView>, is_narrowed: bool| JournalPage {
            frame: Frame::sample(lang),
            lang,
            head: HeadView::sample(lang, "tab-journal"),
            url: "/".to_owned(),
            may_write: true,
            persons: vec![Choice {
                url: "/".to_owned(),
                label: lang.t("journal-everybody"),
                is_chosen: !is_narrowed,
            }],
            kinds: kind_choices(lang, "/", JournalFilter::default()),
            months: if entries.is_empty() {
                Vec::new()
            } else {
                vec![Month {
                    label: "november 2026".to_owned(),
                    entries,
                }]
            },
            is_narrowed,
        };
        let (draft, mut signed) = (
            EntryView::sample(Lang::SV, true),
            EntryView::sample(Lang::SV, false),
        );
        signed.id = "n2".to_owned();
        signed.additions = vec![EntryView {
            heading: "Rättelse".to_owned(),
            id: "n3".to_owned(),
            takes_additions: false,
            ..EntryView::sample(Lang::SV, false)
        }];
        vec![
            ("nothing written", page(Lang::SV, vec![], false)),
            ("nothing found", page(Lang::EN, vec![], true)),
            (
                "a draft and a corrected entry",
                page(Lang::SV, vec![draft, signed], false),
            ),
        ]
    }
}
