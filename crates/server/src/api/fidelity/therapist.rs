//! What the scores say of one therapist.

use axum::Json;
use axum::extract::State;
use hemma_app::fidelity::{FamilyLine, TherapistFidelity as Found};
use hemma_domain::access::TeamAction;
use hemma_domain::ids::{StaffId, TeamId};
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use super::{EarlierRule, Interval, Items, Lacking, Level, Period, Yardstick, limits, periods};
use crate::api::{ApiError, ApiPath, ApiVisit, Refused};
use crate::http::Site;
use crate::http::route::{Access, Routes};

/// The routes of this resource.
pub fn routes() -> Routes {
    Routes::default()
        .get(
            "/api/v1/teams/{team}/fidelity/mine",
            Access::Team(TeamAction::SeeOwnFidelity),
            mine,
        )
        .get(
            "/api/v1/teams/{team}/fidelity/{staff}",
            Access::Team(TeamAction::SeeFidelity),
            get,
        )
}

/// The fidelity of one therapist. What was released alone counts for the therapist.
#[derive(Debug, Serialize, ToSchema)]
pub struct TherapistFidelity {
    pub staff: Uuid,
    pub name: String,
    pub yardstick: Yardstick,
    /// The last twelve months.
    pub level: Level,
    /// The twelve months before.
    pub before: Level,
    pub collected: u32,
    pub due: u32,
    /// The oldest first; empty where every score stands under the present rule.
    pub earlier_rules: Vec<EarlierRule>,
    /// By quarters, the oldest first.
    pub trend: Vec<Period>,
    /// Between which means chance alone moves.
    pub limits: Option<Interval>,
    /// Drawn towards the team's others the less is known; nothing for the therapist.
    pub shrunken: Option<Interval>,
    /// The newest score first.
    pub families: Vec<FamilyScore>,
    pub lacking: Vec<Lacking>,
    /// Null for the therapist.
    pub items: Option<Items>,
}

/// One family that the therapist carries or carried.
#[derive(Debug, Serialize, ToSchema)]
pub struct FamilyScore {
    /// The case's code.
    pub code: String,
    pub open: bool,
    pub level: Level,
    /// The day that the newest score stands for.
    pub newest_on: String,
    /// The newest score, a fraction.
    pub newest: String,
    /// The family's mean meets the cut-off; nothing without one.
    pub above: Option<bool>,
}

/// What the released scores say of oneself; nothing where one was not measured in the team.
#[utoipa::path(get, operation_id = "own_fidelity", path = "/api/v1/teams/{team}/fidelity/mine",
    params(("team" = Uuid, Path)),
    responses((status = 200, body = Option<TherapistFidelity>), Refused))]
pub async fn mine(
    visit: ApiVisit,
    State(site): State<Site>,
    ApiPath(team): ApiPath<TeamId>,
) -> Result<Json<Option<TherapistFidelity>>, ApiError> {
    let read = site.app.own_fidelity(&visit.0.ctx, team).await;
    let (_, found) = read.map_err(ApiError::of(&visit))?;
    Ok(Json(found.map(TherapistFidelity::from)))
}

/// The fidelity of one therapist; nothing where nobody of that id was measured in the team.
#[utoipa::path(get, operation_id = "therapist_fidelity", path = "/api/v1/teams/{team}/fidelity/{staff}",
    params(("team" = Uuid, Path), ("staff" = Uuid, Path)),
    responses((status = 200, body = Option<TherapistFidelity>), Refused))]
pub async fn get(
    visit: ApiVisit,
    State(site): State<Site>,
    ApiPath((team, staff)): ApiPath<(TeamId, StaffId)>,
) -> Result<Json<Option<TherapistFidelity>>, ApiError> {
    let app = &site.app;
    let read = app.therapist_fidelity(&visit.0.ctx, team, staff).await;
    let (_, found) = read.map_err(ApiError::of(&visit))?;
    Ok(Json(found.map(TherapistFidelity::from)))
}

impl From<Found> for TherapistFidelity {
    fn from(one: Found) -> TherapistFidelity {
        let summary = &one.summary;
        TherapistFidelity {
            staff: one.staff.0,
            yardstick: Yardstick::from(&summary.yardstick),
            level: Level::from(&summary.level),
            before: Level::from(&summary.before),
            collected: summary.collected.0,
            due: summary.collected.1,
            earlier_rules: summary.earlier.iter().map(EarlierRule::from).collect(),
            trend: periods(&summary.trend),
            limits: limits(&summary.trend),
            shrunken: one.mean.map(|one| Interval::from(one.mean)),
            families: one.families.iter().map(FamilyScore::from).collect(),
            lacking: one.lacking.iter().map(Lacking::from).collect(),
            items: one.items.as_ref().map(Items::from),
            name: one.name,
        }
    }
}

impl From<&FamilyLine> for FamilyScore {
    fn from(line: &FamilyLine) -> FamilyScore {
        FamilyScore {
            code: line.code.clone(),
            open: line.is_open,
            level: Level::from(&line.level),
            newest_on: line.newest.0.to_string(),
            newest: line.newest.1.to_string(),
            above: line.is_above,
        }
    }
}
