//! Visits, calls and meetings: logged once however often they are sent, listed by week, corrected by who logged them.

use std::collections::{BTreeMap, BTreeSet};

use hemma_domain::access::{self, CaseAction, CaseScope, Decision, Permit, Request};
use hemma_domain::audit::{Entry, Event};
use hemma_domain::case::{Case, Safety};
use hemma_domain::contact::{Contact, ContactFault, ContactKind, ContactPlace, Usual, WeekSum};
use hemma_domain::ids::{CaseId, ContactId, PersonId, StaffId};
use hemma_domain::person::Person;
use hemma_domain::time::{Instant, Week};
use hemma_store::contact::{self as stored, Carried};
use hemma_store::db::Tx;
use hemma_store::seal::Key;
use hemma_store::{case, person};

use crate::App;
use crate::case::CaseHead;
use crate::ctx::Ctx;
use crate::enter::{Entered, of_permit};
use crate::error::{Error, FieldError, Result, all_valid};

/// Weeks of one page of the list.
const WEEKS_A_PAGE: i64 = 12;

/// What somebody wants to log. The id is drawn where it was written, so that it can be sent twice.
#[derive(Debug, Clone)]
pub struct ContactInput {
    pub id: ContactId,
    pub kind: ContactKind,
    pub place: ContactPlace,
    pub started_at: Instant,
    pub minutes: u32,
    pub travel_minutes: u32,
    pub persons: Vec<PersonId>,
    pub systems: Vec<String>,
    pub note: String,
}

/// A family to log a contact with.
#[derive(Debug, Clone)]
pub struct Family {
    pub case: Case,
    /// When the actor last met it.
    pub last_at: Option<Instant>,
}

/// The form of a new contact.
pub struct NewContact {
    pub head: CaseHead,
    pub usual: Usual,
    /// An id for it.
    pub id: ContactId,
}

/// A week of contacts.
#[derive(Debug, Clone)]
pub struct ContactWeek {
    pub week: Week,
    pub contacts: Vec<(Contact, String)>,
    pub sum: WeekSum,
    /// What the programme asks for; none where it asks for nothing.
    pub minimum: Option<u32>,
}

/// Contacts of a case by week, newest first.
pub struct Contacts {
    pub head: CaseHead,
    /// The weeks without any contact too, from the newest on.
    pub weeks: Vec<ContactWeek>,
    /// Where older weeks begin; none where there can be none.
    pub older: Option<Week>,
}

/// What a phone keeps of one family for days without a network.
pub struct Basics {
    pub case: Case,
    pub persons: Vec<Person>,
    pub usual: Usual,
    /// System codes of the programme with their names.
    pub systems: Vec<hemma_domain::programme::Coded>,
    /// Where the safety plan stands; none where the programme asks for none.
    pub safety: Option<Safety>,
}

impl App {
    /// The open families that the actor carries, met last first.
    pub async fn my_families(&self, ctx: &Ctx) -> Result<Vec<Family>> {
        let staff = ctx.staff().ok_or(Error::Forbidden)?;
        let mut tx = self.db.write(&ctx.request).await?;
        let carried = stored::carried(&mut tx, staff, ctx.today()).await?;
        let mut families = Vec::new();
        let mut teams = BTreeSet::new();
        for one in &carried {
            if let Some((case, _, permit)) = opened(ctx, &tx, staff, one)? {
                if teams.insert(case.team) {
                    tx.log(Entry {
                        case: None,
                        ..of_permit(ctx, Event::TeamListed, &permit)
                    });
                }
                families.push(Family {
                    case,
                    last_at: one.last_at,
                });
            }
        }
        tx.commit().await?;
        Ok(families)
    }

    /// The form of a new contact, filled in as the usual one.
    pub async fn new_contact(&self, ctx: &Ctx, id: CaseId) -> Result<NewContact> {
        let (mut tx, entered) = self
            .enter(ctx, id, CaseAction::LogContact, Event::CaseRead)
            .await?;
        let head = self.head(ctx, &mut tx, &entered).await?;
        let by = (entered.hand()?, ctx.now);
        let last = stored::last(&mut tx, &entered.key, id, by).await?;
        tx.commit().await?;
        Ok(NewContact {
            usual: Usual::after(last.as_ref(), &household(&head.persons)),
            head,
            id: ContactId(ctx.new_id()),
        })
    }

