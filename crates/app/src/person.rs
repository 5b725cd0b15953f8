//! The people of a case, the bonds between them and the family's ties: shown, recorded, changed.

use hemma_domain::access::CaseAction;
use hemma_domain::audit::{Entry, Event};
use hemma_domain::ids::{BondId, CaseId, PersonId};
use hemma_domain::person::{Bond, BondKind, Kin, Person, Protection, Sex, Tie, TieStrength};
use hemma_domain::person::{Identity, IdentityKind};
use hemma_domain::time::Day;
use hemma_store::db::Tx;
use hemma_store::{bond, case, person};

use crate::App;
use crate::case::CaseHead;
use crate::ctx::Ctx;
use crate::enter::Entered;
use crate::error::{Error, FieldError, Result, all_valid};

/// People of one case: far above any family with its network.
const PEOPLE_MAX: usize = 100;
/// Bonds and ties of one case, each: more than a drawing can show.
const LINKS_MAX: usize = 200;
/// Characters of a name, a number or a telephone.
const LINE_CHARS: usize = 120;
/// Characters of an address, a warning or a remark.
const TEXT_CHARS: usize = 2_000;

/// Everybody in and around a family, and how they belong together.
#[derive(Debug, Clone)]
pub struct People {
    pub head: CaseHead,
    /// Whose whereabouts are left out, in the order of the persons.
    pub hidden: Vec<bool>,
    pub bonds: Vec<Bond>,
    pub ties: Vec<Tie>,
}

/// One person of a case, to be read or changed.
#[derive(Debug, Clone)]
pub struct OnePerson {
    pub head: CaseHead,
    pub person: Person,
    /// Address, telephone and door code are kept out of sight.
    pub hidden: bool,
}

/// What was filled in about somebody. What is none was not on the form and stays as it was.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PersonInput {
    pub given_name: String,
    pub family_name: String,
    pub kin: Kin,
    pub sex: Sex,
    pub born: Option<Day>,
    pub identity: Option<Identity>,
    pub in_household: bool,
    pub deceased: bool,
    pub language: String,
    pub interpreter: bool,
    pub whereabouts: Option<Whereabouts>,
    pub protection: Protection,
    pub must_not_know_address: bool,
    pub staff_safety: String,
    pub remark: String,
}

/// Where somebody is found: what a protected identity hides.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Whereabouts {
    pub phone: String,
    pub address: String,
    pub door_code: String,
}

impl PersonInput {
    fn faults(&self, today: Day) -> Vec<FieldError> {
        let mut faults = Vec::new();
        if self.given_name.trim().is_empty() && self.family_name.trim().is_empty() {
            faults.push(FieldError::new("given_name", "person-fault-name"));
        }
        if self.born.is_some_and(|born| born > today) {
            faults.push(FieldError::new("born", "person-fault-born"));
        }
        let place = self.whereabouts.clone().unwrap_or_default();
        let number = self.identity.as_ref().map_or("", |one| &one.number);
        for (field, text, most) in [
            ("given_name", self.given_name.as_str(), LINE_CHARS),
            ("family_name", &self.family_name, LINE_CHARS),
            ("number", number, LINE_CHARS),
            ("language", &self.language, LINE_CHARS),
            ("phone", &place.phone, LINE_CHARS),
            ("door_code", &place.door_code, LINE_CHARS),
            ("address", &place.address, TEXT_CHARS),
            ("staff_safety", &self.staff_safety, TEXT_CHARS),
            ("remark", &self.remark, TEXT_CHARS),
        ] {
            if text.chars().count() > most {
                faults.push(FieldError::new(field, "person-fault-long"));
            }
        }
        faults
    }

