//! A team's consultations: the calendar of a quarter, one of them, and what a network's teams were owed and had.

use axum::Json;
use axum::extract::State;
use hemma_app::consultation::{
    NetworkConsultations as FoundNetwork, OneConsultation, TeamConsultations as Found, TeamTally,
};
use hemma_domain::access::{NetworkAction, TeamAction};
use hemma_domain::code::Code as _;
use hemma_domain::consultation::{Appointment, Slot, Tally as Counts};
use hemma_domain::ids::{NetworkId, TeamId};
use hemma_domain::review::Term;
use hemma_domain::time::Day;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

use crate::api::week::Feedback;
use crate::api::{ApiError, ApiPath, ApiQuery, ApiVisit, Refused};
use crate::http::Site;
use crate::http::route::{Access, Routes};

/// The routes of this resource.
pub fn routes() -> Routes {
    const SEE: Access = Access::Team(TeamAction::SeeConsultation);
    Routes::default()
        .get("/api/v1/teams/{team}/consultations", SEE, list)
        .get("/api/v1/teams/{team}/consultations/{week}", SEE, get)
        .get(
            "/api/v1/networks/{network}/consultations",
            Access::Network(NetworkAction::SeeTeams),
            of_network,
        )
}

/// Which quarter is asked for.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct AskedQuarter {
    /// `2026Q4`; the running quarter by default, and where the text names none.
    #[param(example = "2026Q4")]
    term: Option<String>,
}

/// One consultation in the calendar.
#[derive(Debug, Serialize, ToSchema)]
pub struct Consultation {
    /// The week that it is held in; it is about the week before.
    pub week: String,
    pub on: Option<String>,
    /// Local time, as in `13:00`.
    pub at: Option<String>,
    pub minutes: Option<u32>,
    /// `planned`, `day_off`, `unnoted`, `held` or `cancelled`.
    pub stage: Option<&'static str>,
    /// It was given another time than the weekly one.
    pub moved: bool,
    /// Why it was moved or called off.
    pub reason: String,
    /// How many were there.
    pub attended: usize,
}

/// Consultations held against what was owed.
#[derive(Debug, Serialize, ToSchema)]
pub struct Tally {
    pub term: String,
    pub owed: u32,
    pub held: u32,
    /// Of those that were held, at another time than the weekly one.
    pub moved: u32,
    pub cancelled: u32,
    pub unnoted: u32,
    /// Weeks that were not owed because of a day off.
    pub days_off: u32,
}

/// A team's consultations in a quarter.
#[derive(Debug, Serialize, ToSchema)]
pub struct Consultations {
    pub team: Uuid,
    pub term: String,
    pub consultations: Vec<Consultation>,
    pub next: Option<Consultation>,
    /// The quarters until now, the newest first.
    pub quarters: Vec<Tally>,
}

/// The written feedback on one family's week.
#[derive(Debug, Serialize, ToSchema)]
pub struct FeedbackOfFamily {
    pub case: Uuid,
    pub code: String,
    /// Names stand as roles.
    pub unnamed: bool,
    pub points: Vec<Feedback>,
}

/// One consultation with its minutes and the written feedback on the week that it is about.
#[derive(Debug, Serialize, ToSchema)]
pub struct ConsultationNoted {
    #[serde(flatten)]
    pub consultation: Consultation,
    /// The week that it is about.
    pub about: String,
    /// What was taken up and agreed.
    pub text: String,
    /// Names of those who were there.
    pub people: Vec<String>,
    pub feedback: Vec<FeedbackOfFamily>,
    pub version: i64,
}

/// What a network's team was owed and had.
#[derive(Debug, Serialize, ToSchema)]
pub struct TeamConsultations {
    pub team: Uuid,
    pub name: String,
    /// The day of the next one.
    pub next_on: Option<String>,
    /// The newest first.
    pub quarters: Vec<Tally>,
}

/// A team's consultations in a quarter.
#[utoipa::path(get, operation_id = "consultations", path = "/api/v1/teams/{team}/consultations",
    params(("team" = Uuid, Path), AskedQuarter), responses((status = 200, body = Consultations), Refused))]
pub async fn list(
    visit: ApiVisit,
    State(site): State<Site>,
    ApiPath(team): ApiPath<TeamId>,
    ApiQuery(asked): ApiQuery<AskedQuarter>,
) -> Result<Json<Consultations>, ApiError> {
    let term = asked.term.as_deref().and_then(|term| term.parse().ok());
    let read = site.app.team_consultations(&visit.0.ctx, team, term).await;
    let read = read.map_err(ApiError::of(&visit))?;
    Ok(Json(consultations(&read, visit.0.ctx.today())))
}