    /// Logs a contact. The same id again stores nothing and is answered the same; under another case it is a conflict.
    pub async fn log_contact(&self, ctx: &Ctx, id: CaseId, input: ContactInput) -> Result<()> {
        let (mut tx, entered) = self
            .enter(ctx, id, CaseAction::LogContact, Event::CaseRead)
            .await?;
        let contact = Contact {
            id: input.id,
            case: id,
            staff: entered.hand()?,
            kind: input.kind,
            place: input.place,
            started_at: input.started_at,
            minutes: input.minutes,
            travel_minutes: input.travel_minutes,
            persons: input.persons,
            systems: input.systems,
            note: input.note,
            recorded_at: ctx.now,
            version: 1,
        };
        match stored::case_of(&mut tx, contact.id).await? {
            Some(case) if case == id => return Ok(tx.commit().await?),
            Some(_) => return Err(Error::Conflict),
            None => {}
        }
        self.check_contact(&mut tx, &entered, &contact).await?;
        if stored::insert(&mut tx, &entered.key, &contact).await? {
            tx.log(told(&entered, ctx, Event::ContactLogged, contact.id));
        }
        Ok(tx.commit().await?)
    }

    /// The contacts of a case by week, from a week backwards.
    pub async fn contacts(&self, ctx: &Ctx, id: CaseId, from: Option<Week>) -> Result<Contacts> {
        let (mut tx, entered) = self
            .enter(ctx, id, CaseAction::See, Event::CaseRead)
            .await?;
        let head = self.head(ctx, &mut tx, &entered).await?;
        let first = Week::of(head.case.received_on);
        let newest = from.unwrap_or(ctx.week()).min(ctx.week()).max(first);
        let oldest = newest.plus(1 - WEEKS_A_PAGE).max(first);
        let listed = stored::of_case(&mut tx, &entered.key, id, (oldest, newest)).await?;
        tx.commit().await?;
        let minimum = head.programme.limits.contacts_per_week_min.as_ref();
        let minimum = minimum.map(|limit| limit.value);
        let begun = head.case.opened_on().map(Week::of);
        Ok(Contacts {
            weeks: by_week(listed, (oldest, newest), (begun, minimum)),
            older: (oldest > first).then(|| oldest.previous()),
            head,
        })
    }

    /// A contact of the actor's own, to be corrected.
    pub async fn contact(
        &self,
        ctx: &Ctx,
        case: CaseId,
        id: ContactId,
    ) -> Result<(CaseHead, Contact)> {
        let (mut tx, entered) = self
            .enter(ctx, case, CaseAction::LogContact, Event::CaseRead)
            .await?;
        let contact = own(&mut tx, &entered, id).await?;
        let head = self.head(ctx, &mut tx, &entered).await?;
        tx.commit().await?;
        Ok((head, contact))
    }

    /// Corrects a contact of the actor's own, if nobody did meanwhile.
    pub async fn change_contact(
        &self,
        ctx: &Ctx,
        case: CaseId,
        (input, version): (ContactInput, i64),
    ) -> Result<()> {
        let (mut tx, entered) = self
            .enter(ctx, case, CaseAction::LogContact, Event::CaseRead)
            .await?;
        let before = own(&mut tx, &entered, input.id).await?;
        let contact = Contact {
            kind: input.kind,
            place: input.place,
            started_at: input.started_at,
            minutes: input.minutes,
            travel_minutes: input.travel_minutes,
            persons: input.persons,
            systems: input.systems,
            note: input.note,
            version,
            ..before
        };
        // The clock of the log is now; what was recorded then stays.
        let checked = Contact {
            recorded_at: ctx.now,
            ..contact.clone()
        };
        self.check_contact(&mut tx, &entered, &checked).await?;
        if !stored::save(&mut tx, &entered.key, &contact).await? {
            return Err(Error::Conflict);
        }
        tx.log(told(&entered, ctx, Event::ContactChanged, contact.id));
        Ok(tx.commit().await?)
    }

    /// What a phone keeps of the families that the actor carries. Each is a look, and is in the log as one.
    pub async fn family_basics(&self, ctx: &Ctx) -> Result<Vec<Basics>> {
        let staff = ctx.staff().ok_or(Error::Forbidden)?;
        let mut tx = self.db.write(&ctx.request).await?;
        let mut cases = Vec::new();
        let mut keys = BTreeMap::new();
        for one in &stored::carried(&mut tx, staff, ctx.today()).await? {
            if let Some((case, key, permit)) = opened(ctx, &tx, staff, one)? {
                tx.log(Entry {
                    detail: "device".to_owned(),
                    ..of_permit(ctx, Event::CaseRead, &permit)
                });
                keys.insert(case.id, key);
                cases.push(case);
            }
        }
        let persons = person::of_cases(&mut tx, &keys).await?;
        let lasts = stored::last_of_each(&mut tx, &keys, staff).await?;
        tx.commit().await?;
        cases
            .into_iter()
            .map(|case| self.basics(ctx, case, (&persons, &lasts)))
            .collect()
    }