    /// The person as they are after this.
    fn applied(self, to: Person) -> Person {
        let place = self.whereabouts.unwrap_or(Whereabouts {
            phone: to.phone,
            address: to.address,
            door_code: to.door_code,
        });
        Person {
            given_name: self.given_name.trim().to_owned(),
            family_name: self.family_name.trim().to_owned(),
            kin: self.kin,
            sex: self.sex,
            born: self.born,
            identity: self.identity,
            in_household: self.in_household,
            deceased: self.deceased,
            language: self.language.trim().to_owned(),
            interpreter: self.interpreter,
            phone: place.phone.trim().to_owned(),
            address: place.address.trim().to_owned(),
            door_code: place.door_code.trim().to_owned(),
            protection: self.protection,
            must_not_know_address: self.must_not_know_address,
            staff_safety: self.staff_safety.trim().to_owned(),
            remark: self.remark.trim().to_owned(),
            ..to
        }
        .with_born_from_number()
    }
}

/// Somebody of whom nothing is known yet.
fn nobody(id: PersonId, case: CaseId) -> Person {
    Person {
        id,
        case,
        given_name: String::new(),
        family_name: String::new(),
        kin: Kin::Child,
        sex: Sex::Unknown,
        born: None,
        identity: None,
        in_household: true,
        deceased: false,
        language: "sv".to_owned(),
        interpreter: false,
        phone: String::new(),
        address: String::new(),
        door_code: String::new(),
        protection: Protection::None,
        must_not_know_address: false,
        staff_safety: String::new(),
        remark: String::new(),
        version: 0,
    }
}

impl App {
    /// Everybody in and around the family, with bonds and ties.
    pub async fn people(&self, ctx: &Ctx, id: CaseId) -> Result<People> {
        let (mut tx, entered) = self
            .enter(ctx, id, CaseAction::See, Event::CaseRead)
            .await?;
        let mut head = self.head(ctx, &mut tx, &entered).await?;
        let hidden: Vec<bool> = (head.persons.iter())
            .map(|person| person.is_hidden(&head.persons))
            .collect();
        for (person, hidden) in head.persons.iter_mut().zip(&hidden) {
            if *hidden {
                hide(person);
            }
        }
        let bonds = bond::of_case(&mut tx, id).await?;
        let ties = bond::ties(&mut tx, &entered.key, id).await?;
        tx.commit().await?;
        Ok(People {
            head,
            hidden,
            bonds,
            ties,
        })
    }

    /// The form for somebody new.
    pub async fn new_person(&self, ctx: &Ctx, id: CaseId) -> Result<OnePerson> {
        let (mut tx, entered) = self
            .enter(ctx, id, CaseAction::WriteFamily, Event::CaseRead)
            .await?;
        let head = self.head(ctx, &mut tx, &entered).await?;
        tx.commit().await?;
        Ok(OnePerson {
            head,
            person: nobody(PersonId(uuid::Uuid::nil()), id),
            hidden: false,
        })
    }

    /// One person of a case. What a protected identity hides is left out.
    pub async fn one_person(&self, ctx: &Ctx, id: CaseId, of: PersonId) -> Result<OnePerson> {
        let (mut tx, entered) = self
            .enter(ctx, id, CaseAction::See, Event::CaseRead)
            .await?;
        let head = self.head(ctx, &mut tx, &entered).await?;
        let found = head.persons.iter().find(|person| person.id == of);
        let mut person = found.cloned().ok_or(Error::NotFound)?;
        let hidden = person.is_hidden(&head.persons);
        if hidden {
            hide(&mut person);
        }
        tx.commit().await?;
        Ok(OnePerson {
            head,
            person,
            hidden,
        })
    }

    /// One person of a case with what is hidden: asked for in so many words, and in the log.
    pub async fn reveal_person(&self, ctx: &Ctx, id: CaseId, of: PersonId) -> Result<OnePerson> {
        let (mut tx, entered) = self
            .enter(ctx, id, CaseAction::See, Event::CaseRead)
            .await?;
        let head = self.head(ctx, &mut tx, &entered).await?;
        let found = head.persons.iter().find(|person| person.id == of);
        let person = found.cloned().ok_or(Error::NotFound)?;
        tx.log(about(ctx, &entered, Event::PersonRead, of));
        tx.commit().await?;
        Ok(OnePerson {
            head,
            person,
            hidden: false,
        })
    }

