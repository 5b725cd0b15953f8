//! Handing out one person's file after a test of secrecy: what names the person, and nothing that does not.

use std::sync::Arc;

use hemma_domain::access::CaseAction;
use hemma_domain::artefact::Artefact;
use hemma_domain::audit::{Entry, Event, Ground};
use hemma_domain::case::Case;
use hemma_domain::code::Code as _;
use hemma_domain::consent::Consent;
use hemma_domain::contact::Contact;
use hemma_domain::ids::{CaseId, PersonId};
use hemma_domain::incident::Incident;
use hemma_domain::note::Note;
use hemma_domain::person::Person;
use hemma_domain::programme::Programme;
use hemma_domain::time::Week;
use hemma_store::db::Tx;
use hemma_store::{artefact, consent, contact, incident, note, person};
use uuid::Uuid;

use crate::App;
use crate::ctx::Ctx;
use crate::enter::Entered;
use crate::error::{Error, FieldError, Result, all_valid};

/// Characters of the reason.
const REASON_CHARS: usize = 500;

/// A case from which a file may be handed out.
#[derive(Debug, Clone)]
pub struct Disclosure {
    pub case: Case,
    pub programme: Arc<Programme>,
    pub persons: Vec<Person>,
    /// What names the person who was chosen.
    pub chosen: Option<PersonFile>,
}

/// What names one person, oldest first.
#[derive(Debug, Clone)]
pub struct PersonFile {
    pub person: Person,
    pub notes: Vec<Paper<Note>>,
    pub contacts: Vec<Paper<Contact>>,
    pub incidents: Vec<Paper<Incident>>,
    pub forms: Vec<Paper<Artefact>>,
    pub consents: Vec<Paper<Consent>>,
    /// Drafts that name the person: working material, never handed out.
    pub drafts: usize,
}

impl PersonFile {
    /// Leaves only the papers with these ids.
    fn keep(&mut self, papers: &[Uuid]) {
        self.notes.retain(|one| papers.contains(&one.paper.id.0));
        self.contacts.retain(|one| papers.contains(&one.paper.id.0));
        self.incidents
            .retain(|one| papers.contains(&one.paper.id.0));
        self.forms.retain(|one| papers.contains(&one.paper.id.0));
        self.consents.retain(|one| papers.contains(&one.paper.id.0));
    }

    fn is_empty(&self) -> bool {
        self.notes.is_empty()
            && self.contacts.is_empty()
            && self.incidents.is_empty()
            && self.forms.is_empty()
            && self.consents.is_empty()
    }
}

/// One paper of a file.
#[derive(Debug, Clone)]
pub struct Paper<T> {
    pub paper: T,
    /// Who wrote it.
    pub author: String,
    /// First names of the others whom it names as well.
    pub others: Vec<String>,
}

/// What was decided about handing a file out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DisclosureInput {
    pub person: PersonId,
    pub ground: Option<Ground>,
    pub reason: String,
    /// Ids of the papers that passed the test.
    pub papers: Vec<Uuid>,
}

impl App {
    /// What could be handed out about one person of a case, or whom to choose from.
    pub async fn disclosure(
        &self,
        ctx: &Ctx,
        id: CaseId,
        of: Option<PersonId>,
    ) -> Result<Disclosure> {
        let (mut tx, entered) = self
            .enter(ctx, id, CaseAction::Disclose, Event::CaseRead)
            .await?;
        let found = self.disclosable(ctx, &mut tx, &entered, of).await?;
        if let Some(of) = of {
            tx.log(Entry {
                person: Some(of),
                ..entered.entry(ctx, Event::PersonRead)
            });
        }
        tx.commit().await?;
        Ok(found)
    }

    /// Hands out the chosen papers about one person. The log keeps the ground and the reason.
    pub async fn disclose(
        &self,
        ctx: &Ctx,
        id: CaseId,
        input: &DisclosureInput,
    ) -> Result<Disclosure> {
        let (mut tx, entered) = self
            .enter(ctx, id, CaseAction::Disclose, Event::CaseRead)
            .await?;
        let mut found = self
            .disclosable(ctx, &mut tx, &entered, Some(input.person))
            .await?;
        let reason = input.reason.trim();
        let mut faults = Vec::new();
        if input.ground.is_none() {
            faults.push(FieldError::new("ground", "disclose-fault-ground"));
        }
        if reason.is_empty() {
            faults.push(FieldError::new("reason", "disclose-fault-reason"));
        }
        if reason.chars().count() > REASON_CHARS {
            faults.push(FieldError::new("reason", "disclose-fault-long"));
        }
        if let Some(file) = &mut found.chosen {
            file.keep(&input.papers);
            if file.is_empty() {
                faults.push(FieldError::new("papers", "disclose-fault-papers"));
            }
        }
        all_valid(faults)?;
        tx.log(Entry {
            person: Some(input.person),
            purpose: reason.to_owned(),
            detail: input
                .ground
                .map(Ground::code)
                .unwrap_or_default()
                .to_owned(),
            ..entered.entry(ctx, Event::FileDisclosed)
        });
        tx.commit().await?;
        Ok(found)
    }

