//! Training: what a network holds, what everybody has and lacks, and one's own.

use axum::Json;
use axum::extract::State;
use hemma_app::training::{
    DemandStanding, Evaluations, MySeat, OneTraining, PersonStanding, Record, TrainingLine,
};
use hemma_domain::access::{NetworkAction, TeamAction};
use hemma_domain::code::Code as _;
use hemma_domain::ids::{NetworkId, StaffId, TeamId, TrainingId};
use hemma_domain::time::Day;
use hemma_domain::training::{Question, Seat, Session, Training as Held};
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use crate::api::{ApiError, ApiPath, ApiQuery, ApiVisit, Part, Refused, Window, Words};
use crate::http::Site;
use crate::http::route::{Access, Routes};

/// The routes of this resource.
pub fn routes() -> Routes {
    const KEEP: Access = Access::Network(NetworkAction::KeepTraining);
    Routes::default()
        .get("/api/v1/networks/{network}/trainings", KEEP, list)
        .get("/api/v1/networks/{network}/trainings/{training}", KEEP, get)
        .get(
            "/api/v1/networks/{network}/training-standing",
            KEEP,
            of_network,
        )
        .get(
            "/api/v1/teams/{team}/training-standing",
            Access::Team(TeamAction::SeeTraining),
            of_team,
        )
        .get(
            "/api/v1/networks/{network}/training-records/{staff}",
            KEEP,
            record_of_network,
        )
        .get(
            "/api/v1/teams/{team}/training-records/{staff}",
            Access::Team(TeamAction::SeeTraining),
            record_of_team,
        )
        .get("/api/v1/me/trainings", Access::SignedIn, mine)
}

/// A training.
#[derive(Debug, Serialize, ToSchema)]
pub struct Training {
    pub id: Uuid,
    pub title: String,
    pub place: String,
    /// `sv` or `en`.
    pub language: &'static str,
    pub about: String,
    /// The programme that it counts in; none where in all of them.
    pub programme: Option<String>,
    /// The code of the demand that it is; none where it is beside them.
    pub requirement: Option<String>,
    pub name: Option<Words>,
    pub seats_max: Option<u32>,
    pub days: Vec<TrainingDay>,
    /// `planned`, `running`, `held` or `cancelled`.
    pub stage: &'static str,
    pub version: i64,
}

/// One day of a training.
#[derive(Debug, Serialize, ToSchema)]
pub struct TrainingDay {
    pub on: String,
    pub from: String,
    pub to: String,
    pub half_days: u32,
}

/// A training in the list of a network.
#[derive(Debug, Serialize, ToSchema)]
pub struct ListedTraining {
    #[serde(flatten)]
    pub training: Training,
    pub invited: u32,
    pub coming: u32,
    /// Who was there on a day of it at least.
    pub attended: u32,
}

/// A training with those who are invited.
#[derive(Debug, Serialize, ToSchema)]
pub struct WholeTraining {
    #[serde(flatten)]
    pub training: Training,
    pub seats: Vec<TrainingSeat>,
    /// None before they can be shown, and where too few have answered.
    pub evaluations: Option<Vec<TrainingAnswers>>,
}

/// Somebody who is invited.
#[derive(Debug, Serialize, ToSchema)]
pub struct TrainingSeat {
    pub staff: Uuid,
    pub name: String,
    /// `open`, `yes` or `no`.
    pub reply: &'static str,
    /// The days on which they were there.
    pub attended: Vec<String>,
}

/// How one question was answered.
#[derive(Debug, Serialize, ToSchema)]
pub struct TrainingAnswers {
    /// `needed`, `clear` or `usable`.
    pub question: &'static str,
    /// How often 1, 2, 3, 4 and 5 were given.
    pub counts: Vec<u32>,
}

/// One's own place in a training.
#[derive(Debug, Serialize, ToSchema)]
pub struct OwnTraining {
    #[serde(flatten)]
    pub training: Training,
    /// `open`, `yes` or `no`.
    pub reply: &'static str,
    pub attended: Vec<String>,
    pub may_evaluate: bool,
}

/// How somebody stands in one programme.
#[derive(Debug, Serialize, ToSchema)]
pub struct TrainingStanding {
    pub staff: Uuid,
    pub name: String,
    pub programme: String,
    pub roles: Vec<&'static str>,
    pub teams: Vec<Uuid>,
    /// The worst of them: `held`, `due` or `overdue`.
    pub standing: &'static str,
    pub demands: Vec<TrainingDemand>,
}

/// How somebody stands with one demand.
#[derive(Debug, Serialize, ToSchema)]
pub struct TrainingDemand {
    pub requirement: String,
    pub name: Words,
    /// `once` or `quarterly`.
    pub cadence: &'static str,
    pub needed_half_days: u32,
    pub half_days: u32,
    /// `held`, `due` or `overdue`.
    pub standing: &'static str,
    /// By when it is, or was, to be held; where it is held, by when the next time is.
    pub by: Option<String>,
    /// The first day of one that they go to.
    pub booked_on: Option<String>,
    /// Every value of the demand has a source that says so.
    pub confirmed: bool,
    /// The values that have none: `roles`, `half_days`, `cadence`, `within_months` or `renew_months`.
    pub unconfirmed: Vec<&'static str>,
}