    /// Records somebody new.
    pub async fn add_person(&self, ctx: &Ctx, id: CaseId, input: PersonInput) -> Result<PersonId> {
        let (mut tx, entered) = self
            .enter(ctx, id, CaseAction::WriteFamily, Event::CaseRead)
            .await?;
        all_valid(input.faults(ctx.today()))?;
        let everybody = person::of_case(&mut tx, &entered.key, id).await?;
        if everybody.len() >= PEOPLE_MAX {
            return Err(Error::invalid("given_name", "person-fault-many"));
        }
        let added = input.applied(nobody(PersonId(ctx.new_id()), id));
        let number = u32::try_from(everybody.len() + 1).unwrap_or(u32::MAX);
        person::insert(&mut tx, &entered.key, &added, number).await?;
        let (of, before) = (added.id, nobody(added.id, id));
        self.after_change(ctx, (&mut tx, &entered), (before, added), &everybody)
            .await?;
        tx.commit().await?;
        Ok(of)
    }

    /// Saves what was changed about somebody.
    pub async fn change_person(
        &self,
        ctx: &Ctx,
        (id, of): (CaseId, PersonId),
        version: i64,
        input: PersonInput,
    ) -> Result<()> {
        let (mut tx, entered) = self
            .enter(ctx, id, CaseAction::WriteFamily, Event::CaseRead)
            .await?;
        let everybody = person::of_case(&mut tx, &entered.key, id).await?;
        let found = everybody.iter().find(|person| person.id == of);
        let before = found.cloned().ok_or(Error::NotFound)?;
        all_valid(input.faults(ctx.today()))?;
        let after = Person {
            version,
            ..input.applied(before.clone())
        };
        if !person::save(&mut tx, &entered.key, &after).await? {
            return Err(Error::Conflict);
        }
        self.after_change(ctx, (&mut tx, &entered), (before, after), &everybody)
            .await?;
        tx.commit().await?;
        Ok(())
    }

    /// What follows from a change: search keys, the log, and the case's own marks.
    async fn after_change(
        &self,
        ctx: &Ctx,
        (tx, entered): (&mut Tx, &Entered),
        (before, after): (Person, Person),
        everybody: &[Person],
    ) -> Result<()> {
        person::index(tx, entered.scope.team.board, &after).await?;
        tx.log(about(ctx, entered, Event::PersonChanged, after.id));
        let mut found = entered.found.clone();
        let others = || everybody.iter().filter(|other| other.id != after.id);
        let protected = mark(
            found.protected,
            (before.is_protected(), after.is_protected()),
            others().any(Person::is_protected),
        );
        let warned = |person: &Person| !person.staff_safety.is_empty();
        let warning = mark(
            found.staff_warning,
            (warned(&before), warned(&after)),
            others().any(warned),
        );
        if (protected, warning) == (found.protected, found.staff_warning) {
            return Ok(());
        }
        (found.protected, found.staff_warning) = (protected, warning);
        if !case::save(tx, &entered.key, &found).await? {
            return Err(Error::Conflict);
        }
        Ok(())
    }

    /// Records a bond between two people of a case.
    pub async fn add_bond(
        &self,
        ctx: &Ctx,
        id: CaseId,
        (a, kind, b): (PersonId, BondKind, PersonId),
    ) -> Result<()> {
        let (mut tx, entered) = self
            .enter(ctx, id, CaseAction::WriteFamily, Event::CaseRead)
            .await?;
        let everybody = person::of_case(&mut tx, &entered.key, id).await?;
        let known = |of| everybody.iter().any(|person| person.id == of);
        if !known(a) || !known(b) {
            return Err(Error::NotFound);
        }
        let bonds = bond::of_case(&mut tx, id).await?;
        let twice = |old: &Bond| old.kind == kind && (old.a, old.b) == (a, b);
        let fault = if a == b {
            Some("person-fault-same")
        } else if bonds.iter().any(twice) {
            Some("person-fault-twice")
        } else if bonds.len() >= LINKS_MAX {
            Some("person-fault-links")
        } else {
            None
        };
        if let Some(message) = fault {
            return Err(Error::Invalid(vec![FieldError::new("b", message)]));
        }
        let added = Bond {
            id: BondId(ctx.new_id()),
            case: id,
            kind,
            a,
            b,
        };
        bond::insert(&mut tx, &added).await?;
        tx.log(about(ctx, &entered, Event::PersonChanged, a));
        tx.commit().await?;
        Ok(())
    }