/// One consultation.
#[utoipa::path(get, operation_id = "consultation", path = "/api/v1/teams/{team}/consultations/{week}",
    params(("team" = Uuid, Path), ("week" = String, Path, example = "2026-W47")),
    responses((status = 200, body = ConsultationNoted), Refused))]
pub async fn get(
    visit: ApiVisit,
    State(site): State<Site>,
    ApiPath((team, week)): ApiPath<(TeamId, String)>,
) -> Result<Json<ConsultationNoted>, ApiError> {
    let week = week.parse().map_err(|_| ApiError::not_found(&visit))?;
    let lang = visit.0.lang.0;
    let read = site
        .app
        .consultation(&visit.0.ctx, (team, week), lang)
        .await;
    let read = read.map_err(ApiError::of(&visit))?;
    Ok(Json(noted(read, visit.0.ctx.today())))
}

/// What a network's teams were owed of consultation, and had.
#[utoipa::path(get, operation_id = "network_consultations", path = "/api/v1/networks/{network}/consultations",
    params(("network" = Uuid, Path)), responses((status = 200, body = Vec<TeamConsultations>), Refused))]
pub async fn of_network(
    visit: ApiVisit,
    State(site): State<Site>,
    ApiPath(network): ApiPath<NetworkId>,
) -> Result<Json<Vec<TeamConsultations>>, ApiError> {
    let read = site.app.network_consultations(&visit.0.ctx, network).await;
    let read = read.map_err(ApiError::of(&visit))?;
    let FoundNetwork { quarters, teams } = read;
    let of_team = |one: TeamTally| TeamConsultations {
        team: one.team.id.0,
        next_on: one.next.map(|slot| slot.on.to_string()),
        quarters: quarters
            .iter()
            .zip(&one.quarters)
            .map(|(term, counts)| tally(*term, *counts))
            .collect(),
        name: one.team.name,
    };
    Ok(Json(teams.into_iter().map(of_team).collect()))
}

fn tally(term: Term, counts: Counts) -> Tally {
    Tally {
        term: term.to_string(),
        owed: counts.owed,
        held: counts.held,
        moved: counts.moved,
        cancelled: counts.cancelled,
        unnoted: counts.unnoted,
        days_off: counts.days_off,
    }
}

fn consultation(one: &Appointment, today: Day) -> Consultation {
    let slot: Option<Slot> = one.slot();
    let noted = one.noted.as_ref();
    Consultation {
        week: one.week.to_string(),
        on: slot.map(|slot| slot.on.to_string()),
        at: slot.map(|slot| slot.at.to_string()),
        minutes: slot.map(|slot| slot.minutes),
        stage: one.stage(today).map(|stage| stage.code()),
        moved: one.is_moved(),
        reason: noted.map(|noted| noted.reason.clone()).unwrap_or_default(),
        attended: noted.map_or(0, |noted| noted.attended.len()),
    }
}

fn consultations(found: &Found, today: Day) -> Consultations {
    let all = found.appointments.iter();
    Consultations {
        team: found.team.id.0,
        term: found.term.to_string(),
        consultations: all.map(|one| consultation(one, today)).collect(),
        next: found.next.as_ref().map(|one| consultation(one, today)),
        quarters: found
            .quarters
            .iter()
            .map(|(term, counts)| tally(*term, *counts))
            .collect(),
    }
}

fn noted(found: OneConsultation, today: Day) -> ConsultationNoted {
    let there = found.people.into_iter();
    let there = there.filter(|(id, ..)| found.noted.attended.contains(id));
    ConsultationNoted {
        consultation: consultation(&found.appointment, today),
        about: found.about.to_string(),
        text: found.noted.minutes,
        people: there.map(|(_, name, _)| name).collect(),
        feedback: found
            .families
            .into_iter()
            .map(|one| FeedbackOfFamily {
                case: one.case.0,
                code: one.code,
                unnamed: one.is_unnamed,
                points: one
                    .points
                    .into_iter()
                    .map(|point| Feedback::of(point.feedback, point.by, point.answered_by))
                    .collect(),
            })
            .collect(),
        version: found.noted.version,
    }
}
