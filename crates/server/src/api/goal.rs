//! The stable part of a case: what brought the family here, what each of them wants, and the overarching goals.

use axum::Json;
use axum::extract::State;
use hemma_domain::access::CaseAction;
use hemma_domain::code::Code as _;
use hemma_domain::ids::CaseId;
use hemma_domain::week;
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use crate::api::{ApiError, ApiPath, ApiVisit, Refused};
use crate::http::Site;
use crate::http::route::{Access, Routes};

/// The routes of this resource.
pub fn routes() -> Routes {
    Routes::default().get(
        "/api/v1/cases/{case}/goals",
        Access::Case(CaseAction::See),
        get,
    )
}

/// The stable part of a case.
#[derive(Debug, Serialize, ToSchema)]
pub struct Goals {
    pub frame: Vec<FrameItem>,
    pub goals: Vec<Goal>,
}

/// A referral behaviour, or what a participant wants.
#[derive(Debug, Serialize, ToSchema)]
pub struct FrameItem {
    pub id: Uuid,
    /// `behaviour` or `outcome`.
    pub kind: &'static str,
    pub number: u32,
    /// The behaviour, or the participant.
    pub subject: String,
    pub wish: String,
    pub frequency: String,
    pub intensity: String,
    pub duration: String,
}

/// An overarching goal.
#[derive(Debug, Serialize, ToSchema)]
pub struct Goal {
    pub id: Uuid,
    pub number: u32,
    pub text: String,
    /// How we will know.
    pub measure: String,
    /// `active`, `met`, `partly`, `not_met`, `dropped`.
    pub state: &'static str,
    pub set_on: String,
    pub ended_on: Option<String>,
}

/// The stable part of a case.
#[utoipa::path(get, operation_id = "goals", path = "/api/v1/cases/{case}/goals",
    params(("case" = Uuid, Path)),
    responses((status = 200, body = Goals), Refused))]
pub async fn get(
    visit: ApiVisit,
    State(site): State<Site>,
    ApiPath(case): ApiPath<CaseId>,
) -> Result<Json<Goals>, ApiError> {
    let page = site
        .app
        .goal_page(&visit.0.ctx, case)
        .await
        .map_err(ApiError::of(&visit))?;
    Ok(Json(Goals::of(page.frame, page.goals)))
}

impl Goals {
    /// The stable part, from its rows.
    pub fn of(frame: Vec<week::FrameItem>, goals: Vec<week::Goal>) -> Goals {
        Goals {
            frame: frame.into_iter().map(FrameItem::from).collect(),
            goals: goals.into_iter().map(Goal::from).collect(),
        }
    }
}

impl From<week::FrameItem> for FrameItem {
    fn from(item: week::FrameItem) -> FrameItem {
        FrameItem {
            id: item.id.0,
            kind: item.kind.code(),
            number: item.number,
            subject: item.subject,
            wish: item.wish,
            frequency: item.frequency,
            intensity: item.intensity,
            duration: item.duration,
        }
    }
}

impl From<week::Goal> for Goal {
    fn from(goal: week::Goal) -> Goal {
        Goal {
            id: goal.id.0,
            number: goal.number,
            text: goal.text,
            measure: goal.measure,
            state: goal.state.code(),
            set_on: goal.set_on.to_string(),
            ended_on: goal.ended_on.map(|day| day.to_string()),
        }
    }
}