    /// Takes a bond away.
    pub async fn remove_bond(&self, ctx: &Ctx, id: CaseId, of: BondId) -> Result<()> {
        let (mut tx, _) = self
            .enter(ctx, id, CaseAction::WriteFamily, Event::PersonChanged)
            .await?;
        if !bond::delete(&mut tx, id, of).await? {
            return Err(Error::NotFound);
        }
        tx.commit().await?;
        Ok(())
    }

    /// Records a tie to the network: to somebody of the case, or to whom the label says.
    pub async fn add_tie(&self, ctx: &Ctx, id: CaseId, input: TieInput) -> Result<()> {
        let (mut tx, entered) = self
            .enter(ctx, id, CaseAction::WriteFamily, Event::CaseRead)
            .await?;
        let found = entered.found.clone();
        let programme = self.programme(&found.programme, found.programme_version)?;
        let everybody = person::of_case(&mut tx, &entered.key, id).await?;
        let count = bond::ties(&mut tx, &entered.key, id).await?.len();
        let known = |of| everybody.iter().any(|person| person.id == of);
        if !input.person.is_none_or(known) {
            return Err(Error::NotFound);
        }
        let mut faults = Vec::new();
        let label = input.label.trim();
        if input.person.is_none() && label.is_empty() {
            faults.push(FieldError::new("label", "person-fault-tie"));
        }
        if label.chars().count() > LINE_CHARS {
            faults.push(FieldError::new("label", "person-fault-long"));
        }
        if !programme.systems.iter().any(|one| one.code == input.system) {
            faults.push(FieldError::new("system", "person-fault-system"));
        }
        if count >= LINKS_MAX {
            faults.push(FieldError::new("label", "person-fault-links"));
        }
        all_valid(faults)?;
        let added = Tie {
            id: BondId(ctx.new_id()),
            case: id,
            person: input.person,
            label: label.to_owned(),
            system: input.system,
            strength: input.strength,
        };
        bond::insert_tie(&mut tx, &entered.key, &added).await?;
        tx.log(entered.entry(ctx, Event::PersonChanged));
        tx.commit().await?;
        Ok(())
    }

    /// Takes a tie away.
    pub async fn remove_tie(&self, ctx: &Ctx, id: CaseId, of: BondId) -> Result<()> {
        let (mut tx, _) = self
            .enter(ctx, id, CaseAction::WriteFamily, Event::PersonChanged)
            .await?;
        if !bond::delete_tie(&mut tx, id, of).await? {
            return Err(Error::NotFound);
        }
        tx.commit().await?;
        Ok(())
    }
}

/// What was filled in about a tie.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TieInput {
    pub person: Option<PersonId>,
    pub label: String,
    pub system: String,
    pub strength: TieStrength,
}

/// What an identity's kind and number mean when they are typed; none where nothing is.
pub fn identity(kind: IdentityKind, typed: &str, today: Day) -> Option<Identity> {
    let typed = typed.trim();
    (!typed.is_empty()).then(|| hemma_domain::identity::read(kind, typed, today).identity)
}

/// Leaves out what a protected identity hides.
fn hide(person: &mut Person) {
    person.phone.clear();
    person.address.clear();
    person.door_code.clear();
}

/// A mark that somebody's change sets, or takes away where theirs was the last; otherwise it stays as it is.
fn mark(now: bool, (before, after): (bool, bool), others: bool) -> bool {
    match (before, after) {
        (_, true) => true,
        (true, false) => others,
        (false, false) => now,
    }
}

fn about(ctx: &Ctx, entered: &Entered, event: Event, of: PersonId) -> Entry {
    Entry {
        person: Some(of),
        ..entered.entry(ctx, event)
    }
}
