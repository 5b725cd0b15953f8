//! Tasks: somebody's own, and a team's.

use axum::Json;
use axum::extract::State;
use hemma_app::task::TaskLine;
use hemma_domain::access::TeamAction;
use hemma_domain::ids::TeamId;
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use crate::api::{ApiError, ApiPath, ApiQuery, ApiVisit, Part, Refused, Window, moment};
use crate::http::Site;
use crate::http::route::{Access, Routes};

/// The routes of this resource.
pub fn routes() -> Routes {
    Routes::default()
        .get("/api/v1/tasks", Access::SignedIn, mine)
        .get(
            "/api/v1/teams/{team}/tasks",
            Access::Team(TeamAction::SeeTasks),
            of_team,
        )
}

/// Something somebody promised to do.
#[derive(Debug, Serialize, ToSchema)]
pub struct Task {
    pub id: Uuid,
    pub team: Uuid,
    /// Null for the team's own matters.
    pub case: Option<Uuid>,
    /// The family's code; empty for the team's own matters.
    pub code: String,
    pub owner: Uuid,
    pub owner_name: String,
    /// Null where the reader may not see the family.
    pub text: Option<String>,
    pub due_on: Option<String>,
    /// The meeting that it came from, as in `2026-W47`.
    pub from_week: Option<String>,
    pub set_at: String,
    pub done_at: Option<String>,
}

/// What one has promised: open tasks, and those done lately.
#[utoipa::path(get, operation_id = "tasks", path = "/api/v1/tasks",
    params(Window),
    responses((status = 200, body = Part<Task>), Refused))]
pub async fn mine(
    visit: ApiVisit,
    State(site): State<Site>,
    ApiQuery(window): ApiQuery<Window>,
) -> Result<Json<Part<Task>>, ApiError> {
    let read = site
        .app
        .my_tasks(&visit.0.ctx)
        .await
        .map_err(ApiError::of(&visit))?;
    Part::of(&visit, &window, read.lines, Task::from).map(Json)
}

/// What was promised in a team: open tasks, and those done lately.
#[utoipa::path(get, operation_id = "team_tasks", path = "/api/v1/teams/{team}/tasks",
    params(("team" = Uuid, Path), Window),
    responses((status = 200, body = Part<Task>), Refused))]
pub async fn of_team(
    visit: ApiVisit,
    State(site): State<Site>,
    ApiPath(team): ApiPath<TeamId>,
    ApiQuery(window): ApiQuery<Window>,
) -> Result<Json<Part<Task>>, ApiError> {
    let read = site
        .app
        .team_tasks(&visit.0.ctx, team)
        .await
        .map_err(ApiError::of(&visit))?;
    Part::of(&visit, &window, read.lines, Task::from).map(Json)
}

impl From<TaskLine> for Task {
    fn from(line: TaskLine) -> Task {
        let one = line.task;
        Task {
            id: one.id.0,
            team: one.team.0,
            case: one.case.map(|case| case.0),
            code: line.code,
            owner: one.owner.0,
            owner_name: line.owner,
            text: line.may_see.then_some(one.text),
            due_on: one.due_on.map(|day| day.to_string()),
            from_week: one.from_week.map(|week| week.to_string()),
            set_at: moment(one.set_at),
            done_at: one.done.map(|(at, _)| moment(at)),
        }
    }
}
