//! Development plans: those that concern the reader, and one goal.

use axum::Json;
use axum::extract::State;
use hemma_app::development::{DevelopmentPlan as Found, OneDevelopment};
use hemma_domain::code::Code as _;
use hemma_domain::development::{Evidence, Goal, Look};
use hemma_domain::ids::DevelopmentId;
use hemma_domain::review::Action;
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use crate::api::{ApiError, ApiPath, ApiVisit, Refused, moment};
use crate::http::Site;
use crate::http::route::{Access, Routes};

/// The routes of this resource. Whom a plan concerns, the use case asks: the address alone does not say it.
pub fn routes() -> Routes {
    Routes::default()
        .get("/api/v1/development", Access::SignedIn, list)
        .get("/api/v1/development/{goal}", Access::SignedIn, get)
}

/// Somebody's plan, or a team's.
#[derive(Debug, Serialize, ToSchema)]
pub struct DevelopmentPlan {
    pub team: Uuid,
    pub team_name: String,
    /// `therapist`, `leader`, `consultant` or `team`.
    pub whose: &'static str,
    /// None for a team.
    pub staff: Option<Uuid>,
    /// Empty for a team.
    pub name: String,
    pub may_write: bool,
    /// The open ones first.
    pub goals: Vec<PlannedGoal>,
}

/// A goal in a plan.
#[derive(Debug, Serialize, ToSchema)]
pub struct PlannedGoal {
    pub id: Uuid,
    pub text: String,
    /// `open`, `reached` or `ended`.
    pub state: &'static str,
    /// Since when it is not open.
    pub since: Option<String>,
    /// The next day on which something is to be done, or it is looked back on.
    pub due_on: Option<String>,
    pub look_on: Option<String>,
    pub version: i64,
}

/// A goal with what it rests on and what is done.
#[derive(Debug, Serialize, ToSchema)]
pub struct WholeGoal {
    #[serde(flatten)]
    pub goal: PlannedGoal,
    pub team: Uuid,
    /// `therapist`, `leader`, `consultant` or `team`.
    pub whose: &'static str,
    pub staff: Option<Uuid>,
    pub set_by: Uuid,
    pub set_at: String,
    pub evidence: Vec<GoalEvidence>,
    pub actions: Vec<GoalAction>,
    /// The oldest first.
    pub looks: Vec<GoalLook>,
    pub may_write: bool,
}

/// What a goal rests on, as it was on its day.
#[derive(Debug, Serialize, ToSchema)]
pub struct GoalEvidence {
    /// `figure`, `fidelity`, `feedback` or `training`.
    pub kind: &'static str,
    /// What it is within its kind.
    pub key: String,
    /// What it said, in parts: a figure's value, part, whole and term; a fidelity's mean, interviews, families and the
    /// instrument's version; either with `confirmed` last where somebody vouched for the rule of its scores; a point's case
    /// code, week and section; a demand's standing and day.
    pub told: Vec<String>,
    pub on: String,
}

/// An action towards a goal.
#[derive(Debug, Serialize, ToSchema)]
pub struct GoalAction {
    pub what: String,
    pub owner: Uuid,
    pub due_on: String,
    /// `open`, `done`, `partly` or `not_done`.
    pub outcome: &'static str,
}

/// A look back on a goal.
#[derive(Debug, Serialize, ToSchema)]
pub struct GoalLook {
    pub on: String,
    pub by: Uuid,
    pub text: String,
}

/// Every plan that concerns whoever asks, one's own first.
#[utoipa::path(get, operation_id = "development_plans", path = "/api/v1/development",
    responses((status = 200, body = Vec<DevelopmentPlan>), Refused))]
pub async fn list(
    visit: ApiVisit,
    State(site): State<Site>,
) -> Result<Json<Vec<DevelopmentPlan>>, ApiError> {
    let found = site.app.development_plans(&visit.0.ctx).await;
    let found = found.map_err(ApiError::of(&visit))?;
    Ok(Json(found.into_iter().map(DevelopmentPlan::from).collect()))
}

/// One goal.
#[utoipa::path(get, operation_id = "development_goal", path = "/api/v1/development/{goal}",
    params(("goal" = Uuid, Path)), responses((status = 200, body = WholeGoal), Refused))]
pub async fn get(
    visit: ApiVisit,
    State(site): State<Site>,
    ApiPath(id): ApiPath<DevelopmentId>,
) -> Result<Json<WholeGoal>, ApiError> {
    let found = site.app.development(&visit.0.ctx, id).await;
    Ok(Json(found.map_err(ApiError::of(&visit))?.into()))
}

impl From<Found> for DevelopmentPlan {
    fn from(one: Found) -> DevelopmentPlan {
        DevelopmentPlan {
            team: one.team.0,
            team_name: one.team_name,
            whose: one.whose.code().code(),
            staff: one.whose.staff().map(|staff| staff.0),
            name: one.name,
            may_write: one.may_write,
            goals: one.goals.iter().map(PlannedGoal::from).collect(),
        }
    }
}

impl From<&Goal> for PlannedGoal {
    fn from(one: &Goal) -> PlannedGoal {
        let day = |day: hemma_domain::time::Day| day.to_string();
        PlannedGoal {
            id: one.id.0,
            text: one.text.clone(),
            state: one.state.code().code(),
            since: one.state.since().map(day),
            due_on: one.due_on().map(day),
            look_on: one.look_on.map(day),
            version: one.version,
        }
    }
}

impl From<OneDevelopment> for WholeGoal {
    fn from(found: OneDevelopment) -> WholeGoal {
        let one = &found.goal;
        WholeGoal {
            goal: one.into(),
            team: one.team.0,
            whose: one.whose.code().code(),
            staff: one.whose.staff().map(|staff| staff.0),
            set_by: one.set.1.0,
            set_at: moment(one.set.0),
            evidence: one.evidence.iter().map(GoalEvidence::from).collect(),
            actions: one.actions.iter().map(GoalAction::from).collect(),
            looks: one.looks.iter().map(GoalLook::from).collect(),
            may_write: found.may_write,
        }
    }
}

impl From<&Evidence> for GoalEvidence {
    fn from(one: &Evidence) -> GoalEvidence {
        let parts = one.told.split('|').filter(|_| !one.told.is_empty());
        GoalEvidence {
            kind: one.kind.code(),
            key: one.key.clone(),
            told: parts.map(str::to_owned).collect(),
            on: one.on.to_string(),
        }
    }
}

impl From<&Action> for GoalAction {
    fn from(one: &Action) -> GoalAction {
        GoalAction {
            what: one.what.clone(),
            owner: one.owner.0,
            due_on: one.due_on.to_string(),
            outcome: one.outcome.code(),
        }
    }
}

impl From<&Look> for GoalLook {
    fn from(one: &Look) -> GoalLook {
        GoalLook {
            on: one.on.to_string(),
            by: one.by.0,
            text: one.text.clone(),
        }
    }
}
