//! The people of a case, how they belong together, and what ties the family to its network.

use axum::Json;
use axum::extract::State;
use hemma_domain::access::CaseAction;
use hemma_domain::code::Code as _;
use hemma_domain::ids::CaseId;
use hemma_domain::person::{self, Person as DomainPerson};
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use crate::api::{ApiError, ApiPath, ApiVisit, Refused};
use crate::http::Site;
use crate::http::route::{Access, Routes};

/// The routes of this resource.
pub fn routes() -> Routes {
    Routes::default().get(
        "/api/v1/cases/{case}/people",
        Access::Case(CaseAction::See),
        list,
    )
}

/// The people of a case.
#[derive(Debug, Serialize, ToSchema)]
pub struct People {
    pub persons: Vec<Person>,
    pub bonds: Vec<Bond>,
    pub ties: Vec<Tie>,
}

/// Somebody in or around the family. Where somebody protected is, and who lives with them, is left out.
#[derive(Debug, Serialize, ToSchema)]
pub struct Person {
    pub id: Uuid,
    pub given_name: String,
    pub family_name: String,
    pub kin: &'static str,
    pub sex: &'static str,
    pub born: Option<String>,
    pub deceased: bool,
    pub in_household: bool,
    pub language: String,
    pub interpreter: bool,
    pub protection: &'static str,
    pub phone: Option<String>,
    pub address: Option<String>,
}

/// How two persons belong together.
#[derive(Debug, Serialize, ToSchema)]
pub struct Bond {
    /// As in `together`; of `parent` and its like the first is the parent of the second.
    pub kind: &'static str,
    pub a: Uuid,
    pub b: Uuid,
}

/// A tie of the family to somebody in its network.
#[derive(Debug, Serialize, ToSchema)]
pub struct Tie {
    /// The person, where one is recorded; else the label says who.
    pub person: Option<Uuid>,
    pub label: String,
    /// A system of the programme.
    pub system: String,
    pub strength: &'static str,
}

/// The people of a case.
#[utoipa::path(get, operation_id = "people", path = "/api/v1/cases/{case}/people",
    params(("case" = Uuid, Path)),
    responses((status = 200, body = People), Refused))]
pub async fn list(
    visit: ApiVisit,
    State(site): State<Site>,
    ApiPath(case): ApiPath<CaseId>,
) -> Result<Json<People>, ApiError> {
    let people = site
        .app
        .people(&visit.0.ctx, case)
        .await
        .map_err(ApiError::of(&visit))?;
    Ok(Json(People {
        bonds: people.bonds.iter().map(Bond::from).collect(),
        ties: people.ties.into_iter().map(Tie::from).collect(),
        persons: Person::of_case(people.head.persons),
    }))
}

impl Person {
    /// Everybody of a case, without what protection hides.
    pub fn of_case(everybody: Vec<DomainPerson>) -> Vec<Person> {
        let hidden: Vec<bool> = everybody
            .iter()
            .map(|person| person.is_hidden(&everybody))
            .collect();
        everybody
            .into_iter()
            .zip(hidden)
            .map(|(person, hidden)| Person {
                id: person.id.0,
                kin: person.kin.code(),
                sex: person.sex.code(),
                born: person
                    .born
                    .filter(|_| !person.is_protected())
                    .map(|day| day.to_string()),
                deceased: person.deceased,
                in_household: person.in_household,
                interpreter: person.interpreter,
                protection: person.protection.code(),
                phone: (!hidden).then_some(person.phone),
                address: (!hidden).then_some(person.address),
                given_name: person.given_name,
                family_name: person.family_name,
                language: person.language,
            })
            .collect()
    }
}

impl From<&person::Bond> for Bond {
    fn from(bond: &person::Bond) -> Bond {
        Bond {
            kind: bond.kind.code(),
            a: bond.a.0,
            b: bond.b.0,
        }
    }
}

impl From<person::Tie> for Tie {
    fn from(tie: person::Tie) -> Tie {
        Tie {
            person: tie.person.map(|person| person.0),
            label: tie.label,
            system: tie.system,
            strength: tie.strength.code(),
        }
    }
}