/// What somebody has of the training that is demanded, and where they were.
#[derive(Debug, Serialize, ToSchema)]
pub struct TrainingRecord {
    pub staff: Uuid,
    pub name: String,
    /// One for each programme that they work in.
    pub standings: Vec<TrainingStanding>,
    /// The newest first.
    pub trainings: Vec<AttendedTraining>,
}

/// A training that somebody is invited to.
#[derive(Debug, Serialize, ToSchema)]
pub struct AttendedTraining {
    #[serde(flatten)]
    pub training: Training,
    /// `open`, `yes` or `no`.
    pub reply: &'static str,
    /// The days on which they were there.
    pub attended: Vec<String>,
}

/// The trainings of a network, the newest first.
#[utoipa::path(get, operation_id = "trainings", path = "/api/v1/networks/{network}/trainings",
    params(("network" = Uuid, Path), Window), responses((status = 200, body = Part<ListedTraining>), Refused))]
pub async fn list(
    visit: ApiVisit,
    State(site): State<Site>,
    ApiPath(network): ApiPath<NetworkId>,
    ApiQuery(window): ApiQuery<Window>,
) -> Result<Json<Part<ListedTraining>>, ApiError> {
    let found = site.app.trainings(&visit.0.ctx, network).await;
    let found = found.map_err(ApiError::of(&visit))?;
    let today = visit.0.ctx.today();
    Part::of(&visit, &window, found, |one: TrainingLine| ListedTraining {
        training: training(&one.training, one.what.as_ref(), today),
        invited: one.invited,
        coming: one.coming,
        attended: one.attended,
    })
    .map(Json)
}

/// One training, with those who are invited.
#[utoipa::path(get, operation_id = "training", path = "/api/v1/networks/{network}/trainings/{training}",
    params(("network" = Uuid, Path), ("training" = Uuid, Path)), responses((status = 200, body = WholeTraining), Refused))]
pub async fn get(
    visit: ApiVisit,
    State(site): State<Site>,
    ApiPath(at): ApiPath<(NetworkId, TrainingId)>,
) -> Result<Json<WholeTraining>, ApiError> {
    let found = site.app.training(&visit.0.ctx, at).await;
    let found = found.map_err(ApiError::of(&visit))?;
    Ok(Json(whole(&found, visit.0.ctx.today())))
}

/// How everybody in a network's teams stands with the training that is demanded of them.
#[utoipa::path(get, operation_id = "network-training-standing", path = "/api/v1/networks/{network}/training-standing",
    params(("network" = Uuid, Path), Window), responses((status = 200, body = Part<TrainingStanding>), Refused))]
pub async fn of_network(
    visit: ApiVisit,
    State(site): State<Site>,
    ApiPath(network): ApiPath<NetworkId>,
    ApiQuery(window): ApiQuery<Window>,
) -> Result<Json<Part<TrainingStanding>>, ApiError> {
    let found = site.app.network_standing(&visit.0.ctx, network).await;
    let found = found.map_err(ApiError::of(&visit))?;
    Part::of(&visit, &window, found.people, TrainingStanding::from).map(Json)
}

/// How everybody in a team stands with the training that is demanded of them.
#[utoipa::path(get, operation_id = "team-training-standing", path = "/api/v1/teams/{team}/training-standing",
    params(("team" = Uuid, Path), Window), responses((status = 200, body = Part<TrainingStanding>), Refused))]
pub async fn of_team(
    visit: ApiVisit,
    State(site): State<Site>,
    ApiPath(team): ApiPath<TeamId>,
    ApiQuery(window): ApiQuery<Window>,
) -> Result<Json<Part<TrainingStanding>>, ApiError> {
    let found = site.app.team_standing(&visit.0.ctx, team).await;
    let (_, found) = found.map_err(ApiError::of(&visit))?;
    Part::of(&visit, &window, found.people, TrainingStanding::from).map(Json)
}

/// The training of somebody who works in a network's teams, for its office.
#[utoipa::path(get, operation_id = "network-training-record",
    path = "/api/v1/networks/{network}/training-records/{staff}",
    params(("network" = Uuid, Path), ("staff" = Uuid, Path)), responses((status = 200, body = TrainingRecord), Refused))]
pub async fn record_of_network(
    visit: ApiVisit,
    State(site): State<Site>,
    ApiPath(at): ApiPath<(NetworkId, StaffId)>,
) -> Result<Json<TrainingRecord>, ApiError> {
    let found = site.app.training_record(&visit.0.ctx, at).await;
    let found = found.map_err(ApiError::of(&visit))?;
    Ok(Json(record(found, visit.0.ctx.today())))
}

