//! Contacts of a case by week.

use axum::Json;
use axum::extract::State;
use hemma_app::contact::ContactWeek as AppWeek;
use hemma_domain::access::CaseAction;
use hemma_domain::code::Code as _;
use hemma_domain::contact::Contact as DomainContact;
use hemma_domain::ids::CaseId;
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use crate::api::team_week::Asked;
use crate::api::{ApiError, ApiPath, ApiQuery, ApiVisit, Refused, moment};
use crate::http::Site;
use crate::http::route::{Access, Routes};

/// The routes of this resource.
pub fn routes() -> Routes {
    Routes::default().get(
        "/api/v1/cases/{case}/contacts",
        Access::Case(CaseAction::See),
        list,
    )
}

/// Contacts by week, the newest first.
#[derive(Debug, Serialize, ToSchema)]
pub struct Contacts {
    /// Weeks without any contact too.
    pub weeks: Vec<ContactWeek>,
    /// The week to ask for to read on; null where there is nothing older.
    pub older: Option<String>,
}

/// A week of contacts.
#[derive(Debug, Serialize, ToSchema)]
pub struct ContactWeek {
    pub week: String,
    /// Contacts that count, and how many the programme asks for.
    pub counted: u32,
    pub minimum: Option<u32>,
    pub minutes: u32,
    pub travel_minutes: u32,
    pub contacts: Vec<Contact>,
}

/// A visit, call, meeting or message.
#[derive(Debug, Serialize, ToSchema)]
pub struct Contact {
    pub id: Uuid,
    pub staff: Uuid,
    pub staff_name: String,
    /// `visit`, `call`, `meeting`, `message`, `missed`.
    pub kind: &'static str,
    /// `home`, `school`, `office`, `phone`, `video`, `elsewhere`.
    pub place: &'static str,
    pub started_at: String,
    pub minutes: u32,
    pub travel_minutes: u32,
    pub counts: bool,
    pub persons: Vec<Uuid>,
    /// Systems of the programme.
    pub systems: Vec<String>,
    pub note: String,
    pub recorded_at: String,
}

/// The contacts of a case, from a week backwards.
#[utoipa::path(get, operation_id = "contacts", path = "/api/v1/cases/{case}/contacts",
    params(("case" = Uuid, Path), Asked),
    responses((status = 200, body = Contacts), Refused))]
pub async fn list(
    visit: ApiVisit,
    State(site): State<Site>,
    ApiPath(case): ApiPath<CaseId>,
    ApiQuery(asked): ApiQuery<Asked>,
) -> Result<Json<Contacts>, ApiError> {
    let read = site
        .app
        .contacts(&visit.0.ctx, case, asked.week(&visit)?)
        .await
        .map_err(ApiError::of(&visit))?;
    Ok(Json(Contacts {
        weeks: read.weeks.into_iter().map(ContactWeek::from).collect(),
        older: read.older.map(|week| week.to_string()),
    }))
}

impl From<AppWeek> for ContactWeek {
    fn from(week: AppWeek) -> ContactWeek {
        let contacts = week.contacts.into_iter();
        ContactWeek {
            week: week.week.to_string(),
            counted: week.sum.counted,
            minimum: week.minimum,
            minutes: week.sum.minutes,
            travel_minutes: week.sum.travel_minutes,
            contacts: contacts.map(Contact::from).collect(),
        }
    }
}

impl From<(DomainContact, String)> for Contact {
    fn from((one, staff_name): (DomainContact, String)) -> Contact {
        Contact {
            id: one.id.0,
            staff: one.staff.0,
            staff_name,
            kind: one.kind.code(),
            place: one.place.code(),
            started_at: moment(one.started_at),
            minutes: one.minutes,
            travel_minutes: one.travel_minutes,
            counts: one.counts(),
            persons: one.persons.iter().map(|person| person.0).collect(),
            recorded_at: moment(one.recorded_at),
            systems: one.systems,
            note: one.note,
        }
    }
}
