//! Handing out one person's file: choose the person, test each paper, print.

pub mod answers;

use askama::Template;
use axum::extract::{Path, Query, State};
use axum::response::Response;
use axum_extra::extract::Form;
use hemma_app::disclose::{Disclosure, DisclosureInput, Paper, PersonFile};
use hemma_app::error::Error;
use hemma_domain::access::CaseAction;
use hemma_domain::artefact::Artefact;
use hemma_domain::audit::Ground;
use hemma_domain::code::Code;
use hemma_domain::consent::Consent;
use hemma_domain::contact::Contact;
use hemma_domain::ids::{CaseId, PersonId};
use hemma_domain::incident::Incident;
use hemma_domain::note::Note;
use hemma_domain::person::Person;
use serde::Deserialize;

use crate::http::Site;
use crate::http::error::PageError;
use crate::http::form::Faults;
use crate::http::route::{Access, Routes};
use crate::http::url;
use crate::http::visit::Visit;
use crate::lang::Lang;
use crate::page::consent::signal;
use crate::page::{Frame, Sampled, Samples, choices, render, sampled, unprocessable};

/// The routes of this page.
pub fn routes() -> Routes {
    let access = Access::Case(CaseAction::Disclose);
    Routes::default()
        .get("/cases/{case}/disclose", access, get)
        .make("/cases/{case}/disclose", access, post)
}

