//! A case over time.

use axum::Json;
use axum::extract::State;
use hemma_app::timeline::{
    HandedIn, TimelineEvent as Happened, TimelinePhase as PhaseFound, TimelineWeek as WeekFound,
    TimelineWhat,
};
use hemma_domain::access::CaseAction;
use hemma_domain::code::Code as _;
use hemma_domain::ids::CaseId;
use serde::Serialize;
use utoipa::ToSchema;

use crate::api::{ApiError, ApiPath, ApiVisit, Refused, Words};
use crate::http::Site;
use crate::http::route::{Access, Routes};

/// The routes of this resource.
pub fn routes() -> Routes {
    Routes::default().get(
        "/api/v1/cases/{case}/timeline",
        Access::Case(CaseAction::See),
        get,
    )
}

/// A case over time; empty before it was opened.
#[derive(Debug, Serialize, ToSchema)]
pub struct Timeline {
    /// The last three years at most, the oldest first.
    pub weeks: Vec<TimelineWeek>,
    pub events: Vec<TimelineEvent>,
    pub phases: Vec<TimelinePhase>,
    /// Contacts that the programme asks for in a week; null where it asks for none.
    pub minimum: Option<u32>,
}

/// One week.
#[derive(Debug, Serialize, ToSchema)]
pub struct TimelineWeek {
    /// As in `2026-W47`.
    pub week: String,
    pub contacts: u32,
    pub steps_met: u32,
    pub steps_partly: u32,
    pub steps_unmet: u32,
    /// `in_time`, `late`, `missing`, `not_due`.
    pub summary: &'static str,
}

/// Something that happened.
#[derive(Debug, Serialize, ToSchema)]
pub struct TimelineEvent {
    pub day: String,
    /// `incident`, `plan`, `meetings`, `call`, `hold_begins`, `hold_ends`.
    pub what: &'static str,
    /// The kind of an incident, as in `self_harm`.
    pub kind: Option<&'static str>,
    /// The number of the plan's version, or how many meetings there were in the week.
    pub number: Option<u32>,
}

/// A phase of the treatment.
#[derive(Debug, Serialize, ToSchema)]
pub struct TimelinePhase {
    pub from: String,
    /// The last day in it: today in the phase that goes on.
    pub to: String,
    pub name: Words,
}

/// A case over time.
#[utoipa::path(get, operation_id = "timeline", path = "/api/v1/cases/{case}/timeline",
    params(("case" = Uuid, Path)), responses((status = 200, body = Timeline), Refused))]
pub async fn get(
    visit: ApiVisit,
    State(site): State<Site>,
    ApiPath(case): ApiPath<CaseId>,
) -> Result<Json<Timeline>, ApiError> {
    let read = site.app.timeline(&visit.0.ctx, case).await;
    let read = read.map_err(ApiError::of(&visit))?;
    Ok(Json(Timeline {
        weeks: read.weeks.iter().map(TimelineWeek::from).collect(),
        events: read.events.iter().map(TimelineEvent::from).collect(),
        phases: read.phases.iter().map(TimelinePhase::from).collect(),
        minimum: read.minimum,
    }))
}

impl From<&WeekFound> for TimelineWeek {
    fn from(one: &WeekFound) -> TimelineWeek {
        TimelineWeek {
            week: one.week.to_string(),
            contacts: one.contacts,
            steps_met: one.steps_met,
            steps_partly: one.steps_partly,
            steps_unmet: one.steps_unmet,
            summary: match one.handed_in {
                HandedIn::InTime => "in_time",
                HandedIn::Late => "late",
                HandedIn::Missing => "missing",
                HandedIn::NotDue => "not_due",
            },
        }
    }
}

impl From<&Happened> for TimelineEvent {
    fn from(one: &Happened) -> TimelineEvent {
        let (what, kind, number) = match one.what {
            TimelineWhat::Incident(kind) => ("incident", Some(kind.code()), None),
            TimelineWhat::Plan(number) => ("plan", None, Some(number)),
            TimelineWhat::Meetings(count) => ("meetings", None, Some(count)),
            TimelineWhat::Call => ("call", None, None),
            TimelineWhat::HoldBegins => ("hold_begins", None, None),
            TimelineWhat::HoldEnds => ("hold_ends", None, None),
        };
        TimelineEvent {
            day: one.day.to_string(),
            what,
            kind,
            number,
        }
    }
}

impl From<&PhaseFound> for TimelinePhase {
    fn from(one: &PhaseFound) -> TimelinePhase {
        TimelinePhase {
            from: one.from.to_string(),
            to: one.to.to_string(),
            name: Words::from(&one.name),
        }
    }
}