/// The training of somebody who works in a team, for whoever sees the team's.
#[utoipa::path(get, operation_id = "team-training-record", path = "/api/v1/teams/{team}/training-records/{staff}",
    params(("team" = Uuid, Path), ("staff" = Uuid, Path)), responses((status = 200, body = TrainingRecord), Refused))]
pub async fn record_of_team(
    visit: ApiVisit,
    State(site): State<Site>,
    ApiPath(at): ApiPath<(TeamId, StaffId)>,
) -> Result<Json<TrainingRecord>, ApiError> {
    let found = site.app.team_training_record(&visit.0.ctx, at).await;
    let (_, found) = found.map_err(ApiError::of(&visit))?;
    Ok(Json(record(found, visit.0.ctx.today())))
}

/// The trainings that you are invited to, the newest first.
#[utoipa::path(get, operation_id = "my-trainings", path = "/api/v1/me/trainings", params(Window),
    responses((status = 200, body = Part<OwnTraining>), Refused))]
pub async fn mine(
    visit: ApiVisit,
    State(site): State<Site>,
    ApiQuery(window): ApiQuery<Window>,
) -> Result<Json<Part<OwnTraining>>, ApiError> {
    let found = site.app.my_training(&visit.0.ctx).await;
    let found = found.map_err(ApiError::of(&visit))?;
    let today = visit.0.ctx.today();
    Part::of(&visit, &window, found.seats, |one: MySeat| OwnTraining {
        training: training(&one.training, one.what.as_ref(), today),
        reply: one.seat.reply.code(),
        attended: days(&one.seat),
        may_evaluate: one.may_evaluate,
    })
    .map(Json)
}

fn training(one: &Held, name: Option<&hemma_domain::programme::Words>, today: Day) -> Training {
    let content = &one.content;
    let day = |one: &Session| TrainingDay {
        on: one.on.to_string(),
        from: one.from.to_string(),
        to: one.to.to_string(),
        half_days: one.length.half_days(),
    };
    Training {
        id: one.id.0,
        title: content.title.clone(),
        place: content.place.clone(),
        language: content.language.code(),
        about: content.about.clone(),
        programme: content.programme.clone(),
        requirement: content.requirement.clone(),
        name: name.map(Words::from),
        seats_max: content.seats_max,
        days: content.sessions.iter().map(day).collect(),
        stage: one.stage(today).code(),
        version: one.version,
    }
}

fn whole(found: &OneTraining, today: Day) -> WholeTraining {
    let seat = |(seat, name): &(Seat, String)| TrainingSeat {
        staff: seat.staff.0,
        name: name.clone(),
        reply: seat.reply.code(),
        attended: days(seat),
    };
    WholeTraining {
        training: training(&found.training, found.what.as_ref(), today),
        seats: found.seats.iter().map(seat).collect(),
        evaluations: match found.evaluations {
            Evaluations::Counted(_, counts) => Some(
                Question::ALL
                    .iter()
                    .zip(counts)
                    .map(|(question, counts)| TrainingAnswers {
                        question: question.code(),
                        counts: counts.to_vec(),
                    })
                    .collect(),
            ),
            Evaluations::None | Evaluations::Until(_) | Evaluations::TooFew => None,
        },
    }
}

fn record(found: Record, today: Day) -> TrainingRecord {
    let seats = found.seats.iter();
    TrainingRecord {
        staff: found.staff.0,
        name: found.name,
        standings: found
            .standings
            .into_iter()
            .map(TrainingStanding::from)
            .collect(),
        trainings: seats
            .map(|(one, seat, name)| AttendedTraining {
                training: training(one, name.as_ref(), today),
                reply: seat.reply.code(),
                attended: days(seat),
            })
            .collect(),
    }
}

fn days(seat: &Seat) -> Vec<String> {
    seat.attended.iter().map(ToString::to_string).collect()
}

impl From<PersonStanding> for TrainingStanding {
    fn from(one: PersonStanding) -> TrainingStanding {
        TrainingStanding {
            staff: one.staff.0,
            standing: one.worst().code(),
            name: one.name,
            programme: one.programme,
            roles: one.roles.iter().map(|role| role.code()).collect(),
            teams: one.teams.iter().map(|(team, _)| team.0).collect(),
            demands: one.demands.iter().map(TrainingDemand::from).collect(),
        }
    }
}

impl From<&DemandStanding> for TrainingDemand {
    fn from(one: &DemandStanding) -> TrainingDemand {
        TrainingDemand {
            requirement: one.code.clone(),
            name: (&one.name).into(),
            cadence: one.cadence.code(),
            needed_half_days: one.needed,
            half_days: one.standing.half_days,
            standing: one.standing.code.code(),
            by: one.standing.by.map(|day| day.to_string()),
            booked_on: one.booked.map(|day| day.to_string()),
            confirmed: one.unconfirmed.is_empty(),
            unconfirmed: one.unconfirmed.iter().map(|one| one.code()).collect(),
        }
    }
}