/// Whom to choose, and what to hand out.
#[derive(Template)]
#[template(path = "disclose/choose.html")]
pub struct ChoosePage {
    pub frame: Frame,
    pub lang: Lang,
    pub url: String,
    pub code: String,
    /// Id, name, and whether chosen.
    pub persons: Vec<(String, String, bool)>,
    pub chosen: Option<ChosenView>,
    pub grounds: Vec<(&'static str, String)>,
    pub form: Typed,
    pub faults: Faults,
}

/// The file of the person who was chosen.
#[derive(Debug, Clone)]
pub struct ChosenView {
    pub id: String,
    pub name: String,
    pub papers: Vec<PaperView>,
    pub drafts: usize,
}

/// One paper.
#[derive(Debug, Clone)]
pub struct PaperView {
    pub id: String,
    pub kind: String,
    pub day: String,
    pub heading: String,
    pub author: String,
    /// First names of others in it, joined.
    pub others: String,
    pub ticked: bool,
    /// Questions and answers, or a text without a question.
    pub body: Vec<(String, String)>,
}

/// The papers as they are handed out.
#[derive(Template)]
#[template(path = "disclose/file.html")]
pub struct FilePage {
    pub frame: Frame,
    pub lang: Lang,
    pub url: String,
    pub code: String,
    pub name: String,
    pub ground: String,
    pub papers: Vec<PaperView>,
    /// `Utskrivet 23 november 2026 12:00 av Ragnhild Pappersbjörk`.
    pub foot: String,
}

/// What was typed.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct Typed {
    pub person: String,
    pub ground: String,
    pub reason: String,
    /// Ids of the papers that passed the test.
    pub paper: Vec<String>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Chosen {
    person: String,
}

impl Typed {
    fn input(&self) -> Result<DisclosureInput, Error> {
        let person = self.person.parse();
        let person = person.map_err(|_| Error::invalid("person", "disclose-fault-person"))?;
        Ok(DisclosureInput {
            person,
            ground: Ground::from_code(&self.ground),
            reason: self.reason.clone(),
            papers: self.paper.iter().filter_map(|id| id.parse().ok()).collect(),
        })
    }
}

impl ChoosePage {
    fn of(visit: &Visit, found: &Disclosure, form: Typed) -> ChoosePage {
        let lang = visit.lang;
        let chosen = found.chosen.as_ref();
        ChoosePage {
            frame: Frame::of(visit, "disclose-title"),
            lang,
            url: format!("{}/disclose", url::case(found.case.id)),
            code: found.case.code.clone(),
            persons: found
                .persons
                .iter()
                .map(|person| {
                    let is_chosen = chosen.is_some_and(|file| file.person.id == person.id);
                    (person.id.to_string(), person.full_name(), is_chosen)
                })
                .collect(),
            chosen: chosen.map(|file| ChosenView {
                id: file.person.id.to_string(),
                name: file.person.full_name(),
                papers: papers(found, file, &form.paper, lang),
                drafts: file.drafts,
            }),
            grounds: choices::<Ground>(lang),
            form,
            faults: Faults::none(),
        }
    }
}

/// Every paper of a file, ready to be listed or printed.
fn papers(found: &Disclosure, file: &PersonFile, ticked: &[String], lang: Lang) -> Vec<PaperView> {
    let mut papers: Vec<PaperView> = file.notes.iter().map(|one| note(one, lang)).collect();
    papers.extend(file.contacts.iter().map(|one| contact(one, lang)));
    papers.extend(file.incidents.iter().map(|one| incident(one, lang)));
    papers.extend(file.forms.iter().map(|one| form(found, one, lang)));
    papers.extend(file.consents.iter().map(|one| consent(found, one, lang)));
    for paper in &mut papers {
        paper.ticked = ticked.contains(&paper.id);
    }
    papers
}

fn note(one: &Paper<Note>, lang: Lang) -> PaperView {
    let note = &one.paper;
    let mut body = vec![(String::new(), note.body.clone())];
    if !note.source.is_empty() {
        body.push((lang.t("disclose-source"), note.source.clone()));
    }
    PaperView {
        id: note.id.to_string(),
        kind: lang.name(note.kind),
        day: lang.full_day(note.on),
        heading: note.heading.clone(),
        author: one.author.clone(),
        others: one.others.join(", "),
        ticked: false,
        body,
    }
}

fn contact(one: &Paper<Contact>, lang: Lang) -> PaperView {
    let contact = &one.paper;
    let about = format!(
        "{} · {}",
        lang.name(contact.place),
        lang.minutes(contact.minutes)
    );
    let note = (!contact.note.is_empty()).then(|| (String::new(), contact.note.clone()));
    PaperView {
        id: contact.id.to_string(),
        kind: lang.t("disclose-contact"),
        day: lang.full_day(contact.started_at.day()),
        heading: lang.name(contact.kind),
        author: one.author.clone(),
        others: one.others.join(", "),
        ticked: false,
        body: [(String::new(), about)].into_iter().chain(note).collect(),
    }
}

fn consent(found: &Disclosure, one: &Paper<Consent>, lang: Lang) -> PaperView {
    let consent = &one.paper;
    let name = |id| {
        let known = found.persons.iter().find(|person| person.id == id);
        known.map(Person::full_name).unwrap_or_default()
    };
    let heading = match consent.party.as_str() {
        "" => lang.name(consent.kind),
        party => lang.t2(
            "consent-with",
            ("kind", lang.name(consent.kind)),
            ("party", party),
        ),
    };
    let (_, _, answer) = signal(consent, lang, consent.withdrawn_on.unwrap_or(consent.on));
    let mut body = vec![
        (lang.t("disclose-consent-whose"), name(consent.person)),
        (
            lang.t("disclose-consent-answer"),
            format!("{answer} · {}", name(consent.by)),
        ),
    ];
    if !consent.evidence.is_empty() {
        body.push((lang.t("disclose-consent-how"), consent.evidence.clone()));
    }
    PaperView {
        id: consent.id.to_string(),
        kind: lang.t("disclose-consent"),
        day: lang.full_day(consent.on),
        heading,
        author: String::new(),
        others: one.others.join(", "),
        ticked: false,
        body,
    }
}

fn incident(one: &Paper<Incident>, lang: Lang) -> PaperView {
    let incident = &one.paper;
    let mut body = vec![(String::new(), incident.what.clone())];
    if !incident.step_used.is_empty() {
        body.push((lang.t("disclose-step"), incident.step_used.clone()));
    }
    body.push((lang.t("disclose-harm"), lang.name(incident.harm)));
    PaperView {
        id: incident.id.to_string(),
        kind: lang.t("disclose-incident"),
        day: lang.full_day(incident.at.day()),
        heading: lang.name(incident.kind),
        author: one.author.clone(),
        others: one.others.join(", "),
        ticked: false,
        body,
    }
}

fn form(found: &Disclosure, one: &Paper<Artefact>, lang: Lang) -> PaperView {
    let artefact = &one.paper;
    let kind = found.programme.artefact(&artefact.kind);
    PaperView {
        id: artefact.id.to_string(),
        kind: lang.t1("disclose-form", "number", artefact.number),
        day: lang.full_day(artefact.written_at.day()),
        heading: kind.map_or_else(
            || artefact.kind.clone(),
            |kind| lang.words(&kind.label).to_owned(),
        ),
        author: one.author.clone(),
        others: one.others.join(", "),
        ticked: false,
        body: kind
            .map(|kind| answers::answers(kind, &artefact.values, &found.persons, lang))
            .unwrap_or_default(),
    }
}

async fn get(
    visit: Visit,
    State(site): State<Site>,
    Path(id): Path<CaseId>,
    Query(chosen): Query<Chosen>,
) -> Result<Response, PageError> {
    let of: Option<PersonId> = chosen.person.parse().ok();
    let found = site.app.disclosure(&visit.ctx, id, of).await;
    let found = found.map_err(PageError::to(&visit))?;
    let form = Typed {
        person: chosen.person,
        ..Typed::default()
    };
    render(&visit, &ChoosePage::of(&visit, &found, form))
}

async fn post(
    visit: Visit,
    State(site): State<Site>,
    Path(id): Path<CaseId>,
    Form(typed): Form<Typed>,
) -> Result<Response, PageError> {
    let handed = match typed.input() {
        Ok(input) => site.app.disclose(&visit.ctx, id, &input).await,
        Err(err) => Err(err),
    };
    match handed {
        Ok(found) => render(&visit, &file_page(&visit, &found, &typed)),
        Err(Error::Invalid(faults)) => {
            let of: Option<PersonId> = typed.person.parse().ok();
            let found = site.app.disclosure(&visit.ctx, id, of).await;
            let found = found.map_err(PageError::to(&visit))?;
            let page = ChoosePage {
                faults: Faults::of(faults),
                ..ChoosePage::of(&visit, &found, typed)
            };
            Ok(unprocessable(render(&visit, &page)?))
        }
        Err(err) => Err(PageError::to(&visit)(err)),
    }
}

fn file_page(visit: &Visit, found: &Disclosure, typed: &Typed) -> FilePage {
    let lang = visit.lang;
    let now = visit.ctx.now;
    let when = format!("{} {}", lang.full_day(now.day()), now.clock());
    let chosen = found.chosen.as_ref();
    FilePage {
        frame: Frame::of(visit, "disclose-title"),
        lang,
        url: format!("{}/disclose", url::case(found.case.id)),
        code: found.case.code.clone(),
        name: chosen
            .map(|file| file.person.full_name())
            .unwrap_or_default(),
        ground: Ground::from_code(&typed.ground)
            .map(|ground| lang.name(ground))
            .unwrap_or_default(),
        papers: chosen
            .map(|file| papers(found, file, &[], lang))
            .unwrap_or_default(),
        foot: lang.t2(
            "disclose-foot",
            ("when", when),
            ("name", visit.who.staff.name.as_str()),
        ),
    }
}

/// Every state of these pages.
pub fn samples() -> Vec<Sampled> {
    let mut all = sampled::<ChoosePage>("disclose");
    all.extend(sampled::<FilePage>("disclosed file"));
    all
}

fn sample_paper() -> PaperView {
    PaperView {
        id: "1".to_owned(),
        kind: "Anteckning".to_owned(),
        day: "20 november 2026".to_owned(),
        heading: "Hembesök".to_owned(),
        author: "Tuva Ekorrstig".to_owned(),
        others: "Malva".to_owned(),
        ticked: true,
        body: vec![
            (String::new(), "Allt gick bra.".to_owned()),
            ("Källa".to_owned(), "Mamma".to_owned()),
        ],
    }
}

impl Samples for ChoosePage {
    fn samples() -> Vec<(&'static str, ChoosePage)> {
        let lang = Lang::SV;
        let page = |chosen| ChoosePage {
            frame: Frame::sample(lang),
            lang,
            url: "/".to_owned(),
            code: "BJÖ-26-001".to_owned(),
            persons: vec![("1".to_owned(), "Fjäril Lingonstig".to_owned(), true)],
            chosen,
            grounds: choices::<Ground>(lang),
            form: Typed::default(),
            faults: Faults::none(),
        };
        let chosen = |papers| {
            Some(ChosenView {
                id: "1".to_owned(),
                name: "Fjäril Lingonstig".to_owned(),
                papers,
                drafts: 1,
            })
        };
        let mut faults = Faults::none();
        faults.add("ground", "disclose-fault-ground");
        faults.add("reason", "disclose-fault-reason");
        faults.add("papers", "disclose-fault-papers");
        vec![
            ("nobody chosen", page(None)),
            ("nothing written", page(chosen(vec![]))),
            (
                "with faults",
                ChoosePage {
                    faults,
                    ..page(chosen(vec![sample_paper()]))
                },
            ),
        ]
    }
}

impl Samples for FilePage {
    fn samples() -> Vec<(&'static str, FilePage)> {
        let page = FilePage {
            frame: Frame::sample(Lang::SV),
            lang: Lang::SV,
            url: "/".to_owned(),
            code: "BJÖ-26-001".to_owned(),
            name: "Fjäril Lingonstig".to_owned(),
            ground: Lang::SV.name(Ground::Party),
            papers: vec![sample_paper()],
            foot: "Utskrivet".to_owned(),
        };
        vec![("usual", page)]
    }
}
