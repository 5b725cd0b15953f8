//! The people of a case: who they are, how they belong together, and whom they have around them.

pub mod drawings;
pub mod form;
mod samples;

use askama::Template;
use axum::Form;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Redirect, Response};
use hemma_app::error::Error;
use hemma_app::person::{OnePerson, People, TieInput};
use hemma_domain::access::CaseAction;
use hemma_domain::code::Code;
use hemma_domain::ids::{BondId, CaseId, PersonId};
use hemma_domain::person::{BondKind, IdentityKind, Kin, Person, Protection, Sex, TieStrength};
use hemma_domain::time::Day;
use serde::Deserialize;

use crate::http::Site;
use crate::http::error::PageError;
use crate::http::form::Faults;
use crate::http::route::{Access, Routes};
use crate::http::url;
use crate::http::visit::Visit;
use crate::lang::Lang;
use crate::page::case::HeadView;
use crate::page::{Frame, Sampled, choices, render, unprocessable};

use self::form::{CONFLICT, PersonForm, tongue, tongues};

/// The routes of this page.
pub fn routes() -> Routes {
    let (see, write) = (
        Access::Case(CaseAction::See),
        Access::Case(CaseAction::WriteFamily),
    );
    Routes::default()
        .get("/cases/{case}/people", see, get)
        .get("/cases/{case}/people/new", write, get_new)
        .make("/cases/{case}/people/new", write, post_new)
        .get("/cases/{case}/people/{person}", see, get_one)
        .post("/cases/{case}/people/{person}", write, post_one)
        .post("/cases/{case}/people/{person}/reveal", see, post_reveal)
        .make("/cases/{case}/bonds", write, post_bond)
        .post("/cases/{case}/bonds/{bond}/remove", write, post_bond_away)
        .make("/cases/{case}/ties", write, post_tie)
        .post("/cases/{case}/ties/{tie}/remove", write, post_tie_away)
}