    async fn disclosable(
        &self,
        ctx: &Ctx,
        tx: &mut Tx,
        entered: &Entered,
        of: Option<PersonId>,
    ) -> Result<Disclosure> {
        let id = entered.case();
        let found = entered.found.clone();
        let programme = self.programme(&found.programme, found.programme_version)?;
        let persons = person::of_case(tx, &entered.key, id).await?;
        let chosen = match of {
            None => None,
            Some(of) => {
                let known = persons.iter().find(|person| person.id == of);
                let person = known.cloned().ok_or(Error::NotFound)?;
                let weeks = (Week::of(found.received_on), ctx.week());
                Some(file(tx, entered, (&programme, &persons, weeks), person).await?)
            }
        };
        Ok(Disclosure {
            case: found,
            programme,
            persons,
            chosen,
        })
    }
}

/// Whom a file is about, among the persons of the case.
struct About<'a> {
    of: PersonId,
    persons: &'a [Person],
}

impl About<'_> {
    /// First names of the others whom a paper names.
    fn others(&self, named: &[PersonId]) -> Vec<String> {
        self.persons
            .iter()
            .filter(|one| one.id != self.of && named.contains(&one.id))
            .map(|one| one.given_name.clone())
            .collect()
    }

    /// A paper, if it names the person.
    fn paper<T>(&self, paper: T, author: String, named: &[PersonId]) -> Option<Paper<T>> {
        named.contains(&self.of).then(|| Paper {
            others: self.others(named),
            author,
            paper,
        })
    }
}

async fn file(
    tx: &mut Tx,
    entered: &Entered,
    (programme, persons, weeks): (&Programme, &[Person], (Week, Week)),
    person: Person,
) -> Result<PersonFile> {
    let about = About {
        of: person.id,
        persons,
    };
    let (notes, drafts) = notes(tx, entered, &about).await?;
    let contacts = contact::of_case(tx, &entered.key, entered.case(), weeks).await?;
    let contacts = contacts.into_iter().rev().filter_map(|(paper, author)| {
        let named = paper.persons.clone();
        about.paper(paper, author, &named)
    });
    let incidents = incident::of_case(tx, &entered.key, entered.case()).await?;
    let mut incidents: Vec<Paper<Incident>> = incidents
        .into_iter()
        .filter_map(|told| {
            let named = told.incident.persons.clone();
            about.paper(told.incident, told.recorded_by, &named)
        })
        .collect();
    incidents.sort_by_key(|one| one.paper.at);
    let consents = consent::of_case(tx, &entered.key, entered.case()).await?;
    let consents = consents.into_iter().rev().filter_map(|paper| {
        let named = [paper.person, paper.by];
        about.paper(paper, String::new(), &named)
    });
    Ok(PersonFile {
        notes,
        contacts: contacts.collect(),
        incidents,
        consents: consents.collect(),
        forms: forms(tx, entered, programme, &about).await?,
        drafts,
        person,
    })
}

/// Signed entries of the journal that name the person, and how many drafts do.
async fn notes(
    tx: &mut Tx,
    entered: &Entered,
    about: &About<'_>,
) -> Result<(Vec<Paper<Note>>, usize)> {
    let all = note::of_case(tx, &entered.key, entered.case()).await?;
    let authors = note::authors(tx, entered.case()).await?;
    let named = all
        .into_iter()
        .filter(|one| one.persons.contains(&about.of));
    let (signed, drafts): (Vec<Note>, Vec<Note>) = named.partition(Note::is_locked);
    let mut notes: Vec<Paper<Note>> = signed
        .into_iter()
        .rev()
        .map(|paper| {
            let author = authors.iter().find(|one| one.staff == paper.author);
            Paper {
                author: author.map(|one| one.name.clone()).unwrap_or_default(),
                others: about.others(&paper.persons),
                paper,
            }
        })
        .collect();
    notes.sort_by_key(|one| (one.paper.on, one.paper.written_at));
    Ok((notes, drafts.len()))
}

/// Signed forms that name the person; what few may read is not among them.
async fn forms(
    tx: &mut Tx,
    entered: &Entered,
    programme: &Programme,
    about: &About<'_>,
) -> Result<Vec<Paper<Artefact>>> {
    let mut forms = Vec::new();
    for (paper, signed) in artefact::signed(tx, &entered.key, entered.case()).await? {
        let Some(kind) = programme
            .artefact(&paper.kind)
            .filter(|kind| !kind.restricted)
        else {
            continue;
        };
        let mut named = kind.subjects(&paper.values);
        named.extend(signed);
        forms.extend(about.paper(paper, String::new(), &named));
    }
    Ok(forms)
}