    fn basics(
        &self,
        ctx: &Ctx,
        case: Case,
        (persons, lasts): (&[Person], &[Contact]),
    ) -> Result<Basics> {
        let programme = self.programme(&case.programme, case.programme_version)?;
        let persons: Vec<Person> = persons
            .iter()
            .filter(|person| person.case == case.id)
            .cloned()
            .collect();
        let last = lasts.iter().find(|last| last.case == case.id);
        Ok(Basics {
            usual: Usual::after(last, &household(&persons)),
            systems: programme.systems.clone(),
            safety: case.safety_in(&programme, ctx.today()),
            persons,
            case,
        })
    }

    async fn check_contact(&self, tx: &mut Tx, entered: &Entered, contact: &Contact) -> Result<()> {
        let found = &entered.found;
        let programme = self.programme(&found.programme, found.programme_version)?;
        let persons = person::of_case(tx, &entered.key, contact.case).await?;
        let persons: Vec<PersonId> = persons.iter().map(|person| person.id).collect();
        let systems: Vec<&str> = programme
            .systems
            .iter()
            .map(|system| system.code.as_str())
            .collect();
        let faults = contact.faults(found.received_on, &persons, &systems);
        all_valid(faults.into_iter().map(field_error).collect())
    }
}

/// A carried family with its key, if the actor may see it.
fn opened(
    ctx: &Ctx,
    tx: &Tx,
    staff: StaffId,
    one: &Carried,
) -> Result<Option<(Case, Key, Permit)>> {
    let scope = CaseScope {
        case: one.listed.id,
        team: one.team,
        carers: vec![staff],
        protected: one.listed.protected,
    };
    match access::decide(&ctx.actor, Request::Case(CaseAction::LogContact, &scope)) {
        Decision::Allow(permit) => {
            let (case, key) = case::open_listed(tx, &permit, &one.listed)?;
            Ok(Some((case, key, permit)))
        }
        Decision::Forbid | Decision::Hide => Ok(None),
    }
}

async fn own(tx: &mut Tx, entered: &Entered, id: ContactId) -> Result<Contact> {
    let found = stored::find(tx, &entered.key, entered.case(), id).await?;
    let contact = found.ok_or(Error::NotFound)?;
    if contact.staff == entered.hand()? {
        Ok(contact)
    } else {
        Err(Error::Forbidden)
    }
}

fn told(entered: &Entered, ctx: &Ctx, event: Event, id: ContactId) -> Entry {
    Entry {
        detail: id.to_string(),
        ..entered.entry(ctx, event)
    }
}

fn household(persons: &[Person]) -> Vec<PersonId> {
    persons
        .iter()
        .filter(|person| person.in_household && !person.deceased)
        .map(|person| person.id)
        .collect()
}

fn by_week(
    listed: Vec<(Contact, String)>,
    (oldest, newest): (Week, Week),
    (begun, minimum): (Option<Week>, Option<u32>),
) -> Vec<ContactWeek> {
    let mut weeks: BTreeMap<Week, Vec<(Contact, String)>> = BTreeMap::new();
    for back in 0..=newest.weeks_since(oldest) {
        weeks.insert(newest.plus(-back), Vec::new());
    }
    for one in listed {
        weeks.entry(one.0.week()).or_default().push(one);
    }
    weeks
        .into_iter()
        .rev()
        .map(|(week, contacts)| ContactWeek {
            week,
            sum: WeekSum::of(contacts.iter().map(|(contact, _)| contact)),
            contacts,
            // Nothing is asked for before the treatment.
            minimum: minimum.filter(|_| begun.is_some_and(|begun| begun <= week)),
        })
        .collect()
}

fn field_error(fault: ContactFault) -> FieldError {
    match fault {
        ContactFault::Future => FieldError::new("time", "contact-fault-future"),
        ContactFault::BeforeCase => FieldError::new("day", "contact-fault-before"),
        ContactFault::NoMinutes => FieldError::new("minutes", "contact-fault-no-minutes"),
        ContactFault::TooLong => FieldError::new("minutes", "contact-fault-too-long"),
        ContactFault::UnknownPerson => FieldError::new("persons", "contact-fault-person"),
        ContactFault::UnknownSystem => FieldError::new("systems", "contact-fault-system"),
        ContactFault::NoteTooLong => FieldError::new("note", "contact-fault-note"),
    }
}