/// Everybody in and around a family.
#[derive(Template)]
#[template(path = "person/people.html")]
pub struct PeoplePage {
    pub frame: Frame,
    pub lang: Lang,
    pub head: HeadView,
    /// The page's own address.
    pub url: String,
    /// The case's address.
    pub case_url: String,
    pub household: Vec<PersonView>,
    pub network: Vec<PersonView>,
    pub may_write: bool,
    pub genogram: String,
    pub bonds: Vec<Link>,
    pub ecomap: String,
    pub ties: Vec<Link>,
    /// Ids and names, for the forms.
    pub names: Vec<(String, String)>,
    pub bond_kinds: Vec<(&'static str, String)>,
    pub systems: Vec<(String, String)>,
    pub strengths: Vec<(&'static str, String)>,
    pub bond: BondForm,
    pub tie: TieForm,
    pub faults: Faults,
}

/// Somebody in a list.
#[derive(Debug, Clone)]
pub struct PersonView {
    pub url: String,
    pub name: String,
    /// `mamma, 39 år`.
    pub about: String,
    /// Facts that must not be missed: protection, interpreter, who must not know.
    pub tags: Vec<(&'static str, String)>,
    pub phone: String,
    pub hidden: bool,
    pub warning: String,
}

/// A bond or a tie in the table beside its drawing.
#[derive(Debug, Clone)]
pub struct Link {
    pub remove: String,
    pub remove_label: String,
    pub from: String,
    pub what: String,
    pub to: String,
}

/// A bond as it was typed.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct BondForm {
    pub a: String,
    pub kind: String,
    pub b: String,
}

/// A tie as it was typed.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct TieForm {
    pub person: String,
    pub label: String,
    pub system: String,
    pub strength: String,
}

/// One person, to read or to change.
#[derive(Template)]
#[template(path = "person/one.html")]
pub struct PersonPage {
    pub frame: Frame,
    pub lang: Lang,
    pub head: HeadView,
    pub title: String,
    pub action: String,
    pub back: String,
    pub form: PersonForm,
    pub faults: Faults,
    pub is_new: bool,
    pub hidden: bool,
    /// Whose protection hides them.
    pub hidden_why: String,
    pub may_write: bool,
    pub doubt: Option<String>,
    /// What somebody else wrote meanwhile: message of the field, mine, theirs.
    pub conflict: Vec<(&'static str, String, String)>,
    pub facts: Vec<(String, String)>,
    pub kins: Vec<(&'static str, String)>,
    pub sexes: Vec<(&'static str, String)>,
    pub kinds: Vec<(&'static str, String)>,
    pub tongues: Vec<(String, String)>,
    pub protections: Vec<(&'static str, String)>,
}

impl PeoplePage {
    fn of(visit: &Visit, people: &People) -> PeoplePage {
        let (lang, today) = (visit.lang, visit.ctx.today());
        let base = url::case(people.head.case.id);
        let view = |wanted: bool| {
            let all = people.head.persons.iter().zip(&people.hidden);
            all.filter(|(person, _)| person.in_household == wanted)
                .map(|(person, hidden)| person_view(&base, (person, *hidden), lang, today))
                .collect()
        };
        let name = |id: PersonId| {
            let known = people.head.persons.iter().find(|one| one.id == id);
            known.map(Person::full_name).unwrap_or_default()
        };
        PeoplePage {
            frame: Frame::of(visit, "person-title"),
            lang,
            head: HeadView::of(&people.head, visit, "tab-people"),
            url: format!("{base}/people"),
            household: view(true),
            network: view(false),
            may_write: people.head.may(CaseAction::WriteFamily),
            genogram: drawings::genogram(people, lang, today),
            bonds: people
                .bonds
                .iter()
                .map(|bond| Link {
                    remove: format!("{base}/bonds/{}/remove", bond.id),
                    remove_label: lang.t2(
                        "person-bond-remove",
                        ("from", name(bond.a)),
                        ("to", name(bond.b)),
                    ),
                    from: name(bond.a),
                    what: lang.name(bond.kind),
                    to: name(bond.b),
                })
                .collect(),
            ecomap: drawings::ecomap(people, lang),
            ties: tie_links(people, &base, lang),
            names: people
                .head
                .persons
                .iter()
                .map(|person| (person.id.to_string(), person.full_name()))
                .collect(),
            bond_kinds: choices::<BondKind>(lang),
            systems: people
                .head
                .programme
                .systems
                .iter()
                .map(|one| (one.code.clone(), lang.words(&one.label).to_owned()))
                .collect(),
            strengths: choices::<TieStrength>(lang),
            bond: BondForm::default(),
            tie: TieForm::default(),
            faults: Faults::none(),
            case_url: base,
        }
    }
}

fn tie_links(people: &People, base: &str, lang: Lang) -> Vec<Link> {
    people
        .ties
        .iter()
        .map(|tie| {
            let person = tie
                .person
                .and_then(|id| people.head.persons.iter().find(|one| one.id == id));
            let from = drawings::tie_label(tie, person);
            Link {
                remove: format!("{base}/ties/{}/remove", tie.id),
                remove_label: lang.t1("person-tie-remove", "who", &from),
                from,
                what: drawings::system(people, &tie.system, lang),
                to: lang.name(tie.strength),
            }
        })
        .collect()
}

/// Somebody as lists show them.
pub fn person_view(
    base: &str,
    (person, hidden): (&Person, bool),
    lang: Lang,
    today: Day,
) -> PersonView {
    let mut about = lang.name(person.kin);
    if person.deceased {
        about = format!("{about}, {}", lang.t("person-deceased"));
    } else if let Some(age) = person.age(today) {
        about = format!("{about}, {}", lang.t1("person-age", "age", age));
    }
    let mut tags = Vec::new();
    if person.is_protected() {
        tags.push(("lock", lang.name(person.protection)));
    }
    if person.must_not_know_address {
        tags.push(("eye-off", lang.t("person-must-not-know")));
    }
    if person.interpreter {
        let spoken = tongue(lang, &person.language);
        tags.push((
            "interpreter",
            lang.t1("person-interpreter-tag", "language", spoken),
        ));
    } else if !person.language.is_empty() && person.language != "sv" {
        tags.push(("language", tongue(lang, &person.language)));
    }
    PersonView {
        url: format!("{base}/people/{}", person.id),
        name: person.full_name(),
        about,
        tags,
        phone: person.phone.clone(),
        hidden,
        warning: person.staff_safety.clone(),
    }
}

impl PersonPage {
    fn of(visit: &Visit, one: &OnePerson, form: PersonForm) -> PersonPage {
        let (lang, today) = (visit.lang, visit.ctx.today());
        let is_new = one.person.version == 0;
        let base = format!("{}/people", url::case(one.head.case.id));
        PersonPage {
            frame: Frame::of(visit, "person-title"),
            lang,
            head: HeadView::of(&one.head, visit, "tab-people"),
            title: if is_new {
                lang.t("person-new")
            } else {
                one.person.full_name()
            },
            action: if is_new {
                format!("{base}/new")
            } else {
                format!("{base}/{}", one.person.id)
            },
            back: base,
            faults: Faults::none(),
            is_new,
            hidden: one.hidden,
            hidden_why: lang.t(if one.person.is_protected() {
                "person-hidden-own"
            } else {
                "person-hidden-home"
            }),
            may_write: one.head.may(CaseAction::WriteFamily),
            doubt: form.doubt(lang, today),
            conflict: Vec::new(),
            facts: facts(one, lang, today),
            kins: choices::<Kin>(lang),
            sexes: choices::<Sex>(lang),
            kinds: choices::<IdentityKind>(lang),
            tongues: tongues(lang, &form.language),
            protections: choices::<Protection>(lang),
            form,
        }
    }
}

/// What is known of somebody, for those who may only read.
fn facts(one: &OnePerson, lang: Lang, today: Day) -> Vec<(String, String)> {
    let person = &one.person;
    let number = person.identity.as_ref().map(|identity| {
        let number = form::written(identity.kind, &identity.number);
        format!("{} {number}", lang.name(identity.kind))
    });
    let born = person.born.map(|born| {
        let age = lang.t1("person-age", "age", born.age(today));
        format!("{}, {age}", lang.full_day(born))
    });
    [
        ("person-kin", lang.name(person.kin)),
        ("person-born", born.unwrap_or_default()),
        ("person-number", number.unwrap_or_default()),
        ("person-language", tongue(lang, &person.language)),
        ("person-phone", person.phone.clone()),
        ("person-address", person.address.clone()),
        ("person-door-code", person.door_code.clone()),
        ("person-staff-safety", person.staff_safety.clone()),
        ("person-remark", person.remark.clone()),
    ]
    .into_iter()
    .filter(|(_, value)| !value.is_empty())
    .map(|(key, value)| (lang.t(key), value))
    .collect()
}

async fn get(
    visit: Visit,
    State(site): State<Site>,
    Path(id): Path<CaseId>,
) -> Result<Response, PageError> {
    let people = site.app.people(&visit.ctx, id).await;
    let people = people.map_err(PageError::to(&visit))?;
    render(&visit, &PeoplePage::of(&visit, &people))
}

async fn get_new(
    visit: Visit,
    State(site): State<Site>,
    Path(id): Path<CaseId>,
) -> Result<Response, PageError> {
    let one = site.app.new_person(&visit.ctx, id).await;
    let one = one.map_err(PageError::to(&visit))?;
    let form = PersonForm::blank(&one.person, visit.lang);
    render(&visit, &PersonPage::of(&visit, &one, form))
}

async fn get_one(
    visit: Visit,
    State(site): State<Site>,
    Path((id, of)): Path<(CaseId, PersonId)>,
) -> Result<Response, PageError> {
    let one = site.app.one_person(&visit.ctx, id, of).await;
    let one = one.map_err(PageError::to(&visit))?;
    let form = PersonForm::of(&one.person, one.hidden, visit.lang);
    render(&visit, &PersonPage::of(&visit, &one, form))
}

async fn post_reveal(
    visit: Visit,
    State(site): State<Site>,
    Path((id, of)): Path<(CaseId, PersonId)>,
) -> Result<Response, PageError> {
    let one = site.app.reveal_person(&visit.ctx, id, of).await;
    let one = one.map_err(PageError::to(&visit))?;
    let form = PersonForm::of(&one.person, false, visit.lang);
    render(&visit, &PersonPage::of(&visit, &one, form))
}

async fn post_new(
    visit: Visit,
    State(site): State<Site>,
    Path(id): Path<CaseId>,
    Form(form): Form<PersonForm>,
) -> Result<Response, PageError> {
    let added = match form.read(visit.ctx.today()) {
        Ok(input) => site.app.add_person(&visit.ctx, id, input).await,
        Err(faults) => Err(Error::Invalid(faults.into_inner())),
    };
    match added {
        Ok(of) => Ok(saved(&visit, id, of, &form)),
        Err(Error::Invalid(faults)) => {
            let one = site.app.new_person(&visit.ctx, id).await;
            let one = one.map_err(PageError::to(&visit))?;
            let page = PersonPage {
                faults: Faults::of(faults),
                ..PersonPage::of(&visit, &one, form)
            };
            Ok(unprocessable(render(&visit, &page)?))
        }
        Err(err) => Err(PageError::to(&visit)(err)),
    }
}

async fn post_one(
    visit: Visit,
    State(site): State<Site>,
    Path((id, of)): Path<(CaseId, PersonId)>,
    Form(form): Form<PersonForm>,
) -> Result<Response, PageError> {
    let changed = match form.read(visit.ctx.today()) {
        Ok(input) => {
            let version = form.version;
            let app = &site.app;
            app.change_person(&visit.ctx, (id, of), version, input)
                .await
        }
        Err(faults) => Err(Error::Invalid(faults.into_inner())),
    };
    let err = match changed {
        Ok(()) => return Ok(saved(&visit, id, of, &form)),
        Err(err) => err,
    };
    let (faults, is_conflict) = match err {
        Error::Invalid(faults) => (Faults::of(faults), false),
        Error::Conflict => (Faults::none(), true),
        err => return Err(PageError::to(&visit)(err)),
    };
    let one = site.app.one_person(&visit.ctx, id, of).await;
    let one = one.map_err(PageError::to(&visit))?;
    let stored = PersonForm::of(&one.person, form.phone.is_none(), visit.lang);
    let mut page = PersonPage::of(&visit, &one, form);
    page.hidden = page.form.phone.is_none();
    page.faults = faults;
    if is_conflict {
        page.conflict = page.form.differences(&stored);
        // Saved again, the form replaces what it was shown beside.
        page.form.version = stored.version;
        return Ok((CONFLICT, render(&visit, &page)?).into_response());
    }
    Ok(unprocessable(render(&visit, &page)?))
}

/// Back to everybody; to the person where the number is odd, so that the warning is seen.
fn saved(visit: &Visit, id: CaseId, of: PersonId, form: &PersonForm) -> Response {
    let people = format!("{}/people", url::case(id));
    let to = if form.doubt(visit.lang, visit.ctx.today()).is_some() {
        format!("{people}/{of}?done=person-saved")
    } else {
        format!("{people}?done=person-saved")
    };
    Redirect::to(&to).into_response()
}

async fn post_bond(
    visit: Visit,
    State(site): State<Site>,
    Path(id): Path<CaseId>,
    Form(form): Form<BondForm>,
) -> Result<Response, PageError> {
    let added = match (
        form.a.parse(),
        BondKind::from_code(&form.kind),
        form.b.parse(),
    ) {
        (Ok(a), Some(kind), Ok(b)) => site.app.add_bond(&visit.ctx, id, (a, kind, b)).await,
        _ => Err(Error::invalid("b", "person-fault-choose")),
    };
    match added {
        Ok(()) => Ok(back(id, "bond-saved")),
        Err(Error::Invalid(faults)) => {
            let people = site.app.people(&visit.ctx, id).await;
            let people = people.map_err(PageError::to(&visit))?;
            let page = PeoplePage {
                bond: form,
                faults: Faults::of(faults),
                ..PeoplePage::of(&visit, &people)
            };
            Ok(unprocessable(render(&visit, &page)?))
        }
        Err(err) => Err(PageError::to(&visit)(err)),
    }
}

async fn post_tie(
    visit: Visit,
    State(site): State<Site>,
    Path(id): Path<CaseId>,
    Form(form): Form<TieForm>,
) -> Result<Response, PageError> {
    let added = match TieStrength::from_code(&form.strength) {
        Some(strength) => {
            let input = TieInput {
                person: form.person.parse().ok(),
                label: form.label.clone(),
                system: form.system.clone(),
                strength,
            };
            site.app.add_tie(&visit.ctx, id, input).await
        }
        None => Err(Error::invalid("strength", "person-fault-choose")),
    };
    match added {
        Ok(()) => Ok(back(id, "tie-saved")),
        Err(Error::Invalid(faults)) => {
            let people = site.app.people(&visit.ctx, id).await;
            let people = people.map_err(PageError::to(&visit))?;
            let page = PeoplePage {
                tie: form,
                faults: Faults::of(faults),
                ..PeoplePage::of(&visit, &people)
            };
            Ok(unprocessable(render(&visit, &page)?))
        }
        Err(err) => Err(PageError::to(&visit)(err)),
    }
}

async fn post_bond_away(
    visit: Visit,
    State(site): State<Site>,
    Path((id, of)): Path<(CaseId, BondId)>,
) -> Result<Response, PageError> {
    let away = site.app.remove_bond(&visit.ctx, id, of).await;
    away.map_err(PageError::to(&visit))?;
    Ok(back(id, "bond-removed"))
}

async fn post_tie_away(
    visit: Visit,
    State(site): State<Site>,
    Path((id, of)): Path<(CaseId, BondId)>,
) -> Result<Response, PageError> {
    let away = site.app.remove_tie(&visit.ctx, id, of).await;
    away.map_err(PageError::to(&visit))?;
    Ok(back(id, "tie-removed"))
}

fn back(id: CaseId, done: &str) -> Response {
    Redirect::to(&format!("{}/people?done={done}", url::case(id))).into_response()
}

/// Every state of these pages.
pub fn samples() -> Vec<Sampled> {
    samples::all()
}
